/* Expansion: runs a compiled template in the sandbox's environment. Its text and
   values become Markdown, its blocks objects, each with a mark in the Markdown. */
#ifndef NQI_COMPOSE_EXPAND_H
#define NQI_COMPOSE_EXPAND_H

#include "compose/parts.h"
#include "compose/templates.h"

/* Appends to c->text and c->lines. False after reporting; c->failed is then set. */
bool expand_template(struct template_set *set, struct template *template,
                     struct composition *c);
/* The plain text of a title, in c's arena. */
bool expand_words(struct template_set *set, struct template *template,
                  struct composition *c, struct str *out);

#endif
