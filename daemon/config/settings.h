#pragma once
/*
 * kith.conf: what this machine decides, and nothing that a house decides.
 *
 * The daemon reads it at start and again on SIGHUP: into a fresh struct and a fresh arena, to be
 * swapped once that went well.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "common/arena.h"

/* Read where --config names no other file; it need not exist. */
#define SETTINGS_FILE "/etc/kithd/kith.conf"

enum settings_log_level {
    SETTINGS_LOG_ERROR,
    SETTINGS_LOG_WARNING,
    SETTINGS_LOG_INFO,
    SETTINGS_LOG_DEBUG,
};

/* Texts live in the arena that the reader gave. Paths are absolute. */
struct settings {
    const char *socket_path;
    const char *store_database;
    const char *store_keys;
    const char *store_master_key; /* may be empty: ask settings_master_key */
    const char *store_zoneinfo;
    int64_t limits_connections;
    int64_t limits_connections_per_uid;
    int64_t limits_message_bytes; /* in one message that comes in, without its NUL */
    int64_t limits_stream_bytes;  /* unsent in one stream, before it ends */
    int64_t limits_buffer_bytes;  /* unsent and unread in all connections together */
    int64_t kiosk_idle_seconds;
    enum settings_log_level log_level;
};

/* What is wrong: "FILE:line: key: what (allowed: ...)". Set only on failure. */
struct settings_fault {
    const char *text;
};

/*
 * Reads the file `path`, or SETTINGS_FILE where `path` is NULL. Returns 0; -EINVAL where the file
 * is not regular or its text has a fault; else why it cannot be opened or read (-ENOENT, -EACCES,
 * -EIO). No SETTINGS_FILE is no fault: everything has its default then.
 */
int settings_load(const char *path, struct arena *arena, struct settings *ret,
                  struct settings_fault *ret_fault);

/* Reads a text, called `name` in faults. Returns 0, or -EINVAL. `text` may hold any bytes. */
int settings_parse(const char *text, size_t length, const char *name, struct arena *arena,
                   struct settings *ret, struct settings_fault *ret_fault);

/*
 * Which file holds the master key: store.master_key where that is set; else `masterkey` in the
 * folder of systemd's credentials ($CREDENTIALS_DIRECTORY; NULL where there is none); else
 * /etc/kithd/masterkey.
 */
const char *settings_master_key(const struct settings *settings, const char *credentials_folder,
                                struct arena *arena);

/* Writes a kith.conf that changes nothing: every key in a comment with its default. */
void settings_write_reference(FILE *file);
