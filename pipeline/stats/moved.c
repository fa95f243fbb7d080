#include "stats/moved.h"
#include "base/arena.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PROBES 256 /* sizes of a change at which the treatment is asked for */
#define LOOKS 8    /* and at which it is asked whether it turns the rank */
/* Where a larger change may do less each size is tried, as long as that scores no more
   units again. */
#define TRIED_UNITS 50000

enum how { HOW_UNTREATED, HOW_WINSORISED, HOW_LOGARITHM };

struct ends {
    double least, most;
    size_t at_least, at_most, count; /* how many lie there, and in all */
};

struct column {
    struct moved_leaf leaf; /* its column is `filled` */
    double *filled, *treated;
    enum how how;
    struct moments *steps; /* of winsorising, with what the rule said of each */
    struct verdict *verdicts;
    size_t step_count;
    struct ends whole; /* as it is given */
    struct ends inner; /* once it is winsorised, before a logarithm is taken */
    size_t node;
};

struct moved {
    struct tree tree;
    struct tree_node *nodes;
    size_t *parents;
    double *weights, *scores, *numbers;
    struct column *columns;
    enum order_ties ties;
    struct order_list list;
    /* Scratch: of all units, of one column, and of the children of a node. */
    double *root, *column, *leaf_scores, *row, *ranks;
    struct order_item *items;
    size_t all; /* how often all units were scored again */
};

static void *copy_of(const void *from, size_t size) {
    void *to = memory_alloc(size > 0 ? size : 1);
    memcpy(to, from, size);
    return to;
}

static double *numbers_of(size_t count) {
    return memory_alloc((count > 0 ? count : 1) * sizeof(double));
}

/* ln(x − least + 0.01 (most − least)): log_ct of lua/nqi/treat.lua. */
static double logarithm(double x, double least, double most) {
    return log(x - least + 0.01 * (most - least));
}

static struct ends ends_of(const double *x, size_t n) {
    struct ends ends = {.least = (double)NAN, .most = (double)NAN};
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]))
            continue;
        if (ends.count == 0 || x[i] < ends.least) {
            ends.least = x[i];
            ends.at_least = 0;
        }
        if (ends.count == 0 || x[i] > ends.most) {
            ends.most = x[i];
            ends.at_most = 0;
        }
        ends.at_least += x[i] == ends.least;
        ends.at_most += x[i] == ends.most;
        ends.count++;
    }
    return ends;
}

/* How many of the values lie there. */
static size_t count_of(const double *x, size_t n, double value) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += x[i] == value;
    return count;
}

/* Treats `out`, a copy of `x`; the moments of each step to `steps` unless it is NULL,
   and what the ends are before a logarithm is taken, with those that are there of
   themselves. */
static enum how treat(const struct moved_leaf *leaf, const double *x, size_t n,
                      double *out, struct moments *steps, size_t *count,
                      struct ends *ends) {
    enum how how = HOW_UNTREATED;
    *count = 0;
    if (leaf->treatment != MOVED_UNTREATED &&
        outliers_winsorise(out, x, n, &leaf->limits, steps, count) > 0)
        how = HOW_WINSORISED;
    *ends = ends_of(out, n);
    if (how == HOW_WINSORISED) {
        ends->at_least = count_of(x, n, ends->least);
        ends->at_most = count_of(x, n, ends->most);
    }
    if (how != HOW_WINSORISED || leaf->treatment != MOVED_AUTO)
        return how;
    struct moments moments = moments_of(out, n);
    if (outliers_judge(&moments, 0, 0, &leaf->limits).pass)
        return how;
    struct ends whole = ends_of(x, n);
    for (size_t i = 0; i < n; i++)
        out[i] = logarithm(x[i], whole.least, whole.most);
    return HOW_LOGARITHM;
}

static void open_column(struct moved *moved, struct column *column,
                        const struct moved_leaf *leaf) {
    size_t n = moved->tree.units, room = leaf->limits.points + 2;
    *column = (struct column){.leaf = *leaf};
    if (!leaf->known)
        return;
    if (room > n + 2)
        room = n + 2;
    column->filled = copy_of(leaf->column, n * sizeof(double));
    column->treated = copy_of(leaf->column, n * sizeof(double));
    column->steps = memory_alloc(room * sizeof *column->steps);
    column->verdicts = memory_alloc(room * sizeof *column->verdicts);
    column->leaf.column = column->filled;
    column->whole = ends_of(column->filled, n);
    column->how = treat(&column->leaf, column->filled, n, column->treated,
                        column->steps, &column->step_count, &column->inner);
    for (size_t s = 0; s < column->step_count; s++)
        column->verdicts[s] =
            outliers_judge(&column->steps[s], 0, 0, &column->leaf.limits);
}

static void find_parents(struct moved *moved) {
    const struct tree *tree = &moved->tree;
    for (size_t i = 0; i < tree->nodes; i++) {
        const struct tree_node *node = &tree->node[i];
        for (size_t k = 0; k < node->children; k++)
            moved->parents[node->first_child + k] = i;
        if (node->children == 0)
            moved->columns[node->column].node = i;
    }
}

struct moved *moved_open(const struct moved_setup *setup) {
    struct moved *moved = memory_alloc(sizeof *moved);
    size_t units = setup->tree.units, nodes = setup->tree.nodes;
    *moved = (struct moved){.tree = setup->tree, .ties = setup->ties};
    moved->nodes = copy_of(setup->tree.node, nodes * sizeof *moved->nodes);
    moved->tree.node = moved->nodes;
    moved->parents = memory_alloc(nodes * sizeof *moved->parents);
    moved->weights = copy_of(setup->weights, nodes * sizeof(double));
    moved->scores = copy_of(setup->scores, nodes * units * sizeof(double));
    moved->numbers = numbers_of(units);
    for (size_t i = 0; i < units; i++)
        moved->numbers[i] = order_significant(setup->numbers[i]);
    moved->columns = memory_alloc(setup->tree.columns * sizeof *moved->columns);
    for (size_t k = 0; k < setup->tree.columns; k++)
        open_column(moved, &moved->columns[k], &setup->leaves[k]);
    find_parents(moved);
    moved->root = numbers_of(units);
    moved->column = numbers_of(units);
    moved->leaf_scores = numbers_of(units);
    moved->ranks = numbers_of(units);
    moved->row = numbers_of(2 * nodes);
    moved->items = memory_alloc((2 * units + 1) * sizeof *moved->items);
    uint32_t *whole = memory_alloc((3 * units + 1) * sizeof *whole);
    moved->list = (struct order_list){.n = units,
                                      .values = numbers_of(units),
                                      .places = whole,
                                      .distinct = whole + units,
                                      .starts = whole + 2 * units};
    order_list_fill(&moved->list, moved->numbers, moved->items);
    return moved;
}

void moved_close(struct moved *moved) {
    if (moved == NULL)
        return;
    for (size_t k = 0; k < moved->tree.columns; k++) {
        free(moved->columns[k].filled);
        free(moved->columns[k].treated);
        free(moved->columns[k].steps);
        free(moved->columns[k].verdicts);
    }
    free(moved->columns);
    free(moved->nodes);
    free(moved->parents);
    free(moved->weights);
    free(moved->scores);
    free(moved->numbers);
    free(moved->root);
    free(moved->column);
    free(moved->leaf_scores);
    free(moved->ranks);
    free(moved->row);
    free(moved->items);
    free(moved->list.values);
    free(moved->list.places);
    free(moved);
}

size_t moved_units(const struct moved *moved) { return moved->tree.units; }

size_t moved_leaves(const struct moved *moved) { return moved->tree.columns; }

enum order_ties moved_ties(const struct moved *moved) { return moved->ties; }

static double value_at(const struct moved_question *question, size_t steps) {
    return order_significant(question->value + (double)steps * question->step);
}

/* The score of a treated value on a scale from `low` to `high`. */
static double scaled(const struct moved_leaf *leaf, double v, double low, double high) {
    double share = (leaf->turned ? high - v : v - low) / (high - low);
    if (leaf->cut)
        share = share < 0 ? 0 : share > 1 ? 1 : share;
    return leaf->worst + share * (leaf->best - leaf->worst);
}

/* Whether the unit's own value alone is another one then: its column is treated as it
   is, and the ends of its scale are others' values. */
static bool moves_alone(const struct column *column, size_t unit, double v) {
    double own = column->filled[unit];
    const struct ends *ends = &column->inner;
    for (size_t s = 0; s < column->step_count; s++) {
        struct verdict verdict =
            outliers_judge(&column->steps[s], own, v, &column->leaf.limits);
        bool more = s + 1 < column->step_count; /* a pull came after it */
        if (verdict.pass != column->verdicts[s].pass ||
            (more && verdict.upward != column->verdicts[s].upward))
            return false;
    }
    if (column->how == HOW_UNTREATED && column->leaf.given)
        return true;
    bool is_end = (own <= ends->least && ends->at_least < 2) ||
                  (own >= ends->most && ends->at_most < 2);
    bool pulled = own < ends->least || own > ends->most;
    return !is_end && !pulled && v >= ends->least && v <= ends->most;
}

/* The scores of the unit up to the root, with another one at a node. */
static double score_up(struct moved *moved, size_t node, size_t unit, double score) {
    size_t units = moved->tree.units;
    while (node != 0 && !isinf(score)) {
        size_t parent = moved->parents[node];
        const struct tree_node *above = &moved->nodes[parent];
        for (size_t k = 0; k < above->children; k++)
            moved->row[k] = moved->scores[(above->first_child + k) * units + unit];
        moved->row[node - above->first_child] = score;
        score = tree_mean(above, moved->row, moved->weights + above->first_child,
                          above->children);
        node = parent;
    }
    return score;
}

/* The unit's own score, all others as they are. */
static double own_score(struct moved *moved, const struct column *column, size_t unit,
                        double v) {
    double low = column->inner.least, high = column->inner.most;
    double least = column->whole.least, most = column->whole.most;
    if (column->how == HOW_LOGARITHM) {
        v = logarithm(v, least, most);
        low = logarithm(least, least, most);
        high = logarithm(most, least, most);
    }
    if (column->leaf.given) {
        low = column->leaf.low;
        high = column->leaf.high;
    }
    return score_up(moved, column->node, unit, scaled(&column->leaf, v, low, high));
}

/* Scores all units again, into moved->root. False if there would be no such index. */
static bool score_all(struct moved *moved, const struct column *column, size_t unit,
                      double v) {
    size_t n = moved->tree.units, count;
    double *x = moved->column, own = column->filled[unit];
    struct ends ends;
    moved->all++;
    column->filled[unit] = v;
    memcpy(x, column->filled, n * sizeof *x);
    treat(&column->leaf, column->filled, n, x, NULL, &count, &ends);
    column->filled[unit] = own;
    ends = ends_of(x, n);
    if (!column->leaf.given &&
        order_significant(ends.least) == order_significant(ends.most))
        return false;
    double low = column->leaf.given ? column->leaf.low : ends.least;
    double high = column->leaf.given ? column->leaf.high : ends.most;
    const double *was = moved->scores + column->node * n;
    for (size_t i = 0; i < n; i++) {
        double score = isnan(x[i]) ? x[i] : scaled(&column->leaf, x[i], low, high);
        moved->root[i] = moved->scores[i];
        if (isnan(moved->scores[i]) || score == was[i])
            continue;
        moved->root[i] = score_up(moved, column->node, i, score);
        if (isinf(moved->root[i]))
            return false;
    }
    return true;
}

/* Below, equal or above, as they are ranked: −1, 0, 1. */
static int compare(const struct moved_print *print, double a, double b) {
    if (fabs(a - b) > 2 * print->grain + 1e-9 * (fabs(a) + fabs(b)))
        return a < b ? -1 : 1;
    if (print->grain > 0) {
        a = print->printed(print->context, a);
        b = print->printed(print->context, b);
    }
    a = order_significant(a);
    b = order_significant(b);
    return (a > b) - (a < b);
}

static double number_of(const struct moved_print *print, double score) {
    if (isnan(score))
        return score;
    return order_significant(print->grain > 0 ? print->printed(print->context, score)
                                              : score);
}

static double rank_dense(struct moved *moved, size_t unit,
                         const struct moved_print *print) {
    for (size_t i = 0; i < moved->tree.units; i++)
        moved->column[i] = number_of(print, moved->root[i]);
    order_rank(moved->column, moved->tree.units, moved->ties, moved->items,
               moved->ranks);
    return moved->ranks[unit];
}

/* The unit's rank among moved->root. */
static double rank_among(struct moved *moved, size_t unit,
                         const struct moved_print *print) {
    double own = moved->root[unit];
    size_t above = 0, equal = 0;
    if (isnan(own))
        return 0;
    for (size_t i = 0; i < moved->tree.units; i++) {
        if (i == unit || isnan(moved->root[i]))
            continue;
        int order = compare(print, moved->root[i], own);
        above += order > 0;
        equal += order == 0;
    }
    switch (moved->ties) {
    case ORDER_MINIMUM:
        break;
    case ORDER_DENSE:
        return rank_dense(moved, unit, print);
    case ORDER_MAXIMUM:
        return (double)(above + equal + 1);
    case ORDER_FRACTIONAL:
        return (double)above + 1 + (double)equal / 2;
    }
    return (double)above + 1;
}

/* What another value does. */
struct effect {
    double rank; /* 0: there would be none */
    bool known;
};

static struct effect effect_of(struct moved *moved,
                               const struct moved_question *question, double v,
                               const struct moved_print *print) {
    const struct column *column = &moved->columns[question->leaf];
    struct effect effect = {.known = true};
    if (moves_alone(column, question->unit, v)) {
        double score = own_score(moved, column, question->unit, v);
        effect.known = !isinf(score);
        if (effect.known)
            effect.rank = order_list_rank(&moved->list, question->unit,
                                          number_of(print, score), moved->ties);
        return effect;
    }
    effect.known = score_all(moved, column, question->unit, v);
    if (effect.known)
        effect.rank = rank_among(moved, question->unit, print);
    return effect;
}

/* Whether the column is one that needs no treatment, and needs none then. */
static bool stays_untreated(const struct column *column, size_t unit, double v) {
    if (column->leaf.treatment == MOVED_UNTREATED)
        return true;
    return column->how == HOW_UNTREATED &&
           outliers_judge(&column->steps[0], column->filled[unit], v,
                          &column->leaf.limits)
               .pass;
}

/* Whether a larger change is never less, over all sizes up to the most: a better value
   is then never worse for the unit, nor better for another one. So it is as long as the
   column is treated as it is, and where that is by nothing or no other value moves. */
static bool is_regular(const struct moved *moved,
                       const struct moved_question *question) {
    const struct column *column = &moved->columns[question->leaf];
    const struct ends *whole = &column->whole;
    /* All others are equal: where it is as they are there is no scale. */
    size_t ours = column->filled[question->unit] == whole->least ? whole->at_least
                                                                 : whole->at_most;
    if (!column->leaf.given && ours == 1 &&
        whole->at_least + whole->at_most == whole->count)
        return false;
    bool alone = true;
    for (size_t i = 1; i <= PROBES; i++) {
        double share = (double)i / PROBES;
        double v = value_at(question, (size_t)ceil(share * (double)question->most));
        alone = alone && moves_alone(column, question->unit, v);
        if (!alone && !stays_untreated(column, question->unit, v))
            return false;
    }
    /* Others may come to share a place, which counts once. */
    return alone || moved->ties != ORDER_DENSE;
}

/* What is asked by a search, and what has come of it. */
struct search {
    struct moved *moved;
    const struct moved_question *question;
    const struct moved_print *print;
    double now;   /* the rank */
    bool unknown; /* of some size it is not known what it does */
};

static bool turns(struct search *search, size_t steps) {
    struct effect effect = effect_of(search->moved, search->question,
                                     value_at(search->question, steps), search->print);
    search->unknown = search->unknown || !effect.known;
    return effect.known && effect.rank != 0 && effect.rank != search->now;
}

/* A size of change to look at, each a multiple of the one before. */
static size_t look_at(size_t most, size_t look) {
    return (size_t)ceil(pow((double)most, (double)look / LOOKS));
}

/* The fewest steps of those looked at, from the look-th size on; 0: none. */
static size_t search_from(struct search *search, size_t look) {
    size_t from = 0, to = 0;
    for (; look <= LOOKS && to == 0; look++) {
        size_t steps = look_at(search->question->most, look);
        if (steps > from && turns(search, steps))
            to = steps;
        else
            from = steps > from ? steps : from;
    }
    while (to > 0 && to - from > 1) {
        size_t middle = from + (to - from) / 2;
        if (turns(search, middle))
            to = middle;
        else
            from = middle;
    }
    return to;
}

/* The fewest steps of all, tried one by one. */
static size_t search_each(struct search *search) {
    for (size_t steps = 1; steps <= search->question->most; steps++)
        if (turns(search, steps))
            return steps;
    return 0;
}

struct moved_answer moved_fewest(struct moved *moved,
                                 const struct moved_question *question,
                                 const struct moved_print *print) {
    struct moved_answer answer = {0};
    double now = order_list_rank(&moved->list, question->unit,
                                 moved->numbers[question->unit], moved->ties);
    struct search search = {moved, question, print, now, false};
    moved->all = 0;
    if (!moved->columns[question->leaf].leaf.known || now == 0)
        return answer;
    if (is_regular(moved, question)) {
        answer.steps = search_from(&search, LOOKS);
        answer.certain = !search.unknown;
    }
    if (!answer.certain && question->most <= TRIED_UNITS / moved->tree.units) {
        search.unknown = false;
        answer.steps = search_each(&search);
        answer.certain = !search.unknown;
    } else if (!answer.certain) {
        answer.steps = search_from(&search, 0);
    }
    answer.all = moved->all;
    return answer;
}

double moved_rank(struct moved *moved, const struct moved_question *question,
                  size_t steps, const struct moved_print *print) {
    if (!moved->columns[question->leaf].leaf.known)
        return 0;
    return effect_of(moved, question, value_at(question, steps), print).rank;
}

size_t moved_crossed(struct moved *moved, const struct moved_question *question,
                     size_t steps, const struct moved_print *print, uint32_t *units,
                     bool *level) {
    const struct column *column = &moved->columns[question->leaf];
    double v = value_at(question, steps);
    size_t n = moved->tree.units, unit = question->unit, passed = 0, drawn = 0;
    if (moves_alone(column, unit, v)) {
        memcpy(moved->root, moved->scores, n * sizeof *moved->root);
        moved->root[unit] = own_score(moved, column, unit, v);
    } else if (!score_all(moved, column, unit, v)) {
        return 0;
    }
    /* Those drawn level with from the end, until it is known that they count. */
    for (size_t i = 0; i < n; i++) {
        if (i == unit || isnan(moved->numbers[i]) || isnan(moved->root[i]))
            continue;
        double was = moved->numbers[i] - moved->numbers[unit];
        int is = compare(print, moved->root[i], moved->root[unit]);
        if ((was >= 0 && is < 0) || (was <= 0 && is > 0))
            units[passed++] = (uint32_t)i;
        else if (is == 0)
            units[n - ++drawn] = (uint32_t)i;
    }
    *level = passed == 0 && drawn > 0;
    for (size_t k = 0; k < drawn && *level; k++)
        units[k] = units[n - 1 - k];
    return *level ? drawn : passed;
}
