/* Tables of kinds: chart kinds, template blocks, layouts of CSV files, formats. Each
   entry is a struct of its table that begins with a struct kind; a table is an array
   of these, ended by NULL, in the order in which the kinds are told. What the program
   knows of a kind stands in its entry, and everything else reads the table.

   A table is one list in a header, of which declarations and array are made:

     #define CHART_KINDS(KIND) \
         KIND(bars)            \
         KIND(lines)

   An entry that nobody defined does not link. tests/unit/kinds_test.c walks all
   tables. Entries are constants. */
#ifndef NQI_BASE_KIND_H
#define NQI_BASE_KIND_H

#include "base/buf.h"
#include "base/str.h"

/* In each language of messages, so that a new kind needs no other file. */
struct kind {
    const char *name; /* as it is written in Lua, in a template, as an option */
    const char *english, *chinese; /* what it is, in a few words, for lists */
};

/* The entry of this name, or NULL. */
const struct kind *kind_find(const struct kind *const *table, struct str name);
size_t kind_count(const struct kind *const *table);
/* Its place in the table, for a kind that is in it. */
size_t kind_index(const struct kind *const *table, const struct kind *kind);
/* All names, with `between` two of them: "bars, lines, tiles". */
void kind_list(const struct kind *const *table, const char *between, struct buf *out);

#endif
