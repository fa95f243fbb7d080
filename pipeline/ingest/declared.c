#include "ingest/declared.h"
#include "ingest/columns.h"
#include "ingest/numbers.h"
#include "ingest/period_cell.h"
#include "ingest/periods.h"
#include "ingest/status.h"
#include "ingest/title.h"

struct option {
    const char *name;
    const char *const choices[12]; /* up to NULL; none: a day */
};

static const struct option options[] = {
    {"triangle_is_minus", {"true", "false"}},
    {"arrows_are_signs", {"true", "false"}},
    {"month_names", {"true", "false"}},
    {"serial_dates", {"true", "false"}},
    {"month_end_dates", {"true", "false"}},
    {"dates", {"month", "quarter", "half", "year", "day"}},
    {"financial_years", {"first", "last", "span"}},
    {"area_digits", {"2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"}},
    {"chinese_numerals", {"true", "false"}},
    {"booleans", {"true", "false"}},
    {"exponents", {"true", "false"}},
    {"superscripts", {"note"}},
    {"ranges", {"low", "high"}},
    {"duplicates", {"first", "last", "sum"}},
    {"as_of", {NULL}},
    {"status", {"A", "P", "R", "E"}},
};

enum { OPTIONS = sizeof options / sizeof *options };

static bool suggest(struct diag *diag, struct str wanted, const struct str *names,
                    size_t count) {
    struct str nearest = diag_nearest(wanted, names, count);
    if (nearest.n > 0) {
        diag_hint(diag, "did you mean \"%.*s\"?", STR_ARG(nearest));
    }
    return false;
}

static bool is_day(struct str value) {
    uint32_t day;
    struct arena *scratch = arena_open();
    bool read = day_read(value, scratch, &day);
    arena_close(scratch);
    return read;
}

static bool is_choice(const struct option *option, struct str value) {
    for (const char *const *choice = option->choices; *choice != NULL; choice++) {
        if (str_equal(value, str_from(*choice))) {
            return true;
        }
    }
    return false;
}

static void hint_names(const struct str *names, size_t count, struct diag *diag) {
    struct buf list = buf_open(1000);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&list, "%s%.*s", i > 0 ? ", " : "", STR_ARG(names[i]));
    }
    diag_hint(diag, "one of: %s", buf_z(&list));
    buf_close(&list);
}

static void hint_choices(const struct option *option, struct diag *diag) {
    struct str names[sizeof option->choices / sizeof *option->choices];
    size_t count = 0;
    for (; option->choices[count] != NULL; count++) {
        names[count] = str_from(option->choices[count]);
    }
    hint_names(names, count, diag);
}

static bool check_option(const struct source_profile *profile,
                         const struct profile_pair *pair, struct diag *diag) {
    struct str names[OPTIONS];
    for (size_t i = 0; i < OPTIONS; i++) {
        names[i] = str_from(options[i].name);
        if (!str_equal(names[i], pair->key)) {
            continue;
        }
        bool chosen = options[i].choices[0] != NULL;
        bool fits = chosen ? is_choice(&options[i], pair->value) : is_day(pair->value);
        if (!fits) {
            diag_error(diag, profile->place, "\"%.*s\" is no value of the option %s",
                       STR_ARG(pair->value), options[i].name);
        }
        if (!fits && chosen) {
            hint_choices(&options[i], diag);
        }
        if (!fits && !chosen) {
            diag_hint(diag, "write 2024-01-15, 2024-01, 2024-Q1 or 2024");
        }
        return fits;
    }
    diag_error(diag, profile->place, "there is no option \"%.*s\"", STR_ARG(pair->key));
    if (diag_nearest(pair->key, names, OPTIONS).n == 0) {
        hint_names(names, OPTIONS, diag);
        return false;
    }
    return suggest(diag, pair->key, names, OPTIONS);
}

static bool check_symbol(const struct source_profile *profile,
                         const struct profile_pair *pair, struct diag *diag) {
    enum observation_status status;
    if (str_equal(pair->value, STR("zero")) ||
        (number_status(pair->value, &status) &&
         (!status_has_number(status) || status_is_unreliable(pair->value)))) {
        return true;
    }
    diag_error(diag, profile->place, "\"%.*s\" is no meaning of a sign",
               STR_ARG(pair->value));
    diag_hint(diag,
              "one of: missing, negligible, absent, suppressed, unreliable, zero");
    return false;
}

static bool one_of(struct str value, const char *values) {
    return value.n == 1 && str_find(str_from(values), value, 0) != STR_NOT_FOUND;
}

/* decimal, group, brackets and quotes. */
static bool check_marks(const struct source_profile *profile, struct diag *diag) {
    struct str decimal = profile->decimal, group = profile->group;
    enum observation_status status;
    bool ok = true;
    if (decimal.n > 0 && !one_of(decimal, ".,")) {
        ok = diag_error(diag, profile->place, "\"%.*s\" is no value of %s",
                        STR_ARG(decimal), "decimal");
        diag_hint(diag, "one of: %s", "\".\", \",\"");
    }
    if (profile->quote.n > 0 && !one_of(profile->quote, "\"'")) {
        ok = diag_error(diag, profile->place, "\"%.*s\" is no value of %s",
                        STR_ARG(profile->quote), "quote");
        diag_hint(diag, "one of: %s", "\"'\", '\"'");
    }
    bool other = str_equal(profile->quote, STR("'"));
    if (profile->escape.n > 0 && !one_of(profile->escape, other ? "\\^`\"" : "\\^`")) {
        ok = diag_error(diag, profile->place, "\"%.*s\" is no value of %s",
                        STR_ARG(profile->escape), "escape");
        diag_hint(diag, "one of: %s",
                  other ? "\"\\\\\", \"^\", \"`\", '\"'" : "\"\\\\\", \"^\", \"`\"");
    }
    if (group.n > 0 && !one_of(group, ",. '")) {
        ok = diag_error(diag, profile->place, "\"%.*s\" is no value of %s",
                        STR_ARG(group), "group");
        diag_hint(diag, "one of: %s", "\",\", \".\", \" \", \"'\"");
    }
    if (group.n > 0 && str_equal(group, decimal.n > 0 ? decimal : STR("."))) {
        /* group = "." alone says that the decimal mark is the comma. */
        ok &=
            decimal.n == 0 ||
            diag_error(diag, profile->place,
                       "decimal and group are the same mark \"%.*s\"", STR_ARG(group));
    }
    if (profile->brackets.n > 0 && !str_equal(profile->brackets, STR("minus")) &&
        !(number_status(profile->brackets, &status) && status_has_number(status))) {
        ok = diag_error(diag, profile->place, "\"%.*s\" is no value of %s",
                        STR_ARG(profile->brackets), "brackets");
        diag_hint(diag, "one of: %s", "minus, unreliable, estimated, provisional");
    }
    return ok;
}

static bool check_period(const struct source_profile *profile,
                         const struct profile_pair *pair, struct diag *diag) {
    struct arena *scratch = arena_open();
    struct period period;
    enum observation_status status;
    bool has_period, skip;
    bool ok =
        period_cell_entry(pair->value, scratch, &period, &has_period, &status, &skip);
    arena_close(scratch);
    if (!ok) {
        diag_error(diag, profile->place, "\"%.*s\" is no period", STR_ARG(pair->value));
        diag_hint(diag, "an entry of periods is a period (2022, 2022-Q3, 2022-09), a "
                        "status (P), both (2022 P), 全年, or skip");
    }
    return ok;
}

static bool check_area(const struct source_profile *profile, struct str code,
                       const struct dataset *ds, struct diag *diag) {
    if (code.n == 0 || str_equal(code, STR("skip")) ||
        dataset_find_area(ds, code) != DATASET_NONE) {
        return true;
    }
    return diag_error(diag, profile->place, "unknown area \"%.*s\"", STR_ARG(code));
}

/* A total is a row that is no area: an area of that name would be read as itself. */
static bool check_total(const struct source_profile *profile, struct str name,
                        const struct dataset *ds, struct diag *diag) {
    for (uint32_t i = 0; i < dataset_area_count(ds); i++) {
        const struct area *area = dataset_area(ds, i);
        bool named = str_equal(area->name, name) || str_equal(area->short_name, name);
        if (!named || str_equal(area->level, STR("nation")) ||
            str_equal(area->level, STR("total"))) {
            continue;
        }
        diag_error(diag, profile->place,
                   "totals names \"%.*s\", which is an area and is read as that",
                   STR_ARG(name));
        diag_hint(diag,
                  "if its row is something else, declare areas = { [\"%.*s\"] = "
                  "\"skip\" } or the code of the area that it is",
                  STR_ARG(name));
        return false;
    }
    return true;
}

/* What stands behind the @ of GDP@ytd, if there is one. */
static bool check_rule(const struct source_profile *profile, struct str code,
                       struct diag *diag) {
    size_t at = str_find(code, STR("@"), 0);
    struct period_rule rule;
    return at == STR_NOT_FOUND ||
           columns_read_rule(str_slice(code, at + 1, code.n), &rule) ||
           columns_report_rule(profile, str_slice(code, at + 1, code.n), diag);
}

static bool check_indicator(const struct source_profile *profile, struct str code,
                            const struct dataset *ds, struct diag *diag) {
    uint32_t id, items[DATASET_ITEMS_MAX];
    size_t item_count;
    if (!check_rule(profile, code, diag)) {
        return false;
    }
    code = str_slice(code, 0, str_find(code, STR("@"), 0));
    struct str unknown = dataset_read_code(ds, code, &id, items, &item_count);
    if (str_equal(code, STR("skip")) || unknown.n == 0) {
        return true;
    }
    if (id != DATASET_NONE) {
        diag_error(diag, profile->place,
                   "\"%.*s\" names no item: write it as in [sex=F;age=Y15]",
                   STR_ARG(unknown));
        return false;
    }
    struct arena *scratch = arena_open();
    size_t count = dataset_indicator_count(ds);
    struct str *codes = arena_array(scratch, count + 1, sizeof *codes);
    for (uint32_t i = 0; i < count; i++) {
        codes[i] = dataset_indicator(ds, i)->code;
    }
    diag_error(diag, profile->place, "unknown indicator \"%.*s\"", STR_ARG(code));
    suggest(diag, code, codes, count);
    arena_close(scratch);
    return false;
}

static bool check_item(const struct source_profile *profile, struct str code,
                       const struct dataset *ds, struct diag *diag) {
    bool known = str_equal(code, STR("skip")) || str_equal(code, STR("total"));
    for (uint32_t i = 0; i < dataset_dimension_count(ds) && !known; i++) {
        known = dataset_find_item(ds, i, code) != DATASET_NONE;
    }
    if (!known) {
        diag_error(diag, profile->place, "no dimension has an item \"%.*s\"",
                   STR_ARG(code));
        diag_hint(diag, "name its code in dimensions.csv, \"total\" or \"skip\"");
    }
    return known;
}

/* 本年累计 as one month: the figures of all months since January would be its own. */
static bool check_cumulation(const struct source_profile *profile,
                             const struct profile_pair *pair, struct diag *diag) {
    struct period period;
    bool alone = period_from_code(pair->value, &period) &&
                 (period.kind == PERIOD_MONTH || period.kind == PERIOD_QUARTER) &&
                 period.index > 1;
    for (size_t i = 0; i < profile->trust_count; i++) {
        alone &= !str_equal(profile->trust[i], STR("period"));
    }
    if (!alone || !title_is_cumulated(pair->key)) {
        return true;
    }
    int months = period.index * (period.kind == PERIOD_QUARTER ? 3 : 1);
    diag_error(diag, profile->place,
               "\"%.*s\" counts from January on, and %.*s is a period alone",
               STR_ARG(pair->key), STR_ARG(pair->value));
    diag_hint(
        diag,
        "declare periods = { [\"%.*s\"] = \"%d-YTD%02d\" }, or of a column columns "
        "= { [\"%.*s\"] = \"@ytd\" }",
        STR_ARG(pair->key), (int)period.year, months, STR_ARG(pair->key));
    return false;
}

/* A level that no area has would make every name ambiguous or unknown. */
static bool check_level(const struct source_profile *profile, const struct dataset *ds,
                        struct diag *diag) {
    for (uint32_t i = 0; i < dataset_area_count(ds); i++) {
        if (str_equal(dataset_area(ds, i)->level, profile->area_level)) {
            return true;
        }
    }
    return profile->area_level.n == 0 ||
           diag_error(diag, profile->place, "no area is of the level \"%.*s\"",
                      STR_ARG(profile->area_level));
}

static bool check_trust(const struct source_profile *profile, struct str fact,
                        struct diag *diag) {
    static const char *const facts[] = {"unit", "indicator", "period", "area"};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (str_equal(fact, str_from(facts[i]))) {
            return true;
        }
    }
    diag_error(diag, profile->place, "\"%.*s\" is no value of %s", STR_ARG(fact),
               "trust");
    diag_hint(diag, "one of: %s", "unit, indicator, period, area");
    return false;
}

bool declared_check(const struct source_profile *profile, const struct dataset *ds,
                    struct diag *diag) {
    bool ok = check_level(profile, ds, diag);
    ok &= check_marks(profile, diag);
    ok &= check_area(profile, profile->total_area, ds, diag);
    ok &= check_rule(profile, profile->indicator, diag);
    for (size_t i = 0; i < profile->trust_count; i++) {
        ok &= check_trust(profile, profile->trust[i], diag);
    }
    for (size_t i = 0; i < profile->option_count; i++) {
        ok &= check_option(profile, &profile->options[i], diag);
    }
    for (size_t i = 0; i < profile->period_count; i++) {
        ok &= check_period(profile, &profile->periods[i], diag) &&
              check_cumulation(profile, &profile->periods[i], diag);
    }
    for (size_t i = 0; i < profile->symbol_count; i++) {
        ok &= check_symbol(profile, &profile->symbols[i], diag);
    }
    for (size_t i = 0; i < profile->total_count; i++) {
        ok &= check_total(profile, profile->totals[i], ds, diag);
    }
    for (size_t i = 0; i < profile->area_count; i++) {
        ok &= check_area(profile, profile->areas[i].value, ds, diag);
    }
    for (size_t i = 0; i < profile->indicator_count; i++) {
        ok &= check_indicator(profile, profile->indicators[i].value, ds, diag);
    }
    for (size_t i = 0; i < profile->item_count; i++) {
        ok &= check_item(profile, profile->items[i].value, ds, diag);
    }
    if (profile->head_rows > 3) {
        ok = diag_error(diag, profile->place, "a head has at most 3 rows");
    }
    if (profile->last_line > 0 && profile->last_line < profile->first_line) {
        ok = diag_error(diag, profile->place, "last_line is before first_line");
    }
    if (profile->last_column > 0 && profile->last_column < profile->first_column) {
        ok = diag_error(diag, profile->place, "last_column is before first_column");
    }
    return ok;
}
