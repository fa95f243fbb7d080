#include "ingest/parts.h"
#include "ingest/account.h"
#include "ingest/fault.h"
#include "ingest/known.h"
#include "ingest/layouts.h"
#include "ingest/ragged.h"
#include "ingest/sample.h"
#include "ingest/survey.h"
#include "ingest/whole.h"
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK_BYTES = 2 << 20,
    SAMPLE_ROWS = 100,
    CARRY_BYTES_MAX = 1 << 20, /* below the last row of a block that has values */
};

struct shown {
    size_t line; /* in the file, from 1 */
    struct str text;
    bool note;
};

struct parts {
    const struct reading_context *outer;
    struct reading_context context; /* of one block */
    const struct file_facts *facts;
    struct arena *arena; /* of the file */
    struct blocks *blocks;
    struct sample sample;
    struct shown *shown; /* rows that stand for all */
    size_t shown_count;
    size_t *lines;         /* of each block below the head, then above it */
    enum survey_end *ends; /* of each block */
    size_t block_capacity;
    struct buf carry; /* the last rows of the block before */
    size_t carry_line;
    size_t line, joined; /* lines, and breaks inside quoted cells, above the block */
    struct file_whole whole;
    struct reading_context said; /* of the evidence */
    struct table all;            /* head, shown rows and notes of the whole file */
    bool ok, stopped, changed, unsound;
    bool begun; /* a block was read: what is said of the head was said */
    bool uncut; /* rows show that short ones are not cut */
    struct sheet_padded padded;
};

/* The block as UTF-8, without what encoding_decode() would have to say. */
static bool decode(const struct sample *s, struct str block, struct arena *arena,
                   struct str *text) {
    if (s->cells == ENCODING_UNITS) {
        char *out = arena_alloc(arena, block.n / 2 * 3 + 1);
        *text = (struct str){out, 0};
        if (!encoding_units(block, s->form.big_endian, out, &text->n)) {
            return false;
        }
    } else if (!encoding_piece(block, s->start.encoding.name, arena, text)) {
        return false;
    }
    return encoding_is_plain(*text);
}

/* ---- first: what all rows say together ---- */

struct surveyor {
    const struct parts *parts;
    struct survey *survey;
};

static bool see_block(void *context, struct str block, uint32_t index) {
    struct surveyor *surveyor = context;
    const struct parts *parts = surveyor->parts;
    const struct source_profile *p = parts->outer->profile;
    struct sheet_options options = {.separator = parts->sample.separator,
                                    .lenient = parts->sample.lenient};
    struct arena *arena = arena_open();
    struct diag *quiet = diag_open();
    struct sheet sheet;
    struct str text;
    bool sound =
        index < parts->block_capacity && decode(&parts->sample, block, arena, &text);
    if (sound && index == 0) {
        size_t head = sample_skip_lines(text, parts->sample.head_lines);
        text = str_slice(text, head, text.n);
    }
    parts->lines[index] = sound ? known_lines(text) : 0;
    if (sound) {
        struct str rows = sample_without_notes(text);
        size_t above = parts->lines[index] - known_lines(rows);
        struct str head = parts->sample.head;
        char *both = arena_alloc(arena, head.n + rows.n + 1);
        memcpy(both, head.p, head.n);
        memcpy(both + head.n, rows.p, rows.n);
        text = (struct str){both, head.n + rows.n};
        sound = sheet_read(p->file, text, &options, arena, quiet, &sheet);
        parts->ends[index] =
            survey_see(surveyor->survey, &sheet, text,
                       (struct survey_place){index, above, parts->sample.head_lines});
    }
    diag_close(quiet);
    arena_close(arena);
    return sound;
}

static bool follows_note(const struct parts *parts, uint32_t block) {
    while (block > 0 && parts->ends[block - 1] == SURVEY_AS_BEFORE) {
        block--;
    }
    return block > 0 && parts->ends[block - 1] == SURVEY_NOTE;
}

static int by_line(const void *a, const void *b) {
    const struct shown *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

/* The rows that a survey kept, beside those that are there. */
static void show(struct parts *parts, const struct survey *survey) {
    size_t count;
    const struct survey_row *rows = survey_rows(survey, &count);
    struct shown *all =
        arena_array(parts->arena, parts->shown_count + count, sizeof *all);
    if (parts->shown_count > 0) {
        memcpy(all, parts->shown, parts->shown_count * sizeof *all);
    }
    for (size_t k = 0; k < count; k++) {
        struct str text = {survey_bytes(survey) + rows[k].at, rows[k].n};
        if (rows[k].leading && !follows_note(parts, rows[k].block)) {
            continue;
        }
        all[parts->shown_count++] =
            (struct shown){.line = parts->lines[rows[k].block] + rows[k].line + 1,
                           .text = arena_copy(parts->arena, text),
                           .note = rows[k].note};
    }
    qsort(all, parts->shown_count, sizeof *all, by_line);
    parts->shown = all;
}

/* lines[i] becomes the lines above block i. */
static void add_lines(struct parts *parts) {
    size_t above = parts->sample.head_lines;
    for (size_t i = 0; i < blocks_count(parts->blocks); i++) {
        size_t lines = parts->lines[i];
        parts->lines[i] = above;
        above += lines;
    }
}

static struct blocks *open_blocks(const struct parts *parts,
                                  const struct bulk_options *options) {
    const struct input_file *file = dataset_file(parts->outer->ds, parts->facts->file);
    return blocks_open(parts->outer->dir, file->path.p, options->least,
                       options->block_bytes > 0 ? options->block_bytes : BLOCK_BYTES);
}

static bool survey_file(struct parts *parts) {
    struct surveyor surveyors[BLOCKS_THREADS_MAX];
    void *contexts[BLOCKS_THREADS_MAX];
    size_t count = blocks_threads();
    for (size_t i = 0; i < count; i++) {
        struct survey *survey = survey_open(
            &parts->context, parts->sample.shared.columns, parts->sample.table.width);
        surveyors[i] = (struct surveyor){.parts = parts, .survey = survey};
        contexts[i] = &surveyors[i];
    }
    bool sound = blocks_run(parts->blocks, see_block, contexts, count);
    if (sound) {
        add_lines(parts);
    }
    for (size_t i = 0; i < count; i++) {
        if (sound) {
            show(parts, surveyors[i].survey);
            parts->uncut |= survey_uncut(surveyors[i].survey);
        }
        survey_close(surveyors[i].survey);
    }
    return sound;
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

static void paste_shown(const struct parts *parts, struct collage *c, size_t lines,
                        bool notes) {
    size_t from = buf_str(&parts->carry).n > 0 ? parts->carry_line : parts->line + 1;
    for (size_t i = 0; i < parts->shown_count; i++) {
        const struct shown *s = &parts->shown[i];
        bool here = s->line >= from && s->line <= parts->line + lines;
        if (!here && s->note == notes) {
            paste(c, s->text, s->line, true);
        }
    }
}

/* Head, shown rows of other blocks, the end of the block before, the rows, notes of
   other blocks. */
static struct collage put_together(const struct parts *parts, struct str rows,
                                   size_t lines, struct arena *arena) {
    struct collage c = {.text = buf_open(SIZE_MAX),
                        .line = parts->sample.head_lines + 1};
    c.pieces = arena_array(arena, parts->shown_count + 2, sizeof *c.pieces);
    buf_put(&c.text, parts->sample.head);
    paste_shown(parts, &c, lines, false);
    paste(&c, buf_str(&parts->carry), parts->carry_line, true);
    paste(&c, rows, parts->line + 1, false);
    paste_shown(parts, &c, lines, true);
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

/* The filled cells of the block; those of the head are the first one's. */
static bool account(struct parts *parts, struct sheet *sheet, bool refused) {
    struct cell_sums sums,
        *all = &dataset_file_mutable(parts->outer->ds, parts->facts->file)->cells;
    known_drop(sheet);
    for (size_t i = 0; i < sheet->row_count && parts->begun; i++) {
        struct sheet_row *row = &sheet->rows[i];
        row->count = row->line <= parts->sample.head_lines ? 0 : row->count;
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

static void keep_above(struct parts *parts) {
    for (size_t i = 0; i < parts->sample.table.width; i++) {
        parts->whole.above[i] = arena_copy(parts->arena, parts->whole.above[i]);
    }
}

static bool read_sheet(struct parts *parts, struct str rows, size_t lines, bool last) {
    struct reading_context *context = &parts->context;
    const struct source_profile *p = context->profile;
    struct sheet_options options = {.separator = parts->sample.separator,
                                    .lenient = parts->sample.lenient};
    struct input_file *file = dataset_file_mutable(context->ds, parts->facts->file);
    const struct str *notes = file->notes;
    size_t note_count = file->note_count;
    struct sheet sheet;
    struct collage c = put_together(parts, rows, lines, context->scratch);
    struct diag *quiet = diag_open();
    bool placed = sheet_read(file->path, buf_str(&c.text), &options, context->scratch,
                             quiet, &sheet) &&
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
    sheet.uncut = parts->uncut;
    struct sheet_padded *padded = &parts->padded;
    bool none = padded->count == 0;
    sheet.padded = padded;
    const struct sheet_row *end = last_own(&sheet);
    sheet.open_end = last && blocks_open_end(parts->blocks) && end != NULL &&
                     end->count < parts->sample.table.width;
    bool ok = p->layout->read(context, &sheet, parts->facts);
    if (none && padded->count > 0) {
        padded->first.file = file->path;
        padded->first.cell = arena_copy(parts->arena, padded->first.cell);
    }
    parts->stopped |= was_left(&sheet);
    join_notes(parts, &sheet, notes, note_count);
    carry(parts, &sheet, rows);
    keep_above(parts);
    return account(parts, &sheet, !ok) && ok;
}

static bool read_block(void *context, struct str block, uint32_t index) {
    struct parts *parts = context;
    struct reading_context *c = &parts->context;
    bool last = blocks_is_last(parts->blocks, index);
    struct str text;
    c->scratch = arena_open();
    c->diag = diag_open_like(parts->outer->diag);
    /* What was decoded before is decoded now, unless the file has changed. */
    bool same = decode(&parts->sample, block, c->scratch, &text);
    if (same && index == 0) {
        parts->line = parts->sample.head_lines;
        text = str_slice(text, sample_skip_lines(text, parts->line), text.n);
    }
    size_t lines = same ? known_lines(text) : 0;
    if (lines > 0) {
        parts->ok &= read_sheet(parts, text, lines, last);
        report(parts, lines);
        parts->begun = true;
    }
    parts->line += lines;
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
    ragged_warn(&parts->padded, parts->outer->diag);
    if (!parts->stopped) {
        parts->ok &=
            evidence_settle(parts->whole.evidence, shared->columns, parts->facts->file);
    }
    file->bytes = blocks_size(parts->blocks);
    file->guessed =
        parts->sample.start.encoding.guessed ? parts->sample.start.encoding.name : NULL;
    return parts->ok ? BULK_DONE : BULK_FAILED;
}

/* The rows differ in more than their area, so that no total is that of all of them. */
static bool has_other_keys(const struct sample *s) {
    for (size_t i = 0; i < s->table.width; i++) {
        enum role role = s->shared.columns[i].role;
        if (role == ROLE_PERIOD || role == ROLE_INDICATOR || role == ROLE_UNIT ||
            role == ROLE_VINTAGE || role == ROLE_DIMENSION) {
            return true;
        }
    }
    return false;
}

/* What head, lines above and notes below say of all rows: the evidence of the file. */
static bool see_all(struct parts *parts) {
    struct sheet_options options = {.separator = parts->sample.separator,
                                    .lenient = parts->sample.lenient};
    struct sheet *sheet = arena_alloc(parts->arena, sizeof *sheet);
    struct diag *quiet = diag_open_like(parts->outer->diag);
    struct str none = {"", 0};
    struct collage c = put_together(parts, none, 0, parts->arena);
    const struct input_file *file = dataset_file(parts->outer->ds, parts->facts->file);
    parts->said = *parts->outer;
    parts->said.scratch = parts->arena;
    parts->said.diag = quiet;
    bool seen = sheet_read(file->path, arena_copy(parts->arena, buf_str(&c.text)),
                           &options, parts->arena, quiet, sheet) &&
                known_place(sheet, parts->sample.head_lines, c.pieces, c.count);
    if (seen) {
        table_find(sheet, parts->outer->profile, parts->arena, quiet, &parts->all);
        seen =
            parts->all.head != NULL && parts->all.body_count > 0 &&
            parts->all.width == parts->sample.table.width &&
            rows_shared(&parts->said, &parts->all, parts->facts, &parts->sample.shared);
    }
    parts->said.diag = parts->outer->diag;
    parts->whole.evidence = parts->said.evidence;
    if (seen && parts->whole.evidence->wrong) {
        size_t count;
        const struct diag_entry *e = diag_entries(quiet, &count);
        for (size_t i = 0; i < count; i++) {
            diag_add(parts->outer->diag, &e[i]);
        }
    }
    buf_close(&c.text);
    diag_close(quiet);
    return seen;
}

/* Everything up to the first block that is read. */
static bool begin(struct parts *parts, const struct bulk_options *options) {
    size_t rows = options->sample_rows > 0 ? options->sample_rows : SAMPLE_ROWS;
    struct sample *s = &parts->sample;
    parts->blocks = open_blocks(parts, options);
    if (parts->blocks == NULL ||
        !sample_read(&parts->context, parts->blocks, parts->facts, rows, s) ||
        !has_other_keys(s)) {
        return false;
    }
    parts->block_capacity = blocks_most(parts->blocks);
    parts->lines =
        arena_array(parts->arena, parts->block_capacity, sizeof *parts->lines);
    parts->ends = arena_array(parts->arena, parts->block_capacity, sizeof *parts->ends);
    if (!blocks_begin(parts->blocks, s->form, s->first_bytes)) {
        return false;
    }
    parts->unsound = !survey_file(parts);
    if (parts->unsound) {
        return false;
    }
    blocks_close(parts->blocks);
    parts->blocks = open_blocks(parts, options);
    if (parts->blocks == NULL || !see_all(parts) ||
        !blocks_begin(parts->blocks, s->form, s->first_bytes)) {
        return false;
    }
    parts->whole.above =
        arena_array(parts->arena, s->table.width, sizeof *parts->whole.above);
    parts->context.whole = &parts->whole;
    return true;
}

/* True if the file is no sound text and cannot be read at once, after a report. */
static bool tell_fault(struct parts *parts, const struct bulk_options *options) {
    size_t most = options->at_once > 0 ? options->at_once : PARTS_AT_ONCE_MAX;
    if (!parts->unsound || blocks_size(parts->blocks) <= most) {
        return false;
    }
    blocks_close(parts->blocks);
    parts->blocks = open_blocks(parts, options);
    return parts->blocks != NULL &&
           fault_tell(parts->outer, parts->facts, &parts->sample, parts->blocks);
}

enum bulk_result parts_read(const struct reading_context *context,
                            const struct file_facts *facts,
                            const struct bulk_options *options) {
    const struct source_profile *p = context->profile;
    if (p->layout->read != layouts_read_table || !sample_is_possible(p)) {
        return BULK_DECLINED;
    }
    struct parts *parts = memory_alloc(sizeof *parts);
    *parts = (struct parts){.outer = context,
                            .context = *context,
                            .facts = facts,
                            .arena = arena_open(),
                            .carry = buf_open(CARRY_BYTES_MAX),
                            .ok = true};
    parts->context.scratch = parts->arena;
    enum bulk_result result = BULK_DECLINED;
    if (begin(parts, options)) {
        result = read_file(parts);
    } else if (tell_fault(parts, options)) {
        result = BULK_FAILED;
    }
    if (parts->blocks != NULL) {
        blocks_close(parts->blocks);
    }
    buf_close(&parts->carry);
    arena_close(parts->arena);
    free(parts);
    return result;
}
