#include "ingest/note_rows.h"
#include "ingest/clean.h"
#include "ingest/csv_prepare.h"
#include "ingest/marks.h"
#include "ingest/note_lines.h"
#include "ingest/numbers.h"
#include "ingest/preamble.h"
#include <string.h>

bool note_row_is_value(const struct note_form *form, struct str text) {
    struct reading r =
        number_read(text, (struct str){"", 0}, form->profile, form->arena);
    return r.kind != READING_TEXT && r.kind != READING_BLANK;
}

bool note_row_has_values(const struct note_form *form, const struct sheet_row *row) {
    for (size_t i = sheet_first_filled(row, 0) + 1; i < row->count; i++) {
        struct str text = sheet_text(row, i);
        if (text.n > 0 && note_row_is_value(form, text) &&
            !preamble_is_period(text, form->profile, form->arena)) {
            return true;
        }
    }
    return false;
}

static struct str first_text(const struct sheet_row *row) {
    return sheet_text(row, sheet_first_filled(row, 0));
}

bool note_row_begins(const struct note_form *form, const struct sheet_row *row,
                     bool below) {
    struct str first = first_text(row);
    if (prepare_is_note(first)) {
        return sheet_filled_count(row) < 3 || below || !note_row_has_values(form, row);
    }
    if (marks_front(first) > 0 && form->width > 1) {
        return !note_row_has_values(form, row);
    }
    return note_line_is_signature(first) ||
           (form->width > 1 && sheet_filled_count(row) == 1 &&
            note_line_is_numbered(first)) ||
           (below && prepare_continues_note(row->cells[0]) &&
            (row->count < form->width || !note_row_has_values(form, row)));
}

bool note_row_is_foot(const struct note_form *form, const struct sheet_row *row) {
    return form->width > 1 && sheet_filled_count(row) == 1 &&
           note_line_is_foot(first_text(row));
}

bool note_row_goes_on(const struct note_form *form, const struct sheet_row *row,
                      bool below) {
    return !note_line_is_signature(first_text(row)) &&
           (!note_row_is_foot(form, row) || note_row_begins(form, row, below));
}

bool note_row_is_text(const struct note_form *form, const struct sheet_row *row) {
    return form->width > 1 && !note_row_has_values(form, row) &&
           (sheet_filled_count(row) == 1 ? !note_row_is_value(form, first_text(row))
                                         : row->count < form->width);
}

static bool is_name(const struct reading_context *c, struct str text) {
    uint32_t id, other;
    struct str unit;
    struct item_set items;
    enum name_reading reading =
        area_read(c->areas, text, 0, c->profile, c->scratch, &id, &other);
    return (reading != NAME_UNKNOWN && reading != NAME_SKIP) ||
           indicator_read(c->indicators, text, c->profile, c->scratch, &id, &other,
                          &unit, &items) == NAME_FOUND;
}

/* Both in the order of the sheet. */
static void merge(struct table *t, const struct sheet_row *const *rows, size_t count,
                  struct arena *arena) {
    const struct sheet_row **body =
        arena_array(arena, t->body_count + count, sizeof *body);
    size_t i = 0, k = 0;
    while (i + k < t->body_count + count) {
        bool own = k == count || (i < t->body_count && t->body[i] < rows[k]);
        body[i + k] = own ? t->body[i] : rows[k];
        i += own;
        k += !own;
    }
    t->body = body;
    t->body_count += count;
}

static void warn(const struct reading_context *c, const struct table *t,
                 const struct sheet_row *row) {
    if (!row->known) {
        diag_warning(
            c->diag, table_place(t, row, 0, c->scratch),
            "\"%.*s\" begins as a note does and has fewer cells than the table: "
            "it was read as a note",
            STR_ARG(clean_excerpt(first_text(row))));
        diag_hint(c->diag, "if it is a row, write all of its cells; a note with commas "
                           "is written between quotes");
    }
}

void note_rows_restore(const struct reading_context *context, struct table *t) {
    struct arena *scratch = context->scratch;
    struct note_form form = {context->profile, scratch, t->width};
    bool texts = t->body_count > 0 && !note_row_has_values(&form, t->body[0]);
    const struct sheet_row **rows = arena_array(scratch, t->note_count, sizeof *rows);
    size_t kept = 0, count = 0;
    for (size_t i = 0; i < t->note_count; i++) {
        const struct sheet_row *row = t->note_rows[i];
        struct str first = first_text(row);
        bool named = marks_front(first) > 0 && sheet_filled_count(row) > 1 &&
                     is_name(context, first);
        if (named && row->count >= t->width) {
            memset(row->fates, FATE_OPEN, row->count);
            rows[count++] = row;
            continue;
        }
        if (named && texts) {
            warn(context, t, row);
        }
        t->notes[kept] = t->notes[i];
        t->note_rows[kept++] = row;
    }
    t->note_count = kept;
    if (count > 0) {
        merge(t, rows, count, scratch);
    }
}
