/* Rows that the scanner does not take as they stand: those that it sets aside for the
   usual way, those that are left out, and those of which something is to be told. */
#include "dataset/dataset.h"
#include "ingest/scan_room.h"

enum { PIECES_BYTES_MAX = 8 << 20, LOOSE_MAX = 1 << 19 };

void scan_add_loose(struct scanner *scanner, const struct scan_loose *loose) {
    if (scanner->layout->again != SUMS_ONCE || scanner->loose_lost) {
        return; /* nothing is compared with totals */
    }
    if (scanner->loose_count == LOOSE_MAX) {
        scanner->loose_lost = true;
        return;
    }
    if (scanner->loose_count == scanner->loose_capacity) {
        scanner->loose_capacity = scanner->loose_capacity * 2 + 64;
        scanner->loose = memory_realloc(scanner->loose, scanner->loose_capacity *
                                                            sizeof *scanner->loose);
    }
    scanner->loose[scanner->loose_count] = *loose;
    scanner->loose[scanner->loose_count].block = scanner->block;
    scanner->loose[scanner->loose_count++].line = (uint32_t)scanner->lines;
}

/* LF, CRLF and a lone CR. */
static size_t count_lines(struct str text) {
    size_t count = 0;
    for (size_t i = 0; i < text.n; i++) {
        count += text.p[i] == '\n' ||
                 (text.p[i] == '\r' && (i + 1 == text.n || text.p[i + 1] != '\n'));
    }
    return count;
}

size_t scan_keep(struct scanner *scanner, struct str text, bool known) {
    struct scan_piece piece = {.block = scanner->block,
                               .line = (uint32_t)scanner->lines,
                               .lines = (uint32_t)count_lines(text),
                               .known = known,
                               .at = scanner->byte_count,
                               .n = text.n};
    if (scanner->piece_count == scanner->piece_capacity) {
        scanner->piece_capacity = scanner->piece_capacity * 2 + 64;
        scanner->pieces = memory_realloc(scanner->pieces, scanner->piece_capacity *
                                                              sizeof *scanner->pieces);
    }
    if (scanner->byte_count + text.n > scanner->byte_capacity) {
        scanner->byte_capacity = (scanner->byte_count + text.n) * 2;
        scanner->bytes = memory_realloc(scanner->bytes, scanner->byte_capacity);
    }
    memcpy(scanner->bytes + scanner->byte_count, text.p, text.n);
    scanner->byte_count += text.n;
    scanner->pieces[scanner->piece_count++] = piece;
    scanner->full |= scanner->byte_count > PIECES_BYTES_MAX;
    return piece.lines;
}

/* A row that is not plain; the next plain one is shown behind it. */
void scan_set_aside(struct scanner *scanner, struct str text) {
    scanner->lines += scan_keep(scanner, text, false);
    scanner->shown = scanner->shown > 0 ? scanner->shown : 1;
}

/* Counts the blank cells of a row that was read, and remembers what a blank unit leaves
   unsaid. */
void scan_count_blanks(struct scanner *scanner, size_t count) {
    const struct scan_layout *layout = scanner->layout;
    for (size_t i = 0; i < count; i++) {
        size_t column = scanner->blank[i];
        bool fresh;
        scanner->blanks[column]++;
        if (column == layout->unit_column && layout->row_series < layout->fact_count) {
            uint64_t bare = sums_key(scanner->ids[layout->row_series], 0, 0);
            sums_take(&scanner->bare, bare, sums_hash(bare), &fresh);
        }
    }
}

/* Whether an id leaves the row out; *out gets it. */
static bool leaves(uint32_t id, uint32_t *out) {
    bool left = id < SCAN_ODD && (id & SCAN_REMARK) != 0 && (id & SCAN_LEFT) != 0;
    *out = left ? id : *out;
    return left;
}

/* A row that is not wanted is not looked at further. Of one that is left out for what
   it says nothing else may be to be told. */
enum verdict scan_judge(const struct scanner *scanner, const struct scan_row *row,
                        uint32_t *left) {
    const struct scan_layout *layout = scanner->layout;
    enum scan_role role = SCAN_FACTS;
    bool told = false;
    *left = 0;
    if (layout->wanted < layout->fact_count &&
        leaves(scanner->ids[layout->wanted], left)) {
        return ROW_UNWANTED;
    }
    for (size_t i = 0; i < layout->fact_count; i++) {
        uint32_t id = scanner->ids[i];
        if (leaves(id, left)) {
            told |= role != SCAN_FACTS && role != layout->facts[i].role;
            role = layout->facts[i].role;
        } else if (id >= SCAN_REMARK) {
            told = true;
            if (id >= SCAN_ODD) {
                return ROW_ASIDE;
            }
        }
    }
    if (role != SCAN_FACTS) {
        return told                  ? ROW_ASIDE
               : role == SCAN_PERIOD ? ROW_LATE
               : role == SCAN_AREA   ? ROW_REST
                                     : ROW_LEFT;
    }
    return row->no_value ? ROW_ASIDE : ROW_READ;
}

/* All remarks on a row that was read. */
void scan_tell_row(struct scanner *scanner) {
    const struct scan_layout *layout = scanner->layout;
    for (size_t i = 0; i < layout->fact_count; i++) {
        if (scanner->ids[i] >= SCAN_REMARK) {
            scan_tell(scanner, scanner->ids[i], 0);
        }
    }
    for (size_t i = 0; i < layout->value_count; i++) {
        const struct number *number = &scanner->numbers[i];
        if (number->kind >= NUMBER_MARKED && number->remark != 0) {
            scan_tell(scanner, number->remark, layout->values[i].column + 1);
        }
    }
}

/* The values of a row that is left out for its area: a total may count them. */
static void leave_values(struct scanner *scanner, const struct scan_row *row) {
    scanner->loose_lost |= row->no_value;
    for (size_t i = 0; i < scanner->layout->value_count; i++) {
        const struct scan_value *value = &scanner->layout->values[i];
        const struct number *number = &scanner->numbers[i];
        uint32_t told = scanner->ids[value->facts[SCAN_STATUS]];
        uint32_t series = scanner->ids[value->facts[SCAN_SERIES]];
        uint32_t period = scanner->ids[value->facts[SCAN_PERIOD]];
        struct scan_loose loose = {.key = sums_key(series, SCAN_NO_AREA, period),
                                   .coefficient = number->coefficient,
                                   .value = (uint16_t)i};
        /* Columns may be of areas of their own; states make a number none. */
        bool plain = scanner->ids[value->facts[SCAN_AREA]] >= SCAN_REMARK && told == 0;
        loose.known = number->kind == NUMBER_PLAIN;
        if (!plain || number->kind > NUMBER_PLAIN ||
            (loose.known && !scan_shift(scanner, value, number, &loose.shift))) {
            scanner->loose_lost = true;
            return;
        }
        scan_add_loose(scanner, &loose);
    }
}

/* A unit in a row that is not wanted is not looked at. */
void scan_leave_out(struct scanner *scanner, const struct scan_row *row, uint32_t left,
                    enum verdict why) {
    scan_tell(scanner, left, 0);
    scanner->counts.left++;
    scanner->loose_lost |= why == ROW_LEFT;
    if (why == ROW_REST) {
        leave_values(scanner, row);
    }
    for (size_t i = 0; i < row->blank_count; i++) {
        scanner->left_blanks[scanner->blank[i]]++;
    }
    for (size_t i = 0; i < scanner->unit_count && why != ROW_UNWANTED; i++) {
        scan_meet_unit(scanner, scanner->ids[scanner->units_said[i]]);
    }
}
