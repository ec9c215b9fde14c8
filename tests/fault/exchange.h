#pragma once
/* One conversation under way: its connections, what they say, and the stream that is kept open. */
#include "tests/fault/script.h"

enum answer { RIGHT, REFUSED, CLOSED, FORBIDDEN };

struct run {
    struct rig *rig;
    const struct reference *reference;
    struct reference *recording; /* NULL where it is held against one */
    const struct disturber *disturber;
    struct report *report;
    struct peer *peers[CALLERS];
    unsigned troubles;
    bool lifted;
    bool watching;
    int64_t last_event;
    uint64_t events;
    size_t length; /* of the message at hand */
    char message[MESSAGE_MOST];
};

/* Whether there is no point in going on. */
bool exchange_is_over(const struct run *run);

/* Something was refused or cut off: where it has gone on long enough, the trouble ends. */
void exchange_trouble(struct run *run, enum answer answer);

/* Sends on the caller's connection, which is made where there is none; false where it cannot be. */
bool exchange_send(struct run *run, enum caller caller, const void *data, size_t length);

/* Takes the next message off the caller's connection: run->message. False where there is none. */
bool exchange_take(struct run *run, enum caller caller);
void exchange_lose(struct run *run, enum caller caller);

/* Whether the message at hand says StorageFailed. */
bool exchange_is_refusal(const struct run *run);

/* Runs turns until there is nothing left to do. */
void exchange_settle(struct run *run);

/* Reads what the watcher is told. */
void exchange_read_watch(struct run *run);

/* Opens the stream where it has ended, from the last event on. */
void exchange_keep_watching(struct run *run);
