/* For tests of compose: the small project of tests/lua/fixture (four areas, the
   report of 安徽 for 2023) with its real environment. Templates come from any folder.
 */
#ifndef NQI_TESTS_COMPOSE_PROJECT_H
#define NQI_TESTS_COMPOSE_PROJECT_H

#include "compose/compose.h"
#include "sample_document.h"
#include "script/script.h"

struct compose_project {
    struct arena *arena;
    struct diag *diag;
    struct sandbox *sandbox;
    struct script *script;
    struct dataset *ds;
    int dir;
    struct report_definition report;
    struct report_part part;
    struct report_job job;
};

/* One project for all tests of a program, opened and closed by the two functions that
   cmocka_run_group_tests() takes. */
extern struct compose_project compose_shared;
int compose_project_set_up(void **state);
int compose_project_tear_down(void **state);

/* Fails the running test if the project is not good. */
void compose_project_open(struct compose_project *project);
void compose_project_close(struct compose_project *project);
/* The language of the report from then on; zh-CN before. */
void compose_project_language(struct compose_project *project, const char *tag);
/* Composes the template `name` below `folder`/templates in an environment of its
   own; NULL after reporting to `diag`. Close it by document_close(). */
struct document *compose_project_make(struct compose_project *project,
                                      const char *folder, const char *name,
                                      struct diag *diag);
/* A template given as text, alone in a folder; the file's name is report.md. */
struct document *compose_project_text(struct compose_project *project, struct str text,
                                      struct diag *diag);

/* The messages as they are printed. */
void compose_messages(const struct diag *diag, struct buf *out);

#endif
