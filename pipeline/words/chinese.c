/* What is known of Chinese: which languages it is, and how it counts. */
#include "base/arena.h"
#include "base/buf.h"
#include "words/words.h"

bool words_is_chinese(struct catalogue words) {
    return words.language.n == 0 || str_starts(words.language, STR("zh"));
}

struct str words_han(size_t n, struct arena *arena) {
    static const char *const digits[] = {"零", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九"};
    static const struct {
        size_t value;
        const char *name;
    } places[] = {{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}};
    if (n > WORDS_HAN_MAX)
        return arena_printf(arena, "%zu", n);
    struct buf out = buf_open(64);
    bool gap = false; /* an empty place behind what is said: 一百零三 */
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        size_t digit = n / places[i].value % 10;
        if (digit == 0) {
            gap = out.n > 0;
            continue;
        }
        if (gap)
            buf_puts(&out, digits[0]);
        gap = false;
        if (places[i].value != 10 || digit > 1 || out.n > 0) /* 十二, 一百一十二 */
            buf_puts(&out, digits[digit]);
        buf_puts(&out, places[i].name);
    }
    if (out.n == 0)
        buf_puts(&out, digits[0]);
    struct str text = arena_copy(arena, buf_str(&out));
    buf_close(&out);
    return text;
}
