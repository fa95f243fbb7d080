#include "script/read_parts.h"
#include "base/file.h"
#include "sandbox/lexer.h"
#include "script/values.h"
#include <stdlib.h>
#include <string.h>

#define FOR_EACH STR("for_each")
#define PARAMETERS STR("parameters")

struct reading {
    struct spec *spec;
    struct report_definition *report;
    bool named; /* the texts of the list name areas */
    bool texts; /* for_each = { texts = … }: they are what they are */
    size_t at;  /* of the list, from 1 */
};

static bool fail(const struct reading *reading, struct str field, const char *problem,
                 const char *hint) {
    struct diag *diag = script_diag(reading->spec->script);
    diag_error(diag, spec_place(reading->spec, field), "report \"%.*s\": %s",
               STR_ARG(reading->report->name), diag_words(diag, problem));
    if (hint != NULL)
        diag_hint(diag, "%s", diag_words(diag, hint));
    return false;
}

static bool is_area(const struct dataset *ds, struct str name) {
    for (uint32_t id = 0; id < dataset_area_count(ds); id++)
        if (area_is_called(dataset_area(ds, id), name))
            return true;
    return false;
}

/* Whether any text of the list on the stack's top names an area: then all of them do,
   or one is misspelt. */
static bool has_named_areas(const struct reading *reading) {
    lua_State *L = reading->spec->L;
    bool any = false;
    for (size_t i = 0; !any && i < lua_rawlen(L, -1); i++) {
        if (lua_rawgeti(L, -1, (lua_Integer)i + 1) == LUA_TSTRING)
            any = is_area(reading->spec->script->ds, check_str(L, -1));
        lua_pop(L, 1);
    }
    return any;
}

/* What a list of areas, items or indicators may be written with. */
static struct str *known_names(const struct script *script, size_t *count) {
    const struct dataset *ds = script->ds;
    size_t areas = dataset_area_count(ds), items = dataset_item_count(ds);
    size_t indicators = dataset_indicator_count(ds), n = 0;
    struct str *names =
        arena_array(script->arena, 3 * areas + 2 * (items + indicators), sizeof *names);
    for (uint32_t id = 0; id < areas; id++) {
        names[n++] = dataset_area(ds, id)->code;
        names[n++] = dataset_area(ds, id)->name;
        names[n++] = dataset_area(ds, id)->short_name;
    }
    for (uint32_t id = 0; id < items; id++) {
        names[n++] = dataset_item(ds, id)->code;
        names[n++] = dataset_item(ds, id)->name;
    }
    for (uint32_t id = 0; id < indicators; id++) {
        names[n++] = dataset_indicator(ds, id)->code;
        names[n++] = dataset_indicator(ds, id)->name;
    }
    *count = n;
    return names;
}

/* A list of texts each of which is nearly a name, and none is one: they are misspelt.
   False after reporting the first. */
static bool texts_are_meant(const struct reading *reading) {
    lua_State *L = reading->spec->L;
    struct script *script = reading->spec->script;
    size_t count, length = lua_rawlen(L, -1);
    struct str *names = known_names(script, &count), first = {NULL, 0}, meant = first;
    for (size_t i = 0; i < length; i++) {
        bool is_text = lua_rawgeti(L, -1, (lua_Integer)i + 1) == LUA_TSTRING;
        struct str text = is_text ? spec_text(script, L, -1) : (struct str){NULL, 0};
        lua_pop(L, 1);
        struct str nearest = diag_nearest(text, names, count);
        if (nearest.n == 0 || str_equal(nearest, text))
            return true;
        if (i == 0) {
            first = text;
            meant = nearest;
        }
    }
    diag_error(script_diag(script), spec_place(reading->spec, FOR_EACH),
               "report \"%.*s\": for_each: \"%.*s\" is no area, item or indicator",
               STR_ARG(reading->report->name), STR_ARG(first));
    diag_hint(script_diag(script),
              "did you mean \"%.*s\"? Texts that only look like names: for_each = { "
              "texts = { … } }",
              STR_ARG(meant));
    return false;
}

static void area_part(struct reading *reading, struct report_part *part) {
    lua_State *L = reading->spec->L;
    part->area = area_check(L, -1);
    const struct area *area = dataset_area(reading->spec->script->ds, part->area);
    *part = (struct report_part){.key = area->code,
                                 .name = area->short_name,
                                 .name_en = area->name_en,
                                 .full_name = area->name,
                                 .area = part->area,
                                 .is_area = true};
    area_push(L, part->area); /* in place of its name */
    lua_replace(L, -2);
}

/* The text of a field of the table on the stack's top, or empty. */
static struct str text_of(const struct reading *reading, const char *name) {
    lua_State *L = reading->spec->L;
    struct str text = {NULL, 0};
    lua_pushstring(L, name);
    if (lua_rawget(L, -2) == LUA_TSTRING || lua_type(L, -1) == LUA_TNUMBER)
        text = spec_text(reading->spec->script, L, -1);
    lua_pop(L, 1);
    return text;
}

static bool no_key(const struct reading *reading) {
    struct diag *diag = script_diag(reading->spec->script);
    diag_error(diag, spec_place(reading->spec, FOR_EACH),
               "report \"%.*s\": number %zu of for_each is a table without a key",
               STR_ARG(reading->report->name), reading->at);
    diag_hint(diag, "such as { key = \"metrology\", name = \"…\" }: it becomes part of "
                    "the file's name");
    return false;
}

/* The value on the stack's top. */
static bool no_part(const struct reading *reading) {
    return diag_error(script_diag(reading->spec->script),
                      spec_place(reading->spec, FOR_EACH),
                      "report \"%.*s\": number %zu of for_each is a %s, and no area, "
                      "item, indicator, text or table with a key",
                      STR_ARG(reading->report->name), reading->at,
                      sandbox_type_name(reading->spec->L, -1));
}

static bool table_part(struct reading *reading, struct report_part *part) {
    lua_State *L = reading->spec->L;
    part->key = text_of(reading, "key");
    part->name = text_of(reading, "name");
    part->name_en = text_of(reading, "name_en");
    if (part->key.n == 0)
        return no_key(reading);
    if (part->name.n == 0)
        part->name = part->key;
    lua_pushliteral(L, "area");
    if (lua_rawget(L, -2) != LUA_TNIL)
        part->area = area_check(L, -1);
    lua_pop(L, 1);
    return true;
}

/* The value on the stack's top. */
static bool read_part(struct reading *reading, struct report_part *part) {
    lua_State *L = reading->spec->L;
    const struct dataset *ds = reading->spec->script->ds;
    const struct value_reference *value;
    *part = (struct report_part){.area = DATASET_NONE};
    bool is_text = lua_type(L, -1) == LUA_TSTRING;
    if (value_test(L, -1, VALUE_AREA) != NULL || (is_text && reading->named)) {
        area_part(reading, part);
    } else if ((value = value_test(L, -1, VALUE_ITEM)) != NULL) {
        const struct dimension_item *item = dataset_item(ds, value->id);
        part->key = item->code;
        part->name = item->name;
        part->name_en = item->name_en;
    } else if ((value = value_test(L, -1, VALUE_INDICATOR)) != NULL) {
        const struct indicator *indicator = dataset_indicator(ds, value->id);
        part->key = indicator->code;
        part->name = indicator->name;
        part->name_en = indicator->name_en;
    } else if (is_text || lua_isinteger(L, -1)) {
        part->key = part->name = spec_text(reading->spec->script, L, -1);
    } else if (lua_istable(L, -1)) {
        return table_part(reading, part);
    } else {
        return no_part(reading);
    }
    return true;
}

/* Keys are names of files, on file systems that may not tell upper from lower case. */
static unsigned char folded(char c) {
    unsigned char small = (unsigned char)c | 32;
    return small >= 'a' && small <= 'z' ? small : (unsigned char)c;
}

static int compare_keys(struct str a, struct str b) {
    for (size_t i = 0; i < a.n && i < b.n; i++)
        if (folded(a.p[i]) != folded(b.p[i]))
            return folded(a.p[i]) < folded(b.p[i]) ? -1 : 1;
    return (a.n > b.n) - (a.n < b.n);
}

/* By key, those of one key in their order: they point into one array. */
static int by_key(const void *a, const void *b) {
    const struct report_part *x = *(const struct report_part *const *)a;
    const struct report_part *y = *(const struct report_part *const *)b;
    int order = compare_keys(x->key, y->key);
    return order != 0 ? order : (x > y) - (x < y);
}

/* The first part that has the key of one before it, or NULL. */
static const struct report_part *repeated(const struct report_definition *report,
                                          struct arena *arena) {
    size_t count = report->part_count;
    const struct report_part **parts = arena_array(arena, count + 1, sizeof *parts);
    const struct report_part *found = NULL;
    for (size_t i = 0; i < count; i++)
        parts[i] = &report->parts[i];
    qsort(parts, count, sizeof *parts, by_key);
    for (size_t i = 1; i < count; i++)
        if (compare_keys(parts[i - 1]->key, parts[i]->key) == 0 &&
            (found == NULL || parts[i] < found))
            found = parts[i];
    return found;
}

/* Each part is a file of its own: of two with one key, one would be lost. */
static bool keys_differ(const struct reading *reading) {
    const struct report_definition *report = reading->report;
    struct script *script = reading->spec->script;
    struct diag *diag = script_diag(script);
    struct place place = spec_place(reading->spec, FOR_EACH);
    const struct report_part *part = repeated(report, script->arena);
    if (part == NULL)
        return true;
    if (part->is_area)
        return diag_error(diag, place, "report \"%.*s\": for_each holds %.*s twice",
                          STR_ARG(report->name), STR_ARG(part->full_name));
    struct str period = period_code(report->period, script->arena);
    diag_error(diag, place,
               "report \"%.*s\": two of for_each have the key "
               "\"%.*s\", and one path: %.*s/%.*s/%.*s-%.*s",
               STR_ARG(report->name), STR_ARG(part->key), STR_ARG(report->name),
               STR_ARG(period), STR_ARG(period), STR_ARG(part->key));
    diag_hint(diag, "keys differ in more than upper and lower case");
    return false;
}

static bool read_list(struct reading *reading) {
    lua_State *L = reading->spec->L;
    struct report_definition *report = reading->report;
    size_t count = lua_rawlen(L, -1);
    if (count == 0)
        return fail(reading, FOR_EACH, "for_each is empty", NULL);
    report->parts =
        arena_array(reading->spec->script->arena, count, sizeof *report->parts);
    reading->named = !reading->texts && has_named_areas(reading);
    if (!reading->texts && !reading->named && !texts_are_meant(reading))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct report_part *part = &report->parts[i];
        reading->at = i + 1;
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        sandbox_set_place(reading->spec->script->sandbox,
                          spec_place(reading->spec, FOR_EACH));
        if (!read_part(reading, part)) {
            lua_pop(L, 1);
            return false;
        }
        part->value = luaL_ref(L, LUA_REGISTRYINDEX);
        report->part_count = i + 1;
    }
    return keys_differ(reading);
}

/* Puts the list of { texts = … } in the place of that table on the stack's top; the
   type of what is there then. */
static int take_texts(struct reading *reading) {
    lua_State *L = reading->spec->L;
    lua_pushliteral(L, "texts");
    int type = lua_rawget(L, -2);
    reading->texts = type != LUA_TNIL;
    if (reading->texts)
        lua_replace(L, -2);
    else
        lua_pop(L, 1);
    return reading->texts ? type : LUA_TTABLE;
}

bool read_parts(struct spec *spec, struct report_definition *report) {
    struct reading reading = {.spec = spec, .report = report};
    bool ok = true;
    lua_pushliteral(spec->L, "for_each");
    int type = lua_rawget(spec->L, -2);
    if (type == LUA_TTABLE)
        type = take_texts(&reading);
    if (type == LUA_TTABLE)
        ok = read_list(&reading);
    else if (type != LUA_TNIL)
        ok = fail(&reading, FOR_EACH, "for_each must be a list",
                  "such as areas { level = \"province\" }, items \"field\", or "
                  "{ \"A\", \"B\" }");
    lua_pop(spec->L, 1);
    return ok;
}

/* A name that Lua can use as it stands. */
static bool is_name(struct str text) {
    bool good = text.n > 0 && !(text.p[0] >= '0' && text.p[0] <= '9');
    for (size_t i = 0; good && i < text.n; i++) {
        char c = text.p[i];
        good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               (c >= '0' && c <= '9') || c == '_';
    }
    return good && !lexer_is_keyword(text);
}

/* The value on the stack's top, alone or in a list. */
static bool is_plain(const struct reading *reading, struct str name, bool in_list) {
    lua_State *L = reading->spec->L;
    int type = lua_type(L, -1);
    if (type == LUA_TSTRING)
        return spec_is_plain(
            reading->spec,
            arena_printf(reading->spec->script->arena, "%.*s", STR_ARG(name)).p,
            spec_text(reading->spec->script, L, -1));
    bool good = type == LUA_TNUMBER || type == LUA_TBOOLEAN ||
                (type == LUA_TUSERDATA && value_test(L, -1, VALUE_FIGURE) == NULL);
    if (type == LUA_TTABLE && !in_list) {
        good = true;
        for (size_t i = 0; good && i < lua_rawlen(L, -1); i++) {
            lua_rawgeti(L, -1, (lua_Integer)i + 1);
            good = is_plain(reading, name, true);
            lua_pop(L, 1);
        }
        return good;
    }
    return good || fail(reading, name,
                        "a parameter is a text, a number, true or false, an area, an "
                        "item, an indicator, a period, or a list of these",
                        NULL);
}

/* The name and value on the stack's top. */
static bool check_parameter(const struct reading *reading) {
    lua_State *L = reading->spec->L;
    struct str name = {NULL, 0};
    if (lua_type(L, -2) == LUA_TSTRING)
        name = spec_text(reading->spec->script, L, -2);
    if (!is_name(name))
        return fail(reading, PARAMETERS,
                    "parameters are a table of name = value, and names are Latin "
                    "letters, digits and _",
                    "parameters = { department = \"…\", limit = 50 }");
    return is_plain(reading, name, false);
}

bool read_parameters(struct spec *spec, struct report_definition *report) {
    lua_State *L = spec->L;
    struct reading reading = {.spec = spec, .report = report};
    lua_pushliteral(L, "parameters");
    int type = lua_rawget(L, -2);
    bool ok = type == LUA_TNIL || type == LUA_TTABLE ||
              fail(&reading, PARAMETERS, "parameters must be a table of name = value",
                   "parameters = { department = \"…\", limit = 50 }");
    if (type == LUA_TTABLE)
        for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
            ok = check_parameter(&reading) && ok;
    if (type != LUA_TTABLE || !ok) {
        lua_pop(L, 1);
        return ok;
    }
    report->parameters = luaL_ref(L, LUA_REGISTRYINDEX);
    return true;
}
