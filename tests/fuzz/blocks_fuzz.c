/* libFuzzer over the two ways to read a long table: the first bytes choose how the
   source is declared and how small the blocks are, the rest is its file. What is read
   in blocks must be what the record by record reading gives, to the cell and the
   message; what is declined must have left nothing. */
#include "base/file.h"
#include "ingest/claims.h"
#include "ingest/exports.h"
#include "ingest/ingest_file.h"
#include "ingest/layouts.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HEAD_BYTES = 3 };

static int folder = -1;
static char name[] = "/tmp/nqi-fuzz-XXXXXX";

static void remove_folder(void) {
    unlinkat(folder, "t.csv", 0);
    rmdir(name);
}

static void open_folder(void) {
    if (mkdtemp(name) == NULL) {
        abort();
    }
    folder = open(name, O_DIRECTORY | O_RDONLY | O_CLOEXEC);
    if (atexit(remove_folder) != 0) {
        abort();
    }
}

static void add_dictionary(struct dataset *ds, struct diag *diag) {
    const struct area areas[] = {
        {.code = STR("000000"), .name = STR("全国"), .level = STR("nation")},
        {.code = STR("340000"),
         .name = STR("安徽省"),
         .short_name = STR("安徽"),
         .level = STR("province"),
         .groups = STR("甲组")},
        {.code = STR("110000"),
         .name = STR("北京市"),
         .short_name = STR("北京"),
         .level = STR("province"),
         .aliases = STR("京;BJ"),
         .groups = STR("甲组")}};
    const struct indicator indicators[] = {
        {.code = STR("GDP"),
         .name = STR("地区生产总值"),
         .unit = STR("亿元"),
         .kind = KIND_FLOW,
         .aggregation = AGGREGATION_SUM},
        {.code = STR("RATE"),
         .name = STR("合格率"),
         .unit = STR("%"),
         .kind = KIND_RATIO},
        {.code = STR("RANK"), .name = STR("位次"), .kind = KIND_RANK}};
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++) {
        struct area area = areas[i];
        area.parent = DATASET_NONE;
        dataset_add_area(ds, &area, diag);
    }
    for (size_t i = 0; i < sizeof indicators / sizeof *indicators; i++) {
        dataset_add_indicator(ds, &indicators[i], diag);
    }
    const struct dimension field = {.code = STR("FIELD"), .name = STR("领域")};
    const struct dimension_item quality = {.code = STR("Q"),
                                           .name = STR("质量"),
                                           .dimension =
                                               dataset_add_dimension(ds, &field, diag),
                                           .parent = DATASET_NONE};
    dataset_add_item(ds, &quality, diag);
}

enum { COLUMNS = 3, FORM_COLUMNS = 9 };

struct choice {
    struct source_profile profile;
    struct profile_pair symbols[1], options[2], columns[FORM_COLUMNS], where[1],
        units[1], indicators[1];
    struct bulk_options blocks;
};

/* Several values in a row: tables of other layouts, columns of indicators, periods and
   items, with statuses of their own; other formats. */
static void choose_form(unsigned form, struct choice *c) {
    static const struct layout_kind *const layouts[] = {
        &layout_long, &layout_area_by_period, &layout_area_by_indicator,
        &layout_period_by_indicator};
    static const struct export_kind *const formats[] = {
        &export_eurostat_tsv, &export_faostat, &export_genesis, &export_statcan};
    struct source_profile *p = &c->profile;
    p->layout = layouts[form & 3];
    p->column_count = (form & 4) != 0 ? FORM_COLUMNS : p->column_count;
    if ((form & 8) != 0) {
        p->options = c->options + 1; /* known at a day, each key once */
        p->option_count = 1;
    }
    p->format = p->format != NULL ? formats[form & 3] : NULL;
}

static void choose(const uint8_t *head, struct choice *c) {
    static const char *const again[] = {"sum", "first", "last"};
    struct source_profile *p = &c->profile;
    *c = (struct choice){.indicators = {{STR("累计"), STR("GDP@ytd")}},
                         .symbols = {{STR("…"), STR("negligible")}},
                         .options = {{STR("duplicates"), str_from(again[head[2] % 3])},
                                     {STR("as_of"), STR("2024-06-30")}},
                         .columns = {{STR("编号"), STR("skip")},
                                     {STR("省"), STR("parent")},
                                     {STR("倍数"), STR("multiplier")},
                                     {STR("产值"), STR("GDP")},
                                     {STR("率"), STR("RATE")},
                                     {STR("其中质量"), STR("GDP[FIELD=Q]")},
                                     {STR("上年"), STR("GDP@2022")},
                                     {STR("京"), STR("area:110000")},
                                     {STR("旗"), STR("status")}},
                         .where = {{STR("FIELD"), STR("质量")}},
                         .units = {{STR("份"), STR("万元")}}};
    *p = (struct source_profile){.name = STR("t"),
                                 .file = STR("t.csv"),
                                 .layout = &layout_long,
                                 .symbols = c->symbols,
                                 .indicators = c->indicators,
                                 .options = c->options,
                                 .columns = c->columns,
                                 .where = c->where,
                                 .units = c->units};
    p->option_count = head[0] & 1;
    p->symbol_count = p->indicator_count = head[0] >> 1 & 1;
    p->column_count = (head[0] >> 2 & 1) * COLUMNS;
    p->lenient = (head[0] & 8) != 0;
    p->short_rows = (head[0] & 16) != 0;
    p->indicator = (head[0] & 32) != 0 ? STR("GDP") : p->indicator;
    p->period = (head[0] & 64) != 0 ? STR("2023") : p->period;
    p->unit = (head[0] & 128) != 0 ? STR("万元") : p->unit;
    p->decimal = (head[1] & 1) != 0 ? STR(",") : p->decimal;
    p->separator = (head[1] & 2) != 0 ? STR(";") : p->separator;
    p->encoding = (head[1] & 4) != 0 ? STR("gb18030") : p->encoding;
    p->head_rows = head[1] >> 3 & 1;
    p->skip_rows = head[1] >> 4 & 1;
    p->format = (head[1] & 32) != 0 ? &export_sdmx_csv : NULL;
    p->where_count = head[1] >> 6 & 1;
    p->unit_count = head[1] >> 7 & 1;
    if (head[2] / 64 == 3) { /* declared lines and columns */
        p->first_line = (head[2] & 1) != 0 ? 2 : 0;
        p->end_mark = (head[2] & 2) != 0 ? STR("附") : p->end_mark;
        p->last_line = (head[2] & 4) != 0 ? 5 : 0;
        p->last_column = (head[2] & 8) != 0 ? 5 : 0;
    }
    if (head[2] / 64 == 2) { /* other quotes, broken rows */
        p->quote = (head[2] & 16) != 0 ? STR("'") : p->quote;
        p->escape = (head[2] & 32) != 0 ? STR("\\") : p->escape;
        p->skip_broken_rows = (head[2] & 1) != 0;
    }
    if (head[2] / 64 == 1) {
        choose_form(head[2] % 16, c);
    }
    c->blocks = (struct bulk_options){.block_bytes = 1 + head[2] % 64,
                                      .sample_rows = 1 + head[2] / 64};
}

struct outcome {
    enum bulk_result result;
    bool ok;
    struct input_file file;
    size_t vintages;
    struct buf values, text;
};

static void put_value(const struct dataset *ds, const struct observation *o,
                      struct buf *out) {
    dataset_put_series(ds, o->series, out);
    buf_printf(out, " %u %u %lld e%d s%u%s q%u t%u v%.*s %u:%u j%u\n", o->area,
               period_key(o->period), (long long)o->value.coefficient,
               o->value.exponent, o->status, o->contrary ? "!" : "", o->qualifier,
               o->text, STR_ARG(dataset_vintage(ds, o->vintage)->name), o->source.line,
               o->source.column, o->source.joined);
}

static void put_values(const struct dataset *ds, struct buf *out) {
    size_t count;
    const struct observation *all = dataset_observations(ds, &count);
    for (size_t i = 0; i < count; i++) {
        for (const struct observation *o = &all[i]; o != NULL;
             o = dataset_older(ds, o)) {
            put_value(ds, o, out);
        }
    }
}

static void put_messages(const struct dataset *ds, const struct diag *diag,
                         struct buf *out) {
    size_t count;
    const struct diag_entry *e = diag_entries(diag, &count);
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "%d %zu:%zu %.*s ×%zu %.*s\n", (int)e[i].severity,
                   e[i].place.line, e[i].place.column, STR_ARG(e[i].text), e[i].count,
                   STR_ARG(e[i].also));
    }
    const struct input_file *file = dataset_file(ds, 0);
    for (size_t i = 0; i < file->belief_count; i++) {
        buf_printf(out, "belief %d %d %.*s :%zu\n", (int)file->beliefs[i].fact,
                   (int)file->beliefs[i].witness, STR_ARG(file->beliefs[i].value),
                   file->beliefs[i].line);
    }
    for (size_t i = 0; i < file->note_count; i++) {
        buf_printf(out, "note %.*s\n", STR_ARG(file->notes[i]));
    }
}

enum way { AT_ONCE, IN_BLOCKS, IN_PARTS };

static struct outcome read_file(const struct choice *c, enum way way) {
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct dataset *ds = dataset_open(arena);
    struct outcome outcome = {.values = buf_open(1 << 28), .text = buf_open(1 << 28)};
    const struct bulk_options never = {.least = SIZE_MAX};
    add_dictionary(ds, diag);
    struct reading_context context = {.dir = folder,
                                      .ds = ds,
                                      .diag = diag,
                                      .arena = arena,
                                      .scratch = arena,
                                      .areas = names_of_areas(ds, arena),
                                      .indicators = names_of_indicators(ds, arena),
                                      .items = names_of_items(ds, arena),
                                      .groups = claimed_groups_open(arena),
                                      .profile = &c->profile};
    if (way == IN_BLOCKS) {
        struct input_file file = {.path = STR("t.csv")};
        struct file_facts facts = {.file = dataset_add_file(ds, &file)};
        outcome.result = bulk_read(&context, &facts, &c->blocks);
        outcome.ok = outcome.result == BULK_DONE;
    } else {
        struct pattern_match match = {.path = STR("t.csv")};
        outcome.ok = ingest_file(&context, &match, &never,
                                 way == IN_PARTS ? &c->blocks : &never);
    }
    claimed_groups_check(context.groups, ds, diag);
    dataset_seal(ds);
    outcome.vintages = dataset_vintage_count(ds);
    put_values(ds, &outcome.values);
    put_messages(ds, diag, &outcome.text);
    outcome.file = *dataset_file(ds, 0);
    diag_close(diag);
    arena_close(arena);
    return outcome;
}

static void complain(const char *what, struct outcome *fast, struct outcome *usual) {
    fprintf(stderr, "%s\n-- fast:\n%s%s-- at once:\n%s%s", what, buf_z(&fast->values),
            buf_z(&fast->text), buf_z(&usual->values), buf_z(&usual->text));
    abort();
}

static bool same(const struct buf *a, const struct buf *b) {
    return str_equal(buf_str(a), buf_str(b));
}

static void compare(struct outcome *fast, struct outcome *usual, bool messages) {
    if (fast->result == BULK_DECLINED) { /* what was read in parts is done */
        if (fast->values.n + fast->text.n > 0 || fast->file.rows > 0 ||
            fast->vintages > 1) {
            complain("something is left of what was declined", fast, usual);
        }
        return;
    }
    if (fast->ok != usual->ok) {
        complain("only one of them is good", fast, usual);
    }
    if ((fast->ok && !same(&fast->values, &usual->values)) ||
        (messages && !same(&fast->text, &usual->text))) {
        complain("they differ", fast, usual);
    }
    if (fast->ok &&
        (strcmp(fast->file.sha256, usual->file.sha256) != 0 ||
         fast->file.bytes != usual->file.bytes || fast->file.rows != usual->file.rows ||
         fast->file.observations != usual->file.observations ||
         fast->file.skipped != usual->file.skipped ||
         memcmp(&fast->file.cells, &usual->file.cells, sizeof(struct cell_sums)) !=
             0)) {
        complain("their accounts differ", fast, usual);
    }
}

static void close_outcome(struct outcome *o) {
    buf_close(&o->values);
    buf_close(&o->text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < HEAD_BYTES) {
        return 0;
    }
    if (folder < 0) {
        open_folder();
    }
    struct choice c;
    choose(data, &c);
    struct str bytes = {(const char *)data + HEAD_BYTES, size - HEAD_BYTES};
    struct diag *diag = diag_open();
    if (!file_write(folder, "t.csv", bytes, diag)) {
        abort();
    }
    diag_close(diag);
    struct outcome usual = read_file(&c, AT_ONCE), blocks = read_file(&c, IN_BLOCKS);
    compare(&blocks, &usual, true);
    close_outcome(&blocks);
    struct outcome parts = read_file(&c, IN_PARTS);
    compare(&parts, &usual, false);
    close_outcome(&parts);
    close_outcome(&usual);
    return 0;
}
