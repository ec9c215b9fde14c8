#pragma once
/*
 * What to say to somebody whose words were not understood as a rule. Pure; used by recur_words.c.
 */

/* A sentence (static text) that says what would be right, about the first word of the text that
 * shows what was meant. NULL where no word does. */
const char *recur_hint(const char *text);
