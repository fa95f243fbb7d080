#include "ingest/head_period.h"
#include "ingest/clean.h"
#include "ingest/title.h"

/* Of a file's own period, from which the others are reckoned. */
enum relative {
    RELATIVE_NONE,
    RELATIVE_OWN,      /* 本月, 当月: it and no cumulation */
    RELATIVE_OWN_END,  /* 本年: whatever ends with it */
    RELATIVE_OWN_SUM,  /* 本年累计 */
    RELATIVE_AGO,      /* 上年同期 */
    RELATIVE_AGO_SUM,  /* 上年同期累计 */
    RELATIVE_AGO_ALL,  /* 上年累计: the same, or of all of the year */
    RELATIVE_AGO_END,  /* 上年末: the end of December */
    RELATIVE_PREVIOUS, /* 上月 */
};

static enum relative relative_of(struct str head) {
    static const struct {
        const char *name;
        enum relative is;
    } all[] = {{"上年同期", RELATIVE_AGO},
               {"去年同期", RELATIVE_AGO},
               {"上年同月", RELATIVE_AGO},
               {"上年同季", RELATIVE_AGO},
               {"上年", RELATIVE_AGO},
               {"上年数", RELATIVE_AGO},
               {"上年同期数", RELATIVE_AGO},
               {"去年", RELATIVE_AGO},
               {"上年末", RELATIVE_AGO_END},
               {"上年底", RELATIVE_AGO_END},
               {"上年末数", RELATIVE_AGO_END},
               {"去年末", RELATIVE_AGO_END},
               {"年初数", RELATIVE_AGO_END},
               {"年初", RELATIVE_AGO_END},
               {"上年同期累计", RELATIVE_AGO_SUM},
               {"去年同期累计", RELATIVE_AGO_SUM},
               {"上年累计", RELATIVE_AGO_ALL},
               {"去年累计", RELATIVE_AGO_ALL},
               {"上月", RELATIVE_PREVIOUS},
               {"上期", RELATIVE_PREVIOUS},
               {"上季", RELATIVE_PREVIOUS},
               {"上季度", RELATIVE_PREVIOUS},
               {"上月末", RELATIVE_PREVIOUS},
               {"上期数", RELATIVE_PREVIOUS},
               {"本月", RELATIVE_OWN},
               {"当月", RELATIVE_OWN},
               {"本月末", RELATIVE_OWN_END},
               {"本期", RELATIVE_OWN_END},
               {"本年", RELATIVE_OWN_END},
               {"本年累计", RELATIVE_OWN_SUM}};
    struct str name, unit;
    head = name_split_unit(head, &name, &unit) ? name : head;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (str_equal(head, str_from(all[i].name))) {
            return all[i].is;
        }
    }
    return RELATIVE_NONE;
}

/* What the name means beside the file's period; false if it has no such relative. */
static bool meant(enum relative is, struct period base, struct period *out) {
    switch (is) {
    case RELATIVE_OWN:
    case RELATIVE_OWN_END:
        *out = base;
        return true;
    case RELATIVE_OWN_SUM:
        return columns_shift(base, SHIFT_YTD, out);
    case RELATIVE_AGO:
        return period_year_ago(base, out);
    case RELATIVE_AGO_SUM:
    case RELATIVE_AGO_ALL:
        return period_year_ago(base, &base) && columns_shift(base, SHIFT_YTD, out);
    case RELATIVE_AGO_END:
        *out = base.kind == PERIOD_YEAR ? period_make(base.year - 1, PERIOD_YEAR, 0)
                                        : period_make(base.year - 1, PERIOD_MONTH, 12);
        return base.year > 0;
    case RELATIVE_PREVIOUS:
        return period_previous(base, out);
    case RELATIVE_NONE:
        break;
    }
    return false;
}

struct str head_period_rule(struct str head, const struct period *base,
                            struct arena *arena) {
    enum relative is = relative_of(head);
    struct period period;
    switch (is) {
    case RELATIVE_AGO:
        return STR("@year_ago");
    case RELATIVE_PREVIOUS:
        return STR("@previous");
    case RELATIVE_AGO_SUM:
    case RELATIVE_AGO_ALL:
    case RELATIVE_AGO_END:
        if (base == NULL || base->kind == PERIOD_YEAR || base->kind == PERIOD_YTD) {
            return STR("@year_ago");
        }
        return meant(is, *base, &period)
                   ? arena_printf(arena, "@%.*s", STR_ARG(period_code(period, arena)))
                   : (struct str){"", 0};
    case RELATIVE_OWN:
    case RELATIVE_OWN_END:
    case RELATIVE_OWN_SUM:
    case RELATIVE_NONE:
        break;
    }
    return (struct str){"", 0};
}

bool head_period_is_other(struct str head, const struct period *base,
                          const struct period_rule *rule, struct period period) {
    enum relative is = relative_of(head);
    struct period of = base != NULL ? *base : period_make(2000, PERIOD_YEAR, 0), wanted;
    int first, last, from, to;
    if (base == NULL &&
        (rule->has_period || !columns_shift(of, rule->shift, &period))) {
        return false;
    }
    if (!meant(is, of, &wanted) || !period_months(wanted, &first, &last) ||
        !period_months(period, &from, &to)) {
        return false;
    }
    bool ends_only = is == RELATIVE_OWN_END || is == RELATIVE_AGO_END;
    bool year = is == RELATIVE_AGO_ALL && period.kind == PERIOD_YEAR &&
                period.year == wanted.year;
    return !year && (to != last || (!ends_only && from != first));
}

/* A day may close the period before it: 2023-01-01 for 2022. */
static bool overlap(struct period a, struct period b) {
    int first, last, from, to;
    return a.kind == PERIOD_DAY || b.kind == PERIOD_DAY ||
           !period_months(a, &first, &last) || !period_months(b, &from, &to) ||
           (first <= to && from <= last);
}

bool head_period_denies(struct str name, struct period period, bool whole,
                        struct arena *arena) {
    static const struct source_profile nothing = {0};
    struct title_period said[TITLE_PERIODS];
    struct period own;
    int first, last, from, to, unused;
    bool stretch = false;
    if (period_read(name, 0, &nothing, arena, &own) == PERIOD_READ) {
        return !overlap(own, period);
    }
    size_t count = title_periods(name, arena, said);
    for (size_t i = 0; i < count; i++) {
        struct title_period p = said[i];
        p.first.year = p.first.year == 0 ? period.year : p.first.year;
        p.last.year = p.last.year == 0 ? period.year : p.last.year;
        if (period.kind == PERIOD_DAY || p.first.kind == PERIOD_DAY ||
            !period_months(p.first, &first, &unused) ||
            !period_months(p.last, &unused, &last) ||
            !period_months(period, &from, &to)) {
            return false;
        }
        bool fits = first <= to && from <= last;
        bool ends = whole && last > first && from == to && to == last;
        stretch |= fits && ends && first % 12 == 0 &&
                   (p.first.kind == PERIOD_MONTH || p.first.kind == PERIOD_YTD);
        if (fits && !ends) {
            return false;
        }
    }
    return stretch || count > 0;
}
