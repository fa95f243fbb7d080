/* An arena hands out memory that lives until the arena is closed: one for a
   run, one scratch arena for a report. Running out of memory ends the program
   here, in one place, with exit status 3; so no caller checks for NULL. */
#ifndef NQI_BASE_ARENA_H
#define NQI_BASE_ARENA_H

#include "base/str.h"

struct arena;

struct arena *arena_open(void);
/* An arena in one shared anonymous mapping of at most `reserve` bytes (address
   space only; pages are taken as they are touched). Forked workers see it
   without copies. */
struct arena *arena_open_shared(size_t reserve);
/* Makes a shared arena read-only: a later write to it is a crash. The address space
   that it did not need goes back. */
void arena_seal(struct arena *arena);
void arena_close(struct arena *arena);

/* `size` zeroed bytes, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);
/* `count` zeroed items of `size` bytes; the product is checked. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* A copy, with a NUL behind it that is not counted. */
struct str arena_copy(struct arena *arena, struct str s);
struct str arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Bytes handed out so far. */
size_t arena_used(const struct arena *arena);
/* Bytes up to the end of its chunk, of a shared arena of all of it; what the alignment
   of each block takes is among them. */
size_t arena_left(const struct arena *arena);

/* Room for one more item in an arena-backed growing array: returns `items`, or
   a doubled copy of it, and raises *capacity. The old copy stays in the arena. */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *capacity,
                 size_t size);

/* A block of the arena that nothing points into any more: a shared arena gives its
   whole pages back to the system, another keeps it. */
void arena_return(struct arena *arena, void *block, size_t size);

/* malloc and friends that end the program when memory runs out. */
void *memory_alloc(size_t size);
void *memory_realloc(void *old, size_t size);
/* Gives the system back what was freed: before a fork, so that no child copies pages
   that hold nothing, and before what takes much. */
void memory_give_back(void);
/* Prints "out of memory" and exits with status 3. */
_Noreturn void memory_exhausted(void);

#endif
