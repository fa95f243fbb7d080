/* What the files of claims share: the values and claims of one file, and the keys that
   bring them together. */
#ifndef NQI_INGEST_CLAIMS_OWN_H
#define NQI_INGEST_CLAIMS_OWN_H

#include "dataset/id_table.h"
#include "ingest/claim_sums.h"
#include "ingest/claims.h"

enum {
    VALUES_MAX = 1 << 21, /* of a file: more are not kept */
    NOTHING = 0,
};

/* A value, in the order of the file. */
struct claim_entry {
    int64_t coefficient;
    int16_t exponent, decimals;
    uint32_t series, area, vintage;
    struct period period;
    uint32_t line;
    uint16_t column;
    bool known, rest;
    bool total;     /* of an area, but it is a total over areas itself */
    uint32_t claim; /* its index + 1, or NOTHING */
};

/* A claim, and what it came to. */
struct claim_judged {
    struct claim claim;
    uint32_t line;
    uint32_t key;
    bool vague;
    const struct claim_entry *entry;
    struct claim_run run; /* that it was compared with */
    enum claim_verdict verdict;
};

/* Subtotals stand below their rows, or above them if the first one has no row above. */
enum subtotals { SUBTOTALS_UNSEEN, SUBTOTALS_BELOW, SUBTOTALS_ABOVE };

/* What claims are about: all of a value but what differs among the parts. */
struct claim_key {
    uint64_t a, b;                      /* two hashes: together they are taken for it */
    struct claim_run all, since, block; /* since the last claim; since the last 合计 */
    uint32_t top; /* the last area beside which others do not lie in it */
    struct str unit;
    bool mixed;    /* indicators of several units */
    bool measured; /* one of them is not counted one by one */
    enum subtotals subtotals;
    uint32_t waiting; /* a claim that stands above its rows: its index + 1 */
    uint32_t claims;  /* how many there are */
    bool lone;        /* it is one 合计: values are summed when they come, not kept */
    struct claim_entry ends[2]; /* then the first and the last of them */
    uint32_t totals; /* how many 合计 there are, and the last one: its index + 1 */
    uint32_t last_total;
};

struct claims {
    const struct dataset *ds;
    struct arena *arena;
    struct claim_entry *entries;
    size_t count, capacity;
    struct claim_judged *list;
    size_t claim_count, claim_capacity;
    struct claim_key *keys;
    size_t key_count, key_capacity;
    struct id_table table;
    struct claim overs[DATASET_ITEMS_MAX + 2]; /* those in use */
    size_t over_count;
    bool seeks, full, alone;
};

/* claims.c */

/* The claims know their entries, and keys, from then on, while no value is added. */
void claims_find_keys(struct claims *c);
void claims_find_entries(struct claims *c);
/* The key of a value, or DATASET_NONE: no claim is about it. */
uint32_t claims_key(const struct claims *c, const struct claim *over,
                    const struct claim_entry *e);
bool claims_is_claimed(const struct claims *c, const struct claim_entry *e);
/* Adds it to what the claims of the key are compared with. */
void claims_add_part(struct claims *c, const struct claim *over,
                     const struct claim_entry *e, struct claim_key *key);
/* Its item of the dimension, or DATASET_NONE. */
uint32_t claims_item(const struct dataset *ds, const struct claim_entry *e,
                     uint32_t dimension);
struct decimal claims_value_of(const struct claim_entry *e);
/* By line and column. */
int claims_compare_places(const struct claim_entry *x, const struct claim_entry *y);

#endif
