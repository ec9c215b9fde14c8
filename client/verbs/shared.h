#pragma once
/* What rows of more than one noun use. */
#include "client/command.h"
#include "client/screen.h"
#include "client/verb.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* A day that was asked for by `name`, or today where it was left out, for people. */
const char *shared_day(const struct screen *screen, const json_t *asked, const char *name);

/* How an assignment stands, in words. */
const char *shared_state(const char *state);

/* What to do where the record was found damaged. */
void shared_say_damaged(const struct screen *screen);

void chore_show_today(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_week(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_list(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_one(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_added(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_changed(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_retired(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_resumed(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_skipped(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_moved(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_extra(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_restored(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_done(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_undone(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_checked(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_sent_back(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_excused(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_answered(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_claimed(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_waiting(const struct screen *screen, const json_t *asked, const json_t *reply);
void chore_show_story(const struct screen *screen, const json_t *asked, const json_t *reply);

/* Below what is open today: what one has offered or is offered. `asked` is what today asked. */
void swap_show_today(const struct screen *screen, const json_t *asked, const json_t *offers);

void note_show_list(const struct screen *screen, const json_t *asked, const json_t *reply);
void note_show_written(const struct screen *screen, const json_t *asked, const json_t *reply);
void need_show_list(const struct screen *screen, const json_t *asked, const json_t *reply);
void need_show_said(const struct screen *screen, const json_t *asked, const json_t *reply);
void absence_show_added(const struct screen *screen, const json_t *asked, const json_t *reply);
void absence_show_ended(const struct screen *screen, const json_t *asked, const json_t *reply);
void person_show_me(const struct screen *screen, const json_t *asked, const json_t *reply);
void server_show_status(const struct screen *screen, const json_t *asked, const json_t *reply);
void event_show(const struct screen *screen, const json_t *asked, const json_t *reply);

enum outcome event_run_watch(struct command *command);
enum outcome chore_run_list(struct command *command);
enum outcome chore_run_change(struct command *command);
enum outcome chore_run_export(struct command *command);
enum outcome import_run_roster(struct command *command);
enum outcome import_run_chores(struct command *command);
enum outcome note_run_latest(struct command *command);
enum outcome need_run_say(struct command *command);
enum outcome absence_run_away(struct command *command);
enum outcome login_run(struct command *command);
enum outcome today_run(struct command *command);
enum outcome raw_run_call(struct command *command);
enum outcome raw_run_bridge(struct command *command);
