/* A document with everything that a page can hold, for tests of the PDF: each line of
   tests/golden/pdf/checklist.csv names the page that shows it. */
#ifndef NQI_TESTS_TORTURE_DOCUMENT_H
#define NQI_TESTS_TORTURE_DOCUMENT_H

#include "document/document.h"

struct document *torture_document(struct arena *arena, const struct theme *theme);

#endif
