#include "compose/piece.h"
#include "compose/controls.h"
#include "compose/emphasis.h"
#include "compose/footnotes.h"
#include "compose/links.h"
#include "compose/lookalike.h"
#include "compose/nodes.h"
#include "compose/typed.h"
#include <string.h>

/* The piece as lines of a paragraph that a mark of nothing begins: so far in, no line
   of it can open another block. */
static void put_lines(struct str markdown, struct buf *out) {
    buf_puts(out, MARK_NEUTRAL "\n    ");
    for (size_t i = 0; i < markdown.n; i++) {
        if (markdown.p[i] == '\n')
            buf_puts(out, "\\\n    ");
        else
            buf_char(out, markdown.p[i]);
    }
}

/* With neutral characters at the places given. */
static struct str insert_neutral(struct composition *c, struct str markdown,
                                 const struct emphasis_places *places) {
    struct buf out = buf_open(SIZE_MAX / 2);
    size_t at = 0;
    for (size_t i = 0; i < places->count; i++) {
        buf_put(&out, str_slice(markdown, at, places->items[i]));
        buf_puts(&out, MARK_NEUTRAL);
        at = places->items[i];
    }
    buf_put(&out, str_slice(markdown, at, markdown.n));
    struct str copy = arena_copy(c->arena, buf_str(&out));
    buf_close(&out);
    return copy;
}

static void parse(struct composition *c, struct str markdown, struct buf *text,
                  cmark_node **root) {
    buf_clear(text);
    put_lines(markdown, text);
    links_put(c, markdown, text);
    *root = cmark_parse_document(buf_z(text), text->n, CMARK_OPT_VALIDATE_UTF8);
}

struct visit {
    struct composition *c;
    struct place place;
};

static void look(const struct typed_block *block, void *user) {
    struct visit *visit = user;
    lookalike_text(visit->c, block, &visit->place);
    footnotes_refer(visit->c, block, &visit->place);
}

cmark_node *piece_parse(struct composition *c, struct str markdown,
                        struct place place) {
    struct buf text = buf_open(SIZE_MAX / 2);
    cmark_node *root;
    markdown = controls_enter(c, markdown, &place);
    parse(c, markdown, &text, &root);
    struct emphasis_places places;
    if (memchr(markdown.p, '*', markdown.n) != NULL && emphasis_is_doubtful(root)) {
        emphasis_choose(c, markdown, place, &places);
        if (places.count > 0) {
            cmark_node_free(root);
            parse(c, insert_neutral(c, markdown, &places), &text, &root);
        }
    }
    struct visit visit = {c, place};
    controls_check(c, root);
    bool shallow = nodes_are_shallow(c, root, &place);
    if (shallow)
        typed_walk(c, root, buf_str(&text), look, &visit);
    buf_close(&text);
    cmark_node *paragraph = cmark_node_first_child(root), *first;
    for (int i = 0; (i < 2 || !shallow) && /* the mark, its line */
                    (first = cmark_node_first_child(paragraph)) != NULL;
         i++)
        cmark_node_free(first);
    cmark_node_unlink(paragraph);
    cmark_node_free(root);
    return paragraph;
}
