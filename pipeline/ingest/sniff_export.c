/* What the dictionaries do not know of a file whose format has a name. */
#include "ingest/sniff_export.h"
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/items.h"
#include <string.h>

struct finder {
    const struct reading_context *context;
    const struct shape *shape;
    struct arena *arena;
    struct export_rows *out;
    struct unknown *rows; /* of it */
    struct new_rows seen; /* all indicators of the file, with a unit of each */
    struct str head;      /* of the column that is looked at */
    struct str total; /* of the dimension that is looked at: codes of it, or empty */
    bool mixed;       /* one of them has values in two units that do not convert */
};

/* ---- indicators ---- */

static struct new_row *add_row(struct finder *f, struct new_rows *rows, struct str text,
                               const char *other, uint32_t dimension) {
    return sniff_rows_add(f->rows, rows, text, other, dimension, f->context->ds,
                          f->arena);
}

static void add_indicator(struct finder *f, struct str text, struct str name,
                          struct str unit) {
    uint32_t id, other;
    struct str own;
    struct item_set items;
    struct unit_factor factor;
    struct new_row *seen = sniff_rows_find(&f->seen, text, 0);
    if (seen != NULL || text.n == 0) {
        f->mixed |= seen != NULL && !str_equal(seen->unit, unit) &&
                    !unit_convertible(seen->unit, unit, &factor);
        return;
    }
    add_row(f, &f->seen, text, "SEEN", 0)->unit = unit;
    if (indicator_read(f->context->indicators, text, f->context->profile, f->arena, &id,
                       &other, &own, &items) != NAME_UNKNOWN) {
        return;
    }
    struct new_row *row = add_row(f, &f->rows->indicators, text, "IND", 0);
    row->name = name.n > 0 ? name : text;
    row->unit = unit;
}

static bool has_role(const struct shape_column *column, const char *role) {
    return column->role != NULL && strcmp(column->role, role) == 0;
}

static size_t column_of(const struct shape *shape, const char *role) {
    for (size_t i = 0; i < shape->column_count; i++) {
        if (has_role(&shape->columns[i], role)) {
            return i;
        }
    }
    return STR_NOT_FOUND;
}

/* The texts of the columns that make up the key, joined as a row's key is; *words gets
   the same in words. `unit`: a further column of it, or STR_NOT_FOUND. */
static struct str key_of(const struct finder *f, size_t k, size_t unit,
                         struct str *words) {
    const struct shape *s = f->shape;
    struct str text = *words = (struct str){"", 0};
    for (size_t i = 0; i < s->column_count; i++) {
        const struct shape_column *c = &s->columns[i];
        if (!has_role(c, "indicator") && i != unit) {
            continue;
        }
        struct str part = sheet_text(s->table.body[k], i);
        struct str label = c->label != NULL ? c->label(s, s->rows[k], c) : part;
        label = label.n > 0 ? label : part;
        bool joined = text.n > 0 && part.n > 0;
        text = joined
                   ? arena_printf(f->arena, "%.*s/%.*s", STR_ARG(text), STR_ARG(part))
               : part.n > 0 ? part
                            : text;
        *words = joined       ? arena_printf(f->arena, "%.*s, %.*s", STR_ARG(*words),
                                             STR_ARG(label))
                 : part.n > 0 ? label
                              : *words;
    }
    return text;
}

static void find_in_heads(struct finder *f) {
    const struct shape *s = f->shape;
    bool heads = s->profile.layout->heads == ROLE_INDICATOR;
    for (size_t i = 0; i < s->column_count; i++) {
        const struct shape_column *c = &s->columns[i];
        bool named = c->indicator.n > 0 || c->item.n == 0;
        if (c->role == NULL && named && (heads || c->indicator.n > 0)) {
            add_indicator(f, c->indicator.n > 0 ? c->indicator : c->head, c->name,
                          c->unit);
        }
    }
}

static void find_in_rows(struct finder *f, size_t unit) {
    const struct shape *s = f->shape;
    size_t key = column_of(s, "unit");
    for (size_t k = 0; k < s->table.body_count; k++) {
        struct str words, text = key_of(f, k, unit, &words);
        struct str of = key != STR_NOT_FOUND ? sheet_text(s->table.body[k], key)
                        : s->unit_of != NULL ? s->unit_of(words, f->arena)
                                             : (struct str){"", 0};
        add_indicator(f, text, words, of);
    }
}

/* certificates of input/new/certificates.csv */
static struct str file_stem(struct str path) {
    size_t from = path.n;
    while (from > 0 && path.p[from - 1] != '/') {
        from--;
    }
    struct str name = str_slice(path, from, path.n);
    return str_slice(name, 0, str_find(name, STR("."), 0));
}

/* What the file says of its one indicator, by its table or in each row. */
static struct str only_unit(const struct shape *s, size_t column) {
    struct str unit = s->profile.unit;
    for (size_t i = 0; i < s->column_count && unit.n == 0; i++) {
        unit = s->columns[i].role == NULL ? s->columns[i].unit : unit;
    }
    for (size_t k = 0;
         k < s->table.body_count && unit.n == 0 && column < s->table.width; k++) {
        unit = sheet_text(s->table.body[k], column);
    }
    return unit;
}

/* Values of one indicator in two units are two indicators: then the unit is a part of
   the key. */
static void find_indicators(struct finder *f) {
    const struct shape *s = f->shape;
    struct export_rows *u = f->out;
    size_t unit = column_of(s, "unit");
    find_in_heads(f);
    if (column_of(s, "indicator") == STR_NOT_FOUND && f->seen.count == 0) {
        struct str said = s->profile.indicator;
        struct str name = said.n > 0 ? said : file_stem(f->context->profile->file);
        u->needs_indicator = said.n == 0;
        add_indicator(f, name, name, only_unit(s, unit));
        u->indicator =
            f->rows->indicators.count > 0 ? f->rows->indicators.rows[0].code : name;
    }
    if (column_of(s, "indicator") == STR_NOT_FOUND) {
        return;
    }
    find_in_rows(f, STR_NOT_FOUND);
    if (!f->mixed || unit == STR_NOT_FOUND) {
        return;
    }
    u->columns = arena_array(f->arena, s->column_count, sizeof *u->columns);
    for (size_t i = 0; i < s->column_count; i++) {
        if (has_role(&s->columns[i], "indicator") || i == unit) {
            u->columns[u->column_count++] =
                (struct profile_pair){s->columns[i].head, STR("indicator")};
        }
    }
    f->seen.count = f->rows->indicators.count = 0;
    find_in_rows(f, unit);
}

/* ---- areas and dimensions ---- */

/* Of a column whose cells are codes: each new one, with its words. */
static void each_cell(struct finder *f, size_t column,
                      void (*add)(struct finder *f, struct str text, struct str words,
                                  uint32_t dimension),
                      uint32_t dimension) {
    const struct shape *s = f->shape;
    const struct shape_column *c = &s->columns[column];
    for (size_t k = 0; k < s->table.body_count; k++) {
        struct str text = sheet_text(s->table.body[k], column);
        if (text.n > 0) {
            add(f, text, c->label != NULL ? c->label(s, s->rows[k], c) : text,
                dimension);
        }
    }
}

static void add_area(struct finder *f, struct str text, struct str words,
                     uint32_t dimension) {
    struct new_rows *rows = &f->rows->areas;
    const struct source_profile *p = f->context->profile;
    uint32_t id, other;
    if (sniff_rows_find(rows, text, dimension) != NULL ||
        name_is_total(text, p, f->arena) ||
        name_is_group(f->context->areas, text, f->arena) ||
        name_is_planning_city(text, f->arena)) {
        return;
    }
    enum name_reading reading =
        area_read(f->context->areas, text, 0, p, f->arena, &id, &other);
    if (reading != NAME_UNKNOWN && reading != NAME_OTHER_LEVEL) {
        return;
    }
    add_row(f, rows, text, "AREA", 0)->name = words.n > 0 ? words : text;
}

/* 9 is both sexes in the data sets of ISTAT, and "not applicable" elsewhere. */
static bool is_istat_total(const struct finder *f, struct str text) {
    const struct sheet *sheet = f->shape->sheet;
    return str_equal(text, STR("9")) &&
           (str_equal(f->head, STR("SEX")) || str_equal(f->head, STR("SESSO"))) &&
           sheet->row_count > 1 &&
           str_starts(sheet_text(&sheet->rows[1], 0), STR("IT1:"));
}

static void add_item(struct finder *f, struct str text, struct str words,
                     uint32_t dimension) {
    const struct source_profile *p = &f->shape->profile;
    struct new_rows *rows = &f->rows->items;
    uint32_t id, other;
    bool known =
        dimension < dataset_dimension_count(f->context->ds)
            ? item_read(f->context->items, text, dimension, p, f->arena, &id, &other) !=
                  NAME_UNKNOWN
            : str_equal(profile_lookup(p->items, p->item_count, text), STR("total")) ||
                  name_is_total(text, p, f->arena);
    if (known || sniff_rows_find(rows, text, dimension) != NULL) {
        return;
    }
    if ((sniff_rows_is_total(words, f->arena) || is_istat_total(f, text)) &&
        dimension >= dataset_dimension_count(f->context->ds)) {
        /* 9 "totale" says that nothing is narrowed: a name of the total. */
        bool plain = str_find(text, STR(";"), 0) == STR_NOT_FOUND;
        bool again = str_find(f->total, text, 0) != STR_NOT_FOUND;
        f->total = !plain || again   ? f->total
                   : f->total.n == 0 ? text
                                     : arena_printf(f->arena, "%.*s;%.*s",
                                                    STR_ARG(f->total), STR_ARG(text));
        if (f->total.n > 0) {
            return;
        }
    }
    add_row(f, rows, text, "ITEM", dimension)->name = words.n > 0 ? words : text;
}

static void find_dimension(struct finder *f, size_t column) {
    const struct shape_column *c = &f->shape->columns[column];
    struct new_rows *rows = &f->rows->dimensions;
    uint32_t known = items_dimension(f->context->ds, c->head, f->arena);
    if (known == DATASET_NONE && c->name.n > 0) {
        known = items_dimension(f->context->ds, c->name, f->arena);
    }
    if (known != DATASET_NONE) {
        each_cell(f, column, add_item, known);
        return;
    }
    uint32_t dimension =
        (uint32_t)(dataset_dimension_count(f->context->ds) + rows->count);
    size_t before = f->rows->items.count;
    f->total = (struct str){"", 0};
    f->head = c->head;
    each_cell(f, column, add_item, dimension);
    if (f->rows->items.count == before && f->total.n == 0) {
        return; /* all of it is of the total */
    }
    struct new_row *row = add_row(f, rows, c->head, "DIM", 0);
    /* Columns are known by code or name. */
    row->name = c->name.n > 0 && str_equal(row->code, c->head) ? c->name : c->head;
    row->aliases = f->total;
}

/* A column of values that is of an item. */
static void find_head_item(struct finder *f, const struct shape_column *c) {
    struct new_rows *rows = &f->rows->dimensions;
    size_t known = dataset_dimension_count(f->context->ds), at = 0;
    uint32_t dimension = items_dimension(f->context->ds, c->dimension, f->arena);
    if (dimension == DATASET_NONE) {
        while (at < rows->count && !str_equal(rows->rows[at].text, c->dimension)) {
            at++;
        }
        dimension = (uint32_t)(known + at);
    }
    size_t before = f->rows->items.count;
    add_item(f, c->item, c->item, dimension);
    if (dimension >= known && at == rows->count && f->rows->items.count > before) {
        add_row(f, rows, c->dimension, "DIM", 0);
    }
}

bool sniff_export(const struct dataset *ds, const struct source_profile *profile,
                  struct str text, struct arena *arena, struct export_rows *out) {
    struct diag *quiet = diag_open();
    struct arena *names = arena;
    struct reading_context context = {.ds = (struct dataset *)(uintptr_t)ds,
                                      .diag = quiet,
                                      .arena = arena,
                                      .scratch = arena,
                                      .areas = names_of_areas(ds, names),
                                      .indicators = names_of_indicators(ds, names),
                                      .items = names_of_items(ds, names),
                                      .profile = profile};
    struct shape *shape = arena_alloc(arena, sizeof *shape);
    struct sheet *sheet = arena_alloc(arena, sizeof *sheet);
    struct sheet_options options;
    *shape = (struct shape){.context = &context};
    if (exports_options(&context, text, profile->file, &options) &&
        sheet_read(profile->file, text, &options, arena, quiet, sheet)) {
        exports_make(&context, sheet, shape);
    }
    const char *level = profile->format->level;
    *out = (struct export_rows){
        .unknown = {.area_level = str_from(level != NULL ? level : "city")}};
    out->notes = shape->table.notes;
    out->note_count = shape->table.note_count;
    bool made = shape->table.body_count > 0 && shape->table.heads != NULL;
    if (made) {
        struct source_profile all = shape->profile;
        context.profile = &all;
        struct finder f = {.context = &context,
                           .shape = shape,
                           .arena = arena,
                           .out = out,
                           .rows = &out->unknown};
        find_indicators(&f);
        size_t area = column_of(shape, "area");
        struct str said = shape->profile.area;
        out->needs_area = area == STR_NOT_FOUND && said.n == 0;
        if (area == STR_NOT_FOUND && said.n > 0) {
            add_area(&f, said, said, 0);
        }
        if (area != STR_NOT_FOUND) {
            each_cell(&f, area, add_area, 0);
        }
        for (size_t i = 0; i < shape->column_count; i++) {
            if (has_role(&shape->columns[i], "dimension")) {
                find_dimension(&f, i);
            } else if (shape->columns[i].item.n > 0) {
                find_head_item(&f, &shape->columns[i]);
            }
        }
    }
    diag_close(quiet);
    return made;
}
