/* Numbers that are to be revised: reports.lua says preliminary = true. */
#include "document/page_mark.h"

const struct page_mark_kind page_mark_preliminary = {
    .kind = {"preliminary", "numbers that are to be revised", "数据为初步数，今后修订"},
    .words = "mark.preliminary",
    .everywhere = true,
    .label_class = "stale-mark preliminary-mark",
    .banner = "mark.preliminary_why",
};
