#include "ingest/table.h"
#include "dataset/unit.h"
#include "ingest/clean.h"
#include "ingest/csv_prepare.h"
#include "ingest/layouts.h"
#include "ingest/note_rows.h"
#include "ingest/periods.h"
#include "ingest/ragged.h"
#include <string.h>

enum { HEAD_ROWS_MAX = 3 };

struct finder {
    struct table *table;
    const struct sheet *sheet;
    const struct source_profile *profile;
    struct arena *arena;
    struct diag *diag;
    size_t note_capacity, body_capacity, section_capacity;
    size_t head_count;
    struct str stub; /* what the first column is called */
    struct ragged ragged;
    struct note_form form;
};

static struct str first_text(const struct sheet_row *row) {
    return sheet_text(row, sheet_first_filled(row, 0));
}

/* A line that was split at its commas, whole again. */
static struct str joined_text(const struct finder *f, const struct sheet_row *row) {
    size_t last = row->count;
    while (last > 1 && sheet_text(row, last - 1).n == 0) {
        last--;
    }
    struct str text = clean_cell(row->cells[0]);
    for (size_t i = 1; i < last; i++) {
        text = arena_printf(f->arena, "%.*s%.*s%.*s", STR_ARG(text),
                            STR_ARG(f->sheet->separator), STR_ARG(row->cells[i]));
    }
    return clean_trim(text);
}

static void add_note(struct finder *f, const struct sheet_row *row, struct str note) {
    struct table *t = f->table;
    size_t capacity = f->note_capacity;
    t->notes =
        arena_grow(f->arena, t->notes, t->note_count, &capacity, sizeof *t->notes);
    t->note_rows = arena_grow(f->arena, t->note_rows, t->note_count, &f->note_capacity,
                              sizeof *t->note_rows);
    t->note_rows[t->note_count] = row;
    t->notes[t->note_count++] = note;
}

static bool names_period(const struct finder *f, struct str text) {
    return preamble_is_period(text, f->profile, f->arena);
}

/* What the first column is called: 地区, or as the profile declares. */
static bool names_stub(const struct finder *f, struct str text) {
    enum role role = columns_usual_role(text, f->arena);
    return role == ROLE_AREA || role == ROLE_INDICATOR || role == ROLE_PERIOD ||
           profile_lookup(f->profile->columns, f->profile->column_count, text).n > 0;
}

/* 地 区 is 地区. */
static bool same_name(const struct finder *f, struct str a, struct str b) {
    return str_equal(a, b) ||
           (a.n > 0 && b.n > 0 && a.p[0] == b.p[0] && utf8_first(a) == utf8_first(b) &&
            str_equal(clean_key(a, f->arena), clean_key(b, f->arena)));
}

/* The first column is named below an open cell, or again below itself. */
static bool continues_stub(const struct finder *f, const struct sheet_row *row,
                           struct str stub) {
    const struct sheet_row *head = f->table->head;
    struct str above = sheet_text(&head[f->head_count - 1], f->table->left);
    bool differs = false;
    for (size_t i = 0; i < row->count; i++) {
        differs |= !same_name(f, sheet_text(row, i), sheet_text(head, i));
    }
    bool open = true;
    for (size_t k = 0; k < f->head_count; k++) {
        open &= sheet_text(&head[k], f->table->left).n == 0;
    }
    return above.n > 0 ? differs && same_name(f, above, stub)
                       : open && names_stub(f, stub);
}

/* Region, Population: the head again in English, below the Chinese. */
static bool is_translation(const struct finder *f, const struct sheet_row *row) {
    static const char *const stubs[] = {
        "region", "area",    "item", "items",  "indicator", "indicators",
        "year",   "month",   "time", "period", "province",  "city",
        "county", "country", "type", "sector", "industry"};
    struct str stub = clean_key(sheet_text(row, f->table->left), f->arena);
    bool known = false, chinese = false;
    for (size_t i = 0; i < sizeof stubs / sizeof *stubs; i++) {
        known |= str_equal(stub, str_from(stubs[i]));
    }
    for (size_t i = f->table->left; i < row->count && known; i++) {
        struct str text = sheet_text(row, i);
        known = utf8_length(text) == text.n;
        chinese |= utf8_first(sheet_text(f->table->head, i)) >= 0x2E80;
    }
    return known && chinese && !note_row_has_values(&f->form, row);
}

/* A second or third head row: nothing new in the first column, and no value. */
static bool continues_head(const struct finder *f, const struct sheet_row *row) {
    struct str stub = sheet_text(row, f->table->left);
    size_t count = sheet_filled_count(row);
    if (count == 0) {
        return false;
    }
    if (stub.n > 0 && is_translation(f, row)) {
        return true;
    }
    if (stub.n > 0) {
        return count > 1 && !note_row_has_values(&f->form, row) &&
               continues_stub(f, row, stub);
    }
    size_t first = sheet_first_filled(row, 0);
    struct str text = sheet_text(row, first);
    return !(note_row_is_value(&f->form, text) && !names_period(f, text)) &&
           !note_row_has_values(&f->form, row);
}

static struct str unit_of_cell(struct str text) {
    struct str pairs[][2] = {{STR("("), STR(")")}, {STR("（"), STR("）")}};
    for (size_t i = 0; i < 2; i++) {
        if (str_starts(text, pairs[i][0]) && str_ends(text, pairs[i][1])) {
            return clean_trim(str_slice(text, pairs[i][0].n, text.n - pairs[i][1].n));
        }
    }
    return text;
}

/* A unit, or what the profile calls one. */
static bool names_unit(const struct finder *f, struct str text) {
    const struct source_profile *p = f->profile;
    return unit_known(text) || profile_lookup(p->units, p->unit_count, text).n > 0;
}

static bool is_unit_row(const struct finder *f, const struct sheet_row *row) {
    struct str stub = sheet_text(row, f->table->left);
    size_t units = 0;
    if (stub.n > 0 && columns_usual_role(stub, f->arena) != ROLE_UNIT) {
        return false;
    }
    for (size_t i = f->table->left + 1; i < row->count; i++) {
        struct str text = sheet_text(row, i);
        if (text.n > 0 && !names_unit(f, unit_of_cell(text))) {
            return false;
        }
        units += text.n > 0;
    }
    return units > 0;
}

/* 甲 乙 1 2 3: the numbers of a form's columns. */
static bool is_number_row(const struct finder *f, const struct sheet_row *row) {
    static const char *const stems[] = {"甲", "乙", "丙", "丁", "戊"};
    size_t letters = 0, number = 0;
    for (size_t i = f->table->left; i < row->count; i++) {
        struct str text = sheet_text(row, i);
        struct decimal d;
        if (text.n == 0 && i == row->count - 1) {
            continue;
        }
        if (number == 0 && letters < 5 && str_equal(text, str_from(stems[letters]))) {
            letters++;
        } else if (decimal_parse(text, &d) && d.exponent == 0 &&
                   d.coefficient == (int64_t)number + 1) {
            number++;
        } else {
            return false;
        }
    }
    return letters > 0 && number > 0;
}

/* The head's name of a column: merged cells reach to the right as long as the
   cells below them have a name of their own. */
static struct str joined_head(const struct finder *f, size_t column) {
    const struct sheet_row *rows = f->table->head;
    struct str name = {"", 0}, parent = {"", 0};
    for (size_t k = 0; k < f->head_count; k++) {
        struct str text = sheet_text(&rows[k], column);
        bool below = false;
        for (size_t j = k + 1; j < f->head_count; j++) {
            below |= sheet_text(&rows[j], column).n > 0;
        }
        if (text.n == 0 && below && column > f->table->left) {
            for (size_t i = column; i-- > f->table->left + 1 && text.n == 0;) {
                text = sheet_text(&rows[k], i);
            }
        }
        if (text.n == 0 || str_equal(text, parent)) {
            continue;
        }
        parent = text;
        const char *mark = k > 0 && is_translation(f, &rows[k]) ? " " : "/";
        name = name.n == 0 ? text
                           : arena_printf(f->arena, "%.*s%s%.*s", STR_ARG(name), mark,
                                          STR_ARG(text));
    }
    return name;
}

/* 2021年 behind 2022年, 2月 behind 2022年1月: two periods, and no level of the other.
   1月 behind 2022年 is one. */
static bool are_periods(const struct finder *f, struct str parent, struct str text) {
    struct period above, below;
    const struct source_profile *p = f->profile;
    if (period_read(text, 0, p, f->arena, &below) == PERIOD_READ) {
        return period_read(parent, 2000, p, f->arena, &above) == PERIOD_READ;
    }
    return period_read(text, 2000, p, f->arena, &below) == PERIOD_READ &&
           period_read(parent, 2000, p, f->arena, &above) == PERIOD_READ &&
           above.kind != PERIOD_YEAR;
}

/* 全国排名 twice: 证书数/全国排名 and 组织数/全国排名, by the last column before
   each whose name is its own. */
static void make_unique(const struct finder *f) {
    struct table *t = f->table;
    struct str *unique = arena_array(f->arena, t->width, sizeof *unique);
    bool *repeated = arena_array(f->arena, t->width, sizeof *repeated);
    for (size_t i = 0; i < t->width; i++) {
        for (size_t j = 0; j < t->width; j++) {
            repeated[i] |=
                i != j && t->heads[i].n > 0 && str_equal(t->heads[i], t->heads[j]);
        }
    }
    struct str parent = {"", 0};
    for (size_t i = 0; i < t->width; i++) {
        unique[i] = t->heads[i];
        if (!repeated[i]) {
            parent = i > t->left ? t->heads[i] : parent;
        } else if (parent.n > 0 && !are_periods(f, parent, t->heads[i])) {
            unique[i] = arena_printf(f->arena, "%.*s/%.*s", STR_ARG(parent),
                                     STR_ARG(t->heads[i]));
        }
    }
    t->heads = unique;
}

/* Columns that are blank from the head on; a row of one cell is a title or a note. */
static size_t blank_columns(const struct sheet *sheet, size_t from) {
    size_t left = SIZE_MAX;
    for (size_t i = from; i < sheet->row_count && left > 0; i++) {
        size_t first = sheet_first_filled(&sheet->rows[i], 0);
        bool several =
            sheet_first_filled(&sheet->rows[i], first + 1) < sheet->rows[i].count;
        left = several && first < left ? first : left;
    }
    return left == SIZE_MAX ? 0 : left;
}

static bool find_head(struct finder *f, size_t *next) {
    const struct sheet *sheet = f->sheet;
    size_t widest = 0;
    for (size_t i = 0; i < sheet->row_count; i++) {
        size_t count = sheet_filled_count(&sheet->rows[i]);
        widest = count > widest ? count : widest;
    }
    size_t at = f->profile->skip_rows;
    for (size_t i = 0; i < at && i < sheet->row_count; i++) {
        sheet_account(&sheet->rows[i], FATE_SKIP);
    }
    while (at < sheet->row_count && preamble_take(&f->table->preamble, &sheet->rows[at],
                                                  widest, f->profile, f->arena)) {
        sheet_account(&sheet->rows[at], FATE_HEAD);
        at++;
    }
    preamble_take_above(&f->table->preamble, sheet, f->profile, f->arena);
    if (at >= sheet->row_count) {
        return diag_error(f->diag, (struct place){.file = sheet->path, .line = 1},
                          "the file has no table");
    }
    struct table *t = f->table;
    t->head = &sheet->rows[at];
    t->left = blank_columns(sheet, at);
    f->head_count = f->profile->head_rows;
    if (f->head_count == 0) {
        f->head_count = 1;
        while (f->head_count < HEAD_ROWS_MAX && at + f->head_count < sheet->row_count &&
               !is_unit_row(f, &sheet->rows[at + f->head_count]) &&
               continues_head(f, &sheet->rows[at + f->head_count])) {
            f->head_count++;
        }
    }
    if (at + f->head_count > sheet->row_count) {
        return diag_error(f->diag, sheet_place(sheet, t->head, 0, f->arena),
                          "the file ends inside the head");
    }
    *next = at + f->head_count;
    for (size_t k = 0; k < f->head_count; k++) {
        struct str stub = sheet_text(&t->head[k], t->left);
        sheet_account(&t->head[k], FATE_HEAD);
        f->stub =
            stub.n > 0 && (k == 0 || !is_translation(f, &t->head[k])) ? stub : f->stub;
        for (size_t i = 0; i < t->head[k].count; i++) {
            t->width =
                sheet_text(&t->head[k], i).n > 0 && i >= t->width ? i + 1 : t->width;
        }
    }
    f->form.width = t->width;
    t->heads = arena_array(f->arena, t->width, sizeof *t->heads);
    t->units = arena_array(f->arena, t->width, sizeof *t->units);
    for (size_t i = 0; i < t->width; i++) {
        t->heads[i] = joined_head(f, i);
    }
    make_unique(f);
    return true;
}

static bool repeats_head(const struct finder *f, const struct sheet_row *row) {
    for (size_t k = 0; k < f->head_count; k++) {
        const struct sheet_row *head = &f->table->head[k];
        bool same = true;
        for (size_t i = 0; i < f->table->width && same; i++) {
            same = same_name(f, sheet_text(head, i), sheet_text(row, i));
        }
        if (same) {
            return true;
        }
    }
    return false;
}

static bool is_continuation(struct str text) {
    return str_starts(text, STR("续表")) || str_ends(text, STR("续表")) ||
           str_ends(text, STR("（续）")) || str_ends(text, STR("(续)"));
}

/* The head of another table: its first column is called as in this one, or, below the
   notes, it is narrower or names periods where this one has values. */
static bool begins_table(const struct finder *f, const struct sheet_row *row,
                         bool below) {
    struct str stub = sheet_text(row, f->table->left);
    if ((!below && (stub.n == 0 || !same_name(f, stub, f->stub))) ||
        sheet_filled_count(row) < 2) {
        return false;
    }
    if (stub.n > 0 && same_name(f, stub, f->stub)) {
        return true;
    }
    if (note_row_has_values(&f->form, row)) {
        return row->count < f->table->width;
    }
    for (size_t i = sheet_first_filled(row, 0) + 1; i < row->count; i++) {
        if (names_period(f, sheet_text(row, i))) {
            return true;
        }
    }
    return false;
}

/* 续表, or the head again. */
static bool is_repetition(const struct finder *f, const struct sheet_row *row) {
    return repeats_head(f, row) ||
           (f->table->width > 1 && sheet_filled_count(row) == 1 &&
            is_continuation(first_text(row)) && !prepare_is_note(first_text(row)));
}

static void add_row(struct finder *f, struct sheet_row *row) {
    struct table *t = f->table;
    ragged_split(f->sheet, row, t->width, f->arena, f->diag);
    if (!ragged_fit(&f->ragged, row)) {
        return;
    }
    t->body = arena_grow(f->arena, t->body, t->body_count, &f->body_capacity,
                         sizeof *t->body);
    t->body[t->body_count++] = row;
}

static void add_section(struct finder *f, const struct sheet_row *row,
                        const struct sheet_row *text, bool is_head) {
    struct table *t = f->table;
    t->sections = arena_grow(f->arena, t->sections, t->section_count,
                             &f->section_capacity, sizeof *t->sections);
    t->sections[t->section_count++] = (struct table_section){row, text, is_head};
}

/* What the lines below the head are; false if one of them fits nowhere. */
static bool find_body(struct finder *f, size_t at) {
    struct table *t = f->table;
    struct sheet_row *alone = NULL, *text = NULL; /* the row above, if it is that */
    bool ok = true, below = false;
    f->ragged =
        ragged_open(f->sheet, f->profile, t->head, t->width, at, f->arena, f->diag);
    for (; at < f->sheet->row_count; at++) {
        struct sheet_row *row = &f->sheet->rows[at];
        if (preamble_take_unit(&t->preamble, row, f->arena)) {
            sheet_account(row, FATE_HEAD);
        } else if (is_repetition(f, row)) {
            sheet_account(row, FATE_HEAD);
            t->dropped++;
            below = false;
            t->again = repeats_head(f, row) ? row->line : t->again;
            if (alone != NULL && t->again == row->line) {
                add_section(f, row, alone, true);
            }
            alone = text = NULL;
        } else if (note_row_begins(&f->form, row, below) ||
                   note_row_is_foot(&f->form, row) ||
                   (below && !begins_table(f, row, true) &&
                    note_row_is_text(&f->form, row))) {
            text = note_row_begins(&f->form, row, below) || sheet_filled_count(row) > 1
                       ? NULL
                       : row;
            alone = text;
            below |= note_row_goes_on(&f->form, row, below);
            sheet_account(row, FATE_NOTE);
            add_note(f, row, joined_text(f, row));
        } else if (begins_table(f, row, below)) {
            ok = diag_error(f->diag, sheet_place(f->sheet, row, 0, f->arena),
                            "a second table seems to begin here, below the one that "
                            "begins on line %zu",
                            (size_t)t->head->line);
            diag_hint(f->diag, "declare first_line and last_line, one entry a table");
            break;
        } else {
            if (text != NULL) {
                add_section(f, row, text, false);
            }
            add_row(f, row);
            alone = sheet_filled_count(row) == 1 ? row : NULL;
            text = NULL;
            below = false;
        }
    }
    ragged_close(&f->ragged);
    t->left_out = f->ragged.left_out;
    return ok && f->ragged.ok;
}

bool table_find(const struct sheet *sheet, const struct source_profile *profile,
                struct arena *arena, struct diag *diag, struct table *out) {
    *out = (struct table){.sheet = sheet};
    struct finder f = {.table = out,
                       .sheet = sheet,
                       .profile = profile,
                       .arena = arena,
                       .diag = diag,
                       .form = {.profile = profile, .arena = arena}};
    size_t next = 0;
    if (!find_head(&f, &next)) {
        return false;
    }
    for (; next < sheet->row_count; next++) {
        const struct sheet_row *row = &sheet->rows[next];
        if (is_number_row(&f, row)) {
            out->dropped++;
        } else if (is_unit_row(&f, row)) {
            out->unit_row = row;
            for (size_t i = out->left + 1; i < out->width; i++) {
                out->units[i] = unit_of_cell(sheet_text(row, i));
            }
        } else {
            break;
        }
        sheet_account(row, FATE_HEAD);
    }
    out->ragged = !find_body(&f, next);
    return !out->ragged;
}

struct str table_metadata(const struct table *table, const char *key) {
    const struct preamble_line *line = preamble_find(&table->preamble, key);
    return line != NULL ? line->value : (struct str){"", 0};
}

struct place table_place(const struct table *table, const struct sheet_row *row,
                         size_t column, struct arena *arena) {
    return sheet_place(table->sheet, row, column, arena);
}
