#pragma once
/* How a noun tells the dispatcher what it has. Each rpc/<noun>.c fills these tables. */
#include "common/decode.h"
#include "daemon/domain/access.h"
#include "daemon/rpc/call.h"

enum access_kind {
    READ,    /* changes nothing and leaves no entry */
    TRIAL,   /* a write that is undone again whatever comes of it, without an entry */
    AUDITED, /* a read that leaves an audit entry */
    WRITE,
    /*
     * A write whose handler refuses, if it does, before it changes anything, as all that is done
     * daily should: it needs no savepoint, which costs a third of a short write. If storage fails
     * behind its first change the whole turn falls.
     */
    WRITE_DECIDED,
};

/* Which parameter says what is acted on, and how it is looked up. */
struct target_kind {
    const char *parameter; /* NULL: no parameter says it */
    const char *kind;      /* for NotFound, such as person */
    enum right see;        /* who may know that there is one */
    /* Fills call->target (and call->house). `name` is NULL where the parameter is absent. */
    int (*resolve)(struct call *call, const char *name);
    bool house_optional; /* no house at all is fine where the caller names none */
};

/* One method. The generated `method` brings name, decode table and handler. */
struct row {
    const struct method *method;
    enum access_kind access;
    const struct target_kind *target; /* NULL: the daemon itself */
    enum right right;
    bool secret; /* its parameters are kept nowhere, not even sealed */
};

/* What a domain outcome is in the protocol. `sentence` may name the error's fields in {}. */
struct refusal {
    const char *error;
    const char *sentence;
};

struct noun {
    const char *interface;
    const struct row *rows;
    size_t row_count;
    const struct refusal *refusals; /* by outcome; [0] is unused */
    size_t refusal_count;
    enum right audit_right;    /* who of the house reads this noun's entries */
    bool private_entries;      /* the entry's clear line says only `private` and the day */
    bool leaves_callers_alone; /* no write of it changes who may do what */
    /* Tells with me_fact what the noun holds about call->target.owner. NULL: nothing. */
    int (*facts)(struct call *call);
};

/* Every noun served; ends with NULL. The one list. */
extern const struct noun *const nouns[];

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* Targets several nouns share. */
extern const struct target_kind target_house; /* parameter house */
extern const struct target_kind target_house_if_named;
extern const struct target_kind target_person;          /* parameter person; oneself where absent */
extern const struct target_kind target_person_or_house; /* the same; the house where absent */
extern const struct target_kind target_self;            /* no parameter: the caller */
extern const struct target_kind target_own_house;       /* no parameter: the account's own */
