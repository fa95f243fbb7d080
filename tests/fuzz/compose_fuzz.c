/* libFuzzer over Markdown → document: the input is an expanded template, in which
   ESC and a letter stand for the marks that templates make (t a table, s a summary,
   e its end, n a note, r a reference). It also goes through the scanner of
   templates. Nothing may crash or hang, and a document that is accepted has no raw
   HTML, an object on every custom node, and labels and texts that are UTF-8.
   fuzz: base document compose sandbox dataset. */
#include "compose/footnotes.h"
#include "compose/markdown.h"
#include "compose/number.h"
#include "compose/tags.h"
#include <stdlib.h>
#include <string.h>

#define REQUIRE(condition)                                                             \
    do {                                                                               \
        if (!(condition))                                                              \
            abort();                                                                   \
    } while (0)

static const struct theme theme = {
    .numbering = {{"一", 3}, {"（一）", 9}, {"1.", 2}, {"（1）", 7}},
    .table_label = {"表", 3},
    .figure_label = {"图", 3},
};

static struct object *make_table(struct composition *c) {
    struct doc_table *table = arena_alloc(c->arena, sizeof *table);
    struct doc_cell *cell = arena_alloc(c->arena, sizeof *cell);
    *cell = (struct doc_cell){
        .text = {"", 0}, .column_span = 1, .row_span = 1, .shade = -1};
    table->object.kind = OBJECT_TABLE;
    table->columns = 1;
    table->align = arena_array(c->arena, 1, sizeof *table->align);
    table->body = arena_array(c->arena, 1, sizeof *table->body);
    table->body_count = 1;
    table->body[0] = (struct doc_row){.cells = cell, .count = 1};
    c->cells = arena_grow(c->arena, c->cells, c->cell_count, &c->cell_capacity,
                          sizeof *c->cells);
    c->cells[c->cell_count++] =
        (struct cell_source){cell, STR("**甲，**乙[^1]"), (struct place){.line = 1}};
    return &table->object;
}

static struct object *make_object(struct composition *c, size_t size,
                                  enum object_kind kind) {
    struct object *object = arena_alloc(c->arena, size);
    object->kind = kind;
    return object;
}

static void put_block(struct composition *c, struct mark mark) {
    if (c->text.n > 0 && c->text.p[c->text.n - 1] != '\n')
        buf_char(&c->text, '\n');
    buf_puts(&c->text, "~~~");
    parts_put_mark(&c->text, parts_mark(c, mark));
    buf_puts(&c->text, "\n~~~\n");
}

static void put_mark(struct composition *c, char letter) {
    struct mark mark = {.kind = MARK_OBJECT};
    switch (letter) {
    case 't':
        mark.object = make_table(c);
        put_block(c, mark);
        break;
    case 's':
        mark.object = make_object(c, sizeof(struct doc_summary), OBJECT_SUMMARY);
        put_block(c, mark);
        break;
    case 'e':
        mark.kind = MARK_END;
        put_block(c, mark);
        break;
    case 'n':
        mark.kind = MARK_NOTE;
        mark.object = make_object(c, sizeof(struct doc_note), OBJECT_NOTE);
        mark.text = STR("注 **粗，**字");
        parts_put_mark(&c->text, parts_mark(c, mark));
        break;
    case 'r':
        mark.kind = MARK_REFERENCE;
        mark.text = STR("a");
        parts_put_mark(&c->text, parts_mark(c, mark));
        break;
    default:
        break;
    }
}

static void fill(struct composition *c, struct str input) {
    for (size_t i = 0; i < input.n; i++) {
        unsigned char ch = (unsigned char)input.p[i];
        if (ch == 0x1B && i + 1 < input.n)
            put_mark(c, input.p[++i]);
        else if (ch >= 0x20 || ch == '\n' || ch == '\t')
            buf_char(&c->text, (char)ch);
    }
    size_t lines = 1;
    for (size_t i = 0; i < c->text.n; i++)
        lines += c->text.p[i] == '\n';
    c->lines = arena_array(c->arena, lines, sizeof *c->lines);
    for (; c->line_count < lines; c->line_count++)
        c->lines[c->line_count] = (struct source_line){STR("a.md"), c->line_count + 1};
}

static void check_tree(const struct composition *c) {
    cmark_iter *iter = cmark_iter_new(c->doc->root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        REQUIRE(type != CMARK_NODE_HTML_BLOCK && type != CMARK_NODE_HTML_INLINE &&
                type != CMARK_NODE_IMAGE);
        bool object = type == CMARK_NODE_CUSTOM_BLOCK ||
                      type == CMARK_NODE_CUSTOM_INLINE || type == CMARK_NODE_HEADING;
        const struct object *has = document_object(node);
        if (type == CMARK_NODE_TEXT)
            REQUIRE(has == NULL || has->kind == OBJECT_PRINTED);
        else if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_CODE_BLOCK)
            REQUIRE(has == NULL || has->kind == OBJECT_PARAGRAPH);
        else
            REQUIRE((has != NULL) == object);
        const char *literal = cmark_node_get_literal(node);
        if (literal != NULL) {
            REQUIRE(strchr(literal, MARK) == NULL);
            REQUIRE(utf8_invalid(str_from(literal)) == STR_NOT_FOUND);
        }
    }
    cmark_iter_free(iter);
    for (size_t i = 0; i < c->doc->heading_count; i++)
        REQUIRE(c->doc->headings[i]->id.n > 0);
    for (size_t i = 0; i < c->doc->note_count; i++)
        REQUIRE(c->doc->notes[i]->number == i + 1 && c->doc->notes[i]->content != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str input = {(const char *)data, size};
    if (size > 1 << 16 || utf8_invalid(input) != STR_NOT_FOUND)
        return 0;
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct segments segments;
    tags_scan(input, STR("a.md"), arena, &segments, diag);
    struct composition c = {.arena = arena,
                            .diag = diag,
                            .doc = document_open(arena, &theme),
                            .text = buf_open(1 << 22)};
    fill(&c, input);
    markdown_blocks(&c);
    if (!c.lost) {
        number_assign(&c, NUMBERS_REPORT);
        markdown_parse_inlines(&c);
        number_resolve(&c);
        if (!c.failed)
            check_tree(&c);
    }
    footnotes_close(&c);
    buf_close(&c.text);
    document_close(c.doc);
    diag_close(diag);
    arena_close(arena);
    return 0;
}
