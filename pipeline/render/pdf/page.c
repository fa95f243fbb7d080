#include "render/pdf/page.h"
#include "draw/marks.h"
#include "render/pdf/block.h"
#include "render/pdf/box.h"
#include "render/pdf/heading.h"
#include "render/pdf/inline.h"
#include <string.h>

#define PAGE_ITEMS 256  /* room at first */
#define HEAD_RULE 21.5f /* the rule of the running head above the text area */
#define MARK_GAP 12.0f  /* before a mark in it */
#define HEAD_TEXT 6.0f  /* its baseline above that rule */
#define FOOT_TEXT 0.55f /* the page number's place in the bottom margin */
#define WATERMARK_SIZE 92.0f
#define WATERMARK_LENGTH 1.1f /* of the page's shorter side, turned by 45° */
#define WATERMARK_MIDDLE                                                               \
    0.36f                    /* em from a baseline to the middle of its characters     \
                              */
#define WATERMARK_MOST 0.14f /* of the grey over white */
#define NOTE_INDENT 1.4f     /* em, of footnotes after their number */

static struct item *page_item(struct layout *layout, struct page *page) {
    if (page->capacity == 0) {
        page->capacity = PAGE_ITEMS;
        page->items = arena_array(layout->arena, page->capacity, sizeof *page->items);
    }
    if (page->count == page->capacity)
        page->items = arena_grow(layout->arena, page->items, page->count,
                                 &page->capacity, sizeof *page->items);
    return &page->items[page->count++];
}

/* As dark as leaves the words over it readable that are on white. */
static uint32_t watermark_colour(const struct theme *theme) {
    const uint32_t words[] = {theme->ink,  theme->grey,  theme->accent, theme->alert,
                              theme->good, theme->watch, theme->bad};
    float share = WATERMARK_MOST;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        while (share > 0 && mark_contrast(words[i], 0xFFFFFF) >= MARK_READABLE &&
               mark_contrast(words[i], mark_tint(theme->grey, share)) < MARK_READABLE)
            share -= 0.01f;
    return mark_tint(theme->grey, share);
}

/* From corner to corner, before anything else is on the page. */
static void add_watermark(struct layout *layout, struct page *page) {
    const struct theme *theme = layout->theme;
    if (theme->watermark.n == 0)
        return;
    struct str words = printed_form(layout->doc, theme->watermark,
                                    (struct printed_page){0}, layout->arena);
    struct theme_text look = {.role = FONT_SANS_BOLD, .size = WATERMARK_SIZE};
    look.colour = watermark_colour(theme);
    float least = page->width < page->height ? page->width : page->height;
    float width = fonts_width(layout->fonts, look.role, look.size, words);
    if (width > WATERMARK_LENGTH * least)
        look.size *= WATERMARK_LENGTH * least / width;
    struct box *box = box_new(layout, 0);
    box_words(layout, box, &look, words, 0, WATERMARK_MIDDLE * look.size, ANCHOR_MIDDLE,
              NULL);
    for (size_t i = 0; i < box->count; i++) {
        struct item *item = page_item(layout, page);
        *item = box->items[i];
        item->running = item->under = true;
    }
}

struct page *page_new(struct layout *layout, bool landscape) {
    struct display *display = layout->display;
    const struct theme *theme = layout->theme;
    if (display->page_count == display->page_capacity)
        display->pages = arena_grow(layout->arena, display->pages, display->page_count,
                                    &display->page_capacity, sizeof *display->pages);
    struct page *page = &display->pages[display->page_count++];
    *page = (struct page){.width = landscape ? theme->page_height : theme->page_width,
                          .height = landscape ? theme->page_width : theme->page_height};
    add_watermark(layout, page);
    return page;
}

/* Right edges of everything drawn lie in the page. */
static bool is_whole(const struct page *page, const struct item *item) {
    if (item->kind != ITEM_TEXT)
        return true;
    float right = item->x;
    for (size_t g = 0; g + 1 < item->run->count; g++)
        right += item->run->glyphs[g].advance;
    return item->x >= 0 && right <= page->width && item->y > 0 &&
           item->y < page->height;
}

/* Where the figure of a picture stands. */
static void note_picture(struct layout *layout, const struct page *page,
                         const struct item *item) {
    struct tag_extra *out = tag_extra_of(layout->arena, item->tag);
    out->page = (size_t)(page - layout->display->pages);
    out->left = item->x;
    out->top = item->y;
    out->right = item->x + item->picture.width;
    out->bottom = item->y + item->picture.height;
}

void page_place(struct layout *layout, struct page *page, const struct box *box,
                float x, float y) {
    for (size_t i = 0; i < box->count; i++) {
        struct item *item = page_item(layout, page);
        *item = box->items[i];
        item->x += x;
        item->y += y;
        if (item->kind == ITEM_PICTURE && item->tag != NULL)
            note_picture(layout, page, item);
        if (layout->failed || is_whole(page, item))
            continue;
        diag_error(layout->diag, box->place, "page %zu: “%.*s” would be cut off",
                   (size_t)(page - layout->display->pages) + 1,
                   STR_ARG(item->run->text));
        diag_hint(layout->diag, "shorten it, or make the type smaller");
        layout->failed = true;
    }
}

void page_part_columns(struct layout *layout, struct page *page) {
    if (layout->columns == 0)
        return;
    struct item *right = arena_array(layout->arena, page->count + 1, sizeof *right);
    for (size_t from = 0; from < page->count;) {
        unsigned block = page->items[from].column / COLUMN_SIDES;
        size_t end = from, left = from, count = 0;
        for (; end < page->count && page->items[end].column / COLUMN_SIDES == block;
             end++)
            if (page->items[end].column % COLUMN_SIDES == 0)
                page->items[left++] = page->items[end];
            else
                right[count++] = page->items[end];
        for (size_t i = 0; i < count; i++)
            page->items[left++] = right[i];
        from = end;
    }
}

/* Blocks in the face of notes, indented by their number's room. */
static void note_blocks(struct layout *layout, const struct doc_note *note,
                        struct tag *tag) {
    const struct theme *theme = layout->theme;
    struct theme_text body = layout->body;
    struct measure measure = layout->measure;
    struct tag *parent = layout->parent;
    struct place place = layout->place;
    float indent = NOTE_INDENT * theme->note.size;
    layout->body = theme->note;
    layout->measure.x = indent;
    layout->measure.width =
        theme->page_width - theme->margin_left - theme->margin_right - indent;
    layout->measure.landscape = false;
    layout->parent = tag;
    layout->place = note->object.place;
    layout->in_list++;
    layout->in_note = true;
    layout_blocks(layout, note->content);
    layout->in_note = false;
    layout->in_list--;
    layout->body = body;
    layout->measure = measure;
    layout->parent = parent;
    layout->place = place;
}

const struct note_set *note_of(struct layout *layout, const struct doc_note *note) {
    struct note_set *set = &layout->notes[note->number - 1];
    if (set->set)
        return set;
    set->set = true;
    const struct theme_text *text = &layout->theme->note;
    struct box_list list = box_list_take(layout);
    struct tag *tag = tag_new(layout->arena, TAG_NOTE, layout->display->root, false);
    tag->named = true;
    struct tag *label = tag_new(layout->arena, TAG_LBL, tag, true);
    float panel = layout->panel;
    layout->panel = 0;
    struct box *number = box_new(layout, 0);
    number->anchor = arena_printf(layout->arena, "note-%u", note->number);
    box_words(layout, number, text, arena_printf(layout->arena, "%u", note->number), 0,
              baseline_of(text), ANCHOR_START, label);
    box_append(layout, number);
    note_blocks(layout, note, tag);
    layout->panel = panel;
    struct box_list made = box_list_put(layout, list);
    set->first = made.first;
    if (made.first != NULL && made.first->next != NULL)
        made.first->next->before = 0; /* beside its number */
    for (const struct box *box = made.first; box; box = box->next)
        set->height += box->before + box->height;
    return set;
}

static struct str page_words(struct layout *layout, size_t number, size_t total) {
    struct str form = layout->doc->words.page_number;
    struct buf out = buf_open(512);
    size_t values[2] = {number, total}, next = 0;
    for (size_t i = 0; i < form.n; i++) {
        bool value =
            form.p[i] == '%' && i + 1 < form.n && form.p[i + 1] == 'd' && next < 2;
        if (!value) {
            buf_char(&out, form.p[i]);
            continue;
        }
        buf_integer(&out, (int64_t)values[next++]);
        i++;
    }
    struct str words = arena_copy(layout->arena, buf_str(&out));
    buf_close(&out);
    return words;
}

static struct str roman(struct layout *layout, size_t number) {
    static const char *const tens[] = {"", "x", "xx", "xxx", "xl", "l"};
    static const char *const ones[] = {"",  "i",  "ii",  "iii",  "iv",
                                       "v", "vi", "vii", "viii", "ix"};
    return arena_printf(layout->arena, "%s%s", tens[number / 10 % 6],
                        ones[number % 10]);
}

static float running_width(const struct layout *layout, struct str words) {
    const struct theme_text *text = &layout->theme->running;
    return fonts_width(layout->fonts, text->role, text->size, words);
}

static float marks_width(struct layout *layout) {
    const struct page_mark *m = NULL;
    float width = 0;
    while ((m = page_marks_next(&layout->doc->marks, false, m)) != NULL)
        width += running_width(layout, m->words) + MARK_GAP;
    return width;
}

/* The theme's own text of a running head or foot, or what is usual there. */
static struct str own_form(const struct layout *layout, struct str form,
                           struct printed_page page, struct str usual) {
    return form.p != NULL ? printed_form(layout->doc, form, page, layout->arena)
                          : usual;
}

/* Title at the left, section at the right, the marks between. */
static void running_head(struct layout *layout, struct page *page,
                         struct printed_page own) {
    const struct theme *theme = layout->theme;
    const struct document *doc = layout->doc;
    struct str section = own_form(layout, theme->running_right, own, own.section);
    float left = theme->margin_left, right = page->width - theme->margin_right;
    float rule = theme->margin_top - HEAD_RULE, base = rule - HEAD_TEXT;
    struct str title = doc->title;
    if (doc->period_label.n > 0 &&
        str_find(title, doc->period_label, 0) == STR_NOT_FOUND)
        title = arena_printf(layout->arena, "%.*s · %.*s", STR_ARG(title),
                             STR_ARG(doc->period_label));
    /* What does not fit beside the section gives way: the period, then the section. */
    float room =
        right - left - running_width(layout, section) - MARK_GAP - marks_width(layout);
    if (running_width(layout, title) > room)
        title = doc->title;
    title = own_form(layout, theme->running_left, own, title);
    if (running_width(layout, title) > room)
        section = (struct str){0};
    struct box *box = box_new(layout, 0);
    float middle = left;
    bool plain = theme->plain_pages && theme->running_left.p == NULL &&
                 theme->running_right.p == NULL;
    if (!plain) {
        middle += box_words(layout, box, &theme->running, title, left, base,
                            ANCHOR_START, NULL) +
                  MARK_GAP;
        box_words(layout, box, &theme->running, section, right, base, ANCHOR_END, NULL);
        box_rect(layout, box, left, rule, right - left, 0.5f, theme->hairline);
    }
    struct theme_text mark = theme->running;
    mark.colour = theme->alert;
    mark.role = FONT_SANS_BOLD;
    const struct page_mark *m = NULL;
    while ((m = page_marks_next(&doc->marks, false, m)) != NULL)
        middle +=
            box_words(layout, box, &mark, m->words, middle, base, ANCHOR_START, NULL) +
            MARK_GAP;
    for (size_t i = 0; i < box->count; i++)
        box->items[i].running = true;
    page_place(layout, page, box, 0, 0);
}

/* The code of the content, small, where the page's number is not. */
static void foot_code(struct layout *layout, const struct page *page, struct box *box,
                      float base, bool right) {
    const struct theme *theme = layout->theme;
    struct theme_text text = theme->running;
    text.colour = theme->grey;
    struct str code = printed_code(layout->doc, layout->arena);
    if (code.n > 0)
        box_words(layout, box, &text, code,
                  right ? page->width - theme->margin_right : theme->margin_left, base,
                  right ? ANCHOR_END : ANCHOR_START, NULL);
}

/* In the middle, or in an official document one character in from the outer edge:
   right on odd pages, left on even ones. */
static void running_foot(struct layout *layout, struct page *page, struct str words,
                         size_t number) {
    const struct theme *theme = layout->theme;
    struct box *box = box_new(layout, 0);
    if (theme->plain_pages) {
        float inset = theme->running.size;
        /* The line through the number stands 7 mm below the text area. */
        float base = page->height - theme->margin_bottom + 7 * 72 / 25.4f +
                     0.3f * theme->running.size;
        bool odd = number % 2 == 1;
        box_words(layout, box, &theme->running, words,
                  odd ? page->width - theme->margin_right - inset
                      : theme->margin_left + inset,
                  base, odd ? ANCHOR_END : ANCHOR_START, NULL);
        foot_code(layout, page, box, base, !odd);
    } else {
        box_words(layout, box, &theme->running, words,
                  (theme->margin_left + page->width - theme->margin_right) / 2,
                  page->height - FOOT_TEXT * theme->margin_bottom, ANCHOR_MIDDLE, NULL);
        foot_code(layout, page, box, page->height - FOOT_TEXT * theme->margin_bottom,
                  true);
    }
    for (size_t i = 0; i < box->count; i++)
        box->items[i].running = true;
    page_place(layout, page, box, 0, 0);
}

void page_finish(struct layout *layout) {
    struct display *display = layout->display;
    layout->place = layout->doc->place;
    size_t total = display->page_count - display->front_count;
    const struct doc_heading *section = NULL;
    for (size_t i = 0; i < display->page_count; i++) {
        struct page *page = &display->pages[i];
        bool front = i < display->front_count;
        page->label =
            front ? roman(layout, i + 1)
                  : arena_printf(layout->arena, "%zu", i - display->front_count + 1);
        /* The one in force at the page's top; before any, the first to come. */
        if (page->section && (section == NULL || page->section_on_top))
            section = page->section;
        size_t number = front ? i + 1 : i - display->front_count + 1;
        struct printed_page own = {
            .section = front     ? layout->doc->words.contents
                       : section ? heading_words(layout, section)
                                 : (struct str){0},
            .number = page->label,
            .total = arena_printf(layout->arena, "%zu",
                                  front ? display->front_count : total),
        };
        if (i > 0)
            running_head(layout, page, own);
        if (i > 0 || layout->masthead) {
            struct str usual = front ? page->label : page_words(layout, number, total);
            running_foot(layout, page,
                         own_form(layout, layout->theme->running_foot, own, usual),
                         number);
        }
        if (page->last_section)
            section = page->last_section;
    }
}
