#include "render/pdf/heading.h"

struct str heading_words(struct layout *layout, const struct doc_heading *heading) {
    struct str label = heading->label;
    if (label.n == 0)
        return heading->text;
    const char *between = str_ends(label, STR("）")) || str_ends(label, STR("、")) ? ""
                          : str_ends(label, STR("."))                              ? " "
                                                      : "　";
    return arena_printf(layout->arena, "%.*s%s%.*s", STR_ARG(label), between,
                        STR_ARG(heading->text));
}
