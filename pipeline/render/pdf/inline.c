#include "render/pdf/inline.h"
#include "render/pdf/spoken.h"
#include <string.h>

#define CODE_SIZE 0.92f
#define MARK_SIZE 0.64f /* of superscripts, subscripts and note marks */
#define MARK_RISE 0.3f  /* with its size within the line's em box */
#define MARK_DROP 0.14f

struct walk {
    struct layout *layout;
    const struct text_style *style;
    struct span_list *out;
    bool soft; /* a line end of the source waits for what follows */
};

/* How the inlines inside another are shown. */
struct look {
    enum font_role role;
    float size, rise;
    uint32_t colour;
    const struct owner *owner;
};

const struct owner *owner_of(struct layout *layout, struct tag *tag) {
    struct owner *owner = arena_alloc(layout->arena, sizeof *owner);
    owner->tag = tag;
    return owner;
}

struct text_style style_of(const struct theme_text *text) {
    enum font_role bold = text->role == FONT_SERIF || text->role == FONT_SERIF_BOLD ||
                                  text->role == FONT_KAI
                              ? FONT_SERIF_BOLD
                              : FONT_SANS_BOLD;
    return (struct text_style){.text = *text, .bold = bold};
}

struct span span_of(const struct theme_text *text, struct str words,
                    const struct owner *owner) {
    return (struct span){.text = words,
                         .role = text->role,
                         .size = text->size,
                         .colour = text->colour,
                         .user = owner};
}

void span_add(struct layout *layout, struct span_list *list, struct span span) {
    if (list->count == list->capacity)
        list->items = arena_grow(layout->arena, list->items, list->count,
                                 &list->capacity, sizeof *list->items);
    list->items[list->count++] = span;
}

static uint32_t last_point(const struct span_list *list) {
    return list->count > 0 ? utf8_last(list->items[list->count - 1].text) : 0;
}

/* What a text prints, if the theme wants elements for it. */
static const struct doc_run *runs_of(const struct layout *layout, struct str text,
                                     size_t *count) {
    *count = 0;
    return layout->theme->pdf_figures
               ? doc_figures_runs(layout->doc->figures, text, count)
               : NULL;
}

/* The same owner with a tag of its own for the figure. */
static const struct owner *figure_owner(struct layout *layout,
                                        const struct owner *owner,
                                        const struct doc_figure *figure) {
    if (owner == NULL || owner->tag == NULL)
        return owner;
    struct owner *own = arena_alloc(layout->arena, sizeof *own);
    *own = *owner;
    own->tag = tag_new(layout->arena, TAG_SPAN, owner->tag, false);
    own->tag->figure = figure;
    return own;
}

void span_words(struct layout *layout, struct span_list *list, struct str text,
                const struct span *model) {
    size_t count, at = 0;
    const struct doc_run *runs = runs_of(layout, text, &count);
    for (size_t i = 0; i < count; i++) {
        struct span before = *model, figure = *model;
        before.text = str_slice(text, at, runs[i].start);
        figure.text = str_slice(text, runs[i].start, runs[i].end);
        figure.user = figure_owner(layout, model->user, runs[i].figure);
        if (before.text.n > 0)
            span_add(layout, list, before);
        span_add(layout, list, figure);
        at = runs[i].end;
    }
    struct span rest = *model;
    rest.text = str_slice(text, at, text.n);
    if (rest.text.n > 0)
        span_add(layout, list, rest);
}

void span_cited(struct layout *layout, struct span_list *list, struct str words,
                const struct span *model) {
    size_t from = 0;
    for (size_t at = 0; at < words.n; at++) {
        size_t end = printed_cited(words, at);
        if (end == at)
            continue;
        struct span before = *model, mark = *model;
        before.text = str_slice(words, from, at);
        mark.text = str_slice(words, at, end);
        mark.rise += mark.size * MARK_RISE;
        mark.size *= MARK_SIZE;
        mark.colour = layout->theme->accent;
        mark.glued = true;
        if (before.text.n > 0)
            span_add(layout, list, before);
        span_add(layout, list, mark);
        from = end;
        at = end - 1;
    }
    struct span rest = *model;
    rest.text = str_slice(words, from, words.n);
    if (rest.text.n > 0)
        span_add(layout, list, rest);
}

static void add(struct walk *walk, const struct look *look, struct str text,
                bool glued) {
    if (text.n == 0)
        return;
    struct span span = {.text = text,
                        .role = look->role,
                        .size = look->size,
                        .rise = look->rise,
                        .colour = look->colour,
                        .glued = glued,
                        .user = look->owner};
    if (walk->soft) {
        uint32_t next;
        utf8_decode(text, 0, &next);
        walk->soft = false;
        if (!document_is_wide(next) && !document_is_wide(last_point(walk->out))) {
            struct span space = span;
            space.text = STR(" ");
            span_add(walk->layout, walk->out, space);
        }
    }
    span_add(walk->layout, walk->out, span);
}

static struct tag *child_tag(struct walk *walk, const struct look *look,
                             enum tag_kind kind) {
    struct tag *parent = look->owner ? look->owner->tag : NULL;
    return parent ? tag_new(walk->layout->arena, kind, parent, false) : NULL;
}

static void walk_children(struct walk *walk, cmark_node *node, struct look look);

static void add_note(struct walk *walk, struct look look, const struct doc_note *note) {
    struct layout *layout = walk->layout;
    struct tag *reference = child_tag(walk, &look, TAG_REFERENCE);
    struct owner *owner = arena_alloc(layout->arena, sizeof *owner);
    owner->note = note;
    if (reference) {
        owner->tag = tag_new(layout->arena, TAG_LINK, reference, false);
        tag_say(walk->layout->arena, owner->tag,
                printed_line(layout->doc, "page.note", "n",
                             arena_printf(layout->arena, "%u", note->number),
                             layout->arena));
        owner->href = arena_printf(layout->arena, "#note-%u", note->number);
    }
    look.owner = owner;
    look.rise += look.size * MARK_RISE;
    look.size *= MARK_SIZE;
    look.colour = layout->theme->accent;
    add(walk, &look, arena_printf(layout->arena, "%u", note->number), true);
}

static void add_link(struct walk *walk, cmark_node *node, struct look look) {
    struct layout *layout = walk->layout;
    struct str url = str_from(cmark_node_get_url(node));
    struct tag *tag = child_tag(walk, &look, TAG_LINK);
    if (tag && url.n > 0) {
        struct owner *owner = arena_alloc(layout->arena, sizeof *owner);
        bool inside = url.p[0] == '#';
        owner->tag = tag;
        owner->href = arena_copy(layout->arena, url);
        owner->external = !inside;
        struct str words = document_plain_text(node, layout->arena);
        tag_say(walk->layout->arena, tag,
                printed_line(layout->doc, inside ? "page.go" : "page.link", "words",
                             words, layout->arena));
        look.owner = owner;
        look.colour = layout->theme->accent;
    }
    walk_children(walk, node, look);
}

static void add_object(struct walk *walk, cmark_node *node, struct look look) {
    const struct object *object = document_object(node);
    if (object && object->kind == OBJECT_NOTE) {
        add_note(walk, look, (const struct doc_note *)object);
        return;
    }
    if (object && object->kind == OBJECT_SPAN) {
        const struct doc_span *span = (const struct doc_span *)object;
        struct owner *owner = NULL;
        switch (span->span) {
        case SPAN_SUPERSCRIPT:
            look.rise += look.size * MARK_RISE;
            look.size *= MARK_SIZE;
            break;
        case SPAN_SUBSCRIPT:
            look.rise -= look.size * MARK_DROP;
            look.size *= MARK_SIZE;
            break;
        case SPAN_LANGUAGE:
            owner = arena_alloc(walk->layout->arena, sizeof *owner);
            if (look.owner)
                *owner = *look.owner;
            owner->tag = child_tag(walk, &look, TAG_SPAN);
            if (owner->tag) {
                tag_extra_of(walk->layout->arena, owner->tag)->lang = span->lang;
                look.owner = owner;
            }
            break;
        }
    }
    walk_children(walk, node, look);
}

/* A text or code; its figures are elements of their own if the theme wants them. */
static void add_text(struct walk *walk, cmark_node *node, struct look look) {
    struct layout *layout = walk->layout;
    const struct object *object = document_object(node);
    /* What is printed is known by its address. */
    struct str text = object != NULL ? ((const struct doc_printed *)object)->text
                                     : str_from(cmark_node_get_literal(node));
    const struct doc_run *runs = NULL;
    size_t count = 0, at = 0;
    if (object != NULL)
        runs = runs_of(layout, text, &count);
    for (size_t i = 0; i < count; i++) {
        struct look inside = look;
        inside.owner = figure_owner(layout, look.owner, runs[i].figure);
        add(walk, &look, str_slice(text, at, runs[i].start), false);
        add(walk, &inside, str_slice(text, runs[i].start, runs[i].end), false);
        at = runs[i].end;
    }
    add(walk, &look, str_slice(text, at, text.n), false);
}

static void walk_node(struct walk *walk, cmark_node *node, struct look look) {
    const struct text_style *style = walk->style;
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        add_text(walk, node, look);
        break;
    case CMARK_NODE_SOFTBREAK:
        walk->soft = true;
        break;
    case CMARK_NODE_LINEBREAK:
        walk->soft = false;
        add(walk, &look, STR("\n"), false);
        break;
    case CMARK_NODE_CODE:
        look.role = FONT_MONO;
        look.size *= CODE_SIZE;
        add_text(walk, node, look);
        break;
    case CMARK_NODE_EMPH:
        /* Chinese is not slanted: emphasis is set in kai. */
        if (!style->heading)
            look.role = FONT_KAI;
        walk_children(walk, node, look);
        break;
    case CMARK_NODE_STRONG:
        look.role = style->bold;
        walk_children(walk, node, look);
        break;
    case CMARK_NODE_LINK:
        add_link(walk, node, look);
        break;
    case CMARK_NODE_CUSTOM_INLINE:
        add_object(walk, node, look);
        break;
    case CMARK_NODE_IMAGE: /* its words: a report has no pictures but its charts */
        walk_children(walk, node, look);
        break;
    case CMARK_NODE_HTML_INLINE: /* never in a document */
    case CMARK_NODE_NONE:
    case CMARK_NODE_DOCUMENT:
    case CMARK_NODE_BLOCK_QUOTE:
    case CMARK_NODE_LIST:
    case CMARK_NODE_ITEM:
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_CUSTOM_BLOCK:
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
    case CMARK_NODE_THEMATIC_BREAK:
        break;
    }
}

/* cmark bounds the nesting of inlines that compose accepts, so recursion is safe. */
static void walk_children(struct walk *walk, cmark_node *node, struct look look) {
    for (cmark_node *child = cmark_node_first_child(node); child;
         child = cmark_node_next(child))
        walk_node(walk, child, look);
}

void inline_spans(struct layout *layout, cmark_node *node,
                  const struct text_style *style, struct tag *tag,
                  struct span_list *out) {
    struct walk walk = {.layout = layout, .style = style, .out = out};
    struct look look = {.role = style->text.role,
                        .size = style->text.size,
                        .colour = style->text.colour,
                        .owner = owner_of(layout, tag)};
    walk_children(&walk, node, look);
    spoken_signs(layout, out);
}
