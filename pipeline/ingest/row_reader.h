/* What the files that read the rows of a table share: the reader of a table, the facts
   of a row. All of it lives while rows_read() runs. */
#ifndef NQI_INGEST_ROW_READER_H
#define NQI_INGEST_ROW_READER_H

#include "ingest/claims.h"
#include "ingest/evidence.h"
#include "ingest/items.h"
#include "ingest/row_keys.h"
#include "ingest/rows.h"
#include "ingest/values.h"

/* Names that were read before, by their text: a long table says 安徽省 often. */
struct memo {
    struct str text;
    bool known;
    enum name_reading reading;
    uint32_t id;
    uint32_t within; /* an item: its dimension; an area: its parent */
    struct period period;
    uint8_t status; /* that stands behind the period */
    struct period_rule rule;
    struct str unit;
    const struct item_set *items; /* NULL: none */
};

/* A note below the table: 2024年为快报数. */
struct noted_status {
    struct period period;
    uint32_t area; /* DATASET_NONE: all of the file */
    uint8_t status;
};

struct row_reader {
    struct reading_context *context;
    const struct table *table;
    const struct column *columns;
    const struct file_facts *facts;
    struct input_file *file;
    uint32_t indicator, area; /* of the whole file, or DATASET_NONE */
    struct period_rule rule;  /* of that indicator: GDP@ytd */
    uint32_t as_of;           /* the day up to which vintages are taken; 0: all */
    bool has_period;
    bool heads_have_years; /* and the heads of all values say one, too */
    bool trusts_unit;      /* the profile's, whatever the file says */
    bool has_parents;      /* the profile names indicators as PARENT/PART */
    struct period period;
    bool ok;
    uint32_t again; /* the line of the head that comes again, or 0 */
    bool second;    /* the rows below belong to another table: they are not read */
    size_t period_columns; /* how many columns say the period of a row */
    size_t area_columns;   /* its area: a code and a name */
    size_t indicator_columns;
    size_t label_columns;
    size_t unit_column;    /* from 1; 0: none */
    struct str table_unit; /* of a line above the head */
    struct noted_status *noted;
    size_t noted_count, noted_capacity;
    struct str last_unit; /* of the last row that said one */
    struct memo *areas, *parents, *indicators, *periods, *vintages, *items, *labels,
        *parts;            /* NULL: no column may say that its row is of a part */
    size_t memo_slots;     /* of each of them: a power of two */
    struct item_set whole; /* items of the whole file */
    struct row_keys *keys; /* NULL: no column is skipped */
    struct str *above;     /* per column: the last text, for fill_down */
    enum observation_status status; /* of the whole file: 快报数 */
    struct str parent;       /* the indicator whose parts (其中：…) may follow */
    struct claims *claims;   /* of the file; NULL: nobody asks */
    uint32_t last_indicator; /* of the last row that was read, or DATASET_NONE */
    struct {
        bool on; /* a row of a claim is read: nothing of it is told or believed */
        struct diag *loud;
        bool ok;
    } aside;
    struct {
        struct str unit;
        uint32_t indicator;
        bool rough;
    } factor; /* whether a unit is converted by more than a power of ten */
};

/* What a row says of itself. */
struct row_facts {
    const struct sheet_row *row;
    uint32_t indicator, area;
    struct str name; /* of the indicator, as the row has it; or empty */
    uint32_t parent; /* in which the area lies, by another column; or DATASET_NONE */
    bool has_period;
    bool own_period; /* that a column of the row says */
    struct period period;
    struct str unit;
    uint32_t vintage;
    uint8_t status;
    struct period_rule rule; /* of an indicator that is declared as CODE@ytd */
    int power;               /* of ten, by which its numbers are to be multiplied */
    bool closed;             /* its values are not for publication, */
    uint8_t empty_status;    /* so this is why a cell of it is empty */
    bool unreliable;         /* by its status: empty cells of it are not shown */
    struct item_set items;
    enum cell_fate fate; /* of its cells if the row is not read */
    bool declared_out;   /* it is left out as its source declares, and is no total */
    struct {
        enum claim_kind kind; /* CLAIM_NONE: it is none */
        enum claim_over over;
        uint32_t dimension;
        size_t column;
    } claim;               /* of a total row that is left out */
    enum claim_kind total; /* of one that total_area gives to an area; or CLAIM_NONE */
    size_t total_column;   /* the cell that says so */
};

enum left_out { LEFT_TOTAL, LEFT_GROUP, LEFT_CITY, LEFT_DECLARED };

/* rows.c: a reader of the table's rows, and what its file says of each of them. False
   after errors. */
bool rows_open(struct row_reader *r, struct reading_context *context,
               const struct table *table, const struct file_facts *facts);
struct row_facts rows_facts(const struct row_reader *r, const struct sheet_row *row);

/* The slot of a text among `memos`. */
struct memo *row_memo_at(const struct row_reader *r, struct memo *memos,
                         struct str text);
struct place row_cell_place(const struct row_reader *r, const struct sheet_row *row,
                            size_t column);
/* The text of a key column, from above if the profile fills down. */
struct str row_key_text(struct row_reader *r, const struct sheet_row *row,
                        size_t column);
/* 一、综合: a row without any value is the heading of those below it, whatever it is
   called; in a long table, whose rows all have keys, only if it says nothing else. Then
   a note; an error if the name of a key stands in it with its number. */
bool row_is_heading(struct row_reader *r, struct row_facts *facts, size_t column);
/* 江苏，2 and 江苏 2, in a column of areas that knows 江苏: a row with another
   separator than its file. */
bool row_key_has_number(struct row_reader *r, enum role role, struct str text);
/* row_labels.c: whether the words of a column say what the row's code says; those of
   all columns. False after a report. */
bool row_label_agrees(struct row_reader *r, const struct row_facts *facts, size_t i);
bool row_labels_agree(struct row_reader *r, const struct row_facts *facts);

/* row_section.c: a text that says what the rows below it are. True, after a report at
   `at`, if they are read as something else. */
bool row_is_section(struct row_reader *r, const struct sheet_row *at,
                    const struct sheet_row *text);
/* 2023年 alone in the column of periods, above months that are read as those of 2022:
   true after a report. */
bool row_is_year_heading(struct row_reader *r, struct row_facts *facts, size_t column,
                         struct str text);
/* The same of texts above rows that table_find() has found, and whether another table
   begins there: those from *next on, up to a row; NULL: all. */
void row_see_sections(struct row_reader *r, size_t *next, const struct sheet_row *row);
/* True, after a report, for texts where values would stand: the head of another table,
   whose rows are not read. */
bool row_is_other_head(struct row_reader *r, const struct sheet_row *row);
/* Reports an empty cell of a key, unless the row has no value. False. */
bool row_report_empty(struct row_reader *r, struct row_facts *facts, size_t column);
void row_note_left_out(struct row_reader *r, struct row_facts *facts, size_t column,
                       struct str text, enum left_out why);

/* row_claims.c: total rows. */

/* The row is left out, and the name in its column says that it is a total: true, and
   what is read of it from then on is not told, if the claim is to be compared. */
bool row_claim(struct row_reader *r, struct row_facts *facts, size_t column,
               enum claim_kind kind, enum claim_over over, uint32_t dimension);
/* The numbers of such a row; `whole`: its other keys were read. */
void row_claim_read(struct row_reader *r, const struct row_facts *facts, bool whole);
/* 合计,,15: a total over all that the other keys tell apart; *at is the column of its
   name. */
bool row_is_grand_total(const struct row_reader *r, const struct sheet_row *row,
                        size_t *at);
/* The number in a column of totals. */
void row_claim_column(struct row_reader *r, const struct row_facts *facts,
                      size_t column);
/* A value of a row that was read; `set`: its cell is not blank. One of a total that
   total_area gives to an area is a claim as well. */
void row_claim_value(struct row_reader *r, const struct row_facts *facts, size_t column,
                     const struct observation *o, bool set);

/* row_values.c: what a cell of values holds. */

struct row_value {
    struct observation o;
    uint32_t indicator;
    struct period base; /* from which the period was derived */
    enum value_result result;
    enum cell_fate fate; /* if it was not looked at */
};
/* False: its key is not known, or nobody wants it. */
bool row_find_value(struct row_reader *r, const struct row_facts *facts, size_t column,
                    struct row_value *out);
/* Keeps it, and says what became of its cell. */
enum cell_fate row_read_value(struct row_reader *r, const struct row_facts *facts,
                              size_t column);

/* row_file.c: what holds for the whole file. False after a report. */

bool row_file_indicator(struct row_reader *r);
bool row_file_area(struct row_reader *r);
/* Also the year of periods that do not say theirs. There may be none. */
bool row_file_period(struct row_reader *r);
bool row_file_has_period(struct row_reader *r);
/* The cell of a column that says something of the row's values, from above if the
   profile fills down, and the row is of the same indicator. */
struct str row_side_text(struct row_reader *r, const struct row_facts *facts,
                         size_t column);
/* The cell of a column of units. */
void row_read_unit(struct row_reader *r, struct row_facts *facts, size_t column);
/* The unit (or none) that the name in a column has behind it. False, after a report,
   if the row has said another one. */
bool row_take_unit(struct row_reader *r, struct row_facts *facts, size_t column,
                   struct str unit);

/* row_period.c: of when a row is, and how sure its values are. */

/* False: the row is left out, or wrong. */
bool row_read_period(struct row_reader *r, struct row_facts *facts, size_t column);
/* A year and a month in two columns; all of them. */
bool row_read_period_parts(struct row_reader *r, struct row_facts *facts);
/* Of the values in a column; false if the row's period is no year that could complete
   the column's (1月). */
bool row_period_of(const struct row_facts *facts, const struct column *column,
                   struct period *out);
/* The status in a cell; an empty one changes nothing. False after a report. */
bool row_read_status(struct row_reader *r, const struct sheet_row *row, size_t column,
                     uint8_t *out, bool *unreliable);
/* A power of ten, and whether the values are for publication. False after a report. */
bool row_read_multiplier(struct row_reader *r, struct row_facts *facts, size_t column);
bool row_read_confidentiality(struct row_reader *r, struct row_facts *facts,
                              size_t column);
/* A number that is not for publication must not stand where reports are made from:
   false after a report. */
bool row_may_publish(struct row_reader *r, const struct row_facts *facts, size_t column,
                     const struct observation *o);

/* row_notes.c: what the notes below the table say of whole periods. */

void row_read_notes(struct row_reader *r);
/* The status of a value of that period and area, whose own is `status`. */
uint8_t noted_status(const struct noted_status *noted, size_t count,
                     struct period period, uint32_t area, uint8_t status);

/* row_names.c: which area and indicator a row is of. False: it is left out, or
   wrong. */

bool row_read_area(struct row_reader *r, struct row_facts *facts, size_t column);
/* Of several columns, which must agree: a code and a name. */
bool row_read_areas(struct row_reader *r, struct row_facts *facts);
/* The area in which that of the row lies: 吉林省 beside 朝阳区. */
bool row_read_parent(struct row_reader *r, struct row_facts *facts, size_t column);
/* From `column`, the first that names it, on: a code and a name must agree; several
   that are declared are one key. */
bool row_read_indicator(struct row_reader *r, struct row_facts *facts, size_t column);

/* 机构数 in the row and 同比增长 in the head together may be another indicator than the
   row's: the facts for that cell in *own, without the row's unit. False if no name is
   known for both. own->indicator is DATASET_NONE if the profile leaves it out. */
bool row_read_crossing(struct row_reader *r, const struct row_facts *facts,
                       size_t column, struct row_facts *own);

/* row_items.c: what a row says of dimensions. */

/* Whether the row has what the profile's `where` asks for; notes the others. */
bool row_is_wanted(struct row_reader *r, struct row_facts *facts);
/* The item in the cell. False: the row is left out, or wrong. */
bool row_read_item(struct row_reader *r, struct row_facts *facts, size_t column);
/* Adds items (NULL: none) that the column says; false, after a report, if the value
   would be of two items of one dimension. */
bool row_take_items(struct row_reader *r, struct row_facts *facts, size_t column,
                    const struct item_set *items);
/* The first column that is not read and says that the row is of a part; or
   STR_NOT_FOUND. */
size_t row_part_column(struct row_reader *r, const struct row_facts *facts);
/* Reports a row that only a skipped column tells from another one. */
bool row_loses_dimension(struct row_reader *r, const struct row_facts *facts);
/* Hints at what parts the row from one of the same file that gave another value before,
   on `line`. */
void row_hint_twice(struct row_reader *r, const struct row_facts *facts, size_t line);
/* The series of the value in a column; DATASET_NONE after a report. */
uint32_t row_series(struct row_reader *r, const struct row_facts *facts, size_t column,
                    uint32_t indicator);

/* row_skipped.c: whether columns that are skipped or notes say what the whole file or
   the row is read as; false after a report. */
bool row_agrees_with_skipped(struct row_reader *r, const struct row_facts *facts);
/* Whether a remark says the unit or period of its row: 单位为万元, 2022年数据. */
bool row_remark_speaks(struct row_reader *r, const struct row_facts *facts,
                       size_t column);

/* row_parts.c: parts (其中：女) of what a row above counts. */

/* The text of a part as the profile names it below its parent, 就业人员/女; else the
   text, which may be a parent itself. */
struct str row_under_parent(struct row_reader *r, struct str cell, struct str text);
/* Hints at such a name for what was reported; false if the row is no part. */
bool row_hint_part(const struct row_reader *r, const struct sheet_row *row,
                   size_t column, struct str text);

#endif
