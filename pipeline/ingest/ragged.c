#include "ingest/ragged.h"
#include "ingest/clean.h"
#include "ingest/columns.h"
#include "ingest/layouts.h"
#include <string.h>

/* True if the export leaves out what is blank at a row's end: no row from `from` on
   is longer than `width`, none of that width ends with a blank cell, and the last one
   was not cut with its file. Else a short row is a broken one. If all rows are short,
   the head of a plain table has a separator too many. */
static bool is_cut(const struct sheet *sheet, size_t from, size_t width, bool raw) {
    bool whole = false;
    for (size_t i = from; i < sheet->row_count; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        for (size_t k = width; k < row->count; k++) {
            if (sheet_filled(row, k)) {
                return false;
            }
        }
        if (row->count >= width && !sheet_filled(row, width - 1)) {
            return false;
        }
        whole |= row->count >= width;
    }
    if (raw && !whole) {
        return false;
    }
    const struct sheet_row *last = &sheet->rows[sheet->row_count - 1];
    return !sheet->uncut && (!sheet->open_end || last->count >= width);
}

/* Room for the cells of a row and their fates. */
static struct str *open_cells(struct sheet_row *row, size_t count,
                              struct arena *arena) {
    struct str *cells = arena_array(arena, count, sizeof *cells);
    row->fates = arena_alloc(arena, count);
    row->cells = cells;
    row->count = (uint32_t)count;
    return cells;
}

/* Blank cells up to the width. */
static void pad(struct sheet_row *row, size_t width, struct arena *arena) {
    const struct sheet_row old = *row;
    struct str *cells = open_cells(row, width, arena);
    row->padded = true;
    for (size_t i = 0; i < width; i++) {
        cells[i] = i < old.count ? old.cells[i] : (struct str){"", 0};
    }
}

static size_t count_parts(struct str text, char separator) {
    size_t count = 1;
    for (size_t i = 0; i < text.n; i++) {
        count += text.p[i] == separator;
    }
    return count;
}

bool ragged_split(const struct sheet *sheet, struct sheet_row *row, size_t width,
                  struct arena *arena, struct diag *diag) {
    static const char separators[] = {',', ';', '\t', '|'};
    char found = '\0';
    if (row->count != 1 || width < 2 || row->cells[0].n == 0) {
        return false;
    }
    struct str text = row->cells[0];
    for (size_t i = 0; i < sizeof separators; i++) {
        bool fits = count_parts(text, separators[i]) == width;
        if (fits && found != '\0') {
            return false;
        }
        found = fits ? separators[i] : found;
    }
    if (found == '\0') {
        return false;
    }
    struct str *cells = open_cells(row, width, arena);
    for (size_t at = 0, i = 0; i < width; i++) {
        struct str rest = str_slice(text, at, text.n);
        const char *end = rest.n > 0 ? memchr(rest.p, found, rest.n) : NULL;
        size_t n = end != NULL ? (size_t)(end - rest.p) : rest.n;
        cells[i] = str_slice(rest, 0, n);
        at += n + 1;
    }
    diag_warning(diag, sheet_place(sheet, row, 0, arena),
                 "the row is separated by %s, its file by %.*s: it was read so",
                 found == '\t' ? "TAB" : (char[]){found, '\0'},
                 STR_ARG(str_equal(sheet->separator, STR("\t")) ? STR("TAB")
                                                                : sheet->separator));
    return true;
}

/* How many cells the rows have that are no shorter than the table: most of them, since
   exports end each row alike. */
static size_t usual_count(const struct sheet *sheet, size_t from, size_t width,
                          size_t head) {
    size_t usual = head, votes = 1;
    for (size_t i = from; i < sheet->row_count; i++) {
        size_t count = sheet->rows[i].count;
        if (count < width) {
            continue;
        }
        usual = votes == 0 ? count : usual;
        votes += count == usual ? 1 : (size_t)-1;
    }
    return usual;
}

struct ragged ragged_open(const struct sheet *sheet,
                          const struct source_profile *profile,
                          const struct sheet_row *head, size_t width, size_t from,
                          struct arena *arena, struct diag *diag) {
    bool raw = profile->layout->raw;
    size_t usual = usual_count(sheet, from, width, head->count);
    return (struct ragged){.sheet = sheet,
                           .profile = profile,
                           .head = head,
                           .width = width,
                           .arena = arena,
                           .diag = diag,
                           .usual = usual > head->count ? usual : head->count,
                           .raw = raw,
                           .may_pad =
                               profile->short_rows || is_cut(sheet, from, width, raw),
                           .ok = true};
}

static size_t digits_from(struct str text, size_t at) {
    size_t end = at;
    while (end < text.n && text.p[end] >= '0' && text.p[end] <= '9') {
        end++;
    }
    return end - at;
}

/* 1 and 234.5 side by side: they may be one number, written 1,234.5. */
static bool may_be_one(struct str a, struct str b) {
    size_t sign = a.n > 0 && a.p[0] == '-' ? 1 : 0, n = digits_from(a, sign);
    return n > 0 && n <= 3 && sign + n == a.n && a.p[sign] != '0' &&
           digits_from(b, 0) == 3 &&
           (b.n == 3 || (b.p[3] == '.' && 4 + digits_from(b, 4) == b.n));
}

/* A row with a cell more than its head, though a blank one, that may have come from a
   separator inside a number: the others have none there, or a number stands in the last
   column, which is one of notes. */
static bool splits_number(const struct ragged *r, const struct sheet_row *row) {
    struct decimal number;
    bool splits = false;
    if (r->raw || row->count <= r->head->count ||
        !str_equal(r->sheet->separator, STR(","))) {
        return false;
    }
    for (size_t i = 0; i + 1 < r->width; i++) {
        splits |= may_be_one(sheet_text(row, i), sheet_text(row, i + 1));
    }
    size_t last = r->width - 1;
    return splits &&
           (row->count > r->usual ||
            (columns_usual_role(sheet_text(r->head, last), r->arena) == ROLE_NOTE &&
             decimal_parse(sheet_text(row, last), &number)));
}

/* A blank cell inside, one separator more than the others have at the end: one of the
   two is too many, and what stands between them would count for another column. */
static bool may_be_shifted(const struct ragged *r, const struct sheet_row *row) {
    if (row->count <= (r->raw ? r->width : r->usual)) {
        return false;
    }
    bool blank = r->raw;
    for (size_t i = 0; i < r->width && !blank; i++) {
        blank = !sheet_filled(row, i);
    }
    return blank;
}

/* A row that is too short, or has a cell at `at` beyond the table. */
static void report(struct ragged *r, const struct sheet_row *row, size_t at) {
    bool shifted = at >= row->count && row->count >= r->width;
    bool splits = shifted && splits_number(r, row);
    size_t wanted = splits ? r->head->count : shifted && !r->raw ? r->usual : r->width;
    struct place place =
        sheet_place(r->sheet, row, shifted ? row->count - 1 : at, r->arena);
    if (r->profile->skip_broken_rows) {
        diag_warning(r->diag, place,
                     "the row has %zu cells, its table has %zu: it is left out, as its "
                     "source declares",
                     (size_t)row->count, wanted);
        r->left_out += !row->known;
        return;
    }
    r->ok = false;
    if (row->count < r->width || shifted) {
        diag_error(r->diag, place, "the row has %zu cells, its table has %zu",
                   (size_t)row->count, wanted);
        if (splits) {
            diag_hint(r->diag, "does a number have separators inside, 1,234? Write it "
                               "without them or between quotes");
        } else {
            diag_hint(r->diag, "the head stands on line %zu", (size_t)r->head->line);
        }
        return;
    }
    diag_error(r->diag, place,
               "the row has a cell where the head has no name: \"%.*s\"",
               STR_ARG(clean_excerpt(sheet_text(row, at))));
    diag_hint(r->diag, "the head stands on line %zu and has %zu columns",
              (size_t)r->head->line, r->width);
}

bool ragged_fit(struct ragged *r, struct sheet_row *row) {
    if (row->count < r->width && r->may_pad) {
        r->padded += !row->known;
        r->first_padded = r->first_padded != NULL || row->known ? r->first_padded : row;
        pad(row, r->width, r->arena);
        return true;
    }
    size_t beyond = r->width;
    while (beyond < row->count && !sheet_filled(row, beyond)) {
        beyond++;
    }
    bool within = row->count >= r->width && beyond >= row->count;
    if (within && !may_be_shifted(r, row) && !splits_number(r, row)) {
        return true;
    }
    sheet_account(row, r->profile->skip_broken_rows ? FATE_SKIP : FATE_FINDING);
    report(r, row, row->count < r->width ? row->count : beyond);
    return false;
}

void ragged_warn(const struct sheet_padded *padded, struct diag *diag) {
    diag_warning(diag, padded->first,
                 "rows that end before the last column: %zu; what is not there counts "
                 "as blank",
                 padded->count);
    diag_hint(diag, "if the export leaves out blank cells at the end, declare "
                    "short_rows = true for the source");
}

void ragged_close(struct ragged *r) {
    if (r->padded == 0 || r->profile->short_rows) {
        return;
    }
    struct sheet_padded here = {r->padded,
                                sheet_place(r->sheet, r->first_padded, 0, r->arena)};
    struct sheet_padded *all = r->sheet->padded;
    if (all == NULL) {
        ragged_warn(&here, r->diag);
        return;
    }
    all->first = all->count == 0 ? here.first : all->first;
    all->count += here.count;
}

bool ragged_halves(const struct sheet *sheet, const struct sheet_row *head, size_t left,
                   struct arena *arena, struct diag *diag) {
    struct str stub = sheet_text(head, left);
    for (size_t i = left + 1; i < head->count && stub.n > 0; i++) {
        if (str_equal(sheet_text(head, i), stub)) {
            diag_error(diag, sheet_place(sheet, head, i, arena),
                       "the column \"%.*s\" comes again: the table seems to stand in "
                       "two halves side by side",
                       STR_ARG(clean_excerpt(stub)));
            diag_hint(diag, "declare first_column and last_column, one entry a half");
            return true;
        }
    }
    return false;
}
