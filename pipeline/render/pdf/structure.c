#include "render/pdf/structure.h"
#include "render/pdf/utf16.h"

#define NODE_KEYS 64 /* entries in a leaf of the parent tree */

void parent_add(struct arena *arena, struct parent_list *list, const struct tag *tag) {
    if (list->count == list->capacity)
        list->items = arena_grow(arena, list->items, list->count, &list->capacity,
                                 sizeof *list->items);
    list->items[list->count++] = tag;
}

static void begin(struct raw_objects *out) {
    if (out->count == out->capacity)
        out->starts = arena_grow(out->arena, out->starts, out->count, &out->capacity,
                                 sizeof *out->starts);
    out->starts[out->count++] = out->text.n;
}

static void put_reference(struct buf *out, unsigned number) {
    buf_integer(out, number);
    buf_puts(out, " 0 R");
}

static void put_unicode(struct buf *out, struct str text) {
    buf_puts(out, "<FEFF");
    utf16_put_hex(out, text);
    buf_char(out, '>');
}

/* Numbers in document order; returns the next free one. */
static unsigned number_tags(struct tag *tag, unsigned next) {
    tag->number = next++;
    for (const struct tag_kid *kid = tag->first; kid; kid = kid->next)
        if (kid->child)
            next = number_tags(kid->child, next);
    return next;
}

static void put_kid(const struct structure *s, const struct tag_kid *kid, size_t page,
                    struct buf *out) {
    if (kid->child) {
        put_reference(out, kid->child->number);
    } else if (kid->annotation) {
        buf_puts(out, "<</Type/OBJR/Obj ");
        put_reference(out, kid->annotation);
        buf_puts(out, "/Pg ");
        put_reference(out, haru_id(s->pages[kid->page]));
        buf_puts(out, ">>");
    } else if (kid->page == page) {
        buf_integer(out, kid->mcid);
    } else {
        buf_puts(out, "<</Type/MCR/Pg ");
        put_reference(out, haru_id(s->pages[kid->page]));
        buf_puts(out, "/MCID ");
        buf_integer(out, kid->mcid);
        buf_puts(out, ">>");
    }
}

static void put_id(const struct tag *tag, struct buf *out) {
    buf_printf(out, "(e%08u)", tag->number);
}

static void put_table_attributes(const struct tag *tag, struct buf *out) {
    size_t heads = tag->extra ? tag->extra->head_count : 0;
    if (tag->scope == SCOPE_NONE && tag->column_span <= 1 && tag->row_span <= 1 &&
        heads == 0)
        return;
    buf_puts(out, "<</O/Table");
    if (tag->scope != SCOPE_NONE)
        buf_puts(out, tag->scope == SCOPE_COLUMN ? "/Scope/Column" : "/Scope/Row");
    if (tag->column_span > 1)
        buf_printf(out, "/ColSpan %u", (unsigned)tag->column_span);
    if (tag->row_span > 1)
        buf_printf(out, "/RowSpan %u", (unsigned)tag->row_span);
    if (heads > 0) {
        buf_puts(out, "/Headers[");
        for (size_t i = 0; i < heads; i++)
            put_id(tag->extra->heads[i], out);
        buf_char(out, ']');
    }
    buf_puts(out, ">>");
}

/* Attribute objects by their owners (ISO 32000-1, 14.7.5). */
static void put_owners(const struct structure *s, const struct tag *tag,
                       struct buf *out) {
    if (tag->kind == TAG_TH || tag->kind == TAG_TD)
        put_table_attributes(tag, out);
    if (tag->kind == TAG_L)
        buf_puts(out, tag->ordered ? "<</O/List/ListNumbering/Decimal>>"
                                   : "<</O/List/ListNumbering/Disc>>");
    if (tag->kind == TAG_FIGURE && tag->extra) {
        const struct tag_extra *box = tag->extra;
        const struct page *page = &s->display->pages[box->page];
        double height = (double)page->height;
        buf_puts(out, "<</O/Layout/Placement/Block/BBox[");
        buf_fixed(out, (double)box->left, 2);
        buf_char(out, ' ');
        buf_fixed(out, height - (double)box->bottom, 2);
        buf_char(out, ' ');
        buf_fixed(out, (double)box->right, 2);
        buf_char(out, ' ');
        buf_fixed(out, height - (double)box->top, 2);
        buf_puts(out, "]>>");
    }
    if (tag->figure != NULL) { /* user properties, 14.7.5.4 */
        buf_puts(out, "<</O/UserProperties/P[<</N(figure)/V(");
        buf_put(out, tag->figure->id);
        buf_puts(out, ")>>]>>");
    }
}

static void put_attributes(const struct structure *s, const struct tag *tag,
                           struct buf *out) {
    size_t start = out->n;
    buf_puts(out, tag->figure != NULL ? "/A[" : "/A");
    size_t head = out->n;
    put_owners(s, tag, out);
    if (tag->figure != NULL)
        buf_char(out, ']');
    else if (out->n == head)
        out->n = start; /* nothing to say */
}

static void write_element(const struct structure *s, const struct tag *tag,
                          unsigned root, struct raw_objects *objects) {
    struct buf *out = &objects->text;
    size_t page = SIZE_MAX, count = 0;
    begin(objects);
    buf_puts(out, "<</S/");
    buf_puts(out, tag_name(tag->kind));
    buf_puts(out, "/P ");
    put_reference(out, tag->parent ? tag->parent->number : root);
    for (const struct tag_kid *kid = tag->first; kid; kid = kid->next) {
        count++;
        if (!kid->child && !kid->annotation && page == SIZE_MAX)
            page = kid->page;
    }
    if (page != SIZE_MAX) {
        buf_puts(out, "/Pg ");
        put_reference(out, haru_id(s->pages[page]));
    }
    if (tag->named) {
        buf_puts(out, "/ID");
        put_id(tag, out);
    }
    if (tag->extra && tag->extra->alt.n > 0) {
        buf_puts(out, "/Alt");
        put_unicode(out, tag->extra->alt);
    }
    if (tag->extra && tag->extra->lang.n > 0) {
        buf_puts(out, "/Lang(");
        buf_put(out, tag->extra->lang);
        buf_char(out, ')');
    }
    put_attributes(s, tag, out);
    if (count > 0) {
        buf_puts(out, count > 1 ? "/K[" : "/K ");
        for (const struct tag_kid *kid = tag->first; kid; kid = kid->next) {
            put_kid(s, kid, page, out);
            if (kid->next)
                buf_char(out, ' ');
        }
        if (count > 1)
            buf_char(out, ']');
    }
    buf_puts(out, ">>\n");
}

static void write_elements(const struct structure *s, const struct tag *tag,
                           unsigned root, struct raw_objects *out) {
    write_element(s, tag, root, out);
    for (const struct tag_kid *kid = tag->first; kid; kid = kid->next)
        if (kid->child)
            write_elements(s, kid->child, root, out);
}

/* Entry `key` of the parent tree: the tags of a page by MCID, or of an annotation. */
static void put_parents(const struct structure *s, size_t key, struct buf *out) {
    size_t pages = s->display->page_count;
    buf_integer(out, (int64_t)key);
    if (key >= pages) {
        buf_char(out, ' ');
        put_reference(out, s->annotations.items[key - pages]->number);
        return;
    }
    buf_char(out, '[');
    for (size_t i = 0; i < s->contents[key].count; i++) {
        if (i > 0)
            buf_char(out, ' ');
        put_reference(out, s->contents[key].items[i]->number);
    }
    buf_char(out, ']');
}

/* Leaves first; returns the number of keys. The root of the tree is the last. */
static unsigned write_parents(const struct structure *s, struct raw_objects *objects) {
    size_t keys = s->display->page_count + s->annotations.count;
    unsigned first = objects->first + (unsigned)objects->count;
    struct buf *out = &objects->text;
    for (size_t from = 0; from < keys; from += NODE_KEYS) {
        size_t to = from + NODE_KEYS < keys ? from + NODE_KEYS : keys;
        begin(objects);
        buf_printf(out, "<</Limits[%zu %zu]/Nums[", from, to - 1);
        for (size_t key = from; key < to; key++) {
            put_parents(s, key, out);
            buf_char(out, ' ');
        }
        buf_puts(out, "]>>\n");
    }
    unsigned leaves = objects->first + (unsigned)objects->count - first;
    begin(objects);
    buf_puts(out, "<</Kids[");
    for (unsigned i = 0; i < leaves; i++) {
        put_reference(out, first + i);
        buf_char(out, ' ');
    }
    buf_puts(out, "]>>\n");
    return first + leaves;
}

/* IDs are made of object numbers, so document order is their order. */
static void put_ids(const struct tag *tag, struct buf *out) {
    if (tag->named) {
        put_id(tag, out);
        put_reference(out, tag->number);
        buf_char(out, ' ');
    }
    for (const struct tag_kid *kid = tag->first; kid; kid = kid->next)
        if (kid->child)
            put_ids(kid->child, out);
}

void structure_write(const struct structure *s, struct raw_objects *objects) {
    unsigned root = objects->first;
    struct tag *top = s->display->root;
    struct buf *out = &objects->text;
    unsigned next = number_tags(top, root + 1);
    size_t leaves =
        (s->display->page_count + s->annotations.count + NODE_KEYS - 1) / NODE_KEYS;
    begin(objects);
    buf_puts(out, "<</Type/StructTreeRoot/RoleMap<<" TAG_ROLES ">>/K ");
    put_reference(out, top->number);
    buf_puts(out, "/ParentTree ");
    put_reference(out, next + (unsigned)leaves);
    buf_printf(out, "/ParentTreeNextKey %zu/IDTree<</Names[",
               s->display->page_count + s->annotations.count);
    put_ids(top, out);
    buf_puts(out, "]>>>>\n");
    write_elements(s, top, root, objects);
    write_parents(s, objects);
}
