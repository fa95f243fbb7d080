#include "compose/expand.h"
#include "compose/objects.h"
#include "compose/printed.h"
#include "compose/values.h"
#include "document/block.h"
#include <lauxlib.h>
#include <string.h>

/* A caption or a title. */
#define WORDS_LIMIT ((size_t)4096)

/* One expansion; the functions of the chunk reach it as an upvalue. */
struct run {
    struct template_set *set;
    struct composition *c;
    struct buf words; /* the caption being made */
};

static struct run *run_of(lua_State *L) {
    return lua_touserdata(L, lua_upvalueindex(1));
}

static struct template *template_of(lua_State *L) {
    return lua_touserdata(L, lua_upvalueindex(2));
}

static const struct segment *segment_of(lua_State *L) {
    return &template_of(L)->segments.items[lua_tointeger(L, 1)];
}

static struct place place_of(const struct template *template,
                             const struct segment *segment) {
    return (struct place){
        .file = template->file, .line = segment->line, .column = segment->column};
}

/* Every line of the expanded text remembers where it began. `growing`: the text
   has line feeds of the template, each a line further. */
static void emit(struct composition *c, struct str text, struct str file, size_t line,
                 bool growing) {
    size_t at = 0;
    while (at < text.n) {
        if (c->text.n == 0 || c->text.p[c->text.n - 1] == '\n') {
            c->lines = arena_grow(c->arena, c->lines, c->line_count, &c->line_capacity,
                                  sizeof *c->lines);
            c->lines[c->line_count++] = (struct source_line){file, line};
        }
        size_t end = tags_next_line(text, at);
        buf_put(&c->text, str_slice(text, at, end));
        at = end;
        line += growing;
    }
}

/* the_text(segment) [-1, +0, -] */
static int the_text(lua_State *L) {
    const struct segment *segment = segment_of(L);
    emit(run_of(L)->c, segment->text, template_of(L)->file, segment->line, true);
    return 0;
}

static void report_value(struct composition *c, const struct template *template,
                         const struct segment *segment, const char *problem,
                         const char *hint) {
    struct str code = str_trim(segment->text);
    parts_error(c, place_of(template, segment), "{{ %.*s }} %s", STR_ARG(code),
                diag_words(c->diag, problem));
    if (hint != NULL)
        diag_hint(c->diag, "%s", diag_words(c->diag, hint));
}

/* the_value(segment, value) [-2, +0, e] a wrong value is reported with its column,
   and the expansion goes on to the next */
static int the_value(lua_State *L) {
    struct composition *c = run_of(L)->c;
    const struct template *template = template_of(L);
    const struct segment *segment = segment_of(L);
    struct str text;
    if (values_markdown(L, 2, &text)) {
        emit(c, text, template->file, segment->line, false);
        return 0;
    }
    const char *problem, *hint;
    text.p = values_push_text(L, 2, &text.n, &problem, &hint);
    if (text.p == NULL) {
        report_value(c, template, segment, problem, hint);
        return 0;
    }
    struct buf mark = buf_open(64);
    printed_put(c, text, place_of(template, segment), &mark);
    emit(c, buf_str(&mark), template->file, segment->line, false);
    buf_close(&mark);
    return 0;
}

/* the_words(segment, part[, value]) [-3, +0, e] segment −1: a title */
static int the_words(lua_State *L) {
    struct run *run = run_of(L);
    const struct template *template = template_of(L);
    lua_Integer part = lua_tointeger(L, 2);
    const struct segment *words =
        lua_tointeger(L, 1) < 0 ? template->words : segment_of(L)->block->caption;
    if (part == 0)
        buf_clear(&run->words);
    if (words[part].kind == SEGMENT_TEXT) {
        buf_put(&run->words, words[part].text);
        return 0;
    }
    const char *problem, *hint;
    size_t n;
    struct str markdown;
    if (values_markdown(L, 3, &markdown)) {
        report_value(run->c, template, &words[part], "is Markdown",
                     "a caption or title is plain text");
        return 0;
    }
    const char *p = values_push_text(L, 3, &n, &problem, &hint);
    if (p == NULL)
        report_value(run->c, template, &words[part], problem, hint);
    else
        buf_bytes(&run->words, p, n);
    return 0;
}

/* The caption or title that was made before the block; never empty, so that the
   rest can be read although it was reported. */
static struct str take_words(struct run *run, const struct block *block,
                             struct place place) {
    struct composition *c = run->c;
    if (block->caption_count == 0)
        return (struct str){"", 0};
    struct str words = str_trim(buf_str(&run->words));
    const struct block_kind *kind = block->kind;
    if (!buf_ok(&run->words))
        parts_error(c, place, "the %s of this %s is longer than %zu bytes",
                    kind->required, kind->kind.name, WORDS_LIMIT);
    else if (words.n > 0)
        return printed_take(c, words);
    else
        parts_error(c, place, "the %s of this %s is empty", kind->required,
                    kind->kind.name);
    return STR("—");
}

/* A code block whose info string is the mark: Markdown keeps it whole, and it ends
   a paragraph or a list above it. */
static void emit_mark(struct composition *c, size_t index, struct place place) {
    struct buf out = buf_open(128);
    if (c->text.n > 0 && c->text.p[c->text.n - 1] != '\n')
        buf_char(&out, '\n');
    buf_puts(&out, "~~~");
    parts_put_mark(&out, index);
    buf_puts(&out, "\n~~~\n");
    emit(c, buf_str(&out), place.file, place.line, false);
    buf_close(&out);
}

/* [-0, +1, e] what the library makes of the fields that the body at index 2
   assigned */
static void push_plain(lua_State *L, struct run *run, const struct block *block,
                       struct str caption) {
    lua_newtable(L);
    int spec = lua_gettop(L);
    lua_newtable(L);
    sandbox_push_environment(run->set->sandbox);
    int environment = lua_gettop(L);
    lua_pushvalue(L, environment);
    lua_setfield(L, spec + 1, "__index");
    lua_pushvalue(L, spec + 1);
    lua_setmetatable(L, spec);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, spec);
    lua_call(L, 1, 0);
    /* Its own fields only; the environment stays whole for the functions among
       them, which the library calls later. */
    lua_newtable(L);
    int own = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, spec) != 0) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, own);
    }
    spec = own;
    if (block->id.n > 0) {
        lua_pushlstring(L, block->id.p, block->id.n);
        lua_setfield(L, spec, "id");
    }
    lua_pushlstring(L, caption.p, caption.n);
    lua_setfield(L, spec, "caption");
    lua_getfield(L, environment, block->kind->maker);
    lua_pushvalue(L, spec);
    lua_call(L, 1, 1);
    if (!lua_istable(L, -1))
        sandbox_raise(L, NULL, "%s gives a %s, not a table", block->kind->maker,
                      luaL_typename(L, -1));
}

/* the_block(segment[, body]) [-2, +0, e] */
static int the_block(lua_State *L) {
    struct run *run = run_of(L);
    struct composition *c = run->c;
    const struct segment *segment = segment_of(L);
    const struct block *block = segment->block;
    struct place place = place_of(template_of(L), segment);
    place.context = c->context;
    struct str caption = take_words(run, block, place);
    struct objects_reader reader = {
        .L = L, .composition = c, .block = block, .place = place, .caption = caption};
    if (block->kind->body == BLOCK_LUA)
        push_plain(L, run, block, caption);
    struct object *object = block->kind->read(&reader, lua_gettop(L));
    object->place = place;
    struct mark mark = {.kind = MARK_OBJECT, .place = place, .object = object};
    emit_mark(c, parts_mark(c, mark), place);
    return 0;
}

/* the_end(segment) [-1, +0, -] of a summary */
static int the_end(lua_State *L) {
    struct composition *c = run_of(L)->c;
    struct place place = place_of(template_of(L), segment_of(L));
    emit_mark(c, parts_mark(c, (struct mark){.kind = MARK_END, .place = place}), place);
    return 0;
}

static void call_template(lua_State *L, struct run *run, struct template *template);

/* the_file(segment) [-1, +0, e] */
static int the_file(lua_State *L) {
    struct template *template = template_of(L);
    struct composition *c = run_of(L)->c;
    lua_Integer index = lua_tointeger(L, 1);
    if (c->text.n > 0 && c->text.p[c->text.n - 1] != '\n')
        emit(c, STR("\n"), template->file, segment_of(L)->line, false);
    call_template(L, run_of(L), template->includes[index]);
    return 0;
}

/* Calls the compiled chunk with its six functions, in the job's environment. */
static void call_template(lua_State *L, struct run *run, struct template *template) {
    static const lua_CFunction functions[] = {the_text,  the_value, the_words,
                                              the_block, the_end,   the_file};
    luaL_checkstack(L, 16, "templates include each other too deep");
    lua_rawgeti(L, LUA_REGISTRYINDEX, template->function);
    sandbox_push_environment(run->set->sandbox);
    if (lua_setupvalue(L, -2, 1) == NULL)
        lua_pop(L, 1);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        lua_pushlightuserdata(L, run);
        lua_pushlightuserdata(L, template);
        lua_pushcclosure(L, functions[i], 2);
    }
    lua_call(L, (int)(sizeof functions / sizeof *functions), 0);
}

/* Everything that may raise, under the sandbox's limits. */
static int run_protected(lua_State *L) {
    struct run *run = lua_touserdata(L, 1);
    struct template *template = lua_touserdata(L, 2);
    sandbox_push_environment(run->set->sandbox);
    values_set_functions(L, -1, run->c);
    call_template(L, run, template);
    return 0;
}

static bool run_template(struct run *run, struct template *template) {
    struct sandbox *sandbox = run->set->sandbox;
    lua_State *L = sandbox_state(sandbox);
    struct diag *before = sandbox_diag(sandbox);
    sandbox_set_diag(sandbox, run->c->diag);
    run->words = buf_open(WORDS_LIMIT);
    lua_pushcfunction(L, run_protected);
    lua_pushlightuserdata(L, run);
    lua_pushlightuserdata(L, template);
    bool good = sandbox_call(sandbox, 2, 0);
    sandbox_set_diag(sandbox, before);
    if (!good)
        run->c->failed = true;
    return good && !run->c->failed;
}

bool expand_template(struct template_set *set, struct template *template,
                     struct composition *c) {
    struct run run = {.set = set, .c = c};
    bool good = run_template(&run, template);
    buf_close(&run.words);
    if (good && !buf_ok(&c->text)) {
        struct place place = {.file = template->file};
        return parts_error(c, place, "this report is longer than %zu bytes of Markdown",
                           c->text.cap);
    }
    return good;
}

bool expand_words(struct template_set *set, struct template *template,
                  struct composition *c, struct str *out) {
    struct run run = {.set = set, .c = c};
    bool good = run_template(&run, template);
    *out = printed_take(c, str_trim(buf_str(&run.words)));
    buf_close(&run.words);
    return good;
}
