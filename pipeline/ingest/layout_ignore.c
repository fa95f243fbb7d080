/* Known, and deliberately not read. */
#include "ingest/layouts.h"

const struct layout_kind layout_ignore = {
    .kind = {"ignore", "known, and not read", "已知悉，不读取"},
};
