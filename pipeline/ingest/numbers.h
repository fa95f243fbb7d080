/* What a cell of numbers says. Nothing is guessed: a symbol that the source's
   profile does not declare is an error, and what is no number is text. */
#ifndef NQI_INGEST_NUMBERS_H
#define NQI_INGEST_NUMBERS_H

#include "dataset/dataset.h"
#include "dataset/profile.h"

enum reading_kind {
    READING_BLANK,
    READING_NUMBER,
    READING_STATUS,  /* a declared symbol or a word for missing: see status */
    READING_RANGE,   /* 63%～68%: value to high */
    READING_RANK,    /* 第9位, 9/31 */
    READING_BOOLEAN, /* 是 否 TRUE FALSE √ ×: value 1 or 0 */
    READING_TEXT,    /* anything else */
    READING_ERROR    /* see problem */
};

enum reading_problem {
    PROBLEM_NONE,
    PROBLEM_SPREADSHEET_ERROR, /* #REF!, #DIV/0! … */
    PROBLEM_LOST,              /* ###### */
    PROBLEM_SYMBOL,            /* …, —, * and the like, not declared */
    PROBLEM_DIGITS,            /* more than 18 significant digits */
    PROBLEM_GROUPING,          /* 1,70 or 1.706,5 */
    PROBLEM_BRACKETS,          /* (12.3), not declared */
    PROBLEM_TWO_READINGS,      /* 1.234 or 1,250: see `doubtful` */
    PROBLEM_SUPERSCRIPT,       /* 36³: a mark of a note, or a power; not declared */
    PROBLEM_SIGN_MARK          /* ▲ ↓ not declared as a sign */
};

struct reading {
    enum reading_kind kind;
    enum reading_problem problem;
    struct decimal value, high;
    enum observation_status status;
    enum qualifier qualifier;
    struct str unit;  /* 家, 万家, % … as it stands in the cell; empty if none */
    int multiplier;   /* power of ten of a 万 or 亿 that no unit follows */
    struct str mark;  /* a note mark: ① * [1] 注1 */
    struct str flags; /* Eurostat's behind the number: b, ep */
    bool doubtful;    /* 1.234 or 1,250: thousands or decimals, and nothing declared.
                         Only where numbers are written with a comma (a file separated by
                         semicolons) is it a PROBLEM_TWO_READINGS */
    bool exponent;    /* 1.23E+05: digits may have been lost */
};

/* `expected` is the unit of the column, which may follow the number although the
   registry does not know it. Strings of the result borrow or are in `arena`. */
struct reading number_read(struct str cell, struct str expected,
                           const struct source_profile *profile, struct arena *arena);

#endif
