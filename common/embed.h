#pragma once
/* Text files that are part of the program, so that it needs nothing beside itself to run. */

/* A file's name without its folder, and its text; the table ends with a NULL name. */
struct embedded {
    const char *name;
    const char *text;
};

/* Interface descriptions, the crisis line and the checkpoint's words. */
extern const struct embedded embedded_texts[];

/* The migrations of kith.db and of keys.db, in the order of their numbers. */
extern const struct embedded embedded_migrations_record[];
extern const struct embedded embedded_migrations_keys[];

/* The text of the file `name` in `table`; NULL where there is none. */
const char *embedded_find(const struct embedded *table, const char *name);
