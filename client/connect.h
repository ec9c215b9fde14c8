#pragma once
/* The ways to a daemon. Each returns a connected socket that the caller closes, or -errno. */

/* Through the socket at `path`. -ENAMETOOLONG where no socket can have that path. */
int connect_socket(const char *path);

/* Through `ssh HOST kith bridge`, a process of its own that ends with the socket. `host` must not
 * begin with '-': ssh would take it for an option (-EINVAL). */
int connect_ssh(const char *host);

/* Copies bytes both ways between two files and a socket until the daemon has said all. 0 or
 * -errno. */
int connect_bridge(int in, int out, int socket);
