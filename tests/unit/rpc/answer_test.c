/* What a call is answered with: a refusal's fields and its sentence, and that it fits what is
 * described. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/rpc/drive.h"

/* --- Sentences
 * ------------------------------------------------------------------------------------ */

static int not_found(struct call *call, const void *in)
{
    static const char *const names[] = {"ann", "ben"};
    return call_not_found_near(call, "person", *(const char *const *)in, names, 2);
}

/* design: "`NotFound(kind, name, nearest: ?string, message)`" */
static void a_refusal_has_fields_and_a_sentence_made_of_them(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, ECHO, READ, not_found);
    say_echo(drive, peer, "anne");
    say_echo(drive, peer, "{kind}");
    say_echo(drive, peer, "\\\"\\\\");
    turns(drive);
    assert_heard(drive, peer,
                 "{\"error\":\"org.kith.Server.NotFound\",\"parameters\":{\"nearest\":\"ann\","
                 "\"name\":\"anne\",\"kind\":\"person\","
                 "\"message\":\"There is no person \\\"anne\\\" here.\"}}");
    assert_heard(drive, peer,
                 "{\"error\":\"org.kith.Server.NotFound\",\"parameters\":{"
                 "\"name\":\"{kind}\",\"kind\":\"person\","
                 "\"message\":\"There is no person \\\"{kind}\\\" here.\"}}");
    assert_heard(drive, peer,
                 "{\"error\":\"org.kith.Server.NotFound\",\"parameters\":{"
                 "\"name\":\"\\\"\\\\\",\"kind\":\"person\","
                 "\"message\":\"There is no person \\\"\\\"\\\\\\\" here.\"}}");
}

static int again_and_refuse(struct call *call, const void *in)
{
    if (!call->state) {
        call->state = arena_alloc(call->keep, 1);
        call_say(call, "bed", "of the first slice");
        reply_text(&call->reply, "description", "of the first slice");
        return CALL_AGAIN;
    }
    return strcmp(*(const char *const *)in, "done") == 0 ? echo(call, in) : not_found(call, in);
}

static void a_slice_begins_with_an_empty_reply_and_no_fields(void **state)
{
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    stand_in(drive, ECHO, READ, again_and_refuse);
    say_echo(drive, peer, "done");
    say_echo(drive, peer, "zoe");
    turns(drive);
    assert_echo(drive, peer, "done");
    assert_heard(drive, peer,
                 "{\"error\":\"org.kith.Server.NotFound\",\"parameters\":{"
                 "\"name\":\"zoe\",\"kind\":\"person\","
                 "\"message\":\"There is no person \\\"zoe\\\" here.\"}}");
}

/* --- What does not fit its description
 * ------------------------------------------------------------ */

static int say_number(struct call *call, const void *in)
{
    (void)in;
    reply_int(&call->reply, "description", 5);
    return 0;
}

static int say_nothing(struct call *call, const void *in)
{
    (void)call;
    (void)in;
    return 0;
}

static int say_more(struct call *call, const void *in)
{
    reply_int(&call->reply, "more", 1);
    return echo(call, in);
}

/* TooLarge is described with a limit. */
static int refuse_without_its_field(struct call *call, const void *in)
{
    (void)call;
    (void)in;
    return OUTCOME_TOO_LARGE;
}

/* issue 2: "in every variant but release, read back and checked against the description" */
static void a_reply_that_does_not_fit_its_description_ends_a_test_build(void **state)
{
    static int (*const wrong[])(struct call *, const void *) = {
        say_number,
        say_nothing,
        say_more,
        refuse_without_its_field,
    };
    struct drive *drive = *state;
    struct peer *peer = drive_peer(drive);
    say_echo(drive, peer, "a");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        stand_in(drive, ECHO, READ, wrong[i]);
        assert_true(turns_abort(drive));
    }
    stand_in(drive, ECHO, READ, echo);
    assert_false(turns_abort(drive));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DRIVE_TEST(a_refusal_has_fields_and_a_sentence_made_of_them),
        DRIVE_TEST(a_slice_begins_with_an_empty_reply_and_no_fields),
        DRIVE_TEST(a_reply_that_does_not_fit_its_description_ends_a_test_build),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
