/* Texts that say the same in Chinese and in English, as the yearbooks' do: 北  京
   Beijing, 亿元 (100 million yuan), 指标 Item. */
#ifndef NQI_BASE_BILINGUAL_H
#define NQI_BASE_BILINGUAL_H

#include "base/str.h"

struct bilingual {
    struct str chinese, english; /* trimmed, without brackets around; they borrow */
    bool english_first;
};

/* False if the text is not of two such halves, parted by white space or brackets.
   Figures and units in brackets stay with the half that they stand behind. */
bool bilingual_split(struct str text, struct bilingual *out);

#endif
