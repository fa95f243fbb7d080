#include "ingest/shape.h"
#include "ingest/clean.h"
#include "ingest/items.h"
#include "ingest/layouts.h"
#include "ingest/numbers.h"
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

/* A column is from it, or its words. */
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
    column->sees = shape_bit(column->from) | others;
}

uint32_t shape_bit(size_t column) { return column < 32 ? (uint32_t)1 << column : 0; }

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
    shape->known = true;
}

bool shape_row(struct shape *shape, const struct sheet_row *row) {
    struct arena *scratch = shape->context->scratch;
    if (!shape->known) {
        add_declared(shape);
    }
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

void shape_settle(const struct shape *shape) {
    const struct table *t = &shape->table;
    for (size_t k = 0; k < t->body_count; k++) {
        for (size_t i = 0; i < shape->column_count && !shape->rows[k]->known; i++) {
            size_t from = shape->columns[i].from;
            uint8_t fate = t->body[k]->fates[i];
            uint8_t *own =
                from < shape->rows[k]->count ? &shape->rows[k]->fates[from] : NULL;
            /* Of several parts of a cell a finding counts first. */
            if (own != NULL && fate != FATE_OPEN &&
                (*own == FATE_OPEN || fate == FATE_FINDING)) {
                *own = fate;
            }
        }
        if (!shape->rows[k]->known) {
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

static bool is_asked(const struct shape *shape, struct str head) {
    const struct source_profile *p = shape->context->profile;
    struct str key = clean_key(head, shape->context->scratch);
    for (size_t i = 0; i < p->where_count; i++) {
        if (str_equal(clean_key(p->where[i].key, shape->context->scratch), key)) {
            return true;
        }
    }
    return false;
}

/* No row says more than that it is of all items. */
static bool is_total_only(const struct shape *shape, size_t column) {
    const struct source_profile *p = &shape->profile;
    for (size_t k = 0; k < shape->table.body_count; k++) {
        struct str text = sheet_text(shape->table.body[k], column);
        if (text.n > 0 &&
            !str_equal(profile_lookup(p->items, p->item_count, text), STR("total"))) {
            return false;
        }
    }
    return true;
}

static bool report_dimension(const struct shape *shape, size_t column) {
    const struct reading_context *context = shape->context;
    struct str head = clean_excerpt(shape->columns[column].head), item = {"…", 3};
    for (size_t k = shape->table.body_count; k-- > 0;) {
        struct str text = sheet_text(shape->table.body[k], column);
        item = text.n > 0 ? clean_excerpt(text) : item;
    }
    diag_error(context->diag,
               table_place(&shape->table, shape->table.head, column, context->scratch),
               "nothing says which dimension \"%.*s\" is", STR_ARG(head));
    diag_hint(context->diag,
              "declare it with its items in input/dimensions.csv (nqi sniff writes the "
              "rows), or keep one kind of rows: where = { [\"%.*s\"] = \"%.*s\" }",
              STR_ARG(head), STR_ARG(item));
    return false;
}

/* What the entry or another column says already is not said by this one. */
static bool is_taken(const struct shape *shape, const char *role) {
    const struct source_profile *p = shape->context->profile;
    if ((strcmp(role, "indicator") == 0 && p->indicator.n > 0) ||
        (strcmp(role, "area") == 0 && p->area.n > 0)) {
        return true;
    }
    for (size_t i = 0; i < p->column_count; i++) {
        if (str_equal(p->columns[i].value, str_from(role))) {
            return true;
        }
    }
    return false;
}

/* The entry names the column of the words rather than that of the codes. */
static bool words_are_declared(const struct shape *shape,
                               const struct shape_column *c) {
    return c->label_from > 0 && c->label_from < shape->table.head->count &&
           shape_declared(shape, sheet_text(shape->table.head, c->label_from)).n > 0;
}

/* The value of the pair for a column; empty: the layout's head says it. False after an
   error. */
static bool resolve(struct shape *shape, size_t i, struct str *out) {
    const struct reading_context *context = shape->context;
    struct shape_column *c = &shape->columns[i];
    const char *role = c->role;
    *out = shape_declared(shape, c->head);
    if (out->n > 0) {
        return true;
    }
    bool once = role != NULL && strcmp(role, "dimension") != 0 &&
                strcmp(role, "note") != 0 && strcmp(role, "skip") != 0;
    if (once && is_taken(shape, role)) {
        bool key = strcmp(role, "area") == 0 || strcmp(role, "indicator") == 0;
        role = key && !c->weak && !words_are_declared(shape, c) ? "dimension" : "skip";
    }
    if (role == NULL || strcmp(role, "dimension") != 0) {
        *out = str_from(role);
        return true;
    }
    uint32_t dimension = items_dimension(context->ds, c->head, context->scratch);
    if (dimension == DATASET_NONE && c->name.n > 0) {
        dimension = items_dimension(context->ds, c->name, context->scratch);
    }
    if (dimension != DATASET_NONE) {
        *out = dataset_dimension(context->ds, dimension)->code;
        return true;
    }
    *out = STR("skip");
    return is_asked(shape, c->head) || is_total_only(shape, i) ||
           report_dimension(shape, i);
}

/* Pairs of the entry before those of the format. */
static struct profile_pair *both(struct arena *arena, const struct profile_pair *own,
                                 size_t own_count, const struct profile_pair *more,
                                 size_t *more_count) {
    struct profile_pair *pairs =
        arena_array(arena, own_count + *more_count + 1, sizeof *pairs);
    for (size_t i = 0; i < own_count; i++) {
        pairs[i] = own[i];
    }
    for (size_t i = 0; i < *more_count; i++) {
        pairs[own_count + i] = more[i];
    }
    *more_count += own_count;
    return pairs;
}

/* What is declared, and what the format says of the rest. */
static void merge(struct shape *shape) {
    const struct source_profile *own = shape->context->profile;
    struct arena *arena = shape->context->scratch;
    struct source_profile all = *own, *format = &shape->profile;
    all.layout = format->layout;
    all.separator = shape->sheet->separator;
    all.area_level = own->area_level.n > 0 ? own->area_level : format->area_level;
    all.foreign = own->area_level.n == 0 && format->area_level.n > 0;
    bool marks = own->decimal.n + own->group.n > 0;
    all.decimal = marks ? own->decimal : format->decimal;
    all.group = marks ? own->group : format->group;
    all.brackets = own->brackets.n > 0 ? own->brackets : format->brackets;
    all.indicator = own->indicator.n > 0 ? own->indicator : format->indicator;
    all.area = own->area.n > 0 ? own->area : format->area;
    all.unit = own->unit.n > 0 ? own->unit : format->unit;
    all.totals = own->total_count > 0 ? own->totals : format->totals;
    all.total_count = own->total_count > 0 ? own->total_count : format->total_count;
    all.symbol_count = format->symbol_count;
    all.symbols = both(arena, own->symbols, own->symbol_count, format->symbols,
                       &all.symbol_count);
    all.option_count = format->option_count;
    all.options = both(arena, own->options, own->option_count, format->options,
                       &all.option_count);
    all.period_count = format->period_count;
    all.periods = both(arena, own->periods, own->period_count, format->periods,
                       &all.period_count);
    all.item_count = format->item_count;
    all.items =
        both(arena, own->items, own->item_count, format->items, &all.item_count);
    *format = all;
}

/* Heads that are periods need no key of the rows where the layout has one that the file
   lacks: then each column says its period itself. */
static void settle_layout(struct shape *shape, struct profile_pair *columns,
                          size_t *pairs) {
    const struct layout_kind *layout = shape->profile.layout;
    const char *stub = layout->rows == ROLE_AREA        ? "area"
                       : layout->rows == ROLE_INDICATOR ? "indicator"
                                                        : NULL;
    bool found = stub == NULL || layout->heads != ROLE_PERIOD;
    for (size_t i = 0; i < *pairs && !found; i++) {
        found = str_equal(columns[i].value, str_from(stub));
    }
    for (size_t i = 0; i < shape->column_count && !found; i++) {
        struct period period;
        struct str head = shape->columns[i].head;
        if (shape->columns[i].role == NULL && shape_declared(shape, head).n == 0 &&
            period_read(head, 0, &shape->profile, shape->context->scratch, &period) ==
                PERIOD_READ) {
            struct str code = period_code(period, shape->context->scratch);
            columns[(*pairs)++] = (struct profile_pair){
                head, arena_printf(shape->context->scratch, "@%.*s", STR_ARG(code))};
            shape->profile.layout = &layout_long;
        }
    }
}

/* A filled column of the file that the format does not expect. */
static bool report_rest(const struct shape *shape) {
    const struct reading_context *context = shape->context;
    bool ok = true;
    for (size_t i = 0; i < shape->width && shape->table.body_count > 0; i++) {
        struct str head = clean_excerpt(sheet_text(shape->table.head, i));
        bool filled = false;
        for (size_t k = 0; k < shape->table.body_count && !filled; k++) {
            filled = sheet_filled(shape->rows[k], i);
        }
        if (!filled || shape_uses(shape, i)) {
            continue;
        }
        ok = diag_error(
            context->diag,
            sheet_place(shape->sheet, shape->table.head, i, context->scratch),
            "nothing says what the column \"%.*s\" is", STR_ARG(head));
        diag_hint(context->diag,
                  "declare it: columns = { [\"%.*s\"] = \"area\" }, "
                  "\"indicator\", \"period\", \"value\", \"unit\", "
                  "\"status\", \"note\", the code of an indicator or of a "
                  "dimension, or \"skip\"",
                  STR_ARG(head));
    }
    return ok;
}

bool shape_finish(struct shape *shape) {
    struct arena *arena = shape->context->scratch;
    struct table *t = &shape->table;
    size_t count = shape->column_count, pairs = 0;
    size_t *origins = arena_array(arena, count + 1, sizeof *origins);
    merge(shape);
    t->heads = arena_array(arena, count + 1, sizeof *t->heads);
    t->units = arena_array(arena, count + 1, sizeof *t->units);
    t->width = count;
    for (size_t i = 0; i < count; i++) {
        t->heads[i] = shape->columns[i].head;
        t->units[i] = shape->columns[i].unit;
        origins[i] = shape->columns[i].from;
    }
    shape->shaped = *shape->sheet;
    shape->shaped.origins = origins;
    t->sheet = &shape->shaped;
    bool ok = report_rest(shape) && shape->ok;
    const struct source_profile *own = shape->context->profile;
    struct profile_pair *columns =
        arena_array(arena, own->column_count + 2 * count + 1, sizeof *columns);
    for (size_t i = 0; i < own->column_count; i++) {
        columns[pairs++] = own->columns[i];
    }
    for (size_t i = 0; i < count; i++) {
        struct str value;
        ok &= resolve(shape, i, &value);
        if (value.n > 0 && shape_declared(shape, t->heads[i]).n == 0) {
            columns[pairs++] = (struct profile_pair){t->heads[i], value};
        }
    }
    settle_layout(shape, columns, &pairs);
    shape->profile.columns = columns;
    shape->profile.column_count = pairs;
    return ok;
}
