#pragma once
/* See stand_in.c. */
#include <errno.h>
#include <stdint.h>
#include <unistd.h>

#include "daemon/store/db.h"
#include "tests/fault/disk.h"
#include "tests/fault/script.h"

/* A failed assertion is told there; NULL: nowhere. */
void stand_in_watch(struct report *report);

enum commit_point {
    COMMIT_FAIL,        /* -EIO, and nothing was committed */
    COMMIT_STOP_BEFORE, /* the process ends just before, with DISK_STOPPED */
    COMMIT_STOP_AFTER,  /* or just after */
};

/* One commit, of either file, counted from 1. `number` 0: they are only counted. */
struct commit_fault {
    uint64_t number;
    enum commit_point point;
};

void commit_arm(const struct commit_fault *fault);
uint64_t commit_count(void);

/*
 * Beginning and ending transactions and savepoints, commits apart: those numbered `first` to
 * `last` fail and do nothing. 0: none does.
 */
void control_arm(uint64_t first, uint64_t last);
void control_lift(void);
uint64_t control_count(void);
uint64_t control_hits(void);
