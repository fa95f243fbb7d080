/* The content code of a document: a hash of all that is printed in it, text, figures
   and pictures, but for what publishing changes: its mark of state, the names of those
   who signed, the date. It is the same whatever formats are made. */
#ifndef NQI_DOCUMENT_CODE_H
#define NQI_DOCUMENT_CODE_H

#include "base/hash.h"
#include "document/document.h"

struct rendering; /* render/render.h */

/* Renders the text and the pictures and hashes them. False after reporting. */
bool document_code(const struct document *doc, const struct rendering *rendering,
                   char code[HASH_HEX_SIZE + 1], struct diag *diag);

#endif
