#include "render/pdf/heading.h"

struct str heading_words(struct layout *layout, const struct doc_heading *heading) {
    if (heading->label.n == 0)
        return heading->text;
    return arena_printf(layout->arena, "%.*s%.*s%.*s", STR_ARG(heading->label),
                        STR_ARG(printed_heading_gap(layout->doc, heading)),
                        STR_ARG(heading->text));
}

void heading_note(struct layout *layout, const struct doc_heading *heading) {
    struct heading_list *list = &layout->headings;
    if (list->count == list->capacity)
        list->items = arena_grow(layout->arena, list->items, list->count,
                                 &list->capacity, sizeof *list->items);
    list->items[list->count++] = heading;
}

const struct doc_heading *heading_of_summary(struct layout *layout,
                                             const struct doc_summary *summary) {
    struct doc_heading *heading = arena_alloc(layout->arena, sizeof *heading);
    int level = layout->heading_level + 1;
    /* No template can write an id with a blank. */
    *heading = (struct doc_heading){
        .object = summary->object,
        .level = level < 4 ? level : 4,
        .id = arena_printf(layout->arena, "summary %zu", layout->headings.count),
        .text = summary->title,
        .unnumbered = true};
    return heading;
}

bool heading_is_chapter(const struct doc_heading *heading) {
    return heading->level == 1 && heading->object.kind == OBJECT_HEADING;
}

struct tag *heading_tag(struct layout *layout, const struct doc_heading *heading) {
    int level = heading->level < 1 ? 1 : heading->level > 4 ? 4 : heading->level;
    if (level > layout->heading_level + 1)
        level = layout->heading_level + 1;
    if (heading->object.kind == OBJECT_HEADING)
        layout->heading_level = level; /* nothing stands below a summary's title */
    return tag_new(layout->arena, (enum tag_kind)(TAG_H1 + level - 1), layout->parent,
                   true);
}
