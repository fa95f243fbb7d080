/* Cover and contents, or a masthead. The pages are reserved before the body is placed,
   so that page numbers are known, and filled after it. */
#include "render/pdf/front.h"
#include "render/pdf/box.h"
#include "render/pdf/flow.h"
#include "render/pdf/heading.h"
#include "render/pdf/inline.h"
#include "render/pdf/masthead.h"
#include "render/pdf/page.h"
#include <math.h>

#define KICKER_TOP 0.107f /* of the page's height: series and issue */
#define BAR_TOP 0.236f    /* the short bar above the title */
#define BAR_WIDTH 51.0f
#define BAR_HEIGHT 3.2f
#define RED_LINE 1.4f
#define FOOT_TOP 0.864f
#define TOC_INDENT 2.0f /* em a level */
#define TOC_TITLE_BELOW 12.0f
#define LEADER_GAP 4.0f
#define DOT_STEP 2.4f
#define DOTS_LEAST 3 /* in a leader */
#define DOT 0.55f
#define TOC_DEPTH 2
#define LISTS_LEAST 6 /* tables and figures worth a list */
#define LISTS_GAP 24.0f
#define LISTS_ABOVE 20.0f
#define LISTS_BELOW 6.0f
#define LISTS_LEADING 2.0f
#define SHORT_PAGES 8       /* a report of no more needs no page of contents */
#define COVER_TOC_TOP 0.44f /* where contents on the cover may begin */

float front_lines(struct layout *layout, struct box *box, const struct theme_text *text,
                  struct str words, float x, float y, float width, struct tag *tag) {
    struct span_list spans = {0};
    span_add(layout, &spans, span_of(text, words, owner_of(layout, tag)));
    struct paragraph_style style = {.width = width,
                                    .align = layout->theme->plain_pages ? TEXT_CENTRE
                                                                        : TEXT_LEFT,
                                    .balance = true};
    struct paragraph set;
    if (words.n == 0 || !set_text(layout, &spans, &style, layout->place, &set))
        return y;
    for (size_t i = 0; i < set.count; i++) {
        box_line(layout, box, &set.lines[i], x, y + baseline_of(text), tag);
        y += text->leading;
    }
    return y;
}

static struct tag *paragraph_tag(struct layout *layout) {
    return tag_new(layout->arena, TAG_P, layout->parent, true);
}

/* Who made, checked and released it. */
static struct str hands(struct layout *layout, const struct signoff *signoff) {
    struct str gap = layout->doc->words.gap;
    struct buf words = buf_open(1 << 16);
    for (size_t i = 0; i < signoff->count; i++) {
        const struct doc_part *part = &signoff->parts[i];
        if (part->kind == PART_OFFICE || part->kind == PART_DATE)
            continue;
        for (int k = 0; k < 2 && buf_str(&words).n > 0; k++)
            buf_put(&words, gap);
        buf_put(&words, part->label);
        buf_put(&words, gap);
        buf_put(&words, part->text);
    }
    struct str line = arena_copy(layout->arena, buf_str(&words));
    buf_close(&words);
    return line;
}

static void cover_foot(struct layout *layout, struct box *box, float left,
                       float right) {
    const struct theme *theme = layout->theme;
    const struct document *doc = layout->doc;
    const struct theme_text *text = &theme->cover_small;
    struct signoff signoff = printed_signoff_known(doc);
    struct str names = hands(layout, &signoff);
    bool office = signoff.count > 0 && signoff.parts[0].kind == PART_OFFICE;
    if (theme->cover_foot.p != NULL && theme->cover_foot.n == 0)
        return;
    if (!office && doc->date.n == 0 && names.n == 0 && theme->cover_foot.n == 0)
        return;
    float y = FOOT_TOP * theme->page_height;
    box_rect(layout, box, left, y, right - left, 0.6f, theme->hairline);
    y += 8.5f + baseline_of(text);
    if (theme->cover_foot.n > 0) {
        box_words(layout, box, text,
                  printed_form(doc, theme->cover_foot, (struct printed_page){0},
                               layout->arena),
                  left, y, ANCHOR_START, paragraph_tag(layout));
        return;
    }
    if (office)
        box_words(
            layout, box, text,
            arena_printf(layout->arena, "%.*s%.*s%.*s", STR_ARG(signoff.parts[0].label),
                         STR_ARG(doc->words.colon), STR_ARG(signoff.parts[0].text)),
            left, y, ANCHOR_START, paragraph_tag(layout));
    if (doc->date.n > 0)
        box_words(layout, box, text, doc->date, left, y + text->leading, ANCHOR_START,
                  paragraph_tag(layout));
    if (names.n > 0)
        box_words(layout, box, text, names, right, y, ANCHOR_END,
                  paragraph_tag(layout));
}

struct str front_kicker(struct layout *layout) {
    const struct document *doc = layout->doc;
    if (layout->theme->cover_head.p != NULL)
        return printed_form(doc, layout->theme->cover_head, (struct printed_page){0},
                            layout->arena);
    if (doc->issue_number.n == 0)
        return doc->series;
    return arena_printf(layout->arena, "%.*s%.*s%.*s", STR_ARG(doc->series),
                        doc->series.n > 0 ? (int)doc->words.gap.n : 0, doc->words.gap.p,
                        STR_ARG(doc->issue_number));
}

struct str front_english(struct layout *layout) {
    const struct document *doc = layout->doc;
    struct str title = doc->title_en, period = doc->period_label_en;
    if (title.n == 0 || period.n == 0 || str_find(title, period, 0) != STR_NOT_FOUND)
        return title;
    return arena_printf(layout->arena, "%.*s, %.*s", STR_ARG(title), STR_ARG(period));
}

static void draw_cover(struct layout *layout) {
    const struct theme *theme = layout->theme;
    const struct document *doc = layout->doc;
    float left = theme->margin_left, right = theme->page_width - theme->margin_right;
    float width = right - left;
    struct box *box = box_new(layout, 0);
    struct theme_text kicker = theme->cover_small;
    kicker.colour = theme->grey;
    front_lines(layout, box, &kicker, front_kicker(layout), left,
                KICKER_TOP * theme->page_height - 8, width, paragraph_tag(layout));
    if (theme->logo.picture != NULL)
        box_picture(layout, box, &theme->logo, right, true,
                    KICKER_TOP * theme->page_height - 8, theme->logo.height,
                    layout->parent);
    float y = BAR_TOP * theme->page_height;
    if (theme->plain_pages) /* the red line of an official document */
        box_rect(layout, box, left, y, width, RED_LINE, theme->alert);
    else
        box_rect(layout, box, left, y, BAR_WIDTH, BAR_HEIGHT, theme->alert);
    y = front_lines(layout, box, &theme->cover_title, doc->title, left, y + 22, width,
                    tag_new(layout->arena, TAG_TITLE, layout->parent, true));
    if (str_find(doc->title, doc->period_label, 0) == STR_NOT_FOUND)
        y = front_lines(layout, box, &theme->cover_subtitle, doc->period_label, left,
                        y + 16, width, paragraph_tag(layout));
    else
        y += 10;
    struct theme_text english = theme->cover_subtitle;
    english.size = theme->body.size;
    english.leading = theme->body.leading;
    english.colour = theme->grey;
    struct tag *tag = paragraph_tag(layout);
    tag_extra_of(layout->arena, tag)->lang = STR("en");
    y = front_lines(layout, box, &english, front_english(layout), left, y + 6, width,
                    tag);
    struct str marks = page_marks_text(&layout->doc->marks, false,
                                       layout->doc->words.gap, layout->arena);
    if (marks.n > 0) {
        struct theme_text mark = theme->heading[1];
        mark.colour = theme->alert;
        front_lines(layout, box, &mark, marks, left, y + 20, width,
                    paragraph_tag(layout));
    }
    cover_foot(layout, box, left, right);
    page_place(layout, &layout->display->pages[0], box, 0, 0);
}

static bool is_listed(const struct doc_heading *heading) {
    return heading->level <= TOC_DEPTH;
}

static void add_leader(struct layout *layout, struct box *box, float from, float to,
                       float y) {
    if (to - from < DOTS_LEAST * DOT_STEP)
        return;
    /* Dots stand on one grid, so that those of all lines stand in columns. */
    float first = ceilf(from / DOT_STEP) * DOT_STEP;
    size_t count = (size_t)((to - first) / DOT_STEP);
    struct path_point *points = arena_array(layout->arena, 2, sizeof *points);
    struct paint *paint = arena_alloc(layout->arena, sizeof *paint);
    points[0] = (struct path_point){.verb = PATH_MOVE, .x = 0, .y = 0};
    points[1] = (struct path_point){
        .verb = PATH_LINE, .x = (float)count * DOT_STEP + 0.01f, .y = 0};
    *paint = (struct paint){.fill = PAINT_NONE,
                            .stroke = layout->theme->grey,
                            .width = DOT * 1.6f,
                            .round = true};
    struct item *item = box_item(layout, box, ITEM_PATH, NULL, first, y);
    item->path.points = points;
    item->path.count = 2;
    item->path.paint = paint;
    item->path.dash = DOT_STEP;
}

/* What an entry of the contents leads to. */
struct entry {
    struct str label; /* with the gap behind it: what its other lines hang on */
    struct str words, target;
    struct place place;
    const struct theme_text *text, *number;
};

static float hang_of(const struct layout *layout, const struct entry *entry) {
    return fonts_width(layout->fonts, entry->text->role, entry->text->size,
                       entry->label);
}

/* Beside the lines of an entry: a leader, however short, and a page of two digits. */
static float number_side(const struct layout *layout, const struct entry *entry) {
    float digits =
        fonts_width(layout->fonts, entry->number->role, entry->number->size, STR("00"));
    return 2 * LEADER_GAP + DOTS_LEAST * DOT_STEP + digits;
}

/* The lines of an entry, beside which its page stands. */
static bool set_entry(struct layout *layout, const struct entry *entry, float width,
                      struct tag *link, struct paragraph *set) {
    struct span_list spans = {0};
    span_add(layout, &spans,
             span_of(entry->text, entry->words, owner_of(layout, link)));
    /* Read aloud or copied, the title and its page are two words. */
    span_add(layout, &spans, span_of(entry->text, STR(" "), owner_of(layout, link)));
    float hang = hang_of(layout, entry);
    struct paragraph_style style = {.width = width - hang - number_side(layout, entry),
                                    .indent = -hang,
                                    .align = TEXT_LEFT,
                                    .words = true};
    return set_text(layout, &spans, &style, entry->place, set);
}

static float entry_height(struct layout *layout, const struct entry *entry,
                          float width) {
    struct paragraph set;
    return set_entry(layout, entry, width, NULL, &set)
               ? entry->text->leading * (float)set.count
               : 0;
}

/* Words, leader, page at a place of the box, all of it a link; returns its height. */
static float draw_entry(struct layout *layout, struct box *box,
                        const struct entry *entry, float x, float top, float width,
                        struct tag *list) {
    struct tag *item = tag_new(layout->arena, TAG_TOCI, list, true);
    struct tag *reference = tag_new(layout->arena, TAG_REFERENCE, item, true);
    struct tag *link = tag_new(layout->arena, TAG_LINK, reference, true);
    tag_say(layout->arena, link,
            printed_line(layout->doc, "page.go", "words", entry->words, layout->arena));
    struct paragraph set;
    if (!set_entry(layout, entry, width, link, &set))
        return 0;
    const struct anchor *anchor = display_anchor(layout->display, entry->target);
    float y = top + baseline_of(entry->text), hang = hang_of(layout, entry);
    for (size_t i = 0; i < set.count; i++, y += entry->text->leading)
        box_line(layout, box, &set.lines[i], x + hang, y, link);
    y -= entry->text->leading;
    size_t number = anchor ? anchor->page - layout->display->front_count + 1 : 0;
    float from = x;
    if (set.count > 0)
        from += hang + set.lines[set.count - 1].x + set.lines[set.count - 1].width;
    float used = box_words(layout, box, entry->number,
                           arena_printf(layout->arena, "%zu", number), x + width, y,
                           ANCHOR_END, link);
    add_leader(layout, box, from + LEADER_GAP, x + width - used - LEADER_GAP, y - 1.2f);
    float height = entry->text->leading * (float)set.count;
    struct item *area = box_item(layout, box, ITEM_LINK, link, x, top);
    area->link.width = width;
    area->link.height = height;
    area->link.target = entry->target;
    return height;
}

static void add_entry(struct layout *layout, const struct doc_heading *heading,
                      struct tag *list) {
    const struct theme *theme = layout->theme;
    struct theme_text text = theme->toc;
    if (heading->level == 1)
        text.role = FONT_SANS_BOLD;
    float indent = heading->level > 1 ? TOC_INDENT * theme->toc.size : 0;
    struct entry entry = {
        .label = arena_printf(layout->arena, "%.*s%.*s", STR_ARG(heading->label),
                              STR_ARG(printed_heading_gap(layout->doc, heading))),
        .words = heading_words(layout, heading),
        .target = heading->id,
        .place = heading->object.place,
        .text = &text,
        .number = &theme->toc};
    struct box *box = box_new(layout, 0);
    box->height = draw_entry(layout, box, &entry, indent, 0,
                             layout->measure.width - indent, list);
    box->place = heading->object.place;
    box_append(layout, box);
}

/* 图目 or 表目: what the report has of them, and where. */
struct listing {
    struct str title;
    struct entry *entries;
    size_t count, drawn;
    float x, width;
};

static void list_object(struct layout *layout, struct listing *listing,
                        struct str label, struct str caption, struct str id,
                        struct place place) {
    const struct theme_text *text = &layout->theme->table;
    listing->entries[listing->count++] = (struct entry){
        .label = arena_printf(layout->arena, "%.*s%.*s", STR_ARG(label),
                              STR_ARG(layout->doc->words.caption_gap)),
        .words = printed_caption(layout->doc, label, caption, layout->arena),
        .target = id,
        .place = place,
        .text = text,
        .number = text};
}

static struct listing list_charts(struct layout *layout) {
    const struct document *doc = layout->doc;
    struct listing list = {.title = doc->words.figures,
                           .entries = arena_array(layout->arena, doc->chart_count + 1,
                                                  sizeof(struct entry))};
    for (size_t i = 0; i < doc->chart_count; i++)
        list_object(layout, &list, doc->charts[i]->label, doc->charts[i]->caption,
                    doc->charts[i]->id, doc->charts[i]->object.place);
    return list;
}

static struct listing list_tables(struct layout *layout) {
    const struct document *doc = layout->doc;
    struct listing list = {.title = doc->words.tables,
                           .entries = arena_array(layout->arena, doc->table_count + 1,
                                                  sizeof(struct entry))};
    for (size_t i = 0; i < doc->table_count; i++)
        if (!doc->tables[i]->plain)
            list_object(layout, &list, doc->tables[i]->label, doc->tables[i]->caption,
                        doc->tables[i]->id, doc->tables[i]->object.place);
    return list;
}

/* Draws as much of a listing as has room below `top`, one entry at least; returns its
   height. */
static float draw_listing(struct layout *layout, struct box *box,
                          struct listing *listing, float top, float room,
                          struct tag *list) {
    const struct theme_text *title = &layout->theme->heading[1];
    size_t first = listing->drawn;
    float y = top;
    if (listing->drawn == 0 && listing->count > 0) {
        box_words(layout, box, title, listing->title, listing->x,
                  y + baseline_of(title), ANCHOR_START, list);
        y += title->leading + LISTS_BELOW;
    }
    for (; listing->drawn < listing->count; listing->drawn++) {
        const struct entry *entry = &listing->entries[listing->drawn];
        float height = entry_height(layout, entry, listing->width) + LISTS_LEADING;
        if (listing->drawn > first && y + height > top + room)
            break;
        draw_entry(layout, box, entry, listing->x, y, listing->width, list);
        y += height;
    }
    return y - top;
}

/* The two listings beside each other, each in its own lines; the first box has `room`
   on the page of the contents, each other a page. */
static void add_lists(struct layout *layout, struct tag *list, float room) {
    const struct theme *theme = layout->theme;
    struct listing charts = list_charts(layout), tables = list_tables(layout);
    if (charts.count + tables.count < LISTS_LEAST)
        return;
    bool both = charts.count > 0 && tables.count > 0;
    charts.width = layout->measure.width;
    if (both)
        charts.width = (charts.width - LISTS_GAP) / 2;
    tables.width = charts.width;
    tables.x = both ? charts.width + LISTS_GAP : 0;
    float page = theme->page_height - theme->margin_top - theme->margin_bottom;
    float least = theme->heading[1].leading + LISTS_LEAST * theme->table.leading;
    room = room - LISTS_ABOVE < least ? page : room - LISTS_ABOVE;
    while (charts.drawn < charts.count || tables.drawn < tables.count) {
        struct box *box = box_new(layout, 0);
        box->before = charts.drawn + tables.drawn == 0 ? LISTS_ABOVE : 0;
        float left = draw_listing(layout, box, &charts, 0, room, list);
        box->height = fmaxf(left, draw_listing(layout, box, &tables, 0, room, list));
        box_append(layout, box);
        room = page;
    }
}

struct spot {
    size_t page;
    float y;
};

/* Places the boxes from a spot on, if `draw`; returns the spot after them. */
static struct spot place_contents(struct layout *layout, const struct box *box,
                                  struct spot spot, bool draw) {
    const struct theme *theme = layout->theme;
    float bottom = theme->page_height - theme->margin_bottom;
    for (; box; box = box->next) {
        spot.y += box->before;
        if (spot.y + box->height > bottom) {
            spot.page++;
            spot.y = theme->margin_top;
        }
        if (draw)
            page_place(layout, &layout->display->pages[spot.page], box,
                       theme->margin_left, spot.y);
        spot.y += box->height;
    }
    return spot;
}

/* The lists, unless all that they add is a page less than a third full. */
static void add_lists_that_fit(struct layout *layout, struct tag *list) {
    const struct theme *theme = layout->theme;
    struct box *last = layout->last;
    struct tag_kid *last_kid = list != NULL ? list->last : NULL;
    struct spot first = {1, theme->margin_top};
    struct spot end = place_contents(layout, layout->first, first, false);
    add_lists(layout, list, theme->page_height - theme->margin_bottom - end.y);
    struct spot then = place_contents(layout, layout->first, first, false);
    if (then.page != end.page + 1 || then.y > theme->page_height / 3 || last == NULL)
        return;
    last->next = NULL;
    layout->last = last;
    if (last_kid != NULL) {
        last_kid->next = NULL;
        list->last = last_kid;
    }
}

/* The boxes of the contents; its tag comes before the body's. */
static struct box *contents_boxes(struct layout *layout, struct tag *tag) {
    struct box_list list = box_list_take(layout);
    const struct theme_text *title = &layout->theme->heading[0];
    struct box *box = box_new(layout, title->leading + TOC_TITLE_BELOW);
    box_words(layout, box, title, layout->doc->words.contents, 0, baseline_of(title),
              ANCHOR_START, tag ? layout->contents_title : NULL);
    box_append(layout, box);
    for (size_t i = 0; i < layout->headings.count; i++)
        if (is_listed(layout->headings.items[i]))
            add_entry(layout, layout->headings.items[i], tag);
    if (!layout->contents_on_cover)
        add_lists_that_fit(layout, tag);
    return box_list_put(layout, list).first;
}

/* Contents of a short report stand on its cover, if they fit above its foot. */
static bool contents_on_cover(struct layout *layout, const struct box *box) {
    float height = 0;
    for (; box; box = box->next)
        height += box->before + box->height;
    return flow_count(layout) <= SHORT_PAGES &&
           height < (FOOT_TOP - COVER_TOC_TOP) * layout->theme->page_height;
}

static void open_cover(struct layout *layout) {
    size_t count = 0;
    for (size_t i = 0; i < layout->headings.count; i++)
        count += is_listed(layout->headings.items[i]);
    page_new(layout, false);
    draw_cover(layout);
    size_t pages = 1;
    if (count > 0) {
        struct tag *scratch = tag_new(layout->arena, TAG_TOC, NULL, false);
        struct box *boxes = contents_boxes(layout, scratch);
        const struct theme *theme = layout->theme;
        layout->contents_on_cover = contents_on_cover(layout, boxes);
        if (!layout->contents_on_cover)
            pages = place_contents(layout, boxes, (struct spot){1, theme->margin_top},
                                   false)
                        .page +
                    1;
        struct tag *parent = layout->parent;
        layout->contents_title = tag_new(layout->arena, TAG_P, parent, true);
        layout->contents = tag_new(layout->arena, TAG_TOC, parent, true);
    }
    while (layout->display->page_count < pages)
        page_new(layout, false);
    layout->display->front_count = pages;
}

void front_open(struct layout *layout) {
    layout->place = layout->doc->place;
    /* Made after the body, read before it. */
    struct tag_kid *body_last = layout->parent->last;
    layout->masthead = layout->theme->masthead && masthead_fits(layout, SHORT_PAGES);
    if (layout->masthead)
        masthead_open(layout);
    else
        open_cover(layout);
    tag_lead(layout->parent, body_last);
}

void front_close(struct layout *layout) {
    const struct theme *theme = layout->theme;
    if (layout->masthead)
        masthead_close(layout);
    else if (layout->contents && layout->contents_on_cover)
        place_contents(layout, contents_boxes(layout, layout->contents),
                       (struct spot){0, COVER_TOC_TOP * theme->page_height}, true);
    else if (layout->contents)
        place_contents(layout, contents_boxes(layout, layout->contents),
                       (struct spot){1, theme->margin_top}, true);
}
