#include "text/paragraph.h"
#include "text/breaks.h"
#include "text/even.h"
#include "text/face.h"
#include "text/line.h"
#include "text/shape.h"
#include "text/spacing.h"
#include <math.h>
#include <string.h>

/* How far white space gives way, in em. */
#define SHRINK_GAP 0.04f
#define SHRINK_SPACE 0.08f
#define SHRINK_MARK 0.25f
#define STEP 0.05f /* points: widths nearer than this are one */

/* Some of a text before and behind a byte, to find it by. */
static struct str around(struct str text, size_t at) {
    size_t from = at > 24 ? at - 24 : 0, to = at + 24 < text.n ? at + 24 : text.n;
    while (from > 0 && ((unsigned char)text.p[from] & 0xC0) == 0x80)
        from--;
    while (to < text.n && ((unsigned char)text.p[to] & 0xC0) == 0x80)
        to++;
    return str_slice(text, from, to);
}

static void report_missing(struct str text, size_t at, struct place place,
                           struct diag *diag) {
    uint32_t cp;
    size_t n = utf8_decode(text, at, &cp);
    struct str c = str_slice(text, at, at + n);
    diag_error(diag, place, "no font has the character “%.*s” (U+%04X) in “%.*s”",
               STR_ARG(c), (unsigned)cp, STR_ARG(around(text, at)));
    diag_hint(diag, "name a family that has it under fallback in templates/theme.lua");
}

static void add_clusters(struct setter *s, size_t span, size_t offset, size_t first) {
    const struct span *own = &s->spans[span];
    size_t at = offset;
    for (size_t i = first; i < s->scratch->glyphs.count; i++) {
        const struct glyph *g = &s->scratch->glyphs.items[i];
        if (g->bytes == 0 && s->count > 0 && i > first) {
            s->clusters[s->count - 1].glyphs++;
            s->clusters[s->count - 1].width += g->advance * own->size;
            continue;
        }
        if (s->count == s->scratch->cluster_capacity)
            s->clusters = s->scratch->clusters =
                arena_grow(s->fonts->arena, s->clusters, s->count,
                           &s->scratch->cluster_capacity, sizeof *s->clusters);
        uint32_t cp;
        utf8_decode(s->text, at, &cp);
        enum text_class class = spacing_class(cp);
        s->clusters[s->count++] = (struct cluster){
            .text = at,
            .glyph = i,
            .span = (uint16_t)span,
            .bytes = g->bytes,
            .glyphs = 1,
            .class =
                (uint8_t)(own->glued && class != CLASS_BREAK ? CLASS_OTHER : class),
            .full = (class == CLASS_OPEN || class == CLASS_CLOSE) &&
                    g->advance >= SPACING_FULL,
            .invisible = text_is_invisible(cp),
            .width = text_is_invisible(cp) ? 0 : g->advance * own->size + own->tracking,
        };
        at += g->bytes;
    }
}

/* False if a character has no font; it is reported if `diag` is given. */
static bool build(struct setter *s, size_t span_count, struct place place,
                  struct diag *diag) {
    size_t total = 0;
    for (size_t i = 0; i < span_count; i++)
        total += s->spans[i].text.n;
    char *bytes = span_count == 1 ? NULL : arena_alloc(s->arena, total + 1);
    s->text = bytes ? (struct str){bytes, total} : s->spans[0].text;
    s->scratch->glyphs.count = 0;
    size_t offset = 0;
    for (size_t i = 0; i < span_count; i++) {
        const struct span *span = &s->spans[i];
        if (bytes && span->text.n)
            memcpy(bytes + offset, span->text.p, span->text.n);
        size_t first = s->scratch->glyphs.count, missing;
        if (!text_shape(s->fonts, span->role, span->text, s->fonts->arena,
                        &s->scratch->glyphs, &missing)) {
            if (diag != NULL) {
                if (s->style->origin != NULL)
                    place =
                        s->style->origin(s->style->context, span->text, missing, place);
                report_missing(span->text, missing, place, diag);
            }
            return false;
        }
        add_clusters(s, i, offset, first);
        offset += span->text.n;
    }
    return true;
}

/* Marks next to each other, gaps between Han and Latin, and the sums. */
static void space(struct setter *s) {
    struct cluster *c = s->clusters;
    for (size_t i = 1; i < s->count; i++) {
        enum text_class a = c[i - 1].class, b = c[i].class;
        float em = cluster_size(s, i);
        if (c[i - 1].full)
            c[i - 1].right = spacing_trim_right(a, b) * cluster_size(s, i - 1);
        if (c[i].full && c[i - 1].full)
            c[i].left = spacing_trim_left(a, b) * em;
        /* Beside type of another size any white looks like a space. */
        c[i].gap = fabsf(cluster_size(s, i - 1) - em) < LINE_EPSILON
                       ? spacing_gap(a, b) * em
                       : 0;
        if (c[i].gap > 0)
            c[i].shrink = SHRINK_GAP * em;
        else if (a == CLASS_SPACE)
            c[i].shrink = SHRINK_SPACE * em;
        else if (c[i - 1].full && a == CLASS_CLOSE && c[i - 1].right <= 0)
            c[i].shrink = SHRINK_MARK * em;
        else if (c[i].full && b == CLASS_OPEN && c[i].left <= 0)
            c[i].shrink = SHRINK_MARK * em;
    }
    struct paragraph_scratch *scratch = s->scratch;
    if (scratch->sum_capacity < s->count + 1) {
        scratch->sum_capacity = 2 * s->count + 256;
        struct arena *arena = s->fonts->arena;
        scratch->pen = arena_array(arena, scratch->sum_capacity, sizeof *scratch->pen);
        scratch->give =
            arena_array(arena, scratch->sum_capacity, sizeof *scratch->give);
        scratch->white =
            arena_array(arena, scratch->sum_capacity, sizeof *scratch->white);
        scratch->cuts =
            arena_array(arena, scratch->sum_capacity, sizeof *scratch->cuts);
    }
    scratch->pen[0] = scratch->give[0] = 0;
    for (size_t i = 0; i < s->count; i++) {
        scratch->pen[i + 1] =
            scratch->pen[i] + c[i].gap + c[i].width - c[i].left - c[i].right;
        scratch->give[i + 1] = scratch->give[i] + c[i].shrink;
    }
    s->pen = scratch->pen;
    s->give = scratch->give;
    s->white = scratch->white;
    if (s->style->align == TEXT_JUSTIFY)
        line_sum_white(s, scratch->white);
}

static void allow_breaks(struct setter *s) {
    struct fonts *fonts =
        (struct fonts *)(uintptr_t)s->fonts; /* ICU's iterator moves */
    bool words = s->style->words || s->style->balance;
    uint8_t *breaks = words ? breaks_between_words(fonts->breaker, s->text, s->arena)
                            : breaks_find(fonts->breaker, s->text, s->arena);
    uint8_t least = words ? BREAK_BETWEEN : BREAK_WITHIN;
    size_t last_han = s->count;
    for (size_t i = 0; i < s->count; i++) {
        struct cluster *c = &s->clusters[i];
        bool new_span = i > 0 && s->clusters[i - 1].span != c->span;
        c->level = new_span && s->spans[c->span].glued ? 0 : breaks[c->text];
        c->can_break = c->level >= least;
        if (c->class == CLASS_HAN)
            last_han = i;
        else if (c->class != CLASS_CLOSE)
            last_han = s->count;
    }
    /* No last line of one character. */
    if (last_han < s->count && s->count > 8 && !words)
        s->clusters[last_han].can_break = false;
}

/* Where the line that starts at cluster `from` ends, or `from` if nothing fits. */
static size_t fill_line(const struct setter *s, size_t from, float width) {
    size_t fit = from, anywhere[BREAK_LEVELS] = {from, from, from, from};
    float fit_width = 0;
    for (size_t to = from + 1; to <= s->count; to++) {
        struct cut cut = {from, to};
        bool forced = s->clusters[to - 1].class == CLASS_BREAK;
        float natural = line_natural(s, cut);
        if (natural <= width + LINE_EPSILON) {
            anywhere[0] = to;
            if (to == s->count || forced)
                return to;
            anywhere[s->clusters[to].level] = to;
            if (s->clusters[to].can_break) {
                fit = to;
                fit_width = natural;
            }
            continue;
        }
        float give = line_give(s, cut);
        if (natural - give > width)
            break;
        bool may = to == s->count || forced || s->clusters[to].can_break;
        if (may && s->style->align == TEXT_JUSTIFY &&
            (fit == from || (natural - width <= give / 2 &&
                             width - fit_width > cluster_size(s, from) / 2)))
            return to;
    }
    for (size_t level = BREAK_LEVELS; fit == from && level-- > 0;)
        fit = anywhere[level];
    return fit;
}

static size_t fill(const struct setter *s, float width, struct cut *cuts) {
    size_t count = 0, from = 0;
    while (from < s->count) {
        float room = width - (count == 0 ? s->style->indent : 0);
        size_t to = fill_line(s, from, room);
        if (to == from)
            return SIZE_MAX;
        if (cuts)
            cuts[count] = (struct cut){from, to};
        count++;
        from = to;
    }
    return count;
}

/* Every byte of the text is in exactly one run, or invisible. */
static bool complete(const struct setter *s, const struct paragraph *out) {
    size_t drawn = 0, hidden = 0, at = 0;
    for (size_t i = 0; i < out->count; i++) {
        const struct text_line *line = &out->lines[i];
        if (line->from != at)
            return false;
        at = line->to;
        for (size_t k = 0; k < line->count; k++) {
            size_t bytes = 0;
            for (size_t g = 0; g < line->runs[k].count; g++)
                bytes += line->runs[k].glyphs[g].bytes;
            if (bytes != line->runs[k].text.n)
                return false;
            drawn += bytes;
        }
    }
    for (size_t i = 0; i < s->count; i++)
        hidden += s->clusters[i].invisible ? s->clusters[i].bytes : 0;
    return at == s->text.n && drawn + hidden == s->text.n;
}

static bool set_lines(struct setter *s, float width, struct paragraph *out) {
    struct cut *cuts = s->scratch->cuts;
    size_t count = fill(s, width, cuts);
    if (count == SIZE_MAX)
        return false;
    if (s->style->align == TEXT_JUSTIFY && !s->style->words && !s->style->balance)
        lines_even(s, cuts, count);
    out->lines = arena_array(s->arena, count, sizeof *out->lines);
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        float indent = i == 0 ? s->style->indent : 0;
        float slack = s->style->width - indent - line_natural(s, cuts[i]);
        bool last = i + 1 == count || s->clusters[cuts[i].to - 1].class == CLASS_BREAK;
        struct spread spread = {0};
        float x = indent;
        if (s->style->align == TEXT_JUSTIFY && (!last || slack < 0))
            spread = line_justify(s, cuts[i], slack);
        else if (s->style->align == TEXT_CENTRE)
            x += slack / 2;
        else if (s->style->align == TEXT_RIGHT)
            x += slack;
        line_draw(s, cuts[i], x, &spread, &out->lines[i]);
    }
    return true;
}

static struct setter open_setter(const struct fonts *shared, const struct span *spans,
                                 const struct paragraph_style *style,
                                 struct arena *arena) {
    /* Only the caches behind it are written to. */
    struct fonts *fonts = (struct fonts *)(uintptr_t)shared;
    if (!fonts->paragraph)
        fonts->paragraph = arena_alloc(fonts->arena, sizeof *fonts->paragraph);
    return (struct setter){.fonts = fonts,
                           .scratch = fonts->paragraph,
                           .spans = spans,
                           .style = style,
                           .arena = arena,
                           .clusters = fonts->paragraph->clusters};
}

/* The widest of the pieces between places where a line may or must end. */
static float widest_piece(const struct setter *s) {
    float widest = 0;
    for (size_t from = 0, to = 1; from < s->count; from = to++) {
        while (to < s->count && !s->clusters[to].can_break &&
               s->clusters[to - 1].class != CLASS_BREAK)
            to++;
        widest = fmaxf(widest, line_natural(s, (struct cut){from, to}));
    }
    return widest;
}

static float widest_line(const struct setter *s, size_t count) {
    float widest = 0;
    for (size_t i = 0; i < count; i++)
        widest = fmaxf(widest, line_natural(s, s->scratch->cuts[i]));
    return widest;
}

/* The narrowest width that takes no more lines and cuts no piece. */
static float balanced_width(const struct setter *s) {
    float high = s->style->width, low = fminf(widest_piece(s), high);
    size_t lines = fill(s, high, NULL);
    if (lines == SIZE_MAX || lines < 2)
        return high;
    while (high - low > 1) {
        float middle = (low + high) / 2;
        size_t got = fill(s, middle, NULL);
        if (got <= lines)
            high = middle;
        else
            low = middle;
    }
    return high;
}

bool paragraph_measure(const struct fonts *fonts, const struct span *spans,
                       size_t count, const struct paragraph_style *style, float least,
                       float most, struct arena *arena, struct paragraph_steps *out) {
    struct setter s = open_setter(fonts, spans, style, arena);
    *out = (struct paragraph_steps){0};
    if (count == 0)
        return true;
    if (!build(&s, count, (struct place){0}, NULL))
        return false;
    if (s.count == 0)
        return true;
    space(&s);
    if (widest_piece(&s) > least) /* as long as its own lines are */
        allow_breaks(&s);
    out->least = widest_piece(&s);
    least = fmaxf(least, out->least);
    size_t capacity = 0, lines = fill(&s, fmaxf(most, least), s.scratch->cuts);
    while (lines != SIZE_MAX) {
        float width = widest_line(&s, lines);
        if (out->count == 0 || lines > out->steps[out->count - 1].lines) {
            if (out->count == capacity)
                out->steps = arena_grow(arena, out->steps, out->count, &capacity,
                                        sizeof *out->steps);
            out->count++;
        }
        out->steps[out->count - 1] = (struct paragraph_step){width, lines};
        if (width <= least + STEP)
            break;
        lines = fill(&s, width - STEP, s.scratch->cuts);
    }
    return true;
}

bool paragraph_set(const struct fonts *shared, const struct span *spans, size_t count,
                   const struct paragraph_style *style, struct arena *arena,
                   struct place place, struct diag *diag, struct paragraph *out) {
    struct setter s = open_setter(shared, spans, style, arena);
    *out = (struct paragraph){0};
    if (count == 0)
        return true;
    if (!build(&s, count, place, diag))
        return false;
    out->text = s.text;
    if (s.count == 0)
        return true;
    space(&s);
    out->natural = line_natural(&s, (struct cut){0, s.count});
    /* Places to break are looked for only where a line of the text's own is too long.
     */
    if (widest_piece(&s) + style->indent > style->width + LINE_EPSILON)
        allow_breaks(&s);
    float width = style->balance ? balanced_width(&s) : style->width;
    if (!set_lines(&s, width, out)) {
        diag_error(diag, place, "“%.*s” does not fit in a width of %.1f pt",
                   STR_ARG(around(s.text, 0)), (double)style->width);
        diag_hint(diag, "make the page wider, the type smaller or the columns fewer");
        return false;
    }
    if (!complete(&s, out))
        return diag_error(diag, place, "setting a paragraph lost characters of “%.*s”",
                          STR_ARG(s.text));
    return true;
}
