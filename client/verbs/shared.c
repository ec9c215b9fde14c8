#include "client/verbs/shared.h"

#include <string.h>

#include "client/language.h"
#include "client/say.h"

const char *shared_day(const struct screen *screen, const json_t *asked, const char *name)
{
    char *today = arena_alloc(screen->arena, CIVIL_DATE_SIZE);
    const char *day = say_text(asked, name);
    civil_format(screen->today, today);
    return say_day(screen->arena, *day ? day : today, screen->today);
}

void shared_say_damaged(const struct screen *screen)
{
    screen_say(screen, "%s",
               _("Keep the record's files as they are, and tell whoever runs this computer. How to"
                 " put a backup back: man 8 kithd"));
}

const char *shared_state(const char *state)
{
    static const struct {
        const char *state;
        const char *words;
    } known[] = {
        {"checked", N_("looked at")},
        {"sent-back", N_("to do again")},
    };
    for (size_t i = 0; i < COUNT(known); i++)
        if (strcmp(known[i].state, state) == 0)
            return _(known[i].words);
    return state;
}
