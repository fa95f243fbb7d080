/* What columns that are not read might say against those that are. */
#include "ingest/claims.h"
#include "ingest/clean.h"
#include "ingest/columns.h"

/* 计量单位 of 计量单位说明 */
static struct str without_tail(struct str head) {
    struct str tail = STR("说明");
    return str_ends(head, tail) && head.n > tail.n ? str_slice(head, 0, head.n - tail.n)
                                                   : head;
}

/* UNIT_MULT, Power Code: of a format, too, that does not expect it. */
static bool names_multiplier(struct str head, struct arena *scratch) {
    static const char *const names[] = {"unit_mult", "unitmult",       "multiplier",
                                        "scale",     "powercode",      "powercodecode",
                                        "scalar",    "unitmultiplier", "倍数"};
    struct str key = clean_key(head, scratch);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal(key, str_from(names[i]))) {
            return true;
        }
    }
    return false;
}

/* Columns that are skipped or notes though their heads are those of keys or units, and
   those of remarks. A format by name knows its own. */
void columns_see_unread(const struct reading_context *context,
                        const struct table *table, struct column *columns) {
    for (size_t i = 0; i < table->width && context->profile->format == NULL; i++) {
        struct column *c = &columns[i];
        enum role named = columns_usual_role(without_tail(c->head), context->scratch);
        bool key = named == ROLE_AREA || named == ROLE_INDICATOR ||
                   named == ROLE_PERIOD || named == ROLE_UNIT;
        bool unread = (c->role == ROLE_SKIP || c->role == ROLE_NOTE) && c->declared;
        c->denied = unread && !c->filter && key ? named : ROLE_SKIP;
        c->remarks = (unread || c->role == ROLE_NOTE) && c->denied == ROLE_SKIP &&
                     !c->filter && c->claim == CLAIM_NONE;
    }
    for (size_t i = 0; i < table->width; i++) {
        bool unread = columns[i].role == ROLE_SKIP || columns[i].role == ROLE_NOTE;
        if (unread && names_multiplier(columns[i].head, context->scratch)) {
            columns[i].denied = ROLE_MULTIPLIER;
        }
    }
}
