#include "ingest/bulk_remarks.h"
#include <stdlib.h>
#include <string.h>

struct told {
    size_t line, column; /* from 1 */
    size_t number;
};

static int by_place(const void *a, const void *b) {
    const struct told *x = a, *y = b;
    return x->line != y->line       ? (x->line > y->line) - (x->line < y->line)
           : x->column != y->column ? (x->column > y->column) - (x->column < y->column)
                                    : (x->number > y->number) - (x->number < y->number);
}

/* The first places of all remarks, in the order of the file. */
static struct told *gather(const struct bulk_remarks *b, struct arena *arena,
                           size_t *total) {
    size_t count, entries, n = 0;
    for (size_t i = 0; i < b->scanner_count; i++) {
        scanner_told(b->scanners[i], &count);
        n += count * SCAN_PLACES;
    }
    struct told *all = arena_array(arena, n, sizeof *all);
    n = 0;
    for (size_t i = 0; i < b->scanner_count; i++) {
        const struct scan_told *told = scanner_told(b->scanners[i], &count);
        for (size_t number = 0; number < count; number++) {
            for (size_t k = 0; k < told[number].count && k < SCAN_PLACES; k++) {
                size_t column = told[number].places[k].column;
                const struct diag_entry *e =
                    bulk_names_remark(b->names, number, &entries);
                all[n++] =
                    (struct told){.line = b->before[told[number].places[k].block] +
                                          told[number].places[k].line + 1,
                                  .column = column > 0 ? column : e->place.column,
                                  .number = number};
            }
        }
    }
    if (n > 1) {
        qsort(all, n, sizeof *all, by_place);
    }
    *total = n;
    return all;
}

static void tell(const struct bulk_remarks *b, const struct told *told, size_t times,
                 struct arena *arena, struct diag *diag) {
    size_t count;
    const struct diag_entry *entries =
        bulk_names_remark(b->names, told->number, &count);
    size_t row = told->line - bulk_rest_joined(b->rest, told->line);
    for (size_t i = 0; i < count; i++) {
        struct diag_entry e = entries[i];
        e.place = (struct place){.file = b->path,
                                 .line = told->line,
                                 .column = told->column,
                                 .cell = dataset_cell_name(row, told->column, arena)};
        e.count = times;
        diag_add(diag, &e);
    }
}

/* Further places are not listed, only counted. */
static void tell_rest(const struct bulk_remarks *b, const struct told *all,
                      size_t total, struct arena *arena, struct diag *diag) {
    for (size_t i = 0; i < b->scanner_count; i++) {
        size_t count;
        const struct scan_told *told = scanner_told(b->scanners[i], &count);
        for (size_t k = 0; k < total; k++) {
            bool first = true;
            for (size_t j = 0; j < k && first; j++) {
                first = all[j].number != all[k].number;
            }
            size_t number = all[k].number;
            if (first && number < count && told[number].count > SCAN_PLACES) {
                tell(b, &all[k], told[number].count - SCAN_PLACES, arena, diag);
            }
        }
    }
}

void bulk_remarks_tell(const struct bulk_remarks *b, struct arena *arena,
                       struct diag *diag) {
    size_t total, count, next = 0;
    struct told *all = gather(b, arena, &total);
    const struct diag_entry *aside = diag_entries(b->aside, &count);
    for (size_t i = 0; i < count; i++) {
        struct told here = {.line = aside[i].place.line,
                            .column = aside[i].place.column};
        while (next < total && str_equal(aside[i].place.file, b->path) &&
               by_place(&all[next], &here) < 0) {
            tell(b, &all[next++], 1, arena, diag);
        }
        diag_add(diag, &aside[i]);
    }
    while (next < total) {
        tell(b, &all[next++], 1, arena, diag);
    }
    tell_rest(b, all, total, arena, diag);
}
