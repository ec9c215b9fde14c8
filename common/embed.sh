#!/bin/sh
# Writes text files as one C table: sh embed.sh TABLE FILE... >texts.c
set -eu
table=$1
shift
printf '#include "common/embed.h"\n\nconst struct embedded %s[] = {\n' "$table"
for file; do
    printf '    {"%s",\n' "${file##*/}"
    sed 's/\\/\\\\/g; s/"/\\"/g; s/^/     "/; s/$/\\n"/' "$file"
    printf '    },\n'
done
printf '    {0, 0},\n};\n'
