#include "ingest/twice.h"
#include "dataset/id_table.h"
#include <stdlib.h>

/* A value of a file that several entries read. */
struct read_cell {
    uint32_t path; /* the first file of that path */
    struct source_cell at;
    uint32_t observation;
};

static int by_cell(const void *a, const void *b) {
    const struct read_cell *x = a, *y = b;
    if (x->path != y->path) {
        return x->path < y->path ? -1 : 1;
    }
    if (x->at.line != y->at.line) {
        return x->at.line < y->at.line ? -1 : 1;
    }
    if (x->at.column != y->at.column) {
        return x->at.column < y->at.column ? -1 : 1;
    }
    return (x->at.file > y->at.file) - (x->at.file < y->at.file);
}

/* Of each file the first one of its path; true if any path comes again. */
static bool find_paths(const struct dataset *ds, uint32_t *first, bool *shared,
                       size_t count, struct arena *arena) {
    struct id_table table = {0};
    bool any = false;
    id_table_reserve(&table, count, arena);
    for (uint32_t i = 0; i < count; i++) {
        struct str path = dataset_file(ds, i)->path;
        uint64_t hash = id_mix(str_hash(path));
        uint32_t id;
        first[i] = i;
        for (struct id_walk w = id_table_find(&table, hash);
             first[i] == i && id_walk_next(&w, &id);) {
            first[i] = str_equal(dataset_file(ds, id)->path, path) ? id : i;
        }
        if (first[i] == i) {
            id_table_add(&table, hash, i);
        } else {
            any = shared[first[i]] = true;
        }
    }
    return any;
}

static struct str name_of(const struct dataset *ds, const struct observation *o,
                          struct arena *arena) {
    return arena_printf(arena, "%.*s %.*s %.*s",
                        STR_ARG(dataset_series_code(ds, o->series, arena)),
                        STR_ARG(dataset_area(ds, o->area)->name),
                        STR_ARG(period_code(o->period, arena)));
}

/* The later entry's. */
static void report(const struct dataset *ds, const struct observation *a,
                   const struct observation *b, struct arena *arena,
                   struct diag *diag) {
    diag_error(diag, dataset_place(ds, b->source, arena),
               "one cell is read as two values: %.*s, and %.*s by another entry",
               STR_ARG(name_of(ds, b, arena)), STR_ARG(name_of(ds, a, arena)));
    diag_hint(diag,
              "give each entry of the file its own rows or columns (first_line and "
              "last_line, first_column and last_column, where), or take the wrong "
              "one away");
}

static bool compare(const struct dataset *ds, const struct read_cell *cells,
                    size_t count, bool *told, struct arena *arena, struct diag *diag) {
    size_t total;
    const struct observation *all = dataset_observations(ds, &total);
    bool ok = true;
    for (size_t i = 1; i < count; i++) {
        const struct read_cell *a = &cells[i - 1], *b = &cells[i];
        if (a->path == b->path && a->at.line == b->at.line &&
            a->at.column == b->at.column && a->at.file != b->at.file &&
            !told[b->at.file]) {
            report(ds, &all[a->observation], &all[b->observation], arena, diag);
            told[b->at.file] = true;
            ok = false;
        }
    }
    return ok;
}

bool twice_check(const struct dataset *ds, struct diag *diag) {
    struct arena *arena = arena_open();
    size_t files = dataset_file_count(ds), count, n = 0;
    uint32_t *first = arena_array(arena, files + 1, sizeof *first);
    bool *shared = arena_array(arena, files + 1, sizeof *shared);
    bool ok = true;
    if (find_paths(ds, first, shared, files, arena)) {
        const struct observation *all = dataset_observations(ds, &count);
        for (size_t i = 0; i < count; i++) {
            n += shared[first[all[i].source.file]];
        }
        struct read_cell *cells = arena_array(arena, n + 1, sizeof *cells);
        n = 0;
        for (size_t i = 0; i < count; i++) {
            uint32_t path = first[all[i].source.file];
            if (shared[path]) {
                cells[n++] = (struct read_cell){path, all[i].source, (uint32_t)i};
            }
        }
        qsort(cells, n, sizeof *cells, by_cell);
        ok = compare(ds, cells, n, arena_array(arena, files + 1, sizeof(bool)), arena,
                     diag);
    }
    arena_close(arena);
    return ok;
}
