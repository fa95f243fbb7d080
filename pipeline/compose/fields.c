#include "compose/fields.h"
#include "compose/printed.h"
#include "compose/values.h"
#include "document/block.h"
#include <lauxlib.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The string on the top, popped; `name` for messages. */
static struct str take_string(struct fields *f, const char *name) {
    size_t n;
    const char *problem, *hint;
    if (lua_type(f->L, -1) != LUA_TSTRING)
        fields_fail(f, "%s is a %s, not a text", name, sandbox_type_name(f->L, -1));
    const char *p = values_push_text(f->L, -1, &n, &problem, &hint);
    if (p == NULL)
        fields_fail(f, "%s %s", name, diag_words(f->composition->diag, problem));
    struct str text = printed_take(f->composition, (struct str){p, n});
    lua_pop(f->L, 2);
    return text;
}

static int choice(struct fields *f, const char *name, const char *const *names) {
    if (lua_type(f->L, -1) == LUA_TSTRING)
        for (int i = 0; names[i] != NULL; i++)
            if (strcmp(lua_tostring(f->L, -1), names[i]) == 0) {
                lua_pop(f->L, 1);
                return i;
            }
    char known[256] = "";
    size_t n = 0;
    for (int i = 0; names[i] != NULL && n < sizeof known; i++)
        n += (size_t)snprintf(known + n, sizeof known - n, "%s%s", i > 0 ? ", " : "",
                              names[i]);
    const char *given = lua_type(f->L, -1) == LUA_TSTRING ? lua_tostring(f->L, -1)
                                                          : sandbox_type_name(f->L, -1);
    fields_fail(f, "%s is \"%s\", not one of %s", name, given, known);
}

static double checked_number(struct fields *f, const char *name) {
    if (lua_type(f->L, -1) != LUA_TNUMBER)
        fields_fail(f, "%s is a %s, not a number", name, sandbox_type_name(f->L, -1));
    double value = lua_tonumber(f->L, -1);
    if (!isfinite(value))
        fields_fail(f, "%s is not a finite number", name);
    lua_pop(f->L, 1);
    return value;
}

struct fields fields_open(const struct objects_reader *reader) {
    return (struct fields){.L = reader->L,
                           .composition = reader->composition,
                           .place = reader->place,
                           .what = reader->block->kind->kind.name};
}

void fields_enter(struct fields *f, const char *name, size_t number) {
    luaL_checkstack(f->L, 16, "tables");
    f->path[f->depth].name = name;
    f->path[f->depth].number = number;
    f->depth++;
}

void fields_leave(struct fields *f) { f->depth--; }

void fields_fail(struct fields *f, const char *format, ...) {
    char where[192] = "", text[512];
    size_t n = 0;
    for (size_t i = 0; i < f->depth && n < sizeof where; i++)
        n += (size_t)snprintf(where + n, sizeof where - n, " %s %zu:", f->path[i].name,
                              f->path[i].number);
    va_list args;
    va_start(args, format);
    if (vsnprintf(text, sizeof text, diag_words(f->composition->diag, format), args) <
        0)
        text[0] = '\0';
    va_end(args);
    sandbox_raise(f->L, NULL, "%s:%s %s", f->what, where, text);
    abort(); /* sandbox_raise does not return */
}

struct str fields_string(struct fields *f, int index, const char *name) {
    if (lua_getfield(f->L, index, name) == LUA_TNIL) {
        lua_pop(f->L, 1);
        return (struct str){"", 0};
    }
    return take_string(f, name);
}

struct str fields_words(struct fields *f, int index, const char *name) {
    if (lua_getfield(f->L, index, name) == LUA_TNIL) {
        lua_pop(f->L, 1);
        return (struct str){"", 0};
    }
    size_t n;
    const char *problem, *hint;
    const char *p = values_push_text(f->L, -1, &n, &problem, &hint);
    if (p == NULL)
        fields_fail(f, "%s %s", name, diag_words(f->composition->diag, problem));
    struct str text = printed_take(f->composition, (struct str){p, n});
    lua_pop(f->L, 2);
    return text;
}

bool fields_markdown(struct fields *f, int index, const char *name, struct str *out) {
    int type = lua_getfield(f->L, index, name);
    struct str markdown;
    if (type == LUA_TNIL) {
        lua_pop(f->L, 1);
        return false;
    }
    if (values_markdown(f->L, -1, &markdown)) {
        *out = arena_copy(f->composition->arena, markdown);
        lua_pop(f->L, 1);
        return true;
    }
    size_t n;
    const char *p, *problem, *hint;
    if (type != LUA_TSTRING)
        fields_fail(f, "%s is a %s, not a text", name, sandbox_type_name(f->L, -1));
    p = values_push_text(f->L, -1, &n, &problem, &hint);
    if (p == NULL)
        fields_fail(f, "%s %s", name, diag_words(f->composition->diag, problem));
    struct buf text = buf_open(SIZE_MAX / 2);
    printed_put_markdown(f->composition, (struct str){p, n}, f->place, &text);
    *out = arena_copy(f->composition->arena, buf_str(&text));
    buf_close(&text);
    lua_pop(f->L, 2);
    return true;
}

bool fields_flag(struct fields *f, int index, const char *name, bool fallback) {
    int type = lua_getfield(f->L, index, name);
    if (type != LUA_TNIL && type != LUA_TBOOLEAN)
        fields_fail(f, "%s is a %s, not true or false", name,
                    sandbox_type_name(f->L, -1));
    bool value = type == LUA_TNIL ? fallback : lua_toboolean(f->L, -1) != 0;
    lua_pop(f->L, 1);
    return value;
}

double fields_number(struct fields *f, int index, const char *name, double fallback) {
    lua_getfield(f->L, index, name);
    if (!lua_toboolean(f->L, -1)) {
        lua_pop(f->L, 1);
        return fallback;
    }
    return checked_number(f, name);
}

double fields_number_item(struct fields *f, int index, size_t number) {
    lua_geti(f->L, index, (lua_Integer)number);
    if (lua_isboolean(f->L, -1) && !lua_toboolean(f->L, -1)) {
        lua_pop(f->L, 1);
        return (double)NAN;
    }
    char name[32];
    snprintf(name, sizeof name, "value %zu", number);
    return checked_number(f, name);
}

long fields_integer(struct fields *f, int index, const char *name, long fallback,
                    long least, long most) {
    int type = lua_getfield(f->L, index, name), whole = 0;
    if (type == LUA_TNIL && fallback >= least && fallback <= most) {
        lua_pop(f->L, 1);
        return fallback;
    }
    lua_Integer value = type == LUA_TNUMBER ? lua_tointegerx(f->L, -1, &whole) : 0;
    if (!whole || value < least || value > most)
        fields_fail(f, "%s must be a whole number from %ld to %ld", name, least, most);
    lua_pop(f->L, 1);
    return (long)value;
}

int fields_choice(struct fields *f, int index, const char *name,
                  const char *const *names, int fallback) {
    if (lua_getfield(f->L, index, name) == LUA_TNIL && fallback >= 0) {
        lua_pop(f->L, 1);
        return fallback;
    }
    return choice(f, name, names);
}

const struct kind *fields_kind(struct fields *f, int index, const char *name,
                               const struct kind *const *table) {
    lua_getfield(f->L, index, name);
    bool text = lua_type(f->L, -1) == LUA_TSTRING;
    const char *given = text ? lua_tostring(f->L, -1) : sandbox_type_name(f->L, -1);
    const struct kind *kind = text ? kind_find(table, str_from(given)) : NULL;
    if (kind == NULL) {
        char names[256];
        struct buf known = buf_open(sizeof names - 1);
        kind_list(table, ", ", &known);
        snprintf(names, sizeof names, "%s", buf_z(&known));
        buf_close(&known); /* what comes next does not return */
        fields_fail(f, "%s is \"%s\", not one of %s", name, given, names);
    }
    lua_pop(f->L, 1);
    return kind;
}

enum doc_tone fields_tone(struct fields *f, int index) {
    static const char *const names[] = {
        [TONE_NONE] = "none",   [TONE_ACCENT] = "accent", [TONE_ALERT] = "alert",
        [TONE_MUTED] = "muted", [TONE_GOOD] = "good",     [TONE_WATCH] = "watch",
        [TONE_BAD] = "bad",     [TONE_BAD + 1] = NULL};
    return (enum doc_tone)fields_choice(f, index, "tone", names, TONE_NONE);
}

int fields_choice_item(struct fields *f, int index, size_t number,
                       const char *const *names) {
    char name[32];
    snprintf(name, sizeof name, "align %zu", number);
    lua_geti(f->L, index, (lua_Integer)number);
    return choice(f, name, names);
}

int fields_table(struct fields *f, int index, const char *name) {
    if (lua_getfield(f->L, index, name) != LUA_TTABLE)
        fields_fail(f, "%s is a %s, not a table", name, sandbox_type_name(f->L, -1));
    return lua_gettop(f->L);
}

int fields_item(struct fields *f, int index, size_t number) {
    if (lua_geti(f->L, index, (lua_Integer)number) != LUA_TTABLE)
        fields_fail(f, "it is a %s, not a table", sandbox_type_name(f->L, -1));
    return lua_gettop(f->L);
}

size_t fields_length(struct fields *f, int index, size_t most) {
    lua_Unsigned n = lua_rawlen(f->L, index);
    if (n > most)
        fields_fail(f, "%llu entries are more than %zu", (unsigned long long)n, most);
    return (size_t)n;
}

struct str *fields_strings(struct fields *f, int index, const char *name, size_t most,
                           size_t *count) {
    *count = 0;
    if (lua_getfield(f->L, index, name) == LUA_TNIL) {
        lua_pop(f->L, 1);
        return NULL;
    }
    if (lua_type(f->L, -1) != LUA_TTABLE)
        fields_fail(f, "%s is a %s, not a table", name, sandbox_type_name(f->L, -1));
    int array = lua_gettop(f->L);
    *count = fields_length(f, array, most);
    struct str *out = arena_array(f->composition->arena, *count + 1, sizeof *out);
    for (size_t i = 0; i < *count; i++) {
        lua_geti(f->L, array, (lua_Integer)i + 1);
        out[i] = take_string(f, name);
    }
    lua_pop(f->L, 1);
    return out;
}

void fields_notes(struct fields *f, int index, struct str **notes, size_t *count,
                  struct str *source) {
    *notes = fields_strings(f, index, "notes", FIELDS_NOTES, count);
    *source = fields_string(f, index, "source");
}
