#include "draw/scale.h"
#include "words/words.h"
#include <math.h>

#define LARGE 1e5    /* from here on ticks have a larger unit */
#define SMALL 1e-3   /* below it a smaller one */
#define LARGEST 1e20 /* beyond it powers of ten stand for words */
#define SMALLEST 1e-16
#define FEW 1e12 /* 万亿 from here on if no value is below 0.01 of it */
#define ROUND (1 - 1e-9)

/* A unit that begins with a multiplier, or takes one before it: 亿元 is 10^8 元. */
struct parts {
    struct str base;
    int power;
    bool joins; /* 万张, but not 万% */
};

struct rung {
    int power;
    double from; /* the largest value */
};

static const struct rung chinese[] = {{12, 1e13}, {8, 1e9}, {4, 1e5}};
static const struct rung english[] = {{12, 1e12}, {9, 1e9}, {6, 1e6}, {3, 1e5}};
static const struct rung small[] = {{-3, 1e-4}, {-6, 1e-7}, {-9, 1e-10}, {-12, 0}};

static struct parts parts_of(struct catalogue words, struct str unit) {
    static const struct {
        const char *word;
        int power;
    } multipliers[] = {{"万亿", 12}, {"亿", 8}, {"万", 4}};
    /* 百张, 每百人, 十万人: what stands before them would be misread. */
    static const char *const apart[] = {"十", "百", "千", "每", "上", "%", "‰"};
    /* But these are units by themselves: 万千瓦时. */
    static const char *const whole[] = {"千克", "千瓦", "千米", "千焦",
                                        "千卡", "千升", "千伏"};
    struct parts parts = {.base = unit, .joins = words_is_chinese(words)};
    for (size_t i = 0; i < 3 && parts.joins && parts.power == 0; i++) {
        struct str word = str_from(multipliers[i].word);
        if (str_starts(unit, word)) {
            parts.power = multipliers[i].power;
            parts.base = str_slice(unit, word.n, unit.n);
        }
    }
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (str_starts(parts.base, str_from(apart[i])))
            parts.joins = false;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (str_starts(parts.base, str_from(whole[i])))
            parts.joins = words_is_chinese(words);
    if (parts.base.n > 0 && (unsigned char)parts.base.p[0] < 0x80)
        parts.joins = false;
    if (!parts.joins)
        parts = (struct parts){.base = unit};
    return parts;
}

struct scale scale_open(void) {
    return (struct scale){
        .low = HUGE_VAL, .high = -HUGE_VAL, .least = HUGE_VAL, .most = 0};
}

void scale_take(struct scale *scale, double value) {
    if (!isfinite(value))
        return;
    scale->low = fmin(scale->low, value);
    scale->high = fmax(scale->high, value);
    scale->most = fmax(scale->most, fabs(value));
    if (value != 0)
        scale->least = fmin(scale->least, fabs(value));
}

static int thousands(double value) { return (int)floor(log10(value) / 3) * 3; }

/* For values up to `most` of a base unit, in powers of that unit. */
static int power_of(double most, double least, bool is_chinese) {
    const struct rung *rungs = is_chinese ? chinese : english;
    size_t count = is_chinese ? sizeof chinese / sizeof *chinese
                              : sizeof english / sizeof *english;
    if (most >= LARGEST || most < SMALLEST)
        return thousands(most);
    if (most >= FEW * ROUND && least >= FEW / 100 * ROUND)
        return 12;
    for (size_t i = 0; i < count; i++)
        if (most >= rungs[i].from * ROUND)
            return rungs[i].power;
    for (size_t i = 0; i < sizeof small / sizeof *small && most < SMALL * ROUND; i++)
        if (most >= small[i].from * ROUND)
            return small[i].power;
    return 0;
}

static int scale_power(const struct scale *scale, struct catalogue words,
                       struct str unit) {
    if (scale->most <= 0 ||
        (scale->most < LARGE * ROUND && scale->most >= SMALL * ROUND))
        return 0;
    int own = parts_of(words, unit).power;
    double base = pow(10, own);
    return power_of(scale->most * base, scale->least * base, words_is_chinese(words)) -
           own;
}

struct axis scale_axis(const struct scale *scale, struct catalogue words,
                       struct str unit, int wanted, bool whole) {
    int power = scale_power(scale, words, unit);
    double factor = pow(10, power);
    struct axis axis =
        axis_nice(scale->low / factor, scale->high / factor, wanted, whole);
    if (power == 0)
        return axis;
    axis.low = fmin(scale->low, axis.low * factor);
    axis.high = fmax(scale->high, axis.high * factor);
    axis.step *= factor;
    axis.power = power;
    return axis;
}

/* ×10²¹ */
static void print_power(int power, struct buf *out) {
    static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴",
                                         "⁵", "⁶", "⁷", "⁸", "⁹"};
    buf_puts(out, power < 0 ? "×10⁻" : "×10");
    int rest = power < 0 ? -power : power;
    if (rest >= 100)
        buf_puts(out, digits[rest / 100]);
    if (rest >= 10)
        buf_puts(out, digits[rest / 10 % 10]);
    buf_puts(out, digits[rest % 10]);
}

/* The word for a power of ten, where the language has one. */
static const char *word_of(struct catalogue words, int power) {
    static const struct {
        int power;
        const char *key;
    } keys[] = {{3, "chart.scale.3"},       {4, "chart.scale.4"},
                {6, "chart.scale.6"},       {8, "chart.scale.8"},
                {9, "chart.scale.9"},       {12, "chart.scale.12"},
                {-3, "chart.scale.part.3"}, {-6, "chart.scale.part.6"},
                {-9, "chart.scale.part.9"}, {-12, "chart.scale.part.12"}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].power == power && words_known(words, keys[i].key))
            return keys[i].key;
    return NULL;
}

void scale_print(struct catalogue words, struct str unit, int power, bool bare,
                 struct buf *out) {
    if (power == 0)
        return;
    struct parts parts = parts_of(words, bare ? STR("") : unit);
    bool several = str_find(unit, STR("、"), 0) != STR_NOT_FOUND;
    if (!bare && several)
        parts = (struct parts){.base = STR("")};
    int total = power + parts.power;
    if (total == 0) { /* 万元 of which the ticks are 元 */
        buf_put(out, parts.base);
        return;
    }
    const char *word = word_of(words, total);
    if (word == NULL) {
        buf_put(out, parts.base);
        print_power(total, out);
    } else {
        struct words_value values[] = {{"unit", parts.base},
                                       {"scale", words_text(words, word)}};
        bool times = bare || several || !parts.joins;
        const char *form =
            parts.base.n == 0
                ? times && total > 0 ? "chart.scaled_times_bare" : "chart.scaled_bare"
            : total < 0 ? "chart.scaled_part"
            : times     ? "chart.scaled_times"
                        : "chart.scaled";
        words_put(words, form, values, 2, out);
    }
}
