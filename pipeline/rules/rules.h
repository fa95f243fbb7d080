/* The rules that no project has to write: what must hold of any data by the kind of an
   indicator, its unit and its parts, between neighbours in time and area, and against
   the last release. They run over the sealed dataset in `check` and `build` alike and
   only report; lua/checks.lua may set each by its name (dataset/rule_setting.h).

   Impossible by kind is an error, improbable a warning. What is compared with the last
   release says a message and never changes a byte of what is published. */
#ifndef NQI_RULES_RULES_H
#define NQI_RULES_RULES_H

#include "base/buf.h"
#include "dataset/dataset.h"
#include "dataset/rule_setting.h"

/* An edition that is about to be published, for what must reach up to it. */
struct rule_edition {
    struct str report;
    struct period period;
};

struct rules_input {
    const struct dataset *ds;
    const struct rule_setting *settings;
    size_t setting_count;
    struct str last_release; /* series.csv of the last release; empty: there is none */
    struct catalogue words;  /* how periods are named in messages */
    bool accepted_only;      /* run those rules alone of which something is accepted */
    struct arena *arena;     /* for what is accepted */
};

/* What the project accepts, but for what the last release has a part in. */
struct rule_accepted {
    const struct rule_setting *setting;
    bool partial; /* areas or periods are missing */
    struct str text;
    struct place place;
    uint32_t indicator;
    struct period period;
    uint32_t *areas;   /* ids of those that it is about */
    size_t area_count; /* 0: all */
};

struct rules_outcome {
    size_t ran;              /* rules that had anything to look at */
    size_t release_warnings; /* of those the diag counts: not of these data alone */
    struct rule_accepted *accepted;
    size_t accepted_count, accepted_capacity;
};

/* Runs every rule; findings go to the diag. */
void rules_run(const struct rules_input *input, struct diag *diag,
               struct rules_outcome *outcome);

/* series.csv: what each file gives of each series, for the next release to be compared
   with. A line a series and file: its unit, first and last period, areas, values, the
   lowest and the highest, and short hashes of the values of each period and area. */
void rules_write_series(const struct dataset *ds, struct buf *out);

#endif
