#pragma once
/* Completion of half-typed commands for the shell: never says anything but what may follow. */
#include "client/command.h"

/* `kith complete -- WORD...`: one possibility a line for the last word; `--patterns` prints every
 * verb with its pattern. */
enum outcome complete_run(struct command *command);
