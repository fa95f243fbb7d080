#include "render/pdf/paginate.h"
#include <math.h>

#define SLACK 0.05   /* points: what is no overflow */
#define NOTE_LINES 2 /* of a divided footnote, at least on either side */
#define MET_MAX 32   /* floats that a page's run may meet */

/* The pages up to an item are made; some floats wait, some lines of a note too. Of
   the ways to the same state only the cheapest is kept. */
struct state {
    struct state *next; /* at the same item */
    const struct state *parent;
    double cost;
    size_t item;
    unsigned waiting[STREAM_COUNT];
    size_t carried, carried_to;
    bool expanded;
    /* Of the page that ends here: */
    bool landscape;
    unsigned tops[STREAM_COUNT]; /* waiting floats at its head */
    uint32_t passed;             /* bit n: the n-th float that its run met, waits */
    float squeeze;
};

struct pager {
    const struct page_matter *matter;
    struct arena *arena;
    struct state **at;          /* by item; the last: all is placed */
    size_t *float_of;           /* by item: the float it belongs to + 1, or 0 */
    size_t *met[STREAM_COUNT];  /* by item: floats of the stream that begin before it */
    size_t *list[STREAM_COUNT]; /* the stream's floats */
    size_t *named;              /* by item: named before it, beginning not before it */
    /* By item: the height of what comes next on a page of this orientation that ends
       before it, if nothing waits or something does; INFINITY if that is nothing. */
    float *next[2][2];
};

/* A page that is being filled. */
struct fill {
    const struct state *from;
    bool landscape;
    unsigned tops[STREAM_COUNT], waiting[STREAM_COUNT];
    size_t at; /* the next item */
    uint32_t passed;
    unsigned met;
    double used, give;
    double tail, end;      /* if the page ends here */
    double notes;          /* height of the footnotes with their gap */
    size_t note, note_end; /* lines of the last of them */
    bool empty, goes_on;
    float below;  /* what the last item asks for */
    double least; /* height of the lowest float that waits and could stand here */
};

static unsigned all_waiting(const unsigned waiting[STREAM_COUNT]) {
    return waiting[STREAM_FIGURES] + waiting[STREAM_TABLES];
}

static double lines_height(const struct page_matter *matter, size_t from, size_t to) {
    double height = 0;
    for (size_t i = from; i < to; i++)
        height += (double)matter->note_lines[i];
    return height;
}

static bool begins_float(const struct pager *p, size_t item) {
    size_t own = item < p->matter->item_count ? p->float_of[item] : 0;
    return own > 0 && p->matter->floats[own - 1].first == item;
}

static bool inside_float(const struct pager *p, size_t item) {
    return item < p->matter->item_count && p->float_of[item] > 0 &&
           !begins_float(p, item);
}

static void add_notes(const struct page_matter *matter, struct fill *fill, size_t from,
                      size_t to) {
    if (from == to)
        return;
    if (fill->notes <= 0)
        fill->notes = (double)matter->note_gap;
    fill->notes += lines_height(matter, from, to);
    fill->note = from > matter->note_first[to - 1] ? from : matter->note_first[to - 1];
    fill->note_end = to;
}

/* What of the last footnote may go on on the next page. */
static double movable(const struct page_matter *matter, const struct fill *fill) {
    if (fill->note_end < fill->note + 2 * NOTE_LINES)
        return 0;
    return lines_height(matter, fill->note + NOTE_LINES, fill->note_end);
}

double paginate_begin(const struct page_matter *matter, double used, float below,
                      float before) {
    used += (double)(before > below ? before : below);
    if (below <= 0 || matter->grid <= 0)
        return used;
    double grid = (double)matter->grid;
    return ceil((used - SLACK) / grid) * grid;
}

/* Puts an item on the page; false if there is no room for it. */
static bool put(const struct pager *p, struct fill *fill, size_t index) {
    const struct page_matter *matter = p->matter;
    const struct page_item *item = &matter->items[index];
    if (item->landscape != fill->landscape)
        return false;
    if (fill->empty)
        fill->used = inside_float(p, index) ? (double)item->head : 0;
    else
        fill->used = paginate_begin(matter, fill->used, fill->below, item->before);
    fill->used += (double)item->height;
    fill->give += (double)item->give;
    add_notes(matter, fill, item->notes, item->notes_end);
    fill->empty = false;
    fill->below = item->below;
    fill->tail = (double)item->tail;
    fill->end = (double)item->end;
    fill->goes_on = item->goes_on;
    return fill->used - fill->give + fill->notes - movable(matter, fill) <=
           (double)matter->heights[fill->landscape] + SLACK;
}

static void keep(struct pager *p, const struct state *found) {
    struct state *state = p->at[found->item];
    while (state != NULL &&
           (state->waiting[STREAM_FIGURES] != found->waiting[STREAM_FIGURES] ||
            state->waiting[STREAM_TABLES] != found->waiting[STREAM_TABLES] ||
            state->carried != found->carried || state->carried_to != found->carried_to))
        state = state->next;
    if (state == NULL) {
        state = arena_alloc(p->arena, sizeof *state);
        *state = *found;
        state->next = p->at[found->item];
        p->at[found->item] = state;
    } else if (found->cost < state->cost) {
        struct state *next = state->next;
        *state = *found;
        state->next = next;
    }
}

static double blank_cost(const struct page_matter *matter, double blank, bool last) {
    double beyond = blank > PAGE_LIMIT ? blank - PAGE_LIMIT : 0;
    if (!last)
        return blank * blank + PAGE_BEYOND * beyond;
    if (blank <= PAGE_LAST_FREE || matter->full_pages)
        return 0;
    double much = blank - PAGE_LAST_FREE;
    return PAGE_LAST_SHORT + much * much;
}

/* What an item adds to a page on which the one before it stands last. */
static float added(const struct page_matter *matter, size_t index) {
    const struct page_item *item = &matter->items[index];
    float below = index > 0 ? matter->items[index - 1].below : 0;
    float height = item->height + (item->before > below ? item->before : below);
    if (item->notes < item->notes_end)
        height += matter->note_gap +
                  (float)lines_height(matter, item->notes, item->notes_end);
    return height;
}

static void index_next(struct pager *p, bool landscape, bool waits) {
    const struct page_matter *matter = p->matter;
    float *next = arena_array(p->arena, matter->item_count + 1, sizeof *next);
    p->next[landscape][waits] = next;
    next[matter->item_count] = INFINITY;
    for (size_t i = matter->item_count; i-- > 0;) {
        const struct page_item *item = &matter->items[i];
        next[i] = INFINITY;
        if (item->forced || (item->barrier && waits))
            continue;
        bool own = begins_float(p, i);
        if (item->landscape == landscape && !(own && waits))
            next[i] = added(matter, i) + (item->end <= PAGE_OPEN ? 0 : next[i + 1]);
        if (!own)
            continue;
        const struct page_float *passed = &matter->floats[p->float_of[i] - 1];
        if (passed->may_wait && p->next[landscape][true][passed->end] < next[i])
            next[i] = p->next[landscape][true][passed->end];
    }
}

/* A float that waits, on a page on which it could stand. */
static void leave(const struct pager *p, struct fill *fill, size_t index) {
    const struct page_matter *matter = p->matter;
    const struct page_float *own = &matter->floats[index];
    double height = 0;
    if (matter->items[own->first].landscape != fill->landscape)
        return;
    for (size_t i = own->first; i < own->end; i++)
        height += (double)added(matter, i);
    if (height < fill->least)
        fill->least = height;
}

/* What it costs that a page ends with so much room although more would have fitted. */
static double early_cost(const struct pager *p, const struct fill *fill, double room) {
    bool waits = all_waiting(fill->waiting) > 0;
    double height = (double)p->matter->heights[fill->landscape];
    double next = (double)p->next[fill->landscape][waits][fill->at];
    if (fill->below > 0)
        next += (double)p->matter->grid;
    next -= SLACK;
    if (fill->goes_on && next <= room)
        return (double)PAGE_HARD;
    if (room <= PAGE_AIM * height || (next > room && fill->least > room))
        return 0;
    return room > PAGE_LIMIT * height ? PAGE_TOO_EARLY : PAGE_EARLY;
}

/* Floats that wait beyond this page, which is not the one that names them. */
static size_t far_floats(const struct pager *p, const struct fill *fill) {
    size_t count = 0;
    for (size_t s = 0; s < STREAM_COUNT; s++) {
        size_t met = p->met[s][fill->at];
        for (size_t i = met - fill->waiting[s]; i < met; i++)
            count += p->matter->floats[p->list[s][i]].named < fill->from->item;
    }
    return count;
}

/* The page may end here. */
static void end_page(struct pager *p, const struct fill *fill) {
    const struct page_matter *matter = p->matter;
    double height = (double)matter->heights[fill->landscape];
    double room = height - fill->used - fill->tail - fill->notes, cost = 0;
    struct state found = {.parent = fill->from,
                          .item = fill->at,
                          .landscape = fill->landscape,
                          .passed = fill->passed};
    for (size_t s = 0; s < STREAM_COUNT; s++) {
        found.waiting[s] = fill->waiting[s];
        found.tops[s] = fill->tops[s];
    }
    if (room < -SLACK && room + fill->give >= -SLACK) {
        found.squeeze = (float)(-room / fill->give);
        found.squeeze = found.squeeze > 1 ? 1 : found.squeeze;
        cost += PAGE_SQUEEZE + PAGE_SQUEEZED * (double)found.squeeze;
        room = 0;
    } else if (room < -SLACK) {
        size_t cut = fill->note_end;
        while (cut > fill->note + NOTE_LINES &&
               (room < -SLACK || cut + NOTE_LINES > fill->note_end))
            room += (double)matter->note_lines[--cut];
        if (room < -SLACK || cut + NOTE_LINES > fill->note_end)
            return;
        found.carried = cut;
        found.carried_to = fill->note_end;
        cost += PAGE_NOTE_CUT;
    }
    bool over = fill->at == matter->item_count;
    bool last = all_waiting(fill->waiting) == 0 && found.carried == found.carried_to &&
                (over || matter->items[fill->at].forced);
    double blank = room > 0 ? room / height : 0;
    cost += blank_cost(matter, blank, last) + fill->end + early_cost(p, fill, room);
    cost += PAGE_FAR * (double)far_floats(p, fill);
    size_t far = all_waiting(fill->waiting) + (over ? 0 : p->named[fill->at]);
    found.cost = fill->from->cost + PAGE_EACH + cost + PAGE_DISTANCE * (double)far;
    keep(p, &found);
}

/* Fills the page with the items from fill.at on, in all ways. */
static void run_on(struct pager *p, struct fill fill) {
    const struct page_matter *matter = p->matter;
    while (fill.at < matter->item_count) {
        const struct page_item *item = &matter->items[fill.at];
        unsigned waiting = all_waiting(fill.waiting);
        if ((item->barrier || item->forced) && waiting > 0)
            return;
        if (item->forced && !fill.empty)
            return;
        if (begins_float(p, fill.at)) {
            const struct page_float *own = &matter->floats[p->float_of[fill.at] - 1];
            if (fill.met == MET_MAX)
                return;
            if (own->may_wait && waiting < PAGE_WAITING_MAX) {
                struct fill without = fill;
                without.passed |= UINT32_C(1) << fill.met;
                without.met++;
                without.waiting[own->stream]++;
                without.at = own->end;
                if (fill.waiting[own->stream] == 0)
                    leave(p, &without, p->float_of[fill.at] - 1);
                run_on(p, without);
            }
            if (fill.waiting[own->stream] > 0)
                return; /* figures stand in their order, and tables in theirs */
            fill.met++;
        }
        if (!put(p, &fill, fill.at))
            return;
        fill.at++;
        end_page(p, &fill);
    }
}

/* The floats that waited and stand at the page's head, in the order of the document:
   calls with the index of each. */
struct tops {
    const struct pager *pager;
    size_t next[STREAM_COUNT], end[STREAM_COUNT];
};

static struct tops tops_of(const struct pager *p, const struct state *from,
                           const unsigned count[STREAM_COUNT]) {
    struct tops tops = {.pager = p};
    for (size_t s = 0; s < STREAM_COUNT; s++) {
        tops.next[s] = p->met[s][from->item] - from->waiting[s];
        tops.end[s] = tops.next[s] + count[s];
    }
    return tops;
}

static bool next_top(struct tops *tops, size_t *index) {
    size_t found = SIZE_MAX, stream = 0;
    for (size_t s = 0; s < STREAM_COUNT; s++)
        if (tops->next[s] < tops->end[s] &&
            tops->pager->list[s][tops->next[s]] < found) {
            found = tops->pager->list[s][tops->next[s]];
            stream = s;
        }
    if (found == SIZE_MAX)
        return false;
    tops->next[stream]++;
    *index = found;
    return true;
}

static void fill_page(struct pager *p, const struct state *from, bool landscape,
                      unsigned figures, unsigned tables) {
    const struct page_matter *matter = p->matter;
    struct fill fill = {.from = from,
                        .landscape = landscape,
                        .tops = {figures, tables},
                        .waiting = {from->waiting[STREAM_FIGURES] - figures,
                                    from->waiting[STREAM_TABLES] - tables},
                        .at = from->item,
                        .empty = true,
                        .least = (double)INFINITY};
    add_notes(matter, &fill, from->carried, from->carried_to);
    struct tops tops = tops_of(p, from, fill.tops);
    size_t index;
    while (next_top(&tops, &index))
        for (size_t i = matter->floats[index].first; i < matter->floats[index].end; i++)
            if (!put(p, &fill, i))
                return;
    for (size_t s = 0; s < STREAM_COUNT; s++)
        if (fill.waiting[s] > 0)
            leave(p, &fill, p->list[s][tops.next[s]]);
    bool notes_alone = from->item == matter->item_count && fill.notes > 0;
    if (!fill.empty || notes_alone)
        end_page(p, &fill);
    run_on(p, fill);
}

static void expand(struct pager *p, const struct state *from) {
    bool goes_on = inside_float(p, from->item); /* its rows come first */
    for (unsigned figures = 0; figures <= from->waiting[STREAM_FIGURES]; figures++)
        for (unsigned tables = 0; tables <= from->waiting[STREAM_TABLES]; tables++) {
            if (goes_on && figures + tables > 0)
                continue;
            fill_page(p, from, false, figures, tables);
            fill_page(p, from, true, figures, tables);
        }
}

/* States at one item lead from more that waits to less. */
static struct state *next_state(struct state *list) {
    struct state *best = NULL;
    for (struct state *state = list; state != NULL; state = state->next) {
        if (state->expanded)
            continue;
        unsigned waiting = all_waiting(state->waiting);
        unsigned most = best != NULL ? all_waiting(best->waiting) : 0;
        if (best == NULL || waiting > most ||
            (waiting == most &&
             state->carried_to - state->carried > best->carried_to - best->carried))
            best = state;
    }
    return best;
}

static void index_floats(struct pager *p) {
    const struct page_matter *matter = p->matter;
    size_t n = matter->item_count;
    p->float_of = arena_array(p->arena, n + 1, sizeof *p->float_of);
    p->named = arena_array(p->arena, n + 2, sizeof *p->named);
    for (size_t s = 0; s < STREAM_COUNT; s++) {
        p->met[s] = arena_array(p->arena, n + 2, sizeof *p->met[s]);
        p->list[s] = arena_array(p->arena, matter->float_count + 1, sizeof *p->list[s]);
        size_t count = 0;
        for (size_t i = 0; i < matter->float_count; i++)
            if (matter->floats[i].stream == s) {
                p->list[s][count++] = i;
                p->met[s][matter->floats[i].first + 1]++;
            }
        for (size_t i = 1; i <= n; i++)
            p->met[s][i] += p->met[s][i - 1];
    }
    for (size_t i = 0; i < matter->float_count; i++) {
        const struct page_float *own = &matter->floats[i];
        for (size_t k = own->first; k < own->end; k++)
            p->float_of[k] = i + 1;
        for (size_t k = own->named + 1; k <= own->first; k++)
            p->named[k]++;
    }
}

/* The runs of the page that ends at a state: what waited, then the items that were not
   passed. */
static void plan_page(const struct pager *p, const struct state *state,
                      struct page_plan *out) {
    const struct page_matter *matter = p->matter;
    const struct state *from = state->parent;
    *out = (struct page_plan){.landscape = state->landscape,
                              .squeeze = state->squeeze,
                              .carried = state->carried,
                              .carried_to = state->carried_to};
    out->runs = arena_array(p->arena, all_waiting(state->tops) + MET_MAX + 1,
                            sizeof *out->runs);
    struct tops tops = tops_of(p, from, state->tops);
    size_t index;
    while (next_top(&tops, &index))
        out->runs[out->run_count++] = (struct page_run){
            matter->floats[index].first, matter->floats[index].end, true};
    unsigned met = 0;
    size_t begin = from->item;
    for (size_t i = from->item; i < state->item;) {
        if (!begins_float(p, i)) {
            i++;
            continue;
        }
        const struct page_float *own = &matter->floats[p->float_of[i] - 1];
        if ((state->passed >> met++ & 1) == 0) {
            i++;
            continue;
        }
        if (i > begin)
            out->runs[out->run_count++] = (struct page_run){begin, i, false};
        i = begin = own->end;
    }
    if (state->item > begin)
        out->runs[out->run_count++] = (struct page_run){begin, state->item, false};
}

bool paginate(const struct page_matter *matter, struct arena *arena,
              struct page_plans *out) {
    struct pager pager = {.matter = matter, .arena = arena};
    size_t n = matter->item_count, furthest = 0;
    *out = (struct page_plans){0};
    if (n == 0)
        return true;
    pager.at = arena_array(arena, n + 1, sizeof(struct state *));
    index_floats(&pager);
    for (int landscape = 0; landscape < 2; landscape++) {
        index_next(&pager, landscape, true);
        index_next(&pager, landscape, false);
    }
    pager.at[0] = arena_alloc(arena, sizeof *pager.at[0]);
    const struct state *last = NULL;
    for (size_t i = 0; i <= n; i++) {
        struct state *state;
        while ((state = next_state(pager.at[i])) != NULL) {
            state->expanded = true;
            furthest = i;
            if (i == n && all_waiting(state->waiting) == 0 &&
                state->carried == state->carried_to)
                last = state;
            else
                expand(&pager, state);
        }
    }
    out->stuck = furthest;
    if (last == NULL)
        return false;
    out->cost = last->cost;
    for (const struct state *s = last; s->parent != NULL; s = s->parent)
        out->count++;
    out->pages = arena_array(arena, out->count, sizeof *out->pages);
    size_t page = out->count;
    for (const struct state *s = last; s->parent != NULL; s = s->parent)
        plan_page(&pager, s, &out->pages[--page]);
    return true;
}
