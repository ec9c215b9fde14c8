#include "client/language.h"
#include "client/verb.h"

const struct noun nouns[] = {
    {"", N_("Every day"), verbs_daily},
    {"chore", N_("chores and who does them"), verbs_chore},
    {"swap", N_("chores that somebody would give to another"), verbs_swap},
    {"note", N_("the house log for the next shift"), verbs_note},
    {"need", N_("what the house needs, and what is broken"), verbs_need},
    {"inspection", N_("rooms, looked at item by item"), verbs_inspection},
    {"absence", N_("who is away or excused, and hours at work"), verbs_absence},
    {"person", N_("people and their stays"), verbs_person},
    {"house", N_("houses and their beds"), verbs_house},
    {"office", N_("the house's own jobs, such as president"), verbs_office},
    {"account", N_("who may use kith, and as what"), verbs_account},
    {"audit", N_("the record of who did what, and checking it"), verbs_audit},
    {"event", N_("what happens in the house, as it happens"), verbs_event},
    {"server", N_("the daemon itself"), verbs_server},
    {NULL, NULL, NULL},
};

const struct everywhere everywhere[] = {
    {"[--house HOUSE=]", N_("act in this house, where you have several")},
    {"[-j|--json=]", N_("print the daemon's answer as JSON, for programs")},
    {"[-H|--host HOST=]", N_("use the house computer HOST, through ssh")},
    {"[--socket PATH=]", N_("use the daemon that listens here")},
    {"[-h|--help=]", N_("say what a command does instead of doing it")},
    {"[-v|--version=]", N_("say which version this is")},
    {NULL, NULL},
};
