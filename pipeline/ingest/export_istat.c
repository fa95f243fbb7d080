/* I.Stat of ISTAT (Italy): pairs of a code and its words, with a comma or a bar. */
#include "ingest/export_keys.h"
#include "ingest/exports.h"
#include <string.h>

static const char *knows(const struct export_head *head) {
    static const char *const signs[] = {"|", ",", ";"};
    if (!export_has(head, 0, "Flag Codes") ||
        !(export_has(head, 0, "ITTER107") || export_has(head, 0, "Territorio"))) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (export_has(head, 0, signs[i])) {
            return signs[i];
        }
    }
    return NULL;
}

static bool shape_istat(struct shape *shape) {
    const struct sheet_row *head = &shape->sheet->rows[0];
    struct keys keys = keys_open(shape);
    shape_head(shape, 0, 1);
    for (size_t i = 0; i < shape->width; i++) {
        struct str text = sheet_text(head, i);
        if (str_equal(text, STR("Value"))) {
            shape_column(shape, text, "value", i);
            continue;
        }
        bool flags = str_equal(text, STR("Flag Codes"));
        const char *role = flags ? "status" : keys_role(&keys, text);
        struct shape_column *c =
            shape_column(shape, text, role != NULL ? role : "dimension", i);
        c->name = sheet_text(head, i + 1);
        c->label = shape_beside;
        c->label_from = i + 1;
        c->cell = role != NULL && strcmp(role, "period") == 0 ? keys_period : NULL;
        i++;
    }
    keys_close(&keys);
    static const size_t none[] = {STR_NOT_FOUND};
    keys_marks(shape, none);
    shape->profile.layout = &layout_long;
    shape->profile.decimal = STR(".");
    shape_symbol(shape, "..", "missing");
    shape_rows(shape, 1, shape->sheet->row_count, NULL);
    return true;
}

const struct export_kind export_istat = {
    .kind = {"istat", "I.Stat of ISTAT (Italy)", "意大利国家统计局 I.Stat"},
    .knows = knows,
    .level = "economy",
    .shape = shape_istat,
};
