#include "ingest/bulk_names.h"
#include "dataset/id_table.h"
#include "dataset/unit.h"
#include "ingest/clean.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct unit {
    struct str text; /* empty: none */
    int power;       /* of ten, by which numbers are to be multiplied besides */
    bool said;       /* by rows */
};

struct key_series {
    uint32_t indicator;
    struct item_set items;
};

struct remark {
    const struct diag_entry *entries;
    size_t count;
};

struct bulk_names {
    pthread_mutex_t lock;
    const struct reading_context *context;
    const struct encoding_start *start;
    const struct shape *shape; /* of a format by name; else NULL */
    size_t width;              /* of the file */
    struct arena *arena;
    struct row_probe *probe;
    const struct rows_shared *shared;
    const struct source_profile *profile; /* by which the rows are read */
    struct unit *units;
    size_t unit_count, unit_capacity;
    struct moment *moments;
    size_t moment_count, moment_capacity;
    struct id_table moment_table;
    struct vintage *vintages;
    size_t vintage_count, vintage_capacity;
    struct remark *remarks;
    size_t remark_count, remark_capacity;
    struct key_series *series;
    size_t series_count, series_capacity;
    struct id_table series_table;
    bool two, longer; /* characters of two bytes and of more were seen */
    bool objected;    /* a text would have made another table */
};

/* ---- moments ---- */

/* SCAN_UNKNOWN if there is none of that day; one day that is spelled in two ways is for
   the usual way, which knows them for the same. */
static uint32_t find_vintage(const struct bulk_names *names,
                             const struct vintage *vintage) {
    bool dated = vintage->known != 0 || vintage->name.n == 0;
    for (uint32_t i = 0; i < names->vintage_count && dated; i++) {
        if (names->vintages[i].known == vintage->known) {
            return i;
        }
    }
    return SCAN_UNKNOWN;
}

static uint32_t add_vintage(struct bulk_names *names, const struct vintage *vintage) {
    uint32_t id = find_vintage(names, vintage);
    if (id < names->vintage_count) {
        names->objected |= !str_equal(names->vintages[id].name, vintage->name);
        return id;
    }
    names->vintages = arena_grow(names->arena, names->vintages, names->vintage_count,
                                 &names->vintage_capacity, sizeof *names->vintages);
    names->vintages[names->vintage_count] = *vintage;
    return (uint32_t)names->vintage_count++;
}

static uint64_t moment_hash(const struct moment *m) {
    return id_mix((uint64_t)m->vintage << 32 | period_key(m->period));
}

static uint32_t find_moment(const struct bulk_names *names, const struct moment *m) {
    uint32_t id;
    for (struct id_walk w = id_table_find(&names->moment_table, moment_hash(m));
         id_walk_next(&w, &id);) {
        if (names->moments[id].vintage == m->vintage &&
            period_equal(names->moments[id].period, m->period)) {
            return id;
        }
    }
    return SCAN_UNKNOWN;
}

uint32_t bulk_names_moment(const struct bulk_names *names, struct period period,
                           const struct vintage *vintage) {
    return find_moment(
        names,
        &(struct moment){.period = period, .vintage = find_vintage(names, vintage)});
}

static uint32_t add_moment(struct bulk_names *names, struct moment m) {
    uint32_t id = find_moment(names, &m);
    if (id != SCAN_UNKNOWN) {
        /* September and the third quarter: both up to September. */
        names->objected |= !period_equal(names->moments[id].base, m.base);
        return id;
    }
    names->moments = arena_grow(names->arena, names->moments, names->moment_count,
                                &names->moment_capacity, sizeof *names->moments);
    id = (uint32_t)names->moment_count++;
    names->moments[id] = m;
    if (id_table_reserve(&names->moment_table, 1, names->arena)) {
        for (uint32_t i = 0; i < id; i++) {
            id_table_add(&names->moment_table, moment_hash(&names->moments[i]), i);
        }
    }
    id_table_add(&names->moment_table, moment_hash(&m), id);
    return id;
}

const struct moment *bulk_names_moments(const struct bulk_names *names, size_t *count) {
    *count = names->moment_count;
    return names->moments;
}

const struct vintage *bulk_names_vintages(const struct bulk_names *names,
                                          size_t *count) {
    *count = names->vintage_count;
    return names->vintages;
}

/* ---- all of them ---- */

struct bulk_names *bulk_names_open(const struct reading_context *context,
                                   const struct sample *sample,
                                   const struct file_facts *facts,
                                   struct arena *arena) {
    struct row_probe *probe = row_probe_open(context, sample, facts, arena);
    if (probe == NULL) {
        return NULL;
    }
    struct bulk_names *names = memory_alloc(sizeof *names);
    *names = (struct bulk_names){.lock = PTHREAD_MUTEX_INITIALIZER,
                                 .context = context,
                                 .start = &sample->start,
                                 .shape = sample->shape,
                                 .width = sample->width,
                                 .arena = arena,
                                 .shared = &sample->shared,
                                 .profile = sample->profile,
                                 .probe = probe};
    add_vintage(names, &(struct vintage){.name = {"", 0}});
    return names;
}

void bulk_names_close(struct bulk_names *names) {
    row_probe_close(names->probe);
    free(names);
}

static uint32_t add_unit(struct bulk_names *names, struct unit unit) {
    for (size_t i = 0; i < names->unit_count; i++) {
        const struct unit *u = &names->units[i];
        if (str_equal(u->text, unit.text) && u->power == unit.power &&
            u->said == unit.said) {
            return (uint32_t)i;
        }
    }
    names->units = arena_grow(names->arena, names->units, names->unit_count,
                              &names->unit_capacity, sizeof *names->units);
    unit.text = arena_copy(names->arena, unit.text);
    names->units[names->unit_count] = unit;
    return (uint32_t)names->unit_count++;
}

/* ---- series ---- */

/* `items` in the order of a series. */
static uint32_t find_series(const struct bulk_names *names, uint32_t indicator,
                            const uint32_t *items, size_t count) {
    uint32_t id;
    for (struct id_walk w =
             id_table_find(&names->series_table, id_hash_list(indicator, items, count));
         id_walk_next(&w, &id);) {
        const struct key_series *s = &names->series[id];
        if (s->indicator == indicator && s->items.count == count &&
            (count == 0 || memcmp(s->items.ids, items, count * sizeof *items) == 0)) {
            return id;
        }
    }
    return SCAN_UNKNOWN;
}

uint32_t bulk_names_series(const struct bulk_names *names,
                           const struct series *series) {
    return find_series(names, series->indicator, series->items, series->item_count);
}

static uint64_t series_hash(const struct key_series *s) {
    return id_hash_list(s->indicator, s->items.ids, s->items.count);
}

static uint32_t add_series(struct bulk_names *names, uint32_t indicator,
                           const struct item_set *items) {
    struct key_series own = {indicator, *items};
    dataset_sort_items(names->context->ds, own.items.ids, own.items.count);
    uint32_t id = find_series(names, indicator, own.items.ids, own.items.count);
    if (id != SCAN_UNKNOWN) {
        return id;
    }
    names->series = arena_grow(names->arena, names->series, names->series_count,
                               &names->series_capacity, sizeof *names->series);
    id = (uint32_t)names->series_count++;
    names->series[id] = own;
    if (id_table_reserve(&names->series_table, 1, names->arena)) {
        for (uint32_t i = 0; i < id; i++) {
            id_table_add(&names->series_table, series_hash(&names->series[i]), i);
        }
    }
    id_table_add(&names->series_table, series_hash(&own), id);
    return id;
}

size_t bulk_names_series_count(const struct bulk_names *names) {
    return names->series_count;
}

uint32_t bulk_names_indicator(const struct bulk_names *names, uint32_t series) {
    return names->series[series].indicator;
}

const uint32_t *bulk_names_intern(const struct bulk_names *names, struct dataset *ds,
                                  struct arena *arena) {
    uint32_t *ids = arena_array(arena, names->series_count, sizeof *ids);
    for (size_t i = 0; i < names->series_count; i++) {
        const struct key_series *s = &names->series[i];
        ids[i] = dataset_intern_series(ds, s->indicator, s->items.ids, s->items.count);
    }
    return ids;
}

/* ---- units ---- */

struct str bulk_names_unit_text(const struct bulk_names *names, uint32_t unit) {
    const struct unit *u = &names->units[unit];
    return u->said ? u->text : (struct str){"", 0};
}

bool bulk_names_unit(void *context, uint32_t series, uint32_t unit, int *power) {
    struct bulk_names *b = context;
    struct unit_factor factor = {.numerator = 1, .denominator = 1};
    pthread_mutex_lock(&b->lock);
    const struct unit *u = &b->units[unit];
    const struct indicator *indicator =
        dataset_indicator(b->context->ds, b->series[series].indicator);
    bool plain =
        (u->text.n == 0 || unit_convertible(u->text, indicator->unit, &factor)) &&
        factor.numerator == 1 && factor.denominator == 1;
    *power = plain ? factor.power + u->power : 0;
    pthread_mutex_unlock(&b->lock);
    return plain;
}

/* ---- texts ---- */

void bulk_names_see(struct bulk_names *names, struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        names->two |= c >= 0xC0 && c < 0xE0;
        names->longer |= c >= 0xE0;
    }
}

/* The text of a cell as it stands; false if it is blank or there is anything about it
   that the usual way would have to say or to change. */
static bool decode(struct bulk_names *b, struct str raw, struct str *text) {
    static const char *const marks[] = {"\"", "\r", "\n"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (str_find(raw, str_from(marks[i]), 0) != STR_NOT_FOUND) {
            return false;
        }
    }
    if (!encoding_piece(raw, b->start->encoding.name, b->arena, text) ||
        !encoding_is_plain(*text)) {
        return false;
    }
    bulk_names_see(b, *text);
    return clean_cell(*text).n > 0;
}

/* What holds for the values of a column whose row says none. */
static struct str unit_of(const struct bulk_names *b, size_t of) {
    struct str column = b->shared->columns[of].unit, table = b->shared->unit;
    return column.n > 0 ? column : table.n > 0 ? table : b->profile->unit;
}

static uint32_t find_unit(struct bulk_names *b, size_t of) {
    struct unit unit = {0};
    if (!row_probe_unit(b->probe, of, &unit.text, &unit.power)) {
        return SCAN_UNKNOWN;
    }
    unit.said = unit.text.n > 0;
    unit.text = unit.said ? unit.text : unit_of(b, of);
    return add_unit(b, unit);
}

static uint32_t find_period(struct bulk_names *b, size_t of) {
    struct moment m;
    struct vintage vintage;
    if (!row_probe_period(b->probe, of, &m.base, &m.period, &vintage)) {
        return SCAN_UNKNOWN;
    }
    m.vintage = add_vintage(b, &vintage);
    return add_moment(b, m);
}

/* What the cells of the probe say of the values in a column of the table. */
static uint32_t meaning(struct bulk_names *b, enum scan_role role, size_t of,
                        struct str text) {
    struct item_set items;
    uint32_t id;
    uint8_t state;
    switch (role) {
    case SCAN_AREA:
        return row_probe_area(b->probe, of, &id) ? id : SCAN_UNKNOWN;
    case SCAN_SERIES:
        return row_probe_series(b->probe, of, &id, &items) ? add_series(b, id, &items)
                                                           : SCAN_UNKNOWN;
    case SCAN_PERIOD:
        return find_period(b, of);
    case SCAN_UNIT:
        return find_unit(b, of);
    case SCAN_STATUS:
        return row_probe_status(b->probe, of, &state) ? state : SCAN_UNKNOWN;
    case SCAN_SIGN:
    case SCAN_FLAG:
        return row_probe_sign(b->probe, text, role == SCAN_FLAG, &state) ? state
                                                                         : SCAN_UNKNOWN;
    case SCAN_WANTED:
        return row_probe_wanted(b->probe) ? 0 : SCAN_UNKNOWN;
    case SCAN_JUDGED:
        return row_probe_data(b->probe) ? 0 : SCAN_UNKNOWN;
    case SCAN_WORDS:
    case SCAN_REMARKS:
        return 0;
    case SCAN_FREE:
    case SCAN_PART:
    case SCAN_VALUE:
    case SCAN_EMPTY:
    case SCAN_ROLES:
        break;
    }
    return SCAN_UNKNOWN;
}

static bool objects(const struct bulk_names *b, size_t column, struct str text) {
    return b->shape != NULL && shape_objects(b->shape, column, clean_cell(text));
}

void bulk_names_see_row(struct bulk_names *names, const struct sheet_row *row) {
    for (size_t i = 0; i < row->count; i++) {
        names->objected |= objects(names, i, row->cells[i]);
    }
}

/* ---- what is told of a row ---- */

static uint32_t add_remark(struct bulk_names *b, const struct diag_entry *told,
                           size_t count, uint32_t state) {
    if (b->remark_count == SCAN_REMARKS_MAX) {
        return SCAN_UNKNOWN;
    }
    struct diag_entry *entries = arena_array(b->arena, count, sizeof *entries);
    memcpy(entries, told, count * sizeof *entries);
    b->remarks = arena_grow(b->arena, b->remarks, b->remark_count, &b->remark_capacity,
                            sizeof *b->remarks);
    b->remarks[b->remark_count] = (struct remark){entries, count};
    return scan_remark((uint32_t)b->remark_count++, state);
}

const struct diag_entry *bulk_names_remark(const struct bulk_names *names,
                                           size_t number, size_t *count) {
    *count = names->remarks[number].count;
    return names->remarks[number].entries;
}

/* The id, with what was told when it was found. */
static uint32_t with_remark(struct bulk_names *b, enum scan_role role, uint32_t id) {
    size_t count;
    bool left;
    const struct diag_entry *told = row_probe_told(b->probe, &count, &left);
    if (told == NULL) {
        return id;
    }
    if (left) {
        bool may = role == SCAN_WANTED || role == SCAN_AREA || role == SCAN_SERIES ||
                   role == SCAN_PERIOD;
        id = may ? add_remark(b, told, count, 0) : SCAN_UNKNOWN;
        return id != SCAN_UNKNOWN ? id | SCAN_LEFT : id;
    }
    bool state = role == SCAN_STATUS || role == SCAN_SIGN || role == SCAN_FLAG;
    return state && id < SUMS_STATES ? add_remark(b, told, count, id) : SCAN_UNKNOWN;
}

/* The texts as the probe takes them; what is made of cells is text already. */
static bool take_texts(struct bulk_names *b, const struct scan_text *texts,
                       size_t count, struct probe_text *plain) {
    for (size_t i = 0; i < count; i++) {
        bool made = texts[i].column >= b->width;
        plain[i] = (struct probe_text){texts[i].column, texts[i].text};
        if (!made && texts[i].text.n > 0 && !decode(b, texts[i].text, &plain[i].text)) {
            return false;
        }
        b->objected |= !made && objects(b, texts[i].column, plain[i].text);
    }
    return true;
}

static uint32_t resolve(struct bulk_names *b, enum scan_role role, size_t of,
                        const struct scan_text *texts, size_t count) {
    struct probe_text plain[SCAN_JOIN_COLUMNS] = {{0, {"", 0}}};
    if (!take_texts(b, texts, count, plain)) {
        return SCAN_UNKNOWN;
    }
    if (role == SCAN_FREE) {
        return 0;
    }
    row_probe_set(b->probe, plain, count);
    /* A row that nobody wants may be of a part. */
    if (role != SCAN_WANTED && row_probe_is_part(b->probe)) {
        return SCAN_UNKNOWN;
    }
    return with_remark(b, role, meaning(b, role, of, plain[0].text));
}

uint32_t bulk_names_resolve(void *context, enum scan_role role, size_t of,
                            const struct scan_text *texts, size_t count) {
    struct bulk_names *names = context;
    pthread_mutex_lock(&names->lock);
    uint32_t id = resolve(names, role, of, texts, count);
    pthread_mutex_unlock(&names->lock);
    return id;
}

bool bulk_names_make(void *context, size_t of, const struct scan_text *texts,
                     size_t count, struct str *out) {
    struct bulk_names *names = context;
    struct probe_text plain[SCAN_JOIN_COLUMNS];
    pthread_mutex_lock(&names->lock);
    bool taken = take_texts(names, texts, count, plain);
    if (taken) {
        row_probe_set(names->probe, plain, count);
        *out = row_probe_text(names->probe, of);
    }
    pthread_mutex_unlock(&names->lock);
    return taken;
}

static struct doubt join(struct doubt a, struct doubt b) {
    bool differ = a.year != 0 && b.year != 0 && a.year != b.year;
    return (struct doubt){.open = a.open || b.open || differ,
                          .year = a.year != 0 ? a.year : b.year,
                          .settled = a.settled || b.settled,
                          .year_end = a.year_end || b.year_end,
                          .month_end = a.month_end || b.month_end,
                          .padded = a.padded || b.padded,
                          .bare = a.bare || b.bare,
                          .cut = a.cut || b.cut};
}

bool bulk_names_are_sure(const struct bulk_names *names,
                         const struct reading_context *context) {
    struct doubt own_codes, own_years;
    row_probe_doubts(names->probe, &own_codes, &own_years);
    struct doubt codes = join(own_codes, context->codes);
    struct doubt years = join(own_years, context->years);
    bool may_be_gbk = names->two && !names->longer && !names->start->declared &&
                      !names->start->encoding.guessed;
    bool december = (years.year_end && years.month_end) ||
                    (years.cut && years.padded); /* or October */
    return !names->objected && !doubt_holds(&codes) && !doubt_holds(&years) &&
           !december && !may_be_gbk;
}
