/* The report shows demonstration data: reports.lua says demo = true, and the theme what
   the mark is called. */
#include "document/page_mark.h"

const struct page_mark_kind page_mark_demo = {
    .kind = {"demo", "the figures are made up", "数字由程序生成"},
    .words = "mark.demo",
    .everywhere = true,
    .label_class = "demo",
    .banner = "mark.demo_why",
    .index_banner = "index.demo_why",
};
