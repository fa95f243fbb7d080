/* For tests of tables on pages: a document with one table, laid out, and what is found
   on its pages. */
#ifndef NQI_TESTS_TABLE_MADE_H
#define NQI_TESTS_TABLE_MADE_H

#include "unit.h"

#include "document/figures.h"
#include "render/pdf/cell.h"
#include "render/pdf/pdf.h"
#include "sample_document.h"
#include <math.h>
#include <string.h>

#define NEAR 0.15f /* points */

static struct fonts *fonts;

static inline int open_fonts(void **state) {
    (void)state;
    struct diag *diag = diag_open();
    fonts = fonts_open(sample_theme(), diag);
    diag_close(diag);
    return fonts == NULL;
}

static inline int close_fonts(void **state) {
    (void)state;
    fonts_close(fonts);
    return 0;
}

struct made {
    struct arena *arena;
    struct diag *diag;
    struct document *doc;
    struct theme theme;
    struct doc_table *table;
    const struct display *display;
};

/* A document with one table of figures: 地区1, 37.1 … in the body. */
static inline struct made begin(size_t columns, size_t rows) {
    struct made made = {.arena = arena_open(), .diag = diag_open()};
    made.theme = *sample_theme();
    made.doc = document_open(made.arena, &made.theme);
    made.doc->title = STR("测试");
    made.doc->lang = STR("zh-CN");
    made.table = sample_table(made.doc, "表1", columns, rows);
    made.table->unit = STR("");
    for (size_t r = 0; r < rows; r++)
        made.table->body[r].cells[0].text = arena_printf(made.arena, "地区%zu", r + 1);
    return made;
}

static inline void lay_out(struct made *made) {
    made->doc->theme = &made->theme;
    sample_block(made->doc, &made->table->object);
    made->display = layout_document(made->doc, fonts, made->arena, made->diag);
    diag_print(made->diag, stderr);
    assert_non_null(made->display);
}

static inline void end(struct made *made) {
    document_close(made->doc);
    diag_close(made->diag);
    arena_close(made->arena);
}

static inline float measure_of(const struct made *made) {
    return made->theme.page_width - made->theme.margin_left - made->theme.margin_right;
}

/* The first item of text that is these words, NULL if there is none. */
static inline const struct item *text_of(const struct made *made, const char *words) {
    for (size_t p = 0; p < made->display->page_count; p++)
        for (size_t i = 0; i < made->display->pages[p].count; i++) {
            const struct item *item = &made->display->pages[p].items[i];
            if (item->kind == ITEM_TEXT && item->tag &&
                str_equal(item->run->text, str_from(words)))
                return item;
        }
    return NULL;
}

static inline const struct item *find(const struct made *made, const char *words) {
    const struct item *item = text_of(made, words);
    if (item == NULL)
        fail_msg("“%s” is on no page", words);
    return item;
}

static inline float right_of(const struct item *item) {
    float x = item->x;
    for (size_t i = 0; i < item->run->count; i++)
        x += item->run->glyphs[i].advance;
    return x;
}

/* The n-th rule of a weight on the table's page, from above; NULL if there are fewer.
 */
static inline const struct item *rule_of(const struct made *made, float weight,
                                         size_t n) {
    const struct page *page = &made->display->pages[made->display->page_count - 1];
    for (size_t i = 0; i < page->count; i++) {
        const struct item *item = &page->items[i];
        if (item->kind == ITEM_RECT && !item->running && item->tag == NULL &&
            fabsf(item->rect.height - weight) < 0.01f && item->rect.width > 50 &&
            n-- == 0)
            return item;
    }
    return NULL;
}

static inline size_t hairlines(const struct made *made) {
    size_t count = 0;
    while (rule_of(made, made->theme.rule_light, count))
        count++;
    return count;
}

#endif
