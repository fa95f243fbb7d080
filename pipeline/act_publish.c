/* nqi publish, withdraw: acts that are a release and an entry of the ledger. The
   release stands whole among the others, all of it and all that it was made of is in
   the archive, then the entry is written: that is the act. Then the link is swapped;
   what a crash leaves before it is rolled forward by the next act. nqi restore: the
   same by itself. */
#define _GNU_SOURCE
#include "acts.h"

#include "base/file.h"
#include "document/printed.h"
#include "issue/restore.h"
#include "notice.h"
#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define MANIFEST_LIMIT ((size_t)1 << 30)

/* ---- before anything is built ---- */

static bool may_publish(struct act *act) {
    const struct workflow *workflow = &act->desk->workflow;
    const struct issue_state *state = &act->state;
    if (!issue_is_open(state)) {
        act_fail(act,
                 state->withdrawn ? "%.*s was withdrawn" : "%.*s is published already",
                 STR_ARG(act_name(act)));
        diag_hint(act->diag, "nqi correct %.*s --reason … begins a correction",
                  STR_ARG(act_name(act)));
        return false;
    }
    if (state->signature_count < workflow->role_count) {
        act_fail(act, "%.*s is not signed: %.*s has not", STR_ARG(act_name(act)),
                 STR_ARG(workflow->roles[state->signature_count]));
        diag_hint(act->diag,
                  "nqi sign %.*s --role %.*s --by NAME --code CODE, with the code of "
                  "the draft",
                  STR_ARG(act_name(act)),
                  STR_ARG(workflow->roles[state->signature_count]));
        return false;
    }
    return keep_is_whole(act->desk, act->archive, act->diag);
}

static bool may_withdraw(struct act *act) {
    if (act->state.edition == NULL || act->state.withdrawn)
        return act_fail(act,
                        act->state.withdrawn ? "%.*s was withdrawn"
                                             : "%.*s is not published: there is "
                                               "nothing to withdraw",
                        STR_ARG(act_name(act)));
    return keep_is_whole(act->desk, act->archive, act->diag);
}

static enum build_result begin(struct act *act, int output, bool (*may)(struct act *)) {
    if (!act_begin(act, output) || !may(act))
        return BUILD_DATA;
    /* A release that is named by its entry is not rebuilt by two acts at once. */
    return BUILD_COMPLETE;
}

static enum build_result begin_publish(void *context, int output, struct diag *diag) {
    (void)diag; /* the act's own */
    return begin(context, output, may_publish);
}

static enum build_result begin_withdraw(void *context, int output, struct diag *diag) {
    (void)diag;
    return begin(context, output, may_withdraw);
}

/* ---- when the release stands ---- */

static bool read_manifest(const struct act *act, struct str *text) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", act->run.manifest);
    off_t size = lseek(act->run.manifest, 0, SEEK_END);
    if (size < 0 || (size_t)size > MANIFEST_LIMIT)
        return false;
    char *bytes = arena_alloc(act->run.arena, (size_t)size + 1);
    for (off_t at = 0; at < size;) {
        ssize_t n = pread(act->run.manifest, bytes + at, (size_t)(size - at), at);
        if (n <= 0)
            return false;
        at += n;
    }
    *text = (struct str){bytes, (size_t)size};
    return true;
}

/* What holds of every entry with a release. */
static bool entry_lines(struct act *act, int output,
                        const struct receipt_summary *receipt,
                        struct keep_lines *lines) {
    struct arena *arena = act->run.arena;
    struct str manifest = {0};
    keep_line(lines, arena, "release", 1, &receipt->id);
    return (read_manifest(act, &manifest) ||
            act_fail(act, "cannot read what went into the issue")) &&
           keep_release(act->desk, act->archive, output, receipt, act->report,
                        act->period, lines, act->diag) &&
           keep_manifest(act->desk, act->archive, manifest, lines, act->diag);
}

/* The archive remembers where the ledger was: one that was rolled back is told. That it
   cannot is no reason to hold back what the ledger says already. */
static void remember_head(struct act *act) {
    const struct ledger_entry *head = ledger_head(&act->desk->ledger);
    struct diag *own = diag_open_like(act->diag);
    struct str text = arena_printf(
        act->run.arena, "%s\t%.*s %.*s (%zu, %.*s)\n", head->hash,
        STR_ARG(head->report), STR_ARG(head->period), head->number, STR_ARG(head->act));
    if (!archive_set_head(act->archive, text, own)) {
        size_t count;
        const struct diag_entry *entries = diag_entries(own, &count);
        diag_warning(act->diag, entries[0].place, "%.*s", STR_ARG(entries[0].text));
    }
    diag_close(own);
}

static bool commit_publish(void *context, int output,
                           const struct receipt_summary *receipt, struct diag *diag) {
    struct act *act = context;
    struct arena *arena = act->run.arena;
    struct keep_lines lines = {NULL, 0, 0};
    char hex[HASH_HEX_SIZE + 1];
    (void)diag;
    if (!issue_code(receipt->editions, receipt->edition_count, act->report, act->period,
                    hex))
        return act_fail(act, "there is no report \"%.*s\" for %.*s",
                        STR_ARG(act->report), STR_ARG(act->period));
    struct str code = arena_copy(arena, str_from(hex));
    if (act->desk->workflow.role_count > 0 && !str_equal(code, act->state.code))
        return act_fail(act,
                        "this is not what was signed: it is %.*s now, and %.*s was "
                        "signed",
                        STR_ARG(printed_code_digits(code, arena)),
                        STR_ARG(printed_code_digits(act->state.code, arena)));
    if (act->options->by.n > 0)
        keep_line(&lines, arena, "by", 1, &act->options->by);
    keep_line(&lines, arena, "code", 1, &code);
    for (size_t i = 0; i < receipt->edition_count; i++) {
        const struct edition *edition = &receipt->editions[i];
        const struct str values[] = {edition->stem, str_from(edition->code)};
        if (str_equal(edition->report, act->report) &&
            str_equal(edition->period, act->period))
            keep_line(&lines, arena, "edition", 2, values);
    }
    for (size_t i = 0; i < act->state.signature_count; i++) {
        const struct str values[] = {act->state.signatures[i].role,
                                     act->state.signatures[i].by};
        keep_line(&lines, arena, "signed", 2, values);
    }
    if (!entry_lines(act, output, receipt, &lines) ||
        !desk_act(act->desk, act->report, act->period, ACT_PUBLISH, lines.items,
                  lines.count, act->diag))
        return false;
    remember_head(act);
    return true;
}

static bool commit_withdraw(void *context, int output,
                            const struct receipt_summary *receipt, struct diag *diag) {
    struct act *act = context;
    struct arena *arena = act->run.arena;
    struct keep_lines lines = {NULL, 0, 0};
    (void)diag;
    if (act->options->by.n > 0)
        keep_line(&lines, arena, "by", 1, &act->options->by);
    keep_line(&lines, arena, "reason", 1, &act->options->reason);
    if (!entry_lines(act, output, receipt, &lines) ||
        !desk_act(act->desk, act->report, act->period, ACT_WITHDRAW, lines.items,
                  lines.count, act->diag))
        return false;
    remember_head(act);
    return true;
}

/* ---- the commands ---- */

static int release(struct act *act, const struct supervision *hooks) {
    struct supervision supervision = *hooks;
    act->run.manifest = memfd_create("manifest", MFD_CLOEXEC);
    if (act->run.manifest < 0) {
        act_fail(act, "cannot make a file in memory: %s",
                 diag_reason(act->diag, errno));
        return EXIT_STATUS_SYSTEM;
    }
    supervision.output = run_output(&act->run, STR("output"));
    supervision.progress = &act->progress;
    supervision.context = act;
    int status = run_status(supervise(&supervision, act->diag));
    close(act->run.manifest);
    return status;
}

/* In the builder; the act is the supervisor's, and its run the builder's. */
static enum build_result build_issue(void *context, int stage,
                                     const struct receipt_summary *previous) {
    struct act *act = context;
    act->run.publishing = true;
    return run_build(&act->run, stage, previous);
}

static enum build_result build_notice(void *context, int stage,
                                      const struct receipt_summary *previous) {
    struct act *act = context;
    return notice_build(&act->run, stage, previous, act->report, act->period,
                        act->options->reason);
}

/* The issue, and nothing else of it may fail. */
static struct options options_of(const struct options *given, const struct act *act) {
    struct options options = *given;
    options.selection.reports = &act->report;
    options.selection.report_count = 1;
    options.selection.area_count = options.selection.part_count = 0;
    options.selection.has_period = true;
    options.selection.since = (struct period){0};
    options.selection.period = given->issue_period;
    options.keep_going = false;
    return options;
}

static int publish_or_withdraw(const struct options *given,
                               const struct supervision *hooks) {
    struct act act;
    int status = act_open(&act, given);
    struct options options = options_of(given, &act);
    if (status == EXIT_STATUS_GOOD) {
        act.run.options = act.run.tools.options = &options;
        act.desk->date = given->date.n > 0
                             ? given->date
                             : desk_day(given->now, act.run.arena, &act.desk->day);
        if (given->date.n > 0)
            for (size_t i = 0; i < given->date.n; i++)
                if (given->date.p[i] != '-')
                    act.desk->day =
                        act.desk->day * 10 + (uint32_t)(given->date.p[i] - '0');
        status = release(&act, hooks);
        act.run.options = act.run.tools.options = given;
    }
    return act_close(&act, status);
}

int build_publish(const struct options *options) {
    return publish_or_withdraw(options, &(const struct supervision){
                                            .build = build_issue,
                                            .begin = begin_publish,
                                            .commit = commit_publish,
                                        });
}

int build_withdraw(const struct options *options) {
    return publish_or_withdraw(options, &(const struct supervision){
                                            .build = build_notice,
                                            .begin = begin_withdraw,
                                            .commit = commit_withdraw,
                                        });
}

/* act_begin() has rolled forward; there is something only if the ledger has a release.
 */
static int say_restored(struct act *act, int output) {
    struct str current = restore_current(act->desk, output);
    if (current.n == 0) {
        act_fail(act, "the ledger names nothing that was published");
        return EXIT_STATUS_DATA;
    }
    act_say(act, "published is the release %.*s, as the ledger says", STR_ARG(current));
    return EXIT_STATUS_GOOD;
}

int build_restore(const struct options *options) {
    struct act act;
    int status = act_open(&act, options);
    if (status == EXIT_STATUS_GOOD)
        status = act_locked(&act, say_restored);
    return act_close(&act, status);
}
