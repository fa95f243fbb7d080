#include "compose/number.h"
#include "document/printed.h"
#include "words/words.h"
#include <string.h>

#define LEVELS 4

/* What has an id: a heading, a table or a chart. */
struct named {
    struct str id;
    const struct object *object;
};

/* By id: open addressing, at most half full; an empty slot has no object. */
struct ids {
    struct named *slots;
    size_t capacity; /* a power of two */
};

/* A to Z, AA, AB …: no two numbers have the same. */
static struct str letters(size_t n, struct arena *arena) {
    char text[16];
    size_t at = sizeof text;
    for (; n > 0 && at > 0; n = (n - 1) / 26)
        text[--at] = (char)('A' + (n - 1) % 26);
    return arena_copy(arena, (struct str){text + at, sizeof text - at});
}

/* A pattern with its sample number replaced: 一 is counted in Chinese, 1
   in digits, A in letters. A pattern without one, or an empty one, numbers
   nothing. */
static struct str fill(struct str pattern, size_t n, struct arena *arena) {
    static const char *const samples[] = {"一", "1", "A"};
    for (size_t i = 0; i < 3; i++) {
        struct str sample = str_from(samples[i]);
        size_t at = str_find(pattern, sample, 0);
        if (at == STR_NOT_FOUND)
            continue;
        struct str number = i == 0   ? words_han(n, arena)
                            : i == 1 ? arena_printf(arena, "%zu", n)
                                     : letters(n, arena);
        return arena_printf(arena, "%.*s%.*s%.*s", STR_ARG(str_slice(pattern, 0, at)),
                            STR_ARG(number),
                            STR_ARG(str_slice(pattern, at + sample.n, pattern.n)));
    }
    return (struct str){"", 0};
}

static void label_headings(struct composition *c) {
    struct document *doc = c->doc;
    size_t counters[LEVELS] = {0}, annexes = 0;
    for (size_t i = 0; i < doc->heading_count; i++) {
        struct doc_heading *heading = doc->headings[i];
        size_t level = (size_t)heading->level - 1;
        if (level >= LEVELS)
            continue;
        heading->label = (struct str){"", 0};
        for (size_t k = level + 1; k < LEVELS; k++)
            counters[k] = 0;
        if (heading->unnumbered)
            continue;
        heading->label = heading->annex ? fill(doc->words.annex, ++annexes, c->arena)
                                        : fill(doc->words.heading[level],
                                               ++counters[level], c->arena);
    }
}

/* Where numbers of tables or of figures stand: in the text, in annexes, and in the
   chapter in hand. */
struct counters {
    size_t text, annex, chapter;
};

/* The part of the report in which an object stands. */
struct part {
    bool annex;
    size_t chapter; /* 0: none that has a number, or they do not count */
};

static struct str number_label(struct composition *c, struct part part,
                               struct counters *n, struct str word, struct str annex) {
    struct arena *arena = c->arena;
    if (part.annex)
        return arena_printf(arena, "%.*s%zu", STR_ARG(annex), ++n->annex);
    if (part.chapter == 0)
        return arena_printf(arena, "%.*s%zu", STR_ARG(word), ++n->text);
    const struct words_value values[] = {
        {"label", word},
        {"chapter", arena_printf(arena, "%zu", part.chapter)},
        {"number", arena_printf(arena, "%zu", ++n->chapter)}};
    return words_fill(c->doc->words.vocabulary, "label.in_chapter", values, 3, arena);
}

/* Tables and figures are numbered through the report, or anew in each chapter, and anew
   through its annexes. */
static void label_objects(struct composition *c, enum report_numbers numbers) {
    const struct printed_words *words = &c->doc->words;
    struct counters tables = {0}, charts = {0};
    struct part part = {0};
    size_t chapters = 0;
    cmark_iter *iter = cmark_iter_new(c->doc->root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        void *object = event == CMARK_EVENT_ENTER
                           ? document_object(cmark_iter_get_node(iter))
                           : NULL;
        if (object == NULL)
            continue;
        const struct doc_heading *heading = object;
        struct doc_table *table = object;
        struct doc_chart *chart = object;
        enum object_kind kind = ((const struct object *)object)->kind;
        if (kind == OBJECT_HEADING && heading->level == 1) {
            bool counts = !heading->annex && !heading->unnumbered;
            chapters += counts;
            part.annex = heading->annex;
            part.chapter = counts && numbers == NUMBERS_CHAPTER ? chapters : 0;
            tables.chapter = charts.chapter = 0;
        } else if (kind == OBJECT_TABLE && !table->plain) {
            table->label = number_label(c, part, &tables, words->table_label,
                                        words->annex_table_label);
        } else if (kind == OBJECT_CHART) {
            chart->label = number_label(c, part, &charts, words->figure_label,
                                        words->annex_figure_label);
        }
    }
    cmark_iter_free(iter);
}

/* The slot of an id, or the empty one where it would stand. */
static struct named *slot_of(const struct ids *ids, struct str id) {
    size_t at = (size_t)str_hash(id) & (ids->capacity - 1);
    while (ids->slots[at].object != NULL && !str_equal(ids->slots[at].id, id))
        at = (at + 1) & (ids->capacity - 1);
    return &ids->slots[at];
}

static void add(struct composition *c, struct str id, const struct object *object) {
    if (id.n == 0)
        return;
    struct named *slot = slot_of(c->ids, id);
    if (slot->object == NULL) {
        *slot = (struct named){id, object};
        return;
    }
    parts_error(c, object->place, "the id \"%.*s\" is used twice", STR_ARG(id));
    diag_hint(c->diag, "first at %.*s:%zu", STR_ARG(slot->object->place.file),
              slot->object->place.line);
}

/* word-N, counting on while somebody has taken it. */
static struct str make_id(struct composition *c, const char *word, size_t *n,
                          const struct object *object) {
    struct str id;
    do
        id = arena_printf(c->arena, "%s-%zu", word, ++*n);
    while (slot_of(c->ids, id)->object != NULL);
    add(c, id, object);
    return id;
}

static void open_ids(struct composition *c) {
    struct document *doc = c->doc;
    size_t total = doc->heading_count + doc->table_count + doc->chart_count;
    c->ids = arena_alloc(c->arena, sizeof *c->ids);
    c->ids->capacity = 2;
    while (c->ids->capacity < total * 2)
        c->ids->capacity *= 2;
    c->ids->slots = arena_array(c->arena, c->ids->capacity, sizeof *c->ids->slots);
}

static void name_all(struct composition *c) {
    struct document *doc = c->doc;
    open_ids(c);
    for (size_t i = 0; i < doc->heading_count; i++)
        add(c, doc->headings[i]->id, &doc->headings[i]->object);
    for (size_t i = 0; i < doc->table_count; i++)
        if (!doc->tables[i]->plain)
            add(c, doc->tables[i]->id, &doc->tables[i]->object);
    for (size_t i = 0; i < doc->chart_count; i++)
        add(c, doc->charts[i]->id, &doc->charts[i]->object);
    size_t n = 0;
    for (size_t i = 0; i < doc->heading_count; i++)
        if (doc->headings[i]->id.n == 0)
            doc->headings[i]->id = make_id(c, "sec", &n, &doc->headings[i]->object);
    n = 0;
    for (size_t i = 0; i < doc->table_count; i++)
        if (doc->tables[i]->id.n == 0 && !doc->tables[i]->plain)
            doc->tables[i]->id = make_id(c, "tbl", &n, &doc->tables[i]->object);
    n = 0;
    for (size_t i = 0; i < doc->chart_count; i++)
        if (doc->charts[i]->id.n == 0)
            doc->charts[i]->id = make_id(c, "fig", &n, &doc->charts[i]->object);
}

/* A heading is cited by its whole name: “二、变化趋势”; an annex by its number. */
static struct str cite(struct composition *c, const struct doc_heading *heading) {
    if (heading->annex && heading->label.n > 0)
        return heading->label;
    struct str label = heading->label;
    enum label_end end = printed_label_end(label);
    const char *key = label.n == 0         ? "heading.cite_plain"
                      : end == LABEL_POINT ? "heading.cite_point"
                      : end == LABEL_PLAIN ? "heading.cite"
                                           : "heading.cite_closed";
    const struct words_value values[] = {{"label", label}, {"text", heading->text}};
    return words_fill(c->doc->words.vocabulary, key, values, 2, c->arena);
}

/* False if the document has no such id. */
static bool text_of(struct composition *c, struct str id, struct str *text) {
    const struct object *object = slot_of(c->ids, id)->object;
    if (object == NULL)
        return false;
    if (object->kind == OBJECT_TABLE)
        *text = ((const struct doc_table *)object)->label;
    else if (object->kind == OBJECT_CHART)
        *text = ((const struct doc_chart *)object)->label;
    else
        *text = cite(c, (const struct doc_heading *)object);
    return true;
}

static cmark_node *text_node(const struct composition *c, struct str text) {
    cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
    cmark_node_set_literal(node, arena_copy(c->arena, text).p);
    return node;
}

/* Takes out a paragraph, and the item and list that held nothing else. A note keeps
   it. */
static void remove_emptied(const struct composition *c, cmark_node *block) {
    cmark_node *around = cmark_node_parent(block);
    cmark_node_type type = cmark_node_get_type(around);
    bool in_list = type == CMARK_NODE_ITEM || type == CMARK_NODE_LIST;
    if (around != c->doc->root && !in_list)
        return;
    cmark_node_free(block);
    if (in_list && cmark_node_first_child(around) == NULL)
        remove_emptied(c, around);
}

static void leave_out(const struct composition *c, const struct reference *reference) {
    cmark_node *parent = cmark_node_parent(reference->link);
    if (reference->optional->otherwise.n > 0)
        cmark_node_insert_before(reference->link,
                                 text_node(c, reference->optional->otherwise));
    cmark_node_free(reference->link);
    if (cmark_node_first_child(parent) == NULL &&
        cmark_node_get_type(parent) == CMARK_NODE_PARAGRAPH)
        remove_emptied(c, parent);
}

static void put_around(const struct composition *c, const struct reference *reference) {
    const struct optional *optional = reference->optional;
    if (optional->before.n > 0)
        cmark_node_insert_before(reference->link, text_node(c, optional->before));
    if (optional->behind.n > 0)
        cmark_node_insert_after(reference->link, text_node(c, optional->behind));
}

static void resolve(struct composition *c, const struct reference *reference) {
    struct str text;
    if (!text_of(c, reference->id, &text) && reference->optional != NULL) {
        leave_out(c, reference);
        return;
    }
    if (!text_of(c, reference->id, &text)) {
        parts_error(c, parts_point(c, reference->place, reference->id, reference->id.n),
                    "no table, chart or heading has the id \"%.*s\"",
                    STR_ARG(reference->id));
        parts_hint_id(c, reference->id);
        return;
    }
    if (cmark_node_first_child(reference->link) != NULL)
        return; /* [words](#id) */
    cmark_node_append_child(reference->link, text_node(c, text));
    if (reference->optional != NULL)
        put_around(c, reference);
}

static void finish_cell(struct composition *c, struct doc_cell *cell) {
    if (cell->content == NULL)
        return;
    cell->text = document_plain_text(cell->content, c->arena);
    cmark_node *only = cmark_node_first_child(cell->content);
    bool plain = only == NULL || (cmark_node_get_type(only) == CMARK_NODE_TEXT &&
                                  cmark_node_next(only) == NULL);
    const struct object *printed = only != NULL ? document_object(only) : NULL;
    if (plain && printed != NULL) /* the document knows this text's figures */
        cell->text = ((const struct doc_printed *)printed)->text;
    if (plain) {
        cmark_node_free(cell->content);
        cell->content = NULL;
    }
}

void number_assign(struct composition *c, enum report_numbers numbers) {
    label_objects(c, numbers);
    label_headings(c);
    name_all(c);
}

void number_resolve(struct composition *c) {
    struct document *doc = c->doc;
    for (size_t i = 0; i < c->reference_count; i++)
        resolve(c, &c->references[i]);
    for (size_t i = 0; i < c->cell_count; i++)
        finish_cell(c, c->cells[i].cell);
    for (size_t i = 0; i < doc->note_count; i++)
        doc->notes[i]->text = document_plain_text(doc->notes[i]->content, c->arena);
}
