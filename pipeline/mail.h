/* What a timer's run says (--mail): a line if all went well, else a page that a mail
   shows as it is, of lines of at most 72 columns: what failed, for which project, each
   error with its place and what to do, and whether something was published. Until the
   end nothing is said, since only then is it known which it is. */
#ifndef NQI_MAIL_H
#define NQI_MAIL_H

#include "base/buf.h"
#include "base/diag.h"

struct options;
struct mail;

/* What goes to standard error is kept from here on. NULL if there is no room for it:
   then it is said as it comes. */
struct mail *mail_open(void);
/* Where the last line of a build goes. Borrowed. */
FILE *mail_line(struct mail *mail);
/* Counts what is only counted where all went well. */
void mail_count(struct mail *mail, const struct diag *diag);
/* Says it on standard output; status is that of the process. */
void mail_close(struct mail *mail, const struct options *options, int status);

/* A text as lines of at most `columns`, where Han take two; what goes on stands below
   its line and 4 further in. A word is parted only where it is longer than a line. */
void mail_wrap(struct str text, size_t columns, struct buf *out);

#endif
