#include "document/figures.h"
#include "dataset/codes.h"
#include <math.h>
#include <string.h>

#define ID_DIGITS 8 /* of five bits */
#define ID_MASK (((uint64_t)1 << (ID_DIGITS * 5)) - 1)

/* What one text prints. */
struct printed_text {
    struct str text;
    struct doc_run *runs;
    size_t count;
};

struct doc_figures {
    struct arena *arena;
    const struct doc_figure **items;
    size_t count, capacity;
    struct figure_slots by_identity;
    struct printed_text *texts;
    size_t text_count, text_capacity;
    struct figure_slots by_address;
};

static size_t mix(uint64_t key) {
    key ^= key >> 31;
    key *= 0x9E3779B97F4A7C15u;
    return (size_t)(key ^ (key >> 29));
}

static size_t address_hash(struct str text) { return mix((uint64_t)(uintptr_t)text.p); }

/* Doubles the table when half of it is taken; true if all must be put in anew. */
static bool make_room(struct figure_slots *slots, size_t count, struct arena *arena) {
    if (count * 2 < slots->capacity)
        return false;
    slots->capacity = slots->capacity == 0 ? 64 : slots->capacity * 2;
    slots->items = arena_array(arena, slots->capacity, sizeof *slots->items);
    return true;
}

static void insert(struct figure_slots *slots, size_t hash, size_t index) {
    size_t at = hash & (slots->capacity - 1);
    while (slots->items[at] != 0)
        at = (at + 1) & (slots->capacity - 1);
    slots->items[at] = (uint32_t)index + 1;
}

static bool same_cells(const struct doc_figure *a, const struct doc_figure *b) {
    if (a->cell_count != b->cell_count)
        return false;
    for (size_t i = 0; i < a->cell_count; i++)
        if (a->cells[i].file != b->cells[i].file ||
            a->cells[i].line != b->cells[i].line ||
            a->cells[i].column != b->cells[i].column)
            return false;
    return true;
}

static bool same_value(const struct doc_figure *a, const struct doc_figure *b) {
    bool both_missing = isnan(a->number) && isnan(b->number);
    return (both_missing || a->number == b->number) && a->status == b->status &&
           a->qualifier == b->qualifier && str_equal(a->unit, b->unit) &&
           same_cells(a, b);
}

static uint64_t short_identity(const struct doc_figure *figure) {
    return figure->identity & ID_MASK;
}

/* The figure itself if it was added before, else NULL and in *alike the number of
   others whose id would be the same. */
static const struct doc_figure *find(const struct doc_figures *figures,
                                     const struct doc_figure *figure, size_t *alike) {
    const struct figure_slots *slots = &figures->by_identity;
    *alike = 0;
    if (slots->capacity == 0)
        return NULL;
    size_t at = mix(short_identity(figure)) & (slots->capacity - 1);
    for (; slots->items[at] != 0; at = (at + 1) & (slots->capacity - 1)) {
        const struct doc_figure *other = figures->items[slots->items[at] - 1];
        if (short_identity(other) != short_identity(figure))
            continue;
        if (other->identity == figure->identity && same_value(other, figure))
            return other;
        ++*alike;
    }
    return NULL;
}

/* Letters and digits that are not taken for each other. */
static struct str make_id(uint64_t identity, size_t alike, struct arena *arena) {
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    char text[ID_DIGITS];
    for (size_t i = 0; i < ID_DIGITS; i++, identity >>= 5)
        text[i] = digits[identity & 31];
    if (alike == 0)
        return arena_printf(arena, "f-%.*s", ID_DIGITS, text);
    return arena_printf(arena, "f-%.*s-%zu", ID_DIGITS, text, alike + 1);
}

static size_t log_hash(const struct doc_figure *figure) {
    return mix(figure->identity ^ str_hash(figure->text));
}

size_t figure_log_add(struct figure_log *log, const struct doc_figure *figure) {
    struct figure_slots *slots = &log->slots;
    size_t hash = log_hash(figure);
    for (size_t at = hash; slots->capacity > 0; at++) {
        uint32_t slot = slots->items[at & (slots->capacity - 1)];
        if (slot == 0)
            break;
        const struct doc_figure *other = &log->items[slot - 1];
        if (other->identity == figure->identity && same_value(other, figure) &&
            str_equal(other->text, figure->text))
            return slot - 1;
    }
    log->items = arena_grow(log->arena, log->items, log->count, &log->capacity,
                            sizeof *log->items);
    log->items[log->count++] = *figure;
    size_t first = make_room(slots, log->count, log->arena) ? 0 : log->count - 1;
    for (size_t i = first; i < log->count; i++)
        insert(slots, log_hash(&log->items[i]), i);
    return log->count - 1;
}

struct doc_figures *doc_figures_open(struct arena *arena) {
    struct doc_figures *figures = arena_alloc(arena, sizeof *figures);
    figures->arena = arena;
    return figures;
}

const struct doc_figure *doc_figures_add(struct doc_figures *figures,
                                         const struct doc_figure *figure) {
    size_t alike;
    const struct doc_figure *known = find(figures, figure, &alike);
    if (known != NULL)
        return known;
    struct doc_figure *own = arena_alloc(figures->arena, sizeof *own);
    *own = *figure;
    own->id = make_id(figure->identity, alike, figures->arena);
    figures->items = arena_grow(figures->arena, figures->items, figures->count,
                                &figures->capacity, sizeof *figures->items);
    figures->items[figures->count++] = own;
    struct figure_slots *slots = &figures->by_identity;
    size_t first = figures->count - 1;
    if (make_room(slots, figures->count, figures->arena))
        first = 0;
    for (size_t i = first; i < figures->count; i++)
        insert(slots, mix(short_identity(figures->items[i])), i);
    return own;
}

const struct doc_figure *const *doc_figures_all(const struct doc_figures *figures,
                                                size_t *count) {
    *count = figures->count;
    return figures->items;
}

void doc_figures_set_runs(struct doc_figures *figures, struct str text,
                          const struct doc_run *runs, size_t count) {
    if (text.n == 0 || count == 0)
        return;
    struct printed_text printed = {
        .text = text,
        .runs = arena_array(figures->arena, count, sizeof *runs),
        .count = count,
    };
    memcpy(printed.runs, runs, count * sizeof *runs);
    figures->texts = arena_grow(figures->arena, figures->texts, figures->text_count,
                                &figures->text_capacity, sizeof *figures->texts);
    figures->texts[figures->text_count++] = printed;
    struct figure_slots *slots = &figures->by_address;
    size_t first = figures->text_count - 1;
    if (make_room(slots, figures->text_count, figures->arena))
        first = 0;
    for (size_t i = first; i < figures->text_count; i++)
        insert(slots, address_hash(figures->texts[i].text), i);
}

const struct doc_run *doc_figures_runs(const struct doc_figures *figures,
                                       struct str text, size_t *count) {
    const struct figure_slots *slots = &figures->by_address;
    *count = 0;
    if (slots->capacity == 0 || text.n == 0)
        return NULL;
    size_t at = address_hash(text) & (slots->capacity - 1);
    for (; slots->items[at] != 0; at = (at + 1) & (slots->capacity - 1)) {
        const struct printed_text *printed = &figures->texts[slots->items[at] - 1];
        if (printed->text.p != text.p || printed->text.n != text.n)
            continue;
        *count = printed->count;
        return printed->runs;
    }
    return NULL;
}

const struct doc_figure *doc_figures_at(const struct doc_figures *figures,
                                        const char *p) {
    for (size_t i = 0; i < figures->text_count; i++) {
        const struct printed_text *printed = &figures->texts[i];
        if (p < printed->text.p || p >= printed->text.p + printed->text.n)
            continue;
        size_t at = (size_t)(p - printed->text.p);
        for (size_t k = 0; k < printed->count; k++)
            if (at >= printed->runs[k].start && at < printed->runs[k].end)
                return printed->runs[k].figure;
    }
    return NULL;
}

const struct doc_figure *doc_figures_of(const struct doc_figures *figures,
                                        struct str text) {
    size_t count;
    const struct doc_run *runs = doc_figures_runs(figures, text, &count);
    return count == 1 && runs->start == 0 && runs->end == text.n ? runs->figure : NULL;
}

const char *doc_figure_status(const struct doc_figure *figure) {
    return observation_status_codes[figure->status];
}

const char *doc_figure_qualifier(const struct doc_figure *figure) {
    return figure->qualifier != QUALIFIER_NONE ? qualifier_codes[figure->qualifier]
                                               : NULL;
}

struct place doc_figure_cell(const struct doc_figure *figure, size_t i,
                             const struct dataset *dataset, struct arena *arena) {
    return dataset_place(dataset, figure->cells[i], arena);
}
