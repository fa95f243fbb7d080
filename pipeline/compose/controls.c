#include "compose/controls.h"

/* As CommonMark counts them (6.2). */
#define DECIMAL_DIGITS 7
#define HEX_DIGITS 6

static int digit_of(char ch, unsigned base) {
    if (ch >= '0' && ch <= '9')
        return ch - '0';
    ch = (char)(ch | 0x20);
    return base == 16 && ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* A line feed and a tab are printed as blanks. */
static bool is_control(uint32_t cp) {
    return (cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7F && cp < 0xA0);
}

/* The byte behind the reference of a control character at `at`, or `at`. */
static size_t reference_end(struct str text, size_t at) {
    size_t i = at + 2;
    if (i >= text.n || text.p[at] != '&' || text.p[at + 1] != '#')
        return at;
    unsigned base = (text.p[i] | 0x20) == 'x' ? 16 : 10;
    i += base == 16;
    size_t start = i, most = base == 16 ? HEX_DIGITS : DECIMAL_DIGITS;
    uint32_t cp = 0;
    for (int digit; i < text.n && (digit = digit_of(text.p[i], base)) >= 0; i++)
        cp = i - start < most ? cp * base + (uint32_t)digit : cp;
    bool whole = i > start && i - start <= most && i < text.n && text.p[i] == ';';
    return whole && is_control(cp) ? i + 1 : at;
}

static bool is_escaped(struct str text, size_t at) {
    size_t start = at;
    while (start > 0 && text.p[start - 1] == '\\')
        start--;
    return (at - start) % 2 == 1;
}

static void put(struct composition *c, struct str reference, struct place place,
                struct buf *out) {
    struct doc_printed *printed = arena_alloc(c->arena, sizeof *printed);
    printed->object.kind = OBJECT_PRINTED;
    printed->object.place = place;
    printed->text = arena_copy(c->arena, reference);
    struct mark mark = {.kind = MARK_PRINTED,
                        .place = place,
                        .object = &printed->object,
                        .text = printed->text};
    parts_put_mark(out, parts_mark(c, mark));
}

struct str controls_enter(struct composition *c, struct str markdown,
                          const struct place *place) {
    struct buf out = buf_open(SIZE_MAX / 2);
    size_t copied = 0, line = 1, counted = 0, at = 0;
    for (; (at = str_find(markdown, STR("&#"), at)) != STR_NOT_FOUND; at += 2) {
        size_t end = reference_end(markdown, at);
        if (end == at || is_escaped(markdown, at))
            continue;
        for (; counted < at; counted++)
            line += markdown.p[counted] == '\n';
        buf_put(&out, str_slice(markdown, copied, at));
        put(c, str_slice(markdown, at, end),
            place != NULL ? *place : parts_place(c, line), &out);
        copied = end;
    }
    if (copied > 0) {
        buf_put(&out, str_slice(markdown, copied, markdown.n));
        markdown = arena_copy(c->arena, buf_str(&out));
    }
    buf_close(&out);
    return markdown;
}

static void check(struct composition *c, const char *literal) {
    struct str text = literal != NULL ? str_from(literal) : (struct str){"", 0};
    for (size_t i = 0, end; i < text.n; i = end) {
        end = i + 1;
        size_t index = text.p[i] == MARK ? parts_read_mark(text, i, &end) : 0;
        if (index == 0 || index >= c->mark_count)
            continue;
        const struct mark *mark = &c->marks[index];
        if (mark->kind != MARK_PRINTED || mark->text.n == 0)
            continue;
        parts_error(c, mark->place, "%.*s is a control character, which is not printed",
                    STR_ARG(mark->text));
        diag_hint(c->diag, "leave it out, or write \\%.*s for the signs",
                  STR_ARG(mark->text));
    }
}

void controls_check(struct composition *c, cmark_node *root) {
    cmark_iter *iter = cmark_iter_new(root);
    cmark_event_type event;
    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (event != CMARK_EVENT_ENTER)
            continue;
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_HTML_INLINE) {
            check(c, cmark_node_get_literal(node));
        } else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
            check(c, cmark_node_get_url(node));
            check(c, cmark_node_get_title(node));
        } else if (type == CMARK_NODE_CODE_BLOCK) {
            check(c, cmark_node_get_fence_info(node));
        }
    }
    cmark_iter_free(iter);
}
