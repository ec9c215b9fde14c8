/* Runs a fuzz target over the files named, once each: how `make check` keeps its corpora. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return -1;
    uint8_t *data = malloc(1 << 20);
    if (!data)
        abort();
    size_t size = fread(data, 1, 1 << 20, file);
    (void)fclose(file);
    (void)LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 0;
}

int main(int argc, char **argv)
{
    printf("1..%d\n", argc - 1);
    for (int i = 1; i < argc; i++)
        printf("%s %d - %s\n", run(argv[i]) == 0 ? "ok" : "not ok", i, argv[i]);
    return 0;
}
