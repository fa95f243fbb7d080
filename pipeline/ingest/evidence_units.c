/* Where the places of a file disagree on units. */
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/evidence.h"

static bool holds_for_some(const struct evidence *e, struct str unit,
                           enum belief_witness witness) {
    bool any = false;
    for (size_t i = 0; i < e->unit_count; i++) {
        if (e->units[i].witness == witness) {
            any = true;
            if (unit_list_share(e->units[i].text, unit)) {
                return true;
            }
        }
    }
    return !any;
}

/* In thousands, and no place says of what: as indicators.csv has it, or not. */
static bool compare_multiplier(struct evidence *e, const struct testimony *s) {
    struct testimony values = evidence_of_values(e, BELIEF_UNIT);
    values.witness = WITNESS_DICTIONARY;
    values.text = evidence_dictionary_units(e);
    return values.text.n == 0 || unit_list_share(values.text, s->text) ||
           evidence_report(e, s, &values);
}

/* 单位：亿元 above nothing but an index: of values that have a unit it may be that of
   others. */
static bool compare_with_index(struct evidence *e) {
    const struct dataset *ds = e->context->ds;
    const struct indicator *index = NULL;
    const struct testimony *said = evidence_first(e, BELIEF_UNIT);
    for (uint32_t i = 0; i < dataset_indicator_count(ds) && said != NULL; i++) {
        const struct indicator *own = dataset_indicator(ds, i);
        if (e->indicators[i] && own->kind != KIND_INDEX) {
            return true;
        }
        index = e->indicators[i] ? own : index;
    }
    if (said == NULL || said->distant || index == NULL ||
        unit_says_nothing(said->text) || unit_list_share(said->text, index->unit) ||
        profile_trusts(e->context->profile, STR("unit"))) {
        return true;
    }
    diag_error(e->context->diag, said->place,
               "unit mismatch: the file says %.*s, %.*s has no unit",
               STR_ARG(clean_excerpt(said->text)), STR_ARG(index->code));
    diag_hint(e->context->diag,
              "does the file count something else? Then name another indicator; "
              "else correct the unit there or in input/indicators.csv");
    return false;
}

/* 单位：万家 between rows: those above it have another unit, if any. */
static bool compare_between(struct evidence *e) {
    struct diag *diag = e->context->diag;
    if (!e->unit_between || profile_trusts(e->context->profile, STR("unit"))) {
        return true;
    }
    diag_error(diag, e->unit_below,
               "the line gives a unit in the middle of the table: it cannot be that of "
               "the rows above it, too");
    diag_hint(diag, "if another table begins here, declare first_line and last_line, "
                    "one entry a table; if the unit is that of all rows, move the "
                    "line above the head");
    return false;
}

/* A blank cell of units beside 万家 of the same indicator. */
static bool compare_blank(const struct evidence *e) {
    const struct dataset *ds = e->context->ds;
    struct diag *diag = e->context->diag;
    bool ok = true, said = evidence_first(e, BELIEF_UNIT) != NULL ||
                           profile_trusts(e->context->profile, STR("unit"));
    for (uint32_t i = 0; i < dataset_indicator_count(ds) && !said; i++) {
        const struct unit_of *of = e->units_of != NULL ? &e->units_of[i] : NULL;
        if (of == NULL || of->unit.n == 0 || of->bare.line == 0) {
            continue;
        }
        ok = diag_error(
            diag, of->bare, "the row says no unit, but other rows of %.*s are in %.*s",
            STR_ARG(dataset_indicator(ds, i)->name), STR_ARG(clean_excerpt(of->unit)));
        diag_hint(
            diag,
            "write the unit into each row; if a blank one stands for the one "
            "above, declare fill_down = true; if it is the unit of indicators.csv "
            "(%.*s), trust = { \"unit\" }",
            STR_ARG(dataset_indicator(ds, i)->unit));
    }
    return ok;
}

/* The lines that speak of all values agree, and hold for some of them. */
static bool compare_units(struct evidence *e) {
    const struct testimony *first = NULL;
    bool rows = false, columns = false, ok = true;
    for (size_t i = 0; i < e->unit_count; i++) {
        rows |= e->units[i].witness == WITNESS_ROWS;
        columns |= e->units[i].witness == WITNESS_HEADS;
    }
    bool bare = (!columns || e->bare_columns) && (!rows || e->bare_rows);
    const struct testimony *believed = evidence_first(e, BELIEF_UNIT);
    for (size_t i = 0; i < e->said_count; i++) {
        const struct testimony *s = &e->said[i];
        if (s->fact != BELIEF_UNIT || (s->distant && (first != NULL || !bare))) {
            continue;
        }
        if (first != NULL && !unit_list_share(first->text, s->text)) {
            ok &= evidence_report(e, s, first);
        } else if (s->passing && bare && believed == NULL) {
            ok &= compare_multiplier(e, s);
        } else if (!bare && !(holds_for_some(e, s->text, WITNESS_HEADS) &&
                              holds_for_some(e, s->text, WITNESS_ROWS))) {
            struct testimony values = evidence_of_values(e, BELIEF_UNIT);
            ok &= evidence_report(e, s, &values);
        }
        first = first == NULL ? s : first;
    }
    for (size_t i = 0; i < e->unit_count && rows && !e->bare_rows; i++) {
        const struct testimony *s = &e->units[i];
        if (s->witness == WITNESS_HEADS && !holds_for_some(e, s->text, WITNESS_ROWS)) {
            const struct testimony *row = s;
            for (size_t k = 0; k < e->unit_count; k++) {
                row = e->units[k].witness == WITNESS_ROWS ? &e->units[k] : row;
            }
            ok &= evidence_report(e, s, row);
        }
    }
    return ok;
}

bool evidence_compare_units(struct evidence *e) {
    bool ok = compare_between(e);
    ok &= compare_with_index(e);
    ok &= compare_units(e);
    return compare_blank(e) && ok;
}
