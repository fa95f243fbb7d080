/* Where a figure comes from: the cells and sources of all that it was computed
   from, in the order of the operands, each once. */
#include "base/buf.h"
#include "dataset/dataset.h"
#include "script/figure.h"
#include "script/values.h"
#include "words/words.h"

void figure_put_operands(lua_State *L, int worklist, lua_Integer *count) {
    int figure = lua_gettop(L);
    for (int slot = 3; slot >= 2; slot--) { /* the left one is taken first */
        int type = lua_getiuservalue(L, figure, slot);
        if (type == LUA_TUSERDATA || type == LUA_TNUMBER) {
            lua_rawseti(L, worklist, ++*count);
            continue;
        }
        if (type == LUA_TLIGHTUSERDATA)
            total_put_parts(L, lua_touserdata(L, -1), worklist, count);
        lua_Integer n = type == LUA_TTABLE ? (lua_Integer)lua_rawlen(L, -1) : 0;
        for (lua_Integer i = n; i >= 1; i--) {
            lua_rawgeti(L, -1, i);
            lua_rawseti(L, worklist, ++*count);
        }
        lua_pop(L, 1);
    }
}

static bool is_leaf(const struct figure *figure) {
    return figure->observation != NULL || figure->statement != NULL;
}

/* Whether this cell is met for the first time: `seen` has the cells, too. */
static bool is_fresh(lua_State *L, int seen, const struct figure *figure) {
    const void *cell = figure->observation != NULL ? (const void *)figure->observation
                                                   : (const void *)figure->statement;
    bool fresh = lua_rawgetp(L, seen, cell) == LUA_TNIL;
    lua_pop(L, 1);
    if (fresh) {
        lua_pushboolean(L, 1);
        lua_rawsetp(L, seen, cell);
    }
    return fresh;
}

static bool has_operands(lua_State *L, int index) {
    bool any = lua_getiuservalue(L, index, 2) != LUA_TNIL;
    any = lua_getiuservalue(L, index, 3) != LUA_TNIL || any;
    lua_pop(L, 2);
    return any;
}

size_t figure_push_leaves(lua_State *L) {
    const struct figure *own = figure_check(L, 1);
    lua_newtable(L);
    int leaves = lua_gettop(L);
    if (!has_operands(L, 1)) {
        if (is_leaf(own)) {
            lua_pushvalue(L, 1);
            lua_rawseti(L, leaves, 1);
        }
        return is_leaf(own) ? 1 : 0;
    }
    lua_newtable(L);
    int seen = lua_gettop(L);
    lua_newtable(L);
    int worklist = lua_gettop(L);
    lua_Integer waiting = 1, found = 0;
    lua_pushvalue(L, 1);
    lua_rawseti(L, worklist, 1);
    while (waiting > 0) {
        lua_rawgeti(L, worklist, waiting--);
        const struct figure *figure = figure_test(L, -1);
        lua_pushvalue(L, -1);
        if (figure != NULL && lua_rawget(L, seen) == LUA_TNIL) {
            lua_pop(L, 1);
            lua_pushvalue(L, -1);
            lua_pushboolean(L, 1);
            lua_rawset(L, seen);
            if (is_leaf(figure) && is_fresh(L, seen, figure)) {
                lua_pushvalue(L, -1);
                lua_rawseti(L, leaves, ++found);
            }
            figure_put_operands(L, worklist, &waiting);
        }
        lua_settop(L, worklist);
        sandbox_charge(L, 1);
    }
    lua_settop(L, leaves);
    return (size_t)found;
}

struct source_cell figure_cell(const struct figure *figure) {
    return figure->observation != NULL ? figure->observation->source
                                       : figure->statement->source;
}

static void set_str(lua_State *L, const char *name, struct str value) {
    push_str(L, value);
    lua_setfield(L, -2, name);
}

static void push_cell(lua_State *L, const struct figure *figure) {
    struct script *script = script_of(L);
    struct source_cell source = figure_cell(figure);
    struct place place = dataset_place(script->ds, source, script->own);
    lua_createtable(L, 0, 10);
    set_str(L, "file", place.file);
    set_str(L, "cell", place.cell);
    lua_pushinteger(L, (lua_Integer)place.line);
    lua_setfield(L, -2, "line");
    lua_pushinteger(L, source.column);
    lua_setfield(L, -2, "column");
    set_str(L, "source", file_source(L, source.file));
    const struct observation *o = figure->observation;
    if (o == NULL) {
        set_str(L, "text", figure->statement->value);
        return;
    }
    indicator_push(L, dataset_series(script->ds, o->series)->indicator);
    lua_setfield(L, -2, "indicator");
    set_str(L, "series", dataset_series_code(script->ds, o->series, script->own));
    area_push(L, o->area);
    lua_setfield(L, -2, "area");
    period_push(L, o->period);
    lua_setfield(L, -2, "period");
    struct buf text = buf_open(64);
    if (o->text == 0)
        decimal_print(o->value, &text);
    set_str(L, "text", o->text != 0 ? dataset_text(script->ds, o) : buf_str(&text));
    buf_close(&text);
}

/* [-1, +1, e] f:cells(): { {file=, line=, column=, cell=, text=, …}, … } */
static int method_cells(lua_State *L) {
    figure_check(L, 1);
    lua_settop(L, 1);
    lua_Integer n = (lua_Integer)figure_push_leaves(L);
    lua_createtable(L, (int)n, 0);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, 2, i);
        push_cell(L, figure_check(L, -1));
        lua_rawseti(L, 3, i);
        lua_pop(L, 1);
    }
    return 1;
}

static struct str indicator_source(lua_State *L, const struct indicator *indicator) {
    return script_either(script_of(L),
                         (struct either){indicator->source, indicator->source_en});
}

/* [-1, +1, e] f:source(): the sources' own words, each once, joined by ；
   or what the report's language has for it */
static int method_source(lua_State *L) {
    const struct figure *own = figure_check(L, 1);
    const struct dataset *ds = script_of(L)->ds;
    struct str between = words_text(script_of(L)->words, "sign.semicolon");
    lua_settop(L, 1);
    lua_Integer n = (lua_Integer)figure_push_leaves(L);
    lua_newtable(L); /* 3: what was said already */
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    bool any = false;
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, 2, i);
        const struct figure *figure = figure_check(L, -1);
        struct str source = file_source(L, figure_cell(figure).file);
        if (source.n == 0 && figure->observation != NULL)
            source =
                indicator_source(L, observation_indicator(ds, figure->observation));
        push_str(L, source);
        lua_pushvalue(L, -1);
        bool fresh = lua_rawget(L, 3) == LUA_TNIL && source.n > 0;
        lua_pop(L, 1);
        if (fresh) {
            lua_pushboolean(L, 1);
            lua_rawset(L, 3);
        } else {
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
        if (fresh) {
            if (any)
                luaL_addlstring(&buffer, between.p, between.n);
            luaL_addlstring(&buffer, source.p, source.n);
            any = true;
        }
    }
    if (!any && own->indicator != DATASET_NONE) {
        struct str source = indicator_source(L, dataset_indicator(ds, own->indicator));
        luaL_addlstring(&buffer, source.n > 0 ? source.p : "", source.n);
    }
    luaL_pushresult(&buffer);
    return 1;
}

static const luaL_Reg methods[] = {
    {"cells", method_cells}, {"source", method_source}, {NULL, NULL}};

void figure_add_provenance(lua_State *L) { luaL_setfuncs(L, methods, 0); }
