/* Parts of the Markdown writer. Private to render/markdown*.c. */
#ifndef NQI_RENDER_MARKDOWN_H
#define NQI_RENDER_MARKDOWN_H

#include "render/render.h"
#include "render/tree.h"

struct markdown {
    const struct document *doc;
    struct arena *arena; /* until the file is written */
    struct str *targets; /* ids that some link points at */
    size_t target_count, target_capacity;
    struct tree_swaps swaps;
};

/* Text that stays text wherever it is put inside a line, a cell of a pipe table
   included; \n becomes <br>. Addresses in it are links. */
void markdown_text(struct str text, struct buf *out);
/* The same between the brackets of a link or picture, where no link can be. */
void markdown_label(struct str text, struct buf *out);

/* An address in a text: its bytes, and the sign by which a reader knows it. It ends
   where it starts if no link can be made of it. */
struct markdown_address {
    size_t start, end, sign;
    bool has_scheme; /* http://, not www. */
};

/* The next address from `from` on; start is text.n if there is none. */
struct markdown_address markdown_address(struct str text, size_t from);
/* Writes it so that every reader sees the same link; how far the text is written. */
size_t markdown_put_address(struct str text, struct markdown_address address,
                            struct buf *out);
/* The target of a link between < and >. */
void markdown_target(struct str text, struct buf *out);
/* <a id="…"></a>, if some link points at the id. */
void markdown_anchor(const struct markdown *md, struct str id, struct buf *out);
/* The inlines of a paragraph on one line, for a cell of a pipe table. */
void markdown_inlines(struct markdown *md, cmark_node *paragraph, struct buf *out);
/* **表1　…**　单位：… */
void markdown_caption(const struct markdown *md, struct str id, struct str label,
                      struct str caption, struct str unit, struct buf *out);
/* 注： and 数据来源：, a line each; begins with a blank line. */
void markdown_notes(const struct markdown *md, const struct str *notes, size_t count,
                    struct str source, struct buf *out);

void markdown_table(struct markdown *md, const struct doc_table *table,
                    struct buf *out);

/* Puts <strong> and <em> in the place of those nodes below `root` whose ** or *
   CommonMark's rules of flanking would not, or might not, see. */
void markdown_flank(struct tree_swaps *swaps, cmark_node *root);

/* Keeps what is text apart from what a reader would see across two nodes, at a line's
   edges or in GFM. */
void markdown_lines(struct tree_swaps *swaps, cmark_node *root);
/* <br> in the place of line breaks, which a cell cannot hold. */
void markdown_breaks(struct tree_swaps *swaps, cmark_node *root);

#endif
