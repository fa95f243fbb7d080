/* check.html: what `nqi check` read, what it left out and why, how complete the data
   are, and every finding with its cell. One page of HTML that works from a folder,
   in the look of the reports. */
#ifndef NQI_RENDER_CHECK_H
#define NQI_RENDER_CHECK_H

#include "document/theme.h"
#include "render/render.h"

struct check_file {
    struct str path, source;
    size_t bytes, rows, observations, skipped;
    struct cell_sums cells;
    const char *guessed;     /* its encoding, if it was guessed */
    bool ignored;            /* declared so in sources.lua: not read */
    const struct str *notes; /* lines below its table */
    size_t note_count;
    const struct belief *beliefs; /* by fact; what holds first */
    size_t belief_count;
};

/* Of one indicator in one period. */
struct check_coverage {
    uint32_t present; /* areas with a value, of those expected */
    bool whole;       /* 全国, or another area besides those expected */
};

/* Indicators × periods of one kind. */
struct check_row {
    struct str name, code;
    size_t expected;              /* areas */
    struct check_coverage *cells; /* one a period */
};
struct check_periods {
    struct str title; /* 年度数据 … */
    const struct str *periods;
    size_t period_count;
    struct check_row *rows;
    size_t row_count;
};

enum check_mark {
    CHECK_NONE, /* nothing was said of it */
    CHECK_PRESENT,
    CHECK_PROVISIONAL,
    CHECK_REVISED,
    CHECK_ESTIMATED,
    CHECK_NEGLIGIBLE,
    CHECK_SUPPRESSED,
    CHECK_ABSENT /* a file says that there is no such value */
};

/* Areas × indicators, each indicator in the newest period that it has. */
struct check_column {
    struct str element, name, code, period; /* those of one element together */
};
struct check_newest {
    struct check_column *columns;
    size_t column_count;
    const struct str *areas;
    size_t area_count;
    uint8_t *marks; /* enum check_mark, area by area */
};

struct check_page {
    const struct catalogue *messages; /* the language of the page */
    bool good;                        /* nothing stands in the way of publishing */
    size_t rules;                     /* that ran */
    struct str organisation;
    size_t indicators, areas, observations;
    const struct check_file *files;
    size_t file_count;
    const struct diag_entry *entries;
    size_t entry_count;
    const struct check_periods *periods;
    size_t periods_count;
    struct check_newest newest; /* no columns: not shown */
};

/* The page around it is templates/page.html; `page->style` holds all style sheets. */
bool html_check(const struct check_page *check, const struct theme *theme,
                const struct html_page *page, struct buf *out, struct diag *diag);

#endif
