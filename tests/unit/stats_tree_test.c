/* Aggregation through a tree, and the rules that compare units. */
#include "stats/compare.h"
#include "stats/tree.h"
#include "unit.h"
#include <math.h>

#define MISSING ((double)NAN)

/* Root of two groups of two indicators. */
static struct tree_node nodes[] = {
    {.first_child = 1, .children = 2},
    {.first_child = 3, .children = 2},
    {.first_child = 5, .children = 2},
    {.column = 0},
    {.column = 1},
    {.column = 2},
    {.column = 3},
};
static const double values[] = {
    10, 20, 30, /* units of column 0 */
    50, 60, MISSING, 70, 80, 90, MISSING, 40, MISSING,
};
static const struct tree tree = {.units = 3, .nodes = 7, .columns = 4, .node = nodes};

static const double *score(const double *weights, struct tree_work *work,
                           size_t wanted_bad) {
    struct tree_values *columns = tree_values_open(values, 4, 3);
    assert_int_equal(tree_score(&tree, weights, columns, work), wanted_bad);
    tree_values_close(columns);
    return tree_scores(work, 0);
}

static void near(double seen, double wanted) {
    if (!(fabs(seen - wanted) <= 1e-13 * fabs(wanted)))
        fail_msg("%.17g is not %.17g", seen, wanted);
}

static void missing_values_hand_on_their_weight(void **state) {
    (void)state;
    struct tree_work *work = tree_work_open(3, 7);
    const double weights[] = {1, 1, 3, 1, 3, 2, 1};
    const double *root = score(weights, work, 0);
    near(root[0], (1 * (10 + 3 * 50) / 4.0 + 3 * 70) / 4);
    near(root[1], (1 * (20 + 3 * 60) / 4.0 + 3 * (2 * 80 + 40) / 3.0) / 4);
    near(root[2], (1 * 30 + 3 * 90) / 4.0);
    tree_work_close(work);
}

static void a_group_without_weights_is_left_out(void **state) {
    (void)state;
    struct tree_work *work = tree_work_open(3, 7);
    const double weights[] = {1, 1, 3, 0, 0, 2, 1};
    const double *root = score(weights, work, 0);
    near(root[0], 70);
    near(root[2], 90);
    tree_work_close(work);
}

static void too_few_values_give_no_score(void **state) {
    (void)state;
    struct tree_work *work = tree_work_open(3, 7);
    const double weights[] = {1, 1, 1, 1, 1, 1, 1};
    nodes[2].threshold = 0.51;
    const double *root = score(weights, work, 0);
    near(root[0], 30);
    assert_true(isnan(tree_scores(work, 2)[0]));
    near(tree_scores(work, 2)[1], 60);
    nodes[2].threshold = 0.5;
    score(weights, work, 0);
    near(tree_scores(work, 2)[0], 70);
    nodes[2].threshold = 0;
    tree_work_close(work);
}

static void other_means(void **state) {
    (void)state;
    struct tree_work *work = tree_work_open(3, 7);
    const double weights[] = {1, 1, 3, 1, 3, 2, 1};
    nodes[1].rule = TREE_GEOMETRIC;
    score(weights, work, 0);
    near(tree_scores(work, 1)[0], pow(10 * pow(50, 3), 0.25));
    near(tree_scores(work, 1)[2], 30);
    nodes[1].rule = TREE_HARMONIC;
    score(weights, work, 0);
    near(tree_scores(work, 1)[0], 4 / (1 / 10.0 + 3 / 50.0));
    nodes[1].rule = TREE_POWER;
    nodes[1].exponent = 2;
    score(weights, work, 0);
    near(tree_scores(work, 1)[0], sqrt((100 + 3 * 2500) / 4.0));
    nodes[1].rule = TREE_ARITHMETIC;
    tree_work_close(work);
}

static void illegal_values_are_counted(void **state) {
    (void)state;
    static const double zero[] = {0, 20, 30, 50, -1, MISSING, 70, 80, 90, 1, 40, 2};
    struct tree_work *work = tree_work_open(3, 7);
    const double weights[] = {1, 1, 1, 1, 1, 1, 1};
    nodes[1].rule = TREE_GEOMETRIC;
    struct tree_values *columns = tree_values_open(zero, 4, 3);
    assert_int_equal(tree_score(&tree, weights, columns, work), 2);
    assert_int_equal(tree_score(&tree, weights, columns, work), 2);
    tree_values_close(columns);
    assert_true(isnan(tree_scores(work, 1)[0]));
    nodes[1].rule = TREE_ARITHMETIC;
    tree_work_close(work);
}

static void columns_are_turned_by_the_rule_that_asks(void **state) {
    (void)state;
    double x[] = {10, 20, 30, 50, 60, 30, 70, 80, 90, 1, 40, 2};
    struct tree_values *columns = tree_values_open(x, 4, 3);
    struct tree_work *work = tree_work_open(3, 7);
    const double weights[] = {1, 1, 1, 1, 3, 1, 1};
    const struct tree_node rules[] = {
        {.rule = TREE_GEOMETRIC},
        {.rule = TREE_POWER, .exponent = 2},
        {.rule = TREE_POWER, .exponent = 3},
        {.rule = TREE_HARMONIC},
    };
    const double wanted[] = {pow(10 * pow(50, 3), 0.25), sqrt((100 + 3 * 2500) / 4.0),
                             cbrt((1e3 + 3 * 125e3) / 4), 4 / (1 / 10.0 + 3 / 50.0)};
    for (size_t i = 0; i < 8; i++) {
        nodes[1].rule = rules[i % 4].rule;
        nodes[1].exponent = rules[i % 4].exponent;
        assert_int_equal(tree_score(&tree, weights, columns, work), 0);
        near(tree_scores(work, 1)[0], wanted[i % 4]);
    }
    x[0] = 50;
    x[1] = 0;
    tree_values_renew(columns);
    assert_int_equal(tree_score(&tree, weights, columns, work), 1);
    near(tree_scores(work, 1)[0], 50);
    assert_true(isnan(tree_scores(work, 1)[1]));
    nodes[1].rule = TREE_ARITHMETIC;
    tree_work_close(work);
    tree_values_close(columns);
}

static void copeland(const double *weights, const double *a, const double *b,
                     const double *c, double wanted) {
    const double *columns[] = {a, b, c};
    double scratch[6], scores[2];
    compare_copeland(columns, 3, 2, weights, scratch, scores);
    assert_true(scores[0] == wanted && scores[1] == -wanted);
}

static void copeland_draws_are_exact(void **state) {
    (void)state;
    const double up[] = {2, 1}, down[] = {1, 2}, same[] = {0.3, 0.1 + 0.2};
    copeland((double[]){0.1, 0.3, 0.2}, up, down, up, 0);
    copeland((double[]){0.1, 0.3, 0.2001}, up, down, up, 1);
    copeland((double[]){1, 1, 5}, up, down, same, 0);
    copeland((double[]){1, 2, 5}, up, down, same, -1);
    const double gap[] = {MISSING, 2};
    copeland((double[]){1, 2, 5}, up, gap, same, 1);
}

static void copeland_without_values(void **state) {
    (void)state;
    const double a[] = {1, MISSING, 3}, b[] = {1, MISSING, MISSING};
    const double *columns[] = {a, b};
    double scratch[6], scores[3];
    compare_copeland(columns, 2, 3, (double[]){1, 1}, scratch, scores);
    assert_true(scores[0] == -1 && isnan(scores[1]) && scores[2] == 1);
}

static void topsis_of_alike_units_is_missing(void **state) {
    (void)state;
    const double a[] = {1, 1, 1}, b[] = {2, 2, 2};
    const double *columns[] = {a, b};
    double scratch[6], scores[3];
    compare_topsis(columns, 2, 3, (double[]){1, 1}, NULL, COMPARE_MIN_MAX,
                   COMPARE_IN_MATRIX, scratch, NULL, scores);
    assert_true(isnan(scores[0]) && isnan(scores[2]));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_values_hand_on_their_weight),
        cmocka_unit_test(a_group_without_weights_is_left_out),
        cmocka_unit_test(too_few_values_give_no_score),
        cmocka_unit_test(other_means),
        cmocka_unit_test(illegal_values_are_counted),
        cmocka_unit_test(columns_are_turned_by_the_rule_that_asks),
        cmocka_unit_test(copeland_draws_are_exact),
        cmocka_unit_test(copeland_without_values),
        cmocka_unit_test(topsis_of_alike_units_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
