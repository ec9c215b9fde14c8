#include "daemon/config/settings.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/config/guard.h"
#include "daemon/config/settings_schema.h"

enum {
    /* unix(7): sun_path has 108 bytes, the NUL among them. */
    SOCKET_PATH_MAX = 107,
    FILE_PATH_MAX = 255,
    KIB = 1024,
    MIB = 1024 * KIB,
};

static const char *const log_levels[] = {"error", "warning", "info", "debug", NULL};
static_assert(sizeof(enum settings_log_level) == sizeof(int), "SCHEMA_CHOICE stores an int");

#define MEMBER(name) offsetof(struct settings, name)

static const struct schema_row rows[] = {
    {"socket.path", SCHEMA_PATH, MEMBER(socket_path), 1, SOCKET_PATH_MAX,
     "/run/kithd/org.kith.Server", NULL,
     "The socket that clients connect to. Not used under systemd, where\n"
     "kithd.socket makes it. Read at start only."},

    {"store.database", SCHEMA_PATH, MEMBER(store_database), 1, FILE_PATH_MAX,
     "/var/lib/kithd/kith.db", NULL, "The record of the houses. Read at start only."},
    {"store.keys", SCHEMA_PATH, MEMBER(store_keys), 1, FILE_PATH_MAX, "/var/lib/kithd/keys.db",
     NULL,
     "The keys of all sealed values, themselves wrapped under the master key.\n"
     "Read at start only."},
    {"store.master_key", SCHEMA_PATH, MEMBER(store_master_key), 0, FILE_PATH_MAX, "", NULL,
     "The file with the master key. Where this is empty: the credential\n"
     "\"masterkey\" that systemd hands over, and without systemd the file\n"
     "/etc/kithd/masterkey. Read at start only."},
    {"store.zoneinfo", SCHEMA_PATH, MEMBER(store_zoneinfo), 1, FILE_PATH_MAX, "/usr/share/zoneinfo",
     NULL, "The folder with the time zones."},

    {"limits.connections", SCHEMA_INTEGER, MEMBER(limits_connections), 8, 4096, "1024", NULL,
     "How many connections may be open at once."},
    {"limits.connections_per_uid", SCHEMA_INTEGER, MEMBER(limits_connections_per_uid), 1, 4096,
     "64", NULL, "How many of them one user of this machine may have."},
    {"limits.message_bytes", SCHEMA_INTEGER, MEMBER(limits_message_bytes), 4 * KIB, MIB, "262144",
     NULL, "The longest message a client may send (262144 is 256 KiB)."},
    {"limits.stream_bytes", SCHEMA_INTEGER, MEMBER(limits_stream_bytes), 64 * KIB, 8 * MIB,
     "1048576", NULL,
     "How much may wait unsent for a client that watches live, before its\n"
     "stream ends (1048576 is 1 MiB)."},
    {"limits.buffer_bytes", SCHEMA_INTEGER, MEMBER(limits_buffer_bytes), 8 * MIB, 512 * MIB,
     "67108864", NULL,
     "How much all connections together may hold in memory; past it the\n"
     "largest one that does not read is closed (67108864 is 64 MiB)."},

    {"kiosk.idle_seconds", SCHEMA_INTEGER, MEMBER(kiosk_idle_seconds), 10, 3600, "60", NULL,
     "After how long without a call a PIN login at the shared computer ends."},

    {"log.level", SCHEMA_CHOICE, MEMBER(log_level), 0, 0, "info", log_levels,
     "The least serious thing that is logged."},
};

const struct schema settings_schema = {rows, sizeof rows / sizeof *rows};

static int refuse(const struct fault *fault, const char *name, struct arena *arena,
                  struct settings_fault *ret_fault)
{
    ret_fault->text = fault_sentence(fault, name, arena);
    return -EINVAL;
}

int settings_parse(const char *text, size_t length, const char *name, struct arena *arena,
                   struct settings *ret, struct settings_fault *ret_fault)
{
    struct settings fresh = {0};
    struct fault fault;
    if (schema_read(&settings_schema, text, length, arena, &fresh, &fault) < 0)
        return refuse(&fault, name, arena, ret_fault);
    if (strcmp(fresh.store_database, fresh.store_keys) == 0) {
        fault = (struct fault){.key = "store.keys", .what = "the same file as store.database"};
        return refuse(&fault, name, arena, ret_fault);
    }
    *ret = fresh;
    return 0;
}

/* Reads all that is wanted of a file: one byte past the limit shows that it is too long. */
static ssize_t read_all(int file, char *buffer, size_t size)
{
    size_t length = 0;
    while (length < size) {
        ssize_t r = read(file, buffer + length, size - length);
        if (r < 0 && errno == EINTR)
            continue;
        if (r < 0)
            return -errno;
        if (r == 0)
            break;
        length += (size_t)r;
    }
    return (ssize_t)length;
}

/* Returns the length of what was read, or a negative failure. */
static ssize_t read_file(const char *path, char *buffer, size_t size)
{
    /* Not to wait for the writer of a pipe. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (file < 0)
        return -errno;
    struct stat status;
    ssize_t r;
    if (fstat(file, &status) < 0)
        r = -errno;
    else
        r = S_ISREG(status.st_mode) ? read_all(file, buffer, size) : -EINVAL;
    close(file);
    return r;
}

int settings_load(const char *path, struct arena *arena, struct settings *ret,
                  struct settings_fault *ret_fault)
{
    const char *name = path ? path : SETTINGS_FILE;
    const size_t size = GUARD_TEXT_MAX + 1;
    char *text = arena_alloc(arena, size);
    ssize_t length = read_file(name, text, size);
    if (length == -ENOENT && !path)
        length = 0;
    if (length < 0) {
        const char *why = length == -EINVAL ? "is not a regular file" : strerror((int)-length);
        ret_fault->text = fault_sentence(&(struct fault){.what = why}, name, arena);
        return (int)length;
    }
    return settings_parse(text, (size_t)length, name, arena, ret, ret_fault);
}

const char *settings_master_key(const struct settings *settings, const char *credentials_folder,
                                struct arena *arena)
{
    if (*settings->store_master_key)
        return settings->store_master_key;
    if (credentials_folder)
        return arena_format(arena, "%s/masterkey", credentials_folder);
    return "/etc/kithd/masterkey";
}

void settings_write_reference(FILE *file)
{
    fputs(
        "# What this machine decides for kithd; kith.conf(5) has more. Every key stands here with\n"
        "# its default. To change one, take its '#' away; then: systemctl reload kithd\n\n",
        file);
    schema_write_reference(&settings_schema, file);
}
