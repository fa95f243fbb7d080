#include "ingest/bulk_names.h"
#include "dataset/codes.h"
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/period_cell.h"
#include "ingest/status.h"
#include <pthread.h>
#include <stdlib.h>

struct bulk_names {
    pthread_mutex_t lock;
    struct reading_context context; /* its scratch arena is ours */
    const struct encoding_start *start;
    struct arena *arena;
    struct doubt codes, years;
    struct str *units;
    size_t unit_count, unit_capacity;
    struct period *periods;
    size_t period_count, period_capacity;
    bool two, longer; /* characters of two bytes and of more were seen */
};

struct bulk_names *bulk_names_open(const struct reading_context *context,
                                   const struct encoding_start *start,
                                   struct arena *arena) {
    struct bulk_names *names = memory_alloc(sizeof *names);
    *names = (struct bulk_names){.lock = PTHREAD_MUTEX_INITIALIZER,
                                 .context = *context,
                                 .start = start,
                                 .arena = arena};
    names->context.scratch = arena;
    return names;
}

void bulk_names_close(struct bulk_names *names) { free(names); }

uint32_t bulk_names_add_unit(struct bulk_names *names, struct str unit) {
    for (size_t i = 0; i < names->unit_count; i++) {
        if (str_equal(names->units[i], unit)) {
            return (uint32_t)i;
        }
    }
    names->units = arena_grow(names->arena, names->units, names->unit_count,
                              &names->unit_capacity, sizeof *names->units);
    names->units[names->unit_count] = arena_copy(names->arena, unit);
    return (uint32_t)names->unit_count++;
}

uint32_t bulk_names_period(const struct bulk_names *names, struct period period) {
    for (size_t i = 0; i < names->period_count; i++) {
        if (period_equal(names->periods[i], period)) {
            return (uint32_t)i;
        }
    }
    return SCAN_UNKNOWN;
}

uint32_t bulk_names_add_period(struct bulk_names *names, struct period period) {
    uint32_t id = bulk_names_period(names, period);
    if (id != SCAN_UNKNOWN) {
        return id;
    }
    names->periods = arena_grow(names->arena, names->periods, names->period_count,
                                &names->period_capacity, sizeof *names->periods);
    names->periods[names->period_count] = period;
    return (uint32_t)names->period_count++;
}

struct str bulk_names_unit_text(const struct bulk_names *names, uint32_t unit) {
    return names->units[unit];
}

const struct period *bulk_names_periods(const struct bulk_names *names, size_t *count) {
    *count = names->period_count;
    return names->periods;
}

static uint32_t area(struct bulk_names *b, struct str text) {
    const struct reading_context *c = &b->context;
    uint32_t id, other;
    doubt_see_code(&b->codes, c->areas, text, c->profile, b->arena);
    return area_read(c->areas, text, 0, c->profile, b->arena, &id, &other) == NAME_FOUND
               ? id
               : SCAN_UNKNOWN;
}

/* A grade or rank is more than a number. */
static uint32_t indicator(struct bulk_names *b, struct str text) {
    const struct reading_context *c = &b->context;
    uint32_t id, other;
    struct str unit;
    struct item_set items;
    if (indicator_read(c->indicators, text, c->profile, b->arena, &id, &other, &unit,
                       &items) != NAME_FOUND ||
        unit.n > 0 || items.count > 0 ||
        indicator_rule(text, c->profile, b->arena).n > 0) {
        return SCAN_UNKNOWN;
    }
    enum indicator_kind kind = dataset_indicator(c->ds, id)->kind;
    return kind == KIND_GRADE || kind == KIND_RANK ? SCAN_UNKNOWN : id;
}

static uint32_t period(struct bulk_names *b, struct str text) {
    const struct reading_context *c = &b->context;
    struct period period;
    uint8_t status = STATUS_NORMAL;
    doubt_see_years(&b->years, text, c->profile);
    bool plain = period_cell_read(c, text, c->year, &period, &status) == PERIOD_READ &&
                 status == STATUS_NORMAL;
    return plain ? bulk_names_add_period(b, period) : SCAN_UNKNOWN;
}

/* Of a value that is there, with nothing to be said of it. */
static uint32_t status(struct str text) {
    enum observation_status status;
    bool plain = number_status(text, &status) && status_has_number(status) &&
                 status_beyond(text, 0) == NULL && !status_is_unreliable(text);
    return plain ? (uint32_t)status : SCAN_UNKNOWN;
}

void bulk_names_see(struct bulk_names *names, struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        names->two |= c >= 0xC0 && c < 0xE0;
        names->longer |= c >= 0xE0;
    }
}

/* The text of a cell; false if there is anything about it that the usual way would
   have to say or to change. */
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
    *text = clean_cell(*text);
    return text->n > 0;
}

static uint32_t meaning(struct bulk_names *b, enum scan_role role, struct str raw) {
    struct str text;
    if (!decode(b, raw, &text)) {
        return SCAN_UNKNOWN;
    }
    switch (role) {
    case SCAN_AREA:
        return area(b, text);
    case SCAN_INDICATOR:
        return indicator(b, text);
    case SCAN_PERIOD:
        return period(b, text);
    case SCAN_UNIT:
        return unit_says_nothing(text) ? SCAN_UNKNOWN : bulk_names_add_unit(b, text);
    case SCAN_STATUS:
        return status(text);
    case SCAN_FREE:
        return 0;
    case SCAN_VALUE:
    case SCAN_EMPTY:
    case SCAN_ROLES:
        break;
    }
    return SCAN_UNKNOWN;
}

uint32_t bulk_names_resolve(void *context, enum scan_role role, struct str text) {
    struct bulk_names *names = context;
    pthread_mutex_lock(&names->lock);
    uint32_t id = meaning(names, role, text);
    pthread_mutex_unlock(&names->lock);
    return id;
}

bool bulk_names_unit(void *context, uint32_t indicator, uint32_t unit, int *power) {
    struct bulk_names *b = context;
    struct unit_factor factor;
    pthread_mutex_lock(&b->lock);
    bool plain =
        unit_convertible(b->units[unit],
                         dataset_indicator(b->context.ds, indicator)->unit, &factor) &&
        factor.numerator == 1 && factor.denominator == 1;
    pthread_mutex_unlock(&b->lock);
    *power = plain ? factor.power : 0;
    return plain;
}

static struct doubt join(struct doubt a, struct doubt b) {
    bool differ = a.year != 0 && b.year != 0 && a.year != b.year;
    return (struct doubt){.open = a.open || b.open || differ,
                          .year = a.year != 0 ? a.year : b.year,
                          .settled = a.settled || b.settled,
                          .year_end = a.year_end || b.year_end,
                          .month_end = a.month_end || b.month_end};
}

bool bulk_names_are_sure(const struct bulk_names *names,
                         const struct reading_context *context) {
    struct doubt codes = join(names->codes, context->codes);
    struct doubt years = join(names->years, context->years);
    bool may_be_gbk = names->two && !names->longer && !names->start->declared &&
                      !names->start->encoding.guessed;
    bool december = years.year_end && years.month_end;
    return !doubt_holds(&codes) && !doubt_holds(&years) && !december && !may_be_gbk;
}
