/* New definitions: which indicators that two figures were made of changed theirs
   between the periods that they were made of. */
#ifndef NQI_SCRIPT_BREAKS_H
#define NQI_SCRIPT_BREAKS_H

#include "script/figure.h"

/* Whether the definition of an indicator changed between the figures at stack indices
   `now` and `before`: of their own or, where a figure was computed of several
   indicators or periods, of those; and of the numerator and denominator of a ratio. */
bool breaks_between(lua_State *L, int now, int before);

/* Whether the definition of the indicator, or of what it is the ratio of, changed
   between the two periods. */
bool breaks_of(const struct dataset *ds, uint32_t indicator, struct period from,
               struct period to);

/* [-1|2, +1, e] kernel.breaks(now, before): a list of these indicators.
   kernel.breaks(figure): of what it was made of itself, such as a growth that was
   refused. */
int breaks_function(lua_State *L);

#endif
