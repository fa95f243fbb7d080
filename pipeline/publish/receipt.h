/* The receipt of a release, receipt.json: the SHA-256 of all that went in and came
   out, the libraries, the options, and what became of each report. It holds
   nothing of the machine, the clock or the order of the work, so equal builds have
   equal receipts; the release's ID is the beginning of the receipt's own hash.
   The next build reads it to know what there is to carry forward, and the
   supervisor reads it to check the stage. Only home of the receipt's JSON. */
#ifndef NQI_PUBLISH_RECEIPT_H
#define NQI_PUBLISH_RECEIPT_H

#include "base/buf.h"
#include "base/diag.h"
#include "dataset/dataset.h"
#include "publish/confine.h"
#include "publish/edition.h"
#include "text/fonts.h"

#define RECEIPT_NAME "receipt.json"
/* What each file gave of each series (rules/rules.h): to compare the next release with.
 */
#define SERIES_NAME "series.csv"
/* The hashes of what is published, for sha256sum -c; of a project with a workflow. */
#define SUMS_NAME "SHA256SUMS"
#define RECEIPT_ID_SIZE 16 /* hexadecimal digits */
/* Below it, receipts of earlier releases whose files are carried. */
#define RECEIPT_EARLIER "earlier"

struct receipt_item {
    struct str path;
    char sha256[HASH_HEX_SIZE + 1];
};

struct receipt_option {
    const char *name;
    struct str value;
};

/* All borrowed. */
struct receipt {
    const struct receipt_option *options;
    size_t option_count;
    uint64_t seed;
    const struct dataset *dataset; /* its files */
    const struct fonts *fonts;
    const struct receipt_item *scripts, *templates;
    size_t script_count, template_count;
    struct confinement confinement;
    size_t warnings;
    const struct edition *editions;
    size_t edition_count;
    const struct receipt_item *pages; /* index.html, series.csv */
    const size_t *page_bytes;
    size_t page_count;
};

/* What went into one report, for a file beside its tables: the part of the receipt that
   is known when the report is made. `figures`: how many of its printed figures come
   from each of the dataset's files. Only dataset, fonts, scripts, templates and seed of
   `receipt` are read. */
void receipt_write_inputs(const struct receipt *receipt, const struct edition *edition,
                          const size_t *figures, struct buf *out);

/* Writes the receipt and its release's ID. */
bool receipt_write(const struct receipt *receipt, struct buf *out,
                   char id[RECEIPT_ID_SIZE + 1], struct diag *diag);

/* What a receipt says of its release; strings in the arena. */
struct receipt_summary {
    struct str id;
    struct edition *editions;
    size_t edition_count;
    struct edition_file *pages;
    size_t page_count;
    struct str *earlier; /* IDs of the releases that carried files come from */
    size_t earlier_count;
    struct str series; /* the text of its SERIES_NAME, or empty: read by
                          release_open_current() */
};

/* Reads receipt.json of the release or stage behind `folder`. */
bool receipt_read(int folder, struct arena *arena, struct receipt_summary *out,
                  struct diag *diag);
/* True if `id` has the form of a release's ID. */
bool receipt_id_is_valid(struct str id);

/* One edition, on its way from a worker to the builder. */
void receipt_write_edition(const struct edition *edition, struct buf *out);
bool receipt_read_edition(struct str text, struct arena *arena, struct edition *out);

#endif
