/* nqi sniff: what is found out of a file (sniff.c), and the profile that is written
   from it and tried (sniff_profile.c). */
#ifndef NQI_INGEST_SNIFF_H
#define NQI_INGEST_SNIFF_H

#include "ingest/encoding.h"
#include "ingest/layouts.h"
#include "ingest/sniff_export.h"

enum { SNIFF_SYMBOLS_MAX = 200 };

struct sniffer {
    const struct dataset *ds;
    const struct names *areas, *indicators;
    struct arena *arena;
    struct diag *diag;
    struct source_profile profile;
    struct encoding encoding;
    struct sheet sheet;
    struct table table;
    struct tally *tallies;     /* per column: its cells */
    enum role *usual;          /* per column: by its head, or ROLE_SKIP */
    size_t indicator_capacity; /* of the profile's indicators */
    struct str symbols[SNIFF_SYMBOLS_MAX];
    size_t symbol_count;
    struct str level;                  /* of all areas in the rows, or empty */
    struct str comma, point, doubtful; /* a number that proves the mark, or none does */
    struct export_rows form;           /* if the format has a name */
    struct unknown rows;               /* for the dictionaries */
    struct buf *out;
};

/* Whether the project, or the reader, knows the text as that. */
bool sniff_is_area(struct sniffer *s, struct str text, uint32_t *id);
bool sniff_is_indicator(struct sniffer *s, struct str text);
bool sniff_is_period(struct sniffer *s, struct str text);
/* 同比增长（%） beside periods, in a table whose rows are indicators: with each row it
   is an indicator of its own. */
bool sniff_is_crossing(struct sniffer *s, size_t column);
/* Writes the profile of the file with the rows that the dictionaries need, and what
   reading by all that gave; `why` says what the layout rests on. */
void sniff_put_profile(struct sniffer *s, int dir, struct str path, const char *why);

#endif
