/* Aggregations that compare units with each other. `columns` are `count` arrays of
   `units` numbers, more is better, missing is NaN; weights are not negative. */
#ifndef NQI_STATS_COMPARE_H
#define NQI_STATS_COMPARE_H

#include <stddef.h>

/* Copeland's rule (1951): for each pair of units the weights of the columns in which
   the one is ahead against those in which the other is; the score is pairs won less
   pairs lost. Values count as equal if they agree to 12 significant digits, and a
   pair is even if the weights differ by less than 1e-12 of their sum, so that
   0.1 + 0.2 against 0.3 is a draw. A column missing for one of a pair does not
   count in it; a unit without any value gets NaN. `scratch` holds
   count × units numbers. */
void compare_copeland(const double *const *columns, size_t count, size_t units,
                      const double *weights, double *scratch, double *scores);

enum compare_scaling { COMPARE_VECTOR, COMPARE_MIN_MAX, COMPARE_NONE };
enum compare_weighting { COMPARE_IN_MATRIX, COMPARE_IN_DISTANCE };

/* TOPSIS (Hwang and Yoon 1981): distance to the ideal and to the anti-ideal unit;
   the score is closeness, in [0, 1]. Weights are divided by their sum. With
   IN_MATRIX they multiply the scaled values, with IN_DISTANCE the squared
   differences. `smaller` marks columns where less is better (NULL: none). A unit
   with any missing value gets NaN; where all units are alike, the score is NaN.
   `scratch` holds 2 × units numbers: on return D+ and D−. `ideal` (2 × count, may be
   NULL) receives the ideal and anti-ideal points. */
void compare_topsis(const double *const *columns, size_t count, size_t units,
                    const double *weights, const unsigned char *smaller,
                    enum compare_scaling scaling, enum compare_weighting weighting,
                    double *scratch, double *ideal, double *scores);

#endif
