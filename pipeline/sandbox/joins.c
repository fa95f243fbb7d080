/* Lua's `..` writes a number by itself, where no hook sees it: half as 0.5, 0/0 as
   -nan. So that no such number comes into a report unseen, what is compiled says
   (joined("a b", a, (b))) for a .. b; the first text names the parts for messages, the
   brackets keep the call from being a tail call, which would leave no line to report.
   No line moves. Only where operands begin and end is looked at, which the tokens
   before and behind tell: whether the rest is Lua is the compiler's matter. */
#include "sandbox/host.h"
#include "sandbox/lexer.h"
#include <lauxlib.h>
#include <string.h>

/* The key of the function in what `string` inherits: no script writes it by chance. */
#define JOINED_KEY " joined"
#define NAME_CAP 64

/* The file, or what is open in it: a bracket, a function, a block. Places are bytes of
   what is written. */
struct level {
    size_t operand; /* where it begins */
    size_t chain;   /* where its first operand begins */
    size_t names;   /* of it, in the buffer of names */
    bool joining;   /* there is a chain */
};

struct joiner {
    struct str source;
    struct buf *out;
    struct str function;
    struct buf names;
    struct arena *arena;
    struct level *levels;
    size_t count, capacity;
    size_t copied; /* how much of the source is written */
    bool valued;   /* the token before ends an operand */
    bool member;   /* it is the . or : before a name */
    bool fresh;    /* the next token begins an operand */
};

static struct level *top(struct joiner *j) { return &j->levels[j->count - 1]; }

static void open_level(struct joiner *j) {
    j->levels =
        arena_grow(j->arena, j->levels, j->count, &j->capacity, sizeof *j->levels);
    j->levels[j->count++] = (struct level){.operand = j->out->n};
    j->valued = false;
    j->fresh = true;
}

static void insert(struct buf *out, size_t at, struct str text) {
    buf_put(out, text); /* makes the room */
    if (!buf_ok(out))
        return;
    memmove(out->p + at + text.n, out->p + at, out->n - text.n - at);
    memcpy(out->p + at, text.p, text.n);
}

static bool is_word(char c, bool first) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (!first && ((c >= '0' && c <= '9') || c == '.'));
}

/* The operand that ends here, as messages name it: area.name, or ? if it is more. */
static void add_name(struct joiner *j) {
    struct str text = str_slice(buf_str(j->out), top(j)->operand, j->out->n);
    bool named = text.n > 0 && text.n <= NAME_CAP && !lexer_is_keyword(text);
    for (size_t i = 0; i < text.n && named; i++)
        named = is_word(text.p[i], i == 0);
    buf_put(&j->names, named ? text : STR("?"));
    buf_char(&j->names, ' ');
}

/* Behind a .. */
static void go_on(struct joiner *j) {
    struct level *level = top(j);
    if (!level->joining) {
        level->joining = true;
        level->chain = level->operand;
        level->names = j->names.n;
    }
    add_name(j);
}

/* The operand ends, and with it the chain, if there is one. */
static void finish(struct joiner *j) {
    struct level *level = top(j);
    j->fresh = true;
    if (!level->joining)
        return;
    add_name(j);
    buf_puts(j->out, ")))");
    insert(j->out, level->operand, STR("("));
    insert(j->out, level->chain, STR("\","));
    insert(j->out, level->chain,
           str_slice(buf_str(&j->names), level->names, j->names.n - 1));
    insert(j->out, level->chain, STR("(\""));
    insert(j->out, level->chain, j->function);
    insert(j->out, level->chain, STR(" ("));
    j->names.n = level->names;
    level->joining = false;
}

static void close_level(struct joiner *j) {
    finish(j);
    if (j->count > 1)
        j->count--;
    j->fresh = false;
}

/* Blanks and comments before the token, and the token. */
static void copy(struct joiner *j, const struct token *token, struct str as) {
    buf_put(j->out, str_slice(j->source, j->copied, token->at));
    if (j->fresh)
        top(j)->operand = j->out->n;
    j->fresh = false;
    buf_put(j->out, as);
    j->copied = token->at + token->text.n;
}

static bool is_among(struct str text, const char *const *words) {
    for (; *words != NULL; words++)
        if (str_equal(text, str_from(*words)))
            return true;
    return false;
}

static void take_keyword(struct joiner *j, const struct token *token) {
    static const char *const values[] = {"nil", "true", "false", NULL};
    static const char *const openers[] = {"function", "do", "if", NULL};
    struct str text = token->text;
    bool function = str_equal(text, STR("function"));
    if (str_equal(text, STR("end"))) {
        close_level(j);
        copy(j, token, text);
        j->valued = true;
    } else if (str_equal(text, STR("not")) || is_among(text, values)) {
        copy(j, token, text);
        j->valued = !str_equal(text, STR("not"));
    } else {
        if (!function || j->valued)
            finish(j);
        copy(j, token, text);
        j->valued = false;
        if (is_among(text, openers))
            open_level(j);
        else
            j->fresh = true;
    }
}

static void take_symbol(struct joiner *j, const struct token *token) {
    static const char *const inner[] = {"+", "-", "*", "/", "//", "%", "^", "#", NULL};
    struct str text = token->text;
    char c = text.n == 1 ? text.p[0] : '\0';
    if (str_equal(text, STR(".."))) {
        go_on(j);
        copy(j, token, STR(", "));
        j->fresh = true;
        j->valued = false;
    } else if (c == '(' || c == '[' || c == '{') {
        copy(j, token, text);
        open_level(j);
    } else if (c == ')' || c == ']' || c == '}') {
        close_level(j);
        copy(j, token, text);
        j->valued = true;
    } else if (c == '.' || c == ':' || str_equal(text, STR("..."))) {
        copy(j, token, text);
        j->valued = c == '\0';
        j->member = c != '\0';
    } else if (is_among(text, inner) || (c == '~' && !j->valued)) {
        copy(j, token, text);
        j->valued = false;
    } else {
        finish(j);
        copy(j, token, text);
        j->fresh = true;
        j->valued = false;
    }
}

static void take(struct joiner *j, const struct token *token) {
    bool member = j->member;
    j->member = false;
    if (token->kind == TOKEN_SYMBOL) {
        take_symbol(j, token);
    } else if (token->kind == TOKEN_NAME && !member && lexer_is_keyword(token->text)) {
        take_keyword(j, token);
    } else {
        if (token->kind == TOKEN_NAME && j->valued) /* the next statement */
            finish(j);
        copy(j, token, token->text);
        j->valued = true;
    }
}

bool sandbox_write_joins(struct str source, struct buf *out) {
    if (str_find(source, STR(".."), 0) == STR_NOT_FOUND)
        return false;
    struct buf function = buf_open(SIZE_MAX / 2);
    buf_puts(&function, "joined");
    while (str_find(source, buf_str(&function), 0) != STR_NOT_FOUND)
        buf_char(&function, '_');
    struct joiner j = {.source = source,
                       .out = out,
                       .function = buf_str(&function),
                       .names = buf_open(SIZE_MAX / 2),
                       .arena = arena_open()};
    buf_printf(out, "local %.*s=(\"\")[\"" JOINED_KEY "\"];", STR_ARG(j.function));
    open_level(&j);
    struct lexer lexer = lexer_open(source, 0, 1);
    struct token token;
    while (token = lexer_next_code(&lexer),
           token.kind != TOKEN_END && token.kind != TOKEN_FOREIGN && !token.open)
        take(&j, &token);
    bool whole = token.kind == TOKEN_END;
    finish(&j);
    buf_put(out, str_slice(source, j.copied, source.n));
    buf_close(&function);
    buf_close(&j.names);
    arena_close(j.arena);
    return whole && buf_ok(out);
}

/* The word of `names` that names part `number`, counted from 1; empty: it has none. */
static struct str part_name(struct str names, int number) {
    size_t start = 0, end = str_find(names, STR(" "), 0);
    for (; number > 1 && end != STR_NOT_FOUND; number--) {
        start = end + 1;
        end = str_find(names, STR(" "), start);
    }
    struct str name = str_slice(names, start, end == STR_NOT_FOUND ? names.n : end);
    return str_equal(name, STR("?")) ? STR("") : name;
}

/* Whether a value joins itself to what stands beside it. */
static bool joins_itself(lua_State *L, int index) {
    bool joins = luaL_getmetafield(L, index, "__concat") != LUA_TNIL;
    if (joins)
        lua_pop(L, 1);
    return joins;
}

/* Raises for a part that is no text, with its name, which Lua would not know here. */
static void check_parts(lua_State *L, int count) {
    int bad = 0;
    bool any = false;
    for (int i = 2; i <= count; i++)
        any = any || joins_itself(L, i);
    for (int i = 2; i <= count && bad == 0; i++) {
        int type = lua_type(L, i);
        bool open = any && (type == LUA_TTABLE || type == LUA_TUSERDATA);
        if (!open && !lua_isstring(L, i))
            bad = i;
    }
    if (bad == 0)
        return;
    size_t n;
    struct str names = {lua_tolstring(L, 1, &n), 0};
    names.n = n;
    struct str name = part_name(names, bad - 1);
    if (name.n > 0)
        lua_pushfstring(L, " (%s)", lua_pushlstring(L, name.p, name.n));
    else
        lua_pushliteral(L, "");
    sandbox_raise(
        L,
        lua_isnil(L, bad)
            ? "a misspelt name or field? write (x or \"—\") if it may be absent"
            : NULL,
        "attempt to concatenate a %s value%s", sandbox_type_name(L, bad),
        lua_tostring(L, -1));
}

/* [-2, +1, e] As the virtual machine does it. Not lua_concat, which loses the stack if
   a metamethod makes it grow (5.4.4). */
static void join_two(lua_State *L) {
    if (lua_isstring(L, -2) && lua_isstring(L, -1)) {
        lua_concat(L, 2);
        return;
    }
    if (luaL_getmetafield(L, -2, "__concat") == LUA_TNIL &&
        luaL_getmetafield(L, -1, "__concat") == LUA_TNIL)
        sandbox_raise(L, NULL, "attempt to concatenate a %s value%s",
                      sandbox_type_name(L, lua_isstring(L, -2) ? -1 : -2), "");
    lua_insert(L, -3);
    lua_call(L, 2, 1);
}

/* joined(names, a, b, …) [-n, +1, e] a .. b .. …, a number as sandbox_write_number has
   it */
static int joined(lua_State *L) {
    int count = lua_gettop(L);
    bool texts = true;
    for (int i = 2; i <= count; i++) {
        int type = lua_type(L, i);
        if (type == LUA_TNUMBER)
            sandbox_write_number(L, i);
        texts = texts && (type == LUA_TNUMBER || type == LUA_TSTRING);
    }
    if (texts) {
        lua_concat(L, count - 1);
        return 1;
    }
    check_parts(L, count);
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    for (; count > 2; count--)
        join_two(L);
    return 1;
}

void sandbox_open_joins(lua_State *L) {
    lua_createtable(L, 0, 2);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, joined);
    lua_setfield(L, -2, JOINED_KEY);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}
