/* A printed figure on its way out of Lua: the text with a mark, and the record of what
   it stands for (document/figures.h). */
#include "base/marked.h"
#include "script/leaves.h"
#include "script/values.h"
#include <math.h>

#define SERIES_CAP ((size_t)65536)
struct str figure_area_code(const struct script *script, const struct figure *figure) {
    return figure->area == DATASET_NONE ? STR("")
                                        : dataset_area(script->ds, figure->area)->code;
}

void figure_put_series(const struct script *script, const struct figure *figure,
                       struct buf *out) {
    const struct dataset *ds = script->ds;
    if (figure->series != DATASET_NONE)
        series_put(script, figure->series, out);
    else if (figure->indicator != DATASET_NONE)
        buf_put(out, dataset_indicator(ds, figure->indicator)->code);
}

/* What the figure at stack index 1 is. */
static void describe(lua_State *L, struct figure *figure, struct doc_figure *record) {
    struct script *script = script_of(L);
    const struct dataset *ds = script->ds;
    struct buf series = buf_open(SERIES_CAP);
    figure_put_series(script, figure, &series);
    record->series = arena_copy(script->own, buf_str(&series));
    buf_close(&series);
    record->number =
        figure->kind == FIGURE_MISSING ? (double)NAN : figure_number(figure);
    record->unit = arena_copy(script->own, figure_unit(L, 1));
    record->status = figure->status;
    record->qualifier = figure->qualifier;
    record->area = figure_area_code(script, figure);
    if (figure->period.kind != PERIOD_NOT_STATED)
        record->period = period_code(figure->period, script->own);
    if (figure->observation != NULL)
        record->vintage = dataset_vintage(ds, figure->observation->vintage)->name;
}

/* The cells that it comes from. */
static void trace(lua_State *L, struct doc_figure *record) {
    struct script *script = script_of(L);
    const struct leaf *leaves = leaves_push(L, &record->cell_count);
    struct source_cell *cells =
        arena_array(script->own, record->cell_count + 1, sizeof *cells);
    for (size_t i = 0; i < record->cell_count; i++)
        cells[i] = leaf_cell(&leaves[i]);
    lua_pop(L, 1);
    record->cells = cells;
}

void figure_put_printed(lua_State *L, struct str text, struct buf *out) {
    struct script *script = script_of(L);
    if (script->checking != NULL || script->quoting) { /* messages, not documents */
        buf_put(out, text);
        return;
    }
    struct doc_figure record = {.text = arena_copy(script->own, text),
                                .identity = figure_identity(L)};
    describe(L, figure_check(L, 1), &record);
    trace(L, &record);
    marked_put(out, figure_log_add(&script->figures, &record), text);
}
