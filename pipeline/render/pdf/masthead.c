#include "render/pdf/masthead.h"
#include "render/pdf/box.h"
#include "render/pdf/flow.h"
#include "render/pdf/front.h"
#include "render/pdf/heading.h"
#include "render/pdf/inline.h"
#include "render/pdf/page.h"
#include <math.h>

#define ABOVE 34.8f /* it begins where other pages have their running head */
#define KICKER_BELOW 7.0f
#define LOGO_GAP 14.0f /* between the title and the logo at its right */
#define LONG_TITLE 17  /* characters: a longer one is smaller */
#define LONG_SIZE 0.776f
#define PERIOD_GAP 14.0f
#define BAR_ABOVE 11.0f
#define BAR_WIDTH 61.0f
#define BAR_HEIGHT 2.2f
#define MASTHEAD_BELOW 8.0f
#define ENTRY_GAP 9.0f  /* between entries of the contents, at least */
#define NUMBER_GAP 5.0f /* between an entry and its page */
#define CONTENTS_PAD 5.8f
#define CONTENTS_ID STR("contents")

static struct tag *line_tag(struct layout *layout, bool tagged) {
    return tagged ? tag_new(layout->arena, TAG_P, layout->parent, true) : NULL;
}

static float put_title(struct layout *layout, struct box *box, float y, float width,
                       bool tagged) {
    const struct document *doc = layout->doc;
    struct theme_text text = layout->theme->masthead_title;
    if (utf8_length(doc->title) > LONG_TITLE) {
        text.size *= LONG_SIZE;
        text.leading *= LONG_SIZE;
    }
    struct tag *tag =
        tagged ? tag_new(layout->arena, TAG_TITLE, layout->parent, true) : NULL;
    return front_lines(layout, box, &text, doc->title, 0, y, width, tag);
}

/* 2023年　Quality Development Profile: Anhui, or one below the other. */
static float put_period(struct layout *layout, struct box *box, float y, float width,
                        bool tagged) {
    const struct theme *theme = layout->theme;
    const struct document *doc = layout->doc;
    struct theme_text period = theme->cover_small, english = theme->cover_small;
    period.size = english.size = theme->body.size;
    period.leading = english.leading = theme->body.leading;
    period.colour = theme->ink;
    english.role = theme->body.role;
    float x = 0, bottom = y + theme->body.leading;
    if (str_find(doc->title, doc->period_label, 0) == STR_NOT_FOUND &&
        doc->period_label.n > 0)
        x = box_words(layout, box, &period, doc->period_label, 0,
                      y + baseline_of(&theme->body), ANCHOR_START,
                      line_tag(layout, tagged)) +
            PERIOD_GAP;
    if (doc->title_en.n == 0)
        return bottom;
    struct tag *tag = line_tag(layout, tagged);
    if (tag != NULL)
        tag_extra_of(layout->arena, tag)->lang = STR("en");
    struct str title = front_english(layout);
    float own = fonts_width(layout->fonts, english.role, english.size, title);
    if (x > 0 && x + own > width) {
        x = 0;
        y = bottom;
    }
    return front_lines(layout, box, &english, title, x, y, width - x, tag);
}

static struct box *make_masthead(struct layout *layout, bool tagged) {
    const struct theme *theme = layout->theme;
    const struct document *doc = layout->doc;
    const struct theme_text *small = &theme->cover_small;
    float right = layout->measure.width, y = -ABOVE;
    struct box *box = box_new(layout, 0);
    box_rect(layout, box, 0, y, right, theme->rule_heavy, theme->accent);
    y += 2;
    struct str kicker = front_kicker(layout);
    float used = 0;
    if (kicker.n > 0)
        used = box_words(layout, box, small, kicker, 0, y + baseline_of(small),
                         ANCHOR_START, line_tag(layout, tagged));
    struct str marks =
        page_marks_text(&doc->marks, false, doc->words.gap, layout->arena);
    struct theme_text side = *small;
    if (marks.n > 0) {
        side.role = FONT_SANS_BOLD;
        side.colour = theme->alert;
    }
    struct str words = marks.n > 0 ? marks : doc->organisation;
    float own = fonts_width(layout->fonts, side.role, side.size, words);
    if (used > 0 && used + PERIOD_GAP + own > right) { /* below it */
        y += small->leading;
        y = front_lines(layout, box, &side, words, 0, y, right,
                        line_tag(layout, tagged));
        y -= small->leading;
    } else if (words.n > 0) {
        box_words(layout, box, &side, words, right, y + baseline_of(small), ANCHOR_END,
                  line_tag(layout, tagged));
    }
    y += small->leading + KICKER_BELOW;
    float logo = y;
    if (theme->logo.picture != NULL) {
        logo += theme->logo.height;
        right -=
            LOGO_GAP + box_picture(layout, box, &theme->logo, right, true, y,
                                   theme->logo.height, tagged ? layout->parent : NULL);
    }
    y = put_title(layout, box, y, right, tagged);
    y = fmaxf(put_period(layout, box, y, right, tagged) + BAR_ABOVE, logo - BAR_HEIGHT);
    box_rect(layout, box, 0, y, BAR_WIDTH, BAR_HEIGHT, theme->alert);
    box->height = y + BAR_HEIGHT;
    box->below = MASTHEAD_BELOW;
    box->keep_next = true;
    return box;
}

/* A link of the contents to a chapter. */
static struct tag *entry_link(struct layout *layout, struct str words,
                              struct tag *tag) {
    struct tag *entry = tag_new(layout->arena, TAG_TOCI, tag, true);
    struct tag *link = tag_new(layout->arena, TAG_LINK, entry, true);
    tag_say(layout->arena, link,
            printed_line(layout->doc, "page.go", "words", words, layout->arena));
    return link;
}

/* A chapter, or what stands apart at the end: 指标解释, 资料来源. */
static bool is_entry(const struct doc_heading *heading) {
    return heading_is_chapter(heading) || (heading->object.kind == OBJECT_HEADING &&
                                           heading->level == 2 && heading->unnumbered);
}

struct contents {
    struct theme_text words, number;
    float aside;         /* what the page takes behind an entry */
    float total, widest; /* of the entries with their pages */
    size_t count;
};

static float entry_width(const struct layout *layout, const struct contents *contents,
                         struct str words) {
    return fonts_width(layout->fonts, contents->words.role, contents->words.size,
                       words) +
           contents->aside;
}

static struct contents measure_contents(struct layout *layout) {
    const struct theme *theme = layout->theme;
    struct contents contents = {.words = theme->kpi_label, .number = theme->kpi_label};
    contents.words.colour = theme->ink;
    contents.number.role = FONT_SANS_BOLD;
    contents.number.colour = theme->accent;
    contents.aside = NUMBER_GAP + fonts_width(layout->fonts, contents.number.role,
                                              contents.number.size, STR("0"));
    for (size_t i = 0; i < layout->doc->heading_count; i++) {
        const struct doc_heading *heading = layout->doc->headings[i];
        if (!is_entry(heading))
            continue;
        float width = entry_width(layout, &contents, heading_words(layout, heading));
        contents.total += width;
        contents.widest = fmaxf(contents.widest, width);
        contents.count++;
    }
    return contents;
}

/* The page of an entry and the link that both are; they end at `end`. */
static void link_entry(struct layout *layout, struct box *box,
                       const struct contents *contents,
                       const struct doc_heading *heading, float x, float end, float top,
                       float y, float leading, struct tag *link) {
    const struct anchor *anchor = display_anchor(layout->display, heading->id);
    size_t page = anchor ? anchor->page - layout->display->front_count + 1 : 0;
    box_words(layout, box, &contents->number, arena_printf(layout->arena, "%zu", page),
              end + NUMBER_GAP,
              y + baseline_of(&contents->number) +
                  (leading - contents->number.leading) / 2,
              ANCHOR_START, link);
    struct item *area = box_item(layout, box, ITEM_LINK, link, x, top);
    area->link.width = end + contents->aside - x;
    area->link.height = y + leading - top;
    area->link.target = heading->id;
}

/* The entries of the contents: on one line over the whole width, or in columns as wide
   as the longest, a very long one in lines of its own; they are drawn if `tag` is set.
 */
static float set_entries(struct layout *layout, struct box *box, struct tag *tag) {
    struct contents contents = measure_contents(layout);
    const struct theme_text *text = &contents.words;
    float measure = layout->measure.width, leading = text->leading * 1.25f;
    float x = 0, y = CONTENTS_PAD, widest = measure - contents.aside;
    float spare = measure - contents.total;
    bool one = contents.count > 1 && spare >= ENTRY_GAP * (float)(contents.count - 1);
    float gap = one ? spare / (float)(contents.count - 1) : 0;
    size_t columns = (size_t)((measure + ENTRY_GAP) / (contents.widest + ENTRY_GAP));
    float step = columns > 1 ? measure / (float)columns : measure;
    for (size_t i = 0; i < layout->doc->heading_count; i++) {
        const struct doc_heading *heading = layout->doc->headings[i];
        if (!is_entry(heading))
            continue;
        struct str words = heading_words(layout, heading);
        if (x > 0 && x + entry_width(layout, &contents, words) > measure + 0.1f) {
            x = 0;
            y += leading;
        }
        struct tag *link = tag != NULL ? entry_link(layout, words, tag) : NULL;
        struct span_list spans = {0};
        span_add(layout, &spans, span_of(text, words, owner_of(layout, link)));
        struct paragraph_style style = {.width = widest, .align = TEXT_LEFT};
        struct paragraph set;
        if (!set_text(layout, &spans, &style, heading->object.place, &set))
            continue;
        float top = y, end = set.count > 0 ? set.lines[set.count - 1].width : 0;
        y += set.count > 0 ? leading * (float)(set.count - 1) : 0;
        float base = baseline_of(text) + (leading - text->leading) / 2;
        for (size_t k = 0; tag != NULL && k < set.count; k++)
            box_line(layout, box, &set.lines[k], x, top + base + leading * (float)k,
                     link);
        if (tag != NULL)
            link_entry(layout, box, &contents, heading, x, x + end, top, y, leading,
                       link);
        x += one ? end + contents.aside + gap : step;
    }
    return y + leading + CONTENTS_PAD;
}

static size_t chapters(const struct layout *layout) {
    size_t count = 0;
    for (size_t i = 0; i < layout->doc->heading_count; i++)
        count += heading_is_chapter(layout->doc->headings[i]);
    return count;
}

static struct box *make_contents(struct layout *layout) {
    const struct theme *theme = layout->theme;
    struct box *box = box_new(layout, 0);
    box->height = set_entries(layout, box, NULL);
    box_rect(layout, box, 0, 0, layout->measure.width, theme->rule_light,
             theme->hairline);
    box_rect(layout, box, 0, box->height - theme->rule_light, layout->measure.width,
             theme->rule_light, theme->hairline);
    box->before = MASTHEAD_BELOW;
    box->below = MASTHEAD_BELOW;
    box->anchor = CONTENTS_ID;
    return box;
}

/* Before the first chapter. */
static void insert_contents(struct layout *layout, struct box *contents) {
    struct box *before = NULL;
    for (struct box *box = layout->first; box; before = box, box = box->next)
        if (box->heading && heading_is_chapter(box->heading)) {
            contents->next = box;
            if (before != NULL)
                before->next = contents;
            else
                layout->first = contents;
            return;
        }
}

static void insert(struct layout *layout, bool tagged) {
    if (chapters(layout) > 1)
        insert_contents(layout, make_contents(layout));
    struct box *head = make_masthead(layout, tagged);
    head->next = layout->first;
    layout->first = head;
    if (layout->last == NULL)
        layout->last = head;
}

bool masthead_fits(struct layout *layout, size_t pages) {
    struct box *first = layout->first, *last = layout->last, *before = NULL;
    for (struct box *box = first;
         box && !(box->heading && heading_is_chapter(box->heading)); box = box->next)
        before = box;
    struct box *chapter = before != NULL ? before->next : first;
    insert(layout, false);
    size_t count = flow_count(layout);
    layout->first = first;
    layout->last = last;
    if (before != NULL)
        before->next = chapter;
    return count > 0 && count <= pages;
}

void masthead_open(struct layout *layout) { insert(layout, true); }

void masthead_close(struct layout *layout) {
    const struct anchor *place = display_anchor(layout->display, CONTENTS_ID);
    if (place == NULL)
        return;
    struct tag_kid *body_last = layout->parent->last;
    struct tag *tag = tag_new(layout->arena, TAG_TOC, layout->parent, true);
    tag_lead(layout->parent, body_last);
    struct box *box = box_new(layout, 0);
    set_entries(layout, box, tag);
    page_place(layout, &layout->display->pages[place->page], box,
               layout->theme->margin_left, place->y);
}
