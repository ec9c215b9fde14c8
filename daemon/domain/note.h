#pragma once
/* The house log: who amends what. Pure. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum note_outcome {
    NOTE_NOT_YOURS = 1,
    NOTE_AMENDED_TOO_OFTEN,
    NOTE_OUTCOMES,
};

/* How many texts a note has at the most, so that all of them fit into one answer. */
enum { NOTE_VERSIONS_MOST = 50 };

/*
 * Whether somebody may amend a note that has `versions` texts: whoever wrote the first of them, and
 * `runs_log` whoever runs the log. 0, NOTE_NOT_YOURS or NOTE_AMENDED_TOO_OFTEN.
 */
int note_may_amend(int64_t writer, int64_t caller, bool runs_log, int versions);
