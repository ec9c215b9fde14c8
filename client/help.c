#include "client/help.h"

#include <string.h>

#include "client/language.h"
#include "client/lookup.h"
#include "client/pattern.h"
#include "client/protocol.h"
#include "client/word.h"
#include "common/embed.h"

void help_crisis(FILE *out)
{
    const char *text = embedded_find(embedded_texts, "crisis.txt");
    fprintf(out, "%s\n", text ? text : "");
}

/* "chore assign", or a short form. */
static const char *write_name(struct arena *arena, const struct noun *noun, const struct verb *verb)
{
    return arena_format(arena, "%s%s%s", noun->name, *noun->name ? " " : "", verb->name);
}

/* "kith chore assign CHORE PERSON [--on DATES] [--note TEXT]" */
static const char *write_usage(struct arena *arena, const struct noun *noun,
                               const struct verb *verb)
{
    return arena_format(arena, "kith %s%s%s", write_name(arena, noun, verb),
                        *verb->pattern ? " " : "", pattern_shown(verb->pattern, arena));
}

static void print_verbs(FILE *out, struct arena *arena, const struct noun *noun)
{
    for (const struct verb *verb = noun->verbs; verb->name; verb++)
        if (verb->help)
            fprintf(out, "  %s\n        %s\n", write_usage(arena, noun, verb), _(verb->help));
}

static void print_everywhere(FILE *out, struct arena *arena)
{
    fputs(_("With any of these:\n"), out);
    for (const struct everywhere *option = everywhere; option->pattern; option++)
        fprintf(out, "  %-20s %s\n", pattern_shown(option->pattern, arena), _(option->help));
}

enum outcome help_all(FILE *out, struct arena *arena)
{
    help_crisis(out);
    fprintf(out, "%s:\n", _(nouns[0].help));
    print_verbs(out, arena, &nouns[0]);
    fputs(_("\nEverything else, as in `kith chore list`. `kith help chore` tells more:\n"), out);
    for (const struct noun *noun = nouns + 1; noun->name; noun++)
        fprintf(out, "  %-10s %s\n", noun->name, _(noun->help));
    fputc('\n', out);
    print_everywhere(out, arena);
    fputs(_("\nThe beginning of a word is enough where only one word begins so. A lone - in place"
            " of a TEXT\nasks for it, so that nobody else sees it.\n"),
          out);
    return OUTCOME_DONE;
}

#define TABLE_FILE N_("A table as spreadsheets write it (CSV). Its first line names the columns.")
#define DRY_RUN    N_("Say what is wrong with it, and bring nothing in.")

/* What a verb makes use of itself, so that no description has it, or not as it is here. NULL:
 * the description does. */
static const char *find_own_meaning(const char *verb, const char *label)
{
    static const struct {
        const char *verb;
        const char *label;
        const char *meaning;
    } own[] = {
        {"week", "PERSON", N_("Whose week; your own where absent.")},
        {"week", "--all", N_("The week of the whole house.")},
        {"need add", "--broken", N_("It is broken; otherwise the house needs it.")},
        {"inspection item", "add", N_("From the next inspection on.")},
        {"inspection item", "remove", N_("Not any more.")},
        {"absence hours", "list", N_("Show them.")},
        {"absence hours", "add", N_("Put some down.")},
        {"absence hours", "end", N_("They are not from today on.")},
        {"login", "HANDLE", N_("Your handle, such as mike.")},
        {"help", "NOUN", N_("What it is about, such as chore; or a short form, such as week.")},
        {"help", "VERB", N_("What is done, such as assign.")},
        {"call", "METHOD", N_("A method, such as Chore.List or org.kith.Chore.List.")},
        {"call", "JSON", N_("Its parameters as a JSON object; none where absent.")},
        {"call", "--more", N_("Print each answer as it comes, where there are several.")},
        {"chore list", "--daily", N_("Only what is on the daily list.")},
        {"chore list", "--weekly", N_("Only what is on the weekly list.")},
        {"chore list", "--deep-clean", N_("Only what is on the deep-clean list.")},
        {"chore export", "--format csv|json", N_("csv, a table, where absent.")},
        {"chore import", "FILE", TABLE_FILE},
        {"chore import", "--dry-run", DRY_RUN},
        {"person import", "FILE", TABLE_FILE},
        {"person import", "--dry-run", DRY_RUN},
        {"account pin", "--from-file FILE",
         N_("Its first line is the PIN, which is not asked for"
            " then.")},
        {"audit verify", "FILE", N_("What `kith audit export` has written.")},
        {"audit export", "FILE", N_("A new file; none is written over.")},
    };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(own[i].verb, verb) == 0 && strcmp(own[i].label, label) == 0)
            return _(own[i].meaning);
    return NULL;
}

/* `verb` is its whole name. */
static void print_element(FILE *out, struct arena *arena, const char *verb,
                          const struct element *element, const struct idl_member *method)
{
    const char *label = pattern_label(element, arena);
    const struct idl_field *field =
        element->parameter ? protocol_parameter(method, element->parameter) : NULL;
    const char *help = element->value ? word_find(element->value)->help : NULL;
    const char *meaning = find_own_meaning(verb, label);
    if (!meaning && field)
        meaning = _(protocol_meaning(field->comment, arena));
    fprintf(out, "  %s\n", label);
    if (meaning)
        fprintf(out, "        %s\n", meaning);
    if (help)
        fprintf(out, "        %s\n", _(help));
}

/* One form of a verb. */
static void print_form(FILE *out, struct arena *arena, const struct noun *noun,
                       const struct verb *form)
{
    struct pattern pattern = {0};
    const struct idl_member *method = protocol_method(form->method, arena);
    fprintf(out, "  %s\n        %s\n", write_usage(arena, noun, form),
            method && !form->run ? _(protocol_meaning(method->comment, arena)) : _(form->help));
    (void)pattern_add(form->pattern, arena, &pattern);
    if (pattern.count)
        fputc('\n', out);
    for (size_t i = 0; i < pattern.count; i++)
        print_element(out, arena, write_name(arena, noun, form), &pattern.elements[i], method);
}

/* All forms of a verb, from its first. */
static void print_forms(FILE *out, struct arena *arena, const struct noun *noun,
                        const struct verb *verb)
{
    for (const struct verb *form = verb; form; form = lookup_next_form(form)) {
        if (form != verb)
            fputc('\n', out);
        print_form(out, arena, noun, form);
    }
}

enum outcome help_noun(FILE *out, struct arena *arena, const struct noun *noun)
{
    const struct verb *short_form = lookup_verb(&nouns[0], noun->name);
    help_crisis(out);
    fprintf(out, "kith %s: %s\n\n", noun->name, _(noun->help));
    if (short_form) {
        print_forms(out, arena, &nouns[0], short_form);
        fputc('\n', out);
    }
    print_verbs(out, arena, noun);
    return OUTCOME_DONE;
}

enum outcome help_verb(FILE *out, struct arena *arena, const struct noun *noun,
                       const struct verb *verb)
{
    help_crisis(out);
    print_forms(out, arena, noun, verb);
    return OUTCOME_DONE;
}
