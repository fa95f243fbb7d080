#include "compose/origin.h"
#include "base/file.h"
#include "sandbox/lexer.h"
#include <string.h>

#define SCRIPT_LIMIT ((size_t)1 << 20)

/* A line has written the words if it has as much of them in one piece: two Han
   characters. */
enum { LEAST_COMMON = 6, WORDS_MOST = 240, AROUND = 40 };

/* What a line of the function itself is worth more than one beside it. */
enum { INSIDE = 3 };

/* [-0, +1, -] The value of the variable that the function at `function` sees, or nil.
 */
static void push_variable(lua_State *L, int function, struct str name) {
    const char *own;
    for (int i = 1; (own = lua_getupvalue(L, function, i)) != NULL; i++) {
        if (str_equal(str_from(own), name))
            return;
        lua_pop(L, 1);
    }
    lua_pushnil(L);
}

/* [-1, +1, -] The field of the value on the top, without metamethods; else nil. */
static void take_field(lua_State *L, struct str name) {
    if (lua_istable(L, -1)) {
        lua_pushlstring(L, name.p, name.n);
        lua_rawget(L, -2);
    } else {
        lua_pushnil(L);
    }
    lua_remove(L, -2);
}

/* [-1, +0, -] */
static void add_function(lua_State *L, struct composition *c, struct origin *origin,
                         size_t line, size_t *capacity) {
    lua_Debug ar;
    if (!lua_isfunction(L, -1) || lua_iscfunction(L, -1)) {
        lua_pop(L, 1);
        return;
    }
    lua_getinfo(L, ">S", &ar);
    if (strncmp(ar.source, "@lua/", 5) != 0)
        return; /* of the library, or the template's own */
    origin->functions = arena_grow(c->arena, origin->functions, origin->count, capacity,
                                   sizeof *origin->functions);
    origin->functions[origin->count++] = (struct origin_function){
        arena_copy(c->arena, str_from(ar.source + 1)), (size_t)ar.linedefined,
        (size_t)ar.lastlinedefined, line};
}

/* Each name of the code, with the fields behind it: panel_text.place. */
static void add_functions(lua_State *L, struct composition *c, struct origin *origin,
                          int function) {
    size_t capacity = 0;
    bool fenced = origin->segment->kind == SEGMENT_BLOCK;
    struct lexer lexer =
        lexer_open(origin->segment->text, 0, origin->segment->line + fenced);
    struct token token = lexer_next_code(&lexer);
    while (token.kind != TOKEN_END) {
        if (token.kind != TOKEN_NAME || lexer_is_keyword(token.text)) {
            token = lexer_next_code(&lexer);
            continue;
        }
        size_t line = token.line;
        push_variable(L, function, token.text);
        token = lexer_next_code(&lexer);
        while (token_is(&token, TOKEN_SYMBOL, ".") ||
               token_is(&token, TOKEN_SYMBOL, ":")) {
            token = lexer_next_code(&lexer);
            take_field(L, token.kind == TOKEN_NAME ? token.text : STR(""));
            if (token.kind != TOKEN_END)
                token = lexer_next_code(&lexer);
        }
        add_function(L, c, origin, line, &capacity);
    }
}

void origins_add(lua_State *L, struct composition *c, const struct template *template,
                 const struct segment *segment, int function) {
    for (size_t i = c->origin_count; i-- > 0;)
        if (c->origins[i].segment == segment)
            return;
    c->origins = arena_grow(c->arena, c->origins, c->origin_count, &c->origin_capacity,
                            sizeof *c->origins);
    struct origin *origin = &c->origins[c->origin_count++];
    *origin = (struct origin){.template = template, .segment = segment};
    if (lua_isfunction(L, function) && lua_checkstack(L, 4))
        add_functions(L, c, origin, function);
}

/* The length of the longest piece that both have, of whole characters. A piece that is
   no longer than the best one yet is not walked. */
static size_t common_length(struct str a, struct str b) {
    size_t best = 0;
    for (size_t i = 0; i + best < a.n; i++)
        for (size_t k = 0;
             i + best < a.n && k + best < b.n && ((unsigned char)a.p[i] & 0xC0) != 0x80;
             k++) {
            if (a.p[i + best] != b.p[k + best])
                continue;
            size_t n = 0;
            while (i + n < a.n && k + n < b.n && a.p[i + n] == b.p[k + n])
                n++;
            while (n > 0 && i + n < a.n && ((unsigned char)a.p[i + n] & 0xC0) == 0x80)
                n--;
            best = n > best ? n : best;
        }
    return best;
}

/* The line that has most of the words. */
struct best_line {
    size_t line, length;
};

static void keep_better(struct best_line *best, size_t line, size_t length) {
    if (length >= LEAST_COMMON && length > best->length)
        *best = (struct best_line){line, length};
}

/* That of the lines from..to (from 1) of the text. */
static struct best_line look(struct str text, struct str words, size_t from,
                             size_t to) {
    struct best_line best = {0, 0};
    size_t line = 1;
    for (size_t at = 0; at < text.n && line <= to; line++) {
        size_t end = str_find(text, STR("\n"), at);
        end = end == STR_NOT_FOUND ? text.n : end;
        if (line >= from)
            keep_better(&best, line, common_length(words, str_slice(text, at, end)));
        at = end + 1;
    }
    return best;
}

static struct str text_of(struct composition *c, struct str file) {
    for (size_t i = 0; i < c->script_count; i++)
        if (str_equal(c->scripts[i].file, file))
            return c->scripts[i].text;
    struct diag *quiet = diag_open();
    struct origin_script script = {file, STR("")};
    const char *path = arena_printf(c->arena, "%.*s", STR_ARG(file)).p;
    if (!file_read(c->project, path, SCRIPT_LIMIT, c->arena, &script.text, NULL, quiet))
        script.text = STR("");
    diag_close(quiet);
    c->scripts = arena_grow(c->arena, c->scripts, c->script_count, &c->script_capacity,
                            sizeof *c->scripts);
    c->scripts[c->script_count++] = script;
    return script.text;
}

/* In the function, else in the rest of its file, which has what it calls. */
static struct best_line look_in_script(struct composition *c,
                                       const struct origin_function *function,
                                       struct str words) {
    struct str text = text_of(c, function->file);
    struct best_line best = look(text, words, function->first, function->last);
    best.length += best.line != 0 ? INSIDE : 0;
    struct best_line before = {0, 0}, behind = {0, 0};
    if (function->first > 1)
        before = look(text, words, 1, function->first - 1);
    behind = look(text, words, function->last + 1, SIZE_MAX);
    struct best_line beside = behind.length > before.length ? behind : before;
    return beside.length > best.length ? beside : best;
}

static size_t last_line(const struct segment *segment) {
    size_t lines = segment->line + (segment->kind == SEGMENT_BLOCK);
    for (size_t i = 0; i < segment->text.n; i++)
        lines += segment->text.p[i] == '\n';
    return lines;
}

/* What may have written the words. */
struct writers {
    struct best_line own; /* of the template */
    struct best_line best;
    const struct origin_function *function; /* that `best` is of */
    size_t functions;
};

static struct writers writers_of(struct composition *c, struct str words,
                                 const struct place *place) {
    struct writers w = {0};
    for (size_t i = 0; i < c->origin_count; i++) {
        const struct origin *origin = &c->origins[i];
        if (!str_equal(origin->template->file, place->file) ||
            origin->segment->line != place->line)
            continue;
        struct best_line here = look(origin->template->text, words, place->line,
                                     last_line(origin->segment));
        w.own = here.length > w.own.length ? here : w.own;
        for (size_t f = 0; f < origin->count; f++) {
            struct best_line there = look_in_script(c, &origin->functions[f], words);
            w.functions++;
            if (w.function == NULL || there.length > w.best.length) {
                w.best = there;
                w.function = &origin->functions[f];
            }
        }
    }
    return w;
}

/* Some bytes more on both sides, of the same line. */
static struct str widen(struct str text, size_t from, size_t to) {
    for (size_t i = 0; i < AROUND && from > 0 && text.p[from - 1] != '\n'; i++)
        from--;
    for (size_t i = 0; i < AROUND && to < text.n && text.p[to] != '\n'; i++)
        to++;
    return str_slice(text, from, to);
}

struct place origins_find(struct composition *c, struct str text, size_t from,
                          size_t to, struct place *place) {
    struct str words =
        str_slice(text, from, to < from + WORDS_MOST ? to : from + WORDS_MOST);
    struct writers w = writers_of(c, words, place);
    if (w.own.line == 0 && w.best.line == 0)
        w = writers_of(c, widen(text, from, from + words.n), place);
    struct place script = {0};
    size_t line = place->line;
    if (w.own.line != 0 && w.own.length >= w.best.length) {
        line = w.own.line;
    } else if (w.best.line != 0 || w.functions == 1) {
        script.file = w.function->file;
        script.line = w.best.line != 0 ? w.best.line : w.function->first;
        line = w.function->called;
    }
    place->column = line == place->line ? place->column : 0;
    place->line = line;
    return script;
}
