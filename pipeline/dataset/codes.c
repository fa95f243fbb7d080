#include "dataset/codes.h"
#include "dataset/dataset.h"

const char *const direction_codes[] = {[DIRECTION_NONE] = "none",
                                       [DIRECTION_POSITIVE] = "+",
                                       [DIRECTION_NEGATIVE] = "-",
                                       NULL};
const char *const indicator_kind_codes[] = {[KIND_STOCK] = "stock",
                                            [KIND_FLOW] = "flow",
                                            [KIND_RATIO] = "ratio",
                                            [KIND_INDEX] = "index",
                                            [KIND_GRADE] = "grade",
                                            [KIND_RANK] = "rank",
                                            NULL};
const char *const growth_rule_codes[] = {
    [GROWTH_NONE] = "none",           [GROWTH_RATIO] = "ratio",
    [GROWTH_INDEX] = "index",         [GROWTH_DIFFERENCE] = "difference",
    [GROWTH_PUBLISHED] = "published", NULL};
const char *const aggregation_codes[] = {[AGGREGATION_NONE] = "none",
                                         [AGGREGATION_SUM] = "sum",
                                         [AGGREGATION_RATIO] = "ratio",
                                         NULL};
const char *const observation_status_codes[] = {[STATUS_NORMAL] = "normal",
                                                [STATUS_PROVISIONAL] = "provisional",
                                                [STATUS_REVISED] = "revised",
                                                [STATUS_ESTIMATED] = "estimated",
                                                [STATUS_MISSING] = "missing",
                                                [STATUS_SUPPRESSED] = "suppressed",
                                                [STATUS_NEGLIGIBLE] = "negligible",
                                                [STATUS_ABSENT] = "absent",
                                                NULL};
const char *const qualifier_codes[] = {
    [QUALIFIER_NONE] = "none",           [QUALIFIER_ABOUT] = "about",
    [QUALIFIER_MORE_THAN] = "more_than", [QUALIFIER_LESS_THAN] = "less_than",
    [QUALIFIER_REACHED] = "reached",     NULL};
