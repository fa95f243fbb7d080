#include "document/report.h"

struct str report_job_label(const struct report_job *job, struct arena *arena) {
    struct str period = period_code(job->period, arena);
    struct str name = job->part != NULL ? job->part->name : job->report->name;
    return arena_printf(arena, "%.*s %.*s", STR_ARG(name), STR_ARG(period));
}
