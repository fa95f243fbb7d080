#include "document/page_mark.h"
#include "words/words.h"

#define ENTRY(NAME) [PAGE_MARK_##NAME] = &page_mark_##NAME.kind,
const struct kind *const page_mark_kinds[PAGE_MARK_COUNT + 1] = {
    PAGE_MARK_KINDS(ENTRY)};

void page_marks_add(struct page_marks *marks, const struct page_mark_kind *kind,
                    struct str words) {
    struct catalogue first = {.bytes = {NULL, 0}};
    marks->items[kind_index(page_mark_kinds, &kind->kind)] =
        (struct page_mark){kind, words.n > 0 ? words : words_text(first, kind->words)};
}

bool page_marks_have(const struct page_marks *marks,
                     const struct page_mark_kind *kind) {
    return marks->items[kind_index(page_mark_kinds, &kind->kind)].kind != NULL;
}

struct page_marks page_marks_of_data(const struct page_marks *marks) {
    struct page_marks out = *marks;
    for (size_t i = 0; i < PAGE_MARK_COUNT; i++)
        if (out.items[i].kind != NULL && out.items[i].kind->state > 0)
            out.items[i].kind = NULL;
    return out;
}

/* False for a state beside a greater one. */
static bool is_shown(const struct page_marks *marks, const struct page_mark *mark) {
    for (size_t i = 0; i < PAGE_MARK_COUNT; i++) {
        const struct page_mark_kind *other = marks->items[i].kind;
        if (other != NULL && mark->kind->state > 0 && other->state > mark->kind->state)
            return false;
    }
    return true;
}

const struct page_mark *page_marks_next(const struct page_marks *marks, bool everywhere,
                                        const struct page_mark *after) {
    size_t i = after != NULL ? (size_t)(after - marks->items) + 1 : 0;
    for (; i < PAGE_MARK_COUNT; i++) {
        const struct page_mark *mark = &marks->items[i];
        if (mark->kind != NULL && (mark->kind->everywhere || !everywhere) &&
            is_shown(marks, mark))
            return mark;
    }
    return NULL;
}

void page_marks_words(const struct page_marks *marks, bool everywhere, struct str gap,
                      struct buf *out) {
    const struct page_mark *first = page_marks_next(marks, everywhere, NULL);
    for (const struct page_mark *m = first; m != NULL;
         m = page_marks_next(marks, everywhere, m)) {
        buf_put(out, m != first ? gap : STR(""));
        buf_put(out, m->words);
    }
}

struct str page_marks_text(const struct page_marks *marks, bool everywhere,
                           struct str gap, struct arena *arena) {
    struct buf words = buf_open(4096);
    page_marks_words(marks, everywhere, gap, &words);
    struct str text = arena_copy(arena, buf_str(&words));
    buf_close(&words);
    return text;
}
