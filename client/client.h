#pragma once
/* The whole program, but for the environment: what was typed in, sentences and an exit code out. */
#include <stdbool.h>
#include <stdio.h>

#include "client/session.h"

/* How a command ended; these are the exit codes. */
enum outcome {
    OUTCOME_DONE,
    OUTCOME_REFUSED,  /* the daemon, or the house behind it, said no */
    OUTCOME_USAGE,    /* what was typed is no command */
    OUTCOME_UNREACHED /* the daemon cannot be reached, or hung up */
};

/* Where the client finds the world. All is borrowed. */
struct client {
    FILE *out;
    FILE *err;
    bool terminal; /* `out` is one */
    bool colour;
    int width;               /* its columns; 0 where nothing is known */
    const char *socket_path; /* where the daemon listens */
    const char *host;        /* another computer, reached by ssh; NULL: this one */
    const char *house;       /* the one that this command means; NULL where it names none */
    struct session session;  /* opened when first needed */
    bool at_kiosk;           /* somebody is logged in; what goes on without end is not for them */
};

/* Runs the command that `words` are, without the program's name; the session stays open. */
enum outcome client_run(struct client *client, int count, char *const *words);
