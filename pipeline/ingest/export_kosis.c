/* KOSIS (Korea): a head of two rows, periods over what is counted; one row, with
   columns 항목 and 단위 before the periods; or a row a figure with a column 시점. */
#include "ingest/exports.h"
#include <string.h>

static bool has_hangul(struct str text) {
    for (size_t at = 0, n = 0; at < text.n; at += n) {
        uint32_t cp;
        n = utf8_decode(text, at, &cp);
        if (cp >= 0xAC00 && cp <= 0xD7A3) {
            return true;
        }
    }
    return false;
}

static const char *knows(const struct export_head *head) {
    struct str first = head->lines[0];
    if (!has_hangul(first) || !export_has(head, 0, ",")) {
        return NULL;
    }
    struct str cell = export_cell(head, 0, ",", 0);
    bool again =
        head->count > 1 && cell.n > 0 && str_equal(cell, export_cell(head, 1, ",", 0));
    bool counted = export_has(head, 0, "항목,") || export_has(head, 0, "단위,");
    return again || counted || export_has(head, 0, "시점") ? "," : NULL;
}

/* 2023.10 is October, 2023.3/4 a quarter, 2023.1/2 a half; p) and e) stay behind. */
static struct str period_text(struct str text, struct arena *arena) {
    static const char *const words[] = {" 월", "월", " 분기", "분기", " 년", "년"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        text.n -= str_ends(text, str_from(words[i])) ? strlen(words[i]) : 0;
    }
    size_t dot = str_find(text, STR("."), 0), slash = str_find(text, STR("/"), 0);
    if (dot != 4 || text.n < 6) {
        return text;
    }
    struct str year = str_slice(text, 0, 4), tail = str_slice(text, 5, text.n);
    if (slash == 6 && text.n > 7 && (text.p[7] == '4' || text.p[7] == '2')) {
        return arena_printf(arena, "%.*s-%c%.1s%.*s", STR_ARG(year),
                            text.p[7] == '4' ? 'Q' : 'H', tail.p,
                            STR_ARG(str_slice(text, 8, text.n)));
    }
    return arena_printf(arena, "%.*s-%.*s", STR_ARG(year), STR_ARG(tail));
}

static struct str period(const struct shape *shape, const struct sheet_row *row,
                         const struct shape_column *column) {
    return period_text(sheet_text(row, column->from), shape->context->scratch);
}

static bool is_place(struct str head) {
    static const char *const names[] = {"시도", "행정구역", "지역", "시군구", "국가"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_find(head, str_from(names[i]), 0) != STR_NOT_FOUND) {
            return true;
        }
    }
    return false;
}

/* The columns that say what a value is. False for another one. */
static bool add_named(struct shape *shape, size_t at) {
    struct str text = sheet_text(shape->table.head, at);
    if (str_equal(text, STR("시점"))) {
        shape_cell_of(shape_column(shape, text, "period", at), period, 0);
    } else if (str_equal(text, STR("단위"))) {
        shape_column(shape, text, "unit", at);
    } else if (str_equal(text, STR("항목"))) {
        shape_column(shape, text, "indicator", at);
    } else if (str_equal(text, STR("데이터")) || str_equal(text, STR("값"))) {
        shape_column(shape, text, "value", at);
    } else {
        return false;
    }
    return true;
}

/* A key of the rows: an area, or a dimension. */
static void add_key(struct shape *shape, size_t at, bool *area) {
    struct str text = sheet_text(shape->table.head, at);
    bool here = !*area && is_place(text);
    shape_column(shape, text, here ? "area" : "dimension", at);
    *area |= here;
}

/* "2023 p)" over "인증서 수 (건)". */
static void add_value(struct shape *shape, size_t at) {
    struct arena *arena = shape->context->scratch;
    struct str time = period_text(sheet_text(&shape->sheet->rows[0], at), arena);
    struct str below = sheet_text(&shape->sheet->rows[1], at), name = below;
    struct str unit = {"", 0};
    shape_split_unit(below, &name, &unit);
    struct shape_column *c = shape_column(
        shape, arena_printf(arena, "%.*s/%.*s", STR_ARG(time), STR_ARG(name)), NULL,
        at);
    c->indicator = name;
    c->unit = unit;
}

static void shape_wide(struct shape *shape) {
    const struct sheet_row *first = &shape->sheet->rows[0], *second = first + 1;
    bool area = false;
    shape_head(shape, 0, 2);
    for (size_t i = 0; i < shape->width; i++) {
        if (str_equal(sheet_text(first, i), sheet_text(second, i))) {
            add_key(shape, i, &area);
        } else {
            add_value(shape, i);
        }
    }
    shape->profile.layout = &layout_area_by_period;
    shape_rows(shape, 2, shape->sheet->row_count, NULL);
}

static void shape_long(struct shape *shape) {
    const struct sheet_row *head = &shape->sheet->rows[0];
    bool area = false;
    shape_head(shape, 0, 1);
    for (size_t i = 0; i < shape->width; i++) {
        struct str text = sheet_text(head, i), name = text, unit = {"", 0};
        if (add_named(shape, i)) {
            continue;
        }
        if (!is_place(text) && shape_is_numbers(shape, 1, i)) {
            shape_split_unit(text, &name, &unit);
            shape_column(shape, name, NULL, i)->unit = unit;
        } else {
            add_key(shape, i, &area);
        }
    }
    shape->profile.layout = &layout_period_by_indicator;
    shape_rows(shape, 1, shape->sheet->row_count, NULL);
}

/* Periods in one row, behind what is counted. */
static bool has_period_heads(const struct shape *shape) {
    const struct sheet_row *head = &shape->sheet->rows[0];
    struct str last = sheet_text(head, head->count > 0 ? head->count - 1 : 0);
    return shape_is_period(shape, period_text(last, shape->context->scratch));
}

static void shape_periods(struct shape *shape) {
    struct arena *arena = shape->context->scratch;
    bool area = false;
    shape_head(shape, 0, 1);
    for (size_t i = 0; i < shape->width; i++) {
        struct str time = period_text(sheet_text(shape->table.head, i), arena);
        if (shape_is_period(shape, time)) {
            shape_column(shape, time, NULL, i);
        } else if (!add_named(shape, i)) {
            add_key(shape, i, &area);
        }
    }
    shape->profile.layout = &layout_area_by_period;
    shape_rows(shape, 1, shape->sheet->row_count, NULL);
}

static bool shape_kosis(struct shape *shape) {
    const struct sheet *sheet = shape->sheet;
    static const char *const totals[] = {"계", "합계", "소계", "전체"};
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++) {
        shape_item(shape, totals[i], "total");
    }
    shape->profile.decimal = STR(".");
    shape_symbol(shape, "-", "zero");
    shape_symbol(shape, "X", "suppressed");
    shape_symbol(shape, "x", "suppressed");
    shape_symbol(shape, "…", "missing");
    shape_symbol(shape, "...", "missing");
    if (sheet->row_count > 1 &&
        str_equal(sheet_text(&sheet->rows[0], 0), sheet_text(&sheet->rows[1], 0))) {
        shape_wide(shape);
    } else if (has_period_heads(shape)) {
        shape_periods(shape);
    } else {
        shape_long(shape);
    }
    return true;
}

const struct export_kind export_kosis = {
    .kind = {"kosis", "KOSIS (Korea)", "韩国国家统计门户 KOSIS"},
    .knows = knows,
    .encoding = "windows-949",
    .level = "economy",
    .shape = shape_kosis,
};
