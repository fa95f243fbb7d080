#include "render/pdf/figure.h"
#include "draw/chart.h"
#include "render/pdf/block.h"
#include "render/pdf/box.h"
#include "render/pdf/caption.h"
#include "render/pdf/heading.h"
#include "render/pdf/inline.h"
#include <math.h>
#include <string.h>

/* The canvas of charts: paths and words become items of a box. */
struct canvas_box {
    struct layout *layout;
    struct box *box;
    struct tag *tag;
    float x;
};

static void canvas_path(void *self, const struct path_point *points, size_t count,
                        const struct paint *paint) {
    struct canvas_box *canvas = self;
    struct arena *arena = canvas->layout->arena;
    struct path_point *own = arena_array(arena, count, sizeof *own);
    struct paint *own_paint = arena_alloc(arena, sizeof *own_paint);
    memcpy(own, points, count * sizeof *own);
    *own_paint = *paint;
    struct item *item =
        box_item(canvas->layout, canvas->box, ITEM_PATH, canvas->tag, canvas->x, 0);
    item->path.points = own;
    item->path.count = count;
    item->path.paint = own_paint;
}

static void canvas_text(void *self, float x, float y, enum text_anchor anchor,
                        enum font_role role, float size, uint32_t colour,
                        struct str text) {
    struct canvas_box *canvas = self;
    struct theme_text look = {.role = role, .size = size, .colour = colour};
    box_words(canvas->layout, canvas->box, &look,
              arena_copy(canvas->layout->arena, text), canvas->x + x, y, anchor,
              canvas->tag);
}

static float canvas_width(void *self, enum font_role role, float size,
                          struct str text) {
    const struct canvas_box *canvas = self;
    return fonts_width(canvas->layout->fonts, role, size, text);
}

static void canvas_group(void *self, struct str title) {
    (void)self;
    (void)title; /* a figure is one picture with one description */
}

static void canvas_end(void *self) { (void)self; }

void layout_chart(struct layout *layout, const struct doc_chart *chart) {
    const struct measure *measure = &layout->measure;
    struct box *before = layout->last;
    struct tag *tag = tag_new(layout->arena, TAG_FIGURE, layout->parent, true);
    struct box *caption = caption_boxes(layout, chart->label, chart->caption,
                                        chart->unit, false, measure->x, measure->width,
                                        tag_new(layout->arena, TAG_CAPTION, tag, true),
                                        chart->object.place);
    if (caption)
        caption->anchor = chart->id;
    tag_say(layout->arena, tag, chart->alt);
    struct box *box = box_new(layout, chart_height(chart, measure->width));
    box->give = chart_give(chart, measure->width);
    box->place = chart->object.place;
    box->chart = chart;
    box->figure = tag;
    box->figure_x = measure->x;
    box->figure_width = measure->width;
    box->keep_next = true;
    box_append(layout, box);
    caption_notes(layout, chart->notes, chart->note_count, chart->source,
                  layout->measure.x, layout->measure.width, chart->object.place);
    struct box *first = before ? before->next : layout->first;
    if (first && layout->panel <= 0) {
        first->float_last = layout->last;
        first->stream = STREAM_FIGURES;
    }
}

void figure_draw(struct layout *layout, struct box *box, float height) {
    struct canvas_box self = {layout, box, box->figure, box->figure_x};
    struct canvas canvas = {.self = &self,
                            .path = canvas_path,
                            .text = canvas_text,
                            .width = canvas_width,
                            .group = canvas_group,
                            .end = canvas_end};
    layout->place = box->place;
    chart_draw(box->chart, layout->theme, box->figure_width, height, &canvas);
}

#define KPI_GAP 8.5f
#define KPI_RULE 1.4f
#define KPI_ABOVE 4.5f /* between the rule and the label */
#define KPI_UNIT_GAP 2.0f
#define KPI_MOST 4 /* in a row */
#define KPI_BELOW 5.0f

/* Lines of small text from y on; returns where they end. */
static float add_kpi_text(struct layout *layout, struct box *box, struct str words,
                          float x, float y, float width, struct tag *tag) {
    const struct theme_text *text = &layout->theme->kpi_label;
    struct span_list spans = {0};
    span_add(layout, &spans, span_of(text, words, owner_of(layout, tag)));
    struct paragraph_style style = {.width = width, .align = TEXT_LEFT};
    struct paragraph set;
    if (!set_text(layout, &spans, &style, layout->place, &set))
        return y;
    for (size_t i = 0; i < set.count; i++, y += text->leading)
        box_line(layout, box, &set.lines[i], x, y + baseline_of(text), tag);
    return y;
}

/* The lines that the longest label of a row takes: its numbers stand on one line. */
static float kpi_label_height(const struct layout *layout, const struct kpi_item *items,
                              size_t count, float width) {
    const struct theme_text *text = &layout->theme->kpi_label;
    float lines = 1;
    for (size_t i = 0; i < count; i++)
        lines = fmaxf(lines, ceilf(fonts_width(layout->fonts, text->role, text->size,
                                               items[i].label) /
                                   width));
    return lines * text->leading;
}

/* One key figure: a rule, what it is, the number with its unit, what to think of
   it. A number too long for its column is set smaller. */
static void add_kpi(struct layout *layout, struct box *box, const struct kpi_item *item,
                    float x, float width, float label_height, struct tag *list) {
    const struct theme *theme = layout->theme;
    struct tag *entry = tag_new(layout->arena, TAG_LI, list, true);
    struct tag *body = tag_new(layout->arena, TAG_LBODY, entry, true);
    struct tag *label = tag_new(layout->arena, TAG_P, body, true);
    struct tag *figure = tag_new(layout->arena, TAG_P, body, true);
    box_rect(layout, box, x, 0, width, KPI_RULE, theme->accent);
    add_kpi_text(layout, box, item->label, x, KPI_ABOVE, width, label);
    float y = KPI_ABOVE + label_height;
    struct theme_text value = theme->kpi_value, unit = theme->kpi_label;
    uint32_t tones[] = {value.colour, theme->accent, theme->alert, theme->grey,
                        theme->good,  theme->watch,  theme->bad};
    value.colour = tones[item->tone];
    unit.size *= 1.1f;
    unit.colour = theme->ink;
    float natural = fonts_width(layout->fonts, value.role, value.size, item->value) +
                    KPI_UNIT_GAP +
                    fonts_width(layout->fonts, unit.role, unit.size, item->unit);
    if (natural > width) {
        value.size *= width / natural;
        unit.size *= width / natural;
    }
    float base = y + baseline_of(&theme->kpi_value);
    float used =
        box_words(layout, box, &value, item->value, x, base, ANCHOR_START, figure);
    box_words(layout, box, &unit, item->unit, x + used + KPI_UNIT_GAP, base,
              ANCHOR_START, figure);
    y += value.leading;
    if (item->note.n > 0)
        y = add_kpi_text(layout, box, item->note, x, y, width,
                         tag_new(layout->arena, TAG_P, body, true));
    box->height = fmaxf(box->height, y);
}

void layout_kpi(struct layout *layout, const struct doc_kpi *kpi) {
    const struct theme *theme = layout->theme;
    size_t rows = (kpi->item_count + KPI_MOST - 1) / KPI_MOST;
    if (rows == 0)
        return;
    size_t columns = (kpi->item_count + rows - 1) / rows;
    float gap = KPI_GAP;
    float width = (layout->measure.width - gap * (float)(columns - 1)) / (float)columns;
    struct tag *list = tag_new(layout->arena, TAG_L, layout->parent, true);
    for (size_t r = 0; r < rows; r++) {
        const struct kpi_item *items = &kpi->items[r * columns];
        size_t count = kpi->item_count - r * columns;
        count = count < columns ? count : columns;
        float label_height = kpi_label_height(layout, items, count, width);
        struct box *box =
            box_new(layout, KPI_ABOVE + label_height + theme->kpi_value.leading);
        box->before = r == 0 ? 6 : 10;
        box->keep_next = r + 1 < rows;
        for (size_t c = 0; c < count; c++)
            add_kpi(layout, box, &items[c],
                    layout->measure.x + (float)c * (width + gap), width, label_height,
                    list);
        box_append(layout, box);
    }
    layout->last->below = KPI_BELOW;
}

#define SIGNOFF_LINES 6
#define SIGNOFF_PAD 6.0f

/* What was said last stands above who signs it, not on the page before. */
static void keep_last_lines(struct layout *layout, size_t lines) {
    float least = (float)lines * layout->theme->body.leading, height = 0;
    for (const struct box *box = layout->first; box; box = box->next)
        height += box->before + box->height;
    for (struct box *box = layout->first; box; box = box->next) {
        height -= box->before + box->height;
        if (height < least)
            box->keep_next = true;
    }
}

#define SIGNOFF_GAP 12.0f

/* Who signs, on one line between rules: names, or lines to sign on; `first` of them is
   the first that is no office. */
static void put_names(struct layout *layout, struct box *box,
                      const struct signoff *signoff, size_t first) {
    const struct theme *theme = layout->theme;
    const struct theme_text *text = &theme->cover_small;
    struct tag *tag = tag_new(layout->arena, TAG_P, layout->parent, true);
    box->height = text->leading + 2 * SIGNOFF_PAD;
    box_rect(layout, box, layout->measure.x, 0, layout->measure.width,
             theme->rule_heavy, theme->accent);
    box_rect(layout, box, layout->measure.x, box->height - theme->rule_light,
             layout->measure.width, theme->rule_light, theme->hairline);
    /* The last line ends where the rules do. */
    float column =
        (layout->measure.width + SIGNOFF_GAP) / (float)(signoff->count - first);
    float y = SIGNOFF_PAD + baseline_of(text);
    for (size_t i = first; i < signoff->count; i++) {
        const struct doc_part *part = &signoff->parts[i];
        float x = layout->measure.x + (float)(i - first) * column;
        float used = box_words(layout, box, text, part->label, x, y, ANCHOR_START, tag);
        used += text->size;
        if (part->text.n > 0)
            box_words(layout, box, text, part->text, x + used, y, ANCHOR_START, tag);
        else
            box_rect(layout, box, x + used, y + 1.5f, column - used - SIGNOFF_GAP, 0.5f,
                     theme->grey);
    }
}

/* The names, and the office's seal below them or alone. */
void layout_signoff(struct layout *layout) {
    const struct theme *theme = layout->theme;
    struct signoff signoff = printed_signoff(layout->doc);
    size_t first = signoff.count > 0 && signoff.parts[0].kind == PART_OFFICE;
    const struct theme_picture *seal = theme->seal.picture ? &theme->seal : NULL;
    bool names = signoff.count > first;
    if (!names && seal == NULL)
        return;
    keep_last_lines(layout, SIGNOFF_LINES);
    struct box *box = box_new(layout, 0);
    box->before = theme->body.leading;
    box->barrier = true;
    box->place = layout->place;
    if (names)
        put_names(layout, box, &signoff, first);
    if (seal != NULL) {
        float top = names ? box->height + SIGNOFF_PAD : 0;
        box_picture(layout, box, seal, layout->measure.x + layout->measure.width, true,
                    top, seal->height, layout->parent);
        box->height = top + seal->height;
    }
    box_append(layout, box);
    layout->last->below = SIGNOFF_PAD;
}

#define SUMMARY_INSET 11.0f
#define SUMMARY_ABOVE 8.0f
#define SUMMARY_BELOW 7.0f

/* White of the panel, with a rule in it. */
static void add_panel_edge(struct layout *layout, float height, float rule,
                           uint32_t colour, bool inside) {
    struct box *box = box_new(layout, height);
    box->keep_next = true;
    box_append(layout, box);
    float out = inside ? 0 : layout->panel;
    if (rule > 0)
        box_rect(layout, box, layout->measure.x - out, 0,
                 layout->measure.width + 2 * out, rule, colour);
}

/* On a ground between rules: 摘要 above its text; the summary in another language
   below it, smaller, its title at the head of its first line. */
void layout_summary(struct layout *layout, cmark_node *node,
                    const struct doc_summary *summary) {
    const struct theme *theme = layout->theme;
    struct measure measure = layout->measure;
    struct theme_text body = layout->body;
    struct tag *parent = layout->parent;
    bool other = !str_equal(summary->lang, layout->doc->lang);
    bool goes_on = layout->last != NULL && layout->panel_last == layout->last;
    layout->parent = tag_new(layout->arena, TAG_SECT, parent, true);
    if (other)
        tag_extra_of(layout->arena, layout->parent)->lang = summary->lang;
    layout->measure.x += SUMMARY_INSET;
    layout->measure.width -= 2 * SUMMARY_INSET;
    layout->panel = SUMMARY_INSET;
    layout->panel_open = goes_on;
    layout->body = other ? theme->summary_other : theme->summary;
    if (goes_on) {
        layout->last->below = 0;
        layout->last->keep_next = true;
        add_panel_edge(layout, SUMMARY_BELOW, theme->rule_light, theme->hairline, true);
    } else {
        layout->after = fmaxf(layout->after, theme->body.leading / 2);
        add_panel_edge(layout, SUMMARY_ABOVE, theme->rule_heavy, theme->accent, false);
    }
    struct theme_text title = theme->heading[1];
    title.size = layout->body.size;
    title.leading = layout->body.leading;
    title.colour = theme->accent;
    const struct doc_heading *heading =
        summary->title.n > 0 ? heading_of_summary(layout, summary) : NULL;
    struct tag *tag = heading != NULL ? heading_tag(layout, heading) : NULL;
    struct box *edge = layout->last;
    if (other) {
        layout->lead = summary->title;
        layout->lead_tag = tag;
    } else if (heading != NULL) {
        struct span_list spans = {0};
        span_add(layout, &spans,
                 span_of(&title, summary->title, owner_of(layout, tag)));
        struct paragraph_block block = {
            .text = &title,
            .x = layout->measure.x,
            .width = layout->measure.width,
            .align = TEXT_LEFT,
            .tag = tag,
            .place = summary->object.place,
        };
        for (struct box *box = paragraph_boxes(layout, &spans, &block); box;
             box = box->next) {
            box->keep_next = true;
            box->is_text = false;
        }
    }
    layout_blocks(layout, node);
    if (heading != NULL && edge->next != NULL) {
        heading_note(layout, heading);
        edge->next->heading = heading;
        edge->next->anchor = heading->id;
    }
    layout->lead = (struct str){0};
    layout->after = 0;
    add_panel_edge(layout, SUMMARY_BELOW, 0, 0, true);
    layout->last->keep_next = false;
    layout->last->below = SUMMARY_BELOW;
    layout->panel_last = layout->last;
    layout->panel = 0;
    layout->panel_open = false;
    layout->measure = measure;
    layout->body = body;
    layout->parent = parent;
}
