/* What is kept of what is published: every output, page and receipt of its release, and
   every input, script, template, theme and font that it was made of, as objects of the
   archive, each named by a line of the ledger:

     object	KIND	PATH	SHA-256	BYTES

   KIND is output, page, receipt, earlier (receipts of earlier releases), input, script,
   template or font. */
#ifndef NQI_ISSUE_KEEP_H
#define NQI_ISSUE_KEEP_H

#include "issue/desk.h"
#include "publish/receipt.h"

/* Lines of an entry that grow. */
struct keep_lines {
    struct ledger_line *items;
    size_t count, capacity;
};
/* At most LEDGER_VALUES_MAX values, ended by NULL texts; in the arena. */
void keep_line(struct keep_lines *lines, struct arena *arena, const char *key,
               size_t count, const struct str *values);

/* Whether the archive has every object that the ledger names; false after reporting
   some that are missing. */
bool keep_is_whole(const struct desk *desk, const struct archive *archive,
                   struct diag *diag);
/* Puts all files of the release in OUTPUT/releases into the archive; a line for each of
   the issue's outputs and of what surrounds them. */
bool keep_release(const struct desk *desk, struct archive *archive, int output,
                  const struct receipt_summary *receipt, struct str report,
                  struct str period, struct keep_lines *lines, struct diag *diag);
/* Reads a manifest (run_write_manifest()): puts its sources into the archive, as they
   were read, and adds a line for each; its other lines are added as they are. */
bool keep_manifest(const struct desk *desk, struct archive *archive, struct str text,
                   struct keep_lines *lines, struct diag *diag);

#endif
