/* Eurostat's bulk files: between tabs, the keys joined by commas in the first column, a
   column a period, flags behind the values. */
#include "ingest/export_keys.h"
#include "ingest/exports.h"
#include <string.h>

/* freq,indic,unit,geo\TIME_PERIOD; before 2023 …\time. */
static const char *knows(const struct export_head *head) {
    struct str cell = export_cell(head, 0, "\t", 0);
    return export_has(head, 0, "\t") && (str_ends(cell, STR("\\TIME_PERIOD")) ||
                                         str_ends(cell, STR("\\time")))
               ? "\t"
               : NULL;
}

/* The part `part` of the keys. */
static struct str key(const struct shape *shape, const struct sheet_row *row,
                      const struct shape_column *column) {
    (void)shape;
    struct str rest = sheet_text(row, 0);
    for (size_t i = 0; i < column->part; i++) {
        size_t comma = str_find(rest, STR(","), 0);
        rest = comma == STR_NOT_FOUND ? (struct str){"", 0}
                                      : str_slice(rest, comma + 1, rest.n);
    }
    return str_trim(str_slice(rest, 0, str_find(rest, STR(","), 0)));
}

static bool shape_tsv(struct shape *shape) {
    const struct sheet_row *head = &shape->sheet->rows[0];
    struct keys keys = keys_open(shape);
    struct str names = sheet_text(head, 0);
    names = str_slice(names, 0, str_find(names, STR("\\"), 0));
    shape_head(shape, 0, 1);
    for (size_t part = 0, at = 0; at <= names.n; part++) {
        size_t comma = str_find(names, STR(","), at);
        struct str code = str_trim(str_slice(names, at, comma));
        const char *role = keys_role(&keys, code);
        /* Of several frequencies each has columns of its own. */
        bool frequency = role != NULL && strcmp(role, "skip") == 0;
        struct shape_column *c = shape_column(shape, code,
                                              frequency      ? "note"
                                              : role == NULL ? "dimension"
                                                             : role,
                                              0);
        shape_cell_of(c, key, 0);
        c->part = part;
        at = comma == STR_NOT_FOUND ? names.n + 1 : comma + 1;
    }
    for (size_t i = 1; i < shape->width; i++) {
        shape_column(shape, sheet_text(head, i), NULL, i);
    }
    shape->profile.layout = &layout_area_by_period;
    static const size_t none[] = {STR_NOT_FOUND};
    keys_marks(shape, none);
    shape_rows(shape, 1, shape->sheet->row_count, NULL);
    return true;
}

const struct export_kind export_eurostat_tsv = {
    .kind = {"eurostat-tsv", "Eurostat's bulk files: keys in one column, flags",
             "欧盟统计局批量下载文件"},
    .knows = knows,
    .level = "economy",
    .shape = shape_tsv,
};
