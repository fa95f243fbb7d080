/* What a project says of the rules that run without being written (rules/rules.h): the
   entries of lua/checks.lua with `builtin`. The script stage reads them, the rules go
   by them. Lives in the run's arena. */
#ifndef NQI_DATASET_RULE_SETTING_H
#define NQI_DATASET_RULE_SETTING_H

#include "base/diag.h"
#include "base/kind.h"

/* The rules there are: rules/rules.h has their entries. */
extern const struct kind *const rule_kinds[];

enum rule_severity {
    RULE_SEVERITY_DEFAULT, /* as the rule has it */
    RULE_SEVERITY_ERROR,
    RULE_SEVERITY_WARNING,
    RULE_SEVERITY_ACCEPTED,
    RULE_SEVERITY_OFF
};

/* The first setting that is for a finding decides. */
struct rule_setting {
    const struct kind *rule;
    enum rule_severity severity;
    struct str reason, reason_en; /* the second may be empty */
    struct str *of; /* codes of indicators and series, files; none: of everything */
    size_t of_count;
    struct str limit; /* a number in its digits, or empty: the rule's own */
    double limit_number;
    struct place place;
};

#endif
