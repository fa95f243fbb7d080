/* A printed figure on its way out of Lua: the text with a mark, and the record of what
   it stands for (document/figures.h). */
#include "base/marked.h"
#include "script/figure.h"
#include "script/values.h"
#include <math.h>
#include <string.h>

#define SERIES_CAP ((size_t)65536)
#define HASH_START 0xCBF29CE484222325u /* FNV-1a of nothing */

/* One more part of what a figure is. The multiplier is FNV's, as in str_hash(). */
static uint64_t mix(uint64_t hash, uint64_t part) {
    return (hash ^ part) * 0x100000001B3u;
}

/* So that every bit of an id depends on every part (Steele et al. 2014, splitmix64). */
static uint64_t spread(uint64_t hash) {
    hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9u;
    hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBu;
    return hash ^ (hash >> 31);
}

/* A figure that a script made of nothing is only its number. */
static uint64_t number_bits(double number) {
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static struct str area_code(const struct dataset *ds, uint32_t id) {
    return id == DATASET_NONE ? STR("") : dataset_area(ds, id)->code;
}

/* The code of its series, or of the indicator that its operands have in common. */
static void put_series(const struct script *script, const struct figure *figure,
                       struct buf *out) {
    const struct dataset *ds = script->ds;
    if (figure->series != DATASET_NONE)
        series_put(script, figure->series, out);
    else if (figure->indicator != DATASET_NONE)
        buf_put(out, dataset_indicator(ds, figure->indicator)->code);
}

/* What a figure is without its number, whether it is the data's or computed. */
static uint64_t hash_figure(uint64_t hash, const struct script *script,
                            const struct figure *figure, struct str unit) {
    const struct dataset *ds = script->ds;
    struct buf series = buf_open(SERIES_CAP);
    put_series(script, figure, &series);
    hash = mix(hash, str_hash(buf_str(&series)));
    buf_close(&series);
    hash = mix(hash, str_hash(area_code(ds, figure->area)));
    hash = mix(hash, period_key(figure->period));
    hash = mix(hash, figure->known);
    hash = mix(hash, (uint64_t)figure->keyed << 8 | figure->cause);
    if (figure->statement != NULL)
        hash = mix(hash, str_hash(figure->statement->id));
    return mix(hash, str_hash(unit));
}

/* What the figure at stack index 1 is. */
static void describe(lua_State *L, struct figure *figure, struct doc_figure *record) {
    struct script *script = script_of(L);
    const struct dataset *ds = script->ds;
    struct buf series = buf_open(SERIES_CAP);
    put_series(script, figure, &series);
    record->series = arena_copy(script->own, buf_str(&series));
    buf_close(&series);
    record->number =
        figure->kind == FIGURE_MISSING ? (double)NAN : figure_number(figure);
    record->unit = arena_copy(script->own, figure_unit(L, 1));
    record->status = figure->status;
    record->qualifier = figure->qualifier;
    record->area = area_code(ds, figure->area);
    if (figure->period.kind != PERIOD_NOT_STATED)
        record->period = period_code(figure->period, script->own);
    if (figure->observation != NULL)
        record->vintage = dataset_vintage(ds, figure->observation->vintage)->name;
}

/* The cells that it comes from, and its identity: what it and they are. */
static void trace(lua_State *L, const struct figure *figure,
                  struct doc_figure *record) {
    struct script *script = script_of(L);
    record->identity = hash_figure(HASH_START, script, figure, record->unit);
    record->cell_count = figure_push_leaves(L);
    int leaves = lua_gettop(L);
    struct source_cell *cells =
        arena_array(script->own, record->cell_count + 1, sizeof *cells);
    for (size_t i = 0; i < record->cell_count; i++) {
        lua_rawgeti(L, leaves, (lua_Integer)i + 1);
        const struct figure *leaf = figure_check(L, -1);
        cells[i] = figure_cell(leaf);
        if (leaf != figure)
            record->identity =
                hash_figure(record->identity, script, leaf, figure_unit(L, -1));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    if (record->cell_count == 0 && record->series.n == 0)
        record->identity = mix(record->identity, number_bits(record->number));
    record->identity = spread(record->identity);
    record->cells = cells;
}

void figure_put_printed(lua_State *L, struct str text, struct buf *out) {
    struct script *script = script_of(L);
    if (script->checking != NULL) { /* findings are messages, not documents */
        buf_put(out, text);
        return;
    }
    struct doc_figure record = {.text = arena_copy(script->own, text)};
    describe(L, figure_check(L, 1), &record);
    trace(L, figure_check(L, 1), &record);
    marked_put(out, figure_log_add(&script->figures, &record), text);
}
