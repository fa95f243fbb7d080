/* The front page of a release: every report that it holds, newest period first,
   with the way to each format. publish lists what is there; nothing is looked up
   here. */
#ifndef NQI_RENDER_INDEX_H
#define NQI_RENDER_INDEX_H

#include "document/format.h"
#include "render/render.h"

/* One edition of one report: a period, and where the report is made for each of a list
   what it is for, mostly an area.
   Strings are borrowed. */
struct index_entry {
    struct str report;      /* name in reports.lua: entries of one name are one group */
    struct str title;       /* of the group; the newest entry's is printed */
    struct str title_en;    /* may be empty */
    struct str period_code; /* 2023, 2023-09: orders the periods */
    struct str period_label; /* 2023年9月 */
    struct str part;      /* 340000: orders the parts; empty for a report as a whole */
    struct str part_name; /* 安徽; empty for a report as a whole */
    struct str stem;      /* province/2023/2023-340000: path below index.html
                             without extension */
    struct format_set formats; /* of the files that exist */
    struct page_marks marks;   /* those that stand everywhere are shown at the period */
};

/* Writes the page in the same frame as the reports (page->template_text and
   page->style). The order of `entries` does not matter. Groups come in the order
   of their newest period, newest first, then by report name. `words` are those of the
   page's language. */
bool html_index(const struct index_entry *entries, size_t count,
                const struct printed_words *words, const struct theme *theme,
                const struct html_page *page, struct buf *out, struct diag *diag);

#endif
