#include "render/pdf/box.h"
#include "document/origin.h"
#include "document/picture.h"
#include "render/pdf/inline.h"
#include "render/pdf/spoken.h"
#include <math.h>
#include <string.h>

/* The em box of Han characters stands 0.88 em above the baseline and 0.12 below:
   its middle is the middle of the line. */
#define ASCENT 0.88f
#define MIDDLE 0.38f
#define PARAGRAPH_COST 0.005f /* of a page that ends in a paragraph (paginate.h) */

struct box *box_new(struct layout *layout, float height) {
    struct box *box = arena_alloc(layout->arena, sizeof *box);
    box->height = height;
    box->landscape = layout->measure.landscape;
    box->place = layout->place;
    return box;
}

/* Drawn first, below the words. */
static void add_ground(struct layout *layout, struct box *box) {
    float above = layout->panel_open ? box->before : 0;
    box_rect(layout, box, layout->measure.x - layout->panel, -above,
             layout->measure.width + 2 * layout->panel, box->height + above,
             layout->theme->panel);
    struct item ground = box->items[box->count - 1];
    memmove(box->items + 1, box->items, (box->count - 1) * sizeof *box->items);
    box->items[0] = ground;
}

void box_append(struct layout *layout, struct box *box) {
    if (layout->after > box->before)
        box->before = layout->after;
    layout->after = 0;
    box->new_page = box->new_page || layout->new_page;
    layout->new_page = false;
    if (layout->panel > 0)
        add_ground(layout, box);
    layout->panel_open = layout->panel > 0;
    if (layout->last)
        layout->last->next = box;
    else
        layout->first = box;
    layout->last = box;
}

struct box_list box_list_take(struct layout *layout) {
    struct box_list list = {layout->first, layout->last, layout->after};
    layout->first = layout->last = NULL;
    layout->after = 0;
    return list;
}

struct box_list box_list_put(struct layout *layout, struct box_list list) {
    struct box_list made = {layout->first, layout->last, layout->after};
    layout->first = list.first;
    layout->last = list.last;
    layout->after = list.after;
    return made;
}

struct item *box_item(struct layout *layout, struct box *box, enum item_kind kind,
                      struct tag *tag, float x, float y) {
    if (box->count == box->capacity)
        box->items = arena_grow(layout->arena, box->items, box->count, &box->capacity,
                                sizeof *box->items);
    struct item *item = &box->items[box->count++];
    *item = (struct item){.kind = kind, .tag = tag, .x = x, .y = y};
    return item;
}

void box_rect(struct layout *layout, struct box *box, float x, float y, float width,
              float height, uint32_t colour) {
    struct item *item = box_item(layout, box, ITEM_RECT, NULL, x, y);
    item->rect.width = width;
    item->rect.height = height;
    item->rect.colour = colour;
}

float box_picture(struct layout *layout, struct box *box,
                  const struct theme_picture *picture, float x, bool ends, float y,
                  float height, struct tag *parent) {
    float width =
        height * (float)picture->picture->width / (float)picture->picture->height;
    struct tag *tag = NULL;
    if (parent != NULL) {
        tag = tag_new(layout->arena, TAG_FIGURE, parent, true);
        tag_say(layout->arena, tag, picture->alt);
    }
    struct item *item =
        box_item(layout, box, ITEM_PICTURE, tag, ends ? x - width : x, y);
    item->picture.width = width;
    item->picture.height = height;
    item->picture.picture = picture->picture;
    return width;
}

/* How far an item of text or a link reaches above and below. */
static void reach(const struct item *item, float *top, float *bottom) {
    *top = *bottom = item->y;
    if (item->kind == ITEM_TEXT) {
        *top -= ASCENT * item->run->size;
        *bottom += (1 - ASCENT) * item->run->size;
    } else if (item->kind == ITEM_LINK) {
        *bottom += item->link.height;
    }
}

/* The lowest place at most so low that cuts no line. */
static float place_to_cut(const struct box *box, float height) {
    float cut = height;
    for (bool moved = true; moved && cut > 0;) {
        moved = false;
        for (size_t i = 0; i < box->count; i++) {
            float top, bottom;
            reach(&box->items[i], &top, &bottom);
            if (top < cut - 0.01f && bottom > cut + 0.01f) {
                cut = top;
                moved = true;
            }
        }
    }
    return cut;
}

struct box *box_divide(struct layout *layout, struct box *box, float height) {
    float cut = place_to_cut(box, height);
    if (height >= box->height || cut <= 0)
        return NULL;
    struct box *rest = box_new(layout, box->height - cut);
    rest->landscape = box->landscape;
    rest->place = box->place;
    rest->is_text = box->is_text;
    rest->ruled = box->ruled;
    box->ruled = false;
    size_t kept = 0, count = box->count;
    for (size_t i = 0; i < count; i++) {
        struct item item = box->items[i];
        float top, bottom, over = 0;
        reach(&item, &top, &bottom);
        if (item.kind == ITEM_RECT)
            over = item.y + item.rect.height - cut;
        bool below = item.kind == ITEM_RECT ? item.y >= cut : bottom > cut + 0.01f;
        if (below || over > 0) {
            struct item *lower = box_item(layout, rest, item.kind, item.tag, 0, 0);
            *lower = item;
            lower->y -= cut;
            if (!below) {
                lower->y = 0;
                lower->rect.height = over;
                item.rect.height -= over;
            }
        }
        if (!below)
            box->items[kept++] = item;
    }
    box->count = kept;
    box->height = cut;
    box->give = 0;
    return rest;
}

static void notice(struct layout *layout, struct box *box, const struct owner *owner) {
    if (!owner->note)
        return;
    for (size_t i = 0; i < box->note_count; i++)
        if (box->notes[i] == owner->note)
            return;
    if (box->note_count == box->note_capacity)
        box->notes = arena_grow(layout->arena, box->notes, box->note_count,
                                &box->note_capacity, sizeof *box->notes);
    box->notes[box->note_count++] = owner->note;
}

static float run_width(const struct text_run *run) {
    float width = 0;
    for (size_t i = 0; i < run->count; i++)
        width += run->glyphs[i].advance;
    return width;
}

void box_line(struct layout *layout, struct box *box, const struct text_line *line,
              float x, float y, struct tag *tag) {
    const struct owner *linked = NULL;
    size_t link = 0; /* index of the link item */
    for (size_t i = 0; i < line->count; i++) {
        const struct text_run *run = &line->runs[i];
        const struct owner *owner = run->user;
        struct tag *own = owner && owner->tag ? owner->tag : tag;
        float left = x + run->x, width = run_width(run);
        box_item(layout, box, ITEM_TEXT, own, left, y - run->rise)->run = run;
        if (!owner)
            continue;
        notice(layout, box, owner);
        if (owner->href.n == 0) {
            linked = NULL;
            continue;
        }
        if (linked == owner) {
            box->items[link].link.width = left + width - box->items[link].x;
            continue;
        }
        float top = y - run->rise - run->size;
        struct item *item = box_item(layout, box, ITEM_LINK, own, left, top);
        item->link.width = width;
        item->link.height = run->size * 1.2f;
        item->link.external = owner->external;
        item->link.target =
            owner->external ? owner->href : str_slice(owner->href, 1, owner->href.n);
        link = box->count - 1;
        linked = owner;
    }
}

float baseline_of(const struct theme_text *text) {
    return text->leading / 2 + MIDDLE * text->size;
}

static struct place text_origin(void *context, struct str text, size_t at,
                                struct place place) {
    const struct layout *layout = context;
    return origin_of(layout->doc, text, at, place, layout->arena);
}

bool set_text(struct layout *layout, const struct span_list *spans,
              const struct paragraph_style *style, struct place place,
              struct paragraph *out) {
    struct paragraph_style own = *style;
    own.origin = text_origin;
    own.context = layout;
    bool good = paragraph_set(layout->fonts, spans->items, spans->count, &own,
                              layout->arena, place, layout->diag, out);
    layout->failed = layout->failed || !good;
    return good;
}

struct box *paragraph_boxes(struct layout *layout, const struct span_list *spans,
                            const struct paragraph_block *block) {
    struct paragraph_style style = {.width = block->width,
                                    .indent = block->indent,
                                    .align = block->align,
                                    .balance = block->balance};
    struct paragraph set;
    if (!set_text(layout, spans, &style, block->place, &set))
        return NULL;
    struct box *first = NULL;
    for (size_t i = 0; i < set.count; i++) {
        struct box *box = box_new(layout, block->text->leading);
        box_line(layout, box, &set.lines[i], block->x, baseline_of(block->text),
                 block->tag);
        box->is_text = true;
        box->place = block->place;
        /* Two lines at least at a page's foot, two at the next one's head. */
        box->keep_next = set.count > 1 && (i == 0 || i + 2 == set.count);
        box->goes_on = i + 1 < set.count;
        box->end = box->goes_on ? PARAGRAPH_COST : 0;
        if (!first) {
            first = box;
            box->before = block->before;
        }
        box_append(layout, box);
    }
    return first;
}

float box_words(struct layout *layout, struct box *box, const struct theme_text *text,
                struct str words, float x, float y, enum text_anchor anchor,
                struct tag *tag) {
    struct span span = span_of(text, words, tag ? owner_of(layout, tag) : NULL);
    struct paragraph_style style = {.width = 1e6f, .align = TEXT_LEFT};
    struct paragraph set;
    struct span_list list = {.items = &span, .count = 1};
    if (tag && tag->kind != TAG_FIGURE)
        spoken_signs(layout, &list);
    if (words.n == 0 || !set_text(layout, &list, &style, layout->place, &set))
        return 0;
    float width = set.lines[0].width;
    x -= anchor == ANCHOR_END ? width : anchor == ANCHOR_MIDDLE ? width / 2 : 0;
    box_line(layout, box, &set.lines[0], x, y, tag);
    return width;
}
