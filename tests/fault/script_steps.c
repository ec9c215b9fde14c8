#include "tests/fault/script.h"

#define CHORE(name)   "org.kith.Chore." name
#define PERSON(name)  "org.kith.Person." name
#define ACCOUNT(name) "org.kith.Account." name
#define IMPORT(name)  "org.kith.Import." name
#define AUDIT(name)   "org.kith.Audit." name
#define SERVER(name)  "org.kith.Server." name

/* Dates are around RIG_START, a Friday: 2026-11-27. */
static const struct step life[] = {
    {MIKE, STEP_READ, SERVER("Hello"), NULL},
    {MIKE, 0, CHORE("Assign"),
     "{\"chore\":\"dishes\",\"person\":\"ann\",\"on\":[\"2026-11-27\",\"2026-11-28\"],"
     "\"note\":\"the good glasses by hand\"}"},
    {ANN, STEP_READ, CHORE("Week"), "{\"person\":\"ann\"}"},
    {ANN, 0, CHORE("Done"), "{\"chore\":\"dishes\",\"note\":\"all clean\"}"},
    {ANN, STEP_ERROR, CHORE("Done"), "{\"chore\":\"dishes\",\"on\":\"2026-11-27\"}"},
    {MIKE, 0, PERSON("Contact"), "{\"person\":\"ann\"}"},
    {ANN, STEP_ERROR, PERSON("Contact"), "{\"person\":\"ben\"}"},
    {MIKE, 0, PERSON("Change"),
     "{\"person\":\"ben\",\"phone\":\"+1 212 555 0102\",\"emergencyName\":\"Beth B\"}"},
    {MIKE, 0, PERSON("Contact"), "{\"person\":\"ben\"}"},
    {MIKE, STEP_ERROR, PERSON("Show"), "{\"person\":\"bem\"}"},
    {MIKE, 0, PERSON("Show"), "{\"person\":\"ann\"}"},
    {ROOT, 0, "org.kith.House.Add",
     "{\"handle\":\"elm\",\"name\":\"Elm House\",\"zone\":\"America/Denver\",\"beds\":[\"a\"]}"},
    {ROOT, STEP_READ, ACCOUNT("List"), NULL},
    {MIKE, 0, ACCOUNT("SetPin"), "{\"person\":\"ann\",\"pin\":\"285714\"}"},
    {KIOSK, STEP_ERROR, ACCOUNT("Login"), "{\"person\":\"ann\",\"pin\":\"285715\"}"},
    {KIOSK, 0, ACCOUNT("Login"), "{\"person\":\"ann\",\"pin\":\"285714\"}"},
    {KIOSK, STEP_SESSION, CHORE("Undo"), "{\"chore\":\"dishes\"}"},
    {KIOSK, STEP_SESSION, ACCOUNT("Logout"), NULL},
    {IMPORTER, STEP_READ, IMPORT("Begin"), "{\"kind\":\"chores\"}"},
    {IMPORTER, STEP_GROUP, IMPORT("Add"),
     "{\"rows\":[{\"line\":2,\"fields\":{\"handle\":\"porch\",\"name\":\"Sweep the porch\","
     "\"schedule\":\"daily\",\"due\":\"18:00\"}},{\"line\":3,\"fields\":{\"handle\":\"yard\","
     "\"name\":\"Rake the yard\",\"area\":\"outside\",\"effort\":\"3\"}}]}"},
    {IMPORTER, STEP_GROUP, IMPORT("Check"), NULL},
    {IMPORTER, STEP_GROUP, IMPORT("Apply"), NULL},
    {MIKE, STEP_READ, CHORE("List"), NULL},
    {MIKE, STEP_READ, AUDIT("List"), NULL},
    {ANN, STEP_READ, PERSON("Me"), NULL},
    {ROOT, STEP_READ, AUDIT("Export"), NULL},
    {MIKE, 0, CHORE("Assign"), "{\"chore\":\"trash\",\"person\":\"ben\"}"},
    {BEN, 0, CHORE("Done"), "{\"chore\":\"trash\"}"},
    {ANN, STEP_TOGETHER, CHORE("Done"),
     "{\"chore\":\"dishes\",\"on\":\"2026-11-28\",\"note\":\"a day early\"}"},
    {MIKE, STEP_TOGETHER, PERSON("List"), "{\"former\":true}"},
    {MIKE, 0, PERSON("Leave"),
     "{\"person\":\"cat\",\"endedBy\":\"resident\",\"reason\":\"a job in Ohio\","
     "\"helpGiven\":\"a bus ticket\",\"forwardTo\":\"12 Main St, Dayton\"}"},
    {ROOT, STEP_JOB, NULL, NULL},
    {MIKE, 0, CHORE("Assign"), "{\"chore\":\"porch\",\"person\":\"ben\",\"on\":[\"2026-11-29\"]}"},
    {ROOT, 0, AUDIT("Seal"), NULL},
    {ANN, STEP_READ, AUDIT("Verify"), NULL},
    {ROOT, STEP_READ, AUDIT("Checkpoints"), NULL},
    {ROOT, STEP_READ, SERVER("Status"), NULL},
    {ROOT, STEP_READ, SERVER("Methods"), NULL},
    {ANN, STEP_READ | STEP_ERROR, CHORE("Sing"), NULL},
    {ANN, STEP_READ | STEP_ERROR, CHORE("Week"), "{\"year\":1}"},
    {MIKE, STEP_PROBE, ACCOUNT("Roles"), NULL},
    {ANN, STEP_PROBE, CHORE("Week"), "{\"of\":\"2026-01-05\"}"},
};

static const struct step first[] = {
    {ROOT, STEP_READ, SERVER("Hello"), NULL},
    {ROOT, 0, "org.kith.House.Add",
     "{\"handle\":\"maple\",\"name\":\"Maple House\",\"zone\":\"America/New_York\"}"},
    {ROOT, 0, PERSON("Add"), "{\"handle\":\"ann\",\"name\":\"Ann A\"}"},
    {ROOT, 0, ACCOUNT("Add"), "{\"kind\":\"person\",\"person\":\"ann\",\"uid\":1002}"},
    {ANN, STEP_READ, SERVER("Hello"), NULL},
    {ROOT, STEP_READ, AUDIT("Verify"), NULL},
};

const struct script script_life = {life, sizeof life / sizeof *life, true};
const struct script script_first = {first, sizeof first / sizeof *first, false};
