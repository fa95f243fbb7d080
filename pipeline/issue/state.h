/* Where an issue stands: the fold of its entries in the ledger.

     draft → returned → signed by the roles in order → published → corrected | withdrawn

   A draft is nothing in the ledger: what was drafted lies in the folder of drafts, and
   is told by its code. A signature is of a code: one of another code begins anew. A
   correction is begun by `correct` and becomes true by `publish`, as an issue does. */
#ifndef NQI_ISSUE_STATE_H
#define NQI_ISSUE_STATE_H

#include "document/workflow.h"
#include "issue/ledger.h"
#include "publish/edition.h"

#define ACT_SIGN "sign"
#define ACT_RETURN "return"
#define ACT_PUBLISH "publish"
#define ACT_CORRECT "correct"
#define ACT_WITHDRAW "withdraw"

struct issue_signature {
    struct str role, by, time;
};

/* Texts are borrowed from the ledger. */
struct issue_state {
    struct str report, period;
    bool published;  /* its last edition is in what is published */
    bool correcting; /* a correction of it was begun */
    bool withdrawn;
    bool returned;         /* since the last signature */
    struct str reason;     /* of the last return or correction */
    struct str withdrawal; /* its reason */
    struct str code;       /* that the signatures are of; empty without */
    struct issue_signature signatures[WORKFLOW_ROLES_MAX];
    size_t signature_count;
    const struct ledger_entry *signed_as; /* the first signature's entry, or NULL */
    const struct ledger_entry *edition;   /* the last publish, or NULL */
    const struct ledger_entry *before;    /* the publish before it, or NULL */
    size_t corrections;                   /* that are published */
};

struct issue_state issue_state_of(const struct ledger *ledger, struct str report,
                                  struct str period);
/* The issues that the ledger knows, in the order of their first entries; in the arena.
 */
struct issue_state *issue_states(const struct ledger *ledger, struct arena *arena,
                                 size_t *count);
/* A build may print other things of it: it is not published, or a correction was begun.
 */
bool issue_is_open(const struct issue_state *state);
/* The last entry that changed what is published, or NULL. */
const struct ledger_entry *issue_last_release(const struct ledger *ledger);

/* The value of the entry's first line with this key; empty without one. */
struct str issue_value(const struct ledger_entry *entry, const char *key);
/* The code of the edition `stem` in a sign or publish entry; empty without one. */
struct str issue_edition_code(const struct ledger_entry *entry, struct str stem);

/* The code of an issue, of those of its editions in order of their stems: of one
   edition its own, of several a hash of all. False if one has none. */
bool issue_code(const struct edition *editions, size_t count, struct str report,
                struct str period, char code[HASH_HEX_SIZE + 1]);
/* Whether a code as somebody wrote it, with blanks and hyphens, at least as many
   digits as are printed, is this one. */
bool issue_code_is(struct str written, struct str code);

#endif
