/* 送审稿: a mark that a test adds. */
#include "document/page_mark.h"

const struct page_mark_kind page_mark_draft = {
    .kind = {"draft", "not yet approved", "尚未签发"},
    .words = "送审稿",
    .state = 2,
    .label_class = "draft-mark",
    .banner = "本稿供审核用。",
};
