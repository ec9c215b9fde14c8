#include <jansson.h>
#include <locale.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "client/client.h"
#include "client/language.h"

/* Without memory jansson would not say so everywhere (see varlink_guard_memory). */
static void *take_memory(size_t size)
{
    void *memory = malloc(size);
    if (!memory)
        abort();
    return memory;
}

/* Replies and calls carry telephone numbers and PINs. */
static void wipe_and_free(void *memory)
{
    if (memory)
        explicit_bzero(memory, malloc_usable_size(memory));
    free(memory);
}

static int terminal_width(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int main(int argc, char **argv)
{
    const char *socket_path = getenv("KITH_SOCKET");
    const char *no_colour = getenv("NO_COLOR");
    setlocale(LC_ALL, "");
    /* All text is UTF-8; a locale without it could not even print names. */
    if (MB_CUR_MAX == 1)
        setlocale(LC_CTYPE, "C.UTF-8");
    textdomain("kith");
    json_set_alloc_funcs(take_memory, wipe_and_free);
    struct client client = {
        .out = stdout,
        .err = stderr,
        .terminal = isatty(STDOUT_FILENO),
        .socket_path = socket_path && *socket_path ? socket_path : "/run/kithd/org.kith.Server",
        .session.socket = -1,
    };
    client.colour = client.terminal && (!no_colour || !*no_colour);
    client.width = client.terminal ? terminal_width() : 0;
    enum outcome outcome = client_run(&client, argc > 0 ? argc - 1 : 0, argv + 1);
    session_close(&client.session);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return (int)outcome;
    fputs(_("kith: The answer could not be written.\n"), stderr);
    return outcome ? (int)outcome : OUTCOME_REFUSED;
}
