#include "ingest/clean.h"
#include "ingest/marks.h"
#include "ingest/row_reader.h"
#include <string.h>

/* 其中：女, #女, or indented: a part of what a row above counts. */
static bool is_part(struct str cell) {
    if (cell.n > 0 && memchr("\xE5#\xEF\xE3 o", cell.p[0], 6) == NULL) {
        return false;
    }
    static const char *const marks[] = {"其中", "#", "＃", "　", "  ", "of which"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (str_starts(cell, str_from(marks[i]))) {
            return true;
        }
    }
    return false;
}

/* Without 其中：, # and the like. */
static struct str part_name(struct str text) {
    static const char *const marks[] = {"其中", "：", ":", "#", "＃", "of which"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        struct str mark = str_from(marks[i]);
        text =
            str_starts(text, mark) ? clean_trim(str_slice(text, mark.n, text.n)) : text;
    }
    return text;
}

/* 就业人员/其中：女 or 就业人员/女, where the profile names it so, below 就业人员. */
struct str row_under_parent(struct row_reader *r, struct str cell, struct str text) {
    const struct reading_context *context = r->context;
    for (int pass = 0; pass < 2 && r->has_parents && r->parent.n > 0; pass++) {
        struct str full = arena_printf(context->scratch, "%.*s/%.*s",
                                       STR_ARG(marks_off(r->parent)),
                                       STR_ARG(pass == 0 ? text : part_name(text)));
        if (indicator_is_declared(full, context->profile, context->scratch)) {
            return full;
        }
    }
    r->parent = is_part(cell) ? r->parent : text;
    return text;
}

bool row_hint_part(const struct row_reader *r, const struct sheet_row *row,
                   size_t column, struct str text) {
    if (r->parent.n == 0 || !is_part(row->cells[column])) {
        return false;
    }
    text = part_name(text);
    diag_hint(r->context->diag,
              "if it is a part of the row above it, declare indicators = { "
              "[\"%.*s/%.*s\"] = \"CODE\" } or \"skip\"",
              STR_ARG(clean_excerpt(marks_off(r->parent))),
              STR_ARG(clean_excerpt(text)));
    return true;
}
