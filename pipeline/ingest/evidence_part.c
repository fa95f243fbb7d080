/* Values of a part (性别 男) that would stand for the total, since the column that says
   so is not read. */
#include "ingest/clean.h"
#include "ingest/evidence.h"
#include "ingest/items.h"

void evidence_part(struct evidence *e, const struct column *column, struct str text,
                   struct place place) {
    struct arena *arena = e->context->scratch;
    text = clean_cell(text);
    e->parts_differ |= e->part.text.n > 0 && !str_equal(text, e->part.text);
    if (e->part.text.n == 0) {
        place.cell = arena_copy(arena, place.cell);
        e->part = (struct testimony){.place = place,
                                     .key = arena_copy(arena, column->head),
                                     .text = arena_copy(arena, text)};
        e->part_is_note = column->role == ROLE_NOTE;
    }
}

void evidence_lost(struct evidence *e) { e->lost = true; }

bool evidence_compare_part(struct evidence *e) {
    const struct source_profile *profile = e->context->profile;
    struct diag *diag = e->context->diag;
    struct str head = clean_excerpt(e->part.key), text = clean_excerpt(e->part.text);
    struct str rule =
        profile_lookup(profile->options, profile->option_count, STR("duplicates"));
    bool added = str_equal(rule, STR("sum")) && e->parts_differ;
    if (text.n == 0 || e->lost || added) {
        return true;
    }
    if (e->part_is_note) {
        diag_error(
            diag, e->part.place,
            "the column \"%.*s\", which is read as a note, says \"%.*s\": values "
            "of a part would stand for the total",
            STR_ARG(head), STR_ARG(text));
    } else {
        diag_error(diag, e->part.place,
                   "the column \"%.*s\", which is skipped, says \"%.*s\": values of a "
                   "part would stand for the total",
                   STR_ARG(head), STR_ARG(text));
    }
    uint32_t dimension =
        items_dimension(e->context->ds, e->part.key, e->context->scratch);
    struct str code = dimension != DATASET_NONE
                          ? dataset_dimension(e->context->ds, dimension)->code
                          : (struct str){"", 0};
    if (code.n > 0) {
        diag_hint(diag,
                  "declare columns = { [\"%.*s\"] = \"%.*s\" }, or keep one kind of "
                  "rows: where = { [\"%.*s\"] = \"%.*s\" }",
                  STR_ARG(head), STR_ARG(code), STR_ARG(head), STR_ARG(text));
    } else {
        diag_hint(diag,
                  "declare a dimension in dimensions.csv and columns = { [\"%.*s\"] = "
                  "\"its code\" }; or keep one kind of rows, as values of an indicator "
                  "that counts no others: where = { [\"%.*s\"] = \"%.*s\" }",
                  STR_ARG(head), STR_ARG(head), STR_ARG(text));
    }
    return false;
}
