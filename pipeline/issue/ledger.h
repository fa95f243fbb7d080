/* The ledger: what was drafted, signed, published, corrected and withdrawn, as text in
   the project, one file an issue, made for git and working without:

     nqi ledger 1

     entry	1	publish
     after	none
     time	2026-02-03T09:30:00+08:00
     …
     hash	5d41…

   A line is a key and its values with tabs between (escaped as
   buf_escaped() does). `after` is the hash of the entry before it in the
   whole ledger, of whatever issue, and `hash` that of the entry itself with its issue:
   so the entries are one chain, an act is one file replaced in one rename, and an entry
   that is changed, left out, or written beside another one after the same is told. */
#ifndef NQI_ISSUE_LEDGER_H
#define NQI_ISSUE_LEDGER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/hash.h"

#define LEDGER_VALUES_MAX 8

struct ledger_line {
    struct str key;
    struct str values[LEDGER_VALUES_MAX];
    size_t count; /* of values */
};

struct ledger_entry {
    struct str report, period; /* the issue: names of folder and file */
    size_t number;             /* in its issue, from 1 */
    struct str act;            /* publish, sign … */
    char after[HASH_HEX_SIZE + 1], hash[HASH_HEX_SIZE + 1]; /* empty: the first */
    const struct ledger_line *lines; /* without entry, after and hash */
    size_t line_count;
    struct place place;
};

/* In the order of the chain; all in the arena. */
struct ledger {
    struct ledger_entry *entries;
    size_t count;
};

/* Reads all issues below `folder` of the project; a folder that is not there is an
   empty ledger. False after reporting what is damaged, missing or forked, with both
   sides. */
bool ledger_read(int project, const char *folder, struct arena *arena,
                 struct ledger *out, struct diag *diag);
/* The last entry of all, or of one issue; NULL if there is none. */
const struct ledger_entry *ledger_head(const struct ledger *ledger);
const struct ledger_entry *ledger_last_of(const struct ledger *ledger,
                                          struct str report, struct str period);
const struct ledger_entry *ledger_find(const struct ledger *ledger, struct str hash);
/* The values of the entry's first line with this key; NULL without one. */
const struct ledger_line *ledger_line(const struct ledger_entry *entry,
                                      const char *key);

/* A line of it as text, with its line feed; and back: false if it has too many values.
   Values that were escaped are in the arena. */
void ledger_put_line(struct buf *out, const struct ledger_line *line);
bool ledger_read_line(struct str text, struct arena *arena, struct ledger_line *out);

/* Adds an entry behind the head: report, period, act and lines of `entry` are given,
   the rest is filled in. The file is on the disk when it returns true. */
bool ledger_add(int project, const char *folder, struct ledger *ledger,
                const struct ledger_entry *entry, struct arena *arena,
                struct diag *diag);

#endif
