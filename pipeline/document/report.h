/* What is to be built: the reports of lua/reports.lua, and one job for each
   report × area × period. Plain data in the run's arena. */
#ifndef NQI_DOCUMENT_REPORT_H
#define NQI_DOCUMENT_REPORT_H

#include "base/catalogue.h"
#include "base/diag.h"
#include "base/str.h"
#include "dataset/period.h"

struct report_definition {
    struct place place;         /* in reports.lua */
    struct str name;            /* "province": also the folder */
    struct str template_file;   /* below templates/ */
    struct str title, title_en; /* may hold {{ … }}; expanded by compose */
    struct str series;          /* 年度报告 */
    struct str model;           /* its module computes names of the templates */
    struct period period;       /* the default period */
    uint32_t *areas; /* ids of for_each, in order; NULL: one report, the nation */
    size_t area_count;
    bool demo;
    bool internal;          /* never part of a release: nqi dump markdown prints it */
    struct str lang;        /* as reports.lua says; may be empty */
    struct catalogue words; /* of that language */
};

struct report_job {
    const struct report_definition *report;
    uint32_t area; /* id; the nation (000000) if the report has no for_each */
    bool per_area; /* the area is part of the file name */
    struct period period;
    struct as_of as_of; /* what it sees of the data; zero: the newest of all */
    struct str stem;    /* "2023-340000" or "2023" */
};

#endif
