#include "document/format.h"

#define ENTRY(NAME) [FORMAT_##NAME] = &format_##NAME.kind,
const struct kind *const format_kinds[FORMAT_COUNT + 1] = {FORMAT_KINDS(ENTRY)};

const struct format_kind *format_at(size_t i) { return (const void *)format_kinds[i]; }

const struct format_kind *format_named(struct str name) {
    return (const void *)kind_find(format_kinds, name);
}

static uint32_t bit_of(const struct format_kind *format) {
    return UINT32_C(1) << kind_index(format_kinds, &format->kind);
}

bool format_in(struct format_set set, const struct format_kind *format) {
    return (set.bits & bit_of(format)) != 0;
}

struct format_set format_add(struct format_set set, const struct format_kind *format) {
    set.bits |= bit_of(format);
    return set;
}

struct format_set format_all(void) {
    struct format_set all = {0};
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (format_at(i)->with == NULL)
            all = format_add(all, format_at(i));
    return all;
}

struct format_set format_usual(void) {
    struct format_set usual = {0};
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (format_at(i)->with == NULL && !format_at(i)->optional)
            usual = format_add(usual, format_at(i));
    return usual;
}

void format_list(struct format_set set, const char *between, struct buf *out) {
    bool any = false;
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (format_in(set, format_at(i))) {
            buf_puts(out, any ? between : "");
            buf_puts(out, format_at(i)->kind.name);
            any = true;
        }
}
