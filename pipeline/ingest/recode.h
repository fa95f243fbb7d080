/* A long file whose bytes cannot be cut into rows as they stand → UTF-8 with the usual
   quotes, piece after piece: UTF-32 and other encodings in which a byte may be
   anything, quotes of another kind, marks before them. Line breaks stay where they are.
 */
#ifndef NQI_INGEST_RECODE_H
#define NQI_INGEST_RECODE_H

#include "base/buf.h"

struct recode_form {
    const char *encoding; /* as ICU's converters are called; NULL: nothing is recoded */
    size_t skip;          /* bytes of a mark before the text */
    struct str quote, escape, separator; /* as for quotes_usual() */
    bool sound; /* a quote that closes no cell is not taken for what it seems to be */
};

/* At most so many times the bytes come out: three of UTF-8 for one, each of them a
   quote that is written twice. */
enum { RECODE_GROWTH_MAX = 9 };

struct recode;

/* Borrows the texts of the form. */
struct recode *recode_open(const struct recode_form *form);
void recode_close(struct recode *recode);
/* Adds to `out` what is settled by these bytes and those before. False if one of them
   has no meaning, a quote has none, or a cell is too long to wait for its end. */
bool recode_add(struct recode *recode, struct str bytes, bool last, struct buf *out);

#endif
