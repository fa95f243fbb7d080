/* nqi sniff for a file in a format by name: what the dictionaries and the profile need
   before the format can read it. */
#ifndef NQI_INGEST_SNIFF_EXPORT_H
#define NQI_INGEST_SNIFF_EXPORT_H

#include "ingest/exports.h"
#include "ingest/sniff_rows.h"

/* Lives in the arena that it was made in. */
struct export_rows {
    struct unknown unknown;
    struct profile_pair *columns; /* to be declared: several keys of one indicator */
    size_t column_count;
    bool needs_area, needs_indicator; /* nothing in the file says it */
    struct str indicator;             /* then: the code that is proposed */
    const struct str *notes;          /* below the table */
    size_t note_count;
};

/* Takes the form of the file by profile->format, quietly. False if there is no table.
 */
bool sniff_export(const struct dataset *ds, const struct source_profile *profile,
                  struct str text, struct arena *arena, struct export_rows *out);

#endif
