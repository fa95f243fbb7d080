/* For tests of PDFs: documents that are made, laid out, written to a folder of their
   own and read by other programs. */
#ifndef NQI_TESTS_PDF_MADE_H
#define NQI_TESTS_PDF_MADE_H

#include "base/diag.h"
#include "document/document.h"
#include "render/pdf/display.h"
#include "text/fonts.h"

#define LINES                                                                                                          \
    "统计数据显示，2023年全国共有有效证书361.2万张，比上年增长5.2%；其中管理体系认证" \
    "证书占比为37.5%，比上年提高1.2个百分点。质量是兴国之道、强国之策。"

extern struct fonts *pdf_fonts;
extern char pdf_folder[];

struct made {
    struct arena *arena;
    struct diag *diag;
    struct document *doc;
    struct theme theme;
};

int pdf_open_fonts(void **state);
int pdf_close_fonts(void **state);
struct made pdf_begin(void);
void pdf_open_document(struct made *made);
void pdf_end(struct made *made);
void pdf_write_file(struct made *made, const char *name);
struct str pdf_run(struct made *made, const char *name, const char *command);
bool pdf_has(struct str text, const char *words);
size_t pdf_count_of(struct str text, const char *words);
const struct display *pdf_lay_out(struct made *made);
bool pdf_page_has(const struct page *page, const char *words);

#endif
