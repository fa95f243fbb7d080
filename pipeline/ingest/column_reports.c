/* What is said of a name or period that cannot be read. */
#include "ingest/clean.h"
#include "ingest/columns.h"

static void suggest(struct diag *diag, struct str nearest) {
    if (nearest.n > 0) {
        diag_hint(diag, "did you mean \"%.*s\"?", STR_ARG(nearest));
    }
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
                   STR_ARG(text), STR_ARG(a->name), STR_ARG(a->level), STR_ARG(b->name),
                   STR_ARG(b->level));
        diag_hint(context->diag, "declare area_level for the source");
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
    } else if (nearest.n > 0) {
        suggest(context->diag, nearest);
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
        suggest(context->diag, nearest);
    } else {
        diag_hint(context->diag,
                  "add it to indicators.csv, or declare indicators = { [\"%.*s\"] = "
                  "\"CODE\" } or \"skip\"",
                  STR_ARG(text));
    }
}

void columns_report_period(const struct reading_context *context, struct place place,
                           struct str text, enum period_reading reading) {
    text = clean_excerpt(text);
    switch (reading) {
    case PERIOD_READ:
    case PERIOD_SKIP:
        break;
    case PERIOD_NONE:
        diag_error(context->diag, place, "\"%.*s\" is no period", STR_ARG(text));
        diag_hint(context->diag,
                  "if it is one, declare periods = { [\"%.*s\"] = \"2023-09\" }",
                  STR_ARG(text));
        break;
    case PERIOD_DATE:
        diag_error(context->diag, place, "\"%.*s\" is no period but a day",
                   STR_ARG(text));
        diag_hint(context->diag,
                  "if it is the first or last day of one, declare options = { dates = "
                  "\"month\" }, \"quarter\", \"half\" or \"year\"; \"day\" if "
                  "the figures are of that day");
        break;
    case PERIOD_MOMENT:
        diag_error(context->diag, place, "\"%.*s\" is no period but a moment",
                   STR_ARG(text));
        diag_hint(context->diag,
                  "declare what it stands for: periods = { [\"%.*s\"] = \"2023-09\" }",
                  STR_ARG(text));
        break;
    case PERIOD_THIRD:
        diag_error(context->diag, place,
                   "\"%.*s\" may be a third of a year, or a quarter (trimestre)",
                   STR_ARG(text));
        diag_hint(context->diag,
                  "if it is a quarter, declare periods = { [\"%.*s\"] = "
                  "\"%.4s-Q%c\" }; thirds of a year are not read",
                  STR_ARG(text), text.p, text.p[text.n - 1]);
        break;
    case PERIOD_TWO_YEARS:
        diag_error(context->diag, place,
                   "\"%.*s\" may be a year that begins in one year and ends in the "
                   "next, or a month",
                   STR_ARG(text));
        diag_hint(
            context->diag,
            "declare options = { financial_years = \"first\" } (2009/10 counts as "
            "2009), \"last\" (as 2010) or \"span\"; write a month as 2009-10");
        break;
    case PERIOD_REWRITTEN:
        diag_error(context->diag, place,
                   "\"%.*s\" is a date that a spreadsheet has made of something else",
                   STR_ARG(text));
        diag_hint(context->diag, "write what stood there (1-2月, 3-5月) into a cell "
                                 "whose format is text");
        break;
    case PERIOD_AMBIGUOUS:
        diag_error(context->diag, place,
                   "\"%.*s\" may be January or October: a spreadsheet cuts the last "
                   "zero of 2023.10",
                   STR_ARG(text));
        diag_hint(context->diag, "write 2023-10");
        break;
    case PERIOD_NO_YEAR:
        diag_error(context->diag, place, "\"%.*s\" does not say of which year",
                   STR_ARG(text));
        diag_hint(context->diag, "declare period = \"2023\" for the source, or put it "
                                 "into the file name as {period}");
        break;
    case PERIOD_UNDECLARED:
        diag_error(context->diag, place,
                   "\"%.*s\" may be a date that a spreadsheet has rewritten",
                   STR_ARG(text));
        diag_hint(context->diag, "if it is, declare options = { month_names = true } "
                                 "(Sep-23) or { serial_dates = true } (45170)");
        break;
    }
}
