#include "render/pdf/caption.h"
#include "render/pdf/box.h"
#include "render/pdf/inline.h"
#include <math.h>

#define CAPTION_ABOVE 11.0f
#define CAPTION_BELOW 3.4f
#define CAPTION_GAP 8.0f /* between caption and unit on one line */
#define NOTES_ABOVE 3.4f

/* Caption centred, unit at the right of the same line, or below it if both do not
   fit. */
struct box *caption_boxes(struct layout *layout, struct str label, struct str caption,
                          struct str unit, bool continued, float x, float width,
                          struct tag *tag, struct place place) {
    const struct theme *theme = layout->theme;
    const struct theme_text *text = &theme->caption;
    const struct owner *owner = owner_of(layout, tag);
    const struct printed_words *said = &layout->doc->words;
    struct str mark =
        page_marks_text(&layout->doc->marks, true, said->gap, layout->arena);
    if (mark.n > 0)
        mark = arena_printf(layout->arena, "%.*s%.*s%.*s", STR_ARG(said->open),
                            STR_ARG(mark), STR_ARG(said->close));
    struct str title = printed_caption(layout->doc, label, caption, layout->arena);
    struct str words =
        arena_printf(layout->arena, "%.*s%.*s%.*s", STR_ARG(title), STR_ARG(mark),
                     STR_ARG((continued ? said->continued : (struct str){0})));
    struct doc_part part = printed_unit(layout->doc, unit);
    struct str unit_words = unit.n > 0
                                ? arena_printf(layout->arena, "%.*s%.*s",
                                               STR_ARG(part.label), STR_ARG(part.text))
                                : unit;
    float unit_width =
        fonts_width(layout->fonts, theme->unit.role, theme->unit.size, unit_words);
    float side = unit.n > 0 ? unit_width + CAPTION_GAP : 0;
    float natural = fonts_width(layout->fonts, text->role, text->size, words);
    bool beside = natural <= width - 2 * side;
    /* Above a narrow table it is wider than that. */
    const struct measure *measure = &layout->measure;
    float room = fmaxf(width, fminf(natural + CAPTION_GAP, measure->width));
    float left = fminf(x + (width - room) / 2, measure->x + measure->width - room);
    struct span_list spans = {0};
    span_add(layout, &spans, span_of(text, words, owner));
    struct paragraph_block block = {
        .text = text,
        .x = fmaxf(measure->x, left),
        .width = room,
        .align = TEXT_CENTRE,
        .balance = true,
        .before = CAPTION_ABOVE,
        .tag = tag,
        .place = place,
    };
    struct box *first = paragraph_boxes(layout, &spans, &block);
    if (!first)
        return NULL;
    struct box *last = layout->last;
    for (struct box *box = first; box; box = box->next) {
        box->keep_next = true;
        box->is_text = false;
    }
    if (unit.n > 0) {
        if (!beside) {
            last = box_new(layout, theme->unit.leading);
            last->keep_next = true;
            box_append(layout, last);
        }
        float base = beside ? baseline_of(text) : baseline_of(&theme->unit);
        box_words(layout, last, &theme->unit, unit_words, x + width, base, ANCHOR_END,
                  tag);
    }
    layout->after = CAPTION_BELOW;
    return first;
}

static void add_note_line(struct layout *layout, struct str prefix, struct str words,
                          float before, struct place place) {
    const struct theme_text *text = &layout->theme->note;
    struct tag *tag = tag_new(layout->arena, TAG_P, layout->parent, true);
    struct span_list spans = {0};
    span_add(layout, &spans, span_of(text, prefix, owner_of(layout, tag)));
    span_add(layout, &spans, span_of(text, words, owner_of(layout, tag)));
    struct paragraph_block block = {
        .text = text,
        .x = layout->measure.x,
        .width = layout->measure.width,
        .align = TEXT_JUSTIFY,
        .before = before,
        .tag = tag,
        .place = place,
    };
    struct box *box = paragraph_boxes(layout, &spans, &block);
    for (; box; box = box->next) {
        box->is_text = false;
        box->keep_next = true;
    }
}

void caption_notes(struct layout *layout, const struct str *notes, size_t count,
                   struct str source, struct place place) {
    size_t part_count;
    const struct doc_part *parts =
        printed_foot(layout->doc, notes, count, source, layout->arena, &part_count);
    layout->after = 0;
    for (size_t i = 0; i < part_count; i++) {
        struct str words = parts[i].text;
        if (parts[i].stop.n > 0)
            words = arena_printf(layout->arena, "%.*s%.*s", STR_ARG(words),
                                 STR_ARG(parts[i].stop));
        add_note_line(layout, parts[i].label, words, i == 0 ? NOTES_ABOVE : 0, place);
    }
    if (layout->last)
        layout->last->keep_next = false;
}
