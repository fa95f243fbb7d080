/* Runs the tests of the statistics library: each file of tests/lua/index returns an
   array of { name, function }. They see the library as the sandbox gives it, the
   kernels, and read_text(path) for the golden files. */
#include "base/arena.h"
#include "base/file.h"
#include "sandbox/sandbox.h"
#include "script/room.h"
#include "unit.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "tests/lua/index/"

static struct arena *arena;
static struct diag *diag;
static struct sandbox *sandbox;

static struct str read_whole(const char *path) {
    struct str text = {NULL, 0};
    char hex[65];
    if (!file_read(AT_FDCWD, path, (size_t)8 << 20, arena, &text, hex, diag))
        return (struct str){NULL, 0};
    return text;
}

/* "nqi.vector" is lua/nqi/vector.lua, "indices.x" lua/indices/x.lua, others are
   helpers of the tests. */
static struct str find_module(void *context, struct str module, struct str *file) {
    (void)context;
    bool project =
        str_starts(module, STR("nqi.")) || str_starts(module, STR("indices."));
    *file =
        arena_printf(arena, "%s%.*s.lua", project ? "lua/" : FOLDER, STR_ARG(module));
    char *path = arena_alloc(arena, file->n + 1);
    memcpy(path, file->p, file->n);
    for (size_t i = 0; i + 4 < file->n; i++)
        if (path[i] == '.')
            path[i] = '/';
    file->p = path;
    return read_whole(path);
}

static int read_text(lua_State *L) {
    struct str text = read_whole(luaL_checkstring(L, 1));
    if (text.p == NULL)
        return luaL_error(L, "cannot read %s", lua_tostring(L, 1));
    lua_pushlstring(L, text.p, text.n);
    return 1;
}

static int set_up(void **state) {
    (void)state;
    static const struct sandbox_limits limits = {.instructions = 20000000000};
    arena = arena_open();
    diag = diag_open();
    sandbox = sandbox_open(&limits, diag);
    script_open(sandbox, AT_FDCWD, arena, diag);
    sandbox_set_finder(sandbox, find_module, NULL);
    lua_State *L = sandbox_state(sandbox);
    bind_stats(L);
    bind_text(L);
    lua_pushglobaltable(L);
    lua_pushliteral(L, "read_text");
    lua_pushcfunction(L, read_text);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    sandbox_close(sandbox);
    diag_close(diag);
    arena_close(arena);
    return 0;
}

static void fail_with_last_entry(void) {
    size_t count;
    const struct diag_entry *entries = diag_entries(diag, &count);
    if (count == 0)
        fail_msg("failed without a message");
    const struct diag_entry *last = &entries[count - 1];
    fail_msg("%.*s:%zu: %.*s %.*s", STR_ARG(last->place.file), last->place.line,
             STR_ARG(last->text), STR_ARG(last->hint));
}

struct test {
    const char *path;
    int number; /* in its file */
};

static void run_one(void **state) {
    const struct test *test = *state;
    diag_close(diag);
    diag = diag_open();
    sandbox_set_diag(sandbox, diag);
    lua_State *L = sandbox_state(sandbox);
    struct str text = read_whole(test->path);
    if (!sandbox_load(sandbox, text, str_from(test->path), 1, 0) ||
        !sandbox_call(sandbox, 0, 1))
        fail_with_last_entry();
    lua_rawgeti(L, -1, test->number);
    lua_rawgeti(L, -1, 2);
    bool passed = sandbox_call(sandbox, 0, 0);
    lua_settop(L, 0);
    if (!passed)
        fail_with_last_entry();
}

static int is_test(const struct dirent *entry) {
    size_t n = strlen(entry->d_name);
    return n > 9 && strcmp(entry->d_name + n - 9, "_test.lua") == 0;
}

/* Adds the tests of a file; how many. */
static size_t add_tests(const char *path, struct CMUnitTest *tests, size_t room) {
    struct str text = read_whole(path);
    lua_State *L = sandbox_state(sandbox);
    if (!sandbox_load(sandbox, text, str_from(path), 1, 0) ||
        !sandbox_call(sandbox, 0, 1)) {
        diag_print(diag, stderr);
        exit(1);
    }
    size_t count = lua_rawlen(L, -1);
    for (size_t i = 0; i < count && i < room; i++) {
        struct test *test = arena_alloc(arena, sizeof *test);
        test->path = arena_copy(arena, str_from(path)).p;
        test->number = (int)i + 1;
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        lua_rawgeti(L, -1, 1);
        struct str name = arena_copy(arena, str_from(lua_tostring(L, -1)));
        lua_pop(L, 2);
        tests[i] = (struct CMUnitTest){name.p, run_one, NULL, NULL, test};
    }
    lua_settop(L, 0);
    return count < room ? count : room;
}

int main(void) {
    static struct CMUnitTest tests[500];
    struct dirent **entries;
    size_t count = 0;
    set_up(NULL);
    int files = scandir(FOLDER, &entries, is_test, alphasort);
    for (int i = 0; i < files; i++) {
        char path[300];
        snprintf(path, sizeof path, "%s%s", FOLDER, entries[i]->d_name);
        count += add_tests(path, tests + count, 500 - count);
        free(entries[i]);
    }
    if (files <= 0 || count == 0) {
        fprintf(stderr, "no tests in %s\n", FOLDER);
        return 1;
    }
    free(entries);
    int failed = _cmocka_run_group_tests("lua/index", tests, count, NULL, NULL);
    tear_down(NULL);
    return failed;
}
