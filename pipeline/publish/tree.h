/* Whole folders: removing them and listing their files. Symbolic links are never
   followed. */
#ifndef NQI_PUBLISH_TREE_H
#define NQI_PUBLISH_TREE_H

#include "base/arena.h"
#include "base/diag.h"

struct tree_file {
    struct str path; /* below the folder, with a NUL behind it */
    uint64_t bytes;
};

/* Removes `name` below `dir` and all that is in it; an absent one is fine. False
   with errno set. */
bool tree_remove(int dir, const char *name);
/* All files below the folder, in byte order of their paths; anything else than
   files and folders is an error. */
bool tree_list(int folder, struct arena *arena, struct tree_file **files, size_t *count,
               struct diag *diag);

#endif
