/* What is said of a name that cannot be read. */
#include "ingest/clean.h"
#include "ingest/columns.h"

/* BJ, CN, 110100: one letter or digit more makes another code, of another place. */
static bool is_short_code(struct str text) {
    bool letters = text.n <= 3, digits = true;
    for (size_t i = 0; i < text.n; i++) {
        letters &= (unsigned char)text.p[i] < 0x80;
        digits &= text.p[i] >= '0' && text.p[i] <= '9';
    }
    return letters || digits;
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
    bool similar = nearest.n > 0 && !is_short_code(text);
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
