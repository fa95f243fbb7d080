#include "ingest/row_keys.h"
#include "dataset/id_table.h"
#include <string.h>

enum {
    TEXTS_MAX = 1 << 16, /* of the watched columns; that of further rows is not kept */
    TEXT_BYTES_MAX = 8 << 20,
    MARK = '\x1F', /* between the texts of several columns */
};

#define TEXT_UNKNOWN UINT32_MAX

struct first_row {
    uint64_t hash; /* of its key */
    uint32_t more; /* bits of another hash of it: together they are taken for the key */
    uint32_t line;
    uint32_t text; /* of its watched columns; or TEXT_UNKNOWN */
};

struct row_keys {
    struct arena *arena;
    bool chooses; /* the profile takes the first or last row of a key */
    struct first_row *rows;
    size_t count, capacity;
    struct id_table table;
    struct str *texts;
    size_t text_count, text_capacity, text_bytes;
    struct id_table text_table;
    char *joined; /* of the row at hand */
    size_t joined_capacity;
};

static bool is_skipped(const struct column *column) {
    return column->role == ROLE_SKIP && column->declared;
}

/* Of rows of one key that the option duplicates chooses from, notes count, too. */
static bool is_watched(const struct row_keys *keys, const struct column *column) {
    return is_skipped(column) ||
           (keys->chooses && column->role == ROLE_NOTE && column->values_column == 0);
}

struct row_keys *row_keys_open(const struct source_profile *profile,
                               const struct column *columns, size_t width,
                               struct arena *arena) {
    struct str rule =
        profile_lookup(profile->options, profile->option_count, STR("duplicates"));
    struct row_keys *keys = arena_alloc(arena, sizeof *keys);
    *keys = (struct row_keys){.arena = arena, .chooses = rule.n > 0};
    bool watched = false;
    for (size_t i = 0; i < width; i++) {
        watched |= is_watched(keys, &columns[i]);
    }
    return watched && !str_equal(rule, STR("sum")) ? keys : NULL;
}

/* ---- what stands in the columns that are watched ---- */

static void add_joined(struct row_keys *keys, size_t *n, struct str text) {
    size_t capacity = keys->joined_capacity;
    if (*n + text.n + 1 > capacity) {
        char *old = keys->joined;
        keys->joined_capacity = (*n + text.n + 1) * 2;
        keys->joined = arena_alloc(keys->arena, keys->joined_capacity);
        if (*n > 0) {
            memcpy(keys->joined, old, *n);
        }
    }
    if (text.n > 0) {
        memcpy(keys->joined + *n, text.p, text.n);
    }
    *n += text.n;
    keys->joined[(*n)++] = MARK;
}

static struct str join(struct row_keys *keys, const struct column *columns,
                       size_t width, const struct sheet_row *row) {
    size_t n = 0;
    for (size_t i = 0; i < width; i++) {
        if (is_watched(keys, &columns[i])) {
            add_joined(keys, &n, sheet_text(row, i));
        }
    }
    return (struct str){keys->joined, n};
}

static uint32_t text_id(struct row_keys *keys, struct str text) {
    uint64_t hash = id_mix(str_hash(text));
    uint32_t id;
    for (struct id_walk w = id_table_find(&keys->text_table, hash);
         id_walk_next(&w, &id);) {
        if (str_equal(keys->texts[id], text)) {
            return id;
        }
    }
    if (keys->text_count == TEXTS_MAX || keys->text_bytes + text.n > TEXT_BYTES_MAX) {
        return TEXT_UNKNOWN;
    }
    keys->texts = arena_grow(keys->arena, keys->texts, keys->text_count,
                             &keys->text_capacity, sizeof *keys->texts);
    id = (uint32_t)keys->text_count++;
    keys->texts[id] = arena_copy(keys->arena, text);
    keys->text_bytes += text.n;
    if (id_table_reserve(&keys->text_table, 1, keys->arena)) {
        for (uint32_t i = 0; i < id; i++) {
            id_table_add(&keys->text_table, id_mix(str_hash(keys->texts[i])), i);
        }
    }
    id_table_add(&keys->text_table, hash, id);
    return id;
}

/* Of the watched columns that differ the first that holds words, else the first. A text
   that was not kept differs from all that were, and is not known. */
static bool find_difference(const struct row_keys *keys, uint32_t id,
                            const struct column *columns, size_t width,
                            const struct sheet_row *row, struct row_difference *out) {
    struct str rest = id != TEXT_UNKNOWN ? keys->texts[id] : (struct str){"", 0};
    bool found = false, words = false;
    for (size_t i = 0; i < width && !words; i++) {
        struct str text = sheet_text(row, i), other = {"…", 3};
        struct decimal number;
        if (!is_watched(keys, &columns[i])) {
            continue;
        }
        if (id != TEXT_UNKNOWN) {
            other = str_slice(rest, 0, str_find(rest, STR("\x1F"), 0));
            rest = str_slice(rest, other.n + 1, rest.n);
        }
        /* A remark on one of two rows tells of no two kinds. */
        bool remark = columns[i].role == ROLE_NOTE &&
                      columns[i].breakdown == BREAKDOWN_NONE &&
                      (text.n == 0 || other.n == 0);
        if (str_equal(other, text) || remark) {
            continue;
        }
        words = !decimal_parse(text, &number);
        if (!found || words) {
            out->column = i;
            out->text = other;
        }
        found = true;
    }
    return found;
}

/* ---- keys ---- */

/* Two hashes that have nothing to do with each other, by the seed. */
static uint64_t key_hash(const struct row_key *key, uint64_t seed) {
    uint64_t hash = id_mix(seed ^ ((uint64_t)key->indicator << 32 | key->area));
    hash = id_mix(hash ^ period_key(key->period)) + key->vintage;
    for (size_t i = 0; i < key->items->count; i++) {
        hash += id_mix(seed + key->items->ids[i]); /* in any order */
    }
    return id_mix(hash);
}

static void add_row(struct row_keys *keys, struct first_row row) {
    keys->rows = arena_grow(keys->arena, keys->rows, keys->count, &keys->capacity,
                            sizeof *keys->rows);
    uint32_t id = (uint32_t)keys->count++;
    keys->rows[id] = row;
    if (id_table_reserve(&keys->table, 1, keys->arena)) {
        for (uint32_t i = 0; i < id; i++) {
            id_table_add(&keys->table, keys->rows[i].hash, i);
        }
    }
    id_table_add(&keys->table, row.hash, id);
}

bool row_keys_differ(struct row_keys *keys, const struct row_key *key,
                     const struct column *columns, size_t width,
                     const struct sheet_row *row, struct row_difference *out) {
    struct first_row own = {.hash = key_hash(key, 0),
                            .more =
                                (uint32_t)key_hash(key, UINT64_C(0x9e3779b97f4a7c15)),
                            .line = row->line,
                            .text = text_id(keys, join(keys, columns, width, row))};
    uint32_t id;
    for (struct id_walk w = id_table_find(&keys->table, own.hash);
         id_walk_next(&w, &id);) {
        const struct first_row *first = &keys->rows[id];
        if (first->hash != own.hash || first->more != own.more) {
            continue;
        }
        *out = (struct row_difference){.line = first->line};
        return (first->text != own.text || own.text == TEXT_UNKNOWN) &&
               find_difference(keys, first->text, columns, width, row, out);
    }
    add_row(keys, own);
    return false;
}
