/* Layout: the document becomes a list of boxes, the boxes become pages. A box is
   what a page break cannot divide: a line of text, a table row, a picture. All of
   it lives in the layout's arena. */
#ifndef NQI_RENDER_PDF_LAYOUT_H
#define NQI_RENDER_PDF_LAYOUT_H

#include "render/pdf/display.h"

struct table_part;

/* Items have their place relative to the box: x from the left edge of the text
   area, y from the top of the box. */
struct box {
    struct box *next;
    float height;
    float before;           /* white above, dropped at a page's top */
    float wants;            /* room that must be left on the page, if not 0 */
    bool keep_next;         /* no page break after it */
    struct box *float_last; /* set: from here to there may wait for the next page */
    bool is_text;           /* body text: may fill the page before what floats */
    bool landscape;
    bool low_break; /* starts a page if little of this one is left */
    struct item *items;
    size_t count, capacity;
    const struct doc_note **notes; /* whose marks are in it */
    size_t note_count, note_capacity;
    struct str anchor; /* its id, or empty */
    const struct doc_heading *heading;
    const struct table_part *table;     /* a row that is not the table's last */
    const struct table_part *continues; /* a row that is not its first */
    struct tag *figure;                 /* whose BBox this box gives */
    float figure_x, figure_width;
    struct place place;
};

/* What stands at the head and the foot of each part of a broken table. */
struct table_part {
    struct box *head; /* caption（续） and column heads: boxes to repeat */
    float rule;       /* weight of the closing rule */
    float x, width;
    uint32_t colour;
};

/* The column that boxes are made for. */
struct measure {
    float x, width;
    float page_height; /* of the text area */
    bool landscape;
};

struct layout {
    const struct document *doc;
    const struct theme *theme;
    const struct fonts *fonts;
    struct arena *arena;
    struct diag *diag;
    struct display *display;
    struct box *first, *last;
    struct measure measure;
    struct theme_text body; /* the theme's, or a quotation's */
    struct tag *parent;     /* of the next block */
    struct tag *contents_title, *contents;
    int heading_level; /* of the last heading's tag */
    bool failed;
    int in_list;            /* depth of lists and quotes: no indent there */
    struct place place;     /* of the block being laid out, for messages */
    float after;            /* white that the next box keeps above it */
    float bar;              /* a bar so far left of each box (summary); 0: none */
    bool bar_open;          /* the bar has begun */
    struct note_set *notes; /* by number − 1 */
};

/* A footnote, set once, placed at the foot of the page that has its mark. */
struct note_set {
    bool set;
    float height;
    struct box *first; /* boxes of its lines */
};

/* Inline text (inline.c). */
struct owner { /* what a run belongs to: text_run.user */
    struct tag *tag;
    struct str href;
    bool external;
    const struct doc_note *note;
};

struct span_list {
    struct span *items;
    size_t count, capacity;
};

struct text_style {
    struct theme_text text;
    enum font_role bold;
    bool heading;
};

struct text_style style_of(const struct theme_text *text);
/* Label and text of a heading as they are printed. */
struct str heading_words(struct layout *layout, const struct doc_heading *heading);
/* Appends the inlines below `node`. */
void inline_spans(struct layout *layout, cmark_node *node,
                  const struct text_style *style, struct tag *tag,
                  struct span_list *out);
void span_add(struct layout *layout, struct span_list *list, struct span span);
struct span span_of(const struct theme_text *text, struct str words,
                    const struct owner *owner);
const struct owner *owner_of(struct layout *layout, struct tag *tag);

/* Boxes (box.c). */
struct box *box_new(struct layout *layout, float height);
void box_append(struct layout *layout, struct box *box);
/* Sets the list of boxes aside, so that others can be made; and puts it back,
   returning those. */
struct box_list {
    struct box *first, *last;
    float after;
};
struct box_list box_list_take(struct layout *layout);
struct box_list box_list_put(struct layout *layout, struct box_list list);
struct item *box_item(struct layout *layout, struct box *box, enum item_kind kind,
                      struct tag *tag, float x, float y);
void box_rect(struct layout *layout, struct box *box, float x, float y, float width,
              float height, uint32_t colour);
/* The runs of a line, its baseline at y; links and notes are noticed. */
void box_line(struct layout *layout, struct box *box, const struct text_line *line,
              float x, float y, struct tag *tag);
/* Where the baseline lies below the top of a line of this leading. */
float baseline_of(const struct theme_text *text);
struct paragraph_block {
    const struct theme_text *text;
    float x, width, indent, before;
    enum text_align align;
    bool balance;
    struct tag *tag;
    struct place place;
};
/* Sets spans and appends a box a line; returns the first box, NULL if empty or
   failed. Widow and orphan rules are set. */
struct box *paragraph_boxes(struct layout *layout, const struct span_list *spans,
                            const struct paragraph_block *block);
/* Sets text without making boxes; a failure is remembered in the layout. */
bool set_text(struct layout *layout, const struct span_list *spans,
              const struct paragraph_style *style, struct place place,
              struct paragraph *out);
/* One span, one line, drawn at an anchor; returns its width. */
float box_words(struct layout *layout, struct box *box, const struct theme_text *text,
                struct str words, float x, float y, enum text_anchor anchor,
                struct tag *tag);

/* Blocks (block.c), tables (table.c), pictures (figure.c), front matter (front.c). */
void layout_blocks(struct layout *layout, cmark_node *parent);
void layout_table(struct layout *layout, const struct doc_table *table);
void layout_chart(struct layout *layout, const struct doc_chart *chart);
void layout_kpi(struct layout *layout, const struct doc_kpi *kpi);
void layout_signoff(struct layout *layout);
void layout_summary(struct layout *layout, cmark_node *node,
                    const struct doc_summary *summary);
/* 注： and 数据来源： below a table or a chart. */
void layout_notes(struct layout *layout, const struct str *notes, size_t count,
                  struct str source, struct place place);
/* Label, caption and unit above it; the box is kept with what follows. */
struct box *layout_caption(struct layout *layout, struct str label, struct str caption,
                           struct str unit, bool continued, float x, float width,
                           struct tag *tag, struct place place);

/* Boxes to pages (flow.c), heads and feet (page.c). */
void flow_pages(struct layout *layout);
const struct note_set *note_of(struct layout *layout, const struct doc_note *note);
struct page *page_new(struct layout *layout, bool landscape);
/* The boxes made since `first` was NULL, at a place of a page. */
void page_place(struct layout *layout, struct page *page, const struct box *box,
                float x, float y);
void page_finish(struct layout *layout);
#endif
