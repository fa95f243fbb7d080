/* ```signoff: who made, checked and approved the report. */
#include "compose/objects.h"
#include "document/block.h"

static struct object *read_signoff(struct objects_reader *reader, int index) {
    (void)index;
    struct doc_signoff *signoff =
        arena_alloc(reader->composition->arena, sizeof *signoff);
    signoff->object.kind = OBJECT_SIGNOFF;
    return &signoff->object;
}

const struct block_kind block_signoff = {
    .kind = {"signoff", "who made, checked and approved it", "签发栏"},
    .example = "signoff",
    .body = BLOCK_EMPTY,
    .read = read_signoff,
};
