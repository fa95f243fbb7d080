/* What the messages of base/ say of the program that they are part of. main() sets it
   before all else; in a program that does not, as in tests, they name none. */
#ifndef NQI_BASE_PROGRAM_H
#define NQI_BASE_PROGRAM_H

/* Its name, and what is said behind messages that are only counted ("; --verbose
   lists them"), a message itself; both borrowed for good. */
void program_set(const char *name, const char *behind_counted);
/* Empty, or as they were set. */
const char *program_name(void);
const char *program_behind_counted(void);
/* How a process ends that has said why. */
#define PROGRAM_TOLD 3
/* Prints "NAME: text" and exits with PROGRAM_TOLD: for what nothing can be done about.
 */
_Noreturn void program_fail(const char *text);

#endif
