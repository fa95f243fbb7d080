#include "script/spec.h"
#include "base/buf.h"
#include "base/marked.h"
#include "dataset/profile.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_';
}

static size_t line_of(struct str text, size_t at) {
    size_t line = 1;
    for (size_t i = 0; i < at && i < text.n; i++)
        line += text.p[i] == '\n';
    return line;
}

static size_t line_start(struct str text, size_t line) {
    size_t at = 0;
    for (; line > 1 && at < text.n; at++)
        line -= text.p[at] == '\n';
    return at;
}

static bool wrong_type(struct spec *spec, const struct field *field,
                       const char *wanted) {
    struct place place = spec_place(spec, str_from(field->name));
    return diag_error(script_diag(spec->script), place, "%s: %s must be %s, not a %s",
                      spec->what, field->name,
                      diag_words(script_diag(spec->script), wanted),
                      sandbox_type_name(spec->L, -1));
}

/* No such word: the nearest one, else all. */
static bool wrong_word(struct spec *spec, const struct field *field, struct str value,
                       const struct str *names, size_t count) {
    struct diag *diag = script_diag(spec->script);
    diag_error(diag, spec_place(spec, value), "%s: no %s is called \"%.*s\"",
               spec->what, field->name, STR_ARG(value));
    struct str nearest = diag_nearest(value, names, count);
    if (nearest.n > 0) {
        diag_hint(diag, "did you mean \"%.*s\"?", STR_ARG(nearest));
        return false;
    }
    struct buf all = buf_open(4096);
    for (size_t i = 0; i < count; i++)
        buf_printf(&all, "%s%.*s", i > 0 ? ", " : "", STR_ARG(names[i]));
    diag_hint(diag, "one of: %s", buf_z(&all));
    buf_close(&all);
    return false;
}

static bool read_choice(struct spec *spec, const struct field *field, void *out) {
    if (lua_type(spec->L, -1) != LUA_TSTRING)
        return wrong_type(spec, field, "a text");
    struct str value = spec_text(spec->script, spec->L, -1), names[32];
    const char *const *choices = field->choices;
    size_t count = 0;
    for (; choices[count] != NULL && count < 32; count++) {
        names[count] = str_from(choices[count]);
        if (str_equal(names[count], value)) {
            int chosen = (int)count;
            memcpy(out, &chosen, sizeof chosen);
            return true;
        }
    }
    return wrong_word(spec, field, value, names, count);
}

static bool read_kind(struct spec *spec, const struct field *field, void *out) {
    if (lua_type(spec->L, -1) != LUA_TSTRING)
        return wrong_type(spec, field, "a text");
    struct str value = spec_text(spec->script, spec->L, -1);
    const struct kind *const *table = field->choices;
    const struct kind *kind = kind_find(table, value);
    if (kind != NULL) {
        memcpy(out, &kind, sizeof(struct kind *));
        return true;
    }
    size_t count = kind_count(table);
    struct str *names = arena_array(spec->script->arena, count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = str_from(table[i]->name);
    return wrong_word(spec, field, value, names, count);
}

bool spec_is_plain(struct spec *spec, const char *name, struct str text) {
    static const char *const tags[] = {"{{", "{%"};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (str_find(text, str_from(tags[i]), 0) != STR_NOT_FOUND) {
            struct diag *diag = script_diag(spec->script);
            diag_error(diag, spec_place(spec, str_from(name)),
                       "%s: %s is printed as it stands: %s is no tag there", spec->what,
                       name, tags[i]);
            diag_hint(diag, "tags stand in templates, and in the title and title_en of "
                            "a report");
            return false;
        }
    return true;
}

static bool read_texts(struct spec *spec, const struct field *field, char *base) {
    lua_State *L = spec->L;
    if (lua_type(L, -1) != LUA_TTABLE)
        return wrong_type(spec, field, "a list of texts");
    struct script *script = spec->script;
    size_t n = lua_rawlen(L, -1);
    struct str *items = arena_array(script->arena, n, sizeof *items);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        if (lua_isstring(L, -1) == 0) {
            bool ok = wrong_type(spec, field, "a list of texts");
            lua_pop(L, 1);
            return ok;
        }
        items[i] = spec_text(script, L, -1);
        lua_pop(L, 1);
        if (!spec_is_plain(spec, field->name, items[i]))
            return false;
    }
    memcpy(base + field->offset, &items, sizeof(struct str *));
    memcpy(base + field->count, &n, sizeof n);
    return true;
}

static int compare_pairs(const void *a, const void *b) {
    return str_compare(((const struct profile_pair *)a)->key,
                       ((const struct profile_pair *)b)->key);
}

static bool read_pairs(struct spec *spec, const struct field *field, char *base) {
    lua_State *L = spec->L;
    if (lua_type(L, -1) != LUA_TTABLE)
        return wrong_type(spec, field, "a table of name = value");
    struct script *script = spec->script;
    struct profile_pair *pairs = NULL;
    size_t n = 0, capacity = 0;
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        bool plain = lua_isstring(L, -1) != 0 || lua_isboolean(L, -1);
        if (lua_type(L, -2) != LUA_TSTRING || !plain) {
            lua_pop(L, 2);
            return diag_error(
                script_diag(script), spec_place(spec, str_from(field->name)),
                "%s: %s must hold only name = text", spec->what, field->name);
        }
        pairs = arena_grow(script->arena, pairs, n, &capacity, sizeof *pairs);
        pairs[n].key = spec_text(script, L, -2);
        pairs[n].value = lua_isboolean(L, -1)
                             ? (lua_toboolean(L, -1) ? STR("true") : STR("false"))
                             : spec_text(script, L, -1);
        n++;
        lua_pop(L, 1);
    }
    if (n > 1)
        qsort(pairs, n, sizeof *pairs, compare_pairs);
    memcpy(base + field->offset, &pairs, sizeof(struct profile_pair *));
    memcpy(base + field->count, &n, sizeof n);
    return true;
}

static bool read_colour(struct spec *spec, const struct field *field, void *out) {
    lua_State *L = spec->L;
    lua_Integer value = -1;
    if (lua_isinteger(L, -1)) {
        value = lua_tointeger(L, -1);
    } else if (lua_type(L, -1) == LUA_TSTRING) {
        const char *text = lua_tostring(L, -1);
        if (text[0] == '#' && strspn(text + 1, "0123456789abcdefABCDEF") == 6 &&
            text[7] == '\0')
            value = (lua_Integer)strtoul(text + 1, NULL, 16);
    }
    if (value < 0 || value > 0xFFFFFF)
        return wrong_type(spec, field, "a colour (0xRRGGBB or \"#rrggbb\")");
    uint32_t colour = (uint32_t)value;
    memcpy(out, &colour, sizeof colour);
    return true;
}

static bool read_period(struct spec *spec, const struct field *field, void *out) {
    struct str code = {NULL, 0};
    if (lua_isstring(spec->L, -1) != 0)
        code = spec_text(spec->script, spec->L, -1);
    struct period period;
    if (code.n == 0 || !period_from_code(code, &period)) {
        struct diag *diag = script_diag(spec->script);
        diag_error(diag, spec_place(spec, str_from(field->name)),
                   "%s: %s is not a period", spec->what, field->name);
        diag_hint(diag, "write \"2023\", \"2023-09\", \"2023-Q3\", \"2023-H1\", "
                        "\"2023-YTD09\" or \"2023-12-31\"");
        return false;
    }
    memcpy(out, &period, sizeof period);
    return true;
}

static bool read_number(struct spec *spec, const struct field *field, void *out) {
    lua_State *L = spec->L;
    if (field->kind == FIELD_COUNT) {
        if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < 0)
            return wrong_type(spec, field, "a whole number from 0");
        size_t value = (size_t)lua_tointeger(L, -1);
        memcpy(out, &value, sizeof value);
        return true;
    }
    if (lua_type(L, -1) != LUA_TNUMBER || !isfinite(lua_tonumber(L, -1)))
        return wrong_type(spec, field, "a number");
    float value = (float)lua_tonumber(L, -1);
    memcpy(out, &value, sizeof value);
    return true;
}

/* The value on the stack's top. */
static bool read_value(struct spec *spec, const struct field *field, char *base) {
    lua_State *L = spec->L;
    char *out = base + field->offset;
    switch (field->kind) {
    case FIELD_TEXT:
    case FIELD_TITLE:
        if (lua_isstring(L, -1) == 0)
            return wrong_type(spec, field, "a text");
        struct str text = spec_text(spec->script, L, -1);
        memcpy(out, &text, sizeof text);
        return field->kind == FIELD_TITLE || spec_is_plain(spec, field->name, text);
    case FIELD_FLAG:
        if (!lua_isboolean(L, -1))
            return wrong_type(spec, field, "true or false");
        bool flag = lua_toboolean(L, -1) != 0;
        memcpy(out, &flag, sizeof flag);
        return true;
    case FIELD_COUNT:
    case FIELD_LENGTH:
        return read_number(spec, field, out);
    case FIELD_COLOUR:
        return read_colour(spec, field, out);
    case FIELD_CHOICE:
        return read_choice(spec, field, out);
    case FIELD_KIND:
        return read_kind(spec, field, out);
    case FIELD_TEXTS:
        return read_texts(spec, field, base);
    case FIELD_PAIRS:
        return read_pairs(spec, field, base);
    case FIELD_PERIOD:
        return read_period(spec, field, out);
    case FIELD_OTHER:
        return true;
    }
    return false;
}

static const struct field *find_field(const struct field *list, size_t count,
                                      struct str name) {
    for (size_t i = 0; i < count; i++)
        if (str_equal(str_from(list[i].name), name))
            return &list[i];
    return NULL;
}

/* Whether two names have a word of four letters or more in common: header_left and
   running_left, cover and cover_head. */
static bool share_word(struct str a, struct str b) {
    for (size_t from = 0, end; from < a.n; from = end + 1) {
        end = str_find(a, STR("_"), from);
        if (end == STR_NOT_FOUND)
            end = a.n;
        struct str word = str_slice(a, from, end);
        for (size_t at = 0; word.n >= 4 && at < b.n; at++) {
            at = str_find(b, word, at);
            if (at == STR_NOT_FOUND)
                break;
            size_t after = at + word.n;
            if ((at == 0 || b.p[at - 1] == '_') && (after == b.n || b.p[after] == '_'))
                return true;
        }
    }
    return false;
}

/* The fields that share a word with `name`; false if none does. */
static bool hint_alike(struct diag *diag, struct str name, const struct str *names,
                       size_t count) {
    struct buf alike = buf_open(4096);
    for (size_t i = 0; i < count; i++)
        if (share_word(name, names[i]))
            buf_printf(&alike, "%s%.*s", alike.n > 0 ? ", " : "", STR_ARG(names[i]));
    bool any = alike.n > 0;
    if (any)
        diag_hint(diag, "fields with such a name: %s", buf_z(&alike));
    buf_close(&alike);
    return any;
}

static void report_unknown(struct spec *spec, const struct field *list, size_t count,
                           struct str name) {
    struct script *script = spec->script;
    struct str *names = arena_array(script->arena, count, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = str_from(list[i].name);
    diag_error(script_diag(script), spec_place(spec, name), "%s: no field \"%.*s\"",
               spec->what, STR_ARG(name));
    struct str nearest = diag_nearest(name, names, count);
    if (nearest.n > 0)
        diag_hint(script_diag(script), "did you mean \"%.*s\"?", STR_ARG(nearest));
    else if (!hint_alike(script_diag(script), name, names, count) &&
             spec->other != NULL)
        spec->other(script_diag(script), name);
}

/* The table's own keys, in order, so that messages come in the same order. */
static bool check_names(struct spec *spec, int table, const struct field *list,
                        size_t count) {
    lua_State *L = spec->L;
    struct script *script = spec->script;
    struct profile_pair *unknown = NULL;
    size_t n = 0, capacity = 0;
    lua_pushnil(L);
    while (lua_next(L, table) != 0) {
        lua_pop(L, 1);
        struct str name = STR("[1]");
        if (lua_type(L, -1) == LUA_TSTRING)
            name = spec_text(script, L, -1);
        if (find_field(list, count, name) == NULL) {
            unknown = arena_grow(script->arena, unknown, n, &capacity, sizeof *unknown);
            unknown[n].key = name;
            unknown[n++].value = name;
        }
    }
    if (n > 1)
        qsort(unknown, n, sizeof *unknown, compare_pairs);
    for (size_t i = 0; i < n; i++)
        report_unknown(spec, list, count, unknown[i].key);
    return n == 0;
}

bool spec_read(struct spec *spec, int table, const struct field *list, size_t count,
               void *out) {
    lua_State *L = spec->L;
    table = lua_absindex(L, table);
    if (lua_type(L, table) != LUA_TTABLE)
        return diag_error(script_diag(spec->script), spec_place(spec, (struct str){0}),
                          "%s: a table is expected, not a %s", spec->what,
                          sandbox_type_name(L, table));
    bool ok = check_names(spec, table, list, count);
    for (size_t i = 0; i < count; i++) {
        lua_pushstring(L, list[i].name);
        if (lua_rawget(L, table) != LUA_TNIL)
            ok = read_value(spec, &list[i], out) && ok;
        lua_pop(L, 1);
    }
    return ok;
}

/* The line of the quoted text `value` ("…" or '…'), or 0. */
static size_t find_quoted(const struct spec *spec, struct str value) {
    if (value.n == 0)
        return 0;
    for (size_t at = 0;; at++) {
        at = str_find(spec->text, value, at);
        if (at == STR_NOT_FOUND)
            return 0;
        size_t end = at + value.n;
        if (at > 0 && end < spec->text.n &&
            (spec->text.p[at - 1] == '"' || spec->text.p[at - 1] == '\'') &&
            spec->text.p[end] == spec->text.p[at - 1])
            return line_of(spec->text, at);
    }
}

struct place spec_place(const struct spec *spec, struct str word) {
    struct place place = {.file = spec->file, .line = spec->line};
    size_t at = word.n == 0 ? STR_NOT_FOUND : line_start(spec->text, spec->line);
    while (at != STR_NOT_FOUND) {
        at = str_find(spec->text, word, at);
        if (at == STR_NOT_FOUND)
            break;
        size_t end = at + word.n;
        if ((at == 0 || !is_word(spec->text.p[at - 1])) &&
            (end == spec->text.n || !is_word(spec->text.p[end]))) {
            place.line = line_of(spec->text, at);
            break;
        }
        at = end;
    }
    return place;
}

void spec_locate(struct spec *spec, const char *name) {
    if (spec->line != 0 || !lua_istable(spec->L, -1))
        return;
    lua_pushstring(spec->L, name);
    if (lua_rawget(spec->L, -2) == LUA_TSTRING)
        spec->line = find_quoted(spec, spec_text(spec->script, spec->L, -1));
    lua_pop(spec->L, 1);
}

struct str spec_text(struct script *script, lua_State *L, int index) {
    if (lua_type(L, index) == LUA_TSTRING) {
        size_t n;
        const char *p = lua_tolstring(L, index, &n);
        struct buf plain = buf_open(n + 1); /* what is printed: no marks of figures */
        marked_strip((struct str){p, n}, &plain);
        struct str text = arena_copy(script->arena, buf_str(&plain));
        buf_close(&plain);
        return text;
    }
    if (lua_isinteger(L, index))
        return arena_printf(script->arena, LUA_INTEGER_FMT, lua_tointeger(L, index));
    return arena_printf(script->arena, LUA_NUMBER_FMT, lua_tonumber(L, index));
}
