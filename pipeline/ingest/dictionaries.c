/* input/areas.csv, input/indicators.csv, input/dimensions.csv, input/issues.csv and
   input/calendar.csv: their columns are the fields of struct area, struct indicator,
   struct dimension_item and struct issue. */
#include "base/file.h"
#include "dataset/codes.h"
#include "ingest/account.h"
#include "ingest/calendar.h"
#include "ingest/encoding.h"
#include "ingest/foreign.h"
#include "ingest/form.h"
#include "ingest/ingest.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

enum { DICTIONARY_BYTES_MAX = 64 << 20, BRIEF_MAX = 26 };

enum area_field {
    AREA_CODE,
    AREA_NAME,
    AREA_SHORT,
    AREA_ABBR,
    AREA_NAME_EN,
    AREA_LEVEL,
    AREA_PARENT,
    AREA_REGIONS,
    AREA_GROUPS,
    AREA_ALIASES,
    AREA_RANKED,
    AREA_TILE_ROW,
    AREA_TILE_COL,
    AREA_DEMO,
    AREA_FIELDS
};

static const struct form_field area_fields[AREA_FIELDS] = {
    [AREA_CODE] = {"code", true},          [AREA_NAME] = {"name", true},
    [AREA_SHORT] = {"short", false},       [AREA_ABBR] = {"abbr", false},
    [AREA_NAME_EN] = {"name_en", false},   [AREA_LEVEL] = {"level", true},
    [AREA_PARENT] = {"parent", false},     [AREA_REGIONS] = {"regions", false},
    [AREA_GROUPS] = {"groups", false},     [AREA_ALIASES] = {"aliases", false},
    [AREA_RANKED] = {"ranked", false},     [AREA_TILE_ROW] = {"tile_row", false},
    [AREA_TILE_COL] = {"tile_col", false}, [AREA_DEMO] = {"demo", false},
};

enum indicator_field {
    INDICATOR_CODE,
    INDICATOR_NAME,
    INDICATOR_NAME_EN,
    INDICATOR_ELEMENT,
    INDICATOR_GROUP,
    INDICATOR_PARENT,
    INDICATOR_UNIT,
    INDICATOR_DIRECTION,
    INDICATOR_KIND,
    INDICATOR_GROWTH,
    INDICATOR_GROWTH_SOURCE,
    INDICATOR_AGGREGATION,
    INDICATOR_NUMERATOR,
    INDICATOR_DENOMINATOR,
    INDICATOR_RANK_OF,
    INDICATOR_DECIMALS,
    INDICATOR_BREAK_YEAR,
    INDICATOR_DEMO,
    INDICATOR_DEFINITION,
    INDICATOR_DEFINITION_EN,
    INDICATOR_BRIEF,
    INDICATOR_BRIEF_EN,
    INDICATOR_SOURCE,
    INDICATOR_SOURCE_EN,
    INDICATOR_ALIASES,
    INDICATOR_FIELDS
};

static const struct form_field indicator_fields[INDICATOR_FIELDS] = {
    [INDICATOR_CODE] = {"code", true},
    [INDICATOR_NAME] = {"name", true},
    [INDICATOR_NAME_EN] = {"name_en", false},
    [INDICATOR_ELEMENT] = {"element", false},
    [INDICATOR_GROUP] = {"group", false},
    [INDICATOR_PARENT] = {"parent", false},
    [INDICATOR_UNIT] = {"unit", false},
    [INDICATOR_DIRECTION] = {"direction", false},
    [INDICATOR_KIND] = {"kind", true},
    [INDICATOR_GROWTH] = {"growth", false},
    [INDICATOR_GROWTH_SOURCE] = {"growth_source", false},
    [INDICATOR_AGGREGATION] = {"aggregation", false},
    [INDICATOR_NUMERATOR] = {"numerator", false},
    [INDICATOR_DENOMINATOR] = {"denominator", false},
    [INDICATOR_RANK_OF] = {"rank_of", false},
    [INDICATOR_DECIMALS] = {"decimals", false},
    [INDICATOR_BREAK_YEAR] = {"break_year", false},
    [INDICATOR_DEMO] = {"demo", false},
    [INDICATOR_DEFINITION] = {"definition", false},
    [INDICATOR_DEFINITION_EN] = {"definition_en", false},
    [INDICATOR_BRIEF] = {"brief", false},
    [INDICATOR_BRIEF_EN] = {"brief_en", false},
    [INDICATOR_SOURCE] = {"source", false},
    [INDICATOR_SOURCE_EN] = {"source_en", false},
    [INDICATOR_ALIASES] = {"aliases", false},
};

enum item_field {
    ITEM_DIMENSION,
    ITEM_CODE,
    ITEM_NAME,
    ITEM_NAME_EN,
    ITEM_PARENT,
    ITEM_BRIEF,
    ITEM_BRIEF_EN,
    ITEM_DEFINITION,
    ITEM_DEFINITION_EN,
    ITEM_ALIASES,
    ITEM_FIELDS
};

static const struct form_field item_fields[ITEM_FIELDS] = {
    [ITEM_DIMENSION] = {"dimension", true},
    [ITEM_CODE] = {"code", false},
    [ITEM_NAME] = {"name", true},
    [ITEM_NAME_EN] = {"name_en", false},
    [ITEM_PARENT] = {"parent", false},
    [ITEM_BRIEF] = {"brief", false},
    [ITEM_BRIEF_EN] = {"brief_en", false},
    [ITEM_DEFINITION] = {"definition", false},
    [ITEM_DEFINITION_EN] = {"definition_en", false},
    [ITEM_ALIASES] = {"aliases", false},
};

enum issue_field {
    ISSUE_REPORT,
    ISSUE_PERIOD,
    ISSUE_NUMBER,
    ISSUE_COMPILED_BY,
    ISSUE_REVIEWED_BY,
    ISSUE_APPROVED_BY,
    ISSUE_DATE,
    ISSUE_FIELDS
};

static const struct form_field issue_fields[ISSUE_FIELDS] = {
    [ISSUE_REPORT] = {"report", true},
    [ISSUE_PERIOD] = {"period", true},
    [ISSUE_NUMBER] = {"number", false},
    [ISSUE_COMPILED_BY] = {"compiled_by", false},
    [ISSUE_REVIEWED_BY] = {"reviewed_by", false},
    [ISSUE_APPROVED_BY] = {"approved_by", false},
    [ISSUE_DATE] = {"date", false},
};

/* Reads a dictionary's file and enters it among the files that were read. */
static bool open_dictionary(int dir, const char *path, struct dataset *ds,
                            struct arena *arena, struct diag *diag,
                            struct sheet *sheet) {
    struct input_file file = {.path = str_from(path)};
    struct str bytes, text;
    struct encoding encoding;
    struct sheet_options options = {.raw = true};
    if (!file_read(dir, path, DICTIONARY_BYTES_MAX, arena, &bytes, file.sha256, diag) ||
        !foreign_refuse(bytes, file.path, true, diag) ||
        !encoding_decode(bytes, (struct str){"", 0}, file.path, arena, diag, &text,
                         &encoding) ||
        !sheet_read(file.path, text, &options, arena, diag, sheet)) {
        return false;
    }
    file.bytes = bytes.n;
    file.rows = sheet->row_count - 1;
    dataset_add_file(ds, &file);
    return true;
}

/* Accounts for its cells, when it has been read. */
static void close_dictionary(const struct sheet *sheet, size_t errors,
                             struct dataset *ds, struct arena *arena,
                             struct diag *diag) {
    uint32_t last = (uint32_t)dataset_file_count(ds) - 1;
    account_sheet(sheet, diag_count(diag, DIAG_ERROR) > errors, arena, diag,
                  &dataset_file_mutable(ds, last)->cells);
}

static void read_areas(const struct sheet *sheet, struct dataset *ds,
                       struct arena *arena, struct diag *diag) {
    struct form form = form_open(sheet, area_fields, AREA_FIELDS, NULL, 0, arena, diag);
    if (!form.ok) {
        return;
    }
    for (size_t i = 1; i < sheet->row_count; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        if (!form_row(&form, row)) {
            continue;
        }
        struct area area = {.code = form_text(&form, row, AREA_CODE),
                            .name = form_text(&form, row, AREA_NAME),
                            .short_name = form_text(&form, row, AREA_SHORT),
                            .abbreviation = form_text(&form, row, AREA_ABBR),
                            .name_en = form_text(&form, row, AREA_NAME_EN),
                            .level = form_text(&form, row, AREA_LEVEL),
                            .parent = DATASET_NONE,
                            .regions = form_text(&form, row, AREA_REGIONS),
                            .groups = form_text(&form, row, AREA_GROUPS),
                            .aliases = form_text(&form, row, AREA_ALIASES),
                            .ranked = form_flag(&form, row, AREA_RANKED),
                            .tile_row = form_whole(&form, row, AREA_TILE_ROW, -1),
                            .tile_column = form_whole(&form, row, AREA_TILE_COL, -1),
                            .demo = form_flag(&form, row, AREA_DEMO),
                            .place = form_place(&form, row, AREA_CODE)};
        if (area.short_name.n == 0) {
            area.short_name = area.name;
        }
        dataset_add_area(ds, &area, diag);
    }
    for (size_t i = 1; i < sheet->row_count; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        struct str parent = form_text(&form, row, AREA_PARENT);
        uint32_t id = dataset_find_area(ds, form_text(&form, row, AREA_CODE));
        uint32_t above = dataset_find_area(ds, parent);
        if (parent.n == 0 || id == DATASET_NONE) {
            continue;
        }
        if (above == DATASET_NONE) {
            diag_error(diag, form_place(&form, row, AREA_PARENT),
                       "unknown area \"%.*s\"", STR_ARG(parent));
        } else if (above == id) {
            diag_error(diag, form_place(&form, row, AREA_PARENT),
                       "the area is its own parent");
        } else {
            dataset_set_parent(ds, id, above);
        }
    }
}

/* Codes that name other indicators must be there. */
static void check_references(struct form *form, const struct dataset *ds) {
    static const enum indicator_field references[] = {
        INDICATOR_PARENT, INDICATOR_GROWTH_SOURCE, INDICATOR_NUMERATOR,
        INDICATOR_DENOMINATOR, INDICATOR_RANK_OF};
    size_t count = dataset_indicator_count(ds);
    struct str *codes = arena_array(form->arena, count + 1, sizeof *codes);
    for (uint32_t i = 0; i < count; i++) {
        codes[i] = dataset_indicator(ds, i)->code;
    }
    for (size_t i = 1; i < form->sheet->row_count; i++) {
        const struct sheet_row *row = &form->sheet->rows[i];
        for (size_t k = 0; k < sizeof references / sizeof *references; k++) {
            struct str code = form_text(form, row, references[k]);
            if (code.n == 0 || dataset_find_indicator(ds, code) != DATASET_NONE) {
                continue;
            }
            diag_error(form->diag, form_place(form, row, references[k]),
                       "unknown indicator \"%.*s\"", STR_ARG(code));
            struct str nearest = diag_nearest(code, codes, count);
            if (nearest.n > 0) {
                diag_hint(form->diag, "did you mean \"%.*s\"?", STR_ARG(nearest));
            }
        }
    }
}

/* What a growth rule or an aggregation needs to be computed at all. */
static void check_rules(struct form *form, const struct sheet_row *row,
                        const struct indicator *indicator) {
    if (indicator->growth == GROWTH_PUBLISHED && indicator->growth_source.n == 0) {
        diag_error(form->diag, form_place(form, row, INDICATOR_GROWTH_SOURCE),
                   "growth \"published\" needs growth_source");
    }
    if (indicator->aggregation == AGGREGATION_RATIO &&
        (indicator->numerator.n == 0 || indicator->denominator.n == 0)) {
        diag_error(form->diag, form_place(form, row, INDICATOR_NUMERATOR),
                   "aggregation \"ratio\" needs numerator and denominator");
    }
    if (indicator->aggregation == AGGREGATION_SUM &&
        (indicator->kind == KIND_RANK || indicator->kind == KIND_GRADE)) {
        diag_error(form->diag, form_place(form, row, INDICATOR_AGGREGATION),
                   "ranks and grades have no sum");
    }
}

/* One line of a column: BRIEF_MAX characters of Chinese, of Latin twice as many. */
static void check_brief(struct form *form, const struct sheet_row *row, size_t field) {
    struct str text = form_text(form, row, field);
    size_t halves = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if ((c & 0xC0) != 0x80)
            halves += c < 0x80 ? 1 : 2;
    }
    if (halves <= 2 * BRIEF_MAX)
        return;
    diag_warning(form->diag, form_place(form, row, field),
                 "the short definition is %zu characters wide; %d fit on its line",
                 (halves + 1) / 2, BRIEF_MAX);
    diag_hint(form->diag, "what more there is to say stands in definition");
}

static void read_indicators(const struct sheet *sheet, struct dataset *ds,
                            struct arena *arena, struct diag *diag) {
    struct form form =
        form_open(sheet, indicator_fields, INDICATOR_FIELDS, NULL, 0, arena, diag);
    if (!form.ok) {
        return;
    }
    for (size_t i = 1; i < sheet->row_count; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        if (!form_row(&form, row)) {
            continue;
        }
        struct indicator indicator = {
            .code = form_text(&form, row, INDICATOR_CODE),
            .name = form_text(&form, row, INDICATOR_NAME),
            .name_en = form_text(&form, row, INDICATOR_NAME_EN),
            .element = form_text(&form, row, INDICATOR_ELEMENT),
            .group = form_text(&form, row, INDICATOR_GROUP),
            .parent = form_text(&form, row, INDICATOR_PARENT),
            .unit = form_text(&form, row, INDICATOR_UNIT),
            .direction = (enum direction)form_choice(&form, row, INDICATOR_DIRECTION,
                                                     direction_codes),
            .kind = (enum indicator_kind)form_choice(&form, row, INDICATOR_KIND,
                                                     indicator_kind_codes),
            .growth = (enum growth_rule)form_choice(&form, row, INDICATOR_GROWTH,
                                                    growth_rule_codes),
            .growth_source = form_text(&form, row, INDICATOR_GROWTH_SOURCE),
            .aggregation = (enum aggregation)form_choice(
                &form, row, INDICATOR_AGGREGATION, aggregation_codes),
            .numerator = form_text(&form, row, INDICATOR_NUMERATOR),
            .denominator = form_text(&form, row, INDICATOR_DENOMINATOR),
            .rank_of = form_text(&form, row, INDICATOR_RANK_OF),
            .decimals = form_whole(&form, row, INDICATOR_DECIMALS, 0),
            .break_year = form_whole(&form, row, INDICATOR_BREAK_YEAR, 0),
            .demo = form_flag(&form, row, INDICATOR_DEMO),
            .definition = form_text(&form, row, INDICATOR_DEFINITION),
            .definition_en = form_text(&form, row, INDICATOR_DEFINITION_EN),
            .brief = form_text(&form, row, INDICATOR_BRIEF),
            .brief_en = form_text(&form, row, INDICATOR_BRIEF_EN),
            .source = form_text(&form, row, INDICATOR_SOURCE),
            .source_en = form_text(&form, row, INDICATOR_SOURCE_EN),
            .aliases = form_text(&form, row, INDICATOR_ALIASES),
            .place = form_place(&form, row, INDICATOR_CODE)};
        check_rules(&form, row, &indicator);
        check_brief(&form, row, INDICATOR_BRIEF);
        check_brief(&form, row, INDICATOR_BRIEF_EN);
        dataset_add_indicator(ds, &indicator, diag);
    }
    check_references(&form, ds);
}

/* What stands between brackets in the code of a series, or is a word of profiles and
   scripts, is no code. */
static bool check_code(struct form *form, const struct sheet_row *row, size_t field) {
    static const char *const words[] = {"total",  "skip",   "area", "indicator",
                                        "period", "value",  "unit", "note",
                                        "status", "vintage"};
    struct str code = form_text(form, row, field);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_equal(code, str_from(words[i]))) {
            return diag_error(form->diag, form_place(form, row, field),
                              "\"%.*s\" is a word of profiles and can be no code",
                              STR_ARG(code));
        }
    }
    for (size_t i = 0; i < code.n; i++) {
        if (strchr("[]=;@/", code.p[i]) != NULL) {
            diag_error(form->diag, form_place(form, row, field),
                       "a code cannot have \"%c\"", code.p[i]);
            diag_hint(form->diag, "take letters, digits, - and _");
            return false;
        }
    }
    return true;
}

/* A row without a code is the dimension itself, and comes before its items. */
static void read_item(struct form *form, const struct sheet_row *row,
                      struct dataset *ds) {
    struct str code = form_text(form, row, ITEM_DIMENSION);
    uint32_t dimension = dataset_find_dimension(ds, code);
    bool itself = form_text(form, row, ITEM_CODE).n == 0;
    if (!check_code(form, row, ITEM_DIMENSION) || !check_code(form, row, ITEM_CODE)) {
        return;
    }
    if (dataset_find_indicator(ds, code) != DATASET_NONE) {
        diag_error(form->diag, form_place(form, row, ITEM_DIMENSION),
                   "\"%.*s\" is the code of an indicator", STR_ARG(code));
        return;
    }
    if (itself) {
        struct dimension d = {.code = code,
                              .name = form_text(form, row, ITEM_NAME),
                              .name_en = form_text(form, row, ITEM_NAME_EN),
                              .total_names = form_text(form, row, ITEM_ALIASES),
                              .place = form_place(form, row, ITEM_DIMENSION)};
        dataset_add_dimension(ds, &d, form->diag);
        return;
    }
    if (dimension == DATASET_NONE) {
        diag_error(form->diag, form_place(form, row, ITEM_DIMENSION),
                   "nothing says what the dimension \"%.*s\" is", STR_ARG(code));
        diag_hint(form->diag, "write a row with an empty code and the dimension's name "
                              "above its items");
        return;
    }
    struct dimension_item item = {.code = form_text(form, row, ITEM_CODE),
                                  .name = form_text(form, row, ITEM_NAME),
                                  .name_en = form_text(form, row, ITEM_NAME_EN),
                                  .aliases = form_text(form, row, ITEM_ALIASES),
                                  .brief = form_text(form, row, ITEM_BRIEF),
                                  .brief_en = form_text(form, row, ITEM_BRIEF_EN),
                                  .definition = form_text(form, row, ITEM_DEFINITION),
                                  .definition_en =
                                      form_text(form, row, ITEM_DEFINITION_EN),
                                  .dimension = dimension,
                                  .parent = DATASET_NONE,
                                  .place = form_place(form, row, ITEM_CODE)};
    check_brief(form, row, ITEM_BRIEF);
    check_brief(form, row, ITEM_BRIEF_EN);
    dataset_add_item(ds, &item, form->diag);
}

static bool is_above(const struct dataset *ds, uint32_t above, uint32_t id) {
    while (id != DATASET_NONE && id != above) {
        id = dataset_item(ds, id)->parent;
    }
    return id == above;
}

static void read_parent(struct form *form, const struct sheet_row *row,
                        struct dataset *ds) {
    struct str parent = form_text(form, row, ITEM_PARENT);
    uint32_t dimension =
        dataset_find_dimension(ds, form_text(form, row, ITEM_DIMENSION));
    uint32_t id = dataset_find_item(ds, dimension, form_text(form, row, ITEM_CODE));
    uint32_t above = dataset_find_item(ds, dimension, parent);
    if (parent.n == 0 || id == DATASET_NONE) {
        return;
    }
    if (above == DATASET_NONE) {
        diag_error(form->diag, form_place(form, row, ITEM_PARENT),
                   "unknown item \"%.*s\" of dimension \"%.*s\"", STR_ARG(parent),
                   STR_ARG(dataset_dimension(ds, dimension)->code));
    } else if (is_above(ds, id, above)) {
        diag_error(form->diag, form_place(form, row, ITEM_PARENT),
                   "the item is its own parent");
    } else {
        dataset_set_item_parent(ds, id, above);
    }
}

static void read_dimensions(const struct sheet *sheet, struct dataset *ds,
                            struct arena *arena, struct diag *diag) {
    struct form form = form_open(sheet, item_fields, ITEM_FIELDS, NULL, 0, arena, diag);
    for (size_t i = 1; i < sheet->row_count && form.ok; i++) {
        if (form_row(&form, &sheet->rows[i])) {
            read_item(&form, &sheet->rows[i], ds);
        }
    }
    for (size_t i = 1; i < sheet->row_count && form.ok; i++) {
        read_parent(&form, &sheet->rows[i], ds);
    }
}

static void read_issues(const struct sheet *sheet, struct dataset *ds,
                        struct arena *arena, struct diag *diag) {
    struct form form =
        form_open(sheet, issue_fields, ISSUE_FIELDS, NULL, 0, arena, diag);
    if (!form.ok) {
        return;
    }
    for (size_t i = 1; i < sheet->row_count; i++) {
        const struct sheet_row *row = &sheet->rows[i];
        if (!form_row(&form, row)) {
            continue;
        }
        struct issue issue = {.report = form_text(&form, row, ISSUE_REPORT),
                              .number = form_text(&form, row, ISSUE_NUMBER),
                              .compiled_by = form_text(&form, row, ISSUE_COMPILED_BY),
                              .reviewed_by = form_text(&form, row, ISSUE_REVIEWED_BY),
                              .approved_by = form_text(&form, row, ISSUE_APPROVED_BY),
                              .date = form_text(&form, row, ISSUE_DATE)};
        struct str period = form_text(&form, row, ISSUE_PERIOD);
        if (issue.date.n > 0 && !day_read(issue.date, arena, &issue.day)) {
            diag_warning(diag, form_place(&form, row, ISSUE_DATE),
                         "\"%.*s\" is no day: of vintages, the newest are seen",
                         STR_ARG(issue.date));
            diag_hint(diag, "write 2024-01-15, so that what was known later is left "
                            "out");
        }
        if (!period_from_code(period, &issue.period)) {
            diag_error(diag, form_place(&form, row, ISSUE_PERIOD),
                       "\"%.*s\" is no period", STR_ARG(period));
            diag_hint(diag, "write 2023, 2023-H1, 2023-Q3, 2023-09, 2023-YTD09 or "
                            "2023-12-31");
        } else if (dataset_find_issue(ds, issue.report, issue.period) != NULL) {
            diag_error(diag, form_place(&form, row, ISSUE_PERIOD),
                       "%.*s has two rows for %.*s", STR_ARG(issue.report),
                       STR_ARG(period));
        } else {
            dataset_add_issue(ds, &issue);
        }
    }
}

static bool is_there(int dir, const char *path) {
    struct stat info;
    return file_status(dir, path, &info) || errno != ENOENT;
}

bool ingest_dictionaries(int dir, struct dataset *ds, struct arena *arena,
                         struct diag *diag) {
    size_t errors = diag_count(diag, DIAG_ERROR);
    struct sheet sheet;
    if (open_dictionary(dir, "input/areas.csv", ds, arena, diag, &sheet)) {
        read_areas(&sheet, ds, arena, diag);
        close_dictionary(&sheet, errors, ds, arena, diag);
    }
    if (open_dictionary(dir, "input/indicators.csv", ds, arena, diag, &sheet)) {
        read_indicators(&sheet, ds, arena, diag);
        close_dictionary(&sheet, errors, ds, arena, diag);
    }
    if (is_there(dir, "input/dimensions.csv") &&
        open_dictionary(dir, "input/dimensions.csv", ds, arena, diag, &sheet)) {
        read_dimensions(&sheet, ds, arena, diag);
        close_dictionary(&sheet, errors, ds, arena, diag);
    }
    if (is_there(dir, "input/issues.csv") &&
        open_dictionary(dir, "input/issues.csv", ds, arena, diag, &sheet)) {
        read_issues(&sheet, ds, arena, diag);
        close_dictionary(&sheet, errors, ds, arena, diag);
    }
    if (is_there(dir, "input/calendar.csv") &&
        open_dictionary(dir, "input/calendar.csv", ds, arena, diag, &sheet)) {
        calendar_read(&sheet, ds, arena, diag);
        close_dictionary(&sheet, errors, ds, arena, diag);
    }
    return diag_count(diag, DIAG_ERROR) == errors;
}
