/* The shared libraries that the program runs with, as the loader sees them. */
#ifndef NQI_PUBLISH_LIBRARIES_H
#define NQI_PUBLISH_LIBRARIES_H

#include "base/arena.h"
#include "base/str.h"

struct library {
    struct str file;     /* libcmark.so.0.30.2: the real name, with its version */
    struct str build_id; /* the linker's hash of its content; empty if it has none */
};

/* In byte order of `file`; in the arena. */
void libraries_list(struct arena *arena, struct library **libraries, size_t *count);

#endif
