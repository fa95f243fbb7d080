/* ```leaders: a table of the first areas by an indicator: a block that a test adds. */
#include "compose/objects.h"
#include "document/block.h"

static struct object *read_leaders(struct objects_reader *reader, int index) {
    return block_table.read(reader, index);
}

const struct block_kind block_leaders = {
    .kind = {"leaders", "the first areas by an indicator", "领先地区表"},
    .keys = {"id", "caption"},
    .required = "caption",
    .example = "leaders id=tbl-x caption=…",
    .body = BLOCK_LUA,
    .maker = "leaders_of",
    .read = read_leaders,
};
