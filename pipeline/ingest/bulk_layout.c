#include "ingest/bulk_layout.h"
#include "ingest/account.h"
#include "ingest/claims.h"
#include <string.h>

/* What a column says a part of; SCAN_FREE: nothing. */
static enum scan_role role_of(enum role role) {
    switch (role) {
    case ROLE_AREA:
    case ROLE_PARENT:
        return SCAN_AREA;
    case ROLE_INDICATOR:
    case ROLE_DIMENSION:
        return SCAN_SERIES;
    case ROLE_PERIOD:
    case ROLE_VINTAGE:
        return SCAN_PERIOD;
    case ROLE_UNIT:
    case ROLE_MULTIPLIER:
        return SCAN_UNIT;
    case ROLE_STATUS:
    case ROLE_CONFIDENTIALITY:
        return SCAN_STATUS;
    case ROLE_NOTE:
    case ROLE_LABEL: /* as what it labels */
    case ROLE_SKIP:
        return SCAN_FREE;
    case ROLE_VALUE:
        return SCAN_VALUE;
    }
    return SCAN_EMPTY;
}

/* Columns of the file, in their order. */
struct columns {
    uint16_t list[SCAN_JOIN_COLUMNS];
    size_t count;
    bool full; /* and one more */
};

static void add_column(struct columns *set, size_t column) {
    size_t at = 0;
    while (at < set->count && set->list[at] < column) {
        at++;
    }
    if (at < set->count && set->list[at] == column) {
        return;
    }
    set->full |= set->count == SCAN_JOIN_COLUMNS;
    for (size_t i = set->count; i > at && !set->full; i--) {
        set->list[i] = set->list[i - 1];
    }
    if (!set->full) {
        set->list[at] = (uint16_t)column;
        set->count++;
    }
}

/* The layout that is being found. */
struct finder {
    const struct sample *sample;
    struct bulk_layout *out;
    struct columns rows[SCAN_FACTS]; /* what says it of all values of a row */
    uint16_t *facts; /* how many of them a column is in, by its number there */
    bool *made;      /* columns of the table are made of a column of the file */
    bool *words; /* a column of the file whose words may say that a row is of a part */
    bool *remarks;      /* or a text of which the unit or period of its row */
    bool has_indicator; /* of the row */
};

static size_t origin(const struct finder *f, size_t i) {
    const struct shape *shape = f->sample->shape;
    return shape != NULL ? shape->columns[i].from : i;
}

/* The columns of the file that one of the table is made of; false if nobody knows
   them. */
static bool find_seen(const struct finder *f, size_t i, struct columns *set) {
    const struct shape *shape = f->sample->shape;
    const struct shape_column *c = shape != NULL ? &shape->columns[i] : NULL;
    add_column(set, origin(f, i));
    for (size_t at = 0; c != NULL && c->cell != NULL && at < 32; at++) {
        if ((c->sees >> at & 1) != 0) {
            add_column(set, at);
        }
    }
    return !set->full && (c == NULL || c->cell == NULL || c->told);
}

/* A column of the table that several of the file make. */
static bool add_made(const struct finder *f, size_t i, const struct columns *seen) {
    struct scan_layout *scan = &f->out->scan;
    for (size_t k = 0; k < scan->made_count; k++) {
        if (scan->made[k].of == i) {
            return true;
        }
    }
    if (scan->made_count == SCAN_MADE_MAX) {
        return false;
    }
    struct scan_made *made = &scan->made[scan->made_count++];
    *made = (struct scan_made){.of = i, .count = seen->count};
    memcpy(made->columns, seen->list, sizeof made->columns);
    for (size_t k = 0; k < seen->count; k++) {
        f->made[seen->list[k]] = true;
    }
    return true;
}

/* What tells the text of a column of the table: the column of the file that it is or is
   made of, or itself, if several make it. */
static bool add_seen(const struct finder *f, size_t i, struct columns *set) {
    struct columns seen = {.count = 0};
    bool known = find_seen(f, i, &seen);
    if (seen.count > 1) {
        known = known && add_made(f, i, &seen);
        add_column(set, f->sample->width + i);
    } else {
        add_column(set, seen.list[0]);
    }
    return known && !set->full;
}

/* A column of values that no row can derive from another one's. */
static bool is_plain_value(const struct finder *f, size_t i) {
    const struct column *c = &f->sample->shared.columns[i];
    const struct shape *shape = f->sample->shape;
    /* Row and column together may be another indicator. */
    bool crossed = c->declared && c->has_period && c->indicator == DATASET_NONE;
    return c->shift == SHIFT_NONE && !c->filter && !(crossed && f->has_indicator) &&
           (shape == NULL || shape->columns[i].cell == NULL);
}

/* What becomes of its filled cells: a cell of the file that several columns are made of
   is what the first one says. */
static void set_fate(const struct finder *f, size_t i) {
    enum cell_fate *fate = &f->out->fates[origin(f, i)];
    if (*fate == FATE_OPEN) {
        *fate = account_role(f->sample->shared.columns[i].role);
    }
}

/* CODE@ytd: the indicator of a row says how its period is to be read. */
static bool has_rules(const struct source_profile *p) {
    bool found = false;
    for (size_t i = 0; i < p->indicator_count && !found; i++) {
        found = str_find(p->indicators[i].value, STR("@"), 0) != STR_NOT_FOUND;
    }
    return found;
}

/* What each column of the table says of the rows. */
static bool find_rows(struct finder *f) {
    const struct sample *s = f->sample;
    bool known = true;
    for (size_t i = 0; i < s->table.width; i++) {
        f->has_indicator |= s->shared.columns[i].role == ROLE_INDICATOR;
    }
    for (size_t i = 0; i < s->table.width && known; i++) {
        const struct column *c = &s->shared.columns[i];
        enum scan_role role = role_of(c->role == ROLE_LABEL ? c->labels : c->role);
        set_fate(f, i);
        known = c->denied == ROLE_SKIP; /* what it says is compared with the row's */
        if (c->role == ROLE_UNIT) {
            f->out->scan.unit_column = origin(f, i);
        }
        if (role == SCAN_VALUE) {
            known = known && is_plain_value(f, i);
        } else if (role < SCAN_KEYS && c->values_column == 0) {
            known = known && add_seen(f, i, &f->rows[role]);
        }
        if (c->role == ROLE_INDICATOR && has_rules(s->profile)) {
            known = known && add_seen(f, i, &f->rows[SCAN_PERIOD]);
        }
        if (role != SCAN_VALUE && c->filter) {
            known = known && add_seen(f, i, &f->rows[SCAN_WANTED]);
        }
        /* One that breaks a total down is looked at though it says nothing of a row. */
        bool made = s->shape != NULL && s->shape->columns[i].cell != NULL;
        f->remarks[origin(f, i)] |= c->remarks && !made;
        if (c->breakdown == BREAKDOWN_CELLS && !made) {
            f->words[origin(f, i)] = true;
        } else if (c->breakdown != BREAKDOWN_NONE) {
            known = known && add_seen(f, i, &f->rows[SCAN_SERIES]);
        }
        /* A column of totals claims a sum in each row: none is plain. */
        known = known && c->claim == CLAIM_NONE;
    }
    return known;
}

/* Whether a fact says the same of the values in two columns of the table. */
static bool say_the_same(const struct column *a, const struct column *b,
                         enum scan_role role) {
    switch (role) {
    case SCAN_AREA:
        return a->area == b->area;
    case SCAN_SERIES:
        return a->indicator == b->indicator && a->items.count == b->items.count &&
               memcmp(a->items.ids, b->items.ids,
                      a->items.count * sizeof *a->items.ids) == 0;
    case SCAN_PERIOD:
        return a->has_period == b->has_period && a->declared == b->declared &&
               period_equal(a->period, b->period);
    case SCAN_UNIT:
        return str_equal(a->unit, b->unit);
    case SCAN_STATUS:
        return a->status == b->status && a->status_column == b->status_column;
    case SCAN_WANTED:
        return true;
    case SCAN_FREE:
    case SCAN_WORDS:
    case SCAN_REMARKS:
    case SCAN_JUDGED:
    case SCAN_SIGN:
    case SCAN_FLAG:
    case SCAN_PART:
    case SCAN_VALUE:
    case SCAN_EMPTY:
    case SCAN_ROLES:
        break;
    }
    return false;
}

/* The fact of the role that holds for the values in a column of the table;
   SCAN_FACTS_MAX if there is none. */
static size_t find_fact(struct finder *f, enum scan_role role, size_t of) {
    struct scan_layout *scan = &f->out->scan;
    const struct column *columns = f->sample->shared.columns, *c = &columns[of];
    for (size_t i = 0; i < scan->fact_count; i++) {
        const struct scan_fact *fact = &scan->facts[i];
        if (fact->role == role && say_the_same(&columns[fact->of], c, role)) {
            return i;
        }
    }
    struct columns set = f->rows[role];
    if (role == SCAN_STATUS && c->status_column > 0 &&
        !add_seen(f, c->status_column - 1, &set)) {
        return SCAN_FACTS_MAX;
    }
    if (scan->fact_count == SCAN_FACTS_MAX) {
        return SCAN_FACTS_MAX;
    }
    struct scan_fact *fact = &scan->facts[scan->fact_count];
    *fact = (struct scan_fact){.role = role, .of = of, .count = set.count};
    memcpy(fact->columns, set.list, sizeof fact->columns);
    for (size_t i = 0; i < set.count; i++) {
        f->facts[set.list[i]]++;
    }
    return scan->fact_count++;
}

/* A column of values: of which facts they are. */
static bool find_value(struct finder *f, size_t i) {
    struct scan_layout *scan = &f->out->scan;
    const struct column *c = &f->sample->shared.columns[i];
    size_t at = origin(f, i);
    struct scan_value *value = &scan->values[scan->value_count];
    scan->columns[at] = (struct scan_column){.role = SCAN_VALUE,
                                             .index = (uint16_t)scan->value_count++};
    *value = (struct scan_value){.column = (uint16_t)at,
                                 .own = c->indicator != DATASET_NONE};
    for (enum scan_role role = 0; role < SCAN_KEYS; role++) {
        size_t fact = find_fact(f, role, i);
        if (fact == SCAN_FACTS_MAX) {
            return false;
        }
        value->facts[role] = (uint16_t)fact;
    }
    if (!value->own && scan->row_series == SCAN_FACTS_MAX) {
        scan->row_series = value->facts[SCAN_SERIES];
    }
    return true;
}

static bool find_values(struct finder *f) {
    struct scan_layout *scan = &f->out->scan;
    if (f->rows[SCAN_WANTED].count > 0) {
        scan->wanted = find_fact(f, SCAN_WANTED, 0);
    }
    for (size_t i = 0; i < f->sample->table.width; i++) {
        if (f->sample->shared.columns[i].role == ROLE_VALUE && !find_value(f, i)) {
            return false;
        }
    }
    return scan->value_count > 0;
}

/* A column that nothing names must be empty. */
static enum scan_role role_of_rest(const struct sample *s, size_t at) {
    bool used = s->shape != NULL ? shape_uses(s->shape, at)
                                 : s->shared.columns[at].role == ROLE_NOTE ||
                                       s->shared.columns[at].declared;
    return used ? SCAN_FREE : SCAN_EMPTY;
}

/* A column of the file that is a part of something. */
static bool is_part(const struct finder *f, size_t at) {
    return at >= f->sample->width || f->facts[at] > 1 || f->made[at];
}

/* A column says one thing alone, is a part of some, or says nothing. False if values
   stand where a fact is told. */
static bool find_columns(struct finder *f) {
    struct scan_layout *scan = &f->out->scan;
    for (size_t i = 0; i < scan->fact_count; i++) {
        struct scan_fact *fact = &scan->facts[i];
        for (size_t k = 0; k < fact->count; k++) {
            fact->joined |= fact->count > 1 || is_part(f, fact->columns[k]);
        }
        for (size_t k = 0; k < fact->count; k++) {
            if (fact->columns[k] >= f->sample->width) {
                continue;
            }
            struct scan_column *column = &scan->columns[fact->columns[k]];
            if (column->role == SCAN_VALUE) {
                return false;
            }
            column->role = fact->joined ? SCAN_PART : fact->role;
            column->index = (uint16_t)i;
        }
    }
    for (size_t at = 0; at < f->sample->width; at++) {
        if (f->made[at] && scan->columns[at].role == SCAN_VALUE) {
            return false;
        }
        scan->columns[at].role = f->made[at] ? SCAN_PART : scan->columns[at].role;
    }
    for (size_t at = 0; at < scan->column_count; at++) {
        struct scan_column *column = &scan->columns[at];
        bool says = f->facts[at] > 0 || f->made[at];
        if (!says && column->role != SCAN_VALUE) {
            column->role = f->words[at]     ? SCAN_WORDS
                           : f->remarks[at] ? SCAN_REMARKS
                                            : role_of_rest(f->sample, at);
        }
        enum cell_fate *fate = &f->out->fates[at];
        f->out->again[at] = *fate == FATE_OPEN;
        *fate = *fate == FATE_OPEN ? FATE_HEAD : *fate;
    }
    return true;
}

/* Which rows are data: a format may say so by single columns. */
static bool find_judges(const struct shape *shape, struct scan_layout *scan) {
    bool judged = shape == NULL || shape->fate == NULL || shape->judged != 0;
    for (size_t at = 0; at < scan->column_count && shape != NULL; at++) {
        struct scan_column *column = &scan->columns[at];
        column->filled = (shape->judged & shape_bit(at)) != 0;
        bool free = column->role == SCAN_FREE || column->role == SCAN_WORDS ||
                    column->role == SCAN_REMARKS;
        if (column->filled && free) {
            column->role = SCAN_JUDGED;
            free = false;
        }
        /* Not all texts of a free column are looked up. */
        judged &= !free || (shape->few & shape_bit(at)) == 0;
    }
    return judged;
}

/* A row of some formats says what it says only beside others. */
static bool rows_are_alone(const struct shape *shape) {
    return shape == NULL ||
           (!shape->looks_below && shape->fills == 0 && shape->learn == NULL);
}

bool bulk_layout_find(const struct sample *s, struct arena *arena,
                      struct bulk_layout *out) {
    struct finder f = {.sample = s, .out = out};
    struct scan_layout *scan = &out->scan;
    if (s->width > SCAN_COLUMNS_MAX || s->table.left > 0 || !rows_are_alone(s->shape)) {
        return false;
    }
    f.facts = arena_array(arena, s->width + s->table.width, sizeof *f.facts);
    f.made = arena_array(arena, s->width, sizeof *f.made);
    f.words = arena_array(arena, s->width, sizeof *f.words);
    f.remarks = arena_array(arena, s->width, sizeof *f.remarks);
    scan->column_count = s->width;
    scan->table_width = s->table.width;
    scan->unit_column = SCAN_COLUMNS_MAX;
    scan->wanted = SCAN_FACTS_MAX;
    scan->row_series = SCAN_FACTS_MAX;
    scan->cells_max = s->table.head->count > s->width ? s->table.head->count : s->width;
    return find_rows(&f) && find_values(&f) && find_columns(&f) &&
           find_judges(s->shape, scan);
}
