/* A table with one row a figure whose columns have the names of SDMX's offices. */
#include "ingest/export_keys.h"
#include "ingest/layouts.h"
#include <string.h>

/* What the rows are judged by. */
struct own {
    size_t action, period;             /* STR_NOT_FOUND: no such column */
    const size_t *values, *dimensions; /* of the file, ended by STR_NOT_FOUND */
};

static enum cell_fate fate(const struct shape *shape, const struct sheet_row *row) {
    const struct own *own = shape->own;
    const struct reading_context *context = shape->context;
    bool value = false, whole = sheet_filled(row, own->period);
    struct str action = own->action != STR_NOT_FOUND ? sheet_text(row, own->action)
                                                     : (struct str){"", 0};
    if (str_equal(shape_code_of(action), STR("D"))) {
        if (row->known) {
            return FATE_SKIP; /* told where it is read */
        }
        diag_warning(context->diag,
                     sheet_place(shape->sheet, row, own->action, context->scratch),
                     "this row asks for a deletion: it is no data and was left out");
        diag_hint(context->diag, "if values that were read before are to go, take them "
                                 "out of their file");
        return FATE_SKIP;
    }
    for (size_t i = 0; own->values[i] != STR_NOT_FOUND; i++) {
        value |= sheet_filled(row, own->values[i]);
    }
    for (size_t i = 0; own->dimensions[i] != STR_NOT_FOUND; i++) {
        whole &= sheet_filled(row, own->dimensions[i]);
    }
    return value || whole ? FATE_OPEN : FATE_NOTE; /* of a part of the key */
}

/* Where all of these are filled and nothing asks for a deletion the row is data: the
   whole key or, where it goes on too far to the right, the values. */
static void judge(struct shape *shape, const struct own *own) {
    bool near = true;
    for (size_t i = 0; own->dimensions[i] != STR_NOT_FOUND; i++) {
        near &= shape_bit(own->dimensions[i]) != 0;
    }
    const size_t *columns = near ? own->dimensions : own->values;
    shape_judges(shape, shape_bit(own->action) | shape_bit(own->period));
    for (size_t i = 0; columns[i] != STR_NOT_FOUND; i++) {
        shape_judges(shape, shape_bit(columns[i]));
    }
}

/* With a point or, in a file that is separated by semicolons, a comma. */
static bool is_number(const struct shape *shape, struct str text, bool *large) {
    char digits[32];
    struct decimal d;
    bool semicolon = str_equal(shape->sheet->separator, STR(";"));
    if (text.n == 0 || text.n >= sizeof digits) {
        return false;
    }
    for (size_t i = 0; i < text.n; i++) {
        digits[i] = semicolon && text.p[i] == ',' ? '.' : text.p[i];
    }
    if (!decimal_parse((struct str){digits, text.n}, &d)) {
        return false;
    }
    *large |= d.exponent < 0 || d.coefficient > 99 || d.coefficient < 0;
    return true;
}

/* Measures of any name, where there is no OBS_VALUE: the indicators that the project
   knows, and columns of numbers; before the period they may be codes of one or two
   digits. */
static bool is_measure(const struct shape *shape, size_t column, struct str head,
                       bool behind) {
    size_t numbers = 0, filled = 0;
    bool large = false;
    if (shape_is_dimension(shape, head)) {
        return false;
    }
    for (size_t k = 1; k < shape->sheet->row_count; k++) {
        struct str text = sheet_text(&shape->sheet->rows[k], column);
        /* - stands in rows that ask for a deletion. */
        bool none =
            text.n == 0 || str_equal(text, STR("NaN")) || str_equal(text, STR("-"));
        filled += !none;
        numbers += !none && is_number(shape, text, &large);
    }
    return shape_is_indicator(shape, head) ||
           (numbers == filled && filled > 0 && (large || behind));
}

static struct shape_column *add(struct shape *shape, size_t at, const char *role,
                                size_t label) {
    struct str text = sheet_text(shape->table.head, at), code = keys_code(text);
    struct shape_column *c = shape_column(shape, code, role, at);
    c->name = keys_words(text);
    if (label != STR_NOT_FOUND) {
        c->name = sheet_text(shape->table.head, label);
        c->label = shape_beside;
        c->label_from = label;
    } else if (code.n < text.n) {
        shape_cell_of(c, shape_code, 0);
        c->label = shape_words;
    }
    return c;
}

/* "M: Missing value" of two columns: what a letter means is seen by its words. */
static struct str with_words(const struct shape *shape, const struct sheet_row *row,
                             const struct shape_column *column) {
    struct str text = sheet_text(row, column->from);
    struct str words = sheet_text(row, column->label_from);
    return text.n == 0 || words.n == 0
               ? text
               : arena_printf(shape->context->scratch, "%.*s: %.*s", STR_ARG(text),
                              STR_ARG(words));
}

/* OBS_STATUS_2 and its like say more of the same value: B and P are B+P. */
static struct str all_statuses(const struct shape *shape, const struct sheet_row *row,
                               const struct shape_column *column) {
    const struct sheet_row *head = shape->table.head;
    struct str all = column->label != NULL && column->label_from > 0
                         ? with_words(shape, row, column)
                         : sheet_text(row, column->from);
    for (size_t i = column->from + 1; i < head->count; i++) {
        struct str more = shape_code_of(sheet_text(row, i));
        if (more.n > 0 && str_starts(sheet_text(head, i), STR("OBS_STATUS_"))) {
            all = shape_code_of(all);
            all = all.n == 0 ? more
                             : arena_printf(shape->context->scratch, "%.*s+%.*s",
                                            STR_ARG(all), STR_ARG(more));
        }
    }
    return all;
}

/* What a column is that no name tells. What stands behind the value is an attribute,
   unless the project knows it as a dimension. */
static const char *unnamed_role(const struct shape *shape, struct str code,
                                bool after) {
    return after && !shape_is_dimension(shape, code) ? "skip" : "dimension";
}

/* The columns that say more statuses of the value. */
static uint32_t more_statuses(const struct sheet_row *head) {
    uint32_t bits = 0;
    for (size_t i = 0; i < head->count; i++) {
        bits |= str_starts(sheet_text(head, i), STR("OBS_STATUS_")) ? shape_bit(i) : 0;
    }
    return bits;
}

void keys_table(struct shape *shape, size_t from, bool labels) {
    const struct sheet_row *head = shape->table.head;
    struct arena *arena = shape->context->scratch;
    struct keys keys = keys_open(shape);
    size_t *values = arena_array(arena, head->count + 1, sizeof *values);
    size_t *dimensions = arena_array(arena, head->count + 1, sizeof *dimensions);
    size_t value_count = 0, dimension_count = 0;
    struct own *own = arena_alloc(arena, sizeof *own);
    *own = (struct own){STR_NOT_FOUND, STR_NOT_FOUND, values, dimensions};
    shape->own = own;
    shape->profile.layout = &layout_long;
    bool measured = false;
    for (size_t i = from; i < head->count; i++) {
        measured |= str_equal(keys_code(sheet_text(head, i)), STR("OBS_VALUE"));
    }
    for (size_t i = from; i < shape->width; i++) {
        struct str code = keys_code(sheet_text(head, i));
        bool action = i == from && str_equal(code, STR("ACTION"));
        const char *role = action ? "note" : keys_role(&keys, code);
        size_t label =
            labels && !action && !str_ends(code, STR("_KEY")) ? i + 1 : STR_NOT_FOUND;
        own->action = action ? i : own->action;
        if (role == NULL && !measured &&
            is_measure(shape, i, code, own->period != STR_NOT_FOUND)) {
            shape->profile.layout = &layout_period_by_indicator;
            keys.indicator = true;
            values[value_count++] = i;
            add(shape, i, NULL, label)->cell = NULL;
            i += label != STR_NOT_FOUND;
            continue;
        }
        role = role != NULL ? role : unnamed_role(shape, code, value_count > 0);
        struct shape_column *c = add(shape, i, role, label);
        if (strcmp(role, "period") == 0) {
            own->period = i;
            c->cell = keys_period;
        } else if (strcmp(role, "value") == 0) {
            values[value_count++] = i;
            c->cell = NULL;
        } else if (strcmp(role, "status") == 0) {
            shape_cell_of(c, all_statuses, shape_bit(label) | more_statuses(head));
        } else if (strcmp(role, "dimension") == 0 || strcmp(role, "area") == 0) {
            dimensions[dimension_count++] = i;
        }
        i += label != STR_NOT_FOUND;
    }
    values[value_count] = dimensions[dimension_count] = STR_NOT_FOUND;
    keys_close(&keys);
    shape_rest(shape); /* STRUCTURE = dataflow */
    keys_marks(shape, values);
    judge(shape, own);
    shape_rows(shape, 1, shape->sheet->row_count, fate);
}
