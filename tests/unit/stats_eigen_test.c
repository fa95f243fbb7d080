/* Eigenvalues: by their definition, and where they are known. */
#include "stats/eigen.h"
#include "stats/random.h"
#include "unit.h"
#include <math.h>
#include <string.h>

static void known_matrix(void **state) {
    (void)state;
    double m[] = {2, 1, 1, 2}, values[2], vectors[4];
    assert_true(eigen_symmetric(m, 2, values, vectors));
    assert_true(fabs(values[0] - 3) < 1e-14 && fabs(values[1] - 1) < 1e-14);
    assert_true(fabs(vectors[0] - sqrt(0.5)) < 1e-14);
    assert_true(fabs(vectors[1] - sqrt(0.5)) < 1e-14);
}

static void every_pair_solves_its_equation(void **state) {
    (void)state;
    enum { N = 30 };
    static double m[N * N], copy[N * N], values[N], vectors[N * N];
    random_fill(7, 1, m, N * N);
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < i; j++)
            m[i * N + j] = m[j * N + i];
    memcpy(copy, m, sizeof m);
    assert_true(eigen_symmetric(m, N, values, vectors));
    for (size_t k = 0; k < N; k++) {
        double length = 0;
        for (size_t i = 0; i < N; i++) {
            double product = 0;
            for (size_t j = 0; j < N; j++)
                product += copy[i * N + j] * vectors[k * N + j];
            assert_true(fabs(product - values[k] * vectors[k * N + i]) < 1e-12);
            length += vectors[k * N + i] * vectors[k * N + i];
        }
        assert_true(fabs(length - 1) < 1e-12);
        assert_true(k == 0 || values[k] <= values[k - 1]);
    }
}

static void positive_matrix(void **state) {
    (void)state;
    const double m[] = {1, 3, 5, 1 / 3.0, 1, 3, 0.2, 1 / 3.0, 1};
    const double wanted[] = {0.636985571744757, 0.258284994374495, 0.104729433880748};
    double value, vector[3];
    assert_true(eigen_positive(m, 3, &value, vector));
    assert_true(fabs(value - 3.03851109055817) < 1e-13);
    for (size_t i = 0; i < 3; i++)
        assert_true(fabs(vector[i] / wanted[i] - 1) < 1e-13);
    const double zero[] = {1, 0, 1, 1};
    assert_false(eigen_positive(zero, 2, &value, vector));
    double broken[] = {1, (double)NAN, (double)NAN, 1}, values[2], vectors[4];
    assert_false(eigen_symmetric(broken, 2, values, vectors));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_matrix),
        cmocka_unit_test(every_pair_solves_its_equation),
        cmocka_unit_test(positive_matrix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
