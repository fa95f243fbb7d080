/* The words of the command line that are no options: the command, what it is about, and
   the project. */
#ifndef NQI_COMMANDS_H
#define NQI_COMMANDS_H

#include "options.h"

/* Fills in what they say, once the options are read: a command may need some of them.
   False after reporting. */
bool command_words(char **words, size_t count, struct options *out, struct diag *diag);

#endif
