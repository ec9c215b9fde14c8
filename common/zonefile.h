#pragma once
/* Time zones from the machine's zone files. */
#include <stdbool.h>

#include "common/zone.h"

/* Bytes of the longest name, and of the largest file that is read. */
enum { ZONEFILE_NAME_MOST = 64, ZONEFILE_SIZE_MOST = 65536 };

/* Whether a name could be a zone's: 1..64 letters, digits, '_', '+', '-' and '/', as in
 * "America/New_York". No name leaves the folder: dots are not among them, and a '/' stands
 * between two parts. It does not say that there is such a zone. */
bool zonefile_valid_name(const char *name);

/* Reads a zone; NULL for the folder is the system's. 0 and a zone that the caller frees with
 * zone_free; -ENOENT: no zone has that name; -EINVAL: no name of a zone, or the file is not
 * one (see zone_parse) or larger than 64 KiB; -ENOMEM; or what open and read say. */
int zonefile_read(const char *folder, const char *name, struct zone **ret_zone);
