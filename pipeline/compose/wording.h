/* Words about numbers that an editor of a statistics bureau would mark: a rank as 名
   and as 位 in one report, 预警0项, “ranks No. 31”. Looked for in the text of a whole
   report as it is printed, whoever wrote it: a template, a script, the data. A warning
   each, with the line of the template that prints it, and of the script that a function
   wrote it in (compose/origin.h). */
#ifndef NQI_COMPOSE_WORDING_H
#define NQI_COMPOSE_WORDING_H

#include "base/kind.h"
#include "compose/parts.h"

/* What is looked for are patterns: literal text and
     #        a number in digits: 31, 7,514.7
     @        the same with decimals
     &        one of less than 1: 0.8
     (a|b|)   one of these, which are patterns, too
     $        the end of a paragraph, cell or caption
   They begin with text or a number, never with an empty choice. */
struct wording_rule {
    struct kind kind; /* what is wrong */
    bool caption;     /* in captions only */
    bool forms;       /* several ways to say one thing: wrong where a report has more
                         than one of them; the first is the one to keep */
    /* Wrong only in what the template says itself: these words stand in its line. NULL:
       whoever says it. */
    const char *own_words;
    const char *patterns[6];
    const char *wrong, *right; /* an example, which a test runs */
};

/* Every rule, a line each. */
#define WORDING_RULES(RULE)                                                            \
    RULE(ratio_total)                                                                  \
    RULE(missing_amount)                                                               \
    RULE(rank_word)                                                                    \
    RULE(rank_of)                                                                      \
    RULE(rank_among)                                                                   \
    RULE(rate_word)                                                                    \
    RULE(count_word)                                                                   \
    RULE(subject_order)                                                                \
    RULE(areas_form)                                                                   \
    RULE(areas_name)                                                                   \
    RULE(zero_count)                                                                   \
    RULE(signed_change)                                                                \
    RULE(times_less)                                                                   \
    RULE(undeclared)                                                                   \
    RULE(ratio_of_three)                                                               \
    RULE(title_period)                                                                 \
    RULE(reviewed)                                                                     \
    RULE(earlier_year)                                                                 \
    RULE(doubled)                                                                      \
    RULE(ordinal)                                                                      \
    RULE(none)

/* Ended by NULL; each is a struct wording_rule. */
extern const struct kind *const wording_rules[];

/* Looks through the finished document. */
void wording_check(struct composition *c);

#endif
