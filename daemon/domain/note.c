#include "daemon/domain/note.h"

int note_may_amend(int64_t writer, int64_t caller, bool runs_log, int versions)
{
    if (writer != caller && !runs_log)
        return NOTE_NOT_YOURS;
    return versions < NOTE_VERSIONS_MOST ? 0 : NOTE_AMENDED_TOO_OFTEN;
}
