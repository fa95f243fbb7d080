#include "ingest/encoding.h"
#include "dataset/dataset.h"
#include <string.h>
#include <unicode/ucnv.h>

struct place encoding_place(struct str text, size_t at, struct str path,
                            struct arena *arena) {
    size_t line = 1, start = 0;
    for (size_t i = 0; i < at && i < text.n; i++) {
        bool crlf = text.p[i] == '\r' && i + 1 < text.n && text.p[i + 1] == '\n';
        if (text.p[i] == '\n' || (text.p[i] == '\r' && !crlf)) {
            line++;
            start = i + 1;
        }
    }
    /* The separator is not known yet: the one that this line shows most. */
    size_t most = 0;
    static const char separators[] = ",;\t";
    for (const char *c = separators; *c != '\0'; c++) {
        size_t count = 0;
        bool quoted = false;
        for (size_t i = start; i < at && i < text.n; i++) {
            quoted ^= text.p[i] == '"';
            count += !quoted && text.p[i] == *c;
        }
        most = count > most ? count : most;
    }
    return (struct place){.file = path,
                          .line = line,
                          .column = most + 1,
                          .cell = dataset_cell_name(line, most + 1, arena)};
}

/* How much of the bytes is well-formed UTF-8 beyond ASCII, and how much is not. */
struct shape {
    size_t two, longer; /* sequences of two, and of three or four bytes */
    size_t bad;         /* bytes that belong to no sequence */
    bool adjacent;      /* two sequences of two bytes touch */
};

static struct shape utf8_shape(struct str bytes) {
    struct shape shape = {0};
    bool before_two = false;
    for (size_t at = 0, length = 0; at < bytes.n; at += length) {
        if ((unsigned char)bytes.p[at] < 0x80) {
            length = 1;
            before_two = false;
            continue;
        }
        uint32_t cp;
        length = utf8_decode(bytes, at, &cp);
        shape.bad += length == 1;
        shape.two += length == 2;
        shape.longer += length > 2;
        shape.adjacent |= length == 2 && before_two;
        before_two = length == 2;
    }
    return shape;
}

/* Decodes with ICU, stopping at the first byte that has no meaning. */
static bool convert(struct str bytes, const char *name, struct str path,
                    struct arena *arena, struct diag *diag, struct str *text) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter *from = ucnv_open(name, &status);
    UConverter *to = ucnv_open("UTF-8", &status);
    ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    if (U_FAILURE(status)) {
        ucnv_close(from);
        ucnv_close(to);
        return diag_error(diag, (struct place){.file = path},
                          "encoding \"%s\" is not known", name);
    }
    /* One byte of any encoding becomes at most three of UTF-8. */
    size_t room = bytes.n * 3 + 4;
    char *out = arena_alloc(arena, room);
    char *target = out;
    const char *source = bytes.p;
    UChar pivot[1024], *pivot_source = pivot, *pivot_target = pivot;
    ucnv_convertEx(to, from, &target, out + room, &source, bytes.p + bytes.n, pivot,
                   &pivot_source, &pivot_target, pivot + 1024, true, true, &status);
    char bad[8];
    int8_t bad_count = sizeof bad;
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(from, bad, &bad_count, &ignored);
    bool ok = U_SUCCESS(status);
    if (!ok) {
        /* What lies before the bad byte, to tell its line and cell. */
        const char *good = source - bad_count;
        source = bytes.p;
        target = out;
        pivot_source = pivot_target = pivot;
        ucnv_convertEx(to, from, &target, out + room, &source, good, pivot,
                       &pivot_source, &pivot_target, pivot + 1024, true, true,
                       &ignored);
    }
    ucnv_close(from);
    ucnv_close(to);
    *text = (struct str){out, (size_t)(target - out)};
    if (ok) {
        return true;
    }
    char hex[32] = "";
    size_t n = 0;
    for (int8_t i = 0; i < bad_count && n + 4 < sizeof hex; i++) {
        n += (size_t)snprintf(hex + n, sizeof hex - n, " %02x", (unsigned char)bad[i]);
    }
    diag_error(diag, encoding_place(*text, text->n, path, arena),
               "undecodable byte%s for encoding %s", hex, name);
    diag_hint(diag, "declare encoding = \"…\" for the source, or save the file again "
                    "as UTF-8");
    return false;
}

static bool refuse_nul(struct str text, struct str path, struct arena *arena,
                       struct diag *diag) {
    const char *nul = text.n > 0 ? memchr(text.p, '\0', text.n) : NULL;
    if (nul == NULL) {
        return true;
    }
    diag_error(diag, encoding_place(text, (size_t)(nul - text.p), path, arena),
               "NUL byte in the text");
    diag_hint(diag, "a text file has none: if this is UTF-16 without a byte order "
                    "mark, declare encoding = \"utf-16le\"");
    return false;
}

static bool is_bidi_control(uint32_t cp) {
    return (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

/* Invisible characters that turn the order of what follows: taken out, since they
   come along when text is copied from a window's title or a dialogue. */
static struct str drop_bidi(struct str text, struct str path, struct arena *arena,
                            struct diag *diag) {
    size_t first = STR_NOT_FOUND;
    for (size_t at = 0; (at = str_find(text, STR("\xE2\x80"), at)) != STR_NOT_FOUND;
         at++) {
        uint32_t cp;
        utf8_decode(text, at, &cp);
        if (is_bidi_control(cp)) {
            first = at;
            break;
        }
    }
    for (size_t at = 0; (at = str_find(text, STR("\xE2\x81"), at)) != STR_NOT_FOUND;
         at++) {
        uint32_t cp;
        utf8_decode(text, at, &cp);
        if (is_bidi_control(cp)) {
            first = at < first ? at : first;
            break;
        }
    }
    if (first == STR_NOT_FOUND) {
        return text;
    }
    diag_warning(diag, encoding_place(text, first, path, arena),
                 "invisible characters that change the direction of writing were "
                 "taken out");
    char *p = arena_alloc(arena, text.n + 1);
    size_t n = 0;
    for (size_t at = 0, length = 0; at < text.n; at += length) {
        uint32_t cp;
        length = utf8_decode(text, at, &cp);
        if (!is_bidi_control(cp)) {
            memcpy(p + n, text.p + at, length);
            n += length;
        }
    }
    return (struct str){p, n};
}

/* The encoding by byte order mark, or NULL; *skip is the mark's length. */
static const char *by_mark(struct str bytes, size_t *skip) {
    static const struct {
        const char *mark;
        size_t n;
        const char *name;
    } marks[] = {{"\xEF\xBB\xBF", 3, "UTF-8"},    {"\xFF\xFE\0\0", 4, "UTF-32LE"},
                 {"\0\0\xFE\xFF", 4, "UTF-32BE"}, {"\xFF\xFE", 2, "UTF-16LE"},
                 {"\xFE\xFF", 2, "UTF-16BE"},     {"\x84\x31\x95\x33", 4, "GB18030"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (str_starts(bytes, (struct str){marks[i].mark, marks[i].n})) {
            *skip = marks[i].n;
            return marks[i].name;
        }
    }
    *skip = 0;
    return NULL;
}

static bool utf8_strict(struct str bytes, struct str path, struct arena *arena,
                        struct diag *diag) {
    size_t bad = utf8_invalid(bytes);
    if (bad == STR_NOT_FOUND) {
        return true;
    }
    diag_error(diag, encoding_place(bytes, bad, path, arena),
               "undecodable byte %02x for encoding %s", (unsigned char)bytes.p[bad],
               "UTF-8");
    diag_hint(diag, "declare encoding = \"…\" for the source, or save the file again "
                    "as UTF-8");
    return false;
}

static bool is_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Words in letters of Latin (Größe, beside ASCII letters), Greek or Cyrillic: Chinese
   in GB18030 would have to fall into them by chance, each character one time in three.
 */
static bool is_alphabetic(struct str bytes) {
    enum { LETTERS_LEAST = 8, DIFFERENT_LEAST = 4 };
    size_t rare = 0; /* no characters of GB 2312 */
    size_t latin = 0, others = 0, runs = 0, beside = 0, different = 0;
    uint32_t seen[DIFFERENT_LEAST];
    bool within = false;
    for (size_t at = 0, length = 0; at < bytes.n; at += length) {
        uint32_t cp;
        length = utf8_decode(bytes, at, &cp);
        if (length != 2) {
            within = false;
            continue;
        }
        bool other = (cp >= 0x386 && cp <= 0x3FF) || (cp >= 0x400 && cp <= 0x52F);
        if (!other && (cp < 0xC0 || cp > 0x24F || cp == 0xD7 || cp == 0xF7)) {
            return false;
        }
        rare += (unsigned char)bytes.p[at + 1] < 0xA1;
        latin += !other;
        others += other;
        bool before = at > 0 && is_ascii_letter(bytes.p[at - 1]);
        bool after = at + 2 < bytes.n && is_ascii_letter(bytes.p[at + 2]);
        runs += !within;
        beside += before || (after && !within);
        within = true;
        bool known = false;
        for (size_t i = 0; i < different; i++) {
            known |= seen[i] == cp;
        }
        if (!known && different < DIFFERENT_LEAST) {
            seen[different++] = cp;
        }
    }
    bool words = others == 0 && different > 1 && beside > 1 && 2 * beside >= runs;
    return words || rare > 1 || (rare > 0 && beside > 0) ||
           (latin + others >= LETTERS_LEAST && different == DIFFERENT_LEAST &&
            (latin == 0 || others == 0));
}

/* Two-byte UTF-8 sequences side by side are also well-formed Chinese in GBK. */
static bool refuse_ambiguous(struct str bytes, struct shape shape, struct str path,
                             struct arena *arena, struct diag *diag) {
    if (shape.longer > 0 || !shape.adjacent || is_alphabetic(bytes)) {
        return true;
    }
    for (size_t at = 0, length = 0; at < bytes.n; at += length) {
        uint32_t cp;
        length = utf8_decode(bytes, at, &cp);
        if (length == 2) {
            diag_error(diag, encoding_place(bytes, at, path, arena),
                       "the text can be read both as UTF-8 and as GB18030");
            diag_hint(diag, "declare encoding = \"gb18030\" or \"utf-8\" for the "
                            "source");
            return false;
        }
    }
    return true;
}

/* Ctrl-Z, which ends a text under DOS. */
static struct str drop_end_sign(struct str text) {
    size_t end = text.n;
    while (end > 0 && (text.p[end - 1] == '\n' || text.p[end - 1] == '\r')) {
        end--;
    }
    bool sign = end > 0 && text.p[end - 1] == 0x1A;
    while (end > 0 && text.p[end - 1] == 0x1A) {
        end--;
    }
    return sign ? str_slice(text, 0, end) : text;
}

/* The cell around byte `at`, as it reads in the encoding. */
static struct str cell_in(struct str bytes, size_t at, const char *name,
                          struct arena *arena) {
    static const char ends[] = ",;\t\r\n\"";
    enum { NEAR = 24, ROOM = 4 * 2 * NEAR };
    size_t from = at, to = at;
    while (from > 0 && at - from < NEAR && strchr(ends, bytes.p[from - 1]) == NULL) {
        from--;
    }
    while (to < bytes.n && to - at < NEAR && strchr(ends, bytes.p[to]) == NULL) {
        to++;
    }
    char *out = arena_alloc(arena, ROOM);
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = ucnv_convert("UTF-8", name, out, ROOM, bytes.p + from,
                             (int32_t)(to - from), &status);
    return U_SUCCESS(status) ? (struct str){out, (size_t)n} : (struct str){"", 0};
}

/* Nothing says what it is, and it looks like something else than GB18030. */
static bool refuse_suspect(struct str bytes, const char *other, struct str path,
                           struct arena *arena, struct diag *diag) {
    size_t at = 0;
    while (at < bytes.n && (unsigned char)bytes.p[at] < 0x80) {
        at++;
    }
    diag_error(diag, encoding_place(bytes, at, path, arena),
               "nothing says in which encoding this is: \"%.*s\" as %s, \"%.*s\" as "
               "GB18030",
               STR_ARG(cell_in(bytes, at, other, arena)), other,
               STR_ARG(cell_in(bytes, at, "GB18030", arena)));
    diag_hint(
        diag,
        "this may be %s: declare encoding = \"%s\" for the source, or \"gb18030\" "
        "if that reads right",
        strcmp(other, "windows-1252") == 0 ? "Latin-1"
        : strcmp(other, "macintosh") == 0  ? "MacRoman"
                                           : other,
        other);
    return false;
}

static bool looks_like_utf8(struct shape shape) {
    /* A UTF-8 file with a broken byte is still one: Chinese text in GBK has many bytes
       that fit no sequence. */
    return shape.bad == 0 || shape.two + shape.longer >= shape.bad * 4;
}

const char *encoding_suspect(struct str bytes) {
    size_t skip;
    if (by_mark(bytes, &skip) != NULL) {
        return NULL;
    }
    const char *units = encoding_unmarked(bytes);
    return units != NULL                        ? units
           : looks_like_utf8(utf8_shape(bytes)) ? NULL
                                                : encoding_other(bytes);
}

/* What nothing declares; false after an error. */
static bool guess(struct str bytes, struct str path, struct arena *arena,
                  struct diag *diag, struct encoding *found) {
    struct shape shape = utf8_shape(bytes);
    bool utf8 = looks_like_utf8(shape);
    const char *other = utf8 ? NULL : encoding_other(bytes);
    const char *units = encoding_unmarked(bytes);
    if (units != NULL) {
        diag_error(diag, (struct place){.file = path, .line = 1},
                   "the text seems to be UTF-16 without a byte order mark");
        diag_hint(diag,
                  "declare encoding = \"%s\" for the source, or save the file "
                  "again as UTF-8",
                  units);
        return false;
    }
    *found = (struct encoding){utf8 ? "UTF-8" : "GB18030", !utf8};
    if (other != NULL) {
        return refuse_suspect(bytes, other, path, arena, diag);
    }
    return !utf8 || shape.bad > 0 || refuse_ambiguous(bytes, shape, path, arena, diag);
}

/* What the profile declares, as ICU's converters are called. */
static const char *declared_name(struct str declared, struct arena *arena) {
    const char *name = arena_copy(arena, declared).p;
    bool chinese =
        ucnv_compareNames(name, "gbk") == 0 || ucnv_compareNames(name, "gb2312") == 0;
    /* GB18030 is a superset of both. */
    return chinese ? "GB18030" : ucnv_compareNames(name, "utf-8") == 0 ? "UTF-8" : name;
}

bool encoding_begin(struct str sample, struct str declared, struct arena *arena,
                    struct encoding_start *out) {
    const char *marked = by_mark(sample, &out->skip);
    struct str body = str_slice(sample, out->skip, sample.n);
    out->encoding = (struct encoding){.name = marked};
    out->declared = true;
    if (declared.n > 0) {
        out->encoding.name = declared_name(declared, arena);
    } else if (marked == NULL) {
        struct diag *quiet = diag_open();
        out->declared = false;
        bool sure = guess(body, (struct str){"", 0}, arena, quiet, &out->encoding);
        diag_close(quiet);
        return sure;
    }
    return true;
}

bool encoding_decode(struct str bytes, struct str declared, struct str path,
                     struct arena *arena, struct diag *diag, struct str *text,
                     struct encoding *found) {
    size_t skip = 0;
    const char *marked = by_mark(bytes, &skip);
    struct str body = str_slice(bytes, skip, bytes.n);
    *found = (struct encoding){.name = marked};
    if (declared.n > 0) {
        found->name = declared_name(declared, arena);
    } else if (marked == NULL && !guess(body, path, arena, diag, found)) {
        return false;
    }
    bool decoded = strcmp(found->name, "UTF-8") == 0
                       ? utf8_strict(body, path, arena, diag)
                       : convert(body, found->name, path, arena, diag, &body);
    if (!decoded || !refuse_nul(body, path, arena, diag)) {
        return false;
    }
    *text = drop_end_sign(drop_bidi(body, path, arena, diag));
    return encoding_is_sound(*text, path, diag);
}
