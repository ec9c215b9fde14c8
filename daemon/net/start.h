#pragma once
/*
 * The steps from nothing to a daemon that listens. Each returns 0, or a negative errno after it
 * has said on standard error what happened, why, and what to do.
 */
struct world;

/* What the environment and the machine say; who hangs up must not end us. */
int start_process(struct world *world);

/* Reads the configuration, and raises the limit of open files to what it needs. */
int start_settings(struct world *world);

/* The same limit again, for other settings. Warns where it cannot be. */
void start_raise_file_limit(const struct world *world);

/* Opens the record and its keys with the master key. */
int start_record(struct world *world);

/* The socket: the one handed over, else our own. */
int start_listener(struct world *world);
