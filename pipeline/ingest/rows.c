#include "ingest/rows.h"
#include "dataset/unit.h"
#include "ingest/account.h"
#include "ingest/clean.h"
#include "ingest/layouts.h"
#include "ingest/numbers.h"
#include "ingest/row_reader.h"
#include "ingest/status.h"
#include "ingest/whole.h"

enum { MEMO_SLOTS_MIN = 16, MEMO_SLOTS_MAX = 1024 };

struct memo *row_memo_at(const struct row_reader *r, struct memo *memos,
                         struct str text) {
    return &memos[str_hash(text) & (r->memo_slots - 1)];
}

/* Slots by the number of rows: with many small files, clearing the largest tables
   for each of them is a fifth of the time. */
static void open_memos(struct row_reader *r) {
    struct arena *scratch = r->context->scratch;
    r->memo_slots = MEMO_SLOTS_MIN;
    while (r->memo_slots < MEMO_SLOTS_MAX && r->memo_slots < r->table->body_count) {
        r->memo_slots *= 2;
    }
    r->areas = arena_array(scratch, r->memo_slots, sizeof *r->areas);
    r->indicators = arena_array(scratch, r->memo_slots, sizeof *r->indicators);
    r->periods = arena_array(scratch, r->memo_slots, sizeof *r->periods);
    r->parents = arena_array(scratch, r->memo_slots, sizeof *r->parents);
    r->labels = arena_array(scratch, r->memo_slots, sizeof *r->labels);
    r->vintages = arena_array(scratch, r->memo_slots, sizeof *r->vintages);
    for (size_t i = 0; i < r->table->width && r->parts == NULL; i++) {
        if (r->columns[i].breakdown != BREAKDOWN_NONE) {
            r->parts = arena_array(scratch, r->memo_slots, sizeof *r->parts);
        }
    }
    if (dataset_dimension_count(r->context->ds) > 0) {
        r->items = arena_array(scratch, r->memo_slots, sizeof *r->items);
    }
}

struct place row_cell_place(const struct row_reader *r, const struct sheet_row *row,
                            size_t column) {
    return table_place(r->table, row, column, r->context->scratch);
}

static bool row_has_values(const struct row_reader *r, const struct sheet_row *row) {
    for (size_t i = 0; i < r->table->width; i++) {
        if (r->columns[i].role == ROLE_VALUE && sheet_text(row, i).n > 0) {
            return true;
        }
    }
    return false;
}

/* The text of a key column, from above if the profile fills down. */
struct str row_key_text(struct row_reader *r, const struct sheet_row *row,
                        size_t column) {
    struct str text = sheet_text(row, column);
    if (text.n == 0 && r->context->profile->fill_down) {
        return r->above[column];
    }
    r->above[column] = text;
    return text;
}

bool row_is_heading(struct row_reader *r, struct row_facts *facts, size_t column) {
    size_t filled = 0;
    for (size_t i = r->table->width; i-- > 0;) {
        bool blank = sheet_text(facts->row, i).n == 0;
        column = blank ? column : i;
        filled += !blank;
    }
    if (row_has_values(r, facts->row) ||
        (r->context->profile->layout->named && filled > 1)) {
        return false;
    }
    struct str text = sheet_text(facts->row, column);
    if (row_key_has_number(r, r->columns[column].role, text)) {
        diag_error(r->context->diag, row_cell_place(r, facts->row, column),
                   "the row \"%.*s\" has its number in the cell of its name",
                   STR_ARG(clean_excerpt(text)));
        diag_hint(r->context->diag, "separate them as the other rows of the file do");
        r->ok = false;
        return true;
    }
    if (row_is_section(r, facts->row, facts->row)) {
        return true;
    }
    facts->fate = FATE_HEAD;
    diag_note(r->context->diag, row_cell_place(r, facts->row, column),
              "the row \"%.*s\" has no value: it was taken as a heading",
              STR_ARG(clean_excerpt(text)));
    return true;
}

bool row_report_empty(struct row_reader *r, struct row_facts *facts, size_t column) {
    size_t total;
    if (row_is_heading(r, facts, column)) {
        return false;
    }
    if (row_is_grand_total(r, facts->row, &total)) {
        row_note_left_out(r, facts, total, sheet_text(facts->row, total), LEFT_TOTAL);
        return false;
    }
    if (!row_has_values(r, facts->row) && !facts->row->padded) {
        facts->fate = FATE_HEAD;
        return false; /* nothing to read, nothing lost */
    }
    diag_error(r->context->diag, row_cell_place(r, facts->row, column),
               "the cell of column \"%.*s\" is empty",
               STR_ARG(clean_excerpt(r->columns[column].head)));
    if (r->columns[column].role == ROLE_DIMENSION)
        diag_hint(r->context->diag,
                  "if it stands for the one above, declare fill_down = true for the "
                  "source; if it is the total, write its name there (合计)");
    else if (r->columns[column].role == ROLE_PERIOD && r->period_columns > 1)
        diag_hint(r->context->diag,
                  "if it stands for the one above, declare fill_down = true for the "
                  "source; if the row is of the whole year, write 全年 there");
    else
        diag_hint(r->context->diag, "if it stands for the one above, declare fill_down "
                                    "= true for the source");
    r->ok = false;
    return false;
}

void row_note_left_out(struct row_reader *r, struct row_facts *facts, size_t column,
                       struct str text, enum left_out why) {
    struct diag *diag = r->context->diag;
    struct place place = row_cell_place(r, facts->row, column);
    text = clean_excerpt(text);
    facts->fate = FATE_SKIP;
    facts->declared_out = why == LEFT_DECLARED;
    r->file->skipped += r->aside.on ? 0 : 1; /* a row of a claim already is one */
    switch (why) {
    case LEFT_TOTAL:
        diag_note(diag, place, "the total row \"%.*s\" is left out", STR_ARG(text));
        break;
    case LEFT_GROUP:
        diag_note(diag, place, "the group row \"%.*s\" is left out", STR_ARG(text));
        break;
    case LEFT_CITY:
        diag_note(diag, place, "the city \"%.*s\" is left out: its province holds it",
                  STR_ARG(text));
        break;
    case LEFT_DECLARED:
        diag_note(diag, place, "the row \"%.*s\" is left out, as its source declares",
                  STR_ARG(text));
        break;
    }
}

/* What a vintage's name is worth when it names no day. */
static bool judge_vintage(struct row_reader *r, const struct row_facts *facts,
                          size_t column, struct str text) {
    struct diag *diag = r->context->diag;
    struct place place = row_cell_place(r, facts->row, column);
    if (r->aside.on && r->as_of == 0) {
        diag = r->aside.loud; /* it is told of the first row alone */
    }
    if (r->as_of != 0) {
        diag_error(diag, place,
                   "the vintage \"%.*s\" names no day, so the option as_of cannot tell "
                   "whether it was known",
                   STR_ARG(clean_excerpt(text)));
        diag_hint(diag, "write 2024-01-15, 2024-01, 2024-Q1 or 2024");
        r->ok = false;
        return false;
    }
    diag_warning(
        diag, place,
        "the vintage \"%.*s\" names no day: it counts as older than those that "
        "do, and among its like the order is by name",
        STR_ARG(clean_excerpt(text)));
    diag_hint(diag, "write 2024-01-15, 2024-01, 2024-Q1 or 2024");
    return true;
}

/* False: the row is left out, or wrong. */
static bool read_vintage(struct row_reader *r, struct row_facts *facts, size_t column) {
    struct dataset *ds = r->context->ds;
    struct str text = clean_cell(sheet_text(facts->row, column));
    struct memo *memo = row_memo_at(r, r->vintages, text);
    if (text.n == 0) {
        return true;
    }
    if (!memo->known || !str_equal(memo->text, text)) {
        struct vintage vintage = {.name = text};
        size_t before = dataset_vintage_count(ds);
        bool dated = day_read(text, r->context->scratch, &vintage.known);
        *memo = (struct memo){.text = text, .known = true};
        memo->id = dataset_intern_vintage(ds, &vintage);
        if (!dated && (r->as_of != 0 || dataset_vintage_count(ds) > before)) {
            memo->known = judge_vintage(r, facts, column, text);
        }
    }
    facts->vintage = memo->id;
    if (r->as_of != 0 && dataset_vintage(ds, memo->id)->known > r->as_of) {
        row_note_left_out(r, facts, column, text, LEFT_DECLARED);
        return false;
    }
    return memo->known;
}

/* The columns that say what the row is about. False: leave the row out. */
static bool read_keys(struct row_reader *r, struct row_facts *facts) {
    static const enum role order[] = {ROLE_PERIOD,    ROLE_UNIT,   ROLE_MULTIPLIER,
                                      ROLE_PARENT,    ROLE_AREA,   ROLE_INDICATOR,
                                      ROLE_DIMENSION, ROLE_STATUS, ROLE_CONFIDENTIALITY,
                                      ROLE_VINTAGE};
    bool take = row_is_wanted(r, facts);
    for (size_t k = 0; k < sizeof order / sizeof *order && take; k++) {
        for (size_t i = 0; i < r->table->width && take; i++) {
            if (r->columns[i].role != order[k]) {
                continue;
            }
            if (order[k] == ROLE_PERIOD && r->period_columns > 1) {
                take = row_read_period_parts(r, facts);
                break; /* all of them at once */
            }
            if (order[k] == ROLE_AREA && r->area_columns > 1) {
                take = row_read_areas(r, facts);
                break;
            }
            if (order[k] == ROLE_INDICATOR) {
                take = row_read_indicator(r, facts, i);
                break;
            }
            if (order[k] == ROLE_PERIOD) {
                take = row_read_period(r, facts, i);
            } else if (order[k] == ROLE_PARENT) {
                take = row_read_parent(r, facts, i);
            } else if (order[k] == ROLE_AREA) {
                take = row_read_area(r, facts, i);
            } else if (order[k] == ROLE_DIMENSION) {
                take = row_read_item(r, facts, i);
            } else if (order[k] == ROLE_UNIT) {
                row_read_unit(r, facts, i);
            } else if (order[k] == ROLE_MULTIPLIER) {
                take = row_read_multiplier(r, facts, i);
            } else if (order[k] == ROLE_CONFIDENTIALITY) {
                take = row_read_confidentiality(r, facts, i);
            } else if (order[k] == ROLE_VINTAGE) {
                take = read_vintage(r, facts, i);
            } else if (r->columns[i].values_column == 0) {
                take = row_read_status(r, facts->row, i, &facts->status,
                                       &facts->unreliable);
            }
        }
    }
    if (!take || facts->claim.kind != CLAIM_NONE) {
        return take;
    }
    if (!row_labels_agree(r, facts) || row_loses_dimension(r, facts)) {
        return false;
    }
    row_agrees_with_skipped(r, facts);
    size_t part = row_part_column(r, facts);
    if (part != STR_NOT_FOUND) {
        evidence_part(r->context->evidence, &r->columns[part],
                      row_key_text(r, facts->row, part),
                      row_cell_place(r, facts->row, part));
    }
    return true;
}

/* The cells of a row that is read. */
static void read_cells(struct row_reader *r, const struct row_facts *facts) {
    for (size_t i = 0; i < r->table->width; i++) {
        enum role role = r->columns[i].role;
        enum cell_fate fate =
            role == ROLE_VALUE ? row_read_value(r, facts, i) : account_role(role);
        facts->row->fates[i] = (uint8_t)fate;
        if (role == ROLE_SKIP && r->columns[i].claim != CLAIM_NONE) {
            row_claim_column(r, facts, i);
        }
    }
}

static bool has_role(const struct row_reader *r, enum role role) {
    for (size_t i = 0; i < r->table->width; i++) {
        if (r->columns[i].role == role) {
            return true;
        }
    }
    return false;
}

/* True if every value gets the part from its column or row. */
static bool covered(const struct row_reader *r, enum role role) {
    if (has_role(r, role)) {
        return true;
    }
    for (size_t i = 0; i < r->table->width; i++) {
        const struct column *c = &r->columns[i];
        if (c->role == ROLE_VALUE &&
            ((role == ROLE_INDICATOR && c->indicator == DATASET_NONE) ||
             (role == ROLE_AREA && c->area == DATASET_NONE) ||
             (role == ROLE_PERIOD && !c->has_period))) {
            return false;
        }
    }
    return true;
}

/* A period's column without any value has not been published yet. */
static void note_empty_columns(const struct row_reader *r) {
    for (size_t i = 0; i < r->table->width; i++) {
        const struct file_whole *whole = r->context->whole;
        bool any = r->columns[i].role != ROLE_VALUE || !r->columns[i].has_period ||
                   (whole != NULL && whole->has_values != NULL && whole->has_values[i]);
        for (size_t k = 0; k < r->table->body_count && !any; k++) {
            any = sheet_text(r->table->body[k], i).n > 0;
        }
        if (!any) {
            diag_note(r->context->diag, row_cell_place(r, r->table->head, i),
                      "column \"%.*s\" has no value yet and is left out",
                      STR_ARG(clean_excerpt(r->columns[i].head)));
        }
    }
}

/* What the keys of all rows together leave open. */
static void see_doubts(struct row_reader *r) {
    struct reading_context *context = r->context;
    context->codes = context->years = (struct doubt){0};
    context->marks = (struct marks_seen){0};
    bool marks = marks_may_tell(context->profile, r->table->sheet->separator);
    size_t values = 0, dated = 0;
    for (size_t i = 0; i < r->table->width; i++) {
        const struct column *c = &r->columns[i];
        values += c->role == ROLE_VALUE;
        dated += c->role == ROLE_VALUE && c->has_period && !c->declared;
        r->period_columns += r->columns[i].role == ROLE_PERIOD;
        r->area_columns += r->columns[i].role == ROLE_AREA;
        r->indicator_columns += r->columns[i].role == ROLE_INDICATOR;
        r->label_columns += r->columns[i].role == ROLE_LABEL;
        r->unit_column = r->columns[i].role == ROLE_UNIT ? i + 1 : r->unit_column;
        for (size_t k = 0; k < r->table->body_count; k++) {
            if (r->columns[i].role == ROLE_AREA) {
                doubt_see_code(&context->codes, context->areas,
                               r->table->body[k]->cells[i], context->profile,
                               context->scratch);
            } else if (r->columns[i].role == ROLE_PERIOD) {
                doubt_see_years(&context->years, r->table->body[k]->cells[i],
                                context->profile);
            } else if (marks && r->columns[i].role == ROLE_VALUE) {
                marks_see(&context->marks, r->table->body[k]->cells[i]);
            }
        }
    }
    r->heads_have_years = values > 0 && dated == values;
}

static struct row_reader open_reader(struct reading_context *context,
                                     const struct table *table,
                                     const struct file_facts *facts) {
    return (struct row_reader){.context = context,
                               .table = table,
                               .facts = facts,
                               .indicator = DATASET_NONE,
                               .area = DATASET_NONE,
                               .last_indicator = DATASET_NONE,
                               .file = dataset_file_mutable(context->ds, facts->file),
                               .ok = true};
}

/* The columns, and what holds for all rows where no column says it; false after errors.
   Heads such as 1—9月 need the year before they can be read. */
static bool read_shared(struct row_reader *r, struct rows_shared *out) {
    struct reading_context *context = r->context;
    struct file_whole *whole = context->whole;
    bool opened = whole != NULL && whole->evidence != NULL;
    context->evidence =
        opened ? whole->evidence : evidence_open(context, r->table, r->facts);
    if (!row_file_period(r)) {
        return false;
    }
    r->columns = columns_find(context, r->table);
    if (r->columns == NULL) {
        return false;
    }
    if (!opened) {
        evidence_columns(context->evidence, r->columns);
    }
    r->table_unit = evidence_line_unit(context->evidence);
    r->trusts_unit =
        context->profile->unit.n > 0 && profile_trusts(context->profile, STR("unit"));
    struct str as_of = profile_lookup(context->profile->options,
                                      context->profile->option_count, STR("as_of"));
    if (as_of.n > 0) {
        day_read(as_of, context->scratch, &r->as_of);
    }
    bool ready = covered(r, ROLE_INDICATOR) || row_file_indicator(r);
    ready &= covered(r, ROLE_AREA) || row_file_area(r);
    bool periods = covered(r, ROLE_PERIOD);
    ready &= periods || row_file_has_period(r);
    *out = (struct rows_shared){.columns = r->columns,
                                .indicator = r->indicator,
                                .area = r->area,
                                .has_period = !periods,
                                .period = r->period,
                                .unit = r->table_unit,
                                .decimal = context->profile->decimal,
                                .trusts_unit = r->trusts_unit};
    return ready;
}

bool rows_shared(struct reading_context *context, const struct table *table,
                 const struct file_facts *facts, struct rows_shared *out) {
    struct row_reader r = open_reader(context, table, facts);
    if (!read_shared(&r, out)) {
        return false;
    }
    items_of_file(context, r.columns, table->width, &r.whole);
    out->narrowed = r.whole.count > 0;
    return true;
}

/* Everything that rows, heads and lines say is there: do they agree? */
static bool settle(struct row_reader *r) {
    struct reading_context *context = r->context;
    struct file_whole *whole = context->whole;
    size_t before, after;
    if (whole != NULL && whole->evidence != NULL) {
        return true; /* of all sheets, after the last one */
    }
    if (whole != NULL && whole->elsewhere != NULL) {
        evidence_elsewhere(context->evidence, whole->elsewhere);
    }
    diag_entries(context->diag, &before);
    bool ok = evidence_settle(context->evidence, r->columns, r->facts->file);
    diag_entries(context->diag, &after);
    if (whole != NULL) {
        whole->told |= after > before;
    }
    return ok;
}

/* Of a file that is read sheet after sheet they are those of all sheets. */
static void open_keys(struct row_reader *r) {
    struct reading_context *context = r->context;
    struct file_whole *whole = context->whole;
    bool shared = whole != NULL && whole->arena != NULL;
    if (shared && whole->keys != NULL) {
        r->keys = whole->keys;
        return;
    }
    r->keys = row_keys_open(context->profile, r->columns, r->table->width,
                            shared ? whole->arena : context->scratch);
    if (shared) {
        whole->keys = r->keys;
    }
}

struct claims *rows_claims(const struct reading_context *context) {
    struct str rule = profile_lookup(context->profile->options,
                                     context->profile->option_count, STR("duplicates"));
    return claims_open(context->ds, rule.n == 0);
}

/* Of a file that is read sheet after sheet they are compared after the last one. */
static void open_claims(struct row_reader *r) {
    const struct reading_context *context = r->context;
    if (context->whole != NULL && context->whole->claims != NULL) {
        r->claims = context->whole->claims;
        r->last_indicator = context->whole->last_indicator;
    } else if (context->whole == NULL) {
        r->claims = rows_claims(context);
    }
}

/* `sound`: there is no error in the file. */
static void close_claims(struct row_reader *r, bool sound) {
    if (r->claims == NULL || r->context->whole != NULL) {
        return;
    }
    if (sound) {
        claims_check(r->claims, r->context->groups, r->context->diag);
    }
    claims_close(r->claims);
}

bool rows_open(struct row_reader *r, struct reading_context *context,
               const struct table *table, const struct file_facts *facts) {
    struct rows_shared shared;
    *r = open_reader(context, table, facts);
    if (!read_shared(r, &shared)) {
        return false;
    }
    open_memos(r);
    see_doubts(r);
    row_read_notes(r);
    for (size_t i = 0; i < context->profile->indicator_count; i++) {
        r->has_parents |=
            str_find(context->profile->indicators[i].key, STR("/"), 0) != STR_NOT_FOUND;
    }
    if (context->whole != NULL) {
        context->whole->noted = r->noted;
        context->whole->noted_count = r->noted_count;
        context->whole->shared = shared;
        r->above = context->whole->above;
        r->parent = context->whole->parent;
    }
    if (r->above == NULL) {
        r->above = arena_array(context->scratch, table->width, sizeof *r->above);
    }
    items_of_file(context, r->columns, table->width, &r->whole);
    number_status(profile_lookup(context->profile->options,
                                 context->profile->option_count, STR("status")),
                  &r->status);
    return true;
}

struct row_facts rows_facts(const struct row_reader *r, const struct sheet_row *row) {
    return (struct row_facts){.row = row,
                              .indicator = r->indicator,
                              .area = r->area,
                              .parent = DATASET_NONE,
                              .has_period = r->has_period,
                              .period = r->period,
                              .status = (uint8_t)r->status,
                              .rule = r->rule,
                              .items = r->whole,
                              .fate = FATE_FINDING};
}

bool rows_read(struct reading_context *context, const struct table *table,
               const struct file_facts *facts) {
    struct row_reader r;
    if (!rows_open(&r, context, table, facts)) {
        return false;
    }
    open_claims(&r);
    r.file->skipped += table->left_out;
    struct file_whole *whole = context->whole;
    r.again = table->again > 0 || whole == NULL ? table->again : whole->again;
    r.second = whole != NULL && whole->second;
    open_keys(&r);
    note_empty_columns(&r);
    size_t section = 0;
    for (size_t k = 0; k < table->body_count; k++) {
        row_see_sections(&r, &section, table->body[k]);
        if (table->body[k]->known) {
            continue;
        }
        if (r.second) {
            sheet_account(table->body[k], FATE_FINDING);
            continue;
        }
        struct row_facts row = rows_facts(&r, table->body[k]);
        evidence_row(context->evidence, table->body[k]);
        bool taken = read_keys(&r, &row);
        if (row.claim.kind != CLAIM_NONE) {
            row_claim_read(&r, &row, taken);
        }
        if (!taken || row.claim.kind != CLAIM_NONE) {
            sheet_account(row.row, row.fate);
            continue;
        }
        if (row.unit.n == 0) {
            evidence_no_unit(context->evidence, row.indicator);
        }
        if (r.unit_column > 0 && row.indicator != DATASET_NONE) {
            evidence_unit_of(context->evidence, row.indicator, row.unit,
                             row_cell_place(&r, row.row, r.unit_column - 1));
        }
        r.file->rows++;
        r.last_indicator = row.indicator;
        read_cells(&r, &row);
    }
    row_see_sections(&r, &section, NULL);
    if (whole != NULL) {
        whole->parent = r.parent;
        whole->last_indicator = r.last_indicator;
        whole->again = r.again;
        whole->second = r.second;
        whole->read = true;
    }
    bool ok = settle(&r) && r.ok;
    close_claims(&r, ok && !table->ragged);
    return ok;
}
