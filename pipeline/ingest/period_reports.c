/* What is said of a period that cannot be read, and of a head of a column that is none:
   what such words usually are decides which repair is named. */
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/columns.h"
#include "ingest/layouts.h"
#include "ingest/period_cell.h"
#include "ingest/title.h"
#include "ingest/unit_line.h"

enum meaning {
    MEANS_UNKNOWN,
    MEANS_CHANGE, /* 比上年增长(%), 比重, 增量, 计划, 年均: another indicator */
    MEANS_YTD,        /* 本年累计 */
    MEANS_YTD_BEFORE, /* 上年同期累计 */
    MEANS_YEAR_AGO,   /* 上年同期 */
    MEANS_PREVIOUS,   /* 上月 */
    MEANS_YEAR,       /* 本年, which may be all of it or its part so far */
    MEANS_CURRENT,    /* 本月 */
    MEANS_CODE,       /* 代码 */
    MEANS_ORDER,      /* 行次 */
    MEANS_MOMENT,     /* 年初, whose value is that of the year before */
    MEANS_UNIT        /* 万元, 单位： */
};

/* The first that the text contains counts. */
static const struct {
    const char *word;
    enum meaning meaning;
} words[] = {
    {"增减", MEANS_CHANGE},
    {"比上", MEANS_CHANGE},
    {"比例", MEANS_CHANGE},
    {"速度", MEANS_CHANGE},
    {"指数", MEANS_CHANGE},
    {"排名", MEANS_CHANGE},
    {"排位", MEANS_CHANGE},
    {"增量", MEANS_CHANGE},
    {"增加", MEANS_CHANGE},
    {"减少", MEANS_CHANGE},
    {"新增", MEANS_CHANGE},
    {"净增", MEANS_CHANGE},
    {"增幅", MEANS_CHANGE},
    {"降幅", MEANS_CHANGE},
    {"差额", MEANS_CHANGE},
    {"计划", MEANS_CHANGE},
    {"规划", MEANS_CHANGE},
    {"目标", MEANS_CHANGE},
    {"预算", MEANS_CHANGE},
    {"预测", MEANS_CHANGE},
    {"预期", MEANS_CHANGE},
    {"完成率", MEANS_CHANGE},
    {"平均", MEANS_CHANGE},
    {"年均", MEANS_CHANGE},
    {"月均", MEANS_CHANGE},
    {"季均", MEANS_CHANGE},
    {"人均", MEANS_CHANGE},
    {"位次", MEANS_CHANGE},
    {"‰", MEANS_CHANGE},
    {"上年同期累计", MEANS_YTD_BEFORE},
    {"去年同期累计", MEANS_YTD_BEFORE},
    {"上年累计", MEANS_YTD_BEFORE},
    {"去年累计", MEANS_YTD_BEFORE},
    {"累计", MEANS_YTD},
    {"上年同", MEANS_YEAR_AGO},
    {"去年同", MEANS_YEAR_AGO},
    {"上月", MEANS_PREVIOUS},
    {"上期", MEANS_PREVIOUS},
    {"上季", MEANS_PREVIOUS},
    {"本月", MEANS_CURRENT},
    {"当月", MEANS_CURRENT},
    {"本期", MEANS_CURRENT},
    {"当期", MEANS_CURRENT},
    {"报告期", MEANS_CURRENT},
    {"本季", MEANS_CURRENT},
    {"本年", MEANS_YEAR},
    {"年初", MEANS_MOMENT},
    {"期初", MEANS_MOMENT},
    {"月初", MEANS_MOMENT},
    {"年中", MEANS_MOMENT},
    {"代码", MEANS_CODE},
    {"编码", MEANS_CODE},
    {"code", MEANS_CODE},
    {"行次", MEANS_ORDER},
    {"行号", MEANS_ORDER},
    {"序号", MEANS_ORDER},
};

static enum meaning meaning_of(struct str text, struct arena *scratch) {
    struct str key = clean_key(text, scratch), unit;
    struct str name = str_ends(key, STR(":")) ? str_slice(key, 0, key.n - 1) : key;
    if (unit_known(text) || unit_line_bare(text, &unit) || unit_line_key(name) ||
        unit_line_alone(text, &unit)) {
        return MEANS_UNIT;
    }
    if (title_names_rate(text)) {
        return MEANS_CHANGE;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_find(key, str_from(words[i].word), 0) != STR_NOT_FOUND) {
            return words[i].meaning;
        }
    }
    return title_is_cumulated(text) ? MEANS_YTD : MEANS_UNKNOWN;
}

/* The period with which the head begins or which is its last level, with its own year:
   2023年3月 of 2023年3月/累计. */
static bool period_within(const struct reading_context *context, struct str head,
                          struct period *period) {
    uint8_t status = 0;
    for (size_t end = head.n; end > 0; end--) {
        bool inside = end < head.n && ((unsigned char)head.p[end] & 0xC0) == 0x80;
        if (!inside && period_cell_read(context, str_slice(head, 0, end), 0, period,
                                        &status) == PERIOD_READ) {
            return true;
        }
    }
    size_t last = head.n;
    while (last > 0 && head.p[last - 1] != '/') {
        last--;
    }
    return last > 0 && period_cell_read(context, str_slice(head, last, head.n), 0,
                                        period, &status) == PERIOD_READ;
}

/* The code of the head's own period, or what stands for any. */
static struct str code_within(const struct reading_context *context, struct str head) {
    struct period period;
    return period_within(context, head, &period) ? period_code(period, context->scratch)
                                                 : STR("PERIOD");
}

static void hint_change(const struct reading_context *context, struct str head) {
    struct str code = code_within(context, head);
    if (context->profile->layout->rows == ROLE_INDICATOR) {
        diag_hint(
            context->diag,
            "it seems to be another indicator in each row: declare columns = { "
            "[\"%.*s\"] = \"@%.*s\" } and for each row indicators = { [\"…/%.*s\"] "
            "= \"CODE\" }, or columns = { [\"%.*s\"] = \"skip\" }",
            STR_ARG(head), STR_ARG(code), STR_ARG(head), STR_ARG(head));
    } else {
        diag_hint(context->diag,
                  "it seems to be another indicator: declare columns = { [\"%.*s\"] = "
                  "\"CODE@%.*s\" }, or \"skip\"",
                  STR_ARG(head), STR_ARG(code));
    }
}

/* The first level that is an area; DATASET_NONE without one. */
static uint32_t area_within(const struct reading_context *context, struct str head) {
    uint32_t id, other;
    for (size_t at = 0, end; at < head.n; at = end + 1) {
        end = str_find(head, STR("/"), at);
        end = end == STR_NOT_FOUND ? head.n : end;
        if (area_read(context->areas, str_slice(head, at, end), context->year,
                      context->profile, context->scratch, &id, &other) == NAME_FOUND) {
            return id;
        }
    }
    return DATASET_NONE;
}

/* A head that says a period of its own: what is declared must be of that one, since
   the file's may be another. False if the hints without one fit. */
static bool hint_own_period(const struct reading_context *context, struct str head,
                            enum meaning meaning) {
    struct diag *diag = context->diag;
    struct period period;
    if (meaning == MEANS_CHANGE || meaning == MEANS_CODE || meaning == MEANS_ORDER ||
        meaning == MEANS_UNIT || meaning == MEANS_MOMENT ||
        !period_within(context, head, &period)) {
        return false;
    }
    struct str code = period_code(period, context->scratch);
    bool year = period.kind == PERIOD_YEAR; /* of which only a part may be over */
    if (meaning == MEANS_CURRENT) {
        diag_hint(diag,
                  "if it is of that period alone, declare columns = { [\"%.*s\"] = "
                  "\"@%.*s\" }",
                  STR_ARG(head), STR_ARG(code));
    } else if (meaning == MEANS_YTD && !year &&
               columns_shift(period, SHIFT_YTD, &period)) {
        code = period_code(period, context->scratch);
        diag_hint(diag,
                  "if it counts from January on, declare columns = { [\"%.*s\"] = "
                  "\"@%.*s\" }",
                  STR_ARG(head), STR_ARG(code));
    } else if (meaning != MEANS_UNKNOWN) {
        diag_hint(diag,
                  "declare of which period it is: columns = { [\"%.*s\"] = \"@PERIOD\" "
                  "}, as @2022-YTD09 for January to September 2022",
                  STR_ARG(head));
    } else if (context->profile->layout->rows == ROLE_INDICATOR) {
        diag_hint(diag,
                  "if it is each row's own figure of that period, declare periods = { "
                  "[\"%.*s\"] = \"%.*s\" }; if it is another indicator, columns = { "
                  "[\"%.*s\"] = \"@%.*s\" } and for each row indicators = { "
                  "[\"…/%.*s\"] = \"CODE\" }; \"skip\" leaves it out",
                  STR_ARG(head), STR_ARG(code), STR_ARG(head), STR_ARG(code),
                  STR_ARG(head));
    } else {
        diag_hint(
            diag,
            "if it is the indicator's own figure of that period, declare periods "
            "= { [\"%.*s\"] = \"%.*s\" }; if it is another indicator, columns = { "
            "[\"%.*s\"] = \"CODE@%.*s\" }; \"skip\" leaves it out",
            STR_ARG(head), STR_ARG(code), STR_ARG(head), STR_ARG(code));
    }
    return true;
}

/* 全年, 合计 beside months. */
static bool hint_total(const struct reading_context *context, struct str text) {
    bool total = name_is_total(text, context->profile, context->scratch);
    if (total) {
        diag_hint(context->diag,
                  "if it is the year beside its months, declare periods = { "
                  "[\"%.*s\"] = \"全年\" }; if it is another sum of rows, \"skip\"; "
                  "if it is a period, \"PERIOD\", as 2023, 2023-Q3 or 2023-YTD09",
                  STR_ARG(text));
    }
    return total;
}

/* Of a head: each meaning with the role that such a column has. */
static void hint_head(const struct reading_context *context, struct str head) {
    struct diag *diag = context->diag;
    enum meaning meaning = meaning_of(head, context->scratch);
    uint32_t area =
        meaning == MEANS_UNKNOWN ? area_within(context, head) : DATASET_NONE;
    if (area != DATASET_NONE) {
        diag_hint(
            diag,
            "it names the area %.*s: declare layout = \"%s\", whose heads may name "
            "an area and a period",
            STR_ARG(dataset_area(context->ds, area)->code),
            context->profile->layout->rows == ROLE_INDICATOR ? "indicator_by_area"
                                                             : "period_by_area");
        return;
    }
    if ((meaning == MEANS_UNKNOWN && hint_total(context, head)) ||
        hint_own_period(context, head, meaning)) {
        return;
    }
    switch (meaning) {
    case MEANS_CHANGE:
        hint_change(context, head);
        break;
    case MEANS_YTD:
        diag_hint(diag,
                  "if it counts from January on, declare columns = { [\"%.*s\"] = "
                  "\"@ytd\" }",
                  STR_ARG(head));
        break;
    case MEANS_YTD_BEFORE:
        diag_hint(diag,
                  "declare of which period it is: columns = { [\"%.*s\"] = \"@PERIOD\" "
                  "}, as @2022-YTD09 for January to September 2022",
                  STR_ARG(head));
        break;
    case MEANS_YEAR_AGO:
        diag_hint(diag,
                  "if it is of a year before the file's period, declare columns = { "
                  "[\"%.*s\"] = \"@year_ago\" }",
                  STR_ARG(head));
        break;
    case MEANS_PREVIOUS:
        diag_hint(diag,
                  "if it is of the period before the file's, declare columns = { "
                  "[\"%.*s\"] = \"@previous\" }",
                  STR_ARG(head));
        break;
    case MEANS_YEAR:
        diag_hint(diag,
                  "if it is of the file's period, declare columns = { [\"%.*s\"] = "
                  "\"value\" }; if it counts from January on, \"@ytd\"",
                  STR_ARG(head));
        break;
    case MEANS_CURRENT:
        diag_hint(diag,
                  "if it is of the file's period, declare columns = { [\"%.*s\"] = "
                  "\"value\" }",
                  STR_ARG(head));
        break;
    case MEANS_CODE:
        diag_hint(diag,
                  "if it has the codes of what the rows are, declare columns = { "
                  "[\"%.*s\"] = \"%s\" }; \"skip\" leaves it out",
                  STR_ARG(head),
                  context->profile->layout->rows == ROLE_INDICATOR ? "indicator"
                                                                   : "area");
        break;
    case MEANS_ORDER:
        diag_hint(diag,
                  "if it only numbers the rows, declare columns = { [\"%.*s\"] = "
                  "\"skip\" }",
                  STR_ARG(head));
        break;
    case MEANS_MOMENT:
        diag_hint(diag,
                  "declare of which period it is: columns = { [\"%.*s\"] = \"@PERIOD\" "
                  "} (what stood at the beginning of a year is of the end of the year "
                  "before), or \"skip\"",
                  STR_ARG(head));
        break;
    case MEANS_UNIT:
        diag_hint(diag, "it is a unit: write it into one cell above the heads (单位："
                        "万元); if this line is no head, first_line = N is the line "
                        "on which the heads stand, and unit = \"…\" the unit");
        break;
    case MEANS_UNKNOWN:
        diag_hint(
            diag,
            "if it is a period, declare periods = { [\"%.*s\"] = \"PERIOD\" }, as "
            "2023, 2023-Q3 or 2023-09; if it is another indicator, columns = { "
            "[\"%.*s\"] = \"CODE\" }; \"note\" or \"skip\" if it has no values",
            STR_ARG(head), STR_ARG(head));
        break;
    }
}

static bool is_small_number(struct str text) {
    bool digits = text.n > 0 && text.n < 3;
    for (size_t i = 0; i < text.n; i++) {
        digits &= text.p[i] >= '0' && text.p[i] <= '9';
    }
    return digits;
}

/* Of a cell, or of a line above the table. */
static void hint_text(const struct reading_context *context, struct str text) {
    struct diag *diag = context->diag;
    enum meaning meaning = meaning_of(text, context->scratch);
    bool month = is_small_number(text) && text.p[0] != '0' &&
                 (text.n == 1 || (text.p[0] == '1' && text.p[1] <= '2'));
    if (month) {
        diag_hint(
            diag,
            "if it is a month, write %.*s月 or call the column 月份; if a quarter, "
            "%.*s季度; periods = { [\"%.*s\"] = \"skip\" } leaves it out",
            STR_ARG(text), STR_ARG(text), STR_ARG(text));
    } else if (is_small_number(text)) {
        diag_hint(diag,
                  "a month is a number from 1 to 12, a quarter from 1 to 4, a year has "
                  "four digits; periods = { [\"%.*s\"] = \"skip\" } leaves it out",
                  STR_ARG(text));
    } else if (meaning == MEANS_YTD || meaning == MEANS_YTD_BEFORE) {
        diag_hint(diag,
                  "if it counts from January on, declare periods = { [\"%.*s\"] = "
                  "\"PERIOD\" }, as 2023-YTD09 for January to September",
                  STR_ARG(text));
    } else if (hint_total(context, text)) {
        return;
    } else {
        diag_hint(
            diag,
            "if it is one, declare periods = { [\"%.*s\"] = \"PERIOD\" }, as 2023, "
            "2023-Q3 or 2023-09; \"skip\" leaves it out",
            STR_ARG(text));
    }
}

void columns_report_period_head(const struct reading_context *context,
                                struct place place, struct str head,
                                enum period_reading reading) {
    if (reading != PERIOD_NONE) {
        columns_report_period(context, place, head, reading);
        return;
    }
    head = clean_excerpt(head);
    diag_error(context->diag, place, "\"%.*s\" is no period", STR_ARG(head));
    hint_head(context, head);
}

/* 2009/10, and not FY2009. */
static bool has_two_years(struct str text) {
    static const char *const marks[] = {"/", "-", "—", "–", "~"};
    bool found = false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks && !found; i++) {
        found = str_find(text, str_from(marks[i]), 0) != STR_NOT_FOUND;
    }
    return found;
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
        hint_text(context, text);
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
                  "declare what it stands for: periods = { [\"%.*s\"] = \"PERIOD\" }",
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
        if (!has_two_years(text)) {
            diag_error(
                context->diag, place,
                "\"%.*s\" is a financial year: nothing says whether it begins or "
                "ends in the year that it is called by",
                STR_ARG(text));
            diag_hint(context->diag,
                      "declare options = { financial_years = \"first\" } (it begins in "
                      "it) or \"last\"; it counts as that year");
            break;
        }
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
