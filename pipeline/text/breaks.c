#include "text/breaks.h"
#include "text/spacing.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#define BRACKET_MOST 20 /* characters that a bracket keeps together */
#define BARS_MOST 6     /* and a pair of bars */

struct breaker {
    UBreakIterator *lines, *words;
};

/* A text as code points, with the byte where each starts. */
struct points {
    uint32_t *cp;
    size_t *at;
    size_t count;
};

/* Magnitudes that stand between a number and its unit, and what counts as one unit
   of several characters. Anything else: the one character after the number. */
static const char *const units[] = {
    "个百分点", "百分点", "个千分点", "千分点", "平方公里", "平方千米",
    "平方米",   "立方米", "千瓦时",   "标准煤", "人民币",   "美元",
    "欧元",     "日元",   "人次",     "公里",   "千米",     "公顷",
    "小时",     "分钟",   "千克",     "公斤",   "元/人",    "个月",
    "季度",     "年度",   "世纪",     "周年",   "期",       "摄氏度"};

static bool is_digit(uint32_t cp) {
    return (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
}
static bool is_han_figure(uint32_t cp) {
    static const uint32_t figures[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                       0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341,
                                       0x767E, 0x5343, 0x96F6, 0x3007};
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (figures[i] == cp)
            return true;
    return false;
}
static bool is_magnitude(uint32_t cp) { /* 十百千万亿兆余多 */
    return cp == 0x5341 || cp == 0x767E || cp == 0x5343 || cp == 0x4E07 ||
           cp == 0x4EBF || cp == 0x5146 || cp == 0x4F59 || cp == 0x591A;
}
static bool is_sign(uint32_t cp) {
    return cp == '+' || cp == '-' || cp == 0x2212 || cp == 0xB1 || cp == 0xFF0B ||
           cp == 0xFF0D || cp == 0x2248 || cp == 0x2264 || cp == 0x2265 || cp == '<' ||
           cp == '>' || cp == '$' || cp == 0xA5 || cp == 0xFFE5 || cp == 0x20AC ||
           cp == 0xA3 || cp == 0x25B2 || cp == 0x25BC || cp == '~';
}
static bool is_percent(uint32_t cp) {
    return cp == '%' || cp == 0x2030 || cp == 0xFF05 || cp == 0x2103 || cp == 0xB0 ||
           cp == 0xB2 || cp == 0xB3;
}
static bool is_range(uint32_t cp) {
    return cp == 0x2014 || cp == 0x2013 || cp == 0xFF5E || cp == '~' || cp == '-' ||
           cp == 0x2012 || cp == 0xFF0D || cp == 0x301C || cp == 0x2236 || cp == ':' ||
           cp == '/' || cp == 0xD7;
}
static bool is_letter(uint32_t cp) {
    return (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
}
static bool is_opening(uint32_t cp) {
    return cp == '(' || cp == '[' || cp == 0xFF08 || cp == 0xFF3B || cp == 0x3014;
}
static bool is_closing(uint32_t cp) {
    return cp == ')' || cp == ']' || cp == 0xFF09 || cp == 0xFF3D || cp == 0x3015;
}
/* The last character of a number with its unit: what a range may join. */
static bool ends_number(uint32_t cp) {
    return is_digit(cp) || is_percent(cp) || cp == 0x5E74 || cp == 0x6708 ||
           cp == 0x65E5 || cp == 0x5B63; /* 年月日季 */
}

static struct points decode(struct str text, struct arena *arena) {
    struct points p = {.cp = arena_array(arena, text.n + 1, sizeof *p.cp),
                       .at = arena_array(arena, text.n + 1, sizeof *p.at)};
    for (size_t at = 0; at < text.n;) {
        p.at[p.count] = at;
        at += utf8_decode(text, at, &p.cp[p.count++]);
    }
    p.at[p.count] = text.n;
    return p;
}

/* Code points from i on that belong to the number before them. */
static size_t unit_length(const struct points *p, struct str text, size_t i) {
    size_t from = i;
    while (i < p->count && (is_percent(p->cp[i]) || is_magnitude(p->cp[i])))
        i++;
    if (i > from && is_percent(p->cp[i - 1]))
        return i - from;
    if (i >= p->count)
        return i - from;
    struct str rest = str_slice(text, p->at[i], text.n);
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        struct str unit = str_from(units[k]);
        if (str_starts(rest, unit))
            return i - from + utf8_length(unit);
    }
    return i - from + (spacing_class(p->cp[i]) == CLASS_HAN ? 1 : 0);
}

static void join(uint8_t *breaks, const struct points *p, size_t from, size_t to) {
    for (size_t i = from + 1; i <= to && i < p->count; i++)
        breaks[p->at[i]] = 0;
}

/* 1,234.5亿元 from its sign to its unit; 第3位; 图1; 1—9月; 2015—2023年. */
static void join_numbers(uint8_t *breaks, const struct points *p, struct str text) {
    for (size_t i = 0; i < p->count; i++) {
        uint32_t cp = p->cp[i];
        if (cp == 0x7B2C) { /* 第 with Chinese or Arabic figures and one character */
            size_t end = i + 1;
            while (end < p->count &&
                   (is_digit(p->cp[end]) || is_han_figure(p->cp[end])))
                end++;
            if (end > i + 1 && end < p->count && spacing_class(p->cp[end]) == CLASS_HAN)
                join(breaks, p, i, end);
            else if (end > i + 1)
                join(breaks, p, i, end - 1);
            i = end > i + 1 ? end - 1 : i;
            continue;
        }
        if (!is_digit(cp))
            continue;
        size_t start = i;
        while (start > 0 && is_sign(p->cp[start - 1]))
            start--;
        uint32_t before = start > 0 ? p->cp[start - 1] : 0;
        /* ICU takes a minus after Han for a hyphen. */
        if (start < i && spacing_class(before) == CLASS_HAN)
            breaks[p->at[start]] = 1;
        bool label = before == 0x56FE || before == 0x8868 || before == 0x5F0F;
        if (label) /* 图1 表1 式1 */
            start--;
        size_t end = i;
        while (end < p->count &&
               (is_digit(p->cp[end]) ||
                ((p->cp[end] == '.' || p->cp[end] == ',' || p->cp[end] == 0xFF0E) &&
                 end + 1 < p->count && is_digit(p->cp[end + 1]))))
            end++;
        /* ISO 9001, GB/T 19001: a name, not a quantity. */
        size_t word = start > 0 && p->cp[start - 1] == ' ' ? start - 1 : start;
        bool name = word > 0 && is_letter(p->cp[word - 1]);
        size_t unit = label || name ? 0 : unit_length(p, text, end);
        join(breaks, p, start, end + unit - 1);
        i = end - 1;
    }
}

static void join_ranges(uint8_t *breaks, const struct points *p) {
    for (size_t i = 1; i + 1 < p->count; i++) {
        size_t after = i + 1;
        if (!is_range(p->cp[i]) || !ends_number(p->cp[i - 1]))
            continue;
        while (after < p->count && (is_sign(p->cp[after]) || is_range(p->cp[after])))
            after++;
        if (after < p->count && is_digit(p->cp[after]))
            join(breaks, p, i - 1, after);
    }
}

/* C++, C#, AT&T: a sign never starts a line after a letter. ICU's break after the
   hyphen and the slash of a word stays. */
static void join_words(uint8_t *breaks, const struct points *p) {
    for (size_t i = 1; i < p->count; i++) {
        uint32_t left = p->cp[i - 1], right = p->cp[i];
        if ((is_letter(left) || is_digit(left) || left == '+') &&
            (right == '+' || right == '#' || right == '&' || right == '_'))
            breaks[p->at[i]] = 0;
        if ((left == '_' || left == '&' || left == '#') &&
            (is_letter(right) || is_digit(right)))
            breaks[p->at[i]] = 0;
        /* Behind C++ a word may end: ICU takes the last sign for a number's. */
        if (i > 1 && left == '+' && (p->cp[i - 2] == '+' || is_letter(p->cp[i - 2])) &&
            spacing_class(right) == CLASS_HAN)
            breaks[p->at[i]] = 1;
    }
}

/* |r|, |x−y|: what stands between bars, without a blank, is one sign. */
static void join_bars(uint8_t *breaks, const struct points *p) {
    for (size_t i = 0; i < p->count; i++) {
        if (p->cp[i] != '|')
            continue;
        size_t end = i + 1;
        while (end < p->count && end - i <= BARS_MOST && p->cp[end] != '|' &&
               p->cp[end] != ' ')
            end++;
        if (end > i + 1 && end < p->count && p->cp[end] == '|') {
            join(breaks, p, i, end);
            i = end;
        }
    }
}

static void join_marks(uint8_t *breaks, const struct points *p) {
    for (size_t i = 1; i < p->count; i++) {
        uint32_t left = p->cp[i - 1], right = p->cp[i];
        enum text_class a = spacing_class(left), b = spacing_class(right);
        if (b == CLASS_CLOSE || b == CLASS_MIDDLE || a == CLASS_OPEN ||
            (a == CLASS_DASH && left == right))
            breaks[p->at[i]] = 0;
        if (right == ')' || right == ']' || right == ',' || left == '(' || left == '[')
            breaks[p->at[i]] = 0;
    }
}

/* 1 at each byte inside the text where the iterator finds a boundary. */
static void mark_boundaries(UBreakIterator *iterator, struct str text, uint8_t *out) {
    UErrorCode status = U_ZERO_ERROR;
    UText view = UTEXT_INITIALIZER;
    utext_openUTF8(&view, text.p, (int64_t)text.n, &status);
    ubrk_setUText(iterator, &view, &status);
    if (U_SUCCESS(status))
        for (int32_t at = ubrk_first(iterator); at != UBRK_DONE;
             at = ubrk_next(iterator))
            if (at > 0 && (size_t)at < text.n)
                out[at] = 1;
    utext_close(&view);
}

uint8_t *breaks_find(struct breaker *breaker, struct str text, struct arena *arena) {
    uint8_t *breaks = arena_alloc(arena, text.n + 1);
    mark_boundaries(breaker->lines, text, breaks);
    struct points p = decode(text, arena);
    join_marks(breaks, &p);
    join_numbers(breaks, &p, text);
    join_ranges(breaks, &p);
    join_words(breaks, &p);
    join_bars(breaks, &p);
    return breaks;
}

/* Of each character whether a word of the iterator's starts there. */
static uint8_t *word_starts(struct breaker *breaker, const struct points *p,
                            struct str text, struct arena *arena) {
    uint8_t *at_byte = arena_alloc(arena, text.n + 1);
    uint8_t *starts = arena_alloc(arena, p->count + 1);
    mark_boundaries(breaker->words, text, at_byte);
    for (size_t i = 1; i < p->count; i++)
        starts[i] = at_byte[p->at[i]];
    starts[0] = starts[p->count] = 1;
    return starts;
}

static bool is_letters(uint32_t cp) {
    enum text_class class = spacing_class(cp);
    return class == CLASS_HAN || class == CLASS_LATIN;
}

/* Characters that end words: 领跑者, 合格率. */
static bool is_suffix(uint32_t cp) {
    static const char suffixes[] = "者师员家率数额量度性化类级期业局院所值费法权厅";
    struct str all = str_from(suffixes);
    for (size_t at = 0; at < all.n;) {
        uint32_t suffix;
        at += utf8_decode(all, at, &suffix);
        if (suffix == cp)
            return true;
    }
    return false;
}

/* ICU's dictionary leaves single characters over: 注册 计量 师, 获 证 组织. One alone
   or a suffix belongs to the word before it, or else to the next; two and more to each
   other. */
static void join_singles(const struct points *p, uint8_t *starts) {
    for (size_t i = 0; i < p->count;) {
        size_t end = i;
        while (end < p->count && starts[end + 1] && starts[end] &&
               spacing_class(p->cp[end]) == CLASS_HAN)
            end++;
        bool behind = i > 0 && is_letters(p->cp[i - 1]);
        bool before = end < p->count && is_letters(p->cp[end]);
        size_t first = i;
        while (behind && first < end && (end - i == 1 || is_suffix(p->cp[first])))
            starts[first++] = 0;
        for (size_t k = first + 1; k < end; k++)
            starts[k] = 0;
        if (before && end - first == 1)
            starts[end] = 0;
        i = end > i ? end : i + 1;
    }
}

static void lower(uint8_t *breaks, const struct points *p, size_t from, size_t to) {
    for (size_t i = from + 1; i <= to; i++)
        if (breaks[p->at[i]] == BREAK_BETWEEN)
            breaks[p->at[i]] = BREAK_INSIDE;
}

/* What stands in brackets, with them, is kept together, unless it is a sentence. */
static void lower_brackets(uint8_t *breaks, const struct points *p) {
    size_t open = 0, depth = 0;
    for (size_t i = 0; i < p->count; i++) {
        if (is_opening(p->cp[i]) && depth++ == 0)
            open = i;
        else if (is_closing(p->cp[i]) && depth > 0 && --depth == 0 &&
                 i - open < BRACKET_MOST)
            lower(breaks, p, open, i);
    }
}

/* 2023年9月26日 is one word. */
static void lower_dates(uint8_t *breaks, const struct points *p) {
    for (size_t i = 2; i < p->count; i++)
        if (is_digit(p->cp[i]) && is_digit(p->cp[i - 2]) &&
            (p->cp[i - 1] == 0x5E74 || p->cp[i - 1] == 0x6708)) /* 年月 */
            lower(breaks, p, i - 1, i);
}

uint8_t *breaks_between_words(struct breaker *breaker, struct str text,
                              struct arena *arena) {
    uint8_t *breaks = breaks_find(breaker, text, arena);
    struct points p = decode(text, arena);
    uint8_t *starts = word_starts(breaker, &p, text, arena);
    join_singles(&p, starts);
    for (size_t i = 1; i < p.count; i++)
        if (breaks[p.at[i]] && starts[i])
            breaks[p.at[i]] = BREAK_BETWEEN;
    lower_brackets(breaks, &p);
    lower_dates(breaks, &p);
    return breaks;
}

size_t breaks_last_bracket(struct str text, struct arena *arena) {
    struct points p = decode(text, arena);
    if (p.count == 0 || !is_closing(p.cp[p.count - 1]))
        return text.n;
    size_t depth = 0;
    for (size_t i = p.count; i-- > 0;) {
        depth += is_closing(p.cp[i]);
        if (is_opening(p.cp[i]) && --depth == 0)
            return p.at[i];
    }
    return text.n;
}

void breaker_close(struct breaker *breaker) {
    if (breaker != NULL) {
        ubrk_close(breaker->lines);
        ubrk_close(breaker->words);
    }
    free(breaker);
}

struct breaker *breaker_open(struct diag *diag) {
    UErrorCode status = U_ZERO_ERROR;
    struct breaker *breaker = memory_alloc(sizeof *breaker);
    breaker->lines = ubrk_open(UBRK_LINE, "zh@lb=strict", NULL, 0, &status);
    breaker->words = ubrk_open(UBRK_WORD, "zh", NULL, 0, &status);
    if (U_FAILURE(status)) {
        diag_error(diag, (struct place){.file = STR("ICU")}, "no line break data: %s",
                   u_errorName(status));
        breaker_close(breaker);
        return NULL;
    }
    /* ICU makes its engine for Han at the first word, in 2 ms: here, before the workers
       are forked, once for all of them. */
    static const UChar word[] = {0x8BA1, 0x91CF};
    ubrk_setText(breaker->words, word, 2, &status);
    ubrk_next(breaker->words);
    return breaker;
}
