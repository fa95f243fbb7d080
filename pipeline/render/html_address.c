/* Long addresses, codes and hashes in text: a browser may break them behind their
   signs, so that the line before is not stretched to the margin. What is copied is the
   text as it is. */
#include "render/html.h"

#define LONG 20         /* bytes of one word that need a place to break */
#define STEP 12         /* bytes without a sign */
#define LONGEST_TERM 40 /* letters: a longer run of them is no word of a language */

static bool is_word(char c) {
    return (unsigned char)c > ' ' && (unsigned char)c < 0x7F;
}

static bool is_sign(char c) {
    return is_word(c) &&
           str_find(STR("/?&=#_.-:,;+%@~"), (struct str){&c, 1}, 0) != STR_NOT_FOUND;
}

/* The end of the word that begins at `at`. */
static size_t word_end(struct str text, size_t at) {
    while (at < text.n && is_word(text.p[at]))
        at++;
    return at;
}

static bool has_long_word(struct str text) {
    for (size_t at = 0; at < text.n; at++) {
        size_t end = word_end(text, at);
        if (end - at > LONG)
            return true;
        at = end;
    }
    return false;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_letter(char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

/* The end of what has no sign from `at` on. */
static size_t run_end(struct str word, size_t at) {
    while (at < word.n && !is_sign(word.p[at]))
        at++;
    return at;
}

/* A word of a language is not broken but by its hyphen; a code or a hash is. */
static bool is_code(struct str run) {
    bool digit = false;
    for (size_t i = 0; i < run.n; i++)
        digit = digit || is_digit(run.p[i]);
    return digit || run.n > LONGEST_TERM;
}

static void put_run(struct str run, struct buf *out) {
    size_t step = is_code(run) ? STEP : run.n;
    for (size_t at = 0; at < run.n; at += step) {
        buf_puts(out, at > 0 ? "<wbr>" : "");
        html_text(str_slice(run, at, at + step < run.n ? at + step : run.n), out);
    }
}

static void put_long_word(struct str word, struct buf *out) {
    for (size_t at = 0; at < word.n;) {
        size_t end = run_end(word, at), next = end;
        put_run(str_slice(word, at, end), out);
        while (next < word.n && is_sign(word.p[next]))
            next++;
        html_text(str_slice(word, end, next), out);
        /* A quotation mark or bracket that closes stays with what it is behind. */
        if (next < word.n && (is_letter(word.p[next]) || is_digit(word.p[next])))
            buf_puts(out, "<wbr>");
        at = next;
    }
}

static void put_breakable(struct str text, struct buf *out) {
    for (size_t at = 0, end; at < text.n; at = end) {
        end = word_end(text, at);
        if (end - at > LONG) {
            put_long_word(str_slice(text, at, end), out);
            continue;
        }
        for (end = end > at ? end : at + 1; end < text.n && !is_word(text.p[end]);)
            end++;
        html_text(str_slice(text, at, end), out);
    }
}

static void swap_long(struct tree_swaps *swaps, cmark_node *root,
                      cmark_node_type type) {
    size_t count;
    cmark_node **nodes = tree_collect(root, type, swaps->arena, &count);
    for (size_t i = 0; i < count; i++) {
        struct str text = str_from(cmark_node_get_literal(nodes[i]));
        if (!has_long_word(text))
            continue;
        bool code = type == CMARK_NODE_CODE;
        struct buf markup = buf_open(text.n * 12 + 32);
        buf_puts(&markup, code ? "<code>" : "");
        put_breakable(text, &markup);
        buf_puts(&markup, code ? "</code>" : "");
        tree_swap(swaps, nodes[i], CMARK_NODE_CUSTOM_INLINE, &markup, "");
        buf_close(&markup);
    }
}

void html_swap_addresses(struct tree_swaps *swaps, cmark_node *root) {
    swap_long(swaps, root, CMARK_NODE_TEXT);
    swap_long(swaps, root, CMARK_NODE_CODE);
}
