/* A published issue that was corrected: 更正1, 更正2. */
#include "document/page_mark.h"

const struct page_mark_kind page_mark_correction = {
    .kind = {"correction", "a corrected issue", "已发布后更正的一期"},
    .words = "mark.correction",
    .state = 2,
    .label_class = "stale-mark correction-mark",
    .banner = "mark.correction_why",
};
