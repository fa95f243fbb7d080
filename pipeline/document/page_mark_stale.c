/* The report failed under --keep-going: this is its last edition. */
#include "document/page_mark.h"

const struct page_mark_kind page_mark_stale = {
    .kind = {"stale", "the last edition, since this one failed",
             "本期编制失败，沿用上一版"},
    .words = "mark.stale",
    .state = 1,
    .label_class = "stale-mark",
    .banner = "mark.stale_why",
};
