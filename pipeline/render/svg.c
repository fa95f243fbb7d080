#include "render/svg.h"
#include "base/file.h"
#include "document/format.h"
#include "draw/chart.h"
#include "render/render.h"
#include "text/spacing.h"

/* What a drawing is printed with: the text width of the page, so that HTML and
   PDF show the same picture. */
#define WIDTH_DEFAULT 453.6f
#define MARK_HEIGHT 14.0f /* of the mark above a picture on its own */

struct svg {
    struct buf *out;
    const struct theme *theme;
    const struct fonts *fonts;
};

void svg_escape(struct str text, struct buf *out) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '&')
            buf_puts(out, "&amp;");
        else if (c == '<')
            buf_puts(out, "&lt;");
        else if (c == '>')
            buf_puts(out, "&gt;");
        else if (c == '"')
            buf_puts(out, "&quot;");
        else if (c == '\'')
            buf_puts(out, "&#39;");
        else if ((unsigned char)c >= 0x20 || c == '\n' || c == '\t')
            buf_char(out, c);
    }
}

static bool is_bold(const struct theme *theme, enum font_role role) {
    struct str style = theme->fonts[role].style;
    return role == FONT_SERIF_BOLD || role == FONT_SANS_BOLD ||
           str_find(style, STR("Bold"), 0) != STR_NOT_FOUND;
}

void svg_font_stack(const struct theme *theme, enum font_role role, struct buf *out) {
    struct str family = theme->fonts[role].family;
    if (family.n > 0) {
        buf_char(out, '\'');
        for (size_t i = 0; i < family.n; i++) /* a name, never the end of a value */
            if (family.p[i] != '\'' && family.p[i] != '"' && family.p[i] != '<' &&
                family.p[i] != '\\' && family.p[i] != ';')
                buf_char(out, family.p[i]);
        buf_puts(out, "',");
    }
    switch (role) {
    case FONT_SERIF:
    case FONT_SERIF_BOLD:
        buf_puts(out, "'Source Han Serif SC','Songti SC',SimSun,serif");
        return;
    case FONT_KAI:
        buf_puts(out, "'Kaiti SC',KaiTi,STKaiti,serif");
        return;
    case FONT_MONO:
        buf_puts(out, "'Source Han Mono SC',Menlo,Consolas,monospace");
        return;
    case FONT_SANS:
    case FONT_SANS_MEDIUM:
    case FONT_SANS_BOLD:
    case FONT_ROLE_COUNT:
        buf_puts(out,
                 "'Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif");
        return;
    }
}

static void put_colour(struct buf *out, uint32_t colour) {
    buf_printf(out, "#%06x", (unsigned)(colour & 0xFFFFFF));
}

static void put_number(struct buf *out, float value) {
    buf_fixed(out, (double)value, 2);
}

static void put_point(struct buf *out, float x, float y) {
    put_number(out, x);
    buf_char(out, ' ');
    put_number(out, y);
}

static void svg_path(void *self, const struct path_point *points, size_t count,
                     const struct paint *paint) {
    const struct svg *svg = self;
    struct buf *out = svg->out;
    buf_puts(out, "<path d=\"");
    for (size_t i = 0; i < count; i++) {
        const struct path_point *point = &points[i];
        switch (point->verb) {
        case PATH_MOVE:
            buf_char(out, 'M');
            put_point(out, point->x, point->y);
            break;
        case PATH_LINE:
            buf_char(out, 'L');
            put_point(out, point->x, point->y);
            break;
        case PATH_CURVE:
            buf_char(out, 'C');
            put_point(out, point->x1, point->y1);
            buf_char(out, ' ');
            put_point(out, point->x2, point->y2);
            buf_char(out, ' ');
            put_point(out, point->x, point->y);
            break;
        case PATH_CLOSE:
            buf_char(out, 'Z');
            break;
        }
    }
    buf_puts(out, "\" fill=\"");
    if (paint->fill == PAINT_NONE)
        buf_puts(out, "none");
    else
        put_colour(out, paint->fill);
    buf_char(out, '"');
    if (paint->stroke != PAINT_NONE) {
        buf_puts(out, " stroke=\"");
        put_colour(out, paint->stroke);
        buf_puts(out, "\" stroke-width=\"");
        put_number(out, paint->width);
        buf_char(out, '"');
        if (paint->round)
            buf_puts(out, " stroke-linejoin=\"round\" stroke-linecap=\"round\"");
    }
    buf_puts(out, "/>\n");
}

/* The drawing's root sets the face, size and colour of chart labels; only what
   differs is written. */
static void svg_text(void *self, float x, float y, enum text_anchor anchor,
                     enum font_role role, float size, uint32_t colour,
                     struct str text) {
    const struct svg *svg = self;
    const struct theme_text *usual = &svg->theme->chart_label;
    struct buf *out = svg->out;
    buf_puts(out, "<text x=\"");
    put_number(out, x);
    buf_puts(out, "\" y=\"");
    put_number(out, y);
    buf_char(out, '"');
    if (anchor == ANCHOR_MIDDLE)
        buf_puts(out, " text-anchor=\"middle\"");
    else if (anchor == ANCHOR_END)
        buf_puts(out, " text-anchor=\"end\"");
    if (!str_equal(svg->theme->fonts[role].family,
                   svg->theme->fonts[usual->role].family)) {
        buf_puts(out, " font-family=\"");
        svg_font_stack(svg->theme, role, out);
        buf_char(out, '"');
    }
    if (is_bold(svg->theme, role))
        buf_puts(out, " font-weight=\"700\"");
    if (size < usual->size || size > usual->size) {
        buf_puts(out, " font-size=\"");
        put_number(out, size);
        buf_char(out, '"');
    }
    if (colour != usual->colour) {
        buf_puts(out, " fill=\"");
        put_colour(out, colour);
        buf_char(out, '"');
    }
    buf_char(out, '>');
    svg_escape(text, out);
    buf_puts(out, "</text>\n");
}

/* A full-width mark of this class: it gives up half an em at a line's edge in a PDF,
   and none in a browser. */
static bool is_full(uint32_t cp, enum text_class class) {
    return cp >= 0x3000 && spacing_class(cp) == class;
}

static float svg_width(void *self, enum font_role role, float size, struct str text) {
    const struct svg *svg = self;
    float width = fonts_width(svg->fonts, role, size, text);
    uint32_t first = 0;
    if (text.n > 0)
        utf8_decode(text, 0, &first);
    width += is_full(first, CLASS_OPEN) ? size / 2 : 0;
    return width + (is_full(utf8_last(text), CLASS_CLOSE) ? size / 2 : 0);
}

static void svg_group(void *self, struct str title) {
    const struct svg *svg = self;
    buf_puts(svg->out, "<g>");
    if (title.n > 0) {
        buf_puts(svg->out, "<title>");
        svg_escape(title, svg->out);
        buf_puts(svg->out, "</title>\n");
    }
}

static void svg_end(void *self) {
    const struct svg *svg = self;
    buf_puts(svg->out, "</g>\n");
}

static void put_title(const struct document *doc, const struct doc_chart *chart,
                      struct buf *out) {
    svg_escape(chart->label, out);
    if (chart->label.n > 0 && chart->caption.n > 0)
        svg_escape(doc->words.caption_gap, out);
    svg_escape(chart->caption, out);
    const struct page_mark *m = NULL;
    while ((m = page_marks_next(&doc->marks, true, m)) != NULL) {
        svg_escape(doc->words.open, out);
        svg_escape(m->words, out);
        svg_escape(doc->words.close, out);
    }
}

static void put_svg(const struct document *doc, const struct doc_chart *chart,
                    const struct fonts *fonts, bool alone, struct buf *out) {
    const struct theme *theme = doc->theme;
    float width = theme->page_width - theme->margin_left - theme->margin_right;
    if (width < 200)
        width = WIDTH_DEFAULT;
    float height = chart_height(chart, width);
    bool mark = alone && page_marks_next(&doc->marks, true, NULL) != NULL;
    float top = mark ? MARK_HEIGHT : 0;

    buf_puts(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 ");
    put_number(out, -top);
    buf_char(out, ' ');
    put_point(out, width, height + top);
    buf_char(out, '"');
    if (alone) {
        buf_puts(out, " width=\"");
        put_number(out, width);
        buf_puts(out, "pt\" height=\"");
        put_number(out, height + top);
        buf_puts(out, "pt\" lang=\"");
        svg_escape(doc->lang, out);
        buf_char(out, '"');
    }
    buf_puts(out, " role=\"img\" aria-labelledby=\"");
    svg_escape(chart->id, out);
    buf_puts(out, "-title ");
    svg_escape(chart->id, out);
    buf_puts(out, "-desc\" font-family=\"");
    svg_font_stack(theme, theme->chart_label.role, out);
    buf_puts(out, "\" font-size=\"");
    put_number(out, theme->chart_label.size);
    buf_puts(out, "\" fill=\"");
    put_colour(out, theme->chart_label.colour);
    buf_puts(out, "\">\n<title id=\"");
    svg_escape(chart->id, out);
    buf_puts(out, "-title\">");
    put_title(doc, chart, out);
    buf_puts(out, "</title>\n<desc id=\"");
    svg_escape(chart->id, out);
    buf_puts(out, "-desc\">");
    svg_escape(chart->alt, out);
    buf_puts(out, "</desc>\n");

    struct svg svg = {.out = out, .theme = theme, .fonts = fonts};
    if (alone) {
        buf_puts(out, "<rect x=\"0\" y=\"");
        put_number(out, -top);
        buf_puts(out, "\" width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    }
    if (mark) {
        struct buf words = buf_open(4096);
        page_marks_words(&doc->marks, true, doc->words.gap, &words);
        svg_text(&svg, width - 2, -4, ANCHOR_END, FONT_SANS_BOLD,
                 theme->chart_label.size, theme->alert, buf_str(&words));
        buf_close(&words);
    }
    struct canvas canvas = {.self = &svg,
                            .path = svg_path,
                            .text = svg_text,
                            .width = svg_width,
                            .group = svg_group,
                            .end = svg_end};
    chart_draw(chart, theme, width, height, &canvas);
    buf_puts(out, "</svg>\n");
}

void svg_chart(const struct document *doc, const struct doc_chart *chart,
               const struct fonts *fonts, struct buf *out) {
    put_svg(doc, chart, fonts, false, out);
}

bool render_svg(const struct document *doc, const struct doc_chart *chart,
                const struct fonts *fonts, struct buf *out, struct diag *diag) {
    buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    put_svg(doc, chart, fonts, true, out);
    if (!buf_ok(out))
        return diag_error(diag, chart->object.place, "picture %.*s is too large",
                          STR_ARG(chart->id));
    return true;
}

static size_t count(const struct document *doc) { return doc->chart_count; }

static struct str suffix(const struct document *doc, size_t i, struct arena *arena) {
    return arena_printf(arena, "-%.*s", STR_ARG(doc->charts[i]->id));
}

static bool render(const struct document *doc, size_t i,
                   const struct rendering *rendering, struct buf *out,
                   struct diag *diag) {
    const struct doc_chart *chart = doc->charts[i];
    if (!file_name_is_safe(chart->id))
        return diag_error(diag, chart->object.place,
                          "the id \"%.*s\" cannot be part of a file name",
                          STR_ARG(chart->id));
    return render_svg(doc, chart, rendering->fonts, out, diag);
}

const struct format_kind format_svg = {
    .kind = {"svg", "the pictures of the Markdown file", "Markdown 文件的插图"},
    .extension = "svg",
    .with = &format_md,
    .count = count,
    .suffix = suffix,
    .render = render,
};
