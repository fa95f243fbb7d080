/* A report as Markdown that a reader can use as it is: the tree through cmark's
   CommonMark renderer; tables, pictures and footnotes in GitHub's notation. */
#include "render/markdown.h"
#include "document/format.h"
#include <stdlib.h>

#define PART_MAX ((size_t)1 << 26)
#define NOTE_INDENT 4

void markdown_label(struct str text, struct buf *out) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        switch (c) {
        case '\n':
            buf_puts(out, "<br>");
            break;
        case '\\':
        case '`':
        case '*':
        case '_':
        case '[':
        case ']':
        case '<':
        case '>':
        case '|':
        case '~':
        case '&':
        case '#':
        case '!':
        case '$':
            buf_char(out, '\\');
            buf_char(out, c);
            break;
        default:
            buf_char(out, c);
        }
    }
}

void markdown_text(struct str text, struct buf *out) {
    size_t done = 0;
    while (done < text.n) {
        struct markdown_address address = markdown_address(text, done);
        markdown_label(str_slice(text, done, address.start), out);
        done =
            address.start == text.n ? text.n : markdown_put_address(text, address, out);
    }
}

/* The same at the start of a line, where also a list could begin. */
static void put_first(struct str text, struct buf *out) {
    size_t at = 0;
    while (at < text.n && text.p[at] >= '0' && text.p[at] <= '9')
        at++;
    bool list = at > 0 && at < text.n && (text.p[at] == '.' || text.p[at] == ')');
    bool rule = at == 0 && text.n > 0 &&
                (text.p[0] == '-' || text.p[0] == '+' || text.p[0] == '=');
    if (list || rule) {
        buf_put(out, str_slice(text, 0, at));
        buf_char(out, '\\');
        buf_char(out, text.p[at]);
        at++;
    }
    markdown_text(list || rule ? str_slice(text, at, text.n) : text, out);
}

void markdown_anchor(const struct markdown *md, struct str id, struct buf *out) {
    for (size_t i = 0; i < md->target_count && id.n > 0; i++) {
        if (!str_equal(md->targets[i], id))
            continue;
        buf_puts(out, "<a id=\"");
        buf_put(out, id);
        buf_puts(out, "\"></a>");
        return;
    }
}

/* A part at the start of a line: its label may be a number, which opens no list. */
static void put_part(const struct doc_part *part, struct buf *out) {
    put_first(part->label, out);
    markdown_text(part->text, out);
}

static void put_gap(const struct document *doc, bool wanted, struct buf *out) {
    if (wanted)
        buf_put(out, doc->words.gap);
}

static void put_caption(const struct document *doc, struct str label,
                        struct str caption,
                        void (*put)(struct str text, struct buf *out),
                        struct buf *out) {
    put(label, out);
    if (label.n > 0 && caption.n > 0)
        put(doc->words.caption_gap, out);
    put(caption, out);
}

void markdown_caption(const struct markdown *md, struct str id, struct str label,
                      struct str caption, struct str unit, struct buf *out) {
    const struct document *doc = md->doc;
    size_t start = out->n;
    markdown_anchor(md, id, out);
    if (label.n > 0 || caption.n > 0) {
        buf_puts(out, "**");
        put_caption(doc, label, caption, markdown_text, out);
        buf_puts(out, "**");
    }
    const struct page_mark *m = NULL;
    while ((m = page_marks_next(&doc->marks, true, m)) != NULL) {
        put_gap(doc, out->n > start, out);
        buf_put(out, str_trim(doc->words.open));
        markdown_text(m->words, out);
        buf_put(out, doc->words.close);
    }
    if (unit.n > 0) {
        struct doc_part part = printed_unit(doc, unit);
        put_gap(doc, out->n > start, out);
        put_part(&part, out);
    }
    if (out->n > start)
        buf_puts(out, "\n\n");
}

void markdown_notes(const struct markdown *md, const struct str *notes,
                    size_t note_count, struct str source, struct buf *out) {
    size_t count;
    const struct doc_part *parts =
        printed_foot(md->doc, notes, note_count, source, md->arena, &count);
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i == 0 ? "\n" : "\\\n");
        put_part(&parts[i], out);
    }
}

static void put_chart(const struct markdown *md, const struct doc_chart *chart,
                      struct buf *out) {
    markdown_caption(md, chart->id, chart->label, chart->caption, chart->unit, out);
    buf_puts(out, "![");
    put_caption(md->doc, chart->label, chart->caption, markdown_label, out);
    markdown_label(md->doc->words.colon, out);
    markdown_label(chart->alt, out);
    buf_puts(out, "](");
    buf_put(out, md->doc->stem);
    buf_char(out, '-');
    buf_put(out, chart->id);
    buf_puts(out, ".svg)\n");
    markdown_notes(md, chart->notes, chart->note_count, chart->source, out);
}

static void put_kpi(const struct document *doc, const struct doc_kpi *kpi,
                    struct buf *out) {
    for (size_t i = 0; i < kpi->item_count; i++) {
        const struct kpi_item *item = &kpi->items[i];
        buf_puts(out, i > 0 ? "\n- " : "- ");
        put_first(item->label, out);
        buf_put(out, str_trim(doc->words.colon));
        buf_puts(out, " **"); /* the space lets any value be bold */
        markdown_text(item->value, out);
        buf_puts(out, "**");
        buf_puts(out, item->unit.n > 0 ? " " : "");
        markdown_text(item->unit, out);
        if (item->note.n > 0) {
            buf_put(out, doc->words.open);
            markdown_text(item->note, out);
            buf_put(out, doc->words.close);
        }
    }
}

static void put_signoff(const struct document *doc, struct buf *out) {
    struct signoff signoff = printed_signoff(doc);
    for (size_t i = 0; i < signoff.count; i++) {
        const struct doc_part *part = &signoff.parts[i];
        put_gap(doc, i > 0, out);
        markdown_text(part->label, out);
        markdown_text(doc->words.colon, out);
        markdown_text(part->text.n > 0 ? part->text : doc->words.blank, out);
    }
}

static const char *put_span(const struct doc_span *span, struct buf *out) {
    switch (span->span) {
    case SPAN_SUPERSCRIPT:
        buf_puts(out, "<sup>");
        return "</sup>";
    case SPAN_SUBSCRIPT:
        buf_puts(out, "<sub>");
        return "</sub>";
    case SPAN_LANGUAGE:
        return "";
    }
    return "";
}

static const char *put_object(struct markdown *md, const struct object *object,
                              struct buf *out) {
    const void *self = object; /* every object is at the start of its struct */
    switch (object->kind) {
    case OBJECT_TABLE:
        markdown_table(md, self, out);
        return "";
    case OBJECT_CHART:
        put_chart(md, self, out);
        return "";
    case OBJECT_KPI:
        put_kpi(md->doc, self, out);
        return "";
    case OBJECT_SIGNOFF:
        put_signoff(md->doc, out);
        return "";
    case OBJECT_SUMMARY:
        buf_puts(out, "## ");
        markdown_text(((const struct doc_summary *)self)->title, out);
        buf_char(out, '\n');
        return "";
    case OBJECT_NOTE:
        buf_printf(out, "[^%u]", ((const struct doc_note *)self)->number);
        return "";
    case OBJECT_SPAN:
        return put_span(self, out);
    case OBJECT_COLUMNS: /* its blocks, one below the other */
    case OBJECT_PAGE:
    case OBJECT_HEADING:
    case OBJECT_PRINTED: /* a TEXT */
    case OBJECT_PARAGRAPH:
        return "";
    }
    return "";
}

/* A block's object as the only inline of a paragraph: cmark parts that from its
   neighbours, in quotations and items too. A summary has children and stays. */
static void set_paragraphs(struct markdown *md, struct tree_swaps *swaps,
                           cmark_node *root) {
    size_t count;
    cmark_node **nodes = tree_collect(root, CMARK_NODE_CUSTOM_BLOCK, md->arena, &count);
    struct buf nothing = buf_open(16);
    for (size_t i = 0; i < count; i++) {
        if (cmark_node_first_child(nodes[i]) != NULL)
            continue;
        tree_swap(swaps, nodes[i], CMARK_NODE_PARAGRAPH, &nothing, "");
        tree_label(swaps, &nothing);
        cmark_node_set_user_data(swaps->items[swaps->count - 1].label,
                                 document_object(nodes[i]));
    }
    buf_close(&nothing);
}

static void set_custom(struct markdown *md, cmark_node *root, cmark_node_type type) {
    size_t count;
    cmark_node **nodes = tree_collect(root, type, md->arena, &count);
    for (size_t i = 0; i < count; i++) {
        const struct object *object = document_object(nodes[i]);
        struct buf enter = buf_open(PART_MAX);
        const char *leave = object != NULL ? put_object(md, object, &enter) : "";
        /* cmark ends a line behind a block's literal; the line end of our own makes
           the blank line that parts it from the next block. */
        while (enter.n > 0 && enter.p[enter.n - 1] == '\n')
            enter.n--;
        if (type == CMARK_NODE_CUSTOM_BLOCK && enter.n > 0)
            buf_char(&enter, '\n');
        cmark_node_set_on_enter(nodes[i], buf_z(&enter));
        cmark_node_set_on_exit(nodes[i], leave);
        buf_close(&enter);
    }
}

static void put_tree(cmark_node *root, int options, struct buf *out) {
    char *text = cmark_render_commonmark(root, options, 0);
    buf_puts(out, text);
    free(text);
}

/* What cmark would write so that another reader takes it for something else. `cell`:
   of a pipe table. */
static void make_plain(struct markdown *md, struct tree_swaps *swaps, cmark_node *root,
                       bool cell) {
    set_paragraphs(md, swaps, root);
    set_custom(md, root, CMARK_NODE_CUSTOM_BLOCK);
    set_custom(md, root, CMARK_NODE_CUSTOM_INLINE);
    if (cell)
        markdown_breaks(swaps, root);
    tree_join_han(swaps, root);
    markdown_flank(swaps, root);
    markdown_lines(swaps, root);
}

void markdown_inlines(struct markdown *md, cmark_node *paragraph, struct buf *out) {
    struct tree_swaps swaps = {.arena = md->arena};
    struct buf text = buf_open(PART_MAX);
    make_plain(md, &swaps, paragraph, true);
    put_tree(paragraph, CMARK_OPT_DEFAULT, &text);
    tree_restore(&swaps);
    struct str line = str_trim(buf_str(&text));
    for (size_t i = 0; i < line.n; i++) {
        /* A table's reader takes the backslash away before it reads the cell. */
        buf_puts(out, line.p[i] == '|' ? "\\" : "");
        buf_char(out, line.p[i] == '\n' ? ' ' : line.p[i]);
    }
    buf_close(&text);
}

/* The title is the only heading of level 1, so all others go one deeper; their
   labels and anchors are put in front for as long as it takes. */
static void dress_headings(struct markdown *md, cmark_node **headings, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct doc_heading *heading = (const void *)document_object(headings[i]);
        cmark_node *label = cmark_node_new(CMARK_NODE_CUSTOM_INLINE);
        struct buf enter = buf_open(65536);
        if (heading != NULL) {
            markdown_anchor(md, heading->id, &enter);
            markdown_text(heading->label, &enter);
            buf_put(&enter, printed_heading_gap(md->doc, heading));
        }
        cmark_node_set_on_enter(label, buf_z(&enter));
        cmark_node_prepend_child(headings[i], label);
        buf_close(&enter);
        int level = cmark_node_get_heading_level(headings[i]);
        cmark_node_set_heading_level(headings[i], level < 5 ? level + 1 : 6);
    }
}

static void undress_headings(cmark_node **headings, const int *levels, size_t count) {
    for (size_t i = 0; i < count; i++) {
        cmark_node_free(cmark_node_first_child(headings[i]));
        cmark_node_set_heading_level(headings[i], levels[i]);
    }
}

static void add_target(struct markdown *md, struct str url) {
    if (url.n < 2 || url.p[0] != '#')
        return;
    md->targets = arena_grow(md->arena, md->targets, md->target_count,
                             &md->target_capacity, sizeof *md->targets);
    md->targets[md->target_count++] = arena_copy(md->arena, str_slice(url, 1, url.n));
}

static void add_targets(struct markdown *md, cmark_node *root) {
    size_t count;
    cmark_node **links = tree_collect(root, CMARK_NODE_LINK, md->arena, &count);
    for (size_t i = 0; i < count; i++)
        add_target(md, str_from(cmark_node_get_url(links[i])));
}

static void collect_targets(struct markdown *md) {
    const struct document *doc = md->doc;
    add_targets(md, doc->root);
    for (size_t i = 0; i < doc->note_count; i++)
        add_targets(md, doc->notes[i]->content);
    for (size_t t = 0; t < doc->table_count; t++) {
        const struct doc_table *table = doc->tables[t];
        for (size_t r = 0; r < table->body_count; r++) {
            for (size_t c = 0; c < table->body[r].count; c++) {
                const struct doc_cell *cell = &table->body[r].cells[c];
                add_target(md, cell->href);
                if (cell->content != NULL)
                    add_targets(md, cell->content);
            }
        }
    }
}

static void put_front(const struct document *doc, struct buf *out) {
    buf_puts(out, "# ");
    markdown_text(doc->title, out);
    buf_puts(out, "\n\n");
    if (doc->title_en.n > 0) {
        put_first(doc->title_en, out);
        if (doc->period_label_en.n > 0 &&
            str_find(doc->title_en, doc->period_label_en, 0) == STR_NOT_FOUND) {
            buf_puts(out, ", ");
            markdown_text(doc->period_label_en, out);
        }
        buf_puts(out, "\n\n");
    }
    struct str parts[] = {doc->period_label, doc->series, doc->issue_number};
    size_t start = out->n;
    for (size_t i = 0; i < 3; i++) {
        if (parts[i].n == 0)
            continue;
        put_gap(doc, out->n > start, out);
        put_first(parts[i], out);
    }
    buf_puts(out, out->n > start ? "\n\n" : "");
    const struct page_mark *m = NULL;
    while ((m = page_marks_next(&doc->marks, false, m)) != NULL) {
        buf_puts(out, "**");
        markdown_text(m->words, out);
        buf_puts(out, "**\n\n");
    }
}

static void move_children(cmark_node *from, cmark_node *to) {
    cmark_node *child;
    while ((child = cmark_node_first_child(from)) != NULL) {
        cmark_node_unlink(child);
        cmark_node_append_child(to, child);
    }
}

/* The blocks of a note, written as those of a list's item: what cmark puts in front of
   an item, `  - ` and four blanks, is as wide as a note's indent must be. */
static void put_note(struct markdown *md, const struct doc_note *note,
                     struct buf *out) {
    struct tree_swaps swaps = {.arena = md->arena};
    struct buf text = buf_open(PART_MAX);
    cmark_node *list = cmark_node_new(CMARK_NODE_LIST);
    cmark_node *item = cmark_node_new(CMARK_NODE_ITEM);
    cmark_node_set_list_type(list, CMARK_BULLET_LIST);
    cmark_node_append_child(list, item);
    move_children(note->content, item);
    make_plain(md, &swaps, list, false);
    put_tree(list, CMARK_OPT_NOBREAKS, &text);
    tree_restore(&swaps);
    move_children(item, note->content);
    cmark_node_free(list);
    struct str blocks = buf_str(&text);
    while (blocks.n > 0 && blocks.p[blocks.n - 1] == '\n')
        blocks.n--;
    /* A list on the note's own line would have its second item inside the first. */
    cmark_node *first = cmark_node_first_child(note->content);
    bool text_first = cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH;
    buf_printf(out, text_first ? "[^%u]: " : "[^%u]:\n    ", note->number);
    buf_put(out, str_slice(blocks, NOTE_INDENT, blocks.n));
    buf_char(out, '\n');
    buf_close(&text);
}

static void put_footnotes(struct markdown *md, struct buf *out) {
    const struct document *doc = md->doc;
    buf_puts(out, doc->note_count > 0 ? "\n" : "");
    for (size_t i = 0; i < doc->note_count; i++)
        put_note(md, doc->notes[i], out);
}

static void put_code(const struct markdown *md, struct buf *out) {
    struct str code = printed_code(md->doc, md->arena);
    if (code.n == 0)
        return;
    buf_char(out, '\n');
    markdown_text(code, out);
    buf_char(out, '\n');
}

bool render_markdown(const struct document *doc, struct buf *out, struct diag *diag) {
    struct markdown md = {.doc = doc, .arena = arena_open()};
    md.swaps.arena = md.arena;
    collect_targets(&md);
    put_front(doc, out);

    size_t count;
    cmark_node **headings =
        tree_collect(doc->root, CMARK_NODE_HEADING, md.arena, &count);
    int *levels = arena_array(md.arena, count + 1, sizeof *levels);
    for (size_t i = 0; i < count; i++)
        levels[i] = cmark_node_get_heading_level(headings[i]);
    make_plain(&md, &md.swaps, doc->root, false);
    dress_headings(&md, headings, count);
    put_tree(doc->root, CMARK_OPT_DEFAULT, out);
    while (out->n > 1 && out->p[out->n - 1] == '\n' && out->p[out->n - 2] == '\n')
        out->n--;
    undress_headings(headings, levels, count);
    tree_restore(&md.swaps);
    put_footnotes(&md, out);
    put_code(&md, out);

    arena_close(md.arena);
    if (!buf_ok(out))
        return diag_error(diag, (struct place){.file = doc->stem},
                          "the report is too large for one Markdown file");
    return true;
}

static bool render(const struct document *doc, size_t i,
                   const struct rendering *rendering, struct buf *out,
                   struct diag *diag) {
    (void)i;
    (void)rendering;
    return render_markdown(doc, out, diag);
}

const struct format_kind format_md = {
    .kind = {"md", "Markdown, with its pictures", "Markdown 文本，附图"},
    .extension = "md",
    .place = 3,
    .label = "Markdown",
    .short_label = "MD",
    .render = render,
};
