/* Figures, key figures, sign-off: the objects that are not tables. */
#include "document/chart.h"
#include "render/html.h"

void html_attribute(struct buf *out, const char *name, struct str value) {
    buf_printf(out, " %s=\"", name);
    html_text(value, out);
    buf_char(out, '"');
}

void html_mark(const struct page_mark *mark, struct buf *out) {
    buf_printf(out, " <span class=\"%s\">", mark->kind->label_class);
    html_text(mark->words, out);
    buf_puts(out, "</span>");
}

void html_caption_marks(const struct page_marks *marks, struct buf *out) {
    const struct page_mark *m = NULL;
    while ((m = page_marks_next(marks, true, m)) != NULL)
        html_mark(m, out);
}

void html_banner(const struct page_mark *mark, const char *words, struct buf *out) {
    buf_printf(out, "<p class=\"banner %s\" role=\"note\"><strong>",
               mark->kind->kind.name);
    html_text(mark->words, out);
    buf_printf(out, "</strong>　%s</p>\n", words);
}

void html_title_marks(const struct page_marks *marks, struct buf *out) {
    const struct page_mark *m = NULL;
    while ((m = page_marks_next(marks, true, m)) != NULL) {
        buf_puts(out, "【");
        html_text(m->words, out);
        buf_puts(out, "】");
    }
}

void html_mark_classes(const struct page_marks *marks, struct buf *out) {
    const struct page_mark *m = NULL;
    while ((m = page_marks_next(marks, true, m)) != NULL)
        buf_printf(out, " is-%s", m->kind->kind.name);
}

void html_notes(const struct html *html, const struct str *notes, size_t count,
                struct str source, struct buf *out) {
    const struct theme *theme = html->doc->theme;
    if (count == 0 && source.n == 0)
        return;
    buf_puts(out, "<div class=\"notes\">\n");
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, i == 0 ? "<p>" : "<p class=\"more\">");
        if (i == 0)
            html_text(theme->note_prefix, out);
        if (count > 1)
            buf_printf(out, "%zu. ", i + 1);
        html_words(html, notes[i], out);
        buf_puts(out, "</p>\n");
    }
    if (source.n > 0) {
        buf_puts(out, "<p class=\"source\">");
        html_text(theme->source_prefix, out);
        html_text(source, out);
        buf_puts(out, "</p>\n");
    }
    buf_puts(out, "</div>\n");
}

void html_figure(struct html *html, const struct doc_chart *chart, struct buf *out) {
    buf_printf(out, "<figure class=\"%s\"", chart->kind->kind.name);
    html_attribute(out, "id", chart->id);
    buf_puts(out, ">\n<figcaption><span class=\"line\"><span class=\"title\">");
    if (chart->label.n > 0) {
        buf_puts(out, "<span class=\"label\">");
        html_text(chart->label, out);
        buf_puts(out, "</span>　");
    }
    html_words(html, chart->caption, out);
    html_caption_marks(&html->doc->marks, out);
    buf_puts(out, "</span>");
    if (chart->unit.n > 0) {
        buf_puts(out, "<span class=\"unit\">");
        html_text(html->doc->theme->unit_prefix, out);
        html_text(chart->unit, out);
        buf_puts(out, "</span>");
    }
    buf_puts(out, "</span></figcaption>\n<div class=\"scroll\" tabindex=\"0\">\n");
    svg_chart(html->doc, chart, html->fonts, out);
    buf_puts(out, "</div>\n");
    html_notes(html, chart->notes, chart->note_count, chart->source, out);
    buf_puts(out, "</figure>\n");
}

static const char *tone_name(enum doc_tone tone) {
    switch (tone) {
    case TONE_NONE:
        return NULL;
    case TONE_ACCENT:
        return "accent";
    case TONE_ALERT:
        return "alert";
    case TONE_MUTED:
        return "muted";
    case TONE_GOOD:
        return "good";
    case TONE_WATCH:
        return "watch";
    case TONE_BAD:
        return "bad";
    }
    return NULL;
}

void html_kpi(const struct html *html, const struct doc_kpi *kpi, struct buf *out) {
    buf_puts(out, "<dl class=\"kpi\">\n");
    for (size_t i = 0; i < kpi->item_count; i++) {
        const struct kpi_item *item = &kpi->items[i];
        const char *tone = tone_name(item->tone);
        buf_puts(out, "<div");
        if (tone != NULL)
            buf_printf(out, " class=\"%s\"", tone);
        buf_puts(out, "><dt>");
        html_text(item->label, out);
        buf_puts(out, "</dt><dd class=\"value\"><b>");
        html_words(html, item->value, out);
        buf_puts(out, "</b>");
        if (item->unit.n > 0) {
            buf_puts(out, "<span class=\"of\">");
            html_text(item->unit, out);
            buf_puts(out, "</span>");
        }
        buf_puts(out, "</dd>");
        if (item->note.n > 0) {
            buf_puts(out, "<dd>");
            html_words(html, item->note, out);
            buf_puts(out, "</dd>");
        }
        buf_puts(out, "</div>\n");
    }
    buf_puts(out, "</dl>\n");
}

void html_signoff(const struct html *html, struct buf *out) {
    const struct document *doc = html->doc;
    const struct {
        const char *word;
        struct str value;
    } fields[] = {
        {"编制", doc->organisation}, {"制表", doc->compiled_by},
        {"审核", doc->reviewed_by},  {"签发", doc->approved_by},
        {"日期", doc->date},
    };
    buf_puts(out, "<dl class=\"signoff\">\n");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        buf_printf(out, "<div><dt>%s</dt><dd%s>", fields[i].word,
                   fields[i].value.n == 0 ? " class=\"blank\"" : "");
        html_text(fields[i].value, out);
        buf_puts(out, "</dd></div>\n");
    }
    buf_puts(out, "</dl>\n");
}
