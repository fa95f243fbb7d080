/* Runs the tests of the library: opens the fixture project as a build does, then
   each tests/lua/NAME_test.lua, the examples at the head of each file of lua/nqi
   and those of lua/README.md, and prints TAP. `expression --> text` in an example
   is a claim. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/embedded.h"
#include "base/file.h"
#include "ingest/ingest.h"
#include "ingest/periods.h"
#include "script/script.h"
#include <fcntl.h>
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FIXTURE "tests/lua/fixture"

static struct {
    struct arena *arena;
    struct diag *diag;
    struct sandbox *sandbox;
    struct script *script;
    struct dataset *ds;
    struct report_definition *reports;
    size_t report_count;
} run;

static int number, failures;

static void outcome(bool ok, const char *name, const char *text) {
    printf("%s %d - %s\n", ok ? "ok" : "not ok", ++number, name);
    if (!ok) {
        failures++;
        printf("# %s\n", text);
    }
}

static void stop(const char *step) {
    diag_print(run.diag, stdout);
    printf("Bail out! %s\n", step);
    exit(1);
}

/* The fixture, through the same steps as a build. */
static void open_fixture(void) {
    run.arena = arena_open();
    run.diag = diag_open();
    int dir = open(FIXTURE, O_RDONLY | O_DIRECTORY);
    struct sandbox_limits limits = {.seed = 1};
    run.sandbox = sandbox_open(&limits, run.diag);
    if (dir < 0 || run.sandbox == NULL)
        stop("open " FIXTURE);
    run.script = script_open(run.sandbox, dir, run.arena, run.diag);
    script_set_days(run.script, day_read);
    run.ds = dataset_open(run.arena);
    struct source_profile *profiles;
    size_t count;
    if (!ingest_dictionaries(dir, run.ds, run.arena, run.diag) ||
        !script_read_sources(run.script, &profiles, &count) ||
        !ingest_sources(dir, profiles, count, run.ds, run.arena, run.diag))
        stop("ingest");
    dataset_seal(run.ds);
    if (!script_bind(run.script, run.ds) ||
        !script_read_reports(run.script, &run.reports, &run.report_count))
        stop("bind");
}

static void enter(const char *report, const char *area, const char *period) {
    static struct report_job job;
    job = (struct report_job){0};
    for (size_t i = 0; i < run.report_count; i++)
        if (str_equal(run.reports[i].name, str_from(report)))
            job.report = &run.reports[i];
    job.area = dataset_find_area(run.ds, str_from(area));
    if (job.report == NULL || job.area == DATASET_NONE ||
        !period_from_code(str_from(period), &job.period) ||
        !script_enter(run.script, &job))
        stop("enter");
}

/* Adds test, equal and raises to the environment; leaves the results on top. */
static void push_harness(void) {
    lua_State *L = sandbox_state(run.sandbox);
    struct str text;
    if (!file_read(AT_FDCWD, "tests/lua/harness.lua", 1 << 20, run.arena, &text, NULL,
                   run.diag))
        stop("harness");
    lua_newtable(L);
    if (!sandbox_load(run.sandbox, text, STR("tests/lua/harness.lua"), 1, 0))
        stop("harness");
    lua_pushvalue(L, -2);
    if (!sandbox_call(run.sandbox, 1, 1))
        stop("harness");
    sandbox_push_environment(run.sandbox);
    static const char *const words[] = {"test", "equal", "raises"};
    for (size_t i = 0; i < 3; i++) {
        lua_getfield(L, -2, words[i]);
        lua_setfield(L, -2, words[i]);
    }
    lua_pop(L, 2);
}

static void print_results(const char *file) {
    lua_State *L = sandbox_state(run.sandbox);
    for (size_t i = 1; i <= lua_rawlen(L, -1); i++) {
        lua_rawgeti(L, -1, (lua_Integer)i);
        lua_getfield(L, -1, "name");
        lua_getfield(L, -2, "ok");
        lua_getfield(L, -3, "text");
        struct str name = arena_printf(run.arena, "%s: %s", file, lua_tostring(L, -3));
        outcome(lua_toboolean(L, -2) != 0, name.p, lua_tostring(L, -1));
        lua_pop(L, 4);
    }
    lua_pop(L, 1);
}

/* Runs Lua text in a fresh environment; whatever it reports fails it. */
static void run_text(struct str text, const char *file, size_t line) {
    struct diag *diag = diag_open();
    sandbox_set_diag(run.sandbox, diag);
    enter("province", "340000", "2023");
    push_harness();
    sandbox_push_environment(run.sandbox);
    bool ok = sandbox_load(run.sandbox, text, str_from(file), line, -1);
    if (ok) {
        lua_remove(sandbox_state(run.sandbox), -2);
        ok = sandbox_call(run.sandbox, 0, 0);
    } else {
        lua_pop(sandbox_state(run.sandbox), 1);
    }
    if (!ok)
        diag_print(diag, stdout);
    print_results(file);
    struct str name = arena_printf(run.arena, "%s:%zu runs", file, line);
    outcome(ok, name.p, "see above");
    sandbox_set_diag(run.sandbox, run.diag);
    diag_close(diag);
}

/* `expression --> text` becomes a test; other lines stay as they are. */
static void add_line(struct buf *out, struct str line) {
    size_t arrow = str_find(line, STR("-->"), 0);
    struct str code = str_trim(str_slice(line, 0, arrow));
    if (arrow == STR_NOT_FOUND || code.n == 0) {
        buf_put(out, line);
    } else {
        struct str claim = str_trim(str_slice(line, arrow + 3, line.n));
        if (claim.n > 1 && claim.p[0] == '"')
            claim = str_slice(claim, 1, claim.n - 1);
        buf_puts(out, "test([==[");
        buf_put(out, code);
        buf_puts(out, "]==], function() equal((");
        buf_put(out, code);
        buf_puts(out, "), [==[");
        buf_put(out, claim);
        buf_puts(out, "]==]) end)");
    }
    buf_char(out, '\n');
}

static struct str next_line(struct str text, size_t *at) {
    size_t end = str_find(text, STR("\n"), *at);
    struct str line = str_slice(text, *at, end);
    *at = end == STR_NOT_FOUND ? text.n : end + 1;
    return line;
}

/* Every ```lua block of a Markdown file. */
static void run_markdown(const char *path) {
    struct str text;
    if (!file_read(AT_FDCWD, path, 1 << 20, run.arena, &text, NULL, run.diag))
        stop(path);
    struct buf code = buf_open(1 << 20);
    size_t line = 0, start = 0;
    bool inside = false;
    for (size_t at = 0; at < text.n;) {
        struct str each = next_line(text, &at);
        line++;
        if (inside && str_starts(each, STR("```"))) {
            run_text(buf_str(&code), path, start);
            inside = false;
        } else if (inside) {
            add_line(&code, each);
        } else if (str_equal(each, STR("```lua"))) {
            inside = true;
            start = line + 1;
            buf_clear(&code);
        }
    }
    buf_close(&code);
}

/* The example in the head comment: its lines are indented by three spaces. */
static void run_head(const struct embedded_file *file) {
    struct str text = {file->text, file->size}, name = str_from(file->name);
    if (!str_ends(name, STR(".lua")) || !str_starts(name, STR("nqi/")))
        return; /* embedded for other rooms */
    struct buf code = buf_open(1 << 16);
    size_t line = 0, start = 0;
    for (size_t at = 0; at < text.n;) {
        struct str each = next_line(text, &at);
        line++;
        if (!str_starts(each, STR("--")))
            break;
        if (str_starts(each, STR("--   "))) {
            start = start == 0 ? line : start;
            add_line(&code, str_slice(each, 5, each.n));
        } else if (start != 0) {
            buf_char(&code, '\n');
        }
    }
    if (start != 0)
        run_text(buf_str(&code), arena_printf(run.arena, "lua/%s", file->name).p,
                 start);
    else
        outcome(false, file->name, "no example at the head");
    buf_close(&code);
}

int main(void) {
    open_fixture();
    struct str *names;
    size_t count;
    if (!file_list(AT_FDCWD, "tests/lua", run.arena, &names, &count, run.diag))
        stop("tests/lua");
    for (size_t i = 0; i < count; i++) {
        if (!str_ends(names[i], STR("_test.lua")))
            continue;
        struct str path = arena_printf(run.arena, "tests/lua/%.*s", STR_ARG(names[i]));
        struct str text;
        if (!file_read(AT_FDCWD, path.p, 1 << 20, run.arena, &text, NULL, run.diag))
            stop(path.p);
        run_text(text, path.p, 1);
    }
    for (const struct embedded_file *file = embedded_files; file->name != NULL; file++)
        run_head(file);
    run_markdown("lua/README.md");
    printf("1..%d\n", number);
    sandbox_close(run.sandbox);
    diag_close(run.diag);
    arena_close(run.arena);
    return failures == 0 ? 0 : 1;
}
