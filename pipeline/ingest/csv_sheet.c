#include "ingest/csv_sheet.h"
#include "ingest/clean.h"
#include "ingest/csv_prepare.h"
#include "ingest/csv_quotes.h"
#include "ingest/csv_stray.h"
#include <csv.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 1 << 16 }; /* libcsv's own step of 128 bytes makes big cells slow */

struct reader {
    struct sheet *sheet;
    struct arena *arena;
    struct diag *diag;
    size_t row_capacity;
    char *bytes; /* of the row that is being read, its cells one after another */
    size_t byte_count, byte_capacity;
    size_t *ends; /* where each of its cells ends */
    size_t cell_count, cell_capacity;
    bool has_text;   /* the row has a cell that is not blank */
    uint32_t line;   /* of the bytes that libcsv is given */
    uint32_t begin;  /* where the row began, 0 between rows */
    uint32_t joined; /* line breaks inside quoted cells so far */
    bool too_many;
};

/* libcsv gives its allocator no context: the cap is a constant. */
static void *cell_realloc(void *old, size_t size) {
    return size > SHEET_CELL_MAX + BLOCK ? NULL : realloc(old, size);
}

/* Only the separator and the line end are special: cells are not trimmed. */
static int no_space(unsigned char c) {
    (void)c;
    return 0;
}

static void on_cell(void *p, size_t n, void *context) {
    struct reader *r = context;
    if (r->cell_count >= SHEET_COLUMN_MAX) {
        r->too_many = true;
        return;
    }
    if (r->byte_count + n > r->byte_capacity) {
        r->byte_capacity = (r->byte_count + n) * 2;
        r->bytes = memory_realloc(r->bytes, r->byte_capacity);
    }
    if (n > 0) {
        memcpy(r->bytes + r->byte_count, p, n);
        r->has_text = r->has_text || !clean_is_blank((struct str){p, n});
    }
    r->byte_count += n;
    r->ends = arena_grow(r->arena, r->ends, r->cell_count, &r->cell_capacity,
                         sizeof *r->ends);
    r->ends[r->cell_count++] = r->byte_count;
}

static struct str cell_in(const struct reader *r, const char *bytes, size_t i) {
    size_t from = i > 0 ? r->ends[i - 1] : 0;
    return r->ends[i] > from ? (struct str){bytes + from, r->ends[i] - from}
                             : (struct str){"", 0};
}

static void on_row(int terminator, void *context) {
    (void)terminator;
    struct reader *r = context;
    if (r->too_many) {
        return; /* feed() reports where the row stood */
    }
    uint32_t breaks = r->line - r->begin;
    if (r->has_text) {
        struct sheet *sheet = r->sheet;
        sheet->rows = arena_grow(r->arena, sheet->rows, sheet->row_count,
                                 &r->row_capacity, sizeof *sheet->rows);
        /* The fates lie behind the cells: one piece of memory a row. */
        struct str *cells =
            arena_array(r->arena, r->cell_count, sizeof *cells + sizeof(uint8_t));
        struct str row = {r->bytes, r->byte_count};
        const char *bytes = arena_copy(r->arena, row).p;
        for (size_t i = 0; i < r->cell_count; i++) {
            cells[i] = cell_in(r, bytes, i);
        }
        sheet->rows[sheet->row_count++] =
            (struct sheet_row){.line = r->begin,
                               .joined = r->joined,
                               .count = (uint32_t)r->cell_count,
                               .cells = cells,
                               .fates = (uint8_t *)(cells + r->cell_count)};
    }
    r->joined += breaks;
    r->cell_count = r->byte_count = 0;
    r->has_text = false;
    r->begin = 0;
}

/* The cell after those that libcsv has delivered of this row. */
static struct place next_cell(const struct reader *r) {
    /* Line breaks in the cells before it move it down. */
    uint32_t line = r->begin > 0 ? r->begin : r->line;
    for (size_t i = 0; i < r->cell_count; i++) {
        struct str cell = cell_in(r, r->bytes, i);
        for (size_t at = 0; at < cell.n; at++) {
            size_t n = prepare_line_break(cell, at);
            line += n > 0;
            at += n == 2;
        }
    }
    struct sheet_row row = {.line = line, .joined = r->joined};
    return sheet_place(r->sheet, &row, r->cell_count, r->arena);
}

static bool refuse_width(struct reader *r) {
    diag_error(r->diag, next_cell(r), "the row has more than %d cells",
               (int)SHEET_COLUMN_MAX);
    diag_hint(r->diag, "is the separator declared right?");
    return false;
}

/* One physical line, with its line break. */
static bool feed(struct reader *r, struct csv_parser *parser, struct str line) {
    bool between = r->begin == 0;
    if (between) {
        r->begin = r->line;
    }
    if (csv_parse(parser, line.p, line.n, on_cell, on_row, r) != line.n) {
        if (csv_error(parser) == CSV_EPARSE) {
            diag_error(r->diag, next_cell(r), "stray quote");
            diag_hint(r->diag, "write a quote inside a quoted cell twice, or declare "
                               "lenient = true for the source");
            return false;
        }
        diag_error(r->diag, next_cell(r), "the cell is larger than %d bytes",
                   (int)SHEET_CELL_MAX);
        diag_hint(r->diag, "is a closing quote missing?");
        return false;
    }
    if (r->too_many) {
        return refuse_width(r);
    }
    size_t end = line.n - (line.n > 0 && line.p[line.n - 1] == '\n');
    end -= end > 0 && line.p[end - 1] == '\r';
    if (between && end == 0) {
        r->begin = 0; /* a blank line begins no row */
    }
    return true;
}

static bool parse(struct reader *r, struct str text, unsigned char separator) {
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        memory_exhausted();
    }
    csv_set_delim(&parser, separator);
    csv_set_space_func(&parser, no_space);
    csv_set_realloc_func(&parser, cell_realloc);
    csv_set_blk_size(&parser, BLOCK);
    bool ok = true;
    for (size_t at = 0; ok && at < text.n;) {
        size_t end = at;
        while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r') {
            end++;
        }
        end += prepare_line_break(text, end);
        ok = feed(r, &parser, str_slice(text, at, end));
        r->line += ok;
        at = end;
    }
    if (ok) {
        r->line -= r->line > 1; /* the last line has ended */
        if (csv_fini(&parser, on_cell, on_row, r) != 0) {
            ok = diag_error(r->diag, next_cell(r),
                            "the quote that opens this cell is never closed");
            diag_hint(r->diag, "write \" where the cell ends; if the quote is text, "
                               "declare lenient = true for the source");
        }
        if (ok && r->too_many) {
            ok = refuse_width(r);
        }
    }
    csv_free(&parser);
    free(r->bytes);
    return ok;
}

/* True if the line at `at` begins with the mark, which may be quoted. */
static bool begins(struct str text, size_t at, struct str mark) {
    struct str rest = str_slice(text, at, text.n);
    rest = str_slice(rest, str_starts(rest, STR("\"")), rest.n);
    return mark.n > 0 && str_starts(rest, mark);
}

/* The declared lines of the text; *first gets the number of the first. */
static struct str cut(struct str text, const struct sheet_options *options,
                      size_t *first) {
    *first = options->first_line > 1 ? options->first_line : 1;
    size_t line = 1, from = options->first_line > 1 ? text.n : 0, to = text.n;
    for (size_t at = 0; at < text.n;) {
        if (line == options->first_line) {
            from = at;
            if (options->last_line == 0 && options->end_mark.n == 0) {
                break;
            }
        }
        if (from <= at && begins(text, at, options->end_mark)) {
            to = at;
            break;
        }
        while (at < text.n && prepare_line_break(text, at) == 0) {
            at++;
        }
        at += prepare_line_break(text, at);
        if (line == options->last_line) {
            to = at;
            break;
        }
        line++;
    }
    return str_slice(text, from, to);
}

size_t sheet_count_filled(struct str text, struct str separator,
                          struct sheet_counting *state, bool last) {
    size_t count = 0, from = 0;
    for (size_t at = 0; at <= text.n; at++) {
        size_t n = at == text.n ? 1 : prepare_line_break(text, at);
        if (n == 0 && str_starts(str_slice(text, at, text.n), separator)) {
            n = separator.n;
        }
        state->quoted ^= at < text.n && text.p[at] == '"';
        if (n == 0 || (state->quoted && at < text.n)) {
            continue;
        }
        state->open |= clean_cell(str_slice(text, from, at)).n > 0;
        if (at < text.n || last || !state->quoted) {
            count += state->open;
            state->open = false;
        }
        at += n - 1;
        from = at + 1;
    }
    return count;
}

static size_t count_filled(struct str text, struct str separator) {
    struct sheet_counting state = {0};
    return sheet_count_filled(text, separator, &state, true);
}

enum { ABOVE_MOST = 12 };

/* The row without the cells of the columns that are read: a title or unit over them is
   theirs. */
static struct sheet_row row_beside(const struct sheet_row *row, size_t first,
                                   size_t last, struct arena *arena) {
    struct str *cells = arena_array(arena, row->count, sizeof *cells);
    struct sheet_row out = *row;
    for (size_t k = 0; k < row->count; k++) {
        cells[k] = k >= first && k < last ? (struct str){"", 0} : row->cells[k];
    }
    out.cells = cells;
    return out;
}

/* Only the declared columns are left; rows without any text in them are dropped. */
static void cut_columns(struct sheet *sheet, const struct sheet_options *options,
                        struct arena *arena) {
    size_t first = options->first_column > 1 ? options->first_column - 1 : 0;
    size_t last = options->last_column > 0 ? options->last_column : SHEET_COLUMN_MAX;
    size_t kept = 0;
    bool lines = sheet->above_count > 0; /* then those are above the columns, too */
    sheet->above =
        lines ? sheet->above : arena_array(arena, ABOVE_MOST, sizeof *sheet->above);
    sheet->outside = arena_array(arena, sheet->row_count, sizeof *sheet->outside);
    for (size_t i = 0; i < sheet->row_count; i++) {
        struct sheet_row row = sheet->rows[i];
        size_t inside = 0, outside = 0;
        if (!lines && sheet->above_count < ABOVE_MOST) {
            sheet->above[sheet->above_count++] = row_beside(&row, first, last, arena);
        }
        for (size_t k = 0; k < row.count; k++) {
            size_t filled = sheet_filled(&row, k);
            inside += k >= first && k < last ? filled : 0;
            outside += k >= first && k < last ? 0 : filled;
        }
        sheet->left_out += outside;
        if (outside > 0) {
            sheet->outside[sheet->outside_count++] =
                (struct sheet_outside){row.line, (uint32_t)outside};
        }
        if (inside > 0) {
            row.cells += first;
            row.fates += first;
            row.count = (uint32_t)((row.count < last ? row.count : last) - first);
            sheet->rows[kept++] = row;
        }
    }
    sheet->row_count = kept;
    sheet->offset = first;
}

/* The first rows of what stands above the declared lines, as far as it is well-formed.
 */
static void keep_above(struct sheet *sheet, struct str text,
                       const struct sheet_options *options, struct arena *arena) {
    struct sheet_options all = {.separator = sheet->separator,
                                .quote = options->quote,
                                .escape = options->escape,
                                .last_line = ABOVE_MOST};
    struct diag *quiet = diag_open();
    struct sheet above;
    if (!clean_is_blank(text) &&
        sheet_read(sheet->path, text, &all, arena, quiet, &above)) {
        sheet->above = above.rows;
        sheet->above_count = above.row_count;
    }
    diag_close(quiet);
}

static bool refuse_empty(struct str path, size_t line, bool declared,
                         struct diag *diag) {
    struct place place = {.file = path, .line = line};
    if (declared) {
        return diag_error(diag, place, "the declared lines are empty");
    }
    diag_error(diag, place, "the file is empty");
    diag_hint(diag, "was it saved, or downloaded, to its end?");
    return false;
}

bool sheet_read(struct str path, struct str text, const struct sheet_options *options,
                struct arena *arena, struct diag *diag, struct sheet *out) {
    size_t first = 1;
    const struct str whole = text, part = cut(text, options, &first);
    text = part;
    *out = (struct sheet){.path = path, .separator = options->separator};
    if (clean_is_blank(text)) {
        return refuse_empty(path, first, options->first_line > 0, diag);
    }
    text =
        quotes_usual(text, options->quote, options->escape, options->separator, arena);
    if (out->separator.n == 0) {
        out->separator = prepare_separator(text, path, diag);
        if (out->separator.n == 0) {
            return false;
        }
    }
    if (part.n < whole.n) {
        size_t from = (size_t)(part.p - whole.p);
        out->left_out =
            count_filled(str_slice(whole, 0, from), out->separator) +
            count_filled(str_slice(whole, from + part.n, whole.n), out->separator);
        out->left_out_lines = out->left_out;
        keep_above(out, str_slice(whole, 0, from), options, arena);
    }
    out->open_end = text.p[text.n - 1] != '\n' && text.p[text.n - 1] != '\r';
    if (options->lenient) {
        struct stray_options stray = {
            path, out->separator, options->quote, options->escape, options->raw, first};
        text = quotes_usual(stray_mend(part, &stray, arena, diag), options->quote,
                            options->escape, out->separator, arena);
    }
    text = prepare_text(text, out->separator, options->raw, arena);
    bool wide = out->separator.n > 1;
    struct reader reader = {
        .sheet = out, .arena = arena, .diag = diag, .line = (uint32_t)first};
    if (!parse(&reader, text,
               (unsigned char)(wide ? PREPARE_SEPARATOR : out->separator.p[0]))) {
        out->row_count = 0;
        return false;
    }
    out->joined = reader.joined;
    if (options->first_column > 1 || options->last_column > 0) {
        cut_columns(out, options, arena);
    }
    return out->row_count > 0 || refuse_empty(path, first, false, diag);
}

size_t sheet_column(const struct sheet *sheet, size_t column) {
    return sheet->offset + (sheet->origins != NULL ? sheet->origins[column] : column);
}

struct place sheet_place(const struct sheet *sheet, const struct sheet_row *row,
                         size_t column, struct arena *arena) {
    column = sheet_column(sheet, column) + 1;
    return (struct place){
        .file = sheet->path,
        .line = row->line,
        .column = column,
        .cell = dataset_cell_name(row->line - row->joined, column, arena)};
}

void sheet_account(const struct sheet_row *row, enum cell_fate fate) {
    for (size_t i = 0; i < row->count; i++) {
        if (row->fates[i] == FATE_OPEN) {
            row->fates[i] = (uint8_t)fate;
        }
    }
}

struct str sheet_text(const struct sheet_row *row, size_t column) {
    return column < row->count ? clean_cell(row->cells[column]) : (struct str){"", 0};
}

bool sheet_filled(const struct sheet_row *row, size_t column) {
    if (column >= row->count || row->cells[column].n == 0) {
        return false;
    }
    unsigned char c = (unsigned char)row->cells[column].p[0];
    bool plain = c > ' ' && c < 0x7F && c != '=' && c != '\'';
    bool han = c >= 0xE4 && c <= 0xE9; /* no white space is there */
    return plain || han || sheet_text(row, column).n > 0;
}

size_t sheet_filled_count(const struct sheet_row *row) {
    size_t count = 0;
    for (size_t i = 0; i < row->count; i++) {
        count += sheet_filled(row, i);
    }
    return count;
}

size_t sheet_first_filled(const struct sheet_row *row, size_t from) {
    while (from < row->count && !sheet_filled(row, from)) {
        from++;
    }
    return from;
}
