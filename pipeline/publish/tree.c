#define _GNU_SOURCE
#include "publish/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Releases are three folders deep; more is nothing that we made. */
#define TREE_MAX_DEPTH 16
#define OPEN_FOLDER (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)

struct listing {
    struct arena *arena;
    struct diag *diag;
    struct tree_file *files;
    size_t count, capacity;
};

static bool is_dot(const char *name) {
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Takes over `fd`. */
static bool empty_folder(int fd, int depth) {
    DIR *folder = fdopendir(fd);
    if (folder == NULL) {
        close(fd);
        return false;
    }
    bool ok = true;
    const struct dirent *entry;
    while (ok && (entry = readdir(folder)) != NULL) {
        if (is_dot(entry->d_name))
            continue;
        if (unlinkat(fd, entry->d_name, 0) == 0)
            continue;
        if (errno != EISDIR && errno != EPERM) {
            ok = errno == ENOENT;
            continue;
        }
        if (depth == 0) {
            errno = ELOOP;
            ok = false;
            continue;
        }
        int child = openat(fd, entry->d_name, OPEN_FOLDER);
        ok = child >= 0 && empty_folder(child, depth - 1) &&
             unlinkat(fd, entry->d_name, AT_REMOVEDIR) == 0;
    }
    int reason = errno;
    closedir(folder);
    errno = reason;
    return ok;
}

bool tree_remove(int dir, const char *name) {
    if (unlinkat(dir, name, 0) == 0 || errno == ENOENT)
        return true;
    if (errno != EISDIR && errno != EPERM)
        return false;
    int fd = openat(dir, name, OPEN_FOLDER);
    if (fd < 0)
        return errno == ENOENT;
    return empty_folder(fd, TREE_MAX_DEPTH) && unlinkat(dir, name, AT_REMOVEDIR) == 0;
}

static bool list_entry(struct listing *listing, int fd, struct str prefix,
                       const char *name, int depth);

/* Takes over `fd`. */
static bool list_folder(struct listing *listing, int fd, struct str prefix, int depth) {
    DIR *folder = fdopendir(fd);
    if (folder == NULL) {
        close(fd);
        return diag_error(listing->diag, (struct place){.file = prefix},
                          "cannot read the folder: %s",
                          diag_reason(listing->diag, errno));
    }
    bool ok = true;
    const struct dirent *entry;
    while (ok && (entry = readdir(folder)) != NULL)
        if (!is_dot(entry->d_name))
            ok = list_entry(listing, fd, prefix, entry->d_name, depth);
    closedir(folder);
    return ok;
}

static bool list_entry(struct listing *listing, int fd, struct str prefix,
                       const char *name, int depth) {
    struct str path =
        prefix.n > 0 ? arena_printf(listing->arena, "%.*s/%s", STR_ARG(prefix), name)
                     : arena_copy(listing->arena, str_from(name));
    struct place place = {.file = path};
    struct stat status;
    if (fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return diag_error(listing->diag, place, "cannot look at the file: %s",
                          diag_reason(listing->diag, errno));
    if (S_ISDIR(status.st_mode)) {
        int child = depth > 0 ? openat(fd, name, OPEN_FOLDER) : -1;
        if (child < 0)
            return diag_error(listing->diag, place, "cannot open the folder");
        return list_folder(listing, child, path, depth - 1);
    }
    if (!S_ISREG(status.st_mode))
        return diag_error(listing->diag, place, "neither a file nor a folder");
    listing->files = arena_grow(listing->arena, listing->files, listing->count,
                                &listing->capacity, sizeof *listing->files);
    listing->files[listing->count++] =
        (struct tree_file){path, (uint64_t)status.st_size};
    return true;
}

static int compare_files(const void *a, const void *b) {
    return str_compare(((const struct tree_file *)a)->path,
                       ((const struct tree_file *)b)->path);
}

bool tree_list(int folder, struct arena *arena, struct tree_file **files, size_t *count,
               struct diag *diag) {
    struct listing listing = {.arena = arena, .diag = diag};
    int fd = openat(folder, ".", OPEN_FOLDER);
    if (fd < 0)
        return diag_error(diag, (struct place){0}, "cannot open the folder: %s",
                          diag_reason(diag, errno));
    if (!list_folder(&listing, fd, (struct str){0}, TREE_MAX_DEPTH))
        return false;
    if (listing.count > 0)
        qsort(listing.files, listing.count, sizeof *listing.files, compare_files);
    *files = listing.files;
    *count = listing.count;
    return true;
}
