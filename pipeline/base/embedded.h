/* Files compiled into the program: made by .ci/embed. The last has no name. */
#ifndef NQI_BASE_EMBEDDED_H
#define NQI_BASE_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
    const char *name; /* its path below the folder that was embedded */
    const char *text;
    size_t size;
};

extern const struct embedded_file embedded_files[];

#endif
