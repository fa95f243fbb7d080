/* Ranks as a script sees them: f:rank{…}, f:rank_change{…}, and kernel.ranking for
   rank{…}. All are look-ups in rankings (script/ranks.h). */
#include "script/addition.h"
#include "script/bind_stats.h"
#include "script/comparison.h"
#include "script/figure.h"
#include "script/ranks.h"
#include "script/values.h"

/* What is looked up: the ranking of a value's series and period, in the set that the
   options at `table` name (nil: all ranked areas). */
static struct ranking_key key_of(lua_State *L, uint32_t series, struct period period,
                                 uint32_t known, int table) {
    struct script *script = script_of(L);
    return (struct ranking_key){
        .series = series,
        .indicator = series_of(script, series)->indicator,
        .period = period,
        .as_of = {script->as_of.period, figure_known(script, known)},
        .set = set_field(L, table),
        .rounding = sandbox_rounding(L),
        .exact = script->classify_exact};
}

/* Raises if the set has an area of demonstration in a report that is none, or an area
   and one in it: the one is always above the other. */
static const struct ranking *find(lua_State *L, const struct ranking_key *key) {
    size_t cost;
    addition_check_set(L, key->set);
    const struct ranking *ranking = ranks_find(&script_of(L)->ranks, key, &cost);
    sandbox_charge(L, cost);
    if (key->set->demo != DATASET_NONE)
        figure_permit(L, key->indicator, key->set->demo);
    return ranking;
}

/* A rank, and the set that it is of: NULL if it is a published one. `why` there is
   none: a reason of a figure, or "nothing" for an area that the set does not have. */
struct standing {
    const struct ranking *ranking;
    uint32_t rank, tied;
    const char *why;
};

/* False if none can be given. */
static bool find_standing(lua_State *L, const struct ranking_key *key, uint32_t area,
                          struct standing *standing) {
    const struct indicator *indicator =
        dataset_indicator(script_of(L)->ds, key->indicator);
    *standing = (struct standing){.why = figure_reason_codes[REASON_RULE]};
    if (indicator->kind == KIND_GRADE || indicator->kind == KIND_RANK)
        return false;
    const struct ranking *ranking = find(L, key);
    const struct rank_place *place = ranking_place(ranking, area);
    standing->why = place != NULL ? figure_reason_codes[REASON_INCOMPLETE] : "nothing";
    if (place != NULL && ranking->complete)
        *standing = (struct standing){ranking, place->rank, place->tied, NULL};
    else if (place != NULL)
        standing->rank = place->rank;
    else if (key->set->all)
        standing->rank = ranks_published(&script_of(L)->ranks, key, area);
    return standing->rank != 0;
}

/* nil, and why */
static int push_none(lua_State *L, const char *why) {
    lua_pushnil(L);
    lua_pushstring(L, why);
    return 2;
}

static const char *why_missing(const struct figure *figure) {
    if (figure->kind == FIGURE_TEXT)
        return figure_reason_codes[REASON_RULE];
    return figure->reason != REASON_NONE ? figure_reason(figure)
                                         : figure_reason_codes[REASON_ABSENT];
}

/* The figure at index 1 and the options at index 2. */
static bool read_standing(lua_State *L, const char *method, struct ranking_key *key,
                          struct standing *standing) {
    static const char *const names[] = {"areas", NULL};
    const struct figure *figure = figure_check_keyed(L, method);
    lua_settop(L, 2);
    if (!lua_isnil(L, 2))
        options_check(L, 2, "rank: no option", names);
    *key = key_of(L, figure->series, figure->period, figure->known, 2);
    if (figure->kind == FIGURE_EXACT)
        return find_standing(L, key, figure->area, standing);
    standing->why = why_missing(figure);
    return false;
}

/* [-0, +0, e] The field `areas` of the table on the top: those of a set that is not all
   ranked areas. */
static void set_areas(lua_State *L, const struct area_set *set) {
    if (set->whole)
        return;
    lua_createtable(L, (int)set->count, 0);
    for (size_t i = 0; i < set->count; i++) {
        area_push(L, set->areas[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "areas");
}

/* [-1|2, +1|2, e] f:rank{ areas= }: { rank=, of=, tied=, published=, areas= }, or nil
   and why.
   What prints the same shares a rank (1, 2, 2, 4); no rank from a set with a gap. */
static int method_rank(lua_State *L) {
    struct ranking_key key;
    struct standing standing;
    if (!read_standing(L, "rank()", &key, &standing))
        return push_none(L, standing.why);
    lua_createtable(L, 0, 4);
    lua_pushinteger(L, standing.rank);
    lua_setfield(L, -2, "rank");
    if (standing.ranking != NULL) {
        lua_pushinteger(L, (lua_Integer)standing.ranking->count);
        lua_setfield(L, -2, "of");
    }
    lua_pushinteger(L, standing.tied);
    lua_setfield(L, -2, "tied");
    lua_pushboolean(L, standing.ranking == NULL);
    lua_setfield(L, -2, "published");
    set_areas(L, key.set);
    return 1;
}

/* Places gained on the same period a year before, in the same set, of the figure at
   `index`. Why there is none, or NULL: the two may not be compared, the earlier rank is
   not known, or only one of them is a published one. */
static const char *find_change(lua_State *L, const struct ranking_key *key, int index,
                               const struct standing *now, lua_Integer *change) {
    const struct figure *figure = figure_check(L, index);
    struct ranking_key earlier = *key;
    struct standing before;
    if (!period_year_ago(key->period, &earlier.period))
        return figure_reason_codes[REASON_PERIOD];
    figure_push_key(L, &(struct figure_key){figure->series, figure->area,
                                            earlier.period, figure->known});
    enum figure_reason refused =
        comparison_refused(L, index, lua_gettop(L), COMPARE_DIFFERENCE);
    lua_pop(L, 1);
    if (refused != REASON_NONE)
        return figure_reason_codes[refused];
    if (!find_standing(L, &earlier, figure->area, &before))
        return before.why;
    if ((now->ranking == NULL) != (before.ranking == NULL))
        return figure_reason_codes[REASON_INCOMPLETE];
    *change = (lua_Integer)before.rank - (lua_Integer)now->rank;
    return NULL;
}

/* [-1|2, +1|2, e] f:rank_change{ areas= }: 2 is two places up on a year ago; nil and
   why if either rank is not known */
static int method_rank_change(lua_State *L) {
    struct ranking_key key;
    struct standing now;
    lua_Integer change = 0;
    if (!read_standing(L, "rank_change()", &key, &now))
        return push_none(L, now.why);
    const char *why = find_change(L, &key, 1, &now, &change);
    if (why != NULL)
        return push_none(L, why);
    lua_pushinteger(L, change);
    return 1;
}

/* Nothing for NULL. */
static void set_string(lua_State *L, int table, const char *name, const char *value) {
    if (value == NULL)
        return;
    lua_pushstring(L, value);
    lua_setfield(L, table, name);
}

/* Which rows of a ranking are asked for. */
struct choice {
    size_t first, end;
    size_t cut; /* tied with these, and left out */
};

static size_t count_field(lua_State *L, int table, const char *name, size_t unset) {
    size_t count = unset;
    if (lua_getfield(L, table, name) != LUA_TNIL) {
        int whole;
        lua_Integer n = lua_tointegerx(L, -1, &whole);
        if (!whole || n < 0)
            sandbox_raise(L, NULL, "rank: %s must be a whole number from 0", name);
        count = (size_t)n;
    }
    lua_pop(L, 1);
    return count < unset ? count : unset;
}

/* The first n, and those that share the place of the n-th. */
static struct choice choose_top(const struct ranking *ranking, size_t n, bool exactly) {
    struct choice choice = {.end = n};
    if (n == 0 || n >= ranking->valued)
        return choice;
    const struct rank_place *last = &ranking->places[n - 1];
    size_t end = last->first + last->tied + 1;
    if (exactly)
        choice.cut = end - n;
    else
        choice.end = end;
    return choice;
}

static struct choice choose_bottom(const struct ranking *ranking, size_t n,
                                   bool exactly) {
    struct choice choice = {.first = ranking->valued - n, .end = ranking->valued};
    if (n == 0 || choice.first == 0)
        return choice;
    size_t first = ranking->places[choice.first].first;
    if (exactly)
        choice.cut = choice.first - first;
    else
        choice.first = first;
    return choice;
}

/* So many rows with the area among them, as many before it as behind. */
static struct choice choose_near(const struct ranking *ranking, uint32_t area,
                                 size_t n) {
    const struct rank_place *own = ranking_place(ranking, area);
    size_t at = own == NULL ? 0 : (size_t)(own - ranking->places);
    size_t first = at > n / 2 ? at - n / 2 : 0;
    if (first > ranking->count - n)
        first = ranking->count - n;
    return (struct choice){.first = first, .end = first + n};
}

static struct choice choose(lua_State *L, const struct ranking *ranking) {
    size_t count = ranking->count;
    bool exactly = flag_field(L, 1, "exactly") == 1;
    if (lua_getfield(L, 1, "near") != LUA_TNIL)
        return choose_near(ranking, area_check(L, -1), count_field(L, 1, "n", count));
    if (lua_getfield(L, 1, "top") != LUA_TNIL)
        return choose_top(ranking, count_field(L, 1, "top", ranking->valued), exactly);
    if (lua_getfield(L, 1, "bottom") != LUA_TNIL)
        return choose_bottom(ranking, count_field(L, 1, "bottom", ranking->valued),
                             exactly);
    return (struct choice){.end = count};
}

/* [-0, +1, e] { area=, figure=, rank=, of=, tied=, published=, change=, why=,
   why_change= } */
static void push_row(lua_State *L, const struct ranking_key *key,
                     const struct ranking *ranking, const struct rank_place *place) {
    lua_createtable(L, 0, 8);
    int row = lua_gettop(L);
    area_push(L, place->area);
    lua_setfield(L, -2, "area");
    figure_push_key(L, &(struct figure_key){key->series, place->area, key->period, 0});
    int figure = lua_gettop(L);
    lua_pushvalue(L, figure);
    lua_setfield(L, row, "figure");
    struct standing standing;
    lua_Integer change = 0;
    bool ranked = find_standing(L, key, place->area, &standing);
    lua_pushboolean(L, ranked && standing.tied > 0);
    lua_setfield(L, row, "tied");
    lua_pushboolean(L, ranked && standing.ranking == NULL);
    lua_setfield(L, row, "published");
    if (ranked) {
        lua_pushinteger(L, standing.rank);
        lua_setfield(L, row, "rank");
    }
    if (ranked && standing.ranking != NULL) {
        lua_pushinteger(L, (lua_Integer)ranking->count);
        lua_setfield(L, row, "of");
    }
    const struct figure *own = figure_check(L, figure);
    const char *why = ranked                      ? NULL
                      : own->kind == FIGURE_EXACT ? standing.why
                                                  : why_missing(own);
    set_string(L, row, "why", why);
    why = ranked ? find_change(L, key, figure, &standing, &change) : why;
    set_string(L, row, "why_change", why);
    if (why == NULL) {
        lua_pushinteger(L, change);
        lua_setfield(L, row, "change");
    }
    lua_settop(L, row);
}

static void push_missing(lua_State *L, const struct ranking *ranking) {
    lua_newtable(L);
    for (size_t i = ranking->valued; i < ranking->count; i++) {
        area_push(L, ranking->places[i].area);
        lua_rawseti(L, -2, (lua_Integer)(i - ranking->valued) + 1);
    }
}

/* [-1, +1, e] kernel.ranking{ indicator=, period=, areas=, where=, top=, bottom=,
   exactly=, near=, n= }: the rows of rank{…}, or nil if the set has grades */
int stats_ranking(lua_State *L) {
    lua_settop(L, 1);
    struct ranking_key key =
        key_of(L, series_field(L, 1), period_field(L, 1, "period"), 0, 1);
    const struct ranking *ranking = find(L, &key);
    if (ranking->graded != DATASET_NONE) {
        lua_pushnil(L);
        return 1;
    }
    struct choice choice = choose(L, ranking);
    lua_createtable(L, (int)(choice.end - choice.first), 6);
    bool split = false;
    for (size_t i = choice.first; i < choice.end; i++) {
        push_row(L, &key, ranking, &ranking->places[i]);
        lua_rawseti(L, -2, (lua_Integer)(i - choice.first) + 1);
        split = split || (i > choice.first && ranking->places[i].split);
    }
    push_missing(L, ranking);
    lua_setfield(L, -2, "missing");
    lua_pushboolean(L, ranking->complete);
    lua_setfield(L, -2, "complete");
    lua_pushinteger(L, (lua_Integer)ranking->count);
    lua_setfield(L, -2, "of");
    lua_pushinteger(L, (lua_Integer)choice.cut);
    lua_setfield(L, -2, "cut");
    lua_pushboolean(L, split);
    lua_setfield(L, -2, "exact");
    set_areas(L, key.set);
    return 1;
}

static const luaL_Reg methods[] = {
    {"rank", method_rank}, {"rank_change", method_rank_change}, {NULL, NULL}};

void figure_add_ranks(lua_State *L) { luaL_setfuncs(L, methods, 0); }
