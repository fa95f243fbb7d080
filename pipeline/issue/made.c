#include "issue/made.h"

#include "base/json_out.h"
#include <stdlib.h>

struct thing {
    struct str name, mark; /* its hash or version */
};

struct things {
    struct thing *items;
    size_t count, capacity;
};

static struct str text_of(const json_t *object, const char *key, struct arena *arena) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value))
        return (struct str){0};
    return arena_copy(
        arena, (struct str){json_string_value(value), json_string_length(value)});
}

static void add(struct things *things, struct str name, struct str mark,
                struct arena *arena) {
    if (name.n == 0)
        return;
    things->items = arena_grow(arena, things->items, things->count, &things->capacity,
                               sizeof *things->items);
    things->items[things->count++] = (struct thing){name, mark};
}

static int compare(const void *a, const void *b) {
    const struct thing *left = a, *right = b;
    int order = str_compare(left->name, right->name);
    return order != 0 ? order : str_compare(left->mark, right->mark);
}

static struct things read_things(struct str text, struct arena *arena) {
    static const struct {
        const char *list, *name;
    } lists[] = {{"inputs", "path"},
                 {"scripts", "path"},
                 {"templates", "path"},
                 {"fonts", "file"}};
    struct things things = {NULL, 0, 0};
    json_error_t error;
    json_t *root = json_loadb(text.p, text.n, 0, &error);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const json_t *list = json_object_get(root, lists[i].list);
        for (size_t k = 0; k < json_array_size(list); k++) {
            const json_t *item = json_array_get(list, k);
            add(&things, text_of(item, lists[i].name, arena),
                text_of(item, "sha256", arena), arena);
        }
    }
    add(&things, text_of(root, "program", arena), text_of(root, "version", arena),
        arena);
    json_decref(root);
    if (things.count > 0)
        qsort(things.items, things.count, sizeof *things.items, compare);
    return things;
}

struct made_difference *made_compare(struct str before, struct str now,
                                     struct arena *arena, size_t *count) {
    struct things a = read_things(before, arena), b = read_things(now, arena);
    struct made_difference *out =
        arena_array(arena, a.count + b.count + 1, sizeof *out);
    size_t i = 0, k = 0;
    *count = 0;
    while (i < a.count || k < b.count) {
        int order = i == a.count   ? 1
                    : k == b.count ? -1
                                   : str_compare(a.items[i].name, b.items[k].name);
        if (order < 0)
            out[(*count)++] = (struct made_difference){MADE_GONE, a.items[i].name};
        else if (order > 0)
            out[(*count)++] = (struct made_difference){MADE_NEW, b.items[k].name};
        else if (!str_equal(a.items[i].mark, b.items[k].mark))
            out[(*count)++] = (struct made_difference){MADE_CHANGED, a.items[i].name};
        i += order <= 0;
        k += order >= 0;
    }
    return out;
}
