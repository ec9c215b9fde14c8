#pragma once
/* A verb being carried out: from what was typed to a call, from the answer to the screen. */
#include <jansson.h>
#include <stdbool.h>

#include "client/arguments.h"
#include "client/client.h"
#include "client/verb.h"
#include "common/arena.h"

struct command {
    struct client *client;
    struct arena *arena;
    const struct noun *noun;
    const struct verb *verb;
    struct pattern pattern;
    struct arguments arguments;
    const json_t *asked; /* what the call under way was given; NULL: nothing. Borrowed */
};

/* What was given for an option or a word, see arguments_find; and whether it was. */
const char *command_given(const struct command *command, const char *name);
bool command_has(const struct command *command, const char *name);

/*
 * The functions below say on `err` what went wrong, and return how the command ends then.
 */

/* Opens the connection where there is none. */
enum outcome command_connect(struct command *command);

/* Sees to it that what Hello says is known. */
enum outcome command_greet(struct command *command);

/* The verb's parameters, as a new object: what was typed, and --house where the method has one. */
enum outcome command_parameters(struct command *command, json_t **ret_parameters);

/* One call and its answer, a new object that is never NULL. */
enum outcome command_call(struct command *command, const char *method, const json_t *parameters,
                          json_t **ret_reply);

/* The same for a list: all its pages as one, unless the verb lets people choose (--limit). */
enum outcome command_call_all(struct command *command, const char *method, json_t *parameters,
                              json_t **ret_reply);

/* Reads the next answer to a call that was sent by session_call. The caller clears it. */
enum outcome command_receive(struct command *command, const char *method, int wait,
                             struct varlink_reply *ret_reply);

/* Where to print what Hello made readable. */
struct screen command_screen(const struct command *command);

/* Prints an answer: as JSON where that was asked for, else as the verb does. */
void command_show(const struct command *command, const json_t *asked, const json_t *reply);

/* All of it, for a verb that is one call. */
enum outcome command_run(struct command *command);
