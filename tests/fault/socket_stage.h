#pragma once
/* What is said through the socket, and how it goes undisturbed. */
#include "tests/fault/daemon.h"
#include "tests/fault/script.h"

struct stage {
    const char *program;
    struct reference reference;
    struct daemon before; /* its files are those each run begins with; it never runs */
    int64_t live;         /* pieces of memory that a daemon holds in the end, undisturbed */
    uint64_t occasions;
};

/* The steps, of ROOT alone. */
extern const struct script script_talk;

/* Starts daemons of that program until it is known what each step answers and adds. */
void stage_set(struct stage *stage);

/* Asks, and masks what comes: `*ret` of `*ret_length` bytes. */
enum client_answer stage_ask(struct client *client, const struct step *step, const char **ret,
                             size_t *ret_length);

/* Ends the process: without faults something went wrong. */
void stage_die(const char *what, const char *why) __attribute__((noreturn));
