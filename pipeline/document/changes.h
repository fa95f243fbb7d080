/* What a corrected issue says of its correction, at its end: the reasons, and the
   figures that were and are printed. Put into a composed document; compose knows none
   of it. */
#ifndef NQI_DOCUMENT_CHANGES_H
#define NQI_DOCUMENT_CHANGES_H

#include "document/document.h"

/* A figure that is not what it was; empty: it was not there, or is no more. */
struct doc_change {
    struct str what, before, after;
};

/* `reasons` of all corrections of the issue so far, the last of them being that of the
   changes. Texts are borrowed. */
void document_add_changes(struct document *doc, const struct str *reasons,
                          size_t reason_count, const struct doc_change *changes,
                          size_t change_count);
/* 更正2 */
struct str document_correction_name(struct catalogue vocabulary, size_t number,
                                    struct arena *arena);

#endif
