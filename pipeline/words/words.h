/* The words of the project, from the PO files of this folder, compiled in. */
#ifndef NQI_WORDS_WORDS_H
#define NQI_WORDS_WORDS_H

#include "base/catalogue.h"

/* What nqi says to its user, by the key --lang takes: an empty catalogue for "en",
   whose words stand in the code; zh.po for "zh". False if there is no such language. */
bool words_messages(struct str language, struct catalogue *out);

#endif
