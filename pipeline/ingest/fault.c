#include "ingest/fault.h"
#include "ingest/account.h"
#include "ingest/clean.h"
#include "ingest/known.h"

/* The block before comes along: a note in it may go on. */
struct fault {
    const struct reading_context *context;
    const struct sample *sample;
    struct str path;
    size_t head_lines, head_joined;
    struct buf before;
    size_t line, joined; /* lines above the block before; breaks inside quoted cells */
    size_t before_lines;
    size_t here; /* breaks in the block before */
    bool found;
};

/* The row that a cell's name says: 17 of D17. */
static size_t row_of(struct str cell) {
    size_t row = 0;
    for (size_t i = 0; i < cell.n; i++) {
        bool digit = cell.p[i] >= '0' && cell.p[i] <= '9';
        row = digit ? row * 10 + (size_t)(cell.p[i] - '0') : row;
    }
    return row;
}

/* Reports what was told of line `first + n` of a text as of line `line + n`. */
static void report(struct fault *f, const struct diag *diag, size_t first, size_t line,
                   size_t joined) {
    size_t count;
    struct arena *arena = arena_open();
    const struct diag_entry *e = diag_entries(diag, &count);
    for (size_t i = 0; i < count; i++) {
        struct diag_entry entry = e[i];
        struct place *place = &entry.place;
        size_t inside = place->line - row_of(place->cell);
        place->line = place->line - first + line;
        place->cell =
            dataset_cell_name(place->line - (joined + inside), place->column, arena);
        diag_add(f->context->diag, &entry);
    }
    arena_close(arena);
    f->found = diag_count(diag, DIAG_ERROR) > 0;
}

/* Line breaks inside quoted cells above the line of a sheet. */
static size_t joined_above(const struct sheet *sheet, size_t line) {
    for (size_t i = 0; i < sheet->row_count; i++) {
        if (sheet->rows[i].line > line) {
            return sheet->rows[i].joined;
        }
    }
    return sheet->joined;
}

/* The head, the block before and the block as a sheet; false after a report. */
static bool read_rows(struct fault *f, struct str text, struct arena *arena,
                      struct diag *quiet) {
    struct buf whole = buf_open(SIZE_MAX);
    struct sheet sheet;
    size_t head = f->line == 0 ? 0 : f->head_lines;
    size_t head_joined = f->line == 0 ? 0 : f->head_joined;
    if (f->line > 0) {
        buf_put(&whole, f->sample->head);
    }
    buf_put(&whole, buf_str(&f->before));
    buf_put(&whole, text);
    bool sound =
        sheet_read(f->path, buf_str(&whole), &f->sample->options, arena, quiet, &sheet);
    buf_close(&whole);
    if (!sound) {
        /* What a cell's name leaves out counts from the head on. */
        report(f, quiet, head, f->line, f->joined - head_joined);
        return false;
    }
    f->here = joined_above(&sheet, head + f->before_lines) - head_joined;
    return true;
}

/* The block is the one before now. A note that goes on in it needs what began it. */
static void pass(struct fault *f, struct str text) {
    struct str rest = sample_without_notes(text);
    size_t lines = known_lines(text), left_out = lines - known_lines(rest);
    if (clean_is_blank(rest)) {
        f->before_lines += lines;
        buf_put(&f->before, text);
        return;
    }
    f->line += f->before_lines + left_out;
    f->joined += f->here;
    f->before_lines = lines - left_out;
    buf_clear(&f->before);
    buf_put(&f->before, rest);
}

static bool see_block(void *context, struct str block, uint32_t index) {
    struct fault *f = context;
    const char *name = f->sample->start.encoding.name;
    struct arena *arena = arena_open();
    struct diag *quiet = diag_open_like(f->context->diag);
    struct encoding found;
    struct str text;
    (void)index;
    bool sound =
        encoding_decode(block, str_from(name), f->path, arena, quiet, &text, &found);
    if (!sound && f->sample->start.declared) {
        report(f, quiet, 0, f->line + f->before_lines, 0);
    }
    if (sound && text.n > 0) {
        diag_close(quiet);
        quiet = diag_open_like(f->context->diag);
        sound = read_rows(f, text, arena, quiet);
        pass(f, text);
    }
    diag_close(quiet);
    arena_close(arena);
    return sound;
}

bool fault_tell(const struct reading_context *context, const struct file_facts *facts,
                const struct sample *sample, struct blocks *blocks) {
    struct fault f = {.context = context,
                      .sample = sample,
                      .path = dataset_file(context->ds, facts->file)->path,
                      .head_lines = sample->head_lines,
                      .head_joined = sample->table.body[0]->joined,
                      .before = buf_open(SIZE_MAX)};
    void *contexts[] = {&f};
    if (blocks_begin(blocks, sample->form, sample->first_bytes)) {
        blocks_run(blocks, see_block, contexts, 1);
    }
    buf_close(&f.before);
    return f.found;
}

struct counting {
    const struct sample *sample;
    struct cell_sums *cells;
};

static bool count_block(void *context, struct str block, uint32_t index) {
    const struct counting *c = context;
    struct arena *arena = arena_open();
    struct str text;
    (void)index;
    bool sound = sample_decode(c->sample, block, arena, &text);
    account_unread(sound ? text : block, c->sample->options.separator, c->cells);
    arena_close(arena);
    return true;
}

void fault_count(const struct reading_context *context, const struct file_facts *facts,
                 const struct sample *sample, struct blocks *blocks) {
    struct counting counting = {sample,
                                &dataset_file_mutable(context->ds, facts->file)->cells};
    void *contexts[] = {&counting};
    if (blocks_begin(blocks, sample->form, sample->first_bytes)) {
        blocks_run(blocks, count_block, contexts, 1);
    }
}
