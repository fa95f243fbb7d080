/* A printed figure on its way out of Lua: the text with a mark, and the record of what
   it stands for (document/figures.h). */
#include "base/marked.h"
#include "script/figure.h"
#include "script/values.h"
#include <math.h>
#include <string.h>

/* FNV-1a over what a figure is; 0 and its neighbours do not matter to it. */
static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t n) {
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++)
        hash = (hash ^ p[i]) * 0x100000001B3u;
    return hash;
}

static uint64_t hash_text(uint64_t hash, struct str text) {
    hash = hash_bytes(hash, text.p, text.n);
    return hash_bytes(hash, "", 1);
}

static struct str indicator_code(const struct dataset *ds, uint32_t id) {
    return id == DATASET_NONE ? STR("") : dataset_indicator(ds, id)->code;
}

static struct str area_code(const struct dataset *ds, uint32_t id) {
    return id == DATASET_NONE ? STR("") : dataset_area(ds, id)->code;
}

/* What a figure is without its number, whether it is the data's or computed. */
static uint64_t hash_figure(uint64_t hash, const struct dataset *ds,
                            const struct figure *figure, struct str unit) {
    uint32_t period = period_key(figure->period);
    unsigned char keyed = figure->keyed;
    hash = hash_text(hash, indicator_code(ds, figure->indicator));
    hash = hash_text(hash, area_code(ds, figure->area));
    hash = hash_bytes(hash, &period, sizeof period);
    hash = hash_bytes(hash, &keyed, sizeof keyed);
    if (figure->statement != NULL)
        hash = hash_text(hash, figure->statement->id);
    return hash_text(hash, unit);
}

/* The record of the figure at stack index 1. Its leaves give the cells: an
   observation's is the figure's own, so that most need no walk. */
static void describe(lua_State *L, struct figure *figure, struct doc_figure *record) {
    struct script *script = script_of(L);
    const struct dataset *ds = script->ds;
    struct str unit = figure_unit(L, 1);
    record->number =
        figure->kind == FIGURE_MISSING ? (double)NAN : figure_number(figure);
    record->unit = arena_copy(script->own, unit);
    record->status = figure->status;
    record->qualifier = figure->qualifier;
    record->indicator = indicator_code(ds, figure->indicator);
    record->area = area_code(ds, figure->area);
    record->period = figure->period.kind == PERIOD_NOT_STATED
                         ? STR("")
                         : period_code(figure->period, script->own);
    record->identity = hash_figure(0xCBF29CE484222325u, ds, figure, unit);
    size_t count = figure_push_leaves(L);
    int leaves = lua_gettop(L);
    struct source_cell *cells = arena_array(script->own, count + 1, sizeof *cells);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, leaves, (lua_Integer)i + 1);
        const struct figure *leaf = figure_check(L, -1);
        cells[i] = figure_cell(leaf);
        if (leaf != figure)
            record->identity =
                hash_figure(record->identity, ds, leaf, figure_unit(L, -1));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    record->cells = cells;
    record->cell_count = count;
}

void figure_put_printed(lua_State *L, struct str text, struct buf *out) {
    struct script *script = script_of(L);
    if (script->checking != NULL) { /* findings are messages, not documents */
        buf_put(out, text);
        return;
    }
    struct doc_figure record = {.text = arena_copy(script->own, text)};
    describe(L, figure_check(L, 1), &record);
    marked_put(out, figure_log_add(&script->figures, &record), text);
}
