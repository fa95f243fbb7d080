/* What each column of a table holds: by the profile, else by the layout and the
   column's name. */
#ifndef NQI_INGEST_COLUMNS_H
#define NQI_INGEST_COLUMNS_H

#include "ingest/decimal_mark.h"
#include "ingest/doubt.h"
#include "ingest/periods.h"
#include "ingest/table.h"

enum role {
    ROLE_SKIP,
    ROLE_AREA,
    ROLE_PARENT, /* the area in which that of the row lies */
    ROLE_INDICATOR,
    ROLE_PERIOD,
    ROLE_UNIT,
    ROLE_MULTIPLIER, /* the power of ten by which the number is to be multiplied */
    ROLE_STATUS,
    ROLE_CONFIDENTIALITY, /* a letter of SDMX's CL_CONF_STATUS */
    ROLE_NOTE,
    ROLE_VINTAGE,
    ROLE_LABEL,     /* says in words what another column says in a code */
    ROLE_DIMENSION, /* its items narrow what the row counts */
    ROLE_VALUE      /* observations; what the column itself says of them is below */
};

/* Whether a column breaks a total down: 性别, or 类别 if its texts are items; of an
   unusual head any cell may tell. */
enum breakdown { BREAKDOWN_NONE, BREAKDOWN_NAMED, BREAKDOWN_LIKELY, BREAKDOWN_CELLS };

/* How the period of a value lies to that of its row or file. */
enum period_shift_rule {
    SHIFT_NONE,
    SHIFT_YTD,      /* 本年累计 */
    SHIFT_YEAR_AGO, /* 上年同期 */
    SHIFT_PREVIOUS  /* 上月 */
};

/* What stands behind @ in CERT@ytd or CERT@2023-09. */
struct period_rule {
    enum period_shift_rule shift;
    bool has_period;
    struct period period;
};

struct column {
    enum role role;
    struct str head;
    uint32_t indicator, area; /* DATASET_NONE: the row, the file or the profile says */
    bool has_period;
    struct period period; /* of the year 0: the row's year is to be put in (1月) */
    enum period_shift_rule shift;
    struct str unit; /* of this column, or empty */
    uint8_t status;  /* 2024年初步数 */
    /* Columns from 1, or 0 for the row: of a status, whose values it is for; of values,
       where their status stands. */
    size_t values_column, status_column;
    enum role labels;         /* of ROLE_LABEL: what its words say */
    bool declared;            /* by the profile's columns */
    enum breakdown breakdown; /* of a column that is skipped or a note */
    enum role denied;         /* that its head has, though it is declared as skipped or
                                 a note; ROLE_SKIP: none */
    bool remarks;             /* of its row, in words */
    uint32_t dimension;       /* of ROLE_DIMENSION */
    struct item_set items;    /* that its head names: 女/2024年 */
    bool total;               /* its head says that it is of all items */
    uint8_t claim; /* enum claim_kind: one of areas that is skipped, 合计 */
    bool filter;   /* the profile's where: only rows with this item (DATASET_NONE: the
                      total), or with this text in the form of clean_key() */
    uint32_t wanted;
    struct str wanted_text;
};

struct claimed_groups;
struct evidence;
struct file_whole;

/* What a source's files have in common while they are read. */
struct reading_context {
    int dir;
    struct dataset *ds;
    struct diag *diag;
    struct arena *arena;   /* the dataset's */
    struct arena *scratch; /* of one file */
    const struct names *areas, *indicators, *items;
    const struct source_profile *profile;
    int year;                /* of the file, for periods that do not say it; or 0 */
    struct doubt codes;      /* of its heads' areas, then of its rows' */
    struct doubt years;      /* of its heads, then of its rows */
    struct marks_seen marks; /* in the numbers of a file separated by TABs or | */
    bool rows_have_periods;
    struct claimed_groups *groups; /* of all files; or NULL */
    struct evidence *evidence;     /* of the file that is read, or NULL */
    struct file_whole *whole;      /* NULL: the sheet is all of its file */
};

/* width columns, in the scratch arena; NULL after errors. */
struct column *columns_find(const struct reading_context *context,
                            const struct table *table);

/* columns_unread.c: which of the columns that are skipped or notes are compared with
   what is read: `denied`, `remarks`. */
void columns_see_unread(const struct reading_context *context,
                        const struct table *table, struct column *columns);
/* What a column of this name usually is (地区, 数值 …), or ROLE_SKIP. */
enum role columns_usual_role(struct str head, struct arena *scratch);
/* As `columns` of a profile says it; NULL for a dimension. */
const char *columns_role_name(enum role role);
/* One that says something of the row's values: unit, status, note, vintage. */
bool columns_is_side(enum role role);
/* The heads of a wide table's columns, for its layout (ingest/layouts.h). */
bool columns_read_period_head(const struct reading_context *context,
                              const struct table *table, size_t index,
                              struct column *column);
bool columns_read_indicator_head(const struct reading_context *context,
                                 const struct table *table, size_t index,
                                 struct column *column);
bool columns_read_area_head(const struct reading_context *context,
                            const struct table *table, size_t index,
                            struct column *column);
/* Reports a declared column that the file does not have (`used`, a flag each): a typing
   error, or the file has changed. */
bool columns_check_declared(const struct reading_context *context,
                            const struct table *table, const bool *used);
/* Hints what the column of this head may be, of which nothing is known. */
void columns_hint(const struct reading_context *context, struct str head,
                  const struct sheet_row *const *rows, size_t count, size_t column);
/* The same where it breaks nothing down: the role that its cells seem to have. */
void columns_hint_seen(const struct reading_context *context, struct str head,
                       const struct sheet_row *const *rows, size_t count,
                       size_t column);
/* Of what is missing: the column of the file that seems to have that role (年份, or
   cells that are years), but was read as another. False if there is none. */
bool columns_hint_role(const struct reading_context *context, const struct table *table,
                       const struct column *columns, enum role role);
/* Hints at the areas in the heads of values, whose area nothing says; false if none. */
bool columns_hint_area(const struct reading_context *context, const struct table *table,
                       const struct column *columns);
/* False if the text is no rule; then it is reported by the other. */
bool columns_read_rule(struct str text, struct period_rule *out);
bool columns_report_rule(const struct source_profile *profile, struct str text,
                         struct diag *diag);
/* Applies a rule; false if the period has no such relative. */
bool columns_shift(struct period period, enum period_shift_rule rule,
                   struct period *out);

/* column_reports.c, period_reports.c */

/* Reports a name that is not known, with the nearest one that is. */
void columns_report_area(const struct reading_context *context, struct place place,
                         struct str text, enum name_reading reading, uint32_t id,
                         uint32_t other);
void columns_report_indicator(const struct reading_context *context, struct place place,
                              struct str text, enum name_reading reading, uint32_t id,
                              uint32_t other);
void columns_report_period(const struct reading_context *context, struct place place,
                           struct str text, enum period_reading reading);
/* The same of a head, which may also be a column that is no period (行次, 本年累计). */
void columns_report_period_head(const struct reading_context *context,
                                struct place place, struct str head,
                                enum period_reading reading);

#endif
