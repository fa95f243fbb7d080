#include "ingest/note_marks.h"
#include "ingest/clean.h"
#include "ingest/marks.h"
#include "ingest/note_lines.h"
#include "ingest/title.h"

enum { SIGNS = 6 };

/* The signs of a mark in one form: 1 of 注1：, (1), 1) and ¹; how many. */
static size_t signs_of(struct str mark, uint32_t out[SIGNS]) {
    static const uint32_t superscripts[] = {0x2070, 0xB9,   0xB2,   0xB3,   0x2074,
                                            0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
    size_t count = 0;
    uint32_t cp;
    for (size_t at = 0, n; (n = utf8_decode(mark, at, &cp)) > 0; at += n) {
        for (uint32_t i = 0; i < 10; i++) {
            cp = cp == superscripts[i] ? '0' + i : cp;
        }
        struct str sign = str_slice(mark, at, at + n);
        bool number = cp >= '0' && cp <= '9';
        if (count < SIGNS && (number || marks_front(sign) == sign.n)) {
            out[count++] = cp;
        }
    }
    return count;
}

/* Whether the name has the mark; ①② are two, 12 is one. */
static bool has_mark(struct str name, struct str mark) {
    uint32_t own[SIGNS], wanted[SIGNS];
    struct str plain = marks_off(name);
    size_t end = plain.n > 0 ? (size_t)(plain.p - name.p) + plain.n : name.n;
    size_t count = signs_of(mark, wanted);
    if (plain.n == name.n || count == 0) {
        return false;
    }
    bool before = plain.p > name.p;
    size_t n = signs_of(before ? str_slice(name, 0, (size_t)(plain.p - name.p))
                               : str_slice(name, end, name.n),
                        own);
    if (count == 1 && wanted[0] > '9') {
        for (size_t i = 0; i < n; i++) {
            if (own[i] == wanted[0]) {
                return true;
            }
        }
        return false;
    }
    bool same = n == count;
    for (size_t i = 0; i < n && same; i++) {
        same = own[i] == wanted[i];
    }
    return same;
}

bool note_unit_next(const struct table *table, size_t *note, size_t *at,
                    struct note_unit *out) {
    struct str line;
    for (; *note < table->note_count; ++*note, *at = 0) {
        struct str text = table->notes[*note];
        while (note_line_next(text, at, &line)) {
            if (title_note_unit(line, &out->unit)) {
                out->mark = note_line_mark(text, line);
                out->row = table->note_rows[*note];
                return true;
            }
        }
    }
    return false;
}

bool note_unit_of(const struct table *table, struct str name, struct note_unit *out) {
    if (table->note_count == 0 || marks_off(name).n == name.n) {
        return false;
    }
    for (size_t note = 0, at = 0; note_unit_next(table, &note, &at, out);) {
        if (has_mark(name, out->mark)) {
            return true;
        }
    }
    return false;
}

bool note_mark_on_head(const struct table *table, struct str mark) {
    bool found = false;
    for (size_t i = 0; i < table->width && mark.n > 0 && !found; i++) {
        found = has_mark(table->heads[i], mark);
    }
    return found;
}

bool note_mark_in_body(const struct table *table, struct str mark,
                       const struct sheet_row **row, size_t *column) {
    for (size_t k = 0; k < table->body_count && mark.n > 0; k++) {
        for (size_t i = 0; i < table->width; i++) {
            if (has_mark(sheet_text(table->body[k], i), mark)) {
                *row = table->body[k];
                *column = i;
                return true;
            }
        }
    }
    return false;
}
