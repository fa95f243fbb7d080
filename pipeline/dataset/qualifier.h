/* The words and signs by which data say that a number is about, more than, less than or
   as much as it says. Nothing here allocates or fails. */
#ifndef NQI_DATASET_QUALIFIER_H
#define NQI_DATASET_QUALIFIER_H

#include "base/str.h"
#include "dataset/dataset.h"

/* Takes such a word off a text, with the spaces beside it: before the number (约3万家),
   between it and its unit (3万多家), or behind all (3万家以上), which leaves something.
   QUALIFIER_NONE if there is none. */
enum qualifier qualifier_take_before(struct str *text);
enum qualifier qualifier_take_within(struct str *text);
enum qualifier qualifier_take_behind(struct str *text);
/* What a text says that stands apart from its number (超, 以上, 约): by its first word,
   of any of the three places. */
enum qualifier qualifier_named(struct str text);
/* On which side of the number the value lies: 1 above it (超), −1 below it (不足), else
 * 0.
 */
int qualifier_bound(enum qualifier qualifier);

#endif
