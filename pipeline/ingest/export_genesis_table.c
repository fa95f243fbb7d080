/* Tables of GENESIS-Online and the Regionaldatenbank as they are shown: lines that say
   what it is, a head of some rows whose first cells are blank, keys in the first
   columns, and below a line of underscores notes. */
#include "ingest/export_genesis.h"
#include "ingest/export_keys.h"
#include "ingest/exports.h"
#include <string.h>

static const char *knows(const struct export_head *head) {
    return export_starts(head, 0, "GENESIS-Tabelle: ") ||
                   export_starts(head, 0, "GENESIS-Table: ")
               ? ";"
               : NULL;
}

/* Where the parts of the file begin. */
struct parts {
    size_t head, body, end; /* rows */
    size_t keys;            /* columns */
    bool times;             /* the last row of the head are periods */
};

static size_t filled(const struct sheet_row *row) {
    size_t count = 0;
    for (size_t i = 0; i < row->count; i++) {
        count += sheet_filled(row, i);
    }
    return count;
}

/* 2023-12-31 of 31.12.2023; another text as it is. */
static struct str plain_day(struct str text, struct arena *arena) {
    bool day = text.n == 10 && text.p[2] == '.' && text.p[5] == '.';
    return day ? arena_printf(arena, "%.4s-%.2s-%.2s", text.p + 6, text.p + 3, text.p)
               : text;
}

/* "Bundesländer;31.12.2021;31.12.2022": what the keys are, and when the values. */
static bool is_times(const struct shape *shape, const struct sheet_row *row,
                     size_t keys) {
    struct arena *arena = shape->context->scratch;
    size_t count = 0;
    for (size_t i = keys; i < row->count; i++) {
        struct str text = plain_day(sheet_text(row, i), arena);
        if (text.n < 4 || !shape_is_period(shape, text)) {
            return false;
        }
        count++;
    }
    return keys > 0 && count > 0 && sheet_filled(row, 0) &&
           !shape_is_period(shape, sheet_text(row, 0));
}

static struct parts find_parts(const struct shape *shape) {
    const struct sheet *sheet = shape->sheet;
    struct parts p = {.head = 1, .end = shape_end(shape, 1)};
    /* Above the head only the first cell of each line is filled. */
    while (p.head < p.end && (sheet_filled(&sheet->rows[p.head], 0) ||
                              filled(&sheet->rows[p.head]) == 0)) {
        p.head++;
    }
    p.body = p.head;
    while (p.body < p.end && !sheet_filled(&sheet->rows[p.body], 0)) {
        p.body++;
    }
    const struct sheet_row *first = &sheet->rows[p.head < p.end ? p.head : 0];
    while (p.keys < first->count && !sheet_filled(first, p.keys)) {
        p.keys++;
    }
    p.times = p.body < p.end && is_times(shape, &sheet->rows[p.body], p.keys);
    p.body += p.times;
    return p;
}

static struct str month_code(struct str text) {
    static const char *const months[] = {
        "Januar", "Februar", "März",      "April",   "Mai",      "Juni",
        "Juli",   "August",  "September", "Oktober", "November", "Dezember"};
    static const char *const codes[] = {"M01", "M02", "M03", "M04", "M05", "M06",
                                        "M07", "M08", "M09", "M10", "M11", "M12"};
    static const char *const parts[][2] = {
        {"1. Quartal", "Q1"}, {"2. Quartal", "Q2"},  {"3. Quartal", "Q3"},
        {"4. Quartal", "Q4"}, {"1. Halbjahr", "H1"}, {"2. Halbjahr", "H2"}};
    for (size_t i = 0; i < 12; i++) {
        if (str_equal(text, str_from(months[i]))) {
            return str_from(codes[i]);
        }
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (str_equal(text, str_from(parts[i][0]))) {
            return str_from(parts[i][1]);
        }
    }
    return (struct str){"", 0};
}

/* The year, from above where it is not repeated, and the month beside it. */
static struct str period(const struct shape *shape, const struct sheet_row *row,
                         const struct shape_column *column) {
    struct str year = shape_filled(shape, row);
    struct str month = column->part > 0 ? month_code(sheet_text(row, column->part))
                                        : (struct str){"", 0};
    struct arena *arena = shape->context->scratch;
    return month.n > 0 ? arena_printf(arena, "%.*s%.*s", STR_ARG(year), STR_ARG(month))
                       : plain_day(year, arena);
}

/* The columns of the keys: periods, months, areas by code and name. */
static bool add_keys(struct shape *shape, const struct parts *p) {
    const struct sheet_row *row = &shape->sheet->rows[p->body];
    struct arena *arena = shape->context->scratch;
    bool area = false, time = false;
    for (size_t i = 0; i < p->keys; i++) {
        struct str text = sheet_text(row, i);
        if (!time && shape_is_period(shape, plain_day(text, arena)) && text.n >= 4) {
            struct shape_column *c = shape_column(shape, STR("Zeit"), "period", i);
            c->cell = period;
            shape->fills = i + 1;
            c->part = month_code(sheet_text(row, i + 1)).n > 0 ? i + 1 : 0;
            c->label = c->part > 0 ? shape_beside : NULL;
            c->label_from = i + 1;
            i += c->part > 0;
            time = true;
        } else if (!area) {
            struct shape_column *c = shape_column(shape, STR("Region"), "area", i);
            bool code = text.n > 0 && ((text.p[0] >= '0' && text.p[0] <= '9') ||
                                       str_equal(text, STR("DG")));
            if (code && i + 1 < p->keys) {
                c->label = shape_beside;
                c->label_from = i + 1;
                i++;
            }
            area = true;
        } else {
            shape_column(shape, arena_printf(arena, "Merkmal %zu", i + 1), "dimension",
                         i);
        }
    }
    return area;
}

/* All filled cells of the row are one text: the name of a variable, whose items stand
   in the next row. */
static struct str only_text(const struct sheet_row *row, size_t from) {
    struct str text = sheet_text(row, from);
    size_t count = 0;
    for (size_t i = from; i < row->count; i++) {
        if (!str_equal(sheet_text(row, i), text)) {
            return (struct str){"", 0};
        }
        count++;
    }
    return count > 1 ? text : (struct str){"", 0};
}

/* A head of the table: what its rows say of a column, without names of variables. The
   last that names an item is of the variable above it. */
static void add_value(struct shape *shape, const struct parts *p, size_t at) {
    struct arena *arena = shape->context->scratch;
    struct str head = {"", 0}, unit = {"", 0}, name, variable = {"", 0};
    struct str item = {"", 0}, dimension = {"", 0}, indicator = {"", 0};
    for (size_t k = p->head; k < p->body; k++) {
        const struct sheet_row *row = &shape->sheet->rows[k];
        struct str text = sheet_text(row, at), only = only_text(row, p->keys);
        if (only.n > 0 && k + 1 < p->body) {
            /* Above the name of a variable one text for all is what is counted. */
            indicator = variable.n > 0 ? variable : indicator;
            variable = only;
            continue;
        }
        if (variable.n > 0) {
            item = text;
            dimension = variable;
            variable = (struct str){"", 0};
        } else if (indicator.n > 0) {
            unit = text;
        } else if (shape_split_unit(text, &name, &unit)) {
            indicator = name;
        } else if (shape->profile.indicator.n > 0) {
            item = text; /* the lines above say what is counted */
            dimension = STR("Merkmal");
        } else {
            indicator = text;
        }
    }
    head = indicator.n == 0 ? item
           : item.n == 0
               ? indicator
               : arena_printf(arena, "%.*s/%.*s", STR_ARG(indicator), STR_ARG(item));
    struct shape_column *c = shape_column(shape, head, NULL, at);
    c->unit = unit;
    c->indicator = indicator;
    c->dimension = dimension;
    c->item = item;
}

/* "Zertifikate (Anzahl)" and "Deutschland" above the head. */
static void read_preamble(struct shape *shape, const struct parts *p, bool area) {
    struct source_profile *profile = &shape->profile;
    for (size_t k = 1; k < p->head; k++) {
        struct str text = sheet_text(&shape->sheet->rows[k], 0), name, unit;
        if (shape_split_unit(text, &name, &unit) && k > 1) {
            profile->indicator = name;
            profile->unit = unit;
        } else if (k >= 3 && !area) {
            profile->area = text;
        }
    }
}

static bool shape_table(struct shape *shape) {
    const struct sheet *sheet = shape->sheet;
    struct arena *arena = shape->context->scratch;
    const struct parts found = find_parts(shape), *p = &found;
    if (p->body >= p->end || p->keys == 0) {
        return diag_error(shape->context->diag,
                          (struct place){.file = sheet->path, .line = 1},
                          "the file has no table");
    }
    size_t *values = arena_array(arena, sheet->rows[p->head].count + 1, sizeof *values);
    size_t count = 0;
    shape_account(shape, 0, p->body, FATE_HEAD);
    shape_head(shape, p->head, p->body - p->head);
    genesis_signs(shape);
    bool area = add_keys(shape, p);
    read_preamble(shape, p, area);
    for (size_t i = p->keys; i < shape->width; i++) {
        if (p->times) {
            const struct sheet_row *row = &sheet->rows[p->body - 1];
            shape_column(shape, plain_day(sheet_text(row, i), arena), NULL, i);
        } else {
            add_value(shape, p, i);
        }
        values[count++] = i;
    }
    values[count] = STR_NOT_FOUND;
    shape->profile.layout =
        p->times ? &layout_area_by_period : &layout_period_by_indicator;
    shape->profile.decimal = keys_decimal(shape, values, ',');
    shape_total(shape, "Insgesamt");
    shape_rows(shape, p->body, p->end, NULL);
    shape_account(shape, p->end, sheet->row_count, FATE_NOTE);
    return true;
}

const struct export_kind export_genesis_table = {
    .kind = {"genesis-table", "GENESIS-Online (Destatis), Regionaldatenbank: tables",
             "德国联邦统计局 GENESIS：表格"},
    .knows = knows,
    .ends = {"____"},
    .encoding = "windows-1252",
    .level = "economy",
    .shape = shape_table,
};
