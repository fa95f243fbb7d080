#include "commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* In the order of enum command. */
static const char *const commands[] = {
    "build",   "check",   "list",     "sniff",   "dump",   "sign",  "return",
    "correct", "publish", "withdraw", "restore", "status", "verify"};
static const char *const lists[] = {"indicators", "areas",   "dimensions",
                                    "reports",    "sources", "kinds"};
static const char *const stages[] = {"dataset", "template", "document", "layout",
                                     "markdown"};

static struct place here(void) { return (struct place){0}; }

/* After an error about `word`: the nearest of the names, or where to look. */
static void suggest(const char *word, const char *const *names, size_t count,
                    struct diag *diag) {
    struct str *list = memory_alloc(count * sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = str_from(names[i]);
    struct str nearest = diag_nearest(str_from(word), list, count);
    if (nearest.n > 0)
        diag_hint(diag, "did you mean \"%.*s\"?", STR_ARG(nearest));
    else
        diag_hint(diag, "nqi --help shows what there is");
    free(list);
}

static size_t find(const char *word, const char *const *names, size_t count) {
    size_t i = 0;
    while (i < count && strcmp(word, names[i]) != 0)
        i++;
    return i;
}

/* REPORT PERIOD */
static bool read_issue(char **words, size_t count, size_t *at, struct options *out,
                       struct diag *diag) {
    const char *command = words[0];
    if (count < *at + 2) {
        diag_error(diag, here(), "nqi %s: of which issue?", command);
        diag_hint(diag, "nqi %s REPORT PERIOD", command);
        return false;
    }
    out->issue_report = str_from(words[(*at)++]);
    const char *period = words[(*at)++];
    if (period_from_code(str_from(period), &out->issue_period))
        return true;
    diag_error(diag, here(), "\"%s\" is not a period", period);
    diag_hint(diag, "write 2023, 2023-H1, 2023-Q3, 2023-09, 2023-YTD09, 2023-12-31 or "
                    "2021-2025");
    return false;
}

/* The options without which the command says nothing. */
static bool has_options(const struct options *out, struct diag *diag) {
    bool signs = out->command == COMMAND_SIGN;
    bool tells = out->command == COMMAND_RETURN || out->command == COMMAND_CORRECT ||
                 out->command == COMMAND_WITHDRAW;
    const struct {
        const char *name;
        bool needed;
        struct str value;
    } list[] = {{"--role", signs, out->role},
                {"--by", signs, out->by},
                {"--code", signs, out->code},
                {"--reason", tells, out->reason}};
    bool ok = true;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (list[i].needed && list[i].value.n == 0)
            ok = diag_error(diag, here(), "nqi %s needs %s", commands[out->command],
                            list[i].name);
    return ok;
}

static bool is_act(enum command command) {
    return command == COMMAND_SIGN || command == COMMAND_RETURN ||
           command == COMMAND_CORRECT || command == COMMAND_PUBLISH ||
           command == COMMAND_WITHDRAW;
}

/* nqi verify has a release or a file before the project: a folder that is one is meant
   as one. */
static bool is_project(const char *word) {
    char path[4096];
    int n = snprintf(path, sizeof path, "%s/lua/reports.lua", word);
    return n > 0 && (size_t)n < sizeof path && access(path, F_OK) == 0;
}

bool command_words(char **words, size_t count, struct options *out, struct diag *diag) {
    const size_t command_count = sizeof commands / sizeof *commands;
    const size_t list_count = sizeof lists / sizeof *lists;
    const size_t stage_count = sizeof stages / sizeof *stages;
    if (count == 0) {
        diag_error(diag, here(), "no command given");
        diag_hint(diag, "nqi --help shows what there is");
        return false;
    }
    size_t at = 0;
    size_t command = find(words[at++], commands, command_count);
    if (command == command_count) {
        diag_error(diag, here(), "there is no command \"%s\"", words[0]);
        suggest(words[0], commands, command_count, diag);
        return false;
    }
    out->command = (enum command)command;
    if (out->command == COMMAND_LIST) {
        if (at == count) {
            diag_error(diag, here(), "nqi list: list what?");
            diag_hint(diag, "indicators, areas, dimensions, reports, sources or kinds");
            return false;
        }
        size_t list = find(words[at++], lists, list_count);
        if (list == list_count) {
            diag_error(diag, here(), "nqi list: there is no list of \"%s\"", words[1]);
            suggest(words[1], lists, list_count, diag);
            return false;
        }
        out->list = (enum list_kind)list;
    }
    if (out->command == COMMAND_SNIFF) {
        if (at == count)
            return diag_error(diag, here(), "nqi sniff: which file?");
        out->file = words[at++];
    }
    if (out->command == COMMAND_DUMP) {
        if (at == count) {
            diag_error(diag, here(), "nqi dump: which stage?");
            diag_hint(diag, "dataset, template, document, layout or markdown");
            return false;
        }
        size_t stage = find(words[at++], stages, stage_count);
        if (stage == stage_count) {
            diag_error(diag, here(), "nqi dump: there is no stage \"%s\"", words[1]);
            suggest(words[1], stages, stage_count, diag);
            return false;
        }
        out->stage = (enum dump_stage)stage;
    }
    if (is_act(out->command) &&
        (!read_issue(words, count, &at, out, diag) || !has_options(out, diag)))
        return false;
    if (out->command == COMMAND_VERIFY && at < count && !is_project(words[at]))
        out->file = words[at++];
    if (at < count)
        out->project = words[at++];
    if (at < count)
        return diag_error(diag, here(), "\"%s\" is one word too many", words[at]);
    return true;
}
