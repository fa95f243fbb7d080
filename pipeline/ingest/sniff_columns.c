/* What the columns are whose heads the reader does not know: by what offices call them,
   and by whether the rows are told apart without them. */
#include "ingest/clean.h"
#include "ingest/items.h"
#include "ingest/sniff.h"
#include <stdlib.h>
#include <string.h>

enum { DIMENSION_ITEMS_MAX = 1000 };

/* In the form of clean_key(). A name that ends with - begins such heads. */
static const struct {
    const char *name;
    enum role role;
} called[] = {
    {"region", ROLE_AREA},        {"regions", ROLE_AREA},
    {"geo", ROLE_AREA},           {"geography", ROLE_AREA},
    {"country", ROLE_AREA},       {"countrycode", ROLE_AREA},
    {"countryname", ROLE_AREA},   {"location", ROLE_AREA},
    {"refarea", ROLE_AREA},       {"ref_area", ROLE_AREA},
    {"province", ROLE_AREA},      {"kanton", ROLE_AREA},
    {"canton", ROLE_AREA},        {"land", ROLE_AREA},
    {"område", ROLE_AREA},        {"行政区划代码", ROLE_AREA},
    {"行政区划名称", ROLE_AREA},  {"行政区划", ROLE_AREA},
    {"行政区", ROLE_AREA},        {"区划代码", ROLE_AREA},
    {"区划名称", ROLE_AREA},      {"地区编码", ROLE_AREA},
    {"区域", ROLE_AREA},          {"省市", ROLE_AREA},
    {"省区市", ROLE_AREA},        {"省(区、市)", ROLE_AREA},
    {"time", ROLE_PERIOD},        {"timeperiod", ROLE_PERIOD},
    {"time_period", ROLE_PERIOD}, {"date", ROLE_PERIOD},
    {"tid", ROLE_PERIOD},         {"jahr", ROLE_PERIOD},
    {"année", ROLE_PERIOD},       {"año", ROLE_PERIOD},
    {"统计年份", ROLE_PERIOD},    {"统计年度", ROLE_PERIOD},
    {"统计时间", ROLE_PERIOD},    {"统计期", ROLE_PERIOD},
    {"数据年份", ROLE_PERIOD},    {"数据时间", ROLE_PERIOD},
    {"报告期", ROLE_PERIOD},      {"所属期", ROLE_PERIOD},
    {"zb", ROLE_INDICATOR},       {"reg", ROLE_AREA},
    {"sj", ROLE_PERIOD},          {"年月", ROLE_PERIOD},
    {"obsvalue", ROLE_VALUE},     {"obs_value", ROLE_VALUE},
    {"值", ROLE_VALUE},           {"统计值", ROLE_VALUE},
    {"数据值", ROLE_VALUE},       {"indhold", ROLE_VALUE},
    {"wert", ROLE_VALUE},         {"valor", ROLE_VALUE},
    {"valeur", ROLE_VALUE},       {"waarde", ROLE_VALUE},
    {"variable", ROLE_INDICATOR}, {"统计指标", ROLE_INDICATOR},
    {"指标编码", ROLE_INDICATOR}, {"measure", ROLE_UNIT},
    {"unitmeasure", ROLE_UNIT},   {"unit_measure", ROLE_UNIT},
    {"数据单位", ROLE_UNIT},      {"flag", ROLE_STATUS},
    {"flagcodes", ROLE_STATUS},   {"flagandfootnotes", ROLE_STATUS},
    {"obsstatus", ROLE_STATUS},   {"obs_status", ROLE_STATUS},
    {"数据状态", ROLE_STATUS},    {"flags", ROLE_NOTE},
    {"footnotes", ROLE_NOTE},     {"comment", ROLE_NOTE},
    {"comments", ROLE_NOTE},      {"source", ROLE_NOTE},
    {"数据来源", ROLE_NOTE},      {"资料来源", ROLE_NOTE},
    {"来源", ROLE_NOTE},          {"附注", ROLE_NOTE},
};

enum role sniff_role(struct str head, struct arena *arena) {
    enum role usual = columns_usual_role(head, arena);
    struct str key = clean_key(head, arena);
    for (size_t i = 0; i < sizeof called / sizeof *called && usual == ROLE_SKIP; i++) {
        usual = str_equal(key, str_from(called[i].name)) ? called[i].role : usual;
    }
    return usual;
}

/* MEASURE is the unit beside an INDICATOR; alone it may be either. */
void sniff_settle_roles(struct sniffer *s) {
    size_t indicators = 0;
    for (size_t i = 0; i < s->table.width; i++) {
        indicators += s->roles[i] == ROLE_INDICATOR;
    }
    for (size_t i = 0; i < s->table.width && indicators == 0; i++) {
        struct str key = clean_key(s->table.heads[i], s->arena);
        s->roles[i] = str_equal(key, STR("measure")) ? ROLE_SKIP : s->roles[i];
    }
}

/* The reader needs no word of the profile for it. */
static bool is_taken(const struct sniffer *s, size_t column) {
    const struct layout_kind *layout = s->profile.layout;
    enum role usual = s->usual[column];
    return layout->named
               ? usual != ROLE_SKIP
               : columns_is_side(usual) ||
                     (usual == ROLE_PERIOD &&
                      (layout->heads == ROLE_PERIOD || layout->rows == ROLE_PERIOD)) ||
                     ((usual == ROLE_AREA || usual == ROLE_INDICATOR) &&
                      usual == layout->rows);
}

bool sniff_is_said(const struct sniffer *s, size_t column) {
    const struct layout_kind *layout = s->profile.layout;
    enum role role = s->roles[column];
    return !is_taken(s, column) && role != ROLE_SKIP &&
           (layout->named || (column != s->table.left && role != ROLE_VALUE));
}

/* ---- heads with periods ---- */

static bool is_whole_period(struct sniffer *s, struct str text, struct period *out) {
    return text.n > 3 &&
           period_read(text, 0, &s->profile, s->arena, out) == PERIOD_READ;
}

/* 2022年 above 证书数, in the form 2022年/证书数. */
static bool take_levels(struct sniffer *s, struct str head, struct dated_head *out) {
    struct buf rest = buf_open(1 << 16);
    bool dated = false;
    for (size_t from = 0, to; from <= head.n; from = to + 1) {
        size_t slash = str_find(head, STR("/"), from);
        to = slash == STR_NOT_FOUND ? head.n : slash;
        struct str level = str_slice(head, from, to);
        if (!dated && is_whole_period(s, level, &out->period)) {
            dated = true;
        } else {
            buf_printf(&rest, "%s%.*s", buf_str(&rest).n > 0 ? "/" : "",
                       STR_ARG(level));
        }
    }
    out->name = arena_copy(s->arena, buf_str(&rest));
    out->levels = true;
    buf_close(&rest);
    return dated && out->name.n > 0;
}

/* Whether a text may be cut there: beside a blank or between letters that are not
   both ASCII. */
static bool is_seam(struct str text, size_t at) {
    unsigned char before = (unsigned char)text.p[at - 1],
                  after = (unsigned char)text.p[at];
    return before == ' ' || after == ' ' || before == '_' || after == '_' ||
           (before >= 0x80) != (after >= 0x80) ||
           (before >= 0x80 && (after & 0xC0) == 0xC0);
}

static struct str trim_seam(struct str text) {
    while (text.n > 0 && (text.p[0] == '_' || text.p[0] == ' ')) {
        text = str_slice(text, 1, text.n);
    }
    while (text.n > 0 && (text.p[text.n - 1] == '_' || text.p[text.n - 1] == ' ')) {
        text = str_slice(text, 0, text.n - 1);
    }
    return text;
}

/* The longest period in front, or behind. */
static bool take_word(struct sniffer *s, struct str head, struct dated_head *out) {
    struct str name = head, unit;
    for (size_t at = head.n; at-- > 4;) {
        if (is_seam(head, at) &&
            is_whole_period(s, trim_seam(str_slice(head, 0, at)), &out->period)) {
            out->name = trim_seam(str_slice(head, at, head.n));
            return out->name.n > 0;
        }
    }
    shape_split_unit(head, &name, &unit);
    for (size_t at = 1; at + 4 <= name.n; at++) {
        if (is_seam(name, at) &&
            is_whole_period(s, trim_seam(str_slice(name, at, name.n)), &out->period)) {
            out->name = trim_seam(str_slice(name, 0, at));
            return out->name.n > 0;
        }
    }
    return false;
}

bool sniff_dated_head(struct sniffer *s, size_t column, struct dated_head *out) {
    const struct table *t = &s->table;
    struct str head = t->heads[column];
    *out = (struct dated_head){.name = head};
    if (s->profile.layout->heads != ROLE_INDICATOR || column <= t->left ||
        (s->roles[column] != ROLE_SKIP && s->roles[column] != ROLE_VALUE) ||
        s->tallies[column].numbers == 0 || sniff_is_indicator(s, head)) {
        return false;
    }
    return str_find(head, STR("/"), 0) != STR_NOT_FOUND ? take_levels(s, head, out)
                                                        : take_word(s, head, out);
}

/* ---- dimensions ---- */

struct row_key {
    struct str text;
};

static int compare_keys(const void *a, const void *b) {
    struct str x = ((const struct row_key *)a)->text,
               y = ((const struct row_key *)b)->text;
    int order = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);
    return order != 0 ? order : (x.n > y.n) - (x.n < y.n);
}

/* How many rows differ in what the columns say. */
static size_t count_distinct(struct sniffer *s, const bool *columns) {
    const struct table *t = &s->table;
    struct row_key *keys = arena_array(s->arena, t->body_count + 1, sizeof *keys);
    size_t distinct = 0;
    for (size_t k = 0; k < t->body_count; k++) {
        struct buf key = buf_open(1 << 20);
        for (size_t i = 0; i < t->width; i++) {
            if (columns[i]) {
                struct str text = sheet_text(t->body[k], i);
                buf_printf(&key, "%.*s\x1F", STR_ARG(text));
            }
        }
        keys[k].text = arena_copy(s->arena, buf_str(&key));
        buf_close(&key);
    }
    qsort(keys, t->body_count, sizeof *keys, compare_keys);
    for (size_t k = 0; k < t->body_count; k++) {
        distinct += k == 0 || compare_keys(&keys[k - 1], &keys[k]) != 0;
    }
    return distinct;
}

/* Words without numbers, in nearly all rows, of which nothing is known. */
static bool may_be_dimension(struct sniffer *s, size_t column) {
    const struct tally *c = &s->tallies[column];
    struct str head = s->table.heads[column];
    size_t rows = s->table.body_count < SAMPLE_ROWS ? s->table.body_count : SAMPLE_ROWS;
    return head.n > 0 && s->roles[column] == ROLE_SKIP && c->numbers == 0 &&
           c->filled * 10 >= rows * 9 && c->filled > 0 && !sniff_is_period(s, head) &&
           (s->profile.layout->named || column != s->table.left) &&
           items_dimension(s->ds, head, s->arena) == DATASET_NONE;
}

static void add_dimension(struct sniffer *s, size_t column) {
    struct unknown *rows = &s->rows;
    const struct table *t = &s->table;
    uint32_t dimension =
        (uint32_t)(dataset_dimension_count(s->ds) + rows->dimensions.count);
    struct str total = {"", 0};
    for (size_t k = 0; k < t->body_count; k++) {
        struct str text = sheet_text(t->body[k], column);
        if (text.n == 0 || str_equal(text, total) ||
            name_is_total(text, &s->profile, s->arena) ||
            sniff_rows_find(&rows->items, text, dimension) != NULL) {
            continue;
        }
        if (total.n == 0 && sniff_rows_is_total(text, s->arena) &&
            str_find(text, STR(";"), 0) == STR_NOT_FOUND) {
            total = text;
        } else if (rows->items.count < DIMENSION_ITEMS_MAX) {
            sniff_rows_add(rows, &rows->items, text, "ITEM", dimension, s->ds,
                           s->arena);
        }
    }
    struct new_row *row = sniff_rows_add(rows, &rows->dimensions, t->heads[column],
                                         "DIM", 0, s->ds, s->arena);
    row->aliases = total;
    s->dimension[column] = true;
}

void sniff_dimensions(struct sniffer *s) {
    const struct table *t = &s->table;
    const struct layout_kind *layout = s->profile.layout;
    bool *keys = arena_array(s->arena, t->width, sizeof *keys);
    s->dimension = arena_array(s->arena, t->width, sizeof *s->dimension);
    if (!layout->named && layout->rows == ROLE_SKIP) {
        return;
    }
    for (size_t i = 0; i < t->width; i++) {
        enum role role = s->roles[i];
        keys[i] = role == ROLE_AREA || role == ROLE_INDICATOR || role == ROLE_PERIOD ||
                  role == ROLE_VINTAGE || (!layout->named && i == t->left) ||
                  items_dimension(s->ds, t->heads[i], s->arena) != DATASET_NONE;
    }
    size_t distinct = count_distinct(s, keys);
    for (size_t i = 0; i < t->width && distinct < t->body_count; i++) {
        if (!may_be_dimension(s, i)) {
            continue;
        }
        keys[i] = true;
        size_t with = count_distinct(s, keys);
        if (with > distinct) {
            add_dimension(s, i);
            distinct = with;
        } else {
            keys[i] = false;
        }
    }
}
