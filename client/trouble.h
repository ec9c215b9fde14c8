#pragma once
/*
 * What people read when something went wrong: what happened, why, and what to do next. Each prints
 * to the client's `err` and returns how the command ends.
 */
#include "client/command.h"

/* A sentence behind "kith: ". */
void trouble_say(const struct command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Where somebody is logged in at the shared computer: refuses what would go on after they have
 * gone. Else OUTCOME_DONE. */
enum outcome trouble_at_kiosk(const struct command *command);

/* What was typed is no command: why, and how the verb is typed. */
enum outcome trouble_usage(const struct command *command, const char *reason);

/* A file of the caller's cannot be used: -errno. */
enum outcome trouble_file(const struct command *command, const char *path, int failure);

/* The daemon refused a call. */
enum outcome trouble_refusal(const struct command *command, const char *method,
                             const struct varlink_reply *reply);

/* The daemon cannot be reached, or hung up: -errno from connect.h or session.h. */
enum outcome trouble_connection(const struct command *command, int failure);
