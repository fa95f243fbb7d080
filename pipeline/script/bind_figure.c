/* Figures as a script sees them: fields, formatting, units, and figure{…}. */
#include "base/decimal.h"
#include "dataset/qualifier.h"
#include "dataset/unit.h"
#include "script/comparison.h"
#include "script/figure.h"
#include "script/values.h"
#include "words/words.h"
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#define MAX_DECIMALS 12

static int default_decimals(const struct figure *figure) {
    return figure->decimals >= 0 ? figure->decimals : 2;
}

/* The number of decimals at `index`, or the figure's own. */
static int check_decimals(lua_State *L, int index, const struct figure *figure) {
    lua_Integer n = luaL_optinteger(L, index, default_decimals(figure));
    luaL_argcheck(L, n >= 0 && n <= MAX_DECIMALS, index, "0 to 12 decimals");
    return (int)n;
}

/* The same of the field `decimals` of the options at `table`. */
static int decimals_field(lua_State *L, int table, const struct figure *figure) {
    int whole = 1, type = lua_getfield(L, table, "decimals");
    lua_Integer n = default_decimals(figure);
    if (type != LUA_TNIL)
        n = type == LUA_TNUMBER ? lua_tointegerx(L, -1, &whole) : -1;
    if (!whole || n < 0 || n > MAX_DECIMALS)
        sandbox_raise(L, NULL, "%s must be a whole number from %ld to %ld", "decimals",
                      0L, (long)MAX_DECIMALS);
    lua_pop(L, 1);
    return (int)n;
}

/* [-0, +1, e] with the figure's mark */
static int push_marked(lua_State *L, const struct figure *figure, int decimals,
                       unsigned style, struct str before, struct str after) {
    struct script *script = script_of(L);
    buf_clear(&script->printed);
    buf_clear(&script->marked);
    buf_put(&script->printed, before);
    figure_print(L, figure, decimals, style, &script->printed);
    buf_put(&script->printed, after);
    figure_put_printed(L, buf_str(&script->printed), &script->marked);
    push_str(L, buf_str(&script->marked));
    return 1;
}

/* [-0, +1, e] The sign of a missing figure has no mark here: scripts compare it. */
static int push_print(lua_State *L, const struct figure *figure, int decimals,
                      unsigned style, struct str before, struct str after) {
    if (figure->kind != FIGURE_MISSING)
        return push_marked(L, figure, decimals, style, before, after);
    struct script *script = script_of(L);
    buf_clear(&script->printed);
    figure_print(L, figure, decimals, style, &script->printed);
    push_str(L, buf_str(&script->printed));
    return 1;
}

/* [-1, +1, e] f:missing() */
static int method_missing(lua_State *L) {
    lua_pushboolean(L, figure_check(L, 1)->kind == FIGURE_MISSING);
    return 1;
}

/* [-1|2, +1, e] f:is_zero(n): whether it prints as zero, which is 持平 */
static int method_is_zero(lua_State *L) {
    const struct figure *figure = figure_check(L, 1);
    bool zero = figure_has_number(figure);
    if (zero) {
        struct buf *out = &script_of(L)->printed;
        buf_clear(out);
        figure_print(L, figure, check_decimals(L, 2, figure), FIGURE_PLAIN, out);
        for (size_t i = 0; i < out->n; i++)
            zero = zero && strchr("123456789", out->p[i]) == NULL;
    }
    lua_pushboolean(L, zero);
    return 1;
}

/* [-1|2, +1, e] The number with n decimals and its 约, 超 or 不足: no way of printing
   one says that it is exact. */
static int print_number(lua_State *L, unsigned style) {
    const struct figure *figure = figure_check(L, 1);
    bool known = figure_has_number(figure);
    return push_print(L, figure, check_decimals(L, 2, figure), style,
                      known ? figure_qualifier(L, figure) : STR(""), STR(""));
}

/* f:fixed(n) */
static int method_fixed(lua_State *L) { return print_number(L, FIGURE_GROUPED); }

/* f:plain(n) */
static int method_plain(lua_State *L) { return print_number(L, FIGURE_PLAIN); }

/* f:signed(n) */
static int method_signed(lua_State *L) {
    return print_number(L, FIGURE_GROUPED | FIGURE_SIGNED);
}

struct str unit_in_words(lua_State *L, struct str unit, struct str number) {
    struct script *script = script_of(L);
    struct str language = script->words.language;
    if (!words_has_unit(script->words, unit, script->own)) {
        diag_warning(script_diag(script),
                     (struct place){.file = STR("lua/reports.lua")},
                     "the unit \"%.*s\" has no words in the language \"%.*s\"",
                     STR_ARG(unit), STR_ARG(language));
        diag_hint(script_diag(script),
                  "it is printed as it is: add msgid \"unit.%.*s\" to "
                  "pipeline/words/vocabulary.%.*s.po",
                  STR_ARG(unit), STR_ARG(language));
    }
    return words_unit(script->words, unit, number, script->own);
}

struct str figure_behind(lua_State *L, struct str unit, struct str number) {
    struct script *script = script_of(L);
    if (unit.n == 0 || str_equal(unit, STR("%")) || str_equal(unit, STR("‰")))
        return unit;
    if (memchr(unit.p, '=', unit.n) != NULL) /* 上年=100 says what 97.0 is on */
        return STR("");
    struct str points = unit_points(unit);
    unit = unit_in_words(L, points.n > 0 ? points : unit, number);
    const struct words_value values[] = {{"number", STR("")}, {"unit", unit}};
    return words_fill(script->words,
                      points.n > 0 ? "figure.points" : "figure.with_unit", values, 2,
                      script->own);
}

/* [-1|2, +1, e] f:published(n): the number that f:plain(n) prints, without 约 and the
   like; nil if missing */
static int method_published(lua_State *L) {
    const struct figure *figure = figure_check(L, 1);
    int decimals = check_decimals(L, 2, figure);
    if (!figure_has_number(figure)) {
        lua_pushnil(L);
        return 1;
    }
    struct buf *out = &script_of(L)->printed;
    buf_clear(out);
    figure_print(L, figure, decimals, FIGURE_PLAIN, out);
    struct decimal printed;
    if (decimal_parse(buf_str(out), &printed))
        lua_pushnumber(L, decimal_to_double(printed));
    else /* longer than any class has limits for */
        lua_pushnumber(L, figure_number(figure_check(L, 1)));
    return 1;
}

/* [-1|2, +1, e] f:with_unit(n): 3.6万家, 超130亿元, 0.5个百分点 */
static int method_with_unit(lua_State *L) {
    const struct figure *figure = figure_check(L, 1);
    int decimals = check_decimals(L, 2, figure);
    if (!figure_has_number(figure))
        return push_print(L, figure, decimals, FIGURE_GROUPED, STR(""), STR(""));
    struct buf *number = &script_of(L)->printed;
    buf_clear(number);
    figure_print(L, figure, decimals, FIGURE_GROUPED, number);
    struct str unit = figure_behind(L, figure_unit(L, 1), buf_str(number));
    return push_print(L, figure, decimals, FIGURE_GROUPED, figure_qualifier(L, figure),
                      unit);
}

/* [-1|3, +1, e] f:cell(n, signed): as a cell of a table shows it, with its mark also
   if it is missing */
static int method_cell(lua_State *L) {
    const struct figure *figure = figure_check(L, 1);
    unsigned style = FIGURE_GROUPED;
    lua_settop(L, 3);
    if (lua_toboolean(L, 3) != 0)
        style |= FIGURE_SIGNED;
    return push_marked(
        L, figure, check_decimals(L, 2, figure), style,
        figure_has_number(figure) ? figure_qualifier(L, figure) : STR(""), STR(""));
}

/* [-1, +1, e] what a tag of a template prints */
static int figure_printed(lua_State *L) {
    lua_settop(L, 1);
    return method_cell(L);
}

/* [-1, +1, e] */
static int figure_tostring(lua_State *L) {
    lua_settop(L, 1);
    return method_fixed(L);
}

/* [-2, +1, e] What is more than text (note(), raw()) joins itself, with the figure's
   text. */
static int figure_concat(lua_State *L) {
    bool first = figure_test(L, 1) != NULL;
    int other = first ? 2 : 1, own = first ? 1 : 2;
    if (lua_type(L, other) == LUA_TUSERDATA && figure_test(L, other) == NULL &&
        luaL_getmetafield(L, other, "__concat") != LUA_TNIL) {
        sandbox_push_text(L, own);
        lua_replace(L, own);
        lua_pushvalue(L, 1);
        lua_pushvalue(L, 2);
        lua_call(L, 2, 1);
        return 1;
    }
    sandbox_push_text(L, 1);
    sandbox_push_text(L, 2);
    lua_concat(L, 2);
    return 1;
}

/* A copy of the figure at index 1 with another number, unit and decimals. */
static int push_copy(lua_State *L, const struct figure *figure, const mpq_t q,
                     struct str unit, int decimals) {
    struct figure head = *figure;
    head.keyed = false;
    head.cause = CAUSE_UNIT;
    head.decimals = (int16_t)decimals;
    head.observation = figure->kind == FIGURE_TEXT ? figure->observation : NULL;
    if (figure->kind == FIGURE_DOUBLE && q == NULL)
        figure_push_double(L, &head, figure->number, unit);
    else
        figure_push(L, &head, q, unit);
    figure_set_operands(L, 1, 0);
    return 1;
}

/* [-2, +1, e] f:in_unit("万件"), exactly */
static int method_in_unit(lua_State *L) {
    const struct figure *figure = figure_check(L, 1);
    struct str from = figure_unit(L, 1), to = check_str(L, 2);
    struct unit_factor factor;
    if (!unit_convertible(from, to, &factor))
        return sandbox_raise(L, NULL, "\"%.*s\" does not convert to \"%.*s\"",
                             STR_ARG(from), STR_ARG(to));
    int decimals = default_decimals(figure) - factor.power;
    if (factor.power < 0)
        decimals = default_decimals(figure) > 1 ? default_decimals(figure) : 1;
    decimals = decimals < 0 ? 0 : decimals > MAX_DECIMALS ? MAX_DECIMALS : decimals;
    if (factor.power == 0 && factor.numerator == factor.denominator)
        decimals = default_decimals(figure);
    if (!figure_has_number(figure))
        return push_copy(L, figure, NULL, to, decimals);
    mpq_t *scratch = figure_scratch(L), q;
    if (figure_borrow(figure, q))
        mpq_set(scratch[0], q);
    else if (!rational_from_double(figure->number, scratch[0]))
        mpq_set_ui(scratch[0], 0, 1);
    mpq_set_si(scratch[1], factor.numerator, (unsigned long)factor.denominator);
    mpq_canonicalize(scratch[1]);
    mpq_mul(scratch[0], scratch[0], scratch[1]);
    decimal_to_rational(decimal_scale(decimal_from_integer(1), factor.power),
                        scratch[1]);
    mpq_mul(scratch[0], scratch[0], scratch[1]);
    struct figure head = *figure;
    head.kind = FIGURE_MISSING;
    head.keyed = false;
    head.cause = CAUSE_UNIT;
    head.observation = NULL;
    head.decimals = (int16_t)decimals;
    figure_push(L, &head, scratch[0], to);
    figure_set_operands(L, 1, 0);
    return 1;
}

/* [-2, +1, e] f:as{ unit =, decimals = }: the same number under another name */
static int method_as(lua_State *L) {
    static const char *const names[] = {"unit", "decimals", NULL};
    const struct figure *figure = figure_check(L, 1);
    options_check(L, 2, "as: no option", names);
    bool named = lua_getfield(L, 2, "unit") != LUA_TNIL;
    struct str unit = named ? text_field(L, 2, "unit") : figure_unit(L, 1);
    int decimals = decimals_field(L, 2, figure);
    mpq_t q;
    if (!figure_borrow(figure, q))
        return push_copy(L, figure, NULL, unit, decimals);
    mpq_t *scratch = figure_scratch(L);
    mpq_set(scratch[0], q);
    return push_copy(L, figure, scratch[0], unit, decimals);
}

void figure_push_number(lua_State *L, double value) {
    if (value == floor(value) && fabs(value) < 9007199254740992.0)
        lua_pushinteger(L, (lua_Integer)value);
    else
        lua_pushnumber(L, value);
}

/* Each pushes one field of the figure at index 1. */
static void push_value(lua_State *L, struct figure *figure) {
    if (figure_has_number(figure))
        figure_push_number(L, figure_number(figure));
    else
        lua_pushnil(L);
}

static void push_text(lua_State *L, struct figure *figure) {
    if (figure->kind == FIGURE_TEXT && figure->observation != NULL)
        push_str(L, dataset_text(script_of(L)->ds, figure->observation));
    else
        lua_pushnil(L);
}

static void push_unit(lua_State *L, struct figure *figure) {
    (void)figure;
    push_str(L, figure_unit(L, 1));
}

static void push_indicator(lua_State *L, struct figure *figure) {
    if (figure->indicator != DATASET_NONE)
        indicator_push(L, figure->indicator);
    else
        lua_pushnil(L);
}

static void push_items(lua_State *L, struct figure *figure) {
    items_push(L, figure->series);
}

static void push_area(lua_State *L, struct figure *figure) {
    if (figure->area != DATASET_NONE)
        area_push(L, figure->area);
    else
        lua_pushnil(L);
}

static void push_period(lua_State *L, struct figure *figure) {
    if (figure->period.kind != PERIOD_NOT_STATED)
        period_push(L, figure->period);
    else
        lua_pushnil(L);
}

static void push_status(lua_State *L, struct figure *figure) {
    lua_pushstring(L, figure_status(figure));
}

static void push_reason(lua_State *L, struct figure *figure) {
    lua_pushstring(L, figure_reason(figure)); /* NULL is nil */
}

static void push_qualifier(lua_State *L, struct figure *figure) {
    struct str qualifier = figure_qualifier(L, figure);
    if (qualifier.n == 0)
        lua_pushnil(L);
    else
        push_str(L, qualifier);
}

static void push_bound(lua_State *L, struct figure *figure) {
    lua_pushinteger(L, qualifier_bound((enum qualifier)figure->qualifier));
}

static void push_demo(lua_State *L, struct figure *figure) {
    lua_pushboolean(L, figure->demo);
}

static void push_decimals(lua_State *L, struct figure *figure) {
    lua_pushinteger(L, default_decimals(figure));
}

static void push_direct(lua_State *L, struct figure *figure) {
    lua_pushboolean(L, figure->keyed);
}

static const struct {
    const char *name;
    void (*push)(lua_State *L, struct figure *figure);
} figure_fields[] = {
    {"value", push_value},         {"text", push_text},
    {"unit", push_unit},           {"indicator", push_indicator},
    {"area", push_area},           {"period", push_period},
    {"status", push_status},       {"reason", push_reason},
    {"qualifier", push_qualifier}, {"demo", push_demo},
    {"bound", push_bound},         {"decimals", push_decimals},
    {"direct", push_direct},       {"items", push_items},
};

/* [-2, +1, e] upvalue: the methods */
static int figure_index(lua_State *L) {
    struct figure *figure = figure_check(L, 1);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
        return 1;
    struct str name = check_str(L, 2), names[64];
    size_t count = 0;
    for (; count < sizeof figure_fields / sizeof figure_fields[0]; count++) {
        names[count] = str_from(figure_fields[count].name);
        if (str_equal(names[count], name)) {
            figure_fields[count].push(L, figure);
            return 1;
        }
    }
    lua_pushnil(L);
    while (count < 64 && lua_next(L, lua_upvalueindex(1)) != 0) {
        lua_pop(L, 1);
        names[count++] = check_str(L, -1);
    }
    return raise_unknown(L, "a figure has no", name, names, count);
}

/* Takes over what the figures of the list on the top say of the result. A list of its
   own takes its place: what a script does to the one it gave is no matter of the
   figure's. */
static void join_operands(lua_State *L, struct figure *head) {
    size_t n = lua_rawlen(L, -1);
    sandbox_charge(L, n);
    lua_createtable(L, n < INT32_MAX ? (int)n : 0, 0);
    for (size_t i = 1; i <= n; i++) {
        lua_rawgeti(L, -2, (lua_Integer)i);
        figure_join(head, figure_check(L, -1));
        lua_rawseti(L, -2, (lua_Integer)i);
    }
    lua_remove(L, -2);
    figure_blur(head);
}

/* [-1, +1, e] figure{ value =, unit =, decimals =, indicator =, where =, area =,
   period =, reason =, name =, from = { figures } }: a computed figure of the library */
static int new_figure(lua_State *L) {
    static const char *const names[] = {"value", "unit",   "decimals", "indicator",
                                        "area",  "period", "reason",   "from",
                                        "where", "name",   NULL};
    options_check(L, 1, "figure: no field", names);
    lua_settop(L, 1);
    struct figure head;
    figure_init(&head);
    head.decimals = 2;
    head.decimals = (int16_t)decimals_field(L, 1, &head);
    if (lua_getfield(L, 1, "indicator") != LUA_TNIL)
        head.indicator = indicator_check(L, -1);
    if (head.indicator != DATASET_NONE)
        head.series = series_field(L, 1);
    if (lua_getfield(L, 1, "area") != LUA_TNIL)
        head.area = area_check(L, -1);
    if (lua_getfield(L, 1, "period") != LUA_TNIL)
        head.period = period_check(L, -1);
    head.reason = (uint8_t)choice_field(L, 1, "reason", figure_reason_codes);
    struct str unit = text_field(L, 1, "unit"), name = text_field(L, 1, "name");
    head.name = name.n > 0 ? str_hash(name) : 0;
    if (lua_getfield(L, 1, "from") != LUA_TNIL) {
        if (!lua_istable(L, -1))
            sandbox_raise(L, NULL, "%s must be a list of figures, not a %s", "from",
                          sandbox_type_name(L, -1));
        join_operands(L, &head);
    }
    int from = lua_gettop(L);
    mpq_t *scratch = figure_scratch(L);
    if (lua_getfield(L, 1, "value") == LUA_TSTRING) {
        if (!rational_parse(check_str(L, -1), scratch[0]))
            return sandbox_raise(L,
                                 "write it as -12.50 or 1.25e6, with no more than 4000 "
                                 "digits, and an exponent of no more than 280",
                                 "\"%.40s\" is not a number", lua_tostring(L, -1));
        figure_push(L, &head, scratch[0], unit);
    } else if (lua_type(L, -1) == LUA_TNUMBER) {
        if (lua_isinteger(L, -1) && rational_from_lua(L, -1, scratch[0]))
            figure_push(L, &head, scratch[0], unit);
        else
            figure_push_double(L, &head, lua_tonumber(L, -1), unit);
    } else if (figure_test(L, -1) != NULL) {
        const struct figure *other = figure_check(L, -1);
        figure_join(&head, other);
        head.qualifier = other->qualifier; /* which its own operands gave it */
        mpq_t q;
        if (figure_borrow(other, q)) {
            mpq_set(scratch[0], q);
            figure_push(L, &head, scratch[0], unit);
        } else if (other->kind == FIGURE_DOUBLE) {
            figure_push_double(L, &head, other->number, unit);
        } else {
            head.reason = head.reason == REASON_NONE ? other->reason : head.reason;
            head.status = STATUS_MISSING;
            figure_push(L, &head, NULL, unit);
        }
        if (!lua_istable(L, from)) /* else the list says where it comes from */
            figure_set_operands(L, 0, from + 1);
    } else if (lua_isnil(L, -1)) {
        head.status = STATUS_MISSING;
        figure_push(L, &head, NULL, unit);
    } else {
        return sandbox_raise(L, NULL, "figure: value must be a number, not a %s",
                             sandbox_type_name(L, -1));
    }
    if (lua_istable(L, from)) {
        lua_pushvalue(L, from);
        lua_setiuservalue(L, -2, 2);
    }
    return 1;
}

/* [-1, +1, -] kind_of(x): figure, area, indicator, period, or what type(x) says */
static int kind_of(lua_State *L) {
    lua_pushstring(L, value_type_name(L, 1));
    return 1;
}

static const luaL_Reg methods[] = {{"missing", method_missing},
                                   {"is_zero", method_is_zero},
                                   {"fixed", method_fixed},
                                   {"plain", method_plain},
                                   {"signed", method_signed},
                                   {"published", method_published},
                                   {"with_unit", method_with_unit},
                                   {"cell", method_cell},
                                   {"in_unit", method_in_unit},
                                   {"as", method_as},
                                   {NULL, NULL}};

static const luaL_Reg metamethods[] = {{"__tostring", figure_tostring},
                                       {"__printed", figure_printed},
                                       {"__concat", figure_concat},
                                       {NULL, NULL}};

static const luaL_Reg functions[] = {{"figure", new_figure},
                                     {"kind_of", kind_of},
                                     {"comparison", comparison_function},
                                     {NULL, NULL}};

void bind_figure(lua_State *L) {
    value_new_type(L, VALUE_FIGURE);
    luaL_setfuncs(L, metamethods, 0);
    figure_add_arithmetic(L);
    lua_newtable(L);
    luaL_setfuncs(L, methods, 0);
    figure_add_places(L);
    figure_add_ranks(L);
    figure_add_vintages(L);
    figure_add_provenance(L);
    lua_pushcclosure(L, figure_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    bind_functions(L, functions);
}
