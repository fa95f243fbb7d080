#include "ingest/csv_prepare.h"
#include "dataset/dataset.h"
#include "ingest/clean.h"
#include <string.h>

enum { SAMPLE_ROWS = 50, SAMPLE_BYTES = 1 << 20 };

static const char candidates[] = {',', ';', '\t', '|'};
enum { CANDIDATES = sizeof candidates };

size_t prepare_line_break(struct str text, size_t at) {
    if (at >= text.n || (text.p[at] != '\n' && text.p[at] != '\r')) {
        return 0;
    }
    return text.p[at] == '\r' && at + 1 < text.n && text.p[at + 1] == '\n' ? 2 : 1;
}

/* Every row is asked, and the first byte tells most of them. */
static bool begins_with(struct str text, const char *const *words, size_t count) {
    for (size_t i = 0; i < count && text.n > 0; i++) {
        if (words[i][0] == text.p[0] && str_starts(text, str_from(words[i]))) {
            return true;
        }
    }
    return false;
}

bool prepare_is_note(struct str line) {
    static const char *const heads[] = {
        "注：",         "注:",       "注 ",      "备注：",     "备注:",
        "数据来源",     "资料来源",  "来源：",   "来源:",      "说明：",
        "说明:",        "附注",      "Note:",    "Notes:",     "Source:",
        "NOTE:",        "Sources:",  "Remark:",  "Remarks:",   "注記：",
        "備考：",       "出典：",    "資料：",   "資料來源",   "資料来源",
        "註：",         "附註",      "출처:",    "자료:",      "주:",
        "주석:",        "Quelle:",   "Quellen:", "Anmerkung:", "Anmerkungen:",
        "Hinweis:",     "Hinweise:", "Fuente:",  "Fuentes:",   "Nota:",
        "Notas:",       "Fonte:",    "Fonti:",   "Fontes:",    "Note :",
        "Source :",     "Sources :", "©",        "Bron:",      "Bronnen:",
        "Toelichting:", "Källa:",    "Källor:",  "Kilde:",     "Kilder:",
        "Lähde:",       "Źródło:",   "Zdroj:",   "Forrás:",    "Bemerkung:",
        "Bemerkungen:"};
    line = clean_trim(line);
    if (begins_with(line, heads, sizeof heads / sizeof *heads)) {
        return true;
    }
    /* 注1：…, 注①… */
    if (str_starts(line, STR("注")) && line.n > 3) {
        uint32_t cp;
        utf8_decode(line, 3, &cp);
        return (cp >= '0' && cp <= '9') || (cp >= 0x2460 && cp <= 0x2473);
    }
    return false;
}

bool prepare_continues_note(struct str line) {
    if (str_starts(line, STR("　")) || str_starts(line, STR("  ")) ||
        str_starts(line, STR("（")) || str_starts(line, STR("("))) {
        return true;
    }
    size_t at = 0;
    while (at < line.n && line.p[at] >= '0' && line.p[at] <= '9') {
        at++;
    }
    struct str rest = str_slice(line, at, line.n);
    return at > 0 && at < 3 &&
           (str_starts(rest, STR("、")) || str_starts(rest, STR("．")) ||
            (str_starts(rest, STR(".")) && rest.n > 1 &&
             !(rest.p[1] >= '0' && rest.p[1] <= '9')));
}

bool prepare_is_excel(struct str cell) {
    return cell.n > 2 && str_starts(cell, STR("=\"")) &&
           str_find(cell, STR("\""), 2) == cell.n - 1;
}

/* How often each candidate stands outside quotes in the row from *at on, which is
   moved past its end. A TAB before another separator or the row's end only pads
   the cell. */
static void count_row(struct str text, size_t *at, size_t counts[CANDIDATES]) {
    bool quoted = false;
    size_t i = *at;
    memset(counts, 0, CANDIDATES * sizeof *counts);
    for (; i < text.n; i++) {
        char c = text.p[i];
        quoted ^= c == '"';
        if (quoted) {
            continue;
        }
        if (prepare_line_break(text, i) > 0) {
            break;
        }
        for (size_t k = 0; k < CANDIDATES; k++) {
            counts[k] += c == candidates[k];
        }
        char next = i + 1 < text.n ? text.p[i + 1] : '\n';
        if (c == '\t' && (next == ',' || next == ';')) {
            counts[2]--;
        }
    }
    *at = i + prepare_line_break(text, i);
}

/* freq,unit,geo\TIME_PERIOD and a TAB. */
static bool joins_keys(struct str text) {
    struct str head = str_slice(text, 0, str_find(text, STR("\t"), 0));
    size_t slash = str_find(head, STR("\\"), 0), comma = str_find(head, STR(","), 0);
    return head.n < text.n && comma < slash && slash != STR_NOT_FOUND &&
           str_find(head, STR("\n"), 0) == STR_NOT_FOUND;
}

struct str prepare_separator(struct str text, struct str path, struct diag *diag) {
    static const struct str found[] = {{",", 1}, {";", 1}, {"\t", 1}, {"|", 1}};
    size_t seen[CANDIDATES][SAMPLE_ROWS];
    size_t rows = 0, score[CANDIDATES] = {0}, width[CANDIDATES] = {0};
    size_t all[CANDIDATES] = {0};
    text = str_slice(text, 0, SAMPLE_BYTES);
    for (size_t at = 0; at < text.n && rows < SAMPLE_ROWS;) {
        size_t counts[CANDIDATES], any = 0;
        size_t from = at;
        count_row(text, &at, counts);
        struct str line = str_slice(text, from, at);
        if (clean_is_blank(line) || prepare_is_note(line)) {
            continue;
        }
        for (size_t k = 0; k < CANDIDATES; k++) {
            seen[k][rows] = counts[k];
            any += counts[k];
            all[k] += counts[k];
        }
        rows += any > 0; /* a title line says nothing */
    }
    for (size_t k = 0; k < CANDIDATES; k++) {
        for (size_t i = 0; i < rows && all[k] > 0; i++) {
            size_t same = 0;
            for (size_t j = 0; j < rows; j++) {
                same += seen[k][i] > 0 && seen[k][j] == seen[k][i];
            }
            if (same > score[k] || (same == score[k] && seen[k][i] > width[k])) {
                score[k] = same;
                width[k] = seen[k][i];
            }
        }
    }
    size_t best = 0;
    for (size_t k = 1; k < CANDIDATES; k++) {
        if (score[k] > score[best] ||
            (score[k] == score[best] && width[k] > width[best])) {
            best = k;
        }
    }
    for (size_t k = 0; k < CANDIDATES && rows > 0; k++) {
        if (k != best && score[k] == score[best] && width[k] == width[best]) {
            diag_error(diag, (struct place){.file = path, .line = 1},
                       "cannot tell whether %s or %s separates the cells",
                       best == 2 ? "TAB" : found[best].p, k == 2 ? "TAB" : found[k].p);
            diag_hint(diag, "declare separator = \",\" (or the other) for the source");
            if (joins_keys(text)) {
                diag_hint(diag,
                          "its first cell joins the keys as Eurostat's bulk files "
                          "do: declare format = \"eurostat-tsv\"");
            }
            return (struct str){"", 0};
        }
    }
    return found[best];
}

struct preparing {
    struct str text, separator;
    struct buf out;
    size_t at;
};

static size_t end_of_line(struct str text, size_t at) {
    while (at < text.n && text.p[at] != '\n' && text.p[at] != '\r') {
        at++;
    }
    return at;
}

static void put_quoted(struct buf *out, struct str s) {
    buf_char(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') {
            buf_char(out, '"');
        }
        buf_char(out, s.p[i]);
    }
    buf_char(out, '"');
}

static bool at_separator(const struct preparing *p, size_t at) {
    return str_starts(str_slice(p->text, at, p->text.n), p->separator);
}

/* A cell that begins with a quote: up to and with its closing quote. */
static void quoted_cell(struct preparing *p) {
    size_t from = p->at++;
    while (p->at < p->text.n) {
        if (p->text.p[p->at] == '"') {
            if (p->at + 1 >= p->text.n || p->text.p[p->at + 1] != '"') {
                p->at++;
                break;
            }
            p->at++;
        }
        size_t n = prepare_line_break(p->text, p->at);
        p->at += n > 0 ? n : 1;
    }
    buf_put(&p->out, str_slice(p->text, from, p->at));
}

static void bare_cell(struct preparing *p) {
    size_t from = p->at;
    while (p->at < p->text.n && prepare_line_break(p->text, p->at) == 0 &&
           !at_separator(p, p->at)) {
        p->at++;
    }
    struct str cell = str_slice(p->text, from, p->at);
    if (str_find(cell, STR("\""), 0) == STR_NOT_FOUND) {
        buf_put(&p->out, cell);
        return;
    }
    if (!prepare_is_excel(cell)) {
        buf_put(&p->out, cell);
        return;
    }
    put_quoted(&p->out, cell);
}

struct str prepare_text(struct str text, struct str separator, bool raw,
                        struct arena *arena) {
    bool wide = separator.n > 1;
    if (!wide && (text.n == 0 || memchr(text.p, '"', text.n) == NULL)) {
        return text;
    }
    struct preparing p = {
        .text = text, .separator = separator, .out = buf_open(text.n * 3 + 16)};
    bool in_notes = false;
    while (p.at < text.n) {
        size_t end = end_of_line(text, p.at);
        struct str line = str_slice(text, p.at, end);
        in_notes = !raw && (prepare_is_note(line) ||
                            (in_notes && prepare_continues_note(line)));
        if (in_notes && str_find(line, STR("\""), 0) != STR_NOT_FOUND) {
            /* A note is one text, whatever quotes and commas are in it. */
            put_quoted(&p.out, line);
            p.at = end;
        }
        while (p.at < text.n && prepare_line_break(text, p.at) == 0) {
            if (at_separator(&p, p.at)) {
                buf_char(&p.out, wide ? PREPARE_SEPARATOR : separator.p[0]);
                p.at += separator.n;
            }
            if (p.at < text.n && text.p[p.at] == '"') {
                quoted_cell(&p);
            }
            bare_cell(&p);
        }
        size_t n = prepare_line_break(text, p.at);
        buf_put(&p.out, str_slice(text, p.at, p.at + n));
        p.at += n;
    }
    struct str copy = arena_copy(arena, buf_str(&p.out));
    buf_close(&p.out);
    return copy;
}
