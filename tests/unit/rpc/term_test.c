/* Terms of roles and offices: given once, and told as what they are by now. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/rpc/callers.h"

/* --- Given once ------------------------------------------------------------------------------ */

/* Given twice, it would be there to be taken twice. */
static void a_role_is_not_given_again_while_it_holds(void **state)
{
    struct rig *rig = *state;
    static const char method[] = "org.kith.Account.Grant";
    struct peer *root = rig_peer(rig, ROOT);
    look_refused(rig, root, method,
                 "{\"house\":\"maple\",\"person\":\"mike\",\"role\":\"manager\"}", "Conflict",
                 "message",
                 "mike is manager already, from 27 November 2026 on. End that first, or name other"
                 " days.");
    rig_do(rig, root, method,
           "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\","
           "\"from\":\"2026-12-10\",\"until\":\"2026-12-20\"}");
    static const struct {
        const char *days;
        const char *error;
    } terms[] = {
        {"", "Conflict"},
        {",\"until\":\"2026-12-10\"", "Conflict"},
        {",\"from\":\"2026-12-20\"", "Conflict"},
        {",\"from\":\"2026-12-12\",\"until\":\"2026-12-13\"", "Conflict"},
        {",\"until\":\"2026-12-09\"", ""},
        {",\"from\":\"2026-12-21\"", ""},
    };
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        char parameters[128];
        (void)snprintf(parameters, sizeof parameters,
                       "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\"%s}",
                       terms[i].days);
        assert_string_equal(grant(rig, parameters), terms[i].error);
    }
    look_refused(rig, root, method,
                 "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\","
                 "\"from\":\"2026-12-12\"}",
                 "Conflict", "message",
                 "dan is member already, from 21 December 2026 on. End that first, or name other"
                 " days.");
    /* Another role, another house and another person are something else. */
    must(rig, ROOT, method, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"alumnus\"}");
    must(rig, ROOT, method, "{\"house\":\"oak\",\"person\":\"maple/dan\",\"role\":\"member\"}");
    must(rig, ROOT, method, "{\"house\":\"maple\",\"person\":\"ben\",\"role\":\"member\"}");
    /* What was taken may be given again. */
    must(rig, ROOT, "org.kith.Account.Revoke",
         "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\"}");
    must(rig, ROOT, method, "{\"house\":\"maple\",\"person\":\"dan\",\"role\":\"member\"}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LOOK_TEST(a_role_is_not_given_again_while_it_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
