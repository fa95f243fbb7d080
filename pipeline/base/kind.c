#include "base/kind.h"

const struct kind *kind_find(const struct kind *const *table, struct str name) {
    for (; *table != NULL; table++)
        if (str_equal(str_from((*table)->name), name))
            return *table;
    return NULL;
}

size_t kind_count(const struct kind *const *table) {
    size_t count = 0;
    while (table[count] != NULL)
        count++;
    return count;
}

size_t kind_index(const struct kind *const *table, const struct kind *kind) {
    size_t i = 0;
    while (table[i] != kind)
        i++;
    return i;
}

void kind_list(const struct kind *const *table, const char *between, struct buf *out) {
    for (size_t i = 0; table[i] != NULL; i++) {
        if (i > 0)
            buf_puts(out, between);
        buf_puts(out, table[i]->name);
    }
}
