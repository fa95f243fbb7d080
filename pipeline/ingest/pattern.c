#include "ingest/pattern.h"
#include "base/file.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static bool has_pattern(struct str s) {
    return s.n > 0 && (memchr(s.p, '*', s.n) != NULL || memchr(s.p, '{', s.n) != NULL);
}

/* Where the last / is, or STR_NOT_FOUND. */
static size_t last_slash(struct str path) {
    for (size_t i = path.n; i-- > 0;) {
        if (path.p[i] == '/') {
            return i;
        }
    }
    return STR_NOT_FOUND;
}

enum wildcard {
    WILDCARD_NONE,
    WILDCARD_ANY,
    WILDCARD_PERIOD,
    WILDCARD_INDICATOR,
    WILDCARD_AREA
};

/* The wildcard that the pattern begins with, and its length in the pattern. */
static enum wildcard wildcard_at(struct str pattern, size_t *length) {
    static const char *const names[] = {"", "*", "{period}", "{indicator}", "{area}"};
    for (int k = WILDCARD_ANY; k <= WILDCARD_AREA; k++) {
        if (str_starts(pattern, str_from(names[k]))) {
            *length = strlen(names[k]);
            return (enum wildcard)k;
        }
    }
    *length = 0;
    return WILDCARD_NONE;
}

bool pattern_fits(struct str pattern, struct str name, struct pattern_match *m) {
    if (pattern.n == 0) {
        return name.n == 0;
    }
    size_t length;
    enum wildcard kind = wildcard_at(pattern, &length);
    if (kind == WILDCARD_NONE) {
        return name.n > 0 && pattern.p[0] == name.p[0] &&
               pattern_fits(str_slice(pattern, 1, pattern.n),
                            str_slice(name, 1, name.n), m);
    }
    struct str rest = str_slice(pattern, length, pattern.n);
    for (size_t n = kind != WILDCARD_ANY; n <= name.n; n++) {
        if (!pattern_fits(rest, str_slice(name, n, name.n), m)) {
            continue;
        }
        struct str part = str_slice(name, 0, n);
        if (kind == WILDCARD_PERIOD) {
            m->period = part;
        } else if (kind == WILDCARD_INDICATOR) {
            m->indicator = part;
        } else if (kind == WILDCARD_AREA) {
            m->area = part;
        }
        return true;
    }
    return false;
}

static void report_missing(const struct source_profile *profile, struct diag *diag) {
    if (profile->optional) {
        diag_note(diag, profile->place, "no file \"%.*s\" (the source is optional)",
                  STR_ARG(profile->file));
        return;
    }
    diag_error(diag, profile->place, "no file \"%.*s\"", STR_ARG(profile->file));
}

/* The nearest name in the folder of a file that is not there. */
static void hint_missing(int dir, struct str folder, struct str name,
                         struct arena *arena, struct diag *diag) {
    struct diag *quiet = diag_open();
    struct str *names;
    size_t count;
    if (file_list(dir, arena_copy(arena, folder).p, arena, &names, &count, quiet)) {
        struct str nearest = diag_nearest(name, names, count);
        if (nearest.n > 0) {
            diag_hint(diag, "did you mean \"%.*s/%.*s\"?", STR_ARG(folder),
                      STR_ARG(nearest));
        }
    }
    diag_close(quiet);
}

bool pattern_expand(int dir, const struct source_profile *profile, struct arena *arena,
                    struct diag *diag, struct pattern_match **out, size_t *count) {
    struct str path = profile->file;
    size_t slash = last_slash(path);
    struct str folder = slash == STR_NOT_FOUND ? STR(".") : str_slice(path, 0, slash);
    struct str name =
        slash == STR_NOT_FOUND ? path : str_slice(path, slash + 1, path.n);
    *out = NULL;
    *count = 0;
    if (has_pattern(folder)) {
        return diag_error(diag, profile->place,
                          "\"%.*s\": * and {…} may stand only in the last part",
                          STR_ARG(path));
    }
    size_t capacity = 0;
    if (!has_pattern(name)) {
        struct stat info;
        struct pattern_match m = {.path = arena_copy(arena, path)};
        if (fstatat(dir, m.path.p, &info, 0) != 0 && errno == ENOENT) {
            report_missing(profile, diag);
            if (!profile->optional) {
                hint_missing(dir, folder, name, arena, diag);
            }
            return profile->optional;
        }
        *out = arena_grow(arena, NULL, 0, &capacity, sizeof **out);
        (*out)[(*count)++] = m;
        return true;
    }
    struct str *names;
    size_t name_count;
    struct stat info;
    const char *z = arena_copy(arena, folder).p;
    if (fstatat(dir, z, &info, 0) != 0 && errno == ENOENT) {
        report_missing(profile, diag);
        return profile->optional;
    }
    if (!file_list(dir, z, arena, &names, &name_count, diag)) {
        return false;
    }
    for (size_t i = 0; i < name_count; i++) {
        struct pattern_match m = {0};
        if (!pattern_fits(name, names[i], &m)) {
            continue;
        }
        m.path =
            slash == STR_NOT_FOUND
                ? names[i]
                : arena_printf(arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names[i]));
        *out = arena_grow(arena, *out, *count, &capacity, sizeof **out);
        (*out)[(*count)++] = m;
    }
    if (*count == 0) {
        report_missing(profile, diag);
        return profile->optional;
    }
    return true;
}

/* The paths that were read or tried; slots without one are empty. */
struct path_set {
    struct str *slots;
    size_t capacity;
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
    while (set.capacity < (named_count + dataset_file_count(ds) + 1) * 2) {
        set.capacity *= 2;
    }
    set.slots = arena_array(arena, set.capacity, sizeof *set.slots);
    for (size_t i = 0; i < named_count; i++) {
        path_set_has(&set, named[i], true);
    }
    for (uint32_t i = 0; i < dataset_file_count(ds); i++) {
        path_set_has(&set, dataset_file(ds, i)->path, true);
    }
    return set;
}

void pattern_report_unused(int dir, const struct source_profile *profiles, size_t count,
                           const struct str *named, size_t named_count,
                           const struct dataset *ds, struct diag *diag) {
    struct arena *scratch = arena_open();
    struct diag *quiet = diag_open();
    struct path_set set = known_paths(named, named_count, ds, scratch);
    struct str *folders = arena_array(scratch, count + 1, sizeof *folders);
    size_t folder_count = 0;
    for (size_t i = 0; i < count; i++) {
        size_t slash = last_slash(profiles[i].file);
        struct str folder = str_slice(profiles[i].file, 0, slash);
        bool seen = slash == STR_NOT_FOUND;
        for (size_t k = 0; k < folder_count && !seen; k++) {
            seen = str_equal(folders[k], folder);
        }
        if (!seen) {
            folders[folder_count++] = folder;
        }
    }
    for (size_t k = 0; k < folder_count; k++) {
        struct str *names;
        size_t name_count;
        if (!file_list(dir, arena_copy(scratch, folders[k]).p, scratch, &names,
                       &name_count, quiet)) {
            continue;
        }
        for (size_t i = 0; i < name_count; i++) {
            struct str path = arena_printf(scratch, "%.*s/%.*s", STR_ARG(folders[k]),
                                           STR_ARG(names[i]));
            bool table = str_ends(path, STR(".csv")) || str_ends(path, STR(".CSV")) ||
                         str_ends(path, STR(".tsv")) || str_ends(path, STR(".txt"));
            if (table && !path_set_has(&set, path, false)) {
                diag_warning(diag, (struct place){.file = path},
                             "no source names this file: it was not read");
                diag_hint(diag, "add it to input/sources.lua, or declare layout = "
                                "\"ignore\" for it");
            }
        }
    }
    diag_close(quiet);
    arena_close(scratch);
}
