#include "daemon/net/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/text.h"
#include "daemon/crypto/random.h"

#define BOOT_ID_FILE "/proc/sys/kernel/random/boot_id"

enum { RANDOM_ID_BYTES = 16 };

static bool read_boot_id(const char *path, char id[static BOOT_ID_SIZE])
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    ssize_t length = read(file, id, BOOT_ID_SIZE - 1);
    (void)close(file);
    id[length > 0 ? length : 0] = '\0';
    return length == BOOT_ID_SIZE - 1;
}

int clock_init(const char *boot_id_file, struct clock *ret)
{
    struct clock fresh = {0};
    if (!read_boot_id(boot_id_file ? boot_id_file : BOOT_ID_FILE, fresh.boot_id)) {
        unsigned char id[RANDOM_ID_BYTES];
        int failure = random_bytes(id, sizeof id);
        if (failure < 0)
            return failure;
        text_hex(id, sizeof id, fresh.boot_id);
    }
    *ret = fresh;
    return 0;
}

static int64_t seconds_of(clockid_t id)
{
    struct timespec time = {0};
    (void)clock_gettime(id, &time);
    return time.tv_sec;
}

void clock_now(const struct clock *clock, struct now *ret)
{
    memcpy(ret->boot_id, clock->boot_id, sizeof ret->boot_id);
#if KITH_TEST
    if (clock->stands) {
        ret->wall = clock->wall;
        ret->boot = clock->boot;
        return;
    }
#endif
    ret->wall = seconds_of(CLOCK_REALTIME);
    ret->boot = seconds_of(CLOCK_BOOTTIME);
}

bool clock_runs(const struct clock *clock)
{
#if KITH_TEST
    return !clock->stands;
#else
    (void)clock;
    return true;
#endif
}

#if KITH_TEST
void clock_set(struct clock *clock, int64_t wall)
{
    struct now now;
    clock_now(clock, &now);
    clock->boot = now.boot;
    if (wall > now.wall)
        clock->boot += wall - now.wall;
    clock->wall = wall;
    clock->stands = true;
}
#endif
