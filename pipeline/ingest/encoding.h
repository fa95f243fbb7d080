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
/* How a long file is read of which `sample` is the beginning, or all: what
   encoding_decode() would find in such bytes. False, without a report, where it would
   report. */
struct encoding_start {
    struct encoding encoding;
    size_t skip;   /* bytes of the mark */
    bool declared; /* by a mark or the profile */
};
bool encoding_begin(struct str sample, struct str declared, struct arena *arena,
                    struct encoding_start *out);

/* encoding_stream.c: pieces of a text, quietly. */

/* In which bytes the separators, quotes and line breaks of a text are found. */
enum encoding_width {
    ENCODING_BYTES, /* below 0x40 every byte is ASCII */
    ENCODING_UNITS, /* UTF-16, either way round */
    ENCODING_OTHER
};
enum encoding_width encoding_width(const char *name, bool *big_endian);
/* Bytes of an encoding that is not UTF-16 → UTF-8 in the arena; false if one of them
   has no meaning. */
bool encoding_piece(struct str bytes, const char *name, struct arena *arena,
                    struct str *text);
/* A short text as bytes of the encoding, without a mark; false if it has none. */
bool encoding_bytes(struct str text, const char *name, struct arena *arena,
                    struct str *bytes);
/* UTF-16 → UTF-8; `out` has room for half as many bytes again. False if it is
   malformed. */
bool encoding_units(struct str bytes, bool big_endian, char *out, size_t *n);
/* True if encoding_decode() would hand out the text as it stands, without a word. */
bool encoding_is_plain(struct str text);

/* For bytes that would be guessed to be GB18030: the encoding that they rather look
   like, or NULL. */
const char *encoding_suspect(struct str bytes);
/* The same of bytes without a mark that are no UTF-8. */
const char *encoding_other(struct str bytes);
/* UTF-16 without a mark, one way round or the other; or NULL. */
const char *encoding_unmarked(struct str bytes);
/* Reports text that was damaged before it came here: mojibake, lost bytes. */
bool encoding_is_sound(struct str text, struct str path, struct diag *diag);
/* The place of byte `at` of a decoded text: line, and as column the cell. */
struct place encoding_place(struct str text, size_t at, struct str path,
                            struct arena *arena);

#endif
