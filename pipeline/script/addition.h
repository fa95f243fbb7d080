/* What of the data may be added up, by the contract of the dictionary: no value twice,
   no stock of one time and another, no rate. Figures that were computed are their
   script's matter, but for rates of growth. */
#ifndef NQI_SCRIPT_ADDITION_H
#define NQI_SCRIPT_ADDITION_H

#include "script/common.h"
#include "script/figure.h"

/* Raises if the figures at stack indices a and b may not be added: values of the data,
   in whatever unit, that
   - have something in common: an area and one in it, an item and its parent or one of
     another dimension, an indicator and its parent, in one period;
   - are of an indicator that does not add up (its aggregation is not sum);
   - are a stock at two times, or flows of two areas in two periods;
   or two rates of growth in %. */
void addition_check(lua_State *L, int a, int b);
/* Raises if an area of the set lies in another one of it. */
void addition_check_set(lua_State *L, const struct area_set *set);

/* [-1, +1, e] kernel.check_sum(list): the same of any two figures of the list; nil if
   f + g of them would give a sum, else the reason why not (script/comparison.h) */
int addition_function(lua_State *L);

#endif
