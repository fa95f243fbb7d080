/* The page around the content: page.html's placeholders and the style sheet. */
#include "render/html.h"

#define PAGE_FILE STR("templates/page.html")
#define STYLE_FILE STR("templates/style.css")

static struct place place_at(struct str file, struct str text, size_t at) {
    struct place place = {.file = file, .line = 1, .column = 1};
    for (size_t i = 0; i < at && i < text.n; i++) {
        if (text.p[i] == '\n') {
            place.line++;
            place.column = 1;
        } else if (((unsigned char)text.p[i] & 0xC0) != 0x80) {
            place.column++;
        }
    }
    return place;
}

static const struct html_field *field_named(const struct html_field *fields,
                                            size_t count, struct str name) {
    for (size_t i = 0; i < count; i++)
        if (str_equal(str_from(fields[i].name), name))
            return &fields[i];
    return NULL;
}

static bool unknown_field(const struct html_field *fields, size_t count,
                          struct place place, struct str name, struct diag *diag) {
    struct str names[32];
    size_t n = 0;
    struct buf all = buf_open(4096);
    for (size_t i = 0; i < count && i < 32; i++) {
        names[n++] = str_from(fields[i].name);
        buf_puts(&all, i > 0 ? ", " : "");
        buf_puts(&all, fields[i].name);
    }
    diag_error(diag, place, "no placeholder \"%.*s\"", STR_ARG(name));
    struct str near = diag_nearest(name, names, n);
    if (near.n > 0)
        diag_hint(diag, "did you mean \"%.*s\"?", STR_ARG(near));
    else
        diag_hint(diag, "a page can show: %s", buf_z(&all));
    buf_close(&all);
    return false;
}

bool html_fill(const struct html_page *page, const struct html_field *fields,
               size_t count, struct buf *out, struct diag *diag) {
    struct str text = page->template_text;
    bool used[32] = {false}, good = true;
    size_t at = 0;
    for (;;) {
        size_t open = str_find(text, STR("{{"), at);
        if (open == STR_NOT_FOUND)
            break;
        buf_put(out, str_slice(text, at, open));
        size_t close = str_find(text, STR("}}"), open + 2);
        if (close == STR_NOT_FOUND) {
            diag_error(diag, place_at(PAGE_FILE, text, open), "{{ without }}");
            return false;
        }
        struct str name = str_trim(str_slice(text, open + 2, close));
        const struct html_field *field = field_named(fields, count, name);
        if (field == NULL) {
            good = unknown_field(fields, count, place_at(PAGE_FILE, text, open), name,
                                 diag);
        } else {
            buf_put(out, field->value);
            if (field - fields < 32)
                used[field - fields] = true;
        }
        at = close + 2;
    }
    buf_put(out, str_slice(text, at, text.n));
    for (size_t i = 0; i < count && i < 32; i++) {
        if (fields[i].required && !used[i]) {
            good = diag_error(diag, (struct place){.file = PAGE_FILE},
                              "the page does not show {{%s}}", fields[i].name);
            diag_hint(diag, "without it a part of every report is lost");
        }
    }
    return good;
}

static void put_colour(struct buf *out, const char *name, uint32_t colour) {
    buf_printf(out, "--%s:#%06x;", name, (unsigned)(colour & 0xFFFFFF));
}

static void put_face(struct buf *out, const struct theme *theme, const char *name,
                     enum font_role role) {
    buf_printf(out, "--%s:", name);
    svg_font_stack(theme, role, out);
    buf_char(out, ';');
}

static void put_width(struct buf *out, const char *name, float points) {
    buf_printf(out, "--%s:", name);
    buf_fixed(out, (double)points, 2);
    buf_puts(out, "pt;");
}

bool html_style(const struct theme *theme, const struct html_page *page,
                struct buf *out, struct diag *diag) {
    size_t bad = str_find(page->style, STR("</"), 0);
    if (bad != STR_NOT_FOUND) { /* it would end the <style> element early */
        diag_error(diag, place_at(STYLE_FILE, page->style, bad),
                   "</ in the style sheet");
        diag_hint(diag, "write <\\/ inside strings and comments");
        return false;
    }
    buf_puts(out, ":root{");
    put_colour(out, "ink", theme->ink);
    put_colour(out, "accent", theme->accent);
    put_colour(out, "alert", theme->alert);
    put_colour(out, "grey", theme->grey);
    put_colour(out, "hairline", theme->hairline);
    put_colour(out, "tint", theme->tint);
    put_colour(out, "good", theme->good);
    put_colour(out, "watch", theme->watch);
    put_colour(out, "bad", theme->bad);
    put_face(out, theme, "serif", FONT_SERIF);
    put_face(out, theme, "sans", FONT_SANS);
    put_face(out, theme, "kai", FONT_KAI);
    put_face(out, theme, "mono", FONT_MONO);
    put_width(out, "rule-heavy", theme->rule_heavy);
    put_width(out, "rule-head", theme->rule_head);
    put_width(out, "rule-light", theme->rule_light);
    buf_puts(out, "}\n");
    buf_put(out, page->style);
    return true;
}
