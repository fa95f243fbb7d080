/* Files that are no CSV, known by their first bytes whatever they are called: a
   workbook saved as t.csv, a page that a server sent in place of a file. */
#ifndef NQI_INGEST_FOREIGN_H
#define NQI_INGEST_FOREIGN_H

#include "base/diag.h"

enum { FOREIGN_BYTES = 1 << 16 }; /* of a file's beginning that are looked at */

/* What the file is, with an article, and what to do about it: English keys of
   diag_words(). */
struct foreign {
    const char *what, *remedy;
};

/* NULL if nothing speaks against text with separators. Of `bytes` only the first
   FOREIGN_BYTES count; `path` decides between kinds that begin alike. */
const struct foreign *foreign_find(struct str bytes, struct str path);
/* Reports such a file as an error; false if it is one. With `any_text` a text without
   separators is taken: they are declared, or its lines are all that is wanted. */
bool foreign_refuse(struct str bytes, struct str path, bool any_text,
                    struct diag *diag);

#endif
