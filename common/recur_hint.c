#include "common/recur_hint.h"

#include "common/ascii.h"
#include "common/scan.h"
#include "common/when.h"

static const char OF_A_YEAR[] =
    "Years and quarters are said in months: every 12 months on the 1st.";

enum { WORDS_MOST = 20 };

static const struct hint {
    const char *reason;
    const char *words[WORDS_MOST];
} hints[] = {
    {"How often is not enough: say on which days, as tue,fri or 1st and 15th of the month.",
     {"twice", "thrice", "times", "once"}},
    {"That word has two meanings: say tue,fri, or every 2 weeks on sun.",
     {"biweekly", "bi", "semiweekly", "semi"}},
    {"That word has two meanings: say 1st and 15th of the month, or every 2 months on the 1st.",
     {"bimonthly", "semimonthly"}},
    {"A rule says days; the time of day is given apart from it.",
     {"at", "am", "pm", "noon", "midnight", "morning", "mornings", "afternoon", "afternoons",
      "evening", "evenings", "night", "nights", "nightly", "hour", "hours", "hourly", "minutes",
      "p"}},
    {OF_A_YEAR, {"year", "years", "yearly", "annual", "annually", "quarter", "quarterly"}},
    {"A rule does not say where it begins, only where it ends: mon,thu until 24 dec.",
     {"start", "starting", "starts", "begin", "beginning", "begins", "from", "since"}},
    {"Weekdays have at least three letters, like mon,thu.",
     {"m", "w", "f", "mo", "tu", "we", "th", "fr", "sa", "su", "mw", "mwf", "tth", "mtwtf", "tt"}},
    {"A rule ends by until 24 dec or by 10 times.", {"for"}},
    {"Say the last of what: last sat, or last day of the month.", {"last"}},
};

static const char *hint_at(struct scan *scan)
{
    int32_t month;
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        for (int j = 0; j < WORDS_MOST && hints[i].words[j]; j++)
            if (scan_word(scan, hints[i].words[j]))
                return hints[i].reason;
    return scan_name(scan, when_months, 12, &month) ? OF_A_YEAR : NULL;
}

const char *recur_hint(const char *text)
{
    for (struct scan scan = scan_text(text); !scan_is_over(&scan);) {
        const char *reason = hint_at(&scan);
        if (reason)
            return reason;
        /* On to the next word; the letters behind a number are its own, except of a time. */
        bool is_number = ascii_is_digit(*scan.at);
        bool is_word = ascii_is_letter(*scan.at);
        scan.at++;
        while (scan.at < scan.end &&
               (is_word ? ascii_is_letter(*scan.at) : is_number && ascii_is_digit(*scan.at)))
            scan.at++;
        (void)(is_number && (scan_word(&scan, "st") || scan_word(&scan, "nd") ||
                             scan_word(&scan, "rd") || scan_word(&scan, "th")));
    }
    return NULL;
}
