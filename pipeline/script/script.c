#include "script/script.h"
#include "base/embedded.h"
#include "base/file.h"
#include "script/lint.h"
#include "script/room.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_LIMIT ((size_t)4 << 20)
#define INSTRUCTIONS_A_VALUE 1000
#define MODULE_DEPTH 4 /* folders below lua/ */

static const char registry_key = 0;

static void remember_file(struct script *script, struct str path, struct str text,
                          const char *hex) {
    size_t n = script->file_count;
    script->files = arena_grow(script->own, script->files, n, &script->file_capacity,
                               sizeof *script->files);
    script->texts = arena_grow(script->own, script->texts, n, &script->text_capacity,
                               sizeof *script->texts);
    script->files[n].path = path;
    memcpy(script->files[n].sha256, hex, sizeof script->files[n].sha256);
    script->texts[n] = text;
    script->file_count++;
}

static bool find_read(const struct script *script, struct str path, struct str *text) {
    for (size_t i = 0; i < script->file_count; i++)
        if (str_equal(script->files[i].path, path)) {
            *text = script->texts[i];
            return true;
        }
    return false;
}

/* "nqi.rank" → "nqi/rank.lua"; empty if the name holds anything but letters,
   digits, _ and single dots between them. */
static struct str module_path(struct script *script, const char *folder,
                              struct str module) {
    bool after_dot = true;
    struct str path = arena_printf(script->own, "%s%.*s.lua", folder, STR_ARG(module));
    char *p = arena_alloc(script->own, path.n + 1);
    memcpy(p, path.p, path.n);
    size_t offset = strlen(folder);
    for (size_t i = 0; i < module.n; i++) {
        char c = module.p[i];
        bool dot = c == '.';
        if ((dot && after_dot) || (!dot && c != '_' && !(c >= '0' && c <= '9') &&
                                   !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')))
            return (struct str){NULL, 0};
        if (dot)
            p[offset + i] = '/';
        after_dot = dot;
    }
    return after_dot ? (struct str){NULL, 0} : (struct str){p, path.n};
}

static struct str find_embedded(struct script *script, struct str path) {
    for (const struct embedded_file *file = embedded_files; file->name != NULL;
         file++) {
        if (!str_equal(str_from(file->name), path))
            continue;
        struct str text = {file->text, file->size}, known;
        if (!find_read(script, path, &known)) {
            char hex[HASH_HEX_SIZE + 1];
            hash_of(text, hex);
            remember_file(script, path, text, hex);
        }
        return text;
    }
    return (struct str){NULL, 0};
}

/* nqi.… is always the embedded library: a project cannot replace a formula. */
static struct str find_module(void *context, struct str module, struct str *file) {
    struct script *script = context;
    struct str text = {NULL, 0};
    bool library = str_starts(module, STR("nqi."));
    *file = module_path(script, library ? "" : "lua/", module);
    if (file->n == 0)
        return text;
    if (library)
        return find_embedded(script, *file);
    script_read_file(script, file->p, true, &text);
    return text;
}

/* [-1, +0, -] */
static int close_script(lua_State *L) {
    struct script **holder = lua_touserdata(L, 1), *script = *holder;
    *holder = NULL;
    if (script == NULL)
        return 0;
    common_close(&script->common);
    buf_close(&script->printed);
    buf_close(&script->marked);
    arena_close(script->own);
    return 0;
}

/* [-1, +1, m] A userdata of the state holds the script, so that it goes with it; it
   lies in its own arena, so that it stays when the state is abandoned. */
static int open_script(lua_State *L) {
    struct script **holder = lua_newuserdatauv(L, sizeof(struct script *), 0);
    *holder = NULL;
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, close_script);
    lua_setfield(L, -2, "__gc");
    lua_setmetatable(L, -2);
    struct arena *own = arena_open();
    struct script *script = arena_alloc(own, sizeof *script);
    script->own = own;
    script->figures.arena = own;
    script->printed = script->marked = buf_open(SCRIPT_PRINTED_CAP);
    script->arena = lua_touserdata(L, 1);
    *holder = script;
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &registry_key);
    return 1;
}

static bool is_folder(int dir, const char *path) {
    struct stat status;
    return file_status(dir, path, &status) && S_ISDIR(status.st_mode);
}

static bool read_modules(struct script *script, struct str folder, int depth) {
    struct str *names;
    size_t count;
    bool ok = file_list(script->dir, folder.p, script->own, &names, &count,
                        script_diag(script));
    for (size_t i = 0; ok && i < count; i++) {
        struct str path =
            arena_printf(script->own, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names[i]));
        struct str text;
        if (str_equal(path, STR("lua/nqi")))
            continue; /* the library's source, in the project that ships it */
        if (is_folder(script->dir, path.p)) {
            ok = depth == 0 || read_modules(script, path, depth - 1);
        } else if (str_ends(path, STR(".lua"))) {
            ok = script_read_file(script, path.p, false, &text) &&
                 sandbox_load(script->sandbox, text, path, 1, 0);
            if (ok)
                lua_pop(sandbox_state(script->sandbox), 1);
        }
    }
    return ok;
}

struct script *script_of(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &registry_key);
    struct script *const *holder = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return *holder;
}

bool script_read_file(struct script *script, const char *path, bool optional,
                      struct str *text) {
    *text = (struct str){NULL, 0};
    if (find_read(script, str_from(path), text))
        return true;
    struct stat status;
    if (optional && !file_status(script->dir, path, &status) && errno == ENOENT)
        return true;
    char hex[HASH_HEX_SIZE + 1];
    if (!file_read(script->dir, path, FILE_LIMIT, script->own, text, hex,
                   script_diag(script)))
        return false;
    size_t bad = utf8_invalid(*text);
    if (bad != STR_NOT_FOUND) {
        struct place place = {.file = str_from(path), .line = 1};
        for (size_t i = 0; i < bad; i++)
            place.line += text->p[i] == '\n';
        return diag_error(script_diag(script), place, "this file is not UTF-8");
    }
    if (str_starts(*text, STR("\xEF\xBB\xBF")))
        *text = str_slice(*text, 3, text->n);
    remember_file(script, arena_copy(script->own, str_from(path)), *text, hex);
    return true;
}

bool script_read_bytes(struct script *script, const char *path, struct str *bytes) {
    char hex[HASH_HEX_SIZE + 1];
    if (find_read(script, str_from(path), bytes))
        return true;
    if (!file_read(script->dir, path, FILE_LIMIT, script->own, bytes, hex,
                   script_diag(script)))
        return false;
    remember_file(script, arena_copy(script->own, str_from(path)), *bytes, hex);
    return true;
}

bool script_read_modules(struct script *script) {
    for (const struct embedded_file *file = embedded_files; file->name != NULL;
         file++) {
        struct str name = str_from(file->name);
        if (str_starts(name, STR("nqi/")) && str_ends(name, STR(".lua")))
            find_embedded(script, name);
    }
    return read_modules(script, STR("lua"), MODULE_DEPTH);
}

void script_allow(struct script *script, bool more) {
    size_t values;
    dataset_observations(script->ds, &values);
    sandbox_allow(script->sandbox, more ? values * INSTRUCTIONS_A_VALUE : 0);
}

bool script_run_file(struct script *script, struct str text, struct str path) {
    return sandbox_load(script->sandbox, text, path, 1, 0) &&
           sandbox_call(script->sandbox, 0, 1);
}

struct script *script_open(struct sandbox *sandbox, int dir, struct arena *arena,
                           struct diag *diag) {
    lua_State *L = sandbox_state(sandbox);
    sandbox_set_diag(sandbox, diag);
    lua_pushcfunction(L, open_script);
    lua_pushlightuserdata(L, arena);
    if (!sandbox_call(sandbox, 1, 1))
        return NULL;
    struct script *script = *(struct script **)lua_touserdata(L, -1);
    lua_pop(L, 1);
    script->sandbox = sandbox;
    script->dir = dir;
    sandbox_set_finder(sandbox, find_module, script);
    sandbox_set_library(sandbox, STR("nqi/"), STR(".lua"));
    sandbox_set_linter(sandbox, lint_source);
    return script;
}

void script_set_days(struct script *script,
                     bool (*read)(struct str text, struct arena *arena,
                                  uint32_t *day)) {
    script->read_day = read;
}

const struct figure_log *script_figures(const struct script *script) {
    return &script->figures;
}

size_t script_files(const struct script *script, const struct script_file **files) {
    *files = script->files;
    return script->file_count;
}

struct str script_text(const struct script *script, size_t file) {
    return script->texts[file];
}
