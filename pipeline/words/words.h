/* The words of the project, from the PO files of this folder, compiled in. */
#ifndef NQI_WORDS_WORDS_H
#define NQI_WORDS_WORDS_H

#include "base/catalogue.h"

struct arena;
struct buf;

/* What nqi says to its user, by the key --lang takes: an empty catalogue for "en",
   whose words stand in the code; zh.po for "zh". False if there is no such language. */
bool words_messages(struct str language, struct catalogue *out);

/* What reports print, by the tag of their language ("zh-CN", "en"; case does not
   matter): vocabulary.TAG.po. False if there is no such vocabulary. The empty tag is
   the first language, zh-CN, and so is a catalogue without bytes below. */
bool words_vocabulary(struct str language, struct catalogue *out);
/* The languages that there is a vocabulary for, joined by ", "; in the arena. */
struct str words_languages(struct arena *arena);

/* Whether these words are Chinese, of whatever country or script. */
bool words_is_chinese(struct catalogue words);
/* A number as Chinese counts: 零, 十二, 一百零三, 一百一十; digits beyond
   WORDS_HAN_MAX. In the arena. (〇 is a digit among digits, as in 二〇二三年, and
   counts nothing.) */
struct str words_han(size_t n, struct arena *arena);
#define WORDS_HAN_MAX ((size_t)9999)

/* The text of a key, as it stands. An unknown key is its own text: a test finds it. */
struct str words_text(struct catalogue vocabulary, const char *key);
/* False if the vocabulary does not have the key. */
bool words_known(struct catalogue vocabulary, const char *key);

/* The next {name} of a text, from *at on; false at the end. A text may ask for the
   form that goes with a number, {name|item|items}: the first if it is one, as it is
   printed (1, 1.00), else the second; of four forms, {name|st|nd|rd|th}, the one that
   makes an English ordinal. */
bool words_next_name(struct str text, size_t *at, struct str *name);
/* What makes an ordinal of a number in digits: st, nd, rd or th. */
struct str words_ordinal(struct str number);

struct words_value {
    const char *name;
    struct str text;
};
/* The text with each {name} replaced; one that has no value stays. */
void words_put(struct catalogue vocabulary, const char *key,
               const struct words_value *values, size_t count, struct buf *out);
/* The same of a text that is not in the vocabulary. */
void words_put_text(struct str text, const struct words_value *values, size_t count,
                    struct buf *out);
/* As words_put(), in the arena. */
struct str words_fill(struct catalogue vocabulary, const char *key,
                      const struct words_value *values, size_t count,
                      struct arena *arena);
/* A unit of measure as it stands behind this number, or by itself if `number` is empty:
   the words of the whole of it, else of its multiplier and the rest, or of the parts
   around "/"; as it is where there are none, or more than eight parts. Borrowed, or in
   the arena. */
struct str words_unit(struct catalogue vocabulary, struct str unit, struct str number,
                      struct arena *arena);
/* False if the unit would stay as the data write it, in a language that it is not in:
   not in ASCII, nor of the first language. */
bool words_has_unit(struct catalogue vocabulary, struct str unit, struct arena *arena);
/* A region of a scheme, by the name that areas.csv gives it: its words, else the name.
 */
struct str words_region(struct catalogue vocabulary, struct str name);
/* True if the text is one of the lines of this key, in any language. */
bool words_listed(const char *key, struct str text);
/* One of the forms of a word: words_text(v, "period.month.9") for ("period.month", 9).
 */
struct str words_form(struct catalogue vocabulary, const char *key, unsigned form);

#endif
