/* Boxes become the matter of pages (paginate.h) and the plans become pages. */
#include "render/pdf/flow.h"
#include "render/pdf/box.h"
#include "render/pdf/figure.h"
#include "render/pdf/heading.h"
#include "render/pdf/page.h"
#include "render/pdf/paginate.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NOTE_GAP 10.0f  /* between text and footnotes, the rule in it */
#define NOTE_BLANK 0.1f /* of a page: with more between, notes stand below the text */
#define FLOAT_GAP 5.0f  /* below a figure or table, at least */
#define THIN 2.0f       /* points: a rule, which keeps its weight in a lower row */

/* A line of a footnote. The number stands beside the first one, in a box of no height
   that belongs to it. */
struct note_line {
    const struct box *first;
    size_t boxes;
};

struct flow {
    struct layout *layout;
    struct box **boxes;
    struct page_item *items;
    struct page_float *floats;
    float *note_lines;
    size_t *note_first;
    struct note_line *lines; /* the same lines, as boxes */
    struct page_matter matter;
    /* Of the page that is being made: */
    size_t page;
    float y;
    const struct table_part *part; /* a table that goes on */
    float part_bottom;
};

static struct page *page_of(const struct flow *flow) {
    return &flow->layout->display->pages[flow->page];
}

/* Boxes to matter. */

static float boxes_height(const struct box *box) {
    float height = 0;
    for (bool first = true; box != NULL; box = box->next, first = false)
        height += (first ? 0 : box->before) + box->height;
    return height;
}

static void take_lines(struct flow *flow, const struct note_set *set, size_t *count) {
    size_t first = *count;
    for (const struct box *box = set->first; box != NULL; box = box->next) {
        struct note_line line = {.first = box, .boxes = 1};
        float height = box->before + box->height;
        while (box->height <= 0 && box->next != NULL) {
            box = box->next;
            height += box->before + box->height;
            line.boxes++;
        }
        if (flow->lines != NULL) {
            flow->note_lines[*count] = height;
            flow->note_first[*count] = first;
            flow->lines[*count] = line;
        }
        ++*count;
    }
}

/* The lines of the notes that a box is the first to mark. */
static void take_notes(struct flow *flow, bool *seen, size_t index, size_t *count) {
    const struct box *box = flow->boxes[index];
    struct page_item *item = &flow->items[index];
    item->notes = *count;
    for (size_t i = 0; i < box->note_count; i++) {
        if (seen[box->notes[i]->number])
            continue;
        seen[box->notes[i]->number] = true;
        take_lines(flow, note_of(flow->layout, box->notes[i]), count);
    }
    item->notes_end = *count;
}

static void add_notes(struct flow *flow) {
    struct arena *arena = flow->layout->arena;
    size_t notes = flow->layout->doc->note_count + 1, total = 0;
    for (int turn = 0; turn < 2; turn++) { /* counted, then filled in */
        bool *seen = arena_array(arena, notes + 1, sizeof *seen);
        size_t count = 0;
        for (size_t i = 0; i < flow->matter.item_count; i++)
            take_notes(flow, seen, i, &count);
        if (turn == 1)
            break;
        total = count;
        flow->note_lines = arena_array(arena, total + 1, sizeof *flow->note_lines);
        flow->note_first = arena_array(arena, total + 1, sizeof *flow->note_first);
        flow->lines = arena_array(arena, total + 1, sizeof *flow->lines);
    }
}

/* A float directly below a heading waits only if text takes its place there. */
static bool may_wait(const struct flow *flow, size_t first, size_t end) {
    const struct page_matter *matter = &flow->matter;
    float height = -flow->items[first].before;
    for (size_t i = first; i < end; i++)
        height += flow->items[i].before + flow->items[i].height;
    if (height > matter->heights[flow->items[first].landscape])
        return false;
    if (first == 0 || !flow->boxes[first - 1]->keep_next)
        return true;
    return end < matter->item_count && flow->boxes[end]->is_text;
}

/* A wide table directly under its headings turns with them. */
static void turn_headings(struct flow *flow, size_t first) {
    for (size_t i = first; i > 0 && flow->boxes[i - 1]->keep_next; i--)
        flow->items[i - 1].landscape = true;
}

struct name {
    struct str id;
    size_t index; /* of the float */
};

static int by_id(const void *a, const void *b) {
    return str_compare(((const struct name *)a)->id, ((const struct name *)b)->id);
}

/* Where each float is named first: links of the text lead to its caption. */
static void find_names(struct flow *flow) {
    size_t count = 0;
    struct name *names =
        arena_array(flow->layout->arena, flow->matter.float_count + 1, sizeof *names);
    for (size_t i = 0; i < flow->matter.float_count; i++) {
        struct str id = flow->boxes[flow->floats[i].first]->anchor;
        if (id.n > 0)
            names[count++] = (struct name){id, i};
    }
    qsort(names, count, sizeof *names, by_id);
    for (size_t i = flow->matter.item_count; count > 0 && i-- > 0;)
        for (size_t k = 0; k < flow->boxes[i]->count; k++) {
            const struct item *item = &flow->boxes[i]->items[k];
            if (item->kind != ITEM_LINK || item->link.external)
                continue;
            struct name wanted = {.id = item->link.target};
            const struct name *found =
                bsearch(&wanted, names, count, sizeof *names, by_id);
            if (found != NULL && i < flow->floats[found->index].first)
                flow->floats[found->index].named = i;
        }
}

static void add_floats(struct flow *flow) {
    size_t count = 0;
    for (size_t i = 0; i < flow->matter.item_count; i++)
        count += flow->boxes[i]->float_last != NULL;
    flow->floats = arena_array(flow->layout->arena, count + 1, sizeof *flow->floats);
    flow->matter.floats = flow->floats;
    for (size_t i = 0; i < flow->matter.item_count; i++) {
        const struct box *last = flow->boxes[i]->float_last;
        if (last == NULL)
            continue;
        size_t end = i + 1;
        while (flow->boxes[end - 1] != last)
            end++;
        flow->floats[flow->matter.float_count++] =
            (struct page_float){.first = i,
                                .end = end,
                                .named = i,
                                .stream = flow->boxes[i]->stream,
                                .may_wait = may_wait(flow, i, end)};
        flow->items[end - 1].below = FLOAT_GAP;
        if (flow->items[i].landscape && !may_wait(flow, i, end))
            turn_headings(flow, i);
        i = end - 1;
    }
    find_names(flow);
}

static void take_matter(struct flow *flow) {
    struct layout *layout = flow->layout;
    const struct theme *theme = layout->theme;
    size_t count = 0;
    for (struct box *box = layout->first; box != NULL; box = box->next)
        count++;
    flow->boxes = arena_array(layout->arena, count + 1, sizeof(struct box *));
    flow->items = arena_array(layout->arena, count + 1, sizeof *flow->items);
    size_t i = 0;
    for (struct box *box = layout->first; box != NULL; box = box->next, i++) {
        flow->boxes[i] = box;
        flow->items[i] = (struct page_item){
            .height = box->height,
            .before = box->before,
            .below = box->below,
            .give = box->give,
            .end = box->keep_next ? PAGE_HARD : box->end,
            .head = box->continues != NULL ? boxes_height(box->continues->head) : 0,
            .tail = box->table != NULL ? boxes_height(box->table->foot) : 0,
            .goes_on = box->goes_on,
            .landscape = box->landscape,
            .barrier = box->barrier,
            .forced = box->new_page,
        };
    }
    float margins = theme->margin_top + theme->margin_bottom;
    flow->matter = (struct page_matter){
        .items = flow->items,
        .item_count = count,
        .heights = {theme->page_height - margins, theme->page_width - margins},
        .note_gap = NOTE_GAP,
        .grid = theme->line_grid ? theme->body.leading : 0,
        .full_pages = theme->grid_advance > 0, /* all lines that the grid has */
    };
    add_notes(flow);
    flow->matter.note_lines = flow->note_lines;
    flow->matter.note_first = flow->note_first;
    add_floats(flow);
}

/* Plans to pages. */

static void note_places(struct flow *flow, const struct box *box, float height) {
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
        if (heading_is_chapter(box->heading)) {
            if (!page->section) {
                page->section = box->heading;
                page->section_on_top = flow->y <= flow->layout->theme->margin_top;
            }
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
        out->bottom = flow->y + height;
    }
}

static void draw(struct flow *flow, const struct box *box) {
    page_place(flow->layout, page_of(flow), box, flow->layout->theme->margin_left,
               flow->y);
}

/* A row made lower: its lines move together, rules keep their weight. */
static void lower(struct box *box, float part) {
    for (size_t i = 0; i < box->count; i++) {
        struct item *item = &box->items[i];
        float bottom = item->y;
        if (item->kind == ITEM_RECT && item->rect.height > THIN)
            item->rect.height *= part;
        else if (item->kind == ITEM_RECT)
            bottom += item->rect.height / 2;
        item->y += bottom * (part - 1);
    }
}

static void place(struct flow *flow, size_t index, float height) {
    struct box *box = flow->boxes[index];
    note_places(flow, box, height);
    if (box->chart != NULL)
        figure_draw(flow->layout, box, height);
    else if (height < box->height)
        lower(box, height / box->height);
    draw(flow, box);
    flow->y += height;
    flow->part = box->table;
    flow->part_bottom = flow->y;
}

/* The heavy rule below the part of a table that ends with the page, and what says that
   it goes on. */
static void close_part(struct flow *flow) {
    const struct table_part *part = flow->part;
    if (part == NULL)
        return;
    struct box *rule = box_new(flow->layout, 0);
    box_rect(flow->layout, rule, part->x, part->gap - part->rule / 2, part->width,
             part->rule, part->colour);
    flow->y = flow->part_bottom;
    draw(flow, rule);
    for (const struct box *box = part->foot; box != NULL; box = box->next) {
        draw(flow, box);
        flow->y += box->height;
    }
    flow->part = NULL;
}

/* Caption （续） and heads above the rows that come to a new page. */
static void open_part(struct flow *flow, const struct table_part *part) {
    bool first = true;
    for (const struct box *box = part->head; box; box = box->next, first = false) {
        flow->y += first ? 0 : box->before;
        draw(flow, box);
        flow->y += box->height;
    }
}

static void place_lines(struct flow *flow, size_t from, size_t to) {
    for (size_t line = from; line < to; line++) {
        const struct box *box = flow->lines[line].first;
        for (size_t i = 0; i < flow->lines[line].boxes; i++, box = box->next) {
            flow->y += box->before;
            note_places(flow, box, box->height);
            draw(flow, box);
            flow->y += box->height;
        }
    }
}

/* Ranges of lines that stand at a page's foot: what came over, and the items' own. */
struct foot {
    size_t from, to; /* the range */
    const struct page_plan *page;
    size_t run, item; /* the next to look at */
};

static bool next_notes(const struct flow *flow, struct foot *foot) {
    while (foot->run < foot->page->run_count) {
        const struct page_run *run = &foot->page->runs[foot->run];
        size_t index = run->first + foot->item++;
        if (index >= run->end) {
            foot->run++;
            foot->item = 0;
            continue;
        }
        const struct page_item *item = &flow->items[index];
        if (item->notes == item->notes_end)
            continue;
        bool cut = foot->page->carried_to == item->notes_end &&
                   foot->page->carried < foot->page->carried_to;
        foot->from = item->notes;
        foot->to = cut ? foot->page->carried : item->notes_end;
        return true;
    }
    return false;
}

/* Footnotes go to the foot of the page that has their marks; the last may go on. On a
   page that is not full they stand right below its text, and what is blank is one. */
static void place_notes(struct flow *flow, const struct page_plan *page,
                        const struct page_plan *before) {
    struct layout *layout = flow->layout;
    size_t over = before != NULL ? before->carried : 0;
    size_t over_end = before != NULL ? before->carried_to : 0;
    if (over < over_end && page->carried_to == over_end && page->carried > over)
        over_end = page->carried; /* and on again */
    float height = 0;
    for (size_t i = over; i < over_end; i++)
        height += flow->note_lines[i];
    struct foot foot = {.page = page};
    while (next_notes(flow, &foot))
        for (size_t i = foot.from; i < foot.to; i++)
            height += flow->note_lines[i];
    if (height <= 0)
        return;
    float room = page_of(flow)->height - layout->theme->margin_top -
                 layout->theme->margin_bottom;
    float y = layout->theme->margin_top + room - height - NOTE_GAP;
    flow->y = y - flow->y > NOTE_BLANK * room ? flow->y + NOTE_GAP : y;
    struct box *rule = box_new(layout, 0);
    box_rect(layout, rule, 0, NOTE_GAP / 2, layout->measure.width / 4,
             layout->theme->rule_light, layout->theme->grey);
    draw(flow, rule);
    flow->y += NOTE_GAP;
    place_lines(flow, over, over_end);
    foot = (struct foot){.page = page};
    while (next_notes(flow, &foot))
        place_lines(flow, foot.from, foot.to);
}

/* How much higher than it is a figure can be drawn: whole lines, so that the text below
   it stays where it was on the grid. */
static float growth(const struct flow *flow, size_t index, float share) {
    const struct box *box = flow->boxes[index];
    if (box->chart == NULL)
        return 0;
    float grid = flow->matter.grid;
    return grid > 0 ? floorf(box->give * share / grid) * grid : box->give * share;
}

/* The share of what they can give by which the figures of a page grow, so that less of
   it stays blank: 0 if it ends a part of the document or has footnotes. */
static float grown_share(const struct flow *flow, const struct page_plan *plan,
                         const struct page_plan *next) {
    if (next == NULL || next->run_count == 0 || plan->squeeze > 0 ||
        flow->items[next->runs[0].first].forced)
        return 0;
    double used = 0;
    float below = 0, give = 0;
    for (size_t r = 0; r < plan->run_count; r++)
        for (size_t i = plan->runs[r].first; i < plan->runs[r].end; i++) {
            const struct page_item *item = &flow->items[i];
            if (item->notes < item->notes_end)
                return 0;
            used = used > 0 ? paginate_begin(&flow->matter, used, below, item->before)
                            : (double)item->head;
            used += (double)item->height;
            below = item->below;
            give += flow->boxes[i]->chart != NULL ? item->give : 0;
        }
    const struct page_run *last = &plan->runs[plan->run_count - 1];
    used += (double)flow->items[last->end - 1].tail;
    float blank = flow->matter.heights[plan->landscape] - (float)used;
    return give > 0 && blank > 0 ? fminf(1, blank / give) : 0;
}

static void make_page(struct flow *flow, const struct page_plan *plan,
                      const struct page_plan *before, const struct page_plan *next) {
    struct layout *layout = flow->layout;
    struct page *page = page_new(layout, plan->landscape);
    flow->page = (size_t)(page - layout->display->pages);
    flow->y = layout->theme->margin_top;
    page->forced = plan->run_count > 0 && flow->items[plan->runs[0].first].forced;
    float top = flow->y, below = 0, taken = 0;
    float share = plan->run_count > 0 ? grown_share(flow, plan, next) : 0;
    double used = 0; /* of the page, if nothing gave */
    for (size_t r = 0; r < plan->run_count; r++)
        for (size_t i = plan->runs[r].first; i < plan->runs[r].end; i++) {
            const struct page_item *item = &flow->items[i];
            if (used > 0) {
                used = paginate_begin(&flow->matter, used, below, item->before);
            } else if (flow->boxes[i]->continues != NULL) {
                open_part(flow, flow->boxes[i]->continues);
                used = (double)item->head;
            }
            flow->y = top + (float)used - taken;
            bool ends = r + 1 == plan->run_count && i + 1 == plan->runs[r].end;
            if (ends && flow->boxes[i]->ruled)
                flow->boxes[i]->count--; /* the heavy rule takes its place */
            float less = item->give * plan->squeeze - growth(flow, i, share);
            place(flow, i, item->height - less);
            taken += less;
            used += (double)item->height;
            below = item->below;
        }
    close_part(flow);
    page_part_columns(layout, page_of(flow));
    place_notes(flow, plan, before);
}

static void report_stuck(struct flow *flow, size_t index) {
    struct layout *layout = flow->layout;
    index = index < flow->matter.item_count ? index : flow->matter.item_count - 1;
    const struct box *box = flow->boxes[index];
    const struct page_item *item = &flow->items[index];
    diag_error(layout->diag, box->place,
               "a block of %.0f pt does not fit on a page with room for %.0f pt",
               (double)(item->head + item->height + item->tail),
               (double)flow->matter.heights[box->landscape]);
    diag_hint(layout->diag,
              "shorten it, or make the page larger in templates/theme.lua");
    layout->failed = true;
}

size_t flow_count(struct layout *layout) {
    struct flow flow = {.layout = layout};
    struct page_plans plans;
    take_matter(&flow);
    return paginate(&flow.matter, layout->arena, &plans) ? plans.count : 0;
}

void flow_pages(struct layout *layout) {
    struct flow flow = {.layout = layout};
    struct page_plans plans;
    take_matter(&flow);
    if (!paginate(&flow.matter, layout->arena, &plans)) {
        report_stuck(&flow, plans.stuck);
        return;
    }
    for (size_t i = 0; i < plans.count && !layout->failed; i++)
        make_page(&flow, &plans.pages[i], i > 0 ? &plans.pages[i - 1] : NULL,
                  i + 1 < plans.count ? &plans.pages[i + 1] : NULL);
}
