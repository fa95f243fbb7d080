#include "ingest/values.h"
#include "dataset/codes.h"
#include "dataset/qualifier.h"
#include "dataset/unit.h"
#include "ingest/chinese.h"
#include "ingest/clean.h"
#include "ingest/numbers.h"
#include "ingest/status.h"
#include "ingest/whole.h"

static struct place place_of(const struct reading_context *context,
                             const struct cell_at *at) {
    return table_place(at->table, at->row, at->column, context->scratch);
}

static bool has_digit(struct str cell) {
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.p[i] >= '0' && cell.p[i] <= '9') {
            return true;
        }
    }
    return false;
}

static bool has_any(struct str cell, const char *const *texts) {
    for (; *texts != NULL; texts++) {
        if (str_find(cell, str_from(*texts), 0) != STR_NOT_FOUND) {
            return true;
        }
    }
    return false;
}

/* ③ and nothing else. */
static bool is_mark(struct str cell) {
    uint32_t cp;
    return utf8_decode(cell, 0, &cp) == cell.n && cp >= 0x2460 && cp <= 0x2473;
}

static bool is_chinese(struct str cell, struct arena *arena) {
    int64_t value;
    cell = clean_width(cell, arena);
    qualifier_take_before(&cell);
    qualifier_take_behind(&cell);
    return chinese_number(cell, &value);
}

/* 家/年 of 3家/年: what begins in Chinese behind the first number; empty if there is a
   further number in it. */
static struct str tail_of(struct str cell) {
    size_t at = 0;
    while (at < cell.n && (unsigned char)cell.p[at] < 0x80) {
        at++;
    }
    struct str tail = str_slice(cell, at, cell.n);
    return at > 0 && !has_digit(tail) ? tail : (struct str){"", 0};
}

/* What is wrong with a text that has digits, if anything is known of it. */
static void hint_digits(struct diag *diag, struct str cell) {
    static const char *const currencies[] = {"€",   "$",   "￥",  "¥",   "£",
                                             "USD", "EUR", "CNY", "RMB", NULL};
    static const char *const twice[] = {"--", "+-", "-+", "++", "..", ",,", NULL};
    if (has_any(cell, currencies)) {
        diag_hint(diag, "a sign of a currency is not read: take it off, and declare "
                        "the unit (元, 万美元, …)");
    } else if (cell.p[0] == '=') {
        diag_hint(diag, "this is a formula: export its result, as saving as CSV does");
    } else if (has_any(cell, twice)) {
        diag_hint(diag, "a sign or mark stands twice: is one typed too many?");
    } else if (str_find(cell, STR("_"), 0) != STR_NOT_FOUND) {
        diag_hint(diag, "_ groups no digits: write 1000 or 1,000");
    } else if (str_ends(cell, STR("-")) || str_ends(cell, STR("−"))) {
        diag_hint(diag, "the minus sign stands before the number: -5, not 5-");
    } else if (str_ends(cell, STR("+"))) {
        diag_hint(diag, "3 or more is written ≥3 or 3以上");
    } else if (str_ends(cell, STR(")")) || str_ends(cell, STR("）"))) {
        diag_hint(diag,
                  "in brackets behind a number a unit, the mark of a note or the "
                  "letter of a status is read: words belong in a column of notes");
    } else if (cell.p[cell.n - 1] >= 'A' && cell.p[cell.n - 1] <= 'z') {
        diag_hint(diag,
                  "behind the number may stand a unit (万, 亿元, %%) or, after a "
                  "blank, Eurostat's flags (12.3 p); k and million are not known");
    } else if (tail_of(cell).n > 0) {
        struct str tail = clean_excerpt(tail_of(cell));
        diag_hint(diag,
                  "\"%.*s\" behind the number is no unit that is known: words belong "
                  "in a column of notes, the unit into the head",
                  STR_ARG(tail));
    }
}

static void hint_number(const struct reading_context *context, struct str cell) {
    if (is_mark(cell)) {
        diag_hint(context->diag,
                  "a mark of a note stands alone: is its number missing?");
    } else if (is_chinese(cell, context->scratch)) {
        diag_hint(context->diag,
                  "declare options = { chinese_numerals = true } for the source");
    } else if (has_digit(cell)) {
        hint_digits(context->diag, cell);
    }
}

/* 10 11, 1,23,456; 1.234,5. */
static void hint_grouping(struct diag *diag, struct str cell) {
    size_t commas = 0;
    for (size_t i = 0; i < cell.n; i++) {
        commas += cell.p[i] == ',';
    }
    if (str_find(cell, STR(" "), 0) != STR_NOT_FOUND) {
        diag_hint(diag, "two numbers may stand in one cell, the comma between them "
                        "lost; if it is one number, write it without a blank");
    } else if (commas > 1) {
        diag_hint(diag, "write it without thousands separators");
    } else {
        diag_hint(diag, "if the file writes 1.234,5 for 1234.5, declare decimal = "
                        "\",\" for the source");
    }
}

static void refuse(const struct reading_context *context, const struct cell_at *at,
                   struct str cell, const struct reading *r) {
    struct diag *diag = context->diag;
    struct place place = place_of(context, at);
    bool broken = str_find(cell, STR("\n"), 0) != STR_NOT_FOUND ||
                  str_find(cell, STR("\r"), 0) != STR_NOT_FOUND;
    cell = clean_excerpt(cell);
    if (broken) {
        diag_error(diag, place, "bad number \"%.*s\"", STR_ARG(cell));
        diag_hint(diag, "the cell goes on in the next line: is a quote left open?");
        return;
    }
    switch (r->problem) {
    case PROBLEM_SPREADSHEET_ERROR:
        diag_error(diag, place, "the cell holds the spreadsheet's error %.*s",
                   STR_ARG(cell));
        diag_hint(diag, "repair the formula and export the file again");
        return;
    case PROBLEM_LOST:
        diag_error(diag, place, "the number was lost: the column was too narrow (%.*s)",
                   STR_ARG(cell));
        diag_hint(diag, "widen the column and export the file again");
        return;
    case PROBLEM_SYMBOL:
        diag_error(diag, place, "the sign \"%.*s\" has no declared meaning",
                   STR_ARG(cell));
        diag_hint(diag,
                  "declare symbols = { [\"%.*s\"] = \"missing\" } for the source, or "
                  "\"negligible\", \"absent\", \"suppressed\", \"unreliable\", "
                  "\"zero\"",
                  STR_ARG(cell));
        return;
    case PROBLEM_DIGITS:
        diag_error(diag, place, "the number has more than 18 digits: \"%.*s\"",
                   STR_ARG(cell));
        diag_hint(diag, "are two numbers run together, or is the column one of codes, "
                        "to be declared as \"skip\"?");
        return;
    case PROBLEM_GROUPING:
        diag_error(diag, place,
                   "bad number \"%.*s\": its digits are not grouped by "
                   "three",
                   STR_ARG(cell));
        if (context->profile->decimal.n > 0) {
            diag_hint(diag, "the source declares decimal = \"%.*s\"",
                      STR_ARG(context->profile->decimal));
            return;
        }
        hint_grouping(diag, cell);
        return;
    case PROBLEM_TWO_READINGS:
        if (str_equal(at->table->sheet->separator, STR(";"))) {
            diag_error(diag, place,
                       "\"%.*s\" may be thousands or decimals: a file separated by "
                       "semicolons often writes 1.234,5 for 1234.5",
                       STR_ARG(cell));
        } else {
            diag_error(diag, place,
                       "\"%.*s\" may be thousands or decimals: no number of the file "
                       "shows which",
                       STR_ARG(cell));
        }
        diag_hint(diag, "declare decimal = \".\" or decimal = \",\" for the source");
        return;
    case PROBLEM_BRACKETS:
        diag_error(diag, place,
                   "\"%.*s\" may be a negative number or an unreliable one",
                   STR_ARG(cell));
        diag_hint(diag, "declare brackets = \"minus\" (accountants) or brackets = "
                        "\"unreliable\" (statistics offices) for the source");
        return;
    case PROBLEM_SUPERSCRIPT:
        diag_error(diag, place,
                   "\"%.*s\" may be a number with the mark of a note, or a power",
                   STR_ARG(cell));
        diag_hint(diag, "if it is the mark of a note, declare options = { superscripts "
                        "= \"note\" } for the source");
        return;
    case PROBLEM_SIGN_MARK:
        diag_error(diag, place, "the sign in \"%.*s\" has no declared meaning",
                   STR_ARG(cell));
        diag_hint(diag, "declare options = { triangle_is_minus = true } or { "
                        "arrows_are_signs = true } for the source");
        return;
    case PROBLEM_NONE:
        break;
    }
    if (r->kind == READING_RANGE) {
        diag_error(diag, place, "\"%.*s\" is a range, not one value", STR_ARG(cell));
        diag_hint(diag, "declare options = { ranges = \"low\" } or \"high\"");
    } else {
        diag_error(diag, place, "bad number \"%.*s\"", STR_ARG(cell));
        hint_number(context, cell);
    }
}

/* The one unit of a list that the indicator can be given in; the list itself if
   it is no list or none fits. */
static struct str fitting(struct str list, struct str wanted) {
    struct str found = {"", 0}, item;
    size_t at = 0, fits = 0, items = 0;
    while (unit_list_next(list, &at, &item)) {
        struct unit_factor factor;
        items++;
        if (unit_convertible(item, wanted, &factor)) {
            found = item;
            fits++;
        }
    }
    return items > 1 && fits == 1 ? found : list;
}

/* What the file says the unit is, outside the cell. */
/* 上年=100 in a column of units: what an index without a unit is by itself, unless its
   name says another base. */
static bool is_usual_base(struct str unit, const struct indicator *indicator) {
    static const char *const bases[] = {"上年=100", "以上年为100", "上年为100",
                                        "上年同期=100", "上年＝100"};
    bool usual = false;
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        usual |= str_equal(unit, str_from(bases[i]));
    }
    return usual && indicator->kind == KIND_INDEX && indicator->unit.n == 0 &&
           (str_find(indicator->name, STR("100"), 0) == STR_NOT_FOUND ||
            str_find(indicator->name, STR("上年"), 0) != STR_NOT_FOUND);
}

static struct str stated(const struct stated_units *units,
                         const struct indicator *indicator) {
    const struct str all[] = {units->row, units->column, units->table, units->profile};
    struct str wanted = indicator->unit;
    /* 单位：家 above a column of numbers and one of ranks is not that of ranks, nor
       单位：亿元 that of an index (上年=100). */
    bool own = indicator->kind == KIND_RANK ||
               (indicator->kind == KIND_INDEX && wanted.n == 0);
    size_t count = own ? 2 : sizeof all / sizeof *all;
    for (size_t i = 0; i < count; i++) {
        if (!unit_says_nothing(all[i]) && !is_usual_base(all[i], indicator)) {
            return str_equal(all[i], wanted) ? wanted : fitting(all[i], wanted);
        }
    }
    return (struct str){"", 0};
}

/* Of a head that says thousands only: the unit in thousands that is said elsewhere. */
static struct str of_scale(const struct stated_units *units, struct str multiplier) {
    const struct str all[] = {units->column, units->table, units->profile};
    for (size_t i = 0; i < 3 && unit_is_multiplier(multiplier); i++) {
        if (unit_known(all[i]) && unit_scale(all[i]) == unit_scale(multiplier)) {
            return all[i];
        }
    }
    return multiplier;
}

static bool mismatch(const struct reading_context *context, const struct cell_at *at,
                     struct str unit, const struct indicator *indicator) {
    struct diag *diag = context->diag;
    if (indicator->unit.n == 0) {
        diag_error(diag, place_of(context, at),
                   "unit mismatch: the file says %.*s, %.*s has no unit", STR_ARG(unit),
                   STR_ARG(indicator->code));
    } else {
        diag_error(diag, place_of(context, at),
                   "unit mismatch: the file says %.*s, %.*s is in %.*s", STR_ARG(unit),
                   STR_ARG(indicator->code), STR_ARG(indicator->unit));
    }
    diag_hint(diag, "does the file count something else? Then name another indicator; "
                    "else correct the unit there or in input/indicators.csv");
    return false;
}

/* The cell against its row, head or table. */
static bool contradiction(const struct reading_context *context,
                          const struct cell_at *at, struct str cell,
                          struct str outside) {
    struct unit_factor factor;
    diag_error(context->diag, place_of(context, at),
               "unit mismatch: the cell says %.*s, its column %.*s", STR_ARG(cell),
               STR_ARG(outside));
    if (unit_convertible(cell, outside, &factor)) {
        diag_hint(context->diag,
                  "mend what is wrong; where the file cannot be mended, the entry says "
                  "what holds and trust = { \"%s\" }",
                  "unit");
    }
    return false;
}

static bool is_ordinal_unit(struct str unit) {
    return unit.n == 0 || str_equal(unit, STR("位")) || str_equal(unit, STR("名"));
}

/* 人均地区生产总值（元）: of what counts per head, 元 is 元/人. */
static struct str per_head(const struct reading_context *context, struct str unit,
                           const struct indicator *indicator) {
    bool heads = str_ends(indicator->unit, STR("/人")) &&
                 str_find(indicator->name, STR("人均"), 0) != STR_NOT_FOUND &&
                 str_find(unit, STR("/"), 0) == STR_NOT_FOUND;
    return heads ? arena_printf(context->scratch, "%.*s/人", STR_ARG(unit)) : unit;
}

/* The number of the cell in the indicator's unit. */
static bool scale(const struct reading_context *context, const struct reading *r,
                  const struct stated_units *units, const struct cell_at *at,
                  const struct indicator *indicator, struct decimal *value) {
    struct str outside = stated(units, indicator);
    bool contradicts =
        r->unit.n > 0 && outside.n > 0 && !unit_refines(r->unit, outside);
    bool trusted = contradicts && context->profile->unit.n > 0 &&
                   profile_trusts(context->profile, STR("unit"));
    struct str from = r->unit.n > 0 && !trusted ? r->unit : outside;
    *value = decimal_scale(r->value, units->power);
    if (indicator->kind == KIND_RANK && is_ordinal_unit(from) &&
        is_ordinal_unit(indicator->unit)) {
        return true;
    }
    struct unit_factor factor;
    if (contradicts && !trusted) {
        return contradiction(context, at, r->unit, outside);
    }
    if (units->row.n > 0 && units->column.n > 0 && unit_known(units->row) &&
        unit_known(units->column) &&
        !unit_convertible(units->row, units->column, &factor)) {
        diag_error(context->diag, place_of(context, at),
                   "unit mismatch: the row says %.*s, its column %.*s",
                   STR_ARG(units->row), STR_ARG(units->column));
        diag_hint(context->diag,
                  "if row and head together are another indicator (growth of 机构数), "
                  "declare it: indicators = { [\"机构数/同比增长\"] = \"CODE\" }");
        return false;
    }
    if (r->multiplier > 0) {
        struct str base = from.n > 0 ? from : indicator->unit;
        if (unit_scale(base) > 0) {
            diag_error(context->diag, place_of(context, at),
                       "the cell multiplies a column that is already in %.*s",
                       STR_ARG(base));
            return false;
        }
        *value = decimal_scale(*value, r->multiplier);
    }
    if (from.n == 0 || str_equal(from, indicator->unit) ||
        unit_equal(from, indicator->unit)) {
        return true;
    }
    return unit_convert(*value, from, indicator->unit, value) ||
           unit_convert(*value, of_scale(units, from), indicator->unit, value) ||
           unit_convert(*value, per_head(context, from, indicator), indicator->unit,
                        value) ||
           mismatch(context, at, from, indicator);
}

/* A级 → A; words and symbols for "missing" hold here too. */
static enum value_result read_grade(const struct reading_context *context,
                                    struct str cell, struct observation *o) {
    const struct source_profile *p = context->profile;
    struct str meaning = profile_lookup(p->symbols, p->symbol_count, cell);
    enum observation_status status;
    if (meaning.n > 0 && number_status(meaning, &status)) {
        o->status = (uint8_t)status;
        o->contrary = status_has_number(status);
        return VALUE_SET;
    }
    struct reading r = number_read(cell, (struct str){"", 0}, p, context->scratch);
    if (r.kind == READING_STATUS) {
        o->status = (uint8_t)r.status;
        o->contrary = status_has_number(r.status);
        return VALUE_SET;
    }
    struct str text = clean_width(cell, context->scratch);
    struct str suffix = STR("级");
    if (text.n > suffix.n && str_ends(text, suffix)) {
        text = str_slice(text, 0, text.n - suffix.n);
    }
    o->text = dataset_intern_text(context->ds, text);
    return VALUE_SET;
}

/* A number beside a status by which there is none: one of the two is wrong. What is not
   significant may be printed all the same. */
static bool agree(const struct reading_context *context, const struct cell_at *at,
                  struct str cell, struct observation *o) {
    o->contrary = !status_has_number((enum observation_status)o->status);
    if (!o->contrary || o->status == STATUS_NEGLIGIBLE) {
        return true;
    }
    diag_error(
        context->diag, place_of(context, at),
        "the cell holds the number %.*s, its status says that there is none (%s)",
        STR_ARG(clean_excerpt(cell)),
        diag_words(context->diag, observation_status_codes[o->status]));
    diag_hint(context->diag, "a suppressed number must not be printed: ask the office "
                             "which of the two holds");
    return false;
}

/* 1.234 is a number with decimals and 1,234 one without in a file separated by commas,
   and where a number of a file separated by TABs or | proves it. Of a few rows of a
   file another one may: whoever sees all of them tells. */
static bool has_two_readings(const struct reading_context *context,
                             const struct cell_at *at) {
    struct str separator = at->table->sheet->separator;
    if (str_equal(separator, STR(",")) || marks_proven(context->marks) == '.') {
        return false;
    }
    if (context->whole != NULL &&
        (context->profile->format != NULL || !str_equal(separator, STR(";")))) {
        context->whole->told = true;
    }
    return true;
}

enum value_result value_read(const struct reading_context *context, struct str cell,
                             const struct stated_units *units, const struct cell_at *at,
                             struct observation *o) {
    const struct source_profile *profile = context->profile;
    const struct indicator *indicator = observation_indicator(context->ds, o);
    /* Whether an empty cell is a value that is not there, more than no value yet. */
    enum value_result blank = observation_has_number(o) ? VALUE_BLANK : VALUE_SET;
    cell = clean_cell(cell);
    if (cell.n == 0 && profile->symbol_count == 0) {
        return blank;
    }
    bool contrary = o->contrary;
    o->contrary = false;
    if (indicator->kind == KIND_GRADE && cell.n > 0) {
        return read_grade(context, cell, o);
    }
    struct reading r =
        number_read(cell, stated(units, indicator), profile, context->scratch);
    if (r.kind == READING_NUMBER && r.doubtful && has_two_readings(context, at)) {
        r.kind = READING_ERROR;
        r.problem = PROBLEM_TWO_READINGS;
    }
    if (r.flags.n > 0) {
        status_note(context->diag, place_of(context, at), r.flags);
    }
    struct str range =
        profile_lookup(profile->options, profile->option_count, STR("ranges"));
    switch (r.kind) {
    case READING_BLANK:
        o->contrary = contrary;
        return blank;
    case READING_STATUS:
        o->status = (uint8_t)r.status;
        o->contrary = status_has_number(r.status); /* unreliable */
        return VALUE_SET;
    case READING_RANGE:
        if (range.n == 0) {
            refuse(context, at, cell, &r);
            return VALUE_REFUSED;
        }
        r.value = str_equal(range, STR("high")) ? r.high : r.value;
        r.qualifier =
            str_equal(range, STR("high")) ? QUALIFIER_LESS_THAN : QUALIFIER_MORE_THAN;
        break;
    case READING_RANK:
        if (indicator->kind != KIND_RANK) {
            refuse(context, at, cell, &r);
            return VALUE_REFUSED;
        }
        break;
    case READING_BOOLEAN:
        if (!profile_option(profile, STR("booleans"))) {
            refuse(context, at, cell, &r);
            return VALUE_REFUSED;
        }
        break;
    case READING_TEXT:
    case READING_ERROR:
        refuse(context, at, cell, &r);
        return VALUE_REFUSED;
    case READING_NUMBER:
        break;
    }
    if (r.exponent && !profile_option(profile, STR("exponents"))) {
        diag_warning(context->diag, place_of(context, at),
                     "\"%.*s\" was shortened by a spreadsheet: digits may be lost",
                     STR_ARG(cell));
    }
    if (!scale(context, &r, units, at, indicator, &o->value)) {
        return VALUE_REFUSED;
    }
    o->qualifier = (uint8_t)r.qualifier;
    if (r.status != STATUS_NORMAL) {
        o->status = (uint8_t)r.status;
    }
    return agree(context, at, cell, o) ? VALUE_SET : VALUE_REFUSED;
}
