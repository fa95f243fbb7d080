/* Text that Lua's bytes cannot measure or cut: `text`, the primitives of
   nqi/fmt.lua. */
#include "base/buf.h"
#include "base/decimal.h"
#include "base/marked.h"
#include "dataset/unit.h"
#include "script/figure.h"
#include "script/values.h"
#include "words/words.h"
#include <math.h>
#include <string.h>

#define MAX_DECIMALS 12
#define WORD_TEXT_MAX ((size_t)16 << 20)

/* The text at index 1 as it is printed, without the marks of figures. *raw: it holds a
   number as Lua writes it, and what is made of it must be marked so again. */
static struct str plain_text(lua_State *L, bool *raw) {
    struct str text = check_str(L, 1);
    *raw = marked_raw(text);
    if (!marked_any(text))
        return text;
    struct buf plain = buf_open(text.n + 1);
    marked_strip(text, &plain);
    push_str(L, buf_str(&plain));
    buf_close(&plain);
    lua_replace(L, 1);
    return check_str(L, 1);
}

/* [-1, +1, e] plain(s): only what is printed, for comparisons with == */
static int text_plain(lua_State *L) {
    bool raw;
    struct str plain = plain_text(L, &raw);
    if (raw)
        return sandbox_raise(
            L, "print it with fmt.number(x, 1); nan and inf come of a division by zero",
            "text.plain: \"%.*s\" holds a number as Lua writes it", STR_ARG(plain));
    push_str(L, plain);
    return 1;
}

/* [-1, +1, e] the number of characters */
static int text_length(lua_State *L) {
    bool raw;
    lua_pushinteger(L, (lua_Integer)utf8_length(plain_text(L, &raw)));
    return 1;
}

/* [-1, +1, e] columns on a grid: a Han character or full-width sign takes two */
static int text_width(lua_State *L) {
    bool raw;
    struct str s = plain_text(L, &raw);
    lua_Integer width = 0;
    uint32_t cp;
    for (size_t at = 0, n; (n = utf8_decode(s, at, &cp)) > 0; at += n)
        width +=
            (cp >= 0x1100 && cp <= 0x115F) || (cp >= 0x2E80 && cp <= 0xA4CF) ||
                    (cp >= 0xAC00 && cp <= 0xD7A3) || (cp >= 0xF900 && cp <= 0xFAFF) ||
                    (cp >= 0xFE30 && cp <= 0xFE6F) || (cp >= 0xFF00 && cp <= 0xFF60) ||
                    (cp >= 0xFFE0 && cp <= 0xFFE6) || cp >= 0x20000
                ? 2
                : 1;
    lua_pushinteger(L, width);
    return 1;
}

/* [-3, +1, e] characters `from` to `to`, counted from 1 */
static int text_sub(lua_State *L) {
    bool raw;
    struct str s = plain_text(L, &raw);
    lua_Integer length = (lua_Integer)utf8_length(s);
    lua_Integer from = luaL_checkinteger(L, 2), to = luaL_optinteger(L, 3, -1);
    from = from < 0 ? length + from + 1 : from;
    from = from < 1 ? 1 : from;
    to = to < 0 ? length + to + 1 : to;
    to = to < 0 ? 0 : to > length ? length : to;
    size_t start = s.n, end = s.n;
    uint32_t cp;
    lua_Integer i = 1;
    for (size_t at = 0, n; (n = utf8_decode(s, at, &cp)) > 0; at += n, i++) {
        if (i == from)
            start = at;
        if (i == to + 1)
            end = at;
    }
    push_str(L, start < end ? str_slice(s, start, end) : STR(""));
    if (raw)
        sandbox_mark_raw(L, -1);
    return 1;
}

/* [-2, +1, e] number(x, decimals): a plain number as printed text, ungrouped */
static int text_number(lua_State *L) {
    lua_Number x = luaL_checknumber(L, 1);
    lua_Integer decimals = luaL_checkinteger(L, 2);
    luaL_argcheck(L, decimals >= 0 && decimals <= MAX_DECIMALS, 2, "0 to 12 decimals");
    luaL_argcheck(L, isfinite(x), 1, "not a number (0/0 or 1/0)");
    struct buf out = buf_open(2048);
    mpq_t *scratch = figure_scratch(L);
    if (lua_isinteger(L, 1) ? !rational_from_lua(L, 1, scratch[0])
                            : !rational_from_computed(x, (int)decimals, scratch[0]))
        mpq_set_ui(scratch[0], 0, 1);
    rational_print(scratch[0], (int)decimals, sandbox_rounding(L), &out);
    struct str text = buf_str(&out);
    lua_pushlstring(L, text.p, text.n);
    buf_close(&out);
    return 1;
}

/* [-n, +1, e] text.message(format, …): string.format in the language of messages */
static int text_message(lua_State *L) {
    const char *format = luaL_checkstring(L, 1);
    lua_pushstring(L, diag_words(script_diag(script_of(L)), format));
    lua_replace(L, 1);
    lua_getglobal(L, "string");
    lua_getfield(L, -1, "format");
    lua_insert(L, 1);
    lua_pop(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

/* [-2, +1, e] text.nearest(name, names): which of them may be meant, or nil */
static int text_nearest(lua_State *L) {
    struct str wanted = check_str(L, 1);
    luaL_checktype(L, 2, LUA_TTABLE);
    size_t count = (size_t)lua_rawlen(L, 2);
    struct str *names = lua_newuserdatauv(L, (count + 1) * sizeof *names, 0);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, 2, (lua_Integer)i + 1);
        names[i] = check_str(L, -1); /* the table keeps it */
        lua_pop(L, 1);
    }
    struct str nearest = diag_nearest(wanted, names, count);
    if (nearest.n > 0)
        push_str(L, nearest);
    else
        lua_pushnil(L);
    return 1;
}

enum { WORD_VALUES = 16 };

/* [-1, +0, e] the values of a table at index 2, as texts that stay on the stack */
static size_t word_values(lua_State *L, struct words_value *values) {
    size_t n = 0;
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_pushnil(L);
    while (lua_next(L, 2) != 0) {
        if (lua_type(L, -2) != LUA_TSTRING || n == WORD_VALUES)
            sandbox_raise(L, NULL, "text.word takes up to %d named values",
                          WORD_VALUES);
        size_t size;
        lua_Integer whole;
        int is_whole;
        if (lua_type(L, -1) == LUA_TNUMBER &&
            (whole = lua_tointegerx(L, -1, &is_whole), is_whole)) {
            lua_pushinteger(L, whole); /* 3.0 is said as 3 */
            lua_replace(L, -2);
        }
        sandbox_push_text(L, -1);
        const char *p = lua_tolstring(L, -1, &size);
        values[n++] = (struct words_value){lua_tostring(L, -3), {p, size}};
        lua_insert(L, -3); /* the text stays below key and value */
        lua_pop(L, 1);
    }
    return n;
}

/* The known keys that a misspelt one may stand for. */
static int raise_no_word(lua_State *L, struct catalogue words, const char *key) {
    size_t count = catalogue_count(&words);
    struct str *keys = lua_newuserdatauv(L, (count + 1) * sizeof *keys, 0);
    for (size_t i = 0; i < count; i++)
        keys[i] = str_from(catalogue_key(&words, i));
    return raise_unknown(L, "the vocabulary has no word", str_from(key), keys, count);
}

static bool has_name(struct str text, struct str wanted) {
    struct str name;
    for (size_t at = 0; words_next_name(text, &at, &name);)
        if (str_equal(name, wanted))
            return true;
    return false;
}

/* A hint of the value that has no place in the text, likely a misspelt one: of several
   the first by name, as a table has no order. NULL if there is none. */
static const char *extra_hint(lua_State *L, struct str text,
                              const struct words_value *values, size_t count) {
    const char *extra = NULL;
    for (size_t i = 0; i < count; i++)
        if (!has_name(text, str_from(values[i].name)) &&
            (extra == NULL || strcmp(values[i].name, extra) < 0))
            extra = values[i].name;
    if (extra == NULL)
        return NULL;
    return lua_pushfstring(
        L,
        diag_words(script_diag(script_of(L)), "the text has no place for the given %s"),
        extra);
}

/* A sentence without one of its values is a fault of the script. One that a text does
   not use is none: the library gives the same values to several sentences. */
static void check_values(lua_State *L, struct str text, const char *key,
                         const struct words_value *values, size_t count) {
    struct str name;
    for (size_t at = 0; words_next_name(text, &at, &name);) {
        size_t i = 0;
        while (i < count && !str_equal(str_from(values[i].name), name))
            i++;
        if (i == count)
            sandbox_raise(L, extra_hint(L, text, values, count),
                          "text.word: \"%s\" wants a value for {%.*s}", key,
                          STR_ARG(name));
    }
}

/* [-2, +1, e] text.word(key, { name = value, … }): a word or sentence of the
   vocabulary, in the language of the report */
static int text_word(lua_State *L) {
    const char *key = luaL_checkstring(L, 1);
    struct catalogue words = script_of(L)->words;
    struct words_value values[WORD_VALUES];
    if (words.bytes.n == 0)
        words_vocabulary(STR(""), &words);
    if (!words_known(words, key))
        return raise_no_word(L, words, key);
    luaL_checkstack(L, WORD_VALUES + 8, NULL);
    size_t count = lua_isnoneornil(L, 2) ? 0 : word_values(L, values);
    check_values(L, words_text(words, key), key, values, count);
    struct buf out = buf_open(WORD_TEXT_MAX);
    words_put(words, key, values, count, &out);
    lua_pushlstring(L, out.n > 0 ? out.p : "", out.n);
    bool whole = buf_ok(&out);
    buf_close(&out);
    return whole ? 1 : sandbox_raise(L, NULL, "this text is too long");
}

/* [-1|2, +1, e] text.unit(name, number): a unit in the language of the report, as it
   stands behind this printed number or by itself */
static int text_unit(lua_State *L) {
    struct str unit = check_str(L, 1);
    struct str number = lua_isnoneornil(L, 2) ? STR("") : check_str(L, 2);
    push_str(L, unit_in_words(L, unit, number));
    return 1;
}

/* [-2, +1, e] text.behind(unit, number): the unit with what parts it from this printed
   number: 张, 个百分点, %; " items" */
static int text_behind(lua_State *L) {
    push_str(L, figure_behind(L, check_str(L, 1), check_str(L, 2)));
    return 1;
}

/* [-1, +1, e] text.difference_unit(unit): what two values of it differ by: 百分点 for %
 */
static int text_difference_unit(lua_State *L) {
    push_str(L, unit_of_difference(check_str(L, 1)));
    return 1;
}

/* [-1, +1, e] text.is_points(unit): 百分点 and the like, in which only differences are
 */
static int text_is_points(lua_State *L) {
    lua_pushboolean(L, unit_points(check_str(L, 1)).n > 0);
    return 1;
}

/* [-1, +1, e] text.region(name): a region in the language of the report */
static int text_region(lua_State *L) {
    push_str(L, words_region(script_of(L)->words, check_str(L, 1)));
    return 1;
}

/* [-1, +1, e] text.language(): the tag of the report's language */
static int text_language(lua_State *L) {
    struct catalogue words = script_of(L)->words;
    if (words.bytes.n == 0)
        words_vocabulary(STR(""), &words);
    push_str(L, words.language);
    return 1;
}

/* [-2, +1, e] text.in_language(tag, f): what f() gives, with the words of that
   language: an English summary in a Chinese report */
static int text_in_language(lua_State *L) {
    struct script *script = script_of(L);
    struct catalogue own = script->words, other;
    struct str tag = check_str(L, 1);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    if (!words_vocabulary(tag, &other))
        return sandbox_raise(L, "zh-CN or en", "no language is called \"%.*s\"",
                             STR_ARG(tag));
    lua_settop(L, 2);
    script->words = other;
    int status = lua_pcall(L, 0, 1, 0);
    script->words = own;
    return status == LUA_OK ? 1 : lua_error(L);
}

/* [-0, +1, e] text.is_chinese(): whether the report's language is */
static int text_is_chinese(lua_State *L) {
    lua_pushboolean(L, words_is_chinese(script_of(L)->words));
    return 1;
}

/* [-1, +1, e] text.han(n): a number as Chinese counts, or nil beyond what it says */
static int text_han(lua_State *L) {
    lua_Integer n = luaL_checkinteger(L, 1);
    if (n < 0 || (lua_Unsigned)n > WORDS_HAN_MAX)
        lua_pushnil(L);
    else
        push_str(L, words_han((size_t)n, script_of(L)->own));
    return 1;
}

/* [-1, +1, e] text.ordinal(n): 31st, of a number or what prints one */
static int text_ordinal(lua_State *L) {
    size_t size;
    sandbox_push_text(L, 1);
    const char *number = lua_tolstring(L, -1, &size);
    push_str(L, words_ordinal((struct str){number, size}));
    lua_concat(L, 2);
    return 1;
}

static const luaL_Reg functions[] = {{"plain", text_plain},
                                     {"length", text_length},
                                     {"width", text_width},
                                     {"sub", text_sub},
                                     {"is_chinese", text_is_chinese},
                                     {"han", text_han},
                                     {"ordinal", text_ordinal},
                                     {"number", text_number},
                                     {"message", text_message},
                                     {"nearest", text_nearest},
                                     {"word", text_word},
                                     {"language", text_language},
                                     {"in_language", text_in_language},
                                     {"unit", text_unit},
                                     {"behind", text_behind},
                                     {"difference_unit", text_difference_unit},
                                     {"is_points", text_is_points},
                                     {"region", text_region},
                                     {NULL, NULL}};

void bind_text(lua_State *L) {
    lua_pushglobaltable(L);
    lua_pushliteral(L, "text");
    luaL_newlib(L, functions);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}
