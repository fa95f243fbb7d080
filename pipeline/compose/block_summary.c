/* ```summary: the box with a report's summary, in one language. */
#include "compose/objects.h"
#include "document/block.h"

static struct object *read_summary(struct objects_reader *reader, int index) {
    (void)index;
    struct doc_summary *summary =
        arena_alloc(reader->composition->arena, sizeof *summary);
    summary->object.kind = OBJECT_SUMMARY;
    summary->title = reader->caption;
    summary->lang = reader->block->lang.n > 0 ? reader->block->lang
                                              : reader->composition->doc->lang;
    return &summary->object;
}

const struct block_kind block_summary = {
    .kind = {"summary", "a summary: text in a box", "摘要框"},
    .keys = {"title", "lang"},
    .required = "title",
    .example = "summary title=摘要 lang=zh-CN",
    .body = BLOCK_MARKDOWN,
    .read = read_summary,
};
