/* What holds for the whole file: the statements of its places (ingest/evidence.h) in
   the order of belief. */
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/row_reader.h"

bool row_file_indicator(struct row_reader *r) {
    const struct reading_context *context = r->context;
    const struct testimony *said = evidence_first(context->evidence, BELIEF_INDICATOR);
    struct str unit = {"", 0};
    struct place place = row_cell_place(r, r->table->head, 0);
    if (said == NULL) {
        diag_error(context->diag, place, "nothing says which indicator this is");
        if (columns_hint_role(context, r->table, r->columns, ROLE_INDICATOR)) {
            return false;
        }
        diag_hint(context->diag, "declare indicator = \"CODE\" for the source (or "
                                 "columns = { [\"…\"] = \"indicator\" })");
        return false;
    }
    r->rule = said->rule;
    uint32_t other = DATASET_NONE;
    struct item_set items;
    enum name_reading reading =
        indicator_read(context->indicators, said->text, context->profile,
                       context->scratch, &r->indicator, &other, &unit, &items);
    items_add_all(context->ds, &r->whole, &items);
    if (reading != NAME_FOUND) {
        columns_report_indicator(context, place, said->text, reading, r->indicator,
                                 other);
        return false;
    }
    return true;
}

bool row_file_area(struct row_reader *r) {
    const struct reading_context *context = r->context;
    const struct testimony *said = evidence_first(context->evidence, BELIEF_AREA);
    struct place place = row_cell_place(r, r->table->head, 0);
    if (said == NULL) {
        diag_error(context->diag, place, "nothing says which area this is");
        if (columns_hint_role(context, r->table, r->columns, ROLE_AREA)) {
            return false;
        }
        diag_hint(context->diag, "declare area = \"000000\" for the source");
        columns_hint_area(context, r->table, r->columns);
        return false;
    }
    uint32_t other = DATASET_NONE;
    enum name_reading reading =
        area_read(context->areas, said->text, context->year, context->profile,
                  context->scratch, &r->area, &other);
    if (reading != NAME_FOUND && reading != NAME_OTHER_LEVEL) {
        columns_report_area(context, place, said->text, reading, r->area, other);
        return false;
    }
    return true;
}

bool row_file_period(struct row_reader *r) {
    struct reading_context *context = r->context;
    const struct testimony *said = evidence_first(context->evidence, BELIEF_PERIOD);
    r->has_period = said != NULL && said->reading == PERIOD_READ;
    if (said != NULL && !r->has_period) {
        columns_report_period(context, row_cell_place(r, r->table->head, 0), said->text,
                              said->reading);
        return false;
    }
    if (r->has_period) {
        r->period = said->periods[0].first;
    }
    context->year = r->has_period ? r->period.year : 0;
    return true;
}

bool row_file_has_period(struct row_reader *r) {
    struct diag *diag = r->context->diag;
    if (r->has_period) {
        return true;
    }
    diag_error(diag, row_cell_place(r, r->table->head, 0),
               "nothing says which period this is");
    if (columns_hint_role(r->context, r->table, r->columns, ROLE_PERIOD)) {
        return false;
    }
    const struct evidence *e = r->context->evidence;
    for (size_t i = 0; i < e->said_count; i++) {
        const struct testimony *said = &e->said[i];
        if (said->fact == BELIEF_PERIOD && said->passing) {
            diag_hint(diag,
                      "it may be %.*s, which is named in passing (%s): then "
                      "declare period = \"…\" for the source",
                      STR_ARG(said->text),
                      diag_words(diag, said->witness == WITNESS_TITLE ? "title"
                                                                      : "file name"));
            return false;
        }
    }
    diag_hint(diag, "declare period = \"2023\" for the source, or put it into the file "
                    "name as {period}");
    return false;
}

struct str row_side_text(struct row_reader *r, const struct row_facts *facts,
                         size_t column) {
    struct str text = sheet_text(facts->row, column);
    bool same = r->context->profile->fill_down;
    for (size_t i = 0; i < r->table->width && same && text.n == 0; i++) {
        struct str own = sheet_text(facts->row, i);
        same = r->columns[i].role != ROLE_INDICATOR || own.n == 0 ||
               str_equal(own, r->above[i]);
    }
    if (text.n > 0 || !same) {
        r->above[column] = text;
    }
    return r->context->profile->fill_down ? r->above[column] : text;
}

void row_read_unit(struct row_reader *r, struct row_facts *facts, size_t column) {
    struct str unit =
        profile_unit(r->context->profile, row_side_text(r, facts, column));
    bool again = unit.n > 0 && str_equal(unit, r->last_unit);
    if (!again && unit_says_nothing(unit)) {
        return;
    }
    facts->unit = unit;
    if (!again) {
        evidence_unit(r->context->evidence, unit,
                      row_cell_place(r, facts->row, column));
        r->last_unit = unit;
    }
}

bool row_take_unit(struct row_reader *r, struct row_facts *facts, size_t column,
                   struct str unit) {
    if (facts->unit.n == 0 || unit.n == 0 || str_equal(facts->unit, unit) ||
        unit_equal(facts->unit, unit)) {
        facts->unit = facts->unit.n > 0 ? facts->unit : unit;
        return true;
    }
    diag_error(r->context->diag, row_cell_place(r, facts->row, column),
               "the name says that the unit is %.*s, the row's column of units says "
               "%.*s",
               STR_ARG(clean_excerpt(unit)), STR_ARG(clean_excerpt(facts->unit)));
    return r->ok = false;
}
