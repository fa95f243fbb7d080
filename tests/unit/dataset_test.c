#include "dataset/dataset.h"
#include "dataset/profile.h"
#include "unit.h"
#include <stdlib.h>

struct world {
    struct arena *arena;
    struct diag *diag;
    struct dataset *ds;
};

static int set_up(void **state) {
    struct world *w = calloc(1, sizeof *w);
    w->arena = arena_open_shared((size_t)1 << 30);
    w->diag = diag_open();
    w->ds = dataset_open(w->arena);
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

static uint32_t add_indicator(struct world *w, const char *code) {
    struct indicator i = {.code = str_from(code), .name = str_from(code)};
    i.place = (struct place){.file = STR("input/indicators.csv"), .line = 2};
    return dataset_add_indicator(w->ds, &i, w->diag);
}

static uint32_t add_area(struct world *w, const char *code) {
    struct area a = {.code = str_from(code), .name = str_from(code)};
    a.place = (struct place){.file = STR("input/areas.csv"), .line = 3};
    return dataset_add_area(w->ds, &a, w->diag);
}

static struct observation observe(struct world *w, uint32_t indicator, uint32_t area,
                                  const char *period, const char *value,
                                  uint32_t line) {
    struct observation o = {.series = dataset_total(w->ds, indicator), .area = area};
    assert_true(period_from_code(str_from(period), &o.period));
    assert_true(decimal_parse(str_from(value), &o.value));
    o.source = (struct source_cell){.file = 0, .line = line, .column = 4};
    return o;
}

static void repeated_code_is_refused(void **state) {
    struct world *w = *state;
    assert_int_equal(add_indicator(w, "CERT"), 0);
    assert_int_equal(add_indicator(w, "CERT"), DATASET_NONE);
    assert_int_equal(add_area(w, "340000"), 0);
    assert_int_equal(add_area(w, "340000"), DATASET_NONE);
    size_t count;
    const struct diag_entry *entries = diag_entries(w->diag, &count);
    assert_int_equal(count, 2);
    assert_str(entries[0].text,
               "indicator \"CERT\" is already defined at input/indicators.csv:2");
}

static void every_code_is_found_among_many(void **state) {
    struct world *w = *state;
    char code[16];
    for (int i = 0; i < 3000; i++) {
        snprintf(code, sizeof code, "%06d", i * 7);
        struct str copy = arena_copy(w->arena, str_from(code));
        struct area a = {.code = copy};
        assert_int_equal(dataset_add_area(w->ds, &a, w->diag), i);
    }
    for (int i = 0; i < 3000; i++) {
        snprintf(code, sizeof code, "%06d", i * 7);
        assert_int_equal(dataset_find_area(w->ds, str_from(code)), i);
        snprintf(code, sizeof code, "%06d", i * 7 + 1);
        assert_int_equal(dataset_find_area(w->ds, str_from(code)), DATASET_NONE);
    }
}

static void another_value_under_a_key_names_both_places(void **state) {
    struct world *w = *state;
    uint32_t i = add_indicator(w, "CERT"), a = add_area(w, "340000");
    struct input_file file = {.path = STR("input/a.csv")};
    dataset_add_file(w->ds, &file);
    struct observation first = observe(w, i, a, "2023-09", "10.0", 7);
    struct observation equal = observe(w, i, a, "2023-09", "10", 8);
    struct observation other = observe(w, i, a, "2023-09", "11", 9);
    assert_true(dataset_add_observation(w->ds, &first, w->diag));
    assert_true(dataset_add_observation(w->ds, &equal, w->diag));
    assert_int_equal(diag_count(w->diag, DIAG_NOTE), 1);
    assert_false(dataset_add_observation(w->ds, &other, w->diag));
    size_t count;
    const struct diag_entry *e = diag_entries(w->diag, &count);
    assert_int_equal(count, 2);
    assert_int_equal(e[1].place.line, 9);
    assert_str(e[1].place.cell, "D9");
    assert_str(e[1].text, "CERT 340000 2023-09 has two values: 11 here, 10.0 at "
                          "input/a.csv:7:4 (D7)");
    dataset_observations(w->ds, &count);
    assert_int_equal(count, 1);
}

static void a_value_takes_the_place_of_missing(void **state) {
    struct world *w = *state;
    uint32_t i = add_indicator(w, "CERT"), a = add_area(w, "340000");
    struct observation missing = observe(w, i, a, "2023", "0", 2);
    missing.status = STATUS_MISSING;
    struct observation value = observe(w, i, a, "2023", "5", 3);
    assert_true(dataset_add_observation(w->ds, &missing, w->diag));
    assert_true(dataset_add_observation(w->ds, &value, w->diag));
    assert_true(dataset_add_observation(w->ds, &missing, w->diag));
    assert_int_equal(dataset_find(w->ds, dataset_total(w->ds, i), a, value.period)
                         ->value.coefficient,
                     5);
    value.value = decimal_from_integer(6);
    dataset_put_observation(w->ds, &value, w->diag);
    assert_int_equal(dataset_find(w->ds, dataset_total(w->ds, i), a, value.period)
                         ->value.coefficient,
                     6);
    assert_int_equal(diag_count(w->diag, DIAG_ERROR), 0);
}

static void sealed_is_sorted_indexed_and_read_only(void **state) {
    struct world *w = *state;
    uint32_t x = add_indicator(w, "X"), empty = add_indicator(w, "E");
    uint32_t y = add_indicator(w, "Y"), a = add_area(w, "a"), b = add_area(w, "b");
    static const char *const periods[] = {"2024", "2023-12", "2023-Q4", "2023", "2022"};
    for (size_t p = 0; p < 5; p++) {
        struct observation o = observe(w, y, b, periods[p], "1", 1);
        dataset_add_observation(w->ds, &o, w->diag);
        o.series = dataset_total(w->ds, x), o.area = p % 2 ? a : b;
        dataset_add_observation(w->ds, &o, w->diag);
    }
    dataset_seal(w->ds);
    arena_seal(w->arena);
    size_t count;
    const struct observation *o = dataset_of_indicator(w->ds, y, &count);
    assert_int_equal(count, 5);
    struct arena *scratch = arena_open();
    static const char *const order[] = {"2022", "2023", "2023-Q4", "2023-12", "2024"};
    for (size_t p = 0; p < 5; p++) {
        assert_str(period_code(o[p].period, scratch), order[p]);
        assert_ptr_equal(dataset_find(w->ds, dataset_total(w->ds, y), b, o[p].period),
                         &o[p]);
    }
    assert_null(dataset_of_indicator(w->ds, empty, &count));
    assert_int_equal(count, 0);
    o = dataset_of_indicator(w->ds, x, &count);
    assert_int_equal(count, 5);
    assert_int_equal(o[0].area, a);
    assert_int_equal(o[4].area, b);
    assert_null(dataset_find(w->ds, dataset_total(w->ds, x), a, o[4].period));
    arena_close(scratch);
}

static void room_is_made_at_once(void **state) {
    struct world *w = *state;
    uint32_t x = add_indicator(w, "X"), a = add_area(w, "a");
    static const char *const periods[] = {"2021", "2022", "2023", "2024", "2025"};
    for (size_t p = 0; p < 5; p++) {
        struct observation o = observe(w, x, a, periods[p], "1", 1);
        dataset_expect(w->ds, p == 2 ? 1000 : p);
        assert_true(dataset_add_observation(w->ds, &o, w->diag));
    }
    dataset_seal(w->ds);
    arena_seal(w->arena);
    for (size_t p = 0; p < 5; p++) {
        struct observation o = observe(w, x, a, periods[p], "1", 1);
        assert_non_null(dataset_find(w->ds, dataset_total(w->ds, x), a, o.period));
    }
    size_t count;
    dataset_of_indicator(w->ds, x, &count);
    assert_int_equal(count, 5);
}

/* Every area of every period, with gaps, of two series: as if each was looked up. */
static void values_along_the_areas_are_those_that_are_looked_up(void **state) {
    enum { AREAS = 40, YEARS = 7 };
    struct world *w = *state;
    uint32_t series[] = {dataset_total(w->ds, add_indicator(w, "X")),
                         dataset_total(w->ds, add_indicator(w, "Y"))};
    for (int i = 0; i < AREAS; i++) {
        struct str code = arena_printf(w->arena, "%06d", 110000 + i);
        add_area(w, code.p);
    }
    unsigned dice = 7;
    for (size_t s = 0; s < 2; s++)
        for (uint32_t a = 0; a < AREAS; a++)
            for (int year = 2010; year < 2010 + YEARS; year++) {
                dice = dice * 1103515245u + 12345u;
                if (dice >> 16 & 3 || a < 10) {
                    struct str code = arena_printf(w->arena, "%d", year);
                    struct observation o = observe(w, (uint32_t)s, a, code.p, "5", 10);
                    assert_true(dataset_add_observation(w->ds, &o, w->diag));
                }
            }
    dataset_seal(w->ds);
    for (int year = 2009; year <= 2010 + YEARS; year++) {
        struct dataset_trail trail = {0};
        struct period period;
        struct str code = arena_printf(w->arena, "%d", year);
        assert_true(period_from_code(code, &period));
        for (size_t s = 0; s < 2; s++)
            for (uint32_t a = 0; a < AREAS; a++)
                assert_ptr_equal(
                    dataset_find_along(w->ds, &trail, series[s], a, period),
                    dataset_find(w->ds, series[s], a, period));
    }
}

static void spreadsheet_cells_are_named(void **state) {
    struct world *w = *state;
    assert_str(dataset_cell_name(17, 4, w->arena), "D17");
    assert_str(dataset_cell_name(1, 26, w->arena), "Z1");
    assert_str(dataset_cell_name(1, 27, w->arena), "AA1");
    assert_str(dataset_cell_name(9, 703, w->arena), "AAA9");
    struct input_file file = {.path = STR("input/a.csv")};
    dataset_add_file(w->ds, &file);
    struct source_cell cell = {.line = 12, .column = 2, .joined = 2};
    struct place place = dataset_place(w->ds, cell, w->arena);
    assert_int_equal(place.line, 12);
    assert_str(place.cell, "B10");
}

/* What counts as a number, what is printed, and what a message calls it. */
static void a_status_says_whether_there_is_a_value(void **state) {
    static const struct {
        enum observation_status status;
        bool number, value;
        const char *text;
    } cases[] = {
        {STATUS_NORMAL, true, true, "12"},
        {STATUS_PROVISIONAL, true, true, "12"},
        {STATUS_REVISED, true, true, "12"},
        {STATUS_ESTIMATED, true, true, "12"},
        {STATUS_MISSING, false, false, "missing"},
        {STATUS_SUPPRESSED, false, false, "suppressed"},
        {STATUS_NEGLIGIBLE, false, true, "negligible"},
        {STATUS_ABSENT, false, false, "absent"},
    };
    struct world *w = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct observation o = {.status = (uint8_t)cases[i].status,
                                .value = decimal_from_integer(12)};
        assert_int_equal(observation_has_number(&o), cases[i].number);
        assert_int_equal(observation_has_value(&o), cases[i].value);
        assert_str(observation_text(w->ds, &o, w->arena), cases[i].text);
        o.text = dataset_intern_text(w->ds, STR("AA"));
        assert_false(observation_has_number(&o));
        assert_int_equal(observation_has_value(&o), cases[i].value);
        assert_str(observation_text(w->ds, &o, w->arena), "AA");
    }
    /* 12 beside N; a figure that is too unreliable to be shown. */
    struct observation number = {.status = STATUS_NEGLIGIBLE,
                                 .contrary = true,
                                 .value = decimal_from_integer(12)};
    assert_true(observation_has_number(&number));
    assert_true(observation_has_value(&number));
    assert_int_equal(observation_number(&number).coefficient, 12);
    struct observation none = {.status = STATUS_ESTIMATED, .contrary = true};
    assert_false(observation_has_number(&none));
    assert_false(observation_has_value(&none));
    assert_str(observation_text(w->ds, &none, w->arena), "estimated");
}

static void regions_are_looked_up_by_scheme(void **state) {
    (void)state;
    struct area a = {.regions = STR("region4=东部; region6=华北")};
    assert_str(area_region(&a, STR("region4")), "东部");
    assert_str(area_region(&a, STR("region6")), "华北");
    assert_str(area_region(&a, STR("region")), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(repeated_code_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_code_is_found_among_many, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(another_value_under_a_key_names_both_places,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_value_takes_the_place_of_missing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(sealed_is_sorted_indexed_and_read_only, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(room_is_made_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            values_along_the_areas_are_those_that_are_looked_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(spreadsheet_cells_are_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_status_says_whether_there_is_a_value, set_up,
                                        tear_down),
        cmocka_unit_test(regions_are_looked_up_by_scheme),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
