/* Which area and indicator a row is of. */
#include "ingest/clean.h"
#include "ingest/row_reader.h"
#include "ingest/shape.h"
#include <string.h>

/* ---- areas ---- */

/* What the text means within the row's parent; kept for the rows that say it again. */
static enum name_reading find_area(struct row_reader *r, const struct row_facts *facts,
                                   struct str text, uint32_t *id, uint32_t *other) {
    const struct reading_context *context = r->context;
    int year = facts->has_period ? facts->period.year : context->year;
    struct memo *memo = row_memo_at(r, r->areas, text);
    if (memo->known && memo->period.year == year && memo->within == facts->parent &&
        str_equal(memo->text, text)) {
        *id = memo->id;
        return NAME_FOUND;
    }
    enum name_reading reading =
        area_read_within(context->areas, text, year, facts->parent, context->profile,
                         context->scratch, id, other);
    if (reading == NAME_FOUND && doubt_holds(&context->codes) &&
        doubt_is_code(context->areas, text, context->profile, context->scratch)) {
        reading = NAME_COUNTRY;
    }
    if (reading == NAME_FOUND) {
        *memo = (struct memo){
            .text = text, .known = true, .id = *id, .within = facts->parent};
        memo->period.year = (uint16_t)year;
    }
    return reading;
}

/* Which of two columns is not the area's only their owner knows. */
static void hint_columns(struct row_reader *r, size_t a, size_t b) {
    struct str first = clean_excerpt(r->columns[a].head),
               second = clean_excerpt(r->columns[b].head);
    if (first.n > 0 && second.n > 0) {
        diag_hint(r->context->diag,
                  "if one of the columns is not the area's, declare it as \"skip\": "
                  "columns = { [\"%.*s\"] = \"skip\" } or { [\"%.*s\"] = \"skip\" }; "
                  "else correct the wrong one: what is skipped is not compared",
                  STR_ARG(first), STR_ARG(second));
    } else {
        diag_hint(r->context->diag,
                  "if the column without a name is not the area's, write a name above "
                  "it and declare it as \"skip\", or leave it out by first_column");
    }
}

static bool is_digits(struct str text) {
    size_t digits = 0;
    while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9') {
        digits++;
    }
    return digits == text.n && digits > 0;
}

/* 1, beside 北京 in another column: a number of the row rather than an unknown area. */
static bool report_number(struct row_reader *r, const struct row_facts *facts,
                          size_t column, struct str text) {
    size_t other = 0;
    while (other < r->table->width &&
           (other == column || r->columns[other].role != ROLE_AREA)) {
        other++;
    }
    if (other == r->table->width || !is_digits(text)) {
        return false;
    }
    diag_error(r->context->diag, row_cell_place(r, facts->row, column),
               "unknown area \"%.*s\"", STR_ARG(clean_excerpt(text)));
    hint_columns(r, column < other ? column : other, column < other ? other : column);
    r->ok = false;
    return true;
}

/* What is no area: a total, a group, a heading, or wrong. */
static bool judge_area(struct row_reader *r, struct row_facts *facts, size_t column,
                       struct str text, enum name_reading reading, uint32_t other) {
    const struct reading_context *context = r->context;
    if (reading == NAME_SKIP) {
        row_note_left_out(r, facts, column, text, LEFT_DECLARED);
        return row_claim(r, facts, column, CLAIM_REST, CLAIM_OVER_AREAS, 0);
    }
    if (reading == NAME_UNKNOWN &&
        name_is_total(text, context->profile, context->scratch)) {
        facts->area =
            name_total_area(text, context->profile, context->ds, context->scratch);
        if (facts->area != DATASET_NONE) {
            facts->total = claim_kind_of(text, context->scratch);
            facts->total_column = column;
            return true;
        }
        row_note_left_out(r, facts, column, text, LEFT_TOTAL);
        return row_claim(r, facts, column, claim_kind_of(text, context->scratch),
                         CLAIM_OVER_AREAS, 0);
    }
    if (reading == NAME_UNKNOWN &&
        name_is_group(context->areas, text, context->scratch)) {
        row_note_left_out(r, facts, column, text, LEFT_GROUP);
        return row_claim(r, facts, column, CLAIM_GROUP, CLAIM_OVER_AREAS, 0);
    }
    if (reading == NAME_UNKNOWN && name_is_planning_city(text, context->scratch)) {
        row_note_left_out(r, facts, column, text, LEFT_CITY);
        return false;
    }
    if (row_is_heading(r, facts, column)) {
        return false;
    }
    if (reading == NAME_ELSEWHERE) {
        const struct area *area = dataset_area(context->ds, facts->area);
        const struct area *parent = dataset_area(context->ds, facts->parent);
        diag_error(
            context->diag, row_cell_place(r, facts->row, column),
            "\"%.*s\" is %.*s (%.*s), which does not lie in %.*s, as its row says",
            STR_ARG(clean_excerpt(text)), STR_ARG(area->name), STR_ARG(area->code),
            STR_ARG(parent->name));
        return r->ok = false;
    }
    if (reading == NAME_UNKNOWN &&
        (row_is_other_head(r, facts->row) || report_number(r, facts, column, text))) {
        return false;
    }
    columns_report_area(context, row_cell_place(r, facts->row, column), text, reading,
                        facts->area, other);
    return r->ok = false;
}

bool row_read_area(struct row_reader *r, struct row_facts *facts, size_t column) {
    struct str text = row_key_text(r, facts->row, column);
    uint32_t other = DATASET_NONE;
    if (text.n == 0) {
        return row_report_empty(r, facts, column);
    }
    enum name_reading reading = find_area(r, facts, text, &facts->area, &other);
    return reading == NAME_FOUND || judge_area(r, facts, column, text, reading, other);
}

static bool report_areas(struct row_reader *r, const struct row_facts *facts,
                         size_t column, size_t said, struct str text) {
    const struct area *area = dataset_area(r->context->ds, facts->area);
    diag_error(r->context->diag, row_cell_place(r, facts->row, column),
               "\"%.*s\" is another area than \"%.*s\" in column \"%.*s\" of the same "
               "row (%.*s)",
               STR_ARG(clean_excerpt(text)),
               STR_ARG(clean_excerpt(sheet_text(facts->row, said))),
               STR_ARG(clean_excerpt(r->columns[said].head)), STR_ARG(area->name));
    hint_columns(r, said, column);
    return r->ok = false;
}

/* A name that alone has several meanings, or may be a country: the column that was
   understood must be one of them. */
static bool agree_later(struct row_reader *r, struct row_facts *facts, size_t said) {
    const struct reading_context *context = r->context;
    for (size_t i = 0; i < r->table->width; i++) {
        uint32_t id, other = DATASET_NONE;
        struct str text = r->columns[i].role == ROLE_AREA
                              ? row_key_text(r, facts->row, i)
                              : (struct str){"", 0};
        if (i == said || text.n == 0) {
            continue;
        }
        enum name_reading reading = find_area(r, facts, text, &id, &other);
        if (reading == NAME_FOUND && id != facts->area) {
            return report_areas(r, facts, i, said, text);
        }
        if (reading != NAME_FOUND &&
            !area_may_be(context->areas, text, facts->area, context->scratch)) {
            return report_areas(r, facts, i, said, text);
        }
    }
    return true;
}

bool row_read_areas(struct row_reader *r, struct row_facts *facts) {
    size_t said = STR_NOT_FOUND, open = STR_NOT_FOUND, first = STR_NOT_FOUND;
    uint32_t id, other = DATASET_NONE, open_id = DATASET_NONE;
    enum name_reading open_reading = NAME_FOUND;
    for (size_t i = 0; i < r->table->width; i++) {
        if (r->columns[i].role != ROLE_AREA) {
            continue;
        }
        struct str text = row_key_text(r, facts->row, i);
        first = first == STR_NOT_FOUND ? i : first;
        enum name_reading reading =
            text.n > 0 ? find_area(r, facts, text, &id, &other) : NAME_FOUND;
        if (text.n == 0) {
            continue; /* the others say it */
        }
        if (reading == NAME_FOUND && said == STR_NOT_FOUND) {
            facts->area = id;
            said = i;
        } else if (reading == NAME_AMBIGUOUS || reading == NAME_COUNTRY) {
            open = i;
            open_reading = reading;
            open_id = id;
        } else if (reading != NAME_FOUND) {
            facts->area = id;
            return judge_area(r, facts, i, text, reading, other);
        }
    }
    if (said != STR_NOT_FOUND) {
        return agree_later(r, facts, said);
    }
    if (open == STR_NOT_FOUND) {
        return row_report_empty(r, facts, first);
    }
    facts->area = open_id;
    return judge_area(r, facts, open, row_key_text(r, facts->row, open), open_reading,
                      other);
}

bool row_read_parent(struct row_reader *r, struct row_facts *facts, size_t column) {
    const struct reading_context *context = r->context;
    struct str text = row_key_text(r, facts->row, column);
    struct memo *memo = row_memo_at(r, r->parents, text);
    uint32_t other = DATASET_NONE;
    if (text.n == 0) {
        return true;
    }
    if (!memo->known || !str_equal(memo->text, text)) {
        /* It is of another level than the rows. */
        struct source_profile profile = *context->profile;
        profile.area_level = (struct str){"", 0};
        *memo = (struct memo){.text = text};
        memo->reading = area_read(context->areas, text, context->year, &profile,
                                  context->scratch, &memo->id, &other);
        memo->known = memo->reading == NAME_FOUND;
    }
    facts->parent = memo->id;
    if (memo->known) {
        return true;
    }
    facts->area = memo->id;
    facts->parent = DATASET_NONE;
    bool take = judge_area(r, facts, column, text, memo->reading, other);
    return take && facts->claim.kind == CLAIM_NONE;
}

/* ---- indicators ---- */

static const struct memo *find_indicator(struct row_reader *r,
                                         const struct row_facts *facts, size_t column,
                                         struct str text, uint32_t *other) {
    const struct reading_context *context = r->context;
    struct memo *memo = row_memo_at(r, r->indicators, text);
    if (memo->known && str_equal(memo->text, text)) {
        return memo;
    }
    struct item_set items;
    *memo = (struct memo){.text = text};
    memo->reading =
        indicator_read(context->indicators, text, context->profile, context->scratch,
                       &memo->id, other, &memo->unit, &items);
    memo->known =
        !r->aside.on && (memo->reading == NAME_FOUND || memo->reading == NAME_SKIP);
    columns_read_rule(indicator_rule(text, context->profile, context->scratch),
                      &memo->rule);
    if (items.count > 0) {
        struct item_set *kept = arena_alloc(context->scratch, sizeof *kept);
        *kept = items;
        memo->items = kept;
    }
    if (r->aside.on) {
        return memo;
    }
    if (memo->reading == NAME_FOUND && memo->rule.shift == SHIFT_NONE &&
        !memo->rule.has_period) {
        evidence_cumulated(context->evidence, memo->id, text,
                           row_cell_place(r, facts->row, column));
    }
    if (memo->unit.n > 0) {
        evidence_unit(context->evidence, memo->unit,
                      row_cell_place(r, facts->row, column));
    }
    return memo;
}

/* The texts of all columns of the key, joined: 证书数/女. */
static struct str joined_text(struct row_reader *r, const struct sheet_row *row,
                              size_t column, struct str text) {
    for (size_t i = column + 1; i < r->table->width && text.n > 0; i++) {
        if (r->columns[i].role == ROLE_INDICATOR) {
            struct str more = row_key_text(r, row, i);
            text = more.n > 0 ? arena_printf(r->context->scratch, "%.*s/%.*s",
                                             STR_ARG(text), STR_ARG(more))
                              : more;
        }
    }
    return text;
}

/* Several columns each of which names an indicator: code and name. *text is that of
   the first, or what is unknown. False after a report that two differ. */
static bool take_columns(struct row_reader *r, struct row_facts *facts, size_t column,
                         struct str *text) {
    uint32_t other;
    struct str first = {"", 0};
    uint32_t id = DATASET_NONE;
    for (size_t i = column; i < r->table->width; i++) {
        struct str own = r->columns[i].role == ROLE_INDICATOR
                             ? row_key_text(r, facts->row, i)
                             : (struct str){"", 0};
        if (own.n == 0) {
            continue;
        }
        const struct memo *memo = find_indicator(r, facts, i, own, &other);
        if (memo->reading != NAME_FOUND) {
            *text = r->columns[i].declared ? *text : own;
            return true;
        }
        if (first.n > 0 && memo->id != id) {
            diag_error(r->context->diag, row_cell_place(r, facts->row, i),
                       "\"%.*s\" is another indicator than \"%.*s\" of the same row",
                       STR_ARG(clean_excerpt(own)), STR_ARG(clean_excerpt(first)));
            return r->ok = false;
        }
        id = memo->id;
        first = first.n > 0 ? first : own;
    }
    *text = first;
    return true;
}

/* One key of several columns that are declared, or as above. */
static bool indicator_text(struct row_reader *r, struct row_facts *facts, size_t column,
                           struct str *text) {
    uint32_t other;
    bool joined = true;
    *text = row_key_text(r, facts->row, column);
    if (r->indicator_columns < 2) {
        *text =
            text->n > 0 ? row_under_parent(r, facts->row->cells[column], *text) : *text;
        return true;
    }
    for (size_t i = column; i < r->table->width; i++) {
        joined &= r->columns[i].role != ROLE_INDICATOR || r->columns[i].declared;
    }
    if (!joined) {
        return take_columns(r, facts, column, text);
    }
    *text = joined_text(r, facts->row, column, *text);
    return text->n == 0 ||
           find_indicator(r, facts, column, *text, &other)->reading != NAME_UNKNOWN ||
           take_columns(r, facts, column, text);
}

bool row_read_indicator(struct row_reader *r, struct row_facts *facts, size_t column) {
    const struct reading_context *context = r->context;
    struct str text;
    if (!indicator_text(r, facts, column, &text)) {
        return false;
    }
    if (text.n == 0) {
        return row_report_empty(r, facts, column);
    }
    uint32_t other = DATASET_NONE;
    const struct memo *memo = find_indicator(r, facts, column, text, &other);
    if (memo->reading == NAME_FOUND) {
        facts->indicator = memo->id;
        facts->name = text;
        facts->rule = memo->rule;
        return row_take_unit(r, facts, column, memo->unit) &&
               row_take_items(r, facts, column, memo->items);
    }
    if (memo->reading == NAME_SKIP) {
        row_note_left_out(r, facts, column, text, LEFT_DECLARED);
        return false;
    }
    if (memo->reading == NAME_UNKNOWN &&
        name_is_total(text, context->profile, context->scratch)) {
        row_note_left_out(r, facts, column, text, LEFT_TOTAL);
        facts->indicator = r->last_indicator;
        return row_claim(r, facts, column, claim_kind_of(text, context->scratch),
                         CLAIM_OVER_INDICATORS, 0);
    }
    if (row_is_heading(r, facts, column)) {
        return false;
    }
    if (memo->reading == NAME_UNKNOWN && row_is_other_head(r, facts->row)) {
        return false;
    }
    columns_report_indicator(context, row_cell_place(r, facts->row, column), text,
                             memo->reading, memo->id, other);
    row_hint_part(r, facts->row, column, text);
    return r->ok = false;
}

bool row_read_crossing(struct row_reader *r, const struct row_facts *facts,
                       size_t column, struct row_facts *own) {
    struct arena *scratch = r->context->scratch;
    struct str head = r->columns[column].head, name = facts->name, unit;
    struct str names[2] = {name, name}, heads[2] = {head, head};
    uint32_t other;
    shape_split_unit(name, &names[1], &unit);
    shape_split_unit(head, &heads[1], &unit);
    for (size_t i = 0; i < 4; i++) {
        struct str both = arena_printf(scratch, "%.*s/%.*s", STR_ARG(names[i / 2]),
                                       STR_ARG(heads[i % 2]));
        const struct memo *memo = find_indicator(r, facts, column, both, &other);
        if (memo->reading != NAME_FOUND && memo->reading != NAME_SKIP) {
            continue;
        }
        *own = *facts;
        own->indicator = memo->reading == NAME_FOUND ? memo->id : DATASET_NONE;
        own->rule = memo->rule;
        own->unit = memo->unit;
        return row_take_items(r, own, column, memo->items);
    }
    return false;
}

/* ---- numbers in the cell of a name ---- */

/* What stands before a mark with nothing but numbers behind it: 江苏 of 江苏，2 or of
   江苏 2. Empty if it does not end so. */
static struct str before_numbers(struct str text) {
    static const char *const between[] = {"，", "、", "：", "；", "｜", "　", "—"};
    size_t end = text.n, digits = 0;
    for (bool more = true; more && end > 0;) {
        char c = text.p[end - 1];
        bool digit = c >= '0' && c <= '9';
        size_t cut = digit || strchr(",.:;|/=-\t %", c) != NULL ? 1 : 0;
        for (size_t i = 0; cut == 0 && i < sizeof between / sizeof *between; i++) {
            cut = str_ends(str_slice(text, 0, end), str_from(between[i])) ? 3 : 0;
        }
        digits += digit;
        more = cut > 0;
        end -= cut;
    }
    bool mark = end < text.n && !(text.p[end] >= '0' && text.p[end] <= '9');
    return digits > 0 && mark ? str_slice(text, 0, end) : (struct str){"", 0};
}

/* True if a key is known by that name. */
static bool is_known_key(struct row_reader *r, enum role role, struct str name) {
    const struct reading_context *c = r->context;
    uint32_t id, other;
    struct str unit;
    struct item_set items;
    if (role == ROLE_AREA) {
        return name_is_total(name, c->profile, c->scratch) ||
               area_read(c->areas, name, c->year, c->profile, c->scratch, &id,
                         &other) != NAME_UNKNOWN;
    }
    if (role == ROLE_INDICATOR) {
        return indicator_read(c->indicators, name, c->profile, c->scratch, &id, &other,
                              &unit, &items) == NAME_FOUND;
    }
    return role == ROLE_DIMENSION && item_read(c->items, name, DATASET_NONE, c->profile,
                                               c->scratch, &id, &other) == NAME_FOUND;
}

bool row_key_has_number(struct row_reader *r, enum role role, struct str text) {
    struct str name = before_numbers(text);
    return name.n > 0 && is_known_key(r, role, name);
}
