#include "page_sample.h"
#include "unit.h"
#include <string.h>

void pages_open(struct sample *s, float height) {
    memset(s, 0, sizeof *s);
    s->matter = (struct page_matter){.items = s->items,
                                     .floats = s->floats,
                                     .note_lines = s->lines,
                                     .note_first = s->line_first,
                                     .heights = {height, height},
                                     .note_gap = 2};
}

struct page_item *pages_item(struct sample *s, float height) {
    assert_true(s->matter.item_count < MOST_ITEMS);
    struct page_item *out = &s->items[s->matter.item_count++];
    *out = (struct page_item){.height = height};
    return out;
}

void pages_paragraph(struct sample *s, size_t lines, float height) {
    for (size_t i = 0; i < lines; i++) {
        struct page_item *line = pages_item(s, height);
        line->end = lines > 1 && (i == 0 || i + 2 == lines) ? PAGE_HARD : 0;
        line->goes_on = i + 1 < lines;
    }
}

void pages_heading(struct sample *s, float height, float before) {
    struct page_item *out = pages_item(s, height);
    out->before = before;
    out->end = PAGE_HARD;
}

struct page_float *pages_float(struct sample *s, enum page_stream stream,
                               float height) {
    struct page_float *out = &s->floats[s->matter.float_count++];
    size_t first = s->matter.item_count;
    pages_item(s, height)->below = 3;
    *out = (struct page_float){first, first + 1, first, stream, true};
    return out;
}

void pages_note(struct sample *s, struct page_item *to, size_t lines, float height) {
    size_t first = s->line_count;
    if (to->notes == to->notes_end)
        to->notes = first;
    for (size_t i = 0; i < lines; i++) {
        s->lines[s->line_count] = height;
        s->line_first[s->line_count++] = first;
    }
    to->notes_end = s->line_count;
}
