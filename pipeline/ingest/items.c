#include "ingest/items.h"
#include "ingest/clean.h"
#include "ingest/layouts.h"

/* ---- sets of items ---- */

bool items_add(const struct dataset *ds, struct item_set *set, uint32_t item) {
    uint32_t dimension = dataset_item(ds, item)->dimension;
    for (size_t i = 0; i < set->count; i++) {
        if (dataset_item(ds, set->ids[i])->dimension == dimension) {
            return set->ids[i] == item;
        }
    }
    if (set->count == DATASET_ITEMS_MAX) {
        return false;
    }
    set->ids[set->count++] = item;
    return true;
}

bool items_add_all(const struct dataset *ds, struct item_set *set,
                   const struct item_set *more) {
    bool ok = true;
    for (size_t i = 0; i < more->count && ok; i++) {
        ok = items_add(ds, set, more->ids[i]);
    }
    return ok;
}

uint32_t items_dimension(const struct dataset *ds, struct str name,
                         struct arena *scratch) {
    uint32_t count = (uint32_t)dataset_dimension_count(ds);
    struct str key = count > 0 ? clean_key(name, scratch) : name;
    for (uint32_t i = 0; i < count; i++) {
        const struct dimension *d = dataset_dimension(ds, i);
        if (str_equal(key, clean_key(d->code, scratch)) ||
            str_equal(key, clean_key(d->name, scratch)) ||
            (d->name_en.n > 0 && str_equal(key, clean_key(d->name_en, scratch)))) {
            return i;
        }
    }
    return DATASET_NONE;
}

/* ---- messages ---- */

/* The nearest item of the dimension, by code or name. */
static struct str nearest_item(const struct reading_context *context, struct str text,
                               uint32_t dimension) {
    const struct dataset *ds = context->ds;
    size_t count = 0, all = dataset_item_count(ds);
    struct str *names = arena_array(context->scratch, 2 * all + 1, sizeof *names);
    for (uint32_t i = 0; i < all; i++) {
        const struct dimension_item *item = dataset_item(ds, i);
        if (item->dimension == dimension) {
            names[count++] = item->name;
            names[count++] = item->code;
        }
    }
    return diag_nearest(text, names, count);
}

void items_report(const struct reading_context *context, struct place place,
                  struct str text, uint32_t dimension, enum name_reading reading,
                  uint32_t id, uint32_t other) {
    const struct dataset *ds = context->ds;
    text = clean_excerpt(text);
    if (reading == NAME_AMBIGUOUS) {
        const struct dimension_item *a = dataset_item(ds, id);
        const struct dimension_item *b = dataset_item(ds, other);
        struct str of_a = dataset_dimension(ds, a->dimension)->code;
        struct str of_b = b != NULL ? dataset_dimension(ds, b->dimension)->code : of_a;
        struct str code_b = b != NULL ? b->code : STR("total");
        diag_error(context->diag, place, "\"%.*s\" may be %.*s=%.*s or %.*s=%.*s",
                   STR_ARG(text), STR_ARG(of_a), STR_ARG(a->code), STR_ARG(of_b),
                   STR_ARG(code_b));
        diag_hint(context->diag,
                  "declare columns = { [\"%.*s\"] = \"[%.*s=%.*s]\" } for a head, or "
                  "items = { [\"%.*s\"] = \"%.*s\" } for cells",
                  STR_ARG(text), STR_ARG(of_a), STR_ARG(a->code), STR_ARG(text),
                  STR_ARG(a->code));
        return;
    }
    struct str code = dataset_dimension(ds, dimension)->code;
    diag_error(context->diag, place, "unknown item \"%.*s\" of dimension \"%.*s\"",
               STR_ARG(text), STR_ARG(code));
    struct str nearest = nearest_item(context, text, dimension);
    if (nearest.n > 0) {
        diag_hint(context->diag, "did you mean \"%.*s\"?", STR_ARG(nearest));
    } else {
        diag_hint(context->diag,
                  "add it to dimensions.csv, or declare items = { [\"%.*s\"] = "
                  "\"CODE\" }, \"total\" or \"skip\"",
                  STR_ARG(text));
    }
}

/* ---- heads and rows ---- */

bool items_read_code(const struct reading_context *context, struct str name,
                     struct column *column) {
    const struct dataset *ds = context->ds;
    column->dimension = dataset_find_dimension(ds, name);
    if (column->dimension != DATASET_NONE) {
        column->role = ROLE_DIMENSION;
        return true;
    }
    struct item_set *items = &column->items;
    struct str unknown = str_starts(name, STR("["))
                             ? dataset_read_items(ds, name, items->ids, &items->count)
                             : dataset_read_code(ds, name, &column->indicator,
                                                 items->ids, &items->count);
    if (unknown.n == 0) {
        return true;
    }
    if (column->indicator == DATASET_NONE && !str_starts(name, STR("["))) {
        columns_report_indicator(context, context->profile->place, unknown,
                                 NAME_UNKNOWN, 0, 0);
        return false;
    }
    diag_error(context->diag, context->profile->place,
               "\"%.*s\" names no item: write it as in [sex=F;age=Y15]",
               STR_ARG(unknown));
    return false;
}

bool items_read_head(const struct reading_context *context, struct str text,
                     struct column *column) {
    struct str name = text, unit = {"", 0};
    uint32_t id, other;
    enum name_reading reading =
        item_read(context->items, text, DATASET_NONE, context->profile,
                  context->scratch, &id, &other);
    if (reading == NAME_UNKNOWN && name_split_unit(text, &name, &unit)) {
        reading = item_read(context->items, name, DATASET_NONE, context->profile,
                            context->scratch, &id, &other);
    }
    column->unit = unit.n > 0 ? unit : column->unit;
    if (reading == NAME_FOUND && id != DATASET_NONE) {
        return items_add(context->ds, &column->items, id);
    }
    column->total |= reading == NAME_FOUND ||
                     (reading == NAME_UNKNOWN &&
                      name_is_total(name, context->profile, context->scratch) &&
                      !name_is_subtotal(name, context->scratch));
    return reading != NAME_AMBIGUOUS && column->total;
}

bool items_report_head(const struct reading_context *context, const struct table *table,
                       size_t index, struct str head) {
    for (size_t at = 0, end; at <= head.n; at = end + 1) {
        uint32_t id, other;
        end = str_find(head, STR("/"), at);
        end = end == STR_NOT_FOUND ? head.n : end;
        struct str part = str_slice(head, at, end);
        if (item_read(context->items, part, DATASET_NONE, context->profile,
                      context->scratch, &id, &other) == NAME_AMBIGUOUS) {
            items_report(context,
                         table_place(table, table->head, index, context->scratch), part,
                         DATASET_NONE, NAME_AMBIGUOUS, id, other);
            return true;
        }
    }
    return false;
}

bool items_stand_for(const struct reading_context *context,
                     const struct column *columns, size_t width) {
    const struct source_profile *p = context->profile;
    enum role rows = p->layout->rows;
    struct str constant = rows == ROLE_AREA        ? p->area
                          : rows == ROLE_INDICATOR ? p->indicator
                          : rows == ROLE_PERIOD    ? p->period
                                                   : STR("");
    bool any = false;
    for (size_t i = 0; i < width; i++) {
        any |= columns[i].role == ROLE_DIMENSION;
    }
    return any && constant.n > 0;
}

/* ---- rows that are wanted ---- */

static struct column *column_of(const struct reading_context *context,
                                struct column *columns, size_t width, bool *mapped,
                                struct str key, uint32_t dimension) {
    struct str wanted = clean_key(key, context->scratch);
    for (size_t i = 0; i < width; i++) {
        struct column *c = &columns[i];
        bool named =
            c->head.n > 0 && str_equal(clean_key(c->head, context->scratch), wanted);
        bool same = c->role == ROLE_DIMENSION && c->dimension == dimension;
        /* Its head would give it that role by itself. */
        bool will_be =
            !mapped[i] && dimension != DATASET_NONE && c->head.n > 0 &&
            items_dimension(context->ds, c->head, context->scratch) == dimension;
        if (!named && !same && !will_be) {
            continue;
        }
        if (!mapped[i] && dimension != DATASET_NONE) {
            c->role = ROLE_DIMENSION;
            c->dimension = dimension;
        }
        mapped[i] = true;
        return c;
    }
    return NULL;
}

bool items_apply_where(const struct reading_context *context, struct column *columns,
                       size_t width, bool *mapped) {
    const struct source_profile *p = context->profile;
    bool ok = true;
    for (size_t i = 0; i < p->where_count; i++) {
        struct str key = p->where[i].key, text = p->where[i].value;
        uint32_t dimension = items_dimension(context->ds, key, context->scratch), other;
        struct column *c = column_of(context, columns, width, mapped, key, dimension);
        if (c != NULL && c->role == ROLE_DIMENSION) {
            dimension = c->dimension;
        } else if (c != NULL) {
            dimension = DATASET_NONE;
            c->wanted_text = clean_key(text, context->scratch);
            c->filter = true;
        } else if (dimension == DATASET_NONE) {
            ok = diag_error(context->diag, p->place,
                            "where: no dimension is called \"%.*s\", and the file has "
                            "no such column",
                            STR_ARG(key));
        }
        uint32_t id = DATASET_NONE;
        enum name_reading reading =
            dimension == DATASET_NONE || str_equal(text, STR("total"))
                ? NAME_FOUND
                : item_read(context->items, text, dimension, p, context->scratch, &id,
                            &other);
        if (reading != NAME_FOUND) {
            items_report(context, p->place, text, dimension, reading, id, other);
            ok = false;
        } else if (c != NULL && c->role == ROLE_DIMENSION) {
            c->filter = true;
            c->wanted = id;
        }
    }
    return ok;
}

void items_of_file(const struct reading_context *context, const struct column *columns,
                   size_t width, struct item_set *out) {
    const struct source_profile *p = context->profile;
    for (size_t i = 0; i < p->where_count; i++) {
        uint32_t id, other,
            dimension = items_dimension(context->ds, p->where[i].key, context->scratch);
        bool held = dimension == DATASET_NONE;
        for (size_t k = 0; k < width && !held; k++) {
            held = columns[k].filter && columns[k].dimension == dimension;
        }
        if (!held &&
            item_read(context->items, p->where[i].value, dimension, p, context->scratch,
                      &id, &other) == NAME_FOUND &&
            id != DATASET_NONE) {
            items_add(context->ds, out, id);
        }
    }
}

bool items_wanted(const struct reading_context *context, const struct column *column,
                  struct str text) {
    uint32_t id, other;
    if (column->role != ROLE_DIMENSION) {
        return str_equal(clean_key(text, context->scratch), column->wanted_text);
    }
    return item_read(context->items, text, column->dimension, context->profile,
                     context->scratch, &id, &other) == NAME_FOUND &&
           id == column->wanted;
}
