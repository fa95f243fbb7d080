#define _GNU_SOURCE
#include "publish/release.h"

#include "base/file.h"
#include "publish/join.h"
#include "publish/stage.h"
#include "publish/tree.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CURRENT_NAME "current"
#define CURRENT_NEXT ".current"
#define RELEASES_NAME "releases"
#define HISTORY_NAME "releases/history"
#define HISTORY_NEXT ".history"
#define HISTORY_LIMIT ((size_t)1 << 20)
#define SERIES_LIMIT ((size_t)256 << 20)
#define FILE_LIMIT ((size_t)4 << 30)
#define OPEN_FOLDER (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

/* Reports what could not be done to `name` and why; false. */
#define FAIL(diag, name, what)                                                         \
    diag_error(diag, (struct place){.file = (name)}, what, diag_reason(diag, errno))

/* The ID that OUTPUT/current points to; empty if there is none. */
static bool current_id(int output, struct arena *arena, struct str *id,
                       struct diag *diag) {
    char target[64];
    *id = (struct str){0};
    ssize_t n = readlinkat(output, CURRENT_NAME, target, sizeof target);
    if (n < 0 && errno == ENOENT)
        return true;
    struct str prefix = STR(RELEASES_NAME "/");
    struct str link = {target, n > 0 ? (size_t)n : 0};
    if (n < 0 || !str_starts(link, prefix) ||
        !receipt_id_is_valid(str_slice(link, prefix.n, link.n))) {
        diag_error(diag, (struct place){.file = STR(CURRENT_NAME)},
                   "not a link to a release that nqi made");
        diag_hint(diag, "move it out of the output folder");
        return false;
    }
    *id = arena_copy(arena, str_slice(link, prefix.n, link.n));
    return true;
}

/* Reads what the next release is compared with; without it nothing is. */
static void read_series(int folder, struct arena *arena, struct receipt_summary *out,
                        struct diag *diag) {
    char hex[HASH_HEX_SIZE + 1];
    struct diag *own = diag_open();
    for (size_t i = 0; i < out->page_count; i++) {
        const struct edition_file *page = &out->pages[i];
        if (!str_equal(page->path, STR(SERIES_NAME)))
            continue;
        if (file_read(folder, SERIES_NAME, SERIES_LIMIT, arena, &out->series, hex,
                      own) &&
            strcmp(hex, page->sha256) == 0)
            continue;
        out->series = (struct str){0};
        diag_warning(diag, (struct place){.file = STR("current/" SERIES_NAME)},
                     "the file is not what its receipt says: the data are not compared "
                     "with the last release");
    }
    diag_close(own);
}

bool release_open_current(int output, struct arena *arena, int *folder,
                          struct receipt_summary *out, struct diag *diag) {
    struct str id;
    *folder = -1;
    *out = (struct receipt_summary){0};
    if (!current_id(output, arena, &id, diag))
        return false;
    if (id.n == 0)
        return true;
    *folder = openat(output, CURRENT_NAME, OPEN_FOLDER);
    bool ok = *folder >= 0 && receipt_read(*folder, arena, out, diag);
    if (ok && !str_equal(out->id, id))
        ok = diag_error(diag, (struct place){.file = STR(RECEIPT_NAME)},
                        "the receipt is of another release");
    if (ok)
        read_series(*folder, arena, out, diag);
    if (!ok) {
        diag_error(diag, (struct place){.file = STR(CURRENT_NAME)},
                   "the current release is damaged: nothing can be carried forward");
        diag_hint(diag, "restore it, or remove the link to start anew");
    }
    return ok;
}

/* Carrying. */

/* For file systems without hard links. */
static bool copy_file(int from_folder, const char *from, int to_folder,
                      const char *to) {
    int source = file_open_beneath(from_folder, from, O_RDONLY | O_CLOEXEC, 0);
    int target =
        file_open_beneath(to_folder, to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool ok = source >= 0 && target >= 0;
    char block[1 << 16];
    while (ok) {
        ssize_t n = read(source, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        ok = n >= 0 && file_write_all(target, (struct str){block, (size_t)n});
        if (n <= 0)
            break;
    }
    int reason = errno;
    if (source >= 0)
        close(source);
    if (target >= 0 && close(target) != 0 && ok) {
        ok = false;
        reason = errno;
    }
    errno = reason;
    return ok;
}

/* `from` below one folder becomes `to` below the stage. */
static bool carry_file(int from_folder, struct str from, int stage, struct str to,
                       struct diag *diag) {
    const char *slash = strrchr(to.p, '/');
    if (slash != NULL) {
        struct arena *scratch = arena_open();
        struct str folder =
            arena_copy(scratch, str_slice(to, 0, (size_t)(slash - to.p)));
        bool made = file_make_folders(stage, folder.p, diag);
        arena_close(scratch);
        if (!made)
            return false;
    }
    if (linkat(from_folder, from.p, stage, to.p, 0) == 0)
        return true;
    if ((errno == EXDEV || errno == EPERM || errno == EMLINK || errno == ENOSYS ||
         errno == EOPNOTSUPP) &&
        copy_file(from_folder, from.p, stage, to.p))
        return true;
    return FAIL(diag, to, "cannot carry the file forward: %s");
}

static bool carry_receipt(int current, const struct receipt_summary *previous,
                          struct str id, int stage, struct arena *arena,
                          struct diag *diag) {
    struct str to = arena_printf(arena, RECEIPT_EARLIER "/%.*s.json", STR_ARG(id));
    return carry_file(current, str_equal(id, previous->id) ? STR(RECEIPT_NAME) : to,
                      stage, to, diag);
}

/* Where a carried file lies in the current release: at its path, or, if a correction
   takes its place now, where the corrected one will be. */
static struct str carried_from(int current, struct str path, struct arena *arena) {
    struct str before;
    if (edition_path_before(path, arena, &before) &&
        faccessat(current, path.p, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
        return before;
    return path;
}

static bool carry_all(int output, int stage, const struct receipt_summary *receipt,
                      struct arena *arena, struct diag *diag) {
    if (receipt->earlier_count == 0)
        return true;
    struct receipt_summary previous;
    int current;
    bool ok = release_open_current(output, arena, &current, &previous, diag);
    if (ok && current < 0)
        ok = diag_error(diag, (struct place){.file = STR(CURRENT_NAME)},
                        "the release to carry files from is gone");
    for (size_t i = 0; ok && i < receipt->edition_count; i++)
        for (size_t k = 0; ok && k < receipt->editions[i].file_count; k++) {
            const struct edition_file *file = &receipt->editions[i].files[k];
            if (file->release.n > 0)
                ok = carry_file(current, carried_from(current, file->path, arena),
                                stage, file->path, diag);
        }
    for (size_t i = 0; ok && i < receipt->earlier_count; i++)
        ok = carry_receipt(current, &previous, receipt->earlier[i], stage, arena, diag);
    if (current >= 0)
        close(current);
    return ok;
}

/* Checking. */

struct expectation {
    struct str path;
    const struct edition_file *file; /* NULL: a receipt */
};

static int compare_expectations(const void *a, const void *b) {
    return str_compare(((const struct expectation *)a)->path,
                       ((const struct expectation *)b)->path);
}

/* The files of a release in byte order of their paths. */
static struct expectation *expect(const struct receipt_summary *receipt,
                                  struct arena *arena, size_t *count) {
    size_t most = 1 + receipt->page_count + receipt->earlier_count;
    for (size_t i = 0; i < receipt->edition_count; i++)
        most += receipt->editions[i].file_count;
    struct expectation *list = arena_array(arena, most, sizeof *list);
    size_t n = 0;
    list[n++] = (struct expectation){STR(RECEIPT_NAME), NULL};
    for (size_t i = 0; i < receipt->page_count; i++)
        list[n++] = (struct expectation){receipt->pages[i].path, &receipt->pages[i]};
    for (size_t i = 0; i < receipt->earlier_count; i++)
        list[n++] =
            (struct expectation){arena_printf(arena, RECEIPT_EARLIER "/%.*s.json",
                                              STR_ARG(receipt->earlier[i])),
                                 NULL};
    for (size_t i = 0; i < receipt->edition_count; i++)
        for (size_t k = 0; k < receipt->editions[i].file_count; k++)
            list[n++] = (struct expectation){receipt->editions[i].files[k].path,
                                             &receipt->editions[i].files[k]};
    qsort(list, n, sizeof *list, compare_expectations);
    *count = n;
    return list;
}

/* The file is of its receipt's size; with `contents` also of its hash. */
static bool check_file(int folder, const struct tree_file *found,
                       const struct edition_file *file, bool contents,
                       struct diag *diag) {
    struct place place = {.file = found->path};
    if (found->bytes != file->bytes)
        return diag_error(diag, place, "the file is not as long as its receipt says");
    if (!contents)
        return true;
    struct arena *scratch = arena_open();
    struct str text;
    char hex[HASH_HEX_SIZE + 1];
    bool read = file_read(folder, found->path.p, FILE_LIMIT, scratch, &text, hex, diag);
    arena_close(scratch);
    return read && (strcmp(hex, file->sha256) == 0 ||
                    diag_error(diag, place, "the file is not what its receipt says"));
}

/* Exactly the files of the receipt, each of its size; with `contents`, and always
   if it was carried, also of its hash: others may have written in a release. */
bool release_check(int folder, const struct receipt_summary *receipt, bool contents,
                   struct arena *arena, struct diag *diag) {
    struct tree_file *files;
    size_t count, expected_count;
    if (!tree_list(folder, arena, &files, &count, diag))
        return false;
    struct expectation *expected = expect(receipt, arena, &expected_count);
    size_t i = 0, k = 0;
    while (i < count || k < expected_count) {
        int order = i == count ? 1
                    : k == expected_count
                        ? -1
                        : str_compare(files[i].path, expected[k].path);
        if (order < 0)
            return diag_error(diag, (struct place){.file = files[i].path},
                              "a file that the receipt does not name");
        if (order > 0)
            return diag_error(diag, (struct place){.file = expected[k].path},
                              "a file of the receipt is missing");
        const struct edition_file *file = expected[k].file;
        bool carried = file != NULL && file->release.n > 0;
        if (file != NULL &&
            !check_file(folder, &files[i], file, contents || carried, diag)) {
            if (carried)
                diag_hint(diag, "it is carried forward and was changed since: build "
                                "its report again");
            return false;
        }
        i++;
        k++;
    }
    return true;
}

/* True if releases/ID is there and is the release of this receipt, whole. */
static bool is_whole(int output, const char *path,
                     const struct receipt_summary *receipt, struct arena *arena) {
    int folder = openat(output, path, OPEN_FOLDER | O_NOFOLLOW);
    if (folder < 0)
        return false;
    struct diag *quiet = diag_open();
    struct receipt_summary found;
    bool whole = receipt_read(folder, arena, &found, quiet) &&
                 str_equal(found.id, receipt->id) &&
                 release_check(folder, receipt, true, arena, quiet);
    diag_close(quiet);
    close(folder);
    return whole;
}

/* Swapping. */

static bool sync_folder(int output, const char *path) {
    int folder = openat(output, path, OPEN_FOLDER);
    if (folder < 0)
        return false;
    bool ok = fsync(folder) == 0;
    close(folder);
    return ok;
}

/* Puts the stage where the release belongs. An equal release that is there already
   is kept, a damaged one is replaced in one exchange. */
static bool move_stage(int output, const char *path,
                       const struct receipt_summary *receipt, struct arena *arena,
                       struct diag *diag) {
    if (mkdirat(output, RELEASES_NAME, 0777) != 0 && errno != EEXIST)
        return FAIL(diag, STR(RELEASES_NAME), "cannot make the folder: %s");
    if (is_whole(output, path, receipt, arena)) {
        stage_remove(output);
        return true;
    }
    if (renameat2(output, STAGE_NAME, output, path, RENAME_NOREPLACE) == 0)
        return true;
    /* NOREPLACE is not known to every file system; nothing is there then either. */
    if (errno == EINVAL && renameat(output, STAGE_NAME, output, path) == 0)
        return true;
    if ((errno == EEXIST || errno == ENOTEMPTY) &&
        renameat2(output, STAGE_NAME, output, path, RENAME_EXCHANGE) == 0) {
        stage_remove(output);
        return true;
    }
    return FAIL(diag, str_from(path), "cannot move the release to its place: %s");
}

static bool swap_link(int output, const char *path, struct diag *diag) {
    if (unlinkat(output, CURRENT_NEXT, 0) != 0 && errno != ENOENT)
        return FAIL(diag, STR(CURRENT_NEXT),
                    "cannot remove the link of an earlier build: %s");
    if (symlinkat(path, output, CURRENT_NEXT) != 0)
        return FAIL(diag, STR(CURRENT_NEXT), "cannot make the link: %s");
    if (renameat(output, CURRENT_NEXT, output, CURRENT_NAME) != 0)
        return FAIL(diag, STR(CURRENT_NAME), "cannot swap the link to the release: %s");
    return true;
}

struct str release_folder(struct str id, struct arena *arena) {
    return arena_printf(arena, RELEASES_NAME "/%.*s", STR_ARG(id));
}

bool release_settle(int output, int stage, bool whole, struct arena *arena,
                    struct receipt_summary *out, struct diag *diag) {
    return receipt_read(stage, arena, out, diag) &&
           join_parts(stage, out, arena, diag) &&
           (whole || carry_all(output, stage, out, arena, diag)) &&
           release_check(stage, out, whole, arena, diag) && stage_sync(stage, diag) &&
           move_stage(output, release_folder(out->id, arena).p, out, arena, diag);
}

bool release_swap(int output, struct str id, struct arena *arena, bool *unchanged,
                  struct diag *diag) {
    struct str before, path = release_folder(id, arena);
    if (!current_id(output, arena, &before, diag))
        return false;
    *unchanged = str_equal(before, id);
    if (*unchanged)
        return true;
    /* The link must not reach the disk before the folder that it names. */
    if (!sync_folder(output, RELEASES_NAME))
        return FAIL(diag, STR(RELEASES_NAME),
                    "cannot bring the folder to the disk: %s");
    if (!swap_link(output, path.p, diag))
        return false;
    if (!sync_folder(output, "."))
        return FAIL(diag, STR(CURRENT_NAME), "cannot bring the link to the disk: %s");
    return true;
}

/* Old releases. OUTPUT/releases/history names them, oldest first. */

static size_t read_history(int output, struct arena *arena, struct str **ids) {
    struct diag *quiet = diag_open();
    struct str text = {0};
    size_t count = 0, capacity = 0;
    *ids = NULL;
    if (file_read(output, HISTORY_NAME, HISTORY_LIMIT, arena, &text, NULL, quiet))
        for (size_t from = 0; from < text.n;) {
            size_t end = str_find(text, STR("\n"), from);
            struct str id = str_slice(text, from, end);
            if (receipt_id_is_valid(id)) {
                *ids = arena_grow(arena, *ids, count, &capacity, sizeof **ids);
                (*ids)[count++] = id;
            }
            if (end == STR_NOT_FOUND)
                break;
            from = end + 1;
        }
    diag_close(quiet);
    return count;
}

static bool write_history(int output, const struct str *ids, size_t count,
                          struct diag *diag) {
    struct buf text = buf_open(HISTORY_LIMIT);
    for (size_t i = 0; i < count; i++) {
        buf_put(&text, ids[i]);
        buf_char(&text, '\n');
    }
    bool ok = file_write(output, HISTORY_NEXT, buf_str(&text), diag) &&
              (renameat(output, HISTORY_NEXT, output, HISTORY_NAME) == 0 ||
               FAIL(diag, STR(HISTORY_NAME), "cannot replace the file: %s"));
    buf_close(&text);
    return ok;
}

static bool prune(int output, struct arena *arena, struct diag *diag) {
    struct str current, *known, *names;
    size_t count, name_count;
    if (!current_id(output, arena, &current, diag))
        return false;
    count = read_history(output, arena, &known);
    /* The current one goes last; all others keep their order. */
    struct str *kept = arena_array(arena, count + 1, sizeof *kept);
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (!str_equal(known[i], current))
            kept[n++] = known[i];
    kept[n++] = current;
    if (n > RELEASE_KEPT) {
        kept += n - RELEASE_KEPT;
        n = RELEASE_KEPT;
    }
    if (!write_history(output, kept, n, diag) ||
        !file_list(output, RELEASES_NAME, arena, &names, &name_count, diag))
        return false;
    bool ok = true;
    for (size_t i = 0; i < name_count; i++) {
        bool keep = !receipt_id_is_valid(names[i]);
        for (size_t k = 0; k < n && !keep; k++)
            keep = str_equal(names[i], kept[k]);
        struct str path = arena_printf(arena, RELEASES_NAME "/%.*s", STR_ARG(names[i]));
        if (!keep && !tree_remove(output, path.p))
            ok = FAIL(diag, path, "cannot remove an old release: %s");
    }
    return ok;
}

void release_prune(int output, struct arena *arena, struct diag *diag) {
    struct diag *own = diag_open();
    if (!prune(output, arena, own)) {
        size_t count;
        const struct diag_entry *entries = diag_entries(own, &count);
        diag_warning(diag, entries[0].place, "the old releases are not tidied up: %.*s",
                     STR_ARG(entries[0].text));
    }
    diag_close(own);
}
