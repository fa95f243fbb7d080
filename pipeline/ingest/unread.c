#include "ingest/unread.h"
#include "base/file.h"
#include "ingest/foreign.h"
#include "ingest/pattern.h"
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define INPUT "input"

/* The paths that were read or tried; slots without one are empty. */
struct path_set {
    struct str *slots;
    size_t capacity;
};

/* A folder by what it is, since a link may lead to one again. */
struct folder {
    dev_t device;
    ino_t number;
};

struct walk {
    int dir;
    struct path_set known;
    struct folder *folders;
    size_t folder_count, folder_capacity;
    struct arena *arena;
    struct diag *diag, *quiet;
};

static bool path_set_has(const struct path_set *set, struct str path, bool add) {
    size_t slot = (size_t)str_hash(path) & (set->capacity - 1);
    while (set->slots[slot].n > 0) {
        if (str_equal(set->slots[slot], path)) {
            return true;
        }
        slot = (slot + 1) & (set->capacity - 1);
    }
    if (add) {
        set->slots[slot] = path;
    }
    return false;
}

static struct path_set known_paths(const struct str *named, size_t named_count,
                                   const struct dataset *ds, struct arena *arena) {
    struct path_set set = {.capacity = 64};
    while (set.capacity < (named_count + dataset_file_count(ds) + 2) * 2) {
        set.capacity *= 2;
    }
    set.slots = arena_array(arena, set.capacity, sizeof *set.slots);
    path_set_has(&set, STR(INPUT "/sources.lua"), true);
    for (size_t i = 0; i < named_count; i++) {
        path_set_has(&set, named[i], true);
    }
    for (uint32_t i = 0; i < dataset_file_count(ds); i++) {
        path_set_has(&set, dataset_file(ds, i)->path, true);
    }
    return set;
}

static bool same_word(struct str name, const char *word) {
    size_t n = strlen(word);
    for (size_t i = 0; i < n && name.n == n; i++) {
        char c = name.p[i];
        if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != word[i]) {
            return false;
        }
    }
    return name.n == n;
}

/* Dot files are not listed at all. */
static bool is_no_data(struct str name) {
    static const char *const left_behind[] = {"thumbs.db", "ehthumbs.db", "desktop.ini",
                                              "icon\r", "__macosx"};
    for (size_t i = 0; i < sizeof left_behind / sizeof *left_behind; i++) {
        if (same_word(name, left_behind[i])) {
            return true;
        }
    }
    return str_starts(name, STR("~$")) || str_ends(name, STR("~")) ||
           same_word(name, "readme") || same_word(name, "readme.md") ||
           same_word(name, "readme.txt");
}

/* The file's beginning, or nothing. */
static struct str first_bytes(struct walk *w, const char *path) {
    int fd = file_open(w->dir, path, 0);
    if (fd < 0) {
        return (struct str){"", 0};
    }
    char *bytes = arena_alloc(w->arena, FOREIGN_BYTES);
    ssize_t n = read(fd, bytes, FOREIGN_BYTES);
    close(fd);
    return (struct str){bytes, n > 0 ? (size_t)n : 0};
}

static void report(struct walk *w, struct str path, const struct stat *info) {
    const struct foreign *kind =
        S_ISREG(info->st_mode) ? foreign_find(first_bytes(w, path.p), path) : NULL;
    if (kind != NULL) {
        diag_warning(w->diag, (struct place){.file = path},
                     "this is %s: it was not read", diag_words(w->diag, kind->what));
        diag_hint(w->diag, "%s; or declare layout = \"ignore\" for it",
                  diag_words(w->diag, kind->remedy));
        return;
    }
    diag_warning(w->diag, (struct place){.file = path},
                 "no source names this file: it was not read");
    diag_hint(w->diag, "add it to input/sources.lua, or declare layout = \"ignore\" "
                       "for it");
}

/* False if the folder was visited before. */
static bool enter(struct walk *w, const struct stat *info) {
    for (size_t i = 0; i < w->folder_count; i++) {
        if (w->folders[i].device == info->st_dev &&
            w->folders[i].number == info->st_ino) {
            return false;
        }
    }
    w->folders = arena_grow(w->arena, w->folders, w->folder_count, &w->folder_capacity,
                            sizeof *w->folders);
    w->folders[w->folder_count++] = (struct folder){info->st_dev, info->st_ino};
    return true;
}

static bool is_table(struct str path) {
    return str_ends(path, STR(".csv")) || str_ends(path, STR(".CSV")) ||
           str_ends(path, STR(".tsv")) || str_ends(path, STR(".txt"));
}

/* A folder and, if `whole`, those in it; else only the tables in it count, since the
   folder has other things too. */
static void visit(struct walk *w, struct str folder, bool whole) {
    struct stat info;
    struct str *names;
    size_t count;
    const char *path = arena_copy(w->arena, folder).p;
    if (!file_status(w->dir, path, &info) || !S_ISDIR(info.st_mode) ||
        !enter(w, &info) ||
        !file_list(w->dir, path, w->arena, &names, &count, w->quiet)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct str at =
            arena_printf(w->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names[i]));
        if (path_set_has(&w->known, at, false) || is_no_data(names[i])) {
            continue;
        }
        bool there = file_status(w->dir, at.p, &info);
        if (there && S_ISDIR(info.st_mode)) {
            if (whole) {
                visit(w, at, true);
            }
        } else if (whole || is_table(at)) {
            info = there ? info : (struct stat){0};
            report(w, at, &info);
        }
    }
}

void unread_report(int dir, const struct source_profile *profiles, size_t count,
                   const struct str *named, size_t named_count,
                   const struct dataset *ds, struct diag *diag) {
    struct arena *scratch = arena_open();
    struct walk walk = {.dir = dir,
                        .known = known_paths(named, named_count, ds, scratch),
                        .arena = scratch,
                        .diag = diag,
                        .quiet = diag_open()};
    visit(&walk, STR(INPUT), true);
    for (size_t i = 0; i < count; i++) {
        struct str folder = pattern_folder(profiles[i].file);
        if (folder.n > 0 && !str_starts(folder, STR(INPUT "/")) &&
            !str_equal(folder, STR(INPUT))) {
            visit(&walk, folder, false);
        }
    }
    diag_close(walk.quiet);
    arena_close(scratch);
}
