/* Addresses in a text. GFM makes a link of one wherever it stands, up to the next
   blank, before it reads backslashes and whatever Chinese comes behind; CommonMark
   alone leaves it as it is. Written as a link that says where it ends, both read the
   same (GFM 0.29, 6.9 "Autolinks (extension)"; CommonMark 0.30, 6.4 "Autolinks"). */
#include "render/markdown.h"
#include <string.h>
#include <strings.h>

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* RFC 3986: unreserved, reserved and percent signs, but brackets. */
static bool is_address_byte(char c) {
    return is_letter(c) || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-._~:/?#@!$&'()*+,;=%", c) != NULL);
}

/* What ends a sentence, and a bracket that opened before, belong to the text. */
static size_t address_end(struct str text, size_t start) {
    size_t end = start, open = 0, closed = 0;
    for (; end < text.n && is_address_byte(text.p[end]); end++) {
        open += text.p[end] == '(';
        closed += text.p[end] == ')';
    }
    for (; end > start; end--) {
        char last = text.p[end - 1];
        if (last == ')' && closed > open)
            closed--;
        else if (last == ')' || strchr("?!.,:;*_~'", last) == NULL)
            break;
    }
    return end;
}

/* The letters in front of the colon at `colon`, if they are a scheme that GFM knows. */
static bool has_scheme(struct str text, size_t colon, size_t *start) {
    static const char *const schemes[] = {"http", "https", "ftp"};
    size_t from = colon;
    while (from > 0 && is_letter(text.p[from - 1]))
        from--;
    *start = from;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strlen(schemes[i]) == colon - from &&
            strncasecmp(text.p + from, schemes[i], colon - from) == 0)
            return str_starts(str_slice(text, colon, text.n), STR("://"));
    return false;
}

static bool may_start(struct str text, size_t at) {
    return at == 0 || strchr(" \t\n*_~(", text.p[at - 1]) != NULL;
}

struct markdown_address markdown_address(struct str text, size_t from) {
    for (size_t at = from; at < text.n; at++) {
        size_t start;
        if (text.p[at] == ':' && has_scheme(text, at, &start) && start >= from) {
            size_t host = at + 3, end = address_end(text, host);
            return (struct markdown_address){start, end > host ? end : start, at, true};
        }
        if (text.p[at] == 'w' && may_start(text, at) &&
            str_starts(str_slice(text, at, text.n), STR("www."))) {
            size_t host = at + 4, end = address_end(text, host);
            return (struct markdown_address){at, end > host ? end : at, at + 3, false};
        }
    }
    return (struct markdown_address){text.n, text.n, text.n, false};
}

void markdown_target(struct str text, struct buf *out) {
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '&')
            buf_puts(out, "&amp;");
        else if (strchr("\\<>\"", text.p[i]) != NULL)
            buf_printf(out, "\\%c", text.p[i]);
        else
            buf_char(out, text.p[i]);
    }
}

size_t markdown_put_address(struct str text, struct markdown_address address,
                            struct buf *out) {
    struct str own = str_slice(text, address.start, address.end);
    if (own.n == 0) { /* a sign between the letters keeps GFM from seeing one */
        markdown_label(str_slice(text, address.start, address.sign), out);
        buf_printf(out, "\\%c", text.p[address.sign]);
        return address.sign + 1;
    }
    bool reference = str_find(own, STR("&"), 0) != STR_NOT_FOUND &&
                     str_find(own, STR(";"), 0) != STR_NOT_FOUND;
    if (address.has_scheme) {
        buf_char(out, '<');
        if (reference)
            markdown_target(own, out);
        else
            buf_put(out, own);
        buf_char(out, '>');
        return address.end;
    }
    buf_char(out, '[');
    markdown_label(own, out);
    buf_puts(out, "](<http://");
    markdown_target(own, out);
    buf_puts(out, ">)");
    return address.end;
}
