#include "dataset/qualifier.h"

struct word {
    const char *text;
    enum qualifier qualifier;
};

/* A longer word stands before the one that it begins with. */
static const struct word before[] = {
    {"大约", QUALIFIER_ABOUT},       {"约", QUALIFIER_ABOUT},
    {"≈", QUALIFIER_ABOUT},          {"超过", QUALIFIER_MORE_THAN},
    {"超", QUALIFIER_MORE_THAN},     {"逾", QUALIFIER_MORE_THAN},
    {"突破", QUALIFIER_MORE_THAN},   {"高于", QUALIFIER_MORE_THAN},
    {"大于", QUALIFIER_MORE_THAN},   {"至少", QUALIFIER_MORE_THAN},
    {"不少于", QUALIFIER_MORE_THAN}, {"≥", QUALIFIER_MORE_THAN},
    {">=", QUALIFIER_MORE_THAN},     {">", QUALIFIER_MORE_THAN},
    {"不足", QUALIFIER_LESS_THAN},   {"不到", QUALIFIER_LESS_THAN},
    {"将近", QUALIFIER_LESS_THAN},   {"接近", QUALIFIER_LESS_THAN},
    {"近", QUALIFIER_LESS_THAN},     {"低于", QUALIFIER_LESS_THAN},
    {"小于", QUALIFIER_LESS_THAN},   {"不超过", QUALIFIER_LESS_THAN},
    {"≤", QUALIFIER_LESS_THAN},      {"<=", QUALIFIER_LESS_THAN},
    {"<", QUALIFIER_LESS_THAN},      {"达到", QUALIFIER_REACHED},
    {"达", QUALIFIER_REACHED},       {NULL, QUALIFIER_NONE}};
static const struct word within[] = {
    {"多", QUALIFIER_MORE_THAN}, {"余", QUALIFIER_MORE_THAN}, {NULL, QUALIFIER_NONE}};
static const struct word behind[] = {{"以上", QUALIFIER_MORE_THAN},
                                     {"以下", QUALIFIER_LESS_THAN},
                                     {"以内", QUALIFIER_LESS_THAN},
                                     {"左右", QUALIFIER_ABOUT},
                                     {NULL, QUALIFIER_NONE}};

static const struct word *first_word(const struct word *words, struct str text) {
    while (words->text != NULL && !str_starts(text, str_from(words->text))) {
        words++;
    }
    return words;
}

static enum qualifier take_first(const struct word *words, struct str *text) {
    const struct word *word = first_word(words, *text);
    if (word->text != NULL) {
        *text = str_trim(str_slice(*text, str_from(word->text).n, text->n));
    }
    return word->qualifier;
}

enum qualifier qualifier_take_before(struct str *text) {
    return take_first(before, text);
}

enum qualifier qualifier_take_within(struct str *text) {
    return take_first(within, text);
}

enum qualifier qualifier_take_behind(struct str *text) {
    for (const struct word *word = behind; word->text != NULL; word++) {
        struct str end = str_from(word->text);
        if (str_ends(*text, end) && text->n > end.n) {
            *text = str_trim(str_slice(*text, 0, text->n - end.n));
            return word->qualifier;
        }
    }
    return QUALIFIER_NONE;
}

enum qualifier qualifier_named(struct str text) {
    const struct word *const places[] = {before, within, behind};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        enum qualifier qualifier = first_word(places[i], text)->qualifier;
        if (qualifier != QUALIFIER_NONE) {
            return qualifier;
        }
    }
    return QUALIFIER_NONE;
}

int qualifier_bound(enum qualifier qualifier) {
    return (qualifier == QUALIFIER_MORE_THAN) - (qualifier == QUALIFIER_LESS_THAN);
}
