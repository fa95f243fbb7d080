/* What is printed around the data of a document: its words in the report's language,
   and its labelled parts (notes, source, unit, sign-off, caption). Renderers print a
   part's label and its text and know no word themselves. */
#ifndef NQI_DOCUMENT_PRINTED_H
#define NQI_DOCUMENT_PRINTED_H

#include "base/catalogue.h"
#include "document/theme.h"

/* What stands before a negative number in print; a hyphen in a CSV. */
#define PRINTED_MINUS "−"

struct arena;
struct document;
struct doc_heading;

/* The words of a vocabulary (pipeline/words/), a theme's own in their place where it
   sets them. All borrowed. */
struct printed_words {
    struct catalogue vocabulary;
    struct str lang;                                        /* zh-CN */
    struct str gap, caption_gap, colon, comma, open, close; /* 　 　 ： ， （ ） */
    struct str stop, mark_open, mark_close, blank;    /* 。 【 】 ＿＿＿＿ */
    struct str heading[4], annex;                     /* 一 … 附录一 */
    struct str table_label, figure_label, continued;  /* 表 图 （续） */
    struct str goes_on;                               /* （转下页） */
    struct str annex_table_label, annex_figure_label; /* 附表 附图 */
    struct str figures, tables;                       /* 图目 表目 */
    struct str unit_label, note_label, source_label;  /* 单位： 注： … */
    struct str contents, page_number;                 /* 目　录 … */
    struct str to_text, to_index;                     /* 跳到正文 全部报告 */
    struct str table_name, footnotes, back;           /* 表 脚注 回到正文 */
    struct str demo;         /* 演示数据 … 未更新 … */
    struct str organisation; /* of the theme */
};

/* `theme` may be NULL; an empty vocabulary is the first one. */
void printed_words_of(struct catalogue vocabulary, const struct theme *theme,
                      struct printed_words *out);

enum doc_part_kind {
    PART_NOTE,
    PART_SOURCE,
    PART_UNIT,
    PART_OFFICE, /* the sign-off, in this order */
    PART_COMPILED,
    PART_REVIEWED,
    PART_APPROVED,
    PART_DATE
};

/* `label` stands right before `text`, its colon included, and the number of one of
   several notes ("注：1. "); the sign-off's labels have none. `stop` ends the part
   where it is set as a sentence: empty if the text has an end of its own. */
struct doc_part {
    enum doc_part_kind kind;
    struct str label, text, stop;
};

/* Below a table or a chart: its notes, then its source if there is one. */
struct doc_part *printed_foot(const struct document *doc, const struct str *notes,
                              size_t note_count, struct str source, struct arena *arena,
                              size_t *count);
/* The end of the number of a source, [12], that stands at byte `at` of a part; else
   `at`. It is printed small and raised, never parted from the word before it. */
size_t printed_cited(struct str text, size_t at);
/* Above it at the right. */
struct doc_part printed_unit(const struct document *doc, struct str unit);

/* Who issued, compiled, reviewed and approved the report, and when: what is known. If
   the theme says that reports are signed by hand, the empty ones too, to be filled in.
 */
enum { SIGNOFF_PARTS = 5 };
struct signoff {
    struct doc_part parts[SIGNOFF_PARTS];
    size_t count;
};
struct signoff printed_signoff(const struct document *doc);
/* 内容码：3f9a-21bc-77de-0102, the beginning of the document's code; empty without. */
#define PRINTED_CODE_DIGITS 16
struct str printed_code(const struct document *doc, struct arena *arena);
/* The digits alone, in groups. */
struct str printed_code_digits(struct str code, struct arena *arena);
/* For a cover, which nobody signs: only what is known. */
struct signoff printed_signoff_known(const struct document *doc);

/* 表1　各省证书数: label, gap and caption, whichever there are. */
struct str printed_caption(const struct document *doc, struct str label,
                           struct str caption, struct arena *arena);
/* By what sign a heading's label ends: ）or 、, a point, ), another or none. */
enum label_end { LABEL_WIDE, LABEL_POINT, LABEL_CLOSED, LABEL_PLAIN };
enum label_end printed_label_end(struct str label);
/* What stands between a heading's label and its text: 一　…, （一）…, 1. … */
struct str printed_heading_gap(const struct document *doc,
                               const struct doc_heading *heading);
/* 2024年12月 or 2024-12. */
bool printed_names_month(struct catalogue vocabulary, struct str label);
/* 转到表1, 注 2: `key` of the vocabulary with one value. */
struct str printed_line(const struct document *doc, const char *key, const char *name,
                        struct str value, struct arena *arena);

struct printed_page {
    struct str section, number, total;
};

/* What a theme's own text may print: {title}, {period} …, and of a page, where it
   stands on one, {section}, {page} and {pages}. */
struct str printed_form_names(bool on_page, struct arena *arena);
/* The first {name} of a form that is none of these; NULL if there is none. */
struct str printed_form_fault(struct str form, bool on_page);
/* The form with its names filled in, in the arena. */
struct str printed_form(const struct document *doc, struct str form,
                        struct printed_page page, struct arena *arena);

#endif
