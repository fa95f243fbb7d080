/* What every unit test includes: cmocka with the headers that it needs. */
#ifndef NQI_TESTS_UNIT_H
#define NQI_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"

/* Fails unless the struct str equals the C string; shows both. */
#define assert_str(actual, expected)                                                   \
    do {                                                                               \
        struct str seen_ = (actual);                                                   \
        const char *wanted_ = (expected);                                              \
        if (!str_equal(seen_, str_from(wanted_)))                                      \
            fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(seen_), wanted_);               \
    } while (0)

#endif
