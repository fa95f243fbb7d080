#define _GNU_SOURCE
#include "issue/desk.h"

#include "words/words.h"
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define READ_TRIES 6
#define READ_PAUSE_US 50000

/* ---- the ledger ---- */

static struct str name_of(const struct ledger_entry *entry, struct arena *arena) {
    return arena_printf(arena, "%.*s %.*s (%zu, %.*s)", STR_ARG(entry->report),
                        STR_ARG(entry->period), entry->number, STR_ARG(entry->act));
}

/* The year of an issue's period, in which numbers are counted. */
static struct str year_of(struct str period) { return str_slice(period, 0, 4); }

const struct ledger_entry *desk_number_taken(const struct desk *desk, struct str report,
                                             struct str period, struct str number) {
    const struct ledger *ledger = &desk->ledger;
    for (size_t i = 0; number.n > 0 && i < ledger->count; i++) {
        const struct ledger_entry *entry = &ledger->entries[i];
        if (str_equal(entry->report, report) && !str_equal(entry->period, period) &&
            str_equal(year_of(entry->period), year_of(period)) &&
            str_equal(issue_value(entry, "number"), number))
            return entry;
    }
    return NULL;
}

/* Two issues of one year must not be both 第9期. */
static bool numbers_differ(const struct desk *desk, struct diag *diag) {
    const struct ledger *ledger = &desk->ledger;
    for (size_t i = 0; i < ledger->count; i++) {
        const struct ledger_entry *entry = &ledger->entries[i];
        struct str number = issue_value(entry, "number");
        const struct ledger_entry *other =
            desk_number_taken(desk, entry->report, entry->period, number);
        if (other == NULL || other > entry) /* told at the later one */
            continue;
        diag_error(diag, entry->place, "two issues are %.*s: %.*s and %.*s",
                   STR_ARG(number), STR_ARG(name_of(other, desk->arena)),
                   STR_ARG(name_of(entry, desk->arena)));
        return false;
    }
    return true;
}

bool desk_read_ledger(struct desk *desk, struct diag *diag) {
    const char *folder = desk->workflow.ledger.p;
    for (int i = 0; i < READ_TRIES; i++) {
        struct diag *quiet = diag_open();
        bool read =
            ledger_read(desk->project, folder, desk->arena, &desk->ledger, quiet);
        diag_close(quiet);
        if (read)
            return numbers_differ(desk, diag);
        usleep(READ_PAUSE_US);
    }
    return ledger_read(desk->project, folder, desk->arena, &desk->ledger, diag) &&
           numbers_differ(desk, diag);
}

static bool rolled_back(const struct desk *desk, struct place place, struct str what,
                        struct diag *diag) {
    const struct ledger_entry *head = ledger_head(&desk->ledger);
    diag_error(diag, place,
               "the ledger was rolled back: it lacks %.*s, and ends with %.*s",
               STR_ARG(what),
               STR_ARG(head != NULL ? name_of(head, desk->arena) : STR("nothing")));
    diag_hint(diag, "bring the ledger back from its newest copy");
    return false;
}

bool desk_agrees(const struct desk *desk, const struct archive *archive,
                 struct str current, struct diag *diag) {
    struct str head;
    const struct ledger_entry *last = issue_last_release(&desk->ledger);
    if (archive != NULL) {
        if (!archive_head(archive, desk->arena, &head, diag))
            return false;
        size_t end = str_find(head, STR("\t"), 0);
        if (end != STR_NOT_FOUND &&
            ledger_find(&desk->ledger, str_slice(head, 0, end)) == NULL)
            return rolled_back(desk, (struct place){.file = desk->workflow.archive},
                               str_trim(str_slice(head, end + 1, head.n)), diag);
    }
    if (current.n == 0 || last == NULL)
        return true;
    for (size_t i = 0; i < desk->ledger.count; i++)
        if (str_equal(issue_value(&desk->ledger.entries[i], "release"), current))
            return true;
    return rolled_back(desk, (struct place){.file = STR("current")},
                       arena_printf(desk->arena, "the release %.*s", STR_ARG(current)),
                       diag);
}

struct str desk_path(const struct desk *desk, struct str folder) {
    if (str_starts(folder, STR("/")))
        return folder;
    return arena_printf(desk->arena, "%.*s/%.*s", STR_ARG(desk->project_path),
                        STR_ARG(folder));
}

struct archive *desk_open_archive(const struct desk *desk, bool make,
                                  struct diag *diag) {
    return archive_open(desk_path(desk, desk->workflow.archive).p, make, diag);
}

/* ---- time ---- */

struct str desk_time(int64_t seconds, struct arena *arena) {
    time_t clock = (time_t)seconds;
    struct tm tm;
    if (gmtime_r(&clock, &tm) == NULL)
        return (struct str){0};
    return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900,
                        tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

struct str desk_day(int64_t seconds, struct arena *arena, uint32_t *day) {
    time_t clock = (time_t)seconds;
    struct tm tm;
    *day = 0;
    /* The day of the office, whose zone is the machine's. */
    if (localtime_r(&clock, &tm) == NULL)
        return (struct str){0};
    *day = (uint32_t)((tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday);
    return arena_printf(arena, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1,
                        tm.tm_mday);
}

/* ---- an issue ---- */

struct count {
    size_t year, all;
};

/* Adds an issue that has a number already. */
static void count_one(struct count *count, struct str period, struct str own) {
    count->all++;
    count->year += str_equal(year_of(period), year_of(own));
}

/* How many issues of the report have a number: those that were published, and those
   that input/issues.csv gives one that the ledger does not know. */
static struct count count_issues(const struct desk *desk, struct str report,
                                 struct str period, const struct dataset *ds,
                                 struct arena *arena) {
    struct count count = {0, 0};
    size_t listed;
    const struct issue *issues = dataset_issues(ds, &listed);
    for (size_t i = 0; i < desk->ledger.count; i++) {
        const struct ledger_entry *entry = &desk->ledger.entries[i];
        if (entry->number == 1 && str_equal(entry->report, report) &&
            issue_state_of(&desk->ledger, report, entry->period).edition != NULL)
            count_one(&count, entry->period, period);
    }
    for (size_t i = 0; i < listed; i++) {
        struct str code = period_code(issues[i].period, arena);
        if (str_equal(issues[i].report, report) && issues[i].number.n > 0 &&
            !str_equal(code, period) &&
            issue_state_of(&desk->ledger, report, code).edition == NULL)
            count_one(&count, code, period);
    }
    return count;
}

/* 第{n}期（总第{total}期） */
static struct str next_number(const struct desk *desk, struct str report,
                              struct str period, const struct dataset *ds,
                              struct arena *arena) {
    if (desk->workflow.number.n == 0)
        return (struct str){0};
    struct count count = count_issues(desk, report, period, ds, arena);
    const struct words_value values[] = {
        {"n", arena_printf(arena, "%zu", count.year + 1)},
        {"total", arena_printf(arena, "%zu", count.all + 1)}};
    struct buf out = buf_open(1 << 12);
    words_put_text(desk->workflow.number, values, 2, &out);
    struct str number = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return number;
}

const struct issue *desk_issue(const struct desk *desk, const struct report_job *job,
                               const struct dataset *ds, struct arena *arena) {
    struct str report = job->report->name, period = period_code(job->period, arena);
    struct issue_state state = issue_state_of(&desk->ledger, report, period);
    struct issue *issue = arena_alloc(arena, sizeof *issue);
    if (job->issue != NULL)
        *issue = *job->issue;
    issue->report = report;
    issue->period = job->period;
    issue->compiled_by = issue->reviewed_by = issue->approved_by = (struct str){0};
    if (state.edition != NULL)
        issue->number = issue_value(state.edition, "number");
    else if (issue->number.n == 0)
        issue->number = next_number(desk, report, period, ds, arena);
    if (issue_is_open(&state) && issue->date.n == 0) {
        issue->date = desk->date;
        issue->day = desk->day;
    }
    const struct ledger_line *date =
        issue_is_open(&state) ? NULL : ledger_line(state.edition, "date");
    if (date != NULL && date->count == 2) {
        issue->date = date->values[0];
        issue->day = 0;
        for (size_t i = 0; i < date->values[1].n; i++)
            issue->day = issue->day * 10 + (uint32_t)(date->values[1].p[i] - '0');
    }
    return issue;
}

void desk_names(const struct issue_signature *signatures, size_t count,
                struct document *doc) {
    static const char *const keys[] = {"signoff.compiled", "signoff.reviewed",
                                       "signoff.approved"};
    struct str *fields[] = {&doc->compiled_by, &doc->reviewed_by, &doc->approved_by};
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < 3; k++)
            if (str_equal(signatures[i].role,
                          words_text((struct catalogue){0}, keys[k])) ||
                str_equal(signatures[i].role,
                          words_text(doc->words.vocabulary, keys[k])))
                *fields[k] = signatures[i].by;
}

size_t desk_signed(const struct ledger_entry *entry, struct issue_signature *out) {
    size_t count = 0;
    for (size_t i = 0; entry != NULL && i < entry->line_count; i++) {
        const struct ledger_line *line = &entry->lines[i];
        if (line->count == 2 && str_equal(line->key, STR("signed")) &&
            count < WORKFLOW_ROLES_MAX)
            out[count++] = (struct issue_signature){line->values[0], line->values[1],
                                                    (struct str){0}};
    }
    return count;
}

bool desk_act(struct desk *desk, struct str report, struct str period, const char *act,
              const struct ledger_line *lines, size_t count, struct diag *diag) {
    struct ledger_line *all = arena_array(desk->arena, count + 1, sizeof *all);
    all[0] = (struct ledger_line){STR("time"), {desk_time(desk->now, desk->arena)}, 1};
    memcpy(all + 1, lines, count * sizeof *lines);
    const struct ledger_entry entry = {.report = report,
                                       .period = period,
                                       .act = str_from(act),
                                       .lines = all,
                                       .line_count = count + 1};
    return ledger_add(desk->project, desk->workflow.ledger.p, &desk->ledger, &entry,
                      desk->arena, diag);
}
