#include "ingest/blocks.h"
#include "base/arena.h"
#include "base/file.h"
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
    BLOCK_BYTES = 1 << 20,
    SAMPLE_BYTES = 1 << 20,
    RECODED_BYTES = 1 << 16, /* of the file at once */
    SLOTS = 8,
};

enum slot_state { SLOT_EMPTY, SLOT_FILLING, SLOT_READY, SLOT_BUSY };

struct slot {
    enum slot_state state;
    char *bytes; /* what the block before left, then the block */
    size_t capacity;
    struct str text, behind; /* rows, and what the file has behind all of them */
    uint32_t block;
};

struct blocks {
    int fd;
    size_t size, done; /* bytes of the file, and read so far */
    size_t block_bytes;
    struct block_form form;
    struct hash *hash;
    struct recode *recode; /* or NULL */
    struct buf recoded;    /* what is made of the bytes that were read, */
    size_t recoded_at;     /* and is a block's from here on */
    bool recoded_last;
    struct slot slots[SLOTS];
    char *sample;
    size_t sample_bytes;
    struct buf carry; /* the row that the last block cut */
    uint32_t count;
    size_t line; /* lines above the next block; counted if rows end before the file */
    bool open_end, failed, past;
    bool reading, ended, stopped; /* these and the slots' states: under the lock */
    pthread_mutex_t lock;
    pthread_cond_t turn;
};

static int open_file(int dir, const char *path, size_t least, size_t *size) {
    struct stat info;
    int fd = file_open(dir, path, 0);
    if (fd < 0) {
        return -1;
    }
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode) ||
        (uintmax_t)info.st_size < least) {
        close(fd);
        return -1;
    }
    *size = (size_t)info.st_size;
    return fd;
}

/* Reads and hashes what comes next; *ended at the end of the file. */
static size_t read_bytes(struct blocks *b, char *to, size_t wanted, bool *ended) {
    size_t got = 0;
    while (got < wanted) {
        ssize_t n = read(b->fd, to + got, wanted - got);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            *ended = true;
            b->failed |= n < 0;
            break;
        }
        got += (size_t)n;
    }
    hash_add(b->hash, to, got);
    b->done += got;
    return got;
}

/* The same of what is made of the bytes; false if one of them has no meaning. */
static bool read_recoded(struct blocks *b, char *to, size_t wanted, size_t *got,
                         bool *ended) {
    char raw[RECODED_BYTES];
    *got = 0;
    while (*got < wanted) {
        size_t left = b->recoded.n - b->recoded_at;
        size_t n = left < wanted - *got ? left : wanted - *got;
        if (n > 0) {
            memcpy(to + *got, b->recoded.p + b->recoded_at, n);
            *got += n;
            b->recoded_at += n;
        } else if (b->recoded_last) {
            *ended = true;
            break;
        } else {
            struct str bytes = {raw, read_bytes(b, raw, sizeof raw, &b->recoded_last)};
            buf_clear(&b->recoded);
            b->recoded_at = 0;
            if (!recode_add(b->recode, bytes, b->recoded_last, &b->recoded)) {
                return false;
            }
        }
    }
    return true;
}

static bool read_next(struct blocks *b, char *to, size_t wanted, size_t *got,
                      bool *ended) {
    if (b->recode != NULL) {
        return read_recoded(b, to, wanted, got, ended);
    }
    *got = read_bytes(b, to, wanted, ended);
    return true;
}

struct blocks *blocks_open(int dir, const char *path, size_t least,
                           size_t block_bytes) {
    size_t size = 0;
    int fd = open_file(dir, path, least, &size);
    if (fd < 0) {
        return NULL;
    }
    struct blocks *b = memory_alloc(sizeof *b);
    *b = (struct blocks){.fd = fd,
                         .size = size,
                         .block_bytes = block_bytes > 0 ? block_bytes : BLOCK_BYTES,
                         .hash = hash_open(),
                         .recoded = buf_open(SIZE_MAX),
                         .carry = buf_open(BLOCKS_ROW_MAX),
                         .lock = PTHREAD_MUTEX_INITIALIZER,
                         .turn = PTHREAD_COND_INITIALIZER};
    b->sample = memory_alloc(SAMPLE_BYTES + 1);
    ssize_t n = pread(fd, b->sample, SAMPLE_BYTES, 0);
    b->sample_bytes = n > 0 ? (size_t)n : 0;
    return b;
}

void blocks_close(struct blocks *b) {
    char unused[HASH_HEX_SIZE + 1];
    if (b->hash != NULL) {
        hash_close(b->hash, unused);
    }
    for (size_t i = 0; i < SLOTS; i++) {
        free(b->slots[i].bytes);
    }
    if (b->recode != NULL) {
        recode_close(b->recode);
    }
    buf_close(&b->recoded);
    buf_close(&b->carry);
    close(b->fd);
    free(b->sample);
    free(b);
}

size_t blocks_size(const struct blocks *b) { return b->size; }

size_t blocks_most(const struct blocks *b) {
    size_t bytes = b->recode != NULL ? b->size * RECODE_GROWTH_MAX : b->size;
    return bytes / b->block_bytes + 2;
}

struct str blocks_sample(const struct blocks *b) {
    return (struct str){b->sample, b->sample_bytes};
}

/* ---- where a block ends ---- */

static bool is_unit(const struct blocks *b, const char *p, char c) {
    return b->form.unit == 1
               ? *p == c
               : p[b->form.big_endian] == c && p[!b->form.big_endian] == 0;
}

/* Whether the quotes in the text are odd in number: where each lane has seen them so
   often is told by a bit that each of them turns. */
static bool odd_quotes(const struct blocks *b, struct str text) {
    size_t at = 0, unit = b->form.unit;
    unsigned seen = 0;
#ifdef __SSE2__
    const __m128i quote = unit == 1            ? _mm_set1_epi8('"')
                          : b->form.big_endian ? _mm_set1_epi16('"' << 8)
                                               : _mm_set1_epi16('"');
    __m128i turned = _mm_setzero_si128();
    for (; at + 16 <= text.n; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text.p + at));
        turned = _mm_xor_si128(turned, unit == 1 ? _mm_cmpeq_epi8(bytes, quote)
                                                 : _mm_cmpeq_epi16(bytes, quote));
    }
    seen = (unsigned)_mm_movemask_epi8(turned);
    seen &= unit == 1 ? 0xFFFF : 0x5555;
#endif
    for (; at + unit <= text.n; at += unit) {
        seen ^= is_unit(b, text.p + at, '"');
    }
    return __builtin_parity(seen);
}

/* The bytes of the line break at `at`. */
static size_t line_break(const struct blocks *b, struct str text, size_t at) {
    size_t unit = b->form.unit;
    if (is_unit(b, text.p + at, '\n')) {
        return unit;
    }
    if (!is_unit(b, text.p + at, '\r')) {
        return 0;
    }
    bool both = at + 2 * unit <= text.n && is_unit(b, text.p + at + unit, '\n');
    return both ? 2 * unit : unit;
}

/* Whether the line begins with a mark, which may be quoted; `inside`: in a cell. */
static bool is_marked(const struct blocks *b, struct str text, size_t at, bool inside) {
    bool marked = false;
    if (b->form.end_mark_count > 0 && is_unit(b, text.p + at, '"')) {
        at += b->form.unit;
    }
    for (size_t i = 0; i < b->form.end_mark_count && !marked; i++) {
        const struct block_mark *mark = &b->form.end_marks[i];
        marked = (mark->anywhere || !inside) &&
                 str_starts(str_slice(text, at, text.n), mark->text);
    }
    return marked;
}

/* The bytes of a block's text in which quotes are text. */
static size_t head_of(const struct blocks *b) {
    return b->count > 0 ? 0 : b->form.head;
}

/* Where the rows of a text end that are followed by something else; all of it if they
   do not end in it. *line gets the lines above. */
static size_t rows_end(const struct blocks *b, struct str text, size_t *line) {
    const struct block_form *form = &b->form;
    size_t unit = form->unit, head = head_of(b);
    bool begins = true, inside = false;
    text.n -= text.n % unit;
    for (size_t at = 0; at < text.n;) {
        if (begins && *line > 0 && *line == form->last_line) {
            return at;
        }
        if (begins && *line + 1 >= form->first_line && is_marked(b, text, at, inside)) {
            return at;
        }
        inside ^= at >= head && is_unit(b, text.p + at, '"');
        size_t n = line_break(b, text, at);
        begins = n > 0;
        *line += begins;
        at += n > 0 ? n : unit;
    }
    return text.n;
}

/* The length of the whole lines of the text, or of its whole rows. */
static size_t whole_rows(const struct blocks *b, struct str text) {
    size_t head = head_of(b) < text.n ? head_of(b) : text.n;
    bool inside = !b->past && odd_quotes(b, str_slice(text, head, text.n));
    size_t at = text.n - text.n % b->form.unit;
    while (at > head) {
        const char *p = text.p + at - b->form.unit;
        if (is_unit(b, p, '\n') && !inside) {
            break;
        }
        inside ^= !b->past && is_unit(b, p, '"');
        at -= b->form.unit;
    }
    return at;
}

/* `n` bytes at `start` become the slot's rows; the rest waits for the next block. At
   the end of the file nothing waits, and the last line gets a line break. */
static bool cut(struct blocks *b, struct slot *slot, char *start, size_t n,
                bool ended) {
    if (ended && n % b->form.unit == 0) {
        const char *last = start + n - b->form.unit;
        b->open_end = n > 0 && !is_unit(b, last, '\n') && !is_unit(b, last, '\r');
        if (n > 0 && !is_unit(b, last, '\n')) {
            memset(start + n, 0, b->form.unit);
            start[n + (b->form.unit == 2 && b->form.big_endian)] = '\n';
            n += b->form.unit;
        }
    }
    struct str all = {start, n};
    size_t line = b->line, end = n;
    bool bounded = b->form.last_line > 0 || b->form.end_mark_count > 0;
    if (bounded) {
        end = b->past ? 0 : rows_end(b, all, &line);
        b->past |= end < n - n % b->form.unit;
        b->open_end &= !b->past;
    }
    size_t whole = ended ? n : whole_rows(b, all);
    buf_clear(&b->carry);
    buf_bytes(&b->carry, start + whole, n - whole);
    if (!buf_ok(&b->carry)) {
        return false;
    }
    end = end < whole ? end : whole;
    slot->text = (struct str){start, end};
    slot->behind = (struct str){start + end, whole - end};
    if (bounded && !b->past) {
        rows_end(b, slot->text, &b->line);
    }
    return true;
}

struct str blocks_behind(struct blocks *b, uint32_t index) {
    struct str behind = {"", 0};
    pthread_mutex_lock(&b->lock);
    for (size_t i = 0; i < SLOTS; i++) {
        const struct slot *s = &b->slots[i];
        behind = s->state == SLOT_BUSY && s->block == index ? s->behind : behind;
    }
    pthread_mutex_unlock(&b->lock);
    return behind;
}

/* So many bytes, and those that may be behind them. */
static char *slot_room(struct slot *slot, size_t bytes) {
    size_t needed = bytes + 2 + BLOCKS_PADDING;
    if (needed > slot->capacity) {
        free(slot->bytes);
        slot->capacity = needed + needed / 8;
        slot->bytes = memory_alloc(slot->capacity);
    }
    return slot->bytes;
}

/* The next block, without the lock: only one thread at a time does, and what others
   look at is set by taken(). */
static bool fill(struct blocks *b, struct slot *slot, bool *ended) {
    char *start = slot_room(slot, b->carry.n + b->block_bytes);
    size_t got;
    size_t carried = b->carry.n;
    memcpy(start, buf_str(&b->carry).p, carried);
    bool good = read_next(b, start + carried, b->block_bytes, &got, ended);
    return cut(b, slot, start, carried + got, *ended) && good;
}

/* A filled slot gets its number, under the lock. */
static void taken(struct blocks *b, struct slot *slot, bool ended) {
    slot->block = b->count++;
    slot->state = SLOT_READY;
    b->ended |= ended;
}

bool blocks_begin(struct blocks *b, struct block_form form, size_t bytes) {
    size_t first = bytes > b->block_bytes ? bytes : b->block_bytes;
    struct slot *slot = &b->slots[0];
    char *start = slot_room(slot, first);
    size_t got;
    b->form = form;
    b->recode = form.recode.encoding != NULL ? recode_open(&form.recode) : NULL;
    if (!read_next(b, start, first, &got, &b->ended) || got < form.skip ||
        !cut(b, slot, start + form.skip, got - form.skip, b->ended) ||
        form.skip + slot->text.n + slot->behind.n < bytes) {
        return false;
    }
    taken(b, slot, b->ended);
    return true;
}

/* ---- threads ---- */

static struct slot *slot_in(struct blocks *b, enum slot_state state) {
    struct slot *found = NULL;
    for (size_t i = 0; i < SLOTS; i++) {
        struct slot *s = &b->slots[i];
        if (s->state == state && (found == NULL || s->block < found->block)) {
            found = s;
        }
    }
    return found;
}

static size_t ready_slots(const struct blocks *b) {
    size_t count = 0;
    for (size_t i = 0; i < SLOTS; i++) {
        count += b->slots[i].state == SLOT_READY;
    }
    return count;
}

/* What a thread does next: keep a block or two ahead of the readers, read. Called
   and left with the lock held; false when there is nothing more to do. */
static bool step(struct blocks *b, blocks_reader *reader, void *context) {
    struct slot *empty = slot_in(b, SLOT_EMPTY), *ready = slot_in(b, SLOT_READY);
    if (b->stopped) {
        return false;
    }
    if (!b->ended && !b->reading && empty != NULL && ready_slots(b) < 2) {
        b->reading = true;
        empty->state = SLOT_FILLING;
        pthread_mutex_unlock(&b->lock);
        bool ended = false;
        bool good = fill(b, empty, &ended);
        pthread_mutex_lock(&b->lock);
        b->stopped |= !good;
        b->reading = false;
        taken(b, empty, ended);
    } else if (ready != NULL) {
        ready->state = SLOT_BUSY;
        pthread_mutex_unlock(&b->lock);
        bool good = reader(context, ready->text, ready->block);
        pthread_mutex_lock(&b->lock);
        b->stopped |= !good;
        ready->state = SLOT_EMPTY;
    } else if (b->ended && !b->reading) {
        return false;
    } else {
        pthread_cond_wait(&b->turn, &b->lock);
        return true;
    }
    pthread_cond_broadcast(&b->turn);
    return true;
}

struct worker {
    struct blocks *blocks;
    blocks_reader *reader;
    void *context;
    pthread_t thread;
};

static void *work(void *context) {
    struct worker *w = context;
    pthread_mutex_lock(&w->blocks->lock);
    while (step(w->blocks, w->reader, w->context)) {
    }
    pthread_cond_broadcast(&w->blocks->turn);
    pthread_mutex_unlock(&w->blocks->lock);
    return NULL;
}

size_t blocks_threads(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > BLOCKS_THREADS_MAX ? BLOCKS_THREADS_MAX : (size_t)n;
}

bool blocks_run(struct blocks *b, blocks_reader *reader, void *const *contexts,
                size_t count) {
    struct worker workers[BLOCKS_THREADS_MAX] = {{.blocks = b, .reader = reader}};
    size_t running = 1;
    for (size_t i = 0; i < count; i++) {
        workers[i] =
            (struct worker){.blocks = b, .reader = reader, .context = contexts[i]};
    }
    /* Where no thread can be had, this one does all. */
    while (running < count && pthread_create(&workers[running].thread, NULL, work,
                                             &workers[running]) == 0) {
        running++;
    }
    work(&workers[0]);
    for (size_t i = 1; i < running; i++) {
        pthread_join(workers[i].thread, NULL);
    }
    return !b->stopped;
}

size_t blocks_count(const struct blocks *b) { return b->count; }

bool blocks_is_last(const struct blocks *b, uint32_t index) {
    return b->ended && index + 1 == b->count;
}

bool blocks_ends_open(struct blocks *b, uint32_t index) {
    pthread_mutex_lock(&b->lock);
    bool open = b->open_end && blocks_is_last(b, index);
    pthread_mutex_unlock(&b->lock);
    return open;
}

bool blocks_open_end(const struct blocks *b) { return b->open_end; }

bool blocks_end(struct blocks *b, char hex[HASH_HEX_SIZE + 1]) {
    hash_close(b->hash, hex);
    b->hash = NULL;
    return !b->failed && b->done == b->size;
}
