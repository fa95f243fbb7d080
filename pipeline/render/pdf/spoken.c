#include "render/pdf/spoken.h"
#include "words/words.h"

/* The next ▲ or ▼ with a whole number from `at` on: [*start, *end). Alone, or before
   another number (▲4.4), they are signals. */
static bool next_change(struct str text, size_t at, size_t *start, size_t *end,
                        bool *up) {
    for (; at < text.n; at++) {
        struct str rest = str_slice(text, at, text.n);
        *up = str_starts(rest, STR("▲"));
        if (!*up && !str_starts(rest, STR("▼")))
            continue;
        size_t digits = STR("▲").n;
        while (digits < rest.n && rest.p[digits] >= '0' && rest.p[digits] <= '9')
            digits++;
        *start = at;
        *end = at + digits;
        bool whole =
            digits == rest.n ||
            (rest.p[digits] != '.' && rest.p[digits] != ',' && rest.p[digits] != '%');
        if (digits > STR("▲").n && whole)
            return true;
    }
    return false;
}

/* A part of a span; with words, in an element of its own that says them. */
static void add_part(struct layout *layout, struct span_list *out, struct span part,
                     struct str text, struct str words) {
    if (text.n == 0)
        return;
    part.text = text;
    if (words.n > 0) {
        struct owner *own = arena_alloc(layout->arena, sizeof *own);
        *own = *(const struct owner *)part.user;
        own->tag = tag_new(layout->arena, TAG_SPAN, own->tag, false);
        tag_say(layout->arena, own->tag, words);
        part.user = own;
    }
    span_add(layout, out, part);
}

static void add_span(struct layout *layout, struct span_list *out,
                     const struct span *span) {
    const struct owner *owner = span->user;
    size_t at = 0, start, end;
    bool up;
    while (owner != NULL && owner->tag != NULL &&
           next_change(span->text, at, &start, &end, &up)) {
        struct str places = str_slice(span->text, start + STR("▲").n, end);
        add_part(layout, out, *span, str_slice(span->text, at, start), (struct str){0});
        add_part(layout, out, *span, str_slice(span->text, start, end),
                 printed_line(layout->doc, up ? "sign.up" : "sign.down", "n", places,
                              layout->arena));
        at = end;
    }
    add_part(layout, out, *span, str_slice(span->text, at, span->text.n),
             (struct str){0});
}

void spoken_signs(struct layout *layout, struct span_list *list) {
    struct catalogue words = layout->doc->words.vocabulary;
    struct span_list out = {0};
    bool some = false;
    for (size_t i = 0; i < list->count && !some; i++) {
        struct str text = list->items[i].text;
        some = str_find(text, STR("▲"), 0) != STR_NOT_FOUND ||
               str_find(text, STR("▼"), 0) != STR_NOT_FOUND;
    }
    const struct owner *owner = list->count == 1 ? list->items[0].user : NULL;
    if (owner != NULL && owner->tag != NULL &&
        str_equal(list->items[0].text, words_text(words, "symbol.unchanged")))
        add_part(layout, &out, list->items[0], list->items[0].text,
                 words_text(words, "sign.unchanged"));
    else if (some)
        for (size_t i = 0; i < list->count; i++)
            add_span(layout, &out, &list->items[i]);
    else
        return;
    *list = out;
}
