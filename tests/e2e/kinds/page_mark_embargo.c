/* 未到发布时间: a mark that a test adds. */
#include "document/page_mark.h"

const struct page_mark_kind page_mark_embargo = {
    .kind = {"embargo", "not to be told yet", "未到发布时间"},
    .words = "未到发布时间",
    .state = 9,
    .label_class = "embargo-mark",
    .banner = "到时再发布。",
};
