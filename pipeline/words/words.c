#include "words/words.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/embedded.h"
#include <stdio.h>
#include <strings.h>

#define FOLDER "words/"
#define VOCABULARY FOLDER "vocabulary."
#define FIRST "zh-CN"

enum { KEY_MAX = 64 };

/* The tag in "words/vocabulary.TAG.mo"; empty for any other file. */
static struct str tag_of(const struct embedded_file *file) {
    struct str name = str_from(file->name), start = STR(VOCABULARY), end = STR(".mo");
    return str_starts(name, start) && str_ends(name, end)
               ? str_slice(name, start.n, name.n - end.n)
               : STR("");
}

static bool same_tag(struct str a, struct str b) {
    return a.n == b.n && strncasecmp(a.p, b.p, a.n) == 0;
}

bool words_messages(struct str language, struct catalogue *out) {
    *out = (struct catalogue){.language = STR("en")};
    if (str_equal(language, STR("en")))
        return true;
    if (!str_equal(language, STR("zh")))
        return false;
    for (const struct embedded_file *file = embedded_files; file->name != NULL; file++)
        if (str_equal(str_from(file->name), STR(FOLDER "zh.mo")))
            *out = (struct catalogue){STR("zh-CN"), {file->text, file->size}};
    return true;
}

bool words_vocabulary(struct str language, struct catalogue *out) {
    if (language.n == 0)
        language = STR(FIRST);
    for (const struct embedded_file *file = embedded_files; file->name != NULL;
         file++) {
        struct str tag = tag_of(file);
        if (tag.n == 0 || !same_tag(tag, language))
            continue;
        *out = (struct catalogue){tag, {file->text, file->size}};
        return true;
    }
    return false;
}

struct str words_languages(struct arena *arena) {
    struct str list = STR("");
    for (const struct embedded_file *file = embedded_files; file->name != NULL;
         file++) {
        struct str tag = tag_of(file);
        if (tag.n > 0)
            list = arena_printf(arena, "%.*s%s%.*s", STR_ARG(list),
                                list.n > 0 ? ", " : "", STR_ARG(tag));
    }
    return list;
}

static const char *find(struct catalogue vocabulary, const char *key) {
    if (vocabulary.bytes.n == 0 && !words_vocabulary(STR(FIRST), &vocabulary))
        return NULL;
    return catalogue_find(&vocabulary, key);
}

bool words_known(struct catalogue vocabulary, const char *key) {
    return find(vocabulary, key) != NULL;
}

struct str words_text(struct catalogue vocabulary, const char *key) {
    const char *text = find(vocabulary, key);
    return str_from(text != NULL ? text : key);
}

struct str words_form(struct catalogue vocabulary, const char *key, unsigned form) {
    char whole[KEY_MAX];
    snprintf(whole, sizeof whole, "%s.%u", key, form);
    const char *text = find(vocabulary, whole);
    return str_from(text != NULL ? text : key);
}

bool words_next_name(struct str text, size_t *at, struct str *name) {
    size_t start = *at;
    while (start < text.n && text.p[start] != '{')
        start++;
    size_t end = start < text.n ? str_find(text, STR("}"), start) : STR_NOT_FOUND;
    if (end == STR_NOT_FOUND)
        return false;
    *name = str_slice(text, start + 1, end);
    *at = end + 1;
    return true;
}

/* The value that stands at `at` of the text ("{name}"), or `count`. */
static size_t value_at(struct str text, size_t at, const struct words_value *values,
                       size_t count, size_t *end) {
    size_t i = text.p[at] == '{' ? 0 : count;
    for (; i < count; i++) {
        struct str name = str_from(values[i].name);
        *end = at + name.n + 2;
        if (*end <= text.n && text.p[*end - 1] == '}' &&
            str_equal(str_slice(text, at + 1, *end - 1), name))
            break;
    }
    return i;
}

void words_put(struct catalogue vocabulary, const char *key,
               const struct words_value *values, size_t count, struct buf *out) {
    struct str text = words_text(vocabulary, key);
    for (size_t at = 0, end; at < text.n;) {
        size_t i = value_at(text, at, values, count, &end);
        if (i < count) {
            buf_put(out, values[i].text);
            at = end;
        } else {
            buf_char(out, text.p[at++]);
        }
    }
}

struct str words_fill(struct catalogue vocabulary, const char *key,
                      const struct words_value *values, size_t count,
                      struct arena *arena) {
    struct buf out = buf_open(SIZE_MAX / 2);
    words_put(vocabulary, key, values, count, &out);
    struct str filled = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return filled;
}

static bool find_unit(struct catalogue vocabulary, struct str unit, struct str *out) {
    char key[KEY_MAX];
    if (unit.n == 0 || unit.n + sizeof "unit." > sizeof key)
        return false;
    snprintf(key, sizeof key, "unit.%.*s", STR_ARG(unit));
    const char *text = find(vocabulary, key);
    *out = str_from(text != NULL ? text : "");
    return text != NULL;
}

struct str words_unit(struct catalogue vocabulary, struct str unit,
                      struct arena *arena) {
    struct str whole, first, rest;
    if (find_unit(vocabulary, unit, &whole))
        return whole;
    size_t slash = str_find(unit, STR("/"), 0);
    if (slash != STR_NOT_FOUND) {
        first = words_unit(vocabulary, str_slice(unit, 0, slash), arena);
        rest = words_unit(vocabulary, str_slice(unit, slash + 1, unit.n), arena);
        return arena_printf(arena, "%.*s/%.*s", STR_ARG(first), STR_ARG(rest));
    }
    /* The longest beginning that has words before an end that has some: 百万 元. */
    for (size_t at = unit.n; at-- > 1;)
        if (find_unit(vocabulary, str_slice(unit, at, unit.n), &rest) &&
            find_unit(vocabulary, str_slice(unit, 0, at), &first))
            return arena_printf(arena, "%.*s %.*s", STR_ARG(first), STR_ARG(rest));
    return unit;
}

bool words_listed(const char *key, struct str text) {
    for (const struct embedded_file *file = embedded_files; file->name != NULL;
         file++) {
        struct catalogue vocabulary = {tag_of(file), {file->text, file->size}};
        const char *lines = vocabulary.language.n > 0 ? find(vocabulary, key) : NULL;
        for (struct str rest = str_from(lines != NULL ? lines : ""); rest.n > 0;) {
            size_t end = str_find(rest, STR("\n"), 0);
            end = end == STR_NOT_FOUND ? rest.n : end;
            if (str_equal(str_slice(rest, 0, end), text))
                return true;
            rest = str_slice(rest, end + (end < rest.n), rest.n);
        }
    }
    return false;
}
