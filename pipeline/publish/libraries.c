#define _GNU_SOURCE
#include "publish/libraries.h"

#include <elf.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "NAME VERSION;…", by the Makefile. */
#ifndef NQI_BUILT_WITH
#define NQI_BUILT_WITH ""
#endif

struct listing {
    struct arena *arena;
    struct library *items;
    size_t count, capacity;
};

static size_t round_up(size_t n) { return (n + 3) & ~(size_t)3; }

/* The NT_GNU_BUILD_ID of a loaded object, as hexadecimal digits. */
static struct str build_id_of(const struct dl_phdr_info *object, struct arena *arena) {
    for (size_t i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
        if (segment->p_type != PT_NOTE)
            continue;
        /* The loader gives the address as a number. */
        // NOLINTNEXTLINE(performance-no-int-to-ptr)
        const char *notes = (const char *)(object->dlpi_addr + segment->p_vaddr);
        size_t at = 0;
        ElfW(Nhdr) head;
        while (at + sizeof head <= segment->p_memsz) {
            memcpy(&head, notes + at, sizeof head);
            size_t name = at + sizeof head;
            size_t value = name + round_up(head.n_namesz);
            size_t next = value + round_up(head.n_descsz);
            if (next > segment->p_memsz)
                break;
            if (head.n_type == NT_GNU_BUILD_ID && head.n_namesz == 4 &&
                memcmp(notes + name, "GNU", 4) == 0) {
                char *hex = arena_alloc(arena, 2 * (size_t)head.n_descsz + 1);
                for (size_t k = 0; k < head.n_descsz; k++)
                    snprintf(hex + 2 * k, 3, "%02x", (unsigned char)notes[value + k]);
                return (struct str){hex, 2 * (size_t)head.n_descsz};
            }
            at = next;
        }
    }
    return (struct str){0};
}

static int add(struct dl_phdr_info *object, size_t size, void *context) {
    (void)size;
    struct listing *listing = context;
    char real[PATH_MAX];
    /* The program itself has no name, the kernel's own page no path. */
    if (object->dlpi_name == NULL || strchr(object->dlpi_name, '/') == NULL ||
        realpath(object->dlpi_name, real) == NULL)
        return 0;
    listing->items = arena_grow(listing->arena, listing->items, listing->count,
                                &listing->capacity, sizeof *listing->items);
    listing->items[listing->count++] = (struct library){
        .file = arena_copy(listing->arena, str_from(strrchr(real, '/') + 1)),
        .build_id = build_id_of(object, listing->arena),
    };
    return 0;
}

static int compare(const void *a, const void *b) {
    return str_compare(((const struct library *)a)->file,
                       ((const struct library *)b)->file);
}

void libraries_packages(struct arena *arena, struct library_package **packages,
                        size_t *count) {
    struct str rest = STR(NQI_BUILT_WITH);
    size_t capacity = 0, end;
    *packages = NULL;
    *count = 0;
    while ((end = str_find(rest, STR(";"), 0)) != STR_NOT_FOUND) {
        struct str entry = str_slice(rest, 0, end);
        size_t space = str_find(entry, STR(" "), 0);
        *packages = arena_grow(arena, *packages, *count, &capacity, sizeof **packages);
        (*packages)[(*count)++] = (struct library_package){
            .name = str_slice(entry, 0, space),
            .version =
                str_slice(entry, space == STR_NOT_FOUND ? entry.n : space + 1, entry.n),
        };
        rest = str_slice(rest, end + 1, rest.n);
    }
}

void libraries_list(struct arena *arena, struct library **libraries, size_t *count) {
    struct listing listing = {.arena = arena};
    dl_iterate_phdr(add, &listing);
    if (listing.count > 0)
        qsort(listing.items, listing.count, sizeof *listing.items, compare);
    *libraries = listing.items;
    *count = listing.count;
}
