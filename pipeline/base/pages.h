/* Pages of memory, as the system keeps them. What a process has for itself a fork
   copies entry by entry, and what it shares each child finds page by page: in large
   pages (2 MB) either is one step in place of 512. Where the system knows or has none,
   all works with small ones. */
#ifndef NQI_BASE_PAGES_H
#define NQI_BASE_PAGES_H

#include <stdbool.h>
#include <stddef.h>

/* Zeroed bytes that processes forked later share, laid so that large pages fit; taken
   as they are touched. NULL if they cannot be had. */
void *pages_share(size_t size);
/* Before many forks: large pages for what this process has, where it fills them nearly.
 */
void pages_gather(void);
/* In a process that was forked: what pages_take() gives from here on lies in large
   pages of its own. */
void pages_part(void);
/* A chunk to hand out pieces of, not zeroed; NULL without memory. pages_give() takes it
   back with its size: what a process that has parted gives back it soon takes again. */
void *pages_take(size_t size);
void pages_give(void *chunk, size_t size);

#endif
