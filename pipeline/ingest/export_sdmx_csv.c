/* SDMX-CSV 1.0, 2.0 and 2.1 (SDMX technical specifications, section 7), as Eurostat,
   OECD, the ECB, BIS, ABS, ISTAT and others write it: labels as ids, both or in columns
   of their own. */
#include "ingest/export_keys.h"
#include "ingest/exports.h"

/* The sign behind the first term, if it is one: STRUCTURE;STRUCTURE_ID, or
   STRUCTURE[;];STRUCTURE_ID. */
static const char *separator_behind(struct str line, struct str term) {
    static const char *const signs[] = {",", ";", "\t", "|"};
    if (!str_starts(line, term)) {
        return NULL;
    }
    struct str rest = str_slice(line, term.n, line.n);
    if (rest.n > 2 && rest.p[0] == '[') {
        rest = str_slice(rest, str_find(rest, STR("]"), 2) + 1, rest.n);
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (str_starts(rest, str_from(signs[i]))) {
            return signs[i];
        }
    }
    return NULL;
}

/* The ECB's own form: the key of the series stands in place of the set of data. */
static bool begins_with_key(const struct export_head *head) {
    return export_starts(head, 0, "KEY,") && export_has(head, 0, ",TIME_PERIOD,") &&
           export_has(head, 0, "OBS_VALUE");
}

static const char *knows(const struct export_head *head) {
    if (begins_with_key(head)) {
        return ",";
    }
    const char *one = separator_behind(head->lines[0], STR("DATAFLOW"));
    const char *two = separator_behind(head->lines[0], STR("STRUCTURE"));
    return two != NULL && str_equal(export_cell(head, 0, two, 1), STR("STRUCTURE_ID"))
               ? two
               : one;
}

static bool shape_sdmx(struct shape *shape) {
    const struct sheet_row *head = &shape->sheet->rows[0];
    bool two = str_starts(sheet_text(head, 0), STR("STRUCTURE"));
    bool names = two && str_equal(sheet_text(head, 2), STR("STRUCTURE_NAME"));
    size_t set = two ? 1 : 0;
    shape_head(shape, 0, 1);
    if (str_equal(sheet_text(head, 0), STR("KEY"))) {
        shape_column(shape, STR("KEY"), "note", 0);
        keys_table(shape, 1, false);
        return true;
    }
    /* The set of data says what is counted, if no key does. */
    struct shape_column *c =
        shape_column(shape, shape_code_of(sheet_text(head, set)), "indicator", set);
    shape_cell_of(c, shape_code, 0);
    c->label = names ? shape_beside : shape_words;
    c->label_from = names ? 2 : set;
    c->weak = true;
    keys_table(shape, names ? 3 : set + 1, names);
    return true;
}

const struct export_kind export_sdmx_csv = {
    .kind = {"sdmx-csv", "SDMX-CSV 1.0 to 2.1: Eurostat, OECD, ECB, BIS, ABS, ISTAT …",
             "SDMX-CSV 1.0 至 2.1：欧盟统计局、经合组织、欧洲央行等"},
    .knows = knows,
    .level = "economy",
    .shape = shape_sdmx,
};
