/* The methods of a figure that look at its vintages: what was known of it when. */
#include "script/figure.h"
#include "script/values.h"

static struct figure_key key_of(const struct figure *figure, uint32_t known) {
    return (struct figure_key){figure->series, figure->area, figure->period, known};
}

static bool read_day(const struct script *script, struct str text, uint32_t *day) {
    struct arena *scratch = arena_open();
    bool read = script->read_day != NULL && script->read_day(text, scratch, day);
    arena_close(scratch);
    return read;
}

/* [-2, +1, e] f:as_of "2024-06-30": what was known on that day, or on the last of a
   month, quarter or year. What is asked of it (growth, rank …) is as of then too. */
static int method_as_of(lua_State *L) {
    const struct figure *figure = figure_check_keyed(L, "as_of()");
    uint32_t day;
    if (!read_day(script_of(L), check_str(L, 2), &day))
        return sandbox_raise(L, "write 2024-01-15, 2024-01, 2024-Q1 or 2024",
                             "\"%s\" is no day", lua_tostring(L, 2));
    if (figure->known != 0 && figure->known < day)
        day = figure->known;
    struct figure_key key = key_of(figure, day);
    figure_push_key(L, &key);
    return 1;
}

/* { vintage =, known =, figure = }: the figure is as of its day. Beside one that its
   day does not lead to (it has none, or another of that day is newer) nothing else can
   be put that was known then. */
static void push_vintage(lua_State *L, const struct figure *of,
                         const struct observation *o) {
    const struct script *script = script_of(L);
    const struct dataset *ds = script->ds;
    const struct vintage *vintage = dataset_vintage(ds, o->vintage);
    lua_createtable(L, 0, 3);
    push_str(L, vintage->name);
    lua_setfield(L, -2, "vintage");
    if (vintage->known != 0) {
        struct buf day = buf_open(16);
        day_print(vintage->known, &day);
        push_str(L, buf_str(&day));
        buf_close(&day);
        lua_setfield(L, -2, "known");
    }
    struct figure_key key =
        key_of(of, vintage->known != 0 ? vintage->known : of->known);
    figure_push_found(L, &key, o)->keyed = figure_find(script, &key) == o;
    lua_setfield(L, -2, "figure");
}

/* [-1, +1, e] f:vintages(): what it sees of its value, oldest first. */
static int method_vintages(lua_State *L) {
    const struct figure *figure = figure_check_keyed(L, "vintages()");
    const struct script *script = script_of(L);
    const struct figure_key key = key_of(figure, figure->known);
    const struct observation *newest = figure_find(script, &key);
    lua_Integer count = 0;
    for (const struct observation *o = newest; o != NULL;
         o = dataset_older(script->ds, o))
        count++;
    sandbox_charge(L, (uint64_t)count);
    lua_newtable(L);
    for (const struct observation *o = newest; o != NULL;
         o = dataset_older(script->ds, o)) {
        push_vintage(L, figure, o);
        lua_rawseti(L, -2, count--);
    }
    return 1;
}

static const luaL_Reg methods[] = {
    {"as_of", method_as_of}, {"vintages", method_vintages}, {NULL, NULL}};

void figure_add_vintages(lua_State *L) { luaL_setfuncs(L, methods, 0); }
