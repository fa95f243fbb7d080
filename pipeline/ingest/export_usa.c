/* The US Bureau of Labor Statistics' flat files, and FRED of the Federal Reserve Bank
   of St. Louis. */
#include "ingest/dates.h"
#include "ingest/export_keys.h"
#include "ingest/exports.h"
#include <stdlib.h>
#include <string.h>

/* ---- BLS ---- */

static const char *knows_bls(const struct export_head *head) {
    return str_equal(export_cell(head, 0, "\t", 0), STR("series_id")) &&
                   str_equal(export_cell(head, 0, "\t", 1), STR("year"))
               ? "\t"
               : NULL;
}

/* M09, Q03, S01 of the year; M13, Q05, S03 and A01 are the year's mean. */
static struct str bls_period(const struct shape *shape, const struct sheet_row *row,
                             const struct shape_column *column) {
    struct str year = sheet_text(row, column->from);
    struct str part = sheet_text(row, column->from + 1);
    struct arena *arena = shape->context->scratch;
    if (str_equal(part, STR("M13")) || str_equal(part, STR("Q05")) ||
        str_equal(part, STR("S03")) || str_equal(part, STR("A01"))) {
        return year;
    }
    if (part.n == 3 && (part.p[0] == 'Q' || part.p[0] == 'S')) {
        return arena_printf(arena, "%.*s%c%c", STR_ARG(year),
                            part.p[0] == 'S' ? 'H' : 'Q', part.p[2]);
    }
    return arena_printf(arena, "%.*s%.*s", STR_ARG(year), STR_ARG(part));
}

/* The letters among its codes of footnotes: P preliminary, R revised, C corrected. */
static struct str bls_footnotes(const struct shape *shape, const struct sheet_row *row,
                                const struct shape_column *column) {
    struct str text = sheet_text(row, column->from);
    bool preliminary = str_find(text, STR("P"), 0) != STR_NOT_FOUND;
    bool revised = str_find(text, STR("R"), 0) != STR_NOT_FOUND ||
                   str_find(text, STR("C"), 0) != STR_NOT_FOUND;
    (void)shape;
    return preliminary ? STR("P") : revised ? STR("R") : (struct str){"", 0};
}

static bool shape_bls(struct shape *shape) {
    const struct sheet_row *head = &shape->sheet->rows[0];
    size_t notes = shape_find(head, "footnote_codes");
    shape_head(shape, 0, 1);
    shape_column(shape, STR("series_id"), "indicator", 0);
    shape_cell_of(shape_column(shape, STR("year"), "period", 1), bls_period,
                  shape_bit(2));
    shape_column(shape, STR("value"), "value", 3);
    if (notes != STR_NOT_FOUND) {
        shape_cell_of(shape_column(shape, STR("footnote_codes"), "status", notes),
                      bls_footnotes, 0);
    }
    shape_rest(shape);
    shape->profile.layout = &layout_long;
    shape->profile.decimal = STR(".");
    shape_symbol(shape, "-", "missing");
    shape_rows(shape, 1, shape->sheet->row_count, NULL);
    return true;
}

const struct export_kind export_bls = {
    .kind = {"bls", "Bureau of Labor Statistics (USA): flat files", "美国劳工统计局"},
    .knows = knows_bls,
    .level = "economy",
    .shape = shape_bls,
};

/* ---- FRED: days, of which only the steps say what they are the first of ---- */

static bool is_day(struct str text) {
    return text.n == 10 && text.p[4] == '-' && text.p[7] == '-';
}

static const char *knows_fred(const struct export_head *head) {
    struct str first = export_cell(head, 0, ",", 0);
    return (str_equal(first, STR("observation_date")) ||
            str_equal(first, STR("DATE"))) &&
                   export_has(head, 0, ",") && is_day(export_cell(head, 1, ",", 0))
               ? ","
               : NULL;
}

static int divisor(int a, int b) { return b == 0 ? a : divisor(b, a % b); }

/* Of the days: the month of one, counted from year 0, what all steps between them are
   made of, in months, and whether one is no first of a month. */
enum { LESSON_MONTH, LESSON_STEP, LESSON_INSIDE };

static bool learn(struct shape_lesson *lesson, const struct sheet_row *row) {
    const struct shape_lesson before = *lesson;
    int year, month, day, *n = lesson->numbers;
    if (!date_parts(sheet_text(row, 0), &year, &month, &day)) {
        return false;
    }
    int at = year * 12 + month - 1;
    n[LESSON_MONTH] = n[LESSON_MONTH] > 0 ? n[LESSON_MONTH] : at;
    n[LESSON_STEP] = divisor(n[LESSON_STEP], abs(at - n[LESSON_MONTH]));
    n[LESSON_INSIDE] |= day != 1;
    return memcmp(&before, lesson, sizeof before) != 0;
}

/* The frequency by what all steps are made of, if each day is the first of such a
   period; else days. One day alone has no step. */
static const char *frequency(const struct shape *shape) {
    static const struct {
        const char *letter;
        int months;
    } kinds[] = {{"A", 12}, {"S", 6}, {"Q", 3}, {"M", 1}};
    struct shape_lesson lesson = {0};
    for (size_t k = 1; k < shape->sheet->row_count; k++) {
        learn(&lesson, &shape->sheet->rows[k]);
    }
    int step = lesson.numbers[LESSON_STEP];
    bool firsts = lesson.numbers[LESSON_INSIDE] == 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && firsts; i++) {
        bool steps = step == kinds[i].months || (i == 0 && step > 0 && step % 12 == 0);
        if (steps && lesson.numbers[LESSON_MONTH] % kinds[i].months == 0) {
            return kinds[i].letter;
        }
    }
    return "D";
}

static struct str fred_period(const struct shape *shape, const struct sheet_row *row,
                              const struct shape_column *column) {
    return keys_period_code(sheet_text(row, column->from), str_from(shape->own),
                            shape->context->scratch);
}

static bool shape_fred(struct shape *shape) {
    const struct sheet_row *head = &shape->sheet->rows[0];
    shape_head(shape, 0, 1);
    shape->learn = learn;
    shape->own = frequency(shape);
    shape_column(shape, sheet_text(head, 0), "period", 0)->cell = fred_period;
    for (size_t i = 1; i < shape->width; i++) {
        shape_column(shape, sheet_text(head, i), NULL, i);
    }
    shape->profile.layout = &layout_period_by_indicator;
    shape->profile.decimal = STR(".");
    shape_symbol(shape, ".", "missing");
    shape_option(shape, "dates", "day");
    shape_rows(shape, 1, shape->sheet->row_count, NULL);
    return true;
}

const struct export_kind export_fred = {
    .kind = {"fred", "FRED (Federal Reserve Bank of St. Louis)", "美国联储 FRED"},
    .knows = knows_fred,
    .level = "economy",
    .shape = shape_fred,
};
