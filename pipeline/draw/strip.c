#include "draw/strip.h"
#include "draw/marks.h"
#include "words/words.h"
#include <math.h>
#include <stdlib.h>

#define WORDS_BASE 8.0f /* of the words above the marks */
#define MARKS_TOP 13.0f
#define MARKS_BOTTOM 22.0f
#define OVER 2.0f /* how much higher and lower the own mark and the band reach */
#define BAND_TINT 0.25f
#define WORDS_APART 8.0f
#define MARK_WIDTH 0.35f
#define OWN_WIDTH 1.2f
#define OTHER_TINT 0.7f
#define CHUNK 256 /* points of a path */

enum mark { MARK_OTHER, MARK_DRAWN, MARK_OWN, MARK_COUNT };

static int by_value(const void *a, const void *b) {
    const struct chart_item *x = *(const struct chart_item *const *)a;
    const struct chart_item *y = *(const struct chart_item *const *)b;
    if (x->value < y->value || x->value > y->value)
        return x->value < y->value ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* The items with a value, rising. */
static const struct chart_item **ranked(const struct doc_chart *chart, size_t *count,
                                        struct arena *arena) {
    const struct chart_item **items =
        arena_array(arena, chart->item_count + 1, sizeof *items);
    *count = 0;
    for (size_t i = 0; i < chart->item_count; i++)
        if (isfinite(chart->items[i].value))
            items[(*count)++] = &chart->items[i];
    qsort(items, *count, sizeof *items, by_value);
    return items;
}

/* The ends of the middle half among `count` in a row. */
static size_t quarter(size_t count) { return (count - 1) / 4; }

static float x_of(const struct strip *strip, double value) {
    double share = (value - strip->low) / (strip->high - strip->low);
    return strip->left + (float)share * (strip->right - strip->left);
}

static enum mark mark_of(const struct strip *strip, size_t item) {
    if (strip->chart->items[item].highlight)
        return MARK_OWN;
    for (size_t r = 0; r < strip->row_count; r++)
        if (item >= strip->rows[r].first && item < strip->rows[r].end)
            return strip->rows[r].omits ? MARK_OTHER : MARK_DRAWN;
    return MARK_OTHER;
}

/* All marks of a kind, in pieces: one path each. */
static void draw_marks(const struct strip *strip, enum mark kind, uint32_t colour,
                       float width, float over) {
    struct path_point points[CHUNK];
    struct paint paint = {.fill = PAINT_NONE, .stroke = colour, .width = width};
    size_t n = 0;
    for (size_t i = 0; i < strip->chart->item_count; i++) {
        const struct chart_item *item = &strip->chart->items[i];
        if (!isfinite(item->value) || mark_of(strip, i) != kind)
            continue;
        float x = x_of(strip, item->value);
        points[n++] =
            (struct path_point){.verb = PATH_MOVE, .x = x, .y = MARKS_TOP - over};
        points[n++] =
            (struct path_point){.verb = PATH_LINE, .x = x, .y = MARKS_BOTTOM + over};
        if (n == CHUNK) {
            strip->canvas->path(strip->canvas->self, points, n, &paint);
            n = 0;
        }
    }
    if (n > 0)
        strip->canvas->path(strip->canvas->self, points, n, &paint);
}

/* Words above a value. */
struct words {
    struct str text;
    enum font_role role;
    uint32_t colour;
    double value;
    float width, x; /* x: where they begin */
};

static struct words words_of(const struct strip *strip, const char *key,
                             const struct chart_item *item, struct arena *arena) {
    const struct theme_text *look = &strip->theme->chart_tick;
    struct words_value values[] = {{"name", item->label}, {"value", item->text}};
    struct words words = {.role = look->role, .colour = look->colour};
    words.value = item->value;
    if (item->text.n > 0)
        words.text = words_fill(strip->chart->words, key, values, 2, arena);
    if (item->highlight) {
        words.role = FONT_SANS_BOLD;
        words.colour = strip->theme->alert;
    }
    words.width =
        strip->canvas->width(strip->canvas->self, words.role, look->size, words.text);
    return words;
}

/* Centred above their value as far as [from, to] allows; false if they have no room. */
static bool put_words(const struct strip *strip, struct words *words, float from,
                      float to) {
    if (words->text.n == 0 || words->width > to - from)
        return false;
    words->x = fminf(fmaxf(x_of(strip, words->value) - words->width / 2, from),
                     to - words->width);
    strip->canvas->text(strip->canvas->self, words->x, WORDS_BASE, ANCHOR_START,
                        words->role, strip->theme->chart_tick.size, words->colour,
                        words->text);
    return true;
}

/* The one that is highlighted, NULL if there are none or several. */
static const struct chart_item *own_item(const struct chart_item *const *items,
                                         size_t count) {
    const struct chart_item *own = NULL;
    for (size_t i = 0; i < count; i++)
        if (items[i]->highlight && own != NULL)
            return NULL;
        else if (items[i]->highlight)
            own = items[i];
    return own;
}

/* The reported area first, then the ends, which give way. */
static void draw_words(const struct strip *strip, const struct chart_item *const *items,
                       size_t count, struct arena *arena) {
    const struct chart_item *lowest = items[0], *highest = items[count - 1];
    const struct chart_item *own = own_item(items, count);
    struct words low = words_of(strip, "chart.lowest", lowest, arena);
    struct words high = words_of(strip, "chart.highest", highest, arena);
    float from = strip->from, to = strip->to - high.width - WORDS_APART;
    if (own != NULL) {
        struct words words = words_of(strip, "chart.own", own, arena);
        if (put_words(strip, &words, strip->from, strip->to)) {
            to = words.x - WORDS_APART;
            from = words.x + words.width + WORDS_APART;
        }
    }
    if (own != lowest && put_words(strip, &low, strip->from, to))
        from = fmaxf(from, low.x + low.width + WORDS_APART);
    if (own != highest && lowest->value < highest->value)
        put_words(strip, &high, from, strip->to);
}

static struct str all_words(const struct doc_chart *chart, const char *key,
                            struct arena *arena) {
    struct words_value count = {"count", arena_printf(arena, "%zu", chart->item_count)};
    return words_fill(chart->words, key, &count, 1, arena);
}

void strip_draw(const struct strip *strip) {
    const struct theme *theme = strip->theme;
    const struct theme_text *look = &theme->chart_tick;
    struct arena *arena = arena_open();
    size_t count;
    const struct chart_item **items = ranked(strip->chart, &count, arena);
    strip->canvas->group(strip->canvas->self, (struct str){0});
    if (count > 0) {
        float low = x_of(strip, items[quarter(count)]->value);
        float high = x_of(strip, items[count - 1 - quarter(count)]->value);
        mark_rectangle(strip->canvas, low, MARKS_TOP - OVER, high - low,
                       MARKS_BOTTOM - MARKS_TOP + 2 * OVER,
                       mark_tint(theme->accent, BAND_TINT), PAINT_NONE, 0);
        draw_marks(strip, MARK_OTHER, mark_tint(theme->grey, OTHER_TINT), MARK_WIDTH,
                   0);
        draw_marks(strip, MARK_DRAWN, theme->accent, MARK_WIDTH, 0);
        draw_marks(strip, MARK_OWN, theme->alert, OWN_WIDTH, OVER);
        draw_words(strip, items, count, arena);
    }
    mark_text(strip->canvas, strip->left - WORDS_APART,
              (MARKS_TOP + MARKS_BOTTOM) / 2 + look->size * 0.36f, ANCHOR_END,
              look->role, look->size, look->colour,
              strip->left - WORDS_APART - strip->from,
              all_words(strip->chart, "chart.all", arena));
    strip->canvas->end(strip->canvas->self);
    arena_close(arena);
}

struct str strip_note(const struct doc_chart *chart, struct arena *arena) {
    return all_words(chart, "chart.strip", arena);
}

struct str strip_alt(const struct doc_chart *chart, struct arena *arena) {
    size_t count;
    const struct chart_item **items = ranked(chart, &count, arena);
    if (count == 0)
        return (struct str){0};
    const struct chart_item *own = own_item(items, count);
    struct words_value values[] = {
        {"low", items[quarter(count)]->text},
        {"high", items[count - 1 - quarter(count)]->text},
        {"name", own ? own->label : (struct str){0}},
        {"rank", own ? own->rank : (struct str){0}},
    };
    bool half = values[0].text.n > 0 && values[1].text.n > 0;
    struct str all = words_fill(
        chart->words, half ? "chart.strip_half" : "chart.strip_all", values, 4, arena);
    struct str place = {0};
    if (values[3].text.n > 0)
        place = words_fill(chart->words, "chart.place", values, 4, arena);
    return arena_printf(arena, "%.*s%.*s%.*s", STR_ARG(all), STR_ARG(place),
                        STR_ARG(words_text(chart->words, "sign.stop")));
}
