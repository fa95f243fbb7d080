#include "ingest/columns.h"
#include "base/bilingual.h"
#include "dataset/unit.h"
#include "ingest/breakdown.h"
#include "ingest/clean.h"
#include "ingest/items.h"
#include "ingest/layouts.h"
#include "ingest/note_marks.h"
#include "ingest/period_cell.h"
#include "ingest/ragged.h"

/* Names of columns that need no declaration, in the form of clean_key(). */
static const struct {
    const char *name;
    enum role role;
} usual[] = {
    {"area", ROLE_AREA},          {"地区", ROLE_AREA},
    {"地区代码", ROLE_AREA},      {"地区名称", ROLE_AREA},
    {"行政区划", ROLE_AREA},      {"行政区划名称", ROLE_AREA},
    {"行政区划代码", ROLE_AREA},  {"统计年度", ROLE_PERIOD},
    {"统计年份", ROLE_PERIOD},    {"统计时间", ROLE_PERIOD},
    {"省份", ROLE_AREA},          {"indicator", ROLE_INDICATOR},
    {"指标", ROLE_INDICATOR},     {"指标名称", ROLE_INDICATOR},
    {"指标代码", ROLE_INDICATOR}, {"period", ROLE_PERIOD},
    {"时间", ROLE_PERIOD},        {"时期", ROLE_PERIOD},
    {"年份", ROLE_PERIOD},        {"月份", ROLE_PERIOD},
    {"年", ROLE_PERIOD},          {"月", ROLE_PERIOD},
    {"季度", ROLE_PERIOD},        {"quarter", ROLE_PERIOD},
    {"年度", ROLE_PERIOD},        {"year", ROLE_PERIOD},
    {"month", ROLE_PERIOD},       {"value", ROLE_VALUE},
    {"数值", ROLE_VALUE},         {"指标值", ROLE_VALUE},
    {"unit", ROLE_UNIT},          {"units", ROLE_UNIT},
    {"单位", ROLE_UNIT},          {"计量单位", ROLE_UNIT},
    {"status", ROLE_STATUS},      {"状态", ROLE_STATUS},
    {"note", ROLE_NOTE},          {"备注", ROLE_NOTE},
    {"说明", ROLE_NOTE},          {"vintage", ROLE_VINTAGE},
    {"版本", ROLE_VINTAGE},       {"序号", ROLE_NOTE},
    {"顺序号", ROLE_NOTE},        {"行次", ROLE_NOTE},
};

static const char *const role_names[] = {[ROLE_SKIP] = "skip",
                                         [ROLE_AREA] = "area",
                                         [ROLE_INDICATOR] = "indicator",
                                         [ROLE_PERIOD] = "period",
                                         [ROLE_VALUE] = "value",
                                         [ROLE_UNIT] = "unit",
                                         [ROLE_MULTIPLIER] = "multiplier",
                                         [ROLE_STATUS] = "status",
                                         [ROLE_CONFIDENTIALITY] = "confidentiality",
                                         [ROLE_NOTE] = "note",
                                         [ROLE_VINTAGE] = "vintage",
                                         [ROLE_PARENT] = "parent"};

enum role columns_usual_role(struct str head, struct arena *scratch) {
    struct str key = clean_key(head, scratch);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        if (str_equal(key, str_from(usual[i].name))) {
            return usual[i].role;
        }
    }
    struct bilingual both; /* 指标 Item */
    if (!bilingual_split(head, &both) || both.english_first) {
        return ROLE_SKIP;
    }
    enum role english = columns_usual_role(both.english, scratch);
    enum role role = columns_usual_role(both.chinese, scratch);
    return english == ROLE_SKIP || english == role ? role : ROLE_SKIP;
}

/* The number of a row, which is the key of none. */
static bool is_serial(struct str head, struct arena *scratch) {
    struct str key = clean_key(head, scratch);
    return str_equal(key, STR("序号")) || str_equal(key, STR("顺序号")) ||
           str_equal(key, STR("行次"));
}

const char *columns_role_name(enum role role) {
    return role < sizeof role_names / sizeof *role_names ? role_names[role] : NULL;
}

bool columns_is_side(enum role role) {
    return role == ROLE_UNIT || role == ROLE_NOTE || role == ROLE_STATUS ||
           role == ROLE_VINTAGE;
}

bool columns_shift(struct period period, enum period_shift_rule rule,
                   struct period *out) {
    switch (rule) {
    case SHIFT_NONE:
        *out = period;
        return true;
    case SHIFT_YTD: {
        static const int months[] = {[PERIOD_HALF] = 6,
                                     [PERIOD_QUARTER] = 3,
                                     [PERIOD_MONTH] = 1,
                                     [PERIOD_YTD] = 1};
        *out = period;
        if (period.kind == PERIOD_YEAR) {
            return true; /* from January to December */
        }
        bool within = period.kind == PERIOD_HALF || period.kind == PERIOD_QUARTER ||
                      period.kind == PERIOD_MONTH || period.kind == PERIOD_YTD;
        if (within) {
            *out = period_make(period.year, PERIOD_YTD,
                               period.index * months[period.kind]);
        }
        return within;
    }
    case SHIFT_YEAR_AGO:
        return period_year_ago(period, out);
    case SHIFT_PREVIOUS:
        return period_previous(period, out);
    }
    return false;
}

/* 状态 of 2023年/状态: what follows the last level of a head, or all of it. */
static struct str last_level(struct str head) {
    size_t at = head.n;
    while (at > 0 && head.p[at - 1] != '/') {
        at--;
    }
    return str_slice(head, at, head.n);
}

static bool is_side(struct str value) {
    return str_equal(value, STR("status")) || str_equal(value, STR("note"));
}

/* The mapping of a head by its text or its compared form; of a status or note, which
   stand beside several columns, also by its last level. */
static struct str mapping(const struct reading_context *context, struct str head) {
    const struct source_profile *p = context->profile;
    struct str value = profile_lookup(p->columns, p->column_count, head);
    if (value.n > 0 || p->column_count == 0) {
        return value;
    }
    struct str key = clean_key(head, context->scratch);
    for (size_t i = 0; i < p->column_count; i++) {
        if (str_equal(clean_key(p->columns[i].key, context->scratch), key)) {
            return p->columns[i].value;
        }
    }
    struct str level = last_level(head);
    struct str side = level.n < head.n ? mapping(context, level) : value;
    return is_side(side) ? side : value;
}

/* "area:110000": the values of a column are of this area. */
static bool apply_area(const struct reading_context *context, struct str code,
                       struct column *column) {
    column->area = dataset_find_area(context->ds, code);
    return column->area != DATASET_NONE ||
           diag_error(context->diag, context->profile->place, "unknown area \"%.*s\"",
                      STR_ARG(code));
}

bool columns_read_rule(struct str text, struct period_rule *out) {
    static const struct {
        const char *name;
        enum period_shift_rule shift;
    } rules[] = {
        {"ytd", SHIFT_YTD}, {"year_ago", SHIFT_YEAR_AGO}, {"previous", SHIFT_PREVIOUS}};
    *out = (struct period_rule){.shift = SHIFT_NONE};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (str_equal(text, str_from(rules[i].name))) {
            out->shift = rules[i].shift;
            return true;
        }
    }
    out->has_period = text.n > 0 && period_from_code(text, &out->period);
    return out->has_period;
}

bool columns_report_rule(const struct source_profile *profile, struct str text,
                         struct diag *diag) {
    diag_error(diag, profile->place, "\"%.*s\" is no rule for a column's period",
               STR_ARG(text));
    diag_hint(diag, "one of @ytd, @year_ago, @previous, or a period such as @2023-09");
    return false;
}

/* "area", "CERT", "CERT@ytd", "@year_ago", "CERT@2023-09", "area:110000". */
static bool apply_mapping(const struct reading_context *context, struct str value,
                          struct column *column) {
    size_t at = str_find(value, STR("@"), 0);
    struct str name = str_slice(value, 0, at);
    column->role = ROLE_VALUE;
    if (at != STR_NOT_FOUND) {
        struct str text = str_slice(value, at + 1, value.n);
        struct period_rule rule;
        if (!columns_read_rule(text, &rule)) {
            return columns_report_rule(context->profile, text, context->diag);
        }
        column->shift = rule.shift;
        column->has_period = rule.has_period;
        column->period = rule.period;
        struct period own;
        uint8_t status = column->status; /* 2023* is 2023, and provisional */
        if (rule.has_period &&
            period_cell_read(context, column->head, 0, &own, &status) == PERIOD_READ &&
            period_equal(own, rule.period)) {
            column->status = status;
        }
        if (name.n == 0) {
            return true;
        }
    }
    if (str_starts(name, STR("label:"))) { /* of a format: ingest/shape.c */
        bool read = apply_mapping(context, str_slice(name, 6, name.n), column);
        column->labels = column->role;
        column->role = ROLE_LABEL;
        return read;
    }
    if (str_starts(name, STR("area:"))) {
        return apply_area(context, str_slice(name, 5, name.n), column);
    }
    for (size_t i = 0; i < sizeof role_names / sizeof *role_names; i++) {
        if (name.n > 0 && str_equal(name, str_from(role_names[i]))) {
            column->role = (enum role)i;
            return true;
        }
    }
    return items_read_code(context, name, column);
}

static bool column_is_empty(const struct table *table, size_t column) {
    for (size_t i = 0; i < table->body_count; i++) {
        if (sheet_text(table->body[i], column).n > 0) {
            return false;
        }
    }
    return true;
}

/* Columns of values and of their statuses, in their order. */
struct status_order {
    size_t values, statuses;
    size_t last; /* column of values */
    bool leads;  /* a status stands before the first values */
    bool alternates;
};

static struct status_order see_statuses(const struct table *table,
                                        const struct column *columns) {
    struct status_order o = {.alternates = true};
    enum role before = ROLE_SKIP;
    for (size_t i = 0; i < table->width; i++) {
        enum role role = columns[i].role;
        if (role != ROLE_VALUE && role != ROLE_STATUS) {
            continue;
        }
        o.leads |= role == ROLE_STATUS && o.values == 0;
        o.alternates &= role != before;
        o.values += role == ROLE_VALUE;
        o.statuses += role == ROLE_STATUS;
        o.last = role == ROLE_VALUE ? i : o.last;
        before = role;
    }
    return o;
}

/* In a table with several columns of values a column of statuses is that of the values
   before it: 2022, Q, 2023, Q; or behind it, if all have theirs there: Q, 2022, Q,
   2023. Before all of them, or as the only one behind all of them, it is the row's.
   False after a report that there are two ways: Q, 2022, Q, 2023, Q. */
static bool assign_statuses(const struct reading_context *context,
                            const struct table *table, struct column *columns) {
    struct status_order o = see_statuses(table, columns);
    bool ahead = o.leads && o.alternates && o.statuses == o.values;
    size_t before = 0, status = 0;
    for (size_t i = 0; i < table->width && o.values > 1; i++) {
        struct column *c = &columns[i];
        if (c->role == ROLE_STATUS && o.leads && o.statuses > 1 && !ahead) {
            diag_error(context->diag,
                       table_place(table, table->head, i, context->scratch),
                       "nothing says whose status \"%.*s\" is: one stands before the "
                       "first values, others behind values",
                       STR_ARG(clean_excerpt(c->head)));
            diag_hint(
                context->diag,
                "put each column of statuses behind the values that it is for, or "
                "declare those that are not needed as \"skip\"");
            return false;
        }
        if (c->role == ROLE_VALUE) {
            before = i + 1;
            if (ahead) {
                c->status_column = status;
                columns[status - 1].values_column = before;
            }
        } else if (c->role == ROLE_STATUS && ahead) {
            status = i + 1;
        } else if (c->role == ROLE_STATUS && before > 0 &&
                   (o.statuses > 1 || i < o.last)) {
            c->values_column = before;
            columns[before - 1].status_column = i + 1;
        }
    }
    return true;
}

/* Of areas and indicators code and name may stand side by side, of periods year and
   month: they must agree, or are one key. */
static bool say_the_same(const struct column *a, const struct column *b) {
    return a->role == b->role && a->role != ROLE_SKIP && a->role != ROLE_VALUE &&
           a->role != ROLE_NOTE && a->role != ROLE_LABEL && a->role != ROLE_PERIOD &&
           a->role != ROLE_AREA && a->role != ROLE_INDICATOR &&
           a->values_column == b->values_column &&
           (a->role != ROLE_DIMENSION || a->dimension == b->dimension);
}

/* The rows and a column may not both say the area: one of them would not be heard. */
static bool check_areas(const struct reading_context *context,
                        const struct table *table, const struct column *columns) {
    bool rows = false, ok = true;
    for (size_t i = 0; i < table->width; i++) {
        rows |= columns[i].role == ROLE_AREA;
    }
    for (size_t i = 0; i < table->width && rows; i++) {
        if (columns[i].role == ROLE_VALUE && columns[i].area != DATASET_NONE) {
            ok = diag_error(context->diag,
                            table_place(table, table->head, i, context->scratch),
                            "both the column \"%.*s\" and its rows say an area",
                            STR_ARG(clean_excerpt(columns[i].head)));
        }
    }
    return ok;
}

/* What stands between the texts of a head that was read as one cell, or empty. */
static struct str seems_to_separate(const struct table *table) {
    static const char *const marks[] = {"，", "；", "^", "~", "｜", "¦", "、"};
    struct str head = table->width == 1 ? table->heads[0] : (struct str){"", 0};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (str_find(head, str_from(marks[i]), 0) != STR_NOT_FOUND) {
            return str_from(marks[i]);
        }
    }
    return (struct str){"", 0};
}

/* No role twice, except values. */
static bool check_roles(const struct reading_context *context,
                        const struct table *table, const struct column *columns) {
    bool ok = true;
    size_t values = 0;
    for (size_t i = 0; i < table->width; i++) {
        values += columns[i].role == ROLE_VALUE;
        for (size_t j = 0; j < i; j++) {
            if (say_the_same(&columns[i], &columns[j])) {
                ok = diag_error(context->diag,
                                table_place(table, table->head, i, context->scratch),
                                "columns \"%.*s\" and \"%.*s\" say the same thing",
                                STR_ARG(clean_excerpt(columns[j].head)),
                                STR_ARG(clean_excerpt(columns[i].head)));
                diag_hint(context->diag,
                          "declare one of them: columns = { [\"%.*s\"] = "
                          "\"skip\" }",
                          STR_ARG(clean_excerpt(columns[j].head)));
            }
        }
    }
    ok &= check_areas(context, table, columns);
    if (values == 0) {
        ok = diag_error(context->diag,
                        table_place(table, table->head, 0, context->scratch),
                        "no column holds values");
        struct str mark = seems_to_separate(table);
        if (mark.n > 0) {
            diag_hint(context->diag,
                      "if %.*s separates the cells, declare separator = \"%.*s\" for "
                      "the source",
                      STR_ARG(mark), STR_ARG(mark));
        } else {
            diag_hint(context->diag,
                      "declare which one: columns = { [\"…\"] = \"value\" }");
        }
    }
    return ok;
}

/* What all heads say together: whether the rows have periods of their own, and which
   reading 2009/10 and BJ have. */
static struct reading_context see_heads(const struct reading_context *context,
                                        const struct table *table,
                                        const struct column *columns,
                                        const bool *mapped) {
    struct reading_context heads = *context;
    bool periods = context->profile->layout->heads == ROLE_PERIOD;
    heads.years = heads.codes = (struct doubt){0};
    for (size_t i = 0; i < table->width; i++) {
        bool named =
            !mapped[i] && periods &&
            columns_usual_role(table->heads[i], context->scratch) == ROLE_PERIOD;
        heads.rows_have_periods |= named || columns[i].role == ROLE_PERIOD;
        doubt_see_years(&heads.years, table->heads[i], context->profile);
        doubt_see_code(&heads.codes, context->areas, table->heads[i], context->profile,
                       context->scratch);
    }
    return heads;
}

/* True if the profile says for the whole file what the first column of the layout
   would: then no column does, and that of the periods is the key of the rows. */
static bool stub_is_declared(const struct source_profile *profile) {
    const struct layout_kind *layout = profile->layout;
    return layout->heads == ROLE_PERIOD &&
           ((layout->rows == ROLE_AREA && profile->area.n > 0) ||
            (layout->rows == ROLE_INDICATOR && profile->indicator.n > 0));
}

/* True for a head that the layout can read: 2021年. */
static bool heads_values(const struct reading_context *context,
                         const struct table *table, size_t column) {
    struct column trial = {.role = ROLE_VALUE,
                           .head = table->heads[column],
                           .indicator = DATASET_NONE,
                           .area = DATASET_NONE,
                           .dimension = DATASET_NONE};
    struct reading_context quiet = *context;
    quiet.diag = diag_open();
    bool read = trial.head.n > 0 &&
                context->profile->layout->read_head(&quiet, table, column, &trial);
    diag_close(quiet.diag);
    return read;
}

/* The column that its name makes the key of the rows, 地区, though it is not the first:
   what stands before it is no key if its head is none (序号, 2021年, a blank one); a
   code and a name both are (代码, 地区). STR_NOT_FOUND: the first one is it. */
static size_t named_stub(const struct reading_context *context,
                         const struct table *table, const bool *mapped) {
    const struct layout_kind *layout = context->profile->layout;
    size_t first = table->left;
    while (first < table->width && mapped[first]) {
        first++;
    }
    if (layout->rows == ROLE_SKIP || first >= table->width) { /* blank heads */
        return STR_NOT_FOUND;
    }
    enum role role = columns_usual_role(table->heads[first], context->scratch);
    bool value = role == ROLE_SKIP && heads_values(context, table, first);
    for (size_t i = first + 1; i < table->width && (value || role == ROLE_NOTE); i++) {
        if (!mapped[i] &&
            columns_usual_role(table->heads[i], context->scratch) == layout->rows) {
            return i;
        }
    }
    return STR_NOT_FOUND;
}

void columns_hint(const struct reading_context *context, struct str head,
                  const struct sheet_row *const *rows, size_t count, size_t column) {
    if (breakdown_of(context, head) == BREAKDOWN_NONE) {
        columns_hint_seen(context, head, rows, count, column);
        return;
    }
    diag_hint(context->diag,
              "the column seems to break the total down: declare a dimension in "
              "dimensions.csv and columns = { [\"%.*s\"] = \"its code\" }, or keep "
              "one kind of rows: where = { [\"%.*s\"] = \"合计\" }",
              STR_ARG(head), STR_ARG(head));
}

/* By the head itself, 证书数（万张）, or the row of units below it, or the note of its
   mark; empty if none says it. */
static struct str unit_of_head(const struct source_profile *profile,
                               const struct table *table, size_t column) {
    struct str head = table->heads[column], name, unit;
    struct note_unit note;
    unit = name_split_unit(head, &name, &unit) ? unit
           : table->units[column].n > 0        ? table->units[column]
           : note_unit_of(table, head, &note)  ? note.unit
                                               : (struct str){"", 0};
    return profile_unit(profile, unit);
}

struct column *columns_find(const struct reading_context *context,
                            const struct table *table) {
    const struct source_profile *profile = context->profile;
    struct column *columns =
        arena_array(context->scratch, table->width, sizeof *columns);
    bool *used = arena_array(context->scratch, profile->column_count + 1, sizeof *used);
    bool *mapped = arena_array(context->scratch, table->width, sizeof *mapped);
    const struct layout_kind *layout = profile->layout;
    enum role stub = layout->rows;
    bool ok = true, has_stub = false, behind_serial = false;
    if (stub != ROLE_SKIP && profile->column_count == 0 &&
        ragged_halves(table->sheet, table->head, table->left, context->scratch,
                      context->diag)) {
        return NULL;
    }
    for (size_t i = 0; i < table->width; i++) {
        struct column *c = &columns[i];
        *c = (struct column){.role = ROLE_SKIP,
                             .head = table->heads[i],
                             .indicator = DATASET_NONE,
                             .area = DATASET_NONE,
                             .dimension = DATASET_NONE,
                             .wanted = DATASET_NONE};
        struct str value = mapping(context, c->head);
        c->unit = unit_of_head(profile, table, i);
        if (value.n == 0) {
            continue;
        }
        mapped[i] = c->declared = true;
        for (size_t k = 0; k < profile->column_count; k++) {
            struct str key = clean_key(profile->columns[k].key, context->scratch);
            used[k] |= str_equal(key, clean_key(c->head, context->scratch)) ||
                       (is_side(value) && str_equal(key, clean_key(last_level(c->head),
                                                                   context->scratch)));
        }
        ok &= apply_mapping(context, value, c);
        has_stub |= stub != ROLE_SKIP && c->role == stub;
    }
    struct reading_context heads = see_heads(context, table, columns, mapped);
    context = &heads;
    ok &= items_apply_where(context, columns, table->width, mapped);
    has_stub |= items_stand_for(context, columns, table->width);
    has_stub |= heads.rows_have_periods && stub_is_declared(profile);
    size_t named = has_stub ? STR_NOT_FOUND : named_stub(context, table, mapped);
    has_stub |= named != STR_NOT_FOUND;
    for (size_t i = 0; i < table->width; i++) {
        struct column *c = &columns[i];
        if (mapped[i]) {
            continue;
        }
        if (i < table->left && c->head.n == 0) {
            continue; /* blank, with a title or a note above and below at most */
        }
        enum role usually = columns_usual_role(c->head, context->scratch);
        bool serial = is_serial(c->head, context->scratch);
        behind_serial |= serial;
        if (stub != ROLE_SKIP && !has_stub && usually != ROLE_VINTAGE && !serial &&
            !(behind_serial && heads_values(context, table, i))) {
            c->role = stub;
            has_stub = true;
        } else if (c->head.n == 0) {
            if (!column_is_empty(table, i)) {
                ok = diag_error(context->diag,
                                table_place(table, table->head, i, context->scratch),
                                "the column has values but no name");
            }
        } else if (items_dimension(context->ds, c->head, context->scratch) !=
                   DATASET_NONE) {
            c->role = ROLE_DIMENSION;
            c->dimension = items_dimension(context->ds, c->head, context->scratch);
        } else if (stub != ROLE_SKIP) {
            enum role level = columns_usual_role(last_level(c->head), context->scratch);
            enum role role =
                level == ROLE_NOTE || level == ROLE_STATUS ? level : usually;
            if (columns_is_side(role) ||
                (role == ROLE_PERIOD &&
                 (layout->heads == ROLE_PERIOD || layout->rows == ROLE_PERIOD)) ||
                ((role == ROLE_AREA || role == ROLE_INDICATOR) && role == stub)) {
                c->role = role;
            } else {
                c->role = ROLE_VALUE;
                ok &= layout->read_head(context, table, i, c);
            }
        } else {
            c->role = usually;
            if (c->role == ROLE_SKIP && !column_is_empty(table, i)) {
                ok = diag_error(context->diag,
                                table_place(table, table->head, i, context->scratch),
                                "nothing says what the column \"%.*s\" is",
                                STR_ARG(clean_excerpt(c->head)));
                columns_hint(context, clean_excerpt(c->head), table->body,
                             table->body_count, i);
            }
        }
    }
    for (size_t i = 0; i < table->width; i++) {
        struct column *c = &columns[i];
        bool unread = c->role == ROLE_SKIP || c->role == ROLE_NOTE;
        c->breakdown = unread && c->declared && !c->filter
                           ? breakdown_of(context, c->head)
                           : BREAKDOWN_NONE;
        if (c->role == ROLE_SKIP && c->declared && !c->filter &&
            c->breakdown == BREAKDOWN_NONE && table->body_count > 0) {
            c->breakdown = breakdown_by_cell(context, table->body[0]->cells[i]);
        }
    }
    columns_see_unread(context, table, columns);
    ok &= assign_statuses(context, table, columns);
    ok = columns_check_declared(context, table, used) && ok;
    return ok && check_roles(context, table, columns) ? columns : NULL;
}
