/* Compose: a template, expanded in the sandbox's environment, becomes Markdown
   text with objects, then a document with numbers and cross-references. */
#ifndef NQI_COMPOSE_COMPOSE_H
#define NQI_COMPOSE_COMPOSE_H

#include "dataset/dataset.h"
#include "document/document.h"
#include "document/report.h"
#include "sandbox/sandbox.h"

struct composer;
struct embedded_file;

/* A template file that was read: for the receipt. */
struct template_file {
    struct str path; /* templates/province.md, nqi/partials/definitions.md */
    char sha256[65];
};

/* Templates are read once, below `dir`/templates, and compiled at first use; a file
   of `library` ("nqi/partials/x.md") is included as "partials/x.md" where the project
   has none of that name. Lives in `arena`. */
struct composer *composer_open(int dir, struct sandbox *sandbox,
                               const struct embedded_file *library, struct arena *arena,
                               struct diag *diag);
/* The document of a job whose environment script_enter() has made; NULL after
   reporting. Lives in `arena` (scratch) until document_close(). Fills title,
   series, period, issue and sign-off words from the job and the dataset. `log`:
   what the marks in the scripts' texts stand for. */
struct document *compose_report(struct composer *composer, const struct report_job *job,
                                const struct dataset *ds, const struct theme *theme,
                                const struct figure_log *log, struct arena *arena,
                                struct diag *diag);
/* The report's template and what it includes, as text; false after reporting. */
bool composer_dump(struct composer *composer, const struct report_definition *report,
                   struct buf *out, struct diag *diag);
/* Of the library, those that a template includes. */
size_t composer_files(const struct composer *composer,
                      const struct template_file **files);
/* What stands in one of them, by its index. */
struct str composer_text(const struct composer *composer, size_t file);

#endif
