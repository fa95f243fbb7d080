/* What writers bring along from other template languages and from a Chinese input
   method: found before Lua sees it, and told with what to write here. */
#ifndef NQI_COMPOSE_HABITS_H
#define NQI_COMPOSE_HABITS_H

#include "base/diag.h"
#include "base/str.h"

/* The Lua of one {% %}, without comments: {% endif %}, {% elif x %}, {% set x = 1 %}.
   False after reporting at `place`. */
bool habits_check_statement(struct str code, struct place place, struct diag *diag);
/* The Lua of one {{ }}: {{ x | round }}, {{ end }}, {{ x = 1 }}. */
bool habits_check_value(struct str code, struct place place, struct diag *diag);
/* The length of the signs at byte `at` of a template's text that look like a tag and
   are none: ｛｛, ｝｝, ｛%, {# of a comment. 0: nothing. *tag: what was meant. */
size_t habits_find_tag(struct str text, size_t at, const char **tag);

#endif
