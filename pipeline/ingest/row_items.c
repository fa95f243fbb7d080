/* What a row says of dimensions: its items, whether it is wanted, and whether a
   skipped column would lose one. */
#include "ingest/breakdown.h"
#include "ingest/clean.h"
#include "ingest/layouts.h"
#include "ingest/period_cell.h"
#include "ingest/row_reader.h"

bool row_take_items(struct row_reader *r, struct row_facts *facts, size_t column,
                    const struct item_set *items) {
    if (items == NULL || items_add_all(r->context->ds, &facts->items, items)) {
        return true;
    }
    diag_error(r->context->diag, row_cell_place(r, facts->row, column),
               "the value is of two items of one dimension");
    r->ok = false;
    return false;
}

bool row_read_item(struct row_reader *r, struct row_facts *facts, size_t column) {
    const struct reading_context *context = r->context;
    uint32_t dimension = r->columns[column].dimension, other = DATASET_NONE;
    struct str text = row_key_text(r, facts->row, column);
    if (text.n == 0) {
        return row_report_empty(r, facts, column);
    }
    struct memo *memo = row_memo_at(r, r->items, text);
    if (!memo->known || memo->within != dimension || !str_equal(memo->text, text)) {
        *memo = (struct memo){.text = text, .known = true, .within = dimension};
        memo->reading = item_read(context->items, text, dimension, context->profile,
                                  context->scratch, &memo->id, &other);
        memo->known = memo->reading == NAME_FOUND || memo->reading == NAME_SKIP;
    }
    if (memo->reading == NAME_SKIP) {
        bool total = name_is_total(text, context->profile, context->scratch);
        row_note_left_out(r, facts, column, text, LEFT_DECLARED);
        facts->declared_out = !total;
        return row_claim(r, facts, column,
                         total ? claim_kind_of(text, context->scratch) : CLAIM_REST,
                         CLAIM_OVER_ITEMS, dimension);
    }
    if (memo->reading != NAME_FOUND && row_is_heading(r, facts, column)) {
        return false;
    }
    if (memo->reading != NAME_FOUND) {
        items_report(context, row_cell_place(r, facts->row, column), text, dimension,
                     memo->reading, memo->id, other);
        r->ok = false;
        return false;
    }
    struct item_set set = {.ids = {memo->id}, .count = memo->id != DATASET_NONE};
    return row_take_items(r, facts, column, &set);
}

/* What the profile's `where` asks for. Cells that are filled down are read first: the
   next row may be a wanted one. */
bool row_is_wanted(struct row_reader *r, struct row_facts *facts) {
    for (size_t i = 0; i < r->table->width && r->context->profile->where_count > 0;
         i++) {
        row_key_text(r, facts->row, i);
    }
    for (size_t i = 0; i < r->table->width && r->context->profile->where_count > 0;
         i++) {
        struct str text = row_key_text(r, facts->row, i);
        if (r->columns[i].filter && !items_wanted(r->context, &r->columns[i], text)) {
            row_note_left_out(r, facts, i, text, LEFT_DECLARED);
            return false;
        }
    }
    return true;
}

/* Asked once a text: many rows say the same. */
static bool is_part(struct row_reader *r, size_t column, struct str text) {
    if (text.n == 0 || r->parts == NULL) {
        return breakdown_is_part(r->context, &r->columns[column], text);
    }
    struct memo *memo = row_memo_at(r, r->parts, text);
    if (!memo->known || memo->within != column || !str_equal(memo->text, text)) {
        bool part = breakdown_is_part(r->context, &r->columns[column], text);
        *memo = (struct memo){
            .text = text, .known = true, .within = (uint32_t)column, .id = part};
    }
    return memo->id != 0;
}

size_t row_part_column(struct row_reader *r, const struct row_facts *facts) {
    for (size_t i = 0; i < r->table->width; i++) {
        if (r->columns[i].breakdown != BREAKDOWN_NONE &&
            is_part(r, i, row_key_text(r, facts->row, i))) {
            return i;
        }
    }
    return STR_NOT_FOUND;
}

static void hint_part(struct row_reader *r, struct str head, struct str text) {
    diag_hint(r->context->diag,
              "declare a dimension in dimensions.csv and columns = { [\"%.*s\"] = "
              "\"its code\" }, or keep one kind of rows: where = { [\"%.*s\"] = "
              "\"%.*s\" }",
              STR_ARG(head), STR_ARG(head), STR_ARG(text));
}

bool row_loses_dimension(struct row_reader *r, const struct row_facts *facts) {
    struct row_difference found;
    struct period period = facts->period;
    columns_shift(facts->period, facts->rule.shift, &period);
    const struct row_key key = {facts->indicator, facts->area, facts->vintage, period,
                                &facts->items};
    if (r->keys == NULL || !row_keys_differ(r->keys, &key, r->columns, r->table->width,
                                            facts->row, &found)) {
        return false;
    }
    struct str head = clean_excerpt(r->columns[found.column].head);
    struct place place = row_cell_place(r, facts->row, found.column);
    struct str before = clean_excerpt(found.text);
    struct str here = clean_excerpt(sheet_text(facts->row, found.column));
    if (r->columns[found.column].role == ROLE_NOTE) {
        diag_error(
            r->context->diag, place,
            "this row and line %zu differ in the column \"%.*s\" alone (\"%.*s\", "
            "\"%.*s\"), which is read as a note: the option duplicates would "
            "leave one of them out",
            found.line, STR_ARG(head), STR_ARG(before), STR_ARG(here));
    } else {
        diag_error(
            r->context->diag, place,
            "this row and line %zu differ in the column \"%.*s\" alone (\"%.*s\", "
            "\"%.*s\"), which is skipped: a dimension would be lost",
            found.line, STR_ARG(head), STR_ARG(before), STR_ARG(here));
    }
    hint_part(r, head, before);
    evidence_lost(r->context->evidence);
    r->ok = false;
    return true;
}

/* The row of that line in the table, whose rows are in the order of the file; NULL if
   it is in another table. */
static const struct sheet_row *row_of_line(const struct row_reader *r, size_t line) {
    size_t from = 0, to = r->table->body_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (r->table->body[middle]->line < line) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    bool found = from < r->table->body_count && r->table->body[from]->line == line;
    return found ? r->table->body[from] : NULL;
}

/* Two rows that are called differently, or alike but for a year that neither says. */
static bool hint_keys(struct row_reader *r, const struct row_facts *facts,
                      const struct sheet_row *before) {
    for (size_t i = 0; i < r->table->width && before != NULL; i++) {
        enum role role = r->columns[i].role;
        if (role != ROLE_AREA && role != ROLE_INDICATOR && role != ROLE_PERIOD) {
            continue;
        }
        struct str here = clean_cell(sheet_text(facts->row, i));
        struct str there = clean_cell(sheet_text(before, i));
        struct period period;
        uint8_t status = 0;
        if (role != ROLE_PERIOD && here.n > 0 && there.n > 0 &&
            !str_equal(here, there)) {
            diag_hint(r->context->diag,
                      "the two rows are \"%.*s\" and \"%.*s\": if they are not the "
                      "same, declare what each is, as %s = { [\"%.*s\"] = \"CODE\" }, "
                      "or \"skip\"; if they are, remove one",
                      STR_ARG(clean_excerpt(there)), STR_ARG(clean_excerpt(here)),
                      role == ROLE_AREA ? "areas" : "indicators",
                      STR_ARG(clean_excerpt(here)));
            return true;
        }
        if (role == ROLE_PERIOD && here.n > 0 && r->context->year > 0 &&
            r->context->profile->layout->rows == ROLE_PERIOD &&
            period_cell_read(r->context, here, 0, &period, &status) == PERIOD_NO_YEAR) {
            diag_hint(r->context->diag,
                      "\"%.*s\" comes twice without a year: if the second is of "
                      "another year, write the year before it; else remove one of them",
                      STR_ARG(clean_excerpt(here)));
            return true;
        }
    }
    return false;
}

void row_hint_twice(struct row_reader *r, const struct row_facts *facts, size_t line) {
    const struct sheet_row *before = row_of_line(r, line);
    for (size_t i = 0; i < r->table->width; i++) {
        struct str text = clean_cell(sheet_text(facts->row, i));
        bool note = r->columns[i].role == ROLE_NOTE && r->columns[i].values_column == 0;
        if (note && text.n > 0 &&
            (before == NULL || !str_equal(text, clean_cell(sheet_text(before, i))))) {
            hint_part(r, clean_excerpt(r->columns[i].head), clean_excerpt(text));
            return;
        }
    }
    if (line < r->again && r->again < facts->row->line) {
        diag_hint(r->context->diag,
                  "the head comes again on line %zu: if another table begins there, "
                  "declare first_line and last_line, one entry a table",
                  (size_t)r->again);
        return;
    }
    struct str rule =
        profile_lookup(r->context->profile->options, r->context->profile->option_count,
                       STR("duplicates"));
    if (str_equal(rule, STR("sum"))) {
        diag_hint(r->context->diag,
                  "do the rows part something? Then name it (a dimension, an area); or "
                  "remove all but the figure of the whole. If it is a count after all: "
                  "aggregation = sum in indicators.csv");
        return;
    }
    if (hint_keys(r, facts, before))
        return;
    diag_hint(r->context->diag,
              "remove one of them, or declare options = { duplicates = "
              "\"last\" } (or \"first\") for the source");
}

uint32_t row_series(struct row_reader *r, const struct row_facts *facts, size_t column,
                    uint32_t indicator) {
    struct row_facts all = *facts;
    const struct item_set *own = &r->columns[column].items;
    if (facts->items.count + own->count == 0) {
        return dataset_total(r->context->ds, indicator);
    }
    return row_take_items(r, &all, column, own)
               ? dataset_intern_series(r->context->ds, indicator, all.items.ids,
                                       all.items.count)
               : DATASET_NONE;
}
