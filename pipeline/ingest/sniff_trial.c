/* A profile that was made of a file is tried on it. */
#include "ingest/clean.h"
#include "ingest/ingest.h"
#include "ingest/sniff.h"

enum { MESSAGES_MAX = 8 };

/* The unit that the file gives its values, wherever it stands. */
static struct str unit_of_file(struct sniffer *s) {
    const struct table *t = &s->table;
    struct str name, unit = table_metadata(t, "单位");
    for (size_t i = 0; i < t->width && unit.n == 0; i++) {
        struct str of_head;
        if (s->roles[i] == ROLE_UNIT && t->body_count > 0) {
            unit = sheet_text(t->body[0], i);
        } else if (name_split_unit(t->heads[i], &name, &of_head)) {
            unit = of_head;
        }
    }
    return unit;
}

/* What only the office can say, made up: whether all else is read. */
static struct source_profile stand_in(struct sniffer *s, struct dataset *trial,
                                      struct diag *diag) {
    struct source_profile profile = s->profile;
    if (s->lacks_indicator) {
        struct indicator indicator = {.code = STR("SNIFFED"),
                                      .name = STR("SNIFFED"),
                                      .unit = unit_of_file(s),
                                      .kind = KIND_FLOW};
        dataset_add_indicator(trial, &indicator, diag);
        profile.indicator = indicator.code;
    }
    if (s->lacks_period) {
        profile.period = STR("2023");
    }
    return profile;
}

void sniff_try(struct sniffer *s, int dir) {
    struct diag *diag = diag_open_like(s->diag);
    struct dataset *trial = dataset_open(s->arena);
    for (uint32_t i = 0; i < dataset_area_count(s->ds); i++) {
        dataset_add_area(trial, dataset_area(s->ds, i), diag);
    }
    for (uint32_t i = 0; i < dataset_indicator_count(s->ds); i++) {
        dataset_add_indicator(trial, dataset_indicator(s->ds, i), diag);
    }
    for (uint32_t i = 0; i < dataset_dimension_count(s->ds); i++) {
        dataset_add_dimension(trial, dataset_dimension(s->ds, i), diag);
    }
    for (uint32_t i = 0; i < dataset_item_count(s->ds); i++) {
        dataset_add_item(trial, dataset_item(s->ds, i), diag);
    }
    sniff_rows_enter(&s->rows, trial, diag);
    struct source_profile profile = stand_in(s, trial, diag);
    ingest_sources(dir, &profile, 1, trial, s->arena, diag);
    size_t values, count, shown = 0, errors = diag_count(diag, DIAG_ERROR);
    dataset_observations(trial, &values);
    const struct diag_entry *e = diag_entries(diag, &count);
    bool rows = sniff_rows_count(&s->rows) > 0;
    buf_printf(
        s->out,
        diag_words(diag, "-- %sread by this profile%s%s%s: %zu values, %zu errors\n"),
        values == 0  ? diag_words(diag, "NOT GOOD: nothing was ")
        : errors > 0 ? diag_words(diag, "NOT GOOD: not all was ")
                     : "",
        rows ? diag_words(diag, " with these rows") : "",
        s->lacks_indicator ? diag_words(diag, " and an indicator") : "",
        s->lacks_period ? diag_words(diag, " and a period") : "", values, errors);
    for (size_t i = 0; i < count && shown < MESSAGES_MAX; i++) {
        if (e[i].severity != DIAG_ERROR) {
            continue;
        }
        /* A line break in a cell must not leave the comment. */
        buf_printf(s->out, diag_words(diag, "--   line %zu: "), e[i].place.line);
        for (size_t k = 0; k < e[i].text.n; k++) {
            char c = e[i].text.p[k];
            buf_char(s->out, c == '\n' || c == '\r' ? ' ' : c);
        }
        buf_char(s->out, '\n');
        shown++;
    }
    diag_close(diag);
}
