#include "text/line.h"
#include "text/face.h"
#include "text/spacing.h"
#include <math.h>
#include <string.h>

#define STRETCH_SPACE 0.12f
#define STRETCH_HAN                                                                    \
    0.09f /* everywhere between Han, before more is put in some places */
/* A line whose white between characters, or between words where it has no Han, would
   be wider than this (em) stays ragged. */
#define STRETCH_LIMIT 0.25f
#define STRETCH_WORDS 0.9f

float cluster_size(const struct setter *s, size_t i) {
    return s->spans[s->clusters[i].span].size;
}

/* The end of the clusters in [from, to) that are drawn: without hanging spaces. */
size_t line_visible_end(const struct setter *s, struct cut cut) {
    size_t to = cut.to;
    while (to > cut.from &&
           (s->clusters[to - 1].class == CLASS_SPACE || s->clusters[to - 1].invisible))
        to--;
    return to;
}

static float edge_left(const struct setter *s, size_t i) {
    const struct cluster *c = &s->clusters[i];
    return c->full && c->class == CLASS_OPEN
               ? SPACING_HALF * cluster_size(s, i) - c->left
               : 0;
}

static float edge_right(const struct setter *s, size_t i) {
    const struct cluster *c = &s->clusters[i];
    return c->full && c->class == CLASS_CLOSE
               ? SPACING_HALF * cluster_size(s, i) - c->right
               : 0;
}

/* The natural width of a line of these clusters. */
float line_natural(const struct setter *s, struct cut cut) {
    size_t to = line_visible_end(s, cut);
    if (to == cut.from)
        return 0;
    return s->pen[to] - s->pen[cut.from] - s->clusters[cut.from].gap -
           edge_left(s, cut.from) - edge_right(s, to - 1);
}

float line_give(const struct setter *s, struct cut cut) {
    size_t to = line_visible_end(s, cut);
    return to > cut.from + 1 ? s->give[to] - s->give[cut.from + 1] : 0;
}

static bool same_look(const struct setter *s, size_t i) {
    const struct cluster *a = &s->clusters[i - 1], *b = &s->clusters[i];
    const struct glyph *glyphs = s->scratch->glyphs.items;
    const struct span *x = &s->spans[a->span], *y = &s->spans[b->span];
    return glyphs[a->glyph].face == glyphs[b->glyph].face && x->user == y->user &&
           x->colour == y->colour && fabsf(x->size - y->size) < LINE_EPSILON &&
           fabsf(x->rise - y->rise) < LINE_EPSILON;
}

/* How much white may be added somewhere in a line. Inside a run any amount, for a run
   can say what its text is (text_run.spaced). Between two runs of Han as much as does
   not look like a space, and beside Latin none. */
enum looseness { LOOSE_NOT, LOOSE_SPACE, LOOSE_EDGE, LOOSE_HAN };

/* Between cluster i − 1 and i. */
static enum looseness loose(const struct setter *s, size_t i) {
    const struct cluster *a = &s->clusters[i - 1], *b = &s->clusters[i];
    if (a->class == CLASS_SPACE)
        return LOOSE_SPACE;
    if (a->class == CLASS_DASH && b->class == CLASS_DASH)
        return LOOSE_NOT;
    bool ideographic_a = a->class == CLASS_HAN || a->full || a->class == CLASS_DASH;
    bool ideographic_b = b->class == CLASS_HAN || b->full || b->class == CLASS_DASH;
    if (!ideographic_a || !ideographic_b)
        return LOOSE_NOT;
    return same_look(s, i) ? LOOSE_HAN : LOOSE_EDGE;
}

void line_sum_white(const struct setter *s, struct white *white) {
    white[0] = (struct white){0};
    for (size_t i = 0; i < s->count; i++) {
        white[i + 1] = white[i];
        enum looseness kind = i > 0 ? loose(s, i) : LOOSE_NOT;
        if (kind == LOOSE_SPACE)
            white[i + 1].spaces += STRETCH_SPACE * cluster_size(s, i);
        white[i + 1].han += kind == LOOSE_HAN || kind == LOOSE_EDGE;
        white[i + 1].places += kind == LOOSE_HAN || kind == LOOSE_SPACE;
    }
}

/* The white of a line, which ends before cluster `to`. */
static struct white white_of(const struct setter *s, struct cut cut, size_t to) {
    if (to <= cut.from + 1)
        return (struct white){0};
    struct white a = s->white[cut.from + 1], b = s->white[to];
    return (struct white){b.spaces - a.spaces, b.han - a.han, b.places - a.places};
}

struct spread line_justify(const struct setter *s, struct cut cut, float slack) {
    struct spread spread = {0};
    if (slack < -LINE_EPSILON) {
        float give = line_give(s, cut);
        spread.shrink = give > 0 ? fminf(1, -slack / give) : 0;
        return spread;
    }
    float em = cluster_size(s, cut.from);
    struct white white = white_of(s, cut, line_visible_end(s, cut));
    if (white.spaces > 0)
        spread.spaces = fminf(1, slack / white.spaces);
    slack -= white.spaces * spread.spaces;
    float even = white.han > 0 ? fminf(slack / (float)white.han, STRETCH_HAN * em) : 0;
    slack -= even * (float)white.han;
    float limit = (white.han > 0 ? STRETCH_LIMIT - STRETCH_HAN : STRETCH_WORDS) * em;
    spread.ragged = slack > limit * (float)white.places + LINE_EPSILON;
    if (spread.ragged)
        return spread;
    spread.han = even;
    spread.wide = white.places > 0 ? slack / (float)white.places : 0;
    return spread;
}

static float space_before(const struct setter *s, size_t i,
                          const struct spread *spread) {
    const struct cluster *b = &s->clusters[i];
    float space = b->gap - b->shrink * spread->shrink;
    switch (loose(s, i)) {
    case LOOSE_NOT:
        return space;
    case LOOSE_SPACE:
        return space + STRETCH_SPACE * cluster_size(s, i) * spread->spaces +
               spread->wide;
    case LOOSE_EDGE:
        return space + spread->han;
    case LOOSE_HAN:
        return space + spread->han + spread->wide;
    }
    return space;
}

/* Spaces that programs which extract text replace by a plain one, or drop. */
static bool is_odd_space(const struct setter *s, size_t i) {
    uint32_t cp;
    utf8_decode(s->text, s->clusters[i].text, &cp);
    return cp == 0xA0 || cp == 0x202F || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200A);
}

/* True if cluster i is such a space, or white before it looks like one. */
static bool looks_spaced(const struct setter *s, size_t i, float white) {
    return is_odd_space(s, i) || (white > SPACING_WORD * cluster_size(s, i) &&
                                  s->clusters[i - 1].class != CLASS_SPACE &&
                                  s->clusters[i].class != CLASS_SPACE);
}

static bool same_run(const struct text_run *run, const struct span *span,
                     const struct glyph *glyph) {
    return run->face == glyph->face && run->user == span->user &&
           run->colour == span->colour &&
           fabsf(run->size - span->size) < LINE_EPSILON &&
           fabsf(run->rise - span->rise) < LINE_EPSILON;
}

/* Draws clusters [from, to) as runs. The pen starts at the left edge of what is
   visible; a mark at the edge hangs its white half out. */
void line_draw(const struct setter *s, struct cut cut, float x,
               const struct spread *spread, struct text_line *line) {
    size_t room = 0, end = line_visible_end(s, cut);
    for (size_t i = cut.from; i < cut.to; i++)
        room += s->clusters[i].glyphs;
    struct run_glyph *glyphs = arena_array(s->arena, room + 1, sizeof *glyphs);
    size_t used = 0;
    struct paragraph_scratch *scratch = s->scratch;
    struct text_run *run = NULL;
    scratch->run_count = 0;
    float pen = x, last = x;
    line->x = x;
    for (size_t i = cut.from; i < cut.to; i++) {
        const struct cluster *c = &s->clusters[i];
        const struct span *span = &s->spans[c->span];
        if (c->invisible) {
            run = NULL;
            continue;
        }
        float white = i > cut.from && i < end ? space_before(s, i, spread) : 0;
        pen += white;
        pen -= i == cut.from ? edge_left(s, i) + c->left : c->left;
        for (size_t k = 0; k < c->glyphs; k++) {
            const struct glyph *g = &scratch->glyphs.items[c->glyph + k];
            bool moved = fabsf(g->dx) > 1e-5f || fabsf(g->dy) > 1e-5f;
            bool apart = moved && k == 0;
            if (!run || apart || !same_run(run, span, g)) {
                if (scratch->run_count == scratch->run_capacity)
                    scratch->runs =
                        arena_grow(s->fonts->arena, scratch->runs, scratch->run_count,
                                   &scratch->run_capacity, sizeof *scratch->runs);
                run = &scratch->runs[scratch->run_count++];
                *run = (struct text_run){
                    .x = pen + g->dx * span->size,
                    .rise = span->rise + g->dy * span->size,
                    .size = span->size,
                    .colour = span->colour,
                    .face = g->face,
                    .spaced = is_odd_space(s, i),
                    .user = span->user,
                    .glyphs = &glyphs[used],
                    .text = {s->text.p + c->text, 0},
                };
            } else if (run->count > 0) {
                run->glyphs[run->count - 1].advance = pen - last;
                if (k == 0 && looks_spaced(s, i, white + span->tracking))
                    run->spaced = true;
            }
            last = pen;
            run->glyphs[run->count++] =
                (struct run_glyph){g->id, g->bytes, g->advance * span->size};
            run->text.n += g->bytes;
            used++;
            pen += g->advance * span->size;
            if (apart)
                run->rise = span->rise + g->dy * span->size;
        }
        pen += span->tracking - c->right;
        if (i + 1 == end)
            line->width = pen - x - edge_right(s, i) - span->tracking;
    }
    line->count = scratch->run_count;
    line->runs = arena_array(s->arena, line->count, sizeof *line->runs);
    if (line->count > 0)
        memcpy(line->runs, scratch->runs, line->count * sizeof *line->runs);
    line->from = s->clusters[cut.from].text;
    line->to = s->clusters[cut.to - 1].text + s->clusters[cut.to - 1].bytes;
}
