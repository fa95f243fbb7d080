/* GENESIS-Online of Destatis and of the Länder: the flat format in its new and its old
   form. The variables of a row stand in groups of four columns; which they are may
   change from row to row. */
#include "ingest/export_genesis.h"
#include "ingest/clean.h"
#include "ingest/export_keys.h"
#include "ingest/exports.h"
#include <string.h>

static const char *knows(const struct export_head *head) {
    return export_starts(head, 0, "statistics_code;statistics_label;time_code") ||
                   export_starts(head, 0, "Statistik_Code;Statistik_Label;Zeit_Code")
               ? ";"
               : NULL;
}

/* What its quality signs mean (value_q and CODE__q). */
static struct str quality(const struct shape *shape, const struct sheet_row *row,
                          const struct shape_column *column) {
    (void)shape;
    struct str text = sheet_text(row, column->from);
    return str_equal(text, STR("()")) || str_equal(text, STR("(")) ? STR("U") : text;
}

/* ---- groups: N_variable_code, N_variable_label, …_attribute_code, …_attribute_label
 */

struct groups {
    size_t first[20]; /* columns of the file; the other three follow */
    size_t count;
    size_t time;
};

enum { CODE, LABEL, ITEM, ITEM_LABEL };

enum group_kind { GROUP_AREA, GROUP_TIME, GROUP_DIMENSION };

/* By the code of the variable: areas from Germany to municipalities, parts of a year.
 */
static enum group_kind kind_of(struct str code) {
    static const char *const areas[] = {"DINSG",  "DLAND",  "REGBEZ", "KREIS",
                                        "GEMEIN", "STAAT",  "DG",     "NUTS",
                                        "LAND",   "STADTE", "INSGES"};
    static const char *const times[] = {"MONAT", "QUART", "HALBJ", "QUARTG"};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        if (str_starts(code, str_from(times[i]))) {
            return GROUP_TIME;
        }
    }
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++) {
        if (str_starts(code, str_from(areas[i]))) {
            return GROUP_AREA;
        }
    }
    return GROUP_DIMENSION;
}

/* The text of a column is that of one of the groups, which are found by their codes. */
static void cell_of_group(const struct groups *groups, struct shape_column *column,
                          shape_cell *cell) {
    uint32_t bits = 0;
    column->cell = cell;
    for (size_t i = 0; i < groups->count; i++) {
        uint32_t item = shape_bit(groups->first[i] + ITEM);
        if (item == 0) {
            return; /* too far to the right to be told */
        }
        bits |= shape_bit(groups->first[i] + CODE) | item;
    }
    shape_cell_of(column, cell, bits);
}

/* The first column of the row's group of this kind; of a dimension by its code. */
static size_t find_group(const struct shape *shape, const struct sheet_row *row,
                         enum group_kind kind, struct str code) {
    const struct groups *groups = shape->own;
    for (size_t i = 0; i < groups->count; i++) {
        struct str of_row = sheet_text(row, groups->first[i] + CODE);
        if (of_row.n > 0 && kind_of(of_row) == kind &&
            (kind != GROUP_DIMENSION || str_equal(of_row, code))) {
            return groups->first[i];
        }
    }
    return STR_NOT_FOUND;
}

/* A blank code is that of all areas. */
#define TOTAL "Insgesamt"

static struct str area(const struct shape *shape, const struct sheet_row *row,
                       const struct shape_column *column) {
    size_t at = find_group(shape, row, GROUP_AREA, (struct str){"", 0});
    struct str code =
        at == STR_NOT_FOUND ? (struct str){"", 0} : sheet_text(row, at + ITEM);
    (void)column;
    return at == STR_NOT_FOUND || code.n > 0 ? code : STR(TOTAL);
}

static struct str area_label(const struct shape *shape, const struct sheet_row *row,
                             const struct shape_column *column) {
    size_t at = find_group(shape, row, GROUP_AREA, (struct str){"", 0});
    (void)column;
    return at == STR_NOT_FOUND ? (struct str){"", 0} : sheet_text(row, at + ITEM_LABEL);
}

/* A blank code, or no such variable, is the total. */
static struct str item(const struct shape *shape, const struct sheet_row *row,
                       const struct shape_column *column) {
    size_t at = find_group(shape, row, GROUP_DIMENSION, column->head);
    struct str code =
        at == STR_NOT_FOUND ? (struct str){"", 0} : sheet_text(row, at + ITEM);
    return code.n > 0 ? code : STR("_T");
}

static struct str item_label(const struct shape *shape, const struct sheet_row *row,
                             const struct shape_column *column) {
    size_t at = find_group(shape, row, GROUP_DIMENSION, column->head);
    return at == STR_NOT_FOUND ? (struct str){"", 0} : sheet_text(row, at + ITEM_LABEL);
}

/* The year or day, and the month or quarter of a variable: 2024 and MONAT09. */
static struct str period(const struct shape *shape, const struct sheet_row *row,
                         const struct shape_column *column) {
    struct arena *arena = shape->context->scratch;
    struct str time = sheet_text(row, column->from);
    size_t at = find_group(shape, row, GROUP_TIME, (struct str){"", 0});
    struct str part =
        at == STR_NOT_FOUND ? (struct str){"", 0} : sheet_text(row, at + ITEM);
    if (time.n == 10 && time.p[2] == '.' && time.p[5] == '.') { /* 31.12.2022 */
        time = arena_printf(arena, "%.*s-%.*s-%.*s", 4, time.p + 6, 2, time.p + 3, 2,
                            time.p);
    }
    if (part.n < 2) {
        return time;
    }
    size_t digits = part.n;
    while (digits > 0 && part.p[digits - 1] >= '0' && part.p[digits - 1] <= '9') {
        digits--;
    }
    struct str number = str_slice(part, digits, part.n);
    char letter = part.p[0] == 'M' ? 'M' : part.p[0] == 'Q' ? 'Q' : 'H';
    return arena_printf(arena, "%.*s%c%.*s", STR_ARG(time), letter, STR_ARG(number));
}

/* A further variable would have a column of its own. */
static bool is_new_group(const struct shape *shape, size_t column, struct str text) {
    const struct groups *groups = shape->own;
    bool known = kind_of(text) == GROUP_TIME;
    (void)column;
    for (size_t i = 0; i < shape->column_count && !known; i++) {
        const struct shape_column *c = &shape->columns[i];
        known =
            kind_of(text) == GROUP_AREA ? c->cell == area : str_equal(c->head, text);
    }
    return !known && groups->count > 0;
}

static void find_groups(struct shape *shape, struct groups *groups) {
    const struct sheet_row *head = shape->table.head;
    for (size_t i = 0; i + 3 < head->count && groups->count < 20; i++) {
        struct str text = sheet_text(head, i), next = sheet_text(head, i + 2);
        bool group = (str_ends(text, STR("_variable_code")) &&
                      str_ends(next, STR("_variable_attribute_code"))) ||
                     (str_ends(text, STR("_Merkmal_Code")) &&
                      str_ends(next, STR("_Auspraegung_Code")));
        if (group && text.n > 0 && text.p[0] >= '0' && text.p[0] <= '9') {
            groups->first[groups->count++] = i;
        }
    }
}

/* A column for the area, one for each variable that some row has. */
static void add_groups(struct shape *shape) {
    const struct groups *groups = shape->own;
    bool has_area = false;
    size_t before = shape->column_count;
    for (size_t k = 1; k < shape->sheet->row_count; k++) {
        const struct sheet_row *row = &shape->sheet->rows[k];
        for (size_t g = 0; g < groups->count; g++) {
            size_t from = groups->first[g];
            struct str code = sheet_text(row, from + CODE);
            bool known = code.n == 0 || kind_of(code) == GROUP_TIME ||
                         (has_area && kind_of(code) == GROUP_AREA);
            for (size_t i = before; i < shape->column_count && !known; i++) {
                known = str_equal(shape->columns[i].head, code);
            }
            if (known) {
                continue;
            }
            bool is_area = kind_of(code) == GROUP_AREA;
            struct shape_column *c =
                shape_column(shape, is_area ? STR("area") : code,
                             is_area ? "area" : "dimension", from + ITEM);
            c->name = is_area ? c->name : sheet_text(row, from + LABEL);
            cell_of_group(groups, c, is_area ? area : item);
            c->label = is_area ? area_label : item_label;
            for (size_t n = 0; n < groups->count && c->told; n++) {
                c->label_sees |= c->sees | shape_bit(groups->first[n] + ITEM_LABEL);
            }
            c->weak = is_area; /* unless a variable of another code is declared */
            has_area |= is_area;
        }
    }
}

/* CODE__Name__Unit, and CODE__Name__Unit__q on it, of the old form. */
static struct str part_of(struct str head, size_t n) {
    for (; n > 0; n--) {
        size_t at = str_find(head, STR("__"), 0);
        head =
            at == STR_NOT_FOUND ? (struct str){"", 0} : str_slice(head, at + 2, head.n);
    }
    return str_trim(str_slice(head, 0, str_find(head, STR("__"), 0)));
}

static size_t add_measures(struct shape *shape, size_t *values) {
    const struct sheet_row *head = shape->table.head;
    size_t count = 0;
    for (size_t i = 0; i < shape->width; i++) {
        struct str text = sheet_text(head, i);
        if (str_find(text, STR("__"), 0) == STR_NOT_FOUND) {
            continue;
        }
        if (str_ends(text, STR("__q"))) {
            shape_cell_of(shape_column(shape, text, "status", i), quality, 0);
            continue;
        }
        struct shape_column *c = shape_column(shape, part_of(text, 0), NULL, i);
        c->name = part_of(text, 1);
        c->unit = part_of(text, 2);
        values[count++] = i;
    }
    return count;
}

static void add_value(struct shape *shape, size_t *values) {
    static const char *const names[][2] = {{"value", "value"},
                                           {"value_unit", "unit"},
                                           {"value_variable_code", "indicator"},
                                           {"value_q", "status"}};
    const struct sheet_row *head = shape->table.head;
    for (size_t i = 0; i < 4; i++) {
        size_t at = shape_find(head, names[i][0]);
        if (at == STR_NOT_FOUND) {
            continue;
        }
        struct shape_column *c =
            shape_column(shape, sheet_text(head, at), names[i][1], at);
        shape_cell_of(c, i == 3 ? quality : NULL, 0);
        c->label = i == 2 ? shape_beside : NULL;
        c->label_from = at + 1;
        values[0] = i == 0 ? at : values[0];
    }
}

/* The decimal mark of the language in which the file was fetched; '\0' if it is not
   known. */
static char mark_of(const struct shape *shape, bool old) {
    static const char *const german[] = {"Jahr",    "Stichtag", "Monat",
                                         "Quartal", "Halbjahr", NULL};
    static const char *const english[] = {"Year", "Reference", "Month", "Quarter",
                                          NULL};
    size_t at = shape_find(shape->table.head, "time_label");
    struct str time = shape->sheet->row_count > 1 && at != STR_NOT_FOUND
                          ? sheet_text(&shape->sheet->rows[1], at)
                          : (struct str){"", 0};
    return old || clean_starts_any(time, german) ? ','
           : clean_starts_any(time, english)     ? '.'
                                                 : '\0';
}

static bool shape_genesis(struct shape *shape) {
    const struct sheet_row *head = &shape->sheet->rows[0];
    struct arena *arena = shape->context->scratch;
    struct groups *groups = arena_alloc(arena, sizeof *groups);
    size_t *values = arena_array(arena, head->count + 2, sizeof *values), count = 1;
    bool old = str_starts(sheet_text(head, 0), STR("Statistik"));
    shape->own = groups;
    shape_head(shape, 0, 1);
    groups->time = shape_find(head, old ? "Zeit" : "time");
    find_groups(shape, groups);
    if (groups->time != STR_NOT_FOUND) {
        struct shape_column *c =
            shape_column(shape, sheet_text(head, groups->time), "period", groups->time);
        cell_of_group(groups, c, period);
    }
    add_groups(shape);
    for (size_t i = 0; i < groups->count; i++) {
        shape->few |= shape_bit(groups->first[i] + CODE);
    }
    shape->objects = is_new_group;
    if (old) {
        count = add_measures(shape, values);
    } else {
        add_value(shape, values);
    }
    values[count] = STR_NOT_FOUND;
    shape_rest(shape);
    shape->profile.layout = old ? &layout_period_by_indicator : &layout_long;
    shape->profile.decimal = keys_decimal(shape, values, mark_of(shape, old));
    genesis_signs(shape);
    shape_total(shape, TOTAL);
    shape_rows(shape, 1, shape->sheet->row_count, NULL);
    return true;
}

void genesis_signs(struct shape *shape) {
    shape_option(shape, "dates", "day"); /* Stichtag */
    shape_symbol(shape, "-", "zero");    /* nothing there, exactly */
    shape_symbol(shape, ".", "suppressed");
    shape_symbol(shape, "...", "missing"); /* comes later */
    shape_symbol(shape, "…", "missing");
    shape_symbol(shape, "/", "unreliable"); /* not sure enough to be told */
    shape_symbol(shape, "x", "absent");
    shape_symbol(shape, "X", "absent");
    shape_item(shape, "_T", "total");
    shape_item(shape, "Insgesamt", "total");
}

const struct export_kind export_genesis = {
    .kind = {"genesis", "GENESIS-Online (Destatis): flat files",
             "德国联邦统计局 GENESIS：平面文件"},
    .knows = knows,
    .encoding = "windows-1252",
    .level = "economy",
    .shape = shape_genesis,
};
