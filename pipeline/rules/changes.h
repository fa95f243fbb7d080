/* What a rule finds of the series of files, in the words that follow their names. */
#ifndef NQI_RULES_CHANGES_H
#define NQI_RULES_CHANGES_H

#include "rules/rule.h"
#include "rules/summary.h"

struct change {
    const struct rule_kind *rule;
    struct str file, series, name;
    struct str text;             /* what became of it, without its name */
    const struct observation *o; /* a cell of it, or NULL */
};

/* In the arena `own` of the run. */
struct changes {
    struct change *list;
    size_t count, capacity;
};

/* The text is copied; what the line says must hold as long as the run. */
void changes_add(struct rule_run *run, struct changes *changes,
                 const struct rule_kind *rule, const struct summary *line,
                 struct str text, const struct observation *o);
/* Reports those of the rule that runs: what the series of one file have in common is
   said once. */
void changes_report(struct rule_run *run, const struct changes *changes);

#endif
