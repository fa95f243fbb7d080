/* What is declared of a format's table, merged with what the format says. */
#include "ingest/clean.h"
#include "ingest/items.h"
#include "ingest/layouts.h"
#include "ingest/period_cell.h"
#include "ingest/shape.h"
#include <string.h>

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

/* Whether the item that a head names is one, or the total. */
static bool knows_item(const struct shape *shape, const struct shape_column *c) {
    const struct reading_context *context = shape->context;
    const struct source_profile *p = &shape->profile;
    uint32_t id, other;
    return item_read(context->items, c->item, DATASET_NONE, p, context->scratch, &id,
                     &other) != NAME_UNKNOWN ||
           str_equal(profile_lookup(p->items, p->item_count, c->item), STR("total")) ||
           name_is_total(c->item, p, context->scratch);
}

static bool report_item(const struct shape *shape, size_t column) {
    const struct reading_context *context = shape->context;
    const struct shape_column *c = &shape->columns[column];
    diag_error(context->diag,
               sheet_place(shape->sheet, shape->table.head, c->from, context->scratch),
               "nothing says which item of \"%.*s\" is \"%.*s\"",
               STR_ARG(clean_excerpt(c->dimension)), STR_ARG(clean_excerpt(c->item)));
    diag_hint(
        context->diag,
        "declare it in input/dimensions.csv (nqi sniff writes the rows), or leave "
        "the column out: columns = { [\"%.*s\"] = \"skip\" }",
        STR_ARG(clean_excerpt(c->head)));
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

/* The one column of values whose head the dictionaries do not know is what the entry
   says: a series by its code (L55O). */
static bool is_declared_series(const struct shape *shape, size_t column) {
    size_t values = 0;
    for (size_t i = 0; i < shape->column_count; i++) {
        values += shape->columns[i].role == NULL;
    }
    return values == 1 && shape->context->profile->indicator.n > 0 &&
           shape->profile.layout->heads == ROLE_INDICATOR &&
           !shape_is_indicator(shape, shape->columns[column].head);
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
    if (role == NULL && c->item.n > 0 && !knows_item(shape, c)) {
        return report_item(shape, i);
    }
    if (role == NULL && is_declared_series(shape, i)) {
        *out = context->profile->indicator;
        return true;
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
    all.unit = own->unit.n > 0 ? own->unit : profile_unit(own, format->unit);
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
    struct reading_context context = *shape->context;
    context.profile = &shape->profile;
    for (size_t i = 0; i < shape->column_count && !found; i++) {
        struct period period;
        uint8_t status;
        struct str head = shape->columns[i].head;
        if (shape->columns[i].role == NULL && shape_declared(shape, head).n == 0 &&
            period_cell_read(&context, head, 0, &period, &status) == PERIOD_READ) {
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
        columns_hint(context, head, shape->rows, shape->table.body_count, i);
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
