#include "script/figure.h"
#include "base/decimal.h"
#include "dataset/codes.h"
#include "script/values.h"
#include "words/words.h"
#include <math.h>
#include <string.h>

#define SCRATCH_COUNT 4

static const char scratch_key = 0;

/* [-1, +0, -] */
static int clear_scratch(lua_State *L) {
    mpq_t *scratch = lua_touserdata(L, 1);
    for (size_t i = 0; i < SCRATCH_COUNT; i++)
        mpq_clear(scratch[i]);
    return 0;
}

static void push_unit(lua_State *L, struct str unit) {
    lua_pushlstring(L, unit.n > 0 ? unit.p : "", unit.n);
    lua_setiuservalue(L, -2, 1);
}

static struct figure *new_figure(lua_State *L, const struct figure *head,
                                 size_t limbs) {
    struct figure *figure =
        lua_newuserdatauv(L, sizeof *figure + limbs * sizeof(mp_limb_t), 3);
    memcpy(figure, head, sizeof *figure);
    figure->numerator = figure->denominator = 0;
    figure->identity = 0;
    value_set_type(L, VALUE_FIGURE);
    return figure;
}

static void group_digits(struct str digits, struct buf *out) {
    size_t point = str_find(digits, STR("."), 0);
    size_t whole = point == STR_NOT_FOUND ? digits.n : point;
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0)
            buf_char(out, ',');
        buf_char(out, digits.p[i]);
    }
    buf_put(out, str_slice(digits, whole, digits.n));
}

/* Rounds to the nearest double, which mpq_get_d does not. */
static double nearest_double(const struct figure *figure) {
    mpq_t q, low, high;
    if (!figure_borrow(figure, q))
        return (double)NAN;
    /* mpq_get_d cuts off: the nearest may be one further from zero. */
    double cut = mpq_get_d(q);
    double next = nextafter(cut, mpq_sgn(q) < 0 ? -(double)INFINITY : (double)INFINITY);
    if (!isfinite(next))
        return cut;
    mpq_init(low);
    mpq_init(high);
    mpq_set_d(low, cut);
    mpq_set_d(high, next);
    mpq_sub(low, q, low);
    mpq_sub(high, high, q);
    mpq_abs(low, low);
    mpq_abs(high, high);
    bool further = mpq_cmp(high, low) < 0;
    mpq_clear(low);
    mpq_clear(high);
    return further ? next : cut;
}

struct figure *figure_check(lua_State *L, int index) {
    return value_check(L, index, VALUE_FIGURE);
}

struct figure *figure_test(lua_State *L, int index) {
    return value_test(L, index, VALUE_FIGURE);
}

const struct figure *figure_push_under(lua_State *L, int index) {
    const struct figure *figure = figure_check(L, index);
    lua_pushvalue(L, index);
    while (figure->cause == CAUSE_UNIT) {
        lua_getiuservalue(L, -1, 2);
        lua_remove(L, -2);
        figure = figure_check(L, -1);
    }
    return figure;
}

bool figure_is_growth(const struct figure *figure) {
    return figure->cause == CAUSE_GROWTH || figure->cause == CAUSE_GROWTH_PREVIOUS ||
           figure->name == str_hash(STR("growth"));
}

void figure_init(struct figure *head) {
    memset(head, 0, sizeof *head);
    head->kind = FIGURE_MISSING;
    head->status = STATUS_NORMAL;
    head->decimals = -1;
    head->number = (double)NAN;
    head->indicator = DATASET_NONE;
    head->area = DATASET_NONE;
    head->series = DATASET_NONE;
}

struct figure *figure_push(lua_State *L, const struct figure *head, const mpq_t q,
                           struct str unit) {
    size_t numerator = 0, denominator = 0;
    if (q != NULL) {
        numerator = mpz_size(mpq_numref(q));
        denominator = mpz_size(mpq_denref(q));
        if (numerator + denominator > FIGURE_MAX_LIMBS)
            return figure_push_double(L, head, mpq_get_d(q), unit);
    }
    struct figure *figure = new_figure(L, head, numerator + denominator);
    if (q != NULL) {
        figure->kind = FIGURE_EXACT;
        figure->number = (double)NAN;
        figure->reason = REASON_NONE;
        figure->negative = mpq_sgn(q) < 0;
        figure->numerator = numerator;
        figure->denominator = denominator;
        if (numerator > 0)
            memcpy(figure->limbs, mpz_limbs_read(mpq_numref(q)),
                   numerator * sizeof(mp_limb_t));
        memcpy(figure->limbs + numerator, mpz_limbs_read(mpq_denref(q)),
               denominator * sizeof(mp_limb_t));
    }
    push_unit(L, unit);
    return figure;
}

struct figure *figure_push_double(lua_State *L, const struct figure *head, double value,
                                  struct str unit) {
    struct figure *figure = new_figure(L, head, 0);
    figure->kind = isfinite(value) ? FIGURE_DOUBLE : FIGURE_MISSING;
    figure->reason = isfinite(value) ? REASON_NONE : REASON_FINITE;
    figure->number = value;
    push_unit(L, unit);
    return figure;
}

void figure_set_operands(lua_State *L, int left, int right) {
    int top = lua_gettop(L);
    const int operands[] = {left, right};
    for (int i = 0; i < 2; i++)
        if (operands[i] != 0) {
            lua_pushvalue(L, operands[i]);
            lua_setiuservalue(L, top, i + 2);
        }
}

static int weakness(uint8_t status) {
    return status == STATUS_ESTIMATED     ? 3
           : status == STATUS_PROVISIONAL ? 2
           : status == STATUS_REVISED     ? 1
                                          : 0;
}

void figure_join(struct figure *head, const struct figure *operand) {
    uint8_t qualifier = operand->qualifier;
    head->demo = head->demo || operand->demo;
    if (weakness(operand->status) > weakness(head->status))
        head->status = operand->status;
    if (qualifier == QUALIFIER_NONE || qualifier == QUALIFIER_REACHED)
        return; /* 达 says no more than the number */
    head->qualifier = head->qualifier == QUALIFIER_NONE || head->qualifier == qualifier
                          ? qualifier
                          : QUALIFIER_ABOUT;
}

void figure_blur(struct figure *head) {
    if (head->qualifier != QUALIFIER_NONE)
        head->qualifier = QUALIFIER_ABOUT;
}

enum qualifier figure_opposite(enum qualifier qualifier) {
    return qualifier == QUALIFIER_MORE_THAN   ? QUALIFIER_LESS_THAN
           : qualifier == QUALIFIER_LESS_THAN ? QUALIFIER_MORE_THAN
                                              : qualifier;
}

void figure_hold_against(struct figure *head, enum qualifier a, enum qualifier b) {
    enum qualifier first = a == QUALIFIER_REACHED ? QUALIFIER_NONE : a;
    enum qualifier second =
        b == QUALIFIER_REACHED ? QUALIFIER_NONE : figure_opposite(b);
    if (first == QUALIFIER_NONE)
        head->qualifier = (uint8_t)second;
    else if (second == QUALIFIER_NONE || first == second)
        head->qualifier = (uint8_t)first;
    else
        head->qualifier = QUALIFIER_ABOUT;
}

const struct figure *figure_check_keyed(lua_State *L, const char *method) {
    const struct figure *figure = figure_check(L, 1);
    if (!figure->keyed)
        sandbox_raise(L, "ask it of the values that this one was computed from",
                      "%s works on a value of the data, not on a computed figure",
                      method);
    return figure;
}

bool figure_borrow(const struct figure *figure, mpq_t out) {
    if (figure->kind != FIGURE_EXACT)
        return false;
    mp_size_t n = (mp_size_t)figure->numerator;
    mpz_roinit_n(mpq_numref(out), figure->limbs, figure->negative ? -n : n);
    mpz_roinit_n(mpq_denref(out), figure->limbs + figure->numerator,
                 (mp_size_t)figure->denominator);
    return true;
}

double figure_number(struct figure *figure) {
    if (figure->kind == FIGURE_EXACT && isnan(figure->number))
        figure->number = nearest_double(figure);
    return figure->number;
}

struct str figure_unit(lua_State *L, int index) {
    lua_getiuservalue(L, index, 1);
    size_t n = 0;
    const char *p = lua_tolstring(L, -1, &n);
    lua_pop(L, 1); /* the userdata holds it */
    return (struct str){p, n};
}

mpq_t *figure_scratch(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &scratch_key) == LUA_TNIL) {
        mpq_t *scratch = lua_newuserdatauv(L, SCRATCH_COUNT * sizeof *scratch, 0);
        for (size_t i = 0; i < SCRATCH_COUNT; i++)
            mpq_init(scratch[i]);
        lua_createtable(L, 0, 1);
        lua_pushcfunction(L, clear_scratch);
        lua_setfield(L, -2, "__gc");
        lua_setmetatable(L, -2);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &scratch_key);
        lua_remove(L, -2);
    }
    mpq_t *scratch = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return scratch;
}

bool rational_from_lua(lua_State *L, int index, mpq_t out) {
    if (!lua_isinteger(L, index))
        return rational_from_double(lua_tonumber(L, index), out);
    mpq_set_si(out, lua_tointeger(L, index), 1);
    return true;
}

uint32_t figure_known(const struct script *script, uint32_t known) {
    uint32_t limit = script->as_of.known;
    return known == 0 || (limit != 0 && limit < known) ? limit : known;
}

static const struct observation *seen(const struct script *script,
                                      const struct figure_key *key,
                                      const struct observation *newest) {
    const struct as_of as_of = {script->as_of.period, figure_known(script, key->known)};
    const struct observation *o = dataset_seen(script->ds, newest, &as_of);
    bool undated = key->known != 0 && o != NULL &&
                   dataset_vintage(script->ds, o->vintage)->known == 0;
    return undated && period_last_day(o->period) > key->known ? NULL : o;
}

const struct observation *figure_find(const struct script *script,
                                      const struct figure_key *key) {
    return seen(script, key,
                dataset_find(script->ds, key->series, key->area, key->period));
}

const struct observation *figure_find_along(const struct script *script,
                                            struct dataset_trail *trail,
                                            const struct figure_key *key) {
    return seen(
        script, key,
        dataset_find_along(script->ds, trail, key->series, key->area, key->period));
}

void figure_permit(lua_State *L, uint32_t indicator, uint32_t area) {
    const struct script *script = script_of(L);
    const struct indicator *of = dataset_indicator(script->ds, indicator);
    if ((of->demo || dataset_area(script->ds, area)->demo) && script->job != NULL &&
        !script->demo_allowed)
        sandbox_raise(L,
                      "declare the report with demo = true in lua/reports.lua, or use "
                      "an indicator of real data",
                      "\"%.*s\" is demonstration data, and this report is not declared "
                      "as a demonstration",
                      STR_ARG(of->code));
}

struct figure *figure_push_found(lua_State *L, const struct figure_key *key,
                                 const struct observation *o) {
    struct script *script = script_of(L);
    struct figure head;
    figure_init(&head);
    head.series = key->series;
    head.indicator = series_of(script, key->series)->indicator;
    head.area = key->area;
    head.period = key->period;
    head.known = key->known;
    head.keyed = true;
    const struct indicator *of = dataset_indicator(script->ds, head.indicator);
    head.decimals = (int16_t)of->decimals;
    head.demo = of->demo || dataset_area(script->ds, key->area)->demo;
    figure_permit(L, head.indicator, key->area);
    head.observation = o;
    if (o == NULL || !observation_has_value(o)) {
        head.status = o == NULL ? STATUS_MISSING : o->status;
        head.reason =
            head.status == STATUS_SUPPRESSED ? REASON_SUPPRESSED : REASON_ABSENT;
        return figure_push(L, &head, NULL, of->unit);
    }
    head.status = o->status;
    head.qualifier = o->qualifier;
    if (o->text != 0) {
        head.kind = FIGURE_TEXT;
        return figure_push(L, &head, NULL, of->unit);
    }
    mpq_t *scratch = figure_scratch(L);
    decimal_to_rational(observation_number(o), scratch[0]);
    struct figure *figure = figure_push(L, &head, scratch[0], of->unit);
    figure->number = decimal_to_double(observation_number(o));
    return figure;
}

struct figure *figure_push_key(lua_State *L, const struct figure_key *key) {
    return figure_push_found(L, key, figure_find(script_of(L), key));
}

/* Of a value without a number: one beside the status is printed. */
static bool is_negligible(const struct figure *figure) {
    return figure->status == STATUS_NEGLIGIBLE && figure->kind == FIGURE_EXACT &&
           figure->numerator == 0;
}

/* 不足0.05 of what has one decimal, since 0.0 is what is nothing. */
static void put_negligible(lua_State *L, const struct figure *figure, struct buf *out) {
    mpq_t *scratch = figure_scratch(L);
    int decimals = figure->decimals >= 0 ? figure->decimals : 2;
    decimal_to_rational(decimal_scale(decimal_from_integer(5), -decimals - 1),
                        scratch[3]);
    buf_put(out, words_text(script_of(L)->words, "qualifier.less"));
    rational_print(scratch[3], decimals + 1, ROUND_HALF_AWAY, out);
}

/* What stands in the place of the number: of what is not published …, of what does not
   exist or is by rule not computed —, of what is confidential, or would be computed of
   it, ×. */
static struct str missing_sign(lua_State *L, const struct figure *figure) {
    const char *key = "symbol.missing";
    switch ((enum figure_reason)figure->reason) {
    case REASON_SUPPRESSED:
        key = "symbol.suppressed";
        break;
    case REASON_BREAK:
    case REASON_BASE:
    case REASON_RULE:
    case REASON_KIND:
    case REASON_UNIT:
    case REASON_DEFINITION:
    case REASON_NEGATIVE:
    case REASON_FINITE:
    case REASON_NEGLIGIBLE:
    case REASON_EXCESS:
        key = "symbol.none";
        break;
    case REASON_NONE:
    case REASON_ABSENT:
    case REASON_PERIOD:
    case REASON_INCOMPLETE:
        if (figure->status == STATUS_ABSENT)
            key = "symbol.none";
        else if (figure->status == STATUS_SUPPRESSED)
            key = "symbol.suppressed";
        break;
    }
    return words_text(script_of(L)->words, key);
}

void figure_print(lua_State *L, const struct figure *figure, int decimals,
                  unsigned style, struct buf *out) {
    if (figure->kind == FIGURE_TEXT && figure->observation != NULL) {
        buf_put(out, dataset_text(script_of(L)->ds, figure->observation));
        return;
    }
    if (figure->kind == FIGURE_MISSING || figure->kind == FIGURE_TEXT) {
        buf_put(out, missing_sign(L, figure));
        return;
    }
    if (is_negligible(figure) && (style & FIGURE_GROUPED) != 0) {
        put_negligible(L, figure, out);
        return;
    }
    struct buf digits = buf_open(SCRIPT_PRINTED_CAP);
    enum rounding rounding = sandbox_rounding(L);
    if (figure->kind == FIGURE_EXACT) {
        mpq_t q;
        figure_borrow(figure, q);
        rational_print(q, decimals, rounding, &digits);
    } else {
        mpq_t *scratch = figure_scratch(L);
        if (rational_from_computed(figure->number, decimals, scratch[3]))
            rational_print(scratch[3], decimals, rounding, &digits);
    }
    struct str text = buf_str(&digits);
    bool minus = text.n > 0 && text.p[0] == '-';
    if (minus)
        text = str_slice(text, 1, text.n);
    bool zero = true;
    for (size_t i = 0; i < text.n; i++)
        zero = zero && (text.p[i] == '0' || text.p[i] == '.');
    if (minus)
        buf_char(out, '-');
    else if ((style & FIGURE_SIGNED) != 0 && !zero)
        buf_char(out, '+');
    if ((style & FIGURE_GROUPED) != 0)
        group_digits(text, out);
    else
        buf_put(out, text);
    buf_close(&digits);
}

struct str figure_qualifier(lua_State *L, const struct figure *figure) {
    struct catalogue words = script_of(L)->words;
    switch ((enum qualifier)figure->qualifier) {
    case QUALIFIER_NONE:
        return STR("");
    case QUALIFIER_ABOUT:
        return words_text(words, "qualifier.about");
    case QUALIFIER_MORE_THAN:
        return words_text(words, "qualifier.more");
    case QUALIFIER_LESS_THAN:
        return words_text(words, "qualifier.less");
    case QUALIFIER_REACHED:
        return words_text(words, "qualifier.reached");
    }
    return STR("");
}

const char *figure_status(const struct figure *figure) {
    return observation_status_codes[figure->status];
}

const char *const figure_reason_codes[] = {[REASON_NONE] = "none",
                                           [REASON_ABSENT] = "absent",
                                           [REASON_PERIOD] = "period",
                                           [REASON_BREAK] = "break",
                                           [REASON_BASE] = "base",
                                           [REASON_RULE] = "rule",
                                           [REASON_INCOMPLETE] = "incomplete",
                                           [REASON_SUPPRESSED] = "suppressed",
                                           [REASON_KIND] = "kind",
                                           [REASON_UNIT] = "unit",
                                           [REASON_DEFINITION] = "definition",
                                           [REASON_NEGATIVE] = "negative",
                                           [REASON_FINITE] = "finite",
                                           [REASON_EXCESS] = "excess",
                                           [REASON_NEGLIGIBLE] = "negligible",
                                           NULL};

const char *figure_reason(const struct figure *figure) {
    return figure->reason != REASON_NONE ? figure_reason_codes[figure->reason] : NULL;
}
