/* nqi: from the CSV files of a statistics office to its published reports. The
   stages are in build.c; this file only picks the command. */
#include "base/program.h"
#include "build.h"
#include "mail.h"
#include "options.h"
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* A caller may have closed the standard streams: the next file opened would then get
   their messages. Opened to read only, writing to them still fails as it should. */
static void hold_standard_streams(void) {
    int fd = open("/dev/null", O_RDONLY);
    while (fd >= 0 && fd <= STDERR_FILENO)
        fd = open("/dev/null", O_RDONLY);
    if (fd >= 0)
        close(fd);
}

/* What was printed must have arrived: the disk behind stdout may be full. */
static int flushed(const struct options *options, int status) {
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fputs(catalogue_words(&options->messages, "nqi: cannot write to standard output\n"),
          stderr);
    return status == EXIT_STATUS_GOOD ? EXIT_STATUS_SYSTEM : status;
}

static void print_help(const struct options *options) {
    struct buf help = buf_open(1 << 16);
    options_help(options, &help);
    fputs(buf_z(&help), stdout);
    buf_close(&help);
}

static int run(const struct options *options) {
    switch (options->command) {
    case COMMAND_BUILD:
        return build_reports(options);
    case COMMAND_CHECK:
        return build_check(options);
    case COMMAND_LIST:
        return build_list(options);
    case COMMAND_SNIFF:
        return build_sniff(options);
    case COMMAND_DUMP:
        return build_dump(options);
    case COMMAND_SIGN:
        return build_sign(options);
    case COMMAND_RETURN:
        return build_return(options);
    case COMMAND_CORRECT:
        return build_correct(options);
    case COMMAND_PUBLISH:
        return build_publish(options);
    case COMMAND_WITHDRAW:
        return build_withdraw(options);
    case COMMAND_RESTORE:
        return build_restore(options);
    case COMMAND_STATUS:
        return build_status(options);
    case COMMAND_VERIFY:
        return build_verify(options);
    case COMMAND_HELP:
        print_help(options);
        return EXIT_STATUS_GOOD;
    case COMMAND_VERSION:
        puts("nqi " NQI_VERSION);
        return EXIT_STATUS_GOOD;
    }
    return EXIT_STATUS_USAGE;
}

static int run_and_mail(struct options *options) {
    if (options->mails)
        options->mail = mail_open();
    int status = run(options);
    if (options->mail != NULL)
        mail_close(options->mail, options, status);
    return status;
}

int main(int argc, char **argv) {
    hold_standard_streams();
    program_set("nqi", "; --log-json lists them all");
    struct arena *arena = arena_open();
    struct diag *diag = diag_open();
    struct options options;
    int status = EXIT_STATUS_USAGE;
    if (options_read(argc, argv, arena, &options, diag) &&
        (options.now = (int64_t)time(NULL)) > 0)
        status = run_and_mail(&options);
    else if (options.log_json)
        diag_print_json(diag, stderr);
    else
        diag_print(diag, stderr);
    diag_close(diag);
    arena_close(arena);
    return flushed(&options, status);
}
