/* Pages chosen together: the rules one by one, and 500 random documents against a
   search that tries everything and works each cost out anew. */
#include "base/buf.h"
#include "render/pdf/paginate.h"
#include "unit.h"
#include <math.h>
#include <string.h>

#define MOST_ITEMS 40
#define MOST_FLOATS 8
#define MOST_LINES 24

struct sample {
    struct page_item items[MOST_ITEMS];
    struct page_float floats[MOST_FLOATS];
    float lines[MOST_LINES];
    size_t line_first[MOST_LINES];
    size_t line_count;
    struct page_matter matter;
};

static void open_sample(struct sample *s, float height) {
    memset(s, 0, sizeof *s);
    s->matter = (struct page_matter){.items = s->items,
                                     .floats = s->floats,
                                     .note_lines = s->lines,
                                     .note_first = s->line_first,
                                     .heights = {height, height},
                                     .note_gap = 2};
}

static struct page_item *item(struct sample *s, float height) {
    assert_true(s->matter.item_count < MOST_ITEMS);
    struct page_item *out = &s->items[s->matter.item_count++];
    *out = (struct page_item){.height = height};
    return out;
}

/* `lines` lines of text; two at least stay together. */
static void paragraph(struct sample *s, size_t lines, float height) {
    for (size_t i = 0; i < lines; i++)
        item(s, height)->end = lines > 1 && (i == 0 || i + 2 == lines) ? PAGE_HARD : 0;
}

static void heading(struct sample *s, float height, float before) {
    struct page_item *out = item(s, height);
    out->before = before;
    out->end = PAGE_HARD;
}

static struct page_float *floating(struct sample *s, enum page_stream stream,
                                   float height) {
    struct page_float *out = &s->floats[s->matter.float_count++];
    size_t first = s->matter.item_count;
    item(s, height)->below = 3;
    *out = (struct page_float){first, first + 1, first, stream, true};
    return out;
}

static void note(struct sample *s, struct page_item *to, size_t lines, float height) {
    size_t first = s->line_count;
    if (to->notes == to->notes_end)
        to->notes = first;
    for (size_t i = 0; i < lines; i++) {
        s->lines[s->line_count] = height;
        s->line_first[s->line_count++] = first;
    }
    to->notes_end = s->line_count;
}

static struct page_plans plan(const struct sample *s, struct arena *arena) {
    struct page_plans out;
    assert_true(paginate(&s->matter, arena, &out));
    return out;
}

/* Pages as "0-3 f4 5-6 | 7-9": runs of items, f: a float that waited. */
static void assert_pages(const struct sample *s, const char *expected) {
    struct arena *arena = arena_open();
    struct page_plans plans = plan(s, arena);
    struct buf out = buf_open(4096);
    for (size_t p = 0; p < plans.count; p++) {
        buf_puts(&out, p > 0 ? " |" : "");
        for (size_t r = 0; r < plans.pages[p].run_count; r++) {
            const struct page_run *run = &plans.pages[p].runs[r];
            buf_printf(&out, "%s%s%zu-%zu", p + r > 0 ? " " : "",
                       run->waited ? "f" : "", run->first, run->end - 1);
        }
        if (plans.pages[p].carried_to > plans.pages[p].carried)
            buf_printf(&out, " n%zu", plans.pages[p].carried);
        if (plans.pages[p].squeeze > 0)
            buf_printf(&out, " %.2f", (double)plans.pages[p].squeeze);
        buf_puts(&out, plans.pages[p].landscape ? " L" : "");
    }
    struct str got = buf_str(&out);
    char text[512];
    assert_true(got.n < sizeof text);
    memcpy(text, got.p, got.n);
    text[got.n] = '\0';
    assert_string_equal(text, expected);
    buf_close(&out);
    arena_close(arena);
}

static void a_heading_is_not_left_alone(void **state) {
    (void)state;
    struct sample s;
    open_sample(&s, 100);
    paragraph(&s, 8, 10);
    heading(&s, 10, 5);
    paragraph(&s, 4, 10);
    /* The heading and two lines would need 115. */
    assert_pages(&s, "0-7 | 8-12");
}

static void text_fills_the_page_before_what_waits(void **state) {
    (void)state;
    struct sample s;
    open_sample(&s, 100);
    paragraph(&s, 6, 10);
    floating(&s, STREAM_FIGURES, 50);
    paragraph(&s, 4, 10);
    paragraph(&s, 4, 10);
    assert_pages(&s, "0-5 7-10 | f6-6 11-14");
}

static void nothing_waits_across_a_chapter(void **state) {
    (void)state;
    struct sample s;
    open_sample(&s, 100);
    paragraph(&s, 6, 10);
    floating(&s, STREAM_FIGURES, 47);
    heading(&s, 10, 0);
    s.items[7].barrier = true;
    paragraph(&s, 4, 10);
    assert_pages(&s, "0-5 | 6-11");
}

static void figures_and_tables_pass_each_other_but_not_their_own(void **state) {
    (void)state;
    struct sample s;
    open_sample(&s, 100);
    paragraph(&s, 5, 10);
    floating(&s, STREAM_FIGURES, 60);
    floating(&s, STREAM_TABLES, 18);
    paragraph(&s, 2, 10);
    floating(&s, STREAM_FIGURES, 5);
    paragraph(&s, 6, 10);
    /* The small figure has room on the first page, but stands behind the large one. */
    assert_pages(&s, "0-4 6-8 | f5-5 9-11 | 12-15");
}

static void a_turned_table_has_a_page_of_its_own(void **state) {
    (void)state;
    struct sample s;
    open_sample(&s, 100);
    paragraph(&s, 5, 10);
    floating(&s, STREAM_TABLES, 90);
    s.items[5].landscape = true;
    paragraph(&s, 5, 10);
    paragraph(&s, 3, 10);
    assert_pages(&s, "0-4 6-10 | f5-5 L | 11-13");
}

static void a_footnote_goes_on_on_the_next_page(void **state) {
    (void)state;
    struct sample s;
    open_sample(&s, 100);
    paragraph(&s, 4, 10);
    paragraph(&s, 1, 10);
    note(&s, &s.items[4], 8, 8);
    paragraph(&s, 4, 10);
    /* 50 of text, 2 of white, and 6 of the 8 lines. */
    assert_pages(&s, "0-4 n6 | 5-8");
}

static void a_figure_gives_where_it_saves_a_page(void **state) {
    (void)state;
    struct sample s;
    open_sample(&s, 100);
    paragraph(&s, 4, 10);
    floating(&s, STREAM_FIGURES, 64);
    s.items[4].give = 10;
    assert_pages(&s, "0-4 0.40");
    s.items[4].give = 3;
    assert_pages(&s, "0-3 | 4-4");
}

/* A last page that would be half blank gets lines of the pages before it, where each of
   them misses few; not where a page before would be half blank for it. */
static void the_last_page_is_not_short(void **state) {
    (void)state;
    struct sample s;
    open_sample(&s, 100);
    for (size_t i = 0; i < 25; i++)
        item(&s, 10);
    assert_pages(&s, "0-8 | 9-17 | 18-24");
    open_sample(&s, 100);
    for (size_t i = 0; i < 4; i++)
        item(&s, 50);
    item(&s, 30);
    assert_pages(&s, "0-1 | 2-3 | 4-4");
    /* Official documents have as many lines on each page as it has room for. */
    open_sample(&s, 100);
    s.matter.full_pages = true;
    for (size_t i = 0; i < 25; i++)
        item(&s, 10);
    assert_pages(&s, "0-9 | 10-19 | 20-24");
    /* The last page of a chapter is a last page. */
    open_sample(&s, 100);
    for (size_t i = 0; i < 16; i++)
        item(&s, 10);
    s.items[15].forced = true;
    assert_pages(&s, "0-7 | 8-14 | 15-15");
}

static void a_page_is_forced(void **state) {
    (void)state;
    struct sample s;
    open_sample(&s, 100);
    paragraph(&s, 2, 10);
    floating(&s, STREAM_FIGURES, 90);
    paragraph(&s, 2, 10);
    s.items[3].forced = true;
    assert_pages(&s, "0-1 | 2-2 | 3-4");
}

static void a_long_table_repeats_its_head(void **state) {
    (void)state;
    struct sample s;
    open_sample(&s, 100);
    struct page_float *table = floating(&s, STREAM_TABLES, 10);
    for (size_t i = 0; i < 17; i++)
        item(&s, 10)->head = 15;
    table->end = s.matter.item_count;
    table->may_wait = false;
    s.items[0].below = 0;
    s.items[8].end = 1;
    assert_pages(&s, "0-9 | 10-17");
    /* One row more, and the second page with its head has room for eight. */
    item(&s, 10)->head = 15;
    table->end = s.matter.item_count;
    s.items[16].end = 1;
    assert_pages(&s, "0-9 | 10-17 | 18-18");
}

static void text_is_on_the_grid_again_below_a_figure(void **state) {
    (void)state;
    struct sample s;
    open_sample(&s, 100);
    s.matter.grid = 10;
    floating(&s, STREAM_FIGURES, 44); /* with its white 47: five lines */
    paragraph(&s, 5, 10);
    assert_pages(&s, "0-5");
    s.items[0].height = 48; /* 51: six lines, and the last goes over with another */
    assert_pages(&s, "0-3 | 4-5");
}

static void what_fits_nowhere_is_named(void **state) {
    (void)state;
    struct sample s;
    open_sample(&s, 100);
    paragraph(&s, 4, 10);
    item(&s, 101);
    struct arena *arena = arena_open();
    struct page_plans out;
    assert_false(paginate(&s.matter, arena, &out));
    assert_int_equal(out.stuck, 4);
    arena_close(arena);
}

/* The search that tries everything. */

struct trial {
    size_t placed[MOST_ITEMS];
    size_t count;
    size_t waiting[MOST_FLOATS];
    size_t waiting_count;
    size_t at;
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
    bool is_short = last && blank > PAGE_LAST_FREE;
    double counts = !last ? blank : is_short ? blank - PAGE_LAST_FREE : 0;
    cost += counts * counts * (last ? PAGE_LAST : 1) + size.end;
    cost += is_short && !s->matter.full_pages ? PAGE_LAST_SHORT : 0;
    size_t far = 0;
    for (size_t i = 0; i < s->matter.float_count; i++) {
        bool waits = false;
        for (size_t w = 0; w < t->waiting_count; w++)
            waits = waits || t->waiting[w] == i;
        far += waits || (s->floats[i].first >= t->at && s->floats[i].named < t->at);
    }
    search(s, &next, cost + PAGE_DISTANCE * (double)far);
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
    open_sample(s, 60 + (float)below(60));
    s->matter.heights[1] = 40 + (float)below(40);
    s->matter.grid = below(2) ? 10 : 0;
    s->matter.full_pages = below(4) == 0;
    size_t blocks = 1 + below(12);
    for (size_t b = 0; b < blocks && s->matter.item_count + 6 < MOST_ITEMS; b++) {
        size_t first = s->matter.item_count;
        uint32_t kind = below(10);
        if (kind < 4) {
            paragraph(s, 1 + below(3), 8 + (float)below(10));
            s->items[first].before = (float)below(5);
            if (below(3) == 0 && s->line_count + 6 < MOST_LINES)
                note(s, &s->items[first], 1 + below(6), 3 + (float)below(4));
        } else if (kind < 6) {
            heading(s, 10 + (float)below(6), (float)below(12));
            s->items[first].barrier = below(2) == 0;
            s->items[first].forced = below(6) == 0;
        } else if (s->matter.float_count < MOST_FLOATS) {
            bool wide = below(6) == 0;
            float most = s->matter.heights[wide];
            struct page_float *own =
                floating(s, below(2) ? STREAM_FIGURES : STREAM_TABLES,
                         5 + (float)below((uint32_t)most - 5));
            s->items[first].landscape = wide;
            s->items[first].before = (float)below(8);
            s->items[first].give = s->items[first].height * 0.15f * (float)below(2);
            own->named = first - (first > 2 ? below(3) : 0);
            own->may_wait = below(5) > 0;
            if (below(3) == 0) { /* it can be divided, at a price */
                for (size_t i = 1 + below(3); i > 0; i--) {
                    struct page_item *row = item(s, 6);
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
        cmocka_unit_test(a_heading_is_not_left_alone),
        cmocka_unit_test(text_fills_the_page_before_what_waits),
        cmocka_unit_test(nothing_waits_across_a_chapter),
        cmocka_unit_test(figures_and_tables_pass_each_other_but_not_their_own),
        cmocka_unit_test(a_turned_table_has_a_page_of_its_own),
        cmocka_unit_test(a_footnote_goes_on_on_the_next_page),
        cmocka_unit_test(a_figure_gives_where_it_saves_a_page),
        cmocka_unit_test(the_last_page_is_not_short),
        cmocka_unit_test(a_page_is_forced),
        cmocka_unit_test(a_long_table_repeats_its_head),
        cmocka_unit_test(text_is_on_the_grid_again_below_a_figure),
        cmocka_unit_test(what_fits_nowhere_is_named),
        cmocka_unit_test(the_cheapest_of_all_ways),
        cmocka_unit_test(every_item_has_its_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
