/* For tests of the script stage: an empty project in a folder of its own, or the one of
   tests/lua/fixture. One at a time. */
#ifndef NQI_TESTS_SCRIPT_PROJECT_H
#define NQI_TESTS_SCRIPT_PROJECT_H

#include "sandbox/sandbox.h"
#include "script/script.h"
#include "unit.h"
#include <lua.h>

#define SCRIPT_FIXTURE "tests/lua/fixture"

struct script_project {
    struct arena *arena;
    struct diag *diag;
    struct sandbox *sandbox;
    struct script *script;
    struct dataset *ds;
    int dir;
};

extern struct script_project script_shared;

/* An empty project for NULL. */
void script_project_open(const char *path);
void script_project_close(void);
void script_project_write(const char *path, const char *text);
/* The fixture's data, before they are sealed. */
void script_project_read(void);
/* The same, sealed and known to the scripts. */
void script_project_bind(void);
/* The n-th message, from 0. */
const struct diag_entry *script_project_message(size_t n);
void assert_message(size_t n, const char *file, size_t line, const char *text,
                    const char *hint);
/* The environment of a job of the fixture's report `name`. */
void script_project_enter(const char *name, struct report_job *job);
/* Runs a text as a template's statement would. */
bool script_project_run(const char *text);

#endif
