#include "dataset/dataset.h"
#include "ingest/scan_room.h"
#include <stdlib.h>
#include <string.h>

static void open_facts(struct scanner *scanner) {
    const struct scan_layout *layout = scanner->layout;
    for (size_t i = 0; i < layout->fact_count; i++) {
        scanner->ids[i] = layout->facts[i].none;
        if (layout->facts[i].count > 0) {
            lexicon_open(&scanner->facts[i]);
        }
        if (layout->facts[i].joined) {
            scanner->joins[scanner->join_count++] = (uint16_t)i;
        }
        if (layout->facts[i].role == SCAN_UNIT) {
            scanner->units_said[scanner->unit_count++] = (uint16_t)i;
        }
    }
    for (size_t i = 0; i < layout->column_count; i++) {
        if (layout->columns[i].role == SCAN_PART) {
            lexicon_open(&scanner->parts[i].lexicon);
        }
    }
    for (size_t k = 0; k < layout->made_count; k++) {
        size_t at = layout->column_count + layout->made[k].of;
        lexicon_open(&scanner->parts[at].lexicon);
        lexicon_open(&scanner->made[k]);
    }
}

struct scanner *scanner_open(const struct scan_layout *layout) {
    struct scanner *scanner = memory_alloc(sizeof *scanner);
    struct arena *arena = arena_open();
    size_t width = layout->column_count, facts = layout->fact_count;
    size_t parts = width + layout->table_width;
    *scanner = (struct scanner){
        .layout = layout,
        .arena = arena,
        .pending = arena_array(arena, SCAN_PENDING + layout->value_count,
                               sizeof *scanner->pending),
        .facts = arena_array(arena, facts, sizeof *scanner->facts),
        .made = arena_array(arena, layout->made_count, sizeof *scanner->made),
        .parts = arena_array(arena, parts, sizeof *scanner->parts),
        .joins = arena_array(arena, facts, sizeof *scanner->joins),
        .units_said = arena_array(arena, facts, sizeof *scanner->units_said),
        .ids = arena_array(arena, facts, sizeof *scanner->ids),
        .texts = arena_array(arena, parts, sizeof *scanner->texts),
        .numbers = arena_array(arena, layout->value_count, sizeof *scanner->numbers),
        .blank = arena_array(arena, width, sizeof *scanner->blank),
        .blanks = arena_array(arena, width, sizeof *scanner->blanks),
        .left_blanks = arena_array(arena, width, sizeof *scanner->left_blanks)};
    scanner->counts.blank = scanner->blanks;
    scanner->counts.left_blank = scanner->left_blanks;
    for (size_t i = 0; i < SCAN_UNIT_SLOTS; i++) {
        scanner->units[i].indicator = SCAN_UNKNOWN;
    }
    for (uint32_t state = 0; state < SUMS_STATES; state++) {
        bool contrary = (state & SUMS_CONTRARY) != 0;
        uint32_t status = state & (SUMS_CONTRARY - 1);
        bool none = status_has_number((enum observation_status)status) == contrary;
        scanner->numberless |= (uint32_t)none << state;
    }
    sums_open(&scanner->sums);
    sums_open(&scanner->bare);
    for (size_t i = SCAN_FACTS; i < SCAN_LEXICONS; i++) {
        lexicon_open(&scanner->lexicons[i]);
    }
    open_facts(scanner);
    return scanner;
}

void scanner_close(struct scanner *scanner) {
    for (size_t i = SCAN_FACTS; i < SCAN_LEXICONS; i++) {
        lexicon_close(&scanner->lexicons[i]);
    }
    for (size_t i = 0; i < scanner->layout->fact_count; i++) {
        lexicon_close(&scanner->facts[i]);
    }
    for (size_t k = 0; k < scanner->layout->made_count; k++) {
        lexicon_close(&scanner->made[k]);
    }
    size_t parts = scanner->layout->column_count + scanner->layout->table_width;
    for (size_t i = 0; i < parts; i++) {
        lexicon_close(&scanner->parts[i].lexicon);
        free(scanner->parts[i].texts);
    }
    sums_close(&scanner->sums);
    sums_close(&scanner->bare);
    free(scanner->firsts);
    free(scanner->told);
    free(scanner->loose);
    arena_close(scanner->arena);
    free(scanner->pieces);
    free(scanner->bytes);
    free(scanner);
}

size_t scanner_lines(const struct scanner *scanner) { return scanner->lines; }

struct scan_counts scanner_counts(const struct scanner *scanner) {
    return scanner->counts;
}

void scanner_expect_open_end(struct scanner *scanner, bool open) {
    scanner->open = open;
}

struct scan_cut scanner_cut(const struct scanner *scanner) {
    return scanner->cut;
}

const struct scan_loose *scanner_loose(const struct scanner *scanner, size_t *count,
                                       bool *lost) {
    *count = scanner->loose_count;
    *lost = scanner->loose_lost;
    return scanner->loose;
}

const struct scan_told *scanner_told(const struct scanner *scanner, size_t *count) {
    *count = scanner->told_count;
    return scanner->told;
}

const struct scan_piece *scanner_pieces(const struct scanner *scanner, size_t *count) {
    *count = scanner->piece_count;
    return scanner->pieces;
}

const char *scanner_bytes(const struct scanner *scanner) { return scanner->bytes; }

struct sums *scanner_sums(struct scanner *scanner) {
    return &scanner->sums;
}

const struct sums *scanner_bare(const struct scanner *scanner) {
    return &scanner->bare;
}

const struct scan_first *scanner_units(const struct scanner *scanner, size_t *count) {
    *count = scanner->first_count;
    return scanner->firsts;
}

/* ---- what rows say ---- */

void scan_meet_unit(struct scanner *scanner, uint32_t unit) {
    for (size_t i = 0; i < scanner->first_count; i++) {
        if (scanner->firsts[i].unit == unit) {
            return;
        }
    }
    if (scanner->first_count == scanner->first_capacity) {
        scanner->first_capacity = scanner->first_capacity * 2 + 16;
        scanner->firsts = memory_realloc(scanner->firsts, scanner->first_capacity *
                                                              sizeof *scanner->firsts);
    }
    scanner->firsts[scanner->first_count++] =
        (struct scan_first){unit, scanner->block, (uint32_t)scanner->lines};
}

void scan_tell(struct scanner *scanner, uint32_t id, size_t column) {
    size_t number = (id & ~(SCAN_REMARK | SCAN_LEFT)) >> SUMS_STATE_BITS;
    if (number >= scanner->told_count) {
        size_t count = number * 2 + 16;
        scanner->told = memory_realloc(scanner->told, count * sizeof *scanner->told);
        memset(scanner->told + scanner->told_count, 0,
               (count - scanner->told_count) * sizeof *scanner->told);
        scanner->told_count = count;
    }
    struct scan_told *told = &scanner->told[number];
    if (told->count < SCAN_PLACES) {
        told->places[told->count].block = scanner->block;
        told->places[told->count].line = (uint32_t)scanner->lines;
        told->places[told->count].column = (uint16_t)column;
    }
    told->count++;
}

/* ---- texts ---- */

/* Room for whole words behind it, as lexicon_add() wants. */
struct str scan_keep_text(struct scanner *scanner, struct str text) {
    char *copy = arena_alloc(scanner->arena, text.n + sizeof(uint64_t));
    memcpy(copy, text.p, text.n);
    return (struct str){copy, text.n};
}

uint32_t scan_settle_id(struct scanner *scanner, struct lexicon *lexicon,
                        struct str known, uint32_t id) {
    bool remark = id >= SCAN_REMARK && id < SCAN_REMARK << 1;
    id = id > SUMS_ID_MAX && !remark ? SCAN_ODD : id;
    lexicon_add(lexicon, known, id);
    scanner->full |= lexicon->count > SCAN_TEXTS_MAX;
    return id;
}

uint32_t scan_learn(struct scanner *scanner, size_t fact, struct scan_text text) {
    const struct scan_layout *layout = scanner->layout;
    const struct scan_fact *f = &layout->facts[fact];
    text.text = scan_keep_text(scanner, text.text);
    uint32_t id = layout->resolve(layout->context, f->role, f->of, &text, 1);
    return scan_settle_id(scanner, &scanner->facts[fact], text.text, id);
}

uint32_t scan_look_up(struct scanner *scanner, enum scan_role role, size_t column,
                      const char *p, size_t n) {
    const struct scan_layout *layout = scanner->layout;
    struct lexicon *lexicon = &scanner->lexicons[role];
    uint32_t id = lexicon_find(lexicon, p, n);
    if (id != LEXICON_UNKNOWN) {
        return id;
    }
    struct scan_text text = {column, scan_keep_text(scanner, (struct str){p, n})};
    id = layout->resolve(layout->context, role, 0, &text, 1);
    return scan_settle_id(scanner, lexicon, text.text, id);
}
