/* Dimensions in a table: items that its columns, heads and profile name, rows that a
   profile wants, and dimensions that a skipped column would lose. What is made here
   lives in the scratch arena of the file. */
#ifndef NQI_INGEST_ITEMS_H
#define NQI_INGEST_ITEMS_H

#include "ingest/columns.h"

/* False if the set has another item of the same dimension. */
bool items_add(const struct dataset *ds, struct item_set *set, uint32_t item);
bool items_add_all(const struct dataset *ds, struct item_set *set,
                   const struct item_set *more);

/* The dimension whose code or name this is, or DATASET_NONE. */
uint32_t items_dimension(const struct dataset *ds, struct str name,
                         struct arena *scratch);
/* Gives the columns that the profile's `where` names their filter. Reports. */
bool items_apply_where(const struct reading_context *context, struct column *columns,
                       size_t width, bool *mapped);
/* What `where` says of dimensions without a column: the whole file is of it. */
void items_of_file(const struct reading_context *context, const struct column *columns,
                   size_t width, struct item_set *out);
/* Whether the row's text in a column with a filter is the wanted one. */
bool items_wanted(const struct reading_context *context, const struct column *column,
                  struct str text);
/* Reports a name that is no item, or may be two. */
void items_report(const struct reading_context *context, struct place place,
                  struct str text, uint32_t dimension, enum name_reading reading,
                  uint32_t id, uint32_t other);

/* What the profile says of a column: "sex", "CERT", "CERT[field=QMS]", "[sex=M]".
   Reports what is none of them. */
bool items_read_code(const struct reading_context *context, struct str name,
                     struct column *column);
/* Reads 女, or 合计 for all items, in a head or a part of it, with its unit or
   without. */
bool items_read_head(const struct reading_context *context, struct str text,
                     struct column *column);
/* Reports a part of the head that may be an item of two dimensions; false if none. */
bool items_report_head(const struct reading_context *context, const struct table *table,
                       size_t index, struct str head);
/* The rows are items: a column says of which dimension, and the profile says what the
   rows of its layout would say. */
bool items_stand_for(const struct reading_context *context,
                     const struct column *columns, size_t width);

#endif
