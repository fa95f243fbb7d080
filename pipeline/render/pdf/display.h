/* The display list: what layout leaves behind and the writer draws. A page is a
   list of plain items at fixed places (points, origin at the top left, y
   downwards); each item belongs to a tag of the structure tree or is an artifact.
   Nothing here knows libharu. Lives in the layout's arena. */
#ifndef NQI_RENDER_PDF_DISPLAY_H
#define NQI_RENDER_PDF_DISPLAY_H

#include "base/buf.h"
#include "document/document.h"
#include "draw/canvas.h"
#include "text/paragraph.h"

enum tag_kind {
    TAG_DOCUMENT,
    TAG_TITLE, /* of PDF 2.0: mapped to a heading here */
    TAG_SECT,
    TAG_TOC,
    TAG_TOCI,
    TAG_H1,
    TAG_H2,
    TAG_H3,
    TAG_H4,
    TAG_P,
    TAG_BLOCKQUOTE,
    TAG_CODE,
    TAG_L,
    TAG_LI,
    TAG_LBL,
    TAG_LBODY,
    TAG_TABLE,
    TAG_CAPTION,
    TAG_THEAD,
    TAG_TBODY,
    TAG_TR,
    TAG_TH,
    TAG_TD,
    TAG_FIGURE,
    TAG_NOTE,
    TAG_REFERENCE,
    TAG_LINK,
    TAG_SPAN
};

enum tag_scope { SCOPE_NONE, SCOPE_COLUMN, SCOPE_ROW };

struct tag;

/* What a tag contains, in reading order: another tag, marked content on a page, or
   a link annotation. */
struct tag_kid {
    struct tag_kid *next;
    struct tag *child;
    size_t page; /* marked content: index of the page */
    unsigned mcid;
    unsigned annotation; /* object number; 0: none */
};

/* What few tags have. */
struct tag_extra {
    struct str alt;  /* figures: what the picture says; links: where they lead */
    struct str lang; /* where it differs from the document's */
    const struct tag *const *heads; /* TD, TH: the head cells above, where spanned */
    size_t head_count;
    size_t page; /* figures: index of the page and place on it */
    float left, top, right, bottom;
};

struct tag {
    enum tag_kind kind;
    unsigned number; /* object number, given by the writer */
    struct tag *parent;
    struct tag_kid *first, *last;
    struct tag_extra *extra;         /* NULL, or tag_extra_of() made it */
    const struct doc_figure *figure; /* whose id it has; NULL: none */
    uint16_t column_span, row_span;
    uint8_t scope; /* enum tag_scope, of TH */
    bool attached; /* is among its parent's kids */
    bool ordered;  /* L: numbered */
    bool named;    /* has an ID: a head that cells refer to, a note */
};

enum item_kind { ITEM_TEXT, ITEM_RECT, ITEM_PATH, ITEM_LINK, ITEM_PICTURE };

struct picture;

#define COLUMN_SIDES 2u

struct item {
    enum item_kind kind;
    bool running; /* an artifact of the page: running head, page number */
    bool under;   /* a watermark: its place is from the page's middle, turned */
    /* 0, or it stands in a column of text beside another: drawn column by column, for
       programs that extract text read it in the order in which it is drawn. Rising from
       left to right, and from one such block to the next by COLUMN_SIDES. */
    unsigned column;
    struct tag *tag; /* NULL: an artifact */
    float x, y;      /* text: start of the baseline; else the top left corner */
    union {
        const struct text_run *run;
        struct {
            float width, height;
            uint32_t colour;
        } rect;
        struct {
            const struct path_point *points; /* relative to x, y */
            size_t count;
            const struct paint *paint;
            float dash; /* 0: solid; else round dots so far apart */
        } path;
        struct {
            float width, height;
            struct str target; /* an id of this document, or a URI */
            bool external;
        } link;
        struct {
            float width, height;
            const struct picture *picture; /* document/picture.h */
        } picture;
    };
};

struct page {
    float width, height;
    struct item *items;
    size_t count, capacity;
    struct str label;                       /* ii, 3 */
    const struct doc_heading *section;      /* the first chapter that begins on it */
    const struct doc_heading *last_section; /* and the last */
    bool section_on_top;                    /* nothing stands above the first */
    bool forced;                            /* a break of the theme or template */
};

/* A place that a link, bookmark or contents line leads to. */
struct anchor {
    struct str id;
    size_t page; /* index */
    float y;
};

struct bookmark {
    struct str title;
    int level; /* 1 … */
    size_t page;
    float y;
};

struct display {
    struct arena *arena;
    struct page *pages;
    size_t page_count, page_capacity;
    size_t front_count; /* pages before the first numbered one */
    struct anchor *anchors;
    size_t anchor_count, anchor_capacity;
    struct bookmark *bookmarks;
    size_t bookmark_count, bookmark_capacity;
    struct tag *root;
};

/* A tag below `parent`, which lists it at once if `attached`, else when something
   is first drawn in it. */
struct tag *tag_new(struct arena *arena, enum tag_kind kind, struct tag *parent,
                    bool attached);
struct tag_extra *tag_extra_of(struct arena *arena, struct tag *tag);
void tag_say(struct arena *arena, struct tag *tag, struct str alt);
/* The kid at the end of a tag's list; attaches the tag and its parents. */
struct tag_kid *tag_add_kid(struct arena *arena, struct tag *tag);

/* Moves the kids of a tag that came after `last` before its others: what is made after
   the body and read before it. */
void tag_lead(struct tag *tag, struct tag_kid *last);

/* The structure type's name. */
const char *tag_name(enum tag_kind kind);
/* Of those that are no standard types of PDF 1.7: what they are taken for. */
#define TAG_ROLES "/Title/H1"

/* The anchor of an id, or NULL. */
const struct anchor *display_anchor(const struct display *display, struct str id);
/* One line an item, for tests: kind, place, tag and text. */
void display_print(const struct display *display, struct buf *out);
/* The heads of the columns of tables: one line each, | where its lines end. */
void display_print_heads(const struct display *display, struct buf *out);
/* Anchors, bookmarks and the structure tree: a line each, nested by two spaces. */
void display_print_tree(const struct display *display, struct buf *out);

#endif
