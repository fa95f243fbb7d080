/* check.html, from what a run read and found: how complete each indicator is, and the
   files with what they gave. */
#define _GNU_SOURCE
#include "run.h"

#include "base/file.h"
#include "dataset/period_set.h"
#include "document/printed.h"
#include "render/check.h"
#include "words/words.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHECK_PAGE "check.html"
#define CHECK_PAGE_CAP ((size_t)256 << 20)

enum { KINDS = PERIOD_KINDS };

/* Of the language of messages: the page is for the office itself. */
static struct catalogue vocabulary(const struct run *run) {
    struct catalogue words = {0};
    words_vocabulary(run->options->messages.language, &words);
    return words;
}

static struct str period_name(const struct run *run, struct period period) {
    return period_label(period, vocabulary(run), run->arena);
}

/* Which areas an indicator is to have: the ranked ones if it has more than one of
   them in any period, else those that it ever has. */
struct expectation {
    bool ranked;
    size_t areas;
};

static struct expectation expect(const struct run *run, uint32_t series) {
    size_t count, area_count = dataset_area_count(run->dataset);
    const struct observation *o = dataset_of_series(run->dataset, series, &count);
    bool *seen = memory_alloc(area_count * sizeof *seen);
    size_t ranked = 0, all = 0, whole = 0;
    for (size_t i = 0; i < count; i++) {
        if (seen[o[i].area])
            continue;
        seen[o[i].area] = true;
        all++;
        ranked += dataset_area(run->dataset, o[i].area)->ranked;
    }
    for (uint32_t a = 0; a < area_count; a++)
        whole += dataset_area(run->dataset, a)->ranked;
    free(seen);
    return ranked > 1 ? (struct expectation){true, whole}
                      : (struct expectation){false, all};
}

/* The distinct periods of a kind, oldest first. */
static struct period *periods_of_kind(const struct run *run, uint8_t kind,
                                      size_t *count) {
    size_t n;
    const struct observation *o = dataset_observations(run->dataset, &n);
    struct period_set set = period_set_open(run->arena);
    for (size_t i = 0; i < n; i++)
        if (o[i].period.kind == kind)
            period_set_add(&set, o[i].period);
    periods_sort(set.list, set.count);
    *count = set.count;
    return set.list;
}

static size_t find_period(const struct period *list, size_t count, struct period p) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (period_compare(list[middle], p) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* 有效认证证书数 · 质量管理体系: the indicator and its items. */
static struct str series_name(const struct run *run, const struct series *s) {
    struct str name = dataset_indicator(run->dataset, s->indicator)->name;
    for (uint32_t i = 0; i < s->item_count; i++)
        name = arena_printf(run->arena, "%.*s · %.*s", STR_ARG(name),
                            STR_ARG(dataset_item(run->dataset, s->items[i])->name));
    return name;
}

/* The row of a series; false if it has nothing in these periods. */
static bool fill_row(const struct run *run, uint32_t series, uint8_t kind,
                     const struct period *periods, size_t period_count,
                     struct check_row *row) {
    size_t count;
    const struct observation *o = dataset_of_series(run->dataset, series, &count);
    const struct expectation expected = expect(run, series);
    bool any = false;
    *row = (struct check_row){
        .name = series_name(run, dataset_series(run->dataset, series)),
        .code = dataset_series_code(run->dataset, series, run->arena),
        .expected = expected.areas,
        .cells = arena_array(run->arena, period_count, sizeof *row->cells)};
    for (size_t i = 0; i < count; i++) {
        if (o[i].period.kind != kind || !observation_has_value(&o[i]))
            continue;
        struct check_coverage *cell =
            &row->cells[find_period(periods, period_count, o[i].period)];
        any = true;
        if (!expected.ranked || dataset_area(run->dataset, o[i].area)->ranked)
            cell->present++;
        else
            cell->whole = true;
    }
    return any;
}

static bool fill_periods(const struct run *run, uint8_t kind,
                         struct check_periods *out) {
    static const char *const titles[KINDS] = {[PERIOD_NOT_STATED] = "Period not stated",
                                              [PERIOD_YEAR] = "Years",
                                              [PERIOD_HALF] = "Half-years",
                                              [PERIOD_QUARTER] = "Quarters",
                                              [PERIOD_MONTH] = "Months",
                                              [PERIOD_YTD] = "Year to date",
                                              [PERIOD_SPAN] = "Spans of years",
                                              [PERIOD_WEEK] = "Weeks",
                                              [PERIOD_DAY] = "Days"};
    struct period *periods = periods_of_kind(run, kind, &out->period_count);
    if (out->period_count == 0)
        return false;
    struct str *names = arena_array(run->arena, out->period_count, sizeof *names);
    for (size_t i = 0; i < out->period_count; i++)
        names[i] = kind == PERIOD_NOT_STATED ? period_name(run, periods[i])
                                             : period_code(periods[i], run->arena);
    out->title = str_from(diag_words(run->diag, titles[kind]));
    out->periods = names;
    size_t indicators = dataset_indicator_count(run->dataset);
    out->rows =
        arena_array(run->arena, dataset_series_count(run->dataset), sizeof *out->rows);
    for (uint32_t i = 0; i < indicators; i++) {
        size_t count;
        const uint32_t *series = dataset_series_of(run->dataset, i, &count);
        for (size_t k = 0; k < count; k++)
            if (fill_row(run, series[k], kind, periods, out->period_count,
                         &out->rows[out->row_count]))
                out->row_count++;
    }
    return out->row_count > 0;
}

static enum check_mark mark_of(const struct observation *o) {
    if (o == NULL)
        return CHECK_NONE;
    if (o->contrary && !observation_has_value(o))
        return CHECK_ABSENT; /* too unreliable to be shown */
    switch ((enum observation_status)o->status) {
    case STATUS_NORMAL:
        return CHECK_PRESENT;
    case STATUS_PROVISIONAL:
        return CHECK_PROVISIONAL;
    case STATUS_REVISED:
        return CHECK_REVISED;
    case STATUS_ESTIMATED:
        return CHECK_ESTIMATED;
    case STATUS_NEGLIGIBLE:
        return CHECK_NEGLIGIBLE;
    case STATUS_SUPPRESSED:
        return CHECK_SUPPRESSED;
    case STATUS_MISSING:
    case STATUS_ABSENT:
        return CHECK_ABSENT;
    }
    return CHECK_NONE;
}

/* The newest period in which a ranked area has a value of the indicator. */
static bool newest_period(const struct run *run, uint32_t indicator,
                          struct period *out) {
    size_t count;
    const struct observation *o = dataset_of_indicator(run->dataset, indicator, &count);
    bool any = false;
    for (size_t i = 0; i < count; i++)
        if (observation_has_value(&o[i]) &&
            dataset_area(run->dataset, o[i].area)->ranked &&
            (!any || period_compare(*out, o[i].period) < 0)) {
            *out = o[i].period;
            any = true;
        }
    return any;
}

/* Elements in the order in which indicators.csv names them. */
static size_t list_elements(const struct run *run, struct str *elements) {
    size_t count = 0;
    for (uint32_t i = 0; i < dataset_indicator_count(run->dataset); i++) {
        size_t k = count;
        struct str element = dataset_indicator(run->dataset, i)->element;
        while (k > 0 && !str_equal(elements[k - 1], element))
            k--;
        if (k == 0)
            elements[count++] = element;
    }
    return count;
}

/* The ranked areas × the indicators that more than one of them has. */
static void fill_newest(const struct run *run, struct check_newest *out) {
    const struct dataset *ds = run->dataset;
    size_t indicators = dataset_indicator_count(ds), areas = dataset_area_count(ds);
    struct period *periods = arena_array(run->arena, indicators, sizeof *periods);
    uint32_t *ids = arena_array(run->arena, indicators, sizeof *ids);
    uint32_t *rows = arena_array(run->arena, areas, sizeof *rows);
    struct str *names = arena_array(run->arena, areas, sizeof *names);
    struct str *elements = arena_array(run->arena, indicators, sizeof *elements);
    size_t element_count = list_elements(run, elements);
    out->columns = arena_array(run->arena, indicators, sizeof *out->columns);
    for (size_t e = 0; e < element_count; e++)
        for (uint32_t i = 0; i < indicators; i++) {
            size_t c = out->column_count;
            const struct indicator *item = dataset_indicator(ds, i);
            if (!str_equal(item->element, elements[e]) || !expect(run, i).ranked ||
                !newest_period(run, i, &periods[c]))
                continue;
            ids[c] = i;
            out->columns[c] = (struct check_column){
                item->element, item->name, item->code, period_name(run, periods[c])};
            out->column_count++;
        }
    for (uint32_t a = 0; a < areas; a++)
        if (dataset_area(ds, a)->ranked) {
            rows[out->area_count] = a;
            names[out->area_count++] = dataset_area(ds, a)->short_name;
        }
    out->areas = names;
    out->marks = arena_alloc(run->arena, out->area_count * out->column_count + 1);
    for (size_t a = 0; a < out->area_count; a++)
        for (size_t c = 0; c < out->column_count; c++)
            out->marks[a * out->column_count + c] = (uint8_t)mark_of(
                dataset_find(ds, dataset_total(ds, ids[c]), rows[a], periods[c]));
}

static void fill_files(const struct run *run, struct check_page *check) {
    size_t count = dataset_file_count(run->dataset);
    struct check_file *files = arena_array(run->arena, count, sizeof *files);
    for (uint32_t i = 0; i < count; i++) {
        const struct input_file *file = dataset_file(run->dataset, i);
        files[i] = (struct check_file){.path = file->path,
                                       .source = file->source,
                                       .bytes = file->bytes,
                                       .rows = file->rows,
                                       .observations = file->observations,
                                       .skipped = file->skipped,
                                       .cells = file->cells,
                                       .guessed = file->guessed,
                                       .ignored = file->ignored,
                                       .notes = file->notes,
                                       .note_count = file->note_count,
                                       .beliefs = file->beliefs,
                                       .belief_count = file->belief_count};
    }
    check->files = files;
    check->file_count = count;
}

static void fill_data(const struct run *run, struct check_page *check) {
    struct check_periods *periods = arena_array(run->arena, KINDS, sizeof *periods);
    check->indicators = dataset_indicator_count(run->dataset);
    check->areas = dataset_area_count(run->dataset);
    (void)dataset_observations(run->dataset, &check->observations);
    fill_files(run, check);
    for (int kind = 0; kind < KINDS; kind++) {
        /* Years first, what is not stated last. */
        uint8_t k = (uint8_t)((kind + 1) % KINDS);
        if (fill_periods(run, k, &periods[check->periods_count]))
            check->periods_count++;
        else
            periods[check->periods_count] = (struct check_periods){0};
    }
    check->periods = periods;
    fill_newest(run, &check->newest);
}

/* The page, the look of the reports, and what only this page needs. */
static bool read_look(struct run *run, struct html_page *page, struct diag *diag) {
    struct receipt_item item;
    struct str style, own;
    if (!run_read_page_file(run, "templates/page.html", &item, &page->template_text,
                            diag) ||
        !run_read_page_file(run, "templates/style.css", &item, &style, diag) ||
        !run_read_page_file(run, "templates/check.css", &item, &own, diag))
        return false;
    page->style = arena_printf(run->arena, "%.*s\n%.*s", STR_ARG(style), STR_ARG(own));
    return true;
}

bool run_write_check(struct run *run, bool good, struct str *path) {
    const char *folder =
        run->options->output != NULL
            ? run->options->output
            : arena_printf(run->arena, "%s/output", run->options->project).p;
    *path = arena_printf(run->arena, "%s/" CHECK_PAGE, folder);
    struct printed_words words;
    printed_words_of(vocabulary(run), run->tools.theme, &words);
    struct check_page check = {.messages = &run->options->messages,
                               .good = good,
                               .rules = run->rules.ran,
                               .organisation = words.organisation};
    check.entries = diag_entries(run->diag, &check.entry_count);
    if (run->tools.dataset != NULL)
        fill_data(run, &check);
    struct html_page page = {.root = STR("current/")};
    struct buf out = buf_open(CHECK_PAGE_CAP);
    struct diag *diag = diag_open(); /* the entries above must not move */
    diag_set_messages(diag, run->options->messages);
    bool ok = read_look(run, &page, diag) &&
              html_check(&check, run->tools.theme, &page, &out, diag) &&
              file_make_folders(AT_FDCWD, folder, diag) &&
              file_write(AT_FDCWD, path->p, buf_str(&out), diag);
    size_t count;
    const struct diag_entry *entries = diag_entries(diag, &count);
    for (size_t i = 0; i < count; i++)
        diag_add(run->diag, &entries[i]);
    diag_close(diag);
    buf_close(&out);
    return ok;
}
