/* What the numbers that a claim is about come to, exactly, and whether the claim is
   their sum. Nothing here allocates. */
#ifndef NQI_INGEST_CLAIM_SUMS_H
#define NQI_INGEST_CLAIM_SUMS_H

#include "base/decimal.h"

/* In units of 10^−CLAIM_DECIMALS. */
enum { CLAIM_DECIMALS = 13 };
__extension__ typedef __int128 claim_number;

struct claim_sum {
    claim_number sum, slack;
    size_t count;
    int decimals;  /* the most that one of them has */
    bool unknown;  /* one of them is no plain number */
    bool rounded;  /* one of them is not printed to the ones, or more exactly */
    bool any_unit; /* one of them is not a multiple of five: nobody rounded to that */
};

/* False if it has too many digits. */
bool claim_number_of(struct decimal d, claim_number *out, claim_number *slack);
void claim_sum_add(struct claim_sum *sum, bool known, struct decimal d);
/* Both together. */
struct claim_sum claim_sum_with(struct claim_sum a, const struct claim_sum *b);
/* Half a unit of the last digit of each number explains a gap; of things that are
   `counted`, all of which are printed as whole numbers, nothing does. */
bool claim_sum_fits(const struct claim_sum *sum, struct decimal value, bool counted);
/* The sum, with the decimals that it or `value` has. */
void claim_sum_print(const struct claim_sum *sum, struct decimal value,
                     struct buf *out);

/* What is summed: rows beside others; rows that lie in one of these, or hold them all;
   rows that were left out, which the total may count or not. */
struct claim_run {
    struct claim_sum parts, aside, rest;
    struct decimal first_value;
    const void *first, *last; /* of parts and those aside: the caller's */
};

enum claim_set { CLAIM_PARTS, CLAIM_ASIDE, CLAIM_LEFT_OUT };

enum claim_verdict {
    VERDICT_OPEN,
    VERDICT_FITS,
    VERDICT_WRONG,
    VERDICT_UNKNOWN, /* a number is missing */
    VERDICT_ALONE,   /* there is nothing to sum */
    VERDICT_GROUP,   /* to be compared when all files are read */
};

/* The caller keeps `first`, with its value, and `last`. */
void claim_run_add(struct claim_run *run, enum claim_set set, bool known,
                   struct decimal value);
/* Of at least so many numbers, which may be of things that are counted. */
enum claim_verdict claim_run_judge(const struct claim_run *run, struct decimal value,
                                   size_t least, bool counted);
/* What was summed, for the message. */
const struct claim_sum *claim_run_shown(const struct claim_run *run);

#endif
