/* How to read a source: the plain form of one entry of input/sources.lua. The
   script stage fills it from Lua, ingest works from it. Lives in the run's
   arena. A field left empty or zero means "not declared": ingest then finds it
   out where that is safe and refuses where it is not. */
#ifndef NQI_DATASET_PROFILE_H
#define NQI_DATASET_PROFILE_H

#include "base/diag.h"
#include "base/kind.h"
#include "base/str.h"
#include "dataset/period.h"

/* The layouts of files: ingest/layouts.h has their entries. */
struct layout_kind;
extern const struct kind *const layout_kinds[];
/* The formats that offices publish in: ingest/exports.h has their entries. */
struct export_kind;
extern const struct kind *const export_kinds[];

/* key = value pairs in the order of the Lua table's sorted keys. */
struct profile_pair {
    struct str key, value;
};

struct source_profile {
    struct place place; /* the entry in sources.lua */
    struct str name;
    struct str file;   /* path below the project, or a pattern with * or {period} */
    struct str source; /* provenance, printed under tables */
    struct str source_en;
    struct str publisher, publisher_en; /* its short name; parts by ； as in source */
    struct str cited, cited_en;         /* as the list of sources tells it */
    const struct layout_kind *layout;
    const struct export_kind *format; /* NULL: none that has a name */
    struct str encoding;  /* "" = detect; "utf-8", "gb18030", "utf-16le", … */
    struct str separator; /* "" = detect among , ; TAB | */
    struct str quote;     /* "" = "; or ' */
    struct str escape; /* "" = a quote in a quoted cell stands twice; or \\ before it */
    struct str decimal;  /* "" = "."; or "," */
    struct str group;    /* of thousands; "" = any mark that is not the decimal one */
    struct str brackets; /* what (12.3) is: "minus", "unreliable", …; "" = an error */
    bool lenient;        /* accept bare quotes, with a warning */
    size_t head_rows;    /* 0 = detect; 1 to 3 rows joined with "/" */
    size_t skip_rows;    /* preamble rows before the head, beyond what is detected */
    size_t first_line, last_line;     /* a declared range of physical lines, 0 = all */
    size_t first_column, last_column; /* and of columns */
    struct str end_mark;   /* how the line begins that ends the table, or empty */
    bool short_rows;       /* rows end before the last column: the rest is blank */
    bool skip_broken_rows; /* rows of another width are left out, with a warning */
    struct str indicator, area, period,
        unit;              /* constants for what the file leaves out */
    struct str area_level; /* "province": resolve names at this level */
    bool foreign; /* the level is that of a format: areas of others are not known at all
                   */
    struct profile_pair *columns; /* head in the file → role (long: "area" "indicator"
                                     "period" "value" "unit" "status" "note"
                                     "vintage") or indicator code */
    size_t column_count;
    struct profile_pair *indicators; /* name in the file → indicator code */
    size_t indicator_count;
    struct profile_pair *areas; /* name in the file → area code, or "skip" */
    size_t area_count;
    struct profile_pair
        *periods; /* text in the file → period, status, both or "skip" */
    size_t period_count;
    struct profile_pair *items; /* name in the file → item's code, "total" or "skip" */
    size_t item_count;
    struct profile_pair *units; /* unit in the file → unit */
    size_t unit_count;
    struct profile_pair *where; /* dimension's code, or head in the file → item or
                                   text: only these rows, or what the file leaves out */
    size_t where_count;
    struct profile_pair *symbols; /* symbol → "missing" "suppressed" "negligible"
                                     "absent" "zero" */
    size_t symbol_count;
    struct profile_pair
        *options; /* "triangle_is_minus" = "true", "duplicates" = "last" … */
    size_t option_count;
    struct str *totals; /* rows that are aggregates: 合计 … beyond the usual ones */
    size_t total_count;
    struct str total_area; /* area code that the total rows stand for; "" = skip them */
    struct str *trust; /* the facts in which the entry and what stands nearest to the
                          values are believed against the rest: "unit", "period" … */
    size_t trust_count;
    bool fill_down;
    bool optional;     /* a missing file is a note, not an error */
    bool may_be_empty; /* so is a file that gives no value */
};

/* The value under `key`, or empty. */
struct str profile_lookup(const struct profile_pair *pairs, size_t count,
                          struct str key);
/* Whether the entry says trust = { fact }. */
bool profile_trusts(const struct source_profile *profile, struct str fact);
/* The unit that a text of the file means by `units`; else the text. */
struct str profile_unit(const struct source_profile *profile, struct str text);
bool profile_option(const struct source_profile *profile, struct str key);

#endif
