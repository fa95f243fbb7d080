/* An edition is one report for one period and, where the report is made for each of
   a list, one part of it: what a release holds. Merging the editions just built with
   those of the last release decides what is carried forward. */
#ifndef NQI_PUBLISH_EDITION_H
#define NQI_PUBLISH_EDITION_H

#include "base/arena.h"
#include "base/hash.h"
#include "base/str.h"
#include "document/format.h"
#include "document/page_mark.h"

enum edition_status {
    EDITION_BUILT,
    EDITION_CARRIED, /* not asked for in this build */
    EDITION_STALE,   /* asked for and failed: the last edition, 未更新 */
    EDITION_FAILED   /* asked for, failed, and there is no last edition */
};

struct edition_file {
    struct str path; /* below the release folder, with a NUL behind it */
    const struct format_kind *format; /* NULL: of a page around the editions */
    char sha256[HASH_HEX_SIZE + 1];
    size_t bytes;
    struct str release; /* the release that it was built in; empty: this one */
};

/* Strings live in the arena that the edition was read or built in. */
struct edition {
    struct str report, period, stem; /* certification, 2025-01, 2025-01-340000 */
    struct str part, part_name;      /* code and name of an area, or key and name of
                                        another part of for_each; empty without */
    bool of_area;                    /* the part is an area */
    struct str title, title_en, series, period_label, issue;
    struct str group, group_en; /* the title without the part: of the index's group */
    struct page_marks marks;
    char code[HASH_HEX_SIZE + 1]; /* of its content (document/code.h); empty: none */
    struct str figures; /* what it prints, as lines of the ledger; empty but on its way
                           from its worker to whoever publishes */
    enum edition_status status;
    struct edition_file *files;
    size_t file_count;
};

/* A superseded edition keeps its files in a folder of its own beside that of the one
   that took its place: REPORT/2023.v1 beside REPORT/2023. */
struct str edition_superseded_period(struct str period, size_t version,
                                     struct arena *arena);
/* Makes the edition one that `version` + 1 took the place of: its files are carried. */
void edition_supersede(struct edition *edition, size_t version, struct arena *arena);
/* Where a file of such a folder was before; false if the path is of no such folder. */
bool edition_path_before(struct str path, struct arena *arena, struct str *before);

/* Order of report, period, stem in bytes: <0, 0, >0. */
int edition_compare(const struct edition *a, const struct edition *b);

/* The editions of the new release: `built` (status BUILT or FAILED) and what is
   carried from `previous`, the editions of release `previous_id`, file by file: a
   format that was not built now is carried from the same edition. In order of
   edition_compare; in the arena. */
void edition_merge(const struct edition *built, size_t built_count,
                   const struct edition *previous, size_t previous_count,
                   struct str previous_id, struct arena *arena, struct edition **merged,
                   size_t *merged_count);

#endif
