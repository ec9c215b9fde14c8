#pragma once
/*
 * The parts of which people make rules when they say them: numbers, periods and weekdays. Pure;
 * used by recur_words.c, which puts them together.
 *
 * As in scan.h, every function moves on only when it found what it was asked for.
 */
#include "common/recur.h"
#include "common/scan.h"

enum { SPEECH_ALL_DAYS = 0x7f, SPEECH_WORKING_DAYS = 0x1f, SPEECH_WEEKEND_DAYS = 0x60 };

/* One of two words. */
bool speech_either(struct scan *scan, const char *one, const char *other);

/* Whether this word comes next. */
bool speech_is_next(struct scan scan, const char *word);

/* What stands between two of a list: "," or "and" or both; also "mon & thu", "mon/thu". */
bool speech_separator(struct scan *scan);

/* "10", "two" */
bool speech_number(struct scan *scan, int32_t *ret_number);

/* "first" to "fifth" */
bool speech_ordinal_word(struct scan *scan, int32_t *ret_number);

/* "1st" to "31st" */
bool speech_ordinal_number(struct scan *scan, int32_t *ret_number);

/* What follows "every": "day", "other week", "2 months", "third day". Sets how often a rule comes
 * round, as the next two do. */
bool speech_period(struct scan *scan, struct recur *rule);

/* "daily", "fortnightly" */
bool speech_adverb(struct scan *scan, struct recur *rule);

/* Such a period behind the days, "mondays every 2 weeks" or "15th monthly". */
bool speech_late_period(struct scan *scan, enum recur_frequency frequency, struct recur *rule);

/* "mon", "Monday" or "Mondays" */
bool speech_weekday_name(struct scan *scan, int32_t *ret_weekday);

/* "mon, thu and sat", "mon wed fri", "mon-fri", "weekends", "mon and every thu". Adds to
 * `weekdays`. */
bool speech_weekdays(struct scan *scan, uint32_t *weekdays);

/* "except sun", "but not on weekends". Takes from `weekdays`. True as well when nothing of the
 * kind is said; false when it is said wrong, or no day is left. */
bool speech_exception(struct scan *scan, uint32_t *weekdays);
