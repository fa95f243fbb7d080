/* Charts, key figures, sign-off and summaries. */
#ifndef NQI_RENDER_PDF_FIGURE_H
#define NQI_RENDER_PDF_FIGURE_H

#include "render/pdf/layout.h"

struct box;

void layout_chart(struct layout *layout, const struct doc_chart *chart);
/* The picture of a chart's box, at the height that the page gives it. */
void figure_draw(struct layout *layout, struct box *box, float height);
void layout_kpi(struct layout *layout, const struct doc_kpi *kpi);
void layout_signoff(struct layout *layout);
void layout_summary(struct layout *layout, cmark_node *node,
                    const struct doc_summary *summary);

#endif
