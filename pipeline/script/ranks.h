/* Rankings: order and ties of a set of areas by one series in one period. Ranks are
   those of the published numbers (1, 2, 2, 4): what prints the same shares a place,
   unless the key says `exact`. */
#ifndef NQI_SCRIPT_RANKS_H
#define NQI_SCRIPT_RANKS_H

#include "base/decimal.h"
#include "script/common.h"

/* What a ranking is of. */
struct ranking_key {
    uint32_t series, indicator;
    struct period period;
    struct as_of as_of;
    const struct area_set *set;
    enum rounding rounding;
    bool exact; /* by the numbers before they are rounded */
};

struct rank_place {
    uint32_t area;
    uint32_t rank;  /* 0: none can be given */
    uint32_t first; /* of those that share the place: its index */
    uint32_t tied;  /* how many others share it */
    bool split;     /* prints as the one before it does, but `exact` ranks it behind */
};

struct ranking {
    struct ranking_key key;
    size_t count;              /* areas of the set, each once */
    size_t valued;             /* those that have a number: the first of `places` */
    bool complete;             /* all have one, and so a rank */
    uint32_t graded;           /* an area whose value is a text, or DATASET_NONE */
    struct rank_place *places; /* best first; ties, and the rest, in the set's order */
    uint32_t *positions;       /* by area: 1 + index in `places`, 0: not in the set */
};

struct ranks {
    struct common *common;
    struct common_index index;
};

/* The ranking, worked out if this is the first time (*cost: how many areas were looked
   at, else 1). It lives as long as ranks->common. */
const struct ranking *ranks_find(struct ranks *ranks, const struct ranking_key *key,
                                 size_t *cost);
/* The place of an area, or NULL if it is not in the set. */
const struct rank_place *ranking_place(const struct ranking *ranking, uint32_t area);
/* The published rank that the data have of a value, from 1; 0: none. */
uint32_t ranks_published(const struct ranks *ranks, const struct ranking_key *key,
                         uint32_t area);
/* Bytes of a ranking of so many areas, at most. */
size_t ranks_size(const struct ranks *ranks, size_t areas);

#endif
