#include "ingest/bulk.h"
#include "ingest/bulk_add.h"
#include "ingest/bulk_layout.h"
#include "ingest/bulk_remarks.h"
#include "ingest/bulk_said.h"
#include "ingest/layouts.h"
#include "ingest/parts.h"
#include "ingest/ragged.h"
#include "ingest/sample.h"
#include "ingest/status.h"
#include <stdlib.h>
#include <string.h>

enum {
    SAMPLE_ROWS = 40, /* of the body: enough to tell a head from it */
    BEHIND_BYTES_MAX = 1 << 20,
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

struct worker {
    const struct bulk *bulk;
    struct scanner *scanner;
    char *text; /* a block of UTF-16, as UTF-8 */
    size_t capacity;
    struct behind *behind; /* what the file has behind its rows, of blocks */
    size_t behind_count, behind_bytes;
};

/* ---- what is plain ---- */

/* What rows without any text say; false if no row says all that it must. */
static bool find_none(struct bulk *b) {
    struct scan_layout *scan = &b->layout.scan;
    for (size_t i = 0; i < scan->fact_count; i++) {
        struct scan_fact *fact = &scan->facts[i];
        fact->none = bulk_names_resolve(b->names, fact->role, fact->of, NULL, 0);
        if (fact->none == SCAN_UNKNOWN && fact->count == 0) {
            return false;
        }
    }
    return true;
}

/* Whether the beginning of the file proves how the rest of its numbers are meant. */
static bool sample_proves_point(const struct sample *s) {
    struct marks_seen seen = {0};
    for (size_t i = 0; i < s->table.width; i++) {
        for (size_t k = 0; k < s->table.body_count; k++) {
            if (s->shared.columns[i].role == ROLE_VALUE) {
                marks_see(&seen, s->table.body[k]->cells[i]);
            }
        }
    }
    return marks_may_tell(s->profile, s->options.separator) &&
           marks_proven(seen) == '.';
}

static void find_numbers(struct bulk *b) {
    const struct source_profile *p = b->sample.profile;
    struct scan_layout *layout = &b->layout.scan;
    bool comma =
        p->decimal.n > 0 ? p->decimal.p[0] == ',' : str_equal(p->group, STR("."));
    layout->decimal = comma ? ',' : '.';
    layout->doubtful = layout->separator != ',' && p->decimal.n == 0 &&
                       p->group.n == 0 && !sample_proves_point(&b->sample);
    layout->group = layout->doubtful  ? '\0'
                    : p->group.n == 1 ? p->group.p[0]
                    : p->group.n == 0 ? (comma ? '.' : ',')
                                      : '\0';
}

/* ---- what stands behind the rows ---- */

/* A block's part of it. */
struct behind {
    uint32_t block;
    char *text;
    size_t n;
};

/* Keeps it, to be counted in the order of the file; false if it is too much. */
static bool keep_behind(struct worker *w, uint32_t block) {
    struct str text = blocks_behind(w->bulk->blocks, block);
    if (text.n == 0) {
        return true;
    }
    w->behind = memory_realloc(w->behind, (w->behind_count + 1) * sizeof *w->behind);
    char *copy = memory_alloc(text.n);
    memcpy(copy, text.p, text.n);
    w->behind[w->behind_count++] = (struct behind){block, copy, text.n};
    w->behind_bytes += text.n;
    return w->behind_bytes <= BEHIND_BYTES_MAX;
}

static int by_block(const void *a, const void *b) {
    const struct behind *x = a, *y = b;
    return (x->block > y->block) - (x->block < y->block);
}

/* The filled cells below the rows: below the mark of a format stand notes. False if it
   is no sound text. */
static bool count_behind(const struct bulk *b, const struct worker *workers,
                         size_t count, struct cell_sums *sums) {
    size_t total = 0, n = 0, filled = 0;
    for (size_t i = 0; i < count; i++) {
        total += workers[i].behind_count;
    }
    struct behind *all = arena_array(b->arena, total, sizeof *all);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < workers[i].behind_count; k++) {
            all[n++] = workers[i].behind[k];
        }
    }
    if (n > 1) {
        qsort(all, n, sizeof *all, by_block);
    }
    struct sheet_counting counting = {0};
    for (size_t i = 0; i < n; i++) {
        struct str text;
        if (!sample_decode(&b->sample, (struct str){all[i].text, all[i].n}, b->arena,
                           &text)) {
            return false;
        }
        filled += sheet_count_filled(text, b->sample.options.separator, &counting,
                                     i + 1 == n);
    }
    const struct source_profile *p = b->context.profile;
    bool notes =
        b->sample.form.end_mark_count > 0 && p->end_mark.n == 0 && p->last_line == 0;
    sums->filled += filled;
    *(notes ? &sums->notes : &sums->skipped) += filled;
    return true;
}

/* ---- the body ---- */

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
    if (index >= b->block_capacity || !keep_behind(w, index) ||
        (b->sample.cells == ENCODING_UNITS && !decode_block(w, &block))) {
        return false;
    }
    if (index == 0) {
        line = b->sample.head_lines;
        shown = b->shown;
        block = str_slice(block, sample_skip_lines(block, line), block.n);
    }
    scanner_expect_open_end(w->scanner, !b->sample.profile->short_rows &&
                                            blocks_ends_open(b->blocks, index));
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
                           scanner_sums(workers[i].scanner), b->layout.scan.again);
    }
    return plain;
}

/* ---- the result ---- */

/* Of all scanners. */
struct sum_of_counts {
    size_t rows, values, left, cut;
    size_t *blank, *left_blank; /* by columns */
};

static struct sum_of_counts sum_counts(const struct bulk *b,
                                       const struct worker *workers, size_t count) {
    size_t width = b->layout.scan.column_count;
    struct sum_of_counts sum = {.blank = arena_array(b->arena, width, sizeof(size_t)),
                                .left_blank =
                                    arena_array(b->arena, width, sizeof(size_t))};
    for (size_t i = 0; i < count; i++) {
        struct scan_counts own = scanner_counts(workers[i].scanner);
        sum.rows += own.rows;
        sum.values += own.values;
        sum.left += own.left;
        sum.cut += scanner_cut(workers[i].scanner).count;
        for (size_t k = 0; k < width; k++) {
            sum.blank[k] += own.blank[k];
            sum.left_blank[k] += own.left_blank[k];
        }
    }
    return sum;
}

/* What the plain rows add to what was counted of the others. */
static void count_cells(const struct bulk *b, const struct sum_of_counts *sum,
                        const struct cell_sums *rest, struct input_file *file) {
    file->rows += sum->rows;
    file->observations += sum->values;
    file->skipped += sum->left;
    file->cells = *rest;
    for (size_t i = 0; i < b->layout.scan.column_count; i++) {
        bool empty = b->layout.scan.columns[i].role == SCAN_EMPTY;
        size_t filled = empty ? 0 : sum->rows - sum->blank[i];
        size_t left = empty ? 0 : sum->left - sum->left_blank[i];
        enum cell_fate fate = b->layout.fates[i];
        file->cells.filled += filled + left;
        file->cells.values += fate == FATE_VALUE ? filled : 0;
        file->cells.heads += fate == FATE_HEAD ? filled : 0;
        file->cells.notes += fate == FATE_NOTE ? filled : 0;
        file->cells.skipped += fate == FATE_SKIP ? filled : 0;
        *(b->layout.again[i] ? &file->cells.heads : &file->cells.skipped) += left;
    }
}

/* Whether plain rows have values in a column of the table. */
static const bool *find_filled(const struct bulk *b, const struct sum_of_counts *sum) {
    const struct scan_layout *scan = &b->layout.scan;
    bool *filled = arena_array(b->arena, b->sample.table.width, sizeof *filled);
    for (size_t i = 0; i < b->sample.table.width; i++) {
        size_t at = b->sample.shape != NULL ? b->sample.shape->columns[i].from : i;
        filled[i] = scan->columns[at].role == SCAN_VALUE &&
                    sum->blank[at] + sum->left_blank[at] < sum->rows + sum->left;
    }
    return filled;
}

/* A plain row that ends with a blank was not cut. */
static bool ends_blank(const struct bulk *b, const struct sum_of_counts *sum) {
    size_t last = b->layout.scan.column_count - 1;
    return sum->blank[last] + sum->left_blank[last] > sum->cut;
}

/* Rows that end before the last column are whole unless something says that others do
   not, or that the last one was cut with its file (ingest/ragged.h): false. Then each
   of them is to be told. Adds them to those that were set aside. */
static bool count_cut(const struct bulk *b, struct scanner *const *scanners,
                      size_t count, const struct sum_of_counts *sum, struct str path,
                      struct bulk_rest *rest) {
    bool declared = b->sample.profile->short_rows, whole = true;
    for (size_t i = 0; i < count && !declared; i++) {
        struct scan_cut cut = scanner_cut(scanners[i]);
        if (cut.count == 0) {
            continue;
        }
        size_t first = b->lines[cut.block] + cut.line + 1;
        whole &= !ends_blank(b, sum) && !rest->uncut;
        if (rest->padded.count == 0 || first < rest->padded.first.line) {
            size_t row = first - bulk_rest_joined(rest, first);
            rest->padded.first =
                (struct place){.file = path,
                               .line = first,
                               .column = 1,
                               .cell = dataset_cell_name(row, 1, b->arena)};
        }
        rest->padded.count += cut.count;
    }
    return whole;
}

/* What the scanners set aside, and whether it leaves their own rows as they are. */
static bool read_rest(struct bulk *b, struct scanner *const *scanners, size_t count,
                      const struct sum_of_counts *sum, const struct file_facts *facts,
                      struct bulk_rest *rest) {
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
    if (evidence_units_miss(b->context.ds, &plain)) {
        return false; /* whose rows, is told by who reads them one by one */
    }
    pieces.plain = &plain;
    pieces.claims = b->claims;
    pieces.shared = &b->sample.shared;
    pieces.cells_max = b->layout.scan.cells_max;
    pieces.has_values = find_filled(b, sum);
    pieces.width = b->layout.scan.column_count;
    pieces.uncut = ends_blank(b, sum);
    if (!bulk_pieces_read(&b->context, facts, &pieces, rest)) {
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

/* Whether plain rows have what a total may count, and nothing tells it. */
static bool misses_parts(struct scanner *const *scanners, size_t count) {
    bool misses = false;
    for (size_t i = 0; i < count; i++) {
        size_t loose;
        bool lost;
        scanner_loose(scanners[i], &loose, &lost);
        misses |= lost;
    }
    return misses;
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
    struct scanner *scanners[BLOCKS_THREADS_MAX];
    struct bulk_rest rest;
    struct diag *diag = context->diag;
    struct sum_of_counts sum = sum_counts(b, workers, count);
    for (size_t i = 0; i < count; i++) {
        scanners[i] = workers[i].scanner;
    }
    add_lines(b);
    if (!read_rest(b, scanners, count, &sum, facts, &rest)) {
        return BULK_DECLINED;
    }
    if (claims_any(b->claims) && misses_parts(scanners, count)) {
        return BULK_DECLINED;
    }
    struct input_file *file = dataset_file_mutable(context->ds, facts->file);
    if (!count_cut(b, scanners, count, &sum, file->path, &rest) ||
        (sum.cut > 0 && diag_count(b->context.diag, DIAG_ERROR) > 0)) {
        return BULK_DECLINED;
    }
    struct bulk_sums sums = {.sums = scanner_sums(workers[0].scanner),
                             .scanners = scanners,
                             .scanner_count = count,
                             .before = b->lines,
                             .rest = &rest,
                             .file = facts->file,
                             .names = b->names,
                             .values = b->layout.scan.values,
                             .again = b->layout.scan.again};
    struct bulk_remarks remarks = {.path = file->path,
                                   .names = b->names,
                                   .scanners = scanners,
                                   .scanner_count = count,
                                   .before = b->lines,
                                   .rest = &rest,
                                   .aside = b->context.diag};
    count_cells(b, &sum, &rest.sums, file);
    if (!count_behind(b, workers, count, &file->cells) || file->observations == 0 ||
        !bulk_add_possible(context->ds, &sums, b->arena)) {
        return BULK_DECLINED;
    }
    size_t errors = diag_count(diag, DIAG_ERROR);
    if (rest.padded.count > 0) {
        ragged_warn(&rest.padded, diag);
    }
    bulk_remarks_tell(&remarks, b->arena, diag);
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
        for (size_t k = 0; k < workers[i].behind_count; k++) {
            free(workers[i].behind[k].text);
        }
        free(workers[i].behind);
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

/* Which of the values of a key stand. */
static enum sums_again find_again(const struct source_profile *p) {
    struct str rule = profile_lookup(p->options, p->option_count, STR("duplicates"));
    return str_equal(rule, STR("sum"))     ? SUMS_ADD
           : str_equal(rule, STR("first")) ? SUMS_FIRST
           : str_equal(rule, STR("last"))  ? SUMS_LAST
                                           : SUMS_ONCE;
}

static bool is_plain(const struct source_profile *p) {
    return (p->format != NULL || p->layout->read == layouts_read_table) &&
           !has_parents(p) && p->first_column == 0 && p->last_column == 0 &&
           !p->fill_down;
}

/* Its byte is no part of another character: | is one in GB18030. */
static bool is_separator(const struct sample *s) {
    bool utf8 = s->cells == ENCODING_UNITS ||
                str_equal(str_from(s->start.encoding.name), STR("UTF-8"));
    unsigned char first = (unsigned char)s->options.separator.p[0];
    return s->options.separator.n == 1 && first < (utf8 ? 0x80 : 0x40);
}

/* Everything up to the first block. */
static bool begin(struct bulk *b, const struct file_facts *facts,
                  const struct bulk_options *options) {
    struct sample *s = &b->sample;
    struct scan_layout *scan = &b->layout.scan;
    b->shown = options->sample_rows > 0 ? options->sample_rows : SAMPLE_ROWS;
    struct sample_bounds bounds = {b->shown, parts_at_once(options)};
    if (!sample_read(&b->context, b->blocks, facts,
                     sample_encoding(b->context.profile, b->blocks), bounds, s) ||
        !s->sound || !is_separator(s) || s->shared.trusts_unit ||
        !signs_are_plain(s->profile) || !bulk_layout_find(s, b->arena, &b->layout)) {
        return false;
    }
    if (s->cells == ENCODING_UNITS) {
        s->start.encoding.name = "UTF-8"; /* what the scanners see */
    }
    scan->separator = s->options.separator.p[0];
    scan->pads = s->shape == NULL || s->profile->short_rows;
    find_numbers(b);
    b->names = bulk_names_open(&b->context, s, facts, b->arena);
    scan->context = b->names;
    return b->names != NULL && find_none(b) &&
           blocks_begin(b->blocks, s->form, s->first_bytes);
}

enum bulk_result bulk_read(const struct reading_context *context,
                           const struct file_facts *facts,
                           const struct bulk_options *options) {
    const struct source_profile *p = context->profile;
    struct input_file *file = dataset_file_mutable(context->ds, facts->file);
    const struct input_file before = *file;
    size_t vintages = dataset_vintage_count(context->ds);
    struct blocks *blocks = is_plain(p) && !names_have_years(context->areas)
                                ? blocks_open(context->dir, file->path.p,
                                              options->least, options->block_bytes)
                                : NULL;
    if (blocks == NULL) {
        return BULK_DECLINED;
    }
    struct bulk *b = memory_alloc(sizeof *b);
    *b = (struct bulk){.context = *context, .arena = arena_open(), .blocks = blocks};
    b->context.scratch = b->arena;
    b->context.diag = diag_open_apart(context->diag);
    b->claims = rows_claims(context);
    b->layout.scan = (struct scan_layout){.again = find_again(p),
                                          .make = bulk_names_make,
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
        dataset_forget_vintages(context->ds, vintages);
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
