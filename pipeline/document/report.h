/* What is to be built: the reports of lua/reports.lua, and one job for each
   report × part of for_each × period. Plain data in the run's arena. */
#ifndef NQI_DOCUMENT_REPORT_H
#define NQI_DOCUMENT_REPORT_H

#include "base/arena.h"
#include "base/catalogue.h"
#include "base/diag.h"
#include "base/str.h"
#include "dataset/dataset.h"

/* One of for_each, which has a report of its own: an area, an item of a dimension, an
   indicator, a text, or a table with a key. */
struct report_part {
    struct str key;           /* 340000, QMS: behind the period in names of files */
    struct str name, name_en; /* 安徽, Anhui; name_en may be empty */
    struct str full_name;     /* 安徽省: as titles may have it */
    uint32_t area;            /* id; DATASET_NONE: it has none, so the nation */
    bool is_area;             /* is an area itself */
    int value;                /* what scripts see as `each`, in Lua's registry */
};

/* How tables and figures are numbered: 表3, or by the numbered headings of the first
   level, 表2—1. */
enum report_numbers { NUMBERS_REPORT, NUMBERS_CHAPTER };

struct report_definition {
    struct place place;         /* in reports.lua */
    struct str name;            /* "province": also the folder */
    struct str template_file;   /* below templates/ */
    struct str title, title_en; /* may hold {{ … }}; expanded by compose */
    struct str series;          /* 年度报告 */
    struct str model;           /* its module computes names of the templates */
    struct period period;       /* the default period */
    struct period since;        /* made by default from this one on; or not stated */
    size_t ahead; /* so many periods after its own it sees of the data; 0: none */
    struct report_part *parts; /* for_each, in order; NULL: one report, the nation */
    size_t part_count;
    int parameters; /* its table in Lua's registry; 0: none */
    enum report_numbers numbers;
    bool demo;
    bool preliminary;       /* its numbers are to be revised: 初步 */
    bool internal;          /* never part of a release: nqi dump markdown prints it */
    struct str lang;        /* as reports.lua says; may be empty */
    struct catalogue words; /* of that language */
};

struct report_job {
    const struct report_definition *report;
    const struct report_part *part; /* NULL without for_each */
    uint32_t area;                  /* id; the nation (000000) if the part has none */
    struct period period;
    struct as_of as_of; /* what it sees of the data */
    /* Its number, names and date; NULL: none. Not yet signed, it has no names. */
    const struct issue *issue;
    struct str stem; /* "2023-340000" or "2023" */
};

/* Which of the reports it is, for messages: "安徽 2023", "national 2023". */
struct str report_job_label(const struct report_job *job, struct arena *arena);

#endif
