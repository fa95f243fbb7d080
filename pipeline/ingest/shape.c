#include "ingest/shape.h"
#include "ingest/clean.h"
#include "ingest/items.h"
#include "ingest/numbers.h"
#include "ingest/whole.h"
#include <string.h>

/* ---- what a format says ---- */

struct shape_column *shape_column(struct shape *shape, struct str head,
                                  const char *role, size_t from) {
    shape->columns =
        arena_grow(shape->context->scratch, shape->columns, shape->column_count,
                   &shape->column_capacity, sizeof *shape->columns);
    struct shape_column *column = &shape->columns[shape->column_count++];
    *column = (struct shape_column){.head = head, .role = role, .from = from};
    return column;
}

static void add_pair(struct shape *shape, struct profile_pair **pairs, size_t *count,
                     size_t *capacity, const char *key, const char *value) {
    *pairs =
        arena_grow(shape->context->scratch, *pairs, *count, capacity, sizeof **pairs);
    (*pairs)[(*count)++] = (struct profile_pair){str_from(key), str_from(value)};
}

void shape_symbol(struct shape *shape, const char *sign, const char *meaning) {
    add_pair(shape, &shape->profile.symbols, &shape->profile.symbol_count,
             &shape->symbol_capacity, sign, meaning);
}

void shape_option(struct shape *shape, const char *option, const char *value) {
    add_pair(shape, &shape->profile.options, &shape->profile.option_count,
             &shape->option_capacity, option, value);
}

void shape_period(struct shape *shape, const char *text, const char *period) {
    add_pair(shape, &shape->profile.periods, &shape->profile.period_count,
             &shape->period_capacity, text, period);
}

void shape_item(struct shape *shape, const char *name, const char *item) {
    add_pair(shape, &shape->profile.items, &shape->profile.item_count,
             &shape->item_capacity, name, item);
}

void shape_area(struct shape *shape, const char *code) {
    if (dataset_find_area(shape->context->ds, str_from(code)) != DATASET_NONE) {
        shape->profile.area = str_from(code);
    }
}

void shape_total(struct shape *shape, const char *name) {
    struct source_profile *p = &shape->profile;
    p->totals = arena_grow(shape->context->scratch, p->totals, p->total_count,
                           &shape->total_capacity, sizeof *p->totals);
    p->totals[p->total_count++] = str_from(name);
}

void shape_account(struct shape *shape, size_t from, size_t to, enum cell_fate fate) {
    for (size_t i = from; i < to && i < shape->sheet->row_count; i++) {
        sheet_account(&shape->sheet->rows[i], fate);
    }
}

void shape_head(struct shape *shape, size_t first, size_t count) {
    const struct sheet_row *head = &shape->sheet->rows[first];
    shape->table.head = head;
    shape->width = head->count;
    while (shape->width > 0 && sheet_text(head, shape->width - 1).n == 0) {
        shape->width--; /* a separator ends each line */
    }
    shape_account(shape, first, first + count, FATE_HEAD);
}

bool shape_uses(const struct shape *shape, size_t at) {
    bool used = false;
    for (size_t i = 0; i < shape->column_count && !used; i++) {
        const struct shape_column *c = &shape->columns[i];
        used = c->from == at || (c->label != NULL && c->label_from == at);
    }
    return used;
}

void shape_rest(struct shape *shape) {
    for (size_t i = 0; i < shape->width; i++) {
        if (!shape_uses(shape, i) && sheet_text(shape->table.head, i).n > 0) {
            shape_column(shape, sheet_text(shape->table.head, i), "note", i);
        }
    }
}

void shape_cell_of(struct shape_column *column, shape_cell *cell, uint32_t others) {
    column->cell = cell;
    column->told = true;
    column->sees = others;
}

uint32_t shape_bit(size_t column) { return column < 32 ? (uint32_t)1 << column : 0; }

bool shape_objects(const struct shape *shape, size_t column, struct str text) {
    return (shape->few & shape_bit(column)) != 0 && text.n > 0 &&
           shape->objects(shape, column, text);
}

void shape_judges(struct shape *shape, uint32_t columns) { shape->judged |= columns; }

/* ---- rows ---- */

static bool fits(struct shape *shape, const struct sheet_row *row) {
    const struct reading_context *context = shape->context;
    struct place place = sheet_place(
        shape->sheet, row, row->count < shape->width ? row->count : shape->width,
        context->scratch);
    if (row->count < shape->width && !context->profile->short_rows) {
        diag_error(context->diag, place, "the row has %zu cells, its table has %zu",
                   (size_t)row->count, shape->width);
        diag_hint(context->diag, "the head stands on line %zu",
                  (size_t)shape->table.head->line);
        return false;
    }
    for (size_t i = shape->width; i < row->count; i++) {
        if (sheet_filled(row, i)) {
            diag_error(context->diag, place,
                       "the row has a cell where the head has no name: \"%.*s\"",
                       STR_ARG(clean_excerpt(sheet_text(row, i))));
            return false;
        }
    }
    return true;
}

/* The entry says it otherwise. */
static bool is_said(const struct shape *shape, const char *role) {
    const struct source_profile *p = shape->context->profile;
    bool said = strcmp(role, "area") == 0 && p->area.n > 0;
    for (size_t i = 0; i < p->column_count; i++) {
        said |= str_equal(p->columns[i].value, str_from(role));
    }
    return said;
}

/* The words beside codes, to be compared: of areas, periods and multipliers. */
static void add_labels(struct shape *shape) {
    struct arena *scratch = shape->context->scratch;
    size_t count = shape->column_count;
    for (size_t i = 0; i < count; i++) {
        struct shape_column of = shape->columns[i];
        bool beside = of.label == shape_beside;
        bool compared = of.role != NULL && (strcmp(of.role, "area") == 0 ||
                                            strcmp(of.role, "period") == 0 ||
                                            strcmp(of.role, "multiplier") == 0);
        if (!compared || of.label == NULL || is_said(shape, of.role) ||
            (beside && (of.label_from == STR_NOT_FOUND || of.label_from == of.from)) ||
            (!beside && of.label != shape_words && of.label_sees == 0)) {
            continue;
        }
        struct shape_column *c =
            shape_column(shape, arena_printf(scratch, "%.*s (words)", STR_ARG(of.head)),
                         arena_printf(scratch, "label:%s", of.role).p,
                         beside ? of.label_from : of.from);
        shape_cell_of(c, of.label, of.label_sees);
        c->told = beside || of.label == shape_words || of.told;
        c->label_from = of.label_from;
    }
}

/* Columns of the file that the format does not use, if the entry declares them: those
   of words, mostly. */
static void add_declared(struct shape *shape) {
    const struct source_profile *p = shape->context->profile;
    const struct sheet_row *head = shape->table.head;
    struct arena *scratch = shape->context->scratch;
    for (size_t k = 0; k < p->column_count; k++) {
        struct str key = clean_key(p->columns[k].key, scratch);
        bool found = false;
        for (size_t i = 0; i < shape->column_count && !found; i++) {
            found = str_equal(clean_key(shape->columns[i].head, scratch), key);
        }
        for (size_t i = 0; i < head->count && !found; i++) {
            struct str text = sheet_text(head, i);
            found = str_equal(clean_key(text, scratch), key);
            if (found) {
                shape_column(shape, text, NULL, i);
            }
        }
    }
    add_labels(shape);
    shape->known = true;
}

bool shape_row(struct shape *shape, const struct sheet_row *row) {
    struct arena *scratch = shape->context->scratch;
    if (!shape->known) {
        add_declared(shape);
    }
    shape_fill(shape, row);
    if (!fits(shape, row)) {
        sheet_account(row, FATE_FINDING);
        shape->ragged = true;
        return false;
    }
    size_t count = shape->column_count;
    struct sheet_row *made = arena_alloc(scratch, sizeof *made);
    struct str *cells = arena_array(scratch, count, sizeof *cells + sizeof(uint8_t));
    *made = *row;
    made->count = (uint32_t)count;
    made->cells = cells;
    made->fates = (uint8_t *)(cells + count);
    for (size_t i = 0; i < count; i++) {
        const struct shape_column *c = &shape->columns[i];
        cells[i] = c->cell != NULL ? c->cell(shape, row, c) : shape_text(row, c->from);
    }
    struct table *t = &shape->table;
    if (t->body_count == shape->row_capacity) {
        size_t capacity = shape->row_capacity;
        t->body =
            arena_grow(scratch, t->body, t->body_count, &capacity, sizeof *t->body);
        shape->rows = arena_grow(scratch, shape->rows, t->body_count,
                                 &shape->row_capacity, sizeof(*shape->rows));
    }
    shape->rows[t->body_count] = row;
    t->body[t->body_count++] = made;
    return true;
}

void shape_rows(struct shape *shape, size_t from, size_t to,
                enum cell_fate (*fate)(const struct shape *shape,
                                       const struct sheet_row *row)) {
    shape->fate = fate;
    for (size_t i = from; i < to && i < shape->sheet->row_count; i++) {
        const struct sheet_row *row = &shape->sheet->rows[i];
        enum cell_fate left = fate != NULL ? fate(shape, row) : FATE_OPEN;
        if (left == FATE_OPEN) {
            shape_row(shape, row);
        } else if (!row->known) {
            sheet_account(row, left);
        }
    }
}

struct str shape_filled(const struct shape *shape, const struct sheet_row *row) {
    return shape->filled[row->known];
}

void shape_fill(struct shape *shape, const struct sheet_row *row) {
    struct str text =
        shape->fills > 0 ? sheet_text(row, shape->fills - 1) : (struct str){"", 0};
    shape->filled[row->known] = text.n > 0 ? text : shape->filled[row->known];
}

void shape_settle(const struct shape *shape) {
    const struct table *t = &shape->table;
    struct file_whole *whole = shape->context->whole;
    if (whole != NULL) {
        whole->filled = shape->filled[false]; /* for the rows that follow this sheet */
    }
    for (size_t k = 0; k < t->body_count; k++) {
        bool read = false; /* or refused before any row was */
        for (size_t i = 0; i < shape->column_count && !shape->rows[k]->known; i++) {
            size_t from = shape->columns[i].from;
            uint8_t fate = t->body[k]->fates[i];
            uint8_t *own =
                from < shape->rows[k]->count ? &shape->rows[k]->fates[from] : NULL;
            /* Of several parts of a cell a finding counts first. */
            read |= fate != FATE_OPEN;
            if (own != NULL && fate != FATE_OPEN &&
                (*own == FATE_OPEN || fate == FATE_FINDING)) {
                *own = fate;
            }
        }
        if (!shape->rows[k]->known && read) {
            /* What is left says in words what codes beside it say. */
            sheet_account(shape->rows[k], FATE_HEAD);
        }
    }
}

/* ---- cells ---- */

struct str shape_text(const struct sheet_row *row, size_t column) {
    return sheet_text(row, column);
}

static bool same_letters(struct str text, const char *word) {
    size_t n = strlen(word);
    for (size_t i = 0; i < n && text.n == n; i++) {
        char a = text.p[i], b = word[i];
        a = (char)(a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a);
        b = (char)(b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
        if (a != b) {
            return false;
        }
    }
    return text.n == n;
}

size_t shape_find(const struct sheet_row *row, const char *text) {
    for (size_t i = 0; i < row->count; i++) {
        if (same_letters(sheet_text(row, i), text)) {
            return i;
        }
    }
    return STR_NOT_FOUND;
}

struct str shape_code_of(struct str text) {
    return str_trim(str_slice(text, 0, str_find(text, STR(": "), 0)));
}

struct str shape_words_of(struct str text) {
    size_t at = str_find(text, STR(": "), 0);
    return at == STR_NOT_FOUND ? (struct str){"", 0}
                               : str_trim(str_slice(text, at + 2, text.n));
}

struct str shape_code(const struct shape *shape, const struct sheet_row *row,
                      const struct shape_column *column) {
    (void)shape;
    return shape_code_of(sheet_text(row, column->from));
}

struct str shape_words(const struct shape *shape, const struct sheet_row *row,
                       const struct shape_column *column) {
    (void)shape;
    return shape_words_of(sheet_text(row, column->from));
}

struct str shape_beside(const struct shape *shape, const struct sheet_row *row,
                        const struct shape_column *column) {
    (void)shape;
    return sheet_text(row, column->label_from);
}

bool shape_split_unit(struct str text, struct str *name, struct str *unit) {
    static const char *const pairs[][2] = {{"(", ")"}, {"（", "）"}, {"【", "】"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct str open = str_from(pairs[i][0]), close = str_from(pairs[i][1]);
        if (!str_ends(text, close)) {
            continue;
        }
        size_t depth = 0;
        for (size_t at = text.n; at-- > 0;) {
            struct str rest = str_slice(text, at, text.n);
            depth += str_starts(rest, close);
            if (str_starts(rest, open) && --depth == 0) {
                *name = str_trim(str_slice(text, 0, at));
                *unit = str_trim(str_slice(text, at + open.n, text.n - close.n));
                return name->n > 0;
            }
        }
    }
    return false;
}

bool shape_is_period(const struct shape *shape, struct str text) {
    struct period period;
    return text.n > 0 && period_read(text, 0, &shape->profile, shape->context->scratch,
                                     &period) == PERIOD_READ;
}

bool shape_is_numbers(const struct shape *shape, size_t from, size_t column) {
    size_t filled = 0, numbers = 0, signs = 0;
    for (size_t k = from; k < shape->sheet->row_count; k++) {
        const struct sheet_row *row = &shape->sheet->rows[k];
        struct str text = sheet_text(row, column);
        if (text.n == 0 || row->count < shape->width) {
            continue;
        }
        struct reading r = number_read(text, (struct str){"", 0}, &shape->profile,
                                       shape->context->scratch);
        filled++;
        numbers += r.kind == READING_NUMBER || r.problem == PROBLEM_GROUPING;
        signs += r.kind == READING_STATUS || r.problem == PROBLEM_SYMBOL;
    }
    return filled == numbers + signs && filled > 0;
}

/* ---- with what is declared ---- */

struct str shape_declared(const struct shape *shape, struct str head) {
    const struct source_profile *p = shape->context->profile;
    struct str key = clean_key(head, shape->context->scratch);
    for (size_t i = 0; i < p->column_count; i++) {
        if (str_equal(clean_key(p->columns[i].key, shape->context->scratch), key)) {
            return p->columns[i].value;
        }
    }
    return (struct str){"", 0};
}

bool shape_is_dimension(const struct shape *shape, struct str name) {
    const struct reading_context *context = shape->context;
    return name.n > 0 &&
           items_dimension(context->ds, name, context->scratch) != DATASET_NONE;
}

bool shape_is_indicator(const struct shape *shape, struct str name) {
    const struct reading_context *context = shape->context;
    uint32_t id, other;
    struct str unit;
    struct item_set items;
    return indicator_read(context->indicators, name, context->profile, context->scratch,
                          &id, &other, &unit, &items) != NAME_UNKNOWN;
}
