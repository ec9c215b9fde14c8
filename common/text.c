#include "common/text.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "common/ascii.h"

bool text_is_handle(const char *text)
{
    size_t length = strnlen(text, TEXT_HANDLE_MAX + 1);
    if (length == 0 || length > TEXT_HANDLE_MAX || text[length - 1] == '-')
        return false;
    if (text[0] < 'a' || text[0] > 'z')
        return false;
    for (size_t i = 1; i < length; i++)
        if (!(text[i] >= 'a' && text[i] <= 'z') && !ascii_is_digit(text[i]) && text[i] != '-')
            return false;
    return true;
}

/* How many bytes the character at `text` has, `left` being there; 0 where it is not UTF-8. */
static size_t decode_character(const unsigned char *text, size_t left, uint32_t *ret_code)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = text[0];
    size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 0 || length > left || first > 0xF4)
        return 0;
    uint32_t code = length == 1 ? first : first & (0x7FU >> length);
    for (size_t i = 1; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (text[i] & 0x3F);
    }
    if (code < smallest[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return 0;
    *ret_code = code;
    return length;
}

/* Whether it is UTF-8 and `allowed`, where given, allows every character. */
static bool consists_of(const char *text, size_t length, bool (*allowed)(uint32_t code))
{
    const unsigned char *at = (const unsigned char *)text;
    uint32_t code;
    while (length) {
        size_t step = decode_character(at, length, &code);
        if (step == 0 || (allowed && !allowed(code)))
            return false;
        at += step;
        length -= step;
    }
    return true;
}

static bool is_clean(uint32_t code)
{
    return code >= 0x20 && !(code >= 0x7F && code <= 0x9F) && code != 0x2028 && code != 0x2029 &&
           !(code >= 0x202A && code <= 0x202E) && !(code >= 0x2066 && code <= 0x2069);
}

static bool is_clean_with_lines(uint32_t code)
{
    return code == '\t' || code == '\n' || is_clean(code);
}

static bool is_blank(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0xA0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200F) || code == 0x2028 || code == 0x2029 ||
           code == 0x202F || code == 0x205F || code == 0x2060 || code == 0x3000 || code == 0xFEFF;
}

bool text_is_utf8(const char *text, size_t length)
{
    return consists_of(text, length, NULL);
}

bool text_is_clean(const char *text, bool lines)
{
    return consists_of(text, strlen(text), lines ? is_clean_with_lines : is_clean);
}

/* Letters of Latin alphabets by their code points (Latin-1 Supplement, Latin Extended-A and B,
 * Latin Extended Additional) and what is left of them without accents. */
struct accented {
    uint32_t first, last;
    char letter;
};

static const struct accented accented[] = {
    {0xDF, 0xDF, 's'},     {0xE0, 0xE6, 'a'},     {0xE7, 0xE7, 'c'},     {0xE8, 0xEB, 'e'},
    {0xEC, 0xEF, 'i'},     {0xF0, 0xF0, 'd'},     {0xF1, 0xF1, 'n'},     {0xF2, 0xF6, 'o'},
    {0xF8, 0xF8, 'o'},     {0xF9, 0xFC, 'u'},     {0xFD, 0xFD, 'y'},     {0xFE, 0xFE, 't'},
    {0xFF, 0xFF, 'y'},     {0x100, 0x105, 'a'},   {0x106, 0x10D, 'c'},   {0x10E, 0x111, 'd'},
    {0x112, 0x11B, 'e'},   {0x11C, 0x123, 'g'},   {0x124, 0x127, 'h'},   {0x128, 0x133, 'i'},
    {0x134, 0x135, 'j'},   {0x136, 0x138, 'k'},   {0x139, 0x142, 'l'},   {0x143, 0x14B, 'n'},
    {0x14C, 0x153, 'o'},   {0x154, 0x159, 'r'},   {0x15A, 0x161, 's'},   {0x162, 0x167, 't'},
    {0x168, 0x173, 'u'},   {0x174, 0x175, 'w'},   {0x176, 0x178, 'y'},   {0x179, 0x17E, 'z'},
    {0x17F, 0x17F, 's'},   {0x1A0, 0x1A1, 'o'},   {0x1AF, 0x1B0, 'u'},   {0x218, 0x219, 's'},
    {0x21A, 0x21B, 't'},   {0x1EA0, 0x1EB7, 'a'}, {0x1EB8, 0x1EC7, 'e'}, {0x1EC8, 0x1ECB, 'i'},
    {0x1ECC, 0x1EE3, 'o'}, {0x1EE4, 0x1EF1, 'u'}, {0x1EF2, 0x1EF9, 'y'},
};

/* What stands for a character in a handle; '-' for a gap, NUL where it is left out. */
static char handle_letter(uint32_t code)
{
    if (code < 0x80) {
        char letter = ascii_lower((char)code);
        if (ascii_is_letter(letter) || ascii_is_digit(letter))
            return letter;
        return strchr("'\"`.", letter) ? '\0' : '-';
    }
    /* Blanks with width, and dashes. */
    if (code == 0xA0 || (code >= 0x2000 && code <= 0x200A) || (code >= 0x2010 && code <= 0x2015) ||
        code == 0x202F || code == 0x3000)
        return '-';
    if (code >= 0xC0 && code <= 0xDE)
        code |= 0x20; /* small, as in ASCII */
    for (size_t i = 0; i < sizeof accented / sizeof *accented; i++)
        if (code >= accented[i].first && code <= accented[i].last)
            return accented[i].letter;
    return '\0';
}

void text_to_handle(const char *text, size_t length, char ret[static TEXT_HANDLE_MAX + 1])
{
    char handle[TEXT_HANDLE_MAX + 2] = ""; /* one more tells whether the last word is whole */
    size_t count = 0;
    while (length && count <= TEXT_HANDLE_MAX) {
        uint32_t code = 0;
        size_t step = decode_character((const unsigned char *)text, length, &code);
        char letter = handle_letter(code);
        if (letter && (letter != '-' || (count && handle[count - 1] != '-')))
            handle[count++] = letter;
        text += step ? step : length;
        length -= step ? step : length;
    }
    if (count > TEXT_HANDLE_MAX) {
        handle[count] = '\0';
        const char *gap = strrchr(handle, '-');
        count = gap ? (size_t)(gap - handle) : TEXT_HANDLE_MAX;
    }
    while (count && handle[count - 1] == '-')
        count--;
    handle[count] = '\0';
    if (!text_is_handle(handle))
        count = 0;
    memcpy(ret, handle, count);
    ret[count] = '\0';
}

size_t text_letters(const char *text)
{
    size_t count = 0;
    /* Each begins with the one byte of it that is no continuation, 10xxxxxx. */
    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

bool text_is_blank(const char *text)
{
    return consists_of(text, strlen(text), is_blank);
}

int text_to_int(const char *text, int64_t min, int64_t max, int64_t *ret_number)
{
    bool negative = *text == '-';
    const char *digit = text + negative;
    if (!ascii_is_digit(*digit) || (*digit == '0' && (digit[1] || negative)))
        return -EINVAL;
    int64_t number = 0;
    bool over = false;
    for (; ascii_is_digit(*digit); digit++) {
        int value = *digit - '0';
        over = over || __builtin_mul_overflow(number, 10, &number) ||
               __builtin_add_overflow(number, negative ? -value : value, &number);
    }
    if (*digit)
        return -EINVAL;
    if (over || number < min || number > max)
        return -ERANGE;
    *ret_number = number;
    return 0;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool is_same_letter(char a, char b)
{
    return ascii_lower(a) == ascii_lower(b);
}

size_t text_distance(const char *a, const char *b, size_t limit)
{
    size_t rows = strnlen(a, TEXT_DISTANCE_MAX + 1);
    size_t columns = strnlen(b, TEXT_DISTANCE_MAX + 1);
    if (rows > TEXT_DISTANCE_MAX || columns > TEXT_DISTANCE_MAX)
        return limit + 1;
    /* Three rows are enough: a swap looks back two. */
    size_t table[3][TEXT_DISTANCE_MAX + 1];
    for (size_t j = 0; j <= columns; j++)
        table[0][j] = j;
    for (size_t i = 1; i <= rows; i++) {
        size_t *now = table[i % 3];
        const size_t *before = table[(i + 2) % 3], *earlier = table[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= columns; j++) {
            size_t changed = before[j - 1] + !is_same_letter(a[i - 1], b[j - 1]);
            now[j] = smaller(changed, smaller(before[j], now[j - 1]) + 1);
            if (i > 1 && j > 1 && is_same_letter(a[i - 1], b[j - 2]) &&
                is_same_letter(a[i - 2], b[j - 1]))
                now[j] = smaller(now[j], earlier[j - 2] + 1);
        }
    }
    return smaller(table[rows % 3][columns], limit + 1);
}

static bool begins_with(const char *name, const char *typed, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!is_same_letter(name[i], typed[i]))
            return false;
    return true;
}

static const char *find_continued(const char *typed, const char *const *names, size_t count)
{
    enum { LETTERS_LEAST = 2 };
    size_t length = strlen(typed);
    const char *found = NULL;
    for (size_t i = 0; i < count && length >= LETTERS_LEAST; i++) {
        if (!begins_with(names[i], typed, length))
            continue;
        if (found)
            return NULL;
        found = names[i];
    }
    return found;
}

const char *text_nearest(const char *typed, const char *const *names, size_t count)
{
    size_t half = (strnlen(typed, TEXT_DISTANCE_MAX + 1) + 1) / 2;
    size_t bound = smaller(3, half);
    const char *nearest = find_continued(typed, names, count);
    if (nearest)
        return nearest;
    for (size_t i = 0; i < count && bound; i++) {
        size_t distance = text_distance(typed, names[i], bound);
        if (distance < bound) {
            nearest = names[i];
            bound = distance;
        }
    }
    return nearest;
}

/* Every digit of a base stands for so many bits, the first digit for the highest. */
struct base {
    const char *digits;
    unsigned bits;
    size_t padded_to;
};

static const struct base base16 = {"0123456789abcdef", 4, 1};
static const struct base base32 = {"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5, 1};
static const struct base base64 = {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6, 4};

static void encode(const struct base *base, const unsigned char *data, size_t length, char *out)
{
    const uint32_t mask = (1U << base->bits) - 1;
    uint32_t window = 0;
    unsigned held = 0;
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        window = window << 8 | data[i];
        for (held += 8; held >= base->bits; held -= base->bits)
            out[count++] = base->digits[window >> (held - base->bits) & mask];
    }
    if (held)
        out[count++] = base->digits[window << (base->bits - held) & mask];
    while (count % base->padded_to)
        out[count++] = '=';
    out[count] = '\0';
}

/* The digit's value; -1 where it is none. */
static int digit_value(const struct base *base, char digit)
{
    if (base == &base16)
        digit = ascii_lower(digit);
    const char *found = digit ? strchr(base->digits, digit) : NULL;
    return found ? (int)(found - base->digits) : -1;
}

/* Whether `text` is `count` digits, its padding, and ends there, with `spare` last bits zero. */
static bool is_encoded(const struct base *base, const char *text, size_t count, unsigned spare)
{
    int last = 0;
    for (size_t i = 0; i < count; i++)
        if ((last = digit_value(base, text[i])) < 0)
            return false;
    size_t end = count;
    while (end % base->padded_to)
        if (text[end++] != '=')
            return false;
    return text[end] == '\0' && ((unsigned)last & ((1U << spare) - 1)) == 0;
}

static int decode(const struct base *base, const char *text, unsigned char *ret_data, size_t length)
{
    assert(length <= SIZE_MAX / 16);
    size_t count = (length * 8 + base->bits - 1) / base->bits;
    if (!is_encoded(base, text, count, (unsigned)(count * base->bits - length * 8)))
        return -EINVAL;
    uint32_t window = 0;
    unsigned held = 0;
    for (size_t i = 0, filled = 0; i < count; i++) {
        window = window << base->bits | (uint32_t)digit_value(base, text[i]);
        held += base->bits;
        if (held >= 8 && filled < length) {
            held -= 8;
            ret_data[filled++] = (unsigned char)(window >> held & 0xFF);
        }
    }
    return 0;
}

void text_hex(const unsigned char *data, size_t length, char *out)
{
    encode(&base16, data, length, out);
}

int text_unhex(const char *text, unsigned char *ret_data, size_t length)
{
    return decode(&base16, text, ret_data, length);
}

void text_base32(const unsigned char *data, size_t length, char *out)
{
    encode(&base32, data, length, out);
}

int text_unbase32(const char *text, unsigned char *ret_data, size_t length)
{
    return decode(&base32, text, ret_data, length);
}

void text_base64(const unsigned char *data, size_t length, char *out)
{
    encode(&base64, data, length, out);
}

int text_unbase64(const char *text, unsigned char *ret_data, size_t length)
{
    return decode(&base64, text, ret_data, length);
}
