/* string.*: without bytecode and addresses; what makes long strings is bounded,
   and what walks them counts against the limit. */
#include "base/marked.h"
#include "sandbox/host.h"
#include <lauxlib.h>
#include <lualib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXACT_INTEGER 9007199254740992.0

void sandbox_mark_raw(lua_State *L, int index) {
    size_t n;
    index = lua_absindex(L, index);
    sandbox_unmark(L, index);
    const char *p = lua_tolstring(L, index, &n);
    struct buf marked = buf_open(n + 32);
    marked_put(&marked, MARKED_RAW, (struct str){p, n});
    lua_pushlstring(L, marked.p != NULL ? marked.p : "", marked.n);
    buf_close(&marked);
    lua_replace(L, index);
}

void sandbox_write_number(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TNUMBER)
        return;
    index = lua_absindex(L, index);
    lua_Number x = lua_tonumber(L, index);
    bool whole = x == floor(x) && fabs(x) <= EXACT_INTEGER;
    bool raw = !lua_isinteger(L, index) && !whole;
    if (whole && !lua_isinteger(L, index)) {
        lua_pushinteger(L, (lua_Integer)x); /* 6 / 2 is 3, and not 3.0 */
        lua_replace(L, index);
    }
    luaL_tolstring(L, index, NULL);
    lua_replace(L, index);
    if (raw)
        sandbox_mark_raw(L, index);
}

bool sandbox_unmark(lua_State *L, int index) {
    size_t n;
    if (lua_type(L, index) != LUA_TSTRING)
        return false;
    index = lua_absindex(L, index);
    const char *p = lua_tolstring(L, index, &n);
    if (!marked_any((struct str){p, n}))
        return false;
    bool raw = marked_raw((struct str){p, n});
    struct buf plain = buf_open(n + 1);
    marked_strip((struct str){p, n}, &plain);
    lua_pushlstring(L, plain.p != NULL ? plain.p : "", plain.n);
    buf_close(&plain);
    lua_replace(L, index);
    return raw;
}

/* [-n, +1, e] */
static int bounded_rep(lua_State *L) {
    size_t n, gap;
    sandbox_write_number(L, 1);
    sandbox_write_number(L, 3);
    const char *text = luaL_checklstring(L, 1, &n);
    lua_Integer times = luaL_checkinteger(L, 2);
    const char *separator = luaL_optlstring(L, 3, "", &gap);
    if (times <= 0 || n + gap == 0) {
        lua_pushliteral(L, "");
        return 1;
    }
    if ((uint64_t)times > SANDBOX_STRING_CAP / (n + gap))
        return sandbox_raise(L, NULL, "string.rep: the result is longer than %d MiB",
                             (int)(SANDBOX_STRING_CAP >> 20));
    size_t total = (size_t)times * (n + gap) - gap;
    sandbox_charge(L, total / 16 + (uint64_t)times);
    luaL_Buffer buffer;
    char *p = luaL_buffinitsize(L, &buffer, total);
    for (lua_Integer i = 0; i < times; i++) {
        memcpy(p, text, n);
        p += n;
        if (i + 1 < times && gap > 0) {
            memcpy(p, separator, gap);
            p += gap;
        }
    }
    luaL_pushresultsize(&buffer, total);
    return 1;
}

static void charge(lua_State *L) {
    size_t total = 0;
    for (int i = 1; i <= lua_gettop(L); i++)
        if (lua_type(L, i) == LUA_TSTRING)
            total += lua_rawlen(L, i);
    sandbox_charge(L, total / 8 + 1);
}

/* [-n, +r, e] upvalue: Lua's own function, linear in its strings. A text made of what
   is marked as MARKED_RAW is one as well. */
static int charged(lua_State *L) {
    bool raw = false;
    for (int i = 1; i <= lua_gettop(L); i++) {
        if (i == 1 && lua_type(L, 1) == LUA_TNUMBER && !lua_isinteger(L, 1))
            sandbox_write_number(L, i);
        raw = sandbox_unmark(L, i) || raw;
    }
    charge(L);
    int results = lua_tocfunction(L, lua_upvalueindex(1))(L);
    for (int i = 1; raw && i <= results; i++)
        if (lua_type(L, -i) == LUA_TSTRING)
            sandbox_mark_raw(L, -i);
    return results;
}

/* One %… of a format: its flags and width, and how many decimals it asks for. */
struct conversion {
    bool left, plus, blank, zeros;
    size_t width;
    int decimals; /* of %f; −1: of more than a number is printed with */
};

enum { DECIMALS_DEFAULT = 6, DECIMALS_MOST = 15 };

/* At most two digits, as Lua has it. */
static size_t read_digits(struct str spec, size_t *at) {
    size_t number = 0;
    for (size_t end = *at + 2;
         *at < end && *at < spec.n && spec.p[*at] >= '0' && spec.p[*at] <= '9'; ++*at)
        number = number * 10 + (size_t)(spec.p[*at] - '0');
    return number;
}

static struct conversion read_conversion(struct str spec) {
    struct conversion c = {.decimals = DECIMALS_DEFAULT};
    size_t at = 0;
    for (; at < spec.n && memchr("-+ #0", spec.p[at], 5) != NULL; at++) {
        c.left = c.left || spec.p[at] == '-';
        c.plus = c.plus || spec.p[at] == '+';
        c.blank = c.blank || spec.p[at] == ' ';
        c.zeros = c.zeros || spec.p[at] == '0';
    }
    c.width = read_digits(spec, &at);
    if (at < spec.n && spec.p[at] == '.') {
        at++;
        c.decimals = (int)read_digits(spec, &at);
    }
    if (at < spec.n || c.decimals > DECIMALS_MOST) /* Lua's own says what is wrong */
        c.decimals = -1;
    return c;
}

static void put_padded(const struct conversion *c, struct str digits, struct buf *out) {
    bool minus = digits.n > 0 && digits.p[0] == '-';
    char sign = minus ? '-' : c->plus ? '+' : c->blank ? ' ' : '\0';
    digits = minus ? str_slice(digits, 1, digits.n) : digits;
    size_t n = digits.n + (sign != '\0'), fill = c->width > n ? c->width - n : 0;
    for (size_t i = 0; i < fill && !c->left && !c->zeros; i++)
        buf_char(out, ' ');
    if (sign != '\0')
        buf_char(out, sign);
    for (size_t i = 0; i < fill && !c->left && c->zeros; i++)
        buf_char(out, '0');
    buf_put(out, digits);
    for (size_t i = 0; i < fill && c->left; i++)
        buf_char(out, ' ');
}

/* [-0, +0, e] Puts a text in the place of the number at `argument`: rounded as every
   number of a report is. False if Lua prints it as well. */
static bool print_fixed(lua_State *L, int argument, struct str spec) {
    struct conversion c = read_conversion(spec);
    if (c.decimals < 0)
        return false;
    mpq_t q;
    mpq_init(q);
    if (lua_isinteger(L, argument))
        mpq_set_si(q, lua_tointeger(L, argument), 1);
    else
        rational_from_computed(lua_tonumber(L, argument), c.decimals, q);
    struct buf digits = buf_open(2048), padded = buf_open(4096);
    rational_print(q, c.decimals, sandbox_rounding(L), &digits);
    mpq_clear(q);
    put_padded(&c, buf_str(&digits), &padded);
    lua_pushlstring(L, padded.p != NULL ? padded.p : "", padded.n);
    buf_close(&digits);
    buf_close(&padded);
    lua_replace(L, argument);
    return true;
}

/* [-0, +0, e] Whether the argument is a number, also one that is written as a text,
   which it becomes. */
static bool take_number(lua_State *L, int argument) {
    sandbox_unmark(L, argument);
    if (lua_type(L, argument) == LUA_TSTRING && lua_isnumber(L, argument)) {
        lua_stringtonumber(L, lua_tostring(L, argument));
        lua_replace(L, argument);
    }
    return lua_type(L, argument) == LUA_TNUMBER;
}

/* [-0, +0, e] %10s of a marked text: blanks before or behind it, which keeps its marks.
   False if it has none, or is cut. */
static bool pad_marked(lua_State *L, int argument, struct str spec) {
    size_t n;
    const char *p = lua_tolstring(L, argument, &n);
    struct conversion c = read_conversion(spec);
    if (!marked_any((struct str){p, n}) || memchr(spec.p, '.', spec.n) != NULL ||
        c.decimals < 0)
        return false;
    struct buf plain = buf_open(n + 1), out = buf_open(n + 128);
    marked_strip((struct str){p, n}, &plain);
    size_t fill = c.width > plain.n ? c.width - plain.n : 0;
    for (size_t i = 0; i < fill && !c.left; i++)
        buf_char(&out, ' ');
    buf_put(&out, (struct str){p, n});
    for (size_t i = 0; i < fill && c.left; i++)
        buf_char(&out, ' ');
    lua_pushlstring(L, out.p != NULL ? out.p : "", out.n);
    buf_close(&plain);
    buf_close(&out);
    lua_replace(L, argument);
    return true;
}

/* Whether %g or %e, which round as C does, leaves the number as it is. */
static bool is_whole_in(struct conversion c, char kind, lua_Number x) {
    char text[64];
    if (c.decimals < 0)
        return false;
    bool exponent = kind == 'e' || kind == 'E';
    snprintf(text, sizeof text, "%.*g", c.decimals + (exponent ? 1 : 0), x);
    return fabs(strtod(text, NULL) - x) <= fabs(x) * 1e-12;
}

/* Whether a fraction is written as programs read it (%a, %q), or rounded by nobody: %g
   that cuts it, %.20f. */
static bool writes_raw(lua_State *L, int argument, char kind, struct str spec) {
    if (lua_type(L, argument) != LUA_TNUMBER || lua_isinteger(L, argument) ||
        strchr("aAqgGeEf", kind) == NULL)
        return false;
    lua_Number x = lua_tonumber(L, argument);
    if (!isfinite(x) || x == floor(x))
        return !isfinite(x);
    struct conversion c = read_conversion(spec);
    if (strchr("aAq", kind) != NULL)
        return true;
    if (kind == 'f') /* 0.5 has no more digits than it prints */
        return c.decimals < 0 && x * 1048576 != floor(x * 1048576);
    return !is_whole_in(c, kind, x);
}

/* [-n, +1, e] upvalue: Lua's own format. %s prints as tostring does, %f rounds by the
   project's rule, %p (an address) and what is no finite number are refused. A text that
   is cut or quoted loses its marks. */
static int safe_format(lua_State *L) {
    size_t n;
    const char *format = luaL_checklstring(L, 1, &n);
    luaL_Buffer own; /* the format with %s for what is printed here */
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    int argument = 1, top = lua_gettop(L);
    char *out = luaL_buffinitsize(L, &own, n + 1);
    size_t length = 0;
    bool any_raw = false;
    for (size_t i = 0; i < n; i++) {
        out[length++] = format[i];
        if (format[i] != '%')
            continue;
        i++;
        if (i < n && format[i] == '%') {
            out[length++] = '%';
            continue;
        }
        size_t flags = strspn(format + i, "-+ #0123456789.");
        struct str spec = {format + i, flags};
        i += flags;
        argument++;
        char kind = i < n ? format[i] : '\0';
        bool number = argument <= top && kind != '\0' &&
                      strchr("aAeEfgG", kind) != NULL && take_number(L, argument);
        if (kind == 'p')
            return sandbox_raise(L, NULL, "string.format: %%p is not available");
        if (number && !isfinite(lua_tonumber(L, argument)))
            return sandbox_raise(L, "a division by zero, or a value that is missing?",
                                 "string.format: argument %d is not a finite number",
                                 argument);
        if (kind == 's' && argument <= top) {
            sandbox_push_text(L, argument);
            lua_replace(L, argument);
        }
        if (kind == 's' && flags > 0 && argument <= top &&
            pad_marked(L, argument, spec)) {
            out[length++] = 's';
            continue;
        }
        if (kind != '\0' && argument <= top && (kind != 's' || flags > 0)) {
            bool raw = sandbox_unmark(L, argument);
            if (raw && (kind == 's' || kind == 'q'))
                any_raw = true;
        }
        if (kind != '\0' && argument <= top && writes_raw(L, argument, kind, spec))
            any_raw = true;
        if (number && kind == 'f' && print_fixed(L, argument, spec)) {
            out[length++] = 's';
            continue;
        }
        memcpy(out + length, spec.p, spec.n);
        length += spec.n;
        if (kind != '\0')
            out[length++] = kind;
    }
    luaL_pushresultsize(&own, length);
    lua_replace(L, 1);
    charge(L);
    lua_tocfunction(L, lua_upvalueindex(1))(L);
    if (any_raw)
        sandbox_mark_raw(L, -1);
    return 1;
}

int sandbox_open_utf8(lua_State *L) {
    static const char *const linear[] = {"codepoint", "codes", "len", "offset"};
    lua_pushcfunction(L, luaopen_utf8);
    lua_call(L, 0, 1);
    for (size_t i = 0; i < sizeof linear / sizeof linear[0]; i++) {
        lua_getfield(L, -1, linear[i]);
        lua_pushcclosure(L, charged, 1);
        lua_setfield(L, -2, linear[i]);
    }
    return 1;
}

int sandbox_open_string(lua_State *L) {
    static const char *const plain[] = {"byte",    "char", "len",  "lower",
                                        "reverse", "sub",  "upper"};
    lua_pushcfunction(L, luaopen_string);
    lua_call(L, 0, 1);
    lua_createtable(L, 0, 16);
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        lua_getfield(L, -2, plain[i]);
        lua_pushcclosure(L, charged, 1);
        lua_setfield(L, -2, plain[i]);
    }
    lua_getfield(L, -2, "format");
    lua_pushcclosure(L, safe_format, 1);
    lua_setfield(L, -2, "format");
    lua_pushcfunction(L, bounded_rep);
    lua_setfield(L, -2, "rep");
    sandbox_open_patterns(L);
    sandbox_open_joins(L);
    /* The metatable of strings: methods, but no arithmetic on text ("10" + 1). */
    lua_pushliteral(L, "");
    lua_createtable(L, 0, 2);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
    lua_remove(L, -2);
    return 1;
}
