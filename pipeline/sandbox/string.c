/* string.*: without bytecode and addresses; what makes long strings is bounded,
   and what walks them counts against the limit. */
#include "base/marked.h"
#include "sandbox/host.h"
#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

void sandbox_unmark(lua_State *L, int index) {
    size_t n;
    if (lua_type(L, index) != LUA_TSTRING)
        return;
    index = lua_absindex(L, index);
    const char *p = lua_tolstring(L, index, &n);
    if (!marked_any((struct str){p, n}))
        return;
    struct buf plain = buf_open(n + 1);
    marked_strip((struct str){p, n}, &plain);
    lua_pushlstring(L, plain.p != NULL ? plain.p : "", plain.n);
    buf_close(&plain);
    lua_replace(L, index);
}

/* [-n, +1, e] */
static int bounded_rep(lua_State *L) {
    size_t n, gap;
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

/* [-n, +r, e] upvalue: Lua's own function, linear in its strings */
static int charged(lua_State *L) {
    for (int i = 1; i <= lua_gettop(L); i++)
        sandbox_unmark(L, i);
    charge(L);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* [-n, +1, e] upvalue: Lua's own format. %s prints as tostring does, %p (an
   address) is refused. A text that is cut, filled up or quoted loses its marks. */
static int safe_format(lua_State *L) {
    size_t n;
    const char *format = luaL_checklstring(L, 1, &n);
    int argument = 1, top = lua_gettop(L);
    for (size_t i = 0; i < n; i++) {
        if (format[i] != '%')
            continue;
        i++;
        if (i < n && format[i] == '%')
            continue;
        size_t flags = strspn(format + i, "-+ #0123456789.");
        i += flags;
        argument++;
        if (i < n && format[i] == 'p')
            return sandbox_raise(L, NULL, "string.format: %%p is not available");
        if (i < n && format[i] == 's' && argument <= top) {
            sandbox_push_text(L, argument);
            lua_replace(L, argument);
        }
        if (i < n && argument <= top && (format[i] != 's' || flags > 0))
            sandbox_unmark(L, argument);
    }
    charge(L);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
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
