/*
 * A whole daemon is asked every cell of access.table, by callers of every role, office and pair:
 * what the file says is what they get, and what Server.Methods tells them beforehand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "daemon/rpc/internal.h"
#include "tests/unit/rpc/access_given.h"

/* The house that all tests here share. */
struct stage {
    struct rig *rig;
    struct table *table;
    struct callers callers;
};

/* One caller's way through all methods. */
struct walk {
    struct rig *rig;
    const struct table *table;
    const struct caller *caller;
    struct peer *peer;
    size_t calls;
};

/* --- A whole daemon, asked ------------------------------------------------------------------ */

enum answer { ADMITTED, DENIED, HIDDEN };

/* Whether the daemon let the call through to its handler, whatever came of it there. */
static enum answer answer_of(const json_t *reply)
{
    const char *error = json_string_value(json_object_get(reply, "error"));
    const json_t *fields = json_object_get(reply, "parameters");
    const char *kind = json_string_value(json_object_get(fields, "kind"));
    if (!error)
        return ADMITTED;
    if (strcmp(error, "org.varlink.service.PermissionDenied") == 0)
        return DENIED;
    /* Nobody comes to have an import without Begin, which this walk calls for everybody. */
    if (strcmp(error, "org.kith.Import.NotBegun") == 0)
        return DENIED;
    bool hidden = strcmp(error, "org.kith.Server.NotFound") == 0 &&
                  (strcmp(kind, "house") == 0 || strcmp(kind, "person") == 0);
    return hidden ? HIDDEN : ADMITTED;
}

/* A house that one may not see cannot be named, so nothing in it is reached; one's own can. */
static bool may_name(const struct walk *walk, int situation)
{
    const struct caller *caller = walk->caller;
    bool of_maple = is_person(caller->column) || caller->column->standing == SHARED;
    return (of_maple && !is_in_oak(situation)) ||
           caller_has(caller, table_may_know(walk->table, right_name(RIGHT_HOUSE_SEE)),
                      is_in_oak(situation) ? OTHER_HOUSE : SAME_HOUSE);
}

static enum answer expected_of(const struct walk *walk, const struct row *row, int situation)
{
    const struct table_line *line = table_line(walk->table, row->method->name);
    if (takes(row, "house") && situation != NOWHERE && !may_name(walk, situation))
        return HIDDEN;
    if (caller_has(walk->caller, line, situation))
        return ADMITTED;
    /* What nobody named is refused, not missing. */
    if (situation == NOWHERE || strcmp(line->see, "-") == 0)
        return DENIED;
    return caller_has(walk->caller, table_may_know(walk->table, line->see), situation) ? DENIED
                                                                                       : HIDDEN;
}

/* An import is on the connection on which it was begun; where it may not be, there is none. */
static struct peer *begin_import(const struct walk *walk, int situation)
{
    struct peer *peer = rig_peer(walk->rig, caller_uid(walk->caller));
    json_t *reply = rig_call(walk->rig, peer, "org.kith.Import.Begin",
                             is_in_oak(situation) ? "{\"house\":\"oak\",\"kind\":\"roster\"}"
                                                  : "{\"house\":\"maple\",\"kind\":\"roster\"}");
    assert_non_null(reply);
    json_decref(reply);
    return peer;
}

/* Whether the call was let through, which must be as the table says. */
static bool ask(struct walk *walk, const struct row *row, int situation)
{
    static const char *const said[] = {"admitted", "denied", "hidden"};
    json_t *parameters = parameters_for(row, walk->caller, situation);
    assert_decodes(row, parameters);
    char *text = json_dumps(parameters, JSON_COMPACT);
    struct peer *peer = is_about_imports(row) ? begin_import(walk, situation) : walk->peer;
    json_t *reply = rig_call(walk->rig, peer, row->method->name, text);
    assert_non_null(reply);
    enum answer answer = answer_of(reply);
    enum answer expected = expected_of(walk, row, situation);
    if (answer != expected)
        fail_msg("%s %s by %s: %s, not %s", row->method->name, text, caller_name(walk->caller),
                 said[answer], said[expected]);
    if (peer != walk->peer)
        peer_free(peer);
    json_decref(reply);
    json_decref(parameters);
    free(text);
    walk->calls++;
    return answer == ADMITTED;
}

/* Without a house or person to name there is one way to call it. */
static bool is_tried(const struct row *row, const struct caller *caller, int situation)
{
    if (row->target == &target_self)
        return situation == SELF;
    if (!row->target || situation == NOWHERE)
        return situation == NOWHERE && (!row->target || row->target->house_optional);
    if (situation == FORMER_THERE && !caller->in_oak)
        return false;
    if (is_about_people(row))
        return situation != SELF || is_person(caller->column);
    if (is_about_imports(row) || takes(row, "house"))
        return situation == SAME_HOUSE || situation == OTHER_HOUSE;
    return situation == SAME_HOUSE;
}

/* --- Server.Methods ------------------------------------------------------------------------- */

static const char *const members[RELATIONS] = {
    [RELATION_SELF] = "self",
    [RELATION_HOUSE] = "house",
    [RELATION_OTHER] = "other",
    [RELATION_FORMER] = "former",
};

/* What Methods calls that situation. Whoever holds something in oak has a second house. */
static enum relation told_as(const struct caller *caller, int situation)
{
    static const enum relation as[PLACES] = {
        [SELF] = RELATION_SELF,           [SAME_HOUSE] = RELATION_HOUSE,
        [OTHER_HOUSE] = RELATION_OTHER,   [FORMER] = RELATION_FORMER,
        [FORMER_THERE] = RELATION_FORMER, [NOWHERE] = RELATION_OTHER,
    };
    return situation == OTHER_HOUSE && caller->in_oak ? RELATION_HOUSE : as[situation];
}

/* NULL where the method is not listed. */
static const json_t *permission(const json_t *methods, const char *method)
{
    const json_t *list = json_object_get(methods, "methods");
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_object_get(json_array_get(list, i), "method"));
        assert_non_null(name);
        if (strcmp(name, method) == 0)
            return json_array_get(list, i);
    }
    return NULL;
}

/* What is listed is what is admitted, and the other way round. */
static void assert_kept(const struct walk *walk, const json_t *methods, const struct row *row,
                        const bool admitted[static RELATIONS])
{
    const json_t *promised = permission(methods, row->method->name);
    for (int relation = 0; relation < RELATIONS; relation++)
        if (json_is_true(json_object_get(promised, members[relation])) != admitted[relation])
            fail_msg("Methods tells %s that %s is %sopen: %s", caller_name(walk->caller),
                     row->method->name, admitted[relation] ? "not " : "", members[relation]);
}

/* --- All of them ---------------------------------------------------------------------------- */

static void walk_row(struct walk *walk, const struct row *row, const json_t *methods)
{
    bool admitted[RELATIONS] = {false};
    for (int situation = 0; situation < PLACES; situation++)
        if (is_tried(row, walk->caller, situation))
            admitted[told_as(walk->caller, situation)] |= ask(walk, row, situation);
    assert_kept(walk, methods, row, admitted);
}

/* How many calls that took. */
static size_t walk_all(const struct stage *stage, const struct caller *caller)
{
    stage->rig->now.wall = RIG_START + (int64_t)caller->day * DAY_SECONDS;
    struct walk walk = {stage->rig, stage->table, caller, rig_peer(stage->rig, caller_uid(caller)),
                        0};
    json_t *methods = rig_must(stage->rig, walk.peer, "org.kith.Server.Methods", NULL);
    for (const struct noun *const *noun = nouns; *noun; noun++)
        for (size_t i = 0; i < (*noun)->row_count; i++)
            walk_row(&walk, &(*noun)->rows[i], methods);
    json_decref(methods);
    peer_free(walk.peer);
    return walk.calls;
}

static size_t count_rows(void)
{
    size_t rows = 0;
    for (const struct noun *const *noun = nouns; *noun; noun++)
        rows += (*noun)->row_count;
    return rows;
}

static size_t count_roles(enum role_kind kind)
{
    size_t count = 0;
    for (int role = 0; role < ROLES; role++)
        count += role_kind((enum role)role) == kind;
    return count;
}

/* All callers of that sort, of whom there must be so many. */
static void walk_with(const struct stage *stage, bool (*is_meant)(const struct caller *caller),
                      size_t expected)
{
    size_t rows = count_rows();
    size_t callers = 0;
    size_t calls = 0;
    for (size_t i = 0; i < stage->callers.count; i++) {
        const struct caller *caller = &stage->callers.list[i];
        if (!is_meant(caller))
            continue;
        calls += walk_all(stage, caller);
        callers++;
    }
    print_message("# %zu methods, %zu callers, %zu calls\n", rows, callers, calls);
    assert_int_equal(callers, expected);
    assert_true(calls > rows * callers);
}

static bool is_pair(const struct caller *caller)
{
    return caller->second && !caller->in_oak && !is_refused(caller);
}

static bool is_across(const struct caller *caller)
{
    return caller->in_oak;
}

/* issue 2: "walks every method x every role, office ... x {self, same house, other house, former}
 * and compares with a table that a person can read" */
static void the_daemon_answers_every_cell_as_the_table_says(void **state)
{
    walk_with(*state, is_single, COUNT(columns));
}

/* issue 2: "and allowed pair" */
static void a_pair_may_do_what_the_table_says_of_either_and_no_more(void **state)
{
    size_t roles = count_roles(ROLE_GRANTED);
    size_t both = roles + count_roles(ROLE_OFFICE);
    /* All but three, and each role held by a resident. */
    walk_with(*state, is_pair, both * (both - 1) / 2 - 3 + roles);
}

/* issue 2: "allowed pair x {self, same house, other house, former}", each in its own house */
static void what_is_held_in_two_houses_counts_in_each_by_itself(void **state)
{
    size_t roles = count_roles(ROLE_GRANTED);
    size_t persons = 0;
    for (size_t c = 0; c < COUNT(columns); c++)
        persons += is_person(&columns[c]);
    walk_with(*state, is_across, persons * roles);
}

/* issue 2: "allowed pair"; design 3: "pairs that would break a promise ... are refused" */
static void a_pair_that_would_break_a_promise_is_refused_whichever_comes_first(void **state)
{
    const struct stage *stage = *state;
    struct peer *root = rig_peer(stage->rig, 0);
    size_t refused = 0;
    char text[256];
    for (size_t i = 0; i < stage->callers.count; i++) {
        const struct caller *caller = &stage->callers.list[i];
        if (!is_refused(caller))
            continue;
        struct giving giving = {caller->second, false, caller->day};
        const char *method = giving_call(caller, giving, text, sizeof text);
        assert_string_equal(rig_try(stage->rig, root, method, text), "RolesConflict");
        giving.in_oak = true;
        method = giving_call(caller, giving, text, sizeof text);
        assert_string_equal(rig_try(stage->rig, root, method, text), "");
        refused++;
    }
    assert_int_equal(refused, 6);
    peer_free(root);
}

/* --- The house ------------------------------------------------------------------------------ */

/* From now on every call is undone whatever comes of it, so that each finds the same house. */
static void put_all_on_trial(struct turn *turn)
{
    struct row *rows = arena_array(&turn->arena, turn->entry_count, sizeof *rows);
    for (size_t i = 0; i < turn->entry_count; i++) {
        rows[i] = *turn->entries[i].row;
        rows[i].access = TRIAL;
        turn->entries[i].row = &rows[i];
    }
}

/* In oak oda lives, and don has left; dan has left maple. */
static void furnish_oak(struct rig *rig)
{
    struct peer *olga = rig_peer(rig, 1007);
    rig_do(rig, olga, "org.kith.Person.Add", "{\"handle\":\"oda\",\"name\":\"Oda O\"}");
    rig_do(rig, olga, "org.kith.Person.Admit", "{\"person\":\"oda\"}");
    rig_do(rig, olga, "org.kith.Person.Add", "{\"handle\":\"don\",\"name\":\"Don D\"}");
    rig_do(rig, olga, "org.kith.Person.Admit", "{\"person\":\"don\",\"on\":\"2026-02-01\"}");
    rig_do(rig, olga, "org.kith.Person.Leave",
           "{\"person\":\"don\",\"on\":\"2026-09-30\",\"endedBy\":\"resident\"}");
    peer_free(olga);
}

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);
    assert_non_null(stage);
    stage->rig = rig_new();
    stage->table = table_read();
    rig_furnish(stage->rig);
    furnish_oak(stage->rig);
    add_everybody(&stage->callers);
    callers_move_in(stage->rig, &stage->callers);
    put_all_on_trial(stage->rig->turn);
    *state = stage;
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    rig_free(stage->rig);
    free(stage->table);
    free(stage);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_daemon_answers_every_cell_as_the_table_says),
        cmocka_unit_test(a_pair_may_do_what_the_table_says_of_either_and_no_more),
        cmocka_unit_test(what_is_held_in_two_houses_counts_in_each_by_itself),
        cmocka_unit_test(a_pair_that_would_break_a_promise_is_refused_whichever_comes_first),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
