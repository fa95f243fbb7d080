#include "render/pdf/cell.h"
#include "draw/marks.h"
#include "render/pdf/box.h"
#include "render/pdf/inline.h"
#include "render/pdf/spoken.h"
#include "text/breaks.h"
#include <math.h>

#define UNIT_SIZE 0.91f /* of a head's: the unit below it */
#define NUMBER_MOST 24  /* characters: what is longer is a sentence */
#define HEAT 0.55f      /* of the accent at shade 1 */

size_t cell_decimal_point(struct str text) {
    bool digit = false;
    size_t point = STR_NOT_FOUND;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c >= '0' && c <= '9') {
            digit = true;
        } else if (c == '.' && digit && point == STR_NOT_FOUND) {
            point = i;
        } else if (digit && point == STR_NOT_FOUND && c != ',' && c != ' ') {
            point = i; /* a sign or a unit behind the figures */
        }
    }
    if (!digit)
        return STR_NOT_FOUND;
    return point == STR_NOT_FOUND ? text.n : point;
}

bool cell_is_number(const struct doc_cell *cell) {
    return cell->align != ALIGN_LEFT && utf8_length(cell->text) <= NUMBER_MOST &&
           cell_decimal_point(cell->text) != STR_NOT_FOUND;
}

static uint32_t tone_colour(const struct theme *theme, enum doc_tone tone,
                            uint32_t normal) {
    switch (tone) {
    case TONE_NONE:
        return normal;
    case TONE_ACCENT:
        return theme->accent;
    case TONE_ALERT:
        return theme->alert;
    case TONE_MUTED:
        return theme->grey;
    case TONE_GOOD:
        return theme->good;
    case TONE_WATCH:
        return theme->watch;
    case TONE_BAD:
        return theme->bad;
    }
    return normal;
}

static enum text_align align_of(const struct doc_cell *cell, bool head) {
    if (head && cell->column_span > 1)
        return TEXT_CENTRE;
    switch (cell->align) {
    case ALIGN_LEFT:
        return TEXT_LEFT;
    case ALIGN_CENTRE:
        return TEXT_CENTRE;
    case ALIGN_RIGHT:
    case ALIGN_DECIMAL:
        return TEXT_RIGHT;
    }
    return TEXT_LEFT;
}

const struct theme_text *cell_text(const struct table_layout *t,
                                   const struct doc_row *row,
                                   const struct doc_cell *cell) {
    if (row->kind == ROW_GROUP)
        return &t->group;
    bool strong = row->highlight || row->kind == ROW_TOTAL;
    return strong || cell->strong ? &t->strong : &t->text;
}

struct place cell_place(const struct table_layout *t, const struct doc_row *row) {
    return row->place != NULL ? *row->place : t->table->object.place;
}

uint32_t cell_fill(const struct theme *theme, const struct doc_cell *cell) {
    return cell->shade > 0 ? mark_tint(theme->accent, cell->shade * HEAT) : theme->tint;
}

float cell_indent(const struct table_layout *t, const struct doc_cell *cell) {
    return (float)cell->indent * t->text.size;
}

/* A head and, smaller, the bracket with its unit; on a line of its own if the head says
   nothing of lines itself. */
static void head_spans(const struct table_layout *t, const struct doc_cell *cell,
                       const struct span *model, struct span_list *out) {
    struct layout *layout = t->layout;
    struct str words = cell->text;
    size_t at = breaks_last_bracket(words, layout->arena);
    struct span head = *model, unit = *model;
    head.text = str_slice(words, 0, at);
    unit.text = str_slice(words, at, words.n);
    unit.size *= UNIT_SIZE;
    if (cell->tone == TONE_NONE)
        unit.colour = layout->theme->grey;
    if (head.text.n > 0)
        span_add(layout, out, head);
    bool lines = str_find(words, STR("\n"), 0) != STR_NOT_FOUND;
    if (head.text.n > 0 && unit.text.n > 0 && !lines && cell->column_span <= 1 &&
        cell->align != ALIGN_LEFT) {
        head.text = STR("\n");
        span_add(layout, out, head);
    }
    if (unit.text.n > 0)
        span_add(layout, out, unit);
}

/* A sign in its colour, the words behind it in the ink. */
static void signal_spans(const struct table_layout *t, size_t sign, uint32_t ink,
                         const struct span *model, struct span_list *out) {
    struct span mark = *model, rest = *model;
    mark.text = str_slice(model->text, 0, sign);
    rest.text = str_slice(model->text, sign, model->text.n);
    rest.colour = ink;
    span_add(t->layout, out, mark);
    span_words(t->layout, out, rest.text, &rest);
}

static struct span_list spans_of(const struct table_layout *t,
                                 const struct doc_cell *cell,
                                 const struct theme_text *base, bool head,
                                 struct tag *tag) {
    struct layout *layout = t->layout;
    struct theme_text text = *base;
    text.colour = tone_colour(layout->theme, cell->tone, text.colour);
    if (!head && cell->shade > 0)
        text.colour = mark_ink_on(cell_fill(layout->theme, cell), text.colour);
    struct span_list spans = {0};
    struct owner *owner = arena_alloc(layout->arena, sizeof *owner);
    owner->tag = tag;
    if (cell->href.n > 0 && tag) {
        owner->tag = tag_new(layout->arena, TAG_LINK, tag, false);
        owner->external = cell->href.p[0] != '#';
        owner->href = cell->href;
        tag_say(layout->arena, owner->tag, cell->text);
    }
    struct span *one = arena_alloc(layout->arena, sizeof *one);
    *one = span_of(&text, cell->text, owner);
    size_t figures = 0;
    if (layout->theme->pdf_figures && !(tag && tag->figure))
        doc_figures_runs(layout->doc->figures, cell->text, &figures);
    if (cell->content && cell->href.n == 0) {
        struct text_style style = style_of(&text);
        inline_spans(layout, cell->content, &style, tag, &spans);
    } else if (cell->text.n == 0) {
        return spans;
    } else if (!head && grid_signal(cell) > 0) {
        signal_spans(t, grid_signal(cell), base->colour, one, &spans);
    } else if (figures > 0) {
        span_words(layout, &spans, cell->text, one);
    } else if (head) {
        head_spans(t, cell, one, &spans);
    } else {
        spans = (struct span_list){.items = one, .count = 1, .capacity = 1};
    }
    if (tag && !(cell->content && cell->href.n == 0))
        spoken_signs(layout, &spans);
    return spans;
}

static float widest_line(const struct layout *layout, const struct theme_text *text,
                         struct str words) {
    float widest = 0;
    for (size_t at = 0; at <= words.n;) {
        size_t end = str_find(words, STR("\n"), at);
        if (end == STR_NOT_FOUND)
            end = words.n;
        widest = fmaxf(widest, fonts_width(layout->fonts, text->role, text->size,
                                           str_slice(words, at, end)));
        at = end + 1;
    }
    return widest;
}

float cell_natural(const struct table_layout *t, const struct doc_cell *cell,
                   const struct theme_text *text, bool head) {
    if (!head && !cell->content)
        return widest_line(t->layout, text, cell->text) + cell_indent(t, cell);
    struct paragraph_steps steps = cell_measure(t, cell, text, head, 1e6f);
    return (steps.count > 0 ? steps.steps[0].width : 0) + cell_indent(t, cell);
}

struct paragraph_steps cell_measure(const struct table_layout *t,
                                    const struct doc_cell *cell,
                                    const struct theme_text *text, bool head,
                                    float least) {
    struct paragraph_steps steps = {0};
    struct span_list spans = spans_of(t, cell, text, head, NULL);
    struct paragraph_style style = {.align = align_of(cell, head), .words = true};
    if (!paragraph_measure(t->layout->fonts, spans.items, spans.count, &style, least,
                           1e6f, t->layout->arena, &steps))
        steps = (struct paragraph_steps){0}; /* whoever sets it says why */
    return steps;
}

struct cell_set cell_lines(const struct table_layout *t, const struct doc_row *row,
                           const struct doc_cell *cell, const struct theme_text *text,
                           size_t column, float width, bool head, struct tag *tag) {
    struct layout *layout = t->layout;
    struct cell_set set = {.tag = tag, .text = text};
    struct span_list spans = spans_of(t, cell, text, head, tag);
    struct paragraph_style style = {
        .width = width - cell_indent(t, cell),
        .align = align_of(cell, head),
        .balance = head,
        .words = true,
    };
    set_text(layout, &spans, &style, cell_place(t, row), &set.words);
    size_t point = cell_decimal_point(cell->text);
    if (!head && cell->align == ALIGN_DECIMAL && !t->columns[column].mixed &&
        point != STR_NOT_FOUND && set.words.count == 1) {
        float part = fonts_width(layout->fonts, text->role, text->size, cell->text) -
                     fonts_width(layout->fonts, text->role, text->size,
                                 str_slice(cell->text, 0, point));
        set.shift = fminf(0, part - t->columns[column].part);
    }
    return set;
}
