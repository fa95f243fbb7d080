/* Which unit, indicator, period and area each file is believed to have, and by which
   of its places. */
#include "render/check_parts.h"
#include "render/html.h"

static void put_witness(const struct check_page *check, const struct belief *belief,
                        struct buf *out) {
    switch (belief->witness) {
    case WITNESS_PROFILE:
        buf_printf(out, "sources.lua:%zu", belief->line);
        break;
    case WITNESS_FILE_NAME:
        buf_puts(out, check_words(check, "file name"));
        break;
    case WITNESS_PREAMBLE:
        buf_printf(out, check_words(check, "line %zu"), belief->line);
        break;
    case WITNESS_TITLE:
        buf_printf(out, check_words(check, "title, line %zu"), belief->line);
        break;
    case WITNESS_HEADS:
        buf_printf(out, check_words(check, "head, line %zu"), belief->line);
        break;
    case WITNESS_ROWS:
        if (belief->line > 0)
            buf_printf(out, check_words(check, "rows, line %zu …"), belief->line);
        else
            buf_puts(out, check_words(check, "rows"));
        break;
    case WITNESS_DICTIONARY:
        buf_puts(out, "indicators.csv");
        break;
    }
}

/* What is believed, and below it all that says so. */
static void put_fact(const struct check_page *check, const struct check_file *file,
                     enum belief_fact fact, const char *name, struct buf *out) {
    size_t n = 0;
    buf_printf(out, "<td class=\"l\" data-name=\"%s\"><span>", name);
    for (size_t i = 0; i < file->belief_count; i++) {
        const struct belief *belief = &file->beliefs[i];
        if (belief->fact != fact)
            continue;
        if (n == 0) {
            html_text(belief->value, out);
            buf_puts(out, "<br><span class=\"also\">");
        } else
            buf_puts(out, " · ");
        put_witness(check, belief, out);
        n++;
    }
    buf_puts(out, n > 0 ? "</span></span></td>" : "—</span></td>");
}

bool check_has_beliefs(const struct check_page *check) {
    for (size_t i = 0; i < check->file_count; i++)
        if (check->files[i].belief_count > 0)
            return true;
    return false;
}

void check_put_beliefs(const struct check_page *check, struct buf *out) {
    static const char *const heads[BELIEF_FACTS] = {"Unit", "Indicator", "Period",
                                                    "Area"};
    if (!check_has_beliefs(check))
        return;
    check_heading("h2", "beliefs", check_words(check, "What is believed, and by what"),
                  out);
    check_paragraph(
        check_words(check, "Below each belief stand the places that say it; where two "
                           "of them disagree there is a finding."),
        out);
    buf_printf(out,
               "<div class=\"scroll\"><table class=\"beliefs\"><thead><tr>"
               "<th class=\"l\" scope=\"col\">%s</th>",
               check_words(check, "File"));
    for (size_t fact = 0; fact < BELIEF_FACTS; fact++)
        buf_printf(out, "<th class=\"l\" scope=\"col\">%s</th>",
                   check_words(check, heads[fact]));
    buf_puts(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < check->file_count; i++) {
        const struct check_file *file = &check->files[i];
        if (file->belief_count == 0)
            continue;
        buf_puts(out, "<tr><th class=\"l file\" scope=\"row\">");
        html_text(file->path, out);
        buf_puts(out, "</th>");
        for (size_t fact = 0; fact < BELIEF_FACTS; fact++)
            put_fact(check, file, (enum belief_fact)fact,
                     check_words(check, heads[fact]), out);
        buf_puts(out, "</tr>\n");
    }
    buf_puts(out, "</tbody></table></div>\n");
}
