#include "compose_project.h"
#include "base/embedded.h"
#include "base/file.h"
#include "document/chart.h"
#include "ingest/ingest.h"
#include "ingest/periods.h"
#include "unit.h"
#include "words/words.h"
#include <fcntl.h>
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FIXTURE "tests/lua/fixture"

void compose_project_open(struct compose_project *project) {
    struct compose_project *p = project;
    struct source_profile *profiles;
    size_t count;
    *p = (struct compose_project){.arena = arena_open(), .diag = diag_open()};
    p->dir = open(FIXTURE, O_RDONLY | O_DIRECTORY);
    assert_true(p->dir >= 0);
    p->sandbox = sandbox_open(NULL, p->diag);
    p->script = script_open(p->sandbox, p->dir, p->arena, p->diag);
    assert_non_null(p->script);
    script_set_days(p->script, day_read);
    p->ds = dataset_open(p->arena);
    assert_true(ingest_dictionaries(p->dir, p->ds, p->arena, p->diag));
    assert_true(script_read_sources(p->script, &profiles, &count));
    assert_true(ingest_sources(p->dir, profiles, count, p->ds, p->arena, p->diag));
    dataset_seal(p->ds);
    assert_true(script_bind(p->script, p->ds));
    p->report =
        (struct report_definition){.place = {.file = STR("lua/reports.lua"), .line = 2},
                                   .name = STR("province"),
                                   .title = STR("{{ area.name }}概览"),
                                   .series = STR("年度报告")};
    assert_true(period_from_code(STR("2023"), &p->report.period));
    p->part = (struct report_part){.key = STR("340000"),
                                   .name = STR("安徽"),
                                   .full_name = STR("安徽省"),
                                   .area = dataset_find_area(p->ds, STR("340000")),
                                   .is_area = true,
                                   .value = LUA_REFNIL};
    p->job = (struct report_job){.report = &p->report,
                                 .area = dataset_find_area(p->ds, STR("340000")),
                                 .part = &p->part,
                                 .period = p->report.period,
                                 .stem = STR("2023-340000")};
}

void compose_project_close(struct compose_project *project) {
    assert_int_equal(lua_gettop(sandbox_state(project->sandbox)), 0);
    sandbox_close(project->sandbox);
    diag_close(project->diag);
    arena_close(project->arena);
    close(project->dir);
}

struct compose_project compose_shared;

int compose_project_set_up(void **state) {
    (void)state;
    compose_project_open(&compose_shared);
    return 0;
}

int compose_project_tear_down(void **state) {
    (void)state;
    compose_project_close(&compose_shared);
    return 0;
}

void compose_project_language(struct compose_project *project, const char *tag) {
    project->report.lang = str_from(tag);
    assert_true(words_vocabulary(project->report.lang, &project->report.words));
}

struct document *compose_project_make(struct compose_project *project,
                                      const char *folder, const char *name,
                                      struct diag *diag) {
    int dir = open(folder, O_RDONLY | O_DIRECTORY);
    assert_true(dir >= 0);
    project->report.template_file = str_from(name);
    struct composer *composer =
        composer_open(dir, project->sandbox, embedded_files, project->arena, diag);
    close(dir);
    if (composer == NULL)
        return NULL;
    sandbox_set_diag(project->sandbox, diag);
    struct document *doc = NULL;
    if (script_enter(project->script, &project->job))
        doc = compose_report(composer, &project->job, project->ds, sample_theme(),
                             script_figures(project->script), project->arena, diag);
    sandbox_set_diag(project->sandbox, project->diag);
    return doc;
}

struct document *compose_project_text(struct compose_project *project, struct str text,
                                      struct diag *diag) {
    char folder[] = "/tmp/nqi-compose-XXXXXX";
    assert_non_null(mkdtemp(folder));
    int dir = open(folder, O_RDONLY | O_DIRECTORY);
    assert_true(file_make_folders(dir, "templates", diag));
    assert_true(file_write(dir, "templates/report.md", text, diag));
    struct document *doc = compose_project_make(project, folder, "report.md", diag);
    unlinkat(dir, "templates/report.md", 0);
    unlinkat(dir, "templates", AT_REMOVEDIR);
    close(dir);
    rmdir(folder);
    return doc;
}

void compose_messages(const struct diag *diag, struct buf *out) {
    char *text = NULL;
    size_t n = 0;
    FILE *stream = open_memstream(&text, &n);
    assert_non_null(stream);
    diag_print(diag, stream);
    assert_int_equal(fclose(stream), 0);
    buf_bytes(out, text, n);
    free(text);
}
