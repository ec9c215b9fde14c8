/* A whole daemon is asked every cell of access.table: what the table says is what callers get. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/rig.h"
#include "tests/unit/rpc/access.h"

/* --- A whole daemon, asked ------------------------------------------------------------------ */

/*
 * What each method is given besides house and person: enough to come past the question who may,
 * and then to be refused for another reason or to change nothing. %s is somebody of the house.
 */
static const struct {
    const char *method;
    const char *members;
} tries[] = {
    {"org.varlink.service.GetInterfaceDescription", "\"interface\":\"x\""},
    {"org.kith.House.Add", "\"handle\":\"x\",\"name\":\"X\",\"zone\":\"No/Where\""},
    {"org.kith.House.AddBeds", "\"beds\":[]"},
    {"org.kith.House.RemoveBed", "\"bed\":\"none\""},
    {"org.kith.Person.Add", "\"handle\":\"%s\",\"name\":\"X\""},
    {"org.kith.Person.Admit", "\"bed\":\"none\",\"on\":\"2026-03-01\""},
    {"org.kith.Person.Orient", "\"items\":[\"none\"]"},
    {"org.kith.Person.Move", "\"bed\":\"none\""},
    {"org.kith.Person.Leave", "\"on\":\"2020-01-01\""},
    {"org.kith.Account.Add", "\"kind\":\"kiosk\""},
    {"org.kith.Account.Disable", "\"accountId\":999"},
    {"org.kith.Account.Grant", "\"person\":\"%s\",\"role\":\"member\",\"from\":\"2026-12-02\","
                               "\"until\":\"2026-12-01\""},
    {"org.kith.Account.Revoke", "\"person\":\"%s\",\"role\":\"member\""},
    {"org.kith.Account.SetPin", "\"pin\":\"111111\""},
    {"org.kith.Account.Login", "\"person\":\"none\",\"pin\":\"none\""},
    {"org.kith.Office.Appoint", "\"office\":\"none\",\"person\":\"%s\""},
    {"org.kith.Office.End", "\"office\":\"none\""},
    {"org.kith.Import.Begin", "\"kind\":\"roster\""},
    {"org.kith.Import.Add", "\"rows\":[]"},
    {"org.kith.Chore.Add", "\"handle\":\"x\",\"name\":\"X\",\"schedule\":\"never\""},
    {"org.kith.Chore.Assign", "\"chore\":\"none\",\"person\":\"%s\""},
    {"org.kith.Chore.Done", "\"chore\":\"none\""},
    {"org.kith.Chore.Undo", "\"chore\":\"none\""},
};

static bool takes(const struct row *row, const char *name)
{
    for (const struct field *field = row->method->fields; field && field->name; field++)
        if (strcmp(field->name, name) == 0)
            return true;
    return false;
}

static const char *person_in(const struct column *column, enum situation situation)
{
    return situation == SELF          ? column_name(column)
           : situation == OTHER_HOUSE ? "oda"
           : situation == FORMER      ? "dan"
                                      : "ann";
}

static void add_member(char *text, size_t size, const char *name, const char *value)
{
    size_t used = strlen(text);
    (void)snprintf(text + used, size - used, "%s\"%s\":\"%s\"", used > 1 ? "," : "", name, value);
}

static const char *parameters_for(const struct row *row, const struct column *column,
                                  enum situation situation, char *text, size_t size)
{
    const char *house = situation == OTHER_HOUSE ? "oak" : "maple";
    const char *somebody = situation == OTHER_HOUSE ? "oda" : "ann";
    const char *members = "";
    for (size_t i = 0; i < COUNT(tries); i++)
        if (strcmp(tries[i].method, row->method->name) == 0)
            members = tries[i].members;
    (void)snprintf(text, size, "{");
    if (takes(row, "house"))
        add_member(text, size, "house", house);
    if (row->target && row->target->parameter && strcmp(row->target->parameter, "person") == 0)
        add_member(text, size, "person", person_in(column, situation));
    const char *hole = strstr(members, "%s");
    size_t used = strlen(text);
    if (*members)
        (void)snprintf(text + used, size - used, "%s%.*s%s%s}", used > 1 ? "," : "",
                       hole ? (int)(hole - members) : (int)strlen(members), members,
                       hole ? somebody : "", hole ? hole + 2 : "");
    else
        (void)snprintf(text + used, size - used, "}");
    return text;
}

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

/* A house that one may not see cannot be named, so nothing in it is reached. */
static enum answer expected_of(const struct row *row, const struct column *column,
                               enum situation situation)
{
    bool named = takes(row, "house") && situation == OTHER_HOUSE;
    if (named && !may(column, RIGHT_HOUSE_SEE, OTHER_HOUSE))
        return HIDDEN;
    if (takes(row, "house") && column->role == ROLE_ANYBODY)
        return HIDDEN;
    if (allowed(row, column, situation))
        return ADMITTED;
    /* What nobody named is refused, not missing. */
    if (!row->target || !row->target->parameter)
        return DENIED;
    return may(column, row->target->see, situation) ? DENIED : HIDDEN;
}

static void ask(struct rig *rig, struct peer *peer, const struct row *row,
                const struct column *column, enum situation situation)
{
    static const char *const said[] = {"admitted", "denied", "hidden"};
    char parameters[512];
    (void)parameters_for(row, column, situation, parameters, sizeof parameters);
    json_t *reply = rig_call(rig, peer, row->method->name, parameters);
    assert_non_null(reply);
    enum answer answer = answer_of(reply);
    enum answer expected = expected_of(row, column, situation);
    json_decref(reply);
    if (answer != expected)
        fail_msg("%s %s by %s (%c): %s, not %s", row->method->name, parameters, column_name(column),
                 letters[situation], said[answer], said[expected]);
}

/* Without a house or person to name there is one way to call it. */
static bool is_tried(const struct row *row, const struct column *column, enum situation situation)
{
    if (row->target == &target_self)
        return situation == SELF;
    if (situation == SELF && !is_person(column))
        return false;
    if (row->target && strcmp(row->target->kind, "person") == 0)
        return true;
    if (row->target && takes(row, "house"))
        return situation == SAME_HOUSE || situation == OTHER_HOUSE;
    return situation == (row->target ? SAME_HOUSE : OTHER_HOUSE);
}

/* A caller for each column, by the calls with which a house makes them. */
static void furnish_column(struct rig *rig, struct peer *root, const struct column *column)
{
    char text[256];
    const char *name = column_name(column);
    if (!is_person(column))
        return;
    (void)snprintf(text, sizeof text, "{\"house\":\"maple\",\"handle\":\"%s\",\"name\":\"X\"}",
                   name);
    rig_do(rig, root, "org.kith.Person.Add", text);
    (void)snprintf(text, sizeof text,
                   "{\"kind\":\"person\",\"house\":\"maple\",\"person\":\"%s\",\"uid\":%u}", name,
                   (unsigned)column->uid);
    rig_do(rig, root, "org.kith.Account.Add", text);
    if (column->standing == LIVES_HERE) {
        struct peer *mike = rig_peer(rig, 1001);
        (void)snprintf(text, sizeof text, "{\"person\":\"%s\"}", name);
        rig_do(rig, mike, "org.kith.Person.Admit", text);
        peer_free(mike);
    }
    bool office = role_kind(column->role) == ROLE_OFFICE;
    (void)snprintf(text, sizeof text, "{\"house\":\"maple\",\"person\":\"%s\",\"%s\":\"%s\"}", name,
                   office ? "office" : "role", name);
    if (office)
        rig_do(rig, root, "org.kith.Office.Appoint", text);
    else if (role_kind(column->role) == ROLE_GRANTED)
        rig_do(rig, root, "org.kith.Account.Grant", text);
}

static struct rig *furnished(void)
{
    struct rig *rig = rig_new();
    rig_furnish(rig);
    struct peer *root = rig_peer(rig, 0);
    struct peer *olga = rig_peer(rig, 1007);
    rig_do(rig, olga, "org.kith.Person.Add", "{\"handle\":\"oda\",\"name\":\"Oda O\"}");
    rig_do(rig, olga, "org.kith.Person.Admit", "{\"person\":\"oda\"}");
    for (size_t c = 0; c < COUNT(columns); c++)
        furnish_column(rig, root, &columns[c]);
    peer_free(root);
    peer_free(olga);
    return rig;
}

/* How many calls that took. */
static size_t walk(struct rig *rig, const struct column *column)
{
    size_t calls = 0;
    struct peer *peer = rig_peer(rig, column->uid);
    for (const struct noun *const *noun = nouns; *noun; noun++)
        for (size_t i = 0; i < (*noun)->row_count; i++)
            for (int situation = 0; situation < SITUATIONS; situation++)
                if (is_tried(&(*noun)->rows[i], column, (enum situation)situation)) {
                    ask(rig, peer, &(*noun)->rows[i], column, (enum situation)situation);
                    calls++;
                }
    peer_free(peer);
    return calls;
}

/* issue 2: "walks every method x every role, office ... x {self, same house, other house, former}"
 */
static void the_daemon_answers_every_cell_as_the_table_says(void **state)
{
    (void)state;
    struct rig *rig = furnished();
    size_t calls = 0;
    size_t rows = 0;
    for (const struct noun *const *noun = nouns; *noun; noun++)
        rows += (*noun)->row_count;
    for (size_t c = 0; c < COUNT(columns); c++)
        calls += walk(rig, &columns[c]);
    rig_free(rig);
    print_message("# %zu methods, %zu callers, %zu calls\n", rows, COUNT(columns), calls);
    assert_true(calls > rows * COUNT(columns));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_daemon_answers_every_cell_as_the_table_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
