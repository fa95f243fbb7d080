#include "ingest/beginning.h"
#include "ingest/encoding.h"
#include <string.h>

/* How a character below 0x80 is written. */
struct form {
    size_t skip; /* bytes of the mark before the text */
    size_t unit; /* bytes */
    bool big_endian;
};

static struct form find_form(struct str bytes, struct str encoding,
                             struct arena *arena) {
    struct encoding_start start;
    if (!encoding_begin(bytes, encoding, arena, &start)) {
        return (struct form){.unit = 1};
    }
    const char *name = start.encoding.name;
    struct form form = {.skip = start.skip};
    enum encoding_width width = encoding_width(name, &form.big_endian);
    bool wide = width == ENCODING_OTHER && strncmp(name, "UTF-32", 6) == 0;
    form.unit = width == ENCODING_UNITS ? 2 : wide ? 4 : 1;
    form.big_endian |= wide && str_ends(str_from(name), STR("BE"));
    return form;
}

static bool is_char(const struct form *form, const char *p, char c) {
    size_t at = form->big_endian ? form->unit - 1 : 0;
    for (size_t i = 0; i < form->unit; i++) {
        if (p[i] != (i == at ? c : '\0')) {
            return false;
        }
    }
    return true;
}

struct str beginning_rows(struct str bytes, struct str encoding, struct arena *arena) {
    struct form form = find_form(bytes, encoding, arena);
    size_t row = 0, line = 0;
    bool quoted = false;
    for (size_t at = form.skip; at + form.unit <= bytes.n; at += form.unit) {
        quoted ^= is_char(&form, bytes.p + at, '"');
        if (is_char(&form, bytes.p + at, '\n') || is_char(&form, bytes.p + at, '\r')) {
            line = at + form.unit;
            row = quoted ? row : line;
        }
    }
    size_t whole = row > bytes.n / 2 ? row : line;
    return str_slice(bytes, 0, whole > 0 ? whole : bytes.n - bytes.n % form.unit);
}
