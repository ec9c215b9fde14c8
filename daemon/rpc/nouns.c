/* Every noun, once. A new one is added here and nowhere else. */
#include "daemon/rpc/noun.h"

extern const struct noun service_noun, server_noun, house_noun, person_noun, account_noun,
    office_noun, import_noun, audit_noun, event_noun, chore_noun, note_noun, need_noun,
    inspection_noun, absence_noun, swap_noun, test_noun, certification_noun;

const struct noun *const nouns[] = {
    &service_noun, &server_noun,        &house_noun,      &person_noun,  &account_noun,
    &office_noun,  &import_noun,        &audit_noun,      &event_noun,   &chore_noun,
    &note_noun,    &need_noun,          &inspection_noun, &absence_noun, &swap_noun,
#if KITH_TEST
    &test_noun,    &certification_noun,
#endif
    NULL,
};
