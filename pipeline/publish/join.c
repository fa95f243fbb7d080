#define _GNU_SOURCE
#include "publish/join.h"

#include "base/file.h"
#include "publish/stage.h"
#include "publish/tree.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int compare_paths(const void *a, const void *b) {
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* The paths of what was built in this release, in byte order. */
static struct str *list_built(const struct receipt_summary *receipt,
                              struct arena *arena, size_t *count) {
    size_t most = 0;
    for (size_t i = 0; i < receipt->edition_count; i++)
        most += receipt->editions[i].file_count;
    struct str *paths = arena_array(arena, most, sizeof *paths);
    *count = 0;
    for (size_t i = 0; i < receipt->edition_count; i++)
        for (size_t k = 0; k < receipt->editions[i].file_count; k++)
            if (receipt->editions[i].files[k].release.n == 0)
                paths[(*count)++] = receipt->editions[i].files[k].path;
    if (*count > 0)
        qsort(paths, *count, sizeof *paths, compare_paths);
    return paths;
}

/* Where the folder of a path ends. */
static size_t folder_length(struct str path) {
    size_t end = path.n;
    while (end > 0 && path.p[end - 1] != '/')
        end--;
    return end;
}

/* rename() that replaces nothing. NOREPLACE is not known to every file system. */
static bool move(int from_folder, const char *from, int to_folder, const char *to) {
    if (renameat2(from_folder, from, to_folder, to, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL)
        return false;
    if (faccessat(to_folder, to, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return false;
    }
    return renameat(from_folder, from, to_folder, to) == 0;
}

static bool join_file(int parts, const char *from, int stage, struct str to,
                      struct diag *diag) {
    if (move(parts, from, stage, to.p))
        return true;
    struct place place = {.file = to};
    if (errno == EEXIST)
        return diag_error(diag, place, "two reports write the same output file");
    return diag_error(diag, place, "cannot move the file into the release: %s",
                      diag_reason(diag, errno));
}

static bool join_all(int parts, int stage, const struct receipt_summary *receipt,
                     struct arena *arena, struct diag *diag) {
    struct tree_file *files;
    size_t count, built_count;
    if (!tree_list(parts, arena, &files, &count, diag))
        return false;
    const struct str *built = list_built(receipt, arena, &built_count);
    struct str folder = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < count; i++) {
        struct str path = files[i].path; /* PART/REPORT/PERIOD/NAME */
        path = str_slice(path, str_find(path, STR("/"), 0) + 1, path.n);
        if (built_count == 0 ||
            bsearch(&path, built, built_count, sizeof *built, compare_paths) == NULL)
            continue; /* of a report that failed */
        struct str here = str_slice(path, 0, folder_length(path));
        if (here.n > 0 && !str_equal(here, folder)) {
            folder = here;
            ok = file_make_folders(stage, arena_copy(arena, folder).p, diag);
        }
        ok = ok && join_file(parts, files[i].path.p, stage, path, diag);
    }
    return ok;
}

bool join_parts(int stage, const struct receipt_summary *receipt, struct arena *arena,
                struct diag *diag) {
    struct place place = {.file = STR(STAGE_PARTS)};
    int parts =
        openat(stage, STAGE_PARTS, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (parts < 0)
        return errno == ENOENT || diag_error(diag, place, "cannot open the folder: %s",
                                             diag_reason(diag, errno));
    bool ok = join_all(parts, stage, receipt, arena, diag);
    close(parts);
    return ok && (tree_remove(stage, STAGE_PARTS) ||
                  diag_error(diag, place, "cannot remove the folder: %s",
                             diag_reason(diag, errno)));
}
