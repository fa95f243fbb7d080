#include "ingest/survey.h"
#include "ingest/note_rows.h"
#include "ingest/preamble.h"
#include "ingest/sample.h"
#include "ingest/sights.h"
#include <stdlib.h>
#include <string.h>

struct survey {
    const struct reading_context *context;
    const struct sample *sample;
    const struct column *columns; /* NULL: the head could not be read */
    struct arena *arena;
    struct sights *sights; /* of a format by name; else NULL */
    struct shape shape;    /* by it, as of the row that is looked at */
    struct shape_lesson lesson;
    size_t width, left;
    bool *filled; /* a column each */
    struct doubt codes, years;
    struct marks_seen marks;
    bool uncut;
    char *bytes; /* of the rows that are kept */
    size_t byte_count, byte_capacity;
    struct survey_row *rows;
    size_t count, capacity;
};

struct survey *survey_open(const struct reading_context *context,
                           const struct sample *sample) {
    struct survey *s = memory_alloc(sizeof *s);
    *s = (struct survey){.context = context,
                         .sample = sample,
                         .columns = sample->sound ? sample->shared.columns : NULL,
                         .arena = arena_open(),
                         .width = sample->width,
                         .left = SIZE_MAX};
    s->filled = arena_array(s->arena, s->width, sizeof *s->filled);
    s->sights = sample->shape != NULL ? sights_open(s->width, s->arena) : NULL;
    return s;
}

void survey_close(struct survey *s) {
    arena_close(s->arena);
    free(s->bytes);
    free(s->rows);
    free(s);
}

static bool differ(struct doubt a, struct doubt b) {
    return a.open != b.open || a.settled != b.settled || a.year != b.year ||
           a.month_end != b.month_end || a.padded != b.padded || a.cut != b.cut ||
           a.bare != b.bare;
}

/* Whether the text leaves a doubt that there was not, or settles one; or shows a mark
   in numbers that none before did. */
static bool settles(struct survey *s, struct arena *scratch, size_t column,
                    struct str text) {
    const struct reading_context *c = s->context;
    const struct source_profile *p = s->sample->profile;
    struct doubt codes = s->codes, years = s->years;
    unsigned marks = s->marks.bits;
    if (s->columns[column].role == ROLE_AREA) {
        doubt_see_code(&s->codes, c->areas, text, p, scratch);
    } else if (s->columns[column].role == ROLE_PERIOD) {
        doubt_see_years(&s->years, text, p);
    } else if (s->columns[column].role == ROLE_VALUE &&
               marks_may_tell(p, s->sample->options.separator)) {
        marks_see(&s->marks, text);
    }
    return differ(codes, s->codes) || differ(years, s->years) || marks != s->marks.bits;
}

/* The same of a row, whose table a format by name makes. */
static bool shape_settles(struct survey *s, const struct sheet *sheet,
                          const struct sheet_row *row, struct arena *scratch) {
    struct reading_context context = *s->context;
    struct shape shape = s->shape;
    struct sheet own = *sheet;
    bool news = false;
    context.scratch = scratch;
    shape.context = &context;
    shape.sheet = &own;
    for (size_t i = 0; i < s->sample->table.width && s->columns != NULL; i++) {
        const struct shape_column *c = &shape.columns[i];
        if (s->columns[i].role == ROLE_AREA || s->columns[i].role == ROLE_PERIOD) {
            struct str text =
                c->cell != NULL ? c->cell(&shape, row, c) : shape_text(row, c->from);
            news |= settles(s, scratch, i, text);
        }
    }
    return news;
}

/* Whether the row says anything of the table that no row before it said. */
static bool is_new(struct survey *s, const struct sheet *sheet,
                   const struct sheet_row *row, struct arena *scratch) {
    bool news = false;
    size_t first = STR_NOT_FOUND, count = 0;
    for (size_t i = 0; i < row->count; i++) {
        bool filled = sheet_filled(row, i);
        first = filled && count == 0 ? i : first;
        count += filled;
        s->uncut |= filled && i >= s->width;
        if (i < s->width) {
            news |= filled && !s->filled[i];
            s->filled[i] |= filled;
        }
        if (i < s->width && s->sights != NULL) {
            news |= sights_teach(s->sights, i, sheet_text(row, i), s->sample->profile,
                                 scratch);
        } else if (i < s->width && s->columns != NULL) {
            news |= settles(s, scratch, i, row->cells[i]);
        }
    }
    if (s->sights != NULL) {
        const struct shape *shape = s->sample->shape;
        news |= shape->learn != NULL && shape->learn(&s->lesson, row);
        return shape_settles(s, sheet, row, scratch) || news;
    }
    s->uncut |= !sheet_filled(row, s->width - 1);
    news |= count > 1 && first < s->left;
    s->left = count > 1 && first < s->left ? first : s->left;
    return news;
}

/* A note by its form, or what goes on with one; or a line that gives the unit. */
static bool is_note(const struct survey *s, const struct sheet_row *row, bool below,
                    struct arena *scratch) {
    struct note_form form = {s->context->profile, scratch, s->width};
    struct str unit;
    return note_row_begins(&form, row, below) || note_row_is_foot(&form, row) ||
           (below && note_row_is_text(&form, row)) ||
           (sheet_first_filled(row, sheet_first_filled(row, 0) + 1) == row->count &&
            preamble_line_unit(sheet_text(row, sheet_first_filled(row, 0)), &unit));
}

static void keep(struct survey *s, struct str text, struct survey_row row) {
    if (s->byte_count + text.n > s->byte_capacity) {
        s->byte_capacity = (s->byte_count + text.n) * 2;
        s->bytes = memory_realloc(s->bytes, s->byte_capacity);
    }
    if (s->count == s->capacity) {
        s->capacity = s->capacity * 2 + 16;
        s->rows = memory_realloc(s->rows, s->capacity * sizeof *s->rows);
    }
    memcpy(s->bytes + s->byte_count, text.p, text.n);
    row.at = s->byte_count;
    row.n = text.n;
    s->rows[s->count++] = row;
    s->byte_count += text.n;
}

/* Whether the row is kept. */
static bool is_wanted(struct survey *s, const struct sheet *sheet,
                      const struct sheet_row *row, bool note, struct arena *scratch) {
    bool whole = row->count >= s->width;
    s->uncut |= note && whole && !sheet_filled(row, s->width - 1);
    return note || (whole && is_new(s, sheet, row, scratch));
}

enum survey_end survey_see(struct survey *s, const struct sheet *sheet, struct str text,
                           struct survey_place place) {
    struct arena *scratch = arena_open();
    size_t line = 1, at = 0;
    bool raw = s->sample->options.raw; /* every line is data */
    bool below = false, leading = !raw;
    struct note_form form = {s->context->profile, scratch, s->width};
    if (s->sights != NULL) {
        s->shape = *s->sample->shape;
        s->shape.filled[false] = (struct str){"", 0};
    }
    for (size_t i = 0; i < sheet->row_count; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        if (row->line <= place.head) {
            continue;
        }
        shape_fill(&s->shape, row);
        leading = leading && is_note(s, row, true, scratch) &&
                  !is_note(s, row, false, scratch);
        bool note = leading || (!raw && is_note(s, row, below, scratch));
        below = note && (below || note_row_goes_on(&form, row, below));
        if (!is_wanted(s, sheet, row, note, scratch)) {
            continue;
        }
        at += sample_skip_lines(str_slice(text, at, text.n), row->line - line);
        line = row->line;
        size_t next = i + 1 < sheet->row_count ? row[1].line - line : SIZE_MAX;
        struct str rest = str_slice(text, at, text.n);
        struct survey_row kept = {.block = place.block,
                                  .line =
                                      (uint32_t)(place.above + line - place.head - 1),
                                  .note = note,
                                  .leading = leading};
        keep(s, str_slice(rest, 0, sample_skip_lines(rest, next)), kept);
    }
    arena_close(scratch);
    return leading ? SURVEY_AS_BEFORE : below ? SURVEY_NOTE : SURVEY_ROWS;
}

bool survey_uncut(const struct survey *s) { return s->uncut; }

const struct survey_row *survey_rows(const struct survey *s, size_t *count) {
    *count = s->count;
    return s->rows;
}

const char *survey_bytes(const struct survey *s) { return s->bytes; }
