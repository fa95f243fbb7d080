/* A CFF table cut down to some glyphs, for PDF: always CID-keyed, CID n is the n-th
   glyph asked for, subroutines written out, hints left out. Several times faster
   than a general subsetter, which has to keep a font usable; what is unusual (a
   Type 1 charstring, an accent by seac) it declines, and the general one does it.
   Adobe Technical Notes 5176 (CFF) and 5177 (Type 2 charstrings). */
#ifndef NQI_TEXT_CFF_H
#define NQI_TEXT_CFF_H

#include "base/arena.h"
#include "base/buf.h"

/* What a subset holds of some glyphs, made once for all subsets of a table: a process
   that has inherited it need not look for them in the font. Lives in the arena. */
struct cff_programs;
/* NULL if it declines the table; glyphs that it declines are not among them. */
struct cff_programs *cff_programs_open(struct str table, const uint16_t *glyphs,
                                       size_t count, struct arena *arena);

/* `known` are of this table, or NULL: they change no byte. False if it declines; `out`
   is then to be thrown away. */
bool cff_subset(struct str table, const char *name, const uint16_t *glyphs,
                size_t count, const struct cff_programs *known, struct buf *out);
/* The CID of a glyph in a CID-keyed table, or the glyph itself. */
unsigned cff_cid(struct str table, unsigned glyph);

#endif
