/*
 * A disk as houses have it: 2 ms on top of every fsync and fdatasync, for whatever this is
 * preloaded into. The disks that figures are taken on are often too fast to be believed.
 */
#include <dlfcn.h>
#include <time.h>

static void wait_2_ms(void)
{
    struct timespec wait = {.tv_nsec = 2000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, 0, &wait, &wait) != 0)
        ;
}

int fsync(int fd);
int fdatasync(int fd);

int fsync(int fd)
{
    int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    wait_2_ms();
    return next(fd);
}

int fdatasync(int fd)
{
    int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    wait_2_ms();
    return next(fd);
}
