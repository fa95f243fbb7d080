#include "dataset/unit_english.h"
#include <string.h>

static const struct {
    const char *english, *unit;
} names[] = {
    {"%", "%"},
    {"per cent", "%"},
    {"percent", "%"},
    {"percentage", "%"},
    {"pct", "%"},
    {"percentage point", "百分点"},
    {"percentage points", "百分点"},
    {"person", "人"},
    {"persons", "人"},
    {"people", "人"},
    {"inhabitants", "人"},
    {"person-time", "人次"},
    {"person-times", "人次"},
    {"household", "户"},
    {"households", "户"},
    {"enterprise", "家"},
    {"enterprises", "家"},
    {"company", "家"},
    {"companies", "家"},
    {"firms", "家"},
    {"establishments", "家"},
    {"institution", "家"},
    {"institutions", "家"},
    {"organization", "家"},
    {"organizations", "家"},
    {"organisation", "家"},
    {"organisations", "家"},
    {"laboratories", "家"},
    {"unit", "个"},
    {"units", "个"},
    {"case", "件"},
    {"cases", "件"},
    {"patents", "件"},
    {"piece", "件"},
    {"pieces", "件"},
    {"item", "项"},
    {"items", "项"},
    {"projects", "项"},
    {"certificate", "张"},
    {"certificates", "张"},
    {"reports", "份"},
    {"batches", "批"},
    {"set", "套"},
    {"sets", "套"},
    {"vehicles", "辆"},
    {"yuan", "元"},
    {"rmb", "元"},
    {"cny", "元"},
    {"rmb yuan", "元"},
    {"yuan rmb", "元"},
    {"us dollar", "美元"},
    {"us dollars", "美元"},
    {"u.s. dollars", "美元"},
    {"usd", "美元"},
    {"us$", "美元"},
    {"euro", "欧元"},
    {"euros", "欧元"},
    {"eur", "欧元"},
    {"yen", "日元"},
    {"jpy", "日元"},
    {"hk$", "港元"},
    {"hkd", "港元"},
    {"t", "吨"},
    {"ton", "吨"},
    {"tons", "吨"},
    {"tonne", "吨"},
    {"tonnes", "吨"},
    {"metric tons", "吨"},
    {"kg", "公斤"},
    {"kilograms", "公斤"},
    {"grams", "克"},
    {"metres", "米"},
    {"meters", "米"},
    {"km", "公里"},
    {"kilometres", "公里"},
    {"kilometers", "公里"},
    {"sq m", "平方米"},
    {"sq.m", "平方米"},
    {"m2", "平方米"},
    {"square metres", "平方米"},
    {"square meters", "平方米"},
    {"sq km", "平方公里"},
    {"sq.km", "平方公里"},
    {"km2", "平方公里"},
    {"square kilometres", "平方公里"},
    {"square kilometers", "平方公里"},
    {"ha", "公顷"},
    {"hectare", "公顷"},
    {"hectares", "公顷"},
    {"m3", "立方米"},
    {"cubic metres", "立方米"},
    {"cubic meters", "立方米"},
    {"kw", "千瓦"},
    {"kwh", "千瓦时"},
    {"hour", "小时"},
    {"hours", "小时"},
    {"day", "天"},
    {"days", "天"},
    {"month", "月"},
    {"months", "月"},
    {"year", "年"},
    {"years", "年"},
};

static const struct {
    const char *word;
    int power;
} multipliers[] = {{"ten", 1},      {"tens", 1},      {"hundred", 2},   {"hundreds", 2},
                   {"thousand", 3}, {"thousands", 3}, {"thous", 3},     {"ths", 3},
                   {"million", 6},  {"millions", 6},  {"mn", 6},        {"mln", 6},
                   {"mio", 6},      {"billion", 9},   {"billions", 9},  {"bn", 9},
                   {"bln", 9},      {"trillion", 12}, {"trillions", 12}};

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c; }

static bool same(struct str word, const char *name) {
    size_t i = 0;
    while (i < word.n && name[i] != '\0' && lower(word.p[i]) == name[i]) {
        i++;
    }
    return i == word.n && name[i] == '\0';
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* 10,000 and 10 000: how long it is, and its power of ten; -1: it is none. */
static size_t number_at(struct str s, size_t at, int *power) {
    size_t from = at, zeros = 0;
    *power = at < s.n && s.p[at] == '1' ? 0 : -1;
    for (at++; at < s.n; at++) {
        bool group = (s.p[at] == ',' || s.p[at] == ' ') && at + 3 < s.n &&
                     is_digit(s.p[at + 1]) && is_digit(s.p[at + 2]) &&
                     is_digit(s.p[at + 3]) && (at + 4 >= s.n || !is_digit(s.p[at + 4]));
        if (group) {
            continue;
        }
        if (!is_digit(s.p[at])) {
            break;
        }
        *power = s.p[at] == '0' ? *power : -1;
        zeros++;
    }
    *power = *power < 0 ? -1 : (int)zeros;
    return at - from;
}

static size_t word_at(struct str s, size_t at) {
    size_t from = at;
    while (at < s.n && strchr(" ()", s.p[at]) == NULL) {
        at++;
    }
    return at - from;
}

static bool multiplies(struct str word, int *power) {
    for (size_t i = 0; i < sizeof multipliers / sizeof *multipliers; i++) {
        if (same(word, multipliers[i].word)) {
            *power = multipliers[i].power;
            return true;
        }
    }
    return false;
}

static struct str unit_of(struct str name) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (same(name, names[i].english)) {
            return str_from(names[i].unit);
        }
    }
    return name;
}

bool unit_english(struct str text, struct str *unit, int *power) {
    static const char *const joints[] = {"of", "in", "the"};
    size_t from = STR_NOT_FOUND, to = 0;
    bool letters = false; /* 100 alone may be anything */
    *power = 0;
    *unit = unit_of(text);
    if (unit->p != text.p) {
        return true; /* per cent */
    }
    for (size_t at = 0, n = 0; at < text.n; at += n) {
        n = 1;
        if ((unsigned char)text.p[at] >= 0x80) {
            return false;
        }
        if (strchr(" (),", text.p[at]) != NULL) {
            continue;
        }
        int times = -1;
        n = is_digit(text.p[at]) ? number_at(text, at, &times) : word_at(text, at);
        struct str word = str_slice(text, at, at + n);
        letters |= !is_digit(word.p[0]);
        bool joint = false;
        for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
            joint |= same(word, joints[i]);
        }
        if (same(word, "per") || str_find(word, STR("/"), 0) != STR_NOT_FOUND ||
            (is_digit(word.p[0]) && times < 0)) {
            return false;
        }
        if (times >= 0 || multiplies(word, &times)) {
            *power += times;
        } else if (!joint) {
            /* A name in two places is none: persons thousand households. */
            struct str gap = str_slice(text, to, from == STR_NOT_FOUND ? to : at);
            if (str_trim(gap).n > 0) {
                return false;
            }
            from = from == STR_NOT_FOUND ? at : from;
            to = at + n;
        }
    }
    *unit = from == STR_NOT_FOUND ? (struct str){"", 0}
                                  : unit_of(str_slice(text, from, to));
    return from != STR_NOT_FOUND || (*power > 0 && letters);
}
