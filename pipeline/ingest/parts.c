#include "ingest/parts.h"
#include "ingest/account.h"
#include "ingest/csv_prepare.h"
#include "ingest/exports.h"
#include "ingest/fault.h"
#include "ingest/known.h"
#include "ingest/layouts.h"
#include "ingest/overview.h"
#include "ingest/ragged.h"
#include "ingest/whole.h"
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK_BYTES = 2 << 20,
    SAMPLE_ROWS = 100,
    CARRY_BYTES_MAX = 1 << 20, /* below the last row of a block that has values */
};

struct parts {
    const struct reading_context *outer;
    const struct bulk_options *options;
    struct reading_context context; /* of one block */
    const struct file_facts *facts;
    struct arena *arena; /* of the file */
    struct blocks *blocks;
    struct sample sample;
    struct overview overview;
    struct buf held;  /* the last row, if what it says is told by the one below it */
    struct buf carry; /* the last rows of the block before */
    size_t carry_line;
    size_t line, joined; /* lines, and breaks inside quoted cells, above the block */
    struct sheet_padded padded; /* its cell's name is in the arena */
    struct file_whole whole;
    struct reading_context said; /* of the evidence */
    struct table all;            /* head, shown rows and notes of the whole file */
    struct reading_context made; /* of the table that a format by name made of it */
    bool ok, stopped, changed, unsound;
    bool told;                      /* a fault of a file that cannot be read at once */
    bool behind;                    /* below the rows, */
    struct sheet_counting counting; /* whose cells are counted */
    bool begun; /* a block was read: what is said of the head was said */
};

/* The file from its beginning again. */
static bool open_blocks(struct parts *parts) {
    const struct bulk_options *options = parts->options;
    const struct input_file *file = dataset_file(parts->outer->ds, parts->facts->file);
    if (parts->blocks != NULL) {
        blocks_close(parts->blocks);
    }
    parts->blocks =
        blocks_open(parts->outer->dir, file->path.p, options->least,
                    options->block_bytes > 0 ? options->block_bytes : BLOCK_BYTES);
    return parts->blocks != NULL;
}

/* ---- then: the rows, a block at a time ---- */

/* The text of a block's sheet, and what its lines are in the file. */
struct collage {
    struct buf text;
    size_t line; /* the next one of the text */
    struct known_piece *pieces;
    size_t count;
};

static void paste(struct collage *c, struct str text, size_t line, bool known) {
    if (text.n > 0) {
        buf_put(&c->text, text);
        c->pieces[c->count++] = (struct known_piece){line, c->line, known};
        c->line += known_lines(text);
    }
}

enum shown_where { SHOWN_ABOVE, SHOWN_BELOW, SHOWN_NOTES };

/* Rows of other blocks stand above and below as they do in the file, notes between. */
static void paste_shown(const struct parts *parts, struct collage *c, size_t lines,
                        enum shown_where where) {
    size_t from = buf_str(&parts->carry).n > 0 ? parts->carry_line : parts->line + 1;
    for (size_t i = 0; i < parts->overview.count; i++) {
        const struct shown *s = &parts->overview.rows[i];
        bool above = s->line<from, below = s->line> parts->line + lines;
        enum shown_where own = s->note ? SHOWN_NOTES
                               : above ? SHOWN_ABOVE
                                       : SHOWN_BELOW;
        if ((above || below) && own == where) {
            paste(c, s->text, s->line, true);
        }
    }
}

/* Head, rows of other blocks, the end of the block before, the rows, notes and rows of
   other blocks. */
static struct collage put_together(const struct parts *parts, struct str rows,
                                   size_t lines, struct arena *arena) {
    struct collage c = {.text = buf_open(SIZE_MAX),
                        .line = parts->sample.head_lines + 1};
    c.pieces = arena_array(arena, parts->overview.count + 3, sizeof *c.pieces);
    buf_put(&c.text, parts->sample.head);
    paste_shown(parts, &c, lines, SHOWN_ABOVE);
    paste(&c, buf_str(&parts->carry), parts->carry_line, true);
    paste(&c, rows, parts->line + 1, false);
    paste(&c, buf_str(&parts->held), parts->line + lines + 1, true);
    paste_shown(parts, &c, lines, SHOWN_NOTES); /* may go on with one of the rows */
    paste_shown(parts, &c, lines, SHOWN_BELOW);
    return c;
}

/* Gives the rows their places; false if the pieces do not fit. */
static bool place(struct parts *parts, struct sheet *sheet, const struct collage *c) {
    size_t head = parts->sample.head_lines;
    if (!known_place(sheet, head, c->pieces, c->count)) {
        return false;
    }
    size_t i = 0, end = sheet->row_count;
    while (i < end && (sheet->rows[i].known || sheet->rows[i].line <= head)) {
        sheet->rows[i].known |= parts->begun; /* the first block's */
        i++;
    }
    /* Of what is above only the file's own breaks count. */
    uint32_t here = i < end ? sheet->rows[i].joined : (uint32_t)sheet->joined;
    uint32_t above = (uint32_t)parts->joined;
    while (i < end && !sheet->rows[i].known) {
        sheet->rows[i].joined = sheet->rows[i].joined - here + above;
        i++;
    }
    parts->joined += (i < end ? sheet->rows[i].joined : (uint32_t)sheet->joined) - here;
    return true;
}

static bool has_value(const struct sheet_row *row) {
    for (size_t i = 0; i < row->count; i++) {
        if (row->fates[i] == FATE_VALUE && sheet_filled(row, i)) {
            return true;
        }
    }
    return false;
}

/* The last row of the block with a value; else, if nothing is carried yet, its first
   one. */
static const struct sheet_row *carried_from(const struct parts *parts,
                                            const struct sheet *sheet) {
    const struct sheet_row *first = NULL;
    for (size_t i = sheet->row_count; i-- > 0;) {
        const struct sheet_row *row = &sheet->rows[i];
        bool own = !row->known && row->line > parts->sample.head_lines;
        if (own && has_value(row)) {
            return row;
        }
        first = own ? row : first;
    }
    return buf_str(&parts->carry).n == 0 ? first : NULL;
}

/* Keeps the rows from the last one with a value on: what the next block begins with may
   belong to a note among them. */
static void carry(struct parts *parts, const struct sheet *sheet, struct str rows) {
    const struct sheet_row *from = carried_from(parts, sheet);
    struct str rest = rows;
    if (parts->sample.options.raw && parts->outer->profile->format == NULL) {
        return; /* no note begins */
    }
    if (from != NULL) {
        rest = str_slice(rows, sample_skip_lines(rows, from->line - parts->line - 1),
                         rows.n);
        parts->carry_line = from->line;
        buf_clear(&parts->carry);
    } else if (buf_str(&parts->carry).n == 0) {
        return;
    }
    if (buf_str(&parts->carry).n + rest.n <= CARRY_BYTES_MAX) {
        buf_put(&parts->carry, rest);
    }
}

static bool is_note_row(const struct sheet_row *row) {
    bool note = false;
    for (size_t i = 0; i < row->count; i++) {
        if (sheet_filled(row, i) && row->fates[i] != FATE_NOTE) {
            return false;
        }
        note |= row->fates[i] == FATE_NOTE;
    }
    return note;
}

/* Notes of known rows are noted where they stand. */
static void join_notes(struct parts *parts, const struct sheet *sheet,
                       const struct str *before, size_t count) {
    struct input_file *file =
        dataset_file_mutable(parts->outer->ds, parts->facts->file);
    struct str *all =
        arena_array(parts->outer->arena, count + file->note_count, sizeof *all);
    size_t note = 0;
    if (count > 0) {
        memcpy(all, before, count * sizeof *all);
    }
    for (size_t i = 0; i < sheet->row_count && note < file->note_count; i++) {
        if (is_note_row(&sheet->rows[i])) {
            if (!sheet->rows[i].known) {
                all[count++] = file->notes[note];
            }
            note++;
        }
    }
    file->notes = all;
    file->note_count = count;
}

/* What was said of known rows and of the head is said once, where they are read; so is
   what is told of other files. */
static void report(struct parts *parts, size_t lines) {
    size_t count;
    const struct diag_entry *e = diag_entries(parts->context.diag, &count);
    struct str path = dataset_file(parts->outer->ds, parts->facts->file)->path;
    for (size_t i = 0; i < count; i++) {
        size_t line = e[i].place.line;
        bool body = str_equal(e[i].place.file, path) && line > parts->sample.head_lines;
        if (body ? line > parts->line && line <= parts->line + lines : !parts->begun) {
            diag_add(parts->outer->diag, &e[i]);
        }
    }
}

/* What is left out beside the head and above it does not count again. */
static void drop_head(const struct parts *parts, struct sheet *sheet) {
    size_t head = parts->sample.head_lines;
    sheet->left_out -= sheet->left_out_lines;
    for (size_t i = 0; i < sheet->outside_count; i++) {
        const struct sheet_outside *o = &sheet->outside[i];
        sheet->left_out -= o->line <= head ? o->count : 0;
    }
}

/* The filled cells of the block; those of the head are the first one's. */
static bool account(struct parts *parts, struct sheet *sheet, bool refused) {
    struct cell_sums sums,
        *all = &dataset_file_mutable(parts->outer->ds, parts->facts->file)->cells;
    known_drop(sheet);
    if (parts->begun) {
        drop_head(parts, sheet);
    }
    bool ok = account_sheet(sheet, refused, parts->context.scratch, parts->context.diag,
                            &sums);
    all->filled += sums.filled;
    all->values += sums.values;
    all->heads += sums.heads;
    all->notes += sums.notes;
    all->skipped += sums.skipped;
    all->findings += sums.findings;
    return ok;
}

static const struct sheet_row *last_own(const struct sheet *sheet) {
    size_t i = sheet->row_count;
    while (i > 0 && sheet->rows[i - 1].known) {
        i--;
    }
    return i > 0 ? &sheet->rows[i - 1] : NULL;
}

/* True if rows were left unread, below what nothing explains. */
static bool was_left(const struct sheet *sheet) {
    const struct sheet_row *last = last_own(sheet);
    for (size_t i = 0; last != NULL && i < last->count; i++) {
        if (last->fates[i] == FATE_OPEN && sheet_filled(last, i)) {
            return true;
        }
    }
    return false;
}

/* What outlives the sheet. */
static void keep_state(struct parts *parts) {
    parts->padded.first.cell = arena_copy(parts->arena, parts->padded.first.cell);
    parts->whole.parent = arena_copy(parts->arena, parts->whole.parent);
    parts->whole.filled = arena_copy(parts->arena, parts->whole.filled);
    for (size_t i = 0; i < parts->all.width; i++) {
        parts->whole.above[i] = arena_copy(parts->arena, parts->whole.above[i]);
    }
}

static bool read_sheet(struct parts *parts, struct str rows, size_t lines) {
    struct reading_context *context = &parts->context;
    const struct source_profile *p = context->profile;
    struct input_file *file = dataset_file_mutable(context->ds, parts->facts->file);
    const struct str *notes = file->notes;
    size_t note_count = file->note_count;
    struct sheet sheet;
    struct collage c = put_together(parts, rows, lines, context->scratch);
    struct diag *quiet = diag_open();
    bool placed = sheet_read(file->path, buf_str(&c.text), &parts->sample.options,
                             context->scratch, quiet, &sheet) &&
                  place(parts, &sheet, &c);
    diag_close(quiet);
    buf_close(&c.text);
    if (!placed) {
        parts->stopped = true;
        diag_error(context->diag,
                   (struct place){.file = file->path, .line = parts->line + 1},
                   "from here on quotes do not tell where rows begin");
        diag_hint(context->diag, "is one left open in a note or cell above?");
        return false;
    }
    sheet.uncut = parts->overview.uncut;
    sheet.padded = &parts->padded;
    bool ok = p->format != NULL ? exports_read(context, &sheet, parts->facts)
                                : p->layout->read(context, &sheet, parts->facts);
    parts->stopped |= was_left(&sheet);
    join_notes(parts, &sheet, notes, note_count);
    carry(parts, &sheet, rows);
    keep_state(parts);
    return account(parts, &sheet, !ok) && ok;
}

/* Where the last row of the text begins. */
static size_t last_row(struct str text) {
    size_t last = 0;
    bool quoted = false, begins = true;
    for (size_t at = 0; at < text.n; at++) {
        bool ends = !quoted && prepare_line_break(text, at) > 0;
        last = begins && !ends ? at : last;
        quoted ^= text.p[at] == '"';
        begins = ends;
    }
    return last;
}

/* What was held back and the rows of the block, but for the last one if it is to wait
   for what follows it. */
static struct str take_held(struct parts *parts, struct str text, bool last) {
    if (parts->sample.shape == NULL || !parts->sample.shape->looks_below) {
        return text;
    }
    buf_put(&parts->held, text);
    text = arena_copy(parts->context.scratch, buf_str(&parts->held));
    buf_clear(&parts->held);
    size_t end = last ? text.n : last_row(text);
    buf_put(&parts->held, str_slice(text, end, text.n));
    return str_slice(text, 0, end);
}

/* What stands below the declared end of the rows. */
static void count_behind(struct parts *parts, uint32_t index, bool last) {
    struct cell_sums *all =
        &dataset_file_mutable(parts->outer->ds, parts->facts->file)->cells;
    struct str text, behind = blocks_behind(parts->blocks, index);
    if ((behind.n > 0 || parts->behind) &&
        sample_decode(&parts->sample, behind, parts->context.scratch, &text)) {
        size_t filled = sheet_count_filled(text, parts->sample.options.separator,
                                           &parts->counting, last);
        all->filled += filled;
        /* Below the mark of a format stand notes. */
        bool notes = parts->sample.form.end_mark_count > 0 &&
                     parts->outer->profile->end_mark.n == 0 &&
                     parts->outer->profile->last_line == 0;
        *(notes ? &all->notes : &all->skipped) += filled;
        parts->behind = true;
    }
}

static bool read_block(void *context, struct str block, uint32_t index) {
    struct parts *parts = context;
    struct reading_context *c = &parts->context;
    bool last = blocks_is_last(parts->blocks, index);
    struct str text;
    c->scratch = arena_open();
    c->diag = diag_open_apart(parts->outer->diag);
    /* What was decoded before is decoded now, unless the file has changed. */
    bool same = sample_decode(&parts->sample, block, c->scratch, &text);
    if (same && index == 0) {
        parts->line = parts->sample.head_lines;
        text = str_slice(text, sample_skip_lines(text, parts->line), text.n);
    }
    text = same ? take_held(parts, text, last) : text;
    size_t lines = same ? known_lines(text) : 0;
    if (lines > 0) {
        parts->ok &= read_sheet(parts, text, lines);
        report(parts, lines);
        parts->begun = true;
    }
    parts->line += lines;
    count_behind(parts, index, last);
    parts->changed |= !same;
    diag_close(c->diag);
    arena_close(c->scratch);
    return !parts->stopped && same;
}

static enum bulk_result read_file(struct parts *parts) {
    struct input_file *file =
        dataset_file_mutable(parts->outer->ds, parts->facts->file);
    void *contexts[] = {parts};
    blocks_run(parts->blocks, read_block, contexts, 1);
    bool whole = blocks_end(parts->blocks, file->sha256) || parts->stopped;
    if (!whole || parts->changed) {
        parts->ok = diag_error(parts->outer->diag, (struct place){.file = file->path},
                               "the file changed while it was read");
    }
    const struct rows_shared *shared = &parts->sample.shared;
    if (parts->padded.count > 0) {
        ragged_warn(&parts->padded, parts->outer->diag);
    }
    if (!parts->stopped && parts->whole.evidence != NULL) {
        parts->ok &=
            evidence_settle(parts->whole.evidence, shared->columns, parts->facts->file);
    }
    if (parts->ok) {
        claims_check(parts->whole.claims, parts->outer->groups, parts->outer->diag);
    }
    file->bytes = blocks_size(parts->blocks);
    file->guessed = parts->sample.guessed;
    return parts->ok ? BULK_DONE : BULK_FAILED;
}

static void tell(struct parts *parts, const struct diag *diag) {
    size_t count;
    const struct diag_entry *e = diag_entries(diag, &count);
    for (size_t i = 0; i < count; i++) {
        diag_add(parts->outer->diag, &e[i]);
    }
}

size_t parts_at_once(const struct bulk_options *options) {
    return options->at_once > 0 ? options->at_once : PARTS_AT_ONCE_MAX;
}

static bool is_too_large(const struct parts *parts) {
    return blocks_size(parts->blocks) > parts_at_once(parts->options);
}

/* Head, lines above and notes below, beside the rows that stand for all, as a table. */
static bool find_all(struct parts *parts, struct diag *quiet) {
    struct sheet *sheet = arena_alloc(parts->arena, sizeof *sheet);
    struct str none = {"", 0};
    struct shape *shape;
    struct collage c = put_together(parts, none, 0, parts->arena);
    const struct input_file *file = dataset_file(parts->outer->ds, parts->facts->file);
    struct str text = arena_copy(parts->arena, buf_str(&c.text));
    buf_close(&c.text);
    if (!sheet_read(file->path, text, &parts->sample.options, parts->arena, quiet,
                    sheet) ||
        !known_place(sheet, parts->sample.head_lines, c.pieces, c.count)) {
        return false;
    }
    sheet->uncut = parts->overview.uncut;
    bool made = sample_find_table(&parts->said, sheet, &parts->all, &shape);
    if (shape != NULL) {
        parts->made = parts->said; /* by which the shape was made */
        shape->context = &parts->made;
        parts->said.profile = &shape->profile;
    }
    bool whole = made || shape == NULL || shape->ragged;
    return whole && parts->all.head != NULL && parts->all.body_count > 0 &&
           (shape != NULL ? shape->width : parts->all.width) == parts->sample.width;
}

/* A short row is not among those that are shown, and may be the first of all. */
static void place_first(struct parts *parts) {
    const struct sheet_row *first = parts->sample.table.body[0];
    struct table *all = &parts->all;
    bool broken =
        first->padded && parts->overview.uncut && !parts->outer->profile->short_rows;
    if (first->line < all->body[0]->line && !broken) {
        struct sheet_row *row = arena_alloc(parts->arena, sizeof *row);
        *row = *all->body[0];
        row->line = first->line;
        row->joined = first->joined;
        all->body[0] = row;
    }
}

/* What they say of all rows: the evidence of the file. */
static bool see_all(struct parts *parts) {
    struct diag *quiet = diag_open_like(parts->outer->diag);
    parts->said = *parts->outer;
    parts->said.scratch = parts->arena;
    parts->said.diag = quiet;
    bool found = find_all(parts, quiet);
    if (found) {
        place_first(parts);
    }
    bool seen = found && rows_shared(&parts->said, &parts->all, parts->facts,
                                     &parts->sample.shared);
    parts->said.diag = parts->outer->diag;
    parts->whole.evidence = parts->said.evidence;
    if (seen && parts->whole.evidence->wrong) {
        tell(parts, quiet);
    }
    /* The head is wrong, and no other way tells it. */
    if (!seen && is_too_large(parts) && diag_count(quiet, DIAG_ERROR) > 0) {
        tell(parts, quiet);
        parts->told = true;
    }
    diag_close(quiet);
    return seen;
}

/* What all rows say together, if they are sound text in this encoding. */
static bool look_through(struct parts *parts, struct str encoding) {
    const struct bulk_options *options = parts->options;
    struct sample_bounds bounds = {
        .rows = options->sample_rows > 0 ? options->sample_rows : SAMPLE_ROWS,
        .at_once = parts_at_once(options)};
    struct sample *s = &parts->sample;
    if (!sample_read(&parts->context, parts->blocks, parts->facts, encoding, bounds,
                     s)) {
        return false;
    }
    if (!blocks_begin(parts->blocks, s->form, s->first_bytes)) {
        return false;
    }
    parts->unsound = !overview_read(&parts->context, s, parts->blocks, parts->arena,
                                    &parts->overview);
    return !parts->unsound;
}

/* What goes on from block to block. */
static void open_whole(struct parts *parts) {
    struct file_whole *whole = &parts->whole;
    whole->arena = parts->arena;
    whole->last_indicator = DATASET_NONE;
    whole->claims = rows_claims(&parts->context);
    whole->above = arena_array(parts->arena, parts->all.width, sizeof *whole->above);
    parts->context.whole = whole;
}

/* Everything up to the first block that is read. A format's own encoding is that of
   files that are no UTF-8, which may be seen further down only. */
static bool begin(struct parts *parts) {
    const struct export_kind *format = parts->outer->profile->format;
    struct sample *s = &parts->sample;
    if (!open_blocks(parts)) {
        return false;
    }
    struct str encoding = sample_encoding(parts->outer->profile, parts->blocks);
    bool seen = look_through(parts, encoding);
    if (parts->unsound && !s->start.declared && format != NULL &&
        format->encoding != NULL && open_blocks(parts)) {
        seen = look_through(parts, str_from(format->encoding));
    }
    /* Rows of text say nothing together but how they end. */
    bool raw = parts->outer->profile->layout->raw;
    if (!seen || !open_blocks(parts) || (!raw && !see_all(parts)) ||
        !blocks_begin(parts->blocks, s->form, s->first_bytes)) {
        return false;
    }
    parts->joined = s->table.body[0]->joined; /* in the head */
    open_whole(parts);
    return true;
}

/* True if the file cannot be read at once, after a report of what is wrong with it. */
static bool tell_fault(struct parts *parts) {
    if (parts->told) {
        return true;
    }
    bool told = parts->blocks != NULL && parts->unsound && is_too_large(parts) &&
                open_blocks(parts) &&
                fault_tell(parts->outer, parts->facts, &parts->sample, parts->blocks);
    if (told && open_blocks(parts)) {
        fault_count(parts->outer, parts->facts, &parts->sample, parts->blocks);
    }
    return told;
}

enum bulk_result parts_read(const struct reading_context *context,
                            const struct file_facts *facts,
                            const struct bulk_options *options) {
    struct parts *parts = memory_alloc(sizeof *parts);
    *parts = (struct parts){.outer = context,
                            .options = options,
                            .context = *context,
                            .facts = facts,
                            .arena = arena_open(),
                            .held = buf_open(SIZE_MAX),
                            .carry = buf_open(CARRY_BYTES_MAX),
                            .ok = true};
    parts->context.scratch = parts->arena;
    enum bulk_result result = BULK_DECLINED;
    if (begin(parts)) {
        result = read_file(parts);
    } else if (tell_fault(parts)) {
        result = BULK_FAILED;
    }
    if (parts->blocks != NULL) {
        blocks_close(parts->blocks);
    }
    if (parts->whole.claims != NULL) {
        claims_close(parts->whole.claims);
    }
    buf_close(&parts->carry);
    buf_close(&parts->held);
    arena_close(parts->arena);
    free(parts);
    return result;
}
