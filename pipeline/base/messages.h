/* The Chinese forms of diag's messages. */
#ifndef NQI_BASE_MESSAGES_H
#define NQI_BASE_MESSAGES_H

struct message {
    const char *english; /* the format string, as it stands in the code */
    const char *chinese;
};

/* The last has no text. */
extern const struct message messages[];
/* Those of scripts and templates. */
extern const struct message messages_lua[];
extern const struct message messages_compose[];
/* Those of the statistics library. */
extern const struct message messages_index[];

#endif
