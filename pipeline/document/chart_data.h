/* What a chart says of its data by the description of its kind (document/chart.h),
   for whoever writes them down without knowing the kinds. */
#ifndef NQI_DOCUMENT_CHART_DATA_H
#define NQI_DOCUMENT_CHART_DATA_H

#include "document/chart.h"

/* The value of one field; what its sort has no use for is empty. Borrowed from the
   chart. */
struct chart_datum {
    bool absent;             /* nothing was given; of CHART_FLAG: it is false */
    struct str text;         /* CHART_TEXT, CHART_WORDS */
    double number;           /* CHART_NUMBER, CHART_PLACE, CHART_GRID */
    const struct str *texts; /* CHART_TEXTS */
    const double *numbers;   /* CHART_NUMBERS: NAN where one is absent */
    size_t count;            /* of texts or numbers */
};

/* Of the chart itself or of one in a list, whose struct begins at `base`. */
struct chart_datum chart_datum_of(const struct chart_field *field,
                                  const struct doc_chart *chart, const void *base);
/* The first in a list, and how many there are, `list->size` bytes each. */
const char *chart_list_items(const struct chart_list *list,
                             const struct doc_chart *chart, size_t *count);

#endif
