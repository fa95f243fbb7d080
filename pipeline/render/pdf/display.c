#include "render/pdf/display.h"
#include <math.h>

#define WIDE_GAP 0.25f /* em: a line looks torn */

static const char *const names[] = {
    "Document", "Title", "Sect",   "TOC",        "TOCI",      "H1",    "H2",
    "H3",       "H4",    "P",      "BlockQuote", "Code",      "L",     "LI",
    "Lbl",      "LBody", "Table",  "Caption",    "THead",     "TBody", "TR",
    "TH",       "TD",    "Figure", "Note",       "Reference", "Link",  "Span"};

struct tag_kid *tag_add_kid(struct arena *arena, struct tag *tag) {
    if (!tag->attached && tag->parent) {
        tag->attached = true;
        tag_add_kid(arena, tag->parent)->child = tag;
    }
    struct tag_kid *kid = arena_alloc(arena, sizeof *kid);
    if (tag->last)
        tag->last->next = kid;
    else
        tag->first = kid;
    tag->last = kid;
    return kid;
}

struct tag *tag_new(struct arena *arena, enum tag_kind kind, struct tag *parent,
                    bool attached) {
    struct tag *tag = arena_alloc(arena, sizeof *tag);
    tag->kind = kind;
    tag->parent = parent;
    tag->column_span = tag->row_span = 1;
    tag->attached = attached;
    if (attached && parent)
        tag_add_kid(arena, parent)->child = tag;
    return tag;
}

struct tag_extra *tag_extra_of(struct arena *arena, struct tag *tag) {
    if (!tag->extra)
        tag->extra = arena_alloc(arena, sizeof *tag->extra);
    return tag->extra;
}

void tag_say(struct arena *arena, struct tag *tag, struct str alt) {
    tag_extra_of(arena, tag)->alt = alt;
}

void tag_lead(struct tag *tag, struct tag_kid *last) {
    if (last == NULL || last == tag->last)
        return;
    tag->last->next = tag->first;
    tag->first = last->next;
    tag->last = last;
    last->next = NULL;
}

const char *tag_name(enum tag_kind kind) { return names[kind]; }

const struct anchor *display_anchor(const struct display *display, struct str id) {
    for (size_t i = 0; i < display->anchor_count; i++)
        if (str_equal(display->anchors[i].id, id))
            return &display->anchors[i];
    return NULL;
}

static void print_place(float x, float y, struct buf *out) {
    buf_fixed(out, (double)x, 1);
    buf_char(out, ' ');
    buf_fixed(out, (double)y, 1);
}

static bool is_han(uint32_t character) {
    return character >= 0x4E00 && character <= 0x9FFF;
}

/* The widest gap between two Han characters of a run, in em. */
static float widest_gap(const struct text_run *run) {
    float widest = run->size;
    uint32_t before = 0;
    for (size_t i = 0, at = 0; i < run->count; at += run->glyphs[i++].bytes) {
        uint32_t own = utf8_first(str_slice(run->text, at, run->text.n));
        if (i > 0 && is_han(before) && is_han(own))
            widest = fmaxf(widest, run->glyphs[i - 1].advance);
        before = own;
    }
    return widest / run->size - 1;
}

static void print_item(const struct item *item, struct buf *out) {
    static const char *const kinds[] = {"text", "rect", "path", "link", "picture"};
    buf_puts(out, kinds[item->kind]);
    buf_char(out, ' ');
    print_place(item->x, item->y, out);
    buf_char(out, ' ');
    buf_puts(out, item->tag ? names[item->tag->kind] : item->running ? "running" : "-");
    buf_char(out, ' ');
    switch (item->kind) {
    case ITEM_TEXT:
        buf_fixed(out, (double)item->run->size, 2);
        buf_char(out, ' ');
        buf_put(out, item->run->text);
        if (widest_gap(item->run) > WIDE_GAP)
            buf_printf(out, " wide=%.2f", (double)widest_gap(item->run));
        break;
    case ITEM_RECT:
        print_place(item->rect.width, item->rect.height, out);
        buf_printf(out, " #%06x", (unsigned)item->rect.colour);
        break;
    case ITEM_PATH:
        buf_integer(out, (int64_t)item->path.count);
        break;
    case ITEM_LINK:
        print_place(item->link.width, item->link.height, out);
        buf_char(out, ' ');
        buf_put(out, item->link.target);
        break;
    case ITEM_PICTURE:
        print_place(item->picture.width, item->picture.height, out);
        break;
    }
    buf_char(out, '\n');
}

void display_print(const struct display *display, struct buf *out) {
    for (size_t p = 0; p < display->page_count; p++) {
        const struct page *page = &display->pages[p];
        buf_puts(out, "page ");
        buf_put(out, page->label);
        buf_char(out, ' ');
        print_place(page->width, page->height, out);
        buf_puts(out, page->forced ? " forced\n" : "\n");
        for (size_t i = 0; i < page->count; i++)
            print_item(&page->items[i], out);
    }
}

void display_print_heads(const struct display *display, struct buf *out) {
    for (size_t p = 0; p < display->page_count; p++) {
        const struct tag *last = NULL;
        float y = 0;
        for (size_t i = 0; i < display->pages[p].count; i++) {
            const struct item *item = &display->pages[p].items[i];
            const struct tag *tag = item->tag;
            if (item->kind != ITEM_TEXT || tag == NULL || tag->kind != TAG_TH ||
                tag->scope != SCOPE_COLUMN)
                continue;
            if (tag != last)
                buf_puts(out, last == NULL ? "head " : "\nhead ");
            else if (item->y > y + item->run->size / 2)
                buf_char(out, '|');
            buf_put(out, item->run->text);
            last = tag;
            y = item->y;
        }
        if (last != NULL)
            buf_char(out, '\n');
    }
}

#define TREE_DEPTH 200 /* deeper than any document nests */

static void print_tag(const struct tag *tag, size_t depth, struct buf *out) {
    for (size_t i = 0; i < depth; i++)
        buf_puts(out, "  ");
    buf_printf(out, "tag %s%s", tag_name(tag->kind), tag->ordered ? " ordered" : "");
    if (tag->scope != SCOPE_NONE)
        buf_printf(out, " scope=%s", tag->scope == SCOPE_ROW ? "row" : "column");
    if (tag->column_span > 1 || tag->row_span > 1)
        buf_printf(out, " span=%ux%u", tag->column_span, tag->row_span);
    if (tag->extra != NULL && tag->extra->lang.n > 0)
        buf_printf(out, " lang=%.*s", STR_ARG(tag->extra->lang));
    if (tag->extra != NULL && tag->extra->alt.n > 0)
        buf_printf(out, " alt=%.*s", STR_ARG(tag->extra->alt));
    buf_char(out, '\n');
    for (const struct tag_kid *kid = tag->first; kid && depth < TREE_DEPTH;
         kid = kid->next)
        if (kid->child != NULL)
            print_tag(kid->child, depth + 1, out);
}

void display_print_tree(const struct display *display, struct buf *out) {
    for (size_t i = 0; i < display->anchor_count; i++) {
        const struct anchor *anchor = &display->anchors[i];
        buf_printf(out, "anchor %.*s page=%zu y=", STR_ARG(anchor->id), anchor->page);
        buf_fixed(out, (double)anchor->y, 1);
        buf_char(out, '\n');
    }
    for (size_t i = 0; i < display->bookmark_count; i++) {
        const struct bookmark *mark = &display->bookmarks[i];
        buf_printf(out, "bookmark %d page=%zu y=", mark->level, mark->page);
        buf_fixed(out, (double)mark->y, 1);
        buf_printf(out, " %.*s\n", STR_ARG(mark->title));
    }
    if (display->root != NULL)
        print_tag(display->root, 0, out);
}
