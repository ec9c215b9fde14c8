#include "daemon/domain/handle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

typedef bool proposer(const char *name, const struct handle_set *taken,
                      char ret[static TEXT_HANDLE_MAX + 1]);

/* What is proposed where nothing is taken; "" where nothing is. */
static void expect(proposer *propose, const char *name, const char *handle)
{
    char proposed[TEXT_HANDLE_MAX + 1] = "";
    bool found = propose(name, &(struct handle_set){NULL, 0}, proposed);
    if (strcmp(found ? proposed : "", handle) != 0)
        fail_msg("%s would be \"%s\"", name, found ? proposed : "");
    assert_true(!found || text_is_handle(proposed));
}

/* Everybody of that name, one after the other, up to the handle that is the last. */
static void expect_series(proposer *propose, const char *name, const char *const *handles)
{
    const char *items[64];
    char kept[64][TEXT_HANDLE_MAX + 1];
    struct handle_set taken = {items, 0};
    for (; *handles; handles++, taken.count++) {
        assert_true(propose(name, &taken, kept[taken.count]));
        assert_string_equal(kept[taken.count], *handles);
        assert_true(text_is_handle(kept[taken.count]));
        items[taken.count] = kept[taken.count];
    }
    for (int number = (int)taken.count; number < 40; number++) {
        if (!propose(name, &taken, kept[taken.count]))
            return;
        items[taken.count] = kept[taken.count];
        taken.count++;
    }
    fail_msg("%s may be had for ever", name);
}

static void a_person_is_called_by_the_first_name(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        {"Maria Lopez", "maria"},
        {"  Maria   de la Cruz", "maria"},
        {"Maria", "maria"},
        {"Mary-Ann Smith", "mary-ann"},
        {"Jos\xC3\xA9 Ruiz", "jose"},
        {"\"Red\" Mike Hill", "red"},
        {"Lopez, Maria Elena", "maria"},
        {"De la Cruz, Juan", "juan"},
        {"Mike Rivera, Jr.", "mike"},
        {"Rivera, Mike, III", "mike"},
        /* The part that can be written. */
        {"\xE6\x9D\x8E Wei", "wei"},
        {"3 Ann", "ann"},
        {"\xE6\x9D\x8E", ""},
        {"", ""},
        {" , ", ""},
        {"Jr.", ""},
    };
    for (size_t i = 0; i < COUNT(names); i++)
        expect(handle_for_person, names[i][0], names[i][1]);
}

static void who_comes_second_has_the_last_name_s_first_letter_then_a_number(void **state)
{
    (void)state;
    expect_series(handle_for_person, "Maria Lopez",
                  (const char *const[]){"maria", "maria-l", "maria-2", "maria-3", NULL});
    expect_series(handle_for_person, "Lopez, Maria",
                  (const char *const[]){"maria", "maria-l", "maria-2", NULL});
    expect_series(handle_for_person, "De la Cruz, Juan",
                  (const char *const[]){"juan", "juan-c", "juan-2", NULL});
    expect_series(handle_for_person, "Mike Rivera, Jr.",
                  (const char *const[]){"mike", "mike-r", "mike-2", NULL});
    expect_series(handle_for_person, "Mike Rivera Jr.",
                  (const char *const[]){"mike", "mike-r", "mike-2", NULL});
    expect_series(handle_for_person, "Maria", (const char *const[]){"maria", "maria-2", NULL});
}

static void a_chore_is_called_by_all_of_its_name(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        {"Wash the dishes", "wash-the-dishes"},
        {"Trash & recycling", "trash-recycling"},
        {"2nd floor bath", "floor-bath-2nd"},
        {"1. Sweep", "sweep-1"},
        {"123456789012 Sweep the hall and all the stairs", "sweep-the-hall-and-all-12345678"},
        {"Sweep the hall, the stairs and the porch", "sweep-the-hall-the-stairs-and"},
        {"2", ""},
        {"2 3", ""},
        {"", ""},
        {"\xE6\x9D\x8E", ""},
    };
    for (size_t i = 0; i < COUNT(names); i++)
        expect(handle_for_chore, names[i][0], names[i][1]);
    expect_series(handle_for_chore, "Sweep", (const char *const[]){"sweep", "sweep-2", NULL});
    expect_series(handle_for_chore, "abcdefghijklmnopqrstuvwxyz012345",
                  (const char *const[]){"abcdefghijklmnopqrstuvwxyz012345",
                                        "abcdefghijklmnopqrstuvwxyz0123-2", NULL});
    expect_series(handle_for_chore, "abcdefghijklmnopqrstuvwxyz 012 4",
                  (const char *const[]){"abcdefghijklmnopqrstuvwxyz-012-4",
                                        "abcdefghijklmnopqrstuvwxyz-012-2", NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_is_called_by_the_first_name),
        cmocka_unit_test(who_comes_second_has_the_last_name_s_first_letter_then_a_number),
        cmocka_unit_test(a_chore_is_called_by_all_of_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
