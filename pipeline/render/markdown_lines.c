/* What cmark's CommonMark renderer takes for plain and a reader would not: it looks at
   one node at a time, knows nothing of GFM and lets blanks stand where they mean
   something. What it would write wrong is exchanged for the time of one rendering. */
#include "render/markdown.h"
#include <string.h>

/* What one event of the tree puts on the line. */
enum piece {
    PIECE_NOTHING,
    PIECE_BLANKS, /* a text of nothing else */
    PIECE_WORDS,
    PIECE_BREAK,
    PIECE_EDGE /* where a block begins or ends */
};

struct step {
    cmark_node *node;
    enum piece piece;
    enum piece before, behind; /* the nearest that is more than blanks */
    bool heading;              /* inside one, which is written on one line */
    bool link;                 /* inside one, which holds no other */
    bool touches;              /* code that stands right behind other code */
};

static bool is_blank(struct str text) {
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != ' ')
            return false;
    return true;
}

static enum piece piece_of(cmark_node *node, bool enter) {
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        return is_blank(str_from(cmark_node_get_literal(node))) ? PIECE_BLANKS
                                                                : PIECE_WORDS;
    case CMARK_NODE_CUSTOM_INLINE:
        return *(enter ? cmark_node_get_on_enter(node) : cmark_node_get_on_exit(node))
                   ? PIECE_WORDS
                   : PIECE_NOTHING;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
        return PIECE_BREAK;
    case CMARK_NODE_CODE:
    case CMARK_NODE_HTML_INLINE:
    case CMARK_NODE_EMPH:
    case CMARK_NODE_STRONG:
    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE:
        return PIECE_WORDS;
    case CMARK_NODE_NONE:
    case CMARK_NODE_DOCUMENT:
    case CMARK_NODE_BLOCK_QUOTE:
    case CMARK_NODE_LIST:
    case CMARK_NODE_ITEM:
    case CMARK_NODE_CODE_BLOCK:
    case CMARK_NODE_HTML_BLOCK:
    case CMARK_NODE_CUSTOM_BLOCK:
    case CMARK_NODE_PARAGRAPH:
    case CMARK_NODE_HEADING:
    case CMARK_NODE_THEMATIC_BREAK:
        break;
    }
    return PIECE_EDGE;
}

static bool is_code(const struct step *step) {
    return cmark_node_get_type(step->node) == CMARK_NODE_CODE;
}

/* Breaks at a block's start and at its end belong to its edge. */
static enum piece side_behind(enum piece side, enum piece piece) {
    if (piece == PIECE_NOTHING || piece == PIECE_BLANKS)
        return side;
    return piece == PIECE_BREAK && side == PIECE_EDGE ? side : piece;
}

static struct step *collect(cmark_node *root, struct arena *arena, size_t *count) {
    struct step *steps = NULL;
    size_t capacity = 0;
    bool heading = false;
    size_t links = 0;
    cmark_iter *iter = cmark_iter_new(root);
    *count = 0;
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        bool enter = event == CMARK_EVENT_ENTER;
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_HEADING)
            heading = enter;
        if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)
            links = enter ? links + 1 : links - 1;
        steps = arena_grow(arena, steps, *count, &capacity, sizeof *steps);
        steps[(*count)++] = (struct step){.node = node,
                                          .piece = piece_of(node, enter),
                                          .heading = heading,
                                          .link = links > 0};
    }
    cmark_iter_free(iter);
    return steps;
}

static void look_around(struct step *steps, size_t count) {
    enum piece side = PIECE_EDGE;
    const struct step *last = NULL;
    for (size_t i = 0; i < count; i++) {
        steps[i].before = side;
        side = side_behind(side, steps[i].piece);
        if (steps[i].piece == PIECE_NOTHING)
            continue;
        steps[i].touches = last != NULL && is_code(last) && is_code(&steps[i]);
        last = &steps[i];
    }
    side = PIECE_EDGE;
    for (size_t i = count; i-- > 0;) {
        steps[i].behind = side;
        side = side_behind(side, steps[i].piece);
    }
}

/* An empty stand-in, for children that are written instead. */
static cmark_node *replace(struct tree_swaps *swaps, cmark_node *node,
                           const char *enter) {
    struct buf text = buf_open(64);
    buf_puts(&text, enter);
    tree_swap(swaps, node, CMARK_NODE_CUSTOM_INLINE, &text, "");
    buf_close(&text);
    return swaps->items[swaps->count - 1].stand_in;
}

static void append(cmark_node *parent, cmark_node_type type, struct str text) {
    if (text.n == 0)
        return;
    struct buf literal = buf_open(SIZE_MAX / 2);
    buf_put(&literal, text);
    cmark_node *node = cmark_node_new(type);
    if (type == CMARK_NODE_CUSTOM_INLINE)
        cmark_node_set_on_enter(node, buf_z(&literal));
    else
        cmark_node_set_literal(node, buf_z(&literal));
    cmark_node_append_child(parent, node);
    buf_close(&literal);
}

/* Blanks at a line's edges are code or a break there, and nothing on the page. */
static struct str trim(const struct step *step, struct str text) {
    while (step->before != PIECE_WORDS && text.n > 0 && text.p[0] == ' ')
        text = str_slice(text, 1, text.n);
    while (step->behind != PIECE_WORDS && text.n > 0 && text.p[text.n - 1] == ' ')
        text.n--;
    return text;
}

/* The next byte from `at` on that wants a backslash which cmark does not put: the
   tilde of struck text, an ampersand that the next node makes a reference of, the bar
   or colon of a table's row of dashes. */
static size_t next_sign(const struct step *step, struct str text, size_t at) {
    if (at == 0 && step->before == PIECE_BREAK && text.n > 0 &&
        (text.p[0] == '|' || text.p[0] == ':'))
        return 0;
    for (; at < text.n; at++)
        if (text.p[at] == '~' || (text.p[at] == '&' && at + 1 == text.n))
            return at;
    return text.n;
}

static size_t put_sign(struct str text, size_t at, struct buf *out) {
    buf_printf(out, "\\%c", text.p[at]);
    return at + 1;
}

static void put_text(struct tree_swaps *swaps, const struct step *step) {
    struct str whole = str_from(cmark_node_get_literal(step->node));
    struct str text = trim(step, whole);
    struct markdown_address address = {.start = text.n};
    if (!step->link)
        address = markdown_address(text, 0);
    size_t done = 0, sign = next_sign(step, text, 0);
    if (sign == text.n && address.start == text.n && text.n == whole.n)
        return;
    cmark_node *stand_in = replace(swaps, step->node, "");
    while (sign < text.n || address.start < text.n) {
        bool first = address.start <= sign;
        struct buf own = buf_open(SIZE_MAX / 2);
        append(stand_in, CMARK_NODE_TEXT,
               str_slice(text, done, first ? address.start : sign));
        done = first ? markdown_put_address(text, address, &own)
                     : put_sign(text, sign, &own);
        append(stand_in, CMARK_NODE_CUSTOM_INLINE, buf_str(&own));
        buf_close(&own);
        if (sign < done) /* else it is still the next one */
            sign = next_sign(step, text, done);
        if (first)
            address = markdown_address(text, done);
    }
    append(stand_in, CMARK_NODE_TEXT, str_slice(text, done, text.n));
}

/* No line may be empty inside a paragraph, and a heading is one line. */
static void put_break(struct tree_swaps *swaps, const struct step *step) {
    bool hard = cmark_node_get_type(step->node) == CMARK_NODE_LINEBREAK;
    if (step->before == PIECE_EDGE)
        replace(swaps, step->node, "");
    else if (step->behind != PIECE_WORDS)
        replace(swaps, step->node, hard ? "<br>" : "");
    else if (hard && step->heading)
        replace(swaps, step->node, "<br>");
}

/* `a``b` is one piece of code. */
static void part_code(struct tree_swaps *swaps, cmark_node *code) {
    append(replace(swaps, code, "<!-- -->"), CMARK_NODE_CODE,
           str_from(cmark_node_get_literal(code)));
}

/* An address or a title that a reader would see a character reference in. */
static bool is_doubtful(const char *text) {
    return text != NULL && strchr(text, '&') != NULL && strchr(text, ';') != NULL;
}

static void put_links(struct tree_swaps *swaps, cmark_node *root) {
    size_t count;
    cmark_node **links = tree_collect(root, CMARK_NODE_LINK, swaps->arena, &count);
    for (size_t i = 0; i < count; i++) {
        const char *url = cmark_node_get_url(links[i]);
        const char *title = cmark_node_get_title(links[i]);
        if (!is_doubtful(url) && !is_doubtful(title))
            continue;
        struct buf enter = buf_open(16), leave = buf_open(SIZE_MAX / 2);
        buf_char(&enter, '[');
        buf_puts(&leave, "](<");
        markdown_target(str_from(url), &leave);
        buf_char(&leave, '>');
        if (*title != '\0') {
            buf_puts(&leave, " \"");
            markdown_target(str_from(title), &leave);
            buf_char(&leave, '"');
        }
        buf_char(&leave, ')');
        tree_swap(swaps, links[i], CMARK_NODE_CUSTOM_INLINE, &enter, buf_z(&leave));
        buf_close(&enter);
        buf_close(&leave);
    }
}

void markdown_lines(struct tree_swaps *swaps, cmark_node *root) {
    size_t count;
    struct step *steps = collect(root, swaps->arena, &count);
    look_around(steps, count);
    for (size_t i = 0; i < count; i++) {
        if (cmark_node_get_type(steps[i].node) == CMARK_NODE_TEXT)
            put_text(swaps, &steps[i]);
        else if (steps[i].piece == PIECE_BREAK)
            put_break(swaps, &steps[i]);
        else if (steps[i].touches)
            part_code(swaps, steps[i].node);
    }
    put_links(swaps, root);
}

void markdown_breaks(struct tree_swaps *swaps, cmark_node *root) {
    size_t count;
    cmark_node **nodes = tree_collect(root, CMARK_NODE_LINEBREAK, swaps->arena, &count);
    for (size_t i = 0; i < count; i++)
        replace(swaps, nodes[i], "<br>");
}
