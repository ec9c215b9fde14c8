#pragma once
/*
 * Memory that runs out on demand. What our own objects ask of the C library (linked with --wrap),
 * and what jansson and SQLite ask, is numbered in one sequence from 1; a range of numbers fails.
 * OpenSSL asks elsewhere and always gets what it wants.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum memory_user {
    MEMORY_OURS,
    MEMORY_JSON,
    MEMORY_EVENT,
    MEMORY_SQLITE,
    MEMORY_USERS,
};

/* Takes over jansson's and SQLite's memory. Before either is used. */
void memory_install(void);

/* The same for another library's hooks. */
void *memory_take(enum memory_user user, size_t size);
void *memory_retake(enum memory_user user, void *old, size_t size);
void memory_give_back(void *pointer);

/* What came of it, where other processes may read it even after an abort. */
struct memory_hits {
    uint64_t requests;
    uint64_t failures;
    enum memory_user first; /* who was refused first */
};

/* Begins to count, there; requests number `first` to `last` fail. `first` 0: none does. */
void memory_arm(uint64_t first, uint64_t last, struct memory_hits *hits);

/* Goes on counting, and nothing fails any more. */
void memory_lift(void);

/* Counts no more. */
void memory_disarm(void);

/* What is held now, armed or not. */
int64_t memory_live(void);

const char *memory_user_name(enum memory_user user);
