#include "compose/values.h"
#include "compose/printed.h"
#include "compose/raw_number.h"
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#define TYPE_NAME "compose.markdown"
/* The registry's field for the document being made. */
#define COMPOSITION "compose.composition"
/* Beyond this a double is no longer every integer. */
#define EXACT_INTEGER 9007199254740992.0

static struct composition *current(lua_State *L) {
    lua_getfield(L, LUA_REGISTRYINDEX, COMPOSITION);
    struct composition *c = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return c;
}

/* [-1, +1, m] the string on the top becomes a markdown value */
static void wrap(lua_State *L) {
    lua_newuserdatauv(L, 0, 1);
    lua_insert(L, -2);
    lua_setiuservalue(L, -2, 1);
    luaL_setmetatable(L, TYPE_NAME);
}

/* [-0, +1, e] the string at the end of `buffer` as a markdown value */
static int give(lua_State *L, struct buf *buffer) {
    bool good = buf_ok(buffer);
    lua_pushlstring(L, buffer->p ? buffer->p : "", buffer->n);
    buf_close(buffer);
    if (!good)
        return sandbox_raise(L, NULL, "this text is too long");
    wrap(L);
    return 1;
}

/* [-0, +1, e] the text of argument `index`, or an error */
static struct str checked_text(lua_State *L, int index, const char *function) {
    size_t size = 0;
    const char *problem, *hint;
    const char *p = values_push_text(L, index, &size, &problem, &hint);
    if (p == NULL) {
        sandbox_raise(L, hint, "%s: the text %s", function,
                      diag_words(current(L)->diag, problem));
        return (struct str){"", 0};
    }
    return (struct str){p, size};
}

static struct place caller_place(lua_State *L, struct composition *c) {
    struct place place = {.context = c->context};
    lua_Debug ar;
    for (int level = 1; lua_getstack(L, level, &ar) != 0; level++)
        if (lua_getinfo(L, "Sl", &ar) != 0 && ar.currentline > 0 &&
            str_starts(str_from(ar.source), STR("@templates/"))) {
            place.file = arena_copy(c->arena, str_from(ar.source + 1));
            place.line = (size_t)ar.currentline;
            break;
        }
    return place;
}

/* A Markdown value, or a text. */
struct joined {
    bool is_markdown;
    struct str text;
};

/* [-0, +0|1, e] Read before there is a buffer, since it may raise, and once, since
   what prints itself may print something else the next time. */
static struct joined read_joined(lua_State *L, int index, const char *function) {
    struct joined part = {.is_markdown = true};
    if (values_markdown(L, index, &part.text))
        return part;
    return (struct joined){false, checked_text(L, index, function)};
}

/* Markdown as it is, a text as what is printed. */
static void put_joined(lua_State *L, struct composition *c, struct joined part,
                       struct buf *out) {
    if (part.is_markdown)
        buf_put(out, part.text);
    else
        printed_put(c, part.text, caller_place(L, c), out);
}

/* raw(text) [-1, +1, e] */
static int make_raw(lua_State *L) {
    struct str text;
    lua_settop(L, 1);
    if (values_markdown(L, 1, &text)) {
        lua_pushvalue(L, 1);
        return 1;
    }
    struct composition *c = current(L);
    text = checked_text(L, 1, "raw");
    struct buf out = buf_open(SIZE_MAX / 2);
    printed_put_markdown(c, text, caller_place(L, c), &out);
    return give(L, &out);
}

/* The bytes of the stop that a text ends with, 0 without one. */
static size_t stop_at(struct str text) {
    if (str_ends(text, STR("。")))
        return STR("。").n;
    return str_ends(text, STR(".")) ? 1 : 0;
}

/* cited(text, figures): the text with the numbers of its sources before its stop
   [-2, +1, e] */
static int make_cited(lua_State *L) {
    struct composition *c = current(L);
    lua_settop(L, 2);
    lua_getglobal(L, "cite");
    lua_pushvalue(L, 2);
    lua_call(L, 1, 1);
    struct str mark = checked_text(L, 3, "cited");
    struct str text = checked_text(L, 1, "cited");
    size_t stop = mark.n > 0 ? stop_at(text) : 0;
    struct place place = caller_place(L, c);
    struct buf out = buf_open(SIZE_MAX / 2);
    printed_put(c, str_slice(text, 0, text.n - stop), place, &out);
    if (mark.n > 0) {
        buf_puts(&out, "<sup>");
        printed_put(c, mark, place, &out);
        buf_puts(&out, "</sup>");
    }
    printed_put(c, str_slice(text, text.n - stop, text.n), place, &out);
    return give(L, &out);
}

static int give_mark(lua_State *L, size_t index) {
    struct buf out = buf_open(32);
    parts_put_mark(&out, index);
    return give(L, &out);
}

/* note(text) [-1, +1, e] */
static int make_note(lua_State *L) {
    struct composition *c = current(L);
    lua_settop(L, 1);
    struct joined text = read_joined(L, 1, "note");
    if (str_trim(text.text).n == 0)
        return sandbox_raise(L, "note(\"按可比口径计算\")", "note: the text is empty");
    struct buf markdown = buf_open(SIZE_MAX / 2);
    put_joined(L, c, text, &markdown);
    struct doc_note *note = arena_alloc(c->arena, sizeof *note);
    note->object.kind = OBJECT_NOTE;
    note->object.place = caller_place(L, c);
    struct mark mark = {.kind = MARK_NOTE,
                        .place = note->object.place,
                        .object = &note->object,
                        .text = arena_copy(c->arena, buf_str(&markdown))};
    buf_close(&markdown);
    return give_mark(L, parts_mark(c, mark));
}

/* The field of the table at index 2, as plain text. */
static struct str optional_field(lua_State *L, struct composition *c,
                                 const char *name) {
    struct str text = {"", 0};
    int type = lua_getfield(L, 2, name);
    if (type == LUA_TSTRING) {
        text = printed_take(c, checked_text(L, -1, "ref"));
        lua_pop(L, 1);
    } else if (type != LUA_TNIL) {
        sandbox_raise(L, NULL, "ref: %s must be a text, not a %s", name,
                      sandbox_type_name(L, -1));
    }
    lua_pop(L, 1);
    return text;
}

/* The table at index 2: { within = "（见{}）", otherwise = "" }. */
static const struct optional *read_optional(lua_State *L, struct composition *c) {
    static const char hint[] =
        "ref(\"tbl-rank\", { within = \"(see {})\", otherwise = \"\" })";
    if (!lua_istable(L, 2))
        sandbox_raise(L, hint, "ref takes a table of within and otherwise, not a %s",
                      sandbox_type_name(L, 2));
    for (lua_pushnil(L); lua_next(L, 2) != 0; lua_pop(L, 1)) {
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "";
        if (strcmp(name, "within") != 0 && strcmp(name, "otherwise") != 0)
            sandbox_raise(L, hint, "ref has no field \"%s\"", name);
    }
    struct optional *optional = arena_alloc(c->arena, sizeof *optional);
    optional->otherwise = optional_field(L, c, "otherwise");
    struct str within = optional_field(L, c, "within");
    size_t at = str_find(within, STR("{}"), 0);
    if (within.n > 0 && at == STR_NOT_FOUND)
        sandbox_raise(L, hint, "ref: within has no {} for the reference");
    if (within.n > 0) {
        optional->before = str_slice(within, 0, at);
        optional->behind = str_slice(within, at + 2, within.n);
    }
    return optional;
}

/* ref(id, optional) [-2, +1, e] */
static int make_reference(lua_State *L) {
    struct composition *c = current(L);
    lua_settop(L, 2);
    if (lua_type(L, 1) != LUA_TSTRING)
        return sandbox_raise(L, "ref(\"tbl-rank\")",
                             "ref takes the id of a table, "
                             "chart or heading");
    size_t n;
    const char *p = lua_tolstring(L, 1, &n);
    struct mark mark = {.kind = MARK_REFERENCE,
                        .place = caller_place(L, c),
                        .text = printed_take(c, (struct str){p, n}),
                        .optional = lua_isnil(L, 2) ? NULL : read_optional(L, c)};
    return give_mark(L, parts_mark(c, mark));
}

/* a .. b, one of them a markdown value [-2, +1, e] */
static int join(lua_State *L) {
    lua_settop(L, 2);
    struct composition *c = current(L);
    struct joined left = read_joined(L, 1, ".."), right = read_joined(L, 2, "..");
    struct buf out = buf_open(SIZE_MAX / 2);
    put_joined(L, c, left, &out);
    put_joined(L, c, right, &out);
    return give(L, &out);
}

/* tostring() would lose what makes it more than text [-1, +1, e] */
static int refuse_text(lua_State *L) {
    return sandbox_raise(L,
                         "print it by a tag of its own, or join it to a text with ..",
                         "raw(), note() and ref() give no plain text");
}

static void make_type(lua_State *L) {
    if (luaL_newmetatable(L, TYPE_NAME)) {
        lua_pushcfunction(L, join);
        lua_setfield(L, -2, "__concat");
        lua_pushcfunction(L, refuse_text);
        lua_setfield(L, -2, "__tostring");
        lua_pushboolean(L, 0);
        lua_setfield(L, -2, "__metatable");
        lua_pushliteral(L, "Markdown"); /* for messages */
        lua_setfield(L, -2, "__name");
    }
    lua_pop(L, 1);
}

/* [-0, +1, e] a float with an integer's value prints as that integer; another has
   no decimals that anybody agreed on */
static const char *push_float(lua_State *L, double value, size_t *size,
                              const char **problem, const char **hint) {
    if (!isfinite(value)) {
        *problem = "is not a finite number";
        *hint = "a division by zero, or a value that is missing?";
        return NULL;
    }
    if (fabs(value) > EXACT_INTEGER) {
        *problem = "is larger than a whole number that is known to its last digit";
        *hint = "print it with fmt.number(x, 0), or in a larger unit";
        return NULL;
    }
    if (value != floor(value)) {
        *problem = "is a number with a fraction, and no decimals are given";
        *hint = "use fmt, or a figure's :fixed(2), so that it prints as it should";
        return NULL;
    }
    lua_pushinteger(L, (lua_Integer)value);
    return lua_tolstring(L, -1, size);
}

void values_set_functions(lua_State *L, int environment, struct composition *c) {
    static const luaL_Reg functions[] = {{"raw", make_raw},
                                         {"note", make_note},
                                         {"ref", make_reference},
                                         {"cited", make_cited},
                                         {NULL, NULL}};
    environment = lua_absindex(L, environment);
    make_type(L);
    lua_pushlightuserdata(L, c);
    lua_setfield(L, LUA_REGISTRYINDEX, COMPOSITION);
    for (const luaL_Reg *f = functions; f->name != NULL; f++) {
        lua_pushstring(L, f->name);
        lua_pushcfunction(L, f->func);
        lua_rawset(L, environment);
    }
}

bool values_markdown(lua_State *L, int index, struct str *markdown) {
    if (luaL_testudata(L, index, TYPE_NAME) == NULL)
        return false;
    index = lua_absindex(L, index);
    lua_getiuservalue(L, index, 1);
    markdown->p = lua_tolstring(L, -1, &markdown->n);
    lua_pop(L, 1); /* the userdata keeps it */
    return true;
}

const char *values_push_text(lua_State *L, int index, size_t *size,
                             const char **problem, const char **hint) {
    *problem = *hint = NULL;
    const char *p = NULL;
    index = lua_absindex(L, index); /* what is pushed below would move it */
    switch (lua_type(L, index)) {
    case LUA_TNIL:
    case LUA_TNONE:
        *problem = "is nil";
        *hint = "a misspelt name or field? write (x or \"—\") if it may be absent";
        return NULL;
    case LUA_TSTRING:
        lua_pushvalue(L, index);
        p = lua_tolstring(L, -1, size);
        break;
    case LUA_TNUMBER:
        if (!lua_isinteger(L, index))
            return push_float(L, lua_tonumber(L, index), size, problem, hint);
        lua_pushinteger(L, lua_tointeger(L, index));
        p = lua_tolstring(L, -1, size);
        break;
    case LUA_TTABLE:
    case LUA_TUSERDATA:
        if (luaL_getmetafield(L, index, "__printed") != LUA_TNIL) {
            lua_pushvalue(L, index);
            lua_call(L, 1, 1);
            p = lua_tolstring(L, -1, size);
            if (p != NULL)
                break;
            lua_pop(L, 1);
            *problem = "prints as no text";
            *hint = "its __printed must return a text";
            return NULL;
        }
        if (luaL_getmetafield(L, index, "__tostring") != LUA_TNIL) {
            lua_pop(L, 1);
            p = luaL_tolstring(L, index, size);
            break;
        }
        *problem = "is a table";
        *hint = "print one of its fields";
        return NULL;
    default:
        *problem = lua_isboolean(L, index) ? "is true or false" : "is a function";
        *hint =
            lua_isboolean(L, index) ? "write (x and \"是\" or \"否\")" : "call it: f()";
        return NULL;
    }
    if (utf8_invalid((struct str){p, *size}) != STR_NOT_FOUND) {
        lua_pop(L, 1);
        *problem = "is not UTF-8";
        *hint = "string.sub counts bytes and can cut a character; use text.sub";
        return NULL;
    }
    if (raw_number_find((struct str){p, *size}).n > 0) {
        lua_pop(L, 1);
        *problem = "holds a number as Lua writes it (0.33333333333333, nan)";
        *hint =
            "print it with fmt.number(x, 1); nan and inf come of a division by zero";
        return NULL;
    }
    return p;
}
