/* What is not an observation: statements{…}, records "agenda", sources(),
   findings(). Each gives plain tables. */
#include "dataset/dataset.h"
#include "dataset/qualifier.h"
#include "script/figure.h"
#include "script/values.h"
#include "words/words.h"
#include <string.h>

static void set_str(lua_State *L, const char *name, struct str value) {
    push_str(L, value);
    lua_setfield(L, -2, name);
}

static void set_count(lua_State *L, const char *name, size_t value) {
    lua_pushinteger(L, (lua_Integer)value);
    lua_setfield(L, -2, name);
}

static void set_either(lua_State *L, const char *name, struct str own,
                       struct str english) {
    set_str(L, name, script_either(script_of(L), (struct either){own, english}));
}

/* [-0, +1, e] its number in its base unit, or nil */
static void push_number(lua_State *L, const struct statement *s) {
    if (!s->has_number) {
        lua_pushnil(L);
        return;
    }
    struct figure head;
    figure_init(&head);
    head.statement = s;
    head.qualifier = (uint8_t)qualifier_named(s->qualifier);
    head.decimals = s->number.decimals;
    mpq_t *scratch = figure_scratch(L);
    decimal_to_rational(s->number, scratch[0]);
    figure_push(L, &head, scratch[0], s->base_unit);
}

static void push_statement(lua_State *L, const struct statement *s) {
    struct script *script = script_of(L);
    lua_createtable(L, 0, 20);
    const struct {
        const char *name;
        struct str value;
    } texts[] = {{"id", s->id},
                 {"speaker", s->speaker},
                 {"organisation", s->organisation},
                 {"section", s->section},
                 {"indicator", s->indicator},
                 {"indicator_en", s->indicator_en},
                 {"subject", s->subject},
                 {"period", s->period},
                 {"value", s->value},
                 {"unit", s->unit},
                 {"qualifier", s->qualifier},
                 {"element", s->element},
                 {"kind", s->kind},
                 {"note", s->note},
                 {"base_unit", s->base_unit}};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        set_str(L, texts[i].name, texts[i].value);
    push_number(L, s);
    lua_setfield(L, -2, "number");
    struct place place = dataset_place(script->ds, s->source, script->own);
    set_str(L, "file", place.file);
    set_count(L, "line", place.line);
    set_str(L, "source", file_source(L, s->source.file));
}

/* place: input/a.csv:12 (D12) */
static void set_place(lua_State *L, const struct place *place) {
    set_str(L, "file", place->file);
    set_str(L, "cell", place->cell);
    set_count(L, "line", place->line);
    push_str(L, place->file);
    if (place->line > 0)
        lua_pushfstring(L, ":%I", (LUAI_UACINT)place->line);
    else
        lua_pushliteral(L, "");
    if (place->cell.n > 0) {
        push_str(L, place->cell);
        lua_pushfstring(L, " (%s)", lua_tostring(L, -1));
        lua_remove(L, -2);
    } else {
        lua_pushliteral(L, "");
    }
    lua_concat(L, 3);
    lua_setfield(L, -2, "place");
}

static bool matches(struct str wanted, struct str value) {
    return wanted.n == 0 || str_equal(wanted, value);
}

/* [-1, +1, e] statements{ speaker=, element=, kind=, section=, organisation= } */
static int statements(lua_State *L) {
    static const char *const names[] = {"speaker", "element",      "kind",
                                        "section", "organisation", NULL};
    lua_settop(L, 1);
    if (lua_isnil(L, 1)) {
        lua_newtable(L);
        lua_replace(L, 1);
    }
    options_check(L, 1, "statements: no option", names);
    struct str speaker = text_field(L, 1, "speaker");
    struct str element = text_field(L, 1, "element");
    struct str kind = text_field(L, 1, "kind");
    struct str section = text_field(L, 1, "section");
    struct str organisation = text_field(L, 1, "organisation");
    size_t count;
    const struct statement *s = dataset_statements(script_of(L)->ds, &count);
    lua_newtable(L);
    lua_Integer n = 0;
    for (size_t i = 0; i < count; i++)
        if (matches(speaker, s[i].speaker) && matches(element, s[i].element) &&
            matches(kind, s[i].kind) && matches(section, s[i].section) &&
            matches(organisation, s[i].organisation)) {
            push_statement(L, &s[i]);
            lua_rawseti(L, -2, ++n);
        }
    return 1;
}

/* [-1, +1, e] records "agenda" */
static int records(lua_State *L) {
    struct str name = check_str(L, 1);
    const struct record_table *table = dataset_records(script_of(L)->ds, name);
    if (table == NULL)
        return sandbox_raise(
            L, "a source with layout = \"records\" is kept under its name",
            "no records are called \"%.*s\"", STR_ARG(name));
    lua_createtable(L, (int)table->row_count, 0);
    for (size_t r = 0; r < table->row_count; r++) {
        lua_createtable(L, 0, (int)table->column_count);
        for (size_t c = 0; c < table->column_count; c++) {
            push_str(L, table->columns[c]);
            push_str(L, table->cells[r * table->column_count + c]);
            lua_rawset(L, -3);
        }
        lua_rawseti(L, -2, (lua_Integer)r + 1);
    }
    return 1;
}

/* How a source is named: where it has words for a report in English and this name has
   none, those stand for it. */
static void set_named(lua_State *L, const char *name, const struct input_file *file,
                      struct str own, struct str english) {
    bool chinese = words_is_chinese(script_of(L)->words);
    if (!chinese && english.n == 0 && file->source_en.n > 0)
        own = english;
    set_either(L, name, own, english);
}

/* [-0, +1, e] sources() */
static int sources(lua_State *L) {
    const struct dataset *ds = script_of(L)->ds;
    size_t count = dataset_file_count(ds);
    lua_createtable(L, (int)count, 0);
    for (uint32_t i = 0; i < count; i++) {
        const struct input_file *file = dataset_file(ds, i);
        lua_createtable(L, 0, 9);
        set_str(L, "path", file->path);
        set_either(L, "source", file->source, file->source_en);
        set_named(L, "publisher", file, file->publisher, file->publisher_en);
        set_named(L, "cited", file, file->cited, file->cited_en);
        set_count(L, "rows", file->rows);
        set_count(L, "observations", file->observations);
        set_count(L, "skipped", file->skipped);
        set_count(L, "bytes", file->bytes);
        lua_createtable(L, (int)file->note_count, 0);
        for (size_t n = 0; n < file->note_count; n++) {
            push_str(L, file->notes[n]);
            lua_rawseti(L, -2, (lua_Integer)n + 1);
        }
        lua_setfield(L, -2, "notes");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* What a finding is about, as far as its figure tells. */
static void set_subject(lua_State *L, const struct finding *finding) {
    if (finding->indicator != DATASET_NONE) {
        indicator_push(L, finding->indicator);
        lua_setfield(L, -2, "indicator");
    }
    if (finding->area != DATASET_NONE) {
        area_push(L, finding->area);
        lua_setfield(L, -2, "area");
    }
    if (finding->has_period) {
        period_push(L, finding->period);
        lua_setfield(L, -2, "period");
    }
}

/* It is about a period that the report does not see. */
static bool is_later(const struct script *script, const struct finding *finding) {
    struct period sees = script->as_of.period;
    return finding->has_period && sees.kind != PERIOD_NOT_STATED &&
           finding->period.kind != PERIOD_NOT_STATED &&
           period_last_day(finding->period) > period_last_day(sees);
}

/* [-2, +1, e] findings(area, since): all, as whoever checks the data reads them; with
   an area those that its report tells, in words for its readers */
static int findings(lua_State *L) {
    struct script *script = script_of(L);
    lua_settop(L, 2);
    lua_createtable(L, (int)script->finding_count, 0);
    lua_Integer n = 0;
    for (size_t i = 0; i < script->finding_count; i++) {
        const struct finding *finding = &script->findings[i];
        if (is_later(script, finding) ||
            !finding_say(L, finding, lua_isnil(L, 1) ? 0 : 1))
            continue;
        lua_createtable(L, 0, 11);
        lua_insert(L, -2);
        lua_setfield(L, -2, "text");
        set_str(L, "severity", finding->severity);
        set_either(L, "rule", finding->rule.own, finding->rule.english);
        set_either(L, "reason", finding->reason.own, finding->reason.english);
        set_subject(L, finding);
        set_str(L, "kind", finding->kind);
        set_place(L, &finding->place);
        lua_rawseti(L, -2, ++n);
    }
    return 1;
}

static const luaL_Reg functions[] = {{"statements", statements},
                                     {"records", records},
                                     {"sources", sources},
                                     {"findings", findings},
                                     {NULL, NULL}};

void bind_records(lua_State *L) { bind_functions(L, functions); }
