#include "publish/edition.h"

#include <stdlib.h>
#include <string.h>

int edition_compare(const struct edition *a, const struct edition *b) {
    int order = str_compare(a->report, b->report);
    if (order == 0)
        order = str_compare(a->period, b->period);
    return order != 0 ? order : str_compare(a->stem, b->stem);
}

struct str edition_superseded_period(struct str period, size_t version,
                                     struct arena *arena) {
    return arena_printf(arena, "%.*s.v%zu", STR_ARG(period), version);
}

void edition_supersede(struct edition *edition, size_t version, struct arena *arena) {
    struct edition_file *files =
        arena_array(arena, edition->file_count + 1, sizeof *files);
    edition->period = edition_superseded_period(edition->period, version, arena);
    for (size_t i = 0; i < edition->file_count; i++) {
        const char *name = strrchr(edition->files[i].path.p, '/');
        files[i] = edition->files[i];
        files[i].path =
            arena_printf(arena, "%.*s/%.*s%s", STR_ARG(edition->report),
                         STR_ARG(edition->period), name != NULL ? name : "");
    }
    edition->files = files;
    edition->status = EDITION_CARRIED;
}

bool edition_path_before(struct str path, struct arena *arena, struct str *before) {
    size_t from = str_find(path, STR("/"), 0), to, dot;
    if (from == STR_NOT_FOUND ||
        (to = str_find(path, STR("/"), from + 1)) == STR_NOT_FOUND ||
        (dot = str_find(path, STR(".v"), from)) == STR_NOT_FOUND || dot > to)
        return false;
    *before = arena_printf(arena, "%.*s%.*s", STR_ARG(str_slice(path, 0, dot)),
                           STR_ARG(str_slice(path, to, path.n)));
    return true;
}

static int compare(const void *a, const void *b) { return edition_compare(a, b); }

static bool has_format(const struct edition *edition,
                       const struct format_kind *format) {
    for (size_t i = 0; i < edition->file_count; i++)
        if (edition->files[i].format == format)
            return true;
    return false;
}

/* Adds those files of `old` whose format `edition` was not built in. One that is only
   made if named is not kept beside an edition that was `built` anew: nothing would ever
   bring it up to date. */
static void carry_files(struct edition *edition, const struct edition *old, bool built,
                        struct str previous_id, struct arena *arena) {
    struct edition own = *edition;
    edition->files =
        arena_array(arena, own.file_count + old->file_count, sizeof *edition->files);
    if (own.file_count > 0)
        memcpy(edition->files, own.files, own.file_count * sizeof *own.files);
    for (size_t i = 0; i < old->file_count; i++) {
        /* Pictures go with the file that shows them. */
        const struct format_kind *format = old->files[i].format;
        if (has_format(&own, format->with != NULL ? format->with : format) ||
            (built && format->optional))
            continue;
        struct edition_file *file = &edition->files[edition->file_count++];
        *file = old->files[i];
        if (file->release.n == 0)
            file->release = previous_id;
    }
}

static struct edition carry(const struct edition *old, struct str previous_id,
                            struct arena *arena) {
    struct edition edition = *old;
    if (edition.status == EDITION_BUILT)
        edition.status = EDITION_CARRIED;
    edition.files = NULL;
    edition.file_count = 0;
    carry_files(&edition, old, false, previous_id, arena);
    return edition;
}

/* The edition that was built now, or that failed now, over its last edition. */
static struct edition replace(const struct edition *now, const struct edition *old,
                              struct str previous_id, struct arena *arena) {
    if (now->status == EDITION_FAILED) {
        struct edition stale = carry(old, previous_id, arena);
        stale.status = stale.file_count > 0 ? EDITION_STALE : EDITION_FAILED;
        return stale;
    }
    struct edition edition = *now;
    carry_files(&edition, old, true, previous_id, arena);
    return edition;
}

void edition_merge(const struct edition *built, size_t built_count,
                   const struct edition *previous, size_t previous_count,
                   struct str previous_id, struct arena *arena, struct edition **merged,
                   size_t *merged_count) {
    struct edition *now = arena_array(arena, built_count, sizeof *now);
    struct edition *old = arena_array(arena, previous_count, sizeof *old);
    struct edition *out = arena_array(arena, built_count + previous_count, sizeof *out);
    if (built_count > 0) {
        memcpy(now, built, built_count * sizeof *now);
        qsort(now, built_count, sizeof *now, compare);
    }
    if (previous_count > 0) {
        memcpy(old, previous, previous_count * sizeof *old);
        qsort(old, previous_count, sizeof *old, compare);
    }
    size_t i = 0, k = 0, count = 0;
    while (i < built_count || k < previous_count) {
        int order = i == built_count      ? 1
                    : k == previous_count ? -1
                                          : edition_compare(&now[i], &old[k]);
        if (order < 0)
            out[count++] = now[i++];
        else if (order > 0)
            out[count++] = carry(&old[k++], previous_id, arena);
        else
            out[count++] = replace(&now[i++], &old[k++], previous_id, arena);
    }
    *merged = out;
    *merged_count = count;
}
