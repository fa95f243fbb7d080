#define _GNU_SOURCE
#include "issue/archive.h"

#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OBJECT_LIMIT ((size_t)4 << 30)
#define HEAD_LIMIT ((size_t)1 << 16)
#define HEAD_NAME "head"
#define FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

struct archive {
    int folder;
    struct arena *arena;
    struct str path; /* as the project says it: for messages */
};

struct archive *archive_open(const char *path, bool make, struct diag *diag) {
    if (make && !file_make_folders(AT_FDCWD, path, diag))
        return NULL;
    int folder = open(path, FOLDER_FLAGS);
    if (folder < 0) {
        diag_error(diag, (struct place){.file = str_from(path)},
                   "cannot open the archive: %s", diag_reason(diag, errno));
        return NULL;
    }
    struct arena *arena = arena_open();
    struct archive *archive = arena_alloc(arena, sizeof *archive);
    *archive = (struct archive){
        .folder = folder, .arena = arena, .path = arena_copy(arena, str_from(path))};
    return archive;
}

void archive_close(struct archive *archive) {
    close(archive->folder);
    arena_close(archive->arena);
}

static bool fail(const struct archive *archive, const char *name, struct diag *diag) {
    struct arena *scratch = arena_open();
    struct place place = {
        .file = arena_printf(scratch, "%.*s/%s", STR_ARG(archive->path), name)};
    diag_error(diag, place, "cannot write into the archive: %s",
               diag_reason(diag, errno));
    arena_close(scratch);
    return false;
}

/* Where an object stands. */
struct object_path {
    char folder[sizeof "objects/3f"];
    char name[sizeof "objects/3f/" + HASH_HEX_SIZE];
};

static struct object_path path_of(const char *hex) {
    struct object_path path;
    snprintf(path.folder, sizeof path.folder, "objects/%.2s", hex);
    snprintf(path.name, sizeof path.name, "%s/%.62s", path.folder,
             hex + strnlen(hex, 2));
    return path;
}

bool archive_put(struct archive *archive, struct str bytes, char hex[HASH_HEX_SIZE + 1],
                 struct diag *diag) {
    hash_of(bytes, hex);
    struct object_path path = path_of(hex);
    struct stat status;
    if (fstatat(archive->folder, path.name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISREG(status.st_mode) && (uintmax_t)status.st_size == bytes.n)
        return true;
    if ((mkdirat(archive->folder, "objects", 0777) != 0 && errno != EEXIST) ||
        (mkdirat(archive->folder, path.folder, 0777) != 0 && errno != EEXIST))
        return fail(archive, path.folder, diag);
    int folder = openat(archive->folder, path.folder, FOLDER_FLAGS | O_NOFOLLOW);
    bool ok =
        folder >= 0 && file_replace(folder, strrchr(path.name, '/') + 1, bytes, 0444);
    int reason = errno;
    if (folder >= 0)
        close(folder);
    errno = reason;
    return ok || fail(archive, path.name, diag);
}

bool archive_put_file(struct archive *archive, int dir, const char *path,
                      char hex[HASH_HEX_SIZE + 1], struct diag *diag) {
    struct arena *scratch = arena_open();
    struct str bytes;
    bool ok = file_read(dir, path, OBJECT_LIMIT, scratch, &bytes, NULL, diag) &&
              archive_put(archive, bytes, hex, diag);
    arena_close(scratch);
    return ok;
}

bool archive_has(const struct archive *archive, const char *hex) {
    struct object_path path = path_of(hex);
    struct stat status;
    return strlen(hex) == HASH_HEX_SIZE &&
           strspn(hex, "0123456789abcdef") == HASH_HEX_SIZE &&
           fstatat(archive->folder, path.name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISREG(status.st_mode);
}

bool archive_get(const struct archive *archive, const char *hex, struct str what,
                 struct arena *arena, struct str *out, struct diag *diag) {
    struct object_path path = path_of(hex);
    char found[HASH_HEX_SIZE + 1];
    struct diag *own = diag_open_like(diag);
    bool read =
        archive_has(archive, hex) &&
        file_read(archive->folder, path.name, OBJECT_LIMIT, arena, out, found, own);
    diag_close(own);
    if (read && strcmp(found, hex) == 0)
        return true;
    struct place place = {
        .file = arena_printf(arena, "%.*s/%s", STR_ARG(archive->path), path.name)};
    diag_error(diag, place,
               read ? "the object is not what its name says: it was %.*s"
                    : "the object is missing: it was %.*s",
               STR_ARG(what));
    diag_hint(diag, "bring the archive back from its copy");
    return false;
}

bool archive_head(const struct archive *archive, struct arena *arena, struct str *out,
                  struct diag *diag) {
    struct stat status;
    *out = (struct str){0};
    if (fstatat(archive->folder, HEAD_NAME, &status, AT_SYMLINK_NOFOLLOW) != 0 &&
        errno == ENOENT)
        return true;
    return file_read(archive->folder, HEAD_NAME, HEAD_LIMIT, arena, out, NULL, diag);
}

bool archive_set_head(struct archive *archive, struct str text, struct diag *diag) {
    return file_replace(archive->folder, HEAD_NAME, text, 0666) ||
           fail(archive, HEAD_NAME, diag);
}
