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

/* Begins to count; requests number `first` to `last` fail. `first` 0: none does. */
void memory_arm(uint64_t first, uint64_t last);

/* Goes on counting, and nothing fails any more. */
void memory_lift(void);

/* Counts no more. */
void memory_disarm(void);

/* Requests since memory_arm; of one user, and of all. */
uint64_t memory_requests_of(enum memory_user user);
uint64_t memory_requests(void);

/* How many of them failed, and who asked for the first that did. */
uint64_t memory_failures(void);
enum memory_user memory_first_failure(void);

/* What is held now, armed or not. */
int64_t memory_live(void);

const char *memory_user_name(enum memory_user user);
