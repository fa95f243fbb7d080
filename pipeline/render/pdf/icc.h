/* An sRGB profile of our own, built from the numbers of IEC 61966-2-1: what the
   colours of the file mean. */
#ifndef NQI_RENDER_PDF_ICC_H
#define NQI_RENDER_PDF_ICC_H

#include "base/buf.h"

/* Version 4, or version 2 for PDF/A-1. */
void icc_srgb(bool version4, struct buf *out);

#endif
