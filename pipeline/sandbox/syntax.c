/* What Lua's compiler complains about, in words that a reader of the source can use:
   it shows a character outside of ASCII as its first byte, '<\229>'. */
#include "sandbox/host.h"
#include "sandbox/lexer.h"
#include <stdlib.h>
#include <string.h>

/* The sign on that line which Lua has no use for, wherever it stands: true if there
   is one, and then it is what must be mended first. */
static bool explain_foreign(const struct diag *diag, struct str source,
                            size_t first_line, size_t line, struct buf *text,
                            struct buf *hint) {
    struct lexer lexer = lexer_open(source, 0, first_line);
    for (;;) {
        struct token token = lexer_next_code(&lexer);
        if (token.kind == TOKEN_END || token.line > line)
            return false;
        if (token.kind != TOKEN_FOREIGN || token.line != line)
            continue;
        buf_printf(text, diag_words(diag, "\"%.*s\" is no Lua"), STR_ARG(token.text));
        lexer_hint(&token, diag, hint);
        return true;
    }
}

/* A message ends with what the compiler had read of a token, which may be the first
   bytes of a character: the rest of it comes from the source. */
static void put_whole(struct str message, struct str source, struct buf *text) {
    size_t bad = utf8_invalid(message), start = bad;
    if (bad == STR_NOT_FOUND) {
        buf_put(text, message);
        return;
    }
    size_t end = bad;
    while (end < message.n && (unsigned char)message.p[end] >= 0x80)
        end++;
    while (start > 0 && message.p[start - 1] != '\'' && message.p[start - 1] != '\n')
        start--;
    buf_put(text, str_slice(message, 0, bad));
    size_t at = str_find(source, str_slice(message, start, end), 0);
    if (at != STR_NOT_FOUND) {
        uint32_t cp;
        size_t from = at + bad - start;
        buf_put(text, str_slice(source, from, from + utf8_decode(source, from, &cp)));
    }
    buf_put(text, str_slice(message, end, message.n));
}

/* The same in the language of messages. */
static void say_whole(const struct diag *diag, struct str message, struct str source,
                      struct buf *text) {
    struct buf whole = buf_open(text->cap);
    put_whole(message, source, &whole);
    sandbox_translate(diag, buf_z(&whole), text);
    buf_close(&whole);
}

/* The line in "name:12: text", and the text behind it; 0 if there is none. */
static size_t syntax_line(const char *message, const char **text) {
    *text = message;
    for (const char *p = strchr(message, ':'); p != NULL; p = strchr(p + 1, ':')) {
        char *end;
        unsigned long line = strtoul(p + 1, &end, 10);
        if (end > p + 1 && end[0] == ':' && end[1] == ' ') {
            *text = end + 2;
            return line;
        }
    }
    return 0;
}

void sandbox_explain_syntax(const struct diag *diag, struct str source,
                            size_t first_line, const char *message,
                            struct sandbox_failure *out) {
    struct buf text = buf_open(sizeof out->text - 1);
    struct buf hint = buf_open(sizeof out->hint - 1);
    out->position.line = syntax_line(message, &message);
    if (!explain_foreign(diag, source, first_line, out->position.line, &text, &hint))
        say_whole(diag, str_from(message), source, &text);
    sandbox_copy_text(out->text, sizeof out->text, buf_str(&text));
    sandbox_copy_text(out->hint, sizeof out->hint, buf_str(&hint));
    buf_close(&text);
    buf_close(&hint);
}
