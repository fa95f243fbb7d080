#include "compose/info.h"
#include "document/block.h"
#include <string.h>
#include <unicode/uloc.h>

#define ID_LIMIT 64

#define ENTRY(NAME) &block_##NAME.kind,
const struct kind *const block_kinds[] = {BLOCK_KINDS(ENTRY) NULL};

static bool is_space(char c) { return c == ' ' || c == '\t'; }

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The key that `text` starts with ("caption=" …), or NULL. */
static const char *key_at(const struct block_kind *form, struct str text) {
    for (size_t i = 0; form->keys[i] != NULL; i++) {
        size_t n = strlen(form->keys[i]);
        if (text.n > n && memcmp(text.p, form->keys[i], n) == 0 && text.p[n] == '=')
            return form->keys[i];
    }
    return NULL;
}

/* The end of the value that starts at `at`. What stands in {{ }} is not looked at:
   the tag's own scanner does that. */
static size_t value_end(const struct block_kind *form, struct str info, size_t at) {
    for (size_t i = at; i < info.n; i++) {
        if (str_starts(str_slice(info, i, info.n), STR("{{"))) {
            size_t end = str_find(info, STR("}}"), i);
            if (end == STR_NOT_FOUND)
                return info.n;
            i = end + 1;
        } else if (is_space(info.p[i]) && i + 1 < info.n &&
                   key_at(form, str_slice(info, i + 1, info.n)) != NULL) {
            return i;
        }
    }
    return info.n;
}

static struct str unquote(struct str value) {
    value = str_trim(value);
    if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
        return str_slice(value, 1, value.n - 1);
    return value;
}

/* A tag after BCP 47 whose language, and region if it has one, ISO knows. */
static bool is_language(struct str tag) {
    char text[ULOC_FULLNAME_CAPACITY], locale[ULOC_FULLNAME_CAPACITY];
    if (tag.n == 0 || tag.n >= sizeof text)
        return false;
    memcpy(text, tag.p, tag.n);
    text[tag.n] = '\0';
    UErrorCode status = U_ZERO_ERROR;
    int32_t read = 0;
    uloc_forLanguageTag(text, locale, sizeof locale, &read, &status);
    if (U_FAILURE(status) || (size_t)read != tag.n ||
        *uloc_getISO3Language(locale) == '\0')
        return false;
    char region[ULOC_COUNTRY_CAPACITY];
    return uloc_getCountry(locale, region, sizeof region, &status) == 0 ||
           *uloc_getISO3Country(locale) != '\0';
}

static void usage_hint(struct diag *diag, const struct block_kind *form) {
    diag_hint(diag, "write ```%s", form->example);
}

static bool set_value(struct block *block, const char *key, struct str value,
                      struct place place, struct arena *arena, struct diag *diag) {
    bool id = strcmp(key, "id") == 0;
    if (id && str_find(value, STR("{{"), 0) == STR_NOT_FOUND) {
        block->id = value;
        if (info_id_is_valid(value))
            return true;
        diag_error(diag, place, "\"%.*s\" cannot be an id", STR_ARG(value));
        diag_hint(diag, INFO_ID_HINT);
        return false;
    }
    if (strcmp(key, "lang") == 0) {
        block->lang = value;
        if (is_language(value))
            return true;
        diag_error(diag, place, "\"%.*s\" is no language", STR_ARG(value));
        diag_hint(diag, "write its tag: lang=zh-CN, lang=en");
        return false;
    }
    struct segments words;
    if (!tags_scan_words(value, place, arena, &words, diag))
        return false;
    for (size_t i = 0; i < words.count; i++)
        if (words.items[i].kind != SEGMENT_TEXT && words.items[i].kind != SEGMENT_VALUE)
            return diag_error(diag, place, "a %s holds text and {{ }} only", key);
    block->words[id ? WORDS_ID : WORDS_CAPTION] =
        (struct words){words.items, words.count};
    return true;
}

static bool has_key(struct str info, const struct block_kind *form) {
    for (size_t i = 0; i < info.n; i++)
        if (is_space(info.p[i]) && i + 1 < info.n) {
            const char *key = key_at(form, str_slice(info, i + 1, info.n));
            if (key != NULL && strcmp(key, form->required) == 0)
                return true;
        }
    return false;
}

const struct block_kind *info_kind(struct str info) {
    size_t end = 0;
    while (end < info.n && !is_space(info.p[end]))
        end++;
    return (const void *)kind_find(block_kinds, str_slice(info, 0, end));
}

struct block *info_read(struct str info, const struct block_kind *form,
                        struct place place, struct arena *arena, struct diag *diag) {
    struct block *block = arena_alloc(arena, sizeof *block);
    block->kind = form;
    bool good = true;
    size_t at = strlen(form->kind.name);
    while (at < info.n) {
        while (at < info.n && is_space(info.p[at]))
            at++;
        struct str rest = str_slice(info, at, info.n);
        const char *key = key_at(form, rest);
        if (rest.n > 0 && key == NULL) {
            size_t end = 0;
            while (end < rest.n && !is_space(rest.p[end]))
                end++;
            diag_error(diag, place, "a %s block knows nothing of \"%.*s\"",
                       form->kind.name, STR_ARG(str_slice(rest, 0, end)));
            usage_hint(diag, form);
            return NULL;
        }
        if (rest.n == 0)
            break;
        size_t start = at + strlen(key) + 1;
        at = value_end(form, info, start);
        struct place there = place;
        there.column = 0;
        good = set_value(block, key, unquote(str_slice(info, start, at)), there, arena,
                         diag) &&
               good;
    }
    if (good && form->required != NULL &&
        (block->words[WORDS_CAPTION].count == 0 || !has_key(info, form))) {
        diag_error(diag, place, "a %s block needs a %s", form->kind.name,
                   form->required);
        usage_hint(diag, form);
        good = false;
    }
    return good ? block : NULL;
}

bool info_id_is_valid(struct str id) {
    if (id.n == 0 || id.n > ID_LIMIT || !is_letter(id.p[0]))
        return false;
    for (size_t i = 0; i < id.n; i++) {
        char c = id.p[i];
        if (!is_letter(c) && !(c >= '0' && c <= '9') && c != '-' && c != '_')
            return false;
    }
    return true;
}
