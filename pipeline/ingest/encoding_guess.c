/* Which encoding a text may be in that has no mark and is no UTF-8. GB18030 has a
   meaning for nearly any bytes: Latin-1, Big5, Shift_JIS and EUC-KR mostly decode as
   GB18030 without an error, into wrong characters. What tells them apart is which bytes
   come how often. */
#include "ingest/encoding.h"
#include <string.h>

enum { SAMPLE_BYTES = 1 << 20, KOREAN_DISTINCT = 16 };

struct signs {
    size_t runs;   /* of bytes beyond ASCII */
    size_t glued;  /* of them: beside letters, as an accented letter stands */
    size_t pairs;  /* of two bytes, read as GBK, Big5 and EUC are */
    size_t low;    /* of them: the second is ASCII; in GB 2312 there is none */
    size_t kana;   /* of them: kana of EUC-JP */
    size_t hangul; /* of them: rows of hangul in EUC-KR, of pinyin a to r in GB 2312 */
    size_t marks;  /* of them: punctuation, full-width forms */
    size_t distinct; /* of the pairs in rows of hangul */
    bool euc;        /* both bytes of every pair are beyond A0 */
    bool big5;       /* every pair is possible there */
};

static unsigned byte_at(struct str s, size_t at) {
    return at < s.n ? (unsigned char)s.p[at] : 0;
}

static bool is_lower(unsigned c) { return c >= 'a' && c <= 'z'; }

static bool is_letter(unsigned c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }

static void count_runs(struct str bytes, struct signs *s) {
    for (size_t at = 0; at < bytes.n; at++) {
        size_t from = at;
        while (byte_at(bytes, at) >= 0x80) {
            at++;
        }
        if (at == from) {
            continue;
        }
        unsigned before = from > 0 ? byte_at(bytes, from - 1) : 0;
        unsigned after = byte_at(bytes, at);
        /* A sign alone before a blank has no meaning in the others at all. */
        bool single =
            at - from == 1 && (is_letter(before) || is_letter(after) || after < '0');
        s->runs++;
        s->glued += single || (is_lower(before) && is_lower(after));
    }
}

static void count_pairs(struct str bytes, struct signs *s) {
    static const unsigned hangul_first = 0xB0, hangul_last = 0xC8;
    uint8_t seen[(0xC8 - 0xB0 + 1) * 256] = {0};
    s->euc = s->big5 = true;
    for (size_t at = 0; at < bytes.n; at++) {
        unsigned lead = byte_at(bytes, at), trail = byte_at(bytes, at + 1);
        if (lead < 0x80) {
            continue;
        }
        at++;
        s->pairs++;
        s->low += trail < 0x80;
        s->kana += lead == 0xA4 || lead == 0xA5;
        s->marks += lead >= 0xA1 && lead <= 0xA3;
        s->euc &= lead > 0xA0 && trail > 0xA0;
        s->big5 &= lead > 0xA0 && lead < 0xFA &&
                   ((trail >= 0x40 && trail < 0x7F) || trail > 0xA0);
        if (lead >= hangul_first && lead <= hangul_last) {
            s->hangul++;
            uint8_t *mark = &seen[(lead - hangul_first) * 256 + trail];
            s->distinct += *mark == 0;
            *mark = 1;
        }
    }
}

/* The share of kana and of the kanji that are used most, whose first byte is below A0,
   where GBK has rare characters only. */
static bool is_shift_jis(struct str bytes) {
    size_t pairs = 0, usual = 0;
    for (size_t at = 0; at < bytes.n; at++) {
        unsigned lead = byte_at(bytes, at), trail = byte_at(bytes, at + 1);
        if (lead < 0x80 || (lead >= 0xA1 && lead <= 0xDF)) {
            continue; /* ASCII, half-width kana */
        }
        if (lead == 0x80 || lead == 0xA0 || lead > 0xFC || trail < 0x40 ||
            trail == 0x7F || trail > 0xFC) {
            return false;
        }
        pairs++;
        usual += lead < 0x99;
        at++;
    }
    return pairs > 1 && usual * 10 >= pairs * 6;
}

/* Words that every Japanese table has, in EUC-JP, each where a character begins: 年
   behind a figure, 人口, 東京, 全国, 合計, 総数, 都道府県. */
static bool has_japanese_word(struct str bytes) {
    static const char *const words[] = {"\xBF\xCD\xB8\xFD", "\xC5\xEC\xB5\xFE",
                                        "\xC1\xB4\xB9\xF1", "\xB9\xE7\xB7\xD7",
                                        "\xC1\xED\xBF\xF4", "\xC5\xD4\xC6\xBB"};
    for (size_t at = 0; at < bytes.n; at++) {
        struct str rest = str_slice(bytes, at, bytes.n);
        unsigned c = byte_at(bytes, at), before = at > 0 ? byte_at(bytes, at - 1) : 0;
        if (c < 0x80) {
            continue;
        }
        if (before >= '0' && before <= '9' && str_starts(rest, STR("\xC7\xAF"))) {
            return true;
        }
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (str_starts(rest, str_from(words[i]))) {
                return true;
            }
        }
        at++;
    }
    return false;
}

/* Letters stand in 80 to 9F on a Macintosh, and in C0 to FF under Windows, where the
   others are quotes, dashes and signs that no word has inside, but for a few letters.
 */
static const char *western(struct str bytes) {
    static const char windows[] = "\x85\x8A\x8C\x8E\x9A\x9C\x9E\x9F";
    size_t low = 0, high = 0;
    for (size_t at = 0; at < bytes.n; at++) {
        unsigned c = byte_at(bytes, at), before = at > 0 ? byte_at(bytes, at - 1) : 0;
        bool letter = c >= 0x80 && c < 0xA0 && !(c >= 0x91 && c <= 0x97);
        bool inside = is_letter(before) && is_letter(byte_at(bytes, at + 1)) &&
                      strchr(windows, (char)c) == NULL;
        low += letter ? 1 + (size_t)inside : 0;
        high += c >= 0xC0;
    }
    return low > high ? "macintosh" : "windows-1252";
}

/* Words of Cyrillic letters alone: small ones stand in E0 to FF under Windows, in C0 to
   DF in KOI8, and hardly anything below. Of two bytes of the others one is below. */
static const char *cyrillic(struct str bytes) {
    size_t all = 0, below = 0, upper = 0;
    for (size_t at = 0; at < bytes.n; at++) {
        unsigned c = byte_at(bytes, at);
        all += c >= 0x80;
        below += c >= 0x80 && c < 0xC0;
        upper += c >= 0xE0;
    }
    bool letters = all >= 6 && below * 10 <= all;
    return letters && upper * 10 >= all * 6                   ? "windows-1251"
           : letters && (all - below - upper) * 10 >= all * 6 ? "KOI8-R"
                                                              : NULL;
}

/* Words that every Korean table has, in EUC-KR. */
static bool has_korean_word(struct str bytes) {
    static const char *const words[] = {
        "\xBC\xAD\xBF\xEF" /* 서울 */, "\xC0\xFC\xB1\xB9" /* 전국 */,
        "\xBD\xC3\xC1\xA1" /* 시점 */, "\xC7\xD5\xB0\xE8" /* 합계 */,
        "\xC1\xF6\xBF\xAA" /* 지역 */};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_find(bytes, str_from(words[i]), 0) != STR_NOT_FOUND) {
            return true;
        }
    }
    return false;
}

const char *encoding_other(struct str bytes) {
    struct signs s = {0};
    bytes = str_slice(bytes, 0, SAMPLE_BYTES);
    count_runs(bytes, &s);
    if (s.runs > 0 && s.glued * 10 >= s.runs * 8) {
        return western(bytes);
    }
    const char *letters = cyrillic(bytes);
    if (letters != NULL) {
        return letters;
    }
    if (is_shift_jis(bytes)) {
        return "Shift_JIS";
    }
    count_pairs(bytes, &s);
    if (s.euc && (s.kana * 5 >= s.pairs || has_japanese_word(bytes))) {
        return "EUC-JP";
    }
    if (s.big5 && s.pairs > 1 && s.low * 5 >= s.pairs) {
        return "Big5";
    }
    bool korean = s.euc && s.hangul > 0 && s.hangul + s.marks == s.pairs;
    return korean && (s.distinct >= KOREAN_DISTINCT || has_korean_word(bytes))
               ? "EUC-KR"
               : NULL;
}

/* What every table has of digits, separators and line breaks stands there with a NUL
   behind it, or before it. */
const char *encoding_unmarked(struct str bytes) {
    size_t little = 0, big = 0, nuls = 0;
    bytes = str_slice(bytes, 0, SAMPLE_BYTES);
    if (bytes.n == 0 || memchr(bytes.p, '\0', bytes.n) == NULL) {
        return NULL;
    }
    for (size_t at = 0; at + 1 < bytes.n; at += 2) {
        unsigned first = byte_at(bytes, at), second = byte_at(bytes, at + 1);
        nuls += first == 0;
        nuls += second == 0;
        little += second == 0 && first > 0 && first < 0x80;
        big += first == 0 && second > 0 && second < 0x80;
    }
    bool many = little + big > 3 && nuls * 20 >= bytes.n;
    return many && big * 8 < little   ? "UTF-16LE"
           : many && little * 8 < big ? "UTF-16BE"
                                      : NULL;
}
