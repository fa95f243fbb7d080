#define _GNU_SOURCE
#include "mail.h"

#include "build.h"
#include "document/document.h"
#include "options.h"
#include "text/breaks.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define COLUMNS 72
#define INDENT 4
#define TEXT_LIMIT ((size_t)1 << 20) /* of errors: what a mail holds */

struct mail {
    FILE *line;
    char *text; /* of `line` */
    size_t size;
    int kept, error; /* what was written to standard error, and where it leads to */
    size_t warnings;
};

struct mail *mail_open(void) {
    int kept = memfd_create("messages", MFD_CLOEXEC);
    int error = kept >= 0 ? dup(STDERR_FILENO) : -1;
    struct mail *mail = memory_alloc(sizeof *mail);
    *mail = (struct mail){.kept = kept, .error = error};
    mail->line = open_memstream(&mail->text, &mail->size);
    if (mail->line != NULL && error >= 0 && dup2(kept, STDERR_FILENO) >= 0)
        return mail;
    if (mail->line != NULL)
        fclose(mail->line);
    if (error >= 0)
        close(error);
    if (kept >= 0)
        close(kept);
    free(mail->text);
    free(mail);
    return NULL;
}

FILE *mail_line(struct mail *mail) { return mail->line; }

void mail_count(struct mail *mail, const struct diag *diag) {
    mail->warnings += diag_count(diag, DIAG_WARNING);
}

/* Where a line that begins at `from` ends: at the last break of what fits, else in the
   middle of a word. */
static size_t line_end(struct str text, size_t from, size_t columns,
                       const uint8_t *breaks) {
    size_t at = from, used = 0, end = 0;
    while (at < text.n) {
        uint32_t cp;
        size_t bytes = utf8_decode(text, at, &cp);
        size_t width = document_is_wide(cp) ? 2 : 1;
        if (at > from && breaks[at])
            end = at;
        if (used + width > columns && cp != ' ')
            return end > 0 ? end : at;
        used += width;
        at += bytes;
    }
    return at;
}

static void wrap_line(struct str line, size_t columns, const uint8_t *breaks,
                      struct buf *out) {
    size_t from = 0;
    while (from < line.n && from < columns / 2 && line.p[from] == ' ')
        from++;
    size_t indent = from, further = indent + INDENT;
    for (bool first = true; first || from < line.n; first = false) {
        size_t margin = first ? indent : further;
        size_t end = line_end(line, from, columns - margin, breaks);
        struct str piece = str_slice(line, from, end);
        while (str_ends(piece, STR(" ")))
            piece.n--;
        buf_printf(out, "%*s%.*s\n", piece.n > 0 ? (int)margin : 0, "", STR_ARG(piece));
        from = end;
    }
}

void mail_wrap(struct str text, size_t columns, struct buf *out) {
    struct diag *quiet = diag_open();
    struct breaker *breaker = breaker_open(quiet);
    struct arena *arena = arena_open();
    while (text.n > 0 && breaker != NULL) {
        size_t end = str_find(text, STR("\n"), 0);
        struct str line = str_slice(text, 0, end == STR_NOT_FOUND ? text.n : end);
        wrap_line(line, columns, breaks_find(breaker, line, arena), out);
        text = str_slice(text, line.n < text.n ? line.n + 1 : text.n, text.n);
    }
    buf_put(out, text);
    if (breaker != NULL)
        breaker_close(breaker);
    arena_close(arena);
    diag_close(quiet);
}

static void put_kept(const struct mail *mail, struct buf *out) {
    char piece[4096];
    ssize_t n;
    off_t at = 0;
    while ((n = pread(mail->kept, piece, sizeof piece, at)) > 0 &&
           (size_t)at < TEXT_LIMIT) {
        buf_put(out, (struct str){piece, (size_t)n});
        at += n;
    }
}

static const char *status_words(int status) {
    switch (status) {
    case EXIT_STATUS_DATA:
        return "errors in the data, the scripts or the templates";
    case EXIT_STATUS_USAGE:
        return "the command line asks for what does not exist";
    case EXIT_STATUS_LOCKED:
        return "another build or act is running in the same output folder";
    default:
        return "the system: the disk is full, a font is not installed";
    }
}

static void put_page(const struct mail *mail, const struct options *options, int status,
                     struct buf *out) {
    const struct catalogue *words = &options->messages;
    char path[PATH_MAX];
    buf_printf(out, catalogue_words(words, "nqi did not succeed, exit status %d: %s\n"),
               status, catalogue_words(words, status_words(status)));
    buf_printf(out, catalogue_words(words, "project: %s\n"),
               realpath(options->project, path) != NULL ? path : options->project);
    bool is_act =
        options->command != COMMAND_BUILD && options->command != COMMAND_CHECK;
    if (mail->size > 0)
        buf_put(out, (struct str){mail->text, mail->size});
    else if (!is_act) /* of which it is not known here how far it came */
        buf_puts(out,
                 catalogue_words(
                     words, "Nothing was published; what was before is unchanged.\n"));
    buf_char(out, '\n');
    put_kept(mail, out);
}

void mail_close(struct mail *mail, const struct options *options, int status) {
    fflush(stderr);
    fclose(mail->line);
    dup2(mail->error, STDERR_FILENO);
    struct buf page = buf_open(2 * TEXT_LIMIT), lines = buf_open(4 * TEXT_LIMIT);
    if (status != EXIT_STATUS_GOOD) {
        put_page(mail, options, status, &page);
        mail_wrap(buf_str(&page), COLUMNS, &lines);
        fputs(buf_z(&lines), stdout);
    } else if (options->command == COMMAND_BUILD && mail->warnings > 0) {
        printf(catalogue_words(&options->messages, "%.*s; warnings: %zu (nqi check)\n"),
               (int)mail->size - 1, mail->text, mail->warnings);
    } else {
        fwrite(mail->text, 1, mail->size, stdout);
    }
    buf_close(&page);
    buf_close(&lines);
    free(mail->text);
    close(mail->kept);
    close(mail->error);
    free(mail);
}
