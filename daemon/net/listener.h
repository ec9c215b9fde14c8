#pragma once
/* The socket that clients connect to: handed over by the service manager, or our own. */
#include <sys/types.h>
#include <sys/un.h>

#include "common/arena.h"

struct listener {
    int file; /* listens; not blocking, closed on exec */
    char path[sizeof((struct sockaddr_un *)0)->sun_path]; /* of our own; empty: handed over */
    dev_t device;                                         /* of our own, to know it again */
    ino_t inode;
};

/*
 * Takes a socket that was handed over. 0; -ENOTSOCK where it is no listening unix stream socket;
 * another negative errno. Left open on failure.
 */
int listener_adopt(int file, struct listener *ret);

/*
 * Makes one at `path` with mode 0660 whatever the umask, in place of one on which nobody answers.
 * 0; -EADDRINUSE where somebody answers there, or something else has the name; -ENAMETOOLONG;
 * another negative errno. `*ret_reason` (from `arena`) says why not.
 */
int listener_bind(const char *path, struct arena *arena, struct listener *ret,
                  const char **ret_reason);

/* Closes it; what we made we remove, unless somebody has put another in its place. */
void listener_close(struct listener *listener);
