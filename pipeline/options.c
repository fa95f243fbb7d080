#define _GNU_SOURCE
#include "options.h"
#include "commands.h"

#include "base/arena.h"
#include "words/words.h"
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#define JOBS_MAX 256
#define CPU_SECONDS 60
#define MEMORY_MIB 1024
#define TIME_SECONDS 21600 /* a night */
#define TIME_SECONDS_MAX 2592000

enum {
    OPTION_REPORT = 256,
    OPTION_AREA,
    OPTION_PERIOD,
    OPTION_PERIODS,
    OPTION_FORMAT,
    OPTION_OUT,
    OPTION_READ,
    OPTION_KEEP_GOING,
    OPTION_QUIET,
    OPTION_LOG_JSON,
    OPTION_MAIL,
    OPTION_EACH,
    OPTION_STATS,
    OPTION_DATE,
    OPTION_LANG,
    OPTION_LIMIT_CPU,
    OPTION_LIMIT_MEMORY,
    OPTION_LIMIT_TIME,
    OPTION_ROLE,
    OPTION_BY,
    OPTION_CODE,
    OPTION_REASON,
    OPTION_JSON,
    OPTION_HELP,
    OPTION_VERSION
};

static const struct option long_options[] = {
    {"report", required_argument, NULL, OPTION_REPORT},
    {"area", required_argument, NULL, OPTION_AREA},
    {"each", required_argument, NULL, OPTION_EACH},
    {"period", required_argument, NULL, OPTION_PERIOD},
    {"periods", required_argument, NULL, OPTION_PERIODS},
    {"format", required_argument, NULL, OPTION_FORMAT},
    {"out", required_argument, NULL, OPTION_OUT},
    {"read", required_argument, NULL, OPTION_READ},
    {"jobs", required_argument, NULL, 'j'},
    {"keep-going", no_argument, NULL, OPTION_KEEP_GOING},
    {"quiet", no_argument, NULL, OPTION_QUIET},
    {"log-json", no_argument, NULL, OPTION_LOG_JSON},
    {"mail", no_argument, NULL, OPTION_MAIL},
    {"stats", no_argument, NULL, OPTION_STATS},
    {"date", required_argument, NULL, OPTION_DATE},
    {"lang", required_argument, NULL, OPTION_LANG},
    {"limit-cpu", required_argument, NULL, OPTION_LIMIT_CPU},
    {"limit-memory", required_argument, NULL, OPTION_LIMIT_MEMORY},
    {"limit-time", required_argument, NULL, OPTION_LIMIT_TIME},
    {"role", required_argument, NULL, OPTION_ROLE},
    {"by", required_argument, NULL, OPTION_BY},
    {"code", required_argument, NULL, OPTION_CODE},
    {"reason", required_argument, NULL, OPTION_REASON},
    {"json", no_argument, NULL, OPTION_JSON},
    {"help", no_argument, NULL, OPTION_HELP},
    {"version", no_argument, NULL, OPTION_VERSION},
    {NULL, 0, NULL, 0},
};

static const char help[] =
    "usage: nqi build [DIR] [OPTION]...   build the reports of the project in DIR\n"
    "       nqi check [DIR]               read and check its data, publish nothing\n"
    "       nqi list indicators|areas|dimensions|reports|sources [DIR]\n"
    "       nqi list kinds                charts, blocks, layouts, formats, rules …\n"
    "       nqi sniff FILE [DIR]          print how to read FILE, for sources.lua\n"
    "       nqi dump dataset|template|document|layout|markdown [DIR] [OPTION]...\n"
    "                                     print what a stage made, as text\n"
    "with lua/workflow.lua a build makes drafts, and then:\n"
    "       nqi status [DIR]              where each issue stands\n"
    "       nqi sign REPORT PERIOD [DIR] --role R --by NAME --code CODE\n"
    "       nqi return REPORT PERIOD [DIR] --reason TEXT\n"
    "       nqi publish REPORT PERIOD [DIR]\n"
    "       nqi correct REPORT PERIOD [DIR] --reason TEXT\n"
    "       nqi withdraw REPORT PERIOD [DIR] --reason TEXT\n"
    "       nqi restore [DIR]             what is published, from ledger and archive\n"
    "       nqi verify [FOLDER|FILE [DIR]]  whether it is what was published\n"
    "\n"
    "  --report NAME     only this report (may be repeated)\n"
    "  --area CODE       only this area, by code or name (may be repeated)\n"
    "  --each KEY        only this one of for_each, by key or name (may be repeated)\n"
    "  --period PERIOD   for this period: 2023, 2023-H1, 2023-Q3, 2023-09, 2023-YTD09\n"
    "  --periods A..B    for those from A to B for which there are data\n"
    "  --format LIST     some of %s (%s)\n"
    "  --out DIR         where releases go (DIR/output of the project)\n"
    "  --read DIR        what a project names or links to may lie below DIR, too\n"
    "                    (may be repeated); else below the project only\n"
    "  -j, --jobs N      so many reports at a time (the number of processors)\n"
    "  --keep-going      publish although a report failed; its last edition stays,\n"
    "                    marked as not updated\n"
    "  --quiet           print errors and warnings only\n"
    "  --log-json        print one JSON object a line\n"
    "  --mail            say one line if all went well, else a page: for a timer\n"
    "  --stats           print the processor time of each stage at the end of a build\n"
    "  --date DATE       the date of the build, YYYY-MM-DD; else SOURCE_DATE_EPOCH\n"
    "  --lang zh|en      the language of messages\n"
    "  --limit-cpu S     seconds of processor time for one report (60; 0: none)\n"
    "  --limit-memory M  MiB of memory for one report (1024; 0: none)\n"
    "  --limit-time S    seconds that the command may take in all (21600; 0: none)\n"
    "  --role R, --by NAME, --code CODE, --reason TEXT\n"
    "                    who signs as what, which content code; why\n"
    "  --json            print the status as JSON\n"
    "  --help, --version\n"
    "\n"
    "Exit status: 0 good, 1 errors in data or templates, 2 usage, 3 system,\n"
    "75 another build is running. The manual is nqi(1).\n";

void options_help(const struct options *options, struct buf *out) {
    struct buf all = buf_open(256), usual = buf_open(256);
    format_list(format_all(), ",", &all);
    format_list(format_usual(), ",", &usual);
    buf_printf(out, catalogue_words(&options->messages, help), buf_z(&all),
               buf_z(&usual));
    buf_close(&all);
    buf_close(&usual);
}

int64_t days_from_date(int year, int month, int day) {
    /* Years begin in March, so that the leap day comes last; eras have 400 years. */
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static bool digits(struct str text, size_t from, size_t to, int *out) {
    *out = 0;
    for (size_t i = from; i < to; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        *out = *out * 10 + (text.p[i] - '0');
    }
    return true;
}

bool date_parse(struct str text, int64_t *epoch) {
    int year, month, day;
    if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-' ||
        !digits(text, 0, 4, &year) || !digits(text, 5, 7, &month) ||
        !digits(text, 8, 10, &day) || year < 1 || month < 1 || month > 12 || day < 1)
        return false;
    if (day > days_in_month(year, month))
        return false;
    *epoch = days_from_date(year, month, day) * 86400;
    return true;
}

static struct place here(void) { return (struct place){0}; }

static bool read_number(const char *text, const char *option, size_t least, size_t most,
                        size_t *out, struct diag *diag) {
    char *end;
    *out = 0;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || value < least ||
        value > most)
        return diag_error(diag, (struct place){.file = str_from(option)},
                          "\"%s\" is not a number from %zu to %zu", text, least, most);
    *out = (size_t)value;
    return true;
}

static bool read_formats(const char *text, struct options *out, struct diag *diag) {
    struct str list = str_from(text);
    out->formats = (struct format_set){0};
    size_t from = 0;
    bool ok = true;
    for (;;) {
        size_t comma = str_find(list, STR(","), from);
        size_t to = comma == STR_NOT_FOUND ? list.n : comma;
        struct str name = str_slice(list, from, to);
        const struct format_kind *format = format_named(name);
        if (format == NULL || format->with != NULL) {
            struct buf known = buf_open(1024);
            format_list(format_all(), ", ", &known);
            ok = diag_error(diag, (struct place){.file = STR("--format")},
                            "there is no format \"%.*s\"", STR_ARG(name));
            diag_hint(diag, "the formats are %s", buf_z(&known));
            buf_close(&known);
        } else {
            out->formats = format_add(out->formats, format);
        }
        if (comma == STR_NOT_FOUND)
            return ok;
        from = comma + 1;
    }
}

static bool is_period(struct str text, struct period *out) {
    return text.n > 0 && period_from_code(text, out);
}

static bool read_period(const char *text, struct options *out, struct diag *diag) {
    out->selection.has_period = true;
    out->selection.since = (struct period){0};
    if (is_period(str_from(text), &out->selection.period))
        return true;
    diag_error(diag, (struct place){.file = STR("--period")}, "\"%s\" is not a period",
               text);
    diag_hint(diag, "write 2023, 2023-H1, 2023-Q3, 2023-09, 2023-YTD09, 2023-12-31 or "
                    "2021-2025");
    return false;
}

/* 2023-01..2024-12 */
static bool read_periods(const char *text, struct options *out, struct diag *diag) {
    struct selection *selection = &out->selection;
    struct str all = str_from(text);
    size_t dots = str_find(all, STR(".."), 0);
    selection->has_period = true;
    if (dots != STR_NOT_FOUND &&
        is_period(str_slice(all, 0, dots), &selection->since) &&
        is_period(str_slice(all, dots + 2, all.n), &selection->period) &&
        selection->since.kind == selection->period.kind &&
        period_compare(selection->since, selection->period) <= 0)
        return true;
    diag_error(diag, (struct place){.file = STR("--periods")},
               "\"%s\" is not from one period to a later one of its kind", text);
    diag_hint(diag, "write 2023-01..2024-12, 2019..2023 or 2023-Q1..2024-Q4");
    return false;
}

static bool read_date(const char *text, struct options *out, struct diag *diag) {
    out->date = str_from(text);
    out->has_epoch = date_parse(out->date, &out->epoch);
    if (out->has_epoch)
        return true;
    return diag_error(diag, (struct place){.file = STR("--date")},
                      "\"%s\" is not a date of the form YYYY-MM-DD", text);
}

static bool read_epoch(struct options *out, struct diag *diag) {
    const char *text = getenv("SOURCE_DATE_EPOCH");
    size_t seconds = 0;
    if (out->has_epoch || text == NULL || *text == '\0')
        return true;
    /* The end of the year 9999: what four digits of a year can show. */
    if (!read_number(text, "SOURCE_DATE_EPOCH", 0, (size_t)253402300799, &seconds,
                     diag))
        return false;
    out->epoch = (int64_t)seconds;
    out->has_epoch = true;
    return true;
}

static bool set_language(struct str language, struct options *out, struct diag *diag) {
    struct catalogue messages;
    if (!words_messages(language, &messages))
        return false;
    out->messages = messages;
    diag_set_messages(diag, messages);
    return true;
}

static bool read_language(const char *text, struct options *out, struct diag *diag) {
    return set_language(str_from(text), out, diag) ||
           diag_error(diag, (struct place){.file = STR("--lang")},
                      "\"%s\" is not a language: zh or en", text);
}

/* What the environment says and a --lang anywhere on the line, before any other
   message is made. */
static void find_language(int argc, char **argv, struct options *out,
                          struct diag *diag) {
    static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    set_language(STR("en"), out, diag);
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value == NULL || *value == '\0')
            continue;
        set_language(str_slice(str_from(value), 0, strcspn(value, "_.@-")), out, diag);
        break;
    }
    for (int i = 1; i < argc; i++) {
        const char *word = argv[i];
        if (strcmp(word, "--lang") == 0 && i + 1 < argc)
            word = argv[i + 1];
        else if (strncmp(word, "--lang=", 7) == 0)
            word += 7;
        else
            continue;
        set_language(str_from(word), out, diag);
    }
}

struct words {
    struct str *items;
    size_t count, capacity;
};

static void add_word(struct arena *arena, struct words *words, const char *text) {
    words->items = arena_grow(arena, words->items, words->count, &words->capacity,
                              sizeof *words->items);
    words->items[words->count++] = str_from(text);
}

static size_t processors(void) {
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0
               ? (size_t)CPU_COUNT(&set)
               : 1;
}

/* A text for the ledger or a page: something to read, in UTF-8, on one line. */
static bool read_text(const char *value, const char *option, struct str *out,
                      struct diag *diag) {
    *out = str_trim(str_from(value));
    bool good = out->n > 0 && utf8_invalid(*out) == STR_NOT_FOUND;
    for (size_t i = 0; i < out->n; i++)
        good = good && (unsigned char)out->p[i] >= ' ' && out->p[i] != 0x7F;
    return good || diag_error(diag, (struct place){.file = str_from(option)},
                              "this is empty, or no text of one line");
}

/* What may be given more than once. */
struct repeated {
    struct words reports, areas, parts, roots;
};

static bool read_option(int option, const char *value, struct arena *arena,
                        struct repeated *repeated, struct options *out,
                        struct diag *diag) {
    size_t number = 0;
    switch (option) {
    case OPTION_REPORT:
        add_word(arena, &repeated->reports, value);
        return true;
    case OPTION_AREA:
        add_word(arena, &repeated->areas, value);
        return true;
    case OPTION_EACH:
        add_word(arena, &repeated->parts, value);
        return true;
    case OPTION_PERIOD:
        return read_period(value, out, diag);
    case OPTION_PERIODS:
        return read_periods(value, out, diag);
    case OPTION_FORMAT:
        return read_formats(value, out, diag);
    case OPTION_READ:
        add_word(arena, &repeated->roots, value);
        return true;
    case OPTION_OUT:
        out->output = value;
        return true;
    case 'j':
        return read_number(value, "-j", 1, JOBS_MAX, &out->jobs, diag);
    case OPTION_KEEP_GOING:
        return (out->keep_going = true);
    case OPTION_QUIET:
        return (out->quiet = true);
    case OPTION_LOG_JSON:
        return (out->log_json = true);
    case OPTION_MAIL:
        return (out->mails = true);
    case OPTION_STATS:
        return (out->stats = true);
    case OPTION_DATE:
        return read_date(value, out, diag);
    case OPTION_LANG:
        return read_language(value, out, diag);
    case OPTION_LIMIT_CPU:
        if (!read_number(value, "--limit-cpu", 0, 86400, &number, diag))
            return false;
        out->cpu_seconds = (unsigned)number;
        return true;
    case OPTION_LIMIT_TIME:
        if (!read_number(value, "--limit-time", 0, TIME_SECONDS_MAX, &number, diag))
            return false;
        out->time_seconds = (unsigned)number;
        return true;
    case OPTION_LIMIT_MEMORY:
        if (!read_number(value, "--limit-memory", 0, 1 << 20, &number, diag))
            return false;
        out->memory = number << 20;
        return true;
    case OPTION_ROLE:
        return read_text(value, "--role", &out->role, diag);
    case OPTION_BY:
        return read_text(value, "--by", &out->by, diag);
    case OPTION_CODE:
        return read_text(value, "--code", &out->code, diag);
    case OPTION_REASON:
        return read_text(value, "--reason", &out->reason, diag);
    case OPTION_JSON:
        return (out->json = true);
    case OPTION_HELP:
        out->command = COMMAND_HELP;
        return true;
    case OPTION_VERSION:
        out->command = COMMAND_VERSION;
        return true;
    default:
        return false;
    }
}

/* The word of the command line with a bad option. getopt_long() has passed it, but for
   a letter with more letters behind it (-xyz). */
static const char *bad_word(char **argv, int option) {
    const char *passed = argv[optind - 1];
    bool is_letter = option == '?' && optopt != 0 && optopt <= UCHAR_MAX;
    bool ends = passed[0] == '-' && passed[1] != '-' &&
                passed[strlen(passed) - 1] == (char)optopt;
    return !is_letter || ends ? passed : argv[optind];
}

/* The options that begin with the name, else the nearest one, else where to look. */
static void suggest_option(struct str name, struct diag *diag) {
    struct str names[sizeof long_options / sizeof *long_options], last = {0};
    struct buf list = buf_open(1000);
    size_t count = 0, begin = 0;
    for (const struct option *o = long_options; o->name != NULL; o++) {
        names[count++] = str_from(o->name);
        if (name.n > 0 && str_starts(str_from(o->name), name)) {
            last = str_from(o->name);
            buf_printf(&list, "%s--%s", begin++ > 0 ? ", " : "", o->name);
        }
    }
    if (begin == 0)
        last = diag_nearest(name, names, count);
    if (begin > 1)
        diag_hint(diag, "one of: %s", buf_z(&list));
    else if (last.n > 0)
        diag_hint(diag, "did you mean --%.*s?", STR_ARG(last));
    else
        diag_hint(diag, "nqi --help shows what there is");
    buf_close(&list);
}

static bool bad_option(const char *word, int option, struct diag *diag) {
    struct str name = str_from(word);
    size_t end = str_find(name, STR("="), 0);
    name = str_slice(name, 0, end == STR_NOT_FOUND ? name.n : end);
    if (option == ':')
        return diag_error(diag, here(), "the option %.*s needs a value", STR_ARG(name));
    if (end != STR_NOT_FOUND && optopt > UCHAR_MAX)
        return diag_error(diag, here(), "the option %.*s takes no value",
                          STR_ARG(name));
    diag_error(diag, here(), "there is no option %.*s", STR_ARG(name));
    while (str_starts(name, STR("-")))
        name = str_slice(name, 1, name.n);
    suggest_option(name, diag);
    return false;
}

/* --code --lang en, of a variable of the shell that is empty: the next option was taken
   for the value. */
static bool is_option_taken(char **argv, const char *value) {
    return value != NULL && value == argv[optind - 1] &&
           str_starts(str_from(value), STR("--"));
}

bool options_read(int argc, char **argv, struct arena *arena, struct options *out,
                  struct diag *diag) {
    struct repeated repeated = {0};
    *out = (struct options){.project = ".",
                            .command = COMMAND_BUILD,
                            .jobs = processors(),
                            .cpu_seconds = CPU_SECONDS,
                            .time_seconds = TIME_SECONDS,
                            .memory = (size_t)MEMORY_MIB << 20,
                            .formats = format_usual()};
    find_language(argc, argv, out, diag);
    bool ok = true;
    int option;
    const char *told = NULL; /* a word of several bad letters is told of once */
    opterr = 0;
    optind = 0;
    while ((option = getopt_long(argc, argv, ":j:", long_options, NULL)) != -1) {
        if (option != ':' && option != '?' && is_option_taken(argv, optarg)) {
            ok = bad_option(argv[optind - 2], ':', diag);
            continue;
        }
        if (option != ':' && option != '?') {
            ok &= read_option(option, optarg, arena, &repeated, out, diag);
            continue;
        }
        const char *word = bad_word(argv, option);
        if (word != told)
            ok = bad_option(word, option, diag);
        told = word;
    }
    if (out->command == COMMAND_HELP || out->command == COMMAND_VERSION)
        return true;
    out->roots = repeated.roots.items;
    out->root_count = repeated.roots.count;
    out->selection.reports = repeated.reports.items;
    out->selection.report_count = repeated.reports.count;
    out->selection.areas = repeated.areas.items;
    out->selection.area_count = repeated.areas.count;
    out->selection.parts = repeated.parts.items;
    out->selection.part_count = repeated.parts.count;
    ok &= read_epoch(out, diag);
    return command_words(argv + optind, (size_t)(argc - optind), out, diag) && ok;
}
