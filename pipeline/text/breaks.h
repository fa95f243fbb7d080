/* Where a line may end: ICU's line breaks (UAX #14, strict), less those that
   Chinese statistical prose forbids. A number is never parted from its sign, its
   unit or %, 第3位 and 1—9月 stay whole, so do C++, —— and ……; no closing mark
   starts a line, no opening mark ends one. */
#ifndef NQI_TEXT_BREAKS_H
#define NQI_TEXT_BREAKS_H

#include "base/arena.h"
#include "base/diag.h"

struct breaker;

/* NULL after reporting that ICU has no line break data. */
struct breaker *breaker_open(struct diag *diag);
void breaker_close(struct breaker *breaker);
/* For each byte of the text 1 if a line may start there; bytes inside a character
   and byte 0 are 0. In the arena. */
uint8_t *breaks_find(struct breaker *breaker, struct str text, struct arena *arena);
/* The same for what is better not divided within a word, as cells of tables and titles:
   BREAK_BETWEEN between ICU's words, a word of one character kept with its neighbour
   (注册 计量师). Where the width does not hold the piece between two of these it may be
   divided at BREAK_INSIDE, between the words inside brackets and the parts of a date,
   and where it does not hold a word at BREAK_WITHIN. */
enum { BREAK_WITHIN = 1, BREAK_INSIDE, BREAK_BETWEEN, BREAK_LEVELS };
uint8_t *breaks_between_words(struct breaker *breaker, struct str text,
                              struct arena *arena);
/* Where the bracket starts that ends the text (（%）), or the text's length. */
size_t breaks_last_bracket(struct str text, struct arena *arena);

#endif
