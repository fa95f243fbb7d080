/* Figures, key figures, sign-off: the objects that are not tables. */
#include "document/chart.h"
#include "document/picture.h"
#include "render/html.h"
#include "words/words.h"

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

void html_banner(const struct page_mark *mark, const char *why,
                 const struct printed_words *words, struct buf *out) {
    buf_printf(out, "<p class=\"banner %s\" role=\"note\"><strong>",
               mark->kind->kind.name);
    html_text(mark->words, out);
    buf_puts(out, "</strong>");
    html_text(words->gap, out);
    html_text(words_text(words->vocabulary, why), out);
    buf_puts(out, "</p>\n");
}

void html_title_marks(const struct page_marks *marks, const struct printed_words *words,
                      struct buf *out) {
    const struct page_mark *m = NULL;
    while ((m = page_marks_next(marks, true, m)) != NULL) {
        html_text(words->mark_open, out);
        html_text(m->words, out);
        html_text(words->mark_close, out);
    }
}

void html_mark_classes(const struct page_marks *marks, struct buf *out) {
    const struct page_mark *m = NULL;
    while ((m = page_marks_next(marks, true, m)) != NULL)
        buf_printf(out, " is-%s", m->kind->kind.name);
}

/* The numbers of sources, 国家统计局[1], stay with the word before them. */
static void put_cited(const struct html *html, struct str text, struct buf *out) {
    size_t from = 0;
    for (size_t at = 0; at < text.n; at++) {
        size_t end = printed_cited(text, at);
        if (end == at)
            continue;
        html_words_part(html, text, from, at, out);
        buf_puts(out, "<span class=\"cite\">");
        html_words_part(html, text, at, end, out);
        buf_puts(out, "</span>");
        from = end;
        at = end - 1;
    }
    html_words_part(html, text, from, text.n, out);
}

static void put_part(const struct html *html, const struct doc_part *part,
                     struct buf *out) {
    html_text(part->label, out);
    put_cited(html, part->text, out);
}

void html_notes(const struct html *html, const struct str *notes, size_t note_count,
                struct str source, struct buf *out) {
    size_t count;
    const struct doc_part *parts =
        printed_foot(html->doc, notes, note_count, source, html->arena, &count);
    if (count == 0)
        return;
    buf_puts(out, "<div class=\"notes\">\n");
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, parts[i].kind == PART_SOURCE ? "<p class=\"source\">"
                      : i == 0                     ? "<p>"
                                                   : "<p class=\"more\">");
        put_part(html, &parts[i], out);
        buf_puts(out, "</p>\n");
    }
    buf_puts(out, "</div>\n");
}

void html_caption(const struct html *html, struct str label, struct str caption,
                  struct str unit, struct buf *out) {
    buf_puts(out, "<span class=\"line\"><span class=\"title\">");
    if (label.n > 0) {
        buf_puts(out, "<span class=\"label\">");
        html_text(label, out);
        buf_puts(out, "</span>");
        html_text(html->doc->words.caption_gap, out);
    }
    html_words_broken(html, caption, 0, caption.n, out);
    html_caption_marks(&html->doc->marks, out);
    buf_puts(out, "</span>");
    if (unit.n > 0) {
        struct doc_part part = printed_unit(html->doc, unit);
        buf_puts(out, "<span class=\"unit\">");
        put_part(html, &part, out);
        buf_puts(out, "</span>");
    }
    buf_puts(out, "</span>");
}

void html_figure(struct html *html, const struct doc_chart *chart, struct buf *out) {
    buf_printf(out, "<figure class=\"%s\"", chart->kind->kind.name);
    html_attribute(out, "id", chart->id);
    buf_puts(out, ">\n<figcaption>");
    html_caption(html, chart->label, chart->caption, chart->unit, out);
    buf_puts(out, "</figcaption>\n<div class=\"scroll\" tabindex=\"0\">\n");
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
        html_words(html, item->label, out);
        buf_puts(out, "</dt><dd class=\"value\"><b>");
        html_words(html, item->value, out);
        buf_puts(out, "</b>");
        if (item->unit.n > 0) {
            buf_puts(out, "<span class=\"of\">");
            html_words(html, item->unit, out);
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

void html_picture(const struct theme_picture *picture, const char *class,
                  struct buf *out) {
    if (picture->picture == NULL)
        return;
    buf_printf(out, "<img class=\"%s\" alt=\"", class);
    html_text(picture->alt, out);
    buf_puts(out, "\" style=\"height:");
    buf_fixed(out, (double)picture->height, 1);
    buf_puts(out, "pt\" src=\"");
    picture_uri(picture->picture, out);
    buf_puts(out, "\">\n");
}

void html_signoff(const struct html *html, struct buf *out) {
    /* Nobody signs on a screen. */
    struct signoff signoff = printed_signoff_known(html->doc);
    if (signoff.count == 0) {
        html_picture(&html->doc->theme->seal, "seal", out);
        return;
    }
    buf_puts(out, "<dl class=\"signoff\">\n");
    for (size_t i = 0; i < signoff.count; i++) {
        const struct doc_part *part = &signoff.parts[i];
        buf_puts(out, "<div><dt>");
        html_text(part->label, out);
        buf_puts(out, "</dt><dd>");
        html_text(part->text, out);
        buf_puts(out, "</dd></div>\n");
    }
    buf_puts(out, "</dl>\n");
    html_picture(&html->doc->theme->seal, "seal", out);
}
