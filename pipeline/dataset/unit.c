#include "dataset/unit.h"
#include "base/bilingual.h"
#include "dataset/unit_english.h"

struct base {
    const char *name;    /* as written */
    const char *measure; /* what it is counted in; one name for all that convert */
    int64_t numerator, denominator;
    int power; /* one `name` = numerator / denominator × 10^power `measure` */
};

/* Counting words of institutions are one measure (家 户 个); the others stand for
   different things and do not convert. Metric units: GB 3100-1993; 亩: one
   fifteenth of a hectare, by the State Council's order of 1990. */
static const struct base bases[] = {
    {"元", "元", 1, 1, 0},
    {"人民币", "元", 1, 1, 0},
    {"元人民币", "元", 1, 1, 0},
    {"人民币元", "元", 1, 1, 0},
    {"美元", "美元", 1, 1, 0},
    {"欧元", "欧元", 1, 1, 0},
    {"日元", "日元", 1, 1, 0},
    {"港元", "港元", 1, 1, 0},
    {"家", "家", 1, 1, 0},
    {"户", "家", 1, 1, 0},
    {"个", "家", 1, 1, 0},
    {"人", "人", 1, 1, 0},
    {"名", "人", 1, 1, 0},
    {"人次", "人次", 1, 1, 0},
    {"次", "次", 1, 1, 0},
    {"件", "件", 1, 1, 0},
    {"项", "项", 1, 1, 0},
    {"张", "张", 1, 1, 0},
    {"份", "份", 1, 1, 0},
    {"批", "批", 1, 1, 0},
    {"批次", "批次", 1, 1, 0},
    {"种", "种", 1, 1, 0},
    {"台", "台", 1, 1, 0},
    {"套", "套", 1, 1, 0},
    {"辆", "辆", 1, 1, 0},
    {"只", "只", 1, 1, 0},
    {"座", "座", 1, 1, 0},
    {"篇", "篇", 1, 1, 0},
    {"册", "册", 1, 1, 0},
    {"台套", "台套", 1, 1, 0},
    {"台(套)", "台套", 1, 1, 0},
    {"台（套）", "台套", 1, 1, 0},
    {"台/套", "台套", 1, 1, 0},
    {"台件", "台件", 1, 1, 0},
    {"台(件)", "台件", 1, 1, 0},
    {"台（件）", "台件", 1, 1, 0},
    {"倍", "倍", 1, 1, 0},
    {"位", "位", 1, 1, 0},
    {"级", "级", 1, 1, 0},
    {"分", "分", 1, 1, 0},
    {"%", "1", 1, 1, -2},
    {"％", "1", 1, 1, -2},
    {"百分比", "1", 1, 1, -2},
    {"‰", "1", 1, 1, -3},
    {"比例", "1", 1, 1, 0},
    {"小数", "1", 1, 1, 0},
    {"百分点", "百分点", 1, 1, 0},
    {"个百分点", "百分点", 1, 1, 0},
    {"pp", "百分点", 1, 1, 0},
    {"千分点", "千分点", 1, 1, 0},
    {"个千分点", "千分点", 1, 1, 0},
    {"克", "克", 1, 1, 0},
    {"公斤", "克", 1, 1, 3},
    {"吨", "克", 1, 1, 6},
    {"吨标准煤", "吨标准煤", 1, 1, 0},
    {"吨标煤", "吨标准煤", 1, 1, 0},
    {"米", "米", 1, 1, 0},
    {"毫米", "米", 1, 1, -3},
    {"厘米", "米", 1, 1, -2},
    {"公里", "米", 1, 1, 3},
    {"平方米", "平方米", 1, 1, 0},
    {"平方公里", "平方米", 1, 1, 6},
    {"平方千米", "平方米", 1, 1, 6},
    {"公顷", "平方米", 1, 1, 4},
    {"亩", "平方米", 2000, 3, 0},
    {"升", "升", 1, 1, 0},
    {"毫升", "升", 1, 1, -3},
    {"立方米", "升", 1, 1, 3},
    {"瓦", "瓦", 1, 1, 0},
    {"瓦时", "瓦时", 1, 1, 0},
    {"度", "瓦时", 1, 1, 3},
    {"年", "年", 1, 1, 0},
    {"月", "月", 1, 1, 0},
    {"个月", "月", 1, 1, 0},
    {"日", "日", 1, 1, 0},
    {"天", "日", 1, 1, 0},
    {"小时", "小时", 1, 1, 0},
};

/* A blank, that of Chinese texts too: 万　元. Returns its length, or 0. */
static size_t blank_at(struct str s, size_t at) {
    struct str wide = STR("　"), rest = str_slice(s, at, s.n);
    return rest.n > 0 && (rest.p[0] == ' ' || rest.p[0] == '\t') ? 1
           : str_starts(rest, wide)                              ? wide.n
                                                                 : 0;
}

static struct str trim(struct str s) {
    size_t at = 0, n;
    s = str_trim(s);
    while ((n = blank_at(s, at)) > 0) {
        at += n;
    }
    s = str_slice(s, at, s.n);
    while (str_ends(s, STR("　"))) {
        s = str_trim(str_slice(s, 0, s.n - 3));
    }
    return s;
}

/* The same but for blanks: 元 / 人 and 元/人. */
static bool same_text(struct str a, struct str b) {
    size_t i = 0, k = 0, n;
    if (str_equal(a, b)) {
        return true;
    }
    for (;;) {
        while ((n = blank_at(a, i)) > 0) {
            i += n;
        }
        while ((n = blank_at(b, k)) > 0) {
            k += n;
        }
        if (i >= a.n || k >= b.n || a.p[i] != b.p[k]) {
            return i >= a.n && k >= b.n;
        }
        i++;
        k++;
    }
}

/* Asked of every word that may be a unit, which most are not: the first byte tells. */
static const struct base *find_base(struct str name) {
    for (size_t i = 0; i < sizeof bases / sizeof *bases && name.n > 0; i++) {
        if (bases[i].name[0] == name.p[0] && same_text(str_from(bases[i].name), name)) {
            return &bases[i];
        }
    }
    return NULL;
}

int unit_multiplier(struct str s, size_t *length) {
    static const struct {
        const char *name;
        int power;
    } multipliers[] = {{"万亿", 12}, {"千亿", 11}, {"百亿", 10}, {"十亿", 9},
                       {"亿", 8},    {"千万", 7},  {"百万", 6},  {"十万", 5},
                       {"万", 4},    {"千", 3},    {"百", 2},    {"十", 1}};
    bool whole = find_base(s) != NULL; /* the 百 of 百分点 multiplies nothing */
    for (size_t i = 0; i < sizeof multipliers / sizeof *multipliers && !whole; i++) {
        if (s.n == 0 || multipliers[i].name[0] != s.p[0]) {
            continue;
        }
        struct str name = str_from(multipliers[i].name);
        if (str_starts(s, name)) {
            *length = name.n;
            return multipliers[i].power;
        }
    }
    *length = 0;
    return 0;
}

/* The parts of a unit's name. `measure` borrows from the name if it is unknown. */
struct parsed {
    struct str measure;
    int64_t numerator, denominator;
    int power;
    int multiplier; /* the part of the power that stands before the base */
    bool known;
};

static struct parsed parse_chinese(struct str unit) {
    const struct base *base = find_base(unit);
    size_t length = 0;
    int power = 0;
    if (base == NULL) {
        power = unit_multiplier(unit, &length);
        /* 万 alone counts nothing in particular. */
        base = find_base(trim(str_slice(unit, length, unit.n)));
    }
    if (base != NULL) {
        return (struct parsed){
            str_from(base->measure), base->numerator, base->denominator,
            base->power + power,     power,           true};
    }
    return (struct parsed){str_slice(unit, length, unit.n), 1, 1, power, power, false};
}

/* 人民币 亿元, 亿元（人民币）: 亿元. */
static struct str without_currency(struct str unit) {
    static const char *const behind[] = {"（人民币）", "(人民币)"};
    struct str front = STR("人民币");
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++) {
        struct str end = str_from(behind[i]);
        unit = str_ends(unit, end) ? trim(str_slice(unit, 0, unit.n - end.n)) : unit;
    }
    if (!str_starts(unit, front)) {
        return unit;
    }
    struct str rest = trim(str_slice(unit, front.n, unit.n));
    size_t length;
    unit_multiplier(rest, &length);
    bool yuan = str_equal(trim(str_slice(rest, length, rest.n)), STR("元"));
    return yuan ? rest : unit;
}

static struct parsed parse_one(struct str unit) {
    unit = without_currency(trim(unit));
    struct parsed parsed = parse_chinese(unit);
    struct str name;
    int power;
    if (!parsed.known && unit_english(unit, &name, &power)) {
        parsed = parse_chinese(name);
        parsed.power += power;
        parsed.multiplier += power;
    }
    return parsed;
}

/* 亿元 100 million yuan: the Chinese, unless the English is another unit. Units are
   what English calls much that is counted. */
static struct parsed parse(struct str unit) {
    struct parsed parsed = parse_one(unit);
    struct bilingual both;
    if (parsed.known || !bilingual_split(unit, &both)) {
        return parsed;
    }
    struct parsed chinese = parse_one(both.chinese), english = parse_one(both.english);
    bool agree = !english.known || (chinese.power == english.power &&
                                    chinese.numerator == english.numerator &&
                                    chinese.denominator == english.denominator &&
                                    (same_text(chinese.measure, english.measure) ||
                                     same_text(english.measure, STR("个"))));
    return chinese.known && agree ? chinese : parsed;
}

static int64_t greatest_divisor(int64_t a, int64_t b) {
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

bool unit_convertible(struct str from, struct str to, struct unit_factor *out) {
    struct parsed a = parse(from), b = parse(to);
    if (!same_text(a.measure, b.measure)) {
        return false;
    }
    int64_t numerator = a.numerator * b.denominator;
    int64_t denominator = a.denominator * b.numerator;
    int64_t divisor = greatest_divisor(numerator, denominator);
    *out = (struct unit_factor){numerator / divisor, denominator / divisor,
                                a.power - b.power};
    return true;
}

bool unit_equal(struct str a, struct str b) {
    struct unit_factor factor;
    return unit_convertible(a, b, &factor) && factor.numerator == 1 &&
           factor.denominator == 1 && factor.power == 0;
}

static const struct {
    const char *rate, *points;
} differences[] = {{"%", "百分点"}, {"‰", "千分点"}};

enum { DIFFERENCES = sizeof differences / sizeof *differences };

struct str unit_of_difference(struct str unit) {
    for (size_t i = 0; i < DIFFERENCES; i++) {
        if (unit_equal(unit, str_from(differences[i].rate))) {
            return str_from(differences[i].points);
        }
    }
    return unit;
}

struct str unit_points(struct str unit) {
    for (size_t i = 0; i < DIFFERENCES; i++) {
        if (unit_equal(unit, str_from(differences[i].points))) {
            return str_from(differences[i].points);
        }
    }
    return (struct str){"", 0};
}

/* A letter alone, (t), may be anything. */
bool unit_known(struct str unit) {
    bool letter = unit.n == 1 && unit.p[0] >= 'A' && unit.p[0] <= 'z';
    return !letter && parse(unit).known;
}

/* (十) is a number; 千, 万, millions are not. */
bool unit_is_multiplier(struct str unit) {
    struct parsed parsed = parse(unit);
    return parsed.measure.n == 0 && parsed.power >= 3;
}

int unit_scale(struct str unit) { return parse(unit).multiplier; }

bool unit_is_word(struct str unit) {
    static const char *const times[] = {"年", "月", "日", "小时"};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        if (unit_equal(unit, str_from(times[i]))) {
            return true; /* (months), too */
        }
    }
    return str_equal(unit, STR("度")) || str_equal(unit, STR("级"));
}

bool unit_refines(struct str unit, struct str of) {
    struct unit_factor factor;
    return unit_convertible(unit, of, &factor) &&
           ((factor.numerator == 1 && factor.denominator == 1 && factor.power == 0) ||
            (unit_scale(of) == 0 && unit_scale(unit) > 0) ||
            unit_equal(of, STR("比例"))); /* 12.5% cannot be misread */
}

bool unit_is_area(struct str unit) {
    struct unit_factor factor;
    return unit_convertible(unit, STR("平方米"), &factor);
}

bool unit_is_counted(struct str unit) {
    static const char *const units[] = {
        "张",   "家",    "个",   "项",    "件",           "人",     "次",
        "户",   "份",    "台",   "套",    "台套",         "辆",     "所",
        "座",   "条",    "批",   "起",    "名",           "例",     "组",
        "只",   "头",    "本",   "处",    "宗",           "person", "persons",
        "item", "items", "unit", "units", "certificates", NULL};
    for (size_t i = 0; units[i] != NULL; i++) {
        if (str_equal(unit, str_from(units[i]))) {
            return true;
        }
    }
    return false;
}

bool unit_says_nothing(struct str unit) {
    return unit.n == 0 ||
           (unit.n <= 3 && (str_equal(unit, STR("-")) || str_equal(unit, STR("—")) ||
                            str_equal(unit, STR("/")) || str_equal(unit, STR("无"))));
}

/* The comma of 10,000 persons. */
static bool groups_digits(struct str s, size_t at) {
    bool comma = s.p[at] == ',' && at > 0 && at + 3 < s.n;
    for (size_t i = at - comma; comma && i <= at + 3; i++) {
        comma = i == at || (s.p[i] >= '0' && s.p[i] <= '9');
    }
    return comma;
}

bool unit_list_next(struct str list, size_t *at, struct str *unit) {
    static const char *const marks[] = {"、", "，", "；", ";", ","};
    size_t from = *at;
    while (*at < list.n) {
        if (groups_digits(list, *at)) {
            (*at)++;
            continue;
        }
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            struct str mark = str_from(marks[i]);
            if (str_starts(str_slice(list, *at, list.n), mark)) {
                *unit = str_trim(str_slice(list, from, *at));
                *at += mark.n;
                return true;
            }
        }
        (*at)++;
    }
    *unit = str_trim(str_slice(list, from, list.n));
    return unit->n > 0;
}

bool unit_list_share(struct str a, struct str b) {
    struct str one, other;
    for (size_t i = 0; unit_list_next(a, &i, &one);) {
        for (size_t k = 0; unit_list_next(b, &k, &other);) {
            bool multiplier = unit_is_multiplier(one) || unit_is_multiplier(other);
            if (multiplier ? unit_scale(one) == unit_scale(other)
                           : unit_equal(one, other)) {
                return true;
            }
        }
    }
    return false;
}

bool unit_list_known(struct str list) {
    struct str unit;
    size_t at = 0, count = 0;
    while (unit_list_next(list, &at, &unit)) {
        if (!unit_known(unit)) {
            return false;
        }
        count++;
    }
    return count > 0;
}

bool unit_convert(struct decimal value, struct str from, struct str to,
                  struct decimal *out) {
    struct unit_factor factor;
    if (!unit_convertible(from, to, &factor)) {
        return false;
    }
    int64_t coefficient = 0;
    if (__builtin_mul_overflow(value.coefficient, factor.numerator, &coefficient)) {
        return false;
    }
    int power = factor.power;
    if (factor.denominator < 1) {
        return false; /* the registry has none such */
    }
    while (coefficient % factor.denominator != 0) {
        /* Only a denominator of twos and fives ever divides. */
        if (power < factor.power - DECIMAL_MAX_DIGITS ||
            __builtin_mul_overflow(coefficient, 10, &coefficient)) {
            return false;
        }
        power--;
    }
    coefficient /= factor.denominator;
    const int64_t most = INT64_C(1000000000000000000);
    if (coefficient >= most || coefficient <= -most) {
        return false;
    }
    value.coefficient = coefficient;
    *out = decimal_scale(value, power);
    return true;
}
