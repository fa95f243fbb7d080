#include "publish_folder.h"

#include "base/arena.h"
#include "base/diag.h"
#include "publish/tree.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int folder_make(void **state) {
    struct folder *folder = memory_alloc(sizeof *folder);
    strncpy(folder->path, "/tmp/nqi-publish-XXXXXX", sizeof folder->path - 1);
    if (mkdtemp(folder->path) == NULL)
        return -1;
    folder->fd = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    folder->arena = arena_open();
    folder->diag = diag_open();
    *state = folder;
    return folder->fd < 0 ? -1 : 0;
}

int folder_remove(void **state) {
    struct folder *folder = *state;
    bool removed = tree_remove(AT_FDCWD, folder->path);
    close(folder->fd);
    arena_close(folder->arena);
    diag_close(folder->diag);
    free(folder);
    return removed ? 0 : -1;
}

struct str folder_last_error(const struct folder *folder) {
    size_t count;
    const struct diag_entry *entries = diag_entries(folder->diag, &count);
    return count > 0 ? entries[count - 1].text : (struct str){0};
}

bool folder_has(const struct folder *folder, const char *path) {
    return faccessat(folder->fd, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}
