/* Text that Lua's bytes cannot measure or cut: `text`, the primitives of
   nqi/fmt.lua. */
#include "base/buf.h"
#include "base/decimal.h"
#include "base/marked.h"
#include "script/figure.h"
#include "script/values.h"
#include <math.h>

#define MAX_DECIMALS 12

/* The text at index 1 as it is printed, without the marks of figures. */
static struct str plain_text(lua_State *L) {
    struct str text = check_str(L, 1);
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
    push_str(L, plain_text(L));
    return 1;
}

/* [-1, +1, e] the number of characters */
static int text_length(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)utf8_length(plain_text(L)));
    return 1;
}

/* [-1, +1, e] columns on a grid: a Han character or full-width sign takes two */
static int text_width(lua_State *L) {
    struct str s = plain_text(L);
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
    struct str s = plain_text(L);
    lua_Integer length = (lua_Integer)utf8_length(s);
    lua_Integer from = luaL_checkinteger(L, 2), to = luaL_optinteger(L, 3, -1);
    from = from < 0 ? length + from + 1 : from;
    from = from < 1 ? 1 : from;
    to = to < 0 ? length + to + 1 : to;
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
    if (lua_isinteger(L, 1))
        mpq_set_si(scratch[0], lua_tointeger(L, 1), 1);
    else if (!rational_from_double(x, scratch[0]))
        mpq_set_ui(scratch[0], 0, 1);
    rational_print(scratch[0], (int)decimals, script_of(L)->rounding, &out);
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

static const luaL_Reg functions[] = {
    {"plain", text_plain}, {"length", text_length}, {"width", text_width},
    {"sub", text_sub},     {"number", text_number}, {"message", text_message},
    {NULL, NULL}};

void bind_text(lua_State *L) {
    lua_pushglobaltable(L);
    lua_pushliteral(L, "text");
    luaL_newlib(L, functions);
    lua_rawset(L, -3);
    lua_pop(L, 1);
}
