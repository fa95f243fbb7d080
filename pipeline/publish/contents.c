#include "publish/contents.h"

#include <string.h>

/* %E7%9A for its bytes. */
static struct str decoded(struct str href, struct arena *arena) {
    char *out = arena_alloc(arena, href.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < href.n; i++) {
        unsigned byte = 0;
        size_t digits = 0;
        for (; href.p[i] == '%' && digits < 2 && i + 1 + digits < href.n; digits++) {
            const char *hex = "0123456789abcdef", *at = NULL;
            char c = href.p[i + 1 + digits];
            if (c != '\0')
                at = strchr(hex, c >= 'A' && c <= 'F' ? c + 32 : c);
            if (at == NULL)
                break;
            byte = byte * 16 + (unsigned)(at - hex);
        }
        out[n++] = digits == 2 ? (char)byte : href.p[i];
        i += digits == 2 ? 2 : 0;
    }
    return (struct str){out, n};
}

/* The file below the release that `href` leads to from a folder REPORT/PERIOD; empty if
   it names none. */
static struct str target_of(struct str folder, struct str href, struct arena *arena) {
    size_t end = 0;
    while (end < href.n && href.p[end] != '?' && href.p[end] != '#')
        end++;
    href = decoded(str_slice(href, 0, end), arena);
    char *out = arena_alloc(arena, folder.n + href.n + 2);
    memcpy(out, folder.p, folder.n);
    size_t n = folder.n;
    for (size_t at = 0; at < href.n; at = end + 1) {
        end = str_find(href, STR("/"), at);
        if (end == STR_NOT_FOUND)
            end = href.n;
        struct str part = str_slice(href, at, end);
        if (str_equal(part, STR(".."))) {
            if (n == 0)
                return (struct str){"", 0};
            while (n > 0 && out[n - 1] != '/')
                n--;
            n -= n > 0;
        } else if (part.n > 0 && !str_equal(part, STR("."))) {
            if (n > 0)
                out[n++] = '/';
            memcpy(out + n, part.p, part.n);
            n += part.n;
        }
    }
    bool folder_only = href.n == 0 || href.p[href.n - 1] == '/' ||
                       str_ends(href, STR("/.")) || str_ends(href, STR(".."));
    return (struct str){out, folder_only ? 0 : n};
}

/* Takes `head` and a slash off. */
static bool take(struct str *path, struct str head) {
    if (path->n <= head.n || path->p[head.n] != '/' || !str_starts(*path, head))
        return false;
    *path = str_slice(*path, head.n + 1, path->n);
    return true;
}

/* Whether the job makes a file of this path. */
static bool makes(const struct contents *contents, const struct report_job *job,
                  struct str path, struct arena *arena) {
    if (!take(&path, job->report->name) ||
        !take(&path, period_code(job->period, arena)) || !str_starts(path, job->stem))
        return false;
    struct str rest = str_slice(path, job->stem.n, path.n);
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        const struct format_kind *format = format_at(i);
        struct str end = arena_printf(arena, ".%s", format->extension);
        bool whole = format->suffix != NULL
                         ? rest.n > end.n && rest.p[0] == '-' && str_ends(rest, end)
                         : str_equal(rest, end);
        if (whole &&
            format_in(contents->formats, format->with != NULL ? format->with : format))
            return true;
    }
    return false;
}

static bool carries(const struct receipt_summary *previous, struct str path) {
    for (size_t i = 0; previous != NULL && i < previous->edition_count; i++) {
        const struct edition *edition = &previous->editions[i];
        if (!str_starts(path, edition->report))
            continue;
        for (size_t k = 0; k < edition->file_count; k++)
            if (str_equal(edition->files[k].path, path))
                return true;
    }
    return false;
}

static bool holds(const struct contents *contents, struct str path,
                  struct arena *arena) {
    static const char *const pages[] = {"index.html", RECEIPT_NAME, SERIES_NAME};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (str_equal(path, str_from(pages[i])))
            return true;
    for (size_t i = 0; i < contents->job_count; i++)
        if (makes(contents, &contents->jobs[i], path, arena))
            return true;
    return carries(contents->previous, path);
}

/* Whether some report has the name of the path's folder. */
static bool is_report(const struct contents *contents, struct str path) {
    for (size_t i = 0; i < contents->job_count; i++)
        if (take(&path, contents->jobs[i].report->name))
            return true;
    return false;
}

const struct report_job *contents_neighbour(const struct contents *contents,
                                            const struct report_job *job, int step) {
    if (contents->jobs == NULL)
        return NULL;
    size_t at = (size_t)(job - contents->jobs) + (size_t)step; /* −1 wraps to none */
    const struct report_job *other = contents->jobs + at;
    return at < contents->job_count && other->report == job->report ? other : NULL;
}

void contents_check_links(const struct contents *contents, const struct report_job *job,
                          const struct document *doc, struct arena *arena,
                          struct diag *diag) {
    struct str folder = arena_printf(arena, "%.*s/%.*s", STR_ARG(job->report->name),
                                     STR_ARG(period_code(job->period, arena)));
    for (size_t i = 0; i < doc->link_count; i++) {
        const struct doc_link *link = &doc->links[i];
        struct str path = target_of(folder, link->href, arena);
        if (path.n == 0 || holds(contents, path, arena))
            continue;
        diag_warning(diag, link->place,
                     "this link leads to a file that the release will not hold: %.*s",
                     STR_ARG(path));
        if (is_report(contents, path))
            diag_hint(diag, "its report is built for another period or part, or not in "
                            "this format: correct the link, or build that one too");
        else
            diag_hint(diag, "build the report that it belongs to into the same output, "
                            "or take the link out");
    }
}
