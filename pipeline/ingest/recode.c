#include "ingest/recode.h"
#include "base/arena.h"
#include "ingest/csv_quotes.h"
#include "ingest/csv_sheet.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>

enum { PIVOT = 1024, STEP = 1 << 14 };

struct recode {
    struct recode_form form;
    size_t skip;           /* bytes of the mark that are to come */
    UConverter *from, *to; /* NULL: it is UTF-8 already */
    UChar pivot[PIVOT], *pivot_source, *pivot_target;
    struct buf text; /* decoded, from the last cell on that is not settled */
};

struct recode *recode_open(const struct recode_form *form) {
    struct recode *r = memory_alloc(sizeof *r);
    UErrorCode status = U_ZERO_ERROR;
    *r = (struct recode){.form = *form, .skip = form->skip, .text = buf_open(SIZE_MAX)};
    if (strcmp(form->encoding, "UTF-8") != 0) {
        r->from = ucnv_open(form->encoding, &status);
        r->to = ucnv_open("UTF-8", &status);
        ucnv_setToUCallBack(r->from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL,
                            &status);
    }
    r->pivot_source = r->pivot_target = r->pivot;
    return r;
}

void recode_close(struct recode *r) {
    ucnv_close(r->from);
    ucnv_close(r->to);
    buf_close(&r->text);
    free(r);
}

static bool decode(struct recode *r, struct str bytes, bool last) {
    if (strcmp(r->form.encoding, "UTF-8") == 0) {
        buf_put(&r->text, bytes);
        return true;
    }
    const char *source = bytes.p, *end = bytes.p + bytes.n;
    UErrorCode status = U_ZERO_ERROR;
    do {
        char out[STEP], *target = out;
        status = U_ZERO_ERROR;
        ucnv_convertEx(r->to, r->from, &target, out + STEP, &source, end, r->pivot,
                       &r->pivot_source, &r->pivot_target, r->pivot + PIVOT, false,
                       last, &status);
        buf_bytes(&r->text, out, (size_t)(target - out));
    } while (status == U_BUFFER_OVERFLOW_ERROR);
    return U_SUCCESS(status);
}

bool recode_add(struct recode *r, struct str bytes, bool last, struct buf *out) {
    size_t skipped = bytes.n < r->skip ? bytes.n : r->skip, settled;
    bool stray = false;
    r->skip -= skipped;
    if (!decode(r, str_slice(bytes, skipped, bytes.n), last)) {
        return false;
    }
    struct str text = buf_str(&r->text);
    if (r->form.quote.n + r->form.escape.n > 0) {
        settled = quotes_add(text, last, r->form.quote, r->form.escape,
                             r->form.separator, out, &stray);
    } else {
        buf_put(out, text);
        settled = text.n;
    }
    r->text.n -= settled;
    if (r->text.n > 0) {
        memmove(r->text.p, text.p + settled, r->text.n);
    }
    return r->text.n <= SHEET_CELL_MAX && !(stray && r->form.sound);
}
