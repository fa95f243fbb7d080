/* PxWeb, in which Statistics Sweden and many others publish: one row for all values of
   the heading variables, or one row a figure. Nothing in the files says so, and each
   table may give signs of its own meanings. */
#include "ingest/export_keys.h"
#include "ingest/exports.h"
#include "ingest/items.h"
#include <string.h>

/* A number, between semicolons with a comma or not, or dots or dashes in its place. */
static bool is_bare(struct str text, char separator, bool *number) {
    struct decimal d;
    text = str_trim(text);
    size_t comma = separator == ';' ? str_find(text, STR(","), 0) : STR_NOT_FOUND;
    if (decimal_parse(text, &d) ||
        (comma != STR_NOT_FOUND && decimal_parse(str_slice(text, 0, comma), &d) &&
         decimal_parse(str_slice(text, comma + 1, text.n), &d))) {
        return *number = true;
    }
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != '.' && text.p[i] != '-') {
            return false;
        }
    }
    return text.n > 0;
}

/* What periods and regions are called in the languages of its users. */
static bool is_called(struct str head, const char *const *names) {
    struct sheet_row row = {.count = 1, .cells = &head};
    for (; *names != NULL; names++) {
        if (shape_find(&row, *names) == 0) {
            return true;
        }
    }
    return false;
}

static const char *const times[] = {
    "time", "year",  "month",   "quarter", "week",     "tid",       "år",
    "ÅR",   "månad", "kvartal", "vuosi",   "kuukausi", "neljännes", "måned",
    "jahr", "monat", "quartal", "ár",      "mánuður",  "aasta",     "kuu",
    "rok",  "gads",  "metai",   "godina",  "viti",     "leto",      NULL};
static const char *const regions[] = {
    "region",  "område", "OMRÅDE",       "län",     "kommun",     "kommune",
    "fylke",   "county", "municipality", "alue",    "kunta",      "maakunta",
    "kanton",  "canton", "bezirk",       "maakond", "landshluti", "sveitarfélag",
    "regions", "area",   "land",         NULL};

/* The cells of a line whose cells are all in quotes, or numbers without: how many words
   and numbers there are. False for any other line; a word behind a number. */
static bool read_row(struct str line, char separator, size_t *words, size_t *numbers,
                     bool *bare) {
    bool number = false;
    size_t from = 0;
    *words = *numbers = 0;
    *bare = false;
    for (size_t at = 0; at <= line.n; at++) {
        bool inside = at < line.n && line.p[from] == '"' &&
                      !(at > from && line.p[at - 1] == '"' && line.p[at] == separator);
        if (at < line.n && (line.p[at] != separator || inside)) {
            continue;
        }
        struct str cell = str_slice(line, from, at);
        bool quoted = cell.n > 1 && cell.p[0] == '"', value;
        struct str text = quoted ? str_slice(cell, 1, cell.n - 1) : cell;
        number = false;
        value = is_bare(text, separator, &number);
        if (!quoted && !value) {
            return false;
        }
        *bare |= !quoted;
        *numbers = value ? *numbers + 1 : 0;
        *words += !value;
        from = at + 1;
    }
    return *words > 0 && *numbers > 0;
}

/* A head that is a period's, or ends with a year: "Folkmängd 2022". */
static bool says_time(struct str cell) {
    size_t digits = 0;
    while (digits < cell.n && cell.p[cell.n - digits - 1] >= '0' &&
           cell.p[cell.n - digits - 1] <= '9') {
        digits++;
    }
    return is_called(cell, times) ||
           (digits == 4 && (cell.n == 4 || cell.p[cell.n - 5] == ' '));
}

/* All of the head in quotes, in the line below it words in quotes, then numbers; where
   these are in quotes, too, the head must say when. */
static const char *by_head(const struct export_head *head, size_t line) {
    static const char *const signs[] = {",", ";", "\t"};
    struct str first = str_trim(head->quoted[line]);
    struct str second = str_trim(head->quoted[line + 1]);
    if (first.n < 2 || first.p[0] != '"' || first.p[first.n - 1] != '"' ||
        second.n == 0) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        char mark[4] = {'"', signs[i][0], '"', '\0'};
        size_t words, numbers;
        bool bare, time = false;
        if (str_find(first, str_from(mark), 0) == STR_NOT_FOUND ||
            !read_row(second, signs[i][0], &words, &numbers, &bare)) {
            continue;
        }
        for (size_t k = 0; k < words + numbers && !bare; k++) {
            time |= says_time(export_cell(head, line, signs[i], k));
        }
        return bare || time ? signs[i] : NULL;
    }
    return NULL;
}

/* A title in one cell may stand above. */
static const char *knows(const struct export_head *head) {
    const char *found = head->count > 1 ? by_head(head, 0) : NULL;
    return found == NULL && head->count > 2 ? by_head(head, 1) : found;
}

/* 2023K3 is a quarter (kvartal), 2023T2 a quarter or a third; 2023* is provisional. */
static struct str period(const struct shape *shape, const struct sheet_row *row,
                         const struct shape_column *column) {
    struct str text = sheet_text(row, column->from);
    return text.n > 5 && text.p[4] == 'K'
               ? arena_printf(shape->context->scratch, "%.*sQ%.*s",
                              STR_ARG(str_slice(text, 0, 4)),
                              STR_ARG(str_slice(text, 5, text.n)))
               : text;
}

static bool is_item(const struct shape *shape, struct str text) {
    const struct reading_context *context = shape->context;
    uint32_t id, other;
    return item_read(context->items, text, DATASET_NONE, &shape->profile,
                     context->scratch, &id, &other) == NAME_FOUND;
}

/* "Certifikat män 2022", joined by blanks: the period is the last word; what is before
   it is parted where the dictionaries know both sides. */
static struct str split_head(const struct shape *shape, struct str head) {
    struct arena *arena = shape->context->scratch;
    size_t space = head.n;
    while (space > 0 && head.p[space - 1] != ' ') {
        space--;
    }
    struct str tail = str_slice(head, space, head.n);
    struct str words = str_trim(str_slice(head, 0, space));
    bool marked = str_ends(tail, STR("*")); /* 2023*: preliminary */
    if (!shape_is_period(shape, str_slice(tail, 0, tail.n - marked))) {
        return (struct str){"", 0};
    }
    for (size_t at = 0; (at = str_find(words, STR(" "), at)) != STR_NOT_FOUND; at++) {
        struct str a = str_slice(words, 0, at), b = str_slice(words, at + 1, words.n);
        if ((shape_is_indicator(shape, a) && is_item(shape, b)) ||
            (is_item(shape, a) && shape_is_indicator(shape, b))) {
            return arena_printf(arena, "%.*s/%.*s/%.*s", STR_ARG(a), STR_ARG(b),
                                STR_ARG(tail));
        }
    }
    return words.n == 0
               ? tail
               : arena_printf(arena, "%.*s/%.*s", STR_ARG(words), STR_ARG(tail));
}

static void add_head(struct shape *shape, struct str head, size_t at) {
    size_t slash = 0, next = 0;
    while ((next = str_find(head, STR("/"), next)) != STR_NOT_FOUND) {
        slash = next++;
    }
    struct shape_column *c = shape_column(shape, head, NULL, at);
    c->indicator = str_slice(head, 0, slash);
}

/* Bron: CBS, alone in its row. */
static enum cell_fate fate(const struct shape *shape, const struct sheet_row *row) {
    struct str text = sheet_text(row, 0);
    bool alone = row->count == 1 && shape->width > 1;
    return alone && (str_starts(text, STR("©")) ||
                     str_find(text, STR(": "), 0) != STR_NOT_FOUND)
               ? FATE_NOTE
               : FATE_OPEN;
}

static bool shape_pxweb(struct shape *shape) {
    size_t first = 0; /* below a title */
    while (first + 1 < shape->sheet->row_count && shape->sheet->rows[first].count < 2) {
        first++;
    }
    const struct sheet_row *head = &shape->sheet->rows[first];
    size_t *values =
        arena_array(shape->context->scratch, head->count + 1, sizeof *values);
    size_t count = 0, last = head->count;
    bool heading = false, area = false, stub_time = false;
    shape_account(shape, 0, first, FATE_HEAD);
    shape_head(shape, first, 1);
    while (last > 0 && shape_is_numbers(shape, first + 1, last - 1) &&
           !is_called(sheet_text(head, last - 1), times)) {
        last--;
    }
    for (size_t i = last; i < shape->width; i++) {
        heading |= split_head(shape, sheet_text(head, i)).n > 0;
    }
    for (size_t i = 0; i < shape->width; i++) {
        struct str text = sheet_text(head, i);
        struct str parts =
            i >= last && heading ? split_head(shape, text) : (struct str){"", 0};
        if (i >= last && parts.n > 0) {
            add_head(shape, parts, i);
        } else if (i >= last) {
            shape_column(shape, text, NULL, i);
        } else if (!stub_time && is_called(text, times)) {
            shape_cell_of(shape_column(shape, text, "period", i), period, 0);
            stub_time = true;
        } else if (!area && is_called(text, regions)) {
            shape_column(shape, text, "area", i);
            area = true;
        } else {
            shape_column(shape, text, "dimension", i);
        }
        if (i >= last) {
            values[count++] = i;
        }
    }
    values[count] = STR_NOT_FOUND;
    shape->profile.layout =
        heading ? &layout_area_by_period : &layout_period_by_indicator;
    bool semicolon = str_equal(shape->sheet->separator, STR(";"));
    shape->profile.decimal = keys_decimal(shape, values, semicolon ? '\0' : '.');
    shape_symbol(shape, "-", "zero");
    shape_symbol(shape, "..", "missing");
    shape_symbol(shape, ".", "missing");
    shape_symbol(shape, "...", "missing");
    shape_symbol(shape, "....", "missing");
    shape_period(shape, "*", "P");
    shape_judges(shape, shape_bit(1)); /* a note is a short row */
    shape_rows(shape, first + 1, shape->sheet->row_count, fate);
    return true;
}

const struct export_kind export_pxweb = {
    .kind = {"pxweb", "PxWeb: Statistics Sweden, Finland, Norway …",
             "PxWeb：瑞典、芬兰、挪威等国统计局"},
    .knows = knows,
    .weak = true,
    .level = "economy",
    .shape = shape_pxweb,
};
