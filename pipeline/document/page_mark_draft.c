/* What is not published yet: it is made to be read by those who sign. */
#include "document/page_mark.h"

const struct page_mark_kind page_mark_draft = {
    .kind = {"draft", "a draft, to be signed", "待审签的稿本"},
    .words = "mark.draft",
    .state = 5,
    .label_class = "stale-mark draft-mark",
    .banner = "mark.draft_why",
};
