#pragma once
/*
 * Sets of weekdays: how people type them, how they are read, and their names in records. Pure.
 * A set has a bit for each day; bit 0 = Monday.
 */
#include <stdint.h>

enum {
    WEEKDAYS_SAID_SIZE = 40, /* the longest set in words, and its NUL */
    WEEKDAYS_ALL = 0x7f,
};

/* "monday" .. "sunday", as they stand in the protocol. */
extern const char *const weekdays_names[7];

/* The day of that name, Monday = 0, or -1. */
int32_t weekdays_by_name(const char *name);

/* Reads what a person types: mon-fri, "mon,wed", "sat and sun", weekdays, daily. 0; or -EINVAL, and
 * `ret_reason` is a sentence (static text) that says what would be accepted. */
int weekdays_read(const char *text, uint32_t *ret_set, const char **ret_reason);

/* Writes a set for people: "daily", "Mon-Fri", "Mon, Wed, Sat"; "" for none. weekdays_read reads
 * what is not empty back as the same set. */
void weekdays_say(uint32_t set, char out[static WEEKDAYS_SAID_SIZE]);
