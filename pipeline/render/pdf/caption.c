#include "render/pdf/caption.h"
#include "render/pdf/box.h"
#include "render/pdf/inline.h"
#include <math.h>

#define CAPTION_ABOVE 11.0f
#define CAPTION_BELOW 3.4f
#define CAPTION_GAP 8.0f /* between caption and unit on one line */
#define NOTES_ABOVE 3.4f
#define NOTES_LEAST 0.6f /* of the measure: wide enough for sentences */

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

/* What a part begins with: its label, on which its lines hang. */
struct hanging {
    float before; /* where the label begins: the number of a second note */
    float text;   /* and where the words do */
};

static float label_width(const struct layout *layout, struct str label) {
    const struct theme_text *text = &layout->theme->note;
    return fonts_width(layout->fonts, text->role, text->size, label);
}

/* Numbers of notes stand below each other, and so do their words. */
static struct hanging hanging_of(const struct layout *layout,
                                 const struct doc_part *part, bool first) {
    float width = label_width(layout, part->label);
    if (part->kind != PART_NOTE || first)
        return (struct hanging){0, width};
    float before = label_width(layout, layout->doc->words.note_label);
    return (struct hanging){before, before + width};
}

static void add_note_line(struct layout *layout, const struct doc_part *part,
                          struct hanging hanging, float before, struct place place) {
    const struct theme_text *text = &layout->theme->note;
    struct tag *tag = tag_new(layout->arena, TAG_P, layout->parent, true);
    struct span_list spans = {0};
    const struct span model = span_of(text, part->label, owner_of(layout, tag));
    if (part->label.n > 0)
        span_add(layout, &spans, model);
    span_cited(layout, &spans, part->text, &model);
    struct span stop = model;
    stop.text = part->stop;
    if (stop.text.n > 0)
        span_add(layout, &spans, stop);
    struct paragraph_block block = {
        .text = text,
        .x = layout->measure.x + hanging.text,
        .width = layout->measure.width - hanging.text,
        .indent = hanging.before - hanging.text,
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
                   struct str source, float x, float width, struct place place) {
    size_t part_count;
    const struct doc_part *parts =
        printed_foot(layout->doc, notes, count, source, layout->arena, &part_count);
    struct measure measure = layout->measure;
    float natural = 0;
    for (size_t i = 0; i < part_count; i++)
        natural = fmaxf(natural, hanging_of(layout, &parts[i], i == 0).text +
                                     label_width(layout, parts[i].text) +
                                     label_width(layout, parts[i].stop));
    /* Below a narrow table they are wider than it, about its middle. */
    float room = fmaxf(width, fminf(natural + 1, NOTES_LEAST * measure.width));
    bool left = layout->theme->table_place == PLACE_LEFT;
    float at = left ? x : x + (width - room) / 2;
    layout->measure.x = fminf(fmaxf(measure.x, at), measure.x + measure.width - room);
    layout->measure.width = room;
    layout->after = 0;
    for (size_t i = 0; i < part_count; i++)
        add_note_line(layout, &parts[i], hanging_of(layout, &parts[i], i == 0),
                      i == 0 ? NOTES_ABOVE : 0, place);
    layout->measure = measure;
    if (layout->last)
        layout->last->keep_next = false;
}
