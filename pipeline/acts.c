#define _GNU_SOURCE
#include "acts.h"

#include "base/file.h"
#include "document/printed.h"
#include "issue/restore.h"
#include "publish/lock.h"
#include "publish/release.h"
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

int act_open(struct act *act, const struct options *options) {
    *act = (struct act){.options = options, .report = options->issue_report};
    act->progress = run_progress(options);
    act->diag = diag_open();
    diag_set_messages(act->diag, options->messages);
    if (!run_begin(&act->run, options, &act->progress))
        return EXIT_STATUS_USAGE;
    if (!run_open_desk(&act->run)) {
        run_print(options, act->run.diag);
        return EXIT_STATUS_DATA;
    }
    act->desk = act->run.desk;
    act->period = period_code(options->issue_period, act->run.arena);
    if (act->desk != NULL)
        return EXIT_STATUS_GOOD;
    act_fail(act, "this project has no workflow: nqi build publishes at once");
    diag_hint(act->diag, "write lua/workflow.lua, return { archive = \"../archive\" }, "
                         "and a build makes drafts, which are signed and then "
                         "published");
    return EXIT_STATUS_USAGE;
}

int act_close(struct act *act, int status) {
    run_print(act->options, act->diag);
    if (act->archive != NULL)
        archive_close(act->archive);
    diag_close(act->diag);
    run_end(&act->run);
    return status;
}

/* The ledger knows of a later release than the one that is shown. */
static bool roll_forward(struct act *act, int output) {
    const struct ledger_entry *last = issue_last_release(&act->desk->ledger);
    if (last == NULL ||
        str_equal(issue_value(last, "release"), restore_current(act->desk, output)))
        return true;
    if (!restore_release(act->desk, act->archive, output, last, act->diag))
        return false;
    diag_note(act->diag, last->place,
              "%.*s %.*s was not shown yet: what is published was made of the archive",
              STR_ARG(last->report), STR_ARG(last->period));
    return true;
}

bool act_begin(struct act *act, int output) {
    if (!desk_read_ledger(act->desk, act->diag))
        return false;
    if (act->archive == NULL)
        act->archive = desk_open_archive(
            act->desk, issue_last_release(&act->desk->ledger) == NULL, act->diag);
    if (act->archive == NULL ||
        !desk_agrees(act->desk, act->archive, restore_current(act->desk, output),
                     act->diag) ||
        !roll_forward(act, output))
        return false;
    act->state = issue_state_of(&act->desk->ledger, act->report, act->period);
    return true;
}

int act_locked(struct act *act, int (*work)(struct act *act, int output)) {
    const char *path = run_output(&act->run, STR("output"));
    if (!file_make_folders(AT_FDCWD, path, act->diag))
        return EXIT_STATUS_SYSTEM;
    int lock, status = EXIT_STATUS_SYSTEM;
    int output = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (output < 0) {
        diag_error(act->diag, (struct place){.file = str_from(path)},
                   "cannot open the output folder: %s", diag_reason(act->diag, errno));
        return status;
    }
    switch (lock_take(output, &lock, act->diag)) {
    case LOCK_HELD:
        status = act_begin(act, output) ? work(act, output) : EXIT_STATUS_DATA;
        close(lock);
        break;
    case LOCK_BUSY:
        status = EXIT_STATUS_LOCKED;
        break;
    case LOCK_FAILED:
        break;
    }
    close(output);
    return status;
}

struct str act_name(const struct act *act) {
    return arena_printf(act->run.arena, "%.*s %.*s", STR_ARG(act->report),
                        STR_ARG(act->period));
}

void act_say(const struct act *act, const char *format, ...) {
    if (act->options->quiet)
        return;
    va_list list;
    va_start(list, format);
    vprintf(diag_words(act->diag, format), list);
    va_end(list);
    putchar('\n');
}

/* Whole, and not carried over from a build in which it failed. */
static bool is_whole(const struct act *act, const struct receipt_summary *receipt) {
    for (size_t i = 0; i < receipt->edition_count; i++) {
        const struct edition *edition = &receipt->editions[i];
        if (str_equal(edition->report, act->report) &&
            str_equal(edition->period, act->period) &&
            (edition->status == EDITION_FAILED || edition->status == EDITION_STALE))
            return false;
    }
    return true;
}

static bool no_draft(struct act *act) {
    act_fail(act, "there is no draft of %.*s", STR_ARG(act_name(act)));
    diag_hint(act->diag, "make it with nqi build --report %.*s --period %.*s",
              STR_ARG(act->report), STR_ARG(act->period));
    return false;
}

bool act_open_draft(struct act *act, struct draft *draft) {
    struct str path = desk_path(act->desk, act->desk->workflow.drafts);
    char code[HASH_HEX_SIZE + 1];
    *draft = (struct draft){.folder = -1};
    int drafts = open(path.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (drafts < 0)
        return no_draft(act);
    bool ok = release_open_current(drafts, act->run.arena, &draft->folder,
                                   &draft->receipt, act->diag);
    close(drafts);
    if (!ok)
        return false;
    if (draft->folder < 0 ||
        !issue_code(draft->receipt.editions, draft->receipt.edition_count, act->report,
                    act->period, code))
        return no_draft(act);
    if (!is_whole(act, &draft->receipt)) {
        act_fail(act, "a part of the draft of %.*s failed when it was built last",
                 STR_ARG(act_name(act)));
        diag_hint(act->diag, "build it again");
        return false;
    }
    draft->code = arena_copy(act->run.arena, str_from(code));
    return true;
}
