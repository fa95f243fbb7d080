/* A figure: what a script sees of a value. A userdata that holds its number
   exactly (its limbs lie inside the userdata, so Lua's memory cap counts them and
   nothing needs freeing) or as a double, with unit, status and provenance: user
   value 1 is the unit, 2 and 3 are the operands that it was computed
   from: a figure, a number, a list of figures, or a total (script/totals.h). */
#ifndef NQI_SCRIPT_FIGURE_H
#define NQI_SCRIPT_FIGURE_H

#include "script/room.h"

/* Past this size a result becomes a double: no chain of divisions may grow
   without end. */
#define FIGURE_MAX_LIMBS 512

enum figure_kind { FIGURE_MISSING, FIGURE_EXACT, FIGURE_DOUBLE, FIGURE_TEXT };

/* Why a figure is missing. */
enum figure_reason {
    REASON_NONE,
    REASON_ABSENT,     /* the data have no such value */
    REASON_PERIOD,     /* the period to compare with is not in the data */
    REASON_BREAK,      /* a new definition lies between */
    REASON_BASE,       /* the base is zero or negative */
    REASON_RULE,       /* the indicator has no such comparison */
    REASON_INCOMPLETE, /* a part of the whole is missing */
    REASON_SUPPRESSED, /* confidential */
    REASON_KIND,       /* a month beside a year */
    REASON_UNIT,       /* units that do not fit */
    REASON_DEFINITION, /* another indicator, or other items of it */
    REASON_NEGATIVE,   /* a number below zero, or a whole with a part that is */
    REASON_FINITE,     /* a division by zero, or beyond what a number can be */
    REASON_EXCESS,     /* a part that is larger than its whole */
    REASON_NEGLIGIBLE  /* the base is less than the smallest unit */
};
/* By the enum: "none", "absent" …; NULL at the end. */
extern const char *const figure_reason_codes[];

/* What made a figure of others. */
enum figure_cause {
    CAUSE_NONE, /* the data's, or a script's */
    CAUSE_SUM,
    CAUSE_DIFFERENCE,
    CAUSE_PRODUCT,
    CAUSE_QUOTIENT,
    CAUSE_POWER,
    CAUSE_GROWTH,          /* against 同期 */
    CAUSE_GROWTH_PREVIOUS, /* against 上期 */
    CAUSE_SHARE,
    CAUSE_UNIT /* the same in another unit */
};

struct figure {
    uint8_t kind;      /* enum figure_kind */
    uint8_t status;    /* enum observation_status */
    uint8_t qualifier; /* enum qualifier */
    uint8_t reason;    /* enum figure_reason */
    uint8_t cause;     /* enum figure_cause */
    bool demo;
    bool keyed;    /* the value of (indicator, area, period) itself: :growth() works */
    bool negative; /* of limbs */
    int16_t decimals;
    uint32_t indicator, area; /* ids, or DATASET_NONE */
    struct period period;
    uint32_t series; /* what it is the value of, or computed from alone */
    uint32_t known;  /* and as of which day, or 0 for the report's own */
    const struct observation *observation; /* its cell, or NULL */
    const struct statement *statement;     /* or its quotation */
    double number;                 /* the nearest double; NaN if not known yet */
    uint64_t name;                 /* a hash of what a script calls it, or 0 */
    uint64_t identity;             /* figure_identity(); 0 if not known yet */
    size_t numerator, denominator; /* limbs */
    mp_limb_t limbs[];
};

struct figure *figure_check(lua_State *L, int index);
struct figure *figure_test(lua_State *L, int index); /* NULL if it is none */

/* No text, and not missing. */
static inline bool figure_has_number(const struct figure *figure) {
    return figure->kind == FIGURE_EXACT || figure->kind == FIGURE_DOUBLE;
}
static inline bool figure_has_period(const struct figure *figure) {
    return figure->period.kind != PERIOD_NOT_STATED;
}

/* What growth is over: the words of `over`, by the enum; NULL at the end. */
enum figure_span { OVER_YEAR, OVER_PREVIOUS, OVER_NOTHING };
extern const char *const figure_spans[];
/* The period that growth of one in `period` is against; false if there is none. */
bool figure_base_of(struct period period, enum figure_span span, struct period *out);

/* Makes `head` a header without number: missing, no indicator, area or period. */
void figure_init(struct figure *head);
/* Pushes a figure with the fields of `head` and the value `q` (NULL: as head's
   kind says), with the unit `unit`. */
struct figure *figure_push(lua_State *L, const struct figure *head, const mpq_t q,
                           struct str unit);
/* The same for a double; NaN and infinities become missing. */
struct figure *figure_push_double(lua_State *L, const struct figure *head, double value,
                                  struct str unit);
/* The figure on the top was computed from the figures or numbers at `left` and `right`
   (0: none). */
void figure_set_operands(lua_State *L, int left, int right);
/* One more figure goes into `head`, which begins as figure_init() makes it: that it is
   a demonstration, the weakest status (estimated, provisional, revised) and the
   qualifier (that of all who have one, else about) are the result's, in whatever order
   they come. */
void figure_join(struct figure *head, const struct figure *operand);
/* What is no sum is only about what its operands' qualifiers say. */
void figure_blur(struct figure *head);
/* What a bound says of the negative or the reciprocal: 超 for 不足. */
enum qualifier figure_opposite(enum qualifier qualifier);
/* After both were joined into `head`, which is a − b, or a ÷ b of numbers above zero:
   300 ÷ 不足100 is more than 3, 超200 − 不足100 more than 100; where both are bounds of
   other sides, or one is about, it is about. */
void figure_hold_against(struct figure *head, enum qualifier a, enum qualifier b);
/* [-0, +1, e] Pushes the figure at `index` without the units that it was put in. */
const struct figure *figure_push_under(lua_State *L, int index);
/* Whether a figure, under no other unit, is what growth() or growth_of() gave. */
bool figure_is_growth(const struct figure *figure);
/* What a value of the data is asked for by. */
struct figure_key {
    uint32_t series, area;
    struct period period;
    uint32_t known; /* a day: nothing that came later, and of what has no day nothing of
                       a period that ends later; 0: the report's own */
};

/* What the report's as-of shows under the key, or NULL. Every look-up of a script is
   this one. */
const struct observation *figure_find(const struct script *script,
                                      const struct figure_key *key);
/* The same, of one key after another that differ by their areas. */
const struct observation *figure_find_along(const struct script *script,
                                            struct dataset_trail *trail,
                                            const struct figure_key *key);
/* The day up to which a look-up sees: the report's, or `known` if it is earlier; 0:
   whatever is known. */
uint32_t figure_known(const struct script *script, uint32_t known);
/* Raises if the values of the indicator and area are demonstration data, in a report
   that is not. */
void figure_permit(lua_State *L, uint32_t indicator, uint32_t area);
/* A figure of the observation (NULL: missing) under the key, if it is permitted. */
struct figure *figure_push_found(lua_State *L, const struct figure_key *key,
                                 const struct observation *o);
/* The value of the data; a keyed missing figure if there is none. */
struct figure *figure_push_key(lua_State *L, const struct figure_key *key);

/* A number as scripts see it: whole ones are integers. */
void figure_push_number(lua_State *L, double value);

/* A figure that is a value of the data itself; raises for others, since a computed
   one has no other periods, areas or vintages. */
const struct figure *figure_check_keyed(lua_State *L, const char *method);
/* The number of the figure as a rational that borrows its limbs; false if it is
   missing, text or a double. Never clear it. */
bool figure_borrow(const struct figure *figure, mpq_t out);
/* The nearest double; NaN if there is no number. */
double figure_number(struct figure *figure);
/* The unit, borrowed from the userdata at `index`. */
struct str figure_unit(lua_State *L, int index);
/* words_unit() of the report's language, after a warning if it has no words for it. */
struct str unit_in_words(lua_State *L, struct str unit, struct str number);
/* A unit as the report prints it behind this number: 万家, 个百分点, %. */
struct str figure_behind(lua_State *L, struct str unit, struct str number);
/* The number at `index` exactly: an integer beyond 2^53 keeps its digits. False if it
   is not finite. */
bool rational_from_lua(lua_State *L, int index, mpq_t out);
/* Room for results, cleared when the state closes. */
mpq_t *figure_scratch(lua_State *L);

enum figure_style { FIGURE_PLAIN = 0, FIGURE_GROUPED = 1, FIGURE_SIGNED = 2 };
/* Prints the number once rounded; … — × if missing, by the reason; of what is
   negligible half a unit of the last digit of its indicator (不足0.05), and plainly 0.
 */
void figure_print(lua_State *L, const struct figure *figure, int decimals,
                  unsigned style, struct buf *out);
/* Puts what the figure at stack index 1 was printed as, with a mark that leads to its
   record in the script's log; in checks without. */
void figure_put_printed(lua_State *L, struct str text, struct buf *out);
/* What the figure on the top is the number of, if it is a total; else NULL. */
const struct total *figure_total(lua_State *L);
/* [-0, +0, e] Appends what the figure on the top was computed from, figures and
   numbers, to the array at `worklist`, the first one last. */
void figure_put_operands(lua_State *L, int worklist, lua_Integer *count);
/* A hash of what the figure at index 1 is and what it was computed from and how, the
   same in every build with the same inputs; never 0. */
uint64_t figure_identity(lua_State *L);
/* That of a figure with these fields and unit whose operands are the data's values of
   its series and period in the areas. */
uint64_t figure_identity_of_total(lua_State *L, const struct figure *head,
                                  struct str unit, const uint32_t *areas, size_t count);
/* The code of its series, or of the indicator that its operands have in common. */
void figure_put_series(const struct script *script, const struct figure *figure,
                       struct buf *out);
/* The code of its area; empty where it has no one. */
struct str figure_area_code(const struct script *script, const struct figure *figure);
/* The qualifier as it stands before a number: 约, 超, 不足, 达; or empty. */
struct str figure_qualifier(lua_State *L, const struct figure *figure);
/* The status as a word: normal, provisional, …, missing. */
const char *figure_status(const struct figure *figure);
const char *figure_reason(const struct figure *figure);

/* The methods of the other files, into the table on the top of the stack. */
void figure_add_places(lua_State *L);
void figure_add_ranks(lua_State *L);
void figure_add_vintages(lua_State *L);
void figure_add_provenance(lua_State *L);
/* The metamethods of arithmetic and comparison, into the metatable on the top. */
void figure_add_arithmetic(lua_State *L);

#endif
