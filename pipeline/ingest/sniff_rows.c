#include "ingest/sniff_rows.h"
#include "base/file.h"
#include "dataset/codes.h"
#include "ingest/clean.h"
#include "ingest/encoding.h"
#include <string.h>

enum { CODE_MAX = 40, HEAD_BYTES_MAX = 64 << 20 };

struct new_row *sniff_rows_find(const struct new_rows *rows, struct str text,
                                uint32_t dimension) {
    for (size_t i = 0; i < rows->count; i++) {
        if (rows->rows[i].dimension == dimension &&
            str_equal(rows->rows[i].text, text)) {
            return &rows->rows[i];
        }
    }
    return NULL;
}

static bool is_word(struct str code) {
    static const char *const words[] = {
        "total",  "skip",    "area", "period",    "value",      "unit",
        "status", "vintage", "note", "indicator", "multiplier", "confidentiality"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_equal(code, str_from(words[i]))) {
            return true;
        }
    }
    return false;
}

/* T001038: the codes of totals of Statistics Netherlands, others for each dimension. */
static bool is_total_code(struct str key) {
    bool all = key.n == 7 && key.p[0] == 't';
    for (size_t i = 1; i < key.n && all; i++) {
        all = key.p[i] >= '0' && key.p[i] <= '9';
    }
    return all;
}

bool sniff_rows_is_total(struct str words, struct arena *arena) {
    static const char *const names[] = {"total",
                                        "totale",
                                        "totaal",
                                        "_t",
                                        "insgesamt",
                                        "ensemble",
                                        "bothsexes",
                                        "ambossexos",
                                        "yhteensä",
                                        "総数",
                                        "계",
                                        "합계",
                                        "allages",
                                        "ialt",
                                        "i alt",
                                        "allitems",
                                        "totaalmannenenvrouwen",
                                        "totalmaleandfemale"};
    struct str key = clean_key(words, arena);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_equal(key, str_from(names[i]))) {
            return true;
        }
    }
    return str_ends(key, STR("_t")) || str_starts(key, STR("total,")) ||
           str_starts(key, STR("total-")) || is_total_code(key);
}

/* Letters, digits and _ of a text, in capitals; empty if too little of it is left. */
static struct str plain_code(struct str text, struct arena *arena) {
    char *p = arena_alloc(arena, CODE_MAX + 1);
    size_t n = 0, lost = 0;
    for (size_t i = 0; i < text.n && n < CODE_MAX; i++) {
        char c = text.p[i];
        bool small = c >= 'a' && c <= 'z';
        lost += (unsigned char)c >= 0x80;
        if (small || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
            p[n++] = (char)(small ? c - 'a' + 'A' : c);
        } else if (n > 0 && p[n - 1] != '_') {
            p[n++] = '_';
        }
    }
    n -= n > 0 && p[n - 1] == '_';
    return lost * 2 > text.n || n == 0 ? (struct str){"", 0} : (struct str){p, n};
}

/* A text that can be a code as it stands: R1, 2A004, EU27_2020. */
static bool is_code(struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    (c >= '0' && c <= '9') || c == '_' || (c == '-' && i > 0);
        if (!kept) {
            return false;
        }
    }
    return text.n > 0 && text.n <= CODE_MAX;
}

static bool is_taken(const struct unknown *unknown, const struct new_rows *rows,
                     struct str code, uint32_t dimension, const struct dataset *ds) {
    bool taken;
    if (rows == &unknown->areas) {
        taken = dataset_find_area(ds, code) != DATASET_NONE;
    } else if (rows == &unknown->items) {
        taken = dimension < dataset_dimension_count(ds) &&
                dataset_find_item(ds, dimension, code) != DATASET_NONE;
    } else {
        taken = dataset_find_indicator(ds, code) != DATASET_NONE ||
                dataset_find_dimension(ds, code) != DATASET_NONE;
    }
    const struct new_rows *sets[] = {
        rows, rows == &unknown->dimensions ? &unknown->indicators : rows};
    for (size_t k = 0; k < 2 && !taken; k++) {
        for (size_t i = 0; i < sets[k]->count && !taken; i++) {
            taken = sets[k]->rows[i].dimension == dimension &&
                    str_equal(sets[k]->rows[i].code, code);
        }
    }
    return taken;
}

struct new_row *sniff_rows_add(struct unknown *unknown, struct new_rows *rows,
                               struct str text, const char *other, uint32_t dimension,
                               const struct dataset *ds, struct arena *arena) {
    struct str base = is_code(text) ? text : plain_code(text, arena);
    size_t number = base.n > 0 ? 2 : 1;
    base = base.n > 0 ? base : str_from(other);
    struct str code = base;
    if (number == 1 || is_word(clean_key(base, arena))) {
        code = arena_printf(arena, "%.*s_%zu", STR_ARG(base), number++);
    }
    for (size_t i = number; is_taken(unknown, rows, code, dimension, ds); i++) {
        code = arena_printf(arena, "%.*s_%zu", STR_ARG(base), i);
    }
    rows->rows =
        arena_grow(arena, rows->rows, rows->count, &rows->capacity, sizeof *rows->rows);
    rows->rows[rows->count] = (struct new_row){
        .text = text, .code = code, .name = text, .dimension = dimension};
    return &rows->rows[rows->count++];
}

size_t sniff_rows_count(const struct unknown *unknown) {
    return unknown->indicators.count + unknown->areas.count +
           unknown->dimensions.count + unknown->items.count;
}

/* The text as another name, where it is not one already; in a list ; parts names. */
static struct str alias(const struct new_row *row) {
    bool known = str_equal(row->text, row->code) || str_equal(row->text, row->name) ||
                 str_find(row->text, STR(";"), 0) != STR_NOT_FOUND;
    return known ? (struct str){"", 0} : row->text;
}

/* As far as the unit tells. */
static enum indicator_kind kind_of(const struct new_row *row) {
    return str_equal(row->unit, STR("位"))   ? KIND_RANK
           : str_starts(row->unit, STR("%")) ? KIND_RATIO
                                             : KIND_FLOW;
}

void sniff_rows_enter(const struct unknown *unknown, struct dataset *ds,
                      struct diag *diag) {
    for (size_t i = 0; i < unknown->indicators.count; i++) {
        const struct new_row *row = &unknown->indicators.rows[i];
        struct indicator indicator = {.code = row->code,
                                      .name = row->name,
                                      .unit = row->unit,
                                      .kind = kind_of(row),
                                      .aliases = alias(row)};
        dataset_add_indicator(ds, &indicator, diag);
    }
    for (size_t i = 0; i < unknown->areas.count; i++) {
        const struct new_row *row = &unknown->areas.rows[i];
        struct area area = {.code = row->code,
                            .name = row->name,
                            .short_name = row->name,
                            .level = unknown->area_level,
                            .parent = DATASET_NONE,
                            .tile_row = -1,
                            .tile_column = -1,
                            .aliases = alias(row)};
        dataset_add_area(ds, &area, diag);
    }
    for (size_t i = 0; i < unknown->dimensions.count; i++) {
        const struct new_row *row = &unknown->dimensions.rows[i];
        struct dimension dimension = {
            .code = row->code, .name = row->name, .total_names = row->aliases};
        dataset_add_dimension(ds, &dimension, diag);
    }
    for (size_t i = 0; i < unknown->items.count; i++) {
        const struct new_row *row = &unknown->items.rows[i];
        struct dimension_item item = {.code = row->code,
                                      .name = row->name,
                                      .aliases = alias(row),
                                      .dimension = row->dimension,
                                      .parent = DATASET_NONE};
        dataset_add_item(ds, &item, diag);
    }
}

static void put_cell(struct buf *out, struct str text) {
    bool quote = false;
    for (size_t i = 0; i < text.n; i++) {
        quote |= strchr(",\"\n\r", text.p[i]) != NULL;
    }
    if (!quote) {
        buf_printf(out, "%.*s", STR_ARG(text));
        return;
    }
    buf_char(out, '"');
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        buf_char(out, c == '\n' || c == '\r' ? ' ' : c);
        if (c == '"') {
            buf_char(out, c);
        }
    }
    buf_char(out, '"');
}

/* A cell of a new row, by the name of its column. */
struct field {
    const char *name;
    struct str text;
};

/* The heads of the project's file, or those that it would have. */
static void find_heads(int dir, const char *path, const char *usual,
                       struct arena *arena, struct sheet *out) {
    struct diag *quiet = diag_open();
    struct str bytes, text;
    struct encoding encoding;
    const struct sheet_options options = {.raw = true};
    bool read = file_read(dir, path, HEAD_BYTES_MAX, arena, &bytes, NULL, quiet) &&
                encoding_decode(bytes, (struct str){"", 0}, str_from(path), arena,
                                quiet, &text, &encoding) &&
                sheet_read(str_from(path), text, &options, arena, quiet, out);
    if (!read) {
        sheet_read(str_from(path), str_from(usual), &options, arena, quiet, out);
    }
    diag_close(quiet);
}

/* A row in the columns of the project's file. */
static void put_row(struct buf *out, const struct sheet *heads,
                    const struct field *fields, size_t count) {
    for (size_t i = 0; i < heads->rows[0].count; i++) {
        if (i > 0) {
            buf_char(out, ',');
        }
        for (size_t k = 0; k < count; k++) {
            if (str_equal(sheet_text(&heads->rows[0], i), str_from(fields[k].name))) {
                put_cell(out, fields[k].text);
            }
        }
    }
    buf_char(out, '\n');
}

static void open_rows(struct buf *out, const struct diag *diag, const char *path,
                      const char *doubt) {
    buf_printf(out, diag_words(diag, "--[==[ rows for %s; NOT SURE: %s\n"), path,
               diag_words(diag, doubt));
}

static void close_rows(struct buf *out) { buf_puts(out, "]==]\n"); }

static void put_item(struct buf *out, const struct sheet *heads, struct str dimension,
                     struct str code, const struct new_row *row, struct str name) {
    const struct field fields[] = {
        {"dimension", dimension},
        {"code", code},
        {"name", name},
        {"aliases", code.n > 0 ? alias(row) : row->aliases},
    };
    put_row(out, heads, fields, sizeof fields / sizeof *fields);
}

static void print_dimensions(const struct unknown *unknown, const struct dataset *ds,
                             const struct sheet *heads, struct buf *out) {
    size_t known = dataset_dimension_count(ds);
    for (uint32_t d = 0; d < known + unknown->dimensions.count; d++) {
        const struct new_row *itself =
            d >= known ? &unknown->dimensions.rows[d - known] : NULL;
        struct str code = d < known ? dataset_dimension(ds, d)->code : itself->code;
        if (itself != NULL) {
            put_item(out, heads, code, (struct str){"", 0}, itself, itself->name);
        }
        for (size_t i = 0; i < unknown->items.count; i++) {
            const struct new_row *row = &unknown->items.rows[i];
            if (row->dimension == d) {
                put_item(out, heads, code, row->code, row, row->name);
            }
        }
    }
}

static void print_indicators(const struct unknown *unknown, const struct sheet *heads,
                             struct buf *out) {
    for (size_t i = 0; i < unknown->indicators.count; i++) {
        const struct new_row *row = &unknown->indicators.rows[i];
        const struct field fields[] = {
            {"code", row->code},
            {"name", row->name},
            {"unit", row->unit},
            {"kind", str_from(indicator_kind_codes[kind_of(row)])},
            {"growth", STR("none")},
            {"aggregation", STR("none")},
            {"decimals", STR("0")},
            {"aliases", alias(row)},
        };
        put_row(out, heads, fields, sizeof fields / sizeof *fields);
    }
}

static void print_areas(const struct unknown *unknown, const struct sheet *heads,
                        struct buf *out) {
    for (size_t i = 0; i < unknown->areas.count; i++) {
        const struct new_row *row = &unknown->areas.rows[i];
        const struct field fields[] = {{"code", row->code},
                                       {"name", row->name},
                                       {"level", unknown->area_level},
                                       {"aliases", alias(row)},
                                       {"ranked", STR("0")}};
        put_row(out, heads, fields, sizeof fields / sizeof *fields);
    }
}

void sniff_rows_print(const struct unknown *unknown, int dir, const struct dataset *ds,
                      struct arena *arena, const struct diag *diag, struct buf *out) {
    struct sheet heads;
    if (unknown->indicators.count > 0) {
        find_heads(dir, "input/indicators.csv",
                   "code,name,unit,kind,growth,aggregation,decimals,aliases\n", arena,
                   &heads);
        open_rows(out, diag, "input/indicators.csv",
                  "kind, growth, aggregation, decimals");
        print_indicators(unknown, &heads, out);
        close_rows(out);
    }
    if (unknown->areas.count > 0) {
        find_heads(dir, "input/areas.csv", "code,name,level,aliases,ranked\n", arena,
                   &heads);
        open_rows(out, diag, "input/areas.csv", "level");
        print_areas(unknown, &heads, out);
        close_rows(out);
    }
    if (unknown->dimensions.count + unknown->items.count > 0) {
        const char *usual = "dimension,code,name,name_en,parent,aliases,definition\n";
        find_heads(dir, "input/dimensions.csv", usual, arena, &heads);
        open_rows(out, diag, "input/dimensions.csv",
                  "parent, and which item is the total");
        if (dataset_dimension_count(ds) == 0) {
            buf_puts(out, usual);
        }
        print_dimensions(unknown, ds, &heads, out);
        close_rows(out);
    }
}
