/* The command line. */
#ifndef NQI_OPTIONS_H
#define NQI_OPTIONS_H

#include "base/arena.h"
#include "base/diag.h"
#include "publish/edition.h"
#include "publish/select.h"

enum command {
    COMMAND_BUILD,
    COMMAND_CHECK,
    COMMAND_LIST,
    COMMAND_SNIFF,
    COMMAND_DUMP,
    COMMAND_SIGN,
    COMMAND_RETURN,
    COMMAND_CORRECT,
    COMMAND_PUBLISH,
    COMMAND_WITHDRAW,
    COMMAND_RESTORE,
    COMMAND_STATUS,
    COMMAND_VERIFY,
    COMMAND_HELP,
    COMMAND_VERSION
};
enum dump_stage {
    DUMP_DATASET,
    DUMP_TEMPLATE,
    DUMP_DOCUMENT,
    DUMP_LAYOUT,
    DUMP_MARKDOWN
};
enum list_kind {
    LIST_INDICATORS,
    LIST_AREAS,
    LIST_DIMENSIONS,
    LIST_REPORTS,
    LIST_SOURCES,
    LIST_KINDS
};

struct options {
    enum command command;
    enum list_kind list;
    enum dump_stage stage;
    const char *file;        /* what to sniff, below the project */
    struct str issue_report; /* sign, return, correct, publish, withdraw: the issue */
    struct period issue_period;
    struct str role, by, code, reason;
    bool json;
    const char *project;     /* the project folder, "." if not given */
    const char *output;      /* --out; NULL: the folder output/ of the project */
    const struct str *roots; /* --read: folders that a project's paths may lead to */
    size_t root_count;
    struct selection selection;
    struct format_set formats;
    size_t jobs; /* processes at a time, 1 or more */
    bool keep_going, quiet, log_json, stats;
    bool mails;        /* --mail */
    struct mail *mail; /* where it keeps what is to be said, or NULL */
    bool has_epoch;    /* by --date or SOURCE_DATE_EPOCH */
    int64_t epoch;
    struct str date;           /* of --date, as given; else empty */
    struct catalogue messages; /* the language of what is said to the user */
    int64_t now;               /* seconds: the clock, for the ledger alone */
    unsigned cpu_seconds;      /* of one worker; 0: no limit */
    unsigned time_seconds;     /* of the whole command, by the clock; 0: no limit */
    size_t memory;             /* bytes of one worker; 0: no limit */
};

/* Reads the command line and the environment (SOURCE_DATE_EPOCH, and the language
   from LC_ALL, LC_MESSAGES, LANG). Strings are borrowed from them or in the arena.
   Every mistake is reported, in the language asked for. */
bool options_read(int argc, char **argv, struct arena *arena, struct options *out,
                  struct diag *diag);
/* What --help prints. */
void options_help(const struct options *options, struct buf *out);

/* Days from 1970-01-01 to a day of the Gregorian calendar. */
int64_t days_from_date(int year, int month, int day);
/* YYYY-MM-DD, a day that exists. */
bool date_parse(struct str text, int64_t *epoch);

#endif
