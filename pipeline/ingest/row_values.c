/* What a cell of values holds, with all that its row and column say of it. */
#include "ingest/clean.h"
#include "ingest/keep.h"
#include "ingest/row_reader.h"

bool row_find_value(struct row_reader *r, const struct row_facts *facts, size_t i,
                    struct row_value *out) {
    const struct column *c = &r->columns[i];
    struct row_facts own;
    bool of_column = c->declared && (c->has_period || c->shift != SHIFT_NONE);
    out->fate = FATE_FINDING;
    if (of_column && facts->name.n > 0 && c->indicator == DATASET_NONE &&
        row_read_crossing(r, facts, i, &own)) {
        facts = &own;
        if (own.indicator == DATASET_NONE) {
            out->fate = FATE_SKIP;
            return false;
        }
    }
    if (c->indicator != DATASET_NONE &&
        (facts->rule.has_period || facts->rule.shift != SHIFT_NONE)) {
        own = *facts; /* the rule is that of another indicator */
        own.rule = (struct period_rule){.shift = SHIFT_NONE};
        facts = &own;
    }
    out->indicator = c->indicator != DATASET_NONE ? c->indicator : facts->indicator;
    struct observation o = {
        .series = row_series(r, facts, i, out->indicator),
        .area = c->area != DATASET_NONE ? c->area : facts->area,
        .vintage = facts->vintage,
        .status = c->status != STATUS_NORMAL ? c->status : facts->status,
        .contrary = c->status == STATUS_NORMAL && facts->unreliable,
        .source = {.file = r->facts->file,
                   .line = facts->row->line,
                   .column = (uint16_t)(sheet_column(r->table->sheet, i) + 1),
                   .joined = (uint16_t)(facts->row->joined > UINT16_MAX
                                            ? UINT16_MAX
                                            : facts->row->joined)}};
    if (o.series == DATASET_NONE) {
        return false;
    }
    struct str cell = facts->row->cells[i];
    struct period ruled;
    if (!row_period_of(facts, c, &out->base) ||
        !columns_shift(out->base, facts->rule.shift, &ruled) ||
        !columns_shift(ruled, c->shift, &o.period)) {
        if (clean_cell(cell).n > 0) {
            diag_error(r->context->diag, row_cell_place(r, facts->row, i),
                       "the period of column \"%.*s\" cannot be derived from %.*s",
                       STR_ARG(clean_excerpt(c->head)),
                       STR_ARG(period_code(out->base, r->context->scratch)));
            r->ok = false;
        }
        return false;
    }
    if (c->status_column > 0 &&
        !row_read_status(r, facts->row, c->status_column - 1, &o.status, &o.contrary)) {
        return false;
    }
    o.status = noted_status(r->noted, r->noted_count, o.period, o.area, o.status);
    struct stated_units units = {facts->unit, c->unit, r->table_unit,
                                 r->context->profile->unit, facts->power};
    if (r->trusts_unit) {
        units = (struct stated_units){.profile = units.profile, .power = units.power};
    }
    struct cell_at at = {r->table, facts->row, i};
    if (facts->empty_status != STATUS_NORMAL && clean_cell(cell).n == 0) {
        o.status = facts->empty_status;
        o.contrary = false;
    }
    out->result = value_read(r->context, cell, &units, &at, &o);
    out->o = o;
    out->fate = out->result == VALUE_REFUSED ? FATE_FINDING : FATE_VALUE;
    return true;
}

enum cell_fate row_read_value(struct row_reader *r, const struct row_facts *facts,
                              size_t i) {
    struct row_value value;
    if (!row_find_value(r, facts, i, &value)) {
        return value.fate;
    }
    const struct observation *o = &value.o;
    if (value.result == VALUE_SET && facts->closed &&
        !row_may_publish(r, facts, i, o)) {
        r->ok = false;
        value.fate = FATE_FINDING;
    }
    if (value.result != VALUE_REFUSED && r->claims != NULL) {
        row_claim_value(r, facts, i, o, value.result == VALUE_SET);
    }
    if (value.result == VALUE_SET) {
        evidence_value(r->context->evidence, o, value.indicator, value.base);
        if (keep_value(r->context, o)) {
            r->file->observations++;
            r->file->missing +=
                o->status == STATUS_MISSING && !observation_has_value(o);
        } else {
            const struct observation *first = dataset_find_same(r->context->ds, o);
            if (first->source.file == o->source.file && first->vintage == o->vintage) {
                row_hint_twice(r, facts, first->source.line);
            }
            r->ok = false;
            value.fate = FATE_FINDING;
        }
    }
    r->ok &= value.result != VALUE_REFUSED;
    return value.fate;
}
