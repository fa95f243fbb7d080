/* An issue that was withdrawn: a notice stands at its address. */
#include "document/page_mark.h"

const struct page_mark_kind page_mark_withdrawn = {
    .kind = {"withdrawn", "a withdrawn issue", "已撤回的一期"},
    .words = "mark.withdrawn",
    .state = 4,
    .label_class = "stale-mark withdrawn-mark",
    .banner = "mark.withdrawn_why",
};
