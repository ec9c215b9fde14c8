#pragma once
/* An import under way on a connection: its rows wait in memory and die with it. */

struct import;

/* Wipes and frees it; NULL is fine. */
void import_free(struct import *import);
