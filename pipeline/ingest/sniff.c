/* nqi sniff: a profile for a file that nobody has declared yet. What the file is
   like is counted, the profile is made from that, and then tried. */
#include "ingest/sniff.h"
#include "base/file.h"
#include "ingest/beginning.h"
#include "ingest/blocks.h"
#include "ingest/clean.h"
#include "ingest/encoding.h"
#include "ingest/foreign.h"
#include "ingest/ingest.h"
#include "ingest/numbers.h"
#include "ingest/period_cell.h"
#include <string.h>

enum { SNIFF_BYTES_MAX = 64 << 20 };

static bool add_once(struct str *list, size_t *count, struct str s) {
    for (size_t i = 0; i < *count; i++) {
        if (str_equal(list[i], s)) {
            return false;
        }
    }
    if (*count < SNIFF_SYMBOLS_MAX) {
        list[(*count)++] = s;
    }
    return true;
}

bool sniff_is_area(struct sniffer *s, struct str text, uint32_t *id) {
    uint32_t other;
    return area_read(s->areas, text, 0, &s->profile, s->arena, id, &other) !=
           NAME_UNKNOWN;
}

bool sniff_is_indicator(struct sniffer *s, struct str text) {
    uint32_t id, other;
    struct str unit;
    struct item_set items;
    return indicator_read(s->indicators, text, &s->profile, s->arena, &id, &other,
                          &unit, &items) != NAME_UNKNOWN;
}

bool sniff_is_period(struct sniffer *s, struct str text) {
    const struct reading_context context = {.ds = (struct dataset *)(uintptr_t)s->ds,
                                            .scratch = s->arena,
                                            .profile = &s->profile};
    struct period period;
    struct str name, unit;
    uint8_t status;
    return period_cell_read(&context, text, 2000, &period, &status) != PERIOD_NONE ||
           (name_split_unit(text, &name, &unit) &&
            period_cell_read(&context, name, 2000, &period, &status) == PERIOD_READ);
}

/* Without the blanks between its thousands: 1 123,5. */
static struct str without_blanks(struct str text, struct arena *arena) {
    static const char *const blanks[] = {" ", "\u00A0", "\u202F", "\u2009", "\u2007"};
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0, i = 0;
    while (i < text.n) {
        size_t skip = 0;
        for (size_t k = 0; k < sizeof blanks / sizeof *blanks; k++) {
            struct str blank = str_from(blanks[k]);
            bool here = str_starts(str_slice(text, i, text.n), blank);
            skip = here ? blank.n : skip;
        }
        if (skip == 0) {
            out[n++] = text.p[i];
        }
        i += skip > 0 ? skip : 1;
    }
    return (struct str){out, n};
}

static void count_mark(struct sniffer *s, struct str text, const struct reading *r) {
    if (r->kind != READING_NUMBER && r->problem != PROBLEM_GROUPING) {
        return;
    }
    struct str plain = without_blanks(str_trim(text), s->arena);
    bool grouped = plain.n < text.n; /* then a mark is no second group's */
    enum mark_proof proof = mark_proof(plain);
    if (proof == PROOF_COMMA || (grouped && proof == PROOF_OPEN_COMMA)) {
        s->comma = text;
        return;
    }
    if (proof == PROOF_POINT || (grouped && proof == PROOF_OPEN_POINT)) {
        s->point = text;
        return;
    }
    if (r->doubtful && !str_equal(s->sheet.separator, STR(","))) {
        s->doubtful = text;
    }
}

/* Nothing but marks, whatever they mean: : of Eurostat. */
static bool is_sign(const struct sniffer *s, struct str text, const struct reading *r) {
    bool marks = r->kind != READING_NUMBER && r->kind != READING_STATUS && text.n < 4 &&
                 s->profile.symbol_count == 0;
    for (size_t i = 0; i < text.n; i++) {
        marks &= strchr(":.*/~#!?+_=", text.p[i]) != NULL;
    }
    return marks;
}

static void count_text(struct sniffer *s, struct str text, struct tally *tally) {
    uint32_t id;
    if (text.n == 0) {
        return;
    }
    tally->filled++;
    tally->areas += sniff_is_area(s, text, &id) ||
                    name_is_total(text, &s->profile, s->arena) ||
                    name_is_group(s->areas, text, s->arena);
    tally->indicators += sniff_is_indicator(s, text);
    bool period = sniff_is_period(s, text);
    tally->periods += period;
    struct reading r = number_read(text, (struct str){"", 0}, &s->profile, s->arena);
    tally->numbers += r.kind == READING_NUMBER || r.kind == READING_STATUS;
    if (!period) {
        count_mark(s, text, &r);
    }
    if (r.problem == PROBLEM_SYMBOL || is_sign(s, text, &r)) {
        tally->numbers++;
        add_once(s->symbols, &s->symbol_count, text);
    }
}

/* The signs of the other rows, in columns of numbers: without their meaning the profile
   does not read the file. */
static void see_signs(struct sniffer *s, size_t column) {
    for (size_t k = SAMPLE_ROWS; k < s->table.body_count; k++) {
        struct str text = sheet_text(s->table.body[k], column);
        struct reading r =
            number_read(text, (struct str){"", 0}, &s->profile, s->arena);
        if (text.n > 0 && r.problem == PROBLEM_SYMBOL) {
            add_once(s->symbols, &s->symbol_count, text);
        }
    }
}

static bool tally_columns(struct sniffer *s) {
    const struct table *t = &s->table;
    s->tallies = arena_array(s->arena, t->width, sizeof *s->tallies);
    s->usual = arena_array(s->arena, t->width, sizeof *s->usual);
    s->roles = arena_array(s->arena, t->width, sizeof *s->roles);
    for (size_t i = 0; i < t->width; i++) {
        s->usual[i] = columns_usual_role(t->heads[i], s->arena);
        s->roles[i] = sniff_role(t->heads[i], s->arena);
        for (size_t k = 0; k < t->body_count && k < SAMPLE_ROWS; k++) {
            struct tally *tally = &s->tallies[i];
            struct tally before = *tally;
            count_text(s, sheet_text(t->body[k], i), tally);
            bool named =
                tally->filled > before.filled && tally->numbers == before.numbers;
            /* What the head says they are, though no dictionary has them. */
            tally->areas +=
                named && s->roles[i] == ROLE_AREA && tally->areas == before.areas;
            tally->indicators += named && s->roles[i] == ROLE_INDICATOR &&
                                 tally->indicators == before.indicators;
        }
        if (s->tallies[i].numbers * 2 > s->tallies[i].filled) {
            see_signs(s, i);
        }
    }
    sniff_settle_roles(s);
    return t->width > 0;
}

/* Whether the column says in words what the rows are of. */
static bool names_rows(const struct sniffer *s, size_t column) {
    const struct tally *c = &s->tallies[column];
    return c->filled > 0 && c->numbers == 0 &&
           (s->roles[column] == ROLE_AREA || s->roles[column] == ROLE_INDICATOR ||
            layouts_most(c->areas, c->filled) ||
            layouts_most(c->indicators, c->filled));
}

/* 代码 or 序号 before the names, or 省 before 市: rows are what the second column says.
 */
static void find_key(struct sniffer *s) {
    struct table *t = &s->table;
    const struct tally *first = &s->tallies[t->left];
    if (t->width < t->left + 3 || t->heads[t->left].n == 0 ||
        t->heads[t->left + 1].n == 0 || s->roles[t->left] == ROLE_PERIOD ||
        sniff_is_period(s, t->heads[t->left + 1]) || !names_rows(s, t->left + 1)) {
        return;
    }
    bool areas =
        layouts_most(first->areas, first->filled) &&
        layouts_most(s->tallies[t->left + 1].areas, s->tallies[t->left + 1].filled);
    bool numbers =
        first->numbers == first->filled && !layouts_most(first->periods, first->filled);
    if (areas || numbers) {
        s->has_code = true;
        t->left++;
    }
}

/* Texts without any digit are no values, however these are written. */
static bool holds_words(const struct sniffer *s, size_t column) {
    const struct table *t = &s->table;
    bool digits = s->tallies[column].filled == 0 || s->tallies[column].numbers > 0;
    for (size_t k = 0; k < t->body_count && k < SAMPLE_ROWS && !digits; k++) {
        struct str text = sheet_text(t->body[k], column);
        for (size_t i = 0; i < text.n; i++) {
            digits |= text.p[i] >= '0' && text.p[i] <= '9';
        }
    }
    return !digits;
}

/* The first layout of the table that knows the file, and why. */
static const char *choose_layout(struct sniffer *s) {
    struct sniffed file = {
        .table = &s->table, .columns = s->tallies, .usual = s->roles};
    for (size_t i = s->table.left + 1; i < s->table.width; i++) {
        if (!holds_words(s, i)) {
            count_text(s, s->table.heads[i], &file.heads);
        }
    }
    for (size_t i = 0; layout_kinds[i] != NULL; i++) {
        const struct layout_kind *layout = (const void *)layout_kinds[i];
        const char *why = layout->sniff != NULL ? layout->sniff(&file) : NULL;
        if (why != NULL) {
            s->profile.layout = layout;
            return why;
        }
    }
    return NULL; /* records takes any file */
}

/* A name that is a known flow's, cumulated: what the profile says of it. */
static bool take_cumulated(struct sniffer *s, struct str text) {
    struct str code =
        indicator_cumulated(s->indicators, s->ds, text, &s->profile, s->arena);
    struct source_profile *p = &s->profile;
    for (size_t i = 0; i < p->indicator_count; i++) {
        if (str_equal(p->indicators[i].key, text)) {
            return true;
        }
    }
    if (code.n > 0) {
        p->indicators = arena_grow(s->arena, p->indicators, p->indicator_count,
                                   &s->indicator_capacity, sizeof *p->indicators);
        p->indicators[p->indicator_count++] = (struct profile_pair){text, code};
    }
    return code.n > 0;
}

/* 1, 2, 3: a number of the row, or a head that is none. */
static bool is_number(struct str text) {
    size_t digits = 0;
    while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9') {
        digits++;
    }
    return digits == text.n;
}

/* A name in rows or heads that indicators.csv does not have. */
static void find_indicator(struct sniffer *s, struct str text) {
    struct new_rows *rows = &s->rows.indicators;
    struct str name = text, unit = {"", 0};
    if (is_number(text) || sniff_is_indicator(s, text) ||
        name_is_total(text, &s->profile, s->arena) ||
        sniff_rows_find(rows, text, 0) != NULL || take_cumulated(s, text)) {
        return;
    }
    shape_split_unit(text, &name, &unit);
    struct new_row *row =
        sniff_rows_add(&s->rows, rows, text, "IND", 0, s->ds, s->arena);
    row->name = name;
    row->unit = unit;
}

/* An area that areas.csv does not have. */
static void find_area(struct sniffer *s, struct str text) {
    uint32_t id;
    if (text.n > 0 && !sniff_is_area(s, text, &id) &&
        !name_is_total(text, &s->profile, s->arena) &&
        !name_is_group(s->areas, text, s->arena) &&
        sniff_rows_find(&s->rows.areas, text, 0) == NULL) {
        sniff_rows_add(&s->rows, &s->rows.areas, text, "AREA", 0, s->ds, s->arena);
    }
}

/* The level of the areas in the rows, if they share one. */
static void find_level(struct sniffer *s, struct str text) {
    uint32_t id;
    if (!sniff_is_area(s, text, &id)) {
        return;
    }
    struct str level = dataset_area(s->ds, id)->level;
    if (doubt_is_code(s->areas, text, &s->profile, s->arena)) {
        s->code = text;
    }
    doubt_see_code(&s->codes, s->areas, text, &s->profile, s->arena);
    if (!str_equal(level, STR("nation")) && !str_equal(level, STR("total"))) {
        s->level = s->level.n == 0 || str_equal(s->level, level) ? level : STR("mixed");
    }
}

/* A text alone in its row is a heading. */
static bool has_more(const struct table *table, const struct sheet_row *row) {
    for (size_t i = table->left + 1; i < table->width; i++) {
        if (sheet_filled(row, i)) {
            return true;
        }
    }
    return false;
}

bool sniff_is_crossing(struct sniffer *s, size_t column) {
    const struct table *t = &s->table;
    const struct layout_kind *layout = s->profile.layout;
    struct str name, unit;
    return layout->rows == ROLE_INDICATOR && layout->heads == ROLE_PERIOD &&
           column > t->left && s->roles[column] == ROLE_SKIP &&
           s->tallies[column].numbers > 0 && !sniff_is_period(s, t->heads[column]) &&
           shape_split_unit(t->heads[column], &name, &unit) &&
           str_starts(unit, STR("%"));
}

/* 机构数（家）/同比增长（%） is 机构数同比增长 in %. */
static void find_crossings(struct sniffer *s, size_t column) {
    const struct table *t = &s->table;
    struct str head, unit, name, of_row;
    shape_split_unit(t->heads[column], &head, &unit);
    for (size_t k = 0; k < t->body_count; k++) {
        struct str row = sheet_text(t->body[k], t->left);
        struct str both = arena_printf(s->arena, "%.*s/%.*s", STR_ARG(row),
                                       STR_ARG(t->heads[column]));
        if (row.n == 0 || !sheet_filled(t->body[k], column) ||
            sniff_is_indicator(s, both) ||
            sniff_rows_find(&s->rows.indicators, both, 0) != NULL) {
            continue;
        }
        name = shape_split_unit(row, &name, &of_row) ? name : row;
        struct new_row *added = sniff_rows_add(&s->rows, &s->rows.indicators, both,
                                               "IND", 0, s->ds, s->arena);
        added->name = arena_printf(s->arena, "%.*s%.*s", STR_ARG(name), STR_ARG(head));
        added->unit = unit;
    }
}

enum role sniff_rows_are(const struct sniffer *s) {
    const struct layout_kind *layout = s->profile.layout;
    bool years = layout->heads == ROLE_PERIOD && layout->rows != ROLE_SKIP &&
                 s->roles[s->table.left] == ROLE_PERIOD;
    return years ? ROLE_PERIOD : layout->rows;
}

static void find_unknown(struct sniffer *s) {
    const struct table *t = &s->table;
    const struct layout_kind *layout = s->profile.layout;
    enum role rows = sniff_rows_are(s);
    size_t values = 0, dated = 0;
    for (size_t i = t->left + 1; i < t->width && layout->heads == ROLE_INDICATOR; i++) {
        struct dated_head head;
        if ((s->roles[i] == ROLE_SKIP || s->roles[i] == ROLE_VALUE) &&
            s->tallies[i].numbers > 0) {
            values++;
            dated += sniff_dated_head(s, i, &head);
            find_indicator(s, head.name);
        }
    }
    s->heads_dated = values > 0 && dated == values;
    for (size_t i = 0; i < t->width && layout->named; i++) {
        for (size_t k = 0; k < t->body_count; k++) {
            if (s->roles[i] == ROLE_INDICATOR) {
                find_indicator(s, sheet_text(t->body[k], i));
            } else if (s->roles[i] == ROLE_AREA) {
                find_level(s, sheet_text(t->body[k], i));
                find_area(s, sheet_text(t->body[k], i));
            }
        }
    }
    for (size_t k = 0; k < t->body_count; k++) {
        struct str text = sheet_text(t->body[k], t->left);
        if (rows == ROLE_INDICATOR && has_more(t, t->body[k])) {
            find_indicator(s, text);
        } else if (rows == ROLE_AREA) {
            find_level(s, text);
            if (has_more(t, t->body[k])) {
                find_area(s, text);
            }
        }
    }
    for (size_t i = 0; i < t->width; i++) {
        if (sniff_is_crossing(s, i)) {
            find_crossings(s, i);
        }
    }
    struct str said = table_metadata(t, "指标");
    if (sniff_must_declare(s, ROLE_INDICATOR) && said.n > 0) {
        find_indicator(s, said);
    }
    sniff_dimensions(s);
    bool one = s->level.n > 0 && !str_equal(s->level, STR("mixed"));
    s->rows.area_level = one ? s->level : STR("city");
}

/* The line 数据来源：… without its head. */
static void find_source(struct sniffer *s, const struct str *notes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct str head = STR("数据来源：");
        if (str_starts(notes[i], head)) {
            s->profile.source = clean_trim(str_slice(notes[i], head.n, notes[i].n));
        }
    }
}

/* Formats whose encoding is known are recognised in it: the first lines tell that it is
   the right one. */
static bool decode_by_format(struct sniffer *s, struct str bytes, struct str *text) {
    struct diag *quiet = diag_open();
    for (size_t i = 0; export_kinds[i] != NULL && s->profile.format == NULL; i++) {
        const struct export_kind *kind = (const void *)export_kinds[i];
        struct str encoding = exports_encoding(kind, bytes);
        if (encoding.n > 0 &&
            encoding_decode(bytes, encoding, s->profile.file, s->arena, quiet, text,
                            &s->encoding) &&
            exports_recognise(*text, s->arena) == kind) {
            s->profile.format = kind;
        }
    }
    diag_close(quiet);
    return s->profile.format != NULL;
}

/* In the encoding that the bytes look like, which is a guess unless a mark or UTF-8
   tells. */
static bool decode(struct sniffer *s, struct str bytes, struct str *text) {
    if (decode_by_format(s, bytes, text)) {
        return true;
    }
    const char *suspect = encoding_suspect(bytes);
    struct str declared = suspect != NULL ? str_from(suspect) : (struct str){"", 0};
    bool ok = encoding_decode(bytes, declared, s->profile.file, s->arena, s->diag, text,
                              &s->encoding);
    s->encoding.guessed |= suspect != NULL;
    return ok;
}

/* The file, or of a very large one the rows it begins with. */
static bool read_bytes(struct sniffer *s, int dir, const char *path,
                       struct str *bytes) {
    struct blocks *blocks = blocks_open(dir, path, (size_t)SNIFF_BYTES_MAX + 1, 0);
    if (blocks == NULL) {
        return file_read(dir, path, SNIFF_BYTES_MAX, s->arena, bytes, NULL, s->diag);
    }
    struct str sample = blocks_sample(blocks);
    const char *suspect = encoding_suspect(sample);
    *bytes = arena_copy(s->arena, beginning_rows(sample, str_from(suspect), s->arena));
    blocks_close(blocks);
    buf_printf(s->out, "-- by the first %zu bytes: the file is very large\n", bytes->n);
    return true;
}

/* By what the file is like. */
static bool sniff_table(struct sniffer *s, struct str text, const char **why) {
    struct sheet_options options = {0};
    s->profile.layout = &layout_long; /* its parts are found as in a table */
    if (!sheet_read(s->profile.file, text, &options, s->arena, s->diag, &s->sheet) ||
        !table_find(&s->sheet, &s->profile, s->arena, s->diag, &s->table) ||
        !tally_columns(s)) {
        return false;
    }
    find_key(s);
    *why = choose_layout(s);
    return true;
}

/* True if the layout rests on names that the project knows. */
static bool is_known(struct sniffer *s) {
    const struct table *t = &s->table;
    size_t known = 0;
    for (size_t i = 0; i < t->width; i++) {
        known += i > t->left && sniff_is_indicator(s, t->heads[i]);
        for (size_t k = 0; k < t->body_count && k < SAMPLE_ROWS && known == 0; k++) {
            struct str text = sheet_text(t->body[k], i);
            uint32_t id;
            known += text.n > 0 &&
                     (sniff_is_area(s, text, &id) || sniff_is_indicator(s, text));
        }
    }
    return known > 0 && s->profile.layout != &layout_records;
}

/* By its format's name. A weak format is proposed only where nothing else is known of
   the file. */
static bool sniff_format(struct sniffer *s, struct str text) {
    const struct export_kind *format = s->profile.format;
    struct diag *diag = s->diag;
    const char *why;
    s->profile.format = NULL;
    if (format == NULL) {
        return false;
    }
    if (format->weak) {
        s->diag = diag_open();
        bool known = sniff_table(s, text, &why) && is_known(s);
        diag_close(s->diag);
        s->diag = diag;
        s->symbol_count = 0;
        if (known) {
            return false;
        }
    }
    s->profile.format = format;
    s->profile.layout = &layout_long;
    if (!sniff_export(s->ds, &s->profile, text, s->arena, &s->form)) {
        s->profile.format = NULL;
        return false;
    }
    s->rows = s->form.unknown;
    find_source(s, s->form.notes, s->form.note_count);
    return true;
}

bool ingest_sniff(int dir, const char *path, const struct dataset *ds, struct buf *out,
                  struct diag *diag) {
    struct arena *arena = arena_open();
    struct sniffer *s = arena_alloc(arena, sizeof *s);
    *s = (struct sniffer){.ds = ds,
                          .areas = names_of_areas(ds, arena),
                          .indicators = names_of_indicators(ds, arena),
                          .arena = arena,
                          .diag = diag,
                          .out = out};
    struct str bytes, text, name = str_from(path);
    const char *why = NULL;
    s->profile.file = name;
    bool ok = read_bytes(s, dir, path, &bytes) &&
              foreign_refuse(bytes, name, true, diag) && decode(s, bytes, &text);
    if (ok && s->profile.format == NULL) {
        s->profile.format = exports_recognise(text, arena);
    }
    if (ok && sniff_format(s, text)) {
        sniff_put_profile(s, dir, name, NULL);
    } else {
        ok = ok && foreign_refuse(bytes, name, false, diag) &&
             sniff_table(s, text, &why);
        if (ok) {
            find_unknown(s);
            find_source(s, s->table.notes, s->table.note_count);
            sniff_put_profile(s, dir, name, why);
        }
    }
    arena_close(arena);
    return ok && buf_ok(out);
}
