/* The edition that a correction took the place of. */
#include "document/page_mark.h"

const struct page_mark_kind page_mark_superseded = {
    .kind = {"superseded", "the edition before a correction", "更正前的版本"},
    .words = "mark.superseded",
    .state = 3,
    .label_class = "stale-mark superseded-mark",
    .banner = "mark.superseded_why",
};
