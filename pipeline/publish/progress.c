#define _GNU_SOURCE
#include "publish/progress.h"

#include "base/arena.h"
#include "base/buf.h"
#include <jansson.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define BAR_WIDTH 24
#define TEXT_CAP 4096

static const char *const stage_names[][2] = {
    [PROGRESS_READ_PROJECT] = {"project", "reading the project"},
    [PROGRESS_READ_INPUT] = {"input", "reading the data"},
    [PROGRESS_CHECK] = {"check", "checking the data"},
    [PROGRESS_OPEN_FONTS] = {"fonts", "opening fonts and templates"},
    [PROGRESS_BUILD] = {"build", "building the reports"},
    [PROGRESS_PUBLISH] = {"publish", "publishing"},
};

__attribute__((format_arg(2))) static const char *words(const struct progress *progress,
                                                        const char *format) {
    return catalogue_words(progress->messages, format);
}

static void print_json(struct progress *progress, json_t *object) {
    char *line = object != NULL ? json_dumps(object, JSON_COMPACT) : NULL;
    if (line == NULL)
        memory_exhausted();
    fprintf(progress->stream, "%s\n", line);
    fflush(progress->stream);
    free(line);
    json_decref(object);
}

struct progress progress_open(FILE *stream, bool quiet, bool json,
                              const struct catalogue *messages) {
    enum progress_mode mode = quiet                    ? PROGRESS_QUIET
                              : json                   ? PROGRESS_JSON
                              : isatty(fileno(stream)) ? PROGRESS_BAR
                                                       : PROGRESS_LINES;
    return (struct progress){.stream = stream, .mode = mode, .messages = messages};
}

void progress_stage(struct progress *progress, enum progress_stage stage) {
    const char *text = catalogue_words(progress->messages, stage_names[stage][1]);
    switch (progress->mode) {
    case PROGRESS_QUIET:
    case PROGRESS_END:
        break;
    case PROGRESS_LINES:
        fprintf(progress->stream, "%s\n", text);
        break;
    case PROGRESS_BAR:
        fprintf(progress->stream, "\r\033[K%s", text);
        progress->drawn = true;
        break;
    case PROGRESS_JSON:
        print_json(progress, json_pack("{s:s, s:s}", "event", "stage", "stage",
                                       stage_names[stage][0]));
        break;
    }
    fflush(progress->stream);
}

void progress_start(struct progress *progress, size_t total) {
    progress->done = 0;
    progress->total = total;
}

static size_t terminal_columns(FILE *stream) {
    struct winsize size;
    return ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0
               ? size.ws_col
               : 80;
}

static void draw_bar(struct progress *progress, struct str name) {
    struct buf line = buf_open(TEXT_CAP);
    size_t filled =
        progress->total > 0 ? BAR_WIDTH * progress->done / progress->total : 0;
    for (size_t i = 0; i < BAR_WIDTH; i++)
        buf_char(&line, i < filled ? '#' : '.');
    buf_printf(&line, " %zu/%zu ", progress->done, progress->total);
    /* Names are ASCII codes; one that is not may be cut a little early. */
    size_t columns = terminal_columns(progress->stream);
    struct str shown =
        str_slice(name, 0, columns > line.n + 1 ? columns - line.n - 1 : 0);
    size_t broken = utf8_invalid(shown);
    buf_put(&line, str_slice(shown, 0, broken == STR_NOT_FOUND ? shown.n : broken));
    fprintf(progress->stream, "\r\033[K%s", buf_z(&line));
    progress->drawn = true;
    buf_close(&line);
}

void progress_report(struct progress *progress, struct str name, bool built) {
    progress->done++;
    switch (progress->mode) {
    case PROGRESS_QUIET:
    case PROGRESS_END:
        break;
    case PROGRESS_LINES:
        fprintf(progress->stream, "%s %.*s\n",
                built ? words(progress, "built") : words(progress, "failed"),
                STR_ARG(name));
        break;
    case PROGRESS_BAR:
        draw_bar(progress, name);
        break;
    case PROGRESS_JSON:
        print_json(progress, json_pack("{s:s, s:s%, s:b}", "event", "report", "report",
                                       name.p, name.n, "built", (int)built));
        break;
    }
    fflush(progress->stream);
}

void progress_clear(struct progress *progress) {
    if (progress->drawn)
        fputs("\r\033[K", progress->stream);
    progress->drawn = false;
    fflush(progress->stream);
}

void progress_check_ended(struct progress *progress,
                          const struct progress_checked *checked) {
    if (progress->mode != PROGRESS_JSON)
        return;
    const struct {
        const char *name;
        size_t value;
    } counts[] = {{"errors", checked->errors},
                  {"warnings", checked->warnings},
                  {"accepted", checked->accepted},
                  {"notes", checked->notes},
                  {"rules", checked->rules},
                  {"files", checked->files},
                  {"files_ignored", checked->files_ignored},
                  {"rows_left_out", checked->rows_left_out},
                  {"indicators", checked->indicators},
                  {"areas", checked->areas},
                  {"values", checked->values}};
    json_t *event =
        json_pack("{s:s, s:b, s:s%}", "event", "summary", "good", (int)checked->good,
                  "page", checked->page.n > 0 ? checked->page.p : "", checked->page.n);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        json_object_set_new(event, counts[i].name,
                            json_integer((json_int_t)counts[i].value));
    print_json(progress, event);
}

void progress_published(struct progress *progress, struct str folder, size_t built,
                        size_t carried, size_t stale, bool unchanged) {
    progress_clear(progress);
    switch (progress->mode) {
    case PROGRESS_QUIET:
        break;
    case PROGRESS_END:
    case PROGRESS_LINES:
    case PROGRESS_BAR:
        fprintf(progress->stream,
                words(progress,
                      "%s %.*s: %zu built, %zu carried forward, %zu not updated\n"),
                unchanged          ? words(progress, "unchanged")
                : progress->drafts ? words(progress, "drafted")
                                   : words(progress, "published"),
                STR_ARG(folder), built, carried, stale);
        break;
    case PROGRESS_JSON:
        print_json(progress,
                   json_pack("{s:s, s:s%, s:I, s:I, s:I, s:b}", "event",
                             progress->drafts ? "drafted" : "published", "release",
                             folder.p, folder.n, "built", (json_int_t)built, "carried",
                             (json_int_t)carried, "stale", (json_int_t)stale,
                             "unchanged", (int)unchanged));
        break;
    }
    fflush(progress->stream);
}
