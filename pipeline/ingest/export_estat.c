/* e-Stat (Japan): answers of its API as CSV, and downloads of its database. */
#include "ingest/exports.h"
#include <string.h>

static bool ends_in_code(const struct export_head *head, size_t line) {
    return export_has(head, line, " コード,") || export_ends(head, line, " コード");
}

static const char *knows_api(const struct export_head *head) {
    struct str line = export_cell(head, 0, "\n", 0);
    return str_equal(line, STR("RESULT")) || str_equal(line, STR("VALUE")) ||
                   export_starts(head, 0, "tab_code,")
               ? ","
               : NULL;
}

static const char *knows_database(const struct export_head *head) {
    bool found = export_starts(head, 0, "統計名：");
    for (size_t i = 0; i < head->count && !found; i++) {
        found = ends_in_code(head, i);
    }
    return found ? "," : NULL;
}

/* ---- periods ---- */

/* 2023000909 is a month, …0709 a quarter, …0106 a half, 2022000000 a year, 2022100000
   the financial year that begins in April. */
static struct str time_code(struct str code, struct arena *arena) {
    struct decimal year, first, last;
    if (code.n != 10 || !decimal_parse(str_slice(code, 0, 4), &year) ||
        !decimal_parse(str_slice(code, 6, 8), &first) ||
        !decimal_parse(str_slice(code, 8, 10), &last)) {
        return code;
    }
    int y = (int)year.coefficient, a = (int)first.coefficient,
        b = (int)last.coefficient;
    bool financial = code.p[4] == '1';
    if (a == 0 && b == 0) {
        return financial ? arena_printf(arena, "%d/%d", y, y + 1)
                         : arena_printf(arena, "%d", y);
    }
    return a == b                           ? arena_printf(arena, "%d-%02d", y, a)
           : b - a == 2 && (a - 1) % 3 == 0 ? arena_printf(arena, "%d-Q%d", y, b / 3)
           : b - a == 5 && (a - 1) % 6 == 0 ? arena_printf(arena, "%d-H%d", y, b / 6)
                                            : code;
}

static struct str period(const struct shape *shape, const struct sheet_row *row,
                         const struct shape_column *column) {
    return time_code(sheet_text(row, column->from), shape->context->scratch);
}

/* 2018年 of 平成30年, 2018 of 2018年. */
static struct str head_period(struct str head, struct arena *arena) {
    static const struct {
        const char *era;
        int before;
    } eras[] = {{"令和", 2018}, {"平成", 1988}, {"昭和", 1925}, {"大正", 1911}};
    for (size_t i = 0; i < sizeof eras / sizeof *eras; i++) {
        struct str era = str_from(eras[i].era);
        size_t year = str_find(head, STR("年"), 0);
        struct decimal n;
        struct str number = str_slice(head, era.n, year);
        bool first = str_equal(number, STR("元"));
        if (str_starts(head, era) && year != STR_NOT_FOUND &&
            (first || decimal_parse(number, &n))) {
            int of = first ? 1 : (int)n.coefficient;
            return arena_printf(arena, "%d%.*s", eras[i].before + of,
                                STR_ARG(str_slice(head, year, head.n)));
        }
    }
    return head;
}

/* ---- signs ---- */

/* What the lines "NOTE", sign, meaning say; else what the office usually means. */
static void add_signs(struct shape *shape, size_t before) {
    static const char *const meanings[][2] = {{"秘匿", "suppressed"},
                                              {"単位に満たない", "negligible"},
                                              {"該当数字がない", "zero"},
                                              {"該当値がない", "zero"}};
    struct arena *arena = shape->context->scratch;
    for (size_t k = 0; k < before; k++) {
        const struct sheet_row *row = &shape->sheet->rows[k];
        struct str text = sheet_text(row, 2), sign = sheet_text(row, 1);
        const char *meaning = "missing";
        for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
            if (str_find(text, str_from(meanings[i][0]), 0) != STR_NOT_FOUND) {
                meaning = meanings[i][1];
            }
        }
        if (str_equal(sheet_text(row, 0), STR("NOTE")) && sign.n > 0) {
            shape_symbol(shape, arena_copy(arena, sign).p, meaning);
        }
    }
    shape_symbol(shape, "-", "zero");
    shape_symbol(shape, "***", "missing");
    shape_symbol(shape, "...", "missing");
    shape_symbol(shape, "…", "missing");
    shape_symbol(shape, "X", "suppressed");
    shape_symbol(shape, "x", "suppressed");
    shape_item(shape, "総数", "total");
}

/* 速報値: preliminary. */
static struct str annotation(const struct shape *shape, const struct sheet_row *row,
                             const struct shape_column *column) {
    struct str text = sheet_text(row, column->from);
    (void)shape;
    return str_starts(text, STR("速報"))   ? STR("P")
           : str_starts(text, STR("推計")) ? STR("E")
           : str_starts(text, STR("改定")) ? STR("R")
                                           : (struct str){"", 0};
}

/* ---- API ---- */

static bool shape_api(struct shape *shape) {
    const struct sheet *sheet = shape->sheet;
    size_t first = 0;
    while (first + 1 < sheet->row_count &&
           shape_find(&sheet->rows[first], "time_code") == STR_NOT_FOUND) {
        first++;
    }
    const struct sheet_row *head = &sheet->rows[first];
    shape_account(shape, 0, first, FATE_HEAD);
    shape_head(shape, first, 1);
    for (size_t i = 0; i < shape->width; i++) {
        struct str text = sheet_text(head, i);
        bool pair = str_ends(text, STR("_code"));
        const char *role = str_equal(text, STR("tab_code"))     ? "indicator"
                           : str_equal(text, STR("area_code"))  ? "area"
                           : str_equal(text, STR("time_code"))  ? "period"
                           : str_equal(text, STR("unit"))       ? "unit"
                           : str_equal(text, STR("value"))      ? "value"
                           : str_equal(text, STR("annotation")) ? "status"
                           : pair                               ? "dimension"
                                                                : "note";
        struct shape_column *c = shape_column(shape, text, role, i);
        c->name = pair ? sheet_text(head, i + 1) : (struct str){"", 0};
        c->label = pair ? shape_beside : NULL;
        c->label_from = i + 1;
        c->cell = strcmp(role, "period") == 0   ? period
                  : strcmp(role, "status") == 0 ? annotation
                                                : NULL;
        i += pair;
    }
    shape->profile.layout = &layout_long;
    shape->profile.decimal = STR(".");
    shape_option(shape, "financial_years", "span");
    add_signs(shape, first);
    shape_rows(shape, first + 1, sheet->row_count, NULL);
    return true;
}

const struct export_kind export_estat_api = {
    .kind = {"estat-api", "e-Stat (Japan): answers of its API", "日本 e-Stat 接口"},
    .knows = knows_api,
    .encoding = "Shift_JIS",
    .level = "economy",
    .shape = shape_api,
};

/* ---- database ---- */

static bool is_code(struct str head) { return str_ends(head, STR(" コード")); }

/* 人 of 人口【人】: the words of what is counted end in its unit. */
static struct str unit(const struct shape *shape, const struct sheet_row *row,
                       const struct shape_column *column) {
    struct str name, unit;
    (void)shape;
    return shape_split_unit(sheet_text(row, column->from), &name, &unit)
               ? unit
               : (struct str){"", 0};
}

static struct str unit_of(struct str words, struct arena *arena) {
    struct str name, unit;
    (void)arena;
    return shape_split_unit(words, &name, &unit) ? unit : (struct str){"", 0};
}

/* 人口 under 人口 コード, behind 人口 補助コード. */
static size_t words_of(const struct sheet_row *head, size_t at) {
    struct str text = sheet_text(head, at);
    struct str stem = str_slice(text, 0, text.n - STR(" コード").n);
    for (size_t i = at + 1; i < head->count; i++) {
        if (str_equal(sheet_text(head, i), stem)) {
            return i;
        }
    }
    return at;
}

static bool is_place(struct str head) {
    static const char *const names[] = {"地域", "全国", "都道府県", "市区町村", "県"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_find(head, str_from(names[i]), 0) != STR_NOT_FOUND) {
            return true;
        }
    }
    return false;
}

/* 2015年_不詳補完値: the year once more, in another version. */
static void add_version(struct shape *shape, struct str head, size_t at) {
    struct arena *arena = shape->context->scratch;
    size_t mark = str_find(head, STR("_"), 0);
    struct str time = head_period(str_slice(head, 0, mark), arena);
    if (mark == STR_NOT_FOUND || !shape_is_period(shape, time)) {
        return;
    }
    struct str version = str_slice(head, mark + 1, head.n);
    struct shape_column *c = shape_column(
        shape, arena_printf(arena, "%.*s/%.*s", STR_ARG(time), STR_ARG(version)), NULL,
        at);
    c->dimension = STR("時間軸");
    c->item = version;
}

static bool shape_database(struct shape *shape) {
    const struct sheet *sheet = shape->sheet;
    size_t first = 0;
    bool found = false, area = false, counted = false;
    for (; first < sheet->row_count && !found; first++) {
        for (size_t i = 0; i < sheet->rows[first].count; i++) {
            found |= is_code(sheet_text(&sheet->rows[first], i));
        }
    }
    first -= first > 0;
    const struct sheet_row *head = &sheet->rows[first];
    shape_account(shape, 0, first, FATE_HEAD);
    shape_head(shape, first, 1);
    for (size_t i = 0; i < shape->width; i++) {
        struct str text = sheet_text(head, i);
        struct str time = head_period(text, shape->context->scratch);
        if (shape_is_period(shape, time)) {
            shape_column(shape, time, NULL, i);
        } else {
            add_version(shape, text, i);
        }
        if (str_ends(text, STR("補助コード"))) {
            shape_column(shape, text, "note", i);
            continue;
        }
        if (!is_code(text)) {
            continue;
        }
        size_t words = words_of(head, i);
        bool what = !counted && str_starts(text, STR("表章項目"));
        bool here = !what && !area && is_place(text);
        bool is_time = str_starts(text, STR("時間軸"));
        struct shape_column *c = shape_column(shape, text,
                                              what      ? "indicator"
                                              : here    ? "area"
                                              : is_time ? "period"
                                                        : "dimension",
                                              i);
        c->name = sheet_text(head, words);
        shape_cell_of(c, is_time ? period : NULL, 0);
        c->label = shape_beside;
        c->label_from = words;
        if (what && words != i) {
            shape_column(shape, STR("表章項目 単位"), "unit", words)->cell = unit;
        }
        area |= here;
        counted |= what;
    }
    size_t value = shape_find(head, "value");
    if (value != STR_NOT_FOUND) {
        shape_column(shape, STR("value"), "value", value);
    }
    shape->profile.layout =
        value != STR_NOT_FOUND ? &layout_long : &layout_area_by_period;
    shape->profile.decimal = STR(".");
    shape->unit_of = unit_of;
    shape_option(shape, "financial_years", "span");
    add_signs(shape, 0);
    shape_rows(shape, first + 1, sheet->row_count, NULL);
    return true;
}

const struct export_kind export_estat_database = {
    .kind = {"estat-database", "e-Stat (Japan): downloads of its database",
             "日本 e-Stat 数据库下载"},
    .knows = knows_database,
    .encoding = "Shift_JIS",
    .level = "economy",
    .shape = shape_database,
};
