#include "render/pdf/block.h"
#include "render/pdf/box.h"
#include "render/pdf/figure.h"
#include "render/pdf/heading.h"
#include "render/pdf/inline.h"
#include "render/pdf/table.h"
#include <math.h>
#include <string.h>

#define LIST_INDENT 1.6f  /* em */
#define QUOTE_INDENT 2.0f /* em */
#define CODE_PADDING 4.0f /* points */
#define BLOCK_GAP 8.0f    /* around lists, quotes, code */
#define COLUMN_LINES 3    /* of them, at least, at either side of a page's end */
#define COLUMN_GAP 2.0f   /* em, between two columns of text */

struct around {
    float before, after;
};

/* White above and below headings, by level, in lines of the body: with the heading
   whole lines, three of the first level (two at a page's top) and two of the second. */
static const struct around heading_space[4] = {
    {1, 0.667f}, {0.667f, 0.333f}, {0.5f, 0}, {0.5f, 0}};
#define HEADING_NEXT 0.333f /* between a heading and one directly below it */

/* A paragraph in Chinese is indented, one in English is not. */
static bool is_chinese(const struct span_list *spans) {
    for (size_t i = 0; i < spans->count; i++)
        for (size_t k = 0; k < spans->items[i].text.n; k++)
            if ((unsigned char)spans->items[i].text.p[k] >= 0xE3)
                return true;
    return false;
}

/* What a character takes: its size, or a column of the grid. */
static float column_of(const struct layout *layout, const struct theme_text *text) {
    return layout->theme->grid_advance > 0 ? layout->theme->grid_advance : text->size;
}

/* On a grid, characters of the body's size advance by its columns. */
static void to_grid(const struct layout *layout, struct span_list *spans) {
    float advance = layout->theme->grid_advance, size = layout->theme->body.size;
    for (size_t i = 0; i < spans->count && advance > 0; i++)
        if (spans->items[i].size > size - 0.01f && spans->items[i].size < size + 0.01f)
            spans->items[i].tracking = advance - size;
}

/* Where the block stands, for messages about it. */
static void take_place(struct layout *layout, cmark_node *node) {
    const struct object *object = document_object(node);
    if (object != NULL)
        layout->place = object->place;
}

static void add_paragraph(struct layout *layout, cmark_node *node, bool indented) {
    const struct theme_text *text = &layout->body;
    struct tag *tag = tag_new(layout->arena, TAG_P, layout->parent, true);
    take_place(layout, node);
    struct text_style style = style_of(text);
    struct span_list spans = {0};
    bool led = layout->lead.n > 0;
    if (led) {
        struct theme_text lead = layout->theme->heading[1];
        lead.size = text->size;
        lead.colour = layout->theme->accent;
        struct str words =
            arena_printf(layout->arena, "%.*s%.*s", STR_ARG(layout->lead),
                         STR_ARG(layout->doc->words.gap));
        span_add(layout, &spans,
                 span_of(&lead, words, owner_of(layout, layout->lead_tag)));
        layout->lead = (struct str){0};
    }
    inline_spans(layout, node, &style, tag, &spans);
    if (!layout->in_note)
        to_grid(layout, &spans);
    bool indent = indented && !led && is_chinese(&spans);
    struct paragraph_block block = {
        .text = text,
        .x = layout->measure.x,
        .width = layout->measure.width,
        .indent =
            indent ? layout->theme->paragraph_indent_em * column_of(layout, text) : 0,
        .align = layout->in_columns ? TEXT_LEFT : TEXT_JUSTIFY,
        .tag = tag,
        .place = layout->place,
    };
    paragraph_boxes(layout, &spans, &block);
    layout->after = layout->theme->paragraph_gap;
}

static void add_heading(struct layout *layout, cmark_node *node,
                        const struct doc_heading *heading) {
    int level = heading->level < 1 ? 1 : heading->level > 4 ? 4 : heading->level;
    const struct theme_text *text = &layout->theme->heading[level - 1];
    struct tag *tag = heading_tag(layout, heading);
    heading_note(layout, heading);
    layout->place = heading->object.place;
    struct text_style style = style_of(text);
    style.heading = true;
    struct span_list spans = {0};
    struct str words = heading_words(layout, heading);
    struct str label = str_slice(words, 0, words.n - heading->text.n);
    if (label.n > 0)
        span_add(layout, &spans, span_of(text, label, owner_of(layout, tag)));
    inline_spans(layout, node, &style, tag, &spans);
    const struct theme *theme = layout->theme;
    struct around space = heading_space[level - 1];
    if (layout->last != NULL && layout->last->heading != NULL)
        space.before = HEADING_NEXT;
    space.before *= theme->body.leading;
    space.after *= theme->body.leading;
    if (theme->grid_advance > 0)
        space = (struct around){0};
    to_grid(layout, &spans);
    struct paragraph_block block = {
        .text = text,
        .x = layout->measure.x,
        .width = layout->measure.width,
        .indent = theme->heading_indent_em * column_of(layout, text),
        .align = TEXT_LEFT,
        .before = space.before,
        .tag = tag,
        .place = heading->object.place,
    };
    struct box *first = paragraph_boxes(layout, &spans, &block);
    if (!first)
        return;
    first->heading = heading;
    first->anchor = heading->id;
    /* What stands apart from the numbered text, 资料来源 say, comes after its figures.
     */
    first->barrier = level == 1 || (level == 2 && heading->unnumbered);
    if (level == 1 && theme->chapter_new_page)
        first->new_page = true; /* it may already, by a break in the template */
    for (struct box *box = first; box; box = box->next) {
        box->keep_next = true;
        box->is_text = false;
    }
    layout->after = space.after;
}

static void add_block(struct layout *layout, cmark_node *node);

/* What a line that ends in a colon announces does not begin on another page. */
static void keep_announced(struct layout *layout) {
    struct box *last = layout->last;
    struct str words = {0};
    if (last == NULL)
        return;
    for (size_t i = 0; last->is_text && i < last->count; i++)
        if (last->items[i].kind == ITEM_TEXT)
            words = last->items[i].run->text;
    if (str_ends(words, STR(":")) || str_ends(words, layout->doc->words.colon))
        last->keep_next = true;
}

static void add_code(struct layout *layout, cmark_node *node) {
    struct theme_text text = layout->theme->table;
    text.role = FONT_MONO;
    struct tag *tag = tag_new(layout->arena, TAG_CODE, layout->parent, true);
    take_place(layout, node);
    keep_announced(layout);
    struct str all = str_from(cmark_node_get_literal(node));
    while (all.n > 0 && all.p[all.n - 1] == '\n')
        all.n--;
    struct span_list spans = {0};
    span_add(layout, &spans, span_of(&text, all, owner_of(layout, tag)));
    struct paragraph_block block = {
        .text = &text,
        .x = layout->measure.x + CODE_PADDING,
        .width = layout->measure.width - 2 * CODE_PADDING,
        .align = TEXT_LEFT,
        .before = BLOCK_GAP,
        .tag = tag,
        .place = layout->place,
    };
    struct box *first = paragraph_boxes(layout, &spans, &block);
    for (struct box *box = first; box; box = box->next)
        box_rect(layout, box, layout->measure.x, 0, 1.5f, box->height,
                 layout->theme->hairline);
    layout->after = BLOCK_GAP;
}

static struct str item_mark(struct layout *layout, cmark_node *list, int number) {
    if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST)
        return arena_printf(layout->arena, "%d.", number);
    return STR("•");
}

/* The mark stands in the first line of the item, in the margin it opens. */
static void add_item(struct layout *layout, cmark_node *node, struct tag *list,
                     struct str mark, bool tight) {
    struct theme_text look = layout->body; /* a note's size, or the body's */
    look.role = layout->theme->body.role;
    const struct theme_text *text = &look;
    float indent = LIST_INDENT * text->size;
    struct tag *parent = layout->parent;
    struct measure measure = layout->measure;
    struct tag *item = tag_new(layout->arena, TAG_LI, list, true);
    struct tag *label = tag_new(layout->arena, TAG_LBL, item, true);
    struct box *before = layout->last;
    layout->parent = tag_new(layout->arena, TAG_LBODY, item, true);
    layout->measure.x += indent;
    layout->measure.width -= indent;
    layout->in_list++;
    layout_blocks(layout, node);
    layout->in_list--;
    struct box *first = before ? before->next : layout->first;
    if (first) {
        /* The label is read first, so it is drawn first. */
        struct box *line = box_new(layout, 0);
        if (!list->ordered)
            look.role = FONT_SANS_BOLD; /* its bullet can be seen */
        box_words(layout, line, &look, mark, measure.x + indent - 0.45f * text->size,
                  baseline_of(text), ANCHOR_END, label);
        for (size_t i = 0; i < first->count; i++)
            *box_item(layout, line, ITEM_RECT, NULL, 0, 0) = first->items[i];
        first->items = line->items;
        first->count = line->count;
        first->capacity = line->capacity;
    }
    if (tight)
        layout->after = 0;
    layout->parent = parent;
    layout->measure = measure;
}

static void add_list(struct layout *layout, cmark_node *node) {
    struct tag *tag = tag_new(layout->arena, TAG_L, layout->parent, true);
    keep_announced(layout);
    tag->ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    int number = cmark_node_get_list_start(node);
    bool tight = cmark_node_get_list_tight(node);
    for (cmark_node *item = cmark_node_first_child(node); item;
         item = cmark_node_next(item)) {
        struct box *before = layout->last, *last;
        add_item(layout, item, tag, item_mark(layout, node, number++), tight);
        last = layout->last;
        /* At either end of it two lines at least, as of a paragraph. */
        if (before == NULL || last == NULL || before->next != last)
            continue;
        if (cmark_node_previous(item) == NULL)
            last->keep_next = cmark_node_next(item) != NULL;
        else if (cmark_node_next(item) == NULL)
            before->keep_next = true;
    }
    layout->after = layout->theme->paragraph_gap;
}

static void add_quote(struct layout *layout, cmark_node *node) {
    struct tag *parent = layout->parent;
    struct measure measure = layout->measure;
    float indent = QUOTE_INDENT * layout->body.size;
    keep_announced(layout);
    layout->parent = tag_new(layout->arena, TAG_BLOCKQUOTE, parent, true);
    layout->measure.x += indent;
    layout->measure.width -= 2 * indent;
    layout->in_list++;
    /* What others said is set in kai. */
    enum font_role role = layout->body.role;
    layout->body.role = FONT_KAI;
    layout_blocks(layout, node);
    layout->body.role = role;
    layout->in_list--;
    layout->parent = parent;
    layout->measure = measure;
}

static void add_rule(struct layout *layout) {
    struct box *box = box_new(layout, layout->theme->rule_light);
    float width = layout->measure.width;
    box->before = 2 * BLOCK_GAP;
    box_rect(layout, box, layout->measure.x + width * 0.4f, 0, width * 0.2f,
             layout->theme->rule_light, layout->theme->grey);
    box_append(layout, box);
    layout->after = 2 * BLOCK_GAP;
}

/* The lines of the right column beside those of the left: box by box, as high as the
   higher of the two. */
static void merge_columns(struct layout *layout, struct box *left, struct box *right,
                          float step) {
    layout->columns += COLUMN_SIDES;
    size_t lines = 0, line = 0;
    for (const struct box *box = left; box != NULL; box = box->next)
        lines++;
    for (; left != NULL; line++) {
        struct box *next = left->next;
        left->next = NULL;
        left->keep_next = line + 1 < lines &&
                          (line + 1 < COLUMN_LINES || line + COLUMN_LINES >= lines);
        for (size_t i = 0; i < left->count; i++)
            left->items[i].column = layout->columns;
        if (right != NULL) {
            for (size_t i = 0; i < right->count; i++)
                *box_item(layout, left, ITEM_RECT, NULL, 0, 0) = right->items[i];
            for (size_t i = left->count - right->count; i < left->count; i++) {
                left->items[i].x += step;
                left->items[i].column = layout->columns + 1;
            }
            left->height = fmaxf(left->height, right->height);
            left->before = fmaxf(left->before, right->before);
            right = right->next;
        }
        box_append(layout, left);
        left = next;
    }
}

/* The last box of the left column: the one before the first block that begins in the
   second half of the lines. NULL if all stand in one column. */
static struct box *left_end(struct layout *layout, cmark_node *node) {
    size_t count = 0, capacity = 0, lines = 0;
    struct box **ends = NULL; /* by block: the last box before it */
    for (cmark_node *child = cmark_node_first_child(node); child;
         child = cmark_node_next(child)) {
        if (count == capacity)
            ends =
                arena_grow(layout->arena, ends, count, &capacity, sizeof(struct box *));
        ends[count++] = layout->last;
        add_block(layout, child);
    }
    for (struct box *box = layout->first; box; box = box->next)
        lines++;
    size_t before = 0, block = 1;
    for (struct box *box = layout->first; box && block < count; box = box->next) {
        before++;
        if (box != ends[block])
            continue;
        if (2 * before >= lines)
            return box;
        block++;
    }
    return NULL;
}

/* Two columns of small text, the left one no shorter than the right; no block goes
   from one to the other. */
static void add_columns(struct layout *layout, cmark_node *node) {
    struct measure measure = layout->measure;
    struct theme_text body = layout->body;
    float gap = COLUMN_GAP * layout->theme->kpi_label.size;
    layout->body = layout->theme->kpi_label;
    layout->body.colour = layout->theme->ink;
    layout->measure.width = (measure.width - gap) / 2;
    layout->in_list++; /* no indent */
    layout->in_columns = true;
    struct box_list list = box_list_take(layout);
    struct box *end = left_end(layout, node), *right = NULL;
    if (end != NULL) {
        right = end->next;
        end->next = NULL;
    }
    struct box *left = box_list_put(layout, list).first;
    layout->in_list--;
    layout->in_columns = false;
    layout->measure = measure;
    layout->body = body;
    layout->after = fmaxf(layout->after, layout->theme->body.leading / 3);
    merge_columns(layout, left, right, (measure.width + gap) / 2);
    if (layout->last != NULL)
        layout->last->below = layout->theme->body.leading / 3;
}

static void add_object(struct layout *layout, cmark_node *node) {
    const struct object *object = document_object(node);
    if (!object)
        return;
    layout->place = object->place;
    switch (object->kind) {
    case OBJECT_TABLE:
        layout_table(layout, (const struct doc_table *)object);
        break;
    case OBJECT_CHART:
        layout_chart(layout, (const struct doc_chart *)object);
        break;
    case OBJECT_KPI:
        layout_kpi(layout, (const struct doc_kpi *)object);
        break;
    case OBJECT_SIGNOFF:
        layout_signoff(layout);
        break;
    case OBJECT_SUMMARY:
        layout_summary(layout, node, (const struct doc_summary *)object);
        break;
    case OBJECT_COLUMNS:
        add_columns(layout, node);
        break;
    case OBJECT_PAGE:
        layout->new_page = true;
        break;
    case OBJECT_HEADING:
    case OBJECT_NOTE:
    case OBJECT_SPAN:
    case OBJECT_PRINTED:
    case OBJECT_PARAGRAPH:
        break;
    }
}

static void add_block(struct layout *layout, cmark_node *node) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_PARAGRAPH:
        add_paragraph(layout, node, layout->in_list == 0);
        break;
    case CMARK_NODE_HEADING:
        add_heading(layout, node, (const struct doc_heading *)document_object(node));
        break;
    case CMARK_NODE_LIST:
        add_list(layout, node);
        break;
    case CMARK_NODE_BLOCK_QUOTE:
        add_quote(layout, node);
        break;
    case CMARK_NODE_CODE_BLOCK:
        add_code(layout, node);
        break;
    case CMARK_NODE_THEMATIC_BREAK:
        add_rule(layout);
        break;
    case CMARK_NODE_CUSTOM_BLOCK:
        add_object(layout, node);
        break;
    case CMARK_NODE_DOCUMENT:
    case CMARK_NODE_ITEM:
        layout_blocks(layout, node);
        break;
    case CMARK_NODE_NONE:
    case CMARK_NODE_HTML_BLOCK: /* never in a document */
    case CMARK_NODE_TEXT:
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
    case CMARK_NODE_CODE:
    case CMARK_NODE_HTML_INLINE:
    case CMARK_NODE_CUSTOM_INLINE:
    case CMARK_NODE_EMPH:
    case CMARK_NODE_STRONG:
    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE:
        break;
    }
}

void layout_blocks(struct layout *layout, cmark_node *parent) {
    for (cmark_node *child = cmark_node_first_child(parent); child;
         child = cmark_node_next(child))
        add_block(layout, child);
}
