/* What stands before the body: cover and contents, or a masthead (front.c). */
#ifndef NQI_RENDER_PDF_FRONT_H
#define NQI_RENDER_PDF_FRONT_H

#include "render/pdf/box.h"
#include "render/pdf/layout.h"

/* Makes it, once the body's boxes are made and before they are placed. */
void front_open(struct layout *layout);
/* Page numbers are known: the contents are filled in. */
void front_close(struct layout *layout);
/* Words in lines of about equal length, the first at `y` of the box, all of the tag;
   returns where the next line goes. Nothing for no words. */
float front_lines(struct layout *layout, struct box *box, const struct theme_text *text,
                  struct str words, float x, float y, float width, struct tag *tag);
/* 年度报告　第1期: series and number of the issue. */
struct str front_kicker(struct layout *layout);
/* The English title with its period, if it does not say that itself. */
struct str front_english(struct layout *layout);

#endif
