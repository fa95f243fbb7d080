#include "base/program.h"
#include <stdio.h>
#include <stdlib.h>

static const char *name = "", *behind = "";

void program_set(const char *program, const char *behind_counted) {
    name = program;
    behind = behind_counted;
}

const char *program_name(void) { return name; }

const char *program_behind_counted(void) { return behind; }

_Noreturn void program_fail(const char *text) {
    fprintf(stderr, "%s%s%s\n", name, name[0] != '\0' ? ": " : "", text);
    exit(PROGRAM_TOLD);
}
