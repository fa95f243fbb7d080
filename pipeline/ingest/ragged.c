#include "ingest/ragged.h"
#include "ingest/clean.h"
#include <string.h>

bool ragged_is_cut(const struct sheet *sheet, size_t from, size_t width) {
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
    }
    const struct sheet_row *last = &sheet->rows[sheet->row_count - 1];
    return !sheet->open_end || last->count >= width;
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

void ragged_pad(struct sheet_row *row, size_t width, struct arena *arena) {
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

void ragged_tell(const struct sheet *sheet, const struct sheet_row *row, size_t count,
                 struct arena *arena, struct diag *diag) {
    diag_warning(diag, sheet_place(sheet, row, 0, arena),
                 "rows that end before the last column: %zu; what is not there counts "
                 "as blank",
                 count);
    diag_hint(diag, "if the export leaves out blank cells at the end, declare "
                    "short_rows = true for the source");
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
