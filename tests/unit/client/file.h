#pragma once
/* A stage with files of the caller's on it. */
#include <stdio.h>

#include "tests/unit/client/stage.h"

enum { PATH_SIZE = 48 };

/* A file with that text; the caller unlinks it. */
static inline void write_file(char path[static PATH_SIZE], const char *text)
{
    (void)snprintf(path, PATH_SIZE, "%s/kith-client-XXXXXX", P_tmpdir);
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, text, strlen(text)), strlen(text));
    close(file);
}
