/* What the places of a file say of the unit, indicator, period and area of its values:
   the entry in sources.lua, the file's name, title and lines above the head, heads,
   rows. Where some are silent the others are believed, in this order: what stands
   nearest to the value, the entry, {…} in the file name, the lines above the head, the
   title. Where two disagree nothing is believed: evidence_settle() reports both. All of
   it lives in the scratch arena of its file. */
#ifndef NQI_INGEST_EVIDENCE_H
#define NQI_INGEST_EVIDENCE_H

#include "dataset/period_set.h"
#include "ingest/rows.h"
#include "ingest/title.h"

struct note_unit;

/* Of one place, on one fact. */
struct testimony {
    enum belief_fact fact;
    enum belief_witness witness;
    struct place place;
    struct str key;  /* of a line above the head: 指标 */
    struct str text; /* as it stands there; of a unit: it, or a list */
    uint32_t id;     /* of the indicator or area, DATASET_NONE: not known */
    const struct title_period *periods; /* one of them is meant */
    size_t period_count;
    enum period_reading reading;
    struct period_rule rule; /* of an indicator: GDP@ytd, or so by the profile */
    bool passing; /* only named in passing, or a multiplier (in thousands) for a unit:
                     compared, never believed */
    bool distant; /* a unit above other tables: believed, never compared with what this
                     one says itself */
};

/* What the values have, by their columns and rows or by the whole file. */
struct evidence_used {
    enum belief_witness witness;
    struct place place;
};

struct evidence {
    const struct reading_context *context;
    const struct table *table;
    struct str path;
    struct testimony *said; /* of the whole file, in the order of belief */
    size_t said_count, said_capacity;
    struct testimony *units; /* of columns and rows */
    size_t unit_count, unit_capacity;
    bool bare_columns, bare_rows; /* some say no unit */
    struct evidence_used used[BELIEF_FACTS];
    bool *areas, *indicators;  /* by id: whether there are values of it */
    struct period_set periods; /* of values */
    struct period_set bases;   /* from which those of some are derived: 上年同期 */
    struct unit_of {
        struct str unit;        /* of some row; not its own */
        struct place bare;      /* of a row that says none */
    } * units_of;               /* by indicator; NULL: no column of units was read */
    struct testimony cumulated; /* the first row whose name says so, 累计, if any */
    struct testimony part;      /* the first cell that says so; key: its column */
    struct place unit_below;    /* the first line of a unit below rows, if none stands
                                   above    the head; */
    bool unit_between;          /* and rows follow it */
    bool part_is_note;
    bool parts_used;   /* values are of items of dimensions */
    bool parts_differ; /* parts_differ: another cell says another */
    bool lost;         /* a row was told to lose its dimension */
    bool wrong;        /* a column or row contradicts itself */
};

/* evidence_said.c: takes what is said of the whole file. */
struct evidence *evidence_open(const struct reading_context *context,
                               const struct table *table,
                               const struct file_facts *facts);
struct testimony evidence_make(enum belief_fact fact, enum belief_witness witness,
                               struct place place, struct str text);
/* Of a unit that a note gives. */
struct testimony evidence_of_note(const struct evidence *e, const struct note_unit *n);
/* Adds one of the whole file. */
void evidence_say(struct evidence *e, const struct testimony *statement);
/* What is to be believed of the whole file, or NULL. */
const struct testimony *evidence_first(const struct evidence *e, enum belief_fact fact);
/* The unit that a line above the head gives for the whole file, or empty. */
struct str evidence_line_unit(const struct evidence *e);
/* What the heads say, and whether rows will say something. */
void evidence_columns(struct evidence *e, const struct column *columns);
/* A value that was read, and the period of which its own is derived. */
void evidence_value(struct evidence *e, const struct observation *o, uint32_t indicator,
                    struct period base);
/* A row that is read. */
static inline void evidence_row(struct evidence *e, const struct sheet_row *row) {
    e->unit_between |= e->unit_below.line > 0 && row->line > e->unit_below.line;
}
/* A unit that a row says, once for each distinct text at least. */
void evidence_unit(struct evidence *e, struct str unit, struct place place);
/* A row's name says that its values are cumulated, and no rule takes them so. */
void evidence_cumulated(struct evidence *e, uint32_t indicator, struct str name,
                        struct place place);
/* A cell of a column that is not read says that the row's values are of a part. */
void evidence_part(struct evidence *e, const struct column *column, struct str text,
                   struct place place);
/* It was reported of a row that it loses a dimension: the part needs no report. */
void evidence_lost(struct evidence *e);
/* The row says none; its indicator, or DATASET_NONE. */
void evidence_no_unit(struct evidence *e, uint32_t indicator);
/* The same, and the unit that a row's column of units gives its indicator: of both one
   kind of rows would be read in a unit that is not theirs. */
void evidence_unit_of(struct evidence *e, uint32_t indicator, struct str unit,
                      struct place place);
/* After the rows: reports each disagreement, as a note where the profile's trust
   settles it, and writes the beliefs down. False after errors. */
bool evidence_settle(struct evidence *e, const struct column *columns, uint32_t file);

/* What rows say that were read elsewhere, each once. */
struct evidence_of_rows {
    const bool *areas, *indicators, *bare; /* by id; bare: in a row without a unit */
    const struct period *periods, *bases;  /* from which some of them were derived */
    size_t period_count, base_count;
    const struct evidence_unit *units;
    size_t unit_count;
};
struct evidence_unit {
    struct str text;
    struct place place;
};
/* Whether rows without a unit may be beside such of the same indicator that have
   another one than its own. */
bool evidence_units_miss(const struct dataset *ds, const struct evidence_of_rows *rows);
void evidence_elsewhere(struct evidence *e, const struct evidence_of_rows *rows);

/* evidence_check.c: the comparison. */
bool evidence_compare(struct evidence *e, const struct column *columns);
/* Reports that two places disagree; false if that is an error. */
bool evidence_report(const struct evidence *e, const struct testimony *a,
                     const struct testimony *b);
/* The units that the indicators of the values have in indicators.csv. */
struct str evidence_dictionary_units(const struct evidence *e);
/* "the title (line 1)", "the entry (input/sources.lua:12)" */
struct str evidence_name_place(const struct evidence *e, const struct testimony *s);
/* Hands on the error that was reported to `aside`, which it closes: as a note where the
   profile settles it (true), else with a hint. */
bool evidence_hand_on(const struct evidence *e, enum belief_fact fact,
                      struct diag *aside);
/* 2021 … 2023 */
struct str evidence_list_periods(const struct evidence *e);
/* True if the indicator is the one that is said, a part, the rank, share or growth of
   it, or made of it. */
bool evidence_belongs(const struct dataset *ds, uint32_t id, uint32_t said);
/* evidence_units.c: the same of units alone. */
bool evidence_compare_units(struct evidence *e);
/* evidence_kinds.c: the kind of figures that titles and heads promise. */
bool evidence_compare_kinds(struct evidence *e, const struct column *columns);
/* No flow of single months stands below a text that says 累计. */
bool evidence_compare_sums(struct evidence *e, const struct testimony *title);
/* One of the indicators that the file has adds up over time. */
bool evidence_any_flow(const struct evidence *e);
/* False for the name of a rate, a rank or of figures per head, if the indicator is none
   of these and its own name does not say so. */
bool evidence_kind_fits(const struct indicator *indicator, struct str name);
/* evidence_part.c: no values of a part stand for the total. */
bool evidence_compare_part(struct evidence *e);
/* evidence_until.c: no value is of a time after the day up to which the file goes. */
bool evidence_compare_until(struct evidence *e);
/* evidence_notes.c: takes what notes say of the period of all values. */
void evidence_say_notes(struct evidence *e);
/* No value is read otherwise than a note says of its period. */
bool evidence_compare_notes(struct evidence *e);
/* What the values have, as a statement of the place that says so. */
struct testimony evidence_of_values(const struct evidence *e, enum belief_fact fact);

#endif
