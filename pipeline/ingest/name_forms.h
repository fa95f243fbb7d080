/* The forms in which offices write a name besides itself: numbered in a list, with its
   unit behind it, in two languages. Results borrow where
   nothing else is said. */
#ifndef NQI_INGEST_NAME_FORMS_H
#define NQI_INGEST_NAME_FORMS_H

#include "base/arena.h"
#include "base/bilingual.h"
#include "dataset/profile.h"

/* The form in which names are compared: that of clean_key(), with dashes of all kinds
   (15—64岁) as one. In the arena. */
struct str name_key(struct str name, struct arena *arena);
/* Without the number of a list before it (一、 1. 2、 （三）); all of it if there is
 * none. */
struct str name_number_off(struct str text);
/* The same, and without what marks a part of the whole before that (其中：, #). */
struct str name_part_off(struct str text);
/* Splits "名称(单位)": false if the last brackets hold no unit. */
bool name_split_unit(struct str text, struct str *name, struct str *unit);
/* The forms in which an indicator is looked for, and the unit that each has behind it,
   in the words of the profile, or that was cut off. */
struct name_forms {
    struct str names[4], units[4];
    size_t count;
};
struct name_forms name_forms_of(struct str text, const struct source_profile *profile);
/* False for a text of two languages whose English says more than its Chinese: 证书数 of
   which CCC, 北京 urban. */
bool name_is_translated(struct str text, struct bilingual *halves);
/* True if both have a word of four letters or more in common; of a name that is not
   known if the text has such a word, and not in capitals (ISO, CCC). */
bool name_shares_word(struct str english, struct str name);

#endif
