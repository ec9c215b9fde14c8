#pragma once
/*
 * A fixed conversation with the daemon, and how to tell whether one that was disturbed went well:
 * every reply is the one it got undisturbed, or a refusal after which it is asked again; and what
 * the record says afterwards is what the answered calls have made of it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/bytes.h"
#include "tests/support/rig.h"

enum {
    STEPS_MOST = 60,
    MESSAGE_MOST = 65536,
};

/* Who calls: each has one connection. */
enum caller {
    ROOT,
    MIKE,
    ANN,
    BEN,
    KIOSK,
    IMPORTER, /* mike again */
    WATCHER,  /* ann again, with Event.Watch open all the time */
    CALLERS,
};

enum step_flag {
    STEP_TOGETHER = 1, /* in one turn with the step before it */
    STEP_SESSION = 2,  /* lives by what the connection has become: no second try on a new one */
    STEP_GROUP = 4,    /* refused or cut off, it is done again from the last step without this */
    STEP_JOB = 8,      /* no call: time passes, and the house does by itself what is due then */
    STEP_READ = 16,    /* goes on where nothing can be written */
    STEP_ERROR = 32,   /* is answered with an error, undisturbed too */
    STEP_PROBE = 64,   /* a read that is only asked while the disk is full */
};

struct step {
    enum caller caller;
    unsigned flags;
    const char *method;
    const char *parameters; /* NULL: none */
};

struct script {
    const struct step *steps;
    size_t count;
    bool watched;
};

/* A furnished house, and everything that is done in it. */
extern const struct script script_life;

/* The first start of all, on no files, and the first calls. */
extern const struct script script_first;

/* How it goes undisturbed. */
struct reference {
    const struct script *script;
    struct bytes calls[STEPS_MOST];   /* as sent */
    struct bytes replies[STEPS_MOST]; /* masked */
    uint64_t before;                  /* the record's sum */
    uint64_t adds[STEPS_MOST];        /* what each step adds to it */
    uint64_t events;                  /* the sum of what the watcher is told */
};

/* How one disturbed run went. It is shared between processes, so that it outlives an abort. */
struct report {
    bool refused_start; /* the files were not opened at first, with a reason */
    bool finished;      /* the whole conversation was had */
    bool cut_short;     /* a session was lost with its connection */
    uint64_t answered;  /* a bit for each step that got its right reply */
    uint64_t in_flight; /* asked, and no word of it */
    uint64_t denied;    /* refused, and not answered since */
    unsigned right;
    unsigned refused;
    unsigned closed;
    unsigned ghosts;      /* refused calls that are found done after a restart */
    char folder[64];      /* a rig's, to be removed where its process ends before it is; or "" */
    char forbidden[1024]; /* what must never happen and did; "" where nothing did */
};

/* A cold rig whose folder the report knows; and its end. */
struct rig *report_rig(struct report *report);
void report_rig_free(struct report *report, struct rig *rig);

/* Removes the folder of a rig that nobody freed. */
void report_clean(struct report *report);

/* Says what must never happen; the first counts. */
void report_forbid(struct report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Who disturbs a run. */
struct disturber {
    void (*begin)(void *context);
    void (*lift)(void *context); /* from now on nothing fails */
    void (*end)(void *context);  /* and nothing is counted */
    void *context;
    unsigned patience; /* refusals until `lift` */
    bool disk_is_full; /* until it is lifted, reads go on and writes are refused */
};

/* Has the conversation undisturbed, on the files as they are, and keeps how it went. */
void script_record(const struct script *script, struct reference *ret);

/* Opens the files, has the conversation with hindrances, closes them. */
void script_disturbed(const struct reference *reference, const struct disturber *disturber,
                      struct report *report);

/* Opens what was left, undisturbed, and holds it against what was answered. */
void script_check(const struct reference *reference, struct report *report);

/* The same, in the folder of a rig that is not open. */
void script_check_rig(const struct reference *reference, struct rig *rig, struct report *report);

/* Whether Audit.Verify finds the record of an open rig intact. */
void script_check_chain(struct rig *rig, struct report *report);
