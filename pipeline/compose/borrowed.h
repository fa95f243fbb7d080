/* Signs of other markups and template languages that a report does not know: ==x==,
   H~2~O, ${x}, <% %>, ::: note. One table of pairs that enclose something and one of
   signs that a line begins with; compose/lookalike.c tells what is found. */
#ifndef NQI_COMPOSE_BORROWED_H
#define NQI_COMPOSE_BORROWED_H

#include "compose/typed.h"

struct borrowed {
    const char *open, *close;
    /* Behind what opens at byte `at` and is closed, or 0 if it is meant as it stands.
       `behind`: the first `close` of this line behind the opening one, or 0. */
    size_t (*end)(const struct typed_block *block, size_t at, size_t behind);
    const char *message, *hint;
};

/* The first pair from byte *at on, or NULL; *at is then where it opens, *end behind
   it. */
const struct borrowed *borrowed_find(const struct typed_block *block, size_t *at,
                                     size_t *end);
/* What a line that begins so is taken for elsewhere, or NULL. */
const struct borrowed *borrowed_line(struct str line);
/* The same of the first line of a quotation. */
const struct borrowed *borrowed_quotation(struct str line);

#endif
