/* What the name of a column, or of a text in `periods`, says of its period beside that
   of its file: 上年末, 1—9月, 2023年4月/累计. A declaration may not say another one. */
#ifndef NQI_INGEST_HEAD_PERIOD_H
#define NQI_INGEST_HEAD_PERIOD_H

#include "ingest/columns.h"

/* The rule that a relative name asks for, 上年同期 "@year_ago" and, in a file of
   September 2023, 上年末 "@2022-12", in `arena`; empty for other names, and for those
   of the file's own period. `base`: the file's period, NULL: not known. */
struct str head_period_rule(struct str head, const struct period *base,
                            struct arena *arena);
/* True if a relative name (上年末, 本月) denies that its values are of `period`, or,
   where `base` is NULL, that they are so by the rule. */
bool head_period_is_other(struct str head, const struct period *base,
                          const struct period_rule *rule, struct period period);
/* True if the name says a year, month or stretch of months that has nothing of the
   period, or, with `whole`, of which the period is only the last month: 1—9月. */
bool head_period_denies(struct str name, struct period period, bool whole,
                        struct arena *arena);

#endif
