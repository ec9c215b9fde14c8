#pragma once
/*
 * The table of everything people can type. A verb is one row; where its work is a call, that is
 * all there is to it. Rows of one name that follow each other are forms of one verb: the first
 * whose pattern fits what was typed is meant.
 */
#include <jansson.h>

#include "client/client.h"
#include "client/screen.h"

struct command;

struct verb {
    const char *name;
    const char *pattern; /* see pattern.h */
    const char *method;  /* what is called; NULL: nothing, or not just one */
    /* Says what came of it: the parameters that were sent, and those of the reply. */
    void (*show)(const struct screen *screen, const json_t *asked, const json_t *reply);
    const char *help; /* N_(), in a few words; NULL: nobody needs to know of it */
    /* The work where it is not one call; NULL: it is. */
    enum outcome (*run)(struct command *command);
};

struct noun {
    const char *name;         /* "" for the short forms, which stand without one; a noun may have
                                 one of its own name: it is meant where no verb of the noun follows */
    const char *help;         /* N_() */
    const struct verb *verbs; /* end with a NULL name */
};

/* In the order of the help; ends with a NULL name. */
extern const struct noun nouns[];

extern const struct verb verbs_daily[];
extern const struct verb verbs_chore[];
extern const struct verb verbs_swap[];
extern const struct verb verbs_note[];
extern const struct verb verbs_need[];
extern const struct verb verbs_inspection[];
extern const struct verb verbs_absence[];
extern const struct verb verbs_person[];
extern const struct verb verbs_house[];
extern const struct verb verbs_office[];
extern const struct verb verbs_account[];
extern const struct verb verbs_audit[];
extern const struct verb verbs_event[];
extern const struct verb verbs_server[];

/* Options that any verb has. */
struct everywhere {
    const char *pattern;
    const char *help; /* N_() */
};

/* Ends with a NULL pattern. */
extern const struct everywhere everywhere[];
