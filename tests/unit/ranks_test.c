/* Rankings against the plain definition: the rank of a value is one more than how many
   areas of the set are better by the number as it prints. On random data with ties,
   gaps, both directions, sets, vintages and items. */
#include "unit.h"

#include "script/ranks.h"
#include <stdio.h>
#include <string.h>

enum { AREAS = 23, DAYS = 3, ROUNDS = 150 };

static uint64_t seed;

static uint32_t pick(uint32_t n) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed % n);
}

struct world {
    struct arena *arena;
    struct diag *diag;
    struct dataset *ds;
    struct common common;
    struct ranks ranks;
    uint32_t indicator, published;
    uint32_t series[2]; /* the total, and one narrowed by an item */
};

static const struct period year = {2023, PERIOD_YEAR, 0};
static const uint32_t days[DAYS] = {20240115, 20240630, 20250101};

static struct str name(struct world *w, const char *what, uint32_t n) {
    return arena_printf(w->arena, "%s%u", what, n);
}

static void add_value(struct world *w, uint32_t series, uint32_t area, uint32_t day,
                      struct decimal value) {
    struct vintage v = {arena_printf(w->arena, "%u", day), day, 0};
    struct observation o = {.series = series,
                            .area = area,
                            .period = year,
                            .vintage = dataset_intern_vintage(w->ds, &v),
                            .value = value,
                            .source = {.line = 2, .column = 4}};
    uint32_t kind = pick(20);
    if (kind == 0)
        o.status = STATUS_NEGLIGIBLE;
    else if (kind == 1)
        o.status = STATUS_SUPPRESSED;
    assert_true(dataset_add_observation(w->ds, &o, w->diag));
}

/* `gaps` in a hundred of the values are not there. */
static void fill(struct world *w, uint32_t gaps) {
    for (int s = 0; s < 2; s++)
        for (uint32_t area = 0; area < AREAS; area++)
            for (int d = 0; d < DAYS; d++) {
                struct decimal value = {(int64_t)pick(400) - 100,
                                        (int16_t)((int)pick(4) - 3), 0};
                value.decimals = value.exponent < 0 ? (int16_t)-value.exponent : 0;
                if (pick(100) >= gaps)
                    add_value(w, w->series[s], area, days[d], value);
            }
    for (uint32_t area = 0; area < AREAS; area++)
        if (pick(3) > 0)
            add_value(w, dataset_total(w->ds, w->published), area, days[0],
                      decimal_from_integer(1 + pick(9)));
}

static void open_world(struct world *w, uint32_t gaps) {
    w->arena = arena_open_shared((size_t)1 << 28);
    w->diag = diag_open();
    w->ds = dataset_open(w->arena);
    struct input_file file = {.path = STR("input/a.csv")};
    struct indicator i = {.code = STR("A"), .name = STR("甲"), .kind = KIND_FLOW};
    struct indicator rank = {.code = STR("A_RANK"),
                             .name = STR("甲位次"),
                             .kind = KIND_RANK,
                             .rank_of = STR("A")};
    struct dimension dimension = {.code = STR("sex"), .name = STR("性别")};
    struct dimension_item item = {.code = STR("F"), .name = STR("女")};
    i.direction = pick(2) == 0 ? DIRECTION_NEGATIVE : DIRECTION_POSITIVE;
    i.decimals = (int)pick(3);
    w->indicator = dataset_add_indicator(w->ds, &i, w->diag);
    w->published = dataset_add_indicator(w->ds, &rank, w->diag);
    item.dimension = dataset_add_dimension(w->ds, &dimension, w->diag);
    item.parent = DATASET_NONE;
    uint32_t narrowed = dataset_add_item(w->ds, &item, w->diag);
    w->series[0] = dataset_total(w->ds, w->indicator);
    w->series[1] = dataset_intern_series(w->ds, w->indicator, &narrowed, 1);
    dataset_add_file(w->ds, &file);
    for (uint32_t a = 0; a < AREAS; a++) {
        struct area area = {.code = name(w, "99", a),
                            .name = name(w, "省", a),
                            .parent = DATASET_NONE,
                            .ranked = pick(5) > 0};
        dataset_add_area(w->ds, &area, w->diag);
    }
    fill(w, gaps);
    dataset_seal(w->ds);
    common_open(&w->common, w->ds, w->arena);
    w->ranks = (struct ranks){.common = &w->common};
}

static void close_world(struct world *w) {
    common_close(&w->common);
    diag_close(w->diag);
    arena_close(w->arena);
}

static const struct observation *seen(const struct world *w,
                                      const struct ranking_key *key, uint32_t series,
                                      uint32_t area) {
    const struct observation *o = dataset_seen(
        w->ds, dataset_find(w->ds, series, area, key->period), &key->as_of);
    return o != NULL && observation_has_value(o) ? o : NULL;
}

/* As it prints: by the code that prints, not by decimal_round(). */
static void printed(const struct world *w, const struct ranking_key *key,
                    const struct observation *o, mpq_t out) {
    if (o->status == STATUS_NEGLIGIBLE)
        mpq_set_ui(out, 0, 1);
    else
        decimal_to_rational(o->value, out);
    if (key->exact)
        return;
    struct buf text = buf_open(128);
    struct decimal rounded;
    rational_print(out, dataset_indicator(w->ds, w->indicator)->decimals, key->rounding,
                   &text);
    assert_true(decimal_parse(buf_str(&text), &rounded));
    decimal_to_rational(rounded, out);
    buf_close(&text);
}

static bool is_member(const struct area_set *set, uint32_t area) {
    for (size_t i = 0; i < set->count; i++)
        if (set->areas[i] == area)
            return true;
    return false;
}

/* How many areas of the set are better than the area (`better`) or the same. */
static bool count_plainly(const struct world *w, const struct ranking_key *key,
                          uint32_t own, uint32_t *better, uint32_t *same) {
    int sign = dataset_indicator(w->ds, w->indicator)->direction == DIRECTION_NEGATIVE
                   ? -1
                   : 1;
    const struct observation *mine = seen(w, key, key->series, own);
    bool complete = mine != NULL;
    *better = *same = 0;
    mpq_t a, b;
    mpq_inits(a, b, NULL);
    for (uint32_t area = 0; area < AREAS; area++) {
        const struct observation *other = seen(w, key, key->series, area);
        if (!is_member(key->set, area))
            continue;
        complete = complete && other != NULL;
        if (mine == NULL || other == NULL || area == own)
            continue;
        printed(w, key, mine, a);
        printed(w, key, other, b);
        int order = mpq_cmp(b, a) * sign;
        *better += order > 0;
        *same += order == 0;
    }
    mpq_clears(a, b, NULL);
    return complete;
}

static uint32_t published_rank(const struct world *w, const struct ranking_key *key,
                               uint32_t area) {
    if (key->series != w->series[0] || !key->set->all)
        return 0; /* only totals have published ranks here */
    const struct observation *o =
        seen(w, key, dataset_total(w->ds, w->published), area);
    return o == NULL ? 0 : (uint32_t)o->value.coefficient;
}

static void check_area(struct world *w, const struct ranking_key *key, uint32_t area) {
    size_t cost;
    const struct ranking *ranking = ranks_find(&w->ranks, key, &cost);
    const struct rank_place *place = ranking_place(ranking, area);
    uint32_t better, same;
    bool complete = count_plainly(w, key, area, &better, &same);
    if (!is_member(key->set, area)) {
        assert_null(place);
        return;
    }
    assert_non_null(place);
    assert_int_equal(place->area, area);
    if (complete) {
        assert_true(ranking->complete);
        assert_int_equal(place->rank, better + 1);
        assert_int_equal(place->first, better);
        assert_int_equal(place->tied, same);
    } else {
        assert_false(ranking->complete);
        bool valued = seen(w, key, key->series, area) != NULL;
        assert_int_equal(place->rank, valued ? published_rank(w, key, area) : 0);
    }
}

/* Ties, and areas without a value behind all others, in the order of the set. */
static void check_order(struct world *w, const struct ranking_key *key) {
    size_t cost;
    const struct ranking *ranking = ranks_find(&w->ranks, key, &cost);
    assert_int_equal(ranking->count, key->set->count);
    for (size_t i = 0; i < ranking->count; i++) {
        const struct rank_place *place = &ranking->places[i];
        assert_int_equal(seen(w, key, key->series, place->area) != NULL,
                         i < ranking->valued);
        if (i > place->first)
            assert_true(ranking->places[i - 1].area < place->area);
    }
}

static void check_key(struct world *w, const struct ranking_key *key) {
    for (uint32_t area = 0; area < AREAS; area++)
        check_area(w, key, area);
    check_order(w, key);
}

static const struct area_set *random_set(struct world *w) {
    uint32_t areas[AREAS];
    size_t count = 0;
    if (pick(2) == 0)
        return w->common.all;
    for (uint32_t area = 0; area < AREAS; area++)
        if (pick(3) > 0)
            areas[count++] = area;
    return common_set(&w->common, areas, count);
}

static struct ranking_key random_key(struct world *w) {
    struct ranking_key key = {.series = w->series[pick(2)],
                              .indicator = w->indicator,
                              .period = year,
                              .set = random_set(w),
                              .rounding =
                                  pick(2) == 0 ? ROUND_HALF_AWAY : ROUND_HALF_EVEN,
                              .exact = pick(3) == 0};
    uint32_t day = pick(DAYS + 1);
    key.as_of.known = day < DAYS ? days[day] : 0;
    return key;
}

static void ranks_are_the_plain_ones(void **state) {
    (void)state;
    seed = 20231122;
    for (int round = 0; round < ROUNDS; round++) {
        struct world w;
        open_world(&w, round % 3 == 0 ? 10 : 0);
        for (int i = 0; i < 12; i++) {
            struct ranking_key key = random_key(&w);
            check_key(&w, &key);
        }
        close_world(&w);
    }
}

/* Worked out once, in the mapping while there is room, and found again afterwards. */
static void a_ranking_is_worked_out_once(void **state) {
    (void)state;
    seed = 7;
    struct world w;
    size_t first, again, other;
    open_world(&w, 0);
    struct ranking_key key = {.series = w.series[0],
                              .indicator = w.indicator,
                              .period = year,
                              .set = w.common.all};
    common_share(&w.common, 2 * ranks_size(&w.ranks, w.common.all->count));
    const struct ranking *ranking = ranks_find(&w.ranks, &key, &first);
    assert_true(arena_used(w.common.shared) > sizeof *ranking);
    common_seal(&w.common);
    assert_ptr_equal(ranks_find(&w.ranks, &key, &again), ranking);
    assert_int_equal(first, w.common.all->count + 1);
    assert_int_equal(again, 1);
    key.exact = true; /* after the seal: this process's own */
    assert_ptr_not_equal(ranks_find(&w.ranks, &key, &other), ranking);
    assert_int_equal(other, w.common.all->count + 1);
    check_key(&w, &key);
    close_world(&w);
}

/* A list that names all ranked areas is another set, without published ranks. */
static void equal_lists_are_one_set(void **state) {
    (void)state;
    seed = 9;
    struct world w;
    open_world(&w, 0);
    uint32_t list[] = {2, 1}, same[] = {2, 1}, turned[] = {1, 2};
    assert_ptr_equal(common_set(&w.common, list, 2), common_set(&w.common, same, 2));
    assert_ptr_not_equal(common_set(&w.common, list, 2),
                         common_set(&w.common, turned, 2));
    assert_ptr_equal(common_set(&w.common, NULL, 0), w.common.all);
    assert_ptr_not_equal(
        common_set(&w.common, w.common.all->areas, w.common.all->count), w.common.all);
    close_world(&w);
}

/* Against the code that prints. */
static void decimals_round_as_they_print(void **state) {
    (void)state;
    seed = 3;
    mpq_t q;
    mpq_init(q);
    for (int i = 0; i < 200000; i++) {
        struct decimal d = {(int64_t)pick(2000001) - 1000000,
                            (int16_t)((int)pick(30) - 24), 0};
        if (pick(8) == 0)
            d.coefficient *= 1000000000000;
        d.decimals = d.exponent < 0 ? (int16_t)-d.exponent : 0;
        int decimals = (int)pick(7);
        enum rounding rounding = pick(2) == 0 ? ROUND_HALF_AWAY : ROUND_HALF_EVEN;
        struct buf text = buf_open(128), own = buf_open(128);
        decimal_to_rational(d, q);
        rational_print(q, decimals, rounding, &text);
        decimal_to_rational(decimal_round(d, decimals, rounding), q);
        rational_print(q, decimals, rounding, &own);
        assert_string_equal(buf_z(&own), buf_z(&text));
        assert_true(d.exponent >= -decimals ||
                    decimal_round(d, decimals, rounding).exponent == -decimals);
        buf_close(&text);
        buf_close(&own);
    }
    mpq_clear(q);
}

/* A mapping that is full sends the rest to the process's own arena. */
static void a_full_mapping_is_no_end(void **state) {
    (void)state;
    struct common common = {.arena = arena_open()};
    common_share(&common, 1 << 16);
    size_t shared = 0, own = 0;
    for (size_t i = 0; i < 20000; i++) {
        size_t size = 1 + i % 61;
        struct arena *arena = common_arena(&common, size);
        memset(arena_alloc(arena, size), 1, size);
        shared += arena == common.shared;
        own += arena == common.arena;
    }
    assert_true(shared > 500);
    assert_true(own > 10000);
    arena_close(common.arena);
    common_close(&common);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_are_the_plain_ones),
        cmocka_unit_test(a_ranking_is_worked_out_once),
        cmocka_unit_test(equal_lists_are_one_set),
        cmocka_unit_test(decimals_round_as_they_print),
        cmocka_unit_test(a_full_mapping_is_no_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
