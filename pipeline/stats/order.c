#include "stats/order.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
#define EXACT_POWERS 22

static double scale_up(double x, int exponent) {
    for (; exponent > EXACT_POWERS; exponent -= EXACT_POWERS)
        x *= powers[EXACT_POWERS];
    return x * powers[exponent];
}

static double scale_down(double x, int exponent) {
    for (; exponent > EXACT_POWERS; exponent -= EXACT_POWERS)
        x /= powers[EXACT_POWERS];
    return x / powers[exponent];
}

static double scale(double x, int exponent) {
    return exponent >= 0 ? scale_up(x, exponent) : scale_down(x, -exponent);
}

double order_significant(double x) {
    if (x == 0 || !isfinite(x))
        return x;
    int binary;
    frexp(x, &binary);
    /* log10(2) = 0.30103: the decimal exponent, or one less. */
    int decimal = (int)floor((binary - 1) * 0.30102999566398120);
    if (fabs(x) >= scale(1, decimal + 1))
        decimal++;
    double rounded = nearbyint(scale(x, 11 - decimal));
    return scale(rounded, decimal - 11);
}

/* Largest first, equal ones in the order of their places. */
static int compare(const void *a, const void *b) {
    const struct order_item *x = a, *y = b;
    if (x->value != y->value)
        return x->value > y->value ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

static bool before(struct order_item a, struct order_item b) {
    return a.value > b.value || (a.value == b.value && a.place < b.place);
}

static void insert(struct order_item *items, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct order_item item = items[i];
        size_t j = i;
        for (; j > 0 && before(item, items[j - 1]); j--)
            items[j] = items[j - 1];
        items[j] = item;
    }
}

static void sort_few(struct order_item *items, size_t count) {
    if (count <= 64)
        insert(items, count);
    else
        qsort(items, count, sizeof *items, compare);
}

/* Values spread over buckets by their size, and few of them are left to compare: three
   times as fast as qsort where they are spread evenly. `spare` holds count items. */
static void spread(struct order_item *items, size_t count, struct order_item *spare) {
    enum { BUCKETS = 1024 };
    uint32_t ends[BUCKETS + 1] = {0};
    double low = items[0].value, high = low;
    for (size_t i = 1; i < count; i++) {
        low = items[i].value < low ? items[i].value : low;
        high = items[i].value > high ? items[i].value : high;
    }
    double scale = (BUCKETS - 1) / (high - low);
    if (!(scale > 0 && isfinite(scale) && isfinite(high) && isfinite(low))) {
        qsort(items, count, sizeof *items, compare);
        return;
    }
    for (size_t i = 0; i < count; i++)
        ends[(size_t)((high - items[i].value) * scale) + 1]++;
    for (size_t b = 0; b < BUCKETS; b++)
        ends[b + 1] += ends[b];
    for (size_t i = 0; i < count; i++) /* ends[b] moves from b's start to its end */
        spare[ends[(size_t)((high - items[i].value) * scale)]++] = items[i];
    memcpy(items, spare, count * sizeof *items);
    for (size_t b = 0, start = 0; b < BUCKETS; start = ends[b++])
        sort_few(items + start, ends[b] - start);
}

size_t order_sort(const double *values, size_t n, struct order_item *items) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(values[i]))
            items[count++] = (struct order_item){values[i], (uint32_t)i};
    if (count > 256)
        spread(items, count, items + n);
    else
        sort_few(items, count);
    return count;
}

size_t order_rank(const double *values, size_t n, enum order_ties ties,
                  struct order_item *scratch, double *ranks) {
    size_t count = order_sort(values, n, scratch), distinct = 0;
    for (size_t i = 0; i < n; i++)
        ranks[i] = 0;
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first + 1;
             next < count && scratch[next].value == scratch[first].value;)
            next++;
        distinct++;
        double rank = 0;
        switch (ties) {
        case ORDER_MINIMUM:
            rank = (double)first + 1;
            break;
        case ORDER_DENSE:
            rank = (double)distinct;
            break;
        case ORDER_MAXIMUM:
            rank = (double)next;
            break;
        case ORDER_FRACTIONAL:
            rank = ((double)first + 1 + (double)next) / 2;
            break;
        }
        for (size_t i = first; i < next; i++)
            ranks[scratch[i].place] = rank;
    }
    return count;
}

void order_list_fill(struct order_list *list, const double *values,
                     struct order_item *scratch) {
    list->count = order_sort(values, list->n, scratch);
    for (size_t i = 0; i < list->n; i++)
        list->starts[i] = ORDER_NONE;
    uint32_t start = 0, distinct = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        if (i == 0 || scratch[i].value != scratch[i - 1].value) {
            start = i;
            distinct++;
        }
        list->values[i] = scratch[i].value;
        list->places[i] = scratch[i].place;
        list->distinct[i] = distinct;
        list->starts[scratch[i].place] = start;
    }
}

/* How many are above the value; those equal to it too, if `reached`. */
static size_t count_above(const struct order_list *list, double value, bool reached) {
    size_t low = 0, high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        double at = list->values[middle];
        if (at > value || (reached && at == value))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether the place's value is the only one of its size. */
static bool is_alone(const struct order_list *list, uint32_t start) {
    return start + 1 == list->count || list->values[start + 1] != list->values[start];
}

double order_list_rank(const struct order_list *list, size_t place, double value,
                       enum order_ties ties) {
    if (isnan(value))
        return 0;
    size_t above = count_above(list, value, false);
    size_t end = count_above(list, value, true);
    size_t distinct = above > 0 ? list->distinct[above - 1] : 0;
    uint32_t own = list->starts[place];
    bool is_above = own != ORDER_NONE && own < above;
    bool is_equal = own != ORDER_NONE && own == above && above < end;
    size_t equal = end - above + (is_equal ? 0 : 1);
    if (is_above) { /* where it is now it does not stand then */
        above--;
        distinct -= is_alone(list, own);
    }
    switch (ties) {
    case ORDER_MINIMUM:
        break;
    case ORDER_DENSE:
        return (double)distinct + 1;
    case ORDER_MAXIMUM:
        return (double)(above + equal);
    case ORDER_FRACTIONAL:
        return ((double)above + 1 + (double)(above + equal)) / 2;
    }
    return (double)above + 1;
}

void order_list_neighbours(const struct order_list *list, size_t place, uint32_t *ahead,
                           uint32_t *behind) {
    *ahead = *behind = ORDER_NONE;
    uint32_t start = list->starts[place];
    if (start == ORDER_NONE)
        return;
    if (start > 0)
        *ahead = list->places[list->starts[list->places[start - 1]]];
    size_t end = count_above(list, list->values[start], true);
    if (end < list->count)
        *behind = list->places[end];
}

size_t order_rank_minimum(const double *values, size_t n, struct order_item *scratch,
                          uint16_t *ranks) {
    size_t count = order_sort(values, n, scratch);
    for (size_t i = 0; i < n; i++)
        ranks[i] = 0;
    uint16_t rank = 1;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && scratch[i].value != scratch[i - 1].value)
            rank = (uint16_t)(i + 1);
        ranks[scratch[i].place] = rank;
    }
    return count;
}

double order_quantile(const double *sorted, size_t n, double p) {
    double h = (double)(n - 1) * p;
    size_t low = (size_t)floor(h);
    if (low + 1 >= n)
        return sorted[n - 1];
    return sorted[low] + (h - (double)low) * (sorted[low + 1] - sorted[low]);
}

double order_quantile_counts(const uint32_t *counts, size_t size, uint64_t total,
                             double p) {
    double h = (double)(total - 1) * p;
    uint64_t low = (uint64_t)floor(h), seen = 0;
    double at_low = 0;
    bool found = false;
    for (size_t i = 0; i < size; i++) {
        seen += counts[i];
        if (!found && seen > low) {
            at_low = (double)i + 1;
            found = true;
        }
        if (found && (seen > low + 1 || seen >= total))
            return at_low + (h - (double)low) * ((double)i + 1 - at_low);
    }
    return at_low;
}
