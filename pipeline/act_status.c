/* nqi status: where each issue stands, on a screen or as JSON. It takes no lock and
   changes nothing. */
#define _GNU_SOURCE
#include "acts.h"

#include "base/file.h"
#include "base/json_out.h"
#include "document/printed.h"
#include "issue/made.h"
#include "publish/release.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define RECEIPT_LIMIT ((size_t)256 << 20)
#define CHANGES_SHOWN 8

/* An issue as the ledger and the drafts have it. */
struct standing {
    struct issue_state state;
    struct str draft; /* the code of its draft, or empty */
    bool failed;      /* a part of the draft failed */
    struct str number;
    const struct made_difference *changes; /* since it was signed */
    size_t change_count;
    struct str *older; /* files that its printed figures come from, and that are others
                          now */
    size_t older_count;
};

/* The hashes of the input files as they are now, each made once. */
struct digest {
    struct str path, hex; /* empty: the file is gone */
};

struct digests {
    struct digest *items;
    size_t count, capacity;
};

struct list {
    struct standing *items;
    size_t count, capacity;
};

static const char *stage_of(const struct workflow *workflow,
                            const struct standing *standing) {
    const struct issue_state *state = &standing->state;
    if (!issue_is_open(state))
        return state->withdrawn         ? "withdrawn"
               : state->corrections > 0 ? "corrected"
                                        : "published";
    if (state->signature_count > 0 && !str_equal(state->code, standing->draft))
        return "unsigned";
    if (state->signature_count > 0)
        return state->signature_count < workflow->role_count ? "signing" : "signed";
    return state->returned ? "returned" : "draft";
}

/* ---- gathering ---- */

static struct standing *find(struct act *act, struct list *list, struct str report,
                             struct str period) {
    for (size_t i = 0; i < list->count; i++)
        if (str_equal(list->items[i].state.report, report) &&
            str_equal(list->items[i].state.period, period))
            return &list->items[i];
    list->items = arena_grow(act->run.arena, list->items, list->count, &list->capacity,
                             sizeof *list->items);
    struct standing *standing = &list->items[list->count++];
    *standing =
        (struct standing){.state = issue_state_of(&act->desk->ledger, report, period)};
    standing->number = issue_value(standing->state.edition, "number");
    return standing;
}

/* By what it was signed as, and by what it is now. */
static void find_changes(struct act *act, struct standing *standing, int drafts) {
    const struct ledger_line *object =
        standing->state.signed_as != NULL
            ? ledger_line(standing->state.signed_as, "object")
            : NULL;
    struct arena *arena = act->run.arena;
    struct diag *quiet = diag_open();
    struct str before, now;
    struct archive *archive = desk_open_archive(act->desk, false, quiet);
    if (archive != NULL && object != NULL && object->count > 2 &&
        archive_get(archive, arena_copy(arena, object->values[2]).p, STR(RECEIPT_NAME),
                    arena, &before, quiet) &&
        file_read(drafts, RECEIPT_NAME, RECEIPT_LIMIT, arena, &now, NULL, quiet))
        standing->changes = made_compare(before, now, arena, &standing->change_count);
    if (archive != NULL)
        archive_close(archive);
    diag_close(quiet);
}

static void add_draft(struct act *act, struct list *list,
                      const struct receipt_summary *receipt, size_t i, int drafts) {
    const struct edition *edition = &receipt->editions[i];
    struct arena *arena = act->run.arena;
    char code[HASH_HEX_SIZE + 1];
    struct standing *standing = find(act, list, edition->report, edition->period);
    standing->failed |=
        edition->status == EDITION_FAILED || edition->status == EDITION_STALE;
    if (standing->number.n == 0)
        standing->number = edition->issue;
    if (standing->draft.n > 0 || !issue_code(receipt->editions, receipt->edition_count,
                                             edition->report, edition->period, code))
        return;
    standing->draft = arena_copy(arena, str_from(code));
    if (standing->state.signature_count > 0 &&
        !str_equal(standing->draft, standing->state.code))
        find_changes(act, standing, drafts);
}

static struct str digest_of(struct act *act, struct digests *digests, struct str path) {
    struct arena *arena = act->run.arena;
    for (size_t i = 0; i < digests->count; i++)
        if (str_equal(digests->items[i].path, path))
            return digests->items[i].hex;
    char hex[HASH_HEX_SIZE + 1];
    size_t size;
    struct diag *quiet = diag_open();
    struct str name = arena_copy(arena, path), found = {0};
    if (file_digest(act->run.project, name.p, &size, hex, quiet))
        found = arena_copy(arena, str_from(hex));
    diag_close(quiet);
    digests->items = arena_grow(arena, digests->items, digests->count,
                                &digests->capacity, sizeof *digests->items);
    digests->items[digests->count++] = (struct digest){name, found};
    return found;
}

/* Whether a figure of the entry comes from a cell of the file. */
static bool is_cited(const struct ledger_entry *entry, struct str path,
                     struct arena *scratch) {
    struct str start = arena_printf(scratch, "%.*s:", STR_ARG(path));
    for (size_t i = 0; i < entry->line_count; i++) {
        const struct ledger_line *line = &entry->lines[i];
        if (line->count < 6 || !str_equal(line->key, STR("figure")))
            continue;
        struct str cells = line->values[5];
        size_t at = str_find(cells, start, 0);
        while (at != STR_NOT_FOUND && at > 0 && cells.p[at - 1] != ' ')
            at = str_find(cells, start, at + 1);
        if (at != STR_NOT_FOUND)
            return true;
    }
    return false;
}

static void find_older(struct act *act, struct standing *standing,
                       struct digests *digests) {
    const struct ledger_entry *entry = standing->state.edition;
    struct arena *arena = act->run.arena;
    if (entry == NULL || standing->state.withdrawn)
        return;
    standing->older = arena_array(arena, entry->line_count, sizeof *standing->older);
    for (size_t i = 0; i < entry->line_count; i++) {
        const struct ledger_line *line = &entry->lines[i];
        if (line->count == 4 && str_equal(line->key, STR("object")) &&
            str_equal(line->values[0], STR("input")) &&
            !str_equal(digest_of(act, digests, line->values[1]), line->values[2]) &&
            is_cited(entry, line->values[1], arena))
            standing->older[standing->older_count++] = line->values[1];
    }
}

static int compare(const void *a, const void *b) {
    const struct standing *left = a, *right = b;
    int order = str_compare(left->state.report, right->state.report);
    return order != 0 ? order : str_compare(left->state.period, right->state.period);
}

static void gather(struct act *act, struct list *list) {
    size_t count;
    const struct issue_state *states =
        issue_states(&act->desk->ledger, act->run.arena, &count);
    for (size_t i = 0; i < count; i++)
        find(act, list, states[i].report, states[i].period);
    struct str path = desk_path(act->desk, act->desk->workflow.drafts);
    int drafts = open(path.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC), folder = -1;
    struct receipt_summary receipt;
    struct diag *quiet = diag_open();
    if (drafts >= 0 &&
        release_open_current(drafts, act->run.arena, &folder, &receipt, quiet))
        for (size_t i = 0; folder >= 0 && i < receipt.edition_count; i++)
            add_draft(act, list, &receipt, i, folder);
    diag_close(quiet);
    if (folder >= 0)
        close(folder);
    if (drafts >= 0)
        close(drafts);
    struct digests digests = {NULL, 0, 0};
    for (size_t i = 0; i < list->count; i++)
        find_older(act, &list->items[i], &digests);
    if (list->count > 0)
        qsort(list->items, list->count, sizeof *list->items, compare);
}

/* ---- on the screen ---- */

static const char *words_of(const char *stage) {
    static const char *const words[][2] = {{"draft", "draft"},
                                           {"returned", "returned"},
                                           {"signing", "being signed"},
                                           {"signed", "signed, to be published"},
                                           {"unsigned", "changed since it was signed"},
                                           {"published", "published"},
                                           {"corrected", "corrected"},
                                           {"withdrawn", "withdrawn"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal(str_from(stage), str_from(words[i][0])))
            return words[i][1];
    return stage;
}

static void print_changes(const struct act *act, const struct standing *standing) {
    for (size_t i = 0; i < standing->change_count && i < CHANGES_SHOWN; i++) {
        enum made_change change = standing->changes[i].change;
        act_say(act,
                change == MADE_CHANGED ? "  changed: %.*s"
                : change == MADE_NEW   ? "  new: %.*s"
                                       : "  gone: %.*s",
                STR_ARG(standing->changes[i].name));
    }
    if (standing->change_count > CHANGES_SHOWN)
        act_say(act, "  and %zu more", standing->change_count - CHANGES_SHOWN);
}

static void print_open(const struct act *act, const struct standing *standing) {
    const struct workflow *workflow = &act->desk->workflow;
    const struct issue_state *state = &standing->state;
    struct arena *arena = act->run.arena;
    if (state->correcting)
        act_say(act, "  correction %zu: %.*s", state->corrections + 1,
                STR_ARG(state->reason));
    else if (state->returned)
        act_say(act, "  returned: %.*s", STR_ARG(state->reason));
    if (standing->failed)
        act_say(act, "  a part of the draft failed");
    if (standing->draft.n > 0)
        act_say(act, "  code: %.*s",
                STR_ARG(printed_code_digits(standing->draft, arena)));
    if (state->signature_count > 0 && !str_equal(state->code, standing->draft))
        act_say(act, "  signed was %.*s",
                STR_ARG(printed_code_digits(state->code, arena)));
    for (size_t i = 0; i < state->signature_count; i++)
        act_say(act, "  %.*s: %.*s, %.*s", STR_ARG(state->signatures[i].role),
                STR_ARG(state->signatures[i].by), STR_ARG(state->signatures[i].time));
    print_changes(act, standing);
    size_t next = str_equal(state->code, standing->draft) ? state->signature_count : 0;
    if (standing->draft.n > 0 && next < workflow->role_count)
        act_say(act, "  next: %.*s", STR_ARG(workflow->roles[next]));
}

static void print_one(const struct act *act, const struct standing *standing) {
    const struct issue_state *state = &standing->state;
    const char *stage = stage_of(&act->desk->workflow, standing);
    printf("%.*s %.*s  %.*s%s%s\n", STR_ARG(state->report), STR_ARG(state->period),
           STR_ARG(standing->number), standing->number.n > 0 ? "  " : "",
           diag_words(act->diag, words_of(stage)));
    if (state->edition != NULL)
        act_say(act, "  published: %.*s, code %.*s",
                STR_ARG(issue_value(state->edition, "time")),
                STR_ARG(printed_code_digits(issue_value(state->edition, "code"),
                                            act->run.arena)));
    for (size_t i = 0; i < standing->older_count; i++)
        act_say(act, "  rests on older data: %.*s was changed since",
                STR_ARG(standing->older[i]));
    if (issue_is_open(state))
        print_open(act, standing);
    else if (state->withdrawn)
        act_say(act, "  withdrawn: %.*s", STR_ARG(state->withdrawal));
}

/* ---- as JSON ---- */

static json_t *json_of_signatures(const struct issue_state *state) {
    json_t *array = json_out_array();
    for (size_t i = 0; i < state->signature_count; i++) {
        json_t *object = json_out_object();
        json_out_put_str(object, "role", state->signatures[i].role);
        json_out_put_str(object, "by", state->signatures[i].by);
        json_out_put_str(object, "time", state->signatures[i].time);
        json_out_append(array, object);
    }
    return array;
}

static json_t *json_of_changes(const struct standing *standing) {
    json_t *array = json_out_array();
    for (size_t i = 0; i < standing->change_count; i++)
        json_out_append(array, json_out_str(standing->changes[i].name));
    return array;
}

static json_t *json_of_older(const struct standing *standing) {
    json_t *array = json_out_array();
    for (size_t i = 0; i < standing->older_count; i++)
        json_out_append(array, json_out_str(standing->older[i]));
    return array;
}

static json_t *json_of_one(const struct act *act, const struct standing *standing) {
    const struct issue_state *state = &standing->state;
    json_t *object = json_out_object();
    json_out_put_str(object, "report", state->report);
    json_out_put_str(object, "period", state->period);
    json_out_put_known(object, "number", standing->number);
    json_out_put_str(object, "state",
                     str_from(stage_of(&act->desk->workflow, standing)));
    json_out_put_known(object, "reason",
                       state->withdrawn ? state->withdrawal : state->reason);
    json_out_put_known(object, "draft", standing->draft);
    json_out_put_known(object, "signed", state->code);
    json_out_put(object, "signatures", json_of_signatures(state));
    json_out_put(object, "changed", json_of_changes(standing));
    json_out_put_known(object, "published", issue_value(state->edition, "code"));
    json_out_put_known(object, "date", issue_value(state->edition, "date"));
    json_out_put(object, "older", json_of_older(standing));
    json_out_put_size(object, "corrections", state->corrections);
    return object;
}

static void print_json(const struct act *act, const struct list *list) {
    json_t *root = json_out_object(), *issues = json_out_array();
    struct buf out = buf_open(RECEIPT_LIMIT);
    for (size_t i = 0; i < list->count; i++)
        json_out_append(issues, json_of_one(act, &list->items[i]));
    json_out_put_size(root, "format", 1);
    json_out_put(root, "issues", issues);
    json_out_write(root, JSON_INDENT(1), &out);
    printf("%.*s\n", STR_ARG(buf_str(&out)));
    buf_close(&out);
    json_decref(root);
}

int build_status(const struct options *options) {
    struct act act;
    struct list list = {NULL, 0, 0};
    int status = act_open(&act, options);
    if (status == EXIT_STATUS_GOOD) {
        gather(&act, &list);
        if (options->json)
            print_json(&act, &list);
        for (size_t i = 0; !options->json && i < list.count; i++)
            print_one(&act, &list.items[i]);
        if (!options->json && list.count == 0)
            act_say(&act, "nothing is drafted, nothing is published");
    }
    return act_close(&act, status);
}
