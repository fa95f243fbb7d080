#include "compose/expand.h"
#include "base/marked.h"
#include "base/timing.h"
#include "compose/include.h"
#include "compose/info.h"
#include "compose/locate.h"
#include "compose/names.h"
#include "compose/objects.h"
#include "compose/origin.h"
#include "compose/printed.h"
#include "compose/tag.h"
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
    struct buf words[WORDS_COUNT]; /* the caption and the id being made */
    struct object *open;           /* the last block that holds Markdown */
    struct include_stack stack;
    struct str context, said; /* of the job: in the composition, in the sandbox */
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

/* What lists and quotations put before a line; a blank one ends with no blank. */
static void put_prefix(struct composition *c, bool blank) {
    struct str prefix = c->prefix;
    while (blank && prefix.n > 0 && strchr(" \t", prefix.p[prefix.n - 1]) != NULL)
        prefix.n--;
    buf_put(&c->text, prefix);
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
            c->lines[c->line_count++] = (struct source_line){file, line, c->context};
            put_prefix(c, text.p[at] == '\n');
        }
        size_t end = tags_next_line(text, at);
        buf_put(&c->text, str_slice(text, at, end));
        at = end;
        line += growing;
    }
}

/* What follows is a line of its own. */
static void end_line(struct composition *c, struct str file, size_t line) {
    if (c->text.n > 0 && c->text.p[c->text.n - 1] != '\n')
        emit(c, STR("\n"), file, line, false);
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
    struct buf code = buf_open(1024);
    tag_show(segment->text, &code);
    parts_error(c, place_of(template, segment), "{{ %.*s }} %s",
                STR_ARG(buf_str(&code)), diag_words(c->diag, problem));
    buf_close(&code);
    if (hint != NULL)
        diag_hint(c->diag, "%s", diag_words(c->diag, hint));
}

/* [-0, +0, e] the function at `index`, which holds an expression, becomes its value.
   False after reporting: the expansion goes on to the next. */
static bool evaluate(lua_State *L, int index) {
    struct run *run = run_of(L);
    lua_pushvalue(L, index);
    if (sandbox_call(run->set->sandbox, 0, 1)) {
        lua_replace(L, index);
        return true;
    }
    run->c->failed = true;
    if (sandbox_is_spent(run->set->sandbox))
        lua_error(L);
    return false;
}

/* the_value(segment, expression) [-2, +0, e] a wrong value is reported with its
   column */
static int the_value(lua_State *L) {
    origins_add(L, run_of(L)->c, template_of(L), segment_of(L), 2);
    if (!evaluate(L, 2))
        return 0;
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

/* the_words(segment, which, part[, expression]) [-4, +0, e] segment −1: a title */
static int the_words(lua_State *L) {
    struct run *run = run_of(L);
    const struct template *template = template_of(L);
    lua_Integer which = lua_tointeger(L, 2), part = lua_tointeger(L, 3);
    const struct words *words = lua_tointeger(L, 1) < 0
                                    ? &template->words
                                    : &segment_of(L)->block->words[which];
    const struct segment *segment = &words->items[part];
    struct buf *out = &run->words[which];
    if (part == 0)
        buf_clear(out);
    if (segment->kind == SEGMENT_TEXT) {
        buf_put(out, segment->text);
        return 0;
    }
    const char *problem, *hint;
    size_t n;
    struct str markdown;
    origins_add(L, run->c, template, segment, 4);
    if (!evaluate(L, 4))
        return 0;
    if (values_markdown(L, 4, &markdown)) {
        report_value(run->c, template, segment, "is Markdown",
                     "a caption or title is plain text");
        return 0;
    }
    const char *p = values_push_text(L, 4, &n, &problem, &hint);
    if (p == NULL)
        report_value(run->c, template, segment, problem, hint);
    else
        buf_bytes(out, p, n);
    return 0;
}

/* The caption or title that was made before the block; never empty, so that the
   rest can be read although it was reported. */
static struct str take_caption(struct run *run, const struct block *block,
                               struct place place) {
    struct composition *c = run->c;
    const struct buf *made = &run->words[WORDS_CAPTION];
    if (block->words[WORDS_CAPTION].count == 0)
        return (struct str){"", 0};
    struct str words = str_trim(buf_str(made));
    const struct block_kind *kind = block->kind;
    if (!buf_ok(made))
        parts_error(c, place, "the %s of this %s is longer than %zu bytes",
                    kind->required, kind->kind.name, WORDS_LIMIT);
    else if (words.n > 0)
        return printed_take(c, words);
    else
        parts_error(c, place, "the %s of this %s is empty", kind->required,
                    kind->kind.name);
    return STR("—");
}

/* The id: as it stands in the template, or made of {{ }}. */
static struct str take_id(struct run *run, const struct block *block,
                          struct place place) {
    if (block->words[WORDS_ID].count == 0)
        return block->id;
    struct buf plain = buf_open(WORDS_LIMIT);
    marked_strip(buf_str(&run->words[WORDS_ID]), &plain);
    struct str id = arena_copy(run->c->arena, str_trim(buf_str(&plain)));
    buf_close(&plain);
    if (info_id_is_valid(id))
        return id;
    parts_error(run->c, place, "\"%.*s\" cannot be an id", STR_ARG(id));
    diag_hint(run->c->diag, "%s", diag_words(run->c->diag, INFO_ID_HINT));
    return (struct str){"", 0};
}

/* A code block whose info string is the mark: Markdown keeps it whole, and it ends
   a paragraph above it, and a list unless it stands `indent` blanks inside. */
static void emit_mark(struct composition *c, size_t index, size_t indent,
                      struct place place) {
    struct buf out = buf_open(128);
    if (c->text.n > 0 && c->text.p[c->text.n - 1] != '\n')
        buf_char(&out, '\n');
    buf_printf(&out, "%*s~~~", (int)indent, "");
    parts_put_mark(&out, index);
    buf_printf(&out, "\n%*s~~~\n", (int)indent, "");
    emit(c, buf_str(&out), place.file, place.line, false);
    buf_close(&out);
}

/* [-0, +1, e] what the library makes of the fields that the body at index 2
   assigned */
static void push_plain(lua_State *L, const struct block *block, struct str caption) {
    lua_newtable(L);
    int spec = lua_gettop(L);
    lua_newtable(L);
    lua_pushvalue(L, lua_upvalueindex(3));
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
                      sandbox_type_name(L, -1));
}

/* [-2, +0, e] the_block, and what is wrong raises */
static int make_block(lua_State *L) {
    struct run *run = run_of(L);
    struct composition *c = run->c;
    const struct segment *segment = segment_of(L);
    struct block block = *segment->block;
    struct place place = place_of(template_of(L), segment);
    place.context = c->context;
    struct str caption = take_caption(run, &block, place);
    block.id = take_id(run, &block, place);
    struct objects_reader reader = {
        .L = L, .composition = c, .block = &block, .place = place, .caption = caption};
    origins_add(L, c, template_of(L), segment, 2);
    if (block.kind->body == BLOCK_LUA)
        push_plain(L, &block, caption);
    struct object *object = block.kind->read(&reader, lua_gettop(L));
    object->place = place;
    bool holds = block.kind->body == BLOCK_MARKDOWN;
    struct mark mark = {.kind = MARK_OBJECT,
                        .place = place,
                        .object = object,
                        .holder = holds ? block.kind : NULL};
    if (holds)
        run->open = object;
    emit_mark(c, parts_mark(c, mark), block.indent, place);
    return 0;
}

/* An error of the library is raised at the opening fence, which called it: the line of
   the field is found by the words that the message has of the body. */
static void report_block(struct composition *c, const struct template *template,
                         const struct segment *segment, const struct diag *said) {
    size_t count;
    const struct diag_entry *entries = diag_entries(said, &count);
    for (size_t i = 0; i < count; i++) {
        struct diag_entry entry = entries[i];
        struct place *place = &entry.place;
        if (place->line == segment->line && str_equal(place->file, template->file))
            locate_field(segment->text, segment->line + 1, entry.text, place);
        diag_add(c->diag, &entry);
    }
}

/* the_block(segment[, body]) [-2, +0, e] a wrong block is reported, and the expansion
   goes on behind it */
static int the_block(lua_State *L) {
    struct run *run = run_of(L);
    struct sandbox *sandbox = run->set->sandbox;
    struct diag *before = sandbox_diag(sandbox), *own = diag_open_like(before);
    int arguments = lua_gettop(L);
    for (int i = 1; i <= 3; i++)
        lua_pushvalue(L, lua_upvalueindex(i));
    lua_pushcclosure(L, make_block, 3);
    for (int i = 1; i <= arguments; i++)
        lua_pushvalue(L, i);
    sandbox_set_diag(sandbox, own);
    bool good = sandbox_call(sandbox, arguments, 0);
    sandbox_set_diag(sandbox, before);
    if (!good) {
        run->c->failed = true;
        report_block(run->c, template_of(L), segment_of(L), own);
    }
    diag_close(own);
    if (sandbox_is_spent(sandbox))
        lua_error(L);
    return 0;
}

/* the_end(segment) [-1, +0, -] of a block that holds Markdown */
static int the_end(lua_State *L) {
    struct run *run = run_of(L);
    struct place place = place_of(template_of(L), segment_of(L));
    struct mark mark = {.kind = MARK_END, .place = place, .object = run->open};
    emit_mark(run->c, parts_mark(run->c, mark), 0, place);
    return 0;
}

static bool is_told(const struct diag *diag, struct str file, struct str name) {
    struct buf text = buf_open(512);
    buf_printf(&text, diag_words(diag, "nothing is called \"%s\" here"), name.p);
    size_t count;
    const struct diag_entry *entries = diag_entries(diag, &count);
    bool told = false;
    for (size_t i = 0; i < count; i++)
        told = told || (str_equal(entries[i].text, buf_str(&text)) &&
                        str_equal(entries[i].place.file, file));
    buf_close(&text);
    return told;
}

/* A statement has failed, and what follows it was not run: its names are asked for in
   the template's environment, so that those that nothing defines are told, too. */
static void tell_names(struct run *run, const struct template *template,
                       int environment) {
    struct sandbox *sandbox = run->set->sandbox;
    size_t count;
    struct used_name *names = names_used(template, run->c->arena, &count);
    for (size_t i = 0; i < count && !sandbox_is_spent(sandbox); i++) {
        struct str name = arena_copy(run->c->arena, names[i].name);
        struct str code = arena_printf(run->c->arena, "return (%s)", name.p);
        if (!is_told(run->c->diag, template->file, name) &&
            sandbox_load(sandbox, code, template->file, names[i].line, environment))
            sandbox_call(sandbox, 0, 0);
    }
}

static int run_chunk(lua_State *L);

/* [-0, +1, e] the compiled chunk as a function without arguments, in an environment
   of its own with the parameters at that index */
static void push_template(lua_State *L, struct run *run, struct template *template,
                          int parameters) {
    luaL_checkstack(L, 16, "templates include each other too deep");
    include_push_environment(L, run->set->sandbox, parameters);
    lua_pushlightuserdata(L, run);
    lua_pushlightuserdata(L, template);
    lua_rotate(L, -3, -1);
    lua_pushcclosure(L, run_chunk, 3);
}

/* the_file(segment[, parameters]) [-2, +0, e] what is wrong inside is reported with
   the place of the include, and the expansion goes on behind it */
static int the_file(lua_State *L) {
    struct run *run = run_of(L);
    struct composition *c = run->c;
    struct sandbox *sandbox = run->set->sandbox;
    struct template *template = template_of(L);
    lua_Integer index = lua_tointeger(L, 1);
    const struct segment *segment = segment_of(L);
    struct inclusion inclusion = {.template = template->includes[index],
                                  .outer = run->stack.top,
                                  .segment = segment};
    struct str own = segment->prefix, prefix = c->prefix;
    if (own.n == 0)
        end_line(c, template->file, segment->line);
    else
        c->prefix = arena_printf(c->arena, "%.*s%.*s", STR_ARG(prefix), STR_ARG(own));
    push_template(L, run, template->includes[index], lua_istable(L, 2) ? 2 : 0);
    struct str before = c->context, outer = sandbox_context(sandbox);
    c->context = include_context(&inclusion, run->context, c->diag, c->arena);
    sandbox_set_context(sandbox,
                        include_context(&inclusion, run->said, c->diag, c->arena));
    run->stack.top = &inclusion;
    bool good = sandbox_call(sandbox, 0, 0);
    run->stack.top = inclusion.outer;
    c->context = before;
    c->prefix = prefix;
    sandbox_set_context(sandbox, outer);
    c->failed |= !good;
    if (sandbox_is_spent(sandbox))
        lua_error(L);
    if (own.n > 0)
        end_line(c, template->file, segment->line);
    return 0;
}

/* [-0, +0, e] upvalues: run, template, environment. Calls the chunk with its six
   functions. */
static int run_chunk(lua_State *L) {
    static const lua_CFunction functions[] = {the_text,  the_value, the_words,
                                              the_block, the_end,   the_file};
    lua_rawgeti(L, LUA_REGISTRYINDEX, template_of(L)->function);
    lua_pushvalue(L, lua_upvalueindex(3));
    if (lua_setupvalue(L, -2, 1) == NULL)
        lua_pop(L, 1);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        for (int k = 1; k <= 3; k++)
            lua_pushvalue(L, lua_upvalueindex(k));
        lua_pushcclosure(L, functions[i], 3);
    }
    struct run *run = run_of(L);
    struct sandbox *sandbox = run->set->sandbox;
    if (sandbox_call(sandbox, (int)(sizeof functions / sizeof *functions), 0))
        return 0;
    run->c->failed = true;
    if (sandbox_is_spent(sandbox))
        return lua_error(L);
    tell_names(run, template_of(L), lua_upvalueindex(3));
    return 0;
}

/* Everything that may raise, under the sandbox's limits. */
static int run_protected(lua_State *L) {
    struct run *run = lua_touserdata(L, 1);
    struct template *template = lua_touserdata(L, 2);
    sandbox_push_environment(run->set->sandbox);
    values_set_functions(L, -1, run->c);
    push_template(L, run, template, 0);
    lua_call(L, 0, 0);
    return 0;
}

static bool run_template(struct run *run, struct template *template) {
    struct sandbox *sandbox = run->set->sandbox;
    lua_State *L = sandbox_state(sandbox);
    struct diag *before = sandbox_diag(sandbox);
    struct inclusion own = {.template = template};
    sandbox_set_diag(sandbox, run->c->diag);
    for (int i = 0; i < WORDS_COUNT; i++)
        run->words[i] = buf_open(WORDS_LIMIT);
    run->stack = (struct include_stack){&own, sandbox};
    run->context = run->c->context;
    run->said = sandbox_context(sandbox);
    sandbox_set_adviser(sandbox, include_advise, &run->stack);
    lua_pushcfunction(L, run_protected);
    lua_pushlightuserdata(L, run);
    lua_pushlightuserdata(L, template);
    timing_enter("script");
    bool good = sandbox_call(sandbox, 2, 0);
    timing_leave();
    sandbox_set_adviser(sandbox, NULL, NULL);
    sandbox_set_diag(sandbox, before);
    if (!good)
        run->c->failed = true;
    return good && !run->c->failed;
}

static void close_words(struct run *run) {
    for (int i = 0; i < WORDS_COUNT; i++)
        buf_close(&run->words[i]);
}

bool expand_template(struct template_set *set, struct template *template,
                     struct composition *c) {
    struct run run = {.set = set, .c = c};
    bool good = run_template(&run, template);
    close_words(&run);
    printed_drop_lines(c);
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
    *out = printed_take(c, str_trim(buf_str(&run.words[WORDS_CAPTION])));
    close_words(&run);
    return good;
}
