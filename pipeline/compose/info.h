/* The info string of a fenced block: ```table id=tbl-rank caption=各省位次. */
#ifndef NQI_COMPOSE_INFO_H
#define NQI_COMPOSE_INFO_H

#include "compose/tags.h"

/* The block that the info string's first word names, or NULL. */
const struct block_kind *info_kind(struct str info);
/* Reads keys and values; a value runs to the next ` key=` that the block knows, so
   a caption may have spaces and equals signs. NULL after reporting. */
struct block *info_read(struct str info, const struct block_kind *kind,
                        struct place place, struct arena *arena, struct diag *diag);
#define INFO_ID_HINT "an id is a Latin letter, then letters, digits, - and _"
/* An id: a letter, then letters, digits, - and _; at most 64. */
bool info_id_is_valid(struct str id);

#endif
