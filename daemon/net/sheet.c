#include "daemon/net/sheet.h"

#include <errno.h>
#include <string.h>

/* Half of the groups: seven of four letters with blanks between, and the blank behind them. */
enum { HALF = KEYS_RECOVERY_SIZE / 2 };

static int write_text(const char groups[static KEYS_RECOVERY_SIZE], const char *value, FILE *file)
{
    int written =
        fprintf(file,
                "KITH RECOVERY SHEET\n"
                "\n"
                "These groups are the master key of the house's record:\n"
                "\n"
                "    %.*s\n"
                "    %s\n"
                "\n"
                "Check value: %s\n"
                "\n"
                "If the computer is lost, this sheet and a backup bring the record back.\n"
                "Without the key nobody can read what is sealed in it. Whoever has both, the\n"
                "sheet and a backup, can read all of it.\n"
                "\n"
                "1. Print this sheet, or copy it by hand and read it over once.\n"
                "2. Put it in a sealed envelope, in a safe place outside the house. Do not\n"
                "   keep it with the backups.\n"
                "3. Keep it on no computer and no telephone.\n"
                "\n"
                "How to use it: kithd(8), THE RECOVERY SHEET.\n",
                HALF - 1, groups, groups + HALF, value);
    return written < 0 || fflush(file) != 0 ? -errno : 0;
}

int sheet_write(const unsigned char master[static KEYS_SIZE], FILE *file)
{
    char groups[KEYS_RECOVERY_SIZE];
    char value[KEYS_CHECK_SIZE];
    int failure = keys_check_value(master, value);
    if (failure == 0)
        failure = keys_recovery_text(master, groups);
    if (failure < 0)
        return failure;
    failure = write_text(groups, value, file);
    explicit_bzero(groups, sizeof groups);
    return failure;
}
