#include "draw/names.h"
#include "draw/marks.h"
#include "words/words.h"
#include <math.h>
#include <string.h>

#define SAID (sizeof((struct names *)0)->list / sizeof(struct str))
#define FULL_WIDTH_FROM 0x2E80 /* Han, Kana, Hangul and their signs */
#define HALF 0.56f             /* em of other letters; most are narrower */
#define LINE 1.03f             /* em between two lines of a name */

static float ems_of(uint32_t cp) { return cp >= FULL_WIDTH_FROM ? 1 : HALF; }

float name_ems(struct str text) {
    float sum = 0;
    uint32_t cp;
    for (size_t at = 0; at < text.n;) {
        at += utf8_decode(text, at, &cp);
        sum += ems_of(cp);
    }
    return sum;
}

/* The longest beginning of at most so many ems. */
static size_t fitting(struct str text, float ems) {
    float sum = 0;
    uint32_t cp;
    for (size_t at = 0; at < text.n;) {
        size_t n = utf8_decode(text, at, &cp);
        sum += ems_of(cp);
        if (sum > ems)
            return at;
        at += n;
    }
    return text.n;
}

static void cut(struct str text, float ems, struct buf *out) {
    if (name_ems(text) <= ems) {
        buf_put(out, text);
        return;
    }
    buf_put(out, str_trim(str_slice(text, 0, fitting(text, fmaxf(ems - 1, 0)))));
    buf_puts(out, "…");
}

/* Signs that no line begins with, and those that a line likes to end with. */
static bool closes(uint32_t cp) {
    static const uint32_t signs[] = {')',    ']',    ',',    ';',    ':',
                                     0x00B7, 0x201D, 0x3001, 0x3002, 0x300B,
                                     0x3011, 0xFF09, 0xFF0C, 0xFF1A, 0xFF1B};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i] == cp)
            return true;
    return false;
}

static bool opens(uint32_t cp) {
    return cp == '(' || cp == 0x201C || cp == 0x300A || cp == 0x3010 || cp == 0xFF08;
}

/* Where the second line begins: behind a word or sign that is near the middle, at most
   `ems` from the begin; never in front of a closing sign or inside a Latin word unless
   nothing else is left. */
static size_t second_line(struct str name, float ems) {
    float middle = fminf(name_ems(name) / 2, ems), at_ems = 0, best_off = HUGE_VALF;
    size_t best = fitting(name, ems);
    uint32_t cp, last = 0;
    for (size_t at = 0; at < name.n;) {
        size_t n = utf8_decode(name, at, &cp);
        bool letters = cp < FULL_WIDTH_FROM && last < FULL_WIDTH_FROM && last != ' ' &&
                       cp != ' ' && last != '/' && last != '-';
        bool good = at > 0 && !letters && !closes(cp) && !opens(last);
        bool sign = last == ' ' || cp == ' ' || opens(cp) || closes(last);
        /* A sign is worth a quarter of the line. */
        float off = fabsf(at_ems - middle) - (sign ? ems / 4 : 0);
        if (good && at_ems <= ems && off < best_off) {
            best_off = off;
            best = at;
        }
        at_ems += ems_of(cp);
        last = cp;
        at += n;
    }
    return best;
}

bool name_lines(struct str name, float ems, bool two, struct buf *first,
                struct buf *second) {
    if (name_ems(name) <= ems || !two) {
        cut(name, ems, first);
        return name_ems(name) > ems;
    }
    size_t at = second_line(name, ems);
    struct str rest = str_trim(str_slice(name, at, name.n));
    buf_put(first, str_trim(str_slice(name, 0, at)));
    cut(rest, ems, second);
    return name_ems(rest) > ems;
}

void name_draw(const struct canvas *canvas, float x, float y, enum text_anchor anchor,
               enum font_role role, float size, uint32_t colour, float room, float ems,
               bool two, struct str name) {
    struct buf first = buf_open(name.n + 8), second = buf_open(name.n + 8);
    bool is_cut = name_lines(name, ems, two, &first, &second);
    struct str lines[] = {buf_str(&first), buf_str(&second)};
    if (lines[1].n > 0 || is_cut) {
        float least = fminf(size, NAME_LEAST);
        y -= (size - least) * 0.36f; /* keep the middle of the line */
        size = least;
    }
    float by = lines[1].n > 0 ? size * LINE / 2 : 0;
    for (size_t i = 0; i < 2; i++)
        mark_text(canvas, x, i == 0 ? y - by : y + by, anchor, role, size, colour, room,
                  lines[i]);
    buf_close(&first);
    buf_close(&second);
}

float name_width(const struct canvas *canvas, enum font_role role, float size,
                 float ems, bool two, struct str name) {
    struct buf first = buf_open(name.n + 8), second = buf_open(name.n + 8);
    bool least = name_lines(name, ems, two, &first, &second) || second.n > 0;
    float used = least ? fminf(size, NAME_LEAST) : size;
    float width = fmaxf(canvas->width(canvas->self, role, used, buf_str(&first)),
                        canvas->width(canvas->self, role, used, buf_str(&second)));
    buf_close(&first);
    buf_close(&second);
    return width;
}

void names_add(struct names *names, struct str name, float ems, bool two) {
    struct buf first = buf_open(name.n + 8), second = buf_open(name.n + 8);
    bool is_cut = name_lines(name, ems, two, &first, &second);
    buf_close(&first);
    buf_close(&second);
    for (size_t i = 0; i < names->count && i < SAID && is_cut; i++)
        is_cut = !str_equal(names->list[i], name);
    if (is_cut && names->count < SAID)
        names->list[names->count] = name;
    names->count += is_cut;
}

struct str names_note(const struct names *names, struct str before,
                      struct catalogue words, struct arena *arena) {
    if (names->count == 0)
        return before;
    struct buf list = buf_open(1 << 20);
    for (size_t i = 0; i < names->count && i < SAID; i++) {
        if (i > 0)
            buf_put(&list, words_text(words, "sign.semicolon"));
        buf_put(&list, names->list[i]);
    }
    struct words_value values[] = {
        {"names", arena_copy(arena, buf_str(&list))},
        {"count", arena_printf(arena, "%zu", names->count)},
    };
    buf_close(&list);
    const char *key = names->count > SAID ? "chart.cut_more" : "chart.cut";
    struct str note = words_fill(words, key, values, 2, arena);
    if (before.n == 0)
        return note;
    struct words_value both[] = {{"said", before}, {"more", note}};
    return words_fill(words, "sign.sentences", both, 2, arena);
}
