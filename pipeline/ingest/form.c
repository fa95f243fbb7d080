#include "ingest/form.h"
#include "ingest/clean.h"

struct form form_open(const struct sheet *sheet, const struct form_field *fields,
                      size_t field_count, const struct profile_pair *pairs,
                      size_t pair_count, struct arena *arena, struct diag *diag) {
    struct form form = {.sheet = sheet,
                        .fields = fields,
                        .field_count = field_count,
                        .columns = arena_array(arena, field_count, sizeof(size_t)),
                        .arena = arena,
                        .diag = diag,
                        .ok = true};
    const struct sheet_row *head = &sheet->rows[0];
    sheet_account(head, FATE_HEAD);
    struct str *names = arena_array(arena, field_count, sizeof *names);
    for (size_t f = 0; f < field_count; f++) {
        form.columns[f] = STR_NOT_FOUND;
        names[f] = str_from(fields[f].name);
    }
    for (size_t i = 0; i < head->count; i++) {
        struct str name = sheet_text(head, i);
        struct str renamed = profile_lookup(pairs, pair_count, name);
        name = clean_excerpt(renamed.n > 0 ? renamed : name);
        size_t f = 0;
        while (f < field_count && !str_equal(names[f], name)) {
            f++;
        }
        if (f < field_count && form.columns[f] == STR_NOT_FOUND) {
            form.columns[f] = i;
        } else if (f < field_count) {
            form.ok = diag_error(diag, sheet_place(sheet, head, i, arena),
                                 "column \"%.*s\" appears twice", STR_ARG(name));
        } else if (!str_equal(name, STR("skip")) && name.n > 0) {
            form.ok = diag_error(diag, sheet_place(sheet, head, i, arena),
                                 "unknown column \"%.*s\"", STR_ARG(name));
            struct str nearest = diag_nearest(name, names, field_count);
            if (nearest.n > 0) {
                diag_hint(diag, "did you mean \"%.*s\"?", STR_ARG(nearest));
            }
        }
    }
    for (size_t f = 0; f < field_count; f++) {
        if (fields[f].required && form.columns[f] == STR_NOT_FOUND) {
            form.ok = diag_error(diag, sheet_place(sheet, head, 0, arena),
                                 "the column \"%s\" is missing", fields[f].name);
        }
    }
    return form;
}

struct place form_place(const struct form *form, const struct sheet_row *row,
                        size_t field) {
    size_t column = form->columns[field];
    return sheet_place(form->sheet, row, column == STR_NOT_FOUND ? 0 : column,
                       form->arena);
}

/* Fields are values, a column that is renamed to skip is skipped; what stands in a
   column without a name stays open. */
static void account(struct form *form, const struct sheet_row *row, bool whole) {
    const struct sheet_row *head = &form->sheet->rows[0];
    for (size_t f = 0; f < form->field_count && whole; f++) {
        if (form->columns[f] != STR_NOT_FOUND) {
            row->fates[form->columns[f]] = FATE_VALUE;
        }
    }
    for (size_t i = 0; i < row->count; i++) {
        bool named = i < head->count && sheet_text(head, i).n > 0;
        if (row->fates[i] == FATE_OPEN && (named || !whole)) {
            row->fates[i] = whole ? FATE_SKIP : FATE_FINDING;
        }
    }
}

bool form_row(struct form *form, const struct sheet_row *row) {
    uint32_t width = form->sheet->rows[0].count;
    if (row->count != width) {
        form->ok = diag_error(form->diag,
                              sheet_place(form->sheet, row,
                                          row->count < width ? row->count : width,
                                          form->arena),
                              "the row has %zu cells, its table has %zu",
                              (size_t)row->count, (size_t)width);
        account(form, row, false);
        return false;
    }
    bool whole = true;
    for (size_t f = 0; f < form->field_count; f++) {
        if (form->fields[f].required && form->columns[f] != STR_NOT_FOUND &&
            sheet_text(row, form->columns[f]).n == 0) {
            whole = diag_error(form->diag, form_place(form, row, f), "\"%s\" is empty",
                               form->fields[f].name);
        }
    }
    form->ok &= whole;
    account(form, row, whole);
    return whole;
}

struct str form_text(struct form *form, const struct sheet_row *row, size_t field) {
    if (form->columns[field] == STR_NOT_FOUND) {
        return (struct str){"", 0};
    }
    struct str text = sheet_text(row, form->columns[field]);
    return text.n == 0 ? (struct str){"", 0} : arena_copy(form->arena, text);
}

int form_choice(struct form *form, const struct sheet_row *row, size_t field,
                const char *const *words) {
    struct str text = form_text(form, row, field);
    struct str names[16];
    size_t count = 0;
    for (; words[count] != NULL && count < 16; count++) {
        names[count] = str_from(words[count]);
        if (text.n == 0 || str_equal(text, names[count])) {
            return (int)count;
        }
    }
    struct buf list = buf_open(1000);
    for (size_t i = 0; i < count; i++) {
        buf_printf(&list, "%s%s", i > 0 ? ", " : "", words[i]);
    }
    form->ok = diag_error(form->diag, form_place(form, row, field),
                          "\"%.*s\" is no value of %s", STR_ARG(clean_excerpt(text)),
                          form->fields[field].name);
    diag_hint(form->diag, "one of: %s", buf_z(&list));
    buf_close(&list);
    return 0;
}

bool form_flag(struct form *form, const struct sheet_row *row, size_t field) {
    static const char *const yes[] = {"1", "true", "yes", "是", NULL};
    static const char *const no[] = {"", "0", "false", "no", "否", NULL};
    struct str text = form_text(form, row, field);
    for (size_t i = 0; yes[i] != NULL; i++) {
        if (str_equal(text, str_from(yes[i]))) {
            return true;
        }
    }
    for (size_t i = 0; no[i] != NULL; i++) {
        if (str_equal(text, str_from(no[i]))) {
            return false;
        }
    }
    form->ok = diag_error(form->diag, form_place(form, row, field),
                          "\"%.*s\" is neither 1 nor 0", STR_ARG(clean_excerpt(text)));
    return false;
}

int form_whole(struct form *form, const struct sheet_row *row, size_t field,
               int absent) {
    struct str text = form_text(form, row, field);
    struct decimal d;
    if (text.n == 0) {
        return absent;
    }
    if (decimal_parse(text, &d) && d.exponent == 0 && d.coefficient >= 0 &&
        d.coefficient <= 9999) {
        return (int)d.coefficient;
    }
    form->ok = diag_error(form->diag, form_place(form, row, field),
                          "\"%.*s\" is no whole number", STR_ARG(clean_excerpt(text)));
    return absent;
}
