/* ```columns: text in two columns, such as a list of definitions. */
#include "compose/objects.h"
#include "document/block.h"

static struct object *read_columns(struct objects_reader *reader, int index) {
    (void)index;
    struct object *columns = arena_alloc(reader->composition->arena, sizeof *columns);
    columns->kind = OBJECT_COLUMNS;
    return columns;
}

const struct block_kind block_columns = {
    .kind = {"columns", "text in two columns", "双栏文字"},
    .example = "columns",
    .body = BLOCK_MARKDOWN,
    .read = read_columns,
};
