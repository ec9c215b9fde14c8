#include "client/verbs/shared.h"

#include "client/say.h"

const char *shared_day(const struct screen *screen, const json_t *asked, const char *name)
{
    char *today = arena_alloc(screen->arena, CIVIL_DATE_SIZE);
    const char *day = say_text(asked, name);
    civil_format(screen->today, today);
    return say_day(screen->arena, *day ? day : today, screen->today);
}
