/* The coverage matrices of check.html. */
#include "render/check_parts.h"
#include "render/html.h"

/* ---- indicators × periods ---- */

static void put_coverage(const struct check_page *check, const struct check_row *row,
                         const struct check_coverage *cell, struct str period,
                         struct buf *out) {
    const char *tone = cell->present >= row->expected ? "full"
                       : cell->present > 0            ? "part"
                                                      : "none";
    buf_printf(out, "<td class=\"%s%s\" title=\"", tone, cell->whole ? " whole" : "");
    html_text(row->name, out);
    buf_char(out, ' ');
    html_text(period, out);
    buf_printf(out, " %u/%zu", cell->present, row->expected);
    if (cell->whole)
        buf_puts(out, check_words(check, ", and a total"));
    buf_puts(out, "\">");
    if (cell->present > 0)
        buf_printf(out, "%u", cell->present);
    else
        buf_puts(out, cell->whole ? "+" : "·");
    buf_puts(out, "</td>");
}

static void put_matrix(const struct check_page *check, const struct check_periods *m,
                       struct buf *out) {
    check_heading("h3", NULL, m->title.p, out);
    buf_printf(out,
               "<div class=\"scroll\"><table class=\"matrix\"><thead><tr>"
               "<th class=\"l\" scope=\"col\">%s</th><th class=\"r\" "
               "scope=\"col\">%s</th>",
               check_words(check, "Indicator"), check_words(check, "Expected"));
    for (size_t p = 0; p < m->period_count; p++) {
        buf_puts(out, "<th class=\"c\" scope=\"col\">");
        html_text(m->periods[p], out);
        buf_puts(out, "</th>");
    }
    buf_puts(out, "</tr></thead><tbody>\n");
    for (size_t r = 0; r < m->row_count; r++) {
        const struct check_row *row = &m->rows[r];
        buf_puts(out, "<tr><th class=\"l\" scope=\"row\">");
        html_text(row->name, out);
        buf_puts(out, " <code>");
        html_text(row->code, out);
        buf_printf(out, "</code></th><td class=\"r\">%zu</td>", row->expected);
        for (size_t p = 0; p < m->period_count; p++)
            put_coverage(check, row, &row->cells[p], m->periods[p], out);
        buf_puts(out, "</tr>\n");
    }
    buf_puts(out, "</tbody></table></div>\n");
}

void check_put_periods(const struct check_page *check, struct buf *out) {
    if (check->periods_count == 0)
        return;
    check_heading("h2", "coverage",
                  check_words(check, "Coverage of indicators and periods"), out);
    check_paragraph(
        check_words(check,
                    "Each cell counts the areas with a value. <span class=\"key "
                    "full\">31</span> all of them, <span class=\"key "
                    "part\">29</span> some are missing, <span class=\"key "
                    "none\">·</span> nothing; a line below marks that there is a "
                    "total as well, <span class=\"key none whole\">+</span> that "
                    "there is only a total."),
        out);
    for (size_t i = 0; i < check->periods_count; i++)
        put_matrix(check, &check->periods[i], out);
}

/* ---- areas × indicators ---- */

struct mark_words {
    const char *sign; /* in English as SDMX's CL_OBS_STATUS */
    const char *tone, *meaning;
};

static const struct mark_words marks[] = {
    [CHECK_NONE] = {"—", "gap", "nothing"},
    [CHECK_PRESENT] = {"●", "full", "a value"},
    [CHECK_PROVISIONAL] = {"P", "mark", "provisional"},
    [CHECK_REVISED] = {"R", "mark", "revised"},
    [CHECK_ESTIMATED] = {"E", "mark", "estimated"},
    [CHECK_NEGLIGIBLE] = {"N", "full", "negligible"},
    [CHECK_SUPPRESSED] = {"Q", "mark", "suppressed"},
    [CHECK_ABSENT] = {"M", "gap", "the file says: no value"},
};

static void put_key(const struct check_page *check, struct buf *out) {
    buf_puts(out, "<p class=\"lead\">");
    buf_puts(out, check_words(check, "Columns are the newest "
                                     "period of each "
                                     "indicator. "));
    for (size_t i = CHECK_PRESENT; i <= CHECK_ABSENT + 1U; i++) {
        const struct mark_words *mark = &marks[i > CHECK_ABSENT ? CHECK_NONE : i];
        buf_printf(
            out, "<span class=\"nowrap\"><span class=\"key %s\">%s</span> %s</span>%s",
            mark->tone, check_words(check, mark->sign),
            check_words(check, mark->meaning),
            i > CHECK_ABSENT ? check_words(check, ".") : check_words(check, ", "));
    }
    buf_puts(out, "</p>\n");
}

static void put_newest_head(const struct check_page *check,
                            const struct check_newest *m, struct buf *out) {
    buf_printf(out, "<thead><tr><th class=\"l\" rowspan=\"2\" scope=\"col\">%s</th>",
               check_words(check, "Area"));
    for (size_t c = 0, n; c < m->column_count; c += n) {
        for (n = 1; c + n < m->column_count &&
                    str_equal(m->columns[c + n].element, m->columns[c].element);
             n++)
            continue;
        buf_printf(out, "<th class=\"c group\" colspan=\"%zu\" scope=\"colgroup\">", n);
        html_text(m->columns[c].element, out);
        buf_puts(out, "</th>");
    }
    buf_puts(out, "</tr><tr>");
    for (size_t c = 0; c < m->column_count; c++) {
        buf_puts(out, "<th class=\"c\" scope=\"col\" title=\"");
        html_text(m->columns[c].code, out);
        buf_puts(out, "\"><span class=\"upright\"><span>");
        html_text(m->columns[c].name, out);
        buf_puts(out, "</span> <small>");
        html_text(m->columns[c].period, out);
        buf_puts(out, "</small></span></th>");
    }
    buf_puts(out, "</tr></thead>");
}

void check_put_newest(const struct check_page *check, struct buf *out) {
    const struct check_newest *m = &check->newest;
    if (m->column_count == 0)
        return;
    check_heading("h2", "newest", check_words(check, "The newest values of each area"),
                  out);
    put_key(check, out);
    buf_puts(out, "<div class=\"scroll\"><table class=\"matrix areas\">");
    put_newest_head(check, m, out);
    buf_puts(out, "<tbody>\n");
    for (size_t a = 0; a < m->area_count; a++) {
        buf_puts(out, "<tr><th class=\"l\" scope=\"row\">");
        html_text(m->areas[a], out);
        buf_puts(out, "</th>");
        for (size_t c = 0; c < m->column_count; c++) {
            const struct mark_words *mark = &marks[m->marks[a * m->column_count + c]];
            buf_printf(out, "<td class=\"%s\" title=\"", mark->tone);
            html_text(m->areas[a], out);
            buf_char(out, ' ');
            html_text(m->columns[c].name, out);
            buf_char(out, ' ');
            html_text(m->columns[c].period, out);
            buf_puts(out, check_words(check, ": "));
            buf_puts(out, check_words(check, mark->meaning));
            buf_printf(out, "\">%s</td>", check_words(check, mark->sign));
        }
        buf_puts(out, "</tr>\n");
    }
    buf_puts(out, "</tbody></table></div>\n");
}
