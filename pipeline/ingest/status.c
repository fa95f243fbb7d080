#include "ingest/status.h"
#include "dataset/codes.h"
#include "ingest/clean.h"
#include <string.h>

/* SDMX's CL_OBS_STATUS, and R, T, X that offices add. Small letters are Eurostat's,
   and mean the same unless they stand there themselves. */
static const struct {
    char letter;
    uint8_t status;     /* enum observation_status */
    const char *beyond; /* what the status does not say */
} letters[] = {
    {'A', STATUS_NORMAL, NULL},
    {'B', STATUS_NORMAL, "a break in the series"},
    {'C', STATUS_SUPPRESSED, NULL},
    {'D', STATUS_NORMAL, "another definition"},
    {'E', STATUS_ESTIMATED, NULL},
    {'F', STATUS_ESTIMATED, NULL}, /* forecast */
    {'G', STATUS_ESTIMATED, NULL}, /* experimental */
    {'H', STATUS_MISSING, NULL},   /* holiday */
    {'I', STATUS_ESTIMATED, NULL}, /* imputed */
    {'J', STATUS_NORMAL, "a derogation"},
    {'K', STATUS_ABSENT, "the value is in another category"},
    {'L', STATUS_MISSING, NULL}, /* not collected */
    {'M', STATUS_MISSING, NULL}, /* cannot exist */
    {'N', STATUS_NEGLIGIBLE, NULL},
    {'O', STATUS_MISSING, NULL},
    {'P', STATUS_PROVISIONAL, NULL},
    {'Q', STATUS_SUPPRESSED, NULL},
    {'R', STATUS_REVISED, NULL},
    {'S', STATUS_NORMAL, "a strike or another special event"},
    {'T', STATUS_NORMAL, "the end of the series"},
    {'U', STATUS_ESTIMATED, NULL},   /* low reliability */
    {'V', STATUS_PROVISIONAL, NULL}, /* not validated */
    {'W', STATUS_NORMAL, "the value holds another category"},
    {'X', STATUS_NORMAL, "a figure of another office"},
    {'s', STATUS_ESTIMATED, NULL}, /* Eurostat's own estimate */
    {'z', STATUS_ABSENT, NULL},    /* not applicable */
};

/* In lower case; "value" may follow. */
static const struct {
    const char *name;
    char letter;
} words[] = {
    {"normal", 'A'},
    {"time series break", 'B'},
    {"break", 'B'},
    {"break in series", 'B'},
    {"break in time series", 'B'},
    {"confidential", 'C'},
    {"definition differs", 'D'},
    {"estimated", 'E'},
    {"estimate", 'E'},
    {"forecast", 'F'},
    {"experimental", 'G'},
    {"imputed", 'I'},
    {"derogation", 'J'},
    {"data included in another category", 'K'},
    {"missing value; holiday or weekend", 'H'},
    {"missing value; data exist but were not collected", 'L'},
    {"missing value; data cannot exist", 'M'},
    {"missing value; suppressed", 'Q'},
    {"not available for publication", 'Q'},
    {"missing", 'O'},
    {"not available", 'O'},
    {"not applicable", 'z'},
    {"absent", 'z'},
    {"not significant", 'N'},
    {"negligible", 'N'},
    {"provisional", 'P'},
    {"preliminary", 'P'},
    {"suppressed", 'Q'},
    {"revised", 'R'},
    {"final", 'A'},
    {"strike and other special events", 'S'},
    {"low reliability", 'U'},
    {"unreliable", 'U'},
    {"unvalidated", 'V'},
    {"includes data from another category", 'W'},
    {"正常", 'A'},
    {"最终数", 'A'},
    {"最终", 'A'},
    {"终审", 'A'},
    {"初步数", 'P'},
    {"初步", 'P'},
    {"快报数", 'P'},
    {"快报", 'P'},
    {"初步核算数", 'P'},
    {"初步核实数", 'P'},
    {"初步统计数", 'P'},
    {"修订数", 'R'},
    {"修订", 'R'},
    {"最终核实数", 'A'},
    {"估计数", 'E'},
    {"估计", 'E'},
    {"估算", 'E'},
    {"推算", 'E'},
    {"预测", 'F'},
    {"预测数", 'F'},
    {"缺失", 'O'},
    {"保密", 'Q'},
};

static size_t letter_index(char c) {
    size_t count = sizeof letters / sizeof *letters;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            if (letters[i].letter == c) {
                return i;
            }
        }
        c = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    return STR_NOT_FOUND;
}

static bool same_letters(struct str text, const char *name) {
    size_t n = strlen(name);
    for (size_t i = 0; i < n && text.n == n; i++) {
        char c = text.p[i];
        if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != name[i]) {
            return false;
        }
    }
    return text.n == n;
}

/* The one letter of a word, or of "P: Provisional"; '\0' if it is neither. */
static char letter_of(struct str text) {
    size_t colon = str_find(text, STR(": "), 0);
    if (colon != STR_NOT_FOUND) {
        /* "n: not available for publication": an office's own letters are what it says
           of them. */
        char said = letter_of(str_trim(str_slice(text, colon + 2, text.n)));
        text = str_slice(text, 0, colon);
        if (said != '\0') {
            return said;
        }
    }
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (same_letters(text, words[i].name)) {
                return words[i].letter;
            }
        }
        struct str tail = str_slice(text, text.n < 6 ? 0 : text.n - 6, text.n);
        if (!same_letters(tail, " value")) {
            break;
        }
        text = str_slice(text, 0, text.n - 6);
    }
    return text.n == 1 ? text.p[0] : '\0';
}

/* What outweighs what, if several letters stand together. */
static int weight(enum observation_status status) {
    static const int weights[] = {
        [STATUS_NORMAL] = 0,    [STATUS_REVISED] = 1,    [STATUS_PROVISIONAL] = 2,
        [STATUS_ESTIMATED] = 3, [STATUS_NEGLIGIBLE] = 4, [STATUS_ABSENT] = 5,
        [STATUS_MISSING] = 6,   [STATUS_SUPPRESSED] = 7};
    return weights[status];
}

#define TOGETHER "bdefiprsu"

static bool is_joint(char c) {
    return c == ' ' || c == '+' || c == ',' || c == ';' || c == '/';
}

/* Letters with joints between them, or Eurostat's without: NA and nd are none, since
   those that deny a value stand alone. */
static bool several_letters(struct str text, enum observation_status *out) {
    enum observation_status found = STATUS_NORMAL;
    size_t count = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (is_joint(text.p[i])) {
            continue;
        }
        bool together = i > 0 && !is_joint(text.p[i - 1]);
        size_t k = letter_index(text.p[i]);
        if (k == STR_NOT_FOUND || ++count > 4 ||
            (together && (strchr(TOGETHER, text.p[i]) == NULL ||
                          strchr(TOGETHER, text.p[i - 1]) == NULL))) {
            return false;
        }
        enum observation_status status = (enum observation_status)letters[k].status;
        found = weight(status) > weight(found) ? status : found;
    }
    *out = found;
    return count > 0;
}

/* The letters of a text: the one of a word or of "P: Provisional", in *room; else what
   stands before the words, "ep: estimated, provisional", or all of it. */
static struct str letters_of(struct str text, char *room) {
    *room = letter_of(text);
    return *room != '\0' ? (struct str){room, 1}
                         : str_slice(text, 0, str_find(text, STR(": "), 0));
}

bool number_status(struct str text, enum observation_status *out) {
    char room;
    return several_letters(letters_of(text, &room), out);
}

bool status_is_unreliable(struct str text) {
    char room;
    enum observation_status status;
    struct str all = letters_of(text, &room);
    for (size_t i = 0; i < all.n; i++) {
        if (all.p[i] == 'U' || all.p[i] == 'u') {
            return several_letters(all, &status) && status == STATUS_ESTIMATED;
        }
    }
    return false;
}

enum observation_status status_of_both(enum observation_status a,
                                       enum observation_status b) {
    return weight(a) >= weight(b) ? a : b;
}

bool status_flags(struct str text, enum observation_status *out) {
    for (size_t i = 0; i < text.n; i++) {
        if (memchr("bcdefinprsuz ", text.p[i], 13) == NULL) {
            return false;
        }
    }
    return text.n <= 5 && several_letters(text, out);
}

const char *status_beyond(struct str text, size_t n) {
    char room;
    struct str all = letters_of(text, &room);
    for (size_t i = 0; i < all.n; i++) {
        size_t k = letter_index(all.p[i]);
        if (k != STR_NOT_FOUND && letters[k].beyond != NULL && n-- == 0) {
            return letters[k].beyond;
        }
    }
    return NULL;
}

/* Of several letters one is kept: ep, estimated and provisional. */
static void note_lighter(struct diag *diag, struct place place, struct str text) {
    enum observation_status kept;
    char room;
    struct str all = letters_of(text, &room);
    if (!several_letters(all, &kept)) {
        return;
    }
    for (size_t i = 0; i < all.n; i++) {
        size_t k = is_joint(all.p[i]) ? STR_NOT_FOUND : letter_index(all.p[i]);
        if (k != STR_NOT_FOUND && letters[k].status != STATUS_NORMAL &&
            (enum observation_status)letters[k].status != kept) {
            diag_note(diag, place,
                      "of the status \"%.*s\" only \"%s\" is kept, not \"%s\"",
                      STR_ARG(clean_excerpt(text)),
                      diag_words(diag, observation_status_codes[kept]),
                      diag_words(diag, observation_status_codes[letters[k].status]));
        }
    }
}

void status_note(struct diag *diag, struct place place, struct str text) {
    const char *beyond;
    for (size_t i = 0; (beyond = status_beyond(text, i)) != NULL; i++) {
        diag_note(
            diag, place,
            "the status \"%.*s\" (%s) is not kept: the value is read as it stands",
            STR_ARG(clean_excerpt(text)), diag_words(diag, beyond));
    }
    note_lighter(diag, place, text);
}

bool status_confidentiality(struct str text, bool *closed) {
    static const char closing[] = "NCEAOTGMDSX"; /* F is free */
    text = str_trim(str_slice(text, 0, str_find(text, STR(":"), 0)));
    bool letter = text.n == 1 && memchr(closing, text.p[0], sizeof closing - 1) != NULL;
    *closed = letter;
    /* PU: public, as World Bank's Data360 writes it. */
    return letter || text.n == 0 || str_equal(text, STR("F")) ||
           str_equal(text, STR("PU"));
}
