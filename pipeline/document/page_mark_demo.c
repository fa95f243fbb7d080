/* The report shows demonstration data: reports.lua says demo = true, and the theme what
   the mark is called. */
#include "document/page_mark.h"

const struct page_mark_kind page_mark_demo = {
    .kind = {"demo", "the figures are made up", "数字由程序生成"},
    .words = "演示数据",
    .everywhere = true,
    .label_class = "demo",
    .banner = "本报告的数字由程序生成，仅供演示，不反映任何地区的实际情况。",
    .index_banner = "标有此字样的报告由程序生成的数字编成，仅供演示。",
};
