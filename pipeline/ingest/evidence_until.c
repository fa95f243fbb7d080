/* Up to which day the data of a file go, by what it says of that: 截止日期, 数据时点, a
   note 数据截至2022年12月31日, a folder of the year. No value is of a later period. */
#include "ingest/clean.h"
#include "ingest/evidence.h"
#include "ingest/title.h"

/* The last period of the values, or one of kind PERIOD_NOT_STATED. */
static struct period newest(const struct evidence *e) {
    struct period last = {0};
    for (size_t i = 0; i < e->periods.count; i++) {
        struct period p = e->periods.list[i];
        bool later = last.kind == PERIOD_NOT_STATED || period_compare(p, last) > 0;
        last = p.kind != PERIOD_NOT_STATED && later ? p : last;
    }
    return last;
}

/* A year may be that of the day: stocks of November stand below 2023年. */
static bool is_later(struct period p, uint32_t day) {
    uint32_t last = period_last_day(p);
    return p.kind == PERIOD_YEAR ? last / 10000 > day / 10000 : last / 100 > day / 100;
}

static bool compare_day(struct evidence *e, struct testimony said, uint32_t day) {
    struct period last = newest(e);
    if (last.kind == PERIOD_NOT_STATED || !is_later(last, day)) {
        return true;
    }
    struct testimony values = evidence_of_values(e, BELIEF_PERIOD);
    said.fact = BELIEF_PERIOD;
    return evidence_report(e, &said, &values);
}

/* A title that ends so and names a period beside it is compared by that already. */
static bool title_day(struct str title, struct arena *scratch, uint32_t *day) {
    struct title_period periods[TITLE_PERIODS];
    return title_periods(title, scratch, periods) == 0 &&
           title_until(title, scratch, day);
}

static bool names_day(struct str key) {
    return str_find(key, STR("截"), 0) != STR_NOT_FOUND || str_ends(key, STR("时点"));
}

static bool compare_lines(struct evidence *e) {
    struct arena *scratch = e->context->scratch;
    bool ok = true;
    for (size_t i = 0; i < e->table->preamble.count; i++) {
        const struct preamble_line *line = &e->table->preamble.lines[i];
        bool title = line->key.n == 0;
        uint32_t day;
        struct testimony said = {
            .witness = title ? WITNESS_TITLE : WITNESS_PREAMBLE,
            .place = table_place(e->table, line->row, line->column, scratch),
            .key = line->key,
            .text = line->value};
        if (title ? title_day(line->value, scratch, &day)
                  : names_day(line->key) && day_read(line->value, scratch, &day)) {
            ok &= compare_day(e, said, day);
        }
    }
    return ok;
}

static bool compare_notes(struct evidence *e) {
    const struct table *t = e->table;
    bool ok = true;
    for (size_t i = 0; i < t->note_count; i++) {
        uint32_t day;
        if (title_until(t->notes[i], e->context->scratch, &day)) {
            struct testimony said = {
                .witness = WITNESS_PREAMBLE,
                .place = table_place(t, t->note_rows[i], 0, e->context->scratch),
                .key = STR("注"),
                .text = clean_excerpt(t->notes[i])};
            ok &= compare_day(e, said, day);
        }
    }
    return ok;
}

/* input/2021/…, 2021年: what came later cannot lie in it. */
static bool compare_folders(struct evidence *e) {
    bool ok = true;
    for (size_t from = 0, at = 0; at < e->path.n; at++) {
        if (e->path.p[at] != '/') {
            continue;
        }
        struct str folder = str_slice(e->path, from, at);
        struct period year;
        from = at + 1;
        folder.n -= str_ends(folder, STR("年")) ? 3 : 0;
        if (folder.n == 4 && period_from_code(folder, &year) &&
            year.kind == PERIOD_YEAR) {
            struct testimony said = {.witness = WITNESS_FILE_NAME,
                                     .place = {.file = e->path},
                                     .text = folder};
            ok &= compare_day(e, said, period_last_day(year));
        }
    }
    return ok;
}

bool evidence_compare_until(struct evidence *e) {
    bool ok = compare_folders(e);
    ok &= compare_lines(e);
    return compare_notes(e) && ok;
}
