#include "render/pdf/heading.h"

struct str heading_words(struct layout *layout, const struct doc_heading *heading) {
    if (heading->label.n == 0)
        return heading->text;
    return arena_printf(layout->arena, "%.*s%.*s%.*s", STR_ARG(heading->label),
                        STR_ARG(printed_heading_gap(layout->doc, heading)),
                        STR_ARG(heading->text));
}
