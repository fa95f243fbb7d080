#include "sandbox/sandbox.h"
#include "base/buf.h"
#include "base/marked.h"
#include "sandbox/host.h"
#include <lauxlib.h>
#include <limits.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_MEMORY ((size_t)256 << 20)
#define DEFAULT_INSTRUCTIONS 500000000u
#define BYTES_PER_STEP 16
#define MESSAGE_CAP 65536
/* Frames that are looked through for the place of an error. Lua counts to a frame
   from the innermost one, so that all of a script without an end to its recursion
   would take minutes. */
#define FRAMES_SEEN 100

/* Reached only by an error outside sandbox_call, which is memory running out. */
static int panic(lua_State *L) {
    (void)L;
    memory_exhausted();
}

static void set_position(struct sandbox_position *position, const lua_Debug *ar,
                         int line) {
    const char *source = ar->source[0] == '@' ? ar->source + 1 : ar->short_src;
    sandbox_copy_text(position->file, sizeof position->file, str_from(source));
    position->line = line > 0 ? (size_t)line : 0;
}

static bool in_library(const struct sandbox *sandbox, const lua_Debug *ar) {
    struct str name = str_from(ar->source + 1);
    return sandbox->library_prefix.n > 0 && ar->source[0] == '@' &&
           str_starts(name, sandbox->library_prefix) &&
           str_ends(name, sandbox->library_suffix);
}

/* Where the script stands now: its innermost line outside of the library. Reads
   only, so it may be called while an allocation fails. */
static void remember_position(struct sandbox *sandbox) {
    lua_Debug ar;
    for (int level = 0;
         level < FRAMES_SEEN && lua_getstack(sandbox->state, level, &ar) != 0;
         level++) {
        if (lua_getinfo(sandbox->state, "Sl", &ar) != 0 && ar.currentline > 0 &&
            !in_library(sandbox, &ar)) {
            set_position(&sandbox->last, &ar, ar.currentline);
            return;
        }
    }
}

static void spend(struct sandbox *sandbox, uint64_t steps) {
    sandbox->left -= sandbox->left < steps ? sandbox->left : steps;
}

/* Returns NULL past the cap: Lua then collects, tries again and raises. */
static void *allocate(void *context, void *old, size_t old_size, size_t new_size) {
    struct sandbox *sandbox = context;
    size_t held = old == NULL ? 0 : old_size;
    if (new_size == 0) {
        pool_resize(&sandbox->pool, old, held, 0);
        sandbox->memory_used -= held;
        return NULL;
    }
    if (new_size > held &&
        new_size - held > sandbox->limits.memory - sandbox->memory_used) {
        if (sandbox->depth > 0)
            remember_position(sandbox);
        return NULL;
    }
    void *p = pool_resize(&sandbox->pool, old, held, new_size);
    if (p != NULL) {
        sandbox->memory_used = sandbox->memory_used - held + new_size;
        if (new_size > held) /* long texts cost time, though few instructions */
            spend(sandbox, (new_size - held) / BYTES_PER_STEP);
    }
    return p;
}

static void hook(lua_State *L, lua_Debug *ar) {
    (void)ar;
    struct sandbox *sandbox = sandbox_of(L);
    if (!sandbox->tripped) {
        remember_position(sandbox);
        if (sandbox->left > SANDBOX_STEP) {
            sandbox->left -= SANDBOX_STEP;
            return;
        }
    }
    sandbox_trip(L);
}

/* The length of the "file:line: " that Lua put before a message raised in the
   frame `ar`, or 0. */
static size_t position_prefix(const lua_Debug *ar, const char *text) {
    char prefix[LUA_IDSIZE + 32];
    int n = snprintf(prefix, sizeof prefix, "%s:%d: ", ar->short_src, ar->currentline);
    return n > 0 && strncmp(text, prefix, (size_t)n) == 0 ? (size_t)n : 0;
}

/* The frame that an error belongs to: the one that Lua's own prefix names, else
   the innermost; from a library's frame outwards to the line that called the
   library. Returns the length of the prefix. */
static size_t locate(lua_State *L, struct sandbox *sandbox, const char *text) {
    struct sandbox_position *position = &sandbox->failure.position;
    size_t prefix = 0;
    bool found = false, settled = false;
    lua_Debug ar;
    for (int level = 1; level < FRAMES_SEEN && lua_getstack(L, level, &ar) != 0;
         level++) {
        if (lua_getinfo(L, "Sl", &ar) == 0 || ar.currentline <= 0)
            continue;
        if (prefix == 0 && text != NULL) {
            prefix = position_prefix(&ar, text);
            if (prefix > 0)
                settled = false;
        }
        if (!settled && (!found || prefix > 0 || !in_library(sandbox, &ar))) {
            set_position(position, &ar, ar.currentline);
            found = true;
            settled = !in_library(sandbox, &ar);
        }
    }
    if (!found)
        *position = sandbox->last; /* a tail call left no frame */
    return prefix;
}

/* A text field of the error object at index 1, or NULL; stays on the stack. */
static const char *raw_text(lua_State *L, const char *field, size_t *size) {
    lua_pushstring(L, field);
    lua_rawget(L, 1);
    return lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, size) : NULL;
}

/* As the text of the failure, in the language of messages. */
static void keep_text(struct sandbox *sandbox, const char *text, size_t n) {
    struct buf out = buf_open(MESSAGE_CAP);
    if (n > 0 && strlen(text) == n)
        sandbox_translate(sandbox->diag, text, &out);
    bool made = out.n > 0 && buf_ok(&out);
    sandbox_copy_text(sandbox->failure.text, sizeof sandbox->failure.text,
                      made ? buf_str(&out) : (struct str){text, n});
    buf_close(&out);
}

/* Keeps what is to be reported while the stack of the error still stands. Uses
   raw access only: no code of the script runs here. */
static int keep_failure(lua_State *L) {
    struct sandbox *sandbox = sandbox_of(L);
    struct sandbox_failure *failure = &sandbox->failure;
    failure->hint[0] = '\0';
    failure->position.line = 0;
    failure->position.file[0] = '\0';
    const char *text = NULL;
    size_t n = 0;
    bool placed = false;
    if (lua_type(L, 1) == LUA_TSTRING) {
        text = lua_tolstring(L, 1, &n);
    } else if (lua_type(L, 1) == LUA_TTABLE) {
        size_t size;
        const char *hint = raw_text(L, "hint", &size);
        if (hint != NULL)
            sandbox_copy_text(failure->hint, sizeof failure->hint,
                              (struct str){hint, size});
        const char *file = raw_text(L, "file", &size);
        placed = file != NULL;
        if (placed) { /* a module that does not compile: its own place */
            sandbox_copy_text(failure->position.file, sizeof failure->position.file,
                              (struct str){file, size});
            lua_pushstring(L, "line");
            lua_rawget(L, 1);
            failure->position.line = (size_t)lua_tointeger(L, -1);
        }
        text = raw_text(L, "message", &n);
    }
    if (text == NULL) {
        text = "error raised with a value that is not a message";
        n = strlen(text);
    }
    size_t prefix = placed ? 0 : locate(L, sandbox, text);
    keep_text(sandbox, text + prefix, n - prefix);
    lua_settop(L, 1);
    return 1;
}

static void report(struct sandbox *sandbox, const struct sandbox_position *position,
                   const char *text, const char *hint) {
    struct place place = {.file = str_from(position->file),
                          .line = position->line,
                          .context = sandbox->context};
    diag_error(sandbox->diag, place, "%s", diag_words(sandbox->diag, text));
    if (hint[0] != '\0')
        diag_hint(sandbox->diag, "%s", diag_words(sandbox->diag, hint));
}

static void open_library(lua_State *L, lua_CFunction open, const char *name) {
    lua_pushcfunction(L, open);
    lua_call(L, 0, 1);
    lua_setglobal(L, name);
}

/* Runs protected: even opening the libraries may run out of memory. */
static int open_libraries(lua_State *L) {
    struct sandbox *sandbox = lua_touserdata(L, 1);
    sandbox_open_base(L);
    open_library(L, sandbox_open_string, "string");
    open_library(L, sandbox_open_table, "table");
    open_library(L, sandbox_open_utf8, "utf8");
    lua_pushcfunction(L, luaopen_math);
    lua_call(L, 0, 1);
    lua_getfield(L, -1, "randomseed");
    sandbox->randomseed = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_pushnil(L);
    lua_setfield(L, -2, "randomseed"); /* without arguments it reads the clock */
    lua_setglobal(L, "math");
    sandbox_guard_globals(L);
    lua_newtable(L);
    sandbox->environment = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

static int seed_random(lua_State *L) {
    struct sandbox *sandbox = sandbox_of(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, sandbox->randomseed);
    lua_pushinteger(L, (lua_Integer)sandbox->limits.seed);
    lua_pushinteger(L, 0);
    lua_call(L, 2, 0);
    return 0;
}

struct source_reader {
    struct str text;
    size_t newlines;
    bool done;
};

/* Line feeds first, so that the chunk's line 1 is the file's `first_line`. */
static const char *read_source(lua_State *L, void *context, size_t *size) {
    static const char blank[] = "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n";
    (void)L;
    struct source_reader *reader = context;
    if (reader->newlines > 0) {
        size_t n =
            reader->newlines < sizeof blank - 1 ? reader->newlines : sizeof blank - 1;
        reader->newlines -= n;
        *size = n;
        return blank;
    }
    if (reader->done || reader->text.n == 0) {
        *size = 0;
        return NULL;
    }
    reader->done = true;
    *size = reader->text.n;
    return reader->text.p;
}

static int compile_text(lua_State *L, struct str text, const char *name,
                        size_t first_line) {
    struct source_reader reader = {text, first_line - 1, false};
    return lua_load(L, read_source, &reader, name, "t");
}

int sandbox_compile(lua_State *L, struct str text, const char *name,
                    size_t first_line) {
    struct buf written = buf_open(SIZE_MAX / 2);
    int status = LUA_ERRSYNTAX;
    bool any = sandbox_write_joins(text, &written);
    if (any)
        status = compile_text(L, buf_str(&written), name, first_line);
    buf_close(&written);
    if (status != LUA_ERRSYNTAX)
        return status;
    if (any)
        lua_pop(L, 1); /* what is wrong is said of the text as it stands */
    return compile_text(L, text, name, first_line);
}

void sandbox_copy_text(char *out, size_t size, struct str text) {
    struct marked_piece piece;
    size_t used = 0;
    for (size_t at = 0; marked_next(text, &at, &piece);) {
        size_t room = size - 1 - used, taken = piece.text.n;
        if (taken > room) {
            taken = room;
            while (taken > 0 && ((unsigned char)piece.text.p[taken] & 0xC0) == 0x80)
                taken--;
        }
        memcpy(out + used, piece.text.p, taken);
        used += taken;
        if (taken < piece.text.n)
            break;
    }
    out[used] = '\0';
}

void sandbox_set_place(struct sandbox *sandbox, struct place place) {
    struct sandbox_position *last = &sandbox->last;
    sandbox_copy_text(last->file, sizeof last->file, place.file);
    last->line = place.line;
}

void sandbox_trip(lua_State *L) {
    struct sandbox *sandbox = sandbox_of(L);
    sandbox->tripped = true;
    lua_sethook(L, hook, LUA_MASKCOUNT, 1);
    lua_pushfstring(L,
                    diag_words(sandbox->diag, "stopped after %d million instructions"),
                    (int)((sandbox->limits.instructions + sandbox->more) / 1000000));
    lua_error(L);
    abort(); /* lua_error does not return */
}

struct sandbox *sandbox_of(lua_State *L) {
    struct sandbox *sandbox;
    memcpy(&sandbox, lua_getextraspace(L), sizeof(struct sandbox *));
    return sandbox;
}

void sandbox_set_rounding(lua_State *L, enum rounding rounding) {
    sandbox_of(L)->rounding = rounding;
}

enum rounding sandbox_rounding(lua_State *L) { return sandbox_of(L)->rounding; }

struct sandbox *sandbox_open(const struct sandbox_limits *limits, struct diag *diag) {
    struct sandbox *sandbox = memory_alloc(sizeof *sandbox);
    memset(sandbox, 0, sizeof *sandbox);
    sandbox->diag = diag;
    if (limits != NULL)
        sandbox->limits = *limits;
    if (sandbox->limits.memory == 0)
        sandbox->limits.memory = DEFAULT_MEMORY;
    if (sandbox->limits.instructions == 0)
        sandbox->limits.instructions = DEFAULT_INSTRUCTIONS;
    sandbox->state = lua_newstate(allocate, sandbox);
    if (sandbox->state != NULL) {
        lua_atpanic(sandbox->state, panic);
        memcpy(lua_getextraspace(sandbox->state), &sandbox, sizeof(struct sandbox *));
        lua_pushcfunction(sandbox->state, open_libraries);
        lua_pushlightuserdata(sandbox->state, sandbox);
        if (lua_pcall(sandbox->state, 1, 0, 0) == LUA_OK) {
            lua_pushcfunction(sandbox->state, seed_random);
            if (lua_pcall(sandbox->state, 0, 0, 0) == LUA_OK)
                return sandbox;
        }
    }
    struct place nowhere = {.line = 0};
    diag_error(diag, nowhere, "Lua does not start: %zu bytes of memory are too few",
               sandbox->limits.memory);
    sandbox_close(sandbox);
    return NULL;
}

void sandbox_close(struct sandbox *sandbox) {
    if (sandbox == NULL)
        return;
    if (sandbox->state != NULL)
        lua_close(sandbox->state);
    pool_close(&sandbox->pool);
    free(sandbox);
}

void sandbox_part(struct sandbox *sandbox) { pool_part(&sandbox->pool); }

void sandbox_abandon(struct sandbox *sandbox) {
    sandbox->state = NULL;
    pool_close(&sandbox->pool);
}

lua_State *sandbox_state(struct sandbox *sandbox) { return sandbox->state; }

struct diag *sandbox_diag(struct sandbox *sandbox) {
    return sandbox->diag;
}

void sandbox_set_diag(struct sandbox *sandbox, struct diag *diag) {
    sandbox->diag = diag;
}

void sandbox_set_context(struct sandbox *sandbox, struct str context) {
    sandbox->context = context;
}

struct str sandbox_context(const struct sandbox *sandbox) {
    return sandbox->context;
}

void sandbox_set_library(struct sandbox *sandbox, struct str prefix,
                         struct str suffix) {
    sandbox->library_prefix = prefix;
    sandbox->library_suffix = suffix;
}

void sandbox_set_linter(struct sandbox *sandbox, sandbox_linter *linter) {
    sandbox->linter = linter;
}

void sandbox_set_adviser(struct sandbox *sandbox, sandbox_adviser *adviser,
                         void *context) {
    sandbox->adviser = adviser;
    sandbox->adviser_context = context;
}

void sandbox_set_finder(struct sandbox *sandbox, sandbox_finder *finder,
                        void *context) {
    sandbox->finder = finder;
    sandbox->finder_context = context;
}

bool sandbox_load(struct sandbox *sandbox, struct str text, struct str name,
                  size_t first_line, int environment) {
    lua_State *L = sandbox->state;
    if (environment != 0)
        environment = lua_absindex(L, environment);
    if (sandbox->linter != NULL &&
        !sandbox->linter(text, name, first_line > 0 ? first_line : 1, sandbox->diag))
        return false;
    struct buf chunk_name = buf_open(4096);
    buf_char(&chunk_name, '@');
    buf_put(&chunk_name, name);
    int status =
        sandbox_compile(L, text, buf_z(&chunk_name), first_line > 0 ? first_line : 1);
    buf_close(&chunk_name);
    if (status != LUA_OK) {
        struct sandbox_failure *failure = &sandbox->failure;
        failure->position.line = 0;
        sandbox_copy_text(failure->position.file, sizeof failure->position.file, name);
        if (status == LUA_ERRSYNTAX && lua_type(L, -1) == LUA_TSTRING) {
            sandbox_explain_syntax(sandbox->diag, text, first_line > 0 ? first_line : 1,
                                   lua_tostring(L, -1), failure);
            report(sandbox, &failure->position, failure->text, failure->hint);
        } else {
            report(sandbox, &failure->position,
                   "not enough memory to compile this file", "");
        }
        lua_pop(L, 1);
        return false;
    }
    if (environment != 0) {
        lua_pushvalue(L, environment);
        if (lua_setupvalue(L, -2, 1) == NULL)
            lua_pop(L, 1); /* a chunk without upvalues: it names nothing global */
    }
    return true;
}

static void report_failure(struct sandbox *sandbox, int status) {
    struct sandbox_failure *failure = &sandbox->failure;
    if (status == LUA_ERRMEM)
        report(sandbox, &sandbox->last, "not enough memory",
               "the place is the last one known; look for a table or a text that "
               "grows without end near it");
    else if (status == LUA_ERRRUN)
        report(sandbox, &failure->position, failure->text,
               sandbox->tripped ? "look for a loop that does not end" : failure->hint);
    else
        report(sandbox, &sandbox->last, "error while an error was handled", "");
}

void sandbox_allow(struct sandbox *sandbox, uint64_t more) { sandbox->more = more; }

bool sandbox_call(struct sandbox *sandbox, int arguments, int results) {
    lua_State *L = sandbox->state;
    int function = lua_gettop(L) - arguments;
    if (sandbox->depth == 0) {
        sandbox->left = sandbox->limits.instructions + sandbox->more;
        sandbox->tripped = sandbox->spent = false;
        lua_sethook(L, hook, LUA_MASKCOUNT, SANDBOX_STEP);
        lua_Debug ar;
        lua_pushvalue(L, function);
        lua_getinfo(L, ">S", &ar);
        set_position(&sandbox->last, &ar, ar.linedefined);
    }
    lua_pushcfunction(L, keep_failure);
    lua_insert(L, function);
    sandbox->depth++;
    int status = lua_pcall(L, arguments, results, function);
    sandbox->depth--;
    if (sandbox->depth == 0) {
        lua_sethook(L, NULL, 0, 0);
        sandbox->steps += sandbox->limits.instructions + sandbox->more - sandbox->left;
    }
    lua_remove(L, function);
    if (status == LUA_OK)
        return true;
    if (!sandbox->spent)
        report_failure(sandbox, status);
    sandbox->spent = sandbox->depth > 0 &&
                     (sandbox->spent || sandbox->tripped || status == LUA_ERRMEM);
    lua_settop(L, function - 1);
    return false;
}

bool sandbox_is_spent(const struct sandbox *sandbox) { return sandbox->spent; }

int sandbox_raise(lua_State *L, const char *hint, const char *format, ...) {
    const struct diag *diag = sandbox_of(L)->diag;
    struct buf text = buf_open(MESSAGE_CAP);
    va_list args;
    va_start(args, format);
    buf_vprintf(&text, diag_words(diag, format), args);
    va_end(args);
    lua_createtable(L, 0, 2);
    lua_pushlstring(L, text.n > 0 ? text.p : "", text.n);
    buf_close(&text);
    lua_setfield(L, -2, "message");
    if (hint != NULL && hint[0] != '\0') {
        lua_pushstring(L, diag_words(diag, hint));
        lua_setfield(L, -2, "hint");
    }
    luaL_setmetatable(L, "sandbox.error");
    return lua_error(L);
}

uint64_t sandbox_steps(const struct sandbox *sandbox) { return sandbox->steps; }

void sandbox_charge(lua_State *L, uint64_t steps) {
    struct sandbox *sandbox = sandbox_of(L);
    if (sandbox->depth == 0)
        return; /* the host's own code, outside a limited call */
    if (!sandbox->tripped && sandbox->left > steps)
        sandbox->left -= steps;
    else
        sandbox_trip(L);
}

uint64_t sandbox_seed(lua_State *L) { return sandbox_of(L)->limits.seed; }

void sandbox_push_environment(struct sandbox *sandbox) {
    lua_rawgeti(sandbox->state, LUA_REGISTRYINDEX, sandbox->environment);
}

void sandbox_set_environment(struct sandbox *sandbox) {
    lua_State *L = sandbox->state;
    lua_rawseti(L, LUA_REGISTRYINDEX, sandbox->environment);
    lua_pushcfunction(L, seed_random);
    lua_call(L, 0, 0);
}
