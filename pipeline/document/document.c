#include "document/document.h"
#include "base/buf.h"

#include <string.h>

/* The document and what only this file knows of it: how much room its lists
   have. `public` comes first, so the two pointers are one. */
struct holder {
    struct document public;
    size_t heading_capacity, table_capacity, chart_capacity, note_capacity,
        link_capacity;
};

static struct holder *holder_of(struct document *doc) { return (struct holder *)doc; }

static void free_rows(struct doc_row *rows, size_t count) {
    for (size_t r = 0; r < count; r++)
        for (size_t c = 0; c < rows[r].count; c++)
            if (rows[r].cells[c].content) {
                cmark_node_free(rows[r].cells[c].content);
                rows[r].cells[c].content = NULL;
            }
}

bool document_is_wide(uint32_t cp) {
    return (cp >= 0x2E80 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0xFE30 && cp <= 0xFE4F) || (cp >= 0xFF00 && cp <= 0xFFEF) ||
           (cp >= 0x20000 && cp <= 0x3FFFF);
}

struct document *document_open(struct arena *arena, const struct theme *theme) {
    struct holder *holder = arena_alloc(arena, sizeof *holder);
    struct document *doc = &holder->public;
    doc->arena = arena;
    doc->theme = theme;
    document_speak(doc, (struct catalogue){0});
    doc->figures = doc_figures_open(arena);
    doc->root = cmark_node_new(CMARK_NODE_DOCUMENT);
    return doc;
}

void document_speak(struct document *doc, struct catalogue vocabulary) {
    printed_words_of(vocabulary, doc->theme, &doc->words);
    doc->lang = doc->words.lang;
}

void document_close(struct document *doc) {
    if (!doc)
        return;
    for (size_t i = 0; i < doc->table_count; i++) {
        free_rows(doc->tables[i]->head, doc->tables[i]->head_count);
        free_rows(doc->tables[i]->body, doc->tables[i]->body_count);
    }
    for (size_t i = 0; i < doc->note_count; i++)
        if (doc->notes[i]->content) {
            cmark_node_free(doc->notes[i]->content);
            doc->notes[i]->content = NULL;
        }
    if (doc->root)
        cmark_node_free(doc->root);
    doc->root = NULL;
}

/* RFC 3986, 3.1: a colon that no other sign of a path precedes. */
static bool has_scheme(struct str href) {
    size_t colon = str_find(href, STR(":"), 0);
    for (size_t i = 0; colon != STR_NOT_FOUND && i < colon; i++)
        if (href.p[i] == '/' || href.p[i] == '?' || href.p[i] == '#')
            return false;
    return colon != STR_NOT_FOUND && colon > 0;
}

/* The scheme of a URL is written in any case. */
static bool starts_scheme(struct str url, const char *scheme) {
    for (size_t i = 0; scheme[i] != '\0'; i++) {
        char ch = i < url.n ? url.p[i] : '\0';
        if (ch >= 'A' && ch <= 'Z')
            ch = (char)(ch + 'a' - 'A');
        if (ch != scheme[i])
            return false;
    }
    return true;
}

bool document_may_link(struct str href) {
    bool known = starts_scheme(href, "https:") || starts_scheme(href, "http:") ||
                 starts_scheme(href, "mailto:");
    bool elsewhere = str_starts(href, STR("//")) || str_starts(href, STR("\\")) ||
                     str_starts(href, STR("/\\"));
    return href.n > 0 && (known || !has_scheme(href)) && !elsewhere;
}

void document_link(struct document *doc, struct str href, struct place place) {
    if (href.n == 0 || href.p[0] == '#' || href.p[0] == '/' || has_scheme(href))
        return;
    doc->links = arena_grow(doc->arena, doc->links, doc->link_count,
                            &holder_of(doc)->link_capacity, sizeof *doc->links);
    doc->links[doc->link_count++] =
        (struct doc_link){arena_copy(doc->arena, href), place};
}

/* The objects start with struct object, so a pointer to one is a pointer to the
   other. */
void document_attach(struct document *doc, cmark_node *node, struct object *object) {
    struct holder *holder = holder_of(doc);
    struct arena *arena = doc->arena;
    cmark_node_set_user_data(node, object);
    switch (object->kind) {
    case OBJECT_HEADING:
        doc->headings =
            arena_grow(arena, doc->headings, doc->heading_count,
                       &holder->heading_capacity, sizeof(struct doc_heading *));
        doc->headings[doc->heading_count++] = (struct doc_heading *)object;
        break;
    case OBJECT_TABLE:
        doc->tables = arena_grow(arena, doc->tables, doc->table_count,
                                 &holder->table_capacity, sizeof(struct doc_table *));
        doc->tables[doc->table_count++] = (struct doc_table *)object;
        break;
    case OBJECT_CHART:
        doc->charts = arena_grow(arena, doc->charts, doc->chart_count,
                                 &holder->chart_capacity, sizeof(struct doc_chart *));
        ((struct doc_chart *)object)->words = doc->words.vocabulary;
        doc->charts[doc->chart_count++] = (struct doc_chart *)object;
        break;
    case OBJECT_NOTE:
        /* A second mark of the same note lists nothing new. */
        for (size_t i = 0; i < doc->note_count; i++)
            if ((struct object *)doc->notes[i] == object)
                return;
        doc->notes = arena_grow(arena, doc->notes, doc->note_count,
                                &holder->note_capacity, sizeof(struct doc_note *));
        doc->notes[doc->note_count++] = (struct doc_note *)object;
        break;
    case OBJECT_KPI:
    case OBJECT_SIGNOFF:
    case OBJECT_SUMMARY:
    case OBJECT_COLUMNS:
    case OBJECT_PAGE:
    case OBJECT_SPAN:
    case OBJECT_PRINTED:
    case OBJECT_PARAGRAPH:
        break;
    }
}

struct object *document_object(cmark_node *node) {
    return cmark_node_get_user_data(node);
}

void document_front(const struct document *doc, struct doc_front out[DOC_FRONTS]) {
    const struct doc_front fronts[DOC_FRONTS] = {
        {"report", doc->report, false},
        {"stem", doc->stem, false},
        {"title", doc->title, true},
        {"title_en", doc->title_en, true},
        {"series", doc->series, true},
        {"issue", doc->issue_number, true},
        {"period", doc->period_label, true},
        {"period_en", doc->period_label_en, true},
        {"organisation", doc->organisation, true},
        {"compiled_by", doc->compiled_by, true},
        {"reviewed_by", doc->reviewed_by, true},
        {"approved_by", doc->approved_by, true},
        {"date", doc->date, true},
        {"lang", doc->lang, false},
        {"code", doc->code, false}};
    memcpy(out, fronts, sizeof fronts);
}

struct str document_plain_text(cmark_node *node, struct arena *arena) {
    struct buf text = buf_open(SIZE_MAX / 2);
    cmark_iter *iter = cmark_iter_new(node);
    bool pending = false; /* a space, unless it stands between Han characters */
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *at = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(at);
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE ||
            type == CMARK_NODE_CODE_BLOCK) {
            struct str literal = str_from(cmark_node_get_literal(at));
            if (pending && text.n && literal.n &&
                !(document_is_wide(utf8_first(literal)) &&
                  document_is_wide(utf8_last(buf_str(&text)))))
                buf_char(&text, ' ');
            if (literal.n)
                pending = false;
            buf_put(&text, literal);
        } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK ||
                   (event == CMARK_EVENT_EXIT && at != node &&
                    type >= CMARK_NODE_FIRST_BLOCK && type <= CMARK_NODE_LAST_BLOCK)) {
            pending = true;
        }
    }
    cmark_iter_free(iter);
    struct str copy = arena_copy(arena, buf_str(&text));
    buf_close(&text);
    return copy;
}
