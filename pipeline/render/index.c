#include "render/index.h"
#include "render/html.h"
#include "words/words.h"
#include <stdlib.h>

#define PART_MAX ((size_t)1 << 26)

/* Newest first; a period that is not stated comes last. Codes of one length order
   by time as text; a year comes after its own months, being newer news. */
static int compare_periods(struct str a, struct str b) {
    bool a_dated = a.n > 0 && a.p[0] >= '0' && a.p[0] <= '9';
    bool b_dated = b.n > 0 && b.p[0] >= '0' && b.p[0] <= '9';
    if (a_dated != b_dated)
        return a_dated ? -1 : 1;
    int year = str_compare(str_slice(b, 0, 4), str_slice(a, 0, 4));
    if (year != 0)
        return year;
    if ((a.n == 4) != (b.n == 4))
        return a.n == 4 ? -1 : 1;
    return str_compare(b, a);
}

/* 2023.v1, an edition that another took the place of, is of the period 2023. */
static struct str period_of(struct str code) {
    size_t dot = str_find(code, STR(".v"), 0);
    return dot != STR_NOT_FOUND ? str_slice(code, 0, dot) : code;
}

/* The edition that holds comes first, then those before it. */
static int compare_versions(struct str a, struct str b) {
    bool a_old = period_of(a).n < a.n, b_old = period_of(b).n < b.n;
    return a_old != b_old ? (int)a_old - (int)b_old : str_compare(b, a);
}

static int compare_entries(const void *left, const void *right) {
    const struct index_entry *a = *(const struct index_entry *const *)left;
    const struct index_entry *b = *(const struct index_entry *const *)right;
    int order = str_compare(a->report, b->report);
    if (order == 0)
        order = compare_periods(period_of(a->period_code), period_of(b->period_code));
    if (order == 0)
        order = compare_versions(a->period_code, b->period_code);
    if (order == 0)
        order = str_compare(a->part, b->part);
    return order != 0 ? order : str_compare(a->stem, b->stem);
}

/* A group: the entries of one report, newest first. */
struct group {
    const struct index_entry **entries;
    size_t count;
};

static int compare_groups(const void *left, const void *right) {
    const struct group *a = left, *b = right;
    int order = compare_periods(a->entries[0]->period_code, b->entries[0]->period_code);
    return order != 0 ? order
                      : str_compare(a->entries[0]->report, b->entries[0]->report);
}

static void put_address(const struct index_entry *entry,
                        const struct format_kind *format, struct buf *out) {
    html_path(entry->stem, out);
    buf_printf(out, ".%s", format->extension);
}

/* `word` is a key of the vocabulary, or the format's own name. */
static void put_link(const struct index_entry *entry, const struct format_kind *format,
                     const char *word, const struct printed_words *words,
                     struct buf *out) {
    buf_puts(out, "<a href=\"");
    put_address(entry, format, out);
    buf_puts(out, "\">");
    html_text(words_text(words->vocabulary, word), out);
    buf_puts(out, "</a>");
}

/* The marks of an entry; without those that stand everywhere if `own`: these are at
   the head of its period. */
static void put_marks(const struct index_entry *entry, bool own, struct buf *out) {
    const struct page_mark *m = NULL;
    while ((m = page_marks_next(&entry->marks, false, m)) != NULL)
        if (!own || !m->kind->everywhere)
            html_mark(m, out);
}

/* The ways to one edition. */
static void put_formats(const struct index_entry *entry,
                        const struct printed_words *words, struct buf *out) {
    buf_puts(out, "<ul class=\"formats\">");
    const struct format_kind *formats[FORMAT_COUNT];
    size_t count = html_formats(entry->formats, formats);
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, "<li>");
        put_link(entry, formats[i], formats[i]->label, words, out);
        buf_puts(out, "</li>");
    }
    if (page_marks_next(&entry->marks, false, NULL) != NULL) {
        buf_puts(out, "<li>");
        put_marks(entry, false, out);
        buf_puts(out, "</li>");
    }
    buf_puts(out, "</ul>\n");
}

/* The part's name leads to the best format there is, the others stand beside. */
static void put_part(const struct index_entry *entry, const struct printed_words *words,
                     struct buf *out) {
    const struct format_kind *formats[FORMAT_COUNT];
    size_t count = html_formats(entry->formats, formats);
    buf_puts(out, "<li><span class=\"name\">");
    if (count > 0) {
        buf_puts(out, "<a href=\"");
        put_address(entry, formats[0], out);
        buf_puts(out, "\">");
    }
    html_text(entry->part_name, out);
    buf_puts(out, count > 0 ? "</a>" : "");
    put_marks(entry, true, out);
    buf_puts(out, "</span><span class=\"others\">");
    for (size_t i = 1; i < count; i++)
        put_link(entry, formats[i], formats[i]->short_label, words, out);
    buf_puts(out, "</span></li>\n");
}

/* One period of a group: entries[from..to). */
static void put_period(const struct group *group, size_t from, size_t to,
                       const struct printed_words *words, struct buf *out) {
    const struct index_entry *first = group->entries[from];
    size_t parts = from;
    buf_puts(out, "<section class=\"period\">\n<h3>");
    html_text(first->period_label, out);
    if (first->part_name.n > 0)
        html_caption_marks(&first->marks, out);
    buf_puts(out, "</h3>\n<div>\n");
    for (; parts < to && group->entries[parts]->part_name.n == 0; parts++)
        put_formats(group->entries[parts], words, out);
    if (parts < to) {
        buf_puts(out, "<ul class=\"areas\">\n");
        for (size_t i = parts; i < to; i++)
            put_part(group->entries[i], words, out);
        buf_puts(out, "</ul>\n");
    }
    buf_puts(out, "</div>\n</section>\n");
}

static void put_group(const struct group *group, const struct printed_words *words,
                      struct buf *out) {
    const struct index_entry *newest = group->entries[0];
    buf_puts(out, "<section class=\"group\">\n<h2");
    html_attribute(out, "id", newest->report);
    buf_char(out, '>');
    html_text(newest->title, out);
    buf_puts(out, "</h2>\n");
    if (newest->title_en.n > 0) {
        buf_puts(out, "<p class=\"english\" lang=\"en\">");
        html_text(newest->title_en, out);
        buf_puts(out, "</p>\n");
    }
    for (size_t from = 0; from < group->count;) {
        size_t to = from + 1;
        while (to < group->count && str_equal(group->entries[to]->period_code,
                                              group->entries[from]->period_code))
            to++;
        put_period(group, from, to, words, out);
        from = to;
    }
    buf_puts(out, "</section>\n");
}

static void put_contents(const struct group *groups, size_t count,
                         const struct printed_words *words, struct buf *out) {
    if (count < 2)
        return;
    buf_puts(out, "<nav class=\"contents\" aria-labelledby=\"contents-title\">\n"
                  "<h2 id=\"contents-title\">");
    html_text(words->contents, out);
    buf_puts(out, "</h2>\n<ol>\n");
    for (size_t i = 0; i < count; i++) {
        buf_puts(out, "<li><a href=\"#");
        html_text(groups[i].entries[0]->report, out);
        buf_puts(out, "\">");
        html_text(groups[i].entries[0]->title, out);
        buf_puts(out, "</a></li>\n");
    }
    buf_puts(out, "</ol>\n</nav>\n");
}

/* The marks that any, or all, of the entries have, with an entry's words. */
static struct page_marks shared_marks(const struct index_entry *entries, size_t count,
                                      bool all) {
    struct page_marks marks = {0};
    for (size_t k = 0; k < PAGE_MARK_COUNT; k++) {
        size_t having = 0;
        const struct page_mark *mark = NULL;
        for (size_t i = 0; i < count; i++)
            if (entries[i].marks.items[k].kind != NULL) {
                mark = &entries[i].marks.items[k];
                having++;
            }
        if (mark != NULL && (!all || having == count))
            marks.items[k] = *mark;
    }
    return marks;
}

static void put_banners(const struct page_marks *marks,
                        const struct printed_words *words, struct buf *out) {
    const struct page_mark *m = NULL;
    while ((m = page_marks_next(marks, false, m)) != NULL)
        if (m->kind->index_banner != NULL)
            html_banner(m, m->kind->index_banner, words, out);
}

/* Sorts the entries and cuts them into groups, in the order of the page. */
static struct group *group_entries(const struct index_entry *entries, size_t count,
                                   struct arena *arena, size_t *group_count) {
    const struct index_entry **sorted = arena_array(arena, count + 1, sizeof *sorted);
    struct group *groups = arena_array(arena, count + 1, sizeof *groups);
    for (size_t i = 0; i < count; i++)
        sorted[i] = &entries[i];
    qsort(sorted, count, sizeof *sorted, compare_entries);
    *group_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || !str_equal(sorted[i]->report, sorted[i - 1]->report))
            groups[(*group_count)++] = (struct group){.entries = &sorted[i]};
        groups[*group_count - 1].count++;
    }
    qsort(groups, *group_count, sizeof *groups, compare_groups);
    return groups;
}

bool html_index(const struct index_entry *entries, size_t count,
                const struct printed_words *words, const struct theme *theme,
                const struct html_page *page, struct buf *out, struct diag *diag) {
    enum { TITLE, STYLE, CLASS, BANNER, COVER, CONTENTS, BODY, PARTS };
    struct str title = words_text(words->vocabulary, "index.title");
    struct buf part[PARTS];
    for (size_t i = 0; i < PARTS; i++)
        part[i] = buf_open(PART_MAX);
    struct arena *arena = arena_open();
    size_t group_count;
    struct group *groups = group_entries(entries, count, arena, &group_count);
    struct page_marks any = shared_marks(entries, count, false);
    struct page_marks all = shared_marks(entries, count, true);

    html_title_marks(&all, words, &part[TITLE]);
    html_text(title, &part[TITLE]);
    buf_puts(&part[CLASS], "index");
    html_mark_classes(&all, &part[CLASS]);
    bool good = html_style(theme, page, &part[STYLE], diag);
    put_banners(&any, words, &part[BANNER]);
    if (words->organisation.n > 0) {
        buf_puts(&part[COVER], "<p class=\"kicker\">");
        html_text(words->organisation, &part[COVER]);
        buf_puts(&part[COVER], "</p>\n");
    }
    buf_puts(&part[COVER], "<h1>");
    html_text(title, &part[COVER]);
    buf_puts(&part[COVER], "</h1>\n");
    put_contents(groups, group_count, words, &part[CONTENTS]);
    for (size_t i = 0; i < group_count; i++)
        put_group(&groups[i], words, &part[BODY]);

    const struct html_field fields[] = {
        {"lang", words->lang, false},
        {"title", buf_str(&part[TITLE]), true},
        {"style", buf_str(&part[STYLE]), true},
        {"class", buf_str(&part[CLASS]), false},
        {"root", page->root, false},
        {"to_text", words->to_text, false},
        {"to_index", words->to_index, false},
        {"banner", buf_str(&part[BANNER]), true},
        {"cover", buf_str(&part[COVER]), true},
        {"contents", buf_str(&part[CONTENTS]), false},
        {"body", buf_str(&part[BODY]), true},
        {"notes", STR(""), true},
    };
    good = html_fill(page, fields, sizeof fields / sizeof *fields, out, diag) && good;
    for (size_t i = 0; i < PARTS; i++) {
        if (!buf_ok(&part[i]))
            good = diag_error(diag, (struct place){.file = STR("index.html")},
                              "the page is too large");
        buf_close(&part[i]);
    }
    arena_close(arena);
    return good && buf_ok(out);
}
