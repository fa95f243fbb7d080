/* Golden files: what a test made is compared with a file, or with ACCEPT=1 in the
   environment becomes it. */
#ifndef NQI_TESTS_GOLDEN_H
#define NQI_TESTS_GOLDEN_H

#include "base/arena.h"
#include "base/buf.h"

/* Fails the test with the first line that differs. */
void golden_compare(const char *folder, const char *name, const struct buf *out,
                    struct arena *arena);

#endif
