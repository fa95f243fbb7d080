/* INSEE (France): data sets of Melodi, and the series of its bank (BDM). */
#include "ingest/export_keys.h"
#include "ingest/exports.h"
#include <string.h>

static const char *knows(const struct export_head *head) {
    bool melodi = export_has(head, 0, "GEO;GEO_OBJECT");
    bool bank = export_starts(head, 0, "Libellé;") &&
                (export_has(head, 0, "idBank") || export_has(head, 1, "idBank"));
    return melodi || bank ? ";" : NULL;
}

/* ---- series: newest first, a column each, or a row each ---- */

/* 2023-T3 is a quarter there. */
static struct str quarter(struct str text, struct arena *arena) {
    bool third = text.n == 7 && text.p[4] == '-' && text.p[5] == 'T';
    return third ? arena_printf(arena, "%.4s-Q%.1s", text.p, text.p + 6) : text;
}

static struct str period(const struct shape *shape, const struct sheet_row *row,
                         const struct shape_column *column) {
    return quarter(sheet_text(row, column->from), shape->context->scratch);
}

static struct str code(const struct shape *shape, const struct sheet_row *row,
                       const struct shape_column *column) {
    (void)shape;
    struct str text = sheet_text(row, column->from);
    return str_equal(text, STR("SD")) ? STR("P") : text; /* semi-definite */
}

static size_t row_of(const struct shape *shape, const char *key) {
    size_t i = 0;
    while (i < shape->sheet->row_count &&
           !str_equal(sheet_text(&shape->sheet->rows[i], 0), str_from(key))) {
        i++;
    }
    return i;
}

static void shape_columns(struct shape *shape) {
    const struct sheet *sheet = shape->sheet;
    size_t bank = row_of(shape, "idBank"), name = row_of(shape, "Libellé"), first = 0;
    while (first < sheet->row_count &&
           !shape_is_period(shape, quarter(sheet_text(&sheet->rows[first], 0),
                                           shape->context->scratch))) {
        first++;
    }
    shape_account(shape, 0, first, FATE_HEAD);
    shape_head(shape, bank < sheet->row_count ? bank : 0, 1);
    shape_column(shape, STR("Période"), "period", 0)->cell = period;
    for (size_t i = 1; i < sheet->rows[first < sheet->row_count ? first : 0].count;
         i++) {
        struct str text = sheet_text(shape->table.head, i);
        if (text.n > 0) {
            struct shape_column *c = shape_column(shape, text, NULL, i);
            c->name = sheet_text(&sheet->rows[name], i);
        } else {
            shape_column(shape, STR("Codes"), "status", i)->cell = code;
            shape->width = shape->width > i ? shape->width : i + 1;
        }
    }
    shape->profile.layout = &layout_period_by_indicator;
    shape_rows(shape, first, sheet->row_count, NULL);
}

/* A value with its code, as Eurostat writes flags: in the line below the values of a
   series stand their codes. */
static struct str with_code(const struct shape *shape, const struct sheet_row *row,
                            const struct shape_column *column) {
    static const char *const flags[][2] = {
        {"P", "p"}, {"SD", "p"}, {"E", "e"}, {"R", "r"}};
    const struct sheet *sheet = shape->sheet;
    struct str text = sheet_text(row, column->from), letter = {"", 0};
    bool below = row + 1 < sheet->rows + sheet->row_count && !sheet_filled(row + 1, 1);
    letter = below ? sheet_text(row + 1, column->from) : letter;
    for (size_t i = 0; i < sizeof flags / sizeof *flags && text.n > 0; i++) {
        if (str_equal(letter, str_from(flags[i][0]))) {
            return arena_printf(shape->context->scratch, "%.*s %s", STR_ARG(text),
                                flags[i][1]);
        }
    }
    return text;
}

static enum cell_fate is_series(const struct shape *shape,
                                const struct sheet_row *row) {
    size_t bank = shape_find(shape->table.head, "idBank");
    return sheet_filled(row, bank) ? FATE_OPEN : FATE_NOTE;
}

static void shape_series_rows(struct shape *shape) {
    const struct sheet_row *head = &shape->sheet->rows[0];
    struct arena *arena = shape->context->scratch;
    shape_head(shape, 0, 1);
    size_t bank = shape_find(head, "idBank");
    struct shape_column *c = shape_column(shape, STR("idBank"), "indicator", bank);
    c->label = shape_beside;
    c->label_from = 0;
    for (size_t i = 1; i < shape->width; i++) {
        struct str text = quarter(sheet_text(head, i), arena);
        if (shape_is_period(shape, text)) {
            shape_column(shape, text, NULL, i)->cell = with_code;
        }
    }
    shape_rest(shape);
    shape->profile.layout = &layout_indicator_by_period;
    shape->looks_below = true;
    shape_rows(shape, 1, shape->sheet->row_count, is_series);
}

static bool shape_insee(struct shape *shape) {
    const struct sheet_row *head = &shape->sheet->rows[0];
    if (shape_find(head, "GEO_OBJECT") != STR_NOT_FOUND) {
        shape_head(shape, 0, 1);
        keys_table(shape, 0, false);
        return true;
    }
    shape->profile.decimal = STR(".");
    if (shape_find(head, "idBank") != STR_NOT_FOUND) {
        shape_series_rows(shape);
    } else {
        shape_columns(shape);
    }
    return true;
}

const struct export_kind export_insee = {
    .kind = {"insee", "INSEE (France): Melodi, series", "法国国家统计局"},
    .knows = knows,
    .level = "economy",
    .shape = shape_insee,
};
