#include "compose/tag.h"
#include <string.h>

#define SHOWN_CHARACTERS 120

static bool closes(struct str text, size_t at, bool value) {
    return at + 1 < text.n && text.p[at + 1] == '}' &&
           text.p[at] == (value ? '}' : '%');
}

/* A blank for a comment, and its line feeds: lines keep their numbers. */
static void blank_out(struct buf *code, struct str comment) {
    buf_char(code, ' ');
    for (size_t i = 0; i < comment.n; i++)
        if (comment.p[i] == '\n')
            buf_char(code, '\n');
}

/* What is wrong with a token, where brackets of `depth` are open; `stray`: one was
   closed that was not. */
static enum tag_fault fault_of(const struct token *token, struct str text, bool stray) {
    bool quoted = token->kind == TOKEN_STRING && token->text.p[0] != '[';
    if (token->open && quoted)
        return TAG_QUOTE;
    if (token->kind == TOKEN_END || token->open)
        return TAG_UNCLOSED;
    if (token->kind == TOKEN_FOREIGN)
        return stray ? TAG_UNCLOSED : TAG_FOREIGN;
    if (token_is(token, TOKEN_SYMBOL, "{") && token->at + 1 < text.n &&
        text.p[token->at + 1] == '%')
        return TAG_NESTED;
    return TAG_WHOLE;
}

/* A blank line between `at` and `end`, which are white space. */
static bool has_blank_line(struct str text, size_t at, size_t end) {
    size_t lines = 0;
    for (; at < end; at++)
        lines += text.p[at] == '\n';
    return lines > 1;
}

struct tag tag_read(struct str text, size_t start, struct arena *arena) {
    struct tag tag = {.value = text.p[start + 1] == '{'};
    struct lexer lexer = lexer_open(text, start + 2, 1);
    struct buf code = buf_open(text.n + 1);
    size_t depth = 0, copied = lexer.at;
    bool stray = false, begun = false;
    lexer.stop = tag.value ? STR("}}") : STR("%}");
    for (;;) {
        size_t behind = lexer.at, at = lexer_skip_blanks(&lexer);
        if (closes(text, at, tag.value) && (depth == 0 || !tag.value)) {
            buf_put(&code, str_slice(text, copied, at));
            tag.end = at + 2;
            break;
        }
        tag.token = lexer_next(&lexer);
        tag.fault = fault_of(&tag.token, text, stray);
        if (tag.fault == TAG_WHOLE && tag.value && depth == 0 && begun &&
            has_blank_line(text, behind, at))
            tag.fault = TAG_APART;
        if (tag.fault != TAG_WHOLE)
            break;
        begun = true;
        if (tag.token.kind == TOKEN_COMMENT) {
            buf_put(&code, str_slice(text, copied, tag.token.at));
            blank_out(&code, tag.token.text);
            copied = lexer.at;
        } else if (tag.token.kind == TOKEN_SYMBOL) {
            bool opens = memchr("([{", tag.token.text.p[0], 3) != NULL;
            bool ends = memchr(")]}", tag.token.text.p[0], 3) != NULL;
            stray |= ends && depth == 0;
            depth = opens ? depth + 1 : ends && depth > 0 ? depth - 1 : depth;
        }
    }
    tag.code = arena_copy(arena, buf_str(&code));
    buf_close(&code);
    return tag;
}

void tag_show(struct str code, struct buf *out) {
    size_t characters = 0;
    code = str_trim(code);
    for (size_t at = 0; at < code.n; characters++) {
        uint32_t cp;
        size_t n = utf8_decode(code, at, &cp);
        bool blank = cp == '\n' || cp == '\t' || cp == ' ';
        if (characters == SHOWN_CHARACTERS) {
            buf_puts(out, "…");
            return;
        }
        if (!blank)
            buf_put(out, str_slice(code, at, at + n));
        else if (out->n > 0 && out->p[out->n - 1] != ' ')
            buf_char(out, ' ');
        at += n;
    }
}

bool tag_is_include(struct str code, struct str *path, struct str *parameters) {
    struct lexer lexer = lexer_open(code, 0, 1);
    struct token include = lexer_next_code(&lexer), token = lexer_next_code(&lexer);
    if (!token_is(&include, TOKEN_NAME, "include"))
        return false;
    bool bracket = token_is(&token, TOKEN_SYMBOL, "(");
    if (bracket)
        token = lexer_next_code(&lexer);
    if (token.kind != TOKEN_STRING || token.text.p[0] == '[' || token.open)
        return false;
    *path = str_slice(token.text, 1, token.text.n - 1);
    token = lexer_next_code(&lexer);
    if (bracket && token_is(&token, TOKEN_SYMBOL, ","))
        token = lexer_next_code(&lexer);
    struct str rest = str_trim(str_slice(code, token.at, code.n));
    if (bracket && rest.n > 0 && rest.p[rest.n - 1] == ')')
        rest = str_trim(str_slice(rest, 0, rest.n - 1));
    else if (bracket)
        return false;
    *parameters = rest;
    return rest.n == 0 || token_is(&token, TOKEN_SYMBOL, "{");
}
