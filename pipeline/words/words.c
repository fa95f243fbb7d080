#include "words/words.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/embedded.h"
#include "base/marked.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define FOLDER "words/"
#define VOCABULARY FOLDER "vocabulary."
#define FIRST "zh-CN"

enum { KEY_MAX = 64, UNIT_PARTS = 8 };

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
    *name = str_slice(*name, 0, str_find(*name, STR("|"), 0));
    *at = end + 1;
    return true;
}

/* The number at the end of a printed value: 1.00 of "about 1.00". */
static struct str number_of(struct str text) {
    struct marked_piece piece;
    struct str number = STR("");
    for (size_t at = 0; marked_next(text, &at, &piece);)
        number = piece.text.n > 0 ? piece.text : number;
    size_t start = number.n;
    while (start > 0 && strchr("0123456789.,", number.p[start - 1]) != NULL)
        start--;
    return str_slice(number, start, number.n);
}

/* Whether a number is said in the singular: 1, but 1.0 percentage points. */
static bool is_one(struct str number) { return str_equal(number, STR("1")); }

/* Which of st, nd, rd, th (0 to 3) goes with a number: 1st, 22nd, 113th, 2.5th. */
static size_t ordinal_form(struct str number) {
    size_t n = number.n;
    char last = n > 0 ? number.p[n - 1] : '0';
    bool teen = n > 1 && number.p[n - 2] == '1';
    bool whole = memchr(number.p, '.', n) == NULL;
    return whole && !teen && last >= '1' && last <= '3' ? (size_t)(last - '1') : 3;
}

struct str words_ordinal(struct str number) {
    static const char *const ends[] = {"st", "nd", "rd", "th"};
    return str_from(ends[ordinal_form(number)]);
}

static struct str form_at(struct str forms, size_t i) {
    size_t start = 0, bar;
    while ((bar = str_find(forms, STR("|"), start)) != STR_NOT_FOUND && i-- > 0)
        start = bar + 1;
    return str_slice(forms, start, bar == STR_NOT_FOUND ? forms.n : bar);
}

/* What stands for {name}, for {name|item|items} or for {name|st|nd|rd|th}. */
static struct str value_form(struct str inside, size_t name_size, struct str value) {
    if (name_size == inside.n)
        return value;
    struct str forms = str_slice(inside, name_size + 1, inside.n);
    struct str number = number_of(value);
    size_t bars = 0;
    for (size_t i = 0; i < forms.n; i++)
        bars += forms.p[i] == '|';
    return form_at(forms, bars == 3 ? ordinal_form(number) : is_one(number) ? 0 : bars);
}

static bool put_value(struct str text, size_t *at, const struct words_value *values,
                      size_t count, struct buf *out) {
    size_t end = *at;
    struct str name;
    if (text.p[*at] != '{' || !words_next_name(text, &end, &name))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (str_equal(str_from(values[i].name), name)) {
            struct str inside = str_slice(text, *at + 1, end - 1);
            buf_put(out, value_form(inside, name.n, values[i].text));
            *at = end;
            return true;
        }
    }
    return false;
}

void words_put_text(struct str text, const struct words_value *values, size_t count,
                    struct buf *out) {
    for (size_t at = 0; at < text.n;)
        if (!put_value(text, &at, values, count, out))
            buf_char(out, text.p[at++]);
}

void words_put(struct catalogue vocabulary, const char *key,
               const struct words_value *values, size_t count, struct buf *out) {
    words_put_text(words_text(vocabulary, key), values, count, out);
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

/* The key of what the data call by a name; false if no key is as long. */
static bool named_key(const char *kind, struct str name, char *key) {
    int n = snprintf(key, KEY_MAX, "%s.%.*s", kind, STR_ARG(name));
    return name.n > 0 && n > 0 && n < KEY_MAX;
}

struct str words_region(struct catalogue vocabulary, struct str name) {
    char key[KEY_MAX];
    const char *text = named_key("region", name, key) ? find(vocabulary, key) : NULL;
    return text != NULL ? str_from(text) : name;
}

/* The form of a unit for this number; the plural for none. */
static bool find_unit(struct catalogue vocabulary, struct str unit, struct str number,
                      struct arena *arena, struct str *out) {
    char key[KEY_MAX];
    if (!named_key("unit", unit, key))
        return false;
    const char *text = find(vocabulary, key);
    *out = str_from(text != NULL ? text : "");
    const struct words_value values[] = {{"n", number}};
    if (str_find(*out, STR("{"), 0) != STR_NOT_FOUND)
        *out = words_fill(vocabulary, key, values, 1, arena);
    return text != NULL;
}

/* A unit that begins with a year or the like: 2020年=100 is #年=100 with that number.
 */
static bool find_numbered(struct catalogue vocabulary, struct str unit,
                          struct arena *arena, struct str *out) {
    size_t digits = 0;
    while (digits < unit.n && unit.p[digits] >= '0' && unit.p[digits] <= '9')
        digits++;
    if (digits == 0)
        return false;
    struct str name =
        arena_printf(arena, "#%.*s", STR_ARG(str_slice(unit, digits, unit.n)));
    return find_unit(vocabulary, name, str_slice(unit, 0, digits), arena, out);
}

/* A unit without "/". */
static struct str plain_unit(struct catalogue vocabulary, struct str unit,
                             struct str number, struct arena *arena) {
    struct str whole, first, rest;
    if (find_unit(vocabulary, unit, number, arena, &whole) ||
        find_numbered(vocabulary, unit, arena, &whole))
        return whole;
    /* The longest beginning that has words before an end that has some: 百万 元. */
    for (size_t at = unit.n; at-- > 1;)
        if (find_unit(vocabulary, str_slice(unit, at, unit.n), STR(""), arena, &rest) &&
            find_unit(vocabulary, str_slice(unit, 0, at), STR(""), arena, &first))
            return arena_printf(arena, "%.*s %.*s", STR_ARG(first), STR_ARG(rest));
    return unit;
}

/* The number goes with the first part: what stands behind a "/" is one of its kind. */
static struct str unit_form(struct catalogue vocabulary, struct str unit,
                            struct str number, struct arena *arena) {
    struct str rest = unit, text = STR("");
    for (size_t parts = 0; parts < UNIT_PARTS; parts++) {
        struct str last;
        size_t slash = str_find(rest, STR("/"), 0);
        if (slash == STR_NOT_FOUND ||
            find_unit(vocabulary, rest, number, arena, &last)) {
            last = plain_unit(vocabulary, rest, number, arena);
            return parts == 0
                       ? last
                       : arena_printf(arena, "%.*s%.*s", STR_ARG(text), STR_ARG(last));
        }
        last = plain_unit(vocabulary, str_slice(rest, 0, slash), number, arena);
        text = arena_printf(arena, "%.*s%.*s/", STR_ARG(text), STR_ARG(last));
        rest = str_slice(rest, slash + 1, rest.n);
        number = STR("1");
    }
    return unit;
}

static bool starts_with_digit(struct str text) {
    return text.n > 0 && text.p[0] >= '0' && text.p[0] <= '9';
}

struct str words_unit(struct catalogue vocabulary, struct str unit, struct str number,
                      struct arena *arena) {
    struct str text = unit_form(vocabulary, unit, number, arena);
    struct str base; /* 2020 = 100 is no multiplier */
    if (number.n == 0 || !starts_with_digit(text) ||
        find_numbered(vocabulary, unit, arena, &base))
        return text;
    const struct words_value values[] = {{"unit", text}};
    return words_fill(vocabulary, "figure.multiplied", values, 1, arena);
}

static bool is_ascii(struct str text) {
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0x80)
            return false;
    return true;
}

bool words_has_unit(struct catalogue vocabulary, struct str unit, struct arena *arena) {
    struct catalogue none;
    return (words_vocabulary(STR(FIRST), &none) &&
            str_equal(none.language, vocabulary.language)) ||
           vocabulary.bytes.n == 0 || is_ascii(unit) ||
           !str_equal(words_unit(vocabulary, unit, STR(""), arena), unit);
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
