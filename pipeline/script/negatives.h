/* Which areas have a value below zero: beside one of them no other has a share of what
   they are together. Looked for once for a series, period and reading of the data. */
#ifndef NQI_SCRIPT_NEGATIVES_H
#define NQI_SCRIPT_NEGATIVES_H

#include "script/common.h"

struct figure_key;
struct script;

struct negatives {
    struct common *common;
    struct common_index index;
};

/* Whether it has a number, which is below zero; not for NULL. */
bool negatives_is(const struct observation *o);
/* Whether an area of the key's area's level, below the same one, has such a value in
   the key's series and period (*cost: how many areas were looked at, else 1). */
bool negatives_beside(struct script *script, const struct figure_key *key,
                      size_t *cost);

#endif
