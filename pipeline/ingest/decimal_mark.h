/* Which of point and comma stands before the decimals of a file. 12.5 proves it, 1.234
   may have decimals or thousands; what one number leaves open another may decide, or
   the rule of a format by name. */
#ifndef NQI_INGEST_DECIMAL_MARK_H
#define NQI_INGEST_DECIMAL_MARK_H

#include "dataset/profile.h"

/* What a number shows of the marks in it. */
enum mark_proof {
    PROOF_NONE,  /* or it is none */
    PROOF_POINT, /* 12.5, 0.125, 1,234.5, 1,234,567: the point is before decimals */
    PROOF_COMMA, /* the same of the comma */
    PROOF_PLAIN, /* 12345: thousands are not grouped, so one mark is before decimals */
    PROOF_OPEN_POINT, /* 1.234 */
    PROOF_OPEN_COMMA, /* 1,234 */
    PROOF_KINDS
};

enum mark_proof mark_proof(struct str number);

/* What was seen so far, a bit (1 << enum mark_proof) each. */
struct marks_seen {
    unsigned bits;
};

void marks_see(struct marks_seen *seen, struct str number);
/* True if 1.234 or 1,234 was seen. */
bool marks_open(struct marks_seen seen);
/* The mark that the numbers prove; '\0': none, or both. */
char marks_proven(struct marks_seen seen);
/* True if a number may tell what others of the file leave open: nothing is declared,
   and neither commas nor semicolons separate, which say it themselves. */
bool marks_may_tell(const struct source_profile *profile, struct str separator);
/* The mark for a file that one program has written; if no number proves it, by `rule`,
   the mark of that program ('\0': it has both), under which a lone other mark stays
   open: '\0'. */
char marks_decide(struct marks_seen seen, char rule);

#endif
