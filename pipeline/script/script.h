/* The script stage: the project's Lua. Reads sources.lua and theme.lua into plain
   structs before ingest; afterwards binds the sealed dataset, loads lua/, says
   which reports there are and gives each job its environment. */
#ifndef NQI_SCRIPT_SCRIPT_H
#define NQI_SCRIPT_SCRIPT_H

#include "base/kind.h"
#include "dataset/dataset.h"
#include "dataset/profile.h"
#include "dataset/rule_setting.h"
#include "document/figures.h"
#include "document/report.h"
#include "document/theme.h"
#include "document/workflow.h"
#include "sandbox/sandbox.h"

struct script;

/* A Lua file that was read: for the receipt. */
struct script_file {
    struct str path; /* relative to the project, or "nqi/rank.lua" if embedded */
    char sha256[65];
};

/* `dir` is the project folder. The sandbox and arena must outlive the script. */
struct script *script_open(struct sandbox *sandbox, int dir, struct arena *arena,
                           struct diag *diag);
/* How f:as_of() reads a day: as a column of vintages is read, which is ingest's. */
void script_set_days(struct script *script,
                     bool (*read)(struct str text, struct arena *arena, uint32_t *day));
bool script_read_sources(struct script *script, struct source_profile **profiles,
                         size_t *count);
bool script_read_theme(struct script *script, const struct theme **theme);
/* lua/workflow.lua, if there is one. */
bool script_read_workflow(struct script *script, struct workflow *out, bool *found);

/* After ingest. Loads lua/checks.lua if there is one. */
bool script_bind(struct script *script, const struct dataset *ds);
bool script_read_reports(struct script *script, struct report_definition **reports,
                         size_t *count);
/* Runs the `prepare` functions that lua/reports.lua gives for the reports of these
   jobs, once a report and period: what their modules keep is then inherited by every
   worker instead of being computed in each. */
bool script_prepare(struct script *script, const struct report_job *jobs, size_t count);
/* What the project accepts of a rule of the program, in both languages: kept for the
   data-quality annex. All borrowed, for as long as the script lives. */
struct script_accepted {
    const struct kind *rule;
    struct str text, text_en, reason, reason_en;
    bool partial; /* areas or periods are missing */
    struct place place;
    uint32_t indicator;
    struct period period;
    const uint32_t *areas; /* ids of those that it is about */
    size_t area_count;     /* 0: all */
};
void script_accept(struct script *script, const struct script_accepted *accepted);

/* Who runs the rules of the program, once it is known how the project sets them. */
struct script_checks {
    void (*run_builtin)(void *context, const struct rule_setting *settings,
                        size_t count);
    void *context;
    size_t ran; /* counts the project's own rules that ran */
};
/* Runs the rules of the program, then lua/checks.lua's: findings go to the diag (an
   error blocks publishing), and those of the project stay readable to the data-quality
   annex. */
bool script_run_checks(struct script *script, struct script_checks *checks);
/* Makes the environment of a job (sandbox_push_environment gives it to compose):
   report, area, period, v, get, rank, … as lua/README.md lists. */
bool script_enter(struct script *script, const struct report_job *job);

/* What the marks in printed texts stand for. Grows with every figure printed. */
const struct figure_log *script_figures(const struct script *script);

size_t script_files(const struct script *script, const struct script_file **files);
/* What stands in one of them, by its index. */
struct str script_text(const struct script *script, size_t file);

/* A kind of a table of the library, and how it is written. */
struct script_kind {
    struct kind kind;
    const char *usage;
};
/* The field `kinds` of a module (nqi.rules), in the script's arena; NULL after
   reporting. */
const struct script_kind *script_kinds(struct script *script, const char *module,
                                       size_t *count);

#endif
