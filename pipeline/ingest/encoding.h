/* Bytes of unknown encoding → UTF-8. A byte order mark or a declaration decides;
   else strict UTF-8, else GB18030, which is a guess. Never a replacement character: a
   byte that cannot be decoded, text that was decoded wrongly by somebody before, and
   text that could be two things are errors with line and column. */
#ifndef NQI_INGEST_ENCODING_H
#define NQI_INGEST_ENCODING_H

#include "base/arena.h"
#include "base/diag.h"

struct encoding {
    const char *name; /* as ICU's converters are called */
    bool guessed;     /* nothing in the file or its profile says so */
};

/* `declared` is an ICU converter name, or empty to find it out. `text` borrows
   from `bytes` where nothing changes, else it is in `arena`. */
bool encoding_decode(struct str bytes, struct str declared, struct str path,
                     struct arena *arena, struct diag *diag, struct str *text,
                     struct encoding *found);
/* For bytes that would be guessed to be GB18030: the encoding that they rather look
   like, or NULL. */
const char *encoding_suspect(struct str bytes);
/* The same of bytes without a mark that are no UTF-8. */
const char *encoding_other(struct str bytes);
/* Reports text that was damaged before it came here: mojibake, lost bytes. */
bool encoding_is_sound(struct str text, struct str path, struct diag *diag);
/* The place of byte `at` of a decoded text: line, and as column the cell. */
struct place encoding_place(struct str text, size_t at, struct str path,
                            struct arena *arena);

#endif
