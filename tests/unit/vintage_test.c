/* Vintages of observations: kept whole, in order, seen as of a day. */
#include "dataset/dataset.h"
#include "unit.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct world {
    struct arena *arena;
    struct diag *diag;
    struct dataset *ds;
    uint32_t series, area;
};

static const struct period year = {2023, PERIOD_YEAR, 0};
static const struct as_of newest = {0};

static int set_up(void **state) {
    struct world *w = calloc(1, sizeof *w);
    w->arena = arena_open_shared((size_t)2 << 30);
    w->diag = diag_open();
    w->ds = dataset_open(w->arena);
    struct indicator i = {.code = STR("GDP"), .name = STR("GDP"), .unit = STR("亿元")};
    struct area a = {.code = STR("340000"), .name = STR("安徽")};
    struct input_file files[] = {{.path = STR("input/a.csv")},
                                 {.path = STR("input/b.csv")}};
    w->series = dataset_total(w->ds, dataset_add_indicator(w->ds, &i, w->diag));
    w->area = dataset_add_area(w->ds, &a, w->diag);
    dataset_add_file(w->ds, &files[0]);
    dataset_add_file(w->ds, &files[1]);
    *state = w;
    return 0;
}

static int tear_down(void **state) {
    struct world *w = *state;
    diag_close(w->diag);
    arena_close(w->arena);
    free(w);
    return 0;
}

static struct observation observe(struct world *w, const char *name, uint32_t known,
                                  int64_t value) {
    struct vintage v = {str_from(name), known, 0};
    return (struct observation){.series = w->series,
                                .area = w->area,
                                .period = year,
                                .vintage = dataset_intern_vintage(w->ds, &v),
                                .value = decimal_from_integer(value),
                                .source = {.line = 2, .column = 4}};
}

static void add(struct world *w, const char *name, uint32_t known, int64_t value) {
    struct observation o = observe(w, name, known, value);
    assert_true(dataset_add_observation(w->ds, &o, w->diag));
}

static void seal(struct world *w) {
    dataset_seal(w->ds);
    arena_seal(w->arena);
}

/* The number that is seen, -1 for nothing, -2 for one that is missing. */
static int64_t seen(const struct world *w, struct as_of as_of) {
    const struct observation *o =
        dataset_seen(w->ds, dataset_find(w->ds, w->series, w->area, year), &as_of);
    return o == NULL ? -1 : o->status == STATUS_MISSING ? -2 : o->value.coefficient;
}

static int64_t seen_on(const struct world *w, uint32_t day) {
    return seen(w, (struct as_of){.known = day});
}

static void three_vintages_in_any_order_of_arrival(void **state) {
    static const uint32_t days[] = {20240115, 20240630, 20250101};
    static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                    {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (size_t k = 0; k < 6; k++) {
        struct world *w;
        void *inner;
        set_up(&inner);
        w = inner;
        for (size_t i = 0; i < 3; i++) {
            int n = orders[k][i];
            add(w, "r", days[n], 100 + n);
        }
        size_t count;
        assert_int_equal(
            dataset_find(w->ds, w->series, w->area, year)->value.coefficient, 102);
        seal(w);
        dataset_observations(w->ds, &count);
        assert_int_equal(count, 1);
        assert_int_equal(seen(w, newest), 102);
        assert_int_equal(seen_on(w, 20240114), -1);
        assert_int_equal(seen_on(w, 20240115), 100);
        assert_int_equal(seen_on(w, 20240629), 100);
        assert_int_equal(seen_on(w, 20240630), 101);
        assert_int_equal(seen_on(w, 20241231), 101);
        assert_int_equal(seen_on(w, 20250101), 102);
        const struct observation *o = dataset_find(w->ds, w->series, w->area, year);
        for (int n = 2; n >= 0; n--) {
            assert_int_equal(o->value.coefficient, 100 + n);
            assert_int_equal(dataset_vintage(w->ds, o->vintage)->known, days[n]);
            assert_int_equal(dataset_is_revised(w->ds, o), n > 0);
            o = dataset_older(w->ds, o);
        }
        assert_null(o);
        tear_down(&inner);
    }
    (void)state;
}

static void an_as_of_cuts_by_period_too(void **state) {
    struct world *w = *state;
    add(w, "r", 20240115, 7);
    struct observation month = observe(w, "", 0, 5);
    month.period = (struct period){2023, PERIOD_MONTH, 12};
    assert_true(dataset_add_observation(w->ds, &month, w->diag));
    const struct as_of within = {.period = year};
    seal(w);
    assert_int_equal(seen(w, (struct as_of){.period = {2022, PERIOD_YEAR, 0}}), -1);
    /* December ends with its year, and a year with its December. */
    assert_non_null(dataset_seen(
        w->ds, dataset_find(w->ds, w->series, w->area, month.period), &within));
    assert_int_equal(seen(w, (struct as_of){.period = {2023, PERIOD_QUARTER, 4}}), 7);
    assert_int_equal(seen(w, (struct as_of){.period = {2023, PERIOD_MONTH, 12}}), 7);
    assert_int_equal(seen(w, (struct as_of){.period = {2023, PERIOD_MONTH, 11}}), -1);
    assert_int_equal(seen(w, (struct as_of){.period = year, .known = 20240114}), -1);
}

static void a_revision_to_missing_is_seen(void **state) {
    struct world *w = *state;
    struct observation gone = observe(w, "r", 20240630, 0);
    gone.status = STATUS_MISSING;
    assert_true(dataset_add_observation(w->ds, &gone, w->diag));
    add(w, "r", 20240115, 7);
    seal(w);
    assert_int_equal(seen(w, newest), -2);
    assert_int_equal(seen_on(w, 20240629), 7);
    assert_true(
        dataset_is_revised(w->ds, dataset_find(w->ds, w->series, w->area, year)));
}

static void a_confirmed_value_is_not_revised(void **state) {
    struct world *w = *state;
    add(w, "r", 20240115, 7);
    add(w, "r", 20240630, 7);
    seal(w);
    assert_false(
        dataset_is_revised(w->ds, dataset_find(w->ds, w->series, w->area, year)));
    assert_int_equal(diag_count(w->diag, DIAG_NOTE), 0);
}

static void order_is_arrival_then_day_then_name(void **state) {
    struct world *w = *state;
    static const struct vintage ordered[] = {
        {{"", 0}, 0, 0},  {{"V2", 2}, 0, 0},       {{"V10", 3}, 0, 0},
        {{"x", 1}, 0, 0}, {{"b", 1}, 20230101, 0}, {{"a", 1}, 20240101, 0},
        {{"z", 1}, 0, 1}, {{"b", 1}, 20230101, 2},
    };
    enum { COUNT = sizeof ordered / sizeof *ordered };
    for (size_t i = 0; i < COUNT; i++) {
        size_t k = i * 5 % COUNT; /* each once, out of order */
        struct observation o = observe(w, "", 0, (int64_t)k);
        o.vintage = dataset_intern_vintage(w->ds, &ordered[k]);
        assert_true(dataset_add_observation(w->ds, &o, w->diag));
        assert_int_equal(o.vintage, dataset_intern_vintage(w->ds, &ordered[k]));
    }
    assert_int_equal(dataset_vintage_count(w->ds), COUNT);
    seal(w);
    const struct observation *o = dataset_find(w->ds, w->series, w->area, year);
    for (size_t k = COUNT; k-- > 0; o = dataset_older(w->ds, o)) {
        assert_int_equal(o->value.coefficient, k);
    }
    assert_null(o);
}

static void one_vintage_has_one_value(void **state) {
    struct world *w = *state;
    add(w, "r", 20240630, 9);
    add(w, "r", 20240115, 7);
    add(w, "r", 20240115, 7);
    assert_int_equal(diag_count(w->diag, DIAG_NOTE), 1);
    struct observation other = observe(w, "r", 20240115, 8);
    other.source.line = 5;
    assert_false(dataset_add_observation(w->ds, &other, w->diag));
    size_t count;
    const struct diag_entry *e = diag_entries(w->diag, &count);
    assert_str(e[count - 1].text,
               "GDP 安徽 2023 has two values: 8 here, 7 at input/a.csv:2:4 (D2)");
    assert_int_equal(dataset_find_same(w->ds, &other)->value.coefficient, 7);
    assert_true(dataset_put_observation(w->ds, &other, w->diag));
    seal(w);
    assert_int_equal(seen(w, newest), 9);
    assert_int_equal(seen_on(w, 20240115), 8);
}

/* A day has several spellings, and a month counts from its last day. */
static void one_day_is_one_vintage_however_it_is_spelt(void **state) {
    static const char *const spellings[] = {"2024-06-30", "2024年6月30日", "2024-06"};
    struct world *w = *state;
    size_t count;
    add(w, spellings[0], 20240630, 10);
    add(w, spellings[2], 20240630, 10);
    assert_int_equal(diag_count(w->diag, DIAG_NOTE), 1);
    for (size_t i = 1; i < 3; i++) {
        struct observation other = observe(w, spellings[i], 20240630, 12);
        assert_false(dataset_add_observation(w->ds, &other, w->diag));
        const struct diag_entry *e = diag_entries(w->diag, &count);
        assert_str(e[count - 1].text,
                   "GDP 安徽 2023 has two values: 12 here, 10 at input/a.csv:2:4 (D2)");
        assert_non_null(strstr(e[count - 1].hint.p, spellings[i]));
    }
    /* An older one, too. */
    add(w, "2024-12", 20241231, 11);
    struct observation other = observe(w, spellings[1], 20240630, 12);
    assert_false(dataset_add_observation(w->ds, &other, w->diag));
    assert_int_equal(dataset_find_same(w->ds, &other)->value.coefficient, 10);
    assert_true(dataset_put_observation(w->ds, &other, w->diag));
    /* Of another order, or without a day, names tell them apart. */
    other.vintage = dataset_intern_vintage(
        w->ds, &(struct vintage){STR("2024-06-30"), 20240630, 1});
    assert_true(dataset_add_observation(w->ds, &other, w->diag));
    add(w, "初审", 0, 8);
    add(w, "终审", 0, 9);
    seal(w);
    static const int64_t expected[] = {12, 11, 12, 9, 8};
    const struct observation *o = dataset_find(w->ds, w->series, w->area, year);
    for (size_t i = 0; i < 5; i++, o = dataset_older(w->ds, o)) {
        assert_int_equal(o->value.coefficient, expected[i]);
    }
    assert_null(o);
}

/* ---- beside values without a vintage ---- */

enum { MISSING = -3 };

/* One value: of a file (0 or 1), under a day or none. */
struct said {
    uint32_t file, known;
    int64_t value;
};

struct ageless_case {
    struct said said[4];
    size_t count, errors, notes;
    int64_t vintages[4]; /* newest first, then 0 */
};

static void add_said(struct world *w, const struct said *said) {
    struct observation o =
        observe(w, said->known == 0 ? "" : "r", said->known, said->value);
    o.source.file = said->file;
    o.status = said->value == MISSING ? STATUS_MISSING : STATUS_NORMAL;
    assert_true(dataset_add_observation(w->ds, &o, w->diag));
}

static void check_case(const struct ageless_case *c, const size_t *order, size_t k) {
    struct world *w;
    void *inner;
    size_t n = 0;
    set_up(&inner);
    w = inner;
    for (size_t i = 0; i < c->count; i++) {
        add_said(w, &c->said[order[i]]);
    }
    assert_int_equal(dataset_settle_vintages(w->ds, w->diag), c->errors == 0);
    if (diag_count(w->diag, DIAG_ERROR) != c->errors ||
        diag_count(w->diag, DIAG_NOTE) != c->notes)
        fail_msg("case %zu: %zu errors, %zu notes", k, diag_count(w->diag, DIAG_ERROR),
                 diag_count(w->diag, DIAG_NOTE));
    seal(w);
    const struct observation *o = dataset_find(w->ds, w->series, w->area, year);
    for (; o != NULL && c->errors == 0; o = dataset_older(w->ds, o), n++) {
        int64_t value = o->status == STATUS_MISSING ? MISSING : o->value.coefficient;
        if (n == 4 || value != c->vintages[n])
            fail_msg("case %zu: vintage %zu is %ld", k, n, (long)value);
    }
    assert_true(c->errors > 0 || n == 4 || c->vintages[n] == 0);
    tear_down(&inner);
}

/* Every order of the values that come. */
static void permute(const struct ageless_case *c, size_t *order, size_t at, size_t k) {
    if (at == c->count) {
        check_case(c, order, k);
        return;
    }
    for (size_t i = at; i < c->count; i++) {
        size_t swapped = order[at];
        order[at] = order[i], order[i] = swapped;
        permute(c, order, at + 1, k);
        order[i] = order[at], order[at] = swapped;
    }
}

/* Nothing says which is newer, whichever file is read first. */
static void a_value_without_vintage_meets_all_vintages_in_any_order(void **state) {
    static const struct ageless_case cases[] = {
        {{{0, 0, 5}, {1, 20210115, 4}, {1, 20220115, 5}}, 3, 1, 0, {0}},
        {{{0, 0, 4}, {1, 20210115, 4}, {1, 20220115, 5}}, 3, 1, 0, {0}},
        {{{0, 0, 3}, {1, 20210115, 4}, {1, 20220115, 5}}, 3, 1, 0, {0}},
        {{{0, 0, 5}, {1, 20210115, 5}, {1, 20220115, 5}}, 3, 0, 1, {5, 5}},
        {{{0, 0, 5}, {1, 20210115, 5}}, 2, 0, 1, {5}},
        {{{0, 0, 5}, {1, 20210115, 5}, {1, 20220115, MISSING}}, 3, 0, 1, {MISSING, 5}},
        {{{0, 0, 5}, {1, 20210115, 4}, {1, 20220115, MISSING}}, 3, 1, 0, {0}},
        /* What is missing gives way. */
        {{{0, 0, MISSING}, {1, 20210115, 4}, {1, 20220115, 5}}, 3, 0, 0, {5, 4}},
        {{{0, 0, MISSING}, {1, 20210115, 4}, {1, 20220115, MISSING}},
         3,
         0,
         0,
         {MISSING, 4}},
        {{{0, 0, 5}, {1, 20210115, MISSING}, {1, 20220115, MISSING}}, 3, 0, 0, {5}},
        /* In one file an empty cell beside a dated one is the older. */
        {{{0, 0, 5}, {0, 20210115, 4}}, 2, 0, 0, {4, 5}},
        {{{0, 0, 5}, {0, 20210115, 4}, {1, 20220115, 5}}, 3, 0, 0, {5, 4, 5}},
        {{{0, 0, 5}, {0, 20210115, 4}, {1, 20220115, 6}}, 3, 1, 0, {0}},
        /* But not if the other file says it, too. */
        {{{0, 0, 5}, {1, 0, 5}, {1, 20210115, 4}}, 3, 1, 1, {0}},
        {{{0, 0, 5}, {0, 20210115, 4}, {1, 20210115, 4}}, 3, 1, 1, {0}},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        size_t order[] = {0, 1, 2, 3};
        permute(&cases[k], order, 0, k);
    }
    (void)state;
}

static void texts_are_kept_once(void **state) {
    struct world *w = *state;
    struct observation o = observe(w, "r", 20240115, 0);
    o.text = dataset_intern_text(w->ds, STR("B"));
    assert_true(dataset_add_observation(w->ds, &o, w->diag));
    o = observe(w, "r", 20240630, 0);
    o.text = dataset_intern_text(w->ds, STR("A"));
    assert_int_not_equal(o.text, 0);
    assert_int_equal(dataset_intern_text(w->ds, STR("A")), o.text);
    assert_int_equal(dataset_intern_text(w->ds, STR("")), 0);
    assert_true(dataset_add_observation(w->ds, &o, w->diag));
    seal(w);
    const struct observation *found = dataset_find(w->ds, w->series, w->area, year);
    assert_str(dataset_text(w->ds, found), "A");
    assert_str(dataset_text(w->ds, dataset_older(w->ds, found)), "B");
    assert_str(dataset_unit(w->ds, found), "亿元");
    assert_true(dataset_is_revised(w->ds, found));
}

/* ---- speed ---- */

/* `count` areas × 4 vintages. */
static void fill(struct world *w, uint32_t count) {
    static const uint32_t days[] = {20240101, 20250101, 20230101, 20220101};
    for (uint32_t a = 0; a < count; a++) {
        struct area area = {.code = arena_printf(w->arena, "%u", a)};
        assert_int_equal(dataset_add_area(w->ds, &area, w->diag), a + 1);
        for (uint32_t v = 0; v < 4; v++) {
            struct observation o = observe(w, "r", days[v], days[v] + a);
            o.area = a + 1;
            assert_true(dataset_add_observation(w->ds, &o, w->diag));
        }
    }
    seal(w);
}

/* Seconds for look-ups all over the set; every one must be right. */
static double look_up(const struct world *w, uint32_t count, uint32_t times) {
    clock_t start = clock();
    uint32_t a = 0;
    for (uint32_t i = 0; i < times; i++) {
        a = (a + 7919) % count;
        const struct as_of as_of = {.known = 20230601};
        const struct observation *o = dataset_find(w->ds, w->series, a + 1, year);
        o = dataset_seen(w->ds, o, &as_of);
        if (o == NULL || o->value.coefficient != 20230101 + a)
            fail_msg("area %u is not found", a);
    }
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* In a set 200 times as large a look-up may miss the caches, but not search. */
static void a_look_up_does_not_grow_with_the_set(void **state) {
    struct world *large = *state;
    void *inner;
    set_up(&inner);
    struct world *small = inner;
    fill(small, 1000);
    fill(large, 200000);
    double a = look_up(small, 1000, 400000), b = look_up(large, 200000, 400000);
    tear_down(&inner);
    if (b > 40 * a + 0.1)
        fail_msg("%.3f s, in the small set %.3f s", b, a);
}

/* Many vintages of one value, newest first, take no time that grows with square. */
static void vintages_of_one_value_are_added_in_o_1(void **state) {
    struct world *w = *state;
    enum { MANY = 200000 };
    char name[16];
    for (int i = MANY; i > 0; i--) {
        snprintf(name, sizeof name, "V%d", i);
        add(w, name, 0, i);
    }
    seal(w);
    const struct observation *o = dataset_find(w->ds, w->series, w->area, year);
    for (int i = MANY; i > 0; i--, o = dataset_older(w->ds, o)) {
        assert_int_equal(o->value.coefficient, i);
    }
    assert_null(o);
}

/* 约5 is not 5: a number says the same as another one with the same qualifier only. */
static void equal_is_what_says_the_same(void **state) {
    struct world *w = *state;
    struct observation five = observe(w, "", 0, 5), other = five;
    assert_true(observation_equal(&five, &other));
    other.qualifier = QUALIFIER_ABOUT;
    assert_false(observation_equal(&five, &other));
    five.qualifier = QUALIFIER_MORE_THAN;
    assert_false(observation_equal(&five, &other));
    five.qualifier = QUALIFIER_ABOUT;
    assert_true(observation_equal(&five, &other));
    other.value = decimal_from_integer(6);
    assert_false(observation_equal(&five, &other));
    other = five;
    other.status = STATUS_MISSING;
    assert_false(observation_equal(&five, &other));
    five.status = STATUS_SUPPRESSED;
    assert_false(observation_equal(&five, &other));
    five.status = STATUS_MISSING;
    assert_true(observation_equal(&five, &other));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_vintages_in_any_order_of_arrival),
        cmocka_unit_test_setup_teardown(an_as_of_cuts_by_period_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_revision_to_missing_is_seen, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_confirmed_value_is_not_revised, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(order_is_arrival_then_day_then_name, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(one_vintage_has_one_value, set_up, tear_down),
        cmocka_unit_test_setup_teardown(equal_is_what_says_the_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_day_is_one_vintage_however_it_is_spelt,
                                        set_up, tear_down),
        cmocka_unit_test(a_value_without_vintage_meets_all_vintages_in_any_order),
        cmocka_unit_test_setup_teardown(texts_are_kept_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_look_up_does_not_grow_with_the_set, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(vintages_of_one_value_are_added_in_o_1, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
