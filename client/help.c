#include "client/help.h"

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

/* "kith chore assign CHORE PERSON [--on DATES] [--note TEXT]" */
static const char *write_usage(struct arena *arena, const struct noun *noun,
                               const struct verb *verb)
{
    return arena_format(arena, "kith %s%s%s%s%s", noun->name, *noun->name ? " " : "", verb->name,
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

enum outcome help_noun(FILE *out, struct arena *arena, const struct noun *noun)
{
    help_crisis(out);
    fprintf(out, "kith %s: %s\n\n", noun->name, _(noun->help));
    print_verbs(out, arena, noun);
    return OUTCOME_DONE;
}

static void print_element(FILE *out, struct arena *arena, const struct element *element,
                          const struct idl_member *method)
{
    const struct idl_field *field =
        element->parameter ? protocol_parameter(method, element->parameter) : NULL;
    const char *help = element->value ? word_find(element->value)->help : NULL;
    if (!field && !help)
        return;
    fprintf(out, "  %s\n", pattern_label(element, arena));
    if (field)
        fprintf(out, "        %s\n", _(protocol_meaning(field->comment, arena)));
    if (help)
        fprintf(out, "        %s\n", _(help));
}

/* One form of a verb. */
static void print_form(FILE *out, struct arena *arena, const struct noun *noun,
                       const struct verb *form)
{
    struct pattern pattern = {0};
    const struct idl_member *method = protocol_method(form->method, arena);
    fprintf(out, "  %s\n        %s\n\n", write_usage(arena, noun, form),
            method && !form->run ? _(protocol_meaning(method->comment, arena)) : _(form->help));
    if (pattern_add(form->pattern, arena, &pattern) == 0)
        for (size_t i = 0; i < pattern.count; i++)
            print_element(out, arena, &pattern.elements[i], method);
}

enum outcome help_verb(FILE *out, struct arena *arena, const struct noun *noun,
                       const struct verb *verb)
{
    help_crisis(out);
    for (const struct verb *form = verb; form; form = lookup_next_form(form)) {
        if (form != verb)
            fputc('\n', out);
        print_form(out, arena, noun, form);
    }
    return OUTCOME_DONE;
}
