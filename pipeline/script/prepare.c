/* What is computed once for all reports, before their workers are forked: what the
   reports' own functions `prepare` compute, and the rankings that any of them may ask
   for, and which areas are below zero. */
#include "base/embedded.h"
#include "script/figure.h"
#include "script/ranks.h"
#include "script/values.h"
#include <lauxlib.h>
#include <string.h>

#define LIBRARY "nqi/"
#define SUFFIX ".lua"

static bool sees_the_same(const struct report_job *a, const struct report_job *b) {
    return period_equal(a->period, b->period) && a->as_of.known == b->as_of.known &&
           period_equal(a->as_of.period, b->as_of.period);
}

/* The function of the job's report, or LUA_NOREF if there is none or it ran for an
   earlier job with the same report that sees the same. */
static int preparation_of(const struct script *script, const struct report_job *jobs,
                          size_t job) {
    for (size_t i = 0; i < job; i++)
        if (jobs[i].report == jobs[job].report && sees_the_same(&jobs[i], &jobs[job]))
            return LUA_NOREF;
    for (size_t i = 0; i < script->preparation_count; i++)
        if (script->preparations[i].report == jobs[job].report)
            return script->preparations[i].function;
    return LUA_NOREF;
}

/* [-2, +0, e] calls the function at index 1 with the period at index 2 */
static int run_preparation(lua_State *L) {
    const struct period *period = lua_touserdata(L, 2);
    lua_settop(L, 1);
    period_push(L, *period);
    lua_call(L, 1, 0);
    return 0;
}

/* What reports see alike, and how many of them there are. */
struct view {
    const struct report_job *job; /* the first of them */
    size_t count;
};

/* The views of the jobs, in the order of the first of each; in the arena. */
static struct view *views_of(const struct report_job *jobs, size_t job_count,
                             struct arena *arena, size_t *count) {
    struct view *views = arena_array(arena, job_count + 1, sizeof *views);
    *count = 0;
    for (size_t job = 0; job < job_count; job++) {
        size_t i = 0;
        while (i < *count && !sees_the_same(views[i].job, &jobs[job]))
            i++;
        if (i == *count)
            views[(*count)++] = (struct view){&jobs[job], 0};
        views[i].count++;
    }
    return views;
}

/* All areas by the totals of an indicator, in the job's period. */
static void rank_areas(struct script *script, const struct report_job *job,
                       struct period period, uint32_t indicator) {
    size_t cost;
    const struct ranking_key key = {
        .series = dataset_total(script->ds, indicator),
        .indicator = indicator,
        .period = period,
        .as_of = job->as_of,
        .set = script->common.all,
        .rounding = sandbox_rounding(sandbox_state(script->sandbox)),
        .exact = script->classify_exact};
    ranks_find(&script->ranks, &key, &cost);
}

/* The areas below zero beside which no other has a share, as the job sees them. */
static void find_negatives(struct script *script, const struct report_job *job,
                           uint32_t indicator) {
    const struct as_of own = script->as_of;
    size_t cost;
    script->as_of = job->as_of;
    negatives_beside(
        script,
        &(struct figure_key){dataset_total(script->ds, indicator), 0, job->period, 0},
        &cost);
    script->as_of = own;
}

static bool has_ranks(const struct indicator *indicator) {
    return indicator->kind != KIND_GRADE && indicator->kind != KIND_RANK;
}

/* Of each period that several reports are of; rankings also of the year before, which
   their changes of rank are against. */
static void rank_all(struct script *script, const struct view *views, size_t count) {
    for (size_t view = 0; view < count; view++) {
        const struct report_job *job = views[view].job;
        struct period before;
        bool has_before = period_year_ago(job->period, &before);
        for (uint32_t i = 0;
             views[view].count > 1 && i < dataset_indicator_count(script->ds); i++) {
            const struct indicator *indicator = dataset_indicator(script->ds, i);
            if (indicator->aggregation == AGGREGATION_SUM)
                find_negatives(script, job, i);
            if (!has_ranks(indicator))
                continue;
            rank_areas(script, job, job->period, i);
            if (has_before)
                rank_areas(script, job, before, i);
        }
    }
}

static bool run_preparations(struct script *script, const struct report_job *jobs,
                             size_t count) {
    lua_State *L = sandbox_state(script->sandbox);
    for (size_t i = 0; i < count; i++) {
        int function = preparation_of(script, jobs, i);
        if (function == LUA_NOREF)
            continue;
        struct period period = jobs[i].period;
        script->as_of = jobs[i].as_of; /* what it computes is for those who see it */
        script->words = jobs[i].report->words;
        lua_pushcfunction(L, run_preparation);
        lua_rawgeti(L, LUA_REGISTRYINDEX, function);
        lua_pushlightuserdata(L, &period);
        if (!sandbox_call(script->sandbox, 2, 0))
            return false;
    }
    return true;
}

/* [-0, +0, e] protected: the library's modules, which nearly every report needs, so
   that no worker has to compile them. Those of the project may look at the report. */
static int load_library(lua_State *L) {
    for (const struct embedded_file *file = embedded_files; file->name != NULL;
         file++) {
        struct str name = str_from(file->name);
        if (!str_starts(name, STR(LIBRARY)) || !str_ends(name, STR(SUFFIX)))
            continue;
        lua_getglobal(L, "require");
        lua_pushlstring(L, name.p, name.n - strlen(SUFFIX));
        luaL_gsub(L, lua_tostring(L, -1), "/", ".");
        lua_remove(L, -2);
        lua_call(L, 1, 0);
    }
    return 0;
}

/* Address space that a machine of 64 bits has for one mapping; results beyond it are
   each worker's own. */
#define ROOM_MOST ((size_t)64 << 30)

/* Bytes, at most ROOM_MOST: two rankings of each indicator for each view that is
   shared, and as much again for what the reports' own functions ask for. Address space
   only, until it is used. */
static size_t room_for(const struct script *script, const struct view *views,
                       size_t count) {
    size_t size = ranks_size(&script->ranks, script->common.all->count), shared = 0;
    for (size_t i = 0; i < count; i++)
        shared += views[i].count > 1;
    size_t rankings, room;
    if (__builtin_mul_overflow(4 * (shared + 1),
                               dataset_indicator_count(script->ds) + (size_t)1,
                               &rankings) ||
        __builtin_mul_overflow(rankings, size, &room) || room > ROOM_MOST)
        return ROOM_MOST;
    return room + ((size_t)16 << 20);
}

bool script_prepare(struct script *script, const struct report_job *jobs,
                    size_t count) {
    size_t view_count;
    const struct view *views = views_of(jobs, count, script->own, &view_count);
    if (count > 1)
        common_share(&script->common, room_for(script, views, view_count));
    rank_all(script, views, view_count);
    script_allow(script, true);
    bool ok = true;
    if (count > 1) {
        lua_pushcfunction(sandbox_state(script->sandbox), load_library);
        ok = sandbox_call(script->sandbox, 0, 0);
    }
    ok = ok && run_preparations(script, jobs, count);
    script_allow(script, false);
    common_seal(&script->common);
    /* So that no worker's collector soon walks, and copies, what all of them have. */
    lua_gc(sandbox_state(script->sandbox), LUA_GCCOLLECT);
    return ok;
}
