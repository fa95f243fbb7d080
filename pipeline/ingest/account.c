#include "ingest/account.h"
#include "ingest/clean.h"
#include "ingest/csv_prepare.h"

enum cell_fate account_role(enum role role) {
    switch (role) {
    case ROLE_SKIP:
        return FATE_SKIP;
    case ROLE_NOTE:
        return FATE_NOTE;
    case ROLE_VALUE:
        return FATE_VALUE;
    case ROLE_AREA:
    case ROLE_PARENT:
    case ROLE_INDICATOR:
    case ROLE_PERIOD:
    case ROLE_UNIT:
    case ROLE_MULTIPLIER:
    case ROLE_STATUS:
    case ROLE_CONFIDENTIALITY:
    case ROLE_VINTAGE:
    case ROLE_DIMENSION:
    case ROLE_LABEL:
        break;
    }
    return FATE_HEAD;
}

static bool report_open(const struct sheet *sheet, const struct sheet_row *row,
                        size_t column, struct arena *arena, struct diag *diag) {
    return diag_error(diag, sheet_place(sheet, row, column, arena),
                      "the cell \"%.*s\" was not read: nothing says what it is",
                      STR_ARG(clean_excerpt(sheet_text(row, column))));
}

bool account_sheet(const struct sheet *sheet, bool refused, struct arena *arena,
                   struct diag *diag, struct cell_sums *sums) {
    bool ok = true;
    *sums = (struct cell_sums){.filled = sheet->left_out, .skipped = sheet->left_out};
    for (size_t i = 0; i < sheet->row_count; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        for (size_t k = 0; k < row->count; k++) {
            if (!sheet_filled(row, k)) {
                continue;
            }
            enum cell_fate fate = row->fates[k];
            sums->filled++;
            sums->values += fate == FATE_VALUE;
            sums->heads += fate == FATE_HEAD;
            sums->notes += fate == FATE_NOTE;
            sums->skipped += fate == FATE_SKIP;
            sums->findings += fate == FATE_FINDING || fate == FATE_OPEN;
            if (fate == FATE_OPEN && !refused) {
                ok = report_open(sheet, row, k, arena, diag);
            }
        }
    }
    return ok;
}

/* Of a line with a quote that nothing closes there, quotes part no cells. */
static size_t count_line(struct str line, struct str separator) {
    struct sheet_counting state = {0};
    size_t quotes = 0, count = 0;
    for (size_t i = 0; i < line.n; i++) {
        quotes += line.p[i] == '"';
    }
    if (quotes % 2 == 0) {
        return sheet_count_filled(line, separator, &state, true);
    }
    for (size_t at = 0; at <= line.n;) {
        size_t end = str_find(line, separator, at);
        end = end < line.n ? end : line.n;
        count += clean_cell(str_slice(line, at, end)).n > 0;
        at = end + separator.n;
    }
    return count;
}

void account_unread(struct str text, struct str separator, struct cell_sums *sums) {
    size_t count = 0;
    if (separator.n == 0) {
        struct diag *quiet = diag_open();
        separator = prepare_separator(text, (struct str){"", 0}, quiet);
        diag_close(quiet);
    }
    separator = separator.n > 0 ? separator : STR(",");
    for (size_t at = 0; at < text.n;) {
        size_t end = at;
        while (end < text.n && prepare_line_break(text, end) == 0) {
            end++;
        }
        count += count_line(str_slice(text, at, end), separator);
        at = end + prepare_line_break(text, end);
    }
    sums->filled += count;
    sums->findings += count;
}
