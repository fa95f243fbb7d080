#include "script_project.h"
#include "base/file.h"
#include "ingest/ingest.h"
#include "ingest/periods.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct script_project script_shared;
static char folder[] = "/tmp/nqi-script-XXXXXX";

void script_project_open(const char *path) {
    script_shared.arena = arena_open();
    script_shared.diag = diag_open();
    if (path == NULL) {
        strcpy(folder + sizeof folder - 7, "XXXXXX");
        path = mkdtemp(folder);
        assert_non_null(path);
    }
    script_shared.dir = open(path, O_RDONLY | O_DIRECTORY);
    assert_true(script_shared.dir >= 0);
    script_shared.sandbox = sandbox_open(NULL, script_shared.diag);
    script_shared.script = script_open(script_shared.sandbox, script_shared.dir,
                                       script_shared.arena, script_shared.diag);
    script_set_days(script_shared.script, day_read);
    assert_non_null(script_shared.script);
}

void script_project_close(void) {
    assert_int_equal(lua_gettop(sandbox_state(script_shared.sandbox)), 0);
    sandbox_close(script_shared.sandbox);
    diag_close(script_shared.diag);
    arena_close(script_shared.arena);
    close(script_shared.dir);
}

void script_project_write(const char *path, const char *text) {
    file_make_folders(script_shared.dir, "input", script_shared.diag);
    file_make_folders(script_shared.dir, "lua", script_shared.diag);
    file_make_folders(script_shared.dir, "templates", script_shared.diag);
    assert_true(
        file_write(script_shared.dir, path, str_from(text), script_shared.diag));
}

void script_project_read(void) {
    struct source_profile *profiles;
    size_t count;
    script_project_open(SCRIPT_FIXTURE);
    script_shared.ds = dataset_open(script_shared.arena);
    assert_true(ingest_dictionaries(script_shared.dir, script_shared.ds,
                                    script_shared.arena, script_shared.diag));
    assert_true(script_read_sources(script_shared.script, &profiles, &count));
    assert_true(ingest_sources(script_shared.dir, profiles, count, script_shared.ds,
                               script_shared.arena, script_shared.diag));
}

void script_project_bind(void) {
    script_project_read();
    dataset_seal(script_shared.ds);
    assert_true(script_bind(script_shared.script, script_shared.ds));
}

const struct diag_entry *script_project_message(size_t n) {
    size_t count;
    const struct diag_entry *entries = diag_entries(script_shared.diag, &count);
    if (n >= count)
        fail_msg("only %zu messages", count);
    return &entries[n];
}

void assert_message(size_t n, const char *file, size_t line, const char *text,
                    const char *hint) {
    const struct diag_entry *entry = script_project_message(n);
    if (!str_equal(entry->place.file, str_from(file)) || entry->place.line != line ||
        !str_equal(entry->text, str_from(text)) ||
        !str_equal(entry->hint, str_from(hint)))
        fail_msg("%.*s:%zu: %.*s [%.*s]", STR_ARG(entry->place.file), entry->place.line,
                 STR_ARG(entry->text), STR_ARG(entry->hint));
}

void script_project_enter(const char *name, struct report_job *job) {
    struct report_definition *reports;
    size_t count;
    assert_true(script_read_reports(script_shared.script, &reports, &count));
    *job =
        (struct report_job){.area = dataset_find_area(script_shared.ds, STR("340000"))};
    for (size_t i = 0; i < count; i++)
        if (str_equal(reports[i].name, str_from(name)))
            job->report = &reports[i];
    assert_non_null(job->report);
    job->period = job->report->period;
    assert_true(script_enter(script_shared.script, job));
}

bool script_project_run(const char *text) {
    sandbox_push_environment(script_shared.sandbox);
    bool ok = sandbox_load(script_shared.sandbox, str_from(text), STR("templates/t.md"),
                           1, -1);
    if (ok)
        lua_remove(sandbox_state(script_shared.sandbox), -2);
    else
        lua_pop(sandbox_state(script_shared.sandbox), 1);
    return ok && sandbox_call(script_shared.sandbox, 0, 0);
}
