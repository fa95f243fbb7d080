/* + − × ÷ and comparison of figures: exact, demo and status passed on, a missing
   operand gives a missing figure, units that do not fit are refused. */
#include "base/decimal.h"
#include "dataset/qualifier.h"
#include "dataset/unit.h"
#include "script/addition.h"
#include "script/comparison.h"
#include "script/figure.h"
#include "script/values.h"
#include <math.h>
#include <string.h>

enum operation {
    ADD = CAUSE_SUM,
    SUBTRACT = CAUSE_DIFFERENCE,
    MULTIPLY = CAUSE_PRODUCT,
    DIVIDE = CAUSE_QUOTIENT
};

/* A figure or a plain number at index 1 or 2. */
struct operand {
    struct figure *figure; /* NULL: a number */
    struct str unit;
    bool exact; /* q holds */
    mpq_t q;    /* borrowed from the figure or a scratch: never cleared */
    double number;
};

static struct operand read_operand(lua_State *L, int index, mpq_t *scratch) {
    struct operand operand = {.figure = figure_test(L, index)};
    if (operand.figure != NULL) {
        operand.unit = figure_unit(L, index);
        if (operand.figure->kind == FIGURE_TEXT)
            sandbox_raise(L, NULL, "a grade is no number to calculate with");
        operand.exact = figure_borrow(operand.figure, operand.q);
        operand.number = operand.exact ? 0 : operand.figure->number;
        return operand;
    }
    if (lua_type(L, index) != LUA_TNUMBER)
        sandbox_raise(L, NULL, "cannot calculate with a figure and a %s",
                      sandbox_type_name(L, index));
    operand.number = lua_tonumber(L, index);
    operand.exact = rational_from_lua(L, index, *scratch);
    if (!operand.exact)
        sandbox_raise(L, NULL,
                      "cannot calculate with what is not a number (0/0 or 1/0)");
    memcpy(operand.q, *scratch, sizeof operand.q);
    return operand;
}

static double operand_double(const struct operand *operand) {
    if (operand->figure != NULL)
        return figure_number(operand->figure);
    return operand->number;
}

static bool is_same(struct str a, struct str b) {
    return str_equal(a, b) || unit_equal(a, b);
}

/* The unit of a sum or difference: 5% − 3% are 2个百分点, 5% ± 2个百分点 are again %.
 */
static struct str additive_unit(lua_State *L, enum operation operation,
                                const struct operand *a, const struct operand *b) {
    if (a->figure == NULL)
        return b->unit;
    if (b->figure == NULL)
        return a->unit;
    if (is_same(a->unit, b->unit))
        return operation == SUBTRACT ? unit_of_difference(a->unit) : a->unit;
    if (is_same(unit_of_difference(a->unit), b->unit))
        return a->unit;
    if (operation == ADD && is_same(a->unit, unit_of_difference(b->unit)))
        return b->unit;
    sandbox_raise(L, "convert one of them with f:in_unit(\"…\")",
                  operation == ADD ? "cannot add \"%.*s\" and \"%.*s\""
                                   : "cannot subtract \"%.*s\" and \"%.*s\"",
                  STR_ARG(a->unit), STR_ARG(b->unit));
    return a->unit;
}

/* The figure that the other one of a product is a percentage of, or NULL; `to` is what
   a number of that percentage is: 5% × 200件 are 10件, 5% × 20% are 1%. */
static const struct operand *part_of(enum operation operation, const struct operand *a,
                                     const struct operand *b, struct unit_factor *to) {
    const struct operand *whole = NULL;
    if (operation != MULTIPLY || a->unit.n == 0 || b->unit.n == 0)
        return NULL;
    if (unit_convertible(a->unit, STR("%"), to))
        whole = b;
    else if (unit_convertible(b->unit, STR("%"), to))
        whole = a;
    if (whole != NULL)
        to->power -= 2; /* a hundredth */
    return whole;
}

/* Pushes the unit of a product or quotient. */
static struct str scaled_unit(lua_State *L, enum operation operation,
                              const struct operand *a, const struct operand *b) {
    if (b->figure == NULL || b->unit.n == 0)
        return a->unit;
    if (operation == MULTIPLY)
        return a->unit.n == 0 ? b->unit : STR("");
    if (is_same(a->unit, b->unit))
        return STR("");
    lua_pushlstring(L, a->unit.n > 0 ? a->unit.p : "", a->unit.n);
    lua_pushliteral(L, "/");
    lua_pushlstring(L, b->unit.p, b->unit.n);
    lua_concat(L, 3);
    return check_str(L, -1);
}

static int sign_of(const struct operand *operand) {
    if (operand->exact)
        return mpq_sgn(operand->q);
    double number = operand_double(operand);
    return number > 0 ? 1 : number < 0 ? -1 : 0;
}

static enum qualifier qualifier_of(const struct operand *operand) {
    enum qualifier own =
        operand->figure != NULL ? operand->figure->qualifier : QUALIFIER_NONE;
    return own == QUALIFIER_REACHED ? QUALIFIER_NONE : own;
}

/* On which side of its number a difference, product or quotient lies, of operands that
   were joined. */
static void hold_bounds(struct figure *head, enum operation operation,
                        const struct operand *a, const struct operand *b) {
    enum qualifier first = qualifier_of(a), second = qualifier_of(b);
    int sign_a = sign_of(a), sign_b = sign_of(b);
    if (operation == SUBTRACT || (operation == DIVIDE && sign_a > 0 && sign_b > 0))
        figure_hold_against(head, first, second);
    else if (operation == MULTIPLY && sign_a > 0 && sign_b > 0)
        figure_hold_against(head, first, figure_opposite(second));
    else if (second == QUALIFIER_NONE && sign_b != 0)
        head->qualifier = (uint8_t)(sign_b > 0 ? first : figure_opposite(first));
    else if (first == QUALIFIER_NONE && operation == MULTIPLY && sign_a != 0)
        head->qualifier = (uint8_t)(sign_a > 0 ? second : figure_opposite(second));
    else
        figure_blur(head);
}

static void join_operands(struct figure *head, enum operation operation,
                          const struct operand *a, const struct operand *b) {
    if (a->figure != NULL)
        figure_join(head, a->figure);
    if (b->figure != NULL)
        figure_join(head, b->figure);
    if (operation != ADD)
        hold_bounds(head, operation, a, b);
}

static int16_t joint_decimals(enum operation operation, const struct operand *a,
                              const struct operand *b, const struct operand *whole) {
    if (whole != NULL)
        return whole->figure->decimals;
    if (a->figure == NULL)
        return operation == DIVIDE ? 2 : b->figure->decimals;
    if (b->figure == NULL)
        return a->figure->decimals;
    if (operation == ADD || operation == SUBTRACT)
        return a->figure->decimals > b->figure->decimals ? a->figure->decimals
                                                         : b->figure->decimals;
    return 2;
}

/* Area, period and indicator hold for the result where both agree. */
static void join_places(struct figure *head, const struct figure *a,
                        const struct figure *b) {
    if (a == NULL || b == NULL) {
        const struct figure *only = a == NULL ? b : a;
        head->indicator = only->indicator;
        head->series = only->series;
        head->area = only->area;
        head->period = only->period;
        return;
    }
    head->indicator = a->indicator == b->indicator ? a->indicator : DATASET_NONE;
    head->series = a->series == b->series ? a->series : DATASET_NONE;
    head->area = a->area == b->area ? a->area : DATASET_NONE;
    if (period_equal(a->period, b->period))
        head->period = a->period;
}

static bool is_missing(const struct operand *operand) {
    return operand->figure != NULL && operand->figure->kind == FIGURE_MISSING;
}

static bool is_zero(const struct operand *operand) {
    return operand->exact ? mpq_sgn(operand->q) == 0 : operand->number == 0;
}

/* Why the result is missing: an operand's own reason, what the gate for comparisons has
   against the two (script/comparison.h), or a division by zero. */
static uint8_t refused(lua_State *L, enum operation operation, const struct operand *a,
                       const struct operand *b) {
    if (is_missing(a) || is_missing(b))
        return is_missing(a) ? a->figure->reason : b->figure->reason;
    if (operation == DIVIDE && is_zero(b))
        return REASON_BASE;
    if (a->figure == NULL || b->figure == NULL || operation == MULTIPLY)
        return REASON_NONE;
    return (uint8_t)comparison_parted(L, 1, 2,
                                      operation == ADD        ? PARTING_SUM
                                      : operation == SUBTRACT ? PARTING_DIFFERENCE
                                                              : PARTING_RATIO);
}

static double compute_double(enum operation operation, double a, double b) {
    switch (operation) {
    case ADD:
        return a + b;
    case SUBTRACT:
        return a - b;
    case MULTIPLY:
        return a * b;
    case DIVIDE:
        return a / b;
    }
    return (double)NAN;
}

static void compute_exact(enum operation operation, mpq_t out, const mpq_t a,
                          const mpq_t b) {
    switch (operation) {
    case ADD:
        mpq_add(out, a, b);
        break;
    case SUBTRACT:
        mpq_sub(out, a, b);
        break;
    case MULTIPLY:
        mpq_mul(out, a, b);
        break;
    case DIVIDE:
        mpq_div(out, a, b);
        break;
    }
}

/* Pushes a ∘ b; times `to` if it is not NULL. */
static void push_result(lua_State *L, const struct figure *head,
                        enum operation operation, const struct operand *a,
                        const struct operand *b, const struct unit_factor *to,
                        struct str unit) {
    mpq_t *scratch = figure_scratch(L);
    if (to != NULL) {
        mpq_set_si(scratch[3], to->numerator, (unsigned long)to->denominator);
        decimal_to_rational(decimal_scale(decimal_from_integer(1), to->power),
                            scratch[2]);
        mpq_mul(scratch[3], scratch[3], scratch[2]);
    }
    if (a->exact && b->exact) {
        compute_exact(operation, scratch[2], a->q, b->q);
        if (to != NULL)
            mpq_mul(scratch[2], scratch[2], scratch[3]);
        figure_push(L, head, scratch[2], unit);
        return;
    }
    double result = compute_double(operation, operand_double(a), operand_double(b));
    figure_push_double(L, head, to != NULL ? result * mpq_get_d(scratch[3]) : result,
                       unit);
}

static int calculate(lua_State *L, enum operation operation) {
    lua_settop(L, 2);
    mpq_t *scratch = figure_scratch(L);
    struct operand a = read_operand(L, 1, &scratch[0]);
    struct operand b = read_operand(L, 2, &scratch[1]);
    struct unit_factor to;
    const struct operand *whole = part_of(operation, &a, &b, &to);
    struct str unit = whole != NULL ? whole->unit
                      : operation == ADD || operation == SUBTRACT
                          ? additive_unit(L, operation, &a, &b)
                          : scaled_unit(L, operation, &a, &b);
    struct figure head;
    figure_init(&head);
    head.cause = (uint8_t)operation;
    join_operands(&head, operation, &a, &b);
    head.decimals = joint_decimals(operation, &a, &b, whole);
    join_places(&head, a.figure, b.figure);
    head.reason = refused(L, operation, &a, &b);
    if (operation == ADD && a.figure != NULL && b.figure != NULL)
        addition_check(L, 1, 2);
    if (is_missing(&a) || is_missing(&b) || head.reason != REASON_NONE) {
        head.status = STATUS_MISSING;
        head.qualifier = QUALIFIER_NONE;
        figure_push(L, &head, NULL, unit);
    } else {
        push_result(L, &head, operation, &a, &b, whole != NULL ? &to : NULL, unit);
    }
    figure_set_operands(L, 1, 2);
    return 1;
}

/* [-2, +1, e] */
static int figure_add(lua_State *L) { return calculate(L, ADD); }

/* [-2, +1, e] */
static int figure_subtract(lua_State *L) { return calculate(L, SUBTRACT); }

/* [-2, +1, e] */
static int figure_multiply(lua_State *L) { return calculate(L, MULTIPLY); }

/* [-2, +1, e] */
static int figure_divide(lua_State *L) { return calculate(L, DIVIDE); }

/* [-1, +1, e] */
static int figure_negate(lua_State *L) {
    lua_settop(L, 1);
    lua_pushinteger(L, -1);
    return calculate(L, MULTIPLY);
}

/* [-2, +1, e] a power is a double: roots are not rational */
static int figure_power(lua_State *L) {
    lua_settop(L, 2);
    struct figure *base = figure_check(L, 1);
    lua_Number exponent = luaL_checknumber(L, 2);
    struct figure head;
    figure_init(&head);
    head.cause = CAUSE_POWER;
    figure_join(&head, base);
    figure_blur(&head);
    head.decimals = base->decimals;
    head.reason = base->reason;
    join_places(&head, base, NULL);
    if (base->kind == FIGURE_EXACT || base->kind == FIGURE_DOUBLE)
        figure_push_double(L, &head, pow(figure_number(base), exponent),
                           figure_unit(L, 1));
    else {
        head.status = base->status;
        figure_push(L, &head, NULL, figure_unit(L, 1));
    }
    figure_set_operands(L, 1, 2);
    return 1;
}

/* 超100 is more than 100, 不足100 less. */
static int bound_of(const struct figure *figure) {
    return qualifier_bound((enum qualifier)figure->qualifier);
}

/* The order of two figures, or a raised error. */
static int compare(lua_State *L) {
    for (int i = 1; i <= 2; i++) {
        const struct figure *figure = figure_test(L, i);
        if (figure == NULL)
            sandbox_raise(L, "compare f.value, the plain number",
                          "cannot compare a figure with a %s", sandbox_type_name(L, i));
        else if (figure->kind == FIGURE_MISSING || figure->kind == FIGURE_TEXT)
            sandbox_raise(L, "ask f:missing() first",
                          figure->kind == FIGURE_TEXT
                              ? "cannot compare a grade"
                              : "cannot compare a missing figure");
    }
    struct figure *a = figure_check(L, 1), *b = figure_check(L, 2);
    struct str ua = figure_unit(L, 1), ub = figure_unit(L, 2);
    if (!str_equal(ua, ub) && !unit_equal(ua, ub) && ua.n > 0 && ub.n > 0)
        sandbox_raise(L, "convert one of them with f:in_unit(\"…\")",
                      "cannot compare \"%.*s\" with \"%.*s\"", STR_ARG(ua),
                      STR_ARG(ub));
    enum figure_reason apart = comparison_apart(L, 1, 2);
    if (apart != REASON_NONE)
        sandbox_raise(L, "compare f.value and g.value if you mean the plain numbers",
                      apart == REASON_KIND ? "cannot compare periods of different kinds"
                                           : "cannot compare across a new definition");
    mpq_t qa, qb;
    bool exact = figure_borrow(a, qa) && figure_borrow(b, qb);
    double da = figure_number(a), db = figure_number(b);
    int order = exact ? mpq_cmp(qa, qb) : da < db ? -1 : da > db;
    return order != 0 ? order : bound_of(a) - bound_of(b);
}

/* [-2, +1, e] */
static int figure_lt(lua_State *L) {
    lua_pushboolean(L, compare(L) < 0);
    return 1;
}

/* [-2, +1, e] */
static int figure_le(lua_State *L) {
    lua_pushboolean(L, compare(L) <= 0);
    return 1;
}

/* [-2, +1, e] equal numbers; a missing figure equals nothing */
static int figure_eq(lua_State *L) {
    struct figure *a = figure_test(L, 1), *b = figure_test(L, 2);
    bool equal = false;
    if (a != NULL && b != NULL) {
        mpq_t qa, qb;
        if (a->kind == FIGURE_TEXT && b->kind == FIGURE_TEXT &&
            a->observation != NULL && b->observation != NULL)
            equal = a->observation->text == b->observation->text;
        else if (figure_borrow(a, qa) && figure_borrow(b, qb))
            equal = mpq_equal(qa, qb) != 0;
        else if (a->kind != FIGURE_MISSING && b->kind != FIGURE_MISSING)
            equal = figure_number(a) == figure_number(b);
    }
    lua_pushboolean(L, equal && bound_of(a) == bound_of(b));
    return 1;
}

static const luaL_Reg metamethods[] = {
    {"__add", figure_add},      {"__sub", figure_subtract},
    {"__mul", figure_multiply}, {"__div", figure_divide},
    {"__unm", figure_negate},   {"__pow", figure_power},
    {"__lt", figure_lt},        {"__le", figure_le},
    {"__eq", figure_eq},        {NULL, NULL}};

void figure_add_arithmetic(lua_State *L) { luaL_setfuncs(L, metamethods, 0); }
