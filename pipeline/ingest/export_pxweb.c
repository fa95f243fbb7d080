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

/* Words in quotes, then numbers without, one at least of each. */
static bool is_row(struct str line, char separator) {
    bool quoted = true, number = false;
    size_t words = 0, from = 0;
    for (size_t at = 0; at <= line.n; at++) {
        bool inside = at < line.n && line.p[from] == '"' &&
                      !(at > from && line.p[at - 1] == '"' && line.p[at] == separator);
        if (at < line.n && (line.p[at] != separator || inside)) {
            continue;
        }
        struct str cell = str_slice(line, from, at);
        bool word = cell.n > 1 && cell.p[0] == '"';
        if ((word && !quoted) || (!word && !is_bare(cell, separator, &number))) {
            return false;
        }
        quoted = word;
        words += word;
        from = at + 1;
    }
    return words > 0 && number;
}

/* All of the first line in quotes, in the second words in quotes, then bare numbers. */
static const char *knows(const struct export_head *head) {
    static const char *const signs[] = {",", ";", "\t"};
    struct str first = head->count > 1 ? str_trim(head->quoted[0]) : STR("");
    struct str second = head->count > 1 ? str_trim(head->quoted[1]) : STR("");
    if (first.n < 2 || first.p[0] != '"' || first.p[first.n - 1] != '"' ||
        second.n == 0) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        char mark[4] = {'"', signs[i][0], '"', '\0'};
        if (str_find(first, str_from(mark), 0) != STR_NOT_FOUND &&
            is_row(second, signs[i][0])) {
            return signs[i];
        }
    }
    return NULL;
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
    "time",  "year",    "month",  "quarter",  "week",      "tid",   "år",
    "månad", "kvartal", "vuosi",  "kuukausi", "neljännes", "måned", "jahr",
    "monat", "quartal", "ár",     "mánuður",  "aasta",     "kuu",   "rok",
    "gads",  "metai",   "godina", "viti",     "leto",      NULL};
static const char *const regions[] = {
    "region", "område",       "län",     "kommun",     "kommune",      "fylke",
    "county", "municipality", "alue",    "kunta",      "maakunta",     "kanton",
    "canton", "bezirk",       "maakond", "landshluti", "sveitarfélag", "regions",
    "area",   "land",         NULL};

/* 2023K3 and 2023T2 are quarters or thirds; 2023* is provisional. */
static struct str period(const struct shape *shape, const struct sheet_row *row,
                         const struct shape_column *column) {
    (void)shape;
    return sheet_text(row, column->from);
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

static bool shape_pxweb(struct shape *shape) {
    const struct sheet_row *head = &shape->sheet->rows[0];
    size_t *values =
        arena_array(shape->context->scratch, head->count + 1, sizeof *values);
    size_t count = 0, last = head->count;
    bool heading = false, area = false, stub_time = false;
    shape_head(shape, 0, 1);
    while (last > 0 && shape_is_numbers(shape, 1, last - 1) &&
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
    shape->profile.decimal = keys_has_comma(shape, values) ? STR(",") : STR(".");
    shape_symbol(shape, "-", "zero");
    shape_symbol(shape, "..", "missing");
    shape_symbol(shape, ".", "missing");
    shape_symbol(shape, "...", "missing");
    shape_symbol(shape, "....", "missing");
    shape_period(shape, "*", "P");
    shape_rows(shape, 1, shape->sheet->row_count, NULL);
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
