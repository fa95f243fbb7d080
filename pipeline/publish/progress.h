/* What a build says while it works: a bar on a terminal, plain lines in a pipe,
   one JSON object a line for machines, or nothing. It tells what is done, never
   when. Problems are not its business: they go through diag. */
#ifndef NQI_PUBLISH_PROGRESS_H
#define NQI_PUBLISH_PROGRESS_H

#include "base/catalogue.h"
#include <stdio.h>

enum progress_mode {
    PROGRESS_QUIET,
    PROGRESS_END, /* what was published, alone */
    PROGRESS_LINES,
    PROGRESS_BAR,
    PROGRESS_JSON
};

enum progress_stage {
    PROGRESS_READ_PROJECT,
    PROGRESS_READ_INPUT,
    PROGRESS_CHECK,
    PROGRESS_OPEN_FONTS,
    PROGRESS_BUILD,
    PROGRESS_PUBLISH
};

struct progress {
    FILE *stream;
    enum progress_mode mode;
    const struct catalogue *messages;
    size_t done, total;
    bool drawn;  /* a bar is on the line */
    bool drafts; /* what it ends with is drafted, not published */
};

/* The bar if `stream` is a terminal, else lines; JSON or, before that, quiet if
   asked for. `messages` is the language of its lines, borrowed. */
struct progress progress_open(FILE *stream, bool quiet, bool json,
                              const struct catalogue *messages);
void progress_stage(struct progress *progress, enum progress_stage stage);
/* `total` reports are about to be built. */
void progress_start(struct progress *progress, size_t total);
/* One of them is done: its path without extension, and how it went. */
void progress_report(struct progress *progress, struct str name, bool built);
/* Takes the bar away, so that something else can be printed. */
void progress_clear(struct progress *progress);
/* What nqi check read and found. */
struct progress_checked {
    bool good;
    size_t errors, warnings, accepted, notes;
    size_t rules; /* that ran */
    size_t files, files_ignored, rows_left_out;
    size_t indicators, areas, values;
    struct str page; /* check.html, or empty */
};
/* The last line of a check, for machines; nothing in the other modes. */
void progress_check_ended(struct progress *progress,
                          const struct progress_checked *checked);
/* The last line of a build that published. */
void progress_published(struct progress *progress, struct str folder, size_t built,
                        size_t carried, size_t stale, bool unchanged);

#endif
