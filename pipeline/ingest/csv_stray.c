/* A row with a stray quote is read in three ways: a quote that opens a cell and closes
   none is text ("12:00,x), one within a quoted cell is ("5" pipe"), or the first of two
   at its end is ("pipe of 5"",x). The one is taken that gives the row as many cells as
   most rows have that are sound. */
#include "ingest/csv_stray.h"
#include "base/buf.h"
#include "ingest/csv_prepare.h"
#include "ingest/csv_sheet.h"
#include <string.h>

/* How often the text may be looked through: rows of quotes alone could have each of
   them look for its end as far as the end of the file. */
enum { LOOKS_MAX = 64 };

enum reading { READING_SOUND, READING_OPENING, READING_INNER, READING_ENDING };

struct mender {
    struct str text, separator;
    char quote, escape; /* escape '\0': none */
    bool raw;
    size_t budget;   /* bytes that may still be looked at for the end of a cell */
    struct buf cell; /* what the last cell says */
};

/* A row in one reading. */
struct row_form {
    bool possible, stray;
    bool open; /* a quote of it has no other one behind it */
    size_t count, end;
};

static bool at_boundary(const struct mender *m, size_t at) {
    return at >= m->text.n || prepare_line_break(m->text, at) > 0 ||
           str_starts(str_slice(m->text, at, m->text.n), m->separator);
}

/* Where the cell ends that a quote before `at` closes; STR_NOT_FOUND if it closes none.
   Blanks behind it are no text. */
static size_t closes(const struct mender *m, size_t at, bool sound) {
    while (!sound && !at_boundary(m, at) &&
           (m->text.p[at] == ' ' || m->text.p[at] == '\t')) {
        at++;
    }
    return at_boundary(m, at) ? at : STR_NOT_FOUND;
}

/* A quoted cell, behind its quote: *at gets where it ends. False if it does not, as the
   reading has it; *open: no quote is left at all. */
static bool quoted(struct mender *m, size_t *at, enum reading reading, bool *open) {
    buf_clear(&m->cell);
    for (size_t i = *at; i < m->text.n && m->budget > 0; i++, m->budget--) {
        char c = m->text.p[i], next = i + 1 < m->text.n ? m->text.p[i + 1] : '\0';
        bool escaped = m->escape != '\0' && c == m->escape &&
                       (next == m->quote || next == m->escape);
        if (escaped || (c == m->quote && next == m->quote)) {
            size_t end = reading == READING_ENDING && !escaped ? closes(m, i + 2, false)
                                                               : STR_NOT_FOUND;
            buf_char(&m->cell, next);
            if (end != STR_NOT_FOUND) {
                *at = end;
                return true;
            }
            i++;
            continue;
        }
        size_t end = c == m->quote ? closes(m, i + 1, reading == READING_SOUND) : 0;
        if (c == m->quote && end != STR_NOT_FOUND) {
            *at = end;
            return true;
        }
        if (c == m->quote && reading != READING_INNER && reading != READING_ENDING) {
            return false;
        }
        buf_char(&m->cell, c);
    }
    *open = true;
    return false;
}

static void put_bare(struct mender *m, size_t *at) {
    size_t from = *at;
    while (!at_boundary(m, *at)) {
        (*at)++;
    }
    buf_put(&m->cell, str_slice(m->text, from, *at));
}

/* ="001": Excel's way to keep a text from becoming a number. */
static bool is_stray(const struct mender *m, struct str cell) {
    bool excel = prepare_is_excel(cell);
    return m->quote == '"' && !excel && str_find(cell, STR("\""), 0) != STR_NOT_FOUND;
}

/* A quote that opens a cell and closes none is text, and what follows it is read like
   a cell: ""5 pipe" is a quote and the cell "5 pipe". */
static void opened(struct mender *m, size_t *at, bool *open) {
    struct buf all = buf_open(SIZE_MAX);
    bool done = false;
    while (!done && *at < m->text.n && m->text.p[*at] == m->quote) {
        (*at)++;
        done = quoted(m, at, READING_OPENING, open);
        if (!done) {
            buf_char(&all, m->quote);
        }
    }
    if (!done) {
        buf_clear(&m->cell);
        put_bare(m, at);
    }
    buf_put(&all, buf_str(&m->cell));
    buf_close(&m->cell);
    m->cell = all;
}

/* The cell at *at, which is moved to its end. False if the reading has none. */
static bool read_cell(struct mender *m, size_t *at, enum reading reading, bool *stray,
                      bool *open) {
    size_t from = *at, inside = from + 1;
    bool unused;
    *stray = false;
    if (from >= m->text.n || m->text.p[from] != m->quote) {
        buf_clear(&m->cell);
        put_bare(m, at);
        *stray = is_stray(m, buf_str(&m->cell));
        return !*stray || reading != READING_SOUND;
    }
    if (quoted(m, &inside, READING_SOUND, &unused)) {
        *at = inside;
        return true;
    }
    *stray = true;
    if (reading == READING_OPENING) {
        opened(m, at, open);
        return true;
    }
    (*at)++;
    return reading != READING_SOUND && quoted(m, at, reading, &unused);
}

static struct row_form read_row(struct mender *m, size_t at, enum reading reading) {
    struct row_form row = {.possible = true};
    for (bool more = true; more && row.possible;) {
        bool stray;
        row.possible = read_cell(m, &at, reading, &stray, &row.open);
        row.stray |= stray;
        row.count++;
        more = at < m->text.n && prepare_line_break(m->text, at) == 0;
        at += more ? m->separator.n : 0;
    }
    row.end = at + prepare_line_break(m->text, at);
    /* A file that was cut within a cell is to be told of as such. */
    row.possible = row.possible && !(row.open && row.end == at);
    return row;
}

static struct str line_at(const struct mender *m, size_t at) {
    size_t end = at;
    while (end < m->text.n && prepare_line_break(m->text, end) == 0) {
        end++;
    }
    return str_slice(m->text, at, end);
}

/* A note is one text, whatever quotes are in it; *end gets where its line ends. */
static bool is_note(const struct mender *m, size_t at, bool *noted, size_t *end) {
    struct str line = line_at(m, at);
    *noted =
        !m->raw && (prepare_is_note(line) || (*noted && prepare_continues_note(line)));
    *end = at + line.n + prepare_line_break(m->text, at + line.n);
    return *noted;
}

/* How many cells most rows have of which that can be told; 0: no row has a stray
   quote. */
static size_t usual_count(struct mender *m, struct arena *arena) {
    size_t *votes = arena_array(arena, SHEET_COLUMN_MAX + 1, sizeof *votes), usual = 1;
    bool noted = false, any = false;
    for (size_t at = 0, end; at < m->text.n; at = end) {
        if (is_note(m, at, &noted, &end)) {
            continue;
        }
        struct row_form row = read_row(m, at, READING_SOUND);
        bool told = row.possible;
        if (!told) {
            struct row_form inner = read_row(m, at, READING_INNER);
            row = read_row(m, at, READING_OPENING);
            told = inner.possible && inner.count == row.count && inner.end == row.end;
            any = true;
        }
        end = row.end;
        if (told && row.count <= SHEET_COLUMN_MAX && end > at + 2) {
            votes[row.count]++;
            usual = votes[row.count] > votes[usual] ? row.count : usual;
        }
    }
    return any ? usual : 0;
}

/* The reading that gives the usual count and swallows fewest lines; or, where only the
   row's width is wrong, any. READING_SOUND: it cannot be told. */
static enum reading choose(struct mender *m, size_t at, size_t usual) {
    static const enum reading all[] = {READING_INNER, READING_ENDING, READING_OPENING};
    struct row_form rows[3];
    size_t best = 3;
    for (size_t i = 0; i < 3; i++) {
        rows[i] = read_row(m, at, all[i]);
        bool fits = rows[i].possible && rows[i].count == usual;
        best = fits && (best == 3 || rows[i].end < rows[best].end) ? i : best;
    }
    bool same = rows[0].possible && rows[2].possible &&
                rows[0].count == rows[2].count && rows[0].end == rows[2].end;
    return best < 3 ? all[best] : same ? READING_INNER : READING_SOUND;
}

/* ---- what is written ---- */

struct writer {
    struct mender *m;
    const struct stray_options *options;
    struct diag *diag;
    struct buf out;
    size_t line, joined; /* line breaks in cells above */
};

static void put_quoted(struct writer *w, struct str cell) {
    const struct mender *m = w->m;
    buf_char(&w->out, m->quote);
    for (size_t i = 0; i < cell.n; i++) {
        bool doubled =
            cell.p[i] == m->quote || (m->escape != '\0' && cell.p[i] == m->escape);
        buf_char(&w->out, cell.p[i]);
        if (doubled) {
            buf_char(&w->out, cell.p[i]);
        }
    }
    buf_char(&w->out, m->quote);
}

static void warn(const struct writer *w, size_t column) {
    struct arena *scratch = arena_open();
    struct place place = {.file = w->options->path, .line = w->line, .column = column};
    place.cell = dataset_cell_name(w->line - w->joined, column, scratch);
    diag_warning(w->diag, place, "a bare quote was taken as text (lenient)");
    arena_close(scratch);
}

static size_t count_breaks(struct str text) {
    size_t count = 0;
    for (size_t at = 0, n = 0; at<text.n; at += n> 0 ? n : 1) {
        n = prepare_line_break(text, at);
        count += n > 0;
    }
    return count;
}

static void write_row(struct writer *w, size_t at, enum reading reading) {
    struct mender *m = w->m;
    size_t column = 1;
    for (bool more = true; more; column++) {
        bool stray, unused;
        size_t from = at;
        read_cell(m, &at, reading, &stray, &unused);
        if (stray) {
            put_quoted(w, buf_str(&m->cell));
            warn(w, column);
        } else {
            buf_put(&w->out, str_slice(m->text, from, at));
        }
        size_t breaks = count_breaks(str_slice(m->text, from, at));
        w->line += breaks;
        w->joined += breaks;
        more = at < m->text.n && prepare_line_break(m->text, at) == 0;
        buf_put(&w->out, more ? m->separator : (struct str){"", 0});
        at += more ? m->separator.n : 0;
    }
    size_t n = prepare_line_break(m->text, at);
    buf_put(&w->out, str_slice(m->text, at, at + n));
    w->line += n > 0;
}

static void write_rows(struct writer *w, size_t usual) {
    struct mender *m = w->m;
    bool noted = false;
    for (size_t at = 0, end; at < m->text.n; at = end) {
        if (is_note(m, at, &noted, &end)) {
            buf_put(&w->out, str_slice(m->text, at, end));
            w->line++;
            continue;
        }
        struct row_form row = read_row(m, at, READING_SOUND);
        enum reading reading = row.possible ? READING_SOUND : choose(m, at, usual);
        if (!row.possible && reading == READING_SOUND) {
            buf_put(&w->out, str_slice(m->text, at, m->text.n));
            return;
        }
        end = row.possible ? row.end : read_row(m, at, reading).end;
        write_row(w, at, reading);
    }
}

struct str stray_mend(struct str text, const struct stray_options *options,
                      struct arena *arena, struct diag *diag) {
    struct mender m = {.text = text,
                       .separator = options->separator,
                       .quote = options->quote.n > 0 ? options->quote.p[0] : '"',
                       .escape = options->escape.n > 0 ? options->escape.p[0] : '\0',
                       .raw = options->raw,
                       .budget = text.n * LOOKS_MAX,
                       .cell = buf_open(SIZE_MAX)};
    size_t usual = memchr(text.p, m.quote, text.n) != NULL ? usual_count(&m, arena) : 0;
    if (usual > 0) {
        struct writer w = {.m = &m,
                           .options = options,
                           .diag = diag,
                           .out = buf_open(SIZE_MAX),
                           .line = options->first_line};
        write_rows(&w, usual);
        text = arena_copy(arena, buf_str(&w.out));
        buf_close(&w.out);
    }
    buf_close(&m.cell);
    return text;
}
