/* Which claims hold. */
#include "ingest/claims_own.h"
#include <stdlib.h>

static enum claim_verdict judge(const struct claim_key *key,
                                const struct claim_judged *j,
                                const struct claim_run *run, size_t least) {
    return claim_run_judge(run, claims_value_of(j->entry), least, !key->measured);
}

static void decide(const struct claim_key *key, struct claim_judged *j,
                   const struct claim_run *run, size_t least) {
    if (j->verdict != VERDICT_FITS) {
        j->run = *run;
        j->verdict = judge(key, j, run, least);
    }
}

/* The rows of a claim that stands above them are complete. */
static void settle_above(struct claims *c, struct claim_key *key) {
    if (key->waiting != NOTHING) {
        decide(key, &c->list[key->waiting - 1], &key->since, 1);
    }
    key->waiting = NOTHING;
}

/* A subtotal right below another one is of all rows up to it. */
static void take_subtotal(struct claim_key *key, struct claim_judged *j) {
    const struct claim_run *since = key->since.last != NULL ? &key->since : &key->all;
    bool any = key->all.last != NULL;
    if (key->subtotals == SUBTOTALS_UNSEEN && j->claim.kind == CLAIM_SUBTOTAL) {
        key->subtotals = any ? SUBTOTALS_BELOW : SUBTOTALS_ABOVE;
    }
    if (j->claim.kind == CLAIM_SUBTOTAL && key->subtotals == SUBTOTALS_BELOW) {
        decide(key, j, &key->all, 1);
    }
    if (j->claim.kind == CLAIM_GROUP || key->subtotals == SUBTOTALS_BELOW) {
        decide(key, j, since, 1);
    }
}

/* The rows below a 合计 up to the next one may be its own. */
static void take_block_below(const struct claim_key *key, struct claim_judged *j) {
    if (judge(key, j, &key->block, 1) == VERDICT_FITS) {
        j->verdict = VERDICT_FITS;
    }
}

/* Several 合计 of one key may each be of the rows since the last one. */
static void take_total(struct claims *c, struct claim_key *key, struct claim_judged *j,
                       uint32_t index) {
    if (key->last_total != NOTHING) {
        take_block_below(key, &c->list[key->last_total - 1]);
    }
    if (key->block.last != NULL) {
        decide(key, j, &key->block, 1);
    }
    key->totals++;
    key->last_total = index + 1;
    key->block = (struct claim_run){0};
}

static void take_claim(struct claims *c, struct claim_judged *j, uint32_t index) {
    struct claim_key *key = &c->keys[j->key];
    settle_above(c, key);
    if (j->entry->known && j->claim.kind == CLAIM_TOTAL) {
        take_total(c, key, j, index);
    } else if (j->entry->known) {
        take_subtotal(key, j);
        bool above = j->claim.kind == CLAIM_GROUP || key->subtotals == SUBTOTALS_ABOVE;
        key->waiting = above ? index + 1 : NOTHING;
    }
    key->since = (struct claim_run){0};
}

/* ---- all of them ---- */

static int by_place(const void *a, const void *b) {
    const struct claim_entry *x = *(const struct claim_entry *const *)a;
    const struct claim_entry *y = *(const struct claim_entry *const *)b;
    int order = claims_compare_places(x, y);
    return order != 0 ? order : (x > y) - (x < y);
}

static void walk(struct claims *c) {
    const struct claim_entry **order = arena_array(c->arena, c->count, sizeof *order);
    size_t count = 0;
    for (size_t i = 0; i < c->count; i++) {
        if (claims_is_claimed(c, &c->entries[i])) {
            order[count++] = &c->entries[i];
        }
    }
    if (count > 1) {
        qsort(order, count, sizeof *order, by_place);
    }
    for (size_t i = 0; i < count; i++) {
        if (order[i]->claim != NOTHING) {
            uint32_t index = order[i]->claim - 1;
            take_claim(c, &c->list[index], index);
        }
        if (order[i]->claim != NOTHING && !order[i]->total) {
            continue;
        }
        for (size_t k = 0; k < c->over_count; k++) {
            uint32_t id = claims_key(c, &c->overs[k], order[i]);
            if (id != DATASET_NONE) {
                claims_add_part(c, &c->overs[k], order[i], &c->keys[id]);
            }
        }
    }
    for (size_t i = 0; i < c->key_count; i++) {
        settle_above(c, &c->keys[i]);
    }
}

/* A 合计 that is not of the rows since the last one is of all rows. */
static void decide_total(struct claims *c, struct claim_judged *j) {
    struct claim_key *key = &c->keys[j->key];
    if (key->totals < 2) {
        j->verdict = VERDICT_OPEN;
    } else if (j == &c->list[key->last_total - 1]) {
        take_block_below(key, j);
    }
    const struct claim_judged own = *j;
    decide(key, j, &key->all, 2);
    if (j->verdict != VERDICT_FITS && own.verdict == VERDICT_WRONG) {
        *j = own;
    }
}

static const char *reason_of(const struct claims *c, const struct claim_judged *j) {
    if (!c->alone) {
        return "rows of one key are made one";
    }
    if (j->vague && !c->full) {
        return "its other cells do not say what it is of";
    }
    if (c->full) {
        return "the file has too many values";
    }
    if (j->verdict == VERDICT_OPEN) {
        return "it has no plain number itself";
    }
    return j->verdict == VERDICT_ALONE ? "there are no rows that it could be the sum of"
                                       : "one of its parts has no plain number";
}

static struct str part_name(const struct claims *c, const struct claim *over,
                            const struct claim_entry *e) {
    const struct series *s = dataset_series(c->ds, e->series);
    switch (over->over) {
    case CLAIM_OVER_AREAS:
        return dataset_area(c->ds, e->area)->name;
    case CLAIM_OVER_INDICATORS:
        return dataset_indicator(c->ds, s->indicator)->name;
    case CLAIM_OVER_ITEMS:
        return dataset_item(c->ds, claims_item(c->ds, e, over->dimension))->name;
    }
    return (struct str){"", 0};
}

static void report(const struct claims *c, const struct claim_judged *j,
                   struct diag *diag) {
    struct buf said = buf_open(200), given = buf_open(200), more = buf_open(400);
    struct decimal value = claims_value_of(j->entry);
    const struct claim_sum *sum = claim_run_shown(&j->run);
    struct claim_sum own = {0};
    struct str unit = c->keys[j->key].unit;
    const struct claim_entry *first = j->run.first, *last = j->run.last;
    claim_sum_add(&own, true, value);
    own.decimals = sum->decimals;
    claim_sum_print(&own, value, &said);
    claim_sum_print(sum, value, &given);
    if (j->claim.kind == CLAIM_SUBTOTAL) {
        diag_warning(diag, j->claim.place,
                     "the subtotal %s is not the sum %s of its %zu parts", buf_z(&said),
                     buf_z(&given), sum->count);
    } else {
        diag_warning(diag, j->claim.place,
                     "the total %s is not the sum %s of its %zu parts", buf_z(&said),
                     buf_z(&given), sum->count);
    }
    if (j->claim.given) {
        buf_printf(
            &more,
            diag_words(diag, " If it counts more than these rows, declare areas "
                             "= { [\"%.*s\"] = \"%.*s\" }: it is read unchecked"),
            STR_ARG(j->claim.name), STR_ARG(dataset_area(c->ds, j->entry->area)->code));
    }
    diag_hint(
        diag,
        "summed are lines %u to %u, from %.*s to %.*s: they give %s%.*s, \"%.*s\" "
        "says %s%.*s. Is a number mistyped, or is a row missing or there twice?%s",
        first->line, last->line, STR_ARG(part_name(c, &j->claim, first)),
        STR_ARG(part_name(c, &j->claim, last)), buf_z(&given), STR_ARG(unit),
        STR_ARG(j->claim.name), buf_z(&said), STR_ARG(unit), buf_z(&more));
    buf_close(&said);
    buf_close(&given);
    buf_close(&more);
}

/* The claims of one row. */
static void report_row(struct claims *c, const struct claim_judged *list, size_t count,
                       struct claimed_groups *groups, struct diag *diag) {
    const struct claim_judged *open = NULL;
    bool compared = false;
    for (size_t i = 0; i < count; i++) {
        const struct claim_judged *j = &list[i];
        if (j->vague || j->verdict == VERDICT_OPEN || j->verdict == VERDICT_UNKNOWN ||
            j->verdict == VERDICT_ALONE) {
            bool own = j->claim.given && j->verdict == VERDICT_ALONE; /* no other row */
            open = open == NULL && !own ? j : open;
            continue;
        }
        compared = true;
        if (j->verdict == VERDICT_GROUP && groups != NULL) {
            struct observation o = {.series = j->entry->series,
                                    .period = j->entry->period,
                                    .vintage = j->entry->vintage,
                                    .value = claims_value_of(j->entry)};
            claimed_groups_add(groups, &j->claim, &o);
        } else if (j->verdict == VERDICT_WRONG) {
            report(c, j, diag);
        }
    }
    if (open != NULL && !compared) {
        diag_note(diag, open->claim.place, "the total row \"%.*s\" was not checked: %s",
                  STR_ARG(open->claim.name), diag_words(diag, reason_of(c, open)));
    }
}

void claims_check(struct claims *c, struct claimed_groups *groups, struct diag *diag) {
    if (c->claim_count == 0) {
        return;
    }
    if (c->seeks) {
        claims_find_entries(c);
    } else {
        claims_find_keys(c);
    }
    if (!c->full) {
        walk(c);
    }
    for (size_t i = 0; i < c->claim_count; i++) {
        struct claim_judged *j = &c->list[i];
        bool known = !j->vague && j->entry->known;
        if (c->full) {
            j->verdict = VERDICT_UNKNOWN;
        } else if (known && j->claim.kind == CLAIM_TOTAL) {
            decide_total(c, j);
        } else if (known && j->claim.kind == CLAIM_GROUP &&
                   j->verdict != VERDICT_FITS) {
            j->verdict = VERDICT_GROUP;
        }
    }
    for (size_t i = 0, end; i < c->claim_count; i = end) {
        for (end = i + 1; end < c->claim_count && c->list[end].line == c->list[i].line;)
            end++;
        report_row(c, &c->list[i], end - i, groups, diag);
    }
}
