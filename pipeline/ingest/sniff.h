/* nqi sniff: what is found out of a file (sniff.c) and its columns (sniff_columns.c),
   and the profile that is written from it (sniff_profile.c) and tried
   (sniff_trial.c). */
#ifndef NQI_INGEST_SNIFF_H
#define NQI_INGEST_SNIFF_H

#include "ingest/doubt.h"
#include "ingest/encoding.h"
#include "ingest/layouts.h"
#include "ingest/sniff_export.h"

enum { SNIFF_SYMBOLS_MAX = 200, SAMPLE_ROWS = 500 };

struct sniffer {
    const struct dataset *ds;
    const struct names *areas, *indicators;
    struct arena *arena;
    struct diag *diag;
    struct source_profile profile;
    struct encoding encoding;
    struct sheet sheet;
    struct table table;
    struct tally *tallies; /* per column: its cells */
    enum role *usual;      /* per column: as the reader takes it by its head */
    enum role *roles;      /* the same, and as offices call it: a proposal */
    bool *dimension;       /* per column: the rows differ in it; a new dimension */
    bool lacks_indicator, lacks_period; /* which only the office can say */
    bool heads_dated;                   /* all heads of indicators say their periods */
    bool has_code; /* the names of the rows, where the table begins here, follow a code
                    */
    size_t indicator_capacity; /* of the profile's indicators */
    struct str symbols[SNIFF_SYMBOLS_MAX];
    size_t symbol_count;
    struct str level;                  /* of all areas in the rows, or empty */
    struct doubt codes;                /* among them: BJ, which may be a country's */
    struct str code;                   /* such a one */
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
/* What a column of this head is, as the reader or offices call it, or ROLE_SKIP. */
enum role sniff_role(struct str head, struct arena *arena);
/* What the columns together say of roles that a head alone leaves open. */
void sniff_settle_roles(struct sniffer *s);
/* True if the profile must say the column's role. */
bool sniff_is_said(const struct sniffer *s, size_t column);
/* A head of an indicator that says the period, too: 2022年证书数, Employed 2022, or
   2022年 above 证书数, which the reader takes apart itself. */
struct dated_head {
    struct str name; /* without the period, with its unit */
    struct period period;
    bool levels;
};
bool sniff_dated_head(struct sniffer *s, size_t column, struct dated_head *out);
/* What the rows are, by the layout or, of years beside months, by their own head. */
enum role sniff_rows_are(const struct sniffer *s);
/* True if neither rows nor columns say this key: the profile must. */
bool sniff_must_declare(const struct sniffer *s, enum role key);
/* Finds the columns by which rows of the same keys differ: they become new
   dimensions, with their items. */
void sniff_dimensions(struct sniffer *s);
/* Reads the file by the profile into a dataset of its own, and tells the result. What
   only the office can say is made up for it. */
void sniff_try(struct sniffer *s, int dir);
/* Writes the profile of the file with the rows that the dictionaries need, and what
   reading by all that gave; `why` says what the layout rests on. */
void sniff_put_profile(struct sniffer *s, int dir, struct str path, const char *why);

#endif
