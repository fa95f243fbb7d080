/* nqi verify: whether a release, or a file of one, is what was published, by the
   ledger. Without a name: what is published now, and all that the archive keeps of it.
 */
#define _GNU_SOURCE
#include "acts.h"

#include "base/file.h"
#include "document/printed.h"
#include "issue/restore.h"
#include "publish/release.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_LIMIT ((size_t)1 << 30)

/* ---- a release ---- */

static const struct ledger_entry *entry_of_release(const struct act *act,
                                                   struct str id) {
    const struct ledger *ledger = &act->desk->ledger;
    for (size_t i = 0; i < ledger->count; i++)
        if (str_equal(issue_value(&ledger->entries[i], "release"), id))
            return &ledger->entries[i];
    return NULL;
}

/* The object of this kind that an entry names, by its path. */
static struct str object_of(const struct ledger_entry *entry, const char *kind) {
    for (size_t i = 0; i < entry->line_count; i++) {
        const struct ledger_line *line = &entry->lines[i];
        if (line->count == 4 && str_equal(line->key, STR("object")) &&
            str_equal(line->values[0], str_from(kind)))
            return line->values[2];
    }
    return (struct str){0};
}

static bool check_release(struct act *act, int folder, struct str name) {
    struct receipt_summary receipt;
    struct place place = {.file = name};
    char hex[HASH_HEX_SIZE + 1];
    size_t size;
    if (!receipt_read(folder, act->run.arena, &receipt, act->diag) ||
        !release_check(folder, &receipt, true, act->run.arena, act->diag) ||
        !file_digest(folder, RECEIPT_NAME, &size, hex, act->diag))
        return false;
    const struct ledger_entry *entry = entry_of_release(act, receipt.id);
    if (entry == NULL)
        return diag_error(act->diag, place, "the ledger knows no release %.*s",
                          STR_ARG(receipt.id));
    if (!str_equal(object_of(entry, "receipt"), str_from(hex)))
        return diag_error(act->diag, place, "the receipt is not the one of the ledger");
    act_say(act, "%.*s is the release %.*s, of %.*s %.*s (%.*s), whole", STR_ARG(name),
            STR_ARG(receipt.id), STR_ARG(entry->report), STR_ARG(entry->period),
            STR_ARG(issue_value(entry, "time")));
    return true;
}

/* ---- all ---- */

static bool check_archive(struct act *act) {
    const struct ledger *ledger = &act->desk->ledger;
    size_t objects = 0;
    bool ok = keep_is_whole(act->desk, act->archive, act->diag);
    for (size_t i = 0; i < ledger->count; i++)
        for (size_t k = 0; k < ledger->entries[i].line_count; k++) {
            const struct ledger_line *line = &ledger->entries[i].lines[k];
            if (line->count != 4 || !str_equal(line->key, STR("object")))
                continue;
            struct arena *scratch = arena_open();
            struct str bytes;
            struct str hex = arena_copy(scratch, line->values[2]);
            objects++;
            if (archive_has(act->archive, hex.p))
                ok &= archive_get(act->archive, hex.p, line->values[1], scratch, &bytes,
                                  act->diag);
            arena_close(scratch);
        }
    if (ok)
        act_say(act, "the archive keeps all %zu objects of %zu entries", objects,
                ledger->count);
    return ok;
}

static bool check_all(struct act *act) {
    const char *path = run_output(&act->run, STR("output"));
    const struct ledger_entry *last = issue_last_release(&act->desk->ledger);
    if (last == NULL)
        return act_fail(act, "the ledger names nothing that was published");
    int output = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int folder = output >= 0 ? openat(output, "current", O_RDONLY | O_DIRECTORY) : -1;
    struct str current =
        output >= 0 ? restore_current(act->desk, output) : (struct str){0};
    if (output >= 0)
        close(output);
    bool ok = false;
    if (folder < 0) {
        act_fail(act, "nothing is published in %s", path);
        diag_hint(act->diag, "nqi restore makes it from ledger and archive");
    } else {
        act->archive = desk_open_archive(act->desk, false, act->diag);
        ok = act->archive != NULL &&
             desk_agrees(act->desk, act->archive, current, act->diag) &&
             check_release(act, folder, STR("current"));
        if (ok && !str_equal(issue_value(last, "release"), current)) {
            ok = act_fail(act, "%.*s %.*s is in the ledger, and not published yet",
                          STR_ARG(last->report), STR_ARG(last->period));
            diag_hint(act->diag, "nqi restore makes it from ledger and archive");
        }
        ok = ok && check_archive(act);
        close(folder);
    }
    return ok;
}

/* ---- a file, or a code ---- */

/* What became of the edition that an entry published. */
static void say_since(struct act *act, const struct ledger_entry *entry) {
    struct issue_state state =
        issue_state_of(&act->desk->ledger, entry->report, entry->period);
    if (state.withdrawn)
        act_say(act, "  the issue was withdrawn since: %.*s",
                STR_ARG(state.withdrawal));
    else if (state.edition != entry && str_equal(entry->act, STR(ACT_PUBLISH)))
        act_say(act, "  a correction took its place since");
}

static void say_edition(struct act *act, struct str what,
                        const struct ledger_entry *entry) {
    struct str number = issue_value(entry, "number");
    act_say(act, "%.*s is of %.*s %.*s%s%.*s (%.*s)", STR_ARG(what),
            STR_ARG(entry->report), STR_ARG(entry->period), number.n > 0 ? " " : "",
            STR_ARG(number), STR_ARG(issue_value(entry, "time")));
    say_since(act, entry);
}

/* By its hash: the same bytes as an output had. */
static bool find_bytes(struct act *act, struct str name, struct str hex) {
    const struct ledger *ledger = &act->desk->ledger;
    for (size_t i = ledger->count; i-- > 0;)
        for (size_t k = 0; k < ledger->entries[i].line_count; k++) {
            const struct ledger_line *line = &ledger->entries[i].lines[k];
            if (line->count != 4 || !str_equal(line->key, STR("object")) ||
                !str_equal(line->values[2], hex))
                continue;
            bool published = str_equal(line->values[0], STR("output"));
            struct str what =
                arena_printf(act->run.arena, "%.*s (%.*s %.*s)", STR_ARG(name),
                             STR_ARG(line->values[0]), STR_ARG(line->values[1]));
            say_edition(act, published ? name : what, &ledger->entries[i]);
            return true;
        }
    return false;
}

/* By a printed code. */
static bool find_code(struct act *act, struct str code) {
    const struct ledger *ledger = &act->desk->ledger;
    for (size_t i = ledger->count; i-- > 0;) {
        const struct ledger_entry *entry = &ledger->entries[i];
        if (!str_equal(entry->act, STR(ACT_PUBLISH)))
            continue;
        bool found = issue_code_is(code, issue_value(entry, "code"));
        for (size_t k = 0; k < entry->line_count && !found; k++) {
            const struct ledger_line *line = &entry->lines[k];
            found = line->count == 2 && str_equal(line->key, STR("edition")) &&
                    issue_code_is(code, line->values[1]);
        }
        if (found) {
            say_edition(act, code, entry);
            return true;
        }
    }
    return act_fail(act, "no issue was published with the code %.*s", STR_ARG(code));
}

static bool check_file(struct act *act, const char *path) {
    char hex[HASH_HEX_SIZE + 1];
    size_t size;
    struct str name = str_from(path);
    if (!file_digest(AT_FDCWD, path, &size, hex, act->diag))
        return false;
    if (find_bytes(act, name, str_from(hex)))
        return true;
    diag_error(act->diag, (struct place){.file = name},
               "these bytes were not published");
    diag_hint(act->diag, "a code that it prints at its foot finds the issue it comes "
                         "from: nqi verify --code CODE");
    return false;
}

static bool check_named(struct act *act, const char *path) {
    struct stat status;
    if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
        return check_file(act, path);
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return diag_error(act->diag, (struct place){.file = str_from(path)},
                          "cannot open the folder: %s", diag_reason(act->diag, errno));
    bool ok = check_release(act, folder, str_from(path));
    close(folder);
    return ok;
}

int build_verify(const struct options *options) {
    struct act act;
    int status = act_open(&act, options);
    if (status == EXIT_STATUS_GOOD) {
        bool ok = options->code.n > 0     ? find_code(&act, options->code)
                  : options->file != NULL ? check_named(&act, options->file)
                                          : check_all(&act);
        status = ok ? EXIT_STATUS_GOOD : EXIT_STATUS_DATA;
    }
    return act_close(&act, status);
}
