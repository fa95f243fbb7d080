/* The files that a source names: one path, or a pattern with * or {period},
   {indicator}, {area} in its last part. */
#ifndef NQI_INGEST_PATTERN_H
#define NQI_INGEST_PATTERN_H

#include "dataset/dataset.h"
#include "dataset/profile.h"

struct pattern_match {
    struct str path;                    /* NUL-terminated, in the arena */
    struct str period, indicator, area; /* what stands for {…}, or empty */
};

/* In byte order of the names; the project's dictionaries (input/areas.csv …) fit no
   pattern. No match is an error, or a note if the source is
   optional (true, with no matches). */
bool pattern_expand(int dir, const struct source_profile *profile, struct arena *arena,
                    struct diag *diag, struct pattern_match **out, size_t *count);
/* True if `name` fits; *m gets the parts. */
bool pattern_fits(struct str pattern, struct str name, struct pattern_match *m);
/* What stands before its last slash, or empty. */
struct str pattern_folder(struct str pattern);

#endif
