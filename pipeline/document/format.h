/* Output formats: each one's entry in their table. A file of render/ defines
   format_NAME: the files of a document in this format, and how the front page lists
   them. Command line, job, receipt, releases and front page read the table. */
#ifndef NQI_DOCUMENT_FORMAT_H
#define NQI_DOCUMENT_FORMAT_H

#include "base/kind.h"
#include "document/document.h"

struct rendering; /* render/render.h */

struct format_kind {
    struct kind kind; /* its name: of --format and in the receipt */
    const char *extension;
    /* NULL, or the format whose file shows these: made, carried and replaced with it,
       and not asked for by itself. */
    const struct format_kind *with;
    bool optional;                   /* made only if it is asked for by its name */
    int place;                       /* among the links of the front page: 1 is the best
                                        way to read a report; 0: not linked */
    const char *label, *short_label; /* of the link, and of one beside many areas: a
                                        key of the vocabulary, or a name */
    /* How many files a document has, and what stands behind the stem of the i-th, in
       the arena. NULL: one, and nothing. */
    size_t (*count)(const struct document *doc);
    struct str (*suffix)(const struct document *doc, size_t i, struct arena *arena);
    /* Writes the i-th file; false after reporting. */
    bool (*render)(const struct document *doc, size_t i,
                   const struct rendering *rendering, struct buf *out,
                   struct diag *diag);
};

/* Every format, a line each, in the order in which they are made. */
#define FORMAT_KINDS(KIND)                                                             \
    KIND(md)                                                                           \
    KIND(html)                                                                         \
    KIND(pdf)                                                                          \
    KIND(csv)                                                                          \
    KIND(json)                                                                         \
    KIND(tidy)                                                                         \
    KIND(svg)

/* FORMAT_md is the place of format_md in the table. */
#define FORMAT_KIND_PLACE(NAME) FORMAT_##NAME,
enum { FORMAT_KINDS(FORMAT_KIND_PLACE) FORMAT_COUNT };
#undef FORMAT_KIND_PLACE

#define FORMAT_KIND_DECLARE(NAME) extern const struct format_kind format_##NAME;
FORMAT_KINDS(FORMAT_KIND_DECLARE)
#undef FORMAT_KIND_DECLARE

extern const struct kind *const format_kinds[];

/* A set of formats: a bit for the place of each. */
struct format_set {
    uint32_t bits;
};
_Static_assert(FORMAT_COUNT <= 32, "a set of formats has 32 bits");

const struct format_kind *format_at(size_t i);
/* The format of this name, or NULL. */
const struct format_kind *format_named(struct str name);
bool format_in(struct format_set set, const struct format_kind *format);
struct format_set format_add(struct format_set set, const struct format_kind *format);
/* Those that can be asked for; the others go with one of them. */
struct format_set format_all(void);
/* Those of a build that asks for none. */
struct format_set format_usual(void);
/* Their names: "md, html, pdf, csv". */
void format_list(struct format_set set, const char *between, struct buf *out);

#endif
