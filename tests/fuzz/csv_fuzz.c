/* Any file: what is read keeps csv.h's promises, and what has no fault reads the same once it is
 * written again. issue 2: "CSV" */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/csv.h"
#include "common/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const rooms[] = {"room", "bed number", NULL};
static const struct csv_column columns[] = {
    {"name", true, NULL, NULL},
    {"bed", false, NULL, rooms},
    {"moved_in", false, NULL, NULL},
    {"first_name", false, "name", NULL},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static const struct csv_header known = {.columns = columns, .column_count = COLUMNS};

/* The same, but for what is called bed. */
static const char *const bed[] = {"Bed"};
static const struct csv_header without_bed = {columns, COLUMNS, bed, 1};

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
            require(!field || (csv->titles[j] && strlen(field) <= CSV_FIELD_MAX &&
                               !strchr(field, '\r') && text_is_utf8(field, strlen(field))));
            char handle[TEXT_HANDLE_MAX + 1] = "";
            if (field)
                text_to_handle(field, strlen(field), handle);
            require(!*handle || text_is_handle(handle));
        }
    }
}

static struct bytes write_again(const struct csv *csv)
{
    static const char header[] = "name,bed,moved_in,first_name";
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
        struct csv again = csv_read(arena, bytes.data, bytes.length, &known);
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
    const char *text = size ? (const char *)data : "";
    struct csv csv = csv_read(&arena, text, size, &without_bed);
    check(&csv);
    csv = csv_read(&arena, text, size, &known);
    check(&csv);
    if (csv.fault_count == 0)
        check_again(&arena, &csv);
    arena_clear(&arena);
    return 0;
}
