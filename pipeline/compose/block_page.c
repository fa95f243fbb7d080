/* ```page: what follows begins a page. */
#include "compose/objects.h"
#include "document/block.h"

static struct object *read_page(struct objects_reader *reader, int index) {
    (void)index;
    struct object *page = arena_alloc(reader->composition->arena, sizeof *page);
    page->kind = OBJECT_PAGE;
    return page;
}

const struct block_kind block_page = {
    .kind = {"page", "begins a page", "另起一页"},
    .example = "page",
    .read = read_page,
};
