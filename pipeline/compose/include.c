#include "compose/include.h"
#include "sandbox/lexer.h"
#include <lauxlib.h>
#include <string.h>

struct str include_context(const struct inclusion *inclusion, struct str base,
                           const struct diag *diag, struct arena *arena) {
    struct str context = base;
    for (; inclusion->outer != NULL; inclusion = inclusion->outer) {
        struct place place = {.file = inclusion->outer->template->file,
                              .line = inclusion->segment->line};
        context = parts_included(context, place, diag, arena);
    }
    return context;
}

void include_push_environment(lua_State *L, struct sandbox *sandbox, int parameters) {
    if (parameters == 0)
        lua_newtable(L);
    else
        lua_pushvalue(L, parameters);
    int environment = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, environment) != 0) {
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING)
            sandbox_raise(L, "write include \"partials/x.md\" { who = area }",
                          "a parameter of include has a name");
    }
    lua_createtable(L, 0, 2);
    sandbox_push_environment(sandbox);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, environment);
}

/* Whether Lua code names `name`; `given`: as a field that it sets, { name = … }. */
static bool mentions(struct str code, struct str name, bool given) {
    struct lexer lexer = lexer_open(code, 0, 1);
    struct token before = lexer_next_code(&lexer);
    while (before.kind != TOKEN_END) {
        struct token token = lexer_next_code(&lexer);
        if (before.kind == TOKEN_NAME && str_equal(before.text, name) &&
            (!given || token_is(&token, TOKEN_SYMBOL, "=")))
            return true;
        before = token;
    }
    return false;
}

/* The parameter that the include gives under a name much like this one, or empty. */
static struct str nearest_parameter(struct str parameters, struct str name) {
    struct str names[64];
    size_t count = 0;
    struct lexer lexer = lexer_open(parameters, 0, 1);
    struct token before = lexer_next_code(&lexer);
    while (before.kind != TOKEN_END && count < 64) {
        struct token token = lexer_next_code(&lexer);
        if (before.kind == TOKEN_NAME && token_is(&token, TOKEN_SYMBOL, "="))
            names[count++] = before.text;
        before = token;
    }
    return diag_nearest(name, names, count);
}

static bool template_mentions(const struct template *template, struct str name) {
    for (size_t i = 0; i < template->segments.count; i++) {
        const struct segment *segment = &template->segments.items[i];
        if ((segment->kind == SEGMENT_STATEMENT || segment->kind == SEGMENT_VALUE) &&
            mentions(segment->text, name, false))
            return true;
    }
    return false;
}

/* Whether the code at level 1 is the template's own, and not a module that it calls. */
static bool is_own_code(lua_State *L, const struct template *template) {
    lua_Debug ar;
    return lua_getstack(L, 1, &ar) != 0 && lua_getinfo(L, "S", &ar) != 0 &&
           ar.source[0] == '@' && str_equal(str_from(ar.source + 1), template->file);
}

/* [-0, +1, m] */
static const char *push_text(lua_State *L, struct str text) {
    return lua_pushlstring(L, text.p, text.n);
}

const char *include_advise(void *context, lua_State *L, struct str name, bool last) {
    const struct include_stack *stack = context;
    const struct inclusion *inclusion = stack->top;
    if (inclusion->outer == NULL || !is_own_code(L, inclusion->template))
        return NULL;
    const struct diag *diag = sandbox_diag(stack->sandbox);
    const struct segment *segment = inclusion->segment;
    bool seen = false;
    for (const struct inclusion *i = inclusion->outer; i != NULL; i = i->outer)
        seen = seen || template_mentions(i->template, name);
    if (!last && mentions(segment->parameters, name, true))
        return lua_pushfstring(
            L,
            diag_words(diag, "line %d of %s passes it, but as nil: pass false if "
                             "there is none"),
            (int)segment->line, push_text(L, inclusion->outer->template->file));
    struct str near = nearest_parameter(segment->parameters, name);
    if (near.n > 0 && !seen)
        return lua_pushfstring(L, diag_words(diag, "did you mean \"%s\"?"),
                               lua_pushlstring(L, near.p, near.n));
    if (!last && !seen)
        return NULL;
    return lua_pushfstring(
        L,
        diag_words(diag, "an included file sees its parameters and the names of the "
                         "report, no others: include \"%s\" { %s = … }"),
        push_text(L, inclusion->template->path), push_text(L, name));
}
