/* What total rows claim (合计, 小计, 东部小计), against the rows that were read. A
   total row becomes a claim: its cell, the series, period and vintage that it is of,
   and the set that it says to be the sum of. Values of a file and its claims stand in
   one list in the order of the file; when the file has been read, what a claim is about
   is looked up among the values, summed and compared, within what rounding explains
   (half a unit of the last digit for each number; of whole numbers of what is counted
   one by one, nothing). Nothing is compared in a file with errors.

   A group's claim (东部) that is no sum of the rows beside it waits in `claimed_groups`
   until all files are read: then the areas of the group are summed. */
#ifndef NQI_INGEST_CLAIMS_H
#define NQI_INGEST_CLAIMS_H

#include "dataset/dataset.h"

enum claim_kind {
    CLAIM_NONE,
    CLAIM_TOTAL, /* 合计: of all rows of the file, or of those since the last one */
    CLAIM_SUBTOTAL, /* 小计: of the rows above it up to the last one, or below it */
    CLAIM_GROUP,    /* 东部地区: of the areas of that group, or as a subtotal */
    CLAIM_REST,     /* a row left out that totals may count, or not: no claim */
};

/* What differs among the rows that are summed. */
enum claim_over { CLAIM_OVER_AREAS, CLAIM_OVER_INDICATORS, CLAIM_OVER_ITEMS };

struct claim {
    enum claim_kind kind;
    enum claim_over over;
    uint32_t dimension; /* of CLAIM_OVER_ITEMS */
    struct place place; /* of the number, its texts alive until it is given */
    struct str name;    /* 合计, as the file has it */
    bool given; /* its number is also the value of an area, which the profile names */
};

/* What a name of totals claims: 合计, 小计 or, for 未分组, nothing. */
enum claim_kind claim_kind_of(struct str name, struct arena *scratch);

/* Of one file. */
struct claims;

/* Groups that are compared when all files have been read. */
struct claimed_groups;

/* `alone`: each key has one value; else nothing is compared, for what was read is not
   what stands in the file. */
struct claims *claims_open(const struct dataset *ds, bool alone);
void claims_close(struct claims *claims);
/* A value that was read; `known`: it is a plain number. `column`: as in source_cell. */
void claims_value(struct claims *claims, const struct observation *o, bool known);
/* A claim, or what is left out, with its number in *o. */
void claims_add(struct claims *claims, const struct claim *claim,
                const struct observation *o, bool known);
/* A total row of which nothing could be told that it sums: a note, if no other cell of
   the row is compared. */
void claims_vague(struct claims *claims, const struct claim *claim, size_t line);
bool claims_any(const struct claims *claims);
/* From now on only those values are kept that a claim is about: for who gives all
   values of a file after its claims. */
void claims_seek(struct claims *claims);
/* Compares, and reports in the order of the file. `groups` may be NULL: then no group
   is compared. */
void claims_check(struct claims *claims, struct claimed_groups *groups,
                  struct diag *diag);

struct claimed_groups *claimed_groups_open(struct arena *arena);
/* How many wait, and back to so many: where a file is read anew. NULL holds none. */
size_t claimed_groups_count(const struct claimed_groups *groups);
void claimed_groups_cut(struct claimed_groups *groups, size_t count);
void claimed_groups_check(struct claimed_groups *groups, const struct dataset *ds,
                          struct diag *diag);

/* Whole numbers of it are exact: it is counted one by one, and no average nor estimate
   by its name. */
bool claims_is_counted(const struct indicator *indicator);

/* Of the number in *o. */
void claimed_groups_add(struct claimed_groups *groups, const struct claim *claim,
                        const struct observation *o);

#endif
