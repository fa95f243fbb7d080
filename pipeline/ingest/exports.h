/* What offices publish, by name: each format's entry in their table. The file
   ingest/export_NAME.c defines export_NAME: how its files are recognised, and what of
   their form a profile need not say.

   A format makes a table of a file (ingest/shape.h) and presets what its office means
   by signs, separators and periods; what a profile declares goes first. Everything
   after that, areas, periods, values, statuses, dimensions, is read in the one way. */
#ifndef NQI_INGEST_EXPORTS_H
#define NQI_INGEST_EXPORTS_H

#include "ingest/blocks.h"
#include "ingest/layouts.h"
#include "ingest/shape.h"

enum { EXPORT_LINES = 12 };

/* The first lines of a file that are not blank: without a mark of its encoding, and
   without quotes in `lines`. */
struct export_head {
    struct str lines[EXPORT_LINES], quoted[EXPORT_LINES];
    size_t count;
};

struct export_kind {
    struct kind kind;
    /* The separator of a file of this form ("": to be found out as in any), or NULL for
       another file. */
    const char *(*knows)(const struct export_head *head);
    bool weak; /* its files have no sign of their own: what `knows` is only proposed */
    /* Of files that are no UTF-8 and have no mark; NULL: as in any other. */
    const char *encoding;
    /* The level of its areas, if none is declared: codes of other countries' offices
       are not those of provinces. NULL: any. */
    const char *level;
    /* A line that begins with one of these ends the table: what follows are notes. NULL
       is the last. */
    const char *ends[BLOCKS_MARKS_MAX];
    bool notes; /* its files have titles and notes as people write them */
    /* Makes the table. False after errors. */
    bool (*shape)(struct shape *shape);
};

/* Every format, in the order in which they are asked: those that are surest first. */
#define EXPORT_KINDS(KIND)                                                             \
    KIND(sdmx_csv)                                                                     \
    KIND(eurostat_tsv)                                                                 \
    KIND(worldbank)                                                                    \
    KIND(undata)                                                                       \
    KIND(un_yearbook)                                                                  \
    KIND(faostat)                                                                      \
    KIND(ons)                                                                          \
    KIND(pxstat)                                                                       \
    KIND(genesis)                                                                      \
    KIND(genesis_table)                                                                \
    KIND(statline)                                                                     \
    KIND(insee)                                                                        \
    KIND(istat)                                                                        \
    KIND(ine)                                                                          \
    KIND(statcan)                                                                      \
    KIND(bls)                                                                          \
    KIND(fred)                                                                         \
    KIND(estat_api)                                                                    \
    KIND(estat_database)                                                               \
    KIND(singstat)                                                                     \
    KIND(hk_csd)                                                                       \
    KIND(taiwan)                                                                       \
    KIND(nbs)                                                                          \
    KIND(cnca)                                                                         \
    KIND(kosis)                                                                        \
    KIND(pxweb)                                                                        \
    KIND(cn_open_data)

#define EXPORT_KIND_DECLARE(NAME) extern const struct export_kind export_##NAME;
EXPORT_KINDS(EXPORT_KIND_DECLARE)
#undef EXPORT_KIND_DECLARE

/* True if the first lines of a decoded text are of this format. */
bool exports_knows(const struct export_kind *kind, struct str text,
                   struct arena *arena);
/* The format of a decoded text, or NULL. */
const struct export_kind *exports_recognise(struct str text, struct arena *arena);
/* The encoding to take where neither the file nor its profile says one, or empty. */
struct str exports_encoding(const struct export_kind *kind, struct str bytes);
/* How the rows of a decoded text are found, or of the beginning of one, by the
   profile's format; false after a report that it is of another one. */
bool exports_options(const struct reading_context *context, struct str text,
                     struct str path, struct sheet_options *options);
/* Makes the table of a sheet that was read so. False after errors: of its head, but
   for those of rows (shape->ragged). The context and the sheet must outlive it. */
bool exports_make(const struct reading_context *context, struct sheet *sheet,
                  struct shape *shape);
/* Reads the rows of the sheet; what became of its cells is put down there. */
bool exports_read(struct reading_context *context, struct sheet *sheet,
                  const struct file_facts *facts);

/* For `knows`: line `line` begins with this, or ends; its n-th text between
   separators. */
bool export_starts(const struct export_head *head, size_t line, const char *text);
bool export_ends(const struct export_head *head, size_t line, const char *text);
bool export_has(const struct export_head *head, size_t line, const char *text);
struct str export_cell(const struct export_head *head, size_t line,
                       const char *separator, size_t n);

#endif
