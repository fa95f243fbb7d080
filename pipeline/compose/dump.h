/* A compiled template, and what it includes, as text: for nqi dump template. */
#ifndef NQI_COMPOSE_DUMP_H
#define NQI_COMPOSE_DUMP_H

#include "base/buf.h"
#include "compose/templates.h"

/* The most templates that are shown of one report. */
#define DUMP_TEMPLATES 256

/* It must be compiled. Appends to `out`. */
void dump_template(const struct template *template, struct buf *out);

#endif
