/* What the parts of compose share while one document is made: the marks that
   stand in the expanded Markdown for what Markdown cannot say (a table, a note, a
   reference), and where each expanded line came from.

   A mark is SUB, a decimal index, SUB. No other text can hold SUB (U+001A): it is
   refused in templates and replaced in values, so data cannot forge a mark. */
#ifndef NQI_COMPOSE_PARTS_H
#define NQI_COMPOSE_PARTS_H

#include "base/buf.h"
#include "compose/source.h"
#include "document/document.h"

#define MARK '\x1A'

/* The mark of nothing: neither space nor punctuation, taken out with the marks. */
#define MARK_NEUTRAL                                                                   \
    "\x1A"                                                                             \
    "0"                                                                                \
    "\x1A"

enum mark_kind {
    MARK_NOTHING,   /* index 0: starts a line that must be a paragraph */
    MARK_OBJECT,    /* a block: table, chart, key figures, sign-off, summary */
    MARK_END,       /* the end of a block that holds Markdown */
    MARK_NOTE,      /* a footnote's mark */
    MARK_REFERENCE, /* a cross-reference */
    MARK_PRINTED    /* a value that a template prints */
};

/* What stands around a reference to what a report may lack, and in its place then. */
struct optional {
    struct str before, behind, otherwise;
};

struct mark {
    enum mark_kind kind;
    struct place place;
    struct object *object; /* MARK_OBJECT; MARK_NOTE: the doc_note; MARK_PRINTED;
                              MARK_END: of the block that ends */
    const struct block_kind *holder; /* MARK_OBJECT: the kind, if it holds Markdown */
    struct str text; /* MARK_NOTE: Markdown, unless the note has its content;
                        MARK_REFERENCE: the id; MARK_PRINTED: the reference of a
                        control character that was typed, or empty */
    const struct optional *optional; /* MARK_REFERENCE: NULL if it must be there */
    bool used;
};

/* Markdown of a table's cell, parsed once the table hangs in the tree. */
struct cell_source {
    struct doc_cell *cell;
    struct str markdown;
    struct place place;
};

/* What became of a line [^label]: text. */
enum definition_place {
    DEFINITION_LOST, /* it continues a paragraph */
    DEFINITION_NOTE,
    DEFINITION_CODE /* it stands in code or in a comment */
};

/* [^label]: text, as it stands in the expanded text. */
struct definition {
    struct str label;
    struct doc_note *note;
    size_t mark;
    size_t line, column; /* from 1; the column in bytes */
    struct str typed;    /* the line from [ on */
    struct str written;  /* what cmark reads instead */
    enum definition_place place;
};

/* {#id .annex -} of the heading that begins on `line`. */
struct attributes {
    size_t line;
    struct str id;
    bool annex, unnumbered;
};

/* A link whose text is filled in once all numbers are known. */
struct reference {
    cmark_node *link;
    struct str id;
    struct place place;
    const struct optional *optional; /* NULL: what it names must be there */
};

/* [label]: <url> "title" of the report. */
struct link {
    struct str label; /* to compare by */
    struct str typed, target;
};

/* A line of the expanded text. */
struct source_line {
    struct str file;
    size_t line;
    struct str context; /* with what included the file */
};

struct block_kind;
struct template_set;
struct ids; /* compose/number.c */

struct composition {
    struct arena *arena;
    struct diag *diag;
    struct document *doc;
    struct str context; /* 安徽 2023, and what includes the file being expanded */
    const struct template_set *templates; /* or NULL: they are not at hand */
    const struct figure_log *log;         /* of the marks that scripts print */
    int project;                          /* its folder, to look into scripts */
    struct origin *origins; /* of the tags and blocks that were evaluated */
    size_t origin_count, origin_capacity;
    struct origin_script *scripts; /* that were looked into */
    size_t script_count, script_capacity;
    struct mark *marks;
    size_t mark_count, mark_capacity;
    struct cell_source *cells;
    size_t cell_count, cell_capacity;
    struct definition *definitions;
    size_t definition_count, definition_capacity;
    struct definition **labels; /* good ones, by label, each label once */
    size_t label_count;
    struct attributes *attributes; /* by line */
    size_t attribute_count, attribute_capacity;
    struct ids *ids; /* once all is numbered */
    struct reference *references;
    size_t reference_count, reference_capacity;
    struct link *links; /* by label, once somebody asked */
    size_t link_count;
    bool links_read;
    struct source_line *lines;
    size_t line_count, line_capacity;
    struct buf text;      /* the expanded Markdown */
    struct str prefix;    /* of the file being expanded: before each line of it */
    struct source source; /* what cmark has read last: the same lines */
    bool failed;          /* something was reported */
    bool lost; /* a block has no place in the tree: nothing more can be told */
};

/* The index of a new mark. */
size_t parts_mark(struct composition *c, struct mark mark);
void parts_put_mark(struct buf *out, size_t index);
/* The mark at byte `at` of `text`, which is MARK: its index, and behind it in
 *end. The marks' own texts are never malformed; 0 for anything else. */
size_t parts_read_mark(struct str text, size_t at, size_t *end);
/* The place moved to the column where `written`, or the longest beginning of it of no
   fewer than `least` bytes, stands in its line of the template, if it stands there
   once; not in a line longer than a writer's. */
struct place parts_point(const struct composition *c, struct place place,
                         struct str written, size_t least);
/* The place of expanded line `line` (from 1). */
struct place parts_place(const struct composition *c, size_t line);
/* `context` with the place of an include behind it, in the diag's language. */
struct str parts_included(struct str context, struct place include,
                          const struct diag *diag, struct arena *arena);
/* Expanded text with printed values in the place of their marks; other marks are left
   out, and *only_values is then false (it may be NULL). In the composition's arena,
   and the document knows the figures in it. */
struct str parts_values(const struct composition *c, struct str text,
                        bool *only_values);
/* Reports, and remembers that it did; false. Marks in the message become values. */
bool parts_error(struct composition *c, struct place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* "did you mean" among the ids of the document, if one is near. */
void parts_hint_id(struct composition *c, struct str id);

/* `text` without control characters; a line feed and a tab stay. */
void parts_clean(struct buf *out, struct str text);

#endif
