#include "case_profile.h"
#include "ingest/exports.h"
#include "ingest/layouts.h"
#include "unit.h"
#include <stdlib.h>

enum { PAIRS_MAX = 32 };

enum form { RAW, SPACED, FLAG, SIZE };

#define FIELD(NAME, FORM)                                                              \
    { #NAME, FORM, offsetof(struct source_profile, NAME) }

static const struct {
    const char *key;
    enum form form;
    size_t offset;
} fields[] = {FIELD(file, RAW),          FIELD(name, RAW),
              FIELD(encoding, RAW),      FIELD(separator, SPACED),
              FIELD(quote, RAW),         FIELD(escape, RAW),
              FIELD(decimal, RAW),       FIELD(group, SPACED),
              FIELD(brackets, RAW),      FIELD(indicator, RAW),
              FIELD(area, RAW),          FIELD(period, RAW),
              FIELD(unit, RAW),          FIELD(area_level, RAW),
              FIELD(total_area, RAW),    FIELD(end_mark, SPACED),
              FIELD(lenient, FLAG),      FIELD(fill_down, FLAG),
              FIELD(optional, FLAG),     FIELD(may_be_empty, FLAG),
              FIELD(short_rows, FLAG),   FIELD(skip_broken_rows, FLAG),
              FIELD(first_column, SIZE), FIELD(last_column, SIZE),
              FIELD(skip_rows, SIZE),    FIELD(head_rows, SIZE),
              FIELD(first_line, SIZE),   FIELD(last_line, SIZE)};

#define PAIRS(KEY, NAME, COUNT, FORM)                                                  \
    {                                                                                  \
        KEY, FORM, offsetof(struct source_profile, NAME),                              \
            offsetof(struct source_profile, COUNT)                                     \
    }

static const struct {
    const char *key;
    enum form form;
    size_t offset, count;
} lists[] = {PAIRS("columns", columns, column_count, SPACED),
             PAIRS("indicators", indicators, indicator_count, RAW),
             PAIRS("areas", areas, area_count, SPACED),
             PAIRS("periods", periods, period_count, SPACED),
             PAIRS("items", items, item_count, SPACED),
             PAIRS("where", where, where_count, SPACED),
             PAIRS("units", units, unit_count, SPACED),
             PAIRS("symbols", symbols, symbol_count, SPACED),
             PAIRS("options", options, option_count, RAW)};

struct str case_word(struct str *line) {
    *line = str_trim(*line);
    size_t end = str_find(*line, STR(" "), 0);
    struct str word = str_slice(*line, 0, end);
    *line =
        end == STR_NOT_FOUND ? (struct str){"", 0} : str_slice(*line, end + 1, line->n);
    return word;
}

static struct profile_pair *pairs(struct str text, size_t *count, struct arena *arena) {
    struct profile_pair *out = arena_array(arena, PAIRS_MAX, sizeof *out);
    *count = 0;
    while (text.n > 0) {
        size_t end = str_find(text, STR(";"), 0);
        struct str item = str_slice(text, 0, end);
        /* The last =, since ="001" may be a key; not that of V[sex=F]. */
        size_t open = str_find(item, STR("["), 0);
        bool items = open != STR_NOT_FOUND &&
                     str_find(str_slice(item, 0, open), STR("="), 0) != STR_NOT_FOUND;
        size_t equals = items ? open : item.n;
        while (equals > 0 && item.p[equals - 1] != '=')
            equals--;
        assert_true(*count < PAIRS_MAX);
        out[(*count)++] = (struct profile_pair){str_slice(item, 0, equals - 1),
                                                str_slice(item, equals, item.n)};
        text = end == STR_NOT_FOUND ? (struct str){"", 0}
                                    : str_slice(text, end + 1, text.n);
    }
    return out;
}

static struct str spaced(struct str raw, struct arena *arena) {
    struct buf out = buf_open(10000);
    for (size_t i = 0; i < raw.n; i++) {
        char next = i + 1 < raw.n ? raw.p[i + 1] : '\0';
        bool escaped = raw.p[i] == '\\' && (next == '_' || next == 't');
        i += escaped;
        char plain = raw.p[i] == '_' ? ' ' : raw.p[i];
        buf_char(&out, !escaped ? plain : next == 't' ? '\t' : '_');
    }
    struct str value = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return value;
}

static bool set_field(struct source_profile *p, struct str key, struct str raw,
                      struct arena *arena) {
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        void *at = (char *)p + fields[i].offset;
        if (!str_equal(key, str_from(fields[i].key)))
            continue;
        if (fields[i].form == FLAG)
            *(bool *)at = true;
        else if (fields[i].form == SIZE)
            *(size_t *)at = strtoul(arena_copy(arena, raw).p, NULL, 10);
        else
            *(struct str *)at = fields[i].form == RAW ? raw : spaced(raw, arena);
        return true;
    }
    return false;
}

static bool set_list(struct source_profile *p, struct str key, struct str raw,
                     struct arena *arena) {
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        void *at = (char *)p + lists[i].offset;
        size_t *count = (size_t *)(void *)((char *)p + lists[i].count);
        if (!str_equal(key, str_from(lists[i].key)))
            continue;
        *(struct profile_pair **)at =
            pairs(lists[i].form == RAW ? raw : spaced(raw, arena), count, arena);
        return true;
    }
    return false;
}

/* Codes have underscores, heads in a file have spaces. */
static void keep_codes(struct source_profile *p, struct str raw, struct arena *arena) {
    size_t count;
    const struct profile_pair *codes = pairs(raw, &count, arena);
    for (size_t i = 0; i < count; i++)
        p->columns[i].value = codes[i].value;
}

static void set_text(struct str **list, size_t *count, struct str raw,
                     struct arena *arena) {
    *list = arena_array(arena, 1, sizeof **list);
    (*list)[0] = spaced(raw, arena);
    *count = 1;
}

struct source_profile case_profile(struct str words, struct arena *arena) {
    struct source_profile p = {.place = {.file = STR("input/sources.lua"), .line = 1},
                               .name = STR("t"),
                               .file = STR("input/t.csv"),
                               .layout = &layout_long};
    while (words.n > 0) {
        struct str word = arena_copy(arena, case_word(&words));
        size_t equals = str_find(word, STR("="), 0);
        struct str key = str_slice(word, 0, equals);
        struct str raw = str_slice(word, equals + 1, word.n);
        if (str_equal(key, STR("layout"))) {
            p.layout = (const void *)kind_find(layout_kinds, raw);
            assert_non_null(p.layout);
        } else if (str_equal(key, STR("format"))) {
            p.format = (const void *)kind_find(export_kinds, raw);
            assert_non_null(p.format);
        } else if (str_equal(key, STR("trust"))) {
            set_text(&p.trust, &p.trust_count, raw, arena);
        } else if (str_equal(key, STR("totals"))) {
            set_text(&p.totals, &p.total_count, raw, arena);
        } else if (!set_field(&p, key, raw, arena) && !set_list(&p, key, raw, arena)) {
            fail_msg("unknown key %.*s", STR_ARG(key));
        }
        if (str_equal(key, STR("columns")))
            keep_codes(&p, raw, arena);
    }
    return p;
}
