#define _GNU_SOURCE /* syscall() for openat2, which glibc does not wrap */
#include "base/file.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NAME_MAX_BYTES = 200, FOLDER_MODE = 0777, FILE_MODE = 0666, ROOTS_MAX = 64 };

/* Folders that may be read besides, as they are without links. */
static struct root {
    char *path;
    int fd;
} roots[ROOTS_MAX];
static size_t root_count;

static struct place file_place(const char *path) {
    return (struct place){.file = str_from(path)};
}

/* Reads exactly `size` bytes; then the file must be at its end. */
static bool read_all(int fd, char *p, size_t size, const char *path,
                     struct diag *diag) {
    size_t done = 0;
    while (done < size) {
        ssize_t n = read(fd, p + done, size - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return diag_error(diag, file_place(path), "cannot read: %s",
                              diag_reason(diag, errno));
        if (n == 0)
            break;
        done += (size_t)n;
    }
    char more;
    if (done < size || read(fd, &more, 1) != 0)
        return diag_error(diag, file_place(path), "the file changed while it was read");
    return true;
}

static bool read_open(int fd, const char *path, size_t limit, struct arena *arena,
                      struct str *out, struct diag *diag) {
    struct stat info;
    if (fstat(fd, &info) != 0)
        return diag_error(diag, file_place(path), "cannot read: %s",
                          diag_reason(diag, errno));
    if (!S_ISREG(info.st_mode))
        return diag_error(diag, file_place(path), "not a regular file");
    if (info.st_size < 0 || (uintmax_t)info.st_size > limit)
        return diag_error(diag, file_place(path), "larger than %zu bytes", limit);
    char *p = arena_alloc(arena, (size_t)info.st_size + 1);
    *out = (struct str){p, (size_t)info.st_size};
    return read_all(fd, p, out->n, path, diag);
}

static int open_below(int dir, const char *path, int flags, unsigned mode,
                      uint64_t resolve) {
    struct open_how how = {.flags = (uint64_t)(unsigned)(flags | O_CLOEXEC),
                           .mode = (flags & O_CREAT) ? mode : 0,
                           .resolve = RESOLVE_BENEATH | resolve};
    return (int)syscall(SYS_openat2, dir, path, &how, sizeof how);
}

bool file_allow(const char *folder, struct diag *diag) {
    char *path = realpath(folder, NULL);
    int fd = path != NULL ? open(path, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0 && root_count < ROOTS_MAX) {
        roots[root_count++] = (struct root){path, fd};
        return true;
    }
    int reason = fd >= 0 ? EMFILE : errno;
    if (fd >= 0)
        close(fd);
    free(path);
    return diag_error(diag, file_place(folder), "cannot open the folder: %s",
                      diag_reason(diag, reason));
}

/* Where the path leads, without links; NULL with errno set. */
static char *where(int dir, const char *path) {
    char link[64];
    int fd = openat(dir, path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    char *real = realpath(link, NULL);
    close(fd);
    return real;
}

/* Opens `real`, a path without links, if it lies at or below the folder; else −1. */
static int open_at(int folder, const char *folder_path, const char *real, int flags) {
    struct str to = str_from(real), root = str_from(folder_path);
    if (str_equal(to, root))
        return open_below(folder, ".", flags, 0, 0);
    bool below = str_starts(to, root) && (root.n == 1 || to.p[root.n] == '/');
    return below ? open_below(folder, real + root.n + (root.n > 1), flags, 0, 0) : -1;
}

/* Opens what an absolute link or .. leads to, if that lies in its folder after all or
   in one that is allowed; −1 with ENOENT if it leads to nothing, else with EXDEV. */
static int open_by_real_path(int dir, const char *path, int flags) {
    char *real = where(dir, path);
    if (real == NULL)
        return -1;
    char *own = where(dir, ".");
    int fd = own != NULL ? open_at(dir, own, real, flags) : -1;
    for (size_t i = 0; fd < 0 && i < root_count; i++)
        fd = open_at(roots[i].fd, roots[i].path, real, flags);
    free(own);
    free(real);
    if (fd < 0)
        errno = EXDEV;
    return fd;
}

int file_open(int dir, const char *path, int flags) {
    /* Not blocking, so that opening a FIFO returns and can be refused. */
    flags |= O_RDONLY | O_CLOEXEC | (flags & O_PATH ? 0 : O_NONBLOCK);
    if (dir == AT_FDCWD)
        return openat(dir, path, flags);
    int fd = open_below(dir, path, flags, 0, 0);
    return fd < 0 && errno == EXDEV ? open_by_real_path(dir, path, flags) : fd;
}

bool file_status(int dir, const char *path, struct stat *out) {
    int fd = file_open(dir, path, O_PATH);
    if (fd < 0)
        return false;
    bool ok = fstat(fd, out) == 0;
    close(fd);
    return ok;
}

/* True after reporting that this is why `path` could not be opened. */
static bool leads_out(const char *path, int reason, struct diag *diag) {
    if (reason != EXDEV)
        return false;
    diag_error(diag, file_place(path), "this leads out of the project");
    diag_hint(diag, "copy it into the project, or allow its folder with --read");
    return true;
}

/* −1 after a report. */
static int open_to_read(int dir, const char *path, struct diag *diag) {
    int fd = file_open(dir, path, 0);
    if (fd < 0 && !leads_out(path, errno, diag))
        diag_error(diag, file_place(path), "cannot open: %s", diag_reason(diag, errno));
    return fd;
}

bool file_read(int dir, const char *path, size_t limit, struct arena *arena,
               struct str *out, char *hex, struct diag *diag) {
    int fd = open_to_read(dir, path, diag);
    if (fd < 0)
        return false;
    bool ok = read_open(fd, path, limit, arena, out, diag);
    close(fd);
    if (ok && hex)
        hash_of(*out, hex);
    return ok;
}

static bool digest_open(int fd, const char *path, size_t *size, char *hex,
                        struct diag *diag) {
    char bytes[1 << 16];
    ssize_t n = 1;
    struct stat info;
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
        return diag_error(diag, file_place(path), "not a regular file");
    struct hash *hash = hash_open();
    for (*size = 0; n > 0 || (n < 0 && errno == EINTR);) {
        n = read(fd, bytes, sizeof bytes);
        hash_add(hash, bytes, n > 0 ? (size_t)n : 0);
        *size += n > 0 ? (size_t)n : 0;
    }
    hash_close(hash, hex);
    return n == 0 || diag_error(diag, file_place(path), "cannot read: %s",
                                diag_reason(diag, errno));
}

bool file_digest(int dir, const char *path, size_t *size, char *hex,
                 struct diag *diag) {
    int fd = open_to_read(dir, path, diag);
    if (fd < 0)
        return false;
    bool ok = digest_open(fd, path, size, hex, diag);
    close(fd);
    return ok;
}

bool file_write_all(int fd, struct str bytes) {
    size_t done = 0;
    while (done < bytes.n) {
        ssize_t n = write(fd, bytes.p + done, bytes.n - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

bool file_write(int dir, const char *path, struct str bytes, struct diag *diag) {
    int fd = openat(dir, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, FILE_MODE);
    bool ok = fd >= 0 && file_write_all(fd, bytes);
    int error = errno;
    if (fd >= 0 && close(fd) != 0 && ok) {
        error = errno;
        ok = false;
    }
    if (!ok)
        diag_error(diag, file_place(path), "cannot write: %s",
                   diag_reason(diag, error));
    return ok;
}

bool file_replace(int folder, const char *name, struct str bytes, unsigned mode) {
    static const char fresh[] = ".fresh"; /* while it is written */
    if (unlinkat(folder, fresh, 0) != 0 && errno != ENOENT)
        return false;
    int fd = openat(folder, fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                    FILE_MODE);
    if (fd < 0)
        return false;
    bool ok = file_write_all(fd, bytes) &&
              (mode == FILE_MODE || fchmod(fd, mode) == 0) && fsync(fd) == 0;
    int reason = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        reason = errno;
    }
    if (ok && renameat(folder, fresh, folder, name) == 0)
        return fsync(folder) == 0;
    reason = ok ? errno : reason;
    unlinkat(folder, fresh, 0);
    errno = reason;
    return false;
}

bool file_make_folders(int dir, const char *path, struct diag *diag) {
    char *copy = memory_alloc(strlen(path) + 1);
    memcpy(copy, path, strlen(path));
    bool ok = true;
    for (char *p = copy + (*copy == '/'); ok && *p; p++) {
        char *slash = strchr(p, '/');
        if (slash)
            *slash = '\0';
        if (*p && mkdirat(dir, copy, FOLDER_MODE) != 0 && errno != EEXIST)
            ok = diag_error(diag, file_place(path), "cannot make the folder: %s",
                            diag_reason(diag, errno));
        if (!slash)
            break;
        *slash = '/';
        p = slash;
    }
    free(copy);
    return ok;
}

static int compare_names(const void *a, const void *b) {
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

bool file_list(int dir, const char *path, struct arena *arena, struct str **names,
               size_t *count, struct diag *diag) {
    int fd = file_open(dir, path, O_DIRECTORY);
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    *names = NULL;
    *count = 0;
    if (!folder) {
        int error = errno;
        if (fd >= 0)
            close(fd);
        return !leads_out(path, error, diag) &&
               diag_error(diag, file_place(path), "cannot list the folder: %s",
                          diag_reason(diag, error));
    }
    size_t capacity = 0;
    struct dirent *entry;
    while ((errno = 0, entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        *names = arena_grow(arena, *names, *count, &capacity, sizeof **names);
        (*names)[(*count)++] = arena_copy(arena, str_from(entry->d_name));
    }
    int error = errno;
    closedir(folder);
    if (error)
        return diag_error(diag, file_place(path), "cannot list the folder: %s",
                          diag_reason(diag, error));
    if (*count)
        qsort(*names, *count, sizeof **names, compare_names);
    return true;
}

int file_open_beneath(int dir, const char *path, int flags, unsigned mode) {
    return open_below(dir, path, flags, mode, RESOLVE_NO_SYMLINKS);
}

static bool is_reserved(struct str name) {
    static const char *const reserved[] = {"con",  "prn",  "aux",  "nul",
                                           "com1", "com2", "com3", "com4",
                                           "lpt1", "lpt2", "lpt3", "lpt4"};
    size_t dot = str_find(name, STR("."), 0);
    struct str stem = str_slice(name, 0, dot);
    char lower[8];
    if (stem.n >= sizeof lower)
        return false;
    for (size_t i = 0; i < stem.n; i++)
        lower[i] =
            stem.p[i] >= 'A' && stem.p[i] <= 'Z' ? (char)(stem.p[i] + 32) : stem.p[i];
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (str_equal((struct str){lower, stem.n}, str_from(reserved[i])))
            return true;
    return false;
}

static bool is_unsafe_in_names(uint32_t cp) {
    return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == '/' || cp == '\\' ||
           cp == ':' || cp == '*' || cp == '?' || cp == '"' || cp == '<' || cp == '>' ||
           cp == '|' || cp == 0x061C || (cp >= 0x200B && cp <= 0x200F) ||
           (cp >= 0x2028 && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) ||
           cp == 0xFEFF;
}

bool file_name_is_safe(struct str name) {
    if (name.n == 0 || name.n > NAME_MAX_BYTES || utf8_invalid(name) != STR_NOT_FOUND)
        return false;
    char first = name.p[0], last = name.p[name.n - 1];
    if (first == '-' || first == '.' || first == ' ' || last == '.' || last == ' ')
        return false;
    uint32_t cp;
    for (size_t at = 0, n; (n = utf8_decode(name, at, &cp)) != 0; at += n)
        if (is_unsafe_in_names(cp))
            return false;
    return !is_reserved(name);
}

bool file_path_is_safe(struct str path) {
    size_t from = 0, slash;
    while ((slash = str_find(path, STR("/"), from)) != STR_NOT_FOUND) {
        if (!file_name_is_safe(str_slice(path, from, slash)))
            return false;
        from = slash + 1;
    }
    return file_name_is_safe(str_slice(path, from, path.n));
}
