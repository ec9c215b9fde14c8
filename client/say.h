#pragma once
/* What a reply holds, in words for people. Pure; everything returned lives in `arena`. */
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/civil.h"

/* Text that cannot move the cursor or hide what follows: what is no clean text (common/text.h) is
 * spelled out, as \u001b. Newlines and tabs stay. Within JSON the result means the same. */
const char *say_safe(struct arena *arena, const char *text);

/* A member's text; "" where it is absent or none. Borrowed. */
const char *say_text(const json_t *object, const char *name);

/* A member's number; 0 where it is absent or none. */
int64_t say_number(const json_t *object, const char *name);

/* A member that is a list; an empty one where it is absent. */
size_t say_count(const json_t *object, const char *name);

/* A handle as one writes a name: mike becomes Mike. */
const char *say_name(struct arena *arena, const char *handle);

/* Whether a list has this text in it. */
bool say_has(const json_t *list, const char *text);

/* A handle, or house/handle, as it was probably meant: Mike becomes mike. NULL where small letters
 * do not make it one, or it is one already. */
const char *say_handle(struct arena *arena, const char *typed);

/* "2026-11-27" becomes "Fri 27 Nov", with the year where it is not today's. What is no date stays
 * as it is; so it does below. */
const char *say_day(struct arena *arena, const char *date, civil_day today);

/* "2026-11-27T21:00:00-05:00" becomes "Fri 27 Nov, 9 pm". */
const char *say_instant(struct arena *arena, const char *instant, civil_day today);

/* Only its time of day, "9 pm"; with the weekday, "Sat 1 am", where it is not on that date. */
const char *say_clock(struct arena *arena, const char *instant, const char *date);

/* "21:00" becomes "9 pm". */
const char *say_time(struct arena *arena, const char *time);

/* The texts of a list: "a, b and c"; "" where it is empty. */
const char *say_list(struct arena *arena, const json_t *list);

/* The same with another sign between them, such as "; " for texts of several words. */
const char *say_joined(struct arena *arena, const json_t *list, const char *between);

/* How long something has lasted, in the largest unit that says it well: "3 days". */
const char *say_age(struct arena *arena, int64_t seconds);

/* 1536 becomes "1.5 KiB". */
const char *say_bytes(struct arena *arena, int64_t bytes);
