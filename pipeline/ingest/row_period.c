#include "ingest/clean.h"
#include "ingest/period_cell.h"
#include "ingest/row_reader.h"
#include "ingest/status.h"

static bool is_not_stated(struct str text) {
    return str_equal(text, STR("未注明")) || str_equal(text, STR("时期未注明")) ||
           str_equal(text, STR("未说明")) || str_equal(text, STR("not stated")) ||
           str_equal(text, STR("undated"));
}

/* Where the heads say the years, the row may say a part of one: 9月, Sep, M09. */
static enum period_reading read_cell(const struct row_reader *r, size_t column,
                                     struct str text, struct memo *memo) {
    const struct reading_context *context = r->context;
    if (!r->heads_have_years) {
        return period_cell_of_year(context, r->columns[column].head, text,
                                   &memo->period, &memo->status);
    }
    enum period_reading reading = period_cell_part(context, r->columns[column].head,
                                                   text, &memo->period, &memo->status);
    return reading == PERIOD_NO_YEAR ? PERIOD_READ : reading;
}

bool row_read_period(struct row_reader *r, struct row_facts *facts, size_t column) {
    const struct reading_context *context = r->context;
    struct str text = row_key_text(r, facts->row, column);
    if (text.n == 0) {
        return row_report_empty(r, facts, column);
    }
    struct memo *memo = row_memo_at(r, r->periods, text);
    enum period_reading reading = PERIOD_READ;
    if (!memo->known || !str_equal(memo->text, text)) {
        *memo = (struct memo){.text = text};
        if (!is_not_stated(text)) {
            reading = read_cell(r, column, text, memo);
        }
        memo->known = reading == PERIOD_READ;
    }
    facts->period = memo->period;
    facts->has_period = facts->own_period = reading == PERIOD_READ;
    if (facts->has_period && row_is_year_heading(r, facts, column, text)) {
        return false;
    }
    if (reading == PERIOD_SKIP) {
        row_note_left_out(r, facts, column, text, LEFT_DECLARED);
    } else if (!facts->has_period && row_is_heading(r, facts, column)) {
        return false;
    } else if (!facts->has_period) {
        columns_report_period(context, row_cell_place(r, facts->row, column), text,
                              reading);
        r->ok = false;
    } else if (memo->status != STATUS_NORMAL) {
        facts->status = memo->status;
    }
    return facts->has_period;
}

/* One of the columns. False: the row is left out, or wrong. */
static bool take_part(struct row_reader *r, struct row_facts *facts, size_t column,
                      struct period *out) {
    const struct reading_context *context = r->context;
    struct str text = row_key_text(r, facts->row, column);
    if (text.n == 0) {
        return row_report_empty(r, facts, column);
    }
    enum period_reading reading =
        period_cell_part(context, r->columns[column].head, text, out, &facts->status);
    if (reading == PERIOD_READ || reading == PERIOD_NO_YEAR) {
        return true;
    }
    if (reading == PERIOD_SKIP) {
        row_note_left_out(r, facts, column, text, LEFT_DECLARED);
        return false;
    }
    columns_report_period(context, row_cell_place(r, facts->row, column), text,
                          reading);
    return r->ok = false;
}

/* Both without a year are the same part of it; else one completes the other. */
static bool fit(struct period before, struct period part, struct period *out) {
    *out = part;
    return before.year == 0 && part.year == 0 ? period_equal(before, part)
                                              : period_cell_join(before, part, out);
}

bool row_read_period_parts(struct row_reader *r, struct row_facts *facts) {
    struct period found = {0}, part = {0};
    size_t last = STR_NOT_FOUND;
    for (size_t i = 0; i < r->table->width; i++) {
        if (r->columns[i].role != ROLE_PERIOD) {
            continue;
        }
        if (!take_part(r, facts, i, &part)) {
            return false;
        }
        if (last != STR_NOT_FOUND && !fit(found, part, &part)) {
            diag_error(r->context->diag, row_cell_place(r, facts->row, i),
                       "\"%.*s\" in column \"%.*s\" does not fit \"%.*s\" in column "
                       "\"%.*s\": they make no period",
                       STR_ARG(clean_excerpt(row_key_text(r, facts->row, i))),
                       STR_ARG(clean_excerpt(r->columns[i].head)),
                       STR_ARG(clean_excerpt(row_key_text(r, facts->row, last))),
                       STR_ARG(clean_excerpt(r->columns[last].head)));
            return r->ok = false;
        }
        found = part;
        last = i;
    }
    if (found.year == 0 && !r->heads_have_years) {
        found.year = (uint16_t)r->context->year;
    }
    facts->period = found;
    facts->has_period = facts->own_period = found.year != 0 || r->heads_have_years;
    if (!facts->has_period) {
        columns_report_period(r->context, row_cell_place(r, facts->row, last),
                              row_key_text(r, facts->row, last), PERIOD_NO_YEAR);
        r->ok = false;
    }
    return facts->has_period;
}

bool row_period_of(const struct row_facts *facts, const struct column *column,
                   struct period *out) {
    bool part = !column->has_period && column->period.kind != PERIOD_NOT_STATED;
    const struct period_rule *rule = &facts->rule;
    if (column->has_period && !column->declared && facts->own_period &&
        facts->period.kind != PERIOD_NOT_STATED) {
        bool fits = period_cell_join(column->period, facts->period, out);
        *out = fits ? *out : facts->period;
        return fits;
    }
    *out = column->has_period ? column->period
           : rule->has_period ? rule->period
                              : facts->period;
    if (rule->has_period && !period_equal(*out, rule->period)) {
        return false; /* the head says another one */
    }
    return !part ||
           (out->kind == PERIOD_YEAR && period_cell_join(*out, column->period, out));
}

bool row_read_status(struct row_reader *r, const struct sheet_row *row, size_t column,
                     uint8_t *out, bool *unreliable) {
    struct diag *diag = r->context->diag;
    struct str text = sheet_text(row, column);
    enum observation_status status;
    if (text.n == 0) {
        return true;
    }
    if (!number_status(text, &status)) {
        diag_error(diag, row_cell_place(r, row, column), "\"%.*s\" is no status",
                   STR_ARG(clean_excerpt(text)));
        diag_hint(diag,
                  "A, P (初步数), R (修订数), E (估计数), M (缺失), Q (保密), N, or "
                  "another letter or word of SDMX's list of statuses");
        return r->ok = false;
    }
    status_note(diag, row_cell_place(r, row, column), text);
    *out = (uint8_t)status;
    *unreliable = status_is_unreliable(text);
    return true;
}

bool row_read_multiplier(struct row_reader *r, struct row_facts *facts, size_t column) {
    enum { POWER_MOST = 15 };
    struct str text = row_side_text(r, facts, column);
    text = str_trim(str_slice(text, 0, str_find(text, STR(":"), 0)));
    struct decimal power = {0};
    if (text.n > 0 &&
        (!decimal_parse(text, &power) || power.exponent != 0 ||
         power.coefficient > POWER_MOST || power.coefficient < -POWER_MOST)) {
        diag_error(r->context->diag, row_cell_place(r, facts->row, column),
                   "\"%.*s\" is no power of ten", STR_ARG(clean_excerpt(text)));
        diag_hint(r->context->diag,
                  "a multiplier is 0, 3 (thousands), 6 (millions) …; if the column is "
                  "something else, declare it: columns = { [\"%.*s\"] = \"note\" }",
                  STR_ARG(clean_excerpt(r->columns[column].head)));
        return r->ok = false;
    }
    facts->power = (int)power.coefficient;
    return true;
}

bool row_read_confidentiality(struct row_reader *r, struct row_facts *facts,
                              size_t column) {
    struct str text = sheet_text(facts->row, column);
    if (!status_confidentiality(text, &facts->closed)) {
        diag_error(r->context->diag, row_cell_place(r, facts->row, column),
                   "\"%.*s\" is no letter of confidentiality",
                   STR_ARG(clean_excerpt(text)));
        diag_hint(r->context->diag, "F (free), C (confidential), N (not for "
                                    "publication), or another letter of SDMX's list");
        return r->ok = false;
    }
    enum observation_status status = (enum observation_status)facts->status;
    if (facts->closed && (status_has_number(status) || status == STATUS_MISSING)) {
        facts->empty_status = STATUS_SUPPRESSED;
    }
    return true;
}

bool row_may_publish(struct row_reader *r, const struct row_facts *facts, size_t column,
                     const struct observation *o) {
    if (!observation_has_number(o)) {
        return true;
    }
    diag_error(r->context->diag, row_cell_place(r, facts->row, column),
               "the cell holds a number, and its row says that it is not for "
               "publication");
    diag_hint(r->context->diag, "leave such rows out with where, or ask the office for "
                                "the figures that may be published");
    return false;
}
