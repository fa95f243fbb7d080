/* Total rows: what they claim, read as the rows are that they sum. */
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/row_reader.h"
#include "ingest/whole.h"

bool row_claim(struct row_reader *r, struct row_facts *facts, size_t column,
               enum claim_kind kind, enum claim_over over, uint32_t dimension) {
    if (r->claims == NULL || facts->claim.kind != CLAIM_NONE) {
        return false;
    }
    /* Which rows stand above it is not known where the plain ones are elsewhere. */
    if (over == CLAIM_OVER_INDICATORS && r->context->whole != NULL &&
        r->context->whole->held != NULL) {
        r->context->whole->told = true;
    }
    facts->claim.kind = kind;
    facts->claim.over = over;
    facts->claim.dimension = dimension;
    facts->claim.column = column;
    r->aside.on = true;
    r->aside.ok = r->ok;
    r->aside.loud = r->context->diag;
    r->context->diag = diag_open_apart(r->aside.loud);
    return true;
}

/* The cell of the row's name, or of a number. */
static struct claim make_claim(const struct row_reader *r,
                               const struct row_facts *facts, size_t column) {
    return (struct claim){
        .kind = facts->claim.kind,
        .over = facts->claim.over,
        .dimension = facts->claim.dimension,
        .place = row_cell_place(r, facts->row, column),
        .name = clean_excerpt(sheet_text(facts->row, facts->claim.column))};
}

/* Whether the number was converted by more than a power of ten: half a unit of its last
   digit is not what it was in the file. */
static bool is_rough(struct row_reader *r, const struct row_facts *facts, size_t column,
                     uint32_t indicator) {
    const struct str units[] = {facts->unit, r->columns[column].unit, r->table_unit,
                                r->context->profile->unit};
    struct str own = dataset_indicator(r->context->ds, indicator)->unit;
    size_t i = 0;
    while (i < 3 && units[i].n == 0) {
        i++;
    }
    if (units[i].n == 0 || str_equal(units[i], own)) {
        return false;
    }
    if (r->factor.indicator != indicator || !str_equal(r->factor.unit, units[i])) {
        struct unit_factor f;
        r->factor.indicator = indicator;
        r->factor.unit = units[i];
        r->factor.rough = unit_convertible(units[i], own, &f) &&
                          (f.numerator != 1 || f.denominator != 1);
    }
    return r->factor.rough;
}

/* A number of which it is known how exact it is. */
static bool is_plain(struct row_reader *r, const struct row_facts *facts, size_t column,
                     const struct observation *o) {
    uint32_t indicator = dataset_series(r->context->ds, o->series)->indicator;
    return observation_has_number(o) && !o->contrary && o->text == 0 &&
           o->qualifier == QUALIFIER_NONE && !is_rough(r, facts, column, indicator);
}

void row_claim_value(struct row_reader *r, const struct row_facts *facts, size_t column,
                     const struct observation *o, bool set) {
    const struct column *c = &r->columns[column];
    bool known = set && is_plain(r, facts, column, o);
    struct claim claim = {
        .kind = facts->total, .over = CLAIM_OVER_AREAS, .given = true};
    if (c->claim != CLAIM_NONE) {
        claim.kind = (enum claim_kind)c->claim;
        claim.name = clean_excerpt(c->head);
    } else if (facts->total != CLAIM_NONE) {
        claim.name = clean_excerpt(sheet_text(facts->row, facts->total_column));
    }
    if (claim.kind == CLAIM_NONE || claim.kind == CLAIM_REST || !set) {
        claims_value(r->claims, o, known);
        return;
    }
    claim.place = row_cell_place(r, facts->row, column);
    claims_add(r->claims, &claim, o, known);
}

static void add_number(struct row_reader *r, const struct row_facts *facts,
                       size_t column, const struct claim *claim) {
    struct row_value value;
    if (row_find_value(r, facts, column, &value) && value.result != VALUE_REFUSED) {
        bool known = value.result == VALUE_SET && is_plain(r, facts, column, &value.o);
        claims_add(r->claims, claim, &value.o, known);
    }
}

/* What was told of the row is forgotten. */
static void leave(struct row_reader *r) {
    diag_close(r->context->diag);
    r->context->diag = r->aside.loud;
    r->ok = r->aside.ok;
    r->aside.on = false;
}

void row_claim_read(struct row_reader *r, const struct row_facts *facts, bool whole) {
    bool vague = !whole || (facts->claim.over == CLAIM_OVER_INDICATORS &&
                            facts->indicator == DATASET_NONE);
    for (size_t i = 0; i < r->table->width && !vague; i++) {
        if (r->columns[i].role == ROLE_VALUE) {
            struct claim claim = make_claim(r, facts, i);
            add_number(r, facts, i, &claim);
        }
    }
    leave(r);
    if (vague) {
        struct claim claim = make_claim(r, facts, facts->claim.column);
        claims_vague(r->claims, &claim, facts->row->line);
    }
}

void row_claim_column(struct row_reader *r, const struct row_facts *facts,
                      size_t column) {
    struct row_facts own = *facts;
    enum claim_kind kind = (enum claim_kind)r->columns[column].claim;
    if (row_claim(r, &own, column, kind, CLAIM_OVER_AREAS, 0)) {
        struct claim claim = make_claim(r, &own, column);
        claim.name = clean_excerpt(r->columns[column].head);
        add_number(r, &own, column, &claim);
        leave(r);
    }
}

bool row_is_grand_total(const struct row_reader *r, const struct sheet_row *row,
                        size_t *at) {
    const struct reading_context *c = r->context;
    *at = STR_NOT_FOUND;
    for (size_t i = 0; i < r->table->width; i++) {
        enum role role = r->columns[i].role;
        bool key = role == ROLE_AREA || role == ROLE_INDICATOR || role == ROLE_PERIOD ||
                   role == ROLE_DIMENSION || role == ROLE_PARENT;
        struct str text = sheet_text(row, i);
        if (!key || text.n == 0) {
            continue;
        }
        if (!name_is_total(text, c->profile, c->scratch)) {
            return false;
        }
        *at = *at == STR_NOT_FOUND ? i : *at;
    }
    return *at != STR_NOT_FOUND;
}
