#include "ingest/bulk_pieces.h"
#include "ingest/account.h"
#include "ingest/csv_prepare.h"
#include "ingest/encoding.h"
#include "ingest/exports.h"
#include "ingest/known.h"
#include "ingest/layouts.h"
#include <stdlib.h>
#include <string.h>

/* A piece in the text that is put together. */
struct placed {
    struct known_piece as;
    size_t lines;
    struct str raw;
};

static int by_line(const void *a, const void *b) {
    const struct placed *x = a, *y = b;
    return (x->as.line > y->as.line) - (x->as.line < y->as.line);
}

/* The pieces of all scanners in the order of the file. */
static struct placed *gather(const struct bulk_pieces *b, size_t head_lines,
                             struct arena *arena, size_t *total) {
    size_t count, n = 0;
    *total = 0;
    for (size_t i = 0; i < b->scanner_count; i++) {
        scanner_pieces(b->scanners[i], &count);
        *total += count;
    }
    struct placed *all = arena_array(arena, *total, sizeof *all);
    for (size_t i = 0; i < b->scanner_count; i++) {
        const struct scan_piece *p = scanner_pieces(b->scanners[i], &count);
        const char *bytes = scanner_bytes(b->scanners[i]);
        for (size_t k = 0; k < count; k++) {
            all[n++] =
                (struct placed){.as = {.line = b->before[p[k].block] + p[k].line + 1,
                                       .known = p[k].known},
                                .lines = p[k].lines,
                                .raw = {bytes + p[k].at, p[k].n}};
        }
    }
    qsort(all, n, sizeof *all, by_line);
    size_t line = head_lines + 1;
    for (size_t k = 0; k < n; k++) {
        all[k].as.at_line = line;
        line += all[k].lines;
    }
    return all;
}

/* The head and all pieces, decoded; false if that is not plain. A known row that could
   go on with a note would hide that the rows behind it do not. */
static bool decode(const struct bulk_pieces *b, const struct placed *all, size_t count,
                   struct arena *arena, struct str *out) {
    size_t bytes = 0;
    for (size_t k = 0; k < count; k++) {
        bytes += all[k].raw.n;
        if (all[k].as.known && !b->options->raw && prepare_continues_note(all[k].raw)) {
            return false;
        }
    }
    char *raw = arena_alloc(arena, bytes + 1);
    size_t n = 0;
    for (size_t k = 0; k < count; k++) {
        memcpy(raw + n, all[k].raw.p, all[k].raw.n);
        n += all[k].raw.n;
    }
    struct str text;
    if (!encoding_piece((struct str){raw, n}, b->encoding, arena, &text)) {
        return false;
    }
    char *whole = arena_alloc(arena, b->head.n + text.n + 1);
    memcpy(whole, b->head.p, b->head.n);
    memcpy(whole + b->head.n, text.p, text.n);
    *out = (struct str){whole, b->head.n + text.n};
    return encoding_is_plain(*out);
}

static bool place(struct sheet *sheet, size_t head_lines, const struct placed *all,
                  size_t count, struct arena *arena) {
    struct known_piece *pieces = arena_array(arena, count, sizeof *pieces);
    for (size_t k = 0; k < count; k++) {
        pieces[k] = all[k].as;
    }
    return known_place(sheet, head_lines, pieces, count);
}

static bool any_longer(const struct sheet *sheet, size_t head_lines, size_t cells) {
    for (size_t i = 0; i < sheet->row_count; i++) {
        if (sheet->rows[i].line > head_lines && sheet->rows[i].count > cells) {
            return true;
        }
    }
    return false;
}

/* A row was not cut that was set aside. */
static bool ends_blank(const struct sheet *sheet, size_t head_lines, size_t width) {
    bool found = false;
    for (size_t i = 0; i < sheet->row_count && !found; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        found = !row->known && row->line > head_lines && row->count >= width &&
                !sheet_filled(row, width - 1);
    }
    return found;
}

/* A note below all rows may say the unit of them, one number how all are written. */
static bool same_shared(const struct rows_shared *a, const struct rows_shared *b) {
    return a->indicator == b->indicator && a->area == b->area &&
           a->has_period == b->has_period &&
           (!a->has_period || period_equal(a->period, b->period)) &&
           str_equal(a->unit, b->unit) && a->trusts_unit == b->trusts_unit &&
           str_equal(a->decimal, b->decimal);
}

/* The piece that holds a line of the file, or NULL. */
static const struct placed *piece_at(const struct placed *all, size_t count,
                                     size_t line) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (all[middle].as.line + all[middle].lines <= line) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && all[low].as.line <= line ? &all[low] : NULL;
}

/* True if all errors are about rows that were set aside: then no other way reads more
   of the file, nor says more about it. */
static bool errors_are_of_rows(const struct diag *diag, struct str path,
                               const struct placed *all, size_t count) {
    size_t entries;
    const struct diag_entry *e = diag_entries(diag, &entries);
    for (size_t i = 0; i < entries; i++) {
        const struct placed *piece = piece_at(all, count, e[i].place.line);
        if (e[i].severity == DIAG_ERROR &&
            (!str_equal(e[i].place.file, path) || piece == NULL || piece->as.known)) {
            return false;
        }
    }
    return true;
}

bool bulk_pieces_read(struct reading_context *context, const struct file_facts *facts,
                      const struct bulk_pieces *pieces, struct bulk_rest *out) {
    const struct source_profile *p = context->profile;
    struct arena *arena = context->scratch;
    size_t count, head_lines = known_lines(pieces->head);
    struct placed *all = gather(pieces, head_lines, arena, &count);
    *out = (struct bulk_rest){.held = {.arena = arena}};
    if (!decode(pieces, all, count, arena, &out->text)) {
        return false;
    }
    struct sheet *sheet = arena_alloc(arena, sizeof *sheet);
    size_t entries;
    struct str path = dataset_file(context->ds, facts->file)->path;
    if (!sheet_read(path, out->text, pieces->options, arena, context->diag, sheet) ||
        (diag_entries(context->diag, &entries), entries > 0) ||
        !place(sheet, head_lines, all, count, arena)) {
        return false;
    }
    /* Behind a row that was set aside a known one follows, but at the file's end. */
    sheet->open_end = pieces->open_end && !sheet->rows[sheet->row_count - 1].known;
    if (any_longer(sheet, head_lines, pieces->cells_max)) {
        return false;
    }
    sheet->uncut = pieces->uncut;
    sheet->padded = &out->padded;
    out->uncut = ends_blank(sheet, head_lines, pieces->width);
    struct file_whole whole = {.claims = pieces->claims,
                               .last_indicator = DATASET_NONE,
                               .held = &out->held,
                               .elsewhere = pieces->plain,
                               .has_values = pieces->has_values};
    context->whole = &whole;
    bool ok = p->format != NULL ? exports_read(context, sheet, facts)
                                : p->layout->read(context, sheet, facts);
    context->whole = NULL;
    out->sheet = sheet;
    out->noted = whole.noted;
    out->noted_count = whole.noted_count;
    /* Where places disagree the lines of all rows are told. */
    return whole.read && !whole.told && same_shared(pieces->shared, &whole.shared) &&
           known_drop(sheet) &&
           account_sheet(sheet, !ok, arena, context->diag, &out->sums) &&
           ok == (diag_count(context->diag, DIAG_ERROR) == 0) &&
           errors_are_of_rows(context->diag, path, all, count);
}

uint16_t bulk_rest_joined(const struct bulk_rest *rest, size_t line) {
    const struct sheet *sheet = rest->sheet;
    size_t low = 0, high = sheet->row_count;
    if (high == 0 || sheet->rows[high - 1].joined == 0) {
        return 0;
    }
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sheet->rows[middle].line <= line) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    uint32_t joined = low > 0 ? sheet->rows[low - 1].joined : 0;
    return (uint16_t)(joined > UINT16_MAX ? UINT16_MAX : joined);
}
