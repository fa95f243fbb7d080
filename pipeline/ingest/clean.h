/* The text of cells: what surrounds it is taken off, and names are brought to
   one form before they are compared. What is printed is always the original. */
#ifndef NQI_INGEST_CLEAN_H
#define NQI_INGEST_CLEAN_H

#include "base/arena.h"

/* Without white space of any kind, zero-width characters and byte order marks at
   both ends. Borrows. */
struct str clean_trim(struct str s);
/* The same, and without the two tricks that keep a spreadsheet from reading a
   number: ="001" and '001. */
struct str clean_cell(struct str s);
/* The form in which names are compared: NFKC, no white space or zero-width
   characters, ASCII in lower case. In `arena`. */
struct str clean_key(struct str s, struct arena *arena);
/* NFKC without white space at the ends (１，７０６ → 1,706); borrows if nothing
   changes. */
struct str clean_width(struct str s, struct arena *arena);
/* At most 80 bytes of it, whole characters: for messages. */
struct str clean_excerpt(struct str s);
bool clean_is_blank(struct str s);
/* True if `cp` is white space, zero-width or a byte order mark. */
bool clean_is_space(uint32_t cp);
/* The parts of a list "a;b；c", trimmed and without empty ones; in `arena`. */
struct str *clean_list(struct str list, struct arena *arena, size_t *count);

/* Whether it begins, or ends, with one of the words; lists of words end with NULL. */
bool clean_starts_any(struct str s, const char *const *words);
bool clean_ends_any(struct str s, const char *const *words);
/* Takes the word off its front, or the first of the words that stands there, with the
   white space behind it. */
bool clean_cut(struct str *s, const char *word);
bool clean_cut_any(struct str *s, const char *const *words);
/* Takes the words off its front, in their order, each as often as it stands there. */
void clean_cut_all(struct str *s, const char *const *words);

#endif
