/* Pages chosen together: 500 random documents against a search that tries everything
   and works each cost out anew. */
#include "page_sample.h"
#include "unit.h"
#include <math.h>
#include <string.h>

struct trial {
    size_t placed[MOST_ITEMS];
    size_t count;
    size_t waiting[MOST_FLOATS];
    size_t waiting_count;
    size_t at, began; /* the next item, and the one that the page began with */
    size_t carried, carried_to; /* brought from the page before */
    bool landscape;
};

static double best;

static size_t float_of(const struct sample *s, size_t index) {
    for (size_t i = 0; i < s->matter.float_count; i++)
        if (index >= s->floats[i].first && index < s->floats[i].end)
            return i;
    return SIZE_MAX;
}

static bool starts_float(const struct sample *s, size_t index) {
    size_t own = float_of(s, index);
    return own != SIZE_MAX && s->floats[own].first == index;
}

struct size {
    double used, give, end, tail, notes;
    size_t lines[MOST_LINES * 2];
    size_t line_count;
};

static struct size size_of(const struct sample *s, const struct trial *t) {
    struct size size = {0};
    for (size_t l = t->carried; l < t->carried_to; l++)
        size.lines[size.line_count++] = l;
    for (size_t i = 0; i < t->count; i++) {
        const struct page_item *own = &s->items[t->placed[i]];
        if (i > 0) {
            float under = s->items[t->placed[i - 1]].below;
            size.used += (double)fmaxf(own->before, under);
            if (under > 0 && s->matter.grid > 0) {
                double lines = size.used / (double)s->matter.grid;
                size.used = (double)s->matter.grid * ceil(lines - 0.005);
            }
        } else if (float_of(s, t->placed[0]) != SIZE_MAX &&
                   !starts_float(s, t->placed[0])) {
            size.used = (double)own->head;
        }
        size.used += (double)own->height;
        size.give += (double)own->give;
        size.end = (double)own->end;
        size.tail = (double)own->tail;
        for (size_t l = own->notes; l < own->notes_end; l++)
            size.lines[size.line_count++] = l;
    }
    for (size_t l = 0; l < size.line_count; l++)
        size.notes += (double)s->lines[size.lines[l]];
    size.notes += size.line_count > 0 ? (double)s->matter.note_gap : 0;
    return size;
}

/* The height of an item with its footnotes, below the item before it. */
static double lone(const struct sample *s, size_t index) {
    const struct page_item *own = &s->items[index];
    double below = index > 0 ? (double)s->items[index - 1].below : 0, height;
    height = fmax((double)own->before, below) + (double)own->height;
    for (size_t l = own->notes; l < own->notes_end; l++)
        height += (double)s->lines[l];
    return height + (own->notes < own->notes_end ? (double)s->matter.note_gap : 0);
}

/* The least height of what could come next, up to a place where a page may end. */
static double next_height(const struct sample *s, size_t at, bool waits, bool wide) {
    if (at == s->matter.item_count || s->items[at].forced ||
        (s->items[at].barrier && waits))
        return INFINITY;
    bool starts = starts_float(s, at);
    double least = INFINITY;
    if (s->items[at].landscape == wide && !(starts && waits))
        least =
            lone(s, at) +
            (s->items[at].end <= PAGE_OPEN ? 0 : next_height(s, at + 1, waits, wide));
    if (starts && s->floats[float_of(s, at)].may_wait)
        least = fmin(least, next_height(s, s->floats[float_of(s, at)].end, true, wide));
    return least;
}

/* The cost of ending a page with so much room: next lines, blocks or floats fit. */
static double cost_of_room(const struct sample *s, const struct trial *t, double room) {
    const struct page_item *last =
        t->count > 0 ? &s->items[t->placed[t->count - 1]] : 0;
    double height = (double)s->matter.heights[t->landscape];
    double next = next_height(s, t->at, t->waiting_count > 0, t->landscape);
    bool seen[STREAM_COUNT] = {false}, fits = false;
    if (last && last->below > 0)
        next += (double)s->matter.grid;
    if (last && last->goes_on && next <= room + 0.05)
        return (double)PAGE_HARD;
    for (size_t w = 0; w < t->waiting_count; w++) {
        const struct page_float *own = &s->floats[t->waiting[w]];
        double high = 0;
        for (size_t i = own->first; i < own->end; i++)
            high += lone(s, i);
        fits = fits || (!seen[own->stream] && high <= room &&
                        s->items[own->first].landscape == t->landscape);
        seen[own->stream] = true;
    }
    if (room <= PAGE_AIM * height || (!fits && next > room + 0.05))
        return 0;
    return room > PAGE_LIMIT * height ? PAGE_TOO_EARLY : PAGE_EARLY;
}

static void search(const struct sample *s, const struct trial *from, double cost);

static void try_end(const struct sample *s, const struct trial *t, double cost) {
    struct size size = size_of(s, t);
    double height = (double)s->matter.heights[t->landscape];
    double total = size.used + size.tail + size.notes, blank = 0;
    struct trial next = {.at = t->at, .waiting_count = t->waiting_count};
    memcpy(next.waiting, t->waiting, sizeof next.waiting);
    if (total <= height + 0.05) {
        blank = fmax(0, (height - total) / height);
    } else if (total - size.give <= height + 0.05) {
        cost += PAGE_SQUEEZE + PAGE_SQUEEZED * fmin(1, (total - height) / size.give);
    } else {
        /* The last note gives its last lines, as few as will do, two at least. */
        size_t n = size.line_count, own = 0;
        while (own < n && s->line_first[size.lines[n - 1 - own]] ==
                              s->line_first[size.lines[n - 1]])
            own++;
        size_t moved = 0;
        while (moved < own && (total > height + 0.05 || moved < 2))
            total -= (double)s->lines[size.lines[n - 1 - moved++]];
        if (total > height + 0.05 || moved < 2 || own - moved < 2)
            return;
        next.carried = size.lines[n - moved];
        next.carried_to = size.lines[n - 1] + 1;
        cost += PAGE_NOTE_CUT;
        blank = fmax(0, (height - total) / height);
    }
    bool over = t->at == s->matter.item_count;
    bool last = t->waiting_count == 0 && next.carried == next.carried_to &&
                (over || s->items[t->at].forced);
    bool is_short = last && blank > PAGE_LAST_FREE && !s->matter.full_pages;
    double counts = !last ? blank : is_short ? blank - PAGE_LAST_FREE : 0;
    cost += counts * counts + size.end;
    cost += is_short ? PAGE_LAST_SHORT : 0;
    cost += last ? 0 : PAGE_BEYOND * fmax(0, blank - PAGE_LIMIT);
    cost += cost_of_room(s, t, blank * height);
    for (size_t w = 0; w < t->waiting_count; w++)
        cost += s->floats[t->waiting[w]].named < t->began ? PAGE_FAR : 0;
    size_t far = 0;
    for (size_t i = 0; i < s->matter.float_count; i++) {
        bool waits = false;
        for (size_t w = 0; w < t->waiting_count; w++)
            waits = waits || t->waiting[w] == i;
        far += waits || (s->floats[i].first >= t->at && s->floats[i].named < t->at);
    }
    search(s, &next, cost + PAGE_EACH + PAGE_DISTANCE * (double)far);
}

static bool add(const struct sample *s, struct trial *t, size_t index) {
    if (s->items[index].landscape != t->landscape)
        return false;
    t->placed[t->count++] = index;
    struct size size = size_of(s, t);
    return size.used - size.give <= (double)s->matter.heights[t->landscape] + 0.05;
}

static void fill(const struct sample *s, const struct trial *t, double cost) {
    if (t->at == s->matter.item_count)
        return;
    const struct page_item *next = &s->items[t->at];
    if ((next->barrier || next->forced) && t->waiting_count > 0)
        return;
    if (next->forced && t->count > 0)
        return;
    if (starts_float(s, t->at)) {
        size_t own = float_of(s, t->at);
        if (s->floats[own].may_wait && t->waiting_count < PAGE_WAITING_MAX) {
            struct trial without = *t;
            without.waiting[without.waiting_count++] = own;
            without.at = s->floats[own].end;
            fill(s, &without, cost);
        }
        for (size_t w = 0; w < t->waiting_count; w++)
            if (s->floats[t->waiting[w]].stream == s->floats[own].stream)
                return;
    }
    struct trial with = *t;
    if (!add(s, &with, with.at))
        return;
    with.at++;
    try_end(s, &with, cost);
    fill(s, &with, cost);
}

static void search(const struct sample *s, const struct trial *from, double cost) {
    if (cost >= best)
        return;
    if (from->at == s->matter.item_count && from->waiting_count == 0 &&
        from->carried == from->carried_to) {
        best = cost;
        return;
    }
    bool goes_on = from->at < s->matter.item_count &&
                   float_of(s, from->at) != SIZE_MAX && !starts_float(s, from->at);
    /* Any set of those that wait may stand at the head, if it keeps the order. */
    for (unsigned set = 0; set < 1u << (goes_on ? 0 : from->waiting_count); set++)
        for (int landscape = 0; landscape < 2; landscape++) {
            struct trial page = *from;
            page.landscape = landscape;
            page.began = from->at;
            page.waiting_count = 0;
            bool good = true, left[STREAM_COUNT] = {false};
            for (size_t w = 0; w < from->waiting_count; w++) {
                const struct page_float *own = &s->floats[from->waiting[w]];
                if ((set >> w & 1) == 0) {
                    left[own->stream] = true;
                    page.waiting[page.waiting_count++] = from->waiting[w];
                    continue;
                }
                good = good && !left[own->stream];
                for (size_t i = own->first; i < own->end && good; i++)
                    good = add(s, &page, i);
            }
            if (!good)
                continue;
            if (set > 0 ||
                (page.at == s->matter.item_count && page.carried_to > page.carried))
                try_end(s, &page, cost);
            fill(s, &page, cost);
        }
}

static uint32_t seed = 2026;

static uint32_t below(uint32_t most) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % most;
}

static void random_document(struct sample *s) {
    pages_open(s, 60 + (float)below(60));
    s->matter.heights[1] = 40 + (float)below(40);
    s->matter.grid = below(2) ? 10 : 0;
    s->matter.full_pages = below(4) == 0;
    size_t blocks = 1 + below(12);
    for (size_t b = 0; b < blocks && s->matter.item_count + 6 < MOST_ITEMS; b++) {
        size_t first = s->matter.item_count;
        uint32_t kind = below(10);
        if (kind < 4) {
            pages_paragraph(s, 1 + below(6), 5 + (float)below(10));
            s->items[first].before = (float)below(5);
            if (below(3) == 0 && s->line_count + 6 < MOST_LINES)
                pages_note(s, &s->items[first], 1 + below(6), 3 + (float)below(4));
        } else if (kind < 6) {
            pages_heading(s, 10 + (float)below(6), (float)below(12));
            s->items[first].barrier = below(2) == 0;
            s->items[first].forced = below(6) == 0;
        } else if (s->matter.float_count < MOST_FLOATS) {
            bool wide = below(6) == 0;
            float most = s->matter.heights[wide];
            struct page_float *own =
                pages_float(s, below(2) ? STREAM_FIGURES : STREAM_TABLES,
                            5 + (float)below((uint32_t)most - 5));
            s->items[first].landscape = wide;
            s->items[first].before = (float)below(8);
            s->items[first].give = s->items[first].height * 0.15f * (float)below(2);
            own->named = first - (first > 2 ? below(3) : 0);
            own->may_wait = below(5) > 0;
            if (below(3) == 0) { /* it can be divided, at a price */
                for (size_t i = 1 + below(3); i > 0; i--) {
                    struct page_item *row = pages_item(s, 6);
                    row->landscape = wide;
                    row->head = 4;
                    row->tail = i > 1 ? 2 : 0;
                }
                own->end = s->matter.item_count;
                own->may_wait = false;
                s->items[own->end - 1].below = s->items[first].below;
                s->items[first].below = 0;
                s->items[first].end = PAGE_HARD;
                s->items[own->end - 2].end = 0.06f;
            }
        }
    }
}

static void the_cheapest_of_all_ways(void **state) {
    (void)state;
    size_t floats = 0, waited = 0, impossible = 0;
    for (int turn = 0; turn < 500; turn++) {
        struct sample s;
        random_document(&s);
        struct arena *arena = arena_open();
        struct page_plans plans;
        bool found = paginate(&s.matter, arena, &plans);
        best = INFINITY;
        struct trial start = {0};
        search(&s, &start, 0);
        if (!found) {
            assert_true(isinf(best));
            impossible++;
        } else if (fabs(plans.cost - best) > 1e-7 * (1 + best)) {
            fail_msg("document %d: %.9f, the search found %.9f", turn, plans.cost,
                     best);
        }
        floats += s.matter.float_count;
        for (size_t p = 0; found && p < plans.count; p++)
            for (size_t r = 0; r < plans.pages[p].run_count; r++)
                waited += plans.pages[p].runs[r].waited;
        arena_close(arena);
    }
    /* The documents are such that the choice matters. */
    assert_true(floats > 900 && waited > 150 && impossible < 50);
}

/* Each item stands on one page, once. */
static void every_item_has_its_page(void **state) {
    (void)state;
    for (int turn = 0; turn < 500; turn++) {
        struct sample s;
        random_document(&s);
        struct arena *arena = arena_open();
        struct page_plans plans;
        size_t seen[MOST_ITEMS] = {0};
        bool found = paginate(&s.matter, arena, &plans);
        for (size_t p = 0; found && p < plans.count; p++)
            for (size_t r = 0; r < plans.pages[p].run_count; r++)
                for (size_t i = plans.pages[p].runs[r].first;
                     i < plans.pages[p].runs[r].end; i++) {
                    seen[i]++;
                    assert_int_equal(s.items[i].landscape, plans.pages[p].landscape);
                }
        for (size_t i = 0; found && i < s.matter.item_count; i++)
            assert_int_equal(seen[i], 1);
        arena_close(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cheapest_of_all_ways),
        cmocka_unit_test(every_item_has_its_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
