#include "daemon/crypto/keys.h"

#include <assert.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/posix_acl.h>
#include <linux/posix_acl_xattr.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "common/digest.h"
#include "common/text.h"
#include "daemon/crypto/random.h"
#include "daemon/crypto/seal.h"

enum {
    WRAP_VERSION = 1,
    GROUP_LETTERS = 4,
    KEY_LETTERS = TEXT_BASE32_SIZE(KEYS_SIZE) - 1,
    SHEET_LETTERS = KEY_LETTERS + GROUP_LETTERS,
    HEX_LENGTH = 2 * KEYS_SIZE,
    ACCESS_ENTRIES_MAX = 32, /* Longer access lists are taken as giving rights to a group. */
};

static_assert(KEYS_RECOVERY_SIZE == SHEET_LETTERS + SHEET_LETTERS / GROUP_LETTERS, "sheet size");
static_assert(KEYS_WRAPPED_SIZE == 1 + SEAL_NONCE_SIZE + KEYS_SIZE + SEAL_TAG_SIZE, "wrap size");

int keys_hkdf(const void *secret, size_t secret_length, const void *salt, size_t salt_length,
              const void *info, size_t info_length, unsigned char *ret_key, size_t length)
{
    /* OpenSSL's parameters are not const, though it only reads them. */
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)secret, secret_length),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_length),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_length),
        OSSL_PARAM_construct_end(),
    };
    EVP_KDF *algorithm = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *context = algorithm ? EVP_KDF_CTX_new(algorithm) : NULL;
    int r = context && EVP_KDF_derive(context, ret_key, length, parameters) == 1 ? 0 : -EIO;
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(algorithm);
    return r;
}

int keys_wrapping(const unsigned char master[static KEYS_SIZE], struct wrapping *ret_wrapping)
{
    static const char info[] = "kith/v1/wrap";
    return keys_hkdf(master, KEYS_SIZE, "", 0, info, sizeof info - 1, ret_wrapping->key,
                     sizeof ret_wrapping->key);
}

void keys_wrapping_wipe(struct wrapping *wrapping)
{
    OPENSSL_cleanse(wrapping, sizeof *wrapping);
}

/* The associated data: the version, then the purpose. */
struct binding {
    size_t length;
    unsigned char bytes[1 + KEYS_PURPOSE_MAX];
};

static int bind(const char *purpose, struct binding *ret_binding)
{
    size_t length = strnlen(purpose, KEYS_PURPOSE_MAX + 1);
    if (length > KEYS_PURPOSE_MAX)
        return -EINVAL;
    ret_binding->length = 1 + length;
    ret_binding->bytes[0] = WRAP_VERSION;
    memcpy(ret_binding->bytes + 1, purpose, length);
    return 0;
}

int keys_wrap(const struct wrapping *wrapping, const unsigned char key[static KEYS_SIZE],
              const char *purpose, unsigned char ret_wrapped[static KEYS_WRAPPED_SIZE])
{
    struct binding binding;
    unsigned char wrapped[KEYS_WRAPPED_SIZE] = {WRAP_VERSION};
    unsigned char *nonce = wrapped + 1, *ciphertext = nonce + SEAL_NONCE_SIZE;
    int r = bind(purpose, &binding);
    if (r == 0)
        r = random_bytes(nonce, SEAL_NONCE_SIZE);
    if (r == 0)
        r = seal_encrypt(wrapping->key, nonce, binding.bytes, binding.length, key, KEYS_SIZE,
                         ciphertext, ciphertext + KEYS_SIZE);
    if (r == 0)
        memcpy(ret_wrapped, wrapped, sizeof wrapped);
    return r;
}

int keys_unwrap(const struct wrapping *wrapping,
                const unsigned char wrapped[static KEYS_WRAPPED_SIZE], const char *purpose,
                unsigned char ret_key[static KEYS_SIZE])
{
    struct binding binding;
    unsigned char key[KEYS_SIZE];
    const unsigned char *nonce = wrapped + 1, *ciphertext = nonce + SEAL_NONCE_SIZE;
    int r = bind(purpose, &binding);
    if (r == 0 && wrapped[0] != WRAP_VERSION)
        r = -EBADMSG;
    if (r == 0)
        r = seal_decrypt(wrapping->key, nonce, binding.bytes, binding.length, ciphertext, KEYS_SIZE,
                         ciphertext + KEYS_SIZE, key);
    if (r == 0)
        memcpy(ret_key, key, sizeof key);
    OPENSSL_cleanse(key, sizeof key);
    return r;
}

/* Whether the file's access list, see acl(5), gives rights to neither groups nor others. */
static bool list_spares_groups(int fd)
{
    struct posix_acl_xattr_entry entry;
    unsigned char list[sizeof(struct posix_acl_xattr_header) + ACCESS_ENTRIES_MAX * sizeof entry];
    ssize_t size = fgetxattr(fd, "system.posix_acl_access", list, sizeof list);
    for (ssize_t at = sizeof(struct posix_acl_xattr_header); at + (ssize_t)sizeof entry <= size;
         at += (ssize_t)sizeof entry) {
        memcpy(&entry, list + at, sizeof entry);
        unsigned tag = le16toh(entry.e_tag);
        if ((tag == ACL_GROUP_OBJ || tag == ACL_GROUP || tag == ACL_OTHER) && entry.e_perm)
            return false;
    }
    return size > (ssize_t)sizeof(struct posix_acl_xattr_header);
}

static int check_private(int fd)
{
    struct stat status;
    if (fstat(fd, &status) < 0)
        return -errno;
    if (!S_ISREG(status.st_mode))
        return -EINVAL;
    if (status.st_mode & S_IRWXO || (status.st_mode & S_IRWXG && !list_spares_groups(fd)))
        return -EPERM;
    return 0;
}

/* Reads up to `size` bytes. */
static int read_all(int fd, char *out, size_t size, size_t *ret_length)
{
    size_t length = 0;
    while (length < size) {
        ssize_t got = read(fd, out + length, size - length);
        if (got < 0 && errno != EINTR)
            return -errno;
        if (got == 0)
            break;
        if (got > 0)
            length += (size_t)got;
    }
    *ret_length = length;
    return 0;
}

int keys_master_read(const char *path, unsigned char ret_master[static KEYS_SIZE])
{
    char content[HEX_LENGTH + 3];
    size_t length = 0;
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int r = check_private(fd);
    if (r == 0)
        r = read_all(fd, content, sizeof content - 1, &length);
    (void)close(fd);
    if (r == 0 && length == KEYS_SIZE) {
        memcpy(ret_master, content, KEYS_SIZE);
    } else if (r == 0) {
        if (length == HEX_LENGTH + 1 && content[HEX_LENGTH] == '\n')
            length--;
        content[length] = '\0';
        r = text_unhex(content, ret_master, KEYS_SIZE);
    }
    OPENSSL_cleanse(content, sizeof content);
    return r;
}

static int write_all(int fd, const char *data, size_t length)
{
    while (length) {
        ssize_t put = write(fd, data, length);
        if (put < 0 && errno != EINTR)
            return -errno;
        if (put > 0) {
            data += put;
            length -= (size_t)put;
        }
    }
    return fsync(fd) < 0 ? -errno : 0;
}

/* A new name is on disk once its folder is. */
static int sync_folder(const char *path)
{
    char folder[PATH_MAX] = ".";
    const char *slash = strrchr(path, '/');
    if (slash) {
        size_t length = slash == path ? 1 : (size_t)(slash - path);
        memcpy(folder, path, length); /* The kernel took the path: it is below PATH_MAX. */
        folder[length] = '\0';
    }
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int r = fsync(fd) < 0 ? -errno : 0;
    (void)close(fd);
    return r;
}

/* Writes a key to a file just made, and has both on disk. */
static int write_key(int fd, const char *path, const unsigned char *master)
{
    char line[TEXT_HEX_SIZE(KEYS_SIZE)];
    text_hex(master, KEYS_SIZE, line);
    line[HEX_LENGTH] = '\n';
    int r = write_all(fd, line, sizeof line);
    OPENSSL_cleanse(line, sizeof line);
    return r < 0 ? r : sync_folder(path);
}

int keys_master_create(const char *path)
{
    unsigned char master[KEYS_SIZE];
    int r = random_bytes(master, sizeof master);
    if (r < 0)
        return r;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR);
    if (fd < 0) {
        r = -errno;
    } else {
        r = write_key(fd, path, master);
        if (close(fd) < 0 && r == 0)
            r = -errno;
        if (r < 0)
            (void)unlink(path);
    }
    OPENSSL_cleanse(master, sizeof master);
    return r;
}

/* The first 20 bits of a digest over the key, as four letters. */
static int write_check_group(const unsigned char *master, char out[static GROUP_LETTERS])
{
    static const char prefix[] = "kith-recovery-v1\n";
    unsigned char digested[sizeof prefix - 1 + KEYS_SIZE], digest[DIGEST_SIZE];
    char letters[TEXT_BASE32_SIZE(DIGEST_SIZE)];
    memcpy(digested, prefix, sizeof prefix - 1);
    memcpy(digested + sizeof prefix - 1, master, KEYS_SIZE);
    int r = digest_sha256(digested, sizeof digested, digest);
    if (r == 0) {
        text_base32(digest, sizeof digest, letters);
        memcpy(out, letters, GROUP_LETTERS);
    }
    OPENSSL_cleanse(digested, sizeof digested);
    OPENSSL_cleanse(digest, sizeof digest);
    OPENSSL_cleanse(letters, sizeof letters);
    return r;
}

int keys_recovery_text(const unsigned char master[static KEYS_SIZE],
                       char ret_text[static KEYS_RECOVERY_SIZE])
{
    char letters[SHEET_LETTERS + 1];
    text_base32(master, KEYS_SIZE, letters);
    int r = write_check_group(master, letters + KEY_LETTERS);
    char *out = ret_text;
    for (size_t i = 0; r == 0 && i < SHEET_LETTERS; i++) {
        if (i && i % GROUP_LETTERS == 0)
            *out++ = ' ';
        *out++ = letters[i];
    }
    if (r == 0)
        *out = '\0';
    OPENSSL_cleanse(letters, sizeof letters);
    return r;
}

/* The letter a person meant. */
static char read_letter(char c)
{
    switch (c) {
    case '0':
        return 'O';
    case '1':
        return 'I';
    case '8':
        return 'B';
    default:
        return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
}

int keys_recovery_parse(const char *text, unsigned char ret_master[static KEYS_SIZE])
{
    char letters[SHEET_LETTERS + 1] = {0}, check[GROUP_LETTERS], expected[GROUP_LETTERS];
    unsigned char master[KEYS_SIZE];
    size_t count = 0;
    for (; *text && count <= SHEET_LETTERS; text++)
        if (!strchr(" \t\r\n-", *text) && count++ < SHEET_LETTERS)
            letters[count - 1] = read_letter(*text);
    memcpy(check, letters + KEY_LETTERS, sizeof check);
    letters[KEY_LETTERS] = '\0';
    int r = count == SHEET_LETTERS ? text_unbase32(letters, master, KEYS_SIZE) : -EINVAL;
    if (r == 0)
        r = write_check_group(master, expected);
    if (r == 0 && !digest_equal(check, expected, sizeof check))
        r = -EBADMSG;
    if (r == 0)
        memcpy(ret_master, master, sizeof master);
    OPENSSL_cleanse(letters, sizeof letters);
    OPENSSL_cleanse(master, sizeof master);
    return r;
}

int keys_check_value(const unsigned char master[static KEYS_SIZE],
                     char ret_check[static KEYS_CHECK_SIZE])
{
    static const char text[] = "kith-check-v1";
    unsigned char digest[DIGEST_SIZE];
    int r = digest_hmac_sha256(master, KEYS_SIZE, text, sizeof text - 1, digest);
    if (r == 0)
        text_hex(digest, (KEYS_CHECK_SIZE - 1) / 2, ret_check);
    OPENSSL_cleanse(digest, sizeof digest);
    return r;
}
