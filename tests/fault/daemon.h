#pragma once
/*
 * A real kithd in a folder of its own, and a client of it. Nothing waits for a time to pass: the
 * start is over when the daemon says READY=1 or ends, a call when its reply or the end of the
 * connection has come; what takes longer than DAEMON_PATIENCE counts as hanging.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { DAEMON_PATIENCE = 60000 /* milliseconds */, DAEMON_REPLY_MAX = 65536, DAEMON_EXTRA = 2 };

struct daemon {
    char folder[64];
    const char *program;
    pid_t pid;                       /* 0: it does not run */
    int notify;                      /* where it says that it is ready */
    const char *extra[DAEMON_EXTRA]; /* of its environment, NAME=VALUE; NULL: no more */
    int status;                      /* how it ended, as waitpid has it */
};

/* Makes a folder with kith.conf and the master key that the rig has. */
void daemon_prepare(struct daemon *ret, const char *program);
void daemon_remove(struct daemon *daemon);

/* Copies the record and its keys, as they stand, from one folder into another. */
void daemon_copy_files(const char *from, const char *to);

enum daemon_start { DAEMON_READY, DAEMON_ENDED, DAEMON_HANGS };

/* Starts it, its messages going nowhere unless `loud`. */
enum daemon_start daemon_start(struct daemon *daemon, bool loud);

/* Sends the signal and waits for the end; false where that does not come. */
bool daemon_stop(struct daemon *daemon, int signal_number);

/* --- A client --- */

struct client {
    int file; /* -1: closed */
    size_t length;
    size_t taken; /* of these, by client_read */
    char bytes[DAEMON_REPLY_MAX];
};

bool client_open(struct client *client, const struct daemon *daemon);
void client_close(struct client *client);

/* Sends a call; false where the connection is gone. `parameters` is JSON, or NULL. */
bool client_send(struct client *client, const char *method, const char *parameters);

enum client_answer { CLIENT_REPLY, CLIENT_CLOSED, CLIENT_HANGS };

/* The next reply's text, the caller's to change until the next call of this. */
enum client_answer client_read(struct client *client, char **ret);
