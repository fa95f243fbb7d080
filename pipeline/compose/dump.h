/* A compiled template, and what it includes, as text: for nqi dump template. */
#ifndef NQI_COMPOSE_DUMP_H
#define NQI_COMPOSE_DUMP_H

#include "base/buf.h"
#include "compose/templates.h"

/* It must be compiled. Appends to `out`; the arena holds what was seen. */
void dump_template(const struct template *template, struct arena *arena,
                   struct buf *out);

#endif
