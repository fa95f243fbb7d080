#include "ingest/sample.h"
#include "ingest/csv_prepare.h"
#include "ingest/foreign.h"
#include "ingest/parts.h"

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
static bool decode(const struct sample *s, const struct blocks *blocks,
                   struct arena *arena, struct str *text) {
    struct str raw = blocks_sample(blocks);
    bool all = raw.n == blocks_size(blocks);
    raw = str_slice(raw, s->start.skip, raw.n);
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

/* How many bytes of the file are as many lines as the text. */
static size_t raw_length(const struct sample *s, const struct blocks *blocks,
                         struct str text) {
    struct str raw = blocks_sample(blocks);
    size_t feeds = 0, unit = s->form.unit, at = s->start.skip;
    for (size_t i = 0; i < text.n; i++) {
        feeds += text.p[i] == '\n';
    }
    for (; feeds > 0 && at + unit <= raw.n; at += unit) {
        feeds -= unit == 1 ? raw.p[at] == '\n'
                           : raw.p[at + s->form.big_endian] == '\n' &&
                                 raw.p[at + !s->form.big_endian] == '\0';
    }
    return feeds > 0 ? raw.n : at;
}

static bool read_rows(struct reading_context *context, const struct blocks *blocks,
                      const struct file_facts *facts, size_t rows, struct sample *s) {
    const struct source_profile *p = context->profile;
    struct arena *arena = context->scratch;
    struct str text;
    if (!decode(s, blocks, arena, &text) || text.n == 0) {
        return false;
    }
    s->separator = p->separator.n > 0 ? p->separator
                                      : prepare_separator(text, p->file, context->diag);
    if (s->separator.n == 0) {
        return false;
    }
    struct sheet_options options = {.separator = s->separator, .lenient = s->lenient};
    struct sheet *sheet = arena_alloc(arena, sizeof *sheet);
    /* What is no sound text further down is told of when it is read, too. */
    size_t count = PREAMBLE_ROWS + rows;
    while (count > 0 && !sheet_read(p->file, str_slice(text, 0, rows_end(text, count)),
                                    &options, arena, context->diag, sheet)) {
        count /= 2;
    }
    if (count == 0) {
        return false;
    }
    /* A broken row is told of when it is read. */
    table_find(sheet, p, arena, context->diag, &s->table);
    if (s->table.head == NULL || s->table.body_count == 0 ||
        !rows_shared(context, &s->table, facts, &s->shared)) {
        return false;
    }
    s->head_lines = s->table.body[0]->line - 1;
    s->head =
        arena_copy(arena, str_slice(text, 0, sample_skip_lines(text, s->head_lines)));
    size_t end = s->head.n + rows_end(str_slice(text, s->head.n, text.n), rows);
    s->first_bytes = raw_length(s, blocks, str_slice(text, 0, end));
    return true;
}

bool sample_is_possible(const struct source_profile *p) {
    for (size_t i = 0; i < p->indicator_count; i++) {
        if (str_find(p->indicators[i].key, STR("/"), 0) != STR_NOT_FOUND) {
            return false; /* 其中：女 below its parent */
        }
    }
    return p->format == NULL && p->quote.n == 0 && p->escape.n == 0 &&
           !p->skip_broken_rows && p->first_line == 0 && p->last_line == 0 &&
           p->first_column == 0 && p->last_column == 0 && p->end_mark.n == 0;
}

bool sample_read(struct reading_context *context, const struct blocks *blocks,
                 const struct file_facts *facts, size_t rows, struct sample *out) {
    const struct source_profile *p = context->profile;
    struct str bytes = blocks_sample(blocks);
    struct diag *quiet = diag_open(), *diag = context->diag;
    *out = (struct sample){.form = {.unit = 1},
                           .lenient =
                               p->lenient && blocks_size(blocks) > PARTS_AT_ONCE_MAX};
    context->diag = quiet;
    bool ok = foreign_refuse(bytes, dataset_file(context->ds, facts->file)->path,
                             p->separator.n > 0, quiet) &&
              encoding_begin(bytes, p->encoding, context->scratch, &out->start);
    if (ok) {
        out->cells = encoding_width(out->start.encoding.name, &out->form.big_endian);
        out->form.skip = out->start.skip;
        out->form.unit = out->cells == ENCODING_UNITS ? 2 : 1;
    }
    ok = ok && out->cells != ENCODING_OTHER &&
         read_rows(context, blocks, facts, rows, out);
    context->diag = diag;
    diag_close(quiet);
    return ok;
}
