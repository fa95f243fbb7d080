/* nqi sign, return, correct: acts that are an entry of the ledger and nothing else. */
#include "acts.h"

#include "document/printed.h"
#include <string.h>
#include <unistd.h>

static struct str digits(const struct act *act, struct str code) {
    return printed_code_digits(code, act->run.arena);
}

static bool role_index(struct act *act, size_t *index) {
    const struct workflow *workflow = &act->desk->workflow;
    struct buf names = buf_open(4096);
    bool found = false;
    for (size_t i = 0; i < workflow->role_count; i++) {
        buf_printf(&names, "%s%.*s", i > 0 ? ", " : "", STR_ARG(workflow->roles[i]));
        if (str_equal(workflow->roles[i], act->options->role)) {
            *index = i;
            found = true;
        }
    }
    if (!found) {
        act_fail(act, "no role is called \"%.*s\"", STR_ARG(act->options->role));
        diag_hint(act->diag, "the roles are %s", buf_z(&names));
    }
    buf_close(&names);
    return found;
}

static bool still_open(struct act *act) {
    if (issue_is_open(&act->state))
        return true;
    act_fail(act,
             act->state.withdrawn ? "%.*s was withdrawn" : "%.*s is published already",
             STR_ARG(act_name(act)));
    diag_hint(act->diag, "nqi correct %.*s --reason … begins a correction",
              STR_ARG(act_name(act)));
    return false;
}

/* White of any width, and what has none. */
static bool is_white(uint32_t cp) {
    return cp <= ' ' || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200F) || cp == 0x202F ||
           cp == 0x2060 || cp == 0x3000 || cp == 0xFEFF;
}

static uint32_t next_letter(struct str name, size_t *at) {
    uint32_t cp = 0;
    while (*at < name.n) {
        *at += utf8_decode(name, *at, &cp);
        if (!is_white(cp))
            return cp;
    }
    return 0;
}

/* 张　三 is 张三, as names of two characters are often set. */
static bool is_same_name(struct str a, struct str b) {
    size_t i = 0, k = 0;
    uint32_t one, other;
    do {
        one = next_letter(a, &i);
        other = next_letter(b, &k);
    } while (one == other && one != 0);
    return one == other;
}

/* In their order, each once, nobody twice; a code of its own begins anew. */
static bool may_sign(struct act *act, size_t role, struct str code) {
    const struct workflow *workflow = &act->desk->workflow;
    const struct issue_state *state = &act->state;
    size_t had = str_equal(state->code, code) ? state->signature_count : 0;
    if (role < had)
        return act_fail(act, "%.*s has signed this already: %.*s",
                        STR_ARG(workflow->roles[role]),
                        STR_ARG(state->signatures[role].by));
    if (role > had)
        return act_fail(act, "%.*s signs before %.*s, and has not signed this",
                        STR_ARG(workflow->roles[had]), STR_ARG(workflow->roles[role]));
    for (size_t i = 0; i < had && !workflow->same_name; i++)
        if (is_same_name(state->signatures[i].by, act->options->by)) {
            act_fail(act, "%.*s has signed as %.*s", STR_ARG(act->options->by),
                     STR_ARG(workflow->roles[i]));
            diag_hint(act->diag,
                      "another signs as %.*s, or same_name = true in "
                      "lua/workflow.lua lets one name sign several roles",
                      STR_ARG(workflow->roles[role]));
            return false;
        }
    return true;
}

/* What was signed: the codes of all editions, and the receipt of the draft, by which it
   is told later what changed. */
static bool draft_lines(struct act *act, const struct draft *draft,
                        struct keep_lines *lines) {
    struct arena *arena = act->run.arena;
    char hex[HASH_HEX_SIZE + 1];
    for (size_t i = 0; i < draft->receipt.edition_count; i++) {
        const struct edition *edition = &draft->receipt.editions[i];
        const struct str values[] = {edition->stem, str_from(edition->code)};
        if (str_equal(edition->report, act->report) &&
            str_equal(edition->period, act->period))
            keep_line(lines, arena, "edition", 2, values);
    }
    if (!archive_put_file(act->archive, draft->folder, RECEIPT_NAME, hex, act->diag))
        return false;
    const struct str object[] = {STR("draft"), STR(RECEIPT_NAME),
                                 arena_copy(arena, str_from(hex)), STR("")};
    keep_line(lines, arena, "object", 4, object);
    return true;
}

static void say_signed(const struct act *act, size_t role) {
    const struct workflow *workflow = &act->desk->workflow;
    act_say(act, "%.*s: signed as %.*s by %.*s", STR_ARG(act_name(act)),
            STR_ARG(workflow->roles[role]), STR_ARG(act->options->by));
    for (size_t i = 0; i < role; i++)
        act_say(act, "  before: %.*s %.*s, %.*s", STR_ARG(workflow->roles[i]),
                STR_ARG(act->state.signatures[i].by),
                STR_ARG(act->state.signatures[i].time));
    if (role + 1 < workflow->role_count)
        act_say(act, "  next: %.*s", STR_ARG(workflow->roles[role + 1]));
    else
        act_say(act, "  next: nqi publish %.*s", STR_ARG(act_name(act)));
}

static bool sign_draft(struct act *act, size_t role, const struct draft *draft) {
    struct arena *arena = act->run.arena;
    struct keep_lines lines = {NULL, 0, 0};
    if (!issue_code_is(act->options->code, draft->code)) {
        act_fail(act, "the draft of %.*s is %.*s, not %.*s", STR_ARG(act_name(act)),
                 STR_ARG(digits(act, draft->code)), STR_ARG(act->options->code));
        diag_hint(act->diag, "read the draft as it is now; nqi status shows the code "
                             "of an issue");
        return false;
    }
    if (!may_sign(act, role, draft->code))
        return false;
    keep_line(&lines, arena, "role", 1, &act->desk->workflow.roles[role]);
    keep_line(&lines, arena, "by", 1, &act->options->by);
    keep_line(&lines, arena, "code", 1, &draft->code);
    if (!draft_lines(act, draft, &lines) ||
        !desk_act(act->desk, act->report, act->period, ACT_SIGN, lines.items,
                  lines.count, act->diag))
        return false;
    say_signed(act, role);
    return true;
}

static int sign(struct act *act, int output) {
    size_t role = 0;
    struct draft draft;
    (void)output;
    if (!role_index(act, &role))
        return EXIT_STATUS_USAGE;
    if (!still_open(act) || !act_open_draft(act, &draft))
        return EXIT_STATUS_DATA;
    bool ok = sign_draft(act, role, &draft);
    close(draft.folder);
    return ok ? EXIT_STATUS_GOOD : EXIT_STATUS_DATA;
}

/* An entry of who and why. */
static int note(struct act *act, const char *kind) {
    struct arena *arena = act->run.arena;
    struct keep_lines lines = {NULL, 0, 0};
    if (act->options->by.n > 0)
        keep_line(&lines, arena, "by", 1, &act->options->by);
    keep_line(&lines, arena, "reason", 1, &act->options->reason);
    return desk_act(act->desk, act->report, act->period, kind, lines.items, lines.count,
                    act->diag)
               ? EXIT_STATUS_GOOD
               : EXIT_STATUS_DATA;
}

static int send_back(struct act *act, int output) {
    struct draft draft;
    (void)output;
    if (!still_open(act) || !act_open_draft(act, &draft))
        return EXIT_STATUS_DATA;
    close(draft.folder);
    int status = note(act, ACT_RETURN);
    if (status == EXIT_STATUS_GOOD)
        act_say(act, "%.*s: returned: %.*s", STR_ARG(act_name(act)),
                STR_ARG(act->options->reason));
    return status;
}

static int correct(struct act *act, int output) {
    (void)output;
    if (act->state.edition == NULL || act->state.correcting) {
        act_fail(act,
                 act->state.correcting ? "a correction of %.*s was begun already"
                                       : "%.*s is not published: there is nothing to "
                                         "correct",
                 STR_ARG(act_name(act)));
        return EXIT_STATUS_DATA;
    }
    int status = note(act, ACT_CORRECT);
    if (status == EXIT_STATUS_GOOD)
        act_say(act,
                "%.*s: correction %zu is begun; build its draft, have it signed, and "
                "publish it",
                STR_ARG(act_name(act)), act->state.corrections + 1);
    return status;
}

static int do_locked(const struct options *options,
                     int (*work)(struct act *act, int output)) {
    struct act act;
    int status = act_open(&act, options);
    if (status == EXIT_STATUS_GOOD)
        status = act_locked(&act, work);
    return act_close(&act, status);
}

int build_sign(const struct options *options) { return do_locked(options, sign); }
int build_return(const struct options *options) {
    return do_locked(options, send_back);
}
int build_correct(const struct options *options) { return do_locked(options, correct); }
