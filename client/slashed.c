#include "client/slashed.h"

#include <stdbool.h>

#include "common/ascii.h"
#include "common/civil.h"

/* Reads 1 to `most` digits and what ends them, and steps over both; -1 where they are not so. */
static int read_digits(const char **text, int most, char end)
{
    int number = 0;
    int count = 0;
    for (; ascii_is_digit(**text) && count < most; count++)
        number = number * 10 + *(*text)++ - '0';
    if (count == 0 || **text != end)
        return -1;
    *text += end != '\0';
    return number;
}

const char *slashed_date(const char *text, enum slashed_order order, struct arena *arena)
{
    civil_day date;
    int first = read_digits(&text, 2, '/');
    int second = first < 0 ? -1 : read_digits(&text, 2, '/');
    int year = second < 0 ? -1 : read_digits(&text, 4, '\0');
    bool day_first = order == SLASHED_DAY_FIRST;
    if (year < CIVIL_YEAR_FIRST ||
        civil_from_ymd(year, day_first ? second : first, day_first ? first : second, &date) < 0)
        return NULL;
    char *written = arena_alloc(arena, CIVIL_DATE_SIZE);
    civil_format(date, written);
    return written;
}
