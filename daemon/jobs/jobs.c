#include "daemon/jobs/jobs.h"

#include "daemon/jobs/checkpoint.h"
#include "daemon/jobs/lapse.h"
#include "daemon/jobs/zones.h"

const struct job jobs[] = {
    {"checkpoint", checkpoint_due, checkpoint_run},
    {"zones", zones_due, zones_run},
    {"lapse", lapse_due, lapse_run},
    {NULL, NULL, NULL},
};
