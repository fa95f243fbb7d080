#include "issue/settle.h"

#include "document/changes.h"
#include "document/code.h"
#include "words/words.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- figures as lines of the ledger ---- */

static struct str cells_of(const struct doc_figure *figure, const struct dataset *ds,
                           struct arena *arena) {
    struct buf out = buf_open(1 << 20);
    for (size_t i = 0; i < figure->cell_count; i++) {
        struct place place = doc_figure_cell(figure, i, ds, arena);
        buf_printf(&out, "%s%.*s:%zu:%zu", i > 0 ? " " : "", STR_ARG(place.file),
                   place.line, place.column);
    }
    struct str cells = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return cells;
}

/* 有效认证证书，安徽，2023 */
static struct str what_it_is(const struct document *doc,
                             const struct doc_figure *figure, struct arena *arena) {
    const struct dataset *ds = doc->data;
    size_t end = 0;
    while (end < figure->series.n && strchr("[{( ", figure->series.p[end]) == NULL)
        end++;
    struct str code = str_slice(figure->series, 0, end), what = figure->series;
    uint32_t indicator = ds != NULL ? dataset_find_indicator(ds, code) : DATASET_NONE;
    uint32_t area = ds != NULL ? dataset_find_area(ds, figure->area) : DATASET_NONE;
    bool chinese = words_is_chinese(doc->words.vocabulary);
    if (indicator != DATASET_NONE) {
        const struct indicator *i = dataset_indicator(ds, indicator);
        what =
            arena_printf(arena, "%.*s%.*s",
                         STR_ARG(chinese || i->name_en.n == 0 ? i->name : i->name_en),
                         STR_ARG(str_slice(figure->series, end, figure->series.n)));
    }
    if (figure->unit.n > 0)
        what = arena_printf(arena, "%.*s%.*s%.*s%.*s", STR_ARG(what),
                            STR_ARG(doc->words.open), STR_ARG(figure->unit),
                            STR_ARG(doc->words.close));
    if (area != DATASET_NONE) {
        const struct area *a = dataset_area(ds, area);
        what = arena_printf(
            arena, "%.*s%.*s%.*s", STR_ARG(what), STR_ARG(doc->words.comma),
            STR_ARG(chinese || a->name_en.n == 0 ? a->name : a->name_en));
    }
    if (figure->period.n > 0)
        what = arena_printf(arena, "%.*s%.*s%.*s", STR_ARG(what),
                            STR_ARG(doc->words.comma), STR_ARG(figure->period));
    return what.n > 0 ? what : figure->id;
}

void settle_figures(const struct document *doc, const struct dataset *ds,
                    struct buf *out) {
    struct arena *scratch = arena_open();
    size_t count;
    const struct doc_figure *const *all = doc_figures_all(doc->figures, &count);
    for (size_t i = 0; i < count; i++) {
        const struct doc_figure *figure = all[i];
        const struct ledger_line line = {
            STR("figure"),
            {doc->stem, figure->id, figure->text,
             isnan(figure->number) ? (struct str){0}
                                   : arena_printf(scratch, "%.17g", figure->number),
             figure->vintage, cells_of(figure, ds, scratch),
             what_it_is(doc, figure, scratch)},
            7};
        ledger_put_line(out, &line);
    }
    arena_close(scratch);
}

/* ---- what a correction changed ---- */

/* Lines of a publish entry: stem, id, text, value, vintage, cells, what. */
static bool is_figure(const struct ledger_line *line, struct str stem) {
    return line->count >= 7 && str_equal(line->key, STR("figure")) &&
           str_equal(line->values[0], stem);
}

static int compare_ids(const void *a, const void *b) {
    return str_compare((*(const struct ledger_line *const *)a)->values[1],
                       (*(const struct ledger_line *const *)b)->values[1]);
}

/* Its place among the lines; `count` if it is not there. */
static size_t find_id(const struct ledger_line **lines, size_t count, struct str id) {
    const struct ledger_line wanted = {.values = {{0}, id}}, *key = &wanted;
    const struct ledger_line **found =
        count > 0 ? bsearch(&key, lines, count, sizeof *lines, compare_ids) : NULL;
    return found != NULL ? (size_t)(found - lines) : count;
}

static size_t find_changes(const struct document *doc,
                           const struct ledger_entry *before,
                           struct doc_change **changes) {
    size_t count, old_count = 0, n = 0;
    const struct doc_figure *const *all = doc_figures_all(doc->figures, &count);
    const struct ledger_line **old =
        arena_array(doc->arena, before->line_count + 1, sizeof *old);
    for (size_t i = 0; i < before->line_count; i++)
        if (is_figure(&before->lines[i], doc->stem))
            old[old_count++] = &before->lines[i];
    if (old_count > 0)
        qsort(old, old_count, sizeof *old, compare_ids);
    bool *kept = arena_array(doc->arena, old_count + 1, sizeof *kept);
    *changes = arena_array(doc->arena, count + old_count + 1, sizeof **changes);
    for (size_t i = 0; i < count; i++) {
        size_t at = find_id(old, old_count, all[i]->id);
        struct str was = at < old_count ? old[at]->values[2] : (struct str){0};
        kept[at] = true; /* of what is new, that behind the last */
        if (!str_equal(was, all[i]->text))
            (*changes)[n++] = (struct doc_change){what_it_is(doc, all[i], doc->arena),
                                                  was, all[i]->text};
    }
    for (size_t k = 0; k < old_count; k++)
        if (!kept[k])
            (*changes)[n++] =
                (struct doc_change){old[k]->values[6], old[k]->values[2], {0}};
    return n;
}

/* The reasons of the corrections that are in the edition, in order. */
static size_t find_reasons(const struct desk *desk, const struct issue_state *state,
                           struct arena *arena, struct str **reasons) {
    const struct ledger *ledger = &desk->ledger;
    struct str begun = {0};
    size_t count = 0;
    *reasons = arena_array(arena, ledger->count + 1, sizeof **reasons);
    for (size_t i = 0; i < ledger->count; i++) {
        const struct ledger_entry *entry = &ledger->entries[i];
        if (!str_equal(entry->report, state->report) ||
            !str_equal(entry->period, state->period))
            continue;
        if (str_equal(entry->act, STR(ACT_CORRECT)))
            begun = issue_value(entry, "reason");
        else if (str_equal(entry->act, STR(ACT_PUBLISH)) && begun.n > 0)
            (*reasons)[count++] = begun;
        if (!str_equal(entry->act, STR(ACT_CORRECT)) &&
            !str_equal(entry->act, STR(ACT_SIGN)) &&
            !str_equal(entry->act, STR(ACT_RETURN)))
            begun = (struct str){0};
    }
    if (state->correcting && begun.n > 0)
        (*reasons)[count++] = begun;
    return count;
}

static void tell_correction(const struct desk *desk, const struct issue_state *state,
                            struct document *doc) {
    const struct ledger_entry *before =
        state->correcting ? state->edition : state->before;
    struct str *reasons;
    struct doc_change *changes = NULL;
    size_t count = find_reasons(desk, state, doc->arena, &reasons);
    if (count == 0)
        return;
    size_t n = before != NULL ? find_changes(doc, before, &changes) : 0;
    document_add_changes(doc, reasons, count, changes, n);
    page_marks_add(&doc->marks, &page_mark_correction,
                   document_correction_name(doc->words.vocabulary, count, doc->arena));
}

/* ---- whether it may be printed ---- */

static struct place place_of(const struct document *doc) { return doc->place; }

static bool not_as_published(const struct issue_state *state, struct document *doc,
                             struct str was, struct str now, struct diag *diag) {
    if (was.n == 0)
        diag_error(diag, place_of(doc),
                   "%.*s %.*s is published, and this edition was not in it",
                   STR_ARG(state->report), STR_ARG(state->period));
    else
        diag_error(diag, place_of(doc),
                   "%.*s %.*s is published, and would print something else now: %.*s, "
                   "published was %.*s",
                   STR_ARG(state->report), STR_ARG(state->period),
                   STR_ARG(printed_code_digits(now, doc->arena)),
                   STR_ARG(printed_code_digits(was, doc->arena)));
    diag_hint(diag,
              "what is published stays as it is: bring the data back, or begin a "
              "correction with nqi correct %.*s %.*s --reason …",
              STR_ARG(state->report), STR_ARG(state->period));
    return false;
}

static bool not_as_signed(const struct issue_state *state, struct document *doc,
                          struct str was, struct str now, struct diag *diag) {
    diag_error(
        diag, place_of(doc),
        "this is not what was signed: it is %.*s now, and %.*s was signed",
        STR_ARG(printed_code_digits(now, doc->arena)),
        STR_ARG(was.n > 0 ? printed_code_digits(was, doc->arena) : STR("nothing")));
    diag_hint(diag,
              "build the draft again and have it signed: nqi status tells what changed "
              "since %.*s %.*s was signed",
              STR_ARG(state->report), STR_ARG(state->period));
    return false;
}

static bool number_is_free(const struct desk *desk, struct document *doc,
                           struct str period, struct diag *diag) {
    const struct ledger_entry *other =
        desk_number_taken(desk, doc->report, period, doc->issue_number);
    if (other == NULL)
        return true;
    diag_error(diag, place_of(doc), "%.*s is the number of %.*s %.*s already",
               STR_ARG(doc->issue_number), STR_ARG(other->report),
               STR_ARG(other->period));
    diag_hint(diag, "give the issue another one in input/issues.csv, or none, so that "
                    "the rule of lua/workflow.lua does");
    return false;
}

bool settle_document(const struct desk *desk, bool publishing,
                     const struct report_job *job, struct document *doc,
                     const struct rendering *rendering, char code[HASH_HEX_SIZE + 1],
                     struct diag *diag) {
    struct str period = period_code(job->period, doc->arena);
    struct issue_state state = issue_state_of(&desk->ledger, doc->report, period);
    bool open = issue_is_open(&state);
    tell_correction(desk, &state, doc);
    if (!number_is_free(desk, doc, period, diag) ||
        !document_code(doc, rendering, code, diag))
        return false;
    struct str now = arena_copy(doc->arena, str_from(code));
    struct issue_signature signatures[WORKFLOW_ROLES_MAX];
    struct str was =
        issue_edition_code(open ? state.signed_as : state.edition, doc->stem);
    bool same = str_equal(was, now);
    doc->code = now;
    if (!open && !state.withdrawn) {
        if (!same)
            return not_as_published(&state, doc, was, now, diag);
        desk_names(signatures, desk_signed(state.edition, signatures), doc);
        return true;
    }
    if (publishing && desk->workflow.role_count > 0 && !same)
        return not_as_signed(&state, doc, was, now, diag);
    if (same)
        desk_names(state.signatures, state.signature_count, doc);
    if (!publishing)
        page_marks_add(&doc->marks, &page_mark_draft,
                       words_text(doc->words.vocabulary, page_mark_draft.words));
    return true;
}
