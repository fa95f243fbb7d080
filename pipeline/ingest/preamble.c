#include "ingest/preamble.h"
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/csv_prepare.h"
#include "ingest/periods.h"

static void add_line(struct preamble *p, const struct preamble_line *line,
                     struct arena *arena) {
    p->lines = arena_grow(arena, p->lines, p->count, &p->capacity, sizeof *p->lines);
    p->lines[p->count++] = *line;
}

/* "指标：地区生产总值(亿元)": split at the first colon. */
static bool split_pair(struct str text, struct str *key, struct str *value) {
    size_t wide = str_find(text, STR("："), 0), plain = str_find(text, STR(":"), 0);
    size_t at = wide < plain ? wide : plain;
    if (at == STR_NOT_FOUND || at == 0) {
        return false;
    }
    *key = clean_trim(str_slice(text, 0, at));
    *value = clean_trim(str_slice(text, at + (wide < plain ? 3 : 1), text.n));
    return true;
}

/* 填报单位 and 制表单位 are offices; so is what calls itself 单位 and is named like
 * one. */
static bool names_office(struct str value) {
    static const char *const tails[] = {"局", "厅", "委", "委员会", "院",   "公司",
                                        "处", "所", "部", "中心",   "政府", "大学"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        if (str_ends(value, str_from(tails[i]))) {
            return true;
        }
    }
    return false;
}

static bool is_key(struct str key) {
    static const char *const keys[] = {
        "数据库",   "指标",         "时间",     "时期",     "地区",     "表号",
        "制定机关", "批准机关",     "批准文号", "备案文号", "备案机关", "有效期至",
        "有效期",   "综合机关名称", "制表机关", "频度",     "指标名称", "报告期",
        "年份",     "统计时间",     "制表日期", "填表日期", "报出日期"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (str_equal(key, str_from(keys[i]))) {
            return true;
        }
    }
    static const char *const tails[] = {"单位", "时间", "日期", "单位名称", "电话"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        if (str_ends(key, str_from(tails[i]))) {
            return true;
        }
    }
    return false;
}

static size_t skip_blanks(struct str text, size_t at) {
    uint32_t cp;
    size_t length;
    while ((length = utf8_decode(text, at, &cp)) > 0 && clean_is_space(cp)) {
        at += length;
    }
    return at;
}

/* The length of 单位：, blanks within it or not; 0 if it does not stand there. */
static size_t unit_word(struct str text, size_t at) {
    static const struct str parts[] = {{"单", 3}, {"位", 3}};
    size_t from = at;
    for (size_t i = 0; i < 2; i++) {
        if (!str_starts(str_slice(text, at, text.n), parts[i])) {
            return 0;
        }
        at = skip_blanks(text, at + parts[i].n);
    }
    struct str rest = str_slice(text, at, text.n);
    size_t colon = str_starts(rest, STR("：")) ? 3 : str_starts(rest, STR(":")) ? 1 : 0;
    return colon == 0 ? 0 : at + colon - from;
}

/* Up to a bracket that closes one opened before it; and to the first blank, if what
   stands before it is a unit by itself. */
static struct str cut_unit(struct str value) {
    size_t depth = 0, end = value.n;
    for (size_t at = 0; at < end; at++) {
        struct str rest = str_slice(value, at, value.n);
        bool closes = str_starts(rest, STR(")")) || str_starts(rest, STR("）"));
        depth += str_starts(rest, STR("(")) || str_starts(rest, STR("（"));
        end = closes && depth == 0 ? at : end;
        depth -= closes && depth > 0;
    }
    value = clean_trim(str_slice(value, 0, end));
    uint32_t cp;
    for (size_t at = 0, n; (n = utf8_decode(value, at, &cp)) > 0; at += n) {
        if (clean_is_space(cp) && unit_list_known(str_slice(value, 0, at))) {
            return str_slice(value, 0, at);
        }
    }
    return value;
}

/* The part of a title or of its own cell that names the unit, "…（单位：家、亿元）",
   and what stands before it. An office (填报单位：…) is none. */
static bool find_unit(struct str text, struct str *before, struct str *unit) {
    static const char *const own[] = {"计量", "金额", "货币", "价值", "数量"};
    for (size_t at = 0; (at = str_find(text, STR("单"), at)) != STR_NOT_FOUND; at++) {
        size_t length = unit_word(text, at);
        if (length == 0) {
            continue;
        }
        bool alone = at == 0 || utf8_last(str_slice(text, 0, at)) < 0x4E00 ||
                     utf8_last(str_slice(text, 0, at)) > 0x9FFF;
        *before = str_slice(text, 0, at);
        for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
            if (str_ends(*before, str_from(own[i]))) {
                *before = str_slice(text, 0, at - str_from(own[i]).n);
                alone = true;
            }
        }
        *unit = cut_unit(clean_trim(str_slice(text, at + length, text.n)));
        *before = clean_trim(*before);
        if (unit_list_known(*unit) || (alone && unit->n > 0 && !names_office(*unit))) {
            return true;
        }
    }
    return false;
}

/* All of them, as a list: 证书数（单位：万张）和组织数（单位：家）. */
static bool find_units(struct str text, struct arena *arena, struct str *before,
                       struct str *units) {
    struct str unit, unused;
    if (!find_unit(text, before, units)) {
        return false;
    }
    unit = *units;
    for (;;) {
        text = str_slice(text, (size_t)(unit.p + unit.n - text.p), text.n);
        if (!find_unit(text, &unused, &unit)) {
            return true;
        }
        *units = arena_printf(arena, "%.*s、%.*s", STR_ARG(*units), STR_ARG(unit));
    }
}

/* Without the bracket that the unit stood in. */
static struct str without_open(struct str text) {
    return str_ends(text, STR("（"))  ? clean_trim(str_slice(text, 0, text.n - 3))
           : str_ends(text, STR("(")) ? clean_trim(str_slice(text, 0, text.n - 1))
                                      : text;
}

bool preamble_is_period(struct str text, const struct source_profile *profile,
                        struct arena *arena) {
    struct decimal d;
    struct period period;
    return !decimal_parse(text, &d) &&
           period_read(text, 2000, profile, arena, &period) == PERIOD_READ;
}

struct taker {
    struct preamble *out;
    const struct sheet_row *row;
    bool pairs; /* every cell is a key with its value */
    const struct source_profile *profile;
    struct arena *arena;
};

/* What one cell says; returns the last cell that was used up. */
static size_t take_cell(struct taker *t, size_t i) {
    struct str text = sheet_text(t->row, i), key, value, before;
    struct preamble_line line = {.row = t->row, .column = i};
    bool titled = preamble_find(t->out, "") != NULL;
    if (find_units(text, t->arena, &before, &value)) {
        line.key = STR("单位");
        line.value = value;
        struct preamble_line title = {
            .value = without_open(before), .row = t->row, .column = i};
        if (title.value.n > 0) {
            add_line(t->out, &title, t->arena);
        }
    } else if (t->pairs && split_pair(text, &key, &value)) {
        size_t from = i;
        for (size_t k = i + 1; k < t->row->count && value.n == 0; k++) {
            struct str next = sheet_text(t->row, k), other;
            value = split_pair(next, &other, &other) ? value : next;
            i = value.n > 0 ? k : i;
        }
        line.column = from;
        line.key = clean_key(key, t->arena);
        /* The unit in the next cell; else it is an office. */
        if (str_equal(line.key, STR("单位")) || str_equal(line.key, STR("计量单位"))) {
            line.key = unit_list_known(value) ? STR("单位") : STR("填报单位");
        }
        line.value = value;
    } else if (titled && preamble_is_period(text, t->profile, t->arena)) {
        line.key = STR("时期"); /* a line of its own below the title */
        line.value = text;
    } else if (!prepare_is_note(text)) {
        line.value = text;
    } else {
        return i;
    }
    add_line(t->out, &line, t->arena);
    return i;
}

bool preamble_unit(struct str text, struct str *unit) {
    struct str before;
    return find_unit(text, &before, unit) && before.n == 0;
}

bool preamble_take_unit(struct preamble *preamble, const struct sheet_row *row,
                        struct arena *arena) {
    size_t at = row->count;
    for (size_t i = row->count; i-- > 0;) {
        bool filled = sheet_filled(row, i);
        if (filled && at < row->count) {
            return false;
        }
        at = filled ? i : at;
    }
    struct preamble_line line = {.key = STR("单位"), .row = row, .column = at};
    bool unit =
        preamble_unit(sheet_text(row, at), &line.value) && unit_list_known(line.value);
    if (unit) {
        add_line(preamble, &line, arena);
    }
    return unit;
}

bool preamble_take(struct preamble *preamble, const struct sheet_row *row,
                   size_t widest, const struct source_profile *profile,
                   struct arena *arena) {
    bool pairs = true, unit = false, waits = false;
    size_t count = 0, cells = 0;
    for (size_t i = 0; i < row->count; i++) {
        cells += sheet_filled(row, i);
    }
    for (size_t i = 0; i < row->count; i++) {
        struct str text = sheet_text(row, i), key, value;
        bool pair = split_pair(text, &key, &value) && is_key(clean_key(key, arena));
        /* 测试指标（单位：个） in a row of several is the head of a column, and
           单位：个 before others the corner of a head, unless it is too narrow for one.
         */
        bool corner = count == 0 && cells > 1 && cells >= widest;
        unit |= !corner && preamble_unit(text, &value);
        /* 表号： in one cell, its value in the next. */
        pairs &= text.n == 0 || pair || waits;
        waits = pair ? value.n == 0 : waits && text.n == 0;
        count += text.n > 0;
    }
    if (!pairs && !unit && (count > 1 || widest <= 1)) {
        return false;
    }
    struct taker taker = {preamble, row, pairs, profile, arena};
    for (size_t i = 0; i < row->count; i++) {
        if (sheet_filled(row, i)) {
            i = take_cell(&taker, i);
        }
    }
    return true;
}

const struct preamble_line *preamble_find(const struct preamble *preamble,
                                          const char *key) {
    for (size_t i = 0; i < preamble->count; i++) {
        const struct preamble_line *line = &preamble->lines[i];
        if (line->value.n > 0 && str_equal(line->key, str_from(key))) {
            return line;
        }
    }
    return NULL;
}
