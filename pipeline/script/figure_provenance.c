/* Where a figure comes from: the cells and sources of its leaves. */
#include "base/buf.h"
#include "dataset/dataset.h"
#include "script/leaves.h"
#include "script/totals.h"
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

const struct total *figure_total(lua_State *L) {
    bool is = lua_getiuservalue(L, -1, 2) == LUA_TLIGHTUSERDATA;
    const struct total *total = is ? lua_touserdata(L, -1) : NULL;
    lua_pop(L, 1);
    return total;
}

static void set_str(lua_State *L, const char *name, struct str value) {
    push_str(L, value);
    lua_setfield(L, -2, name);
}

static void push_cell(lua_State *L, const struct leaf *leaf) {
    struct script *script = script_of(L);
    struct source_cell source = leaf_cell(leaf);
    struct place place = dataset_place(script->ds, source, script->own);
    lua_createtable(L, 0, 10);
    set_str(L, "file", place.file);
    set_str(L, "cell", place.cell);
    lua_pushinteger(L, (lua_Integer)place.line);
    lua_setfield(L, -2, "line");
    lua_pushinteger(L, source.column);
    lua_setfield(L, -2, "column");
    set_str(L, "source", file_source(L, source.file));
    const struct observation *o = leaf->observation;
    if (o == NULL) {
        set_str(L, "text", leaf->statement->value);
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
    size_t count;
    const struct leaf *leaves = leaves_push(L, &count);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        push_cell(L, &leaves[i]);
        lua_rawseti(L, 3, (lua_Integer)i + 1);
    }
    return 1;
}

static struct str indicator_source(lua_State *L, const struct indicator *indicator) {
    return script_either(script_of(L),
                         (struct either){indicator->source, indicator->source_en});
}

static struct str leaf_source(lua_State *L, const struct leaf *leaf) {
    struct str source = file_source(L, leaf_cell(leaf).file);
    if (source.n > 0 || leaf->observation == NULL)
        return source;
    return indicator_source(L,
                            observation_indicator(script_of(L)->ds, leaf->observation));
}

static bool is_of_one_source(const struct leaf *a, const struct leaf *b) {
    return a->observation != NULL && b->observation != NULL &&
           a->observation->source.file == b->observation->source.file &&
           a->observation->series == b->observation->series;
}

/* Whether the text is not empty and not in the table at `said`; then it is put in. */
static bool is_new(lua_State *L, int said, struct str text) {
    push_str(L, text);
    lua_pushvalue(L, -1);
    bool fresh = lua_rawget(L, said) == LUA_TNIL && text.n > 0;
    lua_pop(L, 1);
    lua_pushboolean(L, 1);
    lua_rawset(L, said);
    return fresh;
}

/* [-1, +1, e] f:source(): the sources' own words, each once, joined by ；
   or what the report's language has for it */
static int method_source(lua_State *L) {
    const struct figure *own = figure_check(L, 1);
    struct str between = words_text(script_of(L)->words, "sign.semicolon");
    lua_settop(L, 1);
    size_t count;
    const struct leaf *leaves = leaves_push(L, &count);
    lua_newtable(L); /* 3: what was said already */
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && is_of_one_source(&leaves[i - 1], &leaves[i]))
            continue;
        struct str source = leaf_source(L, &leaves[i]);
        if (!is_new(L, 3, source))
            continue;
        if (any)
            luaL_addlstring(&buffer, between.p, between.n);
        luaL_addlstring(&buffer, source.p, source.n);
        any = true;
    }
    if (!any && own->indicator != DATASET_NONE) {
        struct str source =
            indicator_source(L, dataset_indicator(script_of(L)->ds, own->indicator));
        luaL_addlstring(&buffer, source.n > 0 ? source.p : "", source.n);
    }
    luaL_pushresult(&buffer);
    return 1;
}

static const luaL_Reg methods[] = {
    {"cells", method_cells}, {"source", method_source}, {NULL, NULL}};

void figure_add_provenance(lua_State *L) { luaL_setfuncs(L, methods, 0); }
