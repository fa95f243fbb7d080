/* The base functions: those of Lua that are safe, and replacements for those
   whose order, addresses or hooks are not. */
#include "sandbox/host.h"
#include <lauxlib.h>
#include <lualib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A key that pairs() can order: numbers, then strings, then booleans. */
struct ordered_key {
    uint8_t rank;
    bool integer;
    lua_Integer i; /* an integer, or a boolean */
    lua_Number d;
    struct str text;
};

static int compare_keys(const void *left, const void *right) {
    const struct ordered_key *a = left, *b = right;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->rank == 1)
        return str_compare(a->text, b->text);
    if (a->integer && b->integer)
        return a->i < b->i ? -1 : a->i > b->i;
    if (a->d < b->d || a->d > b->d)
        return a->d < b->d ? -1 : 1;
    return a->integer ? -1 : b->integer; /* 2^63 and the integer before it */
}

static struct ordered_key read_key(lua_State *L, int index) {
    struct ordered_key key = {.rank = 0};
    size_t n;
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        key.integer = lua_isinteger(L, index) != 0;
        key.i = key.integer ? lua_tointeger(L, index) : 0;
        key.d = lua_tonumber(L, index);
        break;
    case LUA_TSTRING:
        key.rank = 1;
        key.text.p = lua_tolstring(L, index, &n);
        key.text.n = n;
        break;
    case LUA_TBOOLEAN:
        key.rank = 2;
        key.integer = true;
        key.i = lua_toboolean(L, index);
        break;
    default:
        sandbox_raise(L, "use a text or a number as the key, such as area.code",
                      "a table with keys of type %s has no fixed order",
                      sandbox_type_name(L, index));
    }
    return key;
}

static void push_key(lua_State *L, const struct ordered_key *key) {
    if (key->rank == 1)
        lua_pushlstring(L, key->text.p, key->text.n);
    else if (key->rank == 2)
        lua_pushboolean(L, (int)key->i);
    else if (key->integer)
        lua_pushinteger(L, key->i);
    else
        lua_pushnumber(L, key->d);
}

void sandbox_push_keys(lua_State *L, int index) {
    index = lua_absindex(L, index);
    size_t count = 0, capacity = 0;
    struct ordered_key *keys = NULL;
    lua_pushnil(L); /* the place of the block that holds `keys` */
    int block = lua_gettop(L);
    bool sorted = true;
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        lua_pop(L, 1);
        if (count == capacity) {
            capacity = capacity == 0 ? 16 : capacity * 2;
            struct ordered_key *grown =
                lua_newuserdatauv(L, capacity * sizeof *grown, 0);
            if (count > 0)
                memcpy(grown, keys, count * sizeof *keys);
            keys = grown;
            lua_replace(L, block);
        }
        keys[count] = read_key(L, -1);
        if (count > 0 && compare_keys(&keys[count - 1], &keys[count]) > 0)
            sorted = false;
        count++;
    }
    if (!sorted)
        qsort(keys, count, sizeof *keys, compare_keys);
    sandbox_charge(L, count);
    lua_createtable(L, count < INT32_MAX ? (int)count : 0, 0);
    for (size_t i = 0; i < count; i++) {
        push_key(L, &keys[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_replace(L, block);
}

/* [-2, +2|1, -] the step of pairs(); upvalues: keys, how many were given */
static int step(lua_State *L) {
    lua_settop(L, 1);
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(2));
    for (;;) {
        i++;
        if (lua_rawgeti(L, lua_upvalueindex(1), i) == LUA_TNIL)
            return 1;
        lua_pushvalue(L, -1);
        if (lua_rawget(L, 1) != LUA_TNIL)
            break;
        lua_pop(L, 2); /* removed since */
    }
    lua_pushinteger(L, i);
    lua_replace(L, lua_upvalueindex(2));
    return 2;
}

/* [-1, +3, e] */
static int base_pairs(lua_State *L) {
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    sandbox_push_keys(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, step, 2);
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

/* [-1, +2|1, e] the first key in order: `next(t) == nil` asks for emptiness */
static int base_next(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    if (!lua_isnoneornil(L, 2))
        return sandbox_raise(L, "use: for key, value in pairs(t) do",
                             "next with a key is not available");
    lua_settop(L, 1);
    bool any = false;
    struct ordered_key least = {.rank = 0};
    lua_pushnil(L);
    size_t count = 0;
    while (lua_next(L, 1) != 0) {
        lua_pop(L, 1);
        struct ordered_key key = read_key(L, -1);
        if (!any || compare_keys(&key, &least) < 0)
            least = key;
        any = true;
        count++;
    }
    sandbox_charge(L, count);
    if (!any) {
        lua_pushnil(L);
        return 1;
    }
    push_key(L, &least);
    lua_pushvalue(L, -1);
    lua_rawget(L, 1);
    return 2;
}

/* [-n, +r, e] Lua runs a message handler with hooks off; here it runs after the
   protected call, under the limit. */
static int base_xpcall(lua_State *L) {
    luaL_checktype(L, 2, LUA_TFUNCTION);
    int arguments = lua_gettop(L) - 2;
    lua_pushvalue(L, 1);
    lua_copy(L, 2, 1);
    lua_replace(L, 2); /* handler, function, … */
    lua_pushboolean(L, 1);
    lua_insert(L, 2);
    if (lua_pcall(L, arguments, LUA_MULTRET, 0) == LUA_OK)
        return lua_gettop(L) - 1;
    lua_pushboolean(L, 0);
    lua_replace(L, 2);
    lua_pushvalue(L, 1);
    lua_insert(L, -2);
    lua_call(L, 1, LUA_MULTRET);
    return lua_gettop(L) - 1;
}

static void refuse_field(lua_State *L, const char *field) {
    lua_pushstring(L, field);
    if (lua_rawget(L, 2) != LUA_TNIL)
        sandbox_raise(L, NULL, "a metatable with %s is not allowed", field);
    lua_pop(L, 1);
}

/* [-2, +1, e] finalizers run with hooks off; weak tables depend on the collector */
static int base_setmetatable(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, lua_isnil(L, 2) || lua_istable(L, 2), 2, "nil or table");
    lua_settop(L, 2);
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        return sandbox_raise(L, NULL, "cannot change a protected metatable");
    if (lua_istable(L, 2)) {
        refuse_field(L, "__gc");
        refuse_field(L, "__mode");
    }
    lua_setmetatable(L, 1);
    return 1;
}

/* [+-]? digits [. digits] ([eE] [+-]? digits)? and nothing else */
static bool is_number(const char *p) {
    p += *p == '+' || *p == '-';
    size_t digits = strspn(p, "0123456789");
    p += digits;
    if (digits == 0)
        return false;
    if (*p == '.') {
        digits = strspn(p + 1, "0123456789");
        p += digits + 1;
        if (digits == 0)
            return false;
    }
    if (*p == 'e' || *p == 'E') {
        p++;
        p += *p == '+' || *p == '-';
        digits = strspn(p, "0123456789");
        p += digits;
        if (digits == 0)
            return false;
    }
    return *p == '\0';
}

/* [-1, +1, e] strict: no white space, no hexadecimal, nothing that overflows */
static int base_tonumber(lua_State *L) {
    luaL_checkany(L, 1);
    if (!lua_isnoneornil(L, 2))
        return sandbox_raise(L, NULL, "tonumber takes no base");
    lua_settop(L, 1);
    sandbox_unmark(L, 1);
    if (lua_type(L, 1) == LUA_TNUMBER)
        return 1;
    size_t n;
    const char *text = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &n) : NULL;
    if (text != NULL && n <= 64 && strlen(text) == n && is_number(text)) {
        if (*text == '+')
            text++;
        if (lua_stringtonumber(L, text) != 0 && isfinite(lua_tonumber(L, -1)))
            return 1;
    }
    lua_pushnil(L);
    return 1;
}

/* [-1, +1, e] */
static int base_tostring(lua_State *L) {
    luaL_checkany(L, 1);
    sandbox_push_text(L, 1);
    return 1;
}

/* [-1, +1, e] for error objects */
static int error_tostring(lua_State *L) {
    lua_pushstring(L, "message");
    lua_rawget(L, 1);
    return 1;
}

/* [-0, +1, e] a compiled module, or an error at its own place */
static void load_module(lua_State *L, struct str text, struct str file) {
    lua_pushfstring(L, "@%s", lua_pushlstring(L, file.p, file.n));
    int status = sandbox_compile(L, text, lua_tostring(L, -1), 1);
    if (status == LUA_OK)
        return;
    if (status != LUA_ERRSYNTAX)
        lua_error(L);
    struct sandbox *sandbox = sandbox_of(L);
    struct sandbox_failure *failure = &sandbox->failure;
    sandbox_explain_syntax(sandbox->diag, text, 1, lua_tostring(L, -1), failure);
    lua_newtable(L);
    lua_pushstring(L, failure->text);
    lua_setfield(L, -2, "message");
    lua_pushstring(L, failure->hint);
    lua_setfield(L, -2, "hint");
    lua_pushlstring(L, file.p, file.n);
    lua_setfield(L, -2, "file");
    lua_pushinteger(L, (lua_Integer)failure->position.line);
    lua_setfield(L, -2, "line");
    luaL_setmetatable(L, "sandbox.error");
    lua_error(L);
}

/* [-1, +1, e] upvalue: the loaded modules; false while one is being loaded */
static int base_require(lua_State *L) {
    size_t n;
    const char *name = luaL_checklstring(L, 1, &n);
    lua_settop(L, 1);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TBOOLEAN && !lua_toboolean(L, -1))
        return sandbox_raise(L, NULL, "module \"%s\" requires itself", name);
    if (!lua_isnil(L, -1))
        return 1;
    lua_pop(L, 1);
    struct sandbox *sandbox = sandbox_of(L);
    struct str file = {NULL, 0}, text = {NULL, 0};
    if (sandbox->finder != NULL)
        text = sandbox->finder(sandbox->finder_context, (struct str){name, n}, &file);
    if (text.n == 0)
        return sandbox_raise(L,
                             "modules are the files of lua/ (require \"name\" for "
                             "lua/name.lua) and the library's nqi.…",
                             "no module \"%s\"", name);
    if (sandbox->linter != NULL && !sandbox->linter(text, file, 1, sandbox->diag))
        return sandbox_raise(L, NULL, "module \"%s\" is not used as it stands", name);
    load_module(L, text, file);
    lua_pushvalue(L, 1);
    lua_pushboolean(L, 0);
    lua_rawset(L, lua_upvalueindex(1));
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -2);
    lua_rawset(L, lua_upvalueindex(1));
    return 1;
}

/* Collects the text keys of the table at `index` into `names`. */
static size_t collect_names(lua_State *L, int index, struct str *names, size_t count,
                            size_t room) {
    index = lua_absindex(L, index);
    lua_pushnil(L);
    while (lua_next(L, index) != 0) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING && count < room) {
            size_t n;
            names[count].p = lua_tolstring(L, -1, &n);
            names[count++].n = n;
        }
    }
    return count;
}

static int compare_names(const void *a, const void *b) {
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static const char *advise(const struct sandbox *sandbox, lua_State *L, struct str name,
                          bool last) {
    return sandbox->adviser == NULL
               ? NULL
               : sandbox->adviser(sandbox->adviser_context, L, name, last);
}

/* [-2, +1, e] a name that nothing defines */
static int unknown_global(lua_State *L) {
    if (lua_type(L, 2) != LUA_TSTRING)
        return 0;
    static const char *const absent[] = {"io",        "os",        "debug", "package",
                                         "dofile",    "loadfile",  "load",  "print",
                                         "coroutine", "loadstring"};
    size_t n;
    struct str name = {lua_tolstring(L, 2, &n), 0};
    name.n = n;
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++)
        if (str_equal(name, str_from(absent[i])))
            return sandbox_raise(L, "scripts have no files, clock, network or console",
                                 "\"%s\" is not available", name.p);
    const struct sandbox *sandbox = sandbox_of(L);
    const char *advice = advise(sandbox, L, name, false);
    if (advice != NULL)
        return sandbox_raise(L, advice, "nothing is called \"%s\" here", name.p);
    struct str names[512];
    size_t count = collect_names(L, 1, names, 0, 512);
    lua_rawgeti(L, LUA_REGISTRYINDEX, sandbox->environment);
    count = collect_names(L, -1, names, count, 512);
    qsort(names, count, sizeof names[0], compare_names);
    struct str nearest = diag_nearest(name, names, count);
    if (nearest.n == 0)
        return sandbox_raise(L, advise(sandbox, L, name, true),
                             "nothing is called \"%s\" here", name.p);
    const char *hint = lua_pushfstring(
        L, diag_words(sandbox->diag, "did you mean \"%s\"?"), nearest.p);
    return sandbox_raise(L, hint, "nothing is called \"%s\" here", name.p);
}

/* [-3, +0, e] */
static int refuse_global(lua_State *L) {
    sandbox_push_text(L, 2);
    const char *name = lua_tostring(L, -1);
    const char *hint = lua_pushfstring(
        L, diag_words(sandbox_of(L)->diag, "write: local %s = …"), name);
    return sandbox_raise(L, hint, "\"%s\" is not local", name);
}

void sandbox_guard_globals(lua_State *L) {
    lua_pushglobaltable(L);
    lua_createtable(L, 0, 3);
    lua_pushcfunction(L, unknown_global);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, refuse_global);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

const char *sandbox_type_name(lua_State *L, int index) {
    const char *name = luaL_typename(L, index);
    int type = luaL_getmetafield(L, index, "__name");
    if (type == LUA_TSTRING)
        name = lua_tostring(L, -1); /* the metatable keeps it */
    if (type != LUA_TNIL)
        lua_pop(L, 1);
    return diag_words(sandbox_of(L)->diag, name);
}

void sandbox_push_text(lua_State *L, int index) {
    index = lua_absindex(L, index);
    int type = lua_type(L, index);
    if (type == LUA_TNIL || type == LUA_TBOOLEAN || type == LUA_TNUMBER ||
        type == LUA_TSTRING) {
        luaL_tolstring(L, index, NULL);
        if (type == LUA_TNUMBER) {
            lua_pushvalue(L, index);
            lua_replace(L, -2);
            sandbox_write_number(L, -1);
        }
    } else if (luaL_getmetafield(L, index, "__tostring") != LUA_TNIL) {
        lua_pop(L, 1);
        luaL_tolstring(L, index, NULL);
    } else {
        lua_pushstring(L, lua_typename(L, type)); /* no address: it differs each run */
    }
}

int sandbox_open_base(lua_State *L) {
    static const char *const kept[] = {"assert", "error",    "getmetatable", "ipairs",
                                       "pcall",  "rawequal", "rawget",       "rawlen",
                                       "rawset", "select",   "type"};
    static const luaL_Reg replaced[] = {{"next", base_next},
                                        {"pairs", base_pairs},
                                        {"xpcall", base_xpcall},
                                        {"setmetatable", base_setmetatable},
                                        {"tonumber", base_tonumber},
                                        {"tostring", base_tostring},
                                        {NULL, NULL}};
    lua_pushcfunction(L, luaopen_base);
    lua_call(L, 0, 1);
    lua_newtable(L);
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        lua_getfield(L, -2, kept[i]);
        lua_setfield(L, -2, kept[i]);
    }
    luaL_setfuncs(L, replaced, 0);
    lua_newtable(L);
    lua_pushcclosure(L, base_require, 1);
    lua_setfield(L, -2, "require");
    /* What is not in this table does not exist: the old globals go. */
    lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_pop(L, 1);
    luaL_newmetatable(L, "sandbox.error");
    lua_pushcfunction(L, error_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    return 0;
}
