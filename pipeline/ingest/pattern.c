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

/* The project's own dictionaries are no figures, whatever the pattern. */
static bool is_dictionary(struct str path) {
    static const char *const own[] = {"input/areas.csv", "input/indicators.csv",
                                      "input/dimensions.csv", "input/issues.csv",
                                      "input/calendar.csv"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++) {
        if (str_equal(path, str_from(own[i]))) {
            return true;
        }
    }
    return false;
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
        if (!file_status(dir, m.path.p, &info) && errno == ENOENT) {
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
    if (!file_status(dir, z, &info) && errno == ENOENT) {
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
        if (is_dictionary(m.path)) {
            continue;
        }
        *out = arena_grow(arena, *out, *count, &capacity, sizeof **out);
        (*out)[(*count)++] = m;
    }
    if (*count == 0) {
        report_missing(profile, diag);
        return profile->optional;
    }
    return true;
}

struct str pattern_folder(struct str pattern) {
    size_t slash = last_slash(pattern);
    return slash == STR_NOT_FOUND ? (struct str){"", 0} : str_slice(pattern, 0, slash);
}
