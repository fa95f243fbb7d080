/* PxStat of the Central Statistics Office of Ireland, and others who run it: pairs of a
   code and its words; TLIST(Q1) says what the codes of time are. */
#include "ingest/exports.h"
#include <string.h>

static const char *knows(const struct export_head *head) {
    return export_ends(head, 0, "UNIT,VALUE") && export_has(head, 0, "Statistic Label")
               ? ","
               : NULL;
}

/* 20231 under TLIST(Q1) is 2023Q1, 202309 under TLIST(M1) 2023M09. */
static struct str period(const struct shape *shape, const struct sheet_row *row,
                         const struct shape_column *column) {
    struct str text = sheet_text(row, column->from);
    struct str frequency = str_slice(column->head, 6, 7);
    struct arena *arena = shape->context->scratch;
    char letter = frequency.n > 0 ? frequency.p[0] : '\0';
    if (text.n > 4 && letter != '\0' && strchr("HQMW", letter) != NULL) {
        return arena_printf(arena, "%.*s%s%c%.*s", 4, text.p, letter == 'W' ? "-" : "",
                            letter, STR_ARG(str_slice(text, 4, text.n)));
    }
    return text;
}

static bool has_word(struct str head, const char *const *words) {
    for (; *words != NULL; words++) {
        if (str_find(head, str_from(*words), 0) != STR_NOT_FOUND) {
            return true;
        }
    }
    return false;
}

static bool is_time(struct str head) {
    static const char *const names[] = {"Year",      "Quarter",    "Month",      "Week",
                                        "Half Year", "CensusYear", "Census Year"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal(head, str_from(names[i]))) {
            return true;
        }
    }
    return false;
}

static bool shape_pxstat(struct shape *shape) {
    static const char *const areas[] = {"Count", "Region", "Area",      "State", "NUTS",
                                        "City",  "Town",   "Electoral", NULL};
    const struct sheet_row *head = &shape->sheet->rows[0];
    bool codes = str_equal(sheet_text(head, 0), STR("STATISTIC")), area = false;
    shape_head(shape, 0, 1);
    for (size_t i = 0; i < shape->width; i++) {
        struct str text = sheet_text(head, i);
        if (str_equal(text, STR("UNIT"))) {
            shape_column(shape, text, "unit", i);
            continue;
        }
        if (str_equal(text, STR("VALUE"))) {
            shape_column(shape, text, "value", i);
            continue;
        }
        bool pair = codes && i + 1 < shape->width;
        struct str words = pair ? sheet_text(head, i + 1) : text;
        bool time = str_starts(text, STR("TLIST(")) || (!codes && is_time(text));
        bool here = !area && !time && has_word(words, areas);
        const char *role = str_equal(words, STR("Statistic Label")) ? "indicator"
                           : time                                   ? "period"
                           : here                                   ? "area"
                                                                    : "dimension";
        struct shape_column *c = shape_column(shape, text, role, i);
        c->name = words;
        shape_cell_of(c, pair && time ? period : NULL, 0);
        c->label = pair ? shape_beside : NULL;
        c->label_from = i + 1;
        area |= here;
        i += pair;
    }
    shape->profile.layout = &layout_long;
    shape->profile.decimal = STR(".");
    shape_option(shape, "dates", "day"); /* TLIST(D1) */
    shape_symbol(shape, "..", "missing");
    shape_item(shape, "-", "total"); /* a code: all of them */
    shape_item(shape, "Both sexes", "total");
    shape_rows(shape, 1, shape->sheet->row_count, NULL);
    return true;
}

const struct export_kind export_pxstat = {
    .kind = {"pxstat", "PxStat: Central Statistics Office (Ireland)",
             "爱尔兰中央统计局 PxStat"},
    .knows = knows,
    .level = "economy",
    .shape = shape_pxstat,
};
