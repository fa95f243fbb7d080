/* A folder of its own for each test of the publish room. */
#ifndef NQI_TESTS_PUBLISH_FOLDER_H
#define NQI_TESTS_PUBLISH_FOLDER_H

#include "unit.h"

#include "base/arena.h"
#include "base/diag.h"

/* cmocka's set-up and tear-down; *state is the struct folder. */
int folder_make(void **state);
int folder_remove(void **state);

struct folder {
    char path[64];
    int fd;
    struct arena *arena;
    struct diag *diag;
};

/* The text of the last error; empty if there is none. */
struct str folder_last_error(const struct folder *folder);
bool folder_has(const struct folder *folder, const char *path);

#endif
