#include "ingest/known.h"
#include "ingest/csv_prepare.h"

size_t known_lines(struct str text) {
    size_t count = 0;
    for (size_t at = 0; at < text.n;) {
        size_t n = prepare_line_break(text, at);
        count += n > 0;
        at += n > 0 ? n : 1;
    }
    return count;
}

/* Cells outside of the declared columns count where their row is read. */
static void place_outside(struct sheet *sheet, size_t head_lines,
                          const struct known_piece *pieces, size_t count) {
    size_t piece = 0;
    for (size_t i = 0; i < sheet->outside_count && count > 0; i++) {
        struct sheet_outside *o = &sheet->outside[i];
        while (piece + 1 < count && pieces[piece + 1].at_line <= o->line) {
            piece++;
        }
        if (o->line > head_lines && pieces[piece].known) {
            sheet->left_out -= o->count;
            o->count = 0;
        }
    }
}

bool known_place(struct sheet *sheet, size_t head_lines,
                 const struct known_piece *pieces, size_t count) {
    size_t piece = 0, begun = 0, wanted = 0;
    for (size_t k = 0; k < count; k++) {
        wanted += pieces[k].known;
    }
    place_outside(sheet, head_lines, pieces, count);
    for (size_t i = 0; i < sheet->row_count; i++) {
        struct sheet_row *row = &sheet->rows[i];
        if (row->line <= head_lines || count == 0) {
            continue;
        }
        while (piece + 1 < count && pieces[piece + 1].at_line <= row->line) {
            piece++;
        }
        const struct known_piece *p = &pieces[piece];
        row->known = p->known;
        begun += p->known && p->at_line == row->line;
        row->line = (uint32_t)(p->line + row->line - p->at_line);
    }
    return begun == wanted;
}

bool known_drop(struct sheet *sheet) {
    bool untouched = true;
    for (size_t i = 0; i < sheet->row_count; i++) {
        struct sheet_row *row = &sheet->rows[i];
        for (size_t k = 0; k < row->count && row->known; k++) {
            untouched &= row->fates[k] == FATE_OPEN;
        }
        row->count = row->known ? 0 : row->count;
    }
    return untouched;
}
