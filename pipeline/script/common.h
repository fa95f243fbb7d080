/* What the reports of a run have in common: results that are worked out once and then
   looked up (script/ranks.h, script/totals.h), and the sets of areas that they are of.
   What the builder works out before it forks lies in a mapping that all processes
   share, sealed; what a worker needs besides it keeps for itself. */
#ifndef NQI_SCRIPT_COMMON_H
#define NQI_SCRIPT_COMMON_H

#include "dataset/dataset.h"
#include "dataset/id_table.h"

/* Areas in the order given. Equal lists are one set, so its address says which it is;
   but a list that names all ranked areas is another set than “all ranked areas”. */
struct area_set {
    const uint32_t *areas; /* ids */
    size_t count;
    uint64_t hash;
    uint32_t demo;         /* one that is for demonstration, or DATASET_NONE */
    bool all;              /* all ranked areas, without being named */
    bool whole;            /* all ranked areas, named or not */
    uint32_t outer, inner; /* an area and one in it, or DATASET_NONE */
};

struct common {
    const struct dataset *ds;
    struct arena *arena;  /* of this process */
    struct arena *shared; /* NULL until there is one */
    bool open;            /* results may still go into it */
    struct area_set *all;
    struct area_set **sets;
    size_t count, capacity;
    struct id_table keys; /* of `sets` */
};

/* Both must outlive it. */
void common_open(struct common *common, const struct dataset *ds, struct arena *arena);
void common_close(struct common *common);
/* The set of these areas; of all ranked ones for NULL. It lives as long as `common`. */
const struct area_set *common_set(struct common *common, const uint32_t *areas,
                                  size_t count);
/* Makes the mapping, for so many bytes. */
void common_share(struct common *common, size_t bytes);
void common_seal(struct common *common);
/* Where something of that size goes: into the mapping while there is room. */
struct arena *common_arena(const struct common *common, size_t size);

/* Results by their keys: the index is each process's own. */
struct common_index {
    void **items;
    uint64_t *hashes;
    size_t count, capacity, hash_capacity;
    struct id_table keys; /* of `items` */
};

void common_index_add(struct common_index *index, struct common *common, uint64_t hash,
                      void *item);

#endif
