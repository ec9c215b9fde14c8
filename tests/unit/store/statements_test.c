/*
 * Every statement of every noun fits the schema: each function runs once on a record that holds
 * nothing. A statement that does not fit ends the process, in debug builds and in release.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/store/absence.h"
#include "daemon/store/account.h"
#include "daemon/store/assignment.h"
#include "daemon/store/audit.h"
#include "daemon/store/chore.h"
#include "daemon/store/event.h"
#include "daemon/store/fair.h"
#include "daemon/store/hours.h"
#include "daemon/store/house.h"
#include "daemon/store/inspection.h"
#include "daemon/store/lapse.h"
#include "daemon/store/lodging.h"
#include "daemon/store/mark.h"
#include "daemon/store/need.h"
#include "daemon/store/note.h"
#include "daemon/store/person.h"
#include "daemon/store/plan.h"
#include "daemon/store/swap.h"
#include "tests/unit/store/files.h"

/* A number that no row has. */
enum { NOBODY = 99, NOW = 1795798800 };

static void statements_of_houses_and_beds_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct arena *arena = &files->arena;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct house house = {.id = NOBODY, .handle = "maple", .name = "Maple", .zone = "UTC"};
    struct house_entry *entries = NULL;
    struct bed bed;
    struct bed *beds = NULL;
    const char **handles = NULL;
    const char *mark = "before";
    size_t count = 99;
    assert_int_equal(house_by_id(db, NOBODY, arena, &house), 0);
    assert_int_equal(house_by_handle(db, "nowhere", arena, &house), 0);
    assert_int_equal(house_handles(db, 10, arena, &handles, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(house_page(db, NULL, 10, arena, &entries, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(house_update(db, &house), 0);
    assert_int_equal(house_zone_mark(db, NOBODY, arena, &mark), 0);
    assert_null(mark);
    assert_int_equal(house_set_zone_mark(db, NOBODY, "UTC"), 0);
    assert_true(bed_insert(db, NOBODY, "a", NOW) < 0);
    assert_int_equal(bed_by_handle(db, NOBODY, "a", arena, &bed), 0);
    count = 99;
    assert_int_equal(bed_list(db, NOBODY, arena, &beds, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(bed_remove(db, NOBODY, NOW), 0);
    assert_int_equal(house_insert(db, &house, &house.id), 0);
    db_close(db);
}

static void statements_of_people_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct arena *arena = &files->arena;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct person person = {.house = NOBODY, .handle = "ann", .name = "Ann"};
    struct person_entry *entries = NULL;
    const char **handles = NULL;
    size_t count = 99;
    int64_t id = 77;
    assert_true(person_insert(db, &person, NOW, &id) < 0);
    assert_int_equal(id, 77);
    assert_int_equal(person_by_id(db, NOBODY, arena, &person), 0);
    assert_int_equal(person_by_handle(db, NOBODY, "ann", arena, &person), 0);
    assert_int_equal(person_rename(db, NOBODY, "Ann"), 0);
    assert_int_equal(person_handles(db, NOBODY, 10, arena, &handles, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(person_names(db, NOBODY, 10, arena, &handles, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(person_page(db, NOBODY, true, NOW, NULL, 10, arena, &entries, &count), 0);
    assert_int_equal(count, 0);
    db_close(db);
}

static void statements_of_stays_and_lodgings_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct arena *arena = &files->arena;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct stay stay = {.person = NOBODY, .agreement_signed_on = NO_DAY};
    struct stay *stays = NULL;
    struct lodging *lodgings = NULL;
    struct orientation_item *items = NULL;
    const char *clash = "before";
    size_t count = 99;
    int64_t id = 77;
    assert_true(stay_insert(db, &stay, NOBODY, NOW, &id) < 0);
    assert_int_equal(id, 77);
    assert_int_equal(stay_list(db, NOBODY, arena, &stays, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(stay_current(db, NOBODY, arena, &stay), 0);
    assert_int_equal(stay_latest(db, NOBODY, arena, &stay), 0);
    assert_int_equal(stay_set_agreement(db, NOBODY, 0), 0);
    assert_int_equal(stay_end(db, NOBODY, 0, "resident", NO_DAY), 0);
    assert_int_equal(lodging_clash(db, NOBODY, (struct stay_days){0, 1}, 0, arena, &clash), 0);
    assert_true(lodging_insert(db, NOBODY, NOBODY, 0) < 0);
    assert_int_equal(lodging_end(db, NOBODY, 0), 0);
    assert_int_equal(stay_set_days(db, NOBODY, (struct stay_days){0, 1}, NOW), 0);
    assert_int_equal(lodging_set_days(db, NOBODY, (struct stay_days){0, 1}), 0);
    assert_int_equal(lodging_outer(db, NOBODY, arena, &lodgings, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(lodging_list(db, NOBODY, arena, &lodgings, &count), 0);
    assert_int_equal(count, 0);
    assert_true(orientation_done(db, NOBODY, "exits", NOW) < 0);
    count = 99;
    assert_int_equal(orientation_items(db, NOBODY, arena, &items, &count), 0);
    assert_int_equal(count, 0);
    db_close(db);
}

static void statements_of_every_sealed_column_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    for (int i = 0; i < STAY_SECRETS; i++) {
        enum stay_secret secret = (enum stay_secret)i;
        const void *blob = "before";
        size_t length = 99;
        assert_true(strlen(stay_secret_column(secret)) > 0);
        assert_int_equal(stay_set_secret(db, NOBODY, secret, "x", 1), 0);
        assert_int_equal(stay_secret(db, NOBODY, secret, &files->arena, &blob, &length), 0);
        assert_null(blob);
        assert_int_equal(length, 0);
    }
    db_close(db);
}

static void statements_of_accounts_and_roles_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct arena *arena = &files->arena;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct account account = {.kind = "person", .house = NOBODY};
    struct account_entry *entries = NULL;
    struct role_term term = {.person = NOBODY, .house = NOBODY, .role = ROLE_MANAGER};
    struct role_term *terms = NULL;
    struct held_role *held = NULL;
    unsigned char salt[16] = {0};
    unsigned char hash[32] = {0};
    size_t count = 99;
    int64_t id = 77;
    assert_true(account_insert(db, &account, NOW, &id) < 0);
    assert_int_equal(account_by_uid(db, NOBODY, arena, &account), 0);
    assert_int_equal(account_by_id(db, NOBODY, arena, &account), 0);
    assert_int_equal(account_by_person(db, NOBODY, arena, &account), 0);
    assert_int_equal(account_page(db, 0, 10, arena, &entries, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(account_end(db, NOBODY, NOW), 0);
    assert_int_equal(account_pin(db, NOBODY, salt, hash), 0);
    const struct pin_kept kept = {.by = NOBODY};
    assert_int_equal(account_keep_pin(db, NOBODY, &kept), 0);
    count = 99;
    assert_int_equal(role_held(db, NOBODY, NOW, arena, &held, &count), 0);
    assert_int_equal(count, 0);
    assert_true(role_insert(db, &term, &id) < 0);
    assert_int_equal(role_end(db, NOBODY, NOW), 0);
    for (int i = 0; i < 4; i++) {
        count = 99;
        assert_int_equal(
            role_terms(db, i & 1 ? NOBODY : 0, i & 2 ? NOBODY : 0, arena, &terms, &count), 0);
        assert_int_equal(count, 0);
    }
    assert_int_equal(id, 77);
    db_close(db);
}

static void statements_of_lockouts_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct lockout lockout = {.failures = 5};
    int64_t untold = 77;
    assert_int_equal(lockout_load(db, NOBODY, "ann", &lockout), 0);
    assert_int_equal(lockout.failures, 0);
    assert_true(lockout_save(db, NOBODY, "ann", &lockout) < 0);
    assert_int_equal(lockout_untold(db, NOBODY, "ann", &untold), 0);
    assert_int_equal(untold, 0);
    db_close(db);
}

static void statements_of_chores_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct arena *arena = &files->arena;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct chore chore = chore_by_default();
    struct chore *found = NULL;
    const char **handles = NULL;
    size_t count = 99;
    int64_t id = 77;
    struct chore_exception exception = {.chore = NOBODY, .to = NO_DAY};
    struct chore_exception *exceptions = NULL;
    struct chore_house settings = {.settled_through = NO_DAY};
    int64_t *people = NULL;
    struct chore_holder *holders = NULL;
    struct chore_holder_person *holding = NULL;
    int64_t at = 0;
    chore.house = NOBODY;
    chore.handle = "dishes";
    chore.name = "Dishes";
    assert_true(chore_insert(db, &chore, NOW, &id) < 0);
    assert_int_equal(chore_update(db, &chore), 0);
    assert_int_equal(chore_set_retired(db, NOBODY, NOW), 0);
    count = 99;
    assert_int_equal(chore_holders(db, NOBODY, arena, &people, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(chore_all_holders(db, NOBODY, arena, &holders, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(chore_holder_people(db, NOBODY, arena, &holding, &count), 0);
    assert_int_equal(count, 0);
    assert_true(chore_set_holders(db, NOBODY, (int64_t[]){NOBODY}, 1) < 0);
    assert_true(chore_exception_set(db, &exception) < 0);
    assert_int_equal(chore_exception_remove(db, NOBODY, 0), 0);
    assert_int_equal(chore_exceptions(db, NOBODY, 0, arena, &exceptions, &count), 0);
    assert_int_equal(chore_exceptions(db, NOBODY, NOBODY, arena, &exceptions, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(chore_house_load(db, NOBODY, &settings), 0);
    assert_true(chore_house_save(db, NOBODY, &settings) < 0);
    assert_int_equal(chore_house_plan_at(db, NOBODY, NOW), 0);
    assert_int_equal(chore_house_next(db, &id, &at), 0);
    assert_int_equal(id, 77);
    assert_int_equal(chore_by_handle(db, NOBODY, "dishes", arena, &chore), 0);
    assert_int_equal(chore_by_handle_ever(db, NOBODY, "dishes", arena, &chore), 0);
    assert_int_equal(chore_count(db, NOBODY, &at), 0);
    assert_int_equal(at, 0);
    assert_int_equal(chore_handles(db, NOBODY, 10, arena, &handles, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(chore_names(db, NOBODY, 10, arena, &handles, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(chore_page(db, NOBODY, false, NULL, 10, arena, &found, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(chore_page(db, NOBODY, true, NULL, 10, arena, &found, &count), 0);
    assert_int_equal(count, 0);
    db_close(db);
}

static void statements_of_planning_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct arena *arena = &files->arena;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct chore *chores = NULL;
    struct plan_holder *holders = NULL;
    struct plan_stay *stays = NULL;
    struct plan_absence *absences = NULL;
    struct plan_busy *busy = NULL;
    struct plan_turn_row *turns = NULL;
    struct plan_balance *balances = NULL;
    struct plan_choice_row choice = {.assignment = NOBODY, .reason = "only", .last_on = NO_DAY};
    size_t count[7] = {9, 9, 9, 9, 9, 9, 9};
    assert_int_equal(chore_all(db, NOBODY, arena, &chores, &count[0]), 0);
    assert_int_equal(plan_holders(db, NOBODY, arena, &holders, &count[1]), 0);
    assert_int_equal(plan_stays(db, NOBODY, 0, arena, &stays, &count[2]), 0);
    assert_int_equal(plan_absences(db, NOBODY, 0, arena, &absences, &count[3]), 0);
    assert_int_equal(plan_busy_hours(db, NOBODY, 0, arena, &busy, &count[4]), 0);
    assert_int_equal(plan_turns(db, NOBODY, arena, &turns, &count[5]), 0);
    assert_int_equal(plan_balances(db, NOBODY, arena, &balances, &count[6]), 0);
    for (int i = 0; i < 7; i++)
        assert_int_equal(count[i], 0);
    assert_true(plan_turn_set(db, NOBODY, 1, 0, NOBODY) < 0);
    assert_true(plan_balance_set(db, NOBODY, (struct ledger_line){0}) < 0);
    assert_true(plan_choice_set(db, &choice) < 0);
    assert_int_equal(plan_choice_of(db, NOBODY, arena, &choice), 0);
    db_close(db);
}

static void see_none(void *context, const struct assignment_shown *row)
{
    (void)context;
    (void)row;
    fail();
}

static void statements_of_assignments_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct arena *arena = &files->arena;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct assignment_due *due = NULL;
    size_t count = 99;
    int64_t id = 77;
    int64_t planned = 77;
    int64_t done = 77;
    struct assignment_row row = {.house = NOBODY, .chore = NOBODY, .person = NOBODY};
    struct assignment_row *rows = NULL;
    struct assignment_last *last = NULL;
    assert_true(assignment_insert(db, &row, &id) < 0);
    assert_int_equal(assignment_by_id(db, NOBODY, NOBODY, &row), 0);
    assert_int_equal(assignment_give(db, &row), 0);
    assert_int_equal(assignment_of_day(db, NOBODY, 0, arena, &rows, &count), 0);
    assert_int_equal(assignment_window(db, NOBODY, 0, arena, &rows, &count), 0);
    assert_int_equal(assignment_last_had(db, NOBODY, 0, arena, &last, &count), 0);
    assert_int_equal(assignment_given_on(db, NOBODY, 0, arena, &last, &count), 0);
    assert_int_equal(assignment_of(db, NOBODY, NOBODY, 0, 1, arena, &rows, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(assignment_set_state(db, NOBODY, ASSIGNMENT_DONE, NOW), 0);
    assert_int_equal(assignment_send_back(db, NOBODY, NOW), 0);
    assert_int_equal(assignment_each(db, NOBODY, 0, "2026-11-01", "2026-11-30", 10, see_none, NULL),
                     0);
    assert_int_equal(assignment_each(db, 0, NOBODY, "2026-11-01", "2026-11-30", 10, see_none, NULL),
                     0);
    assert_int_equal(assignment_counts(db, NOBODY, &planned, &done), 0);
    assert_int_equal(planned, 0);
    assert_int_equal(done, 0);
    count = 99;
    assert_int_equal(assignment_due_after(db, NOBODY, 0, 0, 10, arena, &due, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(assignment_set_due(db, NOBODY, NOW), 0);
    count = 99;
    assert_int_equal(assignment_days_ahead(db, NOBODY, 0, arena, &due, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(assignment_set_due_of_day(db, NOBODY, 0, NOW), 0);
    assert_int_equal(id, 77);
    db_close(db);
}

static void statements_of_what_becomes_of_assignments_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct arena *arena = &files->arena;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct assignment_mark mark = {.assignment = NOBODY, .kind = "done", .actor = "person:1"};
    struct assignment_mark *marks = NULL;
    struct assignment_note *notes = NULL;
    struct mark_fault fault = {.assignment = 77};
    struct lapsed *lapsed = NULL;
    struct unlooked *unlooked = NULL;
    int64_t at = 77;
    size_t count = 99;
    assert_true(assignment_mark(db, &mark) < 0);
    assert_int_equal(mark_list(db, NOBODY, arena, &marks, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(mark_latest_fault(db, NOBODY, NOBODY, 0, 1, &fault), 0);
    assert_int_equal(fault.assignment, 77);
    assert_int_equal(mark_was_sent_back(db, NOBODY), 0);
    count = 99;
    assert_int_equal(assignment_notes(db, NOBODY, arena, &notes, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(lapse_next(db, &at), 0);
    assert_int_equal(at, 77);
    count = 99;
    assert_int_equal(lapse_list(db, NOW, 10, arena, &lapsed, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(lapse_was_away(db, NOBODY, NOBODY, 0, 1), 1);
    count = 99;
    assert_int_equal(unlooked_list(db, NOBODY, 0, 10, arena, &unlooked, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(fair_carry(db, NOBODY, NOBODY, 0, 1), 0);
    db_close(db);
}

static void statements_of_notes_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct arena *arena = &files->arena;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct note note = {0};
    struct note *notes = NULL;
    struct note_version version = {.note = NOBODY, .person = NOBODY, .text = {"x", 1}};
    struct note_version *versions = NULL;
    size_t count = 99;
    int64_t id = 77;
    assert_true(note_insert(db, NOBODY, NOBODY, NOW, 0, &id) < 0);
    assert_int_equal(id, 77);
    assert_true(note_append(db, &version) < 0);
    assert_int_equal(note_by_id(db, NOBODY, NOBODY, &note), 0);
    for (int i = 0; i < 2; i++) {
        count = 99;
        assert_int_equal(
            note_page(db, NOBODY, i ? NO_DAY : 0, INT64_MAX, 10, arena, &notes, &count), 0);
        assert_int_equal(count, 0);
    }
    count = 99;
    assert_int_equal(note_versions(db, NOBODY, arena, &versions, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(note_written_by(db, NOBODY, 10, arena, &versions, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(note_count_written_by(db, NOBODY, &id), 0);
    assert_int_equal(id, 0);
    db_close(db);
}

static void statements_of_needs_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct arena *arena = &files->arena;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct need need = {.id = NOBODY, .house = NOBODY, .kind = "need", .text = "soap"};
    struct need *needs = NULL;
    struct need_entry *entries = NULL;
    size_t count = 99;
    int64_t id = 77;
    int64_t said = 77;
    int64_t done = 77;
    assert_true(need_insert(db, &need, &id) < 0);
    assert_int_equal(id, 77);
    assert_int_equal(need_set_done(db, &need), 0);
    assert_int_equal(need_by_id(db, NOBODY, NOBODY, arena, &need), 0);
    assert_int_equal(need_count_open(db, NOBODY, &id), 0);
    assert_int_equal(id, 0);
    assert_int_equal(need_find_open(db, &need, &id), 0);
    assert_int_equal(id, 0);
    for (int i = 0; i < 2; i++) {
        count = 99;
        assert_int_equal(need_page(db, NOBODY, i, INT64_MAX, 10, arena, &entries, &count), 0);
        assert_int_equal(count, 0);
    }
    count = 99;
    assert_int_equal(need_said_by(db, NOBODY, 10, arena, &needs, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(need_done_by(db, NOBODY, 10, arena, &needs, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(need_counts_of(db, NOBODY, &said, &done), 0);
    assert_int_equal(said, 0);
    assert_int_equal(done, 0);
    db_close(db);
}

static void statements_of_absences_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct arena *arena = &files->arena;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct absence absence = {.house = NOBODY, .person = NOBODY, .until = CIVIL_DAY_LAST};
    struct absence_search search = {.house = NOBODY};
    struct absence_entry entry;
    struct absence_entry *entries = NULL;
    size_t count = 99;
    int64_t id = 77;
    assert_true(absence_insert(db, &absence, "x", 1, &id) < 0);
    assert_int_equal(id, 77);
    assert_int_equal(absence_by_id(db, NOBODY, NOBODY, arena, &entry), 0);
    assert_int_equal(absence_overlapping(db, &absence, arena, &entry), 0);
    assert_int_equal(absence_away_on(db, NOBODY, 0, arena, &entry), 0);
    assert_int_equal(absence_count_open(db, NOBODY, 0, &id), 0);
    assert_int_equal(id, 0);
    assert_int_equal(absence_set_until(db, NOBODY, 0), 0);
    assert_int_equal(absence_withdraw(db, NOBODY, NOW), 0);
    assert_int_equal(absence_page(db, &search, 10, arena, &entries, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(absence_of(db, NOBODY, 10, arena, &entries, &count), 0);
    assert_int_equal(count, 0);
    id = 77;
    assert_int_equal(absence_count_of(db, NOBODY, &id), 0);
    assert_int_equal(id, 0);
    db_close(db);
}

static void statements_of_hours_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct hours hours = {.person = NOBODY};
    struct hours *list = NULL;
    size_t count = 99;
    int64_t id = 77;
    assert_true(hours_insert(db, &hours, &id) < 0);
    assert_int_equal(id, 77);
    assert_int_equal(hours_by_id(db, NOBODY, NOBODY, &hours), 0);
    assert_int_equal(hours_list(db, NOBODY, 0, 10, &files->arena, &list, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(hours_count_open(db, NOBODY, 0, &id), 0);
    assert_int_equal(id, 0);
    count = 99;
    assert_int_equal(hours_latest(db, NOBODY, 10, &files->arena, &list, &count), 0);
    assert_int_equal(count, 0);
    id = 77;
    assert_int_equal(hours_count_of(db, NOBODY, &id), 0);
    assert_int_equal(id, 0);
    assert_int_equal(hours_set_until(db, NOBODY, 0), 0);
    db_close(db);
}

static void statements_of_events_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct event event = {.house = NOBODY, .kind = "moved-in", .audience = AUDIENCE_HOUSE};
    struct event *found = NULL;
    size_t count = 99;
    int64_t after = 77;
    assert_true(event_insert(db, &event) < 0);
    assert_int_equal(event_after(db, NOBODY, 0, 10, &files->arena, &found, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(event_tail(db, NOBODY, 20, &after), 0);
    assert_int_equal(after, 0);
    db_close(db);
}

static void statements_of_the_record_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct arena *arena = &files->arena;
    struct db *db = files_open(files, "kith.db", &record_kind);
    const struct audit_nouns nouns[] = {{"Chore", 0}, {"Chore", NOBODY}};
    const struct audit_scope scope = {NOBODY, NOBODY, nouns, 2};
    struct audit_entry *entries = NULL;
    struct signed_note *notes = NULL;
    struct signed_note note = {.seq = 5};
    size_t count = 99;
    char hash[65];
    int64_t seq = 77;
    assert_int_equal(audit_head(db, &seq, hash), 0);
    assert_int_equal(seq, 0);
    assert_int_equal(strlen(hash), 64);
    const struct audit_entry nothing = {.seq = NOBODY};
    assert_true(audit_concerns(db, &nothing, NOBODY) < 0);
    assert_int_equal(audit_page(db, &scope, INT64_MAX, 10, arena, &entries, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(audit_from(db, 1, 10, arena, &entries, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(audit_readers(db, NOBODY, 10, arena, &entries, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(checkpoint_list(db, INT64_MAX, 10, arena, &notes, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(checkpoint_next(db, 0, arena, &note), 0);
    assert_int_equal(checkpoint_newest(db, arena, &note), 0);
    assert_int_equal(note.seq, 0);
    note = (struct signed_note){.note = "", .signature = (const unsigned char[64]){0}};
    assert_int_equal(checkpoint_insert(db, &note), 0);
    assert_int_equal(
        audit_insert(db, &(struct audit_entry){.seq = 1, .body = "", .hash = "", .noun = "Chore"},
                     NULL, 0),
        0);
    db_close(db);
}

static void statements_of_inspections_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct arena *arena = &files->arena;
    struct db *db = files_open(files, "kith.db", &record_kind);
    struct inspection_item *items = NULL;
    size_t count = 99;
    int64_t id = 77;
    assert_true(inspection_item_insert(db, NOBODY, "bed-made", "Made", NOW) < 0);
    assert_int_equal(inspection_item_list(db, NOBODY, arena, &items, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(inspection_item_remove(db, NOBODY, NOW), 0);
    struct inspection inspection = {.house = NOBODY, .room = "a"};
    struct inspection *found = NULL;
    struct inspection_result *results = NULL;
    const char **handles = NULL;
    assert_true(inspection_insert(db, &inspection, &id) < 0);
    assert_int_equal(id, 77);
    assert_int_equal(inspection_by_id(db, NOBODY, NOBODY, arena, &inspection), 0);
    for (int i = 0; i < 4; i++) {
        const struct inspection_search search = {
            .house = NOBODY, .reader = i & 1 ? NOBODY : 0, .room = i & 2 ? "a" : NULL};
        count = 99;
        assert_int_equal(inspection_page(db, &search, 10, arena, &found, &count), 0);
        assert_int_equal(count, 0);
    }
    count = 99;
    assert_int_equal(inspection_of(db, NOBODY, 10, arena, &found, &count), 0);
    assert_int_equal(count, 0);
    assert_true(inspection_result_insert(db, NOBODY, NOBODY, INSPECTION_PASS, NULL, 0) < 0);
    assert_true(inspection_answer_insert(db, NOBODY, NOBODY, NOW, "x", 1) < 0);
    count = 99;
    assert_int_equal(inspection_results(db, NOBODY, arena, &results, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(inspection_failed(db, NOBODY, arena, &handles, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(inspection_answered(db, NOBODY, arena, &handles, &count), 0);
    assert_int_equal(count, 0);
    db_close(db);
}

static void statements_of_swaps_fit_the_schema(void **state)
{
    struct files *files = *state;
    struct arena *arena = &files->arena;
    struct db *db = files_open(files, "kith.db", &record_kind);
    const struct swap swap = {.assignment = NOBODY, .from = NOBODY};
    const struct swap_search search = {.house = NOBODY, .before = INT64_MAX};
    struct swap *swaps = NULL;
    struct swap_entry *entries = NULL;
    struct swap_part *parts = NULL;
    size_t count = 99;
    int64_t id = 77;
    assert_true(swap_insert(db, NOBODY, &swap, NOW, &id) < 0);
    assert_int_equal(id, 77);
    assert_int_equal(swap_close(db, NOBODY, SWAP_ACCEPTED, NOBODY, NOW), 0);
    assert_int_equal(swap_end(db, NOBODY, 0), 0);
    assert_int_equal(swap_of(db, NOBODY, NOBODY, 0, 1, arena, &swaps, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(swap_page(db, &search, 10, arena, &entries, &count), 0);
    assert_int_equal(count, 0);
    count = 99;
    assert_int_equal(swap_parts(db, NOBODY, 10, arena, &parts, &count), 0);
    assert_int_equal(count, 0);
    db_close(db);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, files_make, files_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(statements_of_houses_and_beds_fit_the_schema),
        TEST(statements_of_people_fit_the_schema),
        TEST(statements_of_stays_and_lodgings_fit_the_schema),
        TEST(statements_of_every_sealed_column_fit_the_schema),
        TEST(statements_of_accounts_and_roles_fit_the_schema),
        TEST(statements_of_lockouts_fit_the_schema),
        TEST(statements_of_chores_fit_the_schema),
        TEST(statements_of_assignments_fit_the_schema),
        TEST(statements_of_what_becomes_of_assignments_fit_the_schema),
        TEST(statements_of_swaps_fit_the_schema),
        TEST(statements_of_inspections_fit_the_schema),
        TEST(statements_of_planning_fit_the_schema),
        TEST(statements_of_notes_fit_the_schema),
        TEST(statements_of_needs_fit_the_schema),
        TEST(statements_of_absences_fit_the_schema),
        TEST(statements_of_hours_fit_the_schema),
        TEST(statements_of_events_fit_the_schema),
        TEST(statements_of_the_record_fit_the_schema),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
