#include "publish/select.h"

#include "base/file.h"
#include <stdlib.h>

/* Code of the whole nation in input/areas.csv. */
#define NATION STR("000000")
/* A report that looks further ahead than this is mistaken. */
#define AHEAD_MAX 100

struct job_list {
    struct report_job *items;
    size_t count, capacity;
};

static struct place command_line(const char *option) {
    return (struct place){.file = str_from(option)};
}

/* Names of reports become folders beside what nqi itself puts into a release, on
   file systems that may not tell upper from lower case. */
static bool same_folder(struct str a, struct str b) {
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++) {
        char x = a.p[i], y = b.p[i];
        x = x >= 'A' && x <= 'Z' ? (char)(x + 32) : x;
        y = y >= 'A' && y <= 'Z' ? (char)(y + 32) : y;
        if (x != y)
            return false;
    }
    return true;
}

static bool names_are_safe(const struct report_definition *reports, size_t count,
                           struct diag *diag) {
    static const char *const taken[] = {"index.html", "receipt.json", "earlier"};
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        struct str name = reports[i].name;
        if (!file_name_is_safe(name))
            ok =
                diag_error(diag, reports[i].place,
                           "\"%.*s\" cannot be the name of a report: it names a folder",
                           STR_ARG(name));
        for (size_t k = 0; k < sizeof taken / sizeof *taken; k++)
            if (same_folder(name, str_from(taken[k])))
                ok = diag_error(diag, reports[i].place,
                                "\"%.*s\" is a name that nqi uses itself",
                                STR_ARG(name));
        for (size_t k = 0; k < i; k++)
            if (same_folder(name, reports[k].name))
                ok = diag_error(diag, reports[i].place,
                                "there is another report named \"%.*s\"",
                                STR_ARG(reports[k].name));
    }
    return ok;
}

static void suggest(struct diag *diag, struct str wanted, const struct str *names,
                    size_t count) {
    struct str nearest = diag_nearest(wanted, names, count);
    if (nearest.n > 0)
        diag_hint(diag, "did you mean \"%.*s\"?", STR_ARG(nearest));
}

static bool reports_exist(const struct report_definition *reports, size_t count,
                          const struct selection *selection, struct arena *arena,
                          struct diag *diag) {
    bool ok = true;
    struct str *names = arena_array(arena, count, sizeof *names);
    for (size_t k = 0; k < count; k++)
        names[k] = reports[k].name;
    for (size_t i = 0; i < selection->report_count; i++) {
        bool found = false;
        for (size_t k = 0; k < count; k++)
            found |= str_equal(selection->reports[i], names[k]);
        if (found)
            continue;
        ok = diag_error(diag, command_line("--report"), "there is no report \"%.*s\"",
                        STR_ARG(selection->reports[i]));
        suggest(diag, selection->reports[i], names, count);
    }
    return ok;
}

static uint32_t find_area(const struct dataset *ds, struct str wanted) {
    uint32_t id = dataset_find_area(ds, wanted);
    for (uint32_t i = 0; id == DATASET_NONE && i < dataset_area_count(ds); i++) {
        if (area_is_called(dataset_area(ds, i), wanted))
            id = i;
    }
    return id;
}

/* The ids of the areas asked for. */
static bool resolve_areas(const struct dataset *ds, const struct selection *selection,
                          struct arena *arena, uint32_t *ids, struct diag *diag) {
    bool ok = true;
    for (size_t i = 0; i < selection->area_count; i++) {
        ids[i] = find_area(ds, selection->areas[i]);
        if (ids[i] != DATASET_NONE)
            continue;
        ok = diag_error(diag, command_line("--area"), "there is no area \"%.*s\"",
                        STR_ARG(selection->areas[i]));
        size_t count = dataset_area_count(ds), n = 0;
        struct str *names = arena_array(arena, 3 * count, sizeof *names);
        for (uint32_t k = 0; k < count; k++) {
            names[n++] = dataset_area(ds, k)->code;
            names[n++] = dataset_area(ds, k)->name;
            names[n++] = dataset_area(ds, k)->short_name;
        }
        suggest(diag, selection->areas[i], names, n);
    }
    return ok;
}

/* Whether an area, or another part of for_each, is called by this key or name. */
static bool part_is_called(const struct report_part *part, const struct dataset *ds,
                           struct str name) {
    return part->is_area ? area_is_called(dataset_area(ds, part->area), name)
                         : str_equal(part->key, name) || str_equal(part->name, name) ||
                               (part->name_en.n > 0 && str_equal(part->name_en, name));
}

/* Each that is asked for is a part of some report. */
static bool parts_exist(const struct report_definition *reports, size_t count,
                        const struct dataset *ds, const struct selection *selection,
                        struct arena *arena, struct diag *diag) {
    bool ok = true;
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += 2 * reports[i].part_count;
    struct str *names = arena_array(arena, n, sizeof *names);
    for (size_t i = 0; i < selection->part_count; i++) {
        bool found = false;
        n = 0;
        for (size_t k = 0; k < count; k++)
            for (size_t p = 0; p < reports[k].part_count; p++) {
                const struct report_part *part = &reports[k].parts[p];
                found |= part_is_called(part, ds, selection->parts[i]);
                names[n++] = part->key;
                names[n++] = part->name;
            }
        if (found)
            continue;
        ok = diag_error(diag, command_line("--each"), "no report is made for \"%.*s\"",
                        STR_ARG(selection->parts[i]));
        suggest(diag, selection->parts[i], names, n);
    }
    return ok;
}

static bool is_named(const struct selection *selection, struct str report) {
    for (size_t i = 0; i < selection->report_count; i++)
        if (str_equal(selection->reports[i], report))
            return true;
    return selection->report_count == 0;
}

/* Whether it is the last one, or between `since`, if there is one, and it. */
static bool lies_in(struct period p, struct period since, struct period last) {
    if (since.kind != last.kind)
        return period_equal(p, last);
    return p.kind == last.kind && period_compare(since, p) <= 0 &&
           period_compare(p, last) <= 0;
}

static int compare_periods(const void *a, const void *b) {
    return period_compare(*(const struct period *)a, *(const struct period *)b);
}

/* Periods in their order. */
struct periods {
    struct period *items;
    size_t count;
};

/* The last one, and those from `since` on for which there are data. */
static struct periods periods_between(const struct dataset *ds, struct period since,
                                      struct period last, struct arena *arena) {
    struct periods list = {arena_array(arena, 1, sizeof *list.items), 1};
    size_t count, capacity = 1;
    const struct observation *observations = dataset_observations(ds, &count);
    list.items[0] = last;
    if (since.kind != last.kind)
        return list;
    for (size_t i = 0; i < count; i++) {
        struct period p = observations[i].period;
        if (!lies_in(p, since, last) || period_equal(p, list.items[list.count - 1]))
            continue;
        list.items =
            arena_grow(arena, list.items, list.count, &capacity, sizeof *list.items);
        list.items[list.count++] = p;
    }
    qsort(list.items, list.count, sizeof *list.items, compare_periods);
    size_t kept = 1;
    for (size_t i = 1; i < list.count; i++)
        if (!period_equal(list.items[i], list.items[kept - 1]))
            list.items[kept++] = list.items[i];
    list.count = kept;
    return list;
}

/* Periods that the data know, or a report has for its own. */
static bool period_exists(const struct report_definition *reports, size_t count,
                          const struct dataset *ds, const struct selection *selection,
                          struct arena *arena, struct diag *diag) {
    size_t observation_count;
    const struct observation *observations =
        dataset_observations(ds, &observation_count);
    struct period period = selection->period, since = selection->since;
    bool any = false;
    struct period first = period, last = period;
    for (size_t i = 0; i < count; i++)
        if (lies_in(reports[i].period, since, period))
            return true;
    for (size_t i = 0; i < observation_count; i++) {
        struct period p = observations[i].period;
        if (lies_in(p, since, period))
            return true;
        if (p.kind != period.kind)
            continue;
        if (!any || period_compare(p, first) < 0)
            first = p;
        if (!any || period_compare(p, last) > 0)
            last = p;
        any = true;
    }
    if (since.kind != period.kind)
        diag_error(diag, command_line("--period"),
                   "the data have nothing for the period %.*s",
                   STR_ARG(period_code(period, arena)));
    else
        diag_error(diag, command_line("--periods"),
                   "the data have nothing for the periods from %.*s to %.*s",
                   STR_ARG(period_code(since, arena)),
                   STR_ARG(period_code(period, arena)));
    if (any)
        diag_hint(diag, "they reach from %.*s to %.*s",
                  STR_ARG(period_code(first, arena)),
                  STR_ARG(period_code(last, arena)));
    return false;
}

/* Whether this report can be made for the period asked for. */
static bool has_kind(const struct report_definition *report,
                     const struct selection *selection) {
    return !selection->has_period || report->period.kind == selection->period.kind;
}

/* Whether it should be, if it is not asked for by name: a report whose issues are
   listed in input/issues.csv is made for those periods only. */
static bool is_due(const struct report_definition *report,
                   const struct selection *selection, struct period period,
                   const struct dataset *ds) {
    return !selection->has_period || selection->report_count > 0 ||
           dataset_find_issue(ds, report->name, report->period) == NULL ||
           dataset_find_issue(ds, report->name, period) != NULL;
}

/* What a report of this period sees of the data: nothing that ends after it, but for so
   many periods as its entry asks for; and nothing that became known after the day of
   its issue, if that is listed. */
static struct as_of as_of(const struct report_definition *report, struct period period,
                          const struct issue *issue) {
    struct as_of sees = {.period = period};
    if (report->ahead > 0 && report->ahead <= AHEAD_MAX)
        period_shift(period, (int)report->ahead, &sees.period);
    if (issue != NULL && issue->date.n > 0)
        sees.known = issue->day;
    return sees;
}

static void add_job(struct job_list *list, const struct report_definition *report,
                    struct period period, const struct report_part *part, uint32_t area,
                    const struct dataset *ds, struct arena *arena) {
    struct str stem = period_code(period, arena);
    if (part != NULL)
        stem = arena_printf(arena, "%.*s-%.*s", STR_ARG(stem), STR_ARG(part->key));
    const struct issue *issue = dataset_find_issue(ds, report->name, period);
    list->items = arena_grow(arena, list->items, list->count, &list->capacity,
                             sizeof *list->items);
    list->items[list->count++] =
        (struct report_job){.report = report,
                            .part = part,
                            .area = area,
                            .period = period,
                            .as_of = as_of(report, period, issue),
                            .issue = issue,
                            .stem = stem};
}

static bool wants_area(const uint32_t *areas, size_t count, uint32_t area) {
    for (size_t i = 0; i < count; i++)
        if (areas[i] == area)
            return true;
    return count == 0;
}

static bool wants_part(const struct selection *selection,
                       const struct report_part *part, const struct dataset *ds) {
    for (size_t i = 0; i < selection->part_count; i++)
        if (part != NULL && part_is_called(part, ds, selection->parts[i]))
            return true;
    return selection->part_count == 0;
}

/* Keys become parts of file names, too; and a report without an area of its own is
   about the nation. */
static bool parts_are_safe(const struct report_definition *reports, size_t count,
                           const struct dataset *ds, uint32_t nation,
                           struct diag *diag) {
    bool ok = true;
    for (size_t i = 0; i < count; i++) {
        const struct report_part *parts = reports[i].parts;
        bool national = parts == NULL;
        for (size_t k = 0; parts != NULL && k < reports[i].part_count; k++) {
            const struct report_part *part = &parts[k];
            national |= part->area == DATASET_NONE;
            if (file_name_is_safe(part->key))
                continue;
            ok = part->is_area
                     ? diag_error(diag, dataset_area(ds, part->area)->place,
                                  "\"%.*s\" cannot be the code of an area: it becomes "
                                  "part of a file name",
                                  STR_ARG(part->key))
                     : diag_error(diag, reports[i].place,
                                  "\"%.*s\" cannot be a key of for_each: it becomes "
                                  "part of a file name",
                                  STR_ARG(part->key));
        }
        if (national && nation == DATASET_NONE)
            ok = diag_error(diag, reports[i].place,
                            "input/areas.csv has no area 000000: this report has "
                            "no area of its own");
    }
    return ok;
}

static bool refuse_internal(const struct report_definition *report, struct diag *diag) {
    diag_error(diag, command_line("--report"),
               "the report \"%.*s\" is internal: it is not published",
               STR_ARG(report->name));
    diag_hint(diag, "nqi dump markdown --report %.*s prints it", STR_ARG(report->name));
    return false;
}

/* What the command line asks for, with its areas found. */
struct asked {
    const struct selection *selection;
    const uint32_t *areas;
    uint32_t nation;
};

static void add_jobs(struct job_list *list, const struct report_definition *report,
                     const struct asked *asked, const struct dataset *ds,
                     struct arena *arena) {
    const struct selection *selection = asked->selection;
    struct periods periods =
        selection->has_period
            ? periods_between(ds, selection->since, selection->period, arena)
            : periods_between(ds, report->since, report->period, arena);
    for (size_t i = 0; i < periods.count; i++) {
        struct period period = periods.items[i];
        if (!is_due(report, selection, period, ds))
            continue;
        for (size_t k = 0; k < report->part_count || (k == 0 && !report->parts); k++) {
            const struct report_part *part = report->parts ? &report->parts[k] : NULL;
            uint32_t area =
                part && part->area != DATASET_NONE ? part->area : asked->nation;
            if (wants_area(asked->areas, selection->area_count, area) &&
                wants_part(selection, part, ds))
                add_job(list, report, period, part, area, ds, arena);
        }
    }
}

enum select_result select_jobs(const struct report_definition *reports, size_t count,
                               const struct dataset *ds,
                               const struct selection *selection, struct arena *arena,
                               struct report_job **jobs, size_t *job_count,
                               struct diag *diag) {
    struct job_list list = {0};
    uint32_t *areas = arena_array(arena, selection->area_count, sizeof *areas);
    uint32_t nation = dataset_find_area(ds, NATION);
    const struct asked asked = {selection, areas, nation};
    bool safe = names_are_safe(reports, count, diag);
    if (!parts_are_safe(reports, count, ds, nation, diag) || !safe)
        return SELECT_UNSAFE;
    bool ok = reports_exist(reports, count, selection, arena, diag);
    ok &= resolve_areas(ds, selection, arena, areas, diag);
    ok &= parts_exist(reports, count, ds, selection, arena, diag);
    if (selection->has_period)
        ok &= period_exists(reports, count, ds, selection, arena, diag);
    for (size_t i = 0; ok && i < count; i++) {
        const struct report_definition *report = &reports[i];
        if (!is_named(selection, report->name))
            continue;
        if (report->internal && !selection->internal) {
            if (selection->report_count > 0)
                ok = refuse_internal(report, diag);
            continue;
        }
        if (!has_kind(report, selection)) {
            if (selection->report_count > 0)
                ok = diag_error(diag, command_line("--period"),
                                "the report \"%.*s\" is not made for such a period",
                                STR_ARG(report->name));
            continue;
        }
        add_jobs(&list, report, &asked, ds, arena);
    }
    *jobs = list.items;
    *job_count = list.count;
    if (!ok)
        return SELECT_UNKNOWN;
    if (list.count > 0)
        return SELECT_GOOD;
    diag_error(diag, (struct place){0}, "there is nothing to build");
    if (selection->has_period && selection->report_count == 0)
        diag_hint(diag, "list the issue in input/issues.csv, or name the report with "
                        "--report");
    else
        diag_hint(diag, "nqi list reports shows which reports there are");
    return SELECT_UNKNOWN;
}
