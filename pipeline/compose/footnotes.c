#include "compose/footnotes.h"
#include "compose/nodes.h"
#include "compose/printed.h"
#include <stdlib.h>
#include <string.h>

/* The first byte of [^label]: in a line, behind what may open lists and quotations;
   STR_NOT_FOUND if it is not there. */
static size_t definition_start(struct str line) {
    size_t blanks, at = source_openers(line, &blanks);
    bool bracket = str_starts(str_slice(line, at, line.n), STR("[^"));
    return bracket ? at : STR_NOT_FOUND;
}

static bool is_definition(struct str line, size_t *start, struct str *label,
                          struct str *rest) {
    *start = definition_start(line);
    if (*start == STR_NOT_FOUND)
        return false;
    size_t end = str_find(line, STR("]"), *start);
    if (end == STR_NOT_FOUND || end == *start + 2 || end + 1 >= line.n ||
        line.p[end + 1] != ':')
        return false;
    *label = str_slice(line, *start + 2, end);
    *rest = str_trim(str_slice(line, end + 2, line.n));
    return memchr(label->p, '[', label->n) == NULL;
}

static void add_definition(struct composition *c, struct definition definition) {
    struct doc_note *note = arena_alloc(c->arena, sizeof *note);
    note->object.kind = OBJECT_NOTE;
    note->object.place = parts_place(c, definition.line);
    definition.mark = parts_mark(c, (struct mark){.kind = MARK_NOTE,
                                                  .place = note->object.place,
                                                  .object = &note->object});
    definition.note = note;
    c->definitions = arena_grow(c->arena, c->definitions, c->definition_count,
                                &c->definition_capacity, sizeof *c->definitions);
    c->definitions[c->definition_count++] = definition;
}

/* What opens the item that stands for a definition at byte `start` of a line. */
static const char *item_sign(struct str line, size_t start) {
    bool indented =
        start > 0 && start < 3 && str_trim(str_slice(line, 0, start)).n == 0;
    return indented ? start == 1 ? "+  " : "+ " : "+   ";
}

/* Its text begins four columns in, as the lines that go on must. A comment stands for
   an empty first line. */
static void put_definition(struct composition *c, struct str line, size_t number,
                           struct buf *out) {
    size_t start;
    struct str label, rest;
    bool found = is_definition(line, &start, &label, &rest);
    if (!found) {
        buf_put(out, line);
        return;
    }
    buf_put(out, str_slice(line, 0, start));
    size_t from = out->n;
    buf_puts(out, item_sign(line, start));
    buf_put(out, printed_nothing(c, rest) ? STR("<!---->") : rest);
    add_definition(
        c, (struct definition){
               .label = parts_values(c, label, NULL),
               .line = number,
               .column = start + 1,
               .typed = arena_copy(c->arena, str_slice(line, start, line.n)),
               .written = arena_copy(c->arena, str_slice(buf_str(out), from, out->n))});
}

size_t footnotes_item(struct str line, const char **sign, struct str *rest) {
    size_t start;
    struct str label;
    if (!is_definition(line, &start, &label, rest))
        return STR_NOT_FOUND;
    *sign = item_sign(line, start);
    return start;
}

bool footnotes_enter(struct composition *c, struct str text, struct buf *out) {
    if (str_find(text, STR("[^"), 0) == STR_NOT_FOUND)
        return false;
    size_t number = 1;
    for (size_t at = 0; at < text.n; number++) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        size_t next = end != NULL ? (size_t)(end - text.p) : text.n;
        put_definition(c, str_slice(text, at, next), number, out);
        if (end != NULL)
            buf_char(out, '\n');
        at = next + 1;
    }
    return c->definition_count > 0;
}

/* The byte behind [^label] at `at`, or `at` if it is none. */
static size_t reference_end(struct str text, size_t at, struct str *label) {
    if (text.p[at] != '[' || at + 2 >= text.n || text.p[at + 1] != '^')
        return at;
    for (size_t i = at + 2; i < text.n; i++) {
        char ch = text.p[i];
        if (ch == ']' && i > at + 2) {
            *label = str_slice(text, at + 2, i);
            return i + 1;
        }
        if (ch == '[' || ch == ']' || ch == ' ' || ch == '\n' || ch == MARK ||
            ch == TYPED_OTHER)
            return at;
    }
    return at;
}

static int compare_labels(const void *a, const void *b) {
    const struct definition *const *left = a, *const *right = b;
    int order = str_compare((*left)->label, (*right)->label);
    return order != 0 ? order : (*left)->line < (*right)->line ? -1 : 1;
}

/* The definition with this label, or NULL. */
static struct definition *find(const struct composition *c, struct str label) {
    size_t low = 0, high = c->label_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(c->labels[middle]->label, label) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->label_count && str_equal(c->labels[low]->label, label)
               ? c->labels[low]
               : NULL;
}

static void put_reference(struct composition *c, struct str typed, struct place place,
                          struct buf *out) {
    struct str label = parts_values(c, typed, NULL);
    struct definition *definition = find(c, label);
    if (definition != NULL) {
        c->marks[definition->mark].used = true;
        parts_put_mark(out, definition->mark);
        return;
    }
    struct str mark = arena_printf(c->arena, "[^%.*s]", STR_ARG(label));
    parts_error(c, parts_point(c, place, mark, mark.n), "footnote [^%.*s] has no text",
                STR_ARG(label));
    diag_hint(c->diag, "write it in a paragraph of its own: [^%.*s]: …",
              STR_ARG(label));
}

/* The text of one TEXT node, which starts at byte `start` of the block's. */
static void refer_part(struct composition *c, const struct typed_block *block,
                       const struct typed_part *part, size_t end,
                       const struct place *place) {
    if (cmark_node_get_type(part->node) != CMARK_NODE_TEXT ||
        str_find(str_slice(block->text, part->start, end), STR("[^"), 0) ==
            STR_NOT_FOUND)
        return;
    struct str literal = str_from(cmark_node_get_literal(part->node));
    struct str text = str_slice(block->text, part->start, end);
    struct buf out = buf_open(SIZE_MAX / 2);
    struct str label;
    for (size_t i = 0, next; i < text.n; i = next) {
        next = reference_end(text, i, &label);
        if (next > i) {
            put_reference(c, label, place != NULL ? *place : nodes_place(c, part->node),
                          &out);
            continue;
        }
        buf_char(&out, literal.p[i]);
        next = i + 1;
    }
    cmark_node_set_literal(part->node, buf_z(&out));
    buf_close(&out);
}

void footnotes_refer(struct composition *c, const struct typed_block *block,
                     const struct place *place) {
    for (size_t i = 0; i < block->part_count; i++) {
        size_t end =
            i + 1 < block->part_count ? block->parts[i + 1].start : block->text.n;
        refer_part(c, block, &block->parts[i], end, place);
    }
}

/* The first definition on or behind a line. */
static size_t first_from(const struct composition *c, size_t line) {
    size_t low = 0, high = c->definition_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (c->definitions[middle].line < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The definition that became this item, or NULL. */
static struct definition *definition_of(struct composition *c, cmark_node *item) {
    size_t line = (size_t)cmark_node_get_start_line(item);
    size_t column = (size_t)cmark_node_get_start_column(item);
    size_t i = first_from(c, line);
    if (line == 0 || i == c->definition_count || c->definitions[i].line != line ||
        c->definitions[i].column != column)
        return NULL;
    return &c->definitions[i];
}

/* In code, [^a]: is what it says; in a comment it is nothing. */
static void give_back(struct composition *c, cmark_node *node) {
    size_t i = first_from(c, (size_t)cmark_node_get_start_line(node));
    size_t last = (size_t)cmark_node_get_end_line(node);
    if (i == c->definition_count || c->definitions[i].line > last)
        return;
    struct str literal = str_from(cmark_node_get_literal(node));
    struct buf out = buf_open(SIZE_MAX / 2);
    for (size_t at = 0, end; at < literal.n; at = end + 1) {
        const char *p = memchr(literal.p + at, '\n', literal.n - at);
        end = p != NULL ? (size_t)(p - literal.p) : literal.n;
        struct str line = str_slice(literal, at, end);
        struct definition *d = &c->definitions[i];
        if (i < c->definition_count && d->line <= last && str_ends(line, d->written)) {
            buf_put(&out, str_slice(line, 0, line.n - d->written.n));
            buf_put(&out, d->typed);
            d->place = DEFINITION_CODE;
            i++;
        } else {
            buf_put(&out, line);
        }
        if (p != NULL)
            buf_char(&out, '\n');
    }
    cmark_node_set_literal(node, buf_z(&out));
    buf_close(&out);
}

static void find_place(struct composition *c, cmark_node *node) {
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK)
        give_back(c, node);
    if (type != CMARK_NODE_ITEM)
        return;
    struct definition *definition = definition_of(c, node);
    if (definition != NULL)
        definition->place = DEFINITION_NOTE;
}

/* What is wrong with a footnote's text by itself. */
static bool is_good(struct composition *c, const struct definition *definition) {
    struct place place = definition->note->object.place;
    struct str label = definition->label;
    if (definition->place == DEFINITION_LOST) {
        parts_error(c, place, "the text of footnote [^%.*s] does not begin a paragraph",
                    STR_ARG(label));
        diag_hint(c->diag, "write [^%.*s]: … at the margin, behind a blank line",
                  STR_ARG(label));
        return false;
    }
    if (memchr(label.p, ' ', label.n) != NULL) {
        parts_error(c, place, "the name of a footnote holds no blank: [^%.*s]",
                    STR_ARG(label));
        return false;
    }
    return true;
}

static void index_labels(struct composition *c) {
    c->labels = arena_array(c->arena, c->definition_count + 1, sizeof *c->labels);
    for (size_t i = 0; i < c->definition_count; i++) {
        struct definition *definition = &c->definitions[i];
        if (definition->place != DEFINITION_CODE && is_good(c, definition))
            c->labels[c->label_count++] = definition;
    }
    qsort(c->labels, c->label_count, sizeof *c->labels, compare_labels);
    size_t kept = 0;
    for (size_t i = 0; i < c->label_count; i++) {
        struct definition *definition = c->labels[i];
        if (kept > 0 && str_equal(c->labels[kept - 1]->label, definition->label))
            parts_error(c, definition->note->object.place,
                        "footnote [^%.*s] is written twice",
                        STR_ARG(definition->label));
        else
            c->labels[kept++] = definition;
    }
    c->label_count = kept;
}

void footnotes_find(struct composition *c, cmark_node *root) {
    if (c->definition_count == 0)
        return;
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
        if (event == CMARK_EVENT_ENTER)
            find_place(c, cmark_iter_get_node(iter));
    cmark_iter_free(iter);
    index_labels(c);
}

static void take_content(struct definition *definition, cmark_node *item) {
    cmark_node *content = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK), *child;
    while ((child = cmark_node_first_child(item)) != NULL) {
        cmark_node_unlink(child);
        cmark_node_append_child(content, child);
    }
    definition->note->content = content;
    cmark_node_unlink(item);
    cmark_node_free(item);
}

static bool follows_blank(const struct composition *c, cmark_node *node) {
    int number = cmark_node_get_start_line(node);
    if (number < 2)
        return false;
    struct str line = source_line(&c->source, (size_t)number - 1);
    for (size_t at = 0; at < line.n; at++)
        if (line.p[at] != ' ' && line.p[at] != '\t' && line.p[at] != '>')
            return false;
    return true;
}

/* CommonMark 5.3: a list is loose if a blank line parts two of its items, or two
   blocks of an item. */
static bool is_tight(const struct composition *c, cmark_node *list) {
    cmark_node *item = cmark_node_first_child(list);
    for (cmark_node *first = item; item; item = cmark_node_next(item)) {
        if (item != first && follows_blank(c, item))
            return false;
        cmark_node *child = cmark_node_first_child(item);
        while (child && (child = cmark_node_next(child)) != NULL)
            if (follows_blank(c, child))
                return false;
    }
    return true;
}

/* The items from `first` up to a note's, in a list of their own before `list`. */
static void split_items(struct composition *c, cmark_node *list, cmark_node *first) {
    cmark_node *own = cmark_node_new(CMARK_NODE_LIST), *item = first, *next;
    cmark_node_set_list_type(own, CMARK_BULLET_LIST);
    cmark_node_insert_before(list, own);
    for (; item && definition_of(c, item) == NULL; item = next) {
        next = cmark_node_next(item);
        cmark_node_unlink(item);
        cmark_node_append_child(own, item);
    }
    cmark_node_set_list_tight(own, is_tight(c, own));
}

static void take_from_list(struct composition *c, cmark_node *list) {
    bool notes = false;
    cmark_node *item = cmark_node_first_child(list);
    for (; item && !notes; item = cmark_node_next(item))
        notes = definition_of(c, item) != NULL;
    while (notes && (item = cmark_node_first_child(list)) != NULL) {
        struct definition *definition = definition_of(c, item);
        if (definition != NULL)
            take_content(definition, item);
        else
            split_items(c, list, item);
    }
    if (notes) {
        cmark_node_unlink(list);
        cmark_node_free(list);
    }
}

void footnotes_take(struct composition *c) {
    if (c->definition_count == 0)
        return;
    /* Of lists in lists the inner ones come first: what is taken is whole. */
    cmark_node **lists = NULL;
    size_t count = 0, capacity = 0;
    cmark_iter *iter = cmark_iter_new(c->doc->root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        if (event != CMARK_EVENT_EXIT || cmark_node_get_type(node) != CMARK_NODE_LIST)
            continue;
        lists = arena_grow(c->arena, lists, count, &capacity, sizeof *lists);
        lists[count++] = node;
    }
    cmark_iter_free(iter);
    for (size_t i = 0; i < count; i++)
        take_from_list(c, lists[i]);
    for (size_t i = 0; i < c->label_count; i++)
        if (cmark_node_first_child(c->labels[i]->note->content) == NULL)
            parts_error(c, c->labels[i]->note->object.place,
                        "footnote [^%.*s] is empty", STR_ARG(c->labels[i]->label));
}

void footnotes_check(struct composition *c) {
    for (size_t i = 0; i < c->definition_count; i++) {
        const struct definition *definition = &c->definitions[i];
        if (find(c, definition->label) != definition || c->marks[definition->mark].used)
            continue;
        parts_error(c, definition->note->object.place, "footnote [^%.*s] is never used",
                    STR_ARG(definition->label));
        diag_hint(c->diag, "put [^%.*s] where its mark belongs",
                  STR_ARG(definition->label));
    }
}

void footnotes_close(struct composition *c) {
    for (size_t i = 0; i < c->definition_count; i++) {
        struct doc_note *note = c->definitions[i].note;
        if (note->number == 0 && note->content != NULL) {
            cmark_node_free(note->content);
            note->content = NULL;
        }
    }
}
