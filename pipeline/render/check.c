/* check.html: the order of the page, and its findings. The matrices are in
   check_matrix.c. */
#include "render/check.h"
#include "render/check_parts.h"
#include "render/html.h"

#define PAGE_FILE STR("check.html")

enum { PART_MAX = 1 << 26 };

const char *check_words(const struct check_page *check, const char *english) {
    return catalogue_words(check->messages, english);
}

void check_heading(const char *level, const char *id, const char *text,
                   struct buf *out) {
    buf_printf(out, "<%s", level);
    if (id != NULL)
        buf_printf(out, " id=\"%s\"", id);
    buf_printf(out, ">%s</%s>\n", text, level);
}

void check_paragraph(const char *text, struct buf *out) {
    buf_printf(out, "<p class=\"lead\">%s</p>\n", text);
}

static size_t count_severity(const struct check_page *check,
                             enum diag_severity severity) {
    size_t n = 0;
    for (size_t i = 0; i < check->entry_count; i++)
        if (check->entries[i].severity == severity)
            n += check->entries[i].count;
    return n;
}

/* What ingest says of rows and columns that it did not read. */
static bool is_left_out(const struct diag_entry *entry) {
    return entry->severity == DIAG_NOTE;
}

static void put_tile(struct buf *out, const char *name, size_t value,
                     const char *tone) {
    buf_printf(out, "<div%s><dt>%s</dt><dd class=\"value\"><b>", tone, name);
    char digits[24];
    int n = 0;
    do
        digits[n++] = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    while (n-- > 0) {
        buf_char(out, digits[n]);
        if (n > 0 && n % 3 == 0)
            buf_char(out, ',');
    }
    buf_puts(out, "</b></dd></div>\n");
}

static void put_tiles(const struct check_page *check, struct buf *out) {
    size_t read = 0, skipped = 0;
    for (size_t i = 0; i < check->file_count; i++) {
        read += !check->files[i].ignored;
        skipped += check->files[i].skipped;
    }
    size_t errors = count_severity(check, DIAG_ERROR);
    size_t warnings = count_severity(check, DIAG_WARNING);
    buf_puts(out, "<dl class=\"kpi\">\n");
    put_tile(out, check_words(check, "Errors"), errors,
             errors > 0 ? " class=\"alert\"" : " class=\"muted\"");
    put_tile(out, check_words(check, "Warnings"), warnings,
             warnings > 0 ? " class=\"watch\"" : " class=\"muted\"");
    put_tile(out, check_words(check, "Accepted findings"),
             count_severity(check, DIAG_ACCEPTED), "");
    put_tile(out, check_words(check, "Files read"), read, "");
    put_tile(out, check_words(check, "Values read"), check->observations, "");
    put_tile(out, check_words(check, "Rows left out"), skipped, "");
    put_tile(out, check_words(check, "Indicators"), check->indicators, "");
    put_tile(out, check_words(check, "Areas"), check->areas, "");
    buf_puts(out, "</dl>\n");
}

/* Findings. */

static void put_place(const struct diag_entry *entry, struct buf *out) {
    const struct place *place = &entry->place;
    buf_puts(out, "<span class=\"file\">");
    html_text(place->file, out);
    if (place->line > 0)
        buf_printf(out, ":%zu", place->line);
    if (place->line > 0 && place->column > 0)
        buf_printf(out, ":%zu", place->column);
    buf_puts(out, "</span>");
    if (entry->also.n > 0) {
        buf_puts(out, "<br><span class=\"also\">");
        html_text(entry->also, out);
        buf_puts(out, "</span>");
    }
}

/* The text without the rule's name, which is the heading. */
static struct str own_text(const struct diag_entry *entry) {
    struct str text = entry->text;
    if (entry->rule.n == 0 || !str_starts(text, entry->rule))
        return text;
    text = str_slice(text, entry->rule.n, text.n);
    if (str_starts(text, STR("：")))
        return str_slice(text, 3, text.n);
    return str_starts(text, STR(": ")) ? str_slice(text, 2, text.n) : text;
}

static void put_finding(const struct diag_entry *entry, bool with_hint,
                        struct buf *out) {
    buf_puts(out, "<tr><td class=\"l cell\">");
    buf_puts(out, entry->place.cell.n > 0 ? "<b>" : "—");
    html_text(entry->place.cell, out);
    buf_puts(out, entry->place.cell.n > 0 ? "</b></td>" : "</td>");
    buf_puts(out, "<td class=\"l place\">");
    put_place(entry, out);
    buf_puts(out, "</td><td class=\"l\">");
    html_text(own_text(entry), out);
    if (entry->count > 1)
        buf_printf(out, " <span class=\"times\">×%zu</span>", entry->count);
    if (with_hint && entry->hint.n > 0) {
        buf_puts(out, "<br><span class=\"hint\">");
        html_text(entry->hint, out);
        buf_puts(out, "</span>");
    }
    buf_puts(out, "</td></tr>\n");
}

static bool same_group(const struct diag_entry *a, const struct diag_entry *b) {
    return a->severity == b->severity && str_equal(a->rule, b->rule) &&
           str_equal(a->cause, b->cause);
}

/* True if no entry before `at` belongs to its group. */
static bool is_first(const struct check_page *check, size_t at) {
    for (size_t i = 0; i < at; i++)
        if (same_group(&check->entries[i], &check->entries[at]))
            return false;
    return true;
}

/* The heading of a group: the rule, or the message of its first entry. */
static void put_group_head(const struct check_page *check, size_t at, struct buf *out) {
    static const char *const marks[] = {"note", "accepted", "warning", "error"};
    const struct diag_entry *first = &check->entries[at];
    size_t n = 0, entries = 0;
    for (size_t i = at; i < check->entry_count; i++)
        if (same_group(&check->entries[i], first)) {
            n += check->entries[i].count;
            entries++;
        }
    buf_printf(out, "<h3><span class=\"mark %s\">%s</span> ", marks[first->severity],
               catalogue_words(check->messages, marks[first->severity]));
    html_text(first->rule.n > 0 ? first->rule : first->text, out);
    if (entries > 1 && first->rule.n == 0)
        buf_puts(out, check_words(check, " …"));
    buf_printf(out, check_words(check, " <small>×%zu</small></h3>\n"), n);
    if (first->severity == DIAG_ACCEPTED && first->hint.n > 0) {
        buf_printf(out, "<p class=\"reason\"><b>%s</b>",
                   check_words(check, "Reason: "));
        html_text(first->hint, out);
        buf_puts(out, "</p>\n");
    }
}

static void put_group(const struct check_page *check, size_t at, struct buf *out) {
    const struct diag_entry *first = &check->entries[at];
    put_group_head(check, at, out);
    buf_puts(out, "<div class=\"scroll\"><table class=\"findings\"><thead><tr>"
                  "<th class=\"l\" scope=\"col\">");
    buf_puts(out, check_words(check, "Cell"));
    buf_puts(out, "</th><th class=\"l\" scope=\"col\">");
    buf_puts(out, check_words(check, "File:line:column"));
    buf_puts(out, "</th><th class=\"l\" scope=\"col\">");
    buf_puts(out, check_words(check, "Finding"));
    buf_puts(out, "</th></tr></thead><tbody>\n");
    for (size_t i = at; i < check->entry_count; i++)
        if (same_group(&check->entries[i], first))
            put_finding(&check->entries[i], first->severity != DIAG_ACCEPTED, out);
    buf_puts(out, "</tbody></table></div>\n");
}

static void put_findings(const struct check_page *check, struct buf *out) {
    check_heading("h2", "findings", check_words(check, "Findings"), out);
    size_t before = out->n;
    for (int severity = DIAG_ERROR; severity > DIAG_NOTE; severity--)
        for (size_t i = 0; i < check->entry_count; i++)
            if (check->entries[i].severity == (enum diag_severity)severity &&
                is_first(check, i))
                put_group(check, i, out);
    if (out->n == before)
        check_paragraph(check_words(check, "Every rule passed; nothing was found."),
                        out);
}

/* What was read. */

static void put_number(struct buf *out, size_t n) {
    if (n > 0)
        buf_printf(out, "<td class=\"r\">%zu</td>", n);
    else
        buf_puts(out, "<td class=\"r zero\">0</td>");
}

static void put_files(const struct check_page *check, struct buf *out) {
    static const char *const heads[][2] = {{"File", "l"},
                                           {"Source", "l"},
                                           {"Rows", "r"},
                                           {"Values", "r"},
                                           {"Left out", "r"},
                                           {"Filled cells", "r"},
                                           {"Cells of values", "r"},
                                           {"of heads", "r"},
                                           {"of notes", "r"},
                                           {"skipped", "r"},
                                           {"with findings", "r"}};
    check_heading("h2", "files", check_words(check, "What was read"), out);
    buf_puts(out, "<div class=\"scroll\"><table class=\"files\"><thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        buf_printf(out, "<th class=\"%s\" scope=\"col\">%s</th>", heads[i][1],
                   check_words(check, heads[i][0]));
    buf_puts(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < check->file_count; i++) {
        const struct check_file *file = &check->files[i];
        if (file->ignored)
            continue;
        buf_puts(out, "<tr><th class=\"l file\" scope=\"row\">");
        html_text(file->path, out);
        if (file->guessed != NULL) {
            buf_puts(out, "<br><span class=\"also\">");
            buf_printf(out, check_words(check, "read as %s, which is a guess"),
                       file->guessed);
            buf_puts(out, "</span>");
        }
        buf_puts(out, "</th><td class=\"l source\">");
        html_text(file->source.n > 0 ? file->source : STR("—"), out);
        buf_puts(out, "</td>");
        put_number(out, file->rows);
        put_number(out, file->observations);
        put_number(out, file->skipped);
        put_number(out, file->cells.filled);
        put_number(out, file->cells.values);
        put_number(out, file->cells.heads);
        put_number(out, file->cells.notes);
        put_number(out, file->cells.skipped);
        put_number(out, file->cells.findings);
        buf_puts(out, "</tr>\n");
    }
    buf_puts(out, "</tbody></table></div>\n");
}

static void put_ignored(const struct check_page *check, struct buf *out) {
    size_t n = 0;
    for (size_t i = 0; i < check->file_count; i++) {
        const struct check_file *file = &check->files[i];
        if (!file->ignored)
            continue;
        if (n++ == 0) {
            check_heading("h3", NULL,
                          check_words(check, "Files declared as not to be read"), out);
            buf_puts(out, "<ul class=\"paths\">\n");
        }
        buf_puts(out, "<li><span class=\"file\">");
        html_text(file->path, out);
        buf_puts(out, "</span>");
        if (file->source.n > 0) {
            buf_puts(out, check_words(check, ": "));
            html_text(file->source, out);
        }
        buf_puts(out, "</li>\n");
    }
    if (n > 0)
        buf_puts(out, "</ul>\n");
}

static bool same_notes(const struct check_file *a, const struct check_file *b) {
    bool same = a->note_count == b->note_count;
    for (size_t i = 0; same && i < a->note_count; i++)
        same = str_equal(a->notes[i], b->notes[i]);
    return same;
}

/* The files that have the notes of file `at`: none if an earlier file has them too. */
static size_t count_same_notes(const struct check_page *check, size_t at) {
    size_t n = 0;
    for (size_t i = 0; i < check->file_count; i++) {
        if (!same_notes(&check->files[i], &check->files[at]))
            continue;
        if (i < at)
            return 0;
        n++;
    }
    return n;
}

static void put_notes(const struct check_page *check, struct buf *out) {
    bool any = false;
    for (size_t i = 0; i < check->file_count; i++) {
        const struct check_file *file = &check->files[i];
        size_t same = file->note_count > 0 ? count_same_notes(check, i) : 0;
        if (same == 0)
            continue;
        if (!any) {
            check_heading("h3", NULL,
                          check_words(check, "Notes below tables (kept, no data)"),
                          out);
            buf_puts(out, "<dl class=\"lines\">\n");
        }
        any = true;
        buf_puts(out, "<dt class=\"file\">");
        html_text(file->path, out);
        if (same > 1)
            buf_printf(out, check_words(check, " and others, %zu files"), same);
        buf_puts(out, "</dt>\n");
        for (size_t k = 0; k < file->note_count; k++) {
            buf_puts(out, "<dd>");
            html_text(file->notes[k], out);
            buf_puts(out, "</dd>\n");
        }
    }
    if (any)
        buf_puts(out, "</dl>\n");
}

static void put_left_out(const struct check_page *check, struct buf *out) {
    check_heading("h2", "left-out", check_words(check, "What was left out, and why"),
                  out);
    size_t before = out->n;
    bool any = false;
    for (size_t i = 0; i < check->entry_count; i++)
        any = any || is_left_out(&check->entries[i]);
    if (any) {
        buf_printf(out,
                   "<div class=\"scroll\"><table class=\"findings\"><thead><tr>"
                   "<th class=\"l\" scope=\"col\">%s</th><th class=\"l\" "
                   "scope=\"col\">%s</th><th class=\"l\" scope=\"col\">%s</th>"
                   "</tr></thead><tbody>\n",
                   check_words(check, "Cell"), check_words(check, "File:line:column"),
                   check_words(check, "What, and why"));
        for (size_t i = 0; i < check->entry_count; i++)
            if (is_left_out(&check->entries[i]))
                put_finding(&check->entries[i], true, out);
        buf_puts(out, "</tbody></table></div>\n");
    }
    put_ignored(check, out);
    put_notes(check, out);
    if (out->n == before)
        check_paragraph(check_words(check, "Everything in every file was read."), out);
}

static void put_cover(const struct check_page *check, struct buf *out) {
    if (check->organisation.n > 0) {
        buf_puts(out, "<p class=\"kicker\">");
        html_text(check->organisation, out);
        buf_puts(out, "</p>\n");
    }
    buf_printf(out, "<h1>%s</h1>\n", check_words(check, "Data check"));
    buf_printf(out, "<p class=\"verdict %s\">", check->good ? "good" : "bad");
    buf_printf(
        out,
        check->good
            ? check_words(check, "The data pass %zu rules: reports may be published.")
            : check_words(check, "There are errors: nothing is published until they "
                                 "are mended (%zu rules ran)."),
        check->rules);
    buf_puts(out, "</p>\n");
}

static void put_contents(const struct check_page *check, struct buf *out) {
    static const char *const items[][2] = {
        {"findings", "Findings"},
        {"files", "What was read"},
        {"beliefs", "What is believed, and by what"},
        {"left-out", "What was left out, and why"},
        {"coverage", "Coverage of indicators and periods"},
        {"newest", "The newest values of each area"}};
    buf_printf(out,
               "<nav class=\"contents\" aria-labelledby=\"contents-title\">\n"
               "<h2 id=\"contents-title\">%s</h2>\n<ol>\n",
               check_words(check, "Contents"));
    for (size_t i = 0; i < sizeof items / sizeof *items; i++)
        if ((i != 2 || check_has_beliefs(check)) &&
            (i != 4 || check->periods_count > 0) &&
            (i != 5 || check->newest.column_count > 0))
            buf_printf(out, "<li><a href=\"#%s\">%s</a></li>\n", items[i][0],
                       check_words(check, items[i][1]));
    buf_puts(out, "</ol>\n</nav>\n");
}

bool html_check(const struct check_page *check, const struct theme *theme,
                const struct html_page *page, struct buf *out, struct diag *diag) {
    enum { STYLE, COVER, CONTENTS, BODY, PARTS };
    struct buf part[PARTS];
    for (size_t i = 0; i < PARTS; i++)
        part[i] = buf_open(PART_MAX);
    bool good = html_style(theme, page, &part[STYLE], diag);
    put_cover(check, &part[COVER]);
    put_contents(check, &part[CONTENTS]);
    put_tiles(check, &part[BODY]);
    put_findings(check, &part[BODY]);
    put_files(check, &part[BODY]);
    check_put_beliefs(check, &part[BODY]);
    put_left_out(check, &part[BODY]);
    check_put_periods(check, &part[BODY]);
    check_put_newest(check, &part[BODY]);
    const struct html_field fields[] = {
        {"lang", check->messages->language, false},
        {"title", str_from(check_words(check, "Data check")), true},
        {"style", buf_str(&part[STYLE]), true},
        {"class", STR("check"), false},
        {"root", page->root, false},
        {"to_text", str_from(check_words(check, "Skip to the text")), false},
        {"to_index", str_from(check_words(check, "All reports")), false},
        {"banner", STR(""), true},
        {"cover", buf_str(&part[COVER]), true},
        {"contents", buf_str(&part[CONTENTS]), false},
        {"body", buf_str(&part[BODY]), true},
        {"notes", STR(""), true},
    };
    good = html_fill(page, fields, sizeof fields / sizeof *fields, out, diag) && good;
    for (size_t i = 0; i < PARTS; i++) {
        if (!buf_ok(&part[i]))
            good = diag_error(diag, (struct place){.file = PAGE_FILE},
                              "the page is too large");
        buf_close(&part[i]);
    }
    return good && buf_ok(out);
}
