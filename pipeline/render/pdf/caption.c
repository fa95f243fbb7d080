#include "render/pdf/caption.h"
#include "render/pdf/box.h"
#include "render/pdf/inline.h"

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
    struct str mark = page_marks_text(&layout->doc->marks, true, layout->arena);
    if (mark.n > 0)
        mark = arena_printf(layout->arena, "（%.*s）", STR_ARG(mark));
    struct str words =
        arena_printf(layout->arena, "%.*s%s%.*s%.*s%.*s", STR_ARG(label),
                     label.n ? "　" : "", STR_ARG(caption), STR_ARG(mark),
                     STR_ARG((continued ? theme->continued : (struct str){0})));
    struct str unit_words =
        unit.n > 0 ? arena_printf(layout->arena, "%.*s%.*s",
                                  STR_ARG(theme->unit_prefix), STR_ARG(unit))
                   : unit;
    float unit_width =
        fonts_width(layout->fonts, theme->unit.role, theme->unit.size, unit_words);
    float side = unit.n > 0 ? unit_width + CAPTION_GAP : 0;
    float natural = fonts_width(layout->fonts, text->role, text->size, words);
    bool beside = natural <= width - 2 * side;
    struct span_list spans = {0};
    span_add(layout, &spans, span_of(text, words, owner));
    struct paragraph_block block = {
        .text = text,
        .x = x,
        .width = width,
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
    const struct theme *theme = layout->theme;
    float before = NOTES_ABOVE;
    layout->after = 0;
    for (size_t i = 0; i < count; i++) {
        struct str prefix = i == 0 ? theme->note_prefix : (struct str){0};
        if (count > 1)
            prefix = arena_printf(layout->arena, "%.*s%zu. ", STR_ARG(prefix), i + 1);
        add_note_line(layout, prefix, notes[i], before, place);
        before = 0;
    }
    if (source.n > 0) {
        bool stop = str_ends(source, STR("。"));
        struct str words =
            stop ? source : arena_printf(layout->arena, "%.*s。", STR_ARG(source));
        add_note_line(layout, theme->source_prefix, words, before, place);
    }
    if (layout->last)
        layout->last->keep_next = false;
}
