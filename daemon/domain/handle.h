#pragma once
/* Handles for what has a name and was given none. Pure. */
#include <stdbool.h>
#include <stddef.h>

#include "common/text.h"

enum { HANDLE_NUMBER_LAST = 20 };

/* Handles that cannot be had. */
struct handle_set {
    const char **items;
    size_t count;
};

/* The same name, though blanks be more or fewer and ASCII letters small or capital. */
bool handle_same_name(const char *a, const char *b);

/*
 * For a person: the first name (maria); with the last name's first letter where that is taken
 * (maria-l); with a number from 2 to HANDLE_NUMBER_LAST. Of "Lopez, Maria" Maria is the first name,
 * but of "Mike Rivera, Jr." it is Mike. False where all are taken, or no name can be written so.
 */
bool handle_for_person(const char *name, const struct handle_set *taken,
                       char ret[static TEXT_HANDLE_MAX + 1]);

/*
 * For a chore: all of its name (wash-the-dishes), then with numbers. A handle begins with no digit,
 * so "2nd floor bath" is floor-bath-2nd. False as above.
 */
bool handle_for_chore(const char *name, const struct handle_set *taken,
                      char ret[static TEXT_HANDLE_MAX + 1]);
