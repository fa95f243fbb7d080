/* What is said of a name that cannot be read. */
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/columns.h"
#include "ingest/numbers.h"
#include "ingest/period_cell.h"

/* BJ, CN, 110100: one letter or digit more makes another code, of another place. */
static bool is_short_code(struct str text) {
    bool letters = text.n <= 3, digits = true;
    for (size_t i = 0; i < text.n; i++) {
        letters &= (unsigned char)text.p[i] < 0x80;
        digits &= text.p[i] >= '0' && text.p[i] <= '9';
    }
    return letters || digits;
}

/* 南京市 beside 北京市: of so few characters the first makes another name. */
static bool is_other_name(struct str text, struct str other) {
    uint32_t a, b;
    return utf8_length(text) <= 3 && utf8_decode(text, 0, &a) > 0 &&
           utf8_decode(other, 0, &b) > 0 && a > 0x7F && a != b;
}

/* 7314 beside 07314 */
static bool lacks_zeros(struct str text, struct str code) {
    size_t zeros = 0;
    while (zeros < code.n && code.p[zeros] == '0') {
        zeros++;
    }
    return zeros > 0 && str_equal(str_slice(code, zeros, code.n), text);
}

void columns_report_area(const struct reading_context *context, struct place place,
                         struct str text, enum name_reading reading, uint32_t id,
                         uint32_t other) {
    text = clean_excerpt(text);
    if (reading == NAME_AMBIGUOUS) {
        const struct area *a = dataset_area(context->ds, id);
        const struct area *b = dataset_area(context->ds, other);
        diag_error(context->diag, place, "\"%.*s\" may be %.*s (%.*s) or %.*s (%.*s)",
                   STR_ARG(text), STR_ARG(a->name), STR_ARG(a->code), STR_ARG(b->name),
                   STR_ARG(b->code));
        if (str_equal(a->level, b->level)) {
            diag_hint(
                context->diag,
                "if a column says in which area it lies, declare it: columns = { "
                "[\"…\"] = \"parent\" }; else write the code in place of the name");
        } else {
            diag_hint(context->diag,
                      "declare area_level = \"%.*s\" or \"%.*s\" for the source",
                      STR_ARG(a->level), STR_ARG(b->level));
        }
        return;
    }
    if (reading == NAME_OTHER_LEVEL) {
        const struct area *a = dataset_area(context->ds, id);
        diag_error(context->diag, place,
                   "\"%.*s\" is %.*s (%.*s), but the source declares area_level = "
                   "\"%.*s\"",
                   STR_ARG(text), STR_ARG(a->name), STR_ARG(a->level),
                   STR_ARG(context->profile->area_level));
        diag_hint(context->diag,
                  "if it belongs there, declare areas = { [\"%.*s\"] = \"%.*s\" }; "
                  "\"skip\" leaves it out",
                  STR_ARG(text), STR_ARG(a->code));
        return;
    }
    if (reading == NAME_COUNTRY) {
        const struct area *a = dataset_area(context->ds, id);
        diag_error(context->diag, place,
                   "\"%.*s\" may be %.*s or the country that has this code",
                   STR_ARG(text), STR_ARG(a->name));
        diag_hint(context->diag,
                  "declare area_level = \"%.*s\" for the source if its "
                  "codes are those of provinces",
                  STR_ARG(a->level));
        return;
    }
    diag_error(context->diag, place, "unknown area \"%.*s\"", STR_ARG(text));
    struct str nearest = names_nearest(context->areas, text);
    bool similar =
        nearest.n > 0 && !is_short_code(text) && !is_other_name(text, nearest);
    if (lacks_zeros(text, nearest)) {
        diag_hint(context->diag,
                  "if a spreadsheet took the zero off \"%.*s\", declare options = { "
                  "area_digits = %zu }",
                  STR_ARG(nearest), nearest.n);
    } else if (str_equal(nearest, text)) {
        diag_hint(
            context->diag,
            "areas.csv has it, but not at the level that is expected here: declare "
            "its level as area_level");
    } else if (similar) {
        diag_hint(
            context->diag,
            "did you mean \"%.*s\"? If it is another area, name it in areas.csv, or "
            "declare areas = { [\"%.*s\"] = \"skip\" }",
            STR_ARG(nearest), STR_ARG(text));
    } else {
        diag_hint(context->diag,
                  "name it in areas.csv (aliases), or declare areas = { "
                  "[\"%.*s\"] = \"skip\" }",
                  STR_ARG(text));
    }
}

void columns_report_indicator(const struct reading_context *context, struct place place,
                              struct str text, enum name_reading reading, uint32_t id,
                              uint32_t other) {
    text = clean_excerpt(text);
    if (reading == NAME_AMBIGUOUS) {
        const struct indicator *a = dataset_indicator(context->ds, id);
        const struct indicator *b = dataset_indicator(context->ds, other);
        diag_error(context->diag, place, "\"%.*s\" may be indicator %.*s or %.*s",
                   STR_ARG(text), STR_ARG(a->code), STR_ARG(b->code));
        diag_hint(context->diag, "declare indicators = { [\"%.*s\"] = \"%.*s\" }",
                  STR_ARG(text), STR_ARG(a->code));
        return;
    }
    diag_error(context->diag, place, "unknown indicator \"%.*s\"", STR_ARG(text));
    struct str cumulated = indicator_cumulated(context->indicators, context->ds, text,
                                               context->profile, context->scratch);
    if (cumulated.n > 0) {
        diag_hint(context->diag, "declare indicators = { [\"%.*s\"] = \"%.*s\" }",
                  STR_ARG(text), STR_ARG(cumulated));
        return;
    }
    struct str nearest = names_nearest(context->indicators, text);
    if (nearest.n > 0) {
        diag_hint(
            context->diag,
            "did you mean \"%.*s\"? If it is another indicator, add it to "
            "indicators.csv, or declare indicators = { [\"%.*s\"] = \"CODE\" } or "
            "\"skip\"",
            STR_ARG(nearest), STR_ARG(text));
    } else {
        diag_hint(context->diag,
                  "add it to indicators.csv, or declare indicators = { [\"%.*s\"] = "
                  "\"CODE\" } or \"skip\"",
                  STR_ARG(text));
    }
}

/* What one cell may be; ROLE_SKIP if nothing that is known. */
static enum role seen_in(const struct reading_context *context, struct str text) {
    uint32_t id, other;
    struct str unit;
    struct item_set items;
    struct period period;
    uint8_t status = 0;
    enum period_reading reading = period_cell_read(context, text, 0, &period, &status);
    if (reading == PERIOD_READ || reading == PERIOD_DATE ||
        reading == PERIOD_REWRITTEN || reading == PERIOD_MOMENT) {
        return ROLE_PERIOD;
    }
    bool number = is_short_code(text) && text.p[0] <= '9' && text.n < 6; /* 12 */
    if (!number && area_read(context->areas, text, context->year, context->profile,
                             context->scratch, &id, &other) == NAME_FOUND) {
        return ROLE_AREA;
    }
    if (indicator_read(context->indicators, text, context->profile, context->scratch,
                       &id, &other, &unit, &items) == NAME_FOUND) {
        return ROLE_INDICATOR;
    }
    if (unit_known(text)) {
        return ROLE_UNIT;
    }
    struct reading value =
        number_read(text, STR(""), context->profile, context->scratch);
    return value.kind == READING_NUMBER ? ROLE_VALUE : ROLE_SKIP;
}

/* What the first cells of a column all are, or ROLE_SKIP. */
static enum role seen_role(const struct reading_context *context,
                           const struct sheet_row *const *rows, size_t count,
                           size_t column) {
    enum { SEEN_MOST = 20 };
    enum role role = ROLE_SKIP;
    for (size_t i = 0; i < count && i < SEEN_MOST; i++) {
        struct str text = clean_cell(sheet_text(rows[i], column));
        enum role here = text.n > 0 ? seen_in(context, text) : role;
        if (here != role && role != ROLE_SKIP) {
            return ROLE_SKIP;
        }
        if (here == ROLE_SKIP && text.n > 0) {
            return ROLE_SKIP;
        }
        role = here;
    }
    return role;
}

void columns_hint_seen(const struct reading_context *context, struct str head,
                       const struct sheet_row *const *rows, size_t count,
                       size_t column) {
    enum role role = seen_role(context, rows, count, column);
    if (role == ROLE_SKIP) {
        diag_hint(context->diag,
                  "declare what it is: columns = { [\"%.*s\"] = \"…\" }, of "
                  "\"area\", \"indicator\", \"period\", \"value\", \"unit\", "
                  "\"status\", \"note\", the code of an indicator or of a dimension, "
                  "or \"skip\"",
                  STR_ARG(head));
    } else if (role == ROLE_VALUE) {
        diag_hint(context->diag,
                  "it has numbers: declare columns = { [\"%.*s\"] = \"CODE\" }, the "
                  "indicator of which they are; \"value\" if the row says it; \"skip\" "
                  "leaves them out",
                  STR_ARG(head));
    } else {
        diag_hint(context->diag,
                  "by its cells declare columns = { [\"%.*s\"] = \"%s\" }; else what "
                  "it is, or \"skip\"",
                  STR_ARG(head), columns_role_name(role));
    }
}

bool columns_hint_role(const struct reading_context *context, const struct table *table,
                       const struct column *columns, enum role role) {
    for (int by_cells = 0; by_cells < 2; by_cells++) {
        for (size_t i = 0; i < table->width; i++) {
            const struct column *c = &columns[i];
            if (c->declared || c->role == role || c->head.n == 0) {
                continue;
            }
            enum role seen = by_cells
                                 ? seen_role(context, table->body, table->body_count, i)
                                 : columns_usual_role(c->head, context->scratch);
            if (seen == role) {
                diag_hint(context->diag,
                          "if the column \"%.*s\" says it, declare columns = { "
                          "[\"%.*s\"] = \"%s\" }",
                          STR_ARG(clean_excerpt(c->head)),
                          STR_ARG(clean_excerpt(c->head)), columns_role_name(role));
                return true;
            }
        }
    }
    return false;
}
