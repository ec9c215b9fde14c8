#pragma once
/* Sentences people read pass through gettext: _() now, N_() in tables that are read later. */
#include <libintl.h>

#define _(text)  gettext(text)
#define N_(text) text
