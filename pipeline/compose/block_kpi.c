/* ```kpi: a row of key figures. */
#include "compose/fields.h"
#include "compose/objects.h"
#include "document/block.h"

#define KPI_ITEMS 12

static struct object *read_kpi(struct objects_reader *reader, int index) {
    struct fields f = fields_open(reader);
    struct doc_kpi *kpi = arena_alloc(reader->composition->arena, sizeof *kpi);
    kpi->object.kind = OBJECT_KPI;
    int items = fields_table(&f, index, "items");
    kpi->item_count = fields_length(&f, items, KPI_ITEMS);
    kpi->items = arena_array(reader->composition->arena, kpi->item_count + 1,
                             sizeof *kpi->items);
    if (kpi->item_count == 0)
        fields_fail(&f, "it has no items");
    for (size_t i = 0; i < kpi->item_count; i++) {
        fields_enter(&f, "item", i + 1);
        int item = fields_item(&f, items, i + 1);
        struct kpi_item *out = &kpi->items[i];
        out->label = fields_string(&f, item, "label");
        out->value = fields_words(&f, item, "value");
        if (out->label.n == 0)
            fields_fail(&f, "it has no label");
        if (out->value.n == 0)
            fields_fail(&f, "it has no value");
        out->unit = fields_string(&f, item, "unit");
        out->note = fields_string(&f, item, "note");
        out->tone = fields_tone(&f, item);
        lua_pop(reader->L, 1);
        fields_leave(&f);
    }
    lua_pop(reader->L, 1);
    return &kpi->object;
}

const struct block_kind block_kpi = {
    .kind = {"kpi", "a row of key figures", "一排关键指标"},
    .example = "kpi",
    .body = BLOCK_LUA,
    .maker = "kpi_of",
    .read = read_kpi,
};
