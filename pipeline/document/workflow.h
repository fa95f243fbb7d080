/* How a project publishes, as lua/workflow.lua says. Without the file a build publishes
   at once; with it a build makes drafts, which are signed and then published (issue/).
   Plain data in the run's arena. */
#ifndef NQI_DOCUMENT_WORKFLOW_H
#define NQI_DOCUMENT_WORKFLOW_H

#include "base/diag.h"
#include "base/str.h"

#define WORKFLOW_ROLES_MAX 8
#define WORKFLOW_LEDGER "ledger" /* unless the file names another folder */

struct workflow {
    struct place place; /* of the file */
    struct str archive; /* a folder, from the project's: ../archive */
    struct str ledger;  /* a folder below the project */
    struct str drafts;  /* the output folder of drafts, below the project */
    struct str *roles;  /* in the order in which they sign: 制表, 审核, 签发 */
    size_t role_count;  /* 0: nobody signs */
    bool same_name;     /* one name may sign several roles */
    struct str number; /* 第{n}期（总第{total}期）; empty: as input/issues.csv says */
};

#endif
