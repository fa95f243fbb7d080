/* The blocks of the tree become boxes. A failure is remembered in the layout. */
#ifndef NQI_RENDER_PDF_BLOCK_H
#define NQI_RENDER_PDF_BLOCK_H

#include "render/pdf/layout.h"

/* Boxes of the children of `parent`. */
void layout_blocks(struct layout *layout, cmark_node *parent);

#endif
