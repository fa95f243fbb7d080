/* One row a figure: columns of keys, one or more of values. */
#include "ingest/layouts.h"

/* Two columns of keys beside a column of values. */
static const char *sniff(const struct sniffed *file) {
    size_t usual = 0, keys = 0, values = 0;
    for (size_t i = 0; i < file->table->width; i++) {
        const struct tally *c = &file->columns[i];
        enum role role = file->usual[i];
        usual += role != ROLE_SKIP;
        keys += role == ROLE_AREA || role == ROLE_PERIOD || role == ROLE_INDICATOR;
        values += role == ROLE_VALUE && layouts_most(c->numbers, c->filled);
    }
    return usual >= 3 && keys >= 1 && values == 1
               ? "one row a figure, by the names of the columns"
               : NULL;
}

const struct layout_kind layout_long = {
    .kind = {"long", "one row a figure", "每行一个数值"},
    .read = layouts_read_table,
    .named = true,
    .sniff = sniff,
};
