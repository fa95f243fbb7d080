#include "unit.h"

#include "two_ways.h"

#include "base/file.h"
#include "ingest/claims.h"
#include "ingest/ingest_file.h"
#include "ingest/layouts.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/nqi-bulk-XXXXXX";
int two_ways_dir;

int two_ways_set_up(void **state) {
    (void)state;
    assert_non_null(mkdtemp(folder));
    two_ways_dir = open(folder, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
    return two_ways_dir < 0;
}

int two_ways_tear_down(void **state) {
    (void)state;
    unlinkat(two_ways_dir, "t.csv", 0);
    close(two_ways_dir);
    return rmdir(folder);
}

static void add_dictionary(struct dataset *ds, struct arena *arena, struct diag *diag) {
    const struct area extra[] = {{.code = STR("BJ"),
                                  .name = STR("甲"),
                                  .level = STR("province"),
                                  .parent = DATASET_NONE},
                                 {.code = STR("AH"),
                                  .name = STR("乙"),
                                  .level = STR("province"),
                                  .parent = DATASET_NONE}};
    for (int i = 0; i < TWO_WAYS_AREAS; i++) {
        struct area area = {.code = arena_printf(arena, "%02d0000", 11 + i),
                            .name = arena_printf(arena, "第%02d省", i),
                            .level = STR("province"),
                            .parent = DATASET_NONE};
        area.groups = i < 3 ? STR("甲组") : area.groups;
        dataset_add_area(ds, &area, diag);
    }
    for (size_t i = 0; i < 2; i++) {
        dataset_add_area(ds, &extra[i], diag);
    }
    for (int i = 0; i < TWO_WAYS_INDICATORS; i++) {
        struct indicator indicator = {
            .code = arena_printf(arena, "CERT%03d", i),
            .name = arena_printf(arena, "很长的指标名称之%03d", i),
            .unit = i % 2 ? STR("万元") : STR("张"),
            .kind = KIND_FLOW,
            .aggregation = AGGREGATION_SUM};
        dataset_add_indicator(ds, &indicator, diag);
    }
    struct dimension d = {.code = STR("field"), .name = STR("领域")};
    struct dimension_item item = {.code = STR("Q"),
                                  .name = STR("质量"),
                                  .name_en = STR("Quality"),
                                  .dimension = dataset_add_dimension(ds, &d, diag),
                                  .parent = DATASET_NONE};
    dataset_add_item(ds, &item, diag);
}

static void put_observation(const struct dataset *ds, const struct observation *o,
                            struct buf *out) {
    dataset_put_series(ds, o->series, out);
    buf_printf(out, " %u %u ", o->area, period_key(o->period));
    decimal_print(o->value, out);
    buf_printf(out, " e%d s%u%s q%u v%.*s %u:%u j%u\n", o->value.exponent, o->status,
               o->contrary ? "!" : "", o->qualifier,
               STR_ARG(dataset_vintage(ds, o->vintage)->name), o->source.line,
               o->source.column, o->source.joined);
}

/* Each with its older vintages. */
static void put_observations(const struct dataset *ds, struct buf *out) {
    size_t count;
    const struct observation *all = dataset_observations(ds, &count);
    for (size_t i = 0; i < count; i++) {
        for (const struct observation *o = &all[i]; o != NULL;
             o = dataset_older(ds, o)) {
            put_observation(ds, o, out);
        }
    }
}

static void put_cell(struct source_cell cell, struct buf *out) {
    buf_printf(out, " %u:%u j%u\n", cell.line, cell.column, cell.joined);
}

/* Records and statements. */
static void put_texts(const struct dataset *ds, struct buf *out) {
    size_t count;
    const struct record_table *t = dataset_records(ds, STR("t"));
    const struct statement *s = dataset_statements(ds, &count);
    for (size_t i = 0; t != NULL && i < t->row_count; i++) {
        for (size_t k = 0; k < t->column_count; k++) {
            buf_printf(out, "%.*s=%.*s|", STR_ARG(t->columns[k]),
                       STR_ARG(t->cells[i * t->column_count + k]));
        }
        put_cell(t->sources[i], out);
    }
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "%.*s|%.*s|%.*s", STR_ARG(s[i].id), STR_ARG(s[i].indicator),
                   STR_ARG(s[i].value));
        put_cell(s[i].source, out);
    }
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* In the order of their texts: a file that is read in parts tells of one part after the
   other. */
static void put_messages(const struct diag *diag, struct arena *arena,
                         struct buf *out) {
    size_t count;
    const struct diag_entry *e = diag_entries(diag, &count);
    const char **lines = arena_array(arena, count, sizeof *lines);
    for (size_t i = 0; i < count; i++) {
        lines[i] = arena_printf(arena, "%.*s:%zu:%zu %.*s %.*s ×%zu %.*s",
                                STR_ARG(e[i].place.file), e[i].place.line,
                                e[i].place.column, STR_ARG(e[i].place.cell),
                                STR_ARG(e[i].text), e[i].count, STR_ARG(e[i].also))
                       .p;
    }
    qsort(lines, count, sizeof *lines, by_text);
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "%s\n", lines[i]);
    }
}

struct outcome two_ways_ingest(struct source_profile p, two_ways_reader *read,
                               const struct bulk_options *options) {
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct dataset *ds = dataset_open(arena);
    struct outcome outcome = {.result = BULK_DECLINED, .text = buf_open(1 << 28)};
    const struct bulk_options never = {.least = SIZE_MAX};
    add_dictionary(ds, arena, diag);
    p.name = STR("t");
    p.file = STR("t.csv");
    p.layout = p.layout != NULL ? p.layout : &layout_long;
    struct reading_context context = {.dir = two_ways_dir,
                                      .ds = ds,
                                      .diag = diag,
                                      .arena = arena,
                                      .scratch = arena,
                                      .areas = names_of_areas(ds, arena),
                                      .indicators = names_of_indicators(ds, arena),
                                      .items = names_of_items(ds, arena),
                                      .groups = claimed_groups_open(arena),
                                      .profile = &p};
    if (read != NULL) {
        struct input_file file = {.path = STR("t.csv")};
        struct file_facts facts = {.file = dataset_add_file(ds, &file)};
        outcome.result = read(&context, &facts, options);
        outcome.ok = outcome.result == BULK_DONE;
    } else {
        struct pattern_match match = {.path = STR("t.csv")};
        outcome.ok =
            ingest_file(&context, &match, &never, options != NULL ? options : &never);
    }
    claimed_groups_check(context.groups, ds, diag);
    dataset_seal(ds);
    put_observations(ds, &outcome.text);
    put_texts(ds, &outcome.text);
    put_messages(diag, arena, &outcome.text);
    outcome.file = *dataset_file(ds, 0);
    for (size_t i = 0; i < outcome.file.note_count; i++) {
        buf_printf(&outcome.text, "note %.*s\n", STR_ARG(outcome.file.notes[i]));
    }
    for (size_t i = 0; i < outcome.file.belief_count; i++) {
        const struct belief *belief = &outcome.file.beliefs[i];
        buf_printf(&outcome.text, "belief %d %d %.*s :%zu\n", (int)belief->fact,
                   (int)belief->witness, STR_ARG(belief->value), belief->line);
    }
    assert_true(buf_ok(&outcome.text));
    diag_close(diag);
    arena_close(arena);
    return outcome;
}

static void assert_equal(const struct outcome *fast, const struct outcome *usual) {
    if (!str_equal(buf_str(&fast->text), buf_str(&usual->text))) {
        size_t at = 0;
        while (at < fast->text.n && at < usual->text.n &&
               fast->text.p[at] == usual->text.p[at]) {
            at++;
        }
        at = at > 100 ? at - 100 : 0;
        struct str a = str_slice(buf_str(&fast->text), at, at + 300);
        struct str b = str_slice(buf_str(&usual->text), at, at + 300);
        fail_msg("fast: %.*s\nusual: %.*s", STR_ARG(a), STR_ARG(b));
    }
    assert_int_equal(fast->ok, usual->ok);
    assert_memory_equal(&fast->file.cells, &usual->file.cells, sizeof fast->file.cells);
    if (!usual->ok && usual->file.cells.findings == usual->file.cells.filled) {
        return; /* no sound text: nothing else is known of it */
    }
    assert_string_equal(fast->file.sha256, usual->file.sha256);
    assert_int_equal(fast->file.bytes, usual->file.bytes);
    assert_int_equal(fast->file.rows, usual->file.rows);
    assert_int_equal(fast->file.observations, usual->file.observations);
    assert_int_equal(fast->file.skipped, usual->file.skipped);
    assert_true(!usual->ok || fast->file.cells.findings == 0);
    if (fast->file.guessed != NULL || usual->file.guessed != NULL) {
        assert_string_equal(fast->file.guessed, usual->file.guessed);
    }
}

bool two_ways_agree(const struct source_profile *p, two_ways_reader *read,
                    const struct bulk_options *options) {
    struct outcome fast = two_ways_ingest(*p, read, options);
    bool done = fast.result != BULK_DECLINED;
    if (done) {
        struct outcome usual = two_ways_ingest(*p, NULL, NULL);
        assert_equal(&fast, &usual);
        buf_close(&usual.text);
    } else {
        assert_int_equal(fast.text.n, 0);
        assert_int_equal(fast.file.rows, 0);
    }
    buf_close(&fast.text);
    return done;
}

void two_ways_write(struct str bytes) {
    struct diag *diag = diag_open();
    assert_true(file_write(two_ways_dir, "t.csv", bytes, diag));
    diag_close(diag);
}

bool two_ways_in_blocks(const struct source_profile *p, two_ways_reader *read,
                        size_t bytes, size_t rows) {
    const struct bulk_options options = {.block_bytes = bytes, .sample_rows = rows};
    return two_ways_agree(p, read, &options);
}

void two_ways_at_every_border(const char *text, const struct source_profile *p,
                              two_ways_reader *read, bool all) {
    two_ways_write(str_from(text));
    for (size_t n = 1; n < 500; n += n < 60 ? 1 : 13) {
        if (!two_ways_in_blocks(p, read, n, 1 + n % 3) && all) {
            fail_msg("declined in blocks of %zu: %s", n, text);
        }
    }
    assert_true(two_ways_in_blocks(p, read, 0, 0) || !all);
}
