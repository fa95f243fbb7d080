#include "issue/state.h"

#include "document/printed.h"
#include <string.h>

struct str issue_value(const struct ledger_entry *entry, const char *key) {
    const struct ledger_line *line = entry != NULL ? ledger_line(entry, key) : NULL;
    return line != NULL && line->count > 0 ? line->values[0] : (struct str){0};
}

struct str issue_edition_code(const struct ledger_entry *entry, struct str stem) {
    for (size_t i = 0; entry != NULL && i < entry->line_count; i++) {
        const struct ledger_line *line = &entry->lines[i];
        if (line->count == 2 && str_equal(line->key, STR("edition")) &&
            str_equal(line->values[0], stem))
            return line->values[1];
    }
    return (struct str){0};
}

static void forget_signatures(struct issue_state *state) {
    state->signature_count = 0;
    state->code = (struct str){0};
    state->signed_as = NULL;
}

static void fold_signature(struct issue_state *state,
                           const struct ledger_entry *entry) {
    struct str code = issue_value(entry, "code");
    if (!str_equal(code, state->code))
        forget_signatures(state);
    state->code = code;
    state->returned = false;
    if (state->signed_as == NULL)
        state->signed_as = entry;
    if (state->signature_count < WORKFLOW_ROLES_MAX)
        state->signatures[state->signature_count++] = (struct issue_signature){
            issue_value(entry, "role"), issue_value(entry, "by"),
            issue_value(entry, "time")};
}

static void fold(struct issue_state *state, const struct ledger_entry *entry) {
    if (str_equal(entry->act, STR(ACT_SIGN))) {
        fold_signature(state, entry);
        return;
    }
    forget_signatures(state);
    if (str_equal(entry->act, STR(ACT_PUBLISH))) {
        state->corrections += state->correcting;
        state->before = state->edition;
        state->edition = entry;
        state->published = true;
        state->correcting = state->withdrawn = state->returned = false;
        return;
    }
    state->returned = str_equal(entry->act, STR(ACT_RETURN));
    state->correcting |= str_equal(entry->act, STR(ACT_CORRECT));
    if (str_equal(entry->act, STR(ACT_WITHDRAW))) {
        state->withdrawn = true;
        state->correcting = false;
        state->withdrawal = issue_value(entry, "reason");
    } else {
        state->reason = issue_value(entry, "reason");
    }
}

static bool is_of(const struct ledger_entry *entry, struct str report,
                  struct str period) {
    return str_equal(entry->report, report) && str_equal(entry->period, period);
}

struct issue_state issue_state_of(const struct ledger *ledger, struct str report,
                                  struct str period) {
    struct issue_state state = {.report = report, .period = period};
    for (size_t i = 0; i < ledger->count; i++)
        if (is_of(&ledger->entries[i], report, period))
            fold(&state, &ledger->entries[i]);
    return state;
}

struct issue_state *issue_states(const struct ledger *ledger, struct arena *arena,
                                 size_t *count) {
    struct issue_state *states = arena_array(arena, ledger->count, sizeof *states);
    *count = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        const struct ledger_entry *entry = &ledger->entries[i];
        if (entry->number == 1)
            states[(*count)++] = issue_state_of(ledger, entry->report, entry->period);
    }
    return states;
}

bool issue_is_open(const struct issue_state *state) {
    return state->edition == NULL || state->correcting;
}

const struct ledger_entry *issue_last_release(const struct ledger *ledger) {
    for (size_t i = ledger->count; i-- > 0;)
        if (issue_value(&ledger->entries[i], "release").n > 0)
            return &ledger->entries[i];
    return NULL;
}

bool issue_code(const struct edition *editions, size_t count, struct str report,
                struct str period, char code[HASH_HEX_SIZE + 1]) {
    const struct edition *only = NULL;
    struct hash *hash = hash_open();
    size_t found = 0;
    bool whole = true;
    for (size_t i = 0; i < count; i++) {
        const struct edition *edition = &editions[i];
        if (!str_equal(edition->report, report) || !str_equal(edition->period, period))
            continue;
        whole = whole && edition->code[0] != '\0';
        only = edition;
        found++;
        hash_add(hash, edition->stem.p, edition->stem.n);
        hash_add(hash, "\t", 1);
        hash_add(hash, edition->code, strlen(edition->code));
        hash_add(hash, "\n", 1);
    }
    hash_close(hash, code);
    if (found == 1)
        memcpy(code, only->code, HASH_HEX_SIZE + 1);
    return whole && found > 0;
}

bool issue_code_is(struct str written, struct str code) {
    size_t n = 0;
    for (size_t i = 0; i < written.n; i++) {
        char c = written.p[i];
        if (c == ' ' || c == '-')
            continue;
        if (c >= 'A' && c <= 'F')
            c = (char)(c - 'A' + 'a');
        if (n >= code.n || code.p[n] != c)
            return false;
        n++;
    }
    return n >= PRINTED_CODE_DIGITS;
}
