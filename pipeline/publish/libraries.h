/* The libraries of the program: the packages that it was built with, and the shared
   objects that it runs with, as the loader sees them. */
#ifndef NQI_PUBLISH_LIBRARIES_H
#define NQI_PUBLISH_LIBRARIES_H

#include "base/arena.h"
#include "base/str.h"

struct library {
    struct str file;     /* libcmark.so.0.30.2: the real name, with its version */
    struct str build_id; /* the linker's hash of its content; empty if it has none */
};

/* A Debian package and its version. */
struct library_package {
    struct str name, version;
};

/* The packages at the time of the build; none if they were not known. */
void libraries_packages(struct arena *arena, struct library_package **packages,
                        size_t *count);
/* In byte order of `file`; in the arena. */
void libraries_list(struct arena *arena, struct library **libraries, size_t *count);

#endif
