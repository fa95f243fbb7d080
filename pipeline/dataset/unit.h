/* Units of measure: which names mean the same, and the exact factors between
   them. A unit is a multiplier (万, 亿, 百万 …) before a base (元, 家, 吨 …).
   Currencies never convert into each other, and 百分点 is not %: that needs a
   rate or a reading, so it is refused. An unknown base equals only itself. Blanks
   within a name count for nothing (万 元), nor does 人民币 before 元 with its
   multiplier. */
#ifndef NQI_DATASET_UNIT_H
#define NQI_DATASET_UNIT_H

#include "base/decimal.h"
#include "base/str.h"

/* One `from` = numerator / denominator × 10^power `to`. */
struct unit_factor {
    int64_t numerator, denominator; /* both positive, lowest terms */
    int power;
};

/* False if the two do not measure the same. An empty unit equals only itself. */
bool unit_convertible(struct str from, struct str to, struct unit_factor *out);
/* True if both names mean one unit: 户 and 家, % and ％. */
bool unit_equal(struct str a, struct str b);
/* True if the registry knows the base, in Chinese or English (10,000 persons): a name
   in brackets is then a unit. One letter (t) is none by itself. */
bool unit_known(struct str unit);
/* True for what counts nothing in particular: 万, thousands. */
bool unit_is_multiplier(struct str unit);
/* The power of ten before the base: 万张 4, thousand tonnes 3, 公里 0. */
int unit_scale(struct str unit);
/* True for units that are other words as well where they stand in brackets or alone:
   进度表（月） says how often it comes. */
bool unit_is_word(struct str unit);
/* True if the two are equal, or `unit` only multiplies what `of` counts: 万家 of 家, %
   of 比例. */
bool unit_refines(struct str unit, struct str of);
/* True for units of what comes one by one, without a multiplier: 张, 家, but not 万人
   nor 元. */
bool unit_is_counted(struct str unit);
/* True for units of land: 公顷, 万平方公里, sq km. */
bool unit_is_area(struct str unit);
/* True for what stands where there is none: nothing, -, —, /, 无. */
bool unit_says_nothing(struct str unit);
/* The next unit of a list such as 家、亿元; *at begins at 0. False at its end. */
bool unit_list_next(struct str list, size_t *at, struct str *unit);
/* True if one unit of a list is one of the other, or has the multiplier that alone is
   the other: 千人 and thousands. */
bool unit_list_share(struct str a, struct str b);
/* True if every unit of the list is known. */
bool unit_list_known(struct str list);
/* `value` of `from` in `to`, exactly; false if the units do not convert or the
   result is no decimal of 18 digits (亩 in 公顷). */
bool unit_convert(struct decimal value, struct str from, struct str to,
                  struct decimal *out);
/* What two values of the unit differ by: 百分点 for %, 千分点 for ‰, else the same
 * unit. */
struct str unit_of_difference(struct str unit);
/* The name of a unit in which only differences are given (百分点 for 百分点, 个百分点
   and pp); empty for any other unit. */
struct str unit_points(struct str unit);
/* The power of ten of the multiplier that `s` starts with (万 4, 百万 6), and its
   length in bytes; 0 and 0 if there is none, or `s` is a unit by itself (百分点). */
int unit_multiplier(struct str s, size_t *length);

#endif
