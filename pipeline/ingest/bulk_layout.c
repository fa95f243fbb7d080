#include "ingest/bulk_layout.h"
#include "ingest/account.h"

/* What a column says a part of; SCAN_ROLES: the scanner knows none such. */
static enum scan_role role_of(enum role role) {
    switch (role) {
    case ROLE_AREA:
    case ROLE_PARENT:
        return SCAN_AREA;
    case ROLE_INDICATOR:
    case ROLE_DIMENSION:
        return SCAN_SERIES;
    case ROLE_PERIOD:
        return SCAN_PERIOD;
    case ROLE_UNIT:
    case ROLE_MULTIPLIER:
        return SCAN_UNIT;
    case ROLE_STATUS:
    case ROLE_CONFIDENTIALITY:
        return SCAN_STATUS;
    case ROLE_NOTE:
    case ROLE_SKIP:
        return SCAN_FREE;
    case ROLE_VALUE:
        return SCAN_VALUE;
    case ROLE_VINTAGE:
        break;
    }
    return SCAN_ROLES;
}

/* A column that breaks a total down is looked at though it says nothing of the row. */
static enum scan_role role_of_column(const struct column *c) {
    return c->breakdown == BREAKDOWN_NAMED || c->breakdown == BREAKDOWN_LIKELY
               ? SCAN_SERIES
               : role_of(c->role);
}

/* Its values are all of one kind. */
static bool is_plain(const struct column *c) {
    return c->area == DATASET_NONE && !c->has_period && c->shift == SHIFT_NONE &&
           c->status == STATUS_NORMAL && c->period.kind == PERIOD_NOT_STATED &&
           c->values_column == 0 && c->status_column == 0 &&
           !(c->filter && c->role == ROLE_VALUE);
}

/* The columns of the file that a column of the table is made of; 0: not known. */
static uint32_t seen_by(const struct sample *s, size_t i) {
    const struct shape_column *c = s->shape != NULL ? &s->shape->columns[i] : NULL;
    return c == NULL ? shape_bit(i) : c->cell == NULL ? shape_bit(c->from) : c->sees;
}

/* What becomes of its filled cells: a cell of the file that several columns are made of
   is what the first one says. */
static void set_fate(const struct sample *s, size_t i, struct bulk_layout *out) {
    size_t at = s->shape != NULL ? s->shape->columns[i].from : i;
    if (out->fates[at] == FATE_OPEN) {
        out->fates[at] = account_role(s->shared.columns[i].role);
    }
}

/* Bits of the columns that say a part of each role. */
struct shares {
    uint32_t of[SCAN_ROLES + 1];
};

static bool find_shares(const struct sample *s, struct bulk_layout *out,
                        struct shares *shares) {
    size_t values = 0;
    for (size_t i = 0; i < s->table.width; i++) {
        const struct column *c = &s->shared.columns[i];
        enum scan_role role = role_of_column(c);
        uint32_t seen = seen_by(s, i);
        bool free = role == SCAN_FREE && !c->filter;
        if (role == SCAN_ROLES || !is_plain(c) || (seen == 0 && !free)) {
            return false;
        }
        if (role == SCAN_VALUE) {
            out->value = c;
            out->value_column = (uint16_t)(__builtin_ctz(seen) + 1);
            values++;
        }
        if (c->role == ROLE_UNIT) {
            out->scan.unit_column = s->shape != NULL ? s->shape->columns[i].from : i;
        }
        shares->of[free ? SCAN_FREE : c->filter ? SCAN_SERIES : role] |= seen;
        out->scan.words |= c->breakdown == BREAKDOWN_CELLS ? seen : 0;
        if (role != SCAN_FREE) {
            shares->of[role] |= seen;
        }
        set_fate(s, i, out);
    }
    return values == 1 && __builtin_popcount(shares->of[SCAN_VALUE]) == 1;
}

/* A column that nothing names must be empty. */
static enum scan_role role_of_rest(const struct sample *s, size_t at) {
    bool used = s->shape != NULL ? shape_uses(s->shape, at)
                                 : s->shared.columns[at].role == ROLE_NOTE ||
                                       s->shared.columns[at].declared;
    return used ? SCAN_FREE : SCAN_EMPTY;
}

/* The one role that a column alone says, or SCAN_PART. */
static bool find_role(const struct sample *s, const struct shares *shares, size_t at,
                      enum scan_role *out) {
    size_t count = 0;
    bool alone = true;
    for (enum scan_role role = SCAN_AREA; role <= SCAN_STATUS; role++) {
        if ((shares->of[role] & shape_bit(at)) != 0) {
            *out = role;
            alone = shares->of[role] == shape_bit(at);
            count++;
        }
    }
    bool value = (shares->of[SCAN_VALUE] & shape_bit(at)) != 0;
    if (value || count == 0) {
        *out = value ? SCAN_VALUE : role_of_rest(s, at);
        return !value || count == 0;
    }
    *out = count > 1 || !alone ? SCAN_PART : *out;
    return true;
}

static bool find_joins(const struct shares *shares, struct scan_layout *scan) {
    for (enum scan_role role = SCAN_AREA; role <= SCAN_STATUS; role++) {
        struct scan_join join = {.role = role};
        for (size_t at = 0; at < scan->column_count; at++) {
            bool part =
                (shares->of[role] & shape_bit(at)) != 0 && scan->roles[at] == SCAN_PART;
            if (part && join.count == SCAN_JOIN_COLUMNS) {
                return false;
            }
            if (part) {
                join.columns[join.count++] = at;
            }
        }
        if (join.count > 0) {
            scan->joins[scan->join_count++] = join;
        }
    }
    return true;
}

/* Which rows are data: a format may say so by single columns. */
static bool find_judges(const struct sample *s, struct scan_layout *scan) {
    if (s->shape == NULL || s->shape->fate == NULL) {
        return true;
    }
    scan->filled = s->shape->judged;
    for (size_t at = 0; at < scan->column_count; at++) {
        if ((scan->filled & shape_bit(at)) != 0 && scan->roles[at] == SCAN_FREE) {
            scan->roles[at] = SCAN_JUDGED;
        }
    }
    return scan->filled != 0;
}

bool bulk_layout_find(const struct sample *s, struct bulk_layout *out) {
    struct shares shares = {{0}};
    struct scan_layout *scan = &out->scan;
    if (s->width > SCAN_COLUMNS_MAX || s->table.left > 0) {
        return false;
    }
    scan->column_count = s->width;
    scan->unit_column = SCAN_COLUMNS_MAX;
    scan->cells_max = s->table.head->count > s->width ? s->table.head->count : s->width;
    if (!find_shares(s, out, &shares)) {
        return false;
    }
    for (size_t at = 0; at < s->width; at++) {
        bool few = s->shape != NULL && (s->shape->few & shape_bit(at)) != 0;
        if (!find_role(s, &shares, at, &scan->roles[at]) ||
            (few && scan->roles[at] == SCAN_FREE)) {
            return false; /* not all texts of a free column are looked up */
        }
        /* What no column is made of says again what others say. */
        out->fates[at] = out->fates[at] == FATE_OPEN ? FATE_HEAD : out->fates[at];
    }
    for (enum scan_role role = SCAN_AREA; role <= SCAN_STATUS; role++) {
        out->says[role] = shares.of[role] != 0;
    }
    return find_joins(&shares, scan) && find_judges(s, scan);
}
