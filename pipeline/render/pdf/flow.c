/* Boxes become pages. A group is what page breaks keep together: boxes chained by
   keep_next. It goes on the page if it fits with the footnotes that its marks
   bring; else a figure or table waits for the next page while body text goes on,
   and anything else starts that page. */
#include "render/pdf/flow.h"
#include "render/pdf/box.h"
#include "render/pdf/heading.h"
#include "render/pdf/page.h"

#define NOTE_GAP 10.0f  /* between text and footnotes, the rule in it */
#define FLOAT_GAP 12.0f /* below what stood at the head of a page */
#define LOW_PART 0.42f  /* a first-level heading wants so much of a page */
#define SLACK 0.05f     /* points: what is no overflow */
#define MAX_FLOATS 8

struct range {
    struct box *first, *last;
};

struct flow {
    struct layout *layout;
    size_t page; /* index; valid if `open` */
    bool open;
    float y, bottom; /* of the text area, footnotes taken off */
    float notes;     /* height of the page's footnotes */
    bool empty;      /* nothing on the page yet */
    bool after_float;
    const struct table_part *part; /* a table that goes on */
    float part_bottom;
    struct range floats[MAX_FLOATS];
    size_t float_count;
    const struct doc_note **marks; /* of the page */
    size_t mark_count, mark_capacity;
};

static struct page *page_of(const struct flow *flow) {
    return &flow->layout->display->pages[flow->page];
}

static void note_places(struct flow *flow, const struct box *box) {
    struct display *display = flow->layout->display;
    struct arena *arena = flow->layout->arena;
    struct page *page = page_of(flow);
    if (box->anchor.n > 0) {
        if (display->anchor_count == display->anchor_capacity)
            display->anchors =
                arena_grow(arena, display->anchors, display->anchor_count,
                           &display->anchor_capacity, sizeof *display->anchors);
        display->anchors[display->anchor_count++] =
            (struct anchor){box->anchor, flow->page, flow->y};
    }
    if (box->heading) {
        if (box->heading->level == 1) {
            if (!page->section)
                page->section = box->heading;
            page->last_section = box->heading;
        }
        if (display->bookmark_count == display->bookmark_capacity)
            display->bookmarks =
                arena_grow(arena, display->bookmarks, display->bookmark_count,
                           &display->bookmark_capacity, sizeof *display->bookmarks);
        display->bookmarks[display->bookmark_count++] =
            (struct bookmark){heading_words(flow->layout, box->heading),
                              box->heading->level, flow->page, flow->y};
    }
    if (box->figure) {
        struct tag_extra *out = tag_extra_of(arena, box->figure);
        float x = flow->layout->theme->margin_left + box->figure_x;
        out->page = flow->page;
        out->left = x;
        out->top = flow->y;
        out->right = x + box->figure_width;
        out->bottom = flow->y + box->height;
    }
}

/* Footnotes go to the foot of the page that has their marks. */
static void close_page(struct flow *flow) {
    if (!flow->open)
        return;
    struct layout *layout = flow->layout;
    if (flow->mark_count > 0) {
        struct page *page = page_of(flow);
        float y = page->height - layout->theme->margin_bottom - flow->notes;
        struct box *rule = box_new(layout, 0);
        box_rect(layout, rule, 0, NOTE_GAP / 2, layout->measure.width / 4,
                 layout->theme->rule_light, layout->theme->grey);
        page_place(layout, page, rule, layout->theme->margin_left, y);
        y += NOTE_GAP;
        for (size_t i = 0; i < flow->mark_count; i++) {
            const struct note_set *set = note_of(layout, flow->marks[i]);
            for (const struct box *box = set->first; box; box = box->next) {
                y += box->before;
                flow->y = y;
                note_places(flow, box);
                page_place(layout, page, box, layout->theme->margin_left, y);
                y += box->height;
            }
        }
    }
    flow->open = false;
    flow->mark_count = 0;
    flow->notes = 0;
}

static void open_page(struct flow *flow, bool landscape) {
    close_page(flow);
    struct layout *layout = flow->layout;
    struct page *page = page_new(layout, landscape);
    flow->page = (size_t)(page - layout->display->pages);
    flow->open = flow->empty = true;
    flow->after_float = false;
    flow->y = layout->theme->margin_top;
    flow->bottom = page->height - layout->theme->margin_bottom;
}

static struct box *group_end(struct box *box, const struct box *last) {
    while (box != last && box->keep_next && box->next)
        box = box->next;
    return box;
}

static bool is_marked(const struct flow *flow, const struct doc_note *note) {
    for (size_t i = 0; i < flow->mark_count; i++)
        if (flow->marks[i] == note)
            return true;
    return false;
}

/* The height of new footnotes that a box brings to the page. */
static float notes_height(struct flow *flow, const struct box *box, bool first) {
    float height = 0;
    for (size_t i = 0; i < box->note_count; i++)
        if (!is_marked(flow, box->notes[i])) {
            height += note_of(flow->layout, box->notes[i])->height;
            if (first && flow->mark_count == 0 && i == 0)
                height += NOTE_GAP;
        }
    return height;
}

static float group_height(struct flow *flow, const struct box *from,
                          const struct box *end) {
    float height = 0, notes = 0;
    for (const struct box *box = from;; box = box->next) {
        if (!(box == from && flow->empty))
            height += box->before;
        height += box->height;
        notes += notes_height(flow, box, notes <= 0);
        if (box == end)
            return height + notes;
    }
}

static void remember_notes(struct flow *flow, const struct box *box) {
    for (size_t i = 0; i < box->note_count; i++) {
        if (is_marked(flow, box->notes[i]))
            continue;
        float height = note_of(flow->layout, box->notes[i])->height +
                       (flow->mark_count == 0 ? NOTE_GAP : 0);
        if (flow->mark_count == flow->mark_capacity)
            flow->marks = arena_grow(flow->layout->arena, flow->marks, flow->mark_count,
                                     &flow->mark_capacity, sizeof *flow->marks);
        flow->marks[flow->mark_count++] = box->notes[i];
        flow->notes += height;
        flow->bottom -= height;
    }
}

static void place(struct flow *flow, const struct box *box) {
    if (!flow->empty)
        flow->y +=
            flow->after_float && box->before < FLOAT_GAP ? FLOAT_GAP : box->before;
    note_places(flow, box);
    page_place(flow->layout, page_of(flow), box, flow->layout->theme->margin_left,
               flow->y);
    flow->y += box->height;
    remember_notes(flow, box);
    flow->empty = flow->after_float = false;
    flow->part = box->table;
    flow->part_bottom = flow->y;
}

/* The heavy rule below the part of a table that ends with the page. */
static void close_part(struct flow *flow) {
    const struct table_part *part = flow->part;
    if (!part)
        return;
    struct box *rule = box_new(flow->layout, 0);
    box_rect(flow->layout, rule, part->x, -part->rule / 2, part->width, part->rule,
             part->colour);
    page_place(flow->layout, page_of(flow), rule, flow->layout->theme->margin_left,
               flow->part_bottom);
    flow->part = NULL;
}

/* Caption （续） and heads above the rows that come to a new page. */
static void open_part(struct flow *flow, const struct table_part *part) {
    for (const struct box *box = part->head; box; box = box->next) {
        if (!flow->empty)
            flow->y += box->before;
        page_place(flow->layout, page_of(flow), box, flow->layout->theme->margin_left,
                   flow->y);
        flow->y += box->height;
        flow->empty = false;
    }
}

static void place_range(struct flow *flow, struct box *first, struct box *last);

static void place_floats(struct flow *flow) {
    size_t count = flow->float_count;
    struct range floats[MAX_FLOATS];
    for (size_t i = 0; i < count; i++)
        floats[i] = flow->floats[i];
    flow->float_count = 0;
    for (size_t i = 0; i < count; i++) {
        place_range(flow, floats[i].first, floats[i].last);
        flow->after_float = true;
    }
}

static void next_page(struct flow *flow, const struct box *box) {
    bool goes_on = flow->part && box->continues == flow->part;
    close_part(flow);
    open_page(flow, box->landscape);
    if (goes_on)
        open_part(flow, box->continues);
}

/* A group longer than a page is divided at its boxes all the same. */
static bool place_pieces(struct flow *flow, struct box *box, const struct box *end) {
    for (;; box = box->next) {
        if (flow->y + box->height > flow->bottom + SLACK && !flow->empty)
            next_page(flow, box);
        if (flow->y + box->height > flow->bottom + SLACK) {
            diag_error(
                flow->layout->diag, box->place,
                "a block of %.0f pt does not fit on a page with room for %.0f pt",
                (double)box->height, (double)(flow->bottom - flow->y));
            diag_hint(flow->layout->diag,
                      "shorten it, or make the page larger in templates/theme.lua");
            flow->layout->failed = true;
            return false;
        }
        place(flow, box);
        if (box == end)
            return true;
    }
}

static bool wants_page(const struct flow *flow, const struct box *box) {
    if (!flow->open)
        return true;
    const struct page *page = page_of(flow);
    bool turned = page->width > page->height;
    if (turned != box->landscape)
        return true;
    if (flow->empty)
        return false;
    float full = flow->layout->measure.page_height;
    float left = flow->bottom - flow->y;
    return left - box->before < box->wants ||
           (box->low_break && left < LOW_PART * full);
}

static void place_range(struct flow *flow, struct box *first, struct box *last) {
    struct box *box = first;
    while (box && !flow->layout->failed) {
        struct box *end = group_end(box, last);
        bool fits = flow->open && !wants_page(flow, box) &&
                    flow->y + group_height(flow, box, end) <= flow->bottom + SLACK;
        if (!fits && box->float_last && flow->open && !flow->empty &&
            flow->float_count < MAX_FLOATS) {
            flow->floats[flow->float_count++] = (struct range){box, box->float_last};
            end = box->float_last;
        } else if (fits && (flow->float_count == 0 || box->is_text)) {
            for (struct box *next = box;; next = next->next) {
                place(flow, next);
                if (next == end)
                    break;
            }
        } else if (flow->float_count > 0) {
            close_part(flow);
            open_page(flow, flow->floats[0].first->landscape);
            place_floats(flow);
            continue; /* the same box again, below them */
        } else {
            if (!flow->open || !flow->empty || wants_page(flow, box))
                next_page(flow, box);
            if (flow->y + group_height(flow, box, end) <= flow->bottom + SLACK) {
                for (struct box *next = box;; next = next->next) {
                    place(flow, next);
                    if (next == end)
                        break;
                }
            } else if (!place_pieces(flow, box, end)) {
                return;
            }
        }
        if (end == last)
            return;
        box = end->next;
    }
}

void flow_pages(struct layout *layout) {
    struct flow flow = {.layout = layout};
    if (layout->first)
        place_range(&flow, layout->first, layout->last);
    while (flow.float_count > 0 && !layout->failed) {
        close_part(&flow);
        open_page(&flow, flow.floats[0].first->landscape);
        place_floats(&flow);
    }
    close_page(&flow);
}
