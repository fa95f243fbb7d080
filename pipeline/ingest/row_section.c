/* Rows between others that say what those below them are: 二、测试指标二, 江苏省, 女,
   2021年数据, 表二. What the values are read as must be the same. */
#include "dataset/codes.h"
#include "ingest/clean.h"
#include "ingest/layouts.h"
#include "ingest/marks.h"
#include "ingest/note_rows.h"
#include "ingest/row_reader.h"
#include "ingest/title.h"
#include "words/words.h"
#include <string.h>

/* 二、, （二）, 2., 表2-1, 其中：: what numbers a heading. */
static struct str without_number(struct str text) {
    static const char *const heads[] = {"表",   "Table",    "第", "（", "(",
                                        "其中", "of which", "#",  "："};
    static const char *const digits[] = {"一", "二", "三", "四", "五", "六", "七",
                                         "八", "九", "十", "0",  "1",  "2",  "3",
                                         "4",  "5",  "6",  "7",  "8",  "9",  "-"};
    static const char *const ends[] = {"、", "）", ")",    "．", ".", "：",
                                       ":",  " ",  "部分", "节", "篇"};
    struct str s = clean_trim(text);
    bool head = false, number = false, end = false;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        head |= clean_cut(&s, heads[i]);
    }
    struct str named = s;
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < sizeof digits / sizeof *digits; i++) {
            more |= clean_cut(&s, digits[i]);
        }
        number |= more;
    }
    for (size_t i = 0; number && i < sizeof ends / sizeof *ends; i++) {
        end |= clean_cut(&s, ends[i]);
    }
    s = number && (end || head || s.n == 0) ? s : named;
    while (s.n > 0 && (str_ends(s, STR("：")) || str_ends(s, STR(":")))) {
        s = clean_trim(str_slice(s, 0, s.n - (str_ends(s, STR(":")) ? 1 : 3)));
    }
    return s;
}

/* What the values are read as, in a few words. */
struct read_as {
    bool told; /* some column of the rows says it: they are believed */
    bool agrees;
    struct str name; /* of what one of them is; empty: nothing is known of it */
};

static struct read_as see_area(const struct row_reader *r, uint32_t id) {
    const struct dataset *ds = r->context->ds;
    struct read_as as = {.told = r->area_columns > 0, .agrees = r->area == id};
    uint32_t one = r->area;
    for (size_t i = 0; i < r->table->width; i++) {
        const struct column *c = &r->columns[i];
        if (c->role == ROLE_VALUE && c->area != DATASET_NONE) {
            as.agrees |= c->area == id;
            one = c->area;
        }
    }
    as.name = one != DATASET_NONE ? dataset_area(ds, one)->name : as.name;
    return as;
}

static struct read_as see_indicator(const struct row_reader *r, uint32_t id) {
    const struct dataset *ds = r->context->ds;
    struct read_as as = {.told = r->indicator_columns > 0,
                         .agrees = r->indicator == id};
    uint32_t one = r->indicator;
    for (size_t i = 0; i < r->table->width; i++) {
        const struct column *c = &r->columns[i];
        if (c->role == ROLE_VALUE && c->indicator != DATASET_NONE) {
            as.agrees |= c->indicator == id;
            one = c->indicator;
        }
    }
    as.name = one != DATASET_NONE ? dataset_indicator(ds, one)->name : as.name;
    return as;
}

static bool overlaps(struct period a, const struct title_period *b) {
    int from, to, first, last, unused;
    return !period_months(a, &from, &to) || !period_months(b->first, &first, &unused) ||
           !period_months(b->last, &unused, &last) || (from <= last && first <= to);
}

static struct read_as see_period(const struct row_reader *r,
                                 const struct title_period *said) {
    struct read_as as = {.told = r->period_columns > 0};
    if (r->has_period) {
        as.agrees = overlaps(r->period, said);
        as.name = period_code(r->period, r->context->scratch);
    }
    for (size_t i = 0; i < r->table->width; i++) {
        const struct column *c = &r->columns[i];
        if (c->role == ROLE_VALUE && c->has_period) {
            as.agrees |= overlaps(c->period, said);
            as.name = period_code(c->period, r->context->scratch);
        }
    }
    return as;
}

static bool contradicts(const struct read_as *as) {
    return !as->told && !as->agrees && as->name.n > 0;
}

static bool report(struct row_reader *r, const struct sheet_row *at, struct str text,
                   const struct read_as *as) {
    if (!contradicts(as)) {
        return false;
    }
    diag_error(r->context->diag, row_cell_place(r, at, sheet_first_filled(at, 0)),
               "\"%.*s\" heads the rows below it, but they are read as those of %.*s",
               STR_ARG(clean_excerpt(text)), STR_ARG(as->name));
    diag_hint(r->context->diag,
              "give each part of the table an entry of its own, with first_line and "
              "last_line");
    return true;
}

/* 按2022年价格计算, 2020年=100: no time of the data. */
static bool is_base(struct str text) {
    static const char *const words[] = {"价", "基期", "=100", "＝100", "为100"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_find(text, str_from(words[i]), 0) != STR_NOT_FOUND) {
            return true;
        }
    }
    return false;
}

static bool names_part(const struct row_reader *r, struct str text) {
    const struct reading_context *c = r->context;
    uint32_t id, other;
    bool item = item_read(c->items, text, DATASET_NONE, c->profile, c->scratch, &id,
                          &other) == NAME_FOUND &&
                id != DATASET_NONE;
    for (size_t i = 0; i < r->whole.count && item; i++) {
        item = r->whole.ids[i] != id;
    }
    return item || words_listed("breakdown.parts", clean_key(text, c->scratch));
}

static bool has_items(const struct row_reader *r) {
    bool any = r->whole.count > 0;
    for (size_t i = 0; i < r->table->width; i++) {
        any |= r->columns[i].role == ROLE_DIMENSION;
        any |= r->columns[i].role == ROLE_VALUE && r->columns[i].items.count > 0;
    }
    return any;
}

static bool report_part(struct row_reader *r, const struct sheet_row *at,
                        struct str name, struct str text) {
    if (has_items(r) || !names_part(r, name)) {
        return false;
    }
    diag_error(r->context->diag, row_cell_place(r, at, sheet_first_filled(at, 0)),
               "\"%.*s\" heads the rows below it: values of a part would stand for the "
               "total",
               STR_ARG(clean_excerpt(text)));
    diag_hint(
        r->context->diag,
        "give the rows a column that says it, with a dimension in dimensions.csv; "
        "or give each part an entry of its own, with first_line, last_line and "
        "where");
    return true;
}

/* The title of the table at hand, or 续表, is no other one's. */
static bool is_own_title(const struct row_reader *r, struct str name) {
    const struct preamble_line *title = preamble_find(&r->table->preamble, "");
    return title != NULL && str_equal(clean_key(marks_off(without_number(title->value)),
                                                r->context->scratch),
                                      clean_key(name, r->context->scratch));
}

static void report_second(struct row_reader *r, const struct sheet_row *row) {
    diag_error(r->context->diag, row_cell_place(r, row, sheet_first_filled(row, 0)),
               "a second table seems to begin here, below the one that begins on line "
               "%zu",
               (size_t)r->table->head->line);
    diag_hint(r->context->diag, "declare first_line and last_line, one entry a table");
    r->ok = false;
}

bool row_is_section(struct row_reader *r, const struct sheet_row *at,
                    const struct sheet_row *row) {
    const struct reading_context *c = r->context;
    struct str text = sheet_text(row, sheet_first_filled(row, 0));
    struct str name = marks_off(without_number(text));
    struct str topic = title_topic(c->areas, c->ds, name, c->scratch), unit;
    struct title_period periods[TITLE_PERIODS];
    struct item_set items;
    uint32_t id, other;
    bool wrong = false;
    if (name.n > 0 && area_read(c->areas, name, c->year, c->profile, c->scratch, &id,
                                &other) == NAME_FOUND) {
        struct read_as as = see_area(r, id);
        wrong = report(r, at, text, &as);
    }
    for (int pass = 0; pass < 2 && !wrong; pass++) {
        struct str said = pass == 0 ? name : topic;
        if (said.n > 0 && indicator_read(c->indicators, said, c->profile, c->scratch,
                                         &id, &other, &unit, &items) == NAME_FOUND) {
            struct read_as as = see_indicator(r, id);
            wrong = report(r, at, text, &as);
        }
    }
    size_t count = is_base(text) ? 0 : title_periods(name, c->scratch, periods);
    for (size_t i = 0; i < count && !wrong; i++) {
        struct read_as as = see_period(r, &periods[i]);
        wrong = periods[i].first.year != 0 && report(r, at, text, &as);
    }
    wrong = wrong || report_part(r, at, name, text);
    r->ok &= !wrong;
    return wrong;
}

bool row_is_year_heading(struct row_reader *r, struct row_facts *facts, size_t column,
                         struct str text) {
    int year = r->context->year;
    if (facts->period.kind != PERIOD_YEAR || year == 0 || facts->period.year == year) {
        return false;
    }
    for (size_t i = 0; i < r->table->width; i++) {
        if (i != column && sheet_filled(facts->row, i)) {
            return false;
        }
    }
    struct read_as as = {
        .name = period_code(period_make(year, PERIOD_YEAR, 0), r->context->scratch)};
    r->ok = !report(r, facts->row, text, &as) && r->ok;
    return true;
}

/* The title of this table, a group of its areas. */
static bool goes_on(const struct row_reader *r, struct str text) {
    const struct reading_context *c = r->context;
    struct str name = marks_off(without_number(text));
    uint32_t id, other;
    return is_own_title(r, name) || name_is_group(c->areas, name, c->scratch) ||
           name_is_total(name, c->profile, c->scratch) ||
           area_read(c->areas, name, c->year, c->profile, c->scratch, &id, &other) ==
               NAME_FOUND;
}

static void see_section(struct row_reader *r, const struct table_section *section) {
    const struct sheet_row *text = section->text;
    if (section->row->known || r->second) {
        return;
    }
    if (!section->is_head) {
        row_is_section(r, section->row, text);
    } else if (!goes_on(r, sheet_text(text, sheet_first_filled(text, 0)))) {
        report_second(r, section->row);
        r->second = !r->context->profile->layout->named;
    }
}

void row_see_sections(struct row_reader *r, size_t *next, const struct sheet_row *row) {
    const struct table *t = r->table;
    while (*next < t->section_count && (row == NULL || t->sections[*next].row <= row)) {
        see_section(r, &t->sections[(*next)++]);
    }
}

bool row_is_other_head(struct row_reader *r, const struct sheet_row *row) {
    struct note_form form = {r->context->profile, r->context->scratch, r->table->width};
    size_t texts = 0, first = sheet_first_filled(row, 0);
    for (size_t i = 0; i < r->table->width; i++) {
        texts += r->columns[i].role == ROLE_VALUE && sheet_filled(row, i);
    }
    bool stub = columns_usual_role(sheet_text(row, first), r->context->scratch) !=
                ROLE_SKIP; /* its other heads may be 2022, 2023 */
    if (texts == 0 || r->context->profile->layout->named ||
        (!stub && note_row_has_values(&form, row))) {
        return false;
    }
    report_second(r, row);
    return r->second = true;
}
