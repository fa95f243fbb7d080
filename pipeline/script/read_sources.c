/* input/sources.lua → struct source_profile. */
#include "script/spec.h"
#include <stddef.h>

#define SOURCES "input/sources.lua"

#define AT(member) offsetof(struct source_profile, member)
static const struct field profile_fields[] = {
    {"name", FIELD_TEXT, AT(name), 0, NULL},
    {"file", FIELD_TEXT, AT(file), 0, NULL},
    {"source", FIELD_TEXT, AT(source), 0, NULL},
    {"source_en", FIELD_TEXT, AT(source_en), 0, NULL},
    {"publisher", FIELD_TEXT, AT(publisher), 0, NULL},
    {"publisher_en", FIELD_TEXT, AT(publisher_en), 0, NULL},
    {"cited", FIELD_TEXT, AT(cited), 0, NULL},
    {"cited_en", FIELD_TEXT, AT(cited_en), 0, NULL},
    {"layout", FIELD_KIND, AT(layout), 0, layout_kinds},
    {"format", FIELD_KIND, AT(format), 0, export_kinds},
    {"encoding", FIELD_TEXT, AT(encoding), 0, NULL},
    {"separator", FIELD_TEXT, AT(separator), 0, NULL},
    {"quote", FIELD_TEXT, AT(quote), 0, NULL},
    {"escape", FIELD_TEXT, AT(escape), 0, NULL},
    {"decimal", FIELD_TEXT, AT(decimal), 0, NULL},
    {"group", FIELD_TEXT, AT(group), 0, NULL},
    {"brackets", FIELD_TEXT, AT(brackets), 0, NULL},
    {"lenient", FIELD_FLAG, AT(lenient), 0, NULL},
    {"head_rows", FIELD_COUNT, AT(head_rows), 0, NULL},
    {"skip_rows", FIELD_COUNT, AT(skip_rows), 0, NULL},
    {"first_line", FIELD_COUNT, AT(first_line), 0, NULL},
    {"last_line", FIELD_COUNT, AT(last_line), 0, NULL},
    {"first_column", FIELD_COUNT, AT(first_column), 0, NULL},
    {"last_column", FIELD_COUNT, AT(last_column), 0, NULL},
    {"end_mark", FIELD_TEXT, AT(end_mark), 0, NULL},
    {"short_rows", FIELD_FLAG, AT(short_rows), 0, NULL},
    {"skip_broken_rows", FIELD_FLAG, AT(skip_broken_rows), 0, NULL},
    {"indicator", FIELD_TEXT, AT(indicator), 0, NULL},
    {"area", FIELD_TEXT, AT(area), 0, NULL},
    {"period", FIELD_TEXT, AT(period), 0, NULL},
    {"unit", FIELD_TEXT, AT(unit), 0, NULL},
    {"area_level", FIELD_TEXT, AT(area_level), 0, NULL},
    {"columns", FIELD_PAIRS, AT(columns), AT(column_count), NULL},
    {"indicators", FIELD_PAIRS, AT(indicators), AT(indicator_count), NULL},
    {"areas", FIELD_PAIRS, AT(areas), AT(area_count), NULL},
    {"periods", FIELD_PAIRS, AT(periods), AT(period_count), NULL},
    {"items", FIELD_PAIRS, AT(items), AT(item_count), NULL},
    {"units", FIELD_PAIRS, AT(units), AT(unit_count), NULL},
    {"where", FIELD_PAIRS, AT(where), AT(where_count), NULL},
    {"symbols", FIELD_PAIRS, AT(symbols), AT(symbol_count), NULL},
    {"options", FIELD_PAIRS, AT(options), AT(option_count), NULL},
    {"totals", FIELD_TEXTS, AT(totals), AT(total_count), NULL},
    {"total_area", FIELD_TEXT, AT(total_area), 0, NULL},
    {"trust", FIELD_TEXTS, AT(trust), AT(trust_count), NULL},
    {"fill_down", FIELD_FLAG, AT(fill_down), 0, NULL},
    {"optional", FIELD_FLAG, AT(optional), 0, NULL},
    {"may_be_empty", FIELD_FLAG, AT(may_be_empty), 0, NULL},
};
#undef AT

struct reading {
    struct script *script;
    struct str text;
    struct source_profile *profiles;
    size_t count;
    bool ok;
};

/* Reads entry `i`, which is on the stack's top. */
static bool read_entry(struct reading *reading, lua_State *L, size_t i) {
    struct spec spec = {reading->script, L,   STR(SOURCES), reading->text, 0,
                        "source",        NULL};
    struct source_profile *profile = &reading->profiles[i];
    spec_locate(&spec, "name");
    spec_locate(&spec, "file");
    bool ok = spec_read(&spec, -1, profile_fields,
                        sizeof profile_fields / sizeof profile_fields[0], profile);
    profile->place = spec_place(&spec, (struct str){NULL, 0});
    if (!ok)
        return false;
    if (profile->name.n == 0)
        profile->name = profile->file;
    if (profile->file.n == 0)
        ok = diag_error(script_diag(reading->script), profile->place,
                        "source %zu has no file", i + 1);
    else if (profile->format != NULL && profile->layout != NULL)
        ok = diag_error(script_diag(reading->script), profile->place,
                        "source \"%.*s\" has a format, which says the layout itself",
                        STR_ARG(profile->name));
    else if (profile->format != NULL)
        profile->layout = (const void *)layout_kinds[0]; /* until its files are read */
    else if (profile->layout == NULL)
        ok = diag_error(script_diag(reading->script), profile->place,
                        "source \"%.*s\" has no layout", STR_ARG(profile->name));
    return ok;
}

/* [-1, +0, e] runs protected: what it reads was made by a script */
static int read_profiles(lua_State *L) {
    struct reading *reading = lua_touserdata(L, 2);
    struct script *script = reading->script;
    struct place place = {.file = STR(SOURCES), .line = 1};
    if (!lua_istable(L, 1)) {
        reading->ok = diag_error(script_diag(script), place,
                                 "this file must return a list of "
                                 "sources");
        return 0;
    }
    size_t n = lua_rawlen(L, 1);
    reading->profiles = arena_array(script->arena, n, sizeof *reading->profiles);
    reading->count = n;
    reading->ok = true;
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i + 1);
        reading->ok = read_entry(reading, L, i) && reading->ok;
        lua_pop(L, 1);
    }
    return 0;
}

bool script_read_sources(struct script *script, struct source_profile **profiles,
                         size_t *count) {
    struct reading reading = {.script = script};
    if (!script_read_file(script, SOURCES, false, &reading.text) ||
        !script_run_file(script, reading.text, STR(SOURCES)))
        return false;
    lua_State *L = sandbox_state(script->sandbox);
    lua_pushcfunction(L, read_profiles);
    lua_insert(L, -2);
    lua_pushlightuserdata(L, &reading);
    if (!sandbox_call(script->sandbox, 2, 0) || !reading.ok)
        return false;
    *profiles = reading.profiles;
    *count = reading.count;
    return true;
}
