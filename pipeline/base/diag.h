/* The one channel for what is wrong: every stage reports here, with the place
   in the user's own files, and a function that returns false has reported.
   Equal messages of one file, from many areas or rows, are one entry with its
   count and its further places. Bytes that are not printable UTF-8 are stored
   as \xNN, so that a message cannot break a terminal or a log.

   The English format is the key of the message: what diag_set_messages() gave says
   how it reads in the user's language. */
#ifndef NQI_BASE_DIAG_H
#define NQI_BASE_DIAG_H

#include "base/catalogue.h"
#include "base/str.h"
#include <stdio.h>

struct arena;

/* DIAG_ACCEPTED: a rule of the project found it, and its author says why it may
   stand. */
enum diag_severity { DIAG_NOTE, DIAG_ACCEPTED, DIAG_WARNING, DIAG_ERROR };

/* A place in a file. line and column count from 1; 0 is "not known". `cell` is
   the spreadsheet's name of the cell ("D17") or empty; `context` says for what
   it happened ("安徽 2023") and does not part equal messages. */
struct place {
    struct str file;
    size_t line;
    size_t column;
    struct str cell;
    struct str context;
};

struct diag_entry {
    enum diag_severity severity;
    struct place place;
    struct str text;
    struct str hint;  /* empty, or what to do about it */
    size_t count;     /* how often, 1 or more */
    struct str also;  /* further places of the same message: "14:3, 15:3" */
    struct str rule;  /* the project's rule that found it, or empty */
    struct str cause; /* what entries of one cause share: the rule, or the English
                         format of the message */
};

struct diag;

struct diag *diag_open(void);
/* An empty one in the same language: for reports that are looked at before they go
   on to `other`. */
struct diag *diag_open_like(const struct diag *other);
/* The same, and no two reports become one entry: where only those of some places are to
   go on. */
struct diag *diag_open_apart(const struct diag *other);
void diag_close(struct diag *diag);
/* The language of what is reported from then on: translations of the formats. English
   before, and by an empty catalogue. */
void diag_set_messages(struct diag *diag, struct catalogue messages);
/* The tag of that language; empty if none was set. Borrowed. */
struct str diag_language(const struct diag *diag);

/* Report; all strings are copied. diag_error returns false, so that a caller
   can write `return diag_error(…)`. A hint, where it helps, follows at once by
   diag_hint and belongs to the last entry. */
bool diag_error(struct diag *diag, struct place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_warning(struct diag *diag, struct place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_note(struct diag *diag, struct place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_hint(struct diag *diag, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* What a rule of the project's checks found; `reason` is that of an accepted one,
   else empty. */
void diag_finding(struct diag *diag, enum diag_severity severity, struct place place,
                  struct str rule, struct str text, struct str reason);
/* An entry as it stands, already in the user's words (from a worker). */
void diag_add(struct diag *diag, const struct diag_entry *entry);

size_t diag_count(const struct diag *diag, enum diag_severity severity);
/* The entries in order of report; borrowed until the next report. */
const struct diag_entry *diag_entries(const struct diag *diag, size_t *count);

/* file:line:col: error: text (D17) [×31, first 北京市] and an indented hint. Of many
   entries with one cause in one file, the first ones and how many more there are. */
void diag_print(const struct diag *diag, FILE *stream);
/* One JSON object a line. */
void diag_print_json(const struct diag *diag, FILE *stream);

/* Whole-diag transport between processes: write to a descriptor, read back. */
bool diag_send(const struct diag *diag, int fd);
bool diag_receive(struct diag *diag, int fd);

/* The format in the language of this diag: for words that reach it inside others. */
const char *diag_words(const struct diag *diag, const char *format)
    __attribute__((format_arg(2)));

/* What an errno means, in the language of this diag. */
const char *diag_reason(const struct diag *diag, int error);

/* The best match for `wanted` among `names` within a third of its length, or
   the empty string: for "did you mean". */
struct str diag_nearest(struct str wanted, const struct str *names, size_t count);

/* For a terminal or JSON: control characters, bidi controls and bytes that are not
   UTF-8 become \xNN; in the arena. */
struct str diag_printable(struct str s, struct arena *arena);

#endif
