#include "common/csv.h"

#include <assert.h>
#include <string.h>

#include "common/csv_header.h"
#include "common/text.h"

struct reader {
    struct arena *arena;
    const char *at;
    const char *end;
    size_t line;
    char separator;
    char *free_text; /* Where the next field goes: fields never need more room than the file. */
    const struct csv_header *known;
    size_t file_columns;
    int column_of[CSV_COLUMNS_MAX]; /* By the file's columns. */
    const char **titles;            /* By the known columns. */
    bool has_unknown;
    struct csv_row *rows;
    size_t row_count;
    struct csv_fault *faults;
    size_t fault_count;
};

/* One record, the header or a row, as it stands in the file. Empty fields at its end do not count:
 * spreadsheets write them, or leave them out. */
struct record {
    size_t line;
    size_t count;
    const char *fields[CSV_COLUMNS_MAX];
};

static void add_fault(struct reader *reader, size_t line, const char *message)
{
    if (reader->fault_count < CSV_FAULTS_MAX)
        reader->faults[reader->fault_count++] = (struct csv_fault){line, message};
}

/* The bytes of the line end at `at`; 0 where there is none. */
static size_t line_end(const char *at, const char *end)
{
    if (at == end || (*at != '\r' && *at != '\n'))
        return 0;
    return *at == '\r' && end - at > 1 && at[1] == '\n' ? 2 : 1;
}

static bool is_field_end(const struct reader *reader)
{
    return reader->at == reader->end || *reader->at == reader->separator ||
           line_end(reader->at, reader->end);
}

static bool is_padding(const struct reader *reader, char c)
{
    return c == ' ' || (c == '\t' && reader->separator != '\t');
}

static void skip_padding(struct reader *reader)
{
    while (reader->at < reader->end && is_padding(reader, *reader->at))
        reader->at++;
}

/* A line end is one LF in the text, whatever it is in the file. */
static char *copy_character(struct reader *reader, char *out)
{
    size_t step = line_end(reader->at, reader->end);
    *out = step ? '\n' : *reader->at;
    reader->line += step > 0;
    reader->at += step ? step : 1;
    return out + 1;
}

/* Reads up to the field's end and returns the end of what it wrote to `out`. */
static char *read_quoted(struct reader *reader, char *out)
{
    size_t opened = reader->line;
    reader->at++;
    for (;;) {
        if (reader->at == reader->end) {
            add_fault(reader, opened, "A quote mark opens a field here, and no other closes it.");
            return out;
        }
        bool is_quote = *reader->at == '"';
        if (is_quote && (reader->end - reader->at < 2 || reader->at[1] != '"'))
            break;
        reader->at += is_quote;
        out = copy_character(reader, out);
    }
    reader->at++;
    skip_padding(reader);
    if (!is_field_end(reader))
        add_fault(reader, reader->line,
                  "There is text behind the quote mark that closes a field. A quote mark inside "
                  "a field is written twice.");
    while (!is_field_end(reader))
        reader->at++;
    return out;
}

static char *read_plain(struct reader *reader, char *out)
{
    bool has_quote = false;
    char *kept = out;
    while (!is_field_end(reader)) {
        has_quote = has_quote || *reader->at == '"';
        out = copy_character(reader, out);
        if (!is_padding(reader, out[-1]))
            kept = out;
    }
    if (has_quote)
        add_fault(reader, reader->line,
                  "There is a quote mark in the middle of a field. Such a field stands in quote "
                  "marks, and each quote mark inside it is written twice.");
    return kept;
}

/* Whether a spreadsheet would run it, as it stands or once the apostrophes are off. */
static bool is_formula(const char *field)
{
    field += strspn(field, "'");
    return *field && strchr("=+-@\t\r", *field);
}

static const char *read_field(struct reader *reader)
{
    size_t line = reader->line;
    char *field = reader->free_text;
    skip_padding(reader);
    bool is_quoted = reader->at < reader->end && *reader->at == '"';
    char *end = is_quoted ? read_quoted(reader, field) : read_plain(reader, field);
    *end = '\0';
    reader->free_text = end + 1;
    if (*field == '\'' && is_formula(field))
        field++;
    if (end - field > CSV_FIELD_MAX) {
        add_fault(reader, line,
                  arena_format(reader->arena, "A field has %zu bytes; %d is the most.",
                               (size_t)(end - field), CSV_FIELD_MAX));
        *field = '\0';
    }
    return field;
}

/* False at the end of the file. Fields past the most columns are counted, not kept. */
static bool read_record(struct reader *reader, struct record *ret_record)
{
    if (reader->at == reader->end)
        return false;
    ret_record->line = reader->line;
    ret_record->count = 0;
    for (size_t seen = 1;; seen++) {
        const char *field = read_field(reader);
        if (seen <= CSV_COLUMNS_MAX)
            ret_record->fields[seen - 1] = field;
        if (*field)
            ret_record->count = seen;
        if (reader->at == reader->end || *reader->at != reader->separator)
            break;
        reader->at++;
    }
    size_t step = line_end(reader->at, reader->end);
    reader->at += step;
    reader->line += step > 0;
    return true;
}

/* The sign that stands most often in the first line with any text, outside quotes. */
static char find_separator(const char *at, const char *end)
{
    static const char candidates[] = ",;\t";
    size_t counts[sizeof candidates - 1] = {0};
    bool in_quotes = false;
    while (line_end(at, end))
        at += line_end(at, end);
    for (; at < end && (in_quotes || !line_end(at, end)); at++) {
        if (*at == '"')
            in_quotes = !in_quotes;
        for (size_t i = 0; !in_quotes && i < sizeof counts / sizeof *counts; i++)
            counts[i] += *at == candidates[i];
    }
    size_t most = 0;
    for (size_t i = 1; i < sizeof counts / sizeof *counts; i++)
        if (counts[i] > counts[most])
            most = i;
    return candidates[most];
}

/* Whether rows can be read under this header. */
static bool read_header(struct reader *reader)
{
    struct record header;
    do {
        if (!read_record(reader, &header)) {
            add_fault(reader, 1, "The file is empty. Its first line names the columns.");
            return false;
        }
    } while (header.count == 0);
    if (header.count > CSV_COLUMNS_MAX) {
        add_fault(reader, header.line,
                  arena_format(reader->arena, "The file has %zu columns; %d is the most.",
                               header.count, CSV_COLUMNS_MAX));
        return false;
    }
    reader->file_columns = header.count;
    struct csv_messages messages = csv_header_match(reader->arena, reader->known, header.fields,
                                                    header.count, reader->column_of);
    for (size_t i = 0; i < messages.count; i++)
        add_fault(reader, header.line, messages.items[i]);
    for (size_t i = 0; i < header.count; i++) {
        reader->has_unknown = reader->has_unknown || reader->column_of[i] == CSV_UNKNOWN;
        if (reader->column_of[i] >= 0)
            reader->titles[reader->column_of[i]] = header.fields[i];
    }
    return true;
}

static void add_row(struct reader *reader, const struct record *record)
{
    const char **fields = arena_array(reader->arena, reader->known->column_count, sizeof *fields);
    bool has_stray = record->count > CSV_COLUMNS_MAX;
    for (size_t i = 0; i < reader->file_columns; i++)
        if (reader->column_of[i] >= 0)
            fields[reader->column_of[i]] = "";
    for (size_t i = 0; i < record->count && i < CSV_COLUMNS_MAX; i++) {
        int column = i < reader->file_columns ? reader->column_of[i] : CSV_UNNAMED;
        if (column >= 0)
            fields[column] = record->fields[i];
        else if (column == CSV_UNNAMED && *record->fields[i])
            has_stray = true;
    }
    if (has_stray)
        add_fault(reader, record->line, "This row has text where no column has a name.");
    reader->rows[reader->row_count++] = (struct csv_row){record->line, fields};
}

static void read_rows(struct reader *reader)
{
    struct record record;
    while (read_record(reader, &record)) {
        if (record.count == 0)
            continue;
        if (reader->row_count == CSV_ROWS_MAX) {
            add_fault(reader, record.line,
                      arena_format(reader->arena, "The file has more than %d rows.", CSV_ROWS_MAX));
            return;
        }
        add_row(reader, &record);
    }
}

/* Whether every line is UTF-8 without NUL; no more is read of a file that is not. */
static bool check_encoding(struct reader *reader)
{
    size_t line = 1;
    for (const char *at = reader->at; at < reader->end; line++) {
        const char *begin = at;
        while (at < reader->end && !line_end(at, reader->end))
            at++;
        size_t length = (size_t)(at - begin);
        if (memchr(begin, '\0', length))
            add_fault(reader, line, "This line has a NUL byte. Save the file as CSV in UTF-8.");
        else if (!text_is_utf8(begin, length))
            add_fault(reader, line, "This line is not UTF-8. Save the file as CSV in UTF-8.");
        at += line_end(at, reader->end);
    }
    return reader->fault_count == 0;
}

struct csv csv_read(struct arena *arena, const char *data, size_t length,
                    const struct csv_header *header)
{
    assert(header->column_count <= CSV_COLUMNS_MAX);
    struct reader reader = {.arena = arena, .at = data, .end = data + length, .line = 1};
    reader.known = header;
    reader.titles = arena_array(arena, header->column_count, sizeof *reader.titles);
    reader.faults = arena_array(arena, CSV_FAULTS_MAX, sizeof *reader.faults);
    reader.rows = arena_array(arena, CSV_ROWS_MAX, sizeof *reader.rows);
    if (length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
        reader.at += 3;
    if (length > CSV_FILE_MAX) {
        add_fault(&reader, 1, "The file is larger than 1 MiB.");
    } else if (check_encoding(&reader)) {
        reader.free_text = arena_alloc(arena, length + 1);
        reader.separator = find_separator(reader.at, reader.end);
        if (read_header(&reader))
            read_rows(&reader);
    }
    return (struct csv){
        .titles = reader.titles,
        .has_unknown = reader.has_unknown,
        .rows = reader.rows,
        .row_count = reader.row_count,
        .faults = reader.faults,
        .fault_count = reader.fault_count,
    };
}

void csv_write_field(struct bytes *bytes, const char *field)
{
    size_t length = strlen(field);
    bool is_padded = length && (strchr(" \t", field[0]) || strchr(" \t", field[length - 1]));
    bool needs_quotes = is_padded || field[strcspn(field, ",;\t\"\r\n")];
    if (needs_quotes)
        bytes_add_byte(bytes, '"');
    if (is_formula(field))
        bytes_add_byte(bytes, '\'');
    for (; *field; field++) {
        if (*field == '"')
            bytes_add_byte(bytes, '"');
        bytes_add_byte(bytes, *field);
    }
    if (needs_quotes)
        bytes_add_byte(bytes, '"');
}
