/* The heads of a wide table: each is a period, an indicator or an area, or names more
   than one thing in its levels. */
#include "ingest/claims.h"
#include "ingest/clean.h"
#include "ingest/columns.h"
#include "ingest/items.h"
#include "ingest/layouts.h"
#include "ingest/period_cell.h"

/* A head without a year is completed by the row, where that has one. */
static enum period_reading read_bare_period(const struct reading_context *context,
                                            struct str head, struct column *column) {
    bool part = context->rows_have_periods;
    enum period_reading reading =
        part
            ? period_cell_part(context, STR(""), head, &column->period, &column->status)
            : period_cell_of_year(context, STR(""), head, &column->period,
                                  &column->status);
    if (reading == PERIOD_NO_YEAR && context->rows_have_periods) {
        return PERIOD_READ;
    }
    column->has_period = reading == PERIOD_READ;
    return reading;
}

/* 2023年, 2023年（万张）. */
static enum period_reading read_period(const struct reading_context *context,
                                       struct str head, struct column *column) {
    struct str name, unit;
    enum period_reading reading = read_bare_period(context, head, column);
    struct column trial = *column;
    if (reading == PERIOD_NONE && name_split_unit(head, &name, &unit) &&
        read_bare_period(context, name, &trial) == PERIOD_READ) {
        *column = trial;
        column->unit = profile_unit(context->profile, unit);
        return PERIOD_READ;
    }
    return reading;
}

static enum name_reading read_indicator(const struct reading_context *context,
                                        struct str head, struct column *column,
                                        uint32_t *other) {
    struct str unit;
    struct item_set items;
    enum name_reading reading =
        indicator_read(context->indicators, head, context->profile, context->scratch,
                       &column->indicator, other, &unit, &items);
    if (reading == NAME_FOUND && !items_add_all(context->ds, &column->items, &items)) {
        return NAME_UNKNOWN;
    }
    struct period_rule rule;
    if (columns_read_rule(indicator_rule(head, context->profile, context->scratch),
                          &rule)) {
        column->shift = rule.shift;
        column->has_period |= rule.has_period;
        column->period = rule.has_period ? rule.period : column->period;
    }
    if (reading == NAME_SKIP) {
        column->role = ROLE_SKIP;
    }
    column->unit = unit.n > 0 ? unit : column->unit;
    return reading;
}

/* Two letters that may be a province or a country are as open as in a row. */
static enum name_reading find_area(const struct reading_context *context,
                                   struct str name, struct column *column,
                                   uint32_t *other) {
    enum name_reading reading =
        area_read(context->areas, name, context->year, context->profile,
                  context->scratch, &column->area, other);
    bool open = reading == NAME_FOUND && doubt_holds(&context->codes) &&
                doubt_is_code(context->areas, name, context->profile, context->scratch);
    return open ? NAME_COUNTRY : reading;
}

/* 北京, 北京(亿元); 合计 is the area that the profile gives it, or left out. */
static enum name_reading read_area(const struct reading_context *context,
                                   struct str head, struct column *column,
                                   uint32_t *other) {
    const struct source_profile *profile = context->profile;
    struct str name = head, unit = {"", 0};
    enum name_reading reading = find_area(context, head, column, other);
    if (reading == NAME_UNKNOWN && name_split_unit(head, &name, &unit)) {
        reading = find_area(context, name, column, other);
    }
    if (reading == NAME_UNKNOWN && name_is_total(name, profile, context->scratch)) {
        column->area = name_total_area(name, profile, context->ds, context->scratch);
        reading = column->area != DATASET_NONE ? NAME_FOUND : NAME_SKIP;
        column->claim = (uint8_t)claim_kind_of(name, context->scratch);
    } else if (reading == NAME_UNKNOWN &&
               name_is_group(context->areas, name, context->scratch)) {
        reading = NAME_SKIP;
        column->claim = CLAIM_GROUP;
    }
    column->unit = unit.n > 0 ? profile_unit(profile, unit) : column->unit;
    return reading;
}

/* A whole one, or a part (1月) that the row completes. */
static bool names_period(const struct column *column) {
    return column->has_period || column->period.kind != PERIOD_NOT_STATED;
}

enum head_part { PART_PERIOD, PART_INDICATOR, PART_ITEM, PART_AREA, PART_KINDS };

static bool read_part(const struct reading_context *context, enum head_part kind,
                      struct str text, struct column *column) {
    uint32_t other;
    switch (kind) {
    case PART_PERIOD:
        return !names_period(column) &&
               read_period(context, text, column) == PERIOD_READ;
    case PART_INDICATOR:
        return column->indicator == DATASET_NONE &&
               read_indicator(context, text, column, &other) == NAME_FOUND;
    case PART_ITEM:
        return dataset_dimension_count(context->ds) > 0 &&
               items_read_head(context, text, column);
    case PART_AREA:
        return context->profile->layout->heads == ROLE_AREA &&
               column->area == DATASET_NONE &&
               read_area(context, text, column, &other) == NAME_FOUND;
    case PART_KINDS:
        break;
    }
    return false;
}

/* Each part of the head says something else: 证书数/2024年, 2024年/女/人口. */
static bool read_parts(const struct reading_context *context, struct str rest,
                       struct column *column) {
    for (size_t at = 0; at <= rest.n; at++) {
        at = str_find(rest, STR("/"), at);
        at = at == STR_NOT_FOUND ? rest.n : at;
        for (enum head_part kind = PART_PERIOD; kind < PART_KINDS; kind++) {
            struct column trial = *column;
            if (read_part(context, kind, str_slice(rest, 0, at), &trial) &&
                (at == rest.n ||
                 read_parts(context, str_slice(rest, at + 1, rest.n), &trial))) {
                *column = trial;
                return true;
            }
        }
    }
    return false;
}

/* A head that names more than what its layout expects alone. */
static bool read_several(const struct reading_context *context, struct column *column) {
    struct column trial = *column;
    bool read = read_parts(context, column->head, &trial) &&
                (trial.items.count > 0 || trial.total || trial.area != DATASET_NONE ||
                 (names_period(&trial) && trial.indicator != DATASET_NONE));
    *column = read ? trial : *column;
    return read;
}

bool columns_read_period_head(const struct reading_context *context,
                              const struct table *table, size_t index,
                              struct column *column) {
    struct column trial = *column;
    enum period_reading reading = read_period(context, column->head, &trial);
    if (reading == PERIOD_READ) {
        *column = trial;
        return true;
    }
    if (reading == PERIOD_SKIP) {
        column->role = ROLE_SKIP;
        return true;
    }
    if (read_several(context, column)) {
        return true;
    }
    if (items_report_head(context, table, index, column->head)) {
        return false;
    }
    columns_report_period_head(context,
                               table_place(table, table->head, index, context->scratch),
                               column->head, reading);
    return false;
}

bool columns_read_indicator_head(const struct reading_context *context,
                                 const struct table *table, size_t index,
                                 struct column *column) {
    uint32_t other = DATASET_NONE;
    struct column trial = *column;
    enum name_reading reading = read_indicator(context, column->head, &trial, &other);
    if (reading == NAME_FOUND || reading == NAME_SKIP) {
        *column = trial;
        return true;
    }
    if (read_several(context, column)) {
        return true;
    }
    if (items_report_head(context, table, index, column->head)) {
        return false;
    }
    columns_report_indicator(context,
                             table_place(table, table->head, index, context->scratch),
                             column->head, reading, trial.indicator, other);
    return false;
}

bool columns_read_area_head(const struct reading_context *context,
                            const struct table *table, size_t index,
                            struct column *column) {
    uint32_t other = DATASET_NONE;
    struct column trial = *column;
    struct place place = table_place(table, table->head, index, context->scratch);
    enum name_reading reading = read_area(context, column->head, &trial, &other);
    if (reading == NAME_FOUND) {
        *column = trial;
        return true;
    }
    if (reading == NAME_SKIP) {
        column->role = ROLE_SKIP;
        column->claim = trial.claim;
        column->unit = trial.unit;
        diag_note(context->diag, place, "the column \"%.*s\" is left out",
                  STR_ARG(clean_excerpt(column->head)));
        return true;
    }
    if (read_several(context, column)) {
        return true;
    }
    if (items_report_head(context, table, index, column->head)) {
        return false;
    }
    columns_report_area(context, place, column->head, reading, trial.area, other);
    return false;
}

bool columns_hint_area(const struct reading_context *context, const struct table *table,
                       const struct column *columns) {
    for (size_t i = 0; i < table->width; i++) {
        uint32_t id, other;
        struct str head = columns[i].head;
        if (columns[i].role != ROLE_VALUE ||
            area_read(context->areas, head, context->year, context->profile,
                      context->scratch, &id, &other) != NAME_FOUND) {
            continue;
        }
        diag_hint(context->diag,
                  "the heads are areas: declare layout = \"period_by_area\" or "
                  "\"indicator_by_area\", or columns = { [\"%.*s\"] = \"area:%.*s\" }",
                  STR_ARG(clean_excerpt(head)),
                  STR_ARG(dataset_area(context->ds, id)->code));
        return true;
    }
    return false;
}

/* GDP/Mio EUR for GDP, or empty. */
static struct str head_with_level(const struct table *table, struct str level) {
    for (size_t i = 0; i < table->width; i++) {
        struct str head = table->heads[i];
        for (size_t at = 0, end; at < head.n; at = end + 1) {
            end = str_find(head, STR("/"), at);
            end = end == STR_NOT_FOUND ? head.n : end;
            if (str_equal(str_slice(head, at, end), level)) {
                return head;
            }
        }
    }
    return (struct str){"", 0};
}

/* All heads, or the first of many. */
static struct str list_heads(const struct reading_context *context,
                             const struct table *table) {
    enum { HEADS_MOST = 12 };
    struct str list = {"", 0};
    for (size_t i = 0; i < table->width && i <= HEADS_MOST; i++) {
        struct str head = i < HEADS_MOST ? clean_excerpt(table->heads[i]) : STR("…");
        list = head.n == 0   ? list
               : list.n == 0 ? head
                             : arena_printf(context->scratch, "%.*s, %.*s",
                                            STR_ARG(list), STR_ARG(head));
    }
    return list;
}

bool columns_check_declared(const struct reading_context *context,
                            const struct table *table, const bool *used) {
    const struct source_profile *p = context->profile;
    bool ok = true;
    for (size_t i = 0; i < p->column_count; i++) {
        if (used[i] || str_equal(p->columns[i].value, STR("skip"))) {
            continue;
        }
        ok = diag_error(context->diag,
                        table_place(table, table->head, 0, context->scratch),
                        "the file has no column \"%.*s\"", STR_ARG(p->columns[i].key));
        struct str level = head_with_level(table, p->columns[i].key);
        struct str nearest =
            diag_nearest(p->columns[i].key, table->heads, table->width);
        if (level.n > 0) {
            diag_hint(context->diag,
                      "did you mean \"%.*s\"? If its last part is the unit, declare "
                      "units = { [\"…\"] = \"家\" }",
                      STR_ARG(level));
        } else if (nearest.n > 0) {
            diag_hint(context->diag, "did you mean \"%.*s\"?", STR_ARG(nearest));
        } else {
            struct str heads = list_heads(context, table);
            diag_hint(context->diag, "its head is: %.*s", STR_ARG(heads));
        }
    }
    return ok;
}
