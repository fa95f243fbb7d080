/* Dimensions, their items, and series: interned, found, in order, apart. */
#include "dataset/dataset.h"
#include "unit.h"
#include <stdio.h>
#include <stdlib.h>

enum { FIELD, SEX, DIMENSIONS };

struct world {
    struct arena *arena;
    struct diag *diag;
    struct dataset *ds;
    uint32_t cert, org, area;
    uint32_t qms, ems, mgmt, male, female;
};

static const struct period year = {2023, PERIOD_YEAR, 0};

static uint32_t add_indicator(struct world *w, const char *code) {
    struct indicator i = {.code = str_from(code)};
    return dataset_add_indicator(w->ds, &i, w->diag);
}

static uint32_t add_item(struct world *w, uint32_t dimension, const char *code) {
    struct dimension_item item = {
        .code = str_from(code),
        .dimension = dimension,
        .parent = DATASET_NONE,
        .place = {.file = STR("input/dimensions.csv"), .line = 3}};
    return dataset_add_item(w->ds, &item, w->diag);
}

static int set_up(void **state) {
    struct world *w = calloc(1, sizeof *w);
    w->arena = arena_open_shared((size_t)1 << 30);
    w->diag = diag_open();
    w->ds = dataset_open(w->arena);
    struct dimension field = {
        .code = STR("field"),
        .place = {.file = STR("input/dimensions.csv"), .line = 2}};
    struct dimension sex = {.code = STR("sex")};
    struct area area = {.code = STR("340000")};
    w->cert = add_indicator(w, "CERT");
    assert_int_equal(dataset_add_dimension(w->ds, &field, w->diag), FIELD);
    assert_int_equal(dataset_add_dimension(w->ds, &sex, w->diag), SEX);
    w->qms = add_item(w, FIELD, "QMS");
    w->female = add_item(w, SEX, "F");
    w->ems = add_item(w, FIELD, "EMS");
    w->mgmt = add_item(w, FIELD, "MGMT");
    w->male = add_item(w, SEX, "M");
    dataset_set_item_parent(w->ds, w->qms, w->mgmt);
    w->area = dataset_add_area(w->ds, &area, w->diag);
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

static void items_are_found_in_their_dimension(void **state) {
    struct world *w = *state;
    assert_int_equal(dataset_find_dimension(w->ds, STR("sex")), SEX);
    assert_int_equal(dataset_find_dimension(w->ds, STR("age")), DATASET_NONE);
    assert_int_equal(dataset_find_item(w->ds, FIELD, STR("QMS")), w->qms);
    assert_int_equal(dataset_find_item(w->ds, SEX, STR("QMS")), DATASET_NONE);
    assert_int_equal(dataset_item(w->ds, w->qms)->parent, w->mgmt);
    assert_int_equal(dataset_item(w->ds, w->mgmt)->parent, DATASET_NONE);
    assert_null(dataset_item(w->ds, DATASET_NONE));
    assert_int_equal(dataset_dimension_count(w->ds), DIMENSIONS);
    assert_int_equal(dataset_item_count(w->ds), 5);
    /* The same code in another dimension is another item. */
    uint32_t other = add_item(w, SEX, "QMS");
    assert_int_not_equal(other, DATASET_NONE);
    assert_int_equal(dataset_find_item(w->ds, SEX, STR("QMS")), other);
}

static void repeated_codes_are_refused(void **state) {
    struct world *w = *state;
    struct dimension again = {.code = STR("field")};
    assert_int_equal(dataset_add_dimension(w->ds, &again, w->diag), DATASET_NONE);
    assert_int_equal(add_item(w, FIELD, "QMS"), DATASET_NONE);
    size_t count;
    const struct diag_entry *e = diag_entries(w->diag, &count);
    assert_int_equal(count, 2);
    assert_str(e[0].text,
               "dimension \"field\" is already defined at input/dimensions.csv:2");
    assert_str(e[1].text, "item \"QMS\" of dimension \"field\" is already defined at "
                          "input/dimensions.csv:3");
}

static void items_in_any_order_are_one_series(void **state) {
    struct world *w = *state;
    const uint32_t ab[] = {w->qms, w->female}, ba[] = {w->female, w->qms};
    uint32_t total = dataset_total(w->ds, w->cert);
    assert_int_equal(dataset_intern_series(w->ds, w->cert, NULL, 0), total);
    assert_int_equal(dataset_find_series(w->ds, w->cert, ab, 2), DATASET_NONE);
    uint32_t id = dataset_intern_series(w->ds, w->cert, ab, 2);
    assert_int_not_equal(id, total);
    assert_int_equal(dataset_intern_series(w->ds, w->cert, ba, 2), id);
    assert_int_equal(dataset_find_series(w->ds, w->cert, ba, 2), id);
    assert_int_equal(dataset_find_series(w->ds, w->cert, ab, 1), DATASET_NONE);
    assert_int_equal(dataset_series(w->ds, id)->indicator, w->cert);
    assert_int_equal(dataset_series(w->ds, id)->item_count, 2);
    assert_int_equal(dataset_series(w->ds, id)->items[0], w->qms);
    const uint32_t both[] = {w->qms, w->ems};
    assert_int_equal(dataset_intern_series(w->ds, w->cert, both, 2), DATASET_NONE);
    const uint32_t twice[] = {w->qms, w->qms};
    assert_int_equal(dataset_find_series(w->ds, w->cert, twice, 2), DATASET_NONE);
    uint32_t org = add_indicator(w, "ORG");
    assert_int_equal(dataset_sibling(w->ds, id, org), DATASET_NONE);
    uint32_t of_org = dataset_intern_series(w->ds, org, ba, 2);
    assert_int_equal(dataset_sibling(w->ds, id, org), of_org);
    assert_int_equal(dataset_sibling(w->ds, total, org), dataset_total(w->ds, org));
    assert_int_equal(dataset_total(w->ds, 77), DATASET_NONE);
}

static void observe(struct world *w, uint32_t series, int64_t value) {
    struct observation o = {.series = series,
                            .area = w->area,
                            .period = year,
                            .value = decimal_from_integer(value)};
    assert_true(dataset_add_observation(w->ds, &o, w->diag));
}

static void series_are_apart_and_in_order(void **state) {
    struct world *w = *state;
    const uint32_t qms_f[] = {w->qms, w->female};
    /* Interned before the second indicator is there, and in no order. */
    uint32_t deep = dataset_intern_series(w->ds, w->cert, qms_f, 2);
    uint32_t ems = dataset_intern_series(w->ds, w->cert, &w->ems, 1);
    uint32_t org = add_indicator(w, "ORG"), empty = add_indicator(w, "EMPTY");
    uint32_t org_m = dataset_intern_series(w->ds, org, &w->male, 1);
    uint32_t qms = dataset_intern_series(w->ds, w->cert, &w->qms, 1);
    observe(w, org_m, 1);
    observe(w, deep, 2);
    observe(w, ems, 3);
    observe(w, dataset_total(w->ds, w->cert), 10);
    observe(w, qms, 4);
    observe(w, dataset_total(w->ds, org), 20);
    dataset_seal(w->ds);
    arena_seal(w->arena);
    size_t count;
    const uint32_t *ids = dataset_series_of(w->ds, w->cert, &count);
    const uint32_t expected[] = {dataset_total(w->ds, w->cert), qms, deep, ems};
    assert_int_equal(count, 4);
    assert_memory_equal(ids, expected, sizeof expected);
    const struct observation *o = dataset_observations(w->ds, &count);
    static const int64_t values[] = {10, 4, 2, 3, 20, 1};
    assert_int_equal(count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(o[i].value.coefficient, values[i]);
        assert_ptr_equal(dataset_find(w->ds, o[i].series, w->area, year), &o[i]);
    }
    /* An indicator's own observations are those of its total. */
    assert_ptr_equal(dataset_of_indicator(w->ds, w->cert, &count), &o[0]);
    assert_int_equal(count, 1);
    assert_ptr_equal(dataset_of_series(w->ds, deep, &count), &o[2]);
    assert_int_equal(count, 1);
    assert_null(dataset_of_indicator(w->ds, empty, &count));
    assert_int_equal(count, 0);
    assert_int_equal(*dataset_series_of(w->ds, empty, &count),
                     dataset_total(w->ds, empty));
    assert_int_equal(count, 1);
    assert_ptr_equal(observation_indicator(w->ds, &o[5]),
                     dataset_indicator(w->ds, org));
}

static void every_series_is_found_among_many(void **state) {
    struct world *w = *state;
    enum { MANY = 5000 };
    uint32_t ids[MANY];
    char code[16];
    for (int i = 0; i < MANY; i++) {
        snprintf(code, sizeof code, "I%d", i);
        struct dimension_item item = {.code = arena_copy(w->arena, str_from(code)),
                                      .dimension = FIELD};
        uint32_t items[] = {w->male, dataset_add_item(w->ds, &item, w->diag)};
        ids[i] = dataset_intern_series(w->ds, w->cert, items, 2);
    }
    for (int i = 0; i < MANY; i++) {
        snprintf(code, sizeof code, "I%d", i);
        uint32_t items[] = {dataset_find_item(w->ds, FIELD, str_from(code)), w->male};
        assert_int_equal(dataset_find_series(w->ds, w->cert, items, 2), ids[i]);
        assert_int_equal(dataset_find_series(w->ds, w->cert, items, 1), DATASET_NONE);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(items_are_found_in_their_dimension, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(repeated_codes_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(items_in_any_order_are_one_series, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(series_are_apart_and_in_order, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(every_series_is_found_among_many, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
