/* Processor time by stage, over all processes of a run: for people who ask where the
   time goes, never for what is published. Off, and without cost, unless it was opened.
 */
#ifndef NQI_BASE_TIMING_H
#define NQI_BASE_TIMING_H

#include "base/buf.h"

/* Before the first fork: those that are forked later add to the same sums. */
void timing_open(void);
/* In a process that was forked: its own time, from its start. */
void timing_forked(void);
/* From now on the time is that of the stage, whose name must be a literal; until
   timing_leave(), when it is again that of the stage around it. Nothing that jumps may
   lie between the two. */
void timing_enter(const char *stage);
void timing_leave(void);
/* Something else that is counted over all processes: a line of its own, which takes no
   time, so many times. */
void timing_count(const char *name, uint64_t times);
/* A line a stage, "name<TAB>seconds<TAB>times", in order of name; nothing if off. */
void timing_print(struct buf *out);

#endif
