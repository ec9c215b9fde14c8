/* Any file: what is read keeps csv.h's promises, and what has no fault reads the same once it is
 * written again. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/csv.h"
#include "common/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct csv_column columns[] = {{"name", true}, {"bed", false}, {"moved_in", false}};

enum { COLUMNS = sizeof columns / sizeof *columns };

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check(const struct csv *csv)
{
    require(csv->row_count <= CSV_ROWS_MAX && csv->fault_count <= CSV_FAULTS_MAX);
    for (size_t i = 0; i < csv->fault_count; i++)
        require(csv->faults[i].line >= 1 && text_is_clean(csv->faults[i].message, false));
    for (size_t i = 0; i < csv->row_count; i++) {
        require(csv->rows[i].line > (i ? csv->rows[i - 1].line : 1));
        for (size_t j = 0; j < COLUMNS; j++) {
            const char *field = csv->rows[i].fields[j];
            require(!field || (strlen(field) <= CSV_FIELD_MAX && !strchr(field, '\r') &&
                               text_is_utf8(field, strlen(field))));
        }
    }
}

static struct bytes write_again(const struct csv *csv)
{
    static const char header[] = "name,bed,moved_in";
    struct bytes bytes = {0};
    bytes_add(&bytes, header, sizeof header - 1);
    for (size_t i = 0; i < csv->row_count; i++)
        for (size_t j = 0; j < COLUMNS; j++) {
            bytes_add(&bytes, j ? "," : "\r\n", j ? 1 : 2);
            csv_write_field(&bytes, csv->rows[i].fields[j] ? csv->rows[i].fields[j] : "");
        }
    return bytes;
}

static void check_again(struct arena *arena, const struct csv *csv)
{
    struct bytes bytes = write_again(csv);
    if (bytes.length <= CSV_FILE_MAX) {
        struct csv again = csv_read(arena, bytes.data, bytes.length, columns, COLUMNS);
        require(again.fault_count == 0 && again.row_count == csv->row_count);
        for (size_t i = 0; i < csv->row_count; i++)
            for (size_t j = 0; j < COLUMNS; j++) {
                const char *field = csv->rows[i].fields[j];
                require(strcmp(again.rows[i].fields[j], field ? field : "") == 0);
            }
    }
    bytes_clear(&bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct csv csv = csv_read(&arena, size ? (const char *)data : "", size, columns, COLUMNS);
    check(&csv);
    if (csv.fault_count == 0)
        check_again(&arena, &csv);
    arena_clear(&arena);
    return 0;
}
