/* The one gate for comparisons: whether two values may be compared, and why not.
   Growth, averages, multiples, shares, contributions, changes of rank and charts ask
   it; nothing has a rule of its own. */
#ifndef NQI_SCRIPT_COMPARISON_H
#define NQI_SCRIPT_COMPARISON_H

#include "script/figure.h"

/* What is made of the two. */
enum comparison {
    COMPARE_DIFFERENCE, /* now − before, of one series: 提高0.5个百分点, a change of
                           rank */
    COMPARE_GROWTH,     /* now ÷ before, of one series: 增长5.2% */
    COMPARE_SIZE,       /* one ÷ another: 是西藏的2.3倍 */
    COMPARE_PART,       /* a part ÷ its whole: 占全国的5.2% */
    COMPARE_MEAN /* one against a mean: 比平均水平高1.2%, a rate 高1.2个百分点 */
};

/* REASON_NONE if the figures at stack indices `now` and `before` (the one that is
   compared with) may be compared so; else the first of these that holds:
   - what is missing in `now`;
   - RULE: text, which has no number; of GROWTH an indicator whose rule of growth is not
     the ratio of two values; of SIZE and MEAN a rank and an index of 上年=100; of SIZE
     a rate of growth; of MEAN what adds up and is of an area that has that of `now`,
     since a total is no mean;
   - KIND: periods of another kind;
   - DEFINITION, of DIFFERENCE and GROWTH: another indicator or items; of GROWTH another
     area; of SIZE and MEAN a rate in % or ‰ and what is of another indicator; of SIZE
     and PART other places or indicators in other periods; of MEAN other periods;
   - BREAK: a new definition between the periods, of the indicator or of one that a
     figure was computed of (script/breaks.h);
   - PERIOD, of GROWTH: a base that is not earlier; of what is no stock, within a year,
     one that is neither the same part of an earlier year nor the period before;
   - what is missing in `before`: SUPPRESSED, INCOMPLETE, else PERIOD;
   - UNIT: units that do not fit;
   - RULE, of GROWTH: a rate that is no value of the data, which grows by points;
   - BASE, but of DIFFERENCE, and of rates of MEAN: a base that is zero or negative;
   - NEGLIGIBLE, the same: one of less than the smallest unit, which stands as 0;
   - NEGATIVE, the same: a number below zero, which is no multiple, part or percentage
     of one above;
   - EXCESS, of PART: a part that is larger than its whole. */
enum figure_reason comparison_refused(lua_State *L, int now, int before,
                                      enum comparison comparison);
/* What is worked out of two figures. */
enum parting { PARTING_SUM, PARTING_DIFFERENCE, PARTING_RATIO };
/* REASON_NONE if the two may be added, subtracted or divided; else:
   - BREAK: a new definition between what the two are made of, of one indicator;
   - KIND, of one series and periods of another kind: of a sum if one holds the other,
     since 2023 has what January to September 2023 have; of a difference of flows if
   none does, since the half of a year less nine months of another is nothing. */
enum figure_reason comparison_parted(lua_State *L, int a, int b, enum parting parting);
/* The same for figures that stand side by side or are put in an order: BREAK or KIND as
   COMPARE_SIZE has them, else NONE. */
enum figure_reason comparison_apart(lua_State *L, int a, int b);
/* Whether growth of the indicator from one value of the data to another, both of one
   series and area, is their ratio or difference and the gate has nothing against it:
   for whoever has no figures of them. False says nothing. */
bool comparison_is_plain(const struct dataset *ds, const struct observation *now,
                         const struct observation *before);

/* [-3, +1, e] comparison(now, before, "growth"): nil if they may be compared so, else
   the reason, as a missing figure has it. "order": comparison_apart(). */
int comparison_function(lua_State *L);

#endif
