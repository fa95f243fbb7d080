#include "markdown_oracle.h"

#include "command.h"
#include "compose/footnotes.h"
#include "compose/markdown.h"
#include "compose/number.h"
#include "compose/printed.h"
#include "render/render.h"
#include "unit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct theme theme = {
    .table_label = {"表", 3},
    .figure_label = {"图", 3},
};

/* What stands in ‹› is printed by a tag. */
static void put_values(struct composition *c, struct str markdown) {
    size_t at = 0, start, end;
    while ((start = str_find(markdown, STR("‹"), at)) != STR_NOT_FOUND &&
           (end = str_find(markdown, STR("›"), start)) != STR_NOT_FOUND) {
        buf_put(&c->text, str_slice(markdown, at, start));
        printed_put(c, str_slice(markdown, start + strlen("‹"), end),
                    (struct place){.file = STR("r.md")}, &c->text);
        at = end + strlen("›");
    }
    buf_put(&c->text, str_slice(markdown, at, markdown.n));
}

static void fill(struct composition *c, struct str markdown) {
    put_values(c, markdown);
    printed_drop_lines(c);
    size_t lines = 1;
    for (size_t i = 0; i < markdown.n; i++)
        lines += markdown.p[i] == '\n';
    c->lines = arena_array(c->arena, lines, sizeof *c->lines);
    for (; c->line_count < lines; c->line_count++)
        c->lines[c->line_count] =
            (struct source_line){.file = STR("r.md"), .line = c->line_count + 1};
}

void oracle_open(struct oracle *oracle, struct str markdown) {
    *oracle = (struct oracle){.arena = arena_open(), .diag = diag_open()};
    struct composition *c = &oracle->composition;
    *c = (struct composition){.arena = oracle->arena,
                              .diag = oracle->diag,
                              .doc = document_open(oracle->arena, &theme),
                              .text = buf_open((size_t)1 << 24)};
    fill(c, markdown);
    markdown_blocks(c);
    if (!c->lost) {
        number_assign(c, NUMBERS_REPORT);
        markdown_parse_inlines(c);
        number_resolve(c);
    }
    footnotes_close(c);
    oracle->good = !c->failed;
}

void oracle_close(struct oracle *oracle) {
    buf_close(&oracle->composition.text);
    document_close(oracle->composition.doc);
    diag_close(oracle->diag);
    arena_close(oracle->arena);
}

size_t oracle_chance(uint64_t *seed, size_t n) {
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return (size_t)((*seed * 0x2545F4914F6CDD1Du) >> 33) % n;
}

static void put_paragraph(cmark_node *paragraph, struct buf *out) {
    char *html = cmark_render_html(paragraph, CMARK_OPT_DEFAULT);
    struct str text = str_trim(str_from(html));
    buf_put(out, str_slice(text, 3, text.n - 4)); /* <p> */
    free(html);
}

static void put_text(struct str text, struct buf *out) {
    cmark_node *paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH);
    cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
    struct buf literal = buf_open(SIZE_MAX / 2);
    buf_put(&literal, text);
    cmark_node_set_literal(node, buf_z(&literal));
    cmark_node_append_child(paragraph, node);
    put_paragraph(paragraph, out);
    cmark_node_free(paragraph);
    buf_close(&literal);
}

static void set_marks(cmark_node *root);

static void put_row(const struct doc_row *row, const char *tag, struct buf *out) {
    static const char *const aligns[] = {"", " align=\"center\"", " align=\"right\"",
                                         " align=\"right\""};
    buf_puts(out, "<tr>\n");
    for (size_t i = 0; i < row->count; i++) {
        const struct doc_cell *cell = &row->cells[i];
        buf_printf(out, "<%s%s>", tag, aligns[cell->align]);
        if (cell->content != NULL) {
            set_marks(cell->content);
            put_paragraph(cell->content, out);
        } else {
            put_text(cell->text, out);
        }
        buf_printf(out, "</%s>\n", tag);
    }
    buf_puts(out, "</tr>\n");
}

static void put_table(const struct doc_table *table, struct buf *out) {
    buf_puts(out, "<table>\n<thead>\n");
    put_row(&table->head[0], "th", out);
    buf_puts(out, "</thead>\n<tbody>\n");
    for (size_t i = 0; i < table->body_count; i++)
        put_row(&table->body[i], "td", out);
    buf_puts(out, "</tbody>\n</table>");
}

/* What cmark prints for the objects. */
static void set_marks(cmark_node *root) {
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        struct object *object = document_object(node);
        if (event != CMARK_EVENT_ENTER || object == NULL)
            continue;
        struct buf text = buf_open(SIZE_MAX / 2);
        if (object->kind == OBJECT_TABLE)
            put_table((const struct doc_table *)(const void *)object, &text);
        else if (object->kind == OBJECT_NOTE)
            buf_printf(&text, "<sup>%u</sup>",
                       ((const struct doc_note *)(const void *)object)->number);
        if (text.n > 0)
            cmark_node_set_on_enter(node, buf_z(&text));
        buf_close(&text);
    }
    cmark_iter_free(iter);
}

static void put_blocks(cmark_node *root, struct buf *out) {
    set_marks(root);
    char *html = cmark_render_html(root, CMARK_OPT_DEFAULT);
    buf_puts(out, html);
    free(html);
}

void oracle_body(const struct oracle *oracle, struct buf *out) {
    put_blocks(oracle->composition.doc->root, out);
}

void oracle_html(const struct oracle *oracle, struct buf *out) {
    const struct document *doc = oracle->composition.doc;
    put_blocks(doc->root, out);
    if (doc->note_count == 0)
        return;
    buf_puts(out, "<section>\n<ol>\n");
    for (size_t i = 0; i < doc->note_count; i++) {
        buf_puts(out, "<li>\n");
        put_blocks(doc->notes[i]->content, out);
        buf_puts(out, "</li>\n");
    }
    buf_puts(out, "</ol>\n</section>\n");
}

void oracle_messages(const struct oracle *oracle, struct buf *out) {
    size_t count;
    const struct diag_entry *entries = diag_entries(oracle->diag, &count);
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "%zu: %.*s", entries[i].place.line, STR_ARG(entries[i].text));
        if (entries[i].count > 1)
            buf_printf(out, " ×%zu, also %.*s", entries[i].count,
                       STR_ARG(entries[i].also));
        buf_char(out, '\n');
    }
}

/* Takes out what stands from `start` to `end`, both included, as often as it is there.
 */
static void drop(struct buf *text, const char *start, const char *end,
                 const char *instead) {
    struct buf out = buf_open(SIZE_MAX / 2);
    struct str all = buf_str(text);
    size_t at = 0;
    for (size_t from; (from = str_find(all, str_from(start), at)) != STR_NOT_FOUND;) {
        size_t to = str_find(all, str_from(end), from + strlen(start));
        assert_true(to != STR_NOT_FOUND);
        buf_put(&out, str_slice(all, at, from));
        buf_puts(&out, instead);
        at = to + strlen(end);
    }
    buf_put(&out, str_slice(all, at, all.n));
    buf_clear(text);
    buf_put(text, buf_str(&out));
    buf_close(&out);
}

static void replace(struct buf *text, const char *what, const char *instead) {
    drop(text, what, "", instead);
}

/* Only what a document can tell. */
static void simplify(struct buf *html) {
    drop(html, " <a href=\"#fnref", "</a>", "");
    drop(html, "<a href=\"#fnref", "</a>", "");
    drop(html, "<sup class=\"footnote-ref\"><a href=\"#fn-", "data-footnote-ref>",
         "<sup>");
    replace(html, "</a></sup>", "</sup>");
    drop(html, "<section class", ">", "<section>");
    drop(html, "<li id=\"fn", ">", "<li>");
    replace(html, " align=\"left\"", "");
}

static void read_gfm(struct str markdown, const char *options, struct buf *out) {
    char path[] = "/tmp/nqi-gfm-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, markdown.p, markdown.n), (ssize_t)markdown.n);
    close(file);
    struct buf command = buf_open(256);
    buf_printf(&command, "cmark-gfm %s -e table -e footnotes %s", options, path);
    command_read(buf_z(&command), out);
    buf_close(&command);
    unlink(path);
}

void oracle_gfm(struct str markdown, struct buf *out) {
    read_gfm(markdown, "", out);
    simplify(out);
}

void oracle_written(const struct oracle *oracle, struct buf *markdown,
                    struct buf *html) {
    assert_true(render_markdown(oracle->composition.doc, markdown, oracle->diag));
    read_gfm(buf_str(markdown), "--unsafe -e strikethrough -e autolink", html);
    simplify(html);
}
