/* Marks that stand on the pages of an edition: 演示数据, 送审稿, 未更新, 更正1. Each
   kind has its entry in their table; document/page_mark_NAME.c defines page_mark_NAME.
   A document, an edition and an entry of the front page have a set of them; renderers
   show what is in the set, in the alert colour, and know none by name. */
#ifndef NQI_DOCUMENT_PAGE_MARK_H
#define NQI_DOCUMENT_PAGE_MARK_H

#include "base/arena.h"
#include "base/kind.h"

struct page_mark_kind {
    struct kind kind; /* its name: the class in HTML, the key in a receipt */
    /* Its words and banners are keys of the vocabulary (pipeline/words/), or texts that
       stand for themselves in every language. An edition may have words of its own. */
    const char *words;
    /* On the cover, in running heads and at the head of a page; true: also in titles,
       captions, tables, pictures and CSV, which may be taken out of their page. */
    bool everywhere;
    /* 0: it tells of the data. Else of the edition's state, of which a page shows one:
       the greatest. */
    int state;
    const char *label_class;  /* of the words beside a title or a link in HTML */
    const char *banner;       /* what follows the words at the head of a page */
    const char *index_banner; /* the same on the front page, or NULL */
};

/* Every kind, a line each, in the order in which they are shown. */
#define PAGE_MARK_KINDS(KIND)                                                          \
    KIND(demo)                                                                         \
    KIND(preliminary)                                                                  \
    KIND(stale)                                                                        \
    KIND(correction)                                                                   \
    KIND(superseded)                                                                   \
    KIND(withdrawn)                                                                    \
    KIND(draft)

#define PAGE_MARK_KIND_PLACE(NAME) PAGE_MARK_##NAME,
enum { PAGE_MARK_KINDS(PAGE_MARK_KIND_PLACE) PAGE_MARK_COUNT };
#undef PAGE_MARK_KIND_PLACE

#define PAGE_MARK_KIND_DECLARE(NAME)                                                   \
    extern const struct page_mark_kind page_mark_##NAME;
PAGE_MARK_KINDS(PAGE_MARK_KIND_DECLARE)
#undef PAGE_MARK_KIND_DECLARE

extern const struct kind *const page_mark_kinds[];

struct page_mark {
    const struct page_mark_kind *kind; /* NULL: not in the set */
    struct str words;                  /* borrowed */
};

/* By the place of their kinds in the table. */
struct page_marks {
    struct page_mark items[PAGE_MARK_COUNT];
};

/* Puts a mark into the set. Empty words: those of the kind in the first language. */
void page_marks_add(struct page_marks *marks, const struct page_mark_kind *kind,
                    struct str words);
bool page_marks_have(const struct page_marks *marks, const struct page_mark_kind *kind);
/* Those that tell of the data, without the state. */
struct page_marks page_marks_of_data(const struct page_marks *marks);
/* The shown mark behind `after` (NULL: the first), or NULL; only those that stand
   everywhere, or all:
     for (m = NULL; (m = page_marks_next(marks, true, m)) != NULL;) */
const struct page_mark *page_marks_next(const struct page_marks *marks, bool everywhere,
                                        const struct page_mark *after);
/* Their words with `gap` between two; empty if there are none. */
void page_marks_words(const struct page_marks *marks, bool everywhere, struct str gap,
                      struct buf *out);
struct str page_marks_text(const struct page_marks *marks, bool everywhere,
                           struct str gap, struct arena *arena);

#endif
