/* The document: a cmark tree with objects (tables, charts, key figures, notes)
   hung on its nodes by user data. compose makes it, every renderer reads it, and
   no renderer knows another.

   Which nodes carry an object, always starting with a struct object:
     HEADING        OBJECT_HEADING (number label and id; always)
     CUSTOM_BLOCK   OBJECT_TABLE, OBJECT_CHART, OBJECT_KPI, OBJECT_SIGNOFF,
                    OBJECT_SUMMARY, OBJECT_COLUMNS (their children are their
                    blocks), OBJECT_PAGE
     CUSTOM_INLINE  OBJECT_NOTE (a footnote's mark), OBJECT_SPAN (its children
                    are the text)
     PARAGRAPH, CODE_BLOCK  OBJECT_PARAGRAPH (only where it stands)
     TEXT           OBJECT_PRINTED: what a template printed. A TEXT without an
                    object is what it says itself
     CODE           OBJECT_PRINTED: all of its text, if a tag stands in it
   A cross-reference is a LINK to "#id" whose text compose has filled in ("表1").
   Block content of the tree is Markdown's own; raw HTML nodes never occur.

   The tree and all objects live until document_close(); strings are in the
   arena given to document_open(). Numbering is done: renderers print labels. */
#ifndef NQI_DOCUMENT_DOCUMENT_H
#define NQI_DOCUMENT_DOCUMENT_H

#include "base/arena.h"
#include "base/diag.h"
#include "document/figures.h"
#include "document/page_mark.h"
#include "document/printed.h"
#include "document/theme.h"
#include <cmark.h>

struct chart_kind;

enum object_kind {
    OBJECT_HEADING,
    OBJECT_TABLE,
    OBJECT_CHART,
    OBJECT_KPI,
    OBJECT_SIGNOFF,
    OBJECT_SUMMARY,
    OBJECT_COLUMNS, /* its children stand in two columns */
    OBJECT_PAGE,    /* what follows begins a page */
    OBJECT_NOTE,
    OBJECT_SPAN,
    OBJECT_PRINTED,
    OBJECT_PARAGRAPH
};

struct object {
    enum object_kind kind;
    struct place place; /* in the template */
};

struct doc_heading {
    struct object object;
    int level;              /* 1 to 4 */
    struct str id;          /* unique in the document: link target */
    struct str label;       /* 一, （一）, 附录一; empty if not numbered */
    struct str text;        /* plain text without the label */
    bool annex, unnumbered; /* as the template has it */
};

enum doc_align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT, ALIGN_DECIMAL };
enum doc_tone {
    TONE_NONE,
    TONE_ACCENT,
    TONE_ALERT,
    TONE_MUTED,
    TONE_GOOD,
    TONE_WATCH,
    TONE_BAD
};

struct doc_cell {
    struct str text;     /* what is printed, the same in every format; \n breaks a
                            line in heads */
    cmark_node *content; /* NULL, or a PARAGRAPH whose inlines print as `text` */
    struct str href;     /* a link for the whole cell, or empty */
    uint16_t column_span, row_span; /* 1 or more; covered cells are left out */
    enum doc_align align;
    enum doc_tone tone;
    float shade; /* heat, 0 to 1; negative: none */
    bool strong;
    uint8_t indent; /* stub levels */
};

enum doc_row_kind { ROW_BODY, ROW_TOTAL, ROW_GROUP, ROW_MEMO };

struct doc_row {
    struct doc_cell *cells;
    size_t count;
    const struct place *place; /* in the template; NULL: its table's */
    enum doc_row_kind kind;
    bool highlight; /* the reported area */
};

struct doc_table {
    struct object object;
    struct str id, label; /* tbl-rank, 表1 */
    struct str caption;
    struct str unit; /* printed at the right above; empty if in the heads */
    size_t columns;
    enum doc_align *align; /* one a column */
    size_t stub_columns;   /* repeated when split by columns */
    struct doc_row *head;
    size_t head_count;
    struct doc_row *body;
    size_t body_count;
    struct str *notes; /* without 注： */
    size_t note_count;
    struct str source; /* without 数据来源： ; may be empty */
    bool landscape;
    bool plain; /* a hand-written table: no number, no caption */
};

/* A bar or a tile (document/chart.h says which kind of chart has what). */
struct chart_item {
    struct str label;
    double value;      /* NAN: no data (hatched, or no bar) */
    struct str text;   /* the value as printed */
    struct str rank;   /* "9", or empty */
    struct str change; /* "▲1", "▼2", "—", or empty */
    bool highlight;
    int tile_row, tile_column;
};

struct chart_series {
    struct str name;
    double *values;       /* one a label; NAN: no data (the line is broken) */
    struct str last_text; /* its last value as printed, at the line's end */
    bool highlight;
};

/* Where what lines show is not the same on both sides: a new definition. */
struct chart_break {
    double at; /* the first label behind it, from 1: a whole number */
    struct str text;
};

struct doc_chart {
    struct object object;
    const struct chart_kind *kind; /* document/chart.h */
    struct catalogue words;        /* of its document: by document_attach() */
    struct str id, label, caption, unit;
    struct str alt; /* what the picture says, in a sentence; never empty */
    struct chart_item *items;
    size_t item_count;
    struct str *labels; /* of the x axis */
    size_t label_count;
    struct chart_series *series;
    size_t series_count;
    struct chart_break *breaks;
    size_t break_count;
    bool from_zero;
    bool ranked; /* its items are the rows of a ranking */
    struct str *notes;
    size_t note_count;
    struct str source;
};

struct kpi_item {
    struct str label, value, unit, note;
    enum doc_tone tone;
};

struct doc_kpi {
    struct object object;
    struct kpi_item *items;
    size_t item_count;
};

/* The sign-off fields; their words are in the document. */
struct doc_signoff {
    struct object object;
};

struct doc_summary {
    struct object object;
    struct str title; /* 摘要, Summary */
    struct str lang;  /* zh-CN, en */
};

struct doc_note {
    struct object object;
    unsigned number;     /* from 1, in order of first mark */
    cmark_node *content; /* a CUSTOM_BLOCK without an object: the note's blocks */
    struct str text;     /* plain */
};

enum span_kind { SPAN_SUPERSCRIPT, SPAN_SUBSCRIPT, SPAN_LANGUAGE };

struct doc_span {
    struct object object;
    enum span_kind span;
    struct str lang; /* for SPAN_LANGUAGE */
};

/* A value that a template printed, the text of its node; or code with such values in
   it. doc_figures_runs() tells which figures are in it. */
struct doc_printed {
    struct object object;
    struct str text;
};

/* A link to a file beside the report's own, as its author wrote it. */
struct doc_link {
    struct str href; /* ../../methods/2023/2023.html#sec-x */
    struct place place;
};

struct document {
    cmark_node *root;
    struct arena *arena;
    const struct theme *theme;
    struct printed_words words;
    struct str stem;   /* file name without extension: 2023-340000 */
    struct str report; /* name in reports.lua */
    struct str title, title_en;
    struct str series;       /* 年度报告: the kicker on the cover */
    struct str issue_number; /* 第1期（总第1期）, or empty */
    struct str period_label, period_label_en;
    struct str organisation;
    struct str compiled_by, reviewed_by, approved_by, date; /* may be empty */
    struct str lang;         /* zh-CN: that of the words */
    struct page_marks marks; /* 演示数据, 未更新 */
    struct str code;         /* of its content (document/code.h); empty: none */
    int64_t epoch; /* seconds, for metadata; from SOURCE_DATE_EPOCH or --date */
    struct doc_heading **headings; /* in order */
    size_t heading_count;
    struct doc_table **tables; /* numbered ones and plain ones, in order */
    size_t table_count;
    struct doc_chart **charts;
    size_t chart_count;
    struct doc_note **notes; /* by number */
    size_t note_count;
    struct doc_link *links; /* in no particular order */
    size_t link_count;
    struct doc_figures *figures; /* what is printed, and where */
    const struct dataset *data;  /* that it is made from, for messages; or NULL */
    struct place place;          /* of the report in reports.lua */
};

/* An empty document (root is a DOCUMENT node), in Chinese. */
struct document *document_open(struct arena *arena, const struct theme *theme);
/* The language of its words, before anything is composed. */
void document_speak(struct document *doc, struct catalogue vocabulary);
/* Frees the cmark trees: root, cell contents and notes. */
void document_close(struct document *doc);
/* Hangs `object` on `node` and lists it in the document (in order of calls). */
void document_attach(struct document *doc, cmark_node *node, struct object *object);
/* Whether a link may lead there: to http(s), mailto, a relative path or #id. */
bool document_may_link(struct str href);
/* Lists a link unless it leads to an address or within the report. */
void document_link(struct document *doc, struct str href, struct place place);
/* The object of a node, or NULL. */
struct object *document_object(cmark_node *node);
/* Han, kana and their punctuation: a line break of the source beside two of them is
   no space. */
bool document_is_wide(uint32_t cp);
/* What stands in front of the blocks: names as a receipt has them, and printed words.
 */
struct doc_front {
    const char *name;
    struct str text;
    bool printed; /* else an identifier */
};
enum { DOC_FRONTS = 15 };
void document_front(const struct document *doc, struct doc_front out[DOC_FRONTS]);
/* The plain text below a node. */
struct str document_plain_text(cmark_node *node, struct arena *arena);

#endif
