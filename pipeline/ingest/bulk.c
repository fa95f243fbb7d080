#include "ingest/bulk.h"
#include "ingest/bulk_add.h"
#include "ingest/bulk_layout.h"
#include "ingest/bulk_said.h"
#include "ingest/layouts.h"
#include "ingest/parts.h"
#include "ingest/sample.h"
#include "ingest/status.h"
#include <stdlib.h>
#include <string.h>

enum {
    SAMPLE_ROWS = 40, /* of the body: enough to tell a head from it */
};

struct bulk {
    struct reading_context context; /* its scratch arena is ours, its diag is quiet */
    struct arena *arena;
    struct blocks *blocks;
    struct sample sample;
    size_t shown; /* rows of the sample that the usual way sees, too */
    struct bulk_layout layout;
    struct bulk_names *names;
    struct claims *claims; /* of total rows */
    size_t *lines;         /* of each block, then above it */
    size_t block_capacity;
};

/* ---- what is plain ---- */

/* What no column says. */
static bool find_fixed(struct bulk *b) {
    const struct source_profile *p = b->sample.profile;
    const struct rows_shared *shared = &b->sample.shared;
    const struct bulk_layout *layout = &b->layout;
    uint32_t *fixed = b->layout.scan.fixed;
    enum observation_status status = STATUS_NORMAL;
    number_status(profile_lookup(p->options, p->option_count, STR("status")), &status);
    fixed[SCAN_STATUS] = status;
    struct str unit = layout->value->unit.n > 0 ? layout->value->unit : shared->unit;
    unit = unit.n > 0 ? unit : p->unit;
    bulk_names_set_unit(b->names, unit);
    fixed[SCAN_UNIT] = unit.n > 0 ? bulk_names_add_unit(b->names, unit) : SCAN_UNKNOWN;
    fixed[SCAN_AREA] = shared->area;
    if (!layout->says[SCAN_PERIOD]) {
        fixed[SCAN_PERIOD] = bulk_names_add_period(b->names, shared->period);
    }
    /* What rows without any text say. */
    return layout->says[SCAN_SERIES] ||
           (fixed[SCAN_SERIES] = bulk_names_resolve(b->names, SCAN_SERIES, NULL, 0)) !=
               SCAN_UNKNOWN;
}

static void find_numbers(struct bulk *b) {
    const struct source_profile *p = b->sample.profile;
    struct scan_layout *layout = &b->layout.scan;
    bool comma =
        p->decimal.n > 0 ? p->decimal.p[0] == ',' : str_equal(p->group, STR("."));
    layout->decimal = comma ? ',' : '.';
    layout->doubtful = layout->separator == ';' && p->decimal.n == 0 && p->group.n == 0;
    layout->group = layout->doubtful  ? '\0'
                    : p->group.n == 1 ? p->group.p[0]
                    : p->group.n == 0 ? (comma ? '.' : ',')
                                      : '\0';
}

/* ---- the body ---- */

struct worker {
    const struct bulk *bulk;
    struct scanner *scanner;
    char *text; /* a block of UTF-16, as UTF-8 */
    size_t capacity;
};

static bool decode_block(struct worker *w, struct str *block) {
    size_t room = block->n / 2 * 3 + SCAN_PADDING;
    if (room > w->capacity) {
        free(w->text);
        w->capacity = room;
        w->text = memory_alloc(room);
    }
    bool plain =
        encoding_units(*block, w->bulk->sample.form.big_endian, w->text, &block->n);
    block->p = w->text;
    return plain;
}

static bool read_block(void *context, struct str block, uint32_t index) {
    struct worker *w = context;
    const struct bulk *b = w->bulk;
    size_t line = 0, shown = 1;
    if (index >= b->block_capacity ||
        (b->sample.cells == ENCODING_UNITS && !decode_block(w, &block))) {
        return false;
    }
    if (index == 0) {
        line = b->sample.head_lines;
        shown = b->shown;
        block = str_slice(block, sample_skip_lines(block, line), block.n);
    }
    bool plain = scan_block(w->scanner, block, index, line, shown);
    b->lines[index] = scanner_lines(w->scanner);
    return plain;
}

/* All blocks into the first worker's sums. */
static bool read_blocks(struct bulk *b, struct worker *workers, size_t count) {
    void *contexts[BLOCKS_THREADS_MAX];
    for (size_t i = 0; i < count; i++) {
        contexts[i] = &workers[i];
    }
    bool plain = blocks_run(b->blocks, read_block, contexts, count);
    for (size_t i = 1; i < count && plain; i++) {
        plain = sums_merge(scanner_sums(workers[0].scanner),
                           scanner_sums(workers[i].scanner), b->layout.scan.sum);
    }
    return plain;
}

/* ---- the result ---- */

static size_t count_rows(const struct worker *workers, size_t count) {
    size_t rows = 0;
    for (size_t i = 0; i < count; i++) {
        rows += scanner_rows(workers[i].scanner);
    }
    return rows;
}

static size_t count_blanks(const struct worker *workers, size_t count, size_t column) {
    size_t blanks = 0;
    for (size_t i = 0; i < count; i++) {
        blanks += scanner_blanks(workers[i].scanner, column);
    }
    return blanks;
}

/* What the plain rows add to what was counted of the others. */
static void count_cells(const struct bulk *b, const struct worker *workers,
                        size_t count, const struct cell_sums *rest,
                        struct input_file *file) {
    size_t rows = count_rows(workers, count);
    file->rows += rows;
    file->cells = *rest;
    for (size_t i = 0; i < b->layout.scan.column_count; i++) {
        size_t filled = rows - count_blanks(workers, count, i);
        enum cell_fate fate = b->layout.fates[i];
        filled = b->layout.scan.roles[i] == SCAN_EMPTY ? 0 : filled;
        file->cells.filled += filled;
        file->cells.values += fate == FATE_VALUE ? filled : 0;
        file->cells.heads += fate == FATE_HEAD ? filled : 0;
        file->cells.notes += fate == FATE_NOTE ? filled : 0;
        file->cells.skipped += fate == FATE_SKIP ? filled : 0;
        file->observations += fate == FATE_VALUE ? filled : 0;
    }
}

/* Whether a unit may stand in none but a row that was refused. */
static bool doubts_unit(struct scanner *const *scanners, size_t count) {
    bool aside = false;
    for (size_t i = 0; i < count; i++) {
        size_t firsts;
        const struct scan_first *first = scanner_units(scanners[i], &firsts);
        for (size_t k = 0; k < firsts; k++) {
            aside |= first[k].aside;
        }
    }
    return aside;
}

/* What the scanners set aside, and whether it leaves their own rows as they are. */
static bool read_rest(struct bulk *b, const struct worker *workers, size_t count,
                      const struct file_facts *facts, struct bulk_rest *rest) {
    struct scanner *scanners[BLOCKS_THREADS_MAX];
    for (size_t i = 0; i < count; i++) {
        scanners[i] = workers[i].scanner;
    }
    struct sheet_options options = b->sample.options;
    options.lenient = false; /* what is mended is told with all rows beside it */
    struct bulk_pieces pieces = {.head = b->sample.head,
                                 .scanners = scanners,
                                 .scanner_count = count,
                                 .before = b->lines,
                                 .encoding = b->sample.start.encoding.name,
                                 .options = &options,
                                 .open_end = blocks_open_end(b->blocks)};
    struct bulk_said said = {.ds = b->context.ds,
                             .path = dataset_file(b->context.ds, facts->file)->path,
                             .layout = &b->layout.scan,
                             .names = b->names,
                             .scanners = scanners,
                             .scanner_count = count,
                             .before = b->lines};
    struct evidence_of_rows plain = bulk_said(&said, b->arena);
    pieces.plain = &plain;
    pieces.claims = b->claims;
    pieces.shared = &b->sample.shared;
    pieces.cells_max = b->layout.scan.cells_max;
    /* A row that ends with a blank was not cut. */
    pieces.uncut = count_blanks(workers, count, b->layout.scan.column_count - 1) > 0;
    if (!bulk_pieces_read(&b->context, facts, &pieces, rest) ||
        (diag_count(b->context.diag, DIAG_ERROR) > 0 && doubts_unit(scanners, count))) {
        return false;
    }
    bulk_names_see(b->names, rest->text);
    for (size_t i = 0; i < rest->sheet->row_count; i++) {
        if (rest->sheet->rows[i].line > b->sample.head_lines) {
            bulk_names_see_row(b->names, &rest->sheet->rows[i]);
        }
    }
    return bulk_names_are_sure(b->names, &b->context);
}

/* lines[i] becomes the lines above block i. */
static void add_lines(struct bulk *b) {
    size_t above = 0;
    for (size_t i = 0; i <= blocks_count(b->blocks); i++) {
        size_t lines = b->lines[i];
        b->lines[i] = above;
        above += lines;
    }
}

static enum bulk_result finish(struct bulk *b, const struct reading_context *context,
                               const struct worker *workers, size_t count,
                               const struct file_facts *facts) {
    struct bulk_rest rest;
    struct diag *diag = context->diag;
    add_lines(b);
    if (!read_rest(b, workers, count, facts, &rest)) {
        return BULK_DECLINED;
    }
    /* What plain rows with a blank value would be parts of is not known. */
    if (claims_any(b->claims) &&
        count_blanks(workers, count, b->layout.value_column - 1U) > 0) {
        return BULK_DECLINED;
    }
    struct input_file *file = dataset_file_mutable(context->ds, facts->file);
    struct bulk_sums sums = {.sums = scanner_sums(workers[0].scanner),
                             .before = b->lines,
                             .rest = &rest,
                             .file = facts->file,
                             .names = b->names,
                             .value_column = b->layout.value_column};
    count_cells(b, workers, count, &rest.sums, file);
    if (file->observations == 0 || !bulk_add_possible(context->ds, &sums, b->arena)) {
        return BULK_DECLINED;
    }
    size_t errors = diag_count(diag, DIAG_ERROR), entries;
    const struct diag_entry *e = diag_entries(b->context.diag, &entries);
    for (size_t i = 0; i < entries; i++) {
        diag_add(diag, &e[i]);
    }
    if (claims_any(b->claims)) {
        claims_seek(b->claims);
        sums.claims = b->claims;
    }
    bulk_add(context, &sums, b->arena);
    if (diag_count(diag, DIAG_ERROR) == errors) {
        claims_check(b->claims, context->groups, diag);
    }
    file->bytes = blocks_size(b->blocks);
    file->guessed = b->sample.guessed;
    return diag_count(diag, DIAG_ERROR) > errors ? BULK_FAILED : BULK_DONE;
}

static enum bulk_result read_body(struct bulk *b, const struct reading_context *context,
                                  const struct file_facts *facts) {
    struct worker workers[BLOCKS_THREADS_MAX] = {{.bulk = b}};
    size_t count = blocks_threads();
    struct input_file *file = dataset_file_mutable(context->ds, facts->file);
    for (size_t i = 0; i < count; i++) {
        workers[i] =
            (struct worker){.bulk = b, .scanner = scanner_open(&b->layout.scan)};
    }
    enum bulk_result result =
        read_blocks(b, workers, count) ? BULK_DONE : BULK_DECLINED;
    if (!blocks_end(b->blocks, file->sha256) && result == BULK_DONE) {
        diag_error(context->diag, (struct place){.file = file->path},
                   "the file changed while it was read");
        result = BULK_FAILED;
    }
    if (result == BULK_DONE) {
        result = finish(b, context, workers, count, facts);
    }
    for (size_t i = 0; i < count; i++) {
        scanner_close(workers[i].scanner);
        free(workers[i].text);
    }
    return result;
}

/* A declared sign that is a number or nothing at all is for the usual way. */
static bool signs_are_plain(const struct source_profile *p) {
    for (size_t i = 0; i < p->symbol_count; i++) {
        struct str sign = p->symbols[i].key;
        bool digit = false;
        for (size_t k = 0; k < sign.n; k++) {
            digit |= sign.p[k] >= '0' && sign.p[k] <= '9';
        }
        if (digit || sign.n == 0) {
            return false;
        }
    }
    return true;
}

/* 其中：女 below its parent. */
static bool has_parents(const struct source_profile *p) {
    bool found = false;
    for (size_t i = 0; i < p->indicator_count && !found; i++) {
        found = str_find(p->indicators[i].key, STR("/"), 0) != STR_NOT_FOUND;
    }
    return found;
}

static bool is_plain(const struct source_profile *p, struct str duplicates) {
    return (p->format != NULL || p->layout->read == layouts_read_table) &&
           !has_parents(p) && p->first_line == 0 && p->last_line == 0 &&
           p->end_mark.n == 0 && p->first_column == 0 && p->last_column == 0 &&
           !p->fill_down && (duplicates.n == 0 || str_equal(duplicates, STR("sum")));
}

/* Everything up to the first block. */
static bool begin(struct bulk *b, const struct file_facts *facts,
                  const struct bulk_options *options) {
    struct sample *s = &b->sample;
    struct scan_layout *scan = &b->layout.scan;
    b->shown = options->sample_rows > 0 ? options->sample_rows : SAMPLE_ROWS;
    struct sample_bounds bounds = {b->shown, parts_at_once(options)};
    /* Where rows end before the file does, what stands below is not scanned. */
    if (!sample_read(&b->context, b->blocks, facts,
                     sample_encoding(b->context.profile, b->blocks), bounds, s) ||
        !s->sound || s->form.end_mark_count > 0 || s->options.separator.n != 1 ||
        (unsigned char)s->options.separator.p[0] >= 0x40 || s->shared.trusts_unit ||
        !signs_are_plain(s->profile) || !bulk_layout_find(s, &b->layout)) {
        return false;
    }
    if (s->cells == ENCODING_UNITS) {
        s->start.encoding.name = "UTF-8"; /* what the scanners see */
    }
    scan->separator = s->options.separator.p[0];
    find_numbers(b);
    b->names = bulk_names_open(&b->context, s, facts, b->arena);
    scan->context = b->names;
    return b->names != NULL && find_fixed(b) &&
           blocks_begin(b->blocks, s->form, s->first_bytes);
}

enum bulk_result bulk_read(const struct reading_context *context,
                           const struct file_facts *facts,
                           const struct bulk_options *options) {
    const struct source_profile *p = context->profile;
    struct input_file *file = dataset_file_mutable(context->ds, facts->file);
    const struct input_file before = *file;
    struct str duplicates =
        profile_lookup(p->options, p->option_count, STR("duplicates"));
    struct blocks *blocks = is_plain(p, duplicates) && !names_have_years(context->areas)
                                ? blocks_open(context->dir, file->path.p,
                                              options->least, options->block_bytes)
                                : NULL;
    if (blocks == NULL) {
        return BULK_DECLINED;
    }
    struct bulk *b = memory_alloc(sizeof *b);
    *b = (struct bulk){.context = *context, .arena = arena_open(), .blocks = blocks};
    b->context.scratch = b->arena;
    b->context.diag = diag_open_like(context->diag);
    b->claims = rows_claims(context);
    b->layout.scan = (struct scan_layout){.sum = str_equal(duplicates, STR("sum")),
                                          .resolve = bulk_names_resolve,
                                          .unit = bulk_names_unit};
    enum bulk_result result = BULK_DECLINED;
    if (begin(b, facts, options)) {
        b->block_capacity = blocks_most(blocks);
        b->lines = arena_array(b->arena, b->block_capacity + 1, sizeof *b->lines);
        result = read_body(b, context, facts);
    }
    if (result == BULK_DECLINED) {
        *dataset_file_mutable(context->ds, facts->file) = before;
    }
    if (b->names != NULL) {
        bulk_names_close(b->names);
    }
    claims_close(b->claims);
    diag_close(b->context.diag);
    blocks_close(blocks);
    arena_close(b->arena);
    free(b);
    return result;
}
