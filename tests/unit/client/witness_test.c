#include "client/witness.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/evp.h>

#include "client/say.h"
#include "common/arena.h"
#include "common/chain.h"
#include "common/embed.h"
#include "common/text.h"
#include "common/words.h"

/* Five entries; the first checkpoint covers two of them, the second two more. */
enum { ENTRIES = 5 };

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static EVP_PKEY *test_key(void)
{
    static const unsigned char seed[32] = {7};
    return EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, sizeof seed);
}

static const char *public_key(void)
{
    unsigned char info[44] = {0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21};
    char base64[TEXT_BASE64_SIZE(44)];
    size_t size = 32;
    EVP_PKEY *key = test_key();
    assert_int_equal(EVP_PKEY_get_raw_public_key(key, info + 12, &size), 1);
    EVP_PKEY_free(key);
    text_base64(info, sizeof info, base64);
    return arena_format(&arena, "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n",
                        base64);
}

static const char *entry(int number)
{
    return arena_format(&arena, "{\"seq\":%d,\"what\":\"Chore.Done\"}", number);
}

/* The hash after `count` entries, in bytes. */
static void hash_after(int count, unsigned char *ret)
{
    char hash[CHAIN_HEX_SIZE];
    assert_int_equal(chain_first(hash), 0);
    for (int i = 1; i <= count; i++)
        assert_int_equal(chain_next(hash, entry(i), hash), 0);
    assert_int_equal(text_unhex(hash, ret, DIGEST_SIZE), 0);
}

static const char *sign(const char *note)
{
    unsigned char signature[64];
    char base64[TEXT_BASE64_SIZE(64)];
    size_t size = sizeof signature;
    EVP_PKEY *key = test_key();
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    assert_int_equal(EVP_DigestSignInit(context, NULL, NULL, NULL, key), 1);
    assert_int_equal(
        EVP_DigestSign(context, signature, &size, (const unsigned char *)note, strlen(note)), 1);
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
    text_base64(signature, sizeof signature, base64);
    return arena_text(&arena, base64);
}

/* A checkpoint over `first` to `last`; `previous` is the note before, or NULL. */
static json_t *checkpoint(int first, int last, const char *previous)
{
    struct checkpoint c = {.origin = "kith/test", .size = last, .segment_first = first};
    struct chain_segment segment;
    unsigned char digest[DIGEST_SIZE];
    char words[WORDS_SIZE];
    const char *note = NULL;
    hash_after(last, c.chain);
    assert_int_equal(chain_segment_begin(&segment), 0);
    for (int i = first; i <= last; i++)
        assert_int_equal(chain_segment_add(&segment, entry(i)), 0);
    assert_int_equal(chain_segment_finish(&segment, c.segment), 0);
    if (previous)
        assert_int_equal(digest_sha256(previous, strlen(previous), c.previous), 0);
    assert_int_equal(checkpoint_format(&c, &arena, &note), 0);
    assert_int_equal(digest_sha256(note, strlen(note), digest), 0);
    assert_int_equal(words_from_digest(embedded_find(embedded_texts, "words.txt"), digest, words),
                     0);
    return json_pack("{sissssssss}", "sequence", last, "at", "2026-11-27T21:00:00-05:00", "note",
                     note, "signature", sign(note), "words", words);
}

/* The whole record as text. */
static char *whole_file(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    json_t *first = checkpoint(1, 2, NULL);
    json_t *second = checkpoint(3, 4, say_text(first, "note"));
    json_t *list = json_pack("[oo]", second, first);
    witness_write_head(file, public_key(), list);
    json_decref(list);
    for (int i = 1; i <= ENTRIES; i++)
        fprintf(file, "%s\n", entry(i));
    fclose(file);
    char *copy = arena_text(&arena, text);
    free(text);
    return copy;
}

/* A copy of `text` with the first `old` behind `after` made `new`. */
static char *altered(const char *text, const char *after, const char *old, const char *new)
{
    const char *place = strstr(text, after);
    assert_non_null(place);
    place = strstr(place, old);
    assert_non_null(place);
    return arena_format(&arena, "%.*s%s%s", (int)(place - text), text, new, place + strlen(old));
}

static int check(const char *text, json_t **ret)
{
    FILE *file = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
    assert_non_null(file);
    int result = witness_check(file, ret);
    fclose(file);
    return result;
}

static void assert_broken(const char *text, int at, const char *reason)
{
    json_t *result = NULL;
    assert_int_equal(check(text, &result), 0);
    assert_true(json_is_false(json_object_get(result, "intact")));
    assert_string_equal(say_text(result, "reason"), reason);
    assert_int_equal(say_number(result, "brokenAt"), at);
    json_decref(result);
}

/* issue 2: "given an exported copy, without it" */
static void a_whole_record_holds_and_tells_its_words(void **state)
{
    json_t *result = NULL;
    json_t *first = checkpoint(1, 2, NULL);
    json_t *second = checkpoint(3, 4, say_text(first, "note"));
    (void)state;
    assert_int_equal(check(whole_file(), &result), 0);
    assert_true(json_is_true(json_object_get(result, "intact")));
    assert_int_equal(say_number(result, "entries"), ENTRIES);
    assert_int_equal(say_number(result, "checkpoints"), 2);
    assert_string_equal(say_text(result, "words"), say_text(second, "words"));
    json_decref(first);
    json_decref(second);
    json_decref(result);
}

static void a_changed_entry_is_found(void **state)
{
    (void)state;
    assert_broken(altered(whole_file(), "\"seq\":3", "Done", "Dine"), 3,
                  "between here and the next checkpoint an entry was changed");
    assert_broken(altered(whole_file(), "\"seq\":2", "Done", "Dine"), 1,
                  "between here and the next checkpoint an entry was changed");
}

static void a_missing_entry_is_found(void **state)
{
    (void)state;
    char *text = whole_file();
    assert_broken(altered(text, "\"seq\":2", arena_format(&arena, "%s\n", entry(3)), ""), 3,
                  "an entry is missing");
    *strstr(text, entry(4)) = '\0';
    assert_broken(text, 4, "entries at the end are missing");
}

static void a_forged_checkpoint_is_found(void **state)
{
    (void)state;
    char *text = whole_file();
    assert_broken(altered(text, "\"signature\"", ":\"", ":\"A"), 2, "a checkpoint cannot be read");
    assert_broken(altered(text, "\"note\"", "kith/test", "kith/best"), 2,
                  "a checkpoint's signature is wrong");
    assert_broken(altered(text, "\"words\"", ":\"", ":\"x"), 2,
                  "a checkpoint's words are not its own");
    char *key = strstr(text, "MCowBQYDK2VwAyEA") + 16;
    *key = *key == 'A' ? 'B' : 'A';
    assert_broken(text, 2, "a checkpoint's signature is wrong");
}

static void a_missing_checkpoint_is_found(void **state)
{
    (void)state;
    char *text = whole_file();
    char *first = strchr(text, '\n') + 1;
    char *second = strchr(first, '\n') + 1;
    assert_broken(arena_format(&arena, "%.*s%s", (int)(first - text), text, second), 4,
                  "a checkpoint does not follow the one before");
}

static void another_file_is_refused(void **state)
{
    static const char *const others[] = {"a,b\n1,2\n", "{}\n",
                                         "{\"format\":\"kith-audit-export-1\"}\n", "[1]\n"};
    json_t *result = NULL;
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(check(others[i], &result), -EINVAL);
    assert_int_equal(check(altered(whole_file(), "{\"sequence\"", "{", "x"), &result), -EINVAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_record_holds_and_tells_its_words),
        cmocka_unit_test(a_changed_entry_is_found),
        cmocka_unit_test(a_missing_entry_is_found),
        cmocka_unit_test(a_forged_checkpoint_is_found),
        cmocka_unit_test(a_missing_checkpoint_is_found),
        cmocka_unit_test(another_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
