/* GNU gettext manual, 10.3: a header of 32-bit numbers (here little-endian), then two
   tables of lengths and offsets, of the keys in the order of strcmp and of the texts.
   The first key is empty and belongs to the header of the PO file. */
#include "base/catalogue.h"
#include <string.h>

enum { COUNT = 8, KEYS = 12, TEXTS = 16 }; /* bytes from the start of the file */

static uint32_t number_at(const struct catalogue *catalogue, size_t at) {
    uint32_t n = 0;
    for (size_t i = 0; i < 4; i++)
        n |= (uint32_t)(unsigned char)catalogue->bytes.p[at + i] << (8 * i);
    return n;
}

static size_t all_count(const struct catalogue *catalogue) {
    return catalogue->bytes.n > 0 ? number_at(catalogue, COUNT) : 0;
}

/* The i-th string of the table whose offset stands at `table`. */
static const char *string_at(const struct catalogue *catalogue, size_t table,
                             size_t i) {
    size_t entry = number_at(catalogue, table) + 8 * i;
    return catalogue->bytes.p + number_at(catalogue, entry + 4);
}

const char *catalogue_find(const struct catalogue *catalogue, const char *key) {
    size_t low = 0, high = all_count(catalogue);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(key, string_at(catalogue, KEYS, middle));
        if (order == 0)
            return *key != '\0' ? string_at(catalogue, TEXTS, middle) : NULL;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const char *catalogue_words(const struct catalogue *catalogue, const char *format) {
    const char *text = catalogue_find(catalogue, format);
    return text != NULL ? text : format;
}

/* The empty key is the first one. */
size_t catalogue_count(const struct catalogue *catalogue) {
    size_t n = all_count(catalogue);
    return n > 0 ? n - 1 : 0;
}

const char *catalogue_key(const struct catalogue *catalogue, size_t at) {
    return string_at(catalogue, KEYS, at + 1);
}
