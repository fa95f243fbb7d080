#include "ingest/sample.h"
#include "ingest/csv_prepare.h"
#include "ingest/exports.h"
#include "ingest/foreign.h"

enum { PREAMBLE_ROWS = 40 };

/* Where so many rows end that do, outside of quotes; all of a text that has fewer. */
static size_t rows_end(struct str text, size_t rows) {
    bool quoted = false;
    for (size_t at = 0; at < text.n; at++) {
        quoted ^= text.p[at] == '"';
        if (text.p[at] == '\n' && !quoted && --rows == 0) {
            return at + 1;
        }
    }
    return text.n;
}

size_t sample_skip_lines(struct str text, size_t lines) {
    size_t at = 0;
    while (lines > 0 && at < text.n) {
        size_t n = prepare_line_break(text, at);
        lines -= n > 0;
        at += n > 0 ? n : 1;
    }
    return at;
}

struct str sample_without_notes(struct str text) {
    for (;;) {
        struct str line = str_slice(text, 0, sample_skip_lines(text, 1));
        if (!prepare_continues_note(line) ||
            str_find(line, STR("\""), 0) == STR_NOT_FOUND) {
            return text;
        }
        text = str_slice(text, line.n, text.n);
    }
}

/* The beginning of the file as UTF-8; its last line may be cut. */
static bool decode(const struct sample *s, struct arena *arena, struct str *text) {
    struct str raw = str_slice(s->bytes, s->start.skip, s->bytes.n);
    bool all = s->is_all;
    if (s->cells == ENCODING_UNITS) {
        char *out = arena_alloc(arena, raw.n * 3 / 2 + 1);
        *text = (struct str){out, 0};
        return encoding_units(str_slice(raw, 0, raw.n & ~(size_t)1), s->form.big_endian,
                              out, &text->n);
    }
    /* A byte without a meaning further down is told of when it is read. */
    while (raw.n > 0) {
        while (raw.n > 0 && raw.p[raw.n - 1] != '\n' && !all) {
            raw.n--;
        }
        if (encoding_piece(raw, s->start.encoding.name, arena, text)) {
            return true;
        }
        raw.n /= 2;
        all = false;
    }
    return false;
}

static bool is_break(char c) { return c == '\n' || c == '\r'; }

/* How many bytes of the file are as many lines as the text. */
static size_t raw_length(const struct sample *s, struct str text) {
    struct str raw = s->bytes;
    size_t breaks = 0, unit = s->form.unit, at = s->start.skip;
    for (size_t i = 0; i < text.n; i++) {
        breaks += is_break(text.p[i]);
    }
    for (; breaks > 0 && at + unit <= raw.n; at += unit) {
        breaks -= unit == 1 ? is_break(raw.p[at])
                            : is_break(raw.p[at + s->form.big_endian]) &&
                                  raw.p[at + !s->form.big_endian] == '\0';
    }
    return breaks > 0 ? raw.n : at;
}

/* Separator and the like. */
static bool find_options(struct reading_context *context, struct str text,
                         struct sample *s) {
    const struct source_profile *p = context->profile;
    s->options = (struct sheet_options){.separator = p->separator,
                                        .raw = p->layout->raw,
                                        .lenient = p->lenient,
                                        .first_line = p->first_line,
                                        .last_line = p->last_line,
                                        .end_mark = p->end_mark,
                                        .first_column = p->first_column,
                                        .last_column = p->last_column};
    if (p->format != NULL && !exports_options(context, text, p->file, &s->options)) {
        return false;
    }
    /* Stray quotes are mended in each block where the file cannot be read at once; else
       it is, if it has some. */
    bool requoted = s->form.recode.quote.n + s->form.recode.escape.n > 0;
    s->options.lenient = p->lenient && s->too_large && !requoted;
    if (s->options.separator.n == 0) {
        s->options.separator = prepare_separator(text, p->file, context->diag);
    }
    return s->options.separator.n > 0;
}

/* A head and rows of text. */
static struct table plain_table(const struct sheet *sheet, struct arena *arena) {
    size_t count = sheet->row_count - 1;
    const struct sheet_row **body = arena_array(arena, count, sizeof *body);
    for (size_t i = 0; i < count; i++) {
        body[i] = &sheet->rows[i + 1];
    }
    return (struct table){.sheet = sheet,
                          .head = sheet->rows,
                          .width = sheet->rows[0].count,
                          .body = body,
                          .body_count = count};
}

bool sample_find_table(const struct reading_context *context, struct sheet *sheet,
                       struct table *table, struct shape **shape) {
    *shape = NULL;
    if (context->profile->layout->raw) {
        *table = plain_table(sheet, context->scratch);
        return true;
    }
    if (context->profile->format == NULL) {
        return table_find(sheet, context->profile, context->scratch, context->diag,
                          table);
    }
    *shape = arena_alloc(context->scratch, sizeof **shape);
    bool ok = exports_make(context, sheet, *shape);
    *table = (*shape)->table;
    return ok && !(*shape)->ragged;
}

/* What the head and these rows say of all rows. */
static bool read_shared(const struct reading_context *context,
                        const struct file_facts *facts, struct sample *s) {
    struct reading_context *all = arena_alloc(context->scratch, sizeof *all);
    *all = *context;
    all->profile = s->profile;
    return rows_shared(all, &s->table, facts, &s->shared);
}

static bool read_rows(struct reading_context *context, const struct file_facts *facts,
                      size_t rows, struct sample *s) {
    const struct source_profile *p = context->profile;
    struct arena *arena = context->scratch;
    struct shape *shape;
    struct str text;
    if (!decode(s, arena, &text) || text.n == 0 || !find_options(context, text, s)) {
        return false;
    }
    struct sheet *sheet = arena_alloc(arena, sizeof *sheet);
    /* What is no sound text further down is told of when it is read, too. */
    size_t count = p->first_line + PREAMBLE_ROWS + rows;
    while (count > 0 && !sheet_read(p->file, str_slice(text, 0, rows_end(text, count)),
                                    &s->options, arena, context->diag, sheet)) {
        count /= 2;
    }
    if (count == 0) {
        return false;
    }
    /* A broken row is told of when it is read. */
    /* Behind the sample the blocks end where the rows do. */
    s->options.last_line = 0;
    s->options.end_mark = (struct str){"", 0};
    bool made = sample_find_table(context, sheet, &s->table, &shape);
    if (s->table.head == NULL || s->table.body_count == 0) {
        return false;
    }
    s->shape = shape;
    s->profile = shape != NULL ? &shape->profile : p;
    s->width = shape != NULL ? shape->width : s->table.width;
    s->sound = p->layout->raw || ((made || shape == NULL || shape->ragged) &&
                                  read_shared(context, facts, s));
    s->head_lines = s->table.body[0]->line - 1;
    s->head =
        arena_copy(arena, str_slice(text, 0, sample_skip_lines(text, s->head_lines)));
    s->form.head = raw_length(s, s->head) - s->start.skip;
    size_t end = s->head.n + rows_end(str_slice(text, s->head.n, text.n), rows);
    s->first_bytes = raw_length(s, str_slice(text, 0, end));
    return true;
}

/* The beginning of the file as it will be cut: what is not found in its bytes is made
   of them first. */
static bool find_bytes(const struct source_profile *p, const struct blocks *blocks,
                       struct arena *arena, struct sample *s) {
    bool quotes = p->format == NULL && p->quote.n + p->escape.n > 0;
    s->bytes = blocks_sample(blocks);
    s->is_all = s->bytes.n == blocks_size(blocks);
    s->guessed = s->start.encoding.guessed ? s->start.encoding.name : NULL;
    s->cells = encoding_width(s->start.encoding.name, &s->form.big_endian);
    if (s->cells != ENCODING_OTHER && !quotes) {
        s->form.skip = s->start.skip;
        s->form.unit = s->cells == ENCODING_UNITS ? 2 : 1;
        return true;
    }
    s->form.recode =
        (struct recode_form){.encoding = s->start.encoding.name, .skip = s->start.skip};
    if (quotes) {
        s->form.recode.quote = p->quote;
        s->form.recode.escape = p->escape;
        s->form.recode.separator = p->separator;
        s->form.recode.sound = p->lenient; /* it is mended in the quotes it has */
    }
    s->start.encoding.name = "UTF-8";
    s->start.skip = 0;
    s->cells = ENCODING_BYTES;
    s->form.big_endian = false;
    struct buf made = buf_open(SIZE_MAX);
    struct recode *recode = recode_open(&s->form.recode);
    bool good = recode_add(recode, s->bytes, s->is_all, &made);
    s->bytes = arena_copy(arena, buf_str(&made));
    recode_close(recode);
    buf_close(&made);
    return good;
}

/* The rows end before a line that begins with this, or before a row. */
static bool add_mark(struct sample *s, struct str mark, bool line,
                     struct arena *arena) {
    struct block_form *form = &s->form;
    if (mark.n == 0 || form->end_mark_count == BLOCKS_MARKS_MAX) {
        return mark.n == 0;
    }
    struct block_mark *added = &form->end_marks[form->end_mark_count++];
    added->anywhere = line;
    return encoding_bytes(mark, s->start.encoding.name, arena, &added->text);
}

bool sample_read(struct reading_context *context, const struct blocks *blocks,
                 const struct file_facts *facts, struct str encoding,
                 struct sample_bounds bounds, struct sample *out) {
    const struct source_profile *p = context->profile;
    struct str bytes = blocks_sample(blocks);
    struct diag *quiet = diag_open(), *diag = context->diag;
    *out = (struct sample){.form = {.unit = 1},
                           .too_large = blocks_size(blocks) > bounds.at_once};
    context->diag = quiet;
    bool ok = foreign_refuse(bytes, dataset_file(context->ds, facts->file)->path,
                             p->separator.n > 0 || p->format != NULL, quiet) &&
              encoding_begin(bytes, encoding, context->scratch, &out->start);
    ok = ok && find_bytes(p, blocks, context->scratch, out);
    if (ok) {
        out->form.first_line = p->first_line;
        out->form.last_line = p->last_line;
        ok = add_mark(out, p->end_mark, true, context->scratch);
        for (size_t i = 0; p->format != NULL && p->format->ends[i] != NULL; i++) {
            ok &= add_mark(out, str_from(p->format->ends[i]), false, context->scratch);
        }
    }
    ok = ok && read_rows(context, facts, bounds.rows, out);
    context->diag = diag;
    diag_close(quiet);
    return ok;
}

struct str sample_encoding(const struct source_profile *profile,
                           const struct blocks *blocks) {
    return profile->encoding.n > 0
               ? profile->encoding
               : exports_encoding(profile->format, blocks_sample(blocks));
}

bool sample_decode(const struct sample *s, struct str block, struct arena *arena,
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
