#include "unit.h"

#include "base/file.h"
#include "fonts_double.h"
#include "render/render.h"
#include "sample_document.h"
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PAGE                                                                           \
    STR("<!doctype html>\n<html lang=\"{{lang}}\"><head><title>{{title}}</title>"      \
        "<style>{{ style }}</style></head>\n<body class=\"{{class}}\">{{banner}}"      \
        "{{cover}}{{contents}}<main>{{body}}{{notes}}</main>"                          \
        "<a href=\"{{root}}index.html\"></a></body></html>\n")

static bool has(struct str text, const char *needle) {
    return str_find(text, str_from(needle), 0) != STR_NOT_FOUND;
}

#define assert_has(text, needle)                                                       \
    do {                                                                               \
        if (!has(text, needle))                                                        \
            fail_msg("\"%s\" is not there", needle);                                   \
    } while (0)

struct fixture {
    struct arena *arena;
    struct diag *diag;
    struct document *doc;
    struct html_page page;
    struct buf out;
};

static int set_up(void **state) {
    struct fixture *f = memory_alloc(sizeof *f);
    f->arena = arena_open();
    f->diag = diag_open();
    f->doc = sample_document(f->arena);
    f->page = (struct html_page){.template_text = PAGE, .root = STR("../../")};
    f->out = buf_open(1 << 24);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *f = *state;
    buf_close(&f->out);
    document_close(f->doc);
    diag_close(f->diag);
    arena_close(f->arena);
    free(f);
    return 0;
}

static struct str render(struct fixture *f) {
    buf_clear(&f->out);
    assert_true(render_html(f->doc, &f->page, NULL, &f->out, f->diag));
    assert_int_equal(diag_count(f->diag, DIAG_ERROR), 0);
    return buf_str(&f->out);
}

/* The text of the markup from `at` to `end`: tags gone, entities read. */
static void text_of(struct str html, size_t at, size_t end, struct buf *out) {
    static const char *const entities[][2] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
    while (at < end) {
        struct str rest = str_slice(html, at, end);
        if (str_starts(rest, STR("<br>"))) {
            buf_char(out, '\n');
            at += 4;
            continue;
        }
        if (html.p[at] == '<') {
            at = str_find(html, STR(">"), at) + 1;
            continue;
        }
        size_t n = 1;
        for (size_t i = 0; i < 5; i++) {
            if (str_starts(rest, str_from(entities[i][0]))) {
                buf_puts(out, entities[i][1]);
                n = strlen(entities[i][0]);
            }
        }
        if (n == 1)
            buf_char(out, html.p[at]);
        at += n;
    }
}

static void the_ways_out_stand_at_the_head(void **state) {
    struct fixture *f = *state;
    f->doc->stem = STR("2023-甲");
    f->doc->report = STR("element");
    assert_int_equal(str_find(render(f), STR("class=\"ways\""), 0), STR_NOT_FOUND);
    f->page.formats = format_usual();
    f->page.after = (struct html_neighbour){STR("2023-乙"), STR("乙&丙")};
    struct str html = render(f);
    assert_has(html,
               "<a href=\"../../index.html#element\">全部报告</a>\n"
               "<a href=\"2023-%E7%94%B2.pdf\">PDF</a>\n"
               "<a href=\"2023-%E7%94%B2.md\">Markdown</a>\n"
               "<a href=\"2023-%E7%94%B2.csv\">CSV</a>\n"
               "<a rel=\"next\" href=\"2023-%E4%B9%99.html\">下一份：乙&amp;丙</a>");
    assert_int_equal(str_find(html, STR("rel=\"prev\""), 0), STR_NOT_FOUND);
    assert_true(str_find(html, STR("class=\"ways\""), 0) <
                str_find(html, STR("<h1>"), 0));
}

/* Where a table of so many columns stands on paper; in parts every cell is there. */
static void wide_tables_have_their_room_on_paper(void **state) {
    struct fixture *f = *state;
    static const struct {
        size_t columns;
        const char *class_name;
        bool parts;
    } cases[] = {{5, "", false},
                 {10, " smaller", false},
                 {16, " smaller turned", false},
                 {60, " smaller turned parted", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t columns = cases[i].columns;
        struct doc_table *table = sample_table(f->doc, "表9", columns, 2);
        table->caption = arena_printf(f->arena, "%zu列", columns);
        for (size_t c = 1; c < columns; c++) {
            table->head[0].cells[c].text = arena_printf(f->arena, "%zu月", c);
            for (size_t r = 0; r < 2; r++)
                table->body[r].cells[c].text =
                    arena_printf(f->arena, "%zu1,2%zu.5", r + 1, 100 + c);
        }
        sample_block(f->doc, &table->object);
        struct str html = render(f);
        size_t at = str_find(html, table->caption, 0);
        struct str own = str_slice(html, at, html.n); /* it is the last one */
        struct str before = str_slice(html, 0, at);
        size_t open = 0;
        for (size_t k = 0;
             (k = str_find(before, STR("<div class=\"table"), k)) != STR_NOT_FOUND; k++)
            open = k;
        struct str wanted =
            arena_printf(f->arena, "<div class=\"table%s%s\"",
                         columns > 8 ? " wide" : "", cases[i].class_name);
        if (!str_starts(str_slice(before, open, before.n), wanted))
            fail_msg("%zu columns: %.60s", columns, before.p + open);
        size_t part =
            str_find(own, STR("<table class=\"part\" aria-hidden=\"true\">"), 0);
        assert_int_equal(part != STR_NOT_FOUND, cases[i].parts);
        for (size_t c = 1; cases[i].parts && c < columns; c++) {
            assert_has(str_slice(own, part, own.n),
                       arena_printf(f->arena, ">11,2%zu.5</td>", 100 + c).p);
            assert_has(str_slice(own, part, own.n),
                       arena_printf(f->arena, ">%zu月</td>", c).p);
        }
    }
}

/* A long address may break behind its signs; what is read and copied is the address. */
static void long_addresses_may_break(void **state) {
    struct fixture *f = *state;
    static const char address[] =
        "https://www.samr.gov.cn/very/long/path/index-0123456789abcdefghijklmnop.html";
    sample_append(f->doc, f->doc->root,
                  arena_printf(f->arena, "见<%s>和 short/word。", address).p);
    struct str html = render(f);
    assert_has(html, "https://<wbr>www.<wbr>samr.<wbr>gov.<wbr>cn/<wbr>very/<wbr>");
    assert_has(html, "index-<wbr>0123456789ab<wbr>cdefghijklmn<wbr>op.<wbr>html</a>");
    assert_has(html, "short/word。");
    size_t at = str_find(html, STR("见<a href=\"https://www.samr"), 0);
    struct buf text = buf_open(1024);
    text_of(html, at, str_find(html, STR("</p>"), at), &text);
    assert_str(buf_str(&text),
               arena_printf(f->arena, "见%s和 short/word。", address).p);
    buf_close(&text);
}

/* Words of a language are not broken, nor does a bracket or quotation mark begin a
   line. */
static void words_are_not_broken(void **state) {
    struct fixture *f = *state;
    sample_append(
        f->doc, f->doc->root,
        "It concerns (telecommunications), interoperability/compatibility, "
        "“internationalization”, counterrevolutionaries/(internationalists).");
    assert_has(render(f), "It concerns (telecommunications), interoperability/<wbr>"
                          "compatibility, “internationalization”, "
                          "counterrevolutionaries/(internationalists).");
}

/* The numbers of sources stand in a word of their own, which the page keeps with the
   word before. */
static void numbers_of_sources_are_kept(void **state) {
    struct fixture *f = *state;
    f->doc->tables[0]->source = STR("国家统计局[1]；认监委[12]、[x]、[]、a[3");
    struct str html = render(f);
    assert_has(html, "国家统计局<span class=\"cite\">[1]</span>；认监委<span "
                     "class=\"cite\">[12]</span>、[x]、[]、a[3");
}

static const char *cell_of(struct fixture *f, const void *fonts, const char *text,
                           enum doc_tone tone) {
    struct doc_cell *cell = &f->doc->tables[0]->body[0].cells[0];
    cell->text = str_from(text);
    cell->tone = tone;
    buf_clear(&f->out);
    assert_true(render_html(f->doc, &f->page, fonts, &f->out, f->diag));
    return arena_copy(f->arena, buf_str(&f->out)).p;
}

/* Cells, captions and titles say where a line may end, short ones nowhere. */
static void lines_end_between_words(void **state) {
    struct fixture *f = *state;
    static const char fonts[] = "any";
    f->doc->title = STR("质量发展报告");
    f->doc->tables[0]->caption = STR("各省证书数量");
    struct str html = str_from(cell_of(f, fonts, "检验检测机构", TONE_NONE));
    assert_has(html, ">检验<wbr>检测<wbr>机构</");
    assert_has(html, ">质量<wbr>发展<wbr>报告</h1>");
    assert_has(html, "各省<wbr>证书<wbr>数量");
    assert_has(str_from(cell_of(f, fonts, "检验检测机", TONE_NONE)), ">检验检测机</");
    assert_has(str_from(cell_of(f, NULL, "检验检测机构", TONE_NONE)),
               ">检验检测机构</");
}

/* The sign of a light is coloured, and the ground of one that alarms. */
static void signals_are_coloured_alone(void **state) {
    struct fixture *f = *state;
    struct str html = str_from(cell_of(f, NULL, "■ 12.5", TONE_BAD));
    assert_has(html, " alarm\"><span class=\"bad\">■</span> 12.5</");
    html = str_from(cell_of(f, NULL, "● 正常", TONE_GOOD));
    assert_has(html, "\"><span class=\"good\">●</span> 正常</");
    assert_false(has(html, "alarm"));
    html = str_from(cell_of(f, NULL, "▼1", TONE_WATCH));
    assert_has(html, " watch\">▼1</");
    html = str_from(cell_of(f, NULL, "低 12.5", TONE_BAD));
    assert_has(html, " bad\">低 12.5</");
}

static void a_theme_has_its_own_foot(void **state) {
    struct fixture *f = *state;
    struct theme theme = *f->doc->theme;
    f->doc->theme = &theme;
    f->doc->organisation = STR("某局");
    assert_has(render(f), "<p class=\"office\">");
    theme.cover_foot = STR("内部资料　{period}");
    f->doc->period_label = STR("2023年");
    struct str html = render(f);
    assert_has(html, "<p class=\"office\">内部资料　2023年</p>");
    assert_false(has(html, "class=\"roles\""));
    theme.cover_foot = STR("");
    assert_false(has(render(f), "class=\"foot\""));
}

/* Where the names of a chart's bars end, that all have this one. */
static double names_end(struct fixture *f, const char *name) {
    const struct doc_chart *chart = NULL;
    for (size_t i = 0; i < f->doc->chart_count; i++)
        if (f->doc->charts[i]->item_count > 0 && chart == NULL)
            chart = f->doc->charts[i];
    assert_non_null(chart);
    for (size_t i = 0; i < chart->item_count; i++)
        chart->items[i].label = str_from(name);
    buf_clear(&f->out);
    assert_true(render_svg(f->doc, chart, NULL, &f->out, f->diag));
    struct str svg = buf_str(&f->out);
    size_t at = str_find(svg, arena_printf(f->arena, "%s</text>", name), 0), from = 0;
    assert_true(at != STR_NOT_FOUND);
    for (size_t k = 0; (k = str_find(svg, STR("<text x=\""), k)) < at; k++)
        from = k;
    return strtod(svg.p + from + strlen("<text x=\""), NULL);
}

/* A browser does not trim a bracket at the end of a name: it has its room. */
static void names_have_their_room_in_a_browser(void **state) {
    struct fixture *f = *state;
    const char *plain = "第十二个县级行政区划市", *bracket = "第十二个县级行政区（市）";
    double more = names_end(f, bracket) - names_end(f, plain);
    double size = (double)f->doc->theme->chart_label.size;
    assert_true(fabs(more - 1.5 * size) < 0.02);
}

/* The elements that are opened are closed, in order. */
static void check_balance(struct str html) {
    static const char *const empty[] = {"br", "hr", "meta", "!doctype", "wbr"};
    struct str open[256];
    size_t depth = 0;
    for (size_t at = 0; (at = str_find(html, STR("<"), at)) != STR_NOT_FOUND;) {
        size_t end = str_find(html, STR(">"), at);
        struct str tag = str_slice(html, at + 1, end);
        size_t n = 0;
        while (n < tag.n && tag.p[n] != ' ' && tag.p[n] != '\n')
            n++;
        struct str name = str_slice(tag, 0, n);
        bool alone = str_ends(tag, STR("/")) || str_starts(tag, STR("!--"));
        for (size_t i = 0; i < 5; i++)
            alone = alone || str_equal(name, str_from(empty[i]));
        if (tag.p[0] == '/') {
            assert_true(depth > 0);
            depth--;
            if (!str_equal(open[depth], str_slice(name, 1, name.n)))
                fail_msg("<%.*s> is closed by <%.*s>", STR_ARG(open[depth]),
                         STR_ARG(name));
        } else if (!alone) {
            assert_true(depth < 256);
            open[depth++] = name;
        }
        at = end + 1;
    }
    assert_int_equal(depth, 0);
}

/* The text of every body cell is the document's, character by character. */
static void cells_are_exact(void **state) {
    struct fixture *f = *state;
    f->doc->tables[0]->body[2].cells[2].text = STR("<1,234.50> & \"x\"");
    f->doc->tables[0]->body[3].cells[2].text = STR("12%");
    struct str html = render(f);
    size_t at = 0;
    struct buf text = buf_open(65536);
    for (size_t t = 0; t < f->doc->table_count; t++) {
        const struct doc_table *table = f->doc->tables[t];
        at = str_find(html, STR("<tbody>"), at);
        for (size_t r = 0; r < table->body_count; r++) {
            at = str_find(html, STR("<tr"), at);
            at = str_find(html, STR(">"), at) + 1;
            for (size_t c = 0; c < table->body[r].count; c++) {
                size_t open = str_find(html, STR(">"), at) + 1;
                size_t td = str_find(html, STR("</td>"), open);
                size_t th = str_find(html, STR("</th>"), open);
                size_t close = td < th ? td : th;
                buf_clear(&text);
                text_of(html, open, close, &text);
                assert_str(table->body[r].cells[c].text, buf_z(&text));
                at = close + 5;
            }
        }
    }
    buf_close(&text);
}

static void decimals_are_padded(void **state) {
    struct fixture *f = *state;
    struct str html = render(f);
    assert_has(html, " data-f=\".5\">601,234</td>"); /* beside 498,120.5 */
    assert_has(html, " data-f=\"5\">+6.0</td>");     /* beside −1.25 */
    assert_has(html, " data-f=\".25\">—</td>");
    assert_has(html, ">498,120.5</td>");
    assert_false(has(html, "data-f=\"\""));
}

static void page_is_whole(void **state) {
    struct fixture *f = *state;
    struct str html = render(f);
    check_balance(html);
    assert_has(html, "<html lang=\"zh-CN\">");
    assert_has(html, "<title>安徽省质量基础设施年度报告，2023年</title>");
    assert_has(html, "<h2 id=\"sec-overview\">\n<span class=\"number\">一</span>　总体"
                     "情况\n</h2>");
    assert_has(html,
               "<h3 id=\"sec-rank\">\n<span class=\"number\">（一）</span>位次\n</h3>");
    assert_has(html, "<a href=\"#sec-method\"><span class=\"number\">附录一</span>");
    assert_has(html, "id=\"tbl-rank\"");
    assert_has(html, "<a href=\"#tbl-rank\">表1</a>");
    assert_has(html, "<span class=\"unit\">单位：张</span>");
    assert_has(html,
               "<th scope=\"colgroup\" class=\"c group n\" colspan=\"2\">有效证书");
    assert_has(html,
               "<th scope=\"rowgroup\" class=\"l n\" colspan=\"5\">东部地区</th>");
    assert_has(html, "<figure class=\"bars\" id=\"fig-bars\">");
    assert_has(html, "id=\"mark-1\" href=\"#note-1\">1</a>");
    assert_has(html, "<li id=\"note-1\">按 <em>可比口径</em> 计算");
    assert_has(html, "href=\"#mark-1\"");
    assert_has(html, "CO<sub>2</sub>");
    assert_has(html, "<span lang=\"en\">carbon dioxide</span>");
    assert_has(html, "<section class=\"summary\" lang=\"zh-CN\"");
    assert_has(html, "href=\"../../index.html\"");
    assert_false(has(html, "演示数据"));
    assert_false(has(html, "{{"));
}

/* Page, title, every caption and every picture say that it is a demonstration. */
static void demo_is_marked(void **state) {
    struct fixture *f = *state;
    page_marks_add(&f->doc->marks, &page_mark_demo, (struct str){0});
    struct str html = render(f);
    assert_has(html, "<title>【演示数据】");
    assert_has(html, "class=\"banner demo\"");
    size_t marks = 0, wanted = f->doc->table_count + f->doc->chart_count;
    for (size_t at = 0; (at = str_find(html, STR("<span class=\"demo\">演示数据"),
                                       at)) != STR_NOT_FOUND;
         at++)
        marks++;
    assert_int_equal(marks, wanted);
    check_balance(html);
}

/* Rendering leaves the tree as it was: any order, any number of times. */
static void tree_is_untouched(void **state) {
    struct fixture *f = *state;
    struct buf first = buf_open(1 << 24), markdown = buf_open(1 << 24),
               again = buf_open(1 << 24);
    buf_put(&first, render(f));
    assert_true(render_markdown(f->doc, &markdown, f->diag));
    assert_str(render(f), buf_z(&first));
    assert_true(render_markdown(f->doc, &again, f->diag));
    assert_str(buf_str(&again), buf_z(&markdown));
    buf_close(&first);
    buf_close(&markdown);
    buf_close(&again);
}

static void markup_in_data_stays_text(void **state) {
    struct fixture *f = *state;
    struct str bad = STR("</title><script>alert(1)</script>\"'&");
    f->doc->title = f->doc->title_en = f->doc->series = bad;
    f->doc->organisation = f->doc->compiled_by = f->doc->period_label = bad;
    struct doc_table *table = f->doc->tables[0];
    table->caption = table->unit = table->notes[0] = table->source = bad;
    table->body[1].cells[0].text = table->head[0].cells[0].text = bad;
    table->body[3].cells[2].text = STR("1\" onclick=x");
    struct doc_chart *chart = f->doc->charts[0];
    chart->caption = chart->alt = chart->items[0].label = chart->items[0].text = bad;
    f->doc->charts[1]->series[0].name = bad;
    f->doc->headings[0]->label = bad;
    sample_append(f->doc, f->doc->root,
                  "[x](javascript:alert(1)) <script>alert(2)</script>\n\n<b>raw</b>\n");
    struct str html = render(f);
    assert_false(has(html, "<script"));
    assert_false(has(html, "javascript:"));
    assert_false(has(html, "<b>raw"));
    check_balance(html);
}

/* Pictures on their own: well-formed, named, with what they say in words. */
static void pictures_stand_alone(void **state) {
    struct fixture *f = *state;
    page_marks_add(&f->doc->marks, &page_mark_demo, (struct str){0});
    for (size_t i = 0; i < f->doc->chart_count; i++) {
        struct doc_chart *chart = f->doc->charts[i];
        chart->caption = STR("<a> & \x01\"b\"");
        buf_clear(&f->out);
        assert_true(render_svg(f->doc, chart, NULL, &f->out, f->diag));
        struct str svg = buf_str(&f->out);
        size_t head = str_find(svg, STR("<svg"), 0);
        check_balance(str_slice(svg, head, svg.n));
        assert_has(svg, "　&lt;a&gt; &amp; &quot;b&quot;（演示数据）</title>");
        assert_has(svg, ">演示数据</text>");
        assert_has(svg, "<desc id=");
        assert_false(has(svg, "nan"));
    }
}

/* Source lines joined: a browser would show a space between two Han characters. */
static void broken_lines_join(void **state) {
    struct fixture *f = *state;
    sample_append(f->doc, f->doc->root, "质量\n强国 and\nmore，\n末\n");
    assert_has(render(f), "<p>质量强国 and\nmore，末</p>");
}

static void template_errors_are_placed(void **state) {
    struct fixture *f = *state;
    static const struct {
        const char *text;
        size_t line, column;
        const char *hint;
    } cases[] = {
        {"{{title}}\n中{{ bady }}{{style}}", 2, 2, "did you mean \"body\"?"},
        {"<p>{{title}", 1, 4, NULL},
        {"{{title}}{{style}}{{banner}}{{cover}}{{notes}}", 0, 0, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct diag *diag = diag_open();
        f->page.template_text = str_from(cases[i].text);
        buf_clear(&f->out);
        assert_false(render_html(f->doc, &f->page, NULL, &f->out, diag));
        size_t count;
        const struct diag_entry *entries = diag_entries(diag, &count);
        assert_true(count > 0);
        assert_str(entries[0].place.file, "templates/page.html");
        assert_int_equal(entries[0].place.line, cases[i].line);
        assert_int_equal(entries[0].place.column, cases[i].column);
        if (cases[i].hint != NULL)
            assert_str(entries[0].hint, cases[i].hint);
        diag_close(diag);
    }
}

static void style_cannot_end_itself(void **state) {
    struct fixture *f = *state;
    struct diag *diag = diag_open();
    f->page.style = STR("p {}\n</style>");
    assert_false(render_html(f->doc, &f->page, NULL, &f->out, diag));
    size_t count;
    const struct diag_entry *entries = diag_entries(diag, &count);
    assert_int_equal(count, 1);
    assert_int_equal(entries[0].place.line, 2);
    diag_close(diag);
}

/* The editors' own page fills without an error and needs nothing from outside. */
static void shipped_page_is_good(void **state) {
    struct fixture *f = *state;
    assert_true(file_read(AT_FDCWD, "templates/page.html", 1 << 20, f->arena,
                          &f->page.template_text, NULL, f->diag));
    assert_true(file_read(AT_FDCWD, "templates/style.css", 1 << 20, f->arena,
                          &f->page.style, NULL, f->diag));
    struct str html = render(f);
    check_balance(html);
    assert_false(has(html, "<script"));
    assert_false(has(html, "<link"));
    assert_false(has(html, "url("));
    assert_false(has(html, "@import"));
    assert_false(has(html, " src="));
}

/* A figure that makes up a cell is an attribute of the cell; elsewhere it is <data>. */
static void figures_carry_their_ids(void **state) {
    struct fixture *f = *state;
    struct doc_figures *figures = f->doc->figures;
    const struct doc_figure *known = doc_figures_add(
        figures, &(struct doc_figure){.text = STR("9"), .number = 9.25, .identity = 1});
    const struct doc_figure *missing = doc_figures_add(
        figures, &(struct doc_figure){.text = STR("—"), .number = NAN, .identity = 2});
    struct doc_table *table = f->doc->tables[0];
    struct doc_cell *cell = &table->body[0].cells[0];
    cell->text = arena_copy(f->arena, STR("9"));
    doc_figures_set_runs(figures, cell->text, &(struct doc_run){0, 1, known}, 1);
    table->caption = arena_copy(f->arena, STR("自9至—<止>"));
    doc_figures_set_runs(figures, table->caption,
                         (struct doc_run[]){{3, 4, known}, {7, 10, missing}}, 2);
    struct str page = render(f);
    assert_has(page, "自<data value=\"9.25\" data-figure=\"f-1");
    assert_has(page, "\">9</data>至<data value=\"\" data-figure=\"f-2");
    assert_has(page, "\">—</data>&lt;止&gt;");
    assert_has(page, " data-figure=\"f-10000000\">9</t");
    struct doc_cell *head = &table->head[0].cells[0]; /* of two lines */
    head->text = arena_copy(f->arena, STR("甲9\n9乙"));
    doc_figures_set_runs(figures, head->text,
                         (struct doc_run[]){{3, 4, known}, {5, 6, known}}, 2);
    page = render(f);
    assert_has(page, "甲<data value=\"9.25\" data-figure=\"f-10000000\">9</data><br>"
                     "<data value=\"9.25\" data-figure=\"f-10000000\">9</data>乙");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cells_are_exact, set_up, tear_down),
        cmocka_unit_test_setup_teardown(long_addresses_may_break, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_are_not_broken, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_ways_out_stand_at_the_head, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(wide_tables_have_their_room_on_paper, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(lines_end_between_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(signals_are_coloured_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_theme_has_its_own_foot, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_have_their_room_in_a_browser, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(numbers_of_sources_are_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(decimals_are_padded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(page_is_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(demo_is_marked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tree_is_untouched, set_up, tear_down),
        cmocka_unit_test_setup_teardown(markup_in_data_stays_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(pictures_stand_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(broken_lines_join, set_up, tear_down),
        cmocka_unit_test_setup_teardown(template_errors_are_placed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(style_cannot_end_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shipped_page_is_good, set_up, tear_down),
        cmocka_unit_test_setup_teardown(figures_carry_their_ids, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
