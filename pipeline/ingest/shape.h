/* A table that a format by name (ingest/exports.h) makes of a file: which rows are
   data, which columns hold what under the names that their office gives them, and what
   the format says where a profile says nothing. Nothing is interpreted here: areas,
   periods, values, statuses and items are then read as in any other table.

   A cell of the shape is a cell of the file or a part of it (the code of "A: Annual",
   one key of "A,CERT,NR"), so every message names the file's own cell, and what
   becomes of it is put down there. All of it lives in the scratch arena of the file. */
#ifndef NQI_INGEST_SHAPE_H
#define NQI_INGEST_SHAPE_H

#include "ingest/columns.h"

struct shape;
struct shape_column;

/* What the rows seen so far teach, zeros at first: numbers of the format's own. */
struct shape_lesson {
    int numbers[4];
};

/* The text of a cell; of the label that says it in words. */
typedef struct str shape_cell(const struct shape *shape, const struct sheet_row *row,
                              const struct shape_column *column);

struct shape_column {
    struct str head; /* as `columns` of a profile and the dictionaries know it */
    struct str name; /* the same in words, or empty */
    struct str unit; /* that the head gives */
    /* What a head of several parts counts, and of which item of which dimension; else
       empty. */
    struct str indicator, dimension, item;
    /* As in `columns` of a profile; "dimension": the one that is called as the head is;
       NULL: the head says it, by the layout. */
    const char *role;
    size_t from;         /* column of the file */
    shape_cell *cell;    /* NULL: the file's cell as it stands */
    shape_cell *label;   /* NULL: nothing says it in words */
    size_t label_from;   /* for a label's own column */
    uint32_t label_sees; /* the columns (bits) that a label looks at which is neither a
                            column nor behind a code; 0: nobody has said so */
    size_t part;         /* for `cell` and `label` */
    bool told; /* `cell` looks at its own column and those of `sees` (bits), and
                  at nothing else in the row */
    uint32_t sees;
    bool weak; /* says its part only where nothing else does: the name of a data set */
};

struct shape {
    const struct reading_context *context; /* whose profile is the declared one */
    struct sheet *sheet;                   /* the file */
    struct source_profile profile;         /* what the format says, later all of it */
    struct shape_column *columns;
    size_t column_count, column_capacity;
    struct table table;            /* made by shape_rows() and shape_finish() */
    const struct sheet_row **rows; /* of the file, of each row of the body */
    struct sheet shaped;
    size_t width;                   /* of the file's rows, by its head */
    bool known;                     /* all columns are */
    const void *own;                /* the format's */
    const struct sheet_row **found; /* the rows of a table that table_find() found */
    size_t found_count;
    /* For the rows that `nqi sniff` writes: the unit of an indicator by its words,
       where no column says it; or NULL. */
    struct str (*unit_of)(struct str words, struct arena *arena);
    size_t total_capacity;
    size_t symbol_capacity, option_capacity, period_capacity, item_capacity;
    size_t row_capacity;
    enum cell_fate (*fate)(const struct shape *shape, const struct sheet_row *row);
    uint32_t judged; /* what shape_judges() was told */
    bool ok;
    bool ragged; /* a row does not fit the head: the others are read all the same */
    bool looks_below; /* a row's cells may stand in the row below it */
    /* The column of the file, counted from 1, whose text holds for rows below that are
       blank there; 0: none. What it was last, of the rows at hand and of known ones. */
    size_t fills;
    struct str filled[2];
    /* What all rows say together that is more than kinds of cells: learns from a row,
       and tells whether that was news; what all news teach is what all rows do. NULL:
       nothing. */
    bool (*learn)(struct shape_lesson *lesson, const struct sheet_row *row);
    /* Columns of the file (bits) that were taken for what they are by the few texts
       that were at hand, and whether a further one speaks against it. */
    uint32_t few;
    bool (*objects)(const struct shape *shape, size_t column, struct str text);
};

/* ---- for formats ---- */

/* Adds a column; valid until the next one is added. */
struct shape_column *shape_column(struct shape *shape, struct str head,
                                  const char *role, size_t from);
/* The column's text is what `cell` (or NULL) makes of the file's own cell, and of no
   others but those of these bits: what is told so can be scanned (ingest/scan.h). */
void shape_cell_of(struct shape_column *column, shape_cell *cell, uint32_t others);
/* What the format says of signs, options, periods and items. */
void shape_symbol(struct shape *shape, const char *sign, const char *meaning);
void shape_option(struct shape *shape, const char *option, const char *value);
void shape_period(struct shape *shape, const char *text, const char *period);
void shape_item(struct shape *shape, const char *name, const char *item);
/* The area of the whole file, if the project has it. */
void shape_area(struct shape *shape, const char *code);
/* What a format calls the total, in heads and rows. */
void shape_total(struct shape *shape, const char *name);
/* The head stands in these rows of the file; `first` gives the width of the others and
   places for messages. */
void shape_head(struct shape *shape, size_t first, size_t count);
/* All columns of the file that no column is from, nor its words, are notes: they say
   again what others say. Without it such a column is an error if anything stands in it.
 */
void shape_rest(struct shape *shape);
/* Takes a row of the file, after all columns are known. False, after an error, if its
   cells are not as many as the head's. */
bool shape_row(struct shape *shape, const struct sheet_row *row);
/* Rows [from, to) of the file. `fate` (or NULL: all are data) says what becomes of a
   row that is none: not FATE_OPEN. */
void shape_rows(struct shape *shape, size_t from, size_t to,
                enum cell_fate (*fate)(const struct shape *shape,
                                       const struct sheet_row *row));
/* `fate` takes a row for data if the cells of these columns (bits) are filled and their
   texts leave it so: then a scanner of plain rows can tell (ingest/scan.h). */
void shape_judges(struct shape *shape, uint32_t columns);
/* True if a text of the column of the file would have made another table. */
bool shape_objects(const struct shape *shape, size_t column, struct str text);
/* The bit of a column of the file; 0 past the columns that have one. */
uint32_t shape_bit(size_t column);
/* True if the column is used: as it is, in part or for its words. */
bool shape_uses(const struct shape *shape, size_t column);
/* The row of the file, from this one on, with which the format's table ends (`ends`),
   or how many rows there are. */
size_t shape_end(const struct shape *shape, size_t from);
/* What stands in the column that `fills` in this row, the last one that was taken, or
   above it; or empty. */
struct str shape_filled(const struct shape *shape, const struct sheet_row *row);
/* The row's text in that column holds from now on: for who takes no rows. */
void shape_fill(struct shape *shape, const struct sheet_row *row);
/* The rows [from, to) get this fate. */
void shape_account(struct shape *shape, size_t from, size_t to, enum cell_fate fate);
/* The cell of the file. */
struct str shape_text(const struct sheet_row *row, size_t column);
/* The column of the file's row that holds this text, or STR_NOT_FOUND; letters of any
   case. */
size_t shape_find(const struct sheet_row *row, const char *text);
/* True if the project's dictionaries or the entry know this name of a dimension or of
   an indicator. */
bool shape_is_dimension(const struct shape *shape, struct str name);
bool shape_is_indicator(const struct shape *shape, struct str name);
/* What is declared for a head, or empty. */
struct str shape_declared(const struct shape *shape, struct str head);

/* "Fees (Thousand Dollars)" in name and unit, whatever the unit is; false if nothing
   stands in brackets at the end. */
bool shape_split_unit(struct str text, struct str *name, struct str *unit);
/* True if the text is a period as it stands. */
bool shape_is_period(const struct shape *shape, struct str text);
/* True if nothing else stands in the cells of the column, from this row on, than
   numbers, signs and blanks, and one of them is a number or, if there is none, a
   sign. */
bool shape_is_numbers(const struct shape *shape, size_t from, size_t column);

/* Cells: what stands before the first ": " of "A: Annual", and behind it; the column
   `label_from`; the part `part` between commas. */
struct str shape_code(const struct shape *shape, const struct sheet_row *row,
                      const struct shape_column *column);
struct str shape_words(const struct shape *shape, const struct sheet_row *row,
                       const struct shape_column *column);
struct str shape_beside(const struct shape *shape, const struct sheet_row *row,
                        const struct shape_column *column);
/* The same of a text. */
struct str shape_code_of(struct str text);
struct str shape_words_of(struct str text);

/* True if a column, or its words, are from this one of the file. */
bool shape_uses(const struct shape *shape, size_t at);

/* ---- for ingest/exports.c ---- */

/* Merges what is declared with what the format says, and makes the table
   (shape_finish.c). False after errors: nothing is known of a dimension. */
bool shape_finish(struct shape *shape);
/* What became of the cells of the table is put down at those of the file. */
void shape_settle(const struct shape *shape);

#endif
