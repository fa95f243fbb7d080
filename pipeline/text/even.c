#include "text/even.h"
#include "text/spacing.h"
#include <math.h>

/* After Knuth and Plass (1981): the cheapest way over the places where a line may end,
   with as many lines as filling them one after the other took. The cost of a line is
   the third power of its tension: 1 where its white is as wide as justification lets it
   be, or as narrow. */
#define STRETCH_HAN_MOST 0.25f  /* em between characters: tension 1 */
#define STRETCH_WORD_MOST 0.75f /* em between words, in lines without Han */
#define TENSION_SHRUNK 0.9f     /* all white taken that can be */
#define TENSION_RAGGED 2.0f     /* too short even to be justified */
#define TENSION_SHORT 0.5f      /* a last line of fewer than SHORT_LAST em */
#define SHORT_LAST 3.0f
#define TENSION_SEEN 0.3f /* below it no one sees a difference */

struct node {
    size_t at;   /* the cluster that the next line begins with */
    size_t line; /* lines before it */
    size_t from; /* the node before, an index */
    float cost;
};

struct ways {
    struct node *nodes; /* in the order of their clusters */
    size_t count, capacity;
    size_t first; /* from which the next line can start */
};

static float cube(float tension) { return tension * tension * tension; }

static float room(const struct setter *s, size_t line) {
    return s->style->width - (line == 0 ? s->style->indent : 0);
}

/* How hard a line is stretched or squeezed. */
static float tension(const struct setter *s, struct cut cut, size_t line) {
    float em = cluster_size(s, cut.from), natural = line_natural(s, cut);
    float slack = room(s, line) - natural;
    if (cut.to == s->count || s->clusters[cut.to - 1].class == CLASS_BREAK)
        slack = fminf(slack, 0);
    if (cut.to == s->count && line > 0 && natural < SHORT_LAST * em)
        return TENSION_SHORT;
    if (fabsf(slack) < LINE_EPSILON)
        return 0;
    struct spread spread = line_justify(s, cut, slack);
    if (slack < 0)
        return TENSION_SHRUNK * spread.shrink;
    if (spread.ragged)
        return TENSION_RAGGED + slack / room(s, line);
    return spread.han > 0 ? (spread.han + spread.wide) / em / STRETCH_HAN_MOST
                          : spread.wide / em / STRETCH_WORD_MOST;
}

static bool is_tense(const struct setter *s, const struct cut *cuts, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (tension(s, cuts[i], i) > TENSION_SEEN)
            return true;
    return false;
}

/* Adds the cheapest node of each number of lines, `most` at most, that ends before
   `to` and costs less than `limit`. */
static void add_nodes(const struct setter *s, struct ways *ways, size_t to, size_t most,
                      float limit) {
    size_t had = ways->count;
    for (size_t i = ways->first; i < had; i++) {
        struct node from = ways->nodes[i];
        struct cut cut = {from.at, to};
        float over = line_natural(s, cut) - room(s, from.line);
        if (from.line == most || over - line_give(s, cut) > LINE_EPSILON)
            continue;
        float cost = from.cost + cube(tension(s, cut, from.line));
        if (cost >= limit)
            continue;
        size_t k = had;
        while (k < ways->count && ways->nodes[k].line != from.line + 1)
            k++;
        if (k < ways->count && cost >= ways->nodes[k].cost)
            continue;
        if (k == ways->count)
            ways->nodes = arena_grow(s->arena, ways->nodes, ways->count++,
                                     &ways->capacity, sizeof *ways->nodes);
        ways->nodes[k] = (struct node){to, from.line + 1, i, cost};
    }
}

/* Leaves behind the nodes from which a line can no longer reach `to`. */
static void skip_far(const struct setter *s, struct ways *ways, size_t to) {
    for (; ways->first < ways->count; ways->first++) {
        struct cut cut = {ways->nodes[ways->first].at, to};
        if (line_natural(s, cut) - line_give(s, cut) <= s->style->width + LINE_EPSILON)
            break;
    }
}

static struct ways search(const struct setter *s, size_t most, float limit) {
    struct ways ways = {0};
    ways.nodes = arena_grow(s->arena, NULL, 0, &ways.capacity, sizeof *ways.nodes);
    ways.nodes[ways.count++] = (struct node){0};
    for (size_t to = 1; to <= s->count && ways.first < ways.count; to++) {
        bool forced = s->clusters[to - 1].class == CLASS_BREAK;
        if (to < s->count && !forced && !s->clusters[to].can_break)
            continue;
        skip_far(s, &ways, to);
        size_t had = ways.count;
        add_nodes(s, &ways, to, most, limit);
        if (forced)
            ways.first = had;
    }
    return ways;
}

void lines_even(const struct setter *s, struct cut *cuts, size_t count) {
    if (count < 2 || !is_tense(s, cuts, count))
        return;
    float cost = 0;
    for (size_t i = 0; i < count; i++)
        cost += cube(tension(s, cuts[i], i));
    struct ways ways = search(s, count, cost);
    for (size_t i = ways.first; i < ways.count; i++) {
        const struct node *last = &ways.nodes[i];
        if (last->at != s->count || last->line != count)
            continue;
        for (size_t k = count; k-- > 0; last = &ways.nodes[last->from])
            cuts[k] = (struct cut){ways.nodes[last->from].at, last->at};
        return;
    }
}
