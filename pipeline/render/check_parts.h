/* The parts of check.html. Private to render/check*.c. */
#ifndef NQI_RENDER_CHECK_PARTS_H
#define NQI_RENDER_CHECK_PARTS_H

#include "render/check.h"

/* In the language of the page. */
const char *check_words(const struct check_page *check, const char *english)
    __attribute__((format_arg(2)));
/* <h2 id="…">text</h2>; `text` is markup, `id` may be NULL. */
void check_heading(const char *level, const char *id, const char *text,
                   struct buf *out);
void check_paragraph(const char *text, struct buf *out);

/* Files of observations have beliefs. */
bool check_has_beliefs(const struct check_page *check);
void check_put_beliefs(const struct check_page *check, struct buf *out);
/* Indicators × periods, and areas × indicators. */
void check_put_periods(const struct check_page *check, struct buf *out);
void check_put_newest(const struct check_page *check, struct buf *out);

#endif
