#include "document/changes.h"

#include "words/words.h"

#define COLUMNS 3

struct str document_correction_name(struct catalogue vocabulary, size_t number,
                                    struct arena *arena) {
    return words_fill(
        vocabulary, "correction.name",
        (const struct words_value[]){{"n", arena_printf(arena, "%zu", number)}}, 1,
        arena);
}

static struct str word(const struct document *doc, const char *key) {
    return words_text(doc->words.vocabulary, key);
}

static cmark_node *add_block(struct document *doc, cmark_node_type type) {
    cmark_node *node = cmark_node_new(type);
    cmark_node_append_child(doc->root, node);
    return node;
}

static void add_text(struct document *doc, cmark_node *block, struct str text) {
    cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(node, arena_copy(doc->arena, text).p);
    cmark_node_append_child(block, node);
}

static void add_heading(struct document *doc) {
    cmark_node *node = add_block(doc, CMARK_NODE_HEADING);
    struct doc_heading *heading = arena_alloc(doc->arena, sizeof *heading);
    cmark_node_set_heading_level(node, 1);
    add_text(doc, node, word(doc, "correction.title"));
    *heading = (struct doc_heading){.object = {OBJECT_HEADING, doc->place},
                                    .level = 1,
                                    .id = STR("nqi-corrections"),
                                    .text = word(doc, "correction.title"),
                                    .unnumbered = true};
    document_attach(doc, node, &heading->object);
}

static struct doc_row make_row(struct document *doc, const struct str *texts) {
    struct doc_row row = {.count = COLUMNS};
    row.cells = arena_array(doc->arena, COLUMNS, sizeof *row.cells);
    for (size_t i = 0; i < COLUMNS; i++)
        row.cells[i] = (struct doc_cell){.text = texts[i],
                                         .column_span = 1,
                                         .row_span = 1,
                                         .align = i == 0 ? ALIGN_LEFT : ALIGN_RIGHT,
                                         .shade = -1};
    return row;
}

static void add_table(struct document *doc, const struct doc_change *changes,
                      size_t count) {
    static const enum doc_align align[COLUMNS] = {ALIGN_LEFT, ALIGN_RIGHT, ALIGN_RIGHT};
    const struct str head[COLUMNS] = {word(doc, "correction.what"),
                                      word(doc, "correction.before"),
                                      word(doc, "correction.after")};
    struct doc_table *table = arena_alloc(doc->arena, sizeof *table);
    *table = (struct doc_table){.object = {OBJECT_TABLE, doc->place},
                                .columns = COLUMNS,
                                .plain = true,
                                .head_count = 1,
                                .body_count = count};
    table->align = arena_array(doc->arena, COLUMNS, sizeof *table->align);
    for (size_t i = 0; i < COLUMNS; i++)
        table->align[i] = align[i];
    table->head = arena_array(doc->arena, 1, sizeof *table->head);
    table->head[0] = make_row(doc, head);
    table->body = arena_array(doc->arena, count, sizeof *table->body);
    for (size_t i = 0; i < count; i++) {
        struct str none = word(doc, "correction.none");
        const struct str texts[COLUMNS] = {
            changes[i].what, changes[i].before.n > 0 ? changes[i].before : none,
            changes[i].after.n > 0 ? changes[i].after : none};
        table->body[i] = make_row(doc, texts);
    }
    document_attach(doc, add_block(doc, CMARK_NODE_CUSTOM_BLOCK), &table->object);
}

void document_add_changes(struct document *doc, const struct str *reasons,
                          size_t reason_count, const struct doc_change *changes,
                          size_t change_count) {
    add_heading(doc);
    for (size_t i = 0; i < reason_count; i++) {
        struct str name =
            document_correction_name(doc->words.vocabulary, i + 1, doc->arena);
        add_text(doc, add_block(doc, CMARK_NODE_PARAGRAPH),
                 arena_printf(doc->arena, "%.*s%.*s%.*s", STR_ARG(name),
                              STR_ARG(doc->words.colon), STR_ARG(reasons[i])));
    }
    if (change_count > 0)
        add_table(doc, changes, change_count);
}
