/* lua/nqi as it was at build time: made by .ci/embed. The last has no name. */
#ifndef NQI_SCRIPT_EMBEDDED_H
#define NQI_SCRIPT_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const char *name; /* "nqi/rank.lua" */
    const char *text;
    size_t size;
};

extern const struct embedded_file embedded_files[];

#endif
