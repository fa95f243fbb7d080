/* The structure tree, written as text: a report has thousands of elements, and a
   libharu dictionary for each would cost more than all the rest. The objects get
   the numbers after libharu's own. */
#ifndef NQI_RENDER_PDF_STRUCTURE_H
#define NQI_RENDER_PDF_STRUCTURE_H

#include "render/pdf/display.h"
#include "render/pdf/haru.h"

/* Objects as text, numbered from `first` on. */
struct raw_objects {
    unsigned first;
    struct buf text;
    size_t *starts; /* of each object in text */
    size_t count, capacity;
    struct arena *arena;
};

/* What marked content and annotations belong to, for the parent tree. */
struct parent_list {
    const struct tag **items;
    size_t count, capacity;
};

struct structure {
    struct arena *arena;
    const struct display *display;
    HPDF_Page *pages;             /* by index */
    struct parent_list *contents; /* by page: tags by MCID */
    struct parent_list annotations;
};

void parent_add(struct arena *arena, struct parent_list *list, const struct tag *tag);
/* Writes the elements, the parent tree and the root, which is the first object. */
void structure_write(const struct structure *structure, struct raw_objects *out);

#endif
