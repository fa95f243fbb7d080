/* A report as one HTML file that needs nothing else: the tree through cmark's own
   renderer in its safe mode, our objects as the literals of custom nodes. */
#include "render/html.h"
#include "document/format.h"
#include "words/words.h"
#include <stdlib.h>

#define PART_MAX ((size_t)1 << 26)

static void put_note_mark(struct html *html, const struct doc_note *note,
                          struct buf *out) {
    unsigned seen = 0;
    if (note->number <= html->doc->note_count)
        seen = ++html->marks[note->number];
    buf_puts(out, "<sup class=\"mark\"><a role=\"doc-noteref\" id=\"mark-");
    buf_integer(out, note->number);
    if (seen > 1)
        buf_printf(out, "-%u", seen);
    buf_printf(out, "\" href=\"#note-%u\">%u</a></sup>", note->number, note->number);
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
        buf_puts(out, "<span");
        html_attribute(out, "lang", span->lang);
        buf_char(out, '>');
        return "</span>";
    }
    return "";
}

static const char *put_summary(const struct html *html,
                               const struct doc_summary *summary, struct buf *out) {
    buf_puts(out, "<section class=\"summary\"");
    if (summary->lang.n > 0)
        html_attribute(out, "lang", summary->lang);
    html_attribute(out, "aria-label", summary->title);
    buf_puts(out, ">\n<p class=\"title\">");
    html_words(html, summary->title, out);
    buf_puts(out, "</p>");
    return "</section>";
}

static const char *put_object(struct html *html, struct object *object,
                              struct buf *out) {
    /* Every object is a member of its struct, at its start. */
    switch (object->kind) {
    case OBJECT_TABLE:
        html_table(html, (const struct doc_table *)(const void *)object, out);
        return "";
    case OBJECT_CHART:
        html_figure(html, (const struct doc_chart *)(const void *)object, out);
        return "";
    case OBJECT_KPI:
        html_kpi(html, (const struct doc_kpi *)(const void *)object, out);
        return "";
    case OBJECT_SIGNOFF:
        html_signoff(html, out);
        return "";
    case OBJECT_SUMMARY:
        return put_summary(html, (const struct doc_summary *)(const void *)object, out);
    case OBJECT_COLUMNS:
        buf_puts(out, "<div class=\"columns\">");
        return "</div>";
    case OBJECT_PAGE:
        buf_puts(out, "<div class=\"page-break\"></div>");
        return "";
    case OBJECT_NOTE:
        put_note_mark(html, (const struct doc_note *)(const void *)object, out);
        return "";
    case OBJECT_SPAN:
        return put_span((const struct doc_span *)(const void *)object, out);
    case OBJECT_HEADING:
    case OBJECT_PRINTED: /* a TEXT */
    case OBJECT_PARAGRAPH:
        return "";
    }
    return "";
}

static void set_custom(struct html *html, cmark_node *node) {
    struct object *object = document_object(node);
    struct buf enter = buf_open(PART_MAX);
    const char *leave = object != NULL ? put_object(html, object, &enter) : "";
    if (object != NULL && !buf_ok(&enter))
        diag_error(html->diag, object->place, "this is too large for a page");
    if (enter.n > 0 && enter.p[enter.n - 1] == '\n')
        enter.n--; /* cmark ends the line itself */
    cmark_node_set_on_enter(node, buf_z(&enter));
    cmark_node_set_on_exit(node, leave);
    buf_close(&enter);
}

/* The page's <h1> is the report's title, so a heading of level 1 is an <h2>. */
static void swap_heading(struct html *html, cmark_node *node) {
    static const char *const leave[] = {"</h2>", "</h2>", "</h3>",
                                        "</h4>", "</h5>", "</h6>"};
    const struct doc_heading *heading =
        (const struct doc_heading *)(const void *)document_object(node);
    int level = cmark_node_get_heading_level(node);
    struct buf enter = buf_open(65536), label = buf_open(65536);
    buf_printf(&enter, "<h%d", level < 5 ? level + 1 : 6);
    if (heading != NULL && heading->id.n > 0)
        html_attribute(&enter, "id", heading->id);
    buf_char(&enter, '>');
    tree_swap(&html->swaps, node, CMARK_NODE_CUSTOM_BLOCK, &enter,
              leave[level > 0 && level < 6 ? level : 5]);
    if (heading != NULL && heading->label.n > 0) {
        buf_puts(&label, "<span class=\"number\">");
        html_text(heading->label, &label);
        buf_puts(&label, "</span>");
        html_text(printed_heading_gap(html->doc, heading), &label);
        tree_label(&html->swaps, &label);
    }
    buf_close(&enter);
    buf_close(&label);
}

void html_prepare(struct html *html, cmark_node *root) {
    static const cmark_node_type customs[] = {CMARK_NODE_CUSTOM_BLOCK,
                                              CMARK_NODE_CUSTOM_INLINE};
    size_t count;
    for (size_t k = 0; k < 2; k++) {
        cmark_node **nodes = tree_collect(root, customs[k], html->arena, &count);
        for (size_t i = 0; i < count; i++)
            set_custom(html, nodes[i]);
    }
    cmark_node **headings = tree_collect(root, CMARK_NODE_HEADING, html->arena, &count);
    for (size_t i = 0; i < count; i++)
        swap_heading(html, headings[i]);
    tree_join_han(&html->swaps, root);
    html_swap_printed(html, &html->swaps, root);
    html_swap_addresses(&html->swaps, root);
}

/* cmark_render_html() of a prepared tree. */
static void put_tree(cmark_node *root, struct buf *out) {
    char *text = cmark_render_html(root, CMARK_OPT_DEFAULT);
    buf_puts(out, text);
    free(text);
}

void html_inlines(struct html *html, cmark_node *paragraph, struct buf *out) {
    size_t count;
    cmark_node **nodes =
        tree_collect(paragraph, CMARK_NODE_CUSTOM_INLINE, html->arena, &count);
    for (size_t i = 0; i < count; i++)
        set_custom(html, nodes[i]);
    struct tree_swaps swaps = {.arena = html->arena};
    tree_join_han(&swaps, paragraph);
    html_swap_printed(html, &swaps, paragraph);
    html_swap_addresses(&swaps, paragraph);
    struct buf text = buf_open(PART_MAX);
    put_tree(paragraph, &text);
    tree_restore(&swaps);
    struct str inner = str_trim(buf_str(&text));
    if (str_starts(inner, STR("<p>")) && str_ends(inner, STR("</p>")))
        inner = str_slice(inner, 3, inner.n - 4);
    buf_put(out, inner);
    buf_close(&text);
}

static void put_line(struct buf *out, const char *class_name, struct str text) {
    if (text.n == 0)
        return;
    buf_printf(out, "<p class=\"%s\">", class_name);
    html_text(text, out);
    buf_puts(out, "</p>\n");
}

static void put_role(const struct document *doc, const struct doc_part *part,
                     struct buf *out) {
    html_text(part->label, out);
    html_text(part->text.n > 0 ? doc->words.colon : STR(""), out);
    html_text(part->text, out);
}

/* At the foot of the cover: the office at the left, at the right who answers for the
   report, with the names that are known; or the theme's own words. */
static void put_cover_foot(const struct html *html, struct buf *out) {
    const struct document *doc = html->doc;
    struct str own = doc->theme->cover_foot;
    if (own.p != NULL && own.n == 0)
        return;
    if (own.n > 0) {
        buf_puts(out, "<div class=\"foot\">\n");
        put_line(out, "office",
                 printed_form(doc, own, (struct printed_page){0}, html->arena));
        buf_puts(out, "</div>\n");
        return;
    }
    struct signoff signoff = printed_signoff_known(doc);
    if (signoff.count == 0)
        return;
    buf_puts(out, "<div class=\"foot\">\n");
    size_t first = signoff.parts[0].kind == PART_OFFICE ? 1 : 0;
    if (first > 0) {
        buf_puts(out, "<p class=\"office\">");
        put_role(doc, &signoff.parts[0], out);
        buf_puts(out, "</p>\n");
    }
    if (signoff.count > first) {
        buf_puts(out, "<p class=\"roles\">");
        for (size_t i = first; i < signoff.count; i++)
            if (signoff.parts[i].kind != PART_DATE) {
                buf_puts(out, "<span>");
                put_role(doc, &signoff.parts[i], out);
                buf_puts(out, "</span>");
            }
        buf_puts(out, "</p>\n");
    }
    buf_puts(out, "</div>\n");
}

static void put_cover(const struct html *html, struct buf *out) {
    const struct document *doc = html->doc;
    html_picture(&doc->theme->logo, "logo", out);
    if (doc->theme->cover_head.p != NULL) {
        put_line(out, "kicker",
                 printed_form(doc, doc->theme->cover_head, (struct printed_page){0},
                              html->arena));
    } else if (doc->series.n > 0 || doc->issue_number.n > 0) {
        buf_puts(out, "<p class=\"kicker\">");
        html_text(doc->series, out);
        html_text(doc->series.n > 0 && doc->issue_number.n > 0 ? doc->words.gap
                                                               : STR(""),
                  out);
        html_text(doc->issue_number, out);
        buf_puts(out, "</p>\n");
    }
    buf_puts(out, "<h1>");
    html_words_broken(html, doc->title, 0, doc->title.n, out);
    buf_puts(out, "</h1>\n");
    put_line(out, "period", doc->period_label);
    if (doc->title_en.n > 0) {
        buf_puts(out, "<p class=\"english\" lang=\"en\">");
        html_words(html, doc->title_en, out);
        if (doc->period_label_en.n > 0 &&
            str_find(doc->title_en, doc->period_label_en, 0) == STR_NOT_FOUND) {
            buf_puts(out, ", ");
            html_text(doc->period_label_en, out);
        }
        buf_puts(out, "</p>\n");
    }
    put_cover_foot(html, out);
}

static void put_banner(const struct document *doc, struct buf *out) {
    const struct page_mark *m = NULL;
    while ((m = page_marks_next(&doc->marks, false, m)) != NULL)
        html_banner(m, m->kind->banner, &doc->words, out);
}

static void put_contents_link(const struct document *doc,
                              const struct doc_heading *heading, struct buf *out) {
    buf_puts(out, "<li><a href=\"#");
    html_text(heading->id, out);
    buf_puts(out, "\">");
    if (heading->label.n > 0) {
        buf_puts(out, "<span class=\"number\">");
        html_text(heading->label, out);
        buf_puts(out, "</span>");
        html_text(printed_heading_gap(doc, heading), out);
    }
    html_text(heading->text, out);
    buf_puts(out, "</a>");
}

static void put_contents(const struct document *doc, struct buf *out) {
    bool inner = false, open = false;
    if (doc->heading_count == 0)
        return;
    buf_puts(out, "<nav class=\"contents\" aria-labelledby=\"contents-title\">\n"
                  "<h2 id=\"contents-title\">");
    html_text(doc->words.contents, out);
    buf_puts(out, "</h2>\n<ol>\n");
    for (size_t i = 0; i < doc->heading_count; i++) {
        const struct doc_heading *heading = doc->headings[i];
        if (heading->level > 2)
            continue;
        if (heading->level == 2 && open) {
            buf_puts(out, inner ? "</li>\n" : "\n<ol>\n");
            inner = true;
        } else {
            buf_puts(out, inner ? "</li>\n</ol>\n" : "");
            buf_puts(out, open ? "</li>\n" : "");
            inner = false;
            open = true;
        }
        put_contents_link(doc, heading, out);
    }
    buf_puts(out, inner ? "</li>\n</ol>\n" : "");
    buf_puts(out, open ? "</li>\n</ol>\n</nav>\n" : "</ol>\n</nav>\n");
}

/* A note of one paragraph is a line; of several blocks, the way back stands at the end
   of the last paragraph. */
static void put_note(struct html *html, const struct doc_note *note, struct buf *out) {
    cmark_node *only = cmark_node_first_child(note->content);
    struct buf back = buf_open(1024), text = buf_open(PART_MAX);
    buf_printf(&back, " <a class=\"back\" role=\"doc-backlink\" href=\"#mark-%u\"",
               note->number);
    html_attribute(&back, "aria-label", html->doc->words.back);
    buf_puts(&back, ">↩</a>");
    buf_printf(out, "<li id=\"note-%u\">", note->number);
    if (only != NULL && cmark_node_next(only) == NULL &&
        cmark_node_get_type(only) == CMARK_NODE_PARAGRAPH) {
        html_inlines(html, only, out);
        buf_put(out, buf_str(&back));
    } else {
        html_prepare(html, note->content);
        put_tree(note->content, &text);
        tree_restore(&html->swaps);
        struct str blocks = str_trim(buf_str(&text));
        bool paragraph = str_ends(blocks, STR("</p>"));
        buf_put(out, str_slice(blocks, 0, blocks.n - (paragraph ? 4 : 0)));
        buf_put(out, buf_str(&back));
        buf_puts(out, paragraph ? "</p>" : "");
    }
    buf_puts(out, "</li>\n");
    buf_close(&back);
    buf_close(&text);
}

static void put_footnotes(struct html *html, struct buf *out) {
    const struct document *doc = html->doc;
    if (doc->note_count == 0)
        return;
    buf_puts(out, "<section class=\"footnotes\" role=\"doc-endnotes\"");
    html_attribute(out, "aria-label", doc->words.footnotes);
    buf_puts(out, ">\n<ol>\n");
    for (size_t i = 0; i < doc->note_count; i++)
        put_note(html, doc->notes[i], out);
    buf_puts(out, "</ol>\n</section>\n");
}

static void put_code(const struct html *html, struct buf *out) {
    struct str code = printed_code(html->doc, html->arena);
    if (code.n == 0)
        return;
    buf_puts(out, "<p class=\"content-code\">");
    html_text(code, out);
    buf_puts(out, "</p>\n");
}

static void put_title(const struct document *doc, struct buf *out) {
    html_title_marks(&doc->marks, &doc->words, out);
    html_text(doc->title, out);
    if (doc->period_label.n > 0 &&
        str_find(doc->title, doc->period_label, 0) == STR_NOT_FOUND) {
        html_text(doc->words.comma, out);
        html_text(doc->period_label, out);
    }
}

/* style.css puts the colon of the first language behind the words of a sign-off. */
static void put_colon(const struct document *doc, struct buf *out) {
    struct str colon = doc->words.colon;
    if (!str_equal(colon, words_text((struct catalogue){0}, "sign.colon")))
        buf_printf(out, ".signoff dt::after{content:\"%.*s\"}\n", STR_ARG(colon));
}

bool render_html(const struct document *doc, const struct html_page *page,
                 const struct fonts *fonts, struct buf *out, struct diag *diag) {
    struct html html = {.doc = doc, .fonts = fonts, .diag = diag};
    enum { TITLE, STYLE, BANNER, COVER, CONTENTS, BODY, NOTES, LANG, CLASS, PARTS };
    struct buf part[PARTS];
    for (size_t i = 0; i < PARTS; i++)
        part[i] = buf_open(PART_MAX);
    html.arena = arena_open();
    html.swaps.arena = html.arena;
    html.marks = arena_array(html.arena, doc->note_count + 1, sizeof *html.marks);
    size_t errors = diag_count(diag, DIAG_ERROR);

    put_title(doc, &part[TITLE]);
    bool good = html_style(doc->theme, page, &part[STYLE], diag);
    put_colon(doc, &part[STYLE]);
    put_banner(doc, &part[BANNER]);
    html_ways(doc, page, &part[COVER]);
    put_cover(&html, &part[COVER]);
    put_contents(doc, &part[CONTENTS]);
    html_prepare(&html, doc->root);
    put_tree(doc->root, &part[BODY]);
    tree_restore(&html.swaps);
    put_footnotes(&html, &part[NOTES]);
    put_code(&html, &part[NOTES]);
    html_text(doc->lang, &part[LANG]);
    buf_puts(&part[CLASS], "report");
    html_mark_classes(&doc->marks, &part[CLASS]);

    const struct html_field fields[] = {
        {"lang", buf_str(&part[LANG]), false},
        {"title", buf_str(&part[TITLE]), true},
        {"style", buf_str(&part[STYLE]), true},
        {"class", buf_str(&part[CLASS]), false},
        {"root", page->root, false},
        {"to_text", doc->words.to_text, false},
        {"to_index", doc->words.to_index, false},
        {"banner", buf_str(&part[BANNER]), true},
        {"cover", buf_str(&part[COVER]), true},
        {"contents", buf_str(&part[CONTENTS]), false},
        {"body", buf_str(&part[BODY]), true},
        {"notes", buf_str(&part[NOTES]), true},
    };
    good = html_fill(page, fields, sizeof fields / sizeof *fields, out, diag) && good;
    for (size_t i = 0; i < PARTS; i++) {
        if (!buf_ok(&part[i]))
            good = diag_error(diag, (struct place){.file = doc->stem},
                              "the page is too large");
        buf_close(&part[i]);
    }
    arena_close(html.arena);
    return good && diag_count(diag, DIAG_ERROR) == errors && buf_ok(out);
}

static bool render(const struct document *doc, size_t i,
                   const struct rendering *rendering, struct buf *out,
                   struct diag *diag) {
    (void)i;
    return render_html(doc, rendering->page, rendering->fonts, out, diag);
}

const struct format_kind format_html = {
    .kind = {"html", "a page for a browser, in one file", "网页，单个文件"},
    .extension = "html",
    .place = 1,
    .label = "index.web",
    .short_label = "index.web_short",
    .render = render,
};
