#include "ingest/preamble.h"
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/columns.h"
#include "ingest/csv_prepare.h"
#include "ingest/note_lines.h"
#include "ingest/periods.h"
#include "ingest/title.h"
#include "ingest/unit_line.h"

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

static bool is_key(struct str key) {
    static const char *const keys[] = {
        "数据库",   "指标",         "时间",     "时期",     "地区",     "表号",
        "制定机关", "批准机关",     "批准文号", "备案文号", "备案机关", "有效期至",
        "有效期",   "综合机关名称", "制表机关", "频度",     "指标名称", "报告期",
        "年份",     "统计时间",     "年度",     "所属期",   "所属时期", "数据时间",
        "统计年度", "数据年份",     "报告年度", "统计期",   "制表日期", "填表日期",
        "报出日期"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (str_equal(key, str_from(keys[i]))) {
            return true;
        }
    }
    static const char *const tails[] = {"单位", "时间", "日期",     "时点",
                                        "截至", "截止", "单位名称", "电话"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        if (str_ends(key, str_from(tails[i]))) {
            return true;
        }
    }
    return unit_line_key(key);
}

/* Without the bracket that the unit stood in. */
static struct str without_open(struct str text) {
    static const char *const opening[] = {"(", "（", "[", "［", "【"};
    for (size_t i = 0; i < sizeof opening / sizeof *opening; i++) {
        if (str_ends(text, str_from(opening[i]))) {
            return clean_trim(str_slice(text, 0, text.n - str_from(opening[i]).n));
        }
    }
    return text;
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

/* How a line of units is called in messages. */
static struct str label_of(struct str text) {
    bool chinese =
        str_find(text, STR("单"), 0) != STR_NOT_FOUND || utf8_length(text) < text.n;
    return chinese ? STR("单位") : STR("Unit");
}

/* 注：1.不含港澳台。2.单位：万张。 above the head. */
static bool note_says_unit(struct str note, struct str *unit) {
    struct str line;
    for (size_t at = 0; note_line_next(note, &at, &line);) {
        if (title_note_unit(line, unit)) {
            return true;
        }
    }
    return false;
}

/* What one cell says; returns the last cell that was used up. */
static size_t take_cell(struct taker *t, size_t i) {
    struct str text = sheet_text(t->row, i), key, value, before;
    struct preamble_line line = {.row = t->row, .column = i};
    bool titled = preamble_find(t->out, "") != NULL;
    if (unit_line_find(text, t->arena, &before, &value)) {
        struct str next = i + 1 < t->row->count ? sheet_text(t->row, i + 1) : value;
        bool split = unit_line_goes_on(value, next);
        line.key = label_of(text);
        line.value =
            split ? arena_printf(t->arena, "%.*s,%.*s", STR_ARG(value), STR_ARG(next))
                  : value;
        i += split;
        struct preamble_line title = {
            .value = without_open(before), .row = t->row, .column = i};
        if (title.value.n > 0) {
            add_line(t->out, &title, t->arena);
        }
    } else if (unit_line_bare(text, &value)) {
        line.key = label_of(text);
        line.value = value;
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
        if (unit_line_key(line.key)) {
            line.key = unit_list_known(value) ? label_of(text) : STR("填报单位");
        }
        line.value = value;
    } else if (titled && preamble_is_period(text, t->profile, t->arena)) {
        line.key = STR("时期"); /* a line of its own below the title */
        line.value = text;
    } else if (!prepare_is_note(text)) {
        line.value = text;
    } else if (note_says_unit(text, &value)) {
        line.key = STR("单位");
        line.value = value;
    } else {
        return i;
    }
    add_line(t->out, &line, t->arena);
    return i;
}

bool preamble_unit(struct str text, struct str *unit) {
    return unit_line_alone(text, unit);
}

bool preamble_line_unit(struct str text, struct str *unit) {
    bool note =
        prepare_is_note(text) || (text.n > 0 && text.p[0] >= '0' && text.p[0] <= '9');
    return (preamble_unit(text, unit) && unit_list_known(*unit)) ||
           (!note && title_note_unit(text, unit)); /* 以上单位：万张 */
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
    struct preamble_line line = {.row = row, .column = at};
    struct str text = sheet_text(row, at);
    bool unit = preamble_line_unit(text, &line.value);
    line.key = label_of(text);
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
        struct str text = sheet_text(row, i), key, value, of;
        bool pair = split_pair(text, &key, &value) && is_key(clean_key(key, arena));
        /* 测试指标（单位：个） in a row of several is the head of a column, and
           单位：个 before others the corner of a head, unless it is too narrow for one.
         */
        bool corner = count == 0 && cells > 1 && cells >= widest;
        /* The title and （万元） at its right, no head of two levels. */
        bool last = count == 1 && cells == 2 && cells < widest &&
                    columns_usual_role(sheet_text(row, sheet_first_filled(row, 0)),
                                       arena) == ROLE_SKIP;
        /* 单位 Unit: the head of a column. */
        bool head = cells > 1 && columns_usual_role(text, arena) == ROLE_UNIT;
        unit |= !corner && !head &&
                (preamble_unit(text, &of) || (last && unit_line_bare(text, &of)));
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

static bool says_unit(const struct preamble *p, struct arena *arena) {
    struct str unit;
    for (size_t i = 0; i < p->count; i++) {
        const struct preamble_line *line = &p->lines[i];
        if (unit_line_key(clean_key(line->key, arena)) ||
            (line->key.n == 0 && title_unit(line->value, arena, &unit))) {
            return true;
        }
    }
    return false;
}

/* A line of the file for a table that does not say it itself; of tables one above the
   other only the unit, since each has a title of its own. */
static void take_distant(struct preamble *own, struct preamble_line line, bool beside,
                         bool unit_said, struct arena *arena) {
    struct str unit;
    bool unit_line = unit_line_key(clean_key(line.key, arena));
    bool in_title = line.key.n == 0 && title_unit(line.value, arena, &unit);
    line.distant = true;
    if (!beside && in_title) {
        line.key = STR("单位");
        line.value = unit;
        unit_line = true;
    }
    char key[64] = "";
    for (size_t i = 0; i < line.key.n && i + 1 < sizeof key; i++) {
        key[i] = line.key.p[i];
        key[i + 1] = '\0';
    }
    if (unit_line ? !unit_said : beside && preamble_find(own, key) == NULL) {
        add_line(own, &line, arena);
    }
}

void preamble_take_above(struct preamble *preamble, const struct sheet *sheet,
                         const struct source_profile *profile, struct arena *arena) {
    bool unit_said = says_unit(preamble, arena), beside = sheet->outside_count > 0;
    struct preamble above = {0};
    size_t widest = 2;
    for (size_t i = 0; i < sheet->above_count; i++) {
        size_t count = sheet_filled_count(&sheet->above[i]);
        widest = count > widest ? count : widest;
    }
    for (size_t i = 0; i < sheet->above_count; i++) {
        const struct sheet_row *row = &sheet->above[i];
        if (sheet_filled_count(row) > 0 &&
            !preamble_take(&above, row, widest, profile, arena)) {
            break;
        }
    }
    for (size_t i = 0; i < above.count; i++) {
        take_distant(preamble, above.lines[i], beside, unit_said, arena);
    }
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
