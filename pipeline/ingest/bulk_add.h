/* From the sums of a long file to observations, in the order that the dataset keeps, so
   that nothing is left for it to sort. */
#ifndef NQI_INGEST_BULK_ADD_H
#define NQI_INGEST_BULK_ADD_H

#include "ingest/bulk_names.h"
#include "ingest/bulk_pieces.h"

struct bulk_sums {
    struct sums *sums;
    struct scanner *const *scanners; /* what totals may count besides */
    size_t scanner_count;
    const struct bulk_names *names; /* of their keys */
    const size_t *before;           /* lines above each block */
    const struct bulk_rest *rest;
    struct claims *claims; /* of the rest; NULL: there are none */
    uint32_t file;
    const struct scan_value *values; /* by their numbers in the sums */
    enum sums_again again;
};

/* False if a value has too many digits, a state of its own where a note gives it one,
   or if one that waits in rest->held comes under a key of another one and nothing says
   which of them stands: nothing may be added then. */
bool bulk_add_possible(const struct dataset *ds, const struct bulk_sums *sums,
                       struct arena *arena);
/* Adds all; errors are those of values that other files contradict. */
void bulk_add(const struct reading_context *context, const struct bulk_sums *sums,
              struct arena *arena);

#endif
