/* SPDX-License-Identifier: Apache-2.0 */
#include "report/cleaned.h"

#include "base/utf8.h"
#include "report/json_photo.h"
#include "report/width.h"
#include "report/words.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#define FORMAT "lightseal-clean/1"
#define DIGITS 32

static bool is_text(const char *format)
{
    return strcmp(format, "text") == 0;
}

static bool is_lines(const char *format)
{
    return strcmp(format, "jsonl") == 0;
}

/* -------------------------------------------------------------------------------------------------- for people */

/* Content Credentials (C2PA) stand in JUMBF boxes; PNG's chunk for them is caBX. */
static bool had_credentials(const ls_cleaned *cleaned)
{
    for (size_t i = 0; i < cleaned->part_count; i++) {
        const char *path = cleaned->parts[i].path;
        if (strcasestr(path, "jumbf") || strcasestr(path, "c2pa") || strstr(path, "caBX"))
            return true;
    }
    return false;
}

static void write_part(const ls_output *output, const ls_cleaned_part *part)
{
    char before[DIGITS], after[DIGITS];
    ls_group_digits(part->before, before, sizeof before);
    ls_group_digits(part->after, after, sizeof after);
    fputs("    ", output->file);
    ls_print(output->file, part->path);
    if (part->after)
        fprintf(output->file, _(": of %s bytes %s are left, made anew\n"), before, after);
    else
        fprintf(output->file, dngettext(LS_DOMAIN, ": %s byte\n", ": %s bytes\n", part->before), before);
}

static void write_names(const ls_output *output, const ls_cleaned_photo *photo)
{
    ls_print(output->file, photo->source);
    if (photo->in_place)
        fputs(_(": the copy has taken the photo's place\n"), output->file);
    else {
        fputs(" → ", output->file);
        ls_print(output->file, photo->copy);
        fputc('\n', output->file);
    }
}

static void write_rendered(const ls_output *output, const ls_cleaned *cleaned, const char *before, const char *after)
{
    fprintf(output->file, _("  %s, %s → %s bytes: the pixels of the first picture, coded anew, for the photo could not be cleaned as "
                            "it is:\n    "), cleaned->format, before, after);
    ls_print(output->file, cleaned->rendered);
    fputc('\n', output->file);
}

static void write_text(const ls_output *output, const ls_cleaned_photo *photo)
{
    const ls_cleaned *cleaned = photo->cleaned;
    if (!cleaned)
        return; /* a complaint has said why */
    char before[DIGITS], after[DIGITS];
    ls_group_digits(cleaned->before, before, sizeof before);
    ls_group_digits(cleaned->after, after, sizeof after);
    write_names(output, photo);
    if (cleaned->rendered) {
        write_rendered(output, cleaned, before, after);
        return;
    }
    fprintf(output->file, _("  %s, %s → %s bytes. "), cleaned->format, before, after);
    fputs(photo->keep ? _("Proven: the same picture, and of what the photo said only what you chose to keep.\n")
                      : _("Proven: the same picture, and nothing of what the photo said.\n"), output->file);
    if (cleaned->part_count)
        fputs(_("  Taken out:\n"), output->file);
    for (size_t i = 0; i < cleaned->part_count; i++)
        write_part(output, &cleaned->parts[i]);
    if (had_credentials(cleaned))
        fputs(_("  The Content Credentials (C2PA) are gone, too: the copy no longer says who made or changed the picture.\n"),
              output->file);
}

/* ------------------------------------------------------------------------------------------------ for programs */

static json_t *parts(const ls_cleaned *cleaned)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < cleaned->part_count; i++) {
        const ls_cleaned_part *part = &cleaned->parts[i];
        json_t *entry = json_pack("{s:o, s:I, s:I}", "path", ls_json_text(part->path), "before", (json_int_t)part->before, "after",
                                  (json_int_t)part->after);
        if (json_array_append_new(list, entry)) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *photo_object(const ls_cleaned_photo *photo)
{
    const ls_cleaned *cleaned = photo->cleaned;
    if (!cleaned)
        return json_pack("{s:o, s:n, s:o}", "source", ls_json_text(photo->source), "copy", "reason", ls_json_text(photo->reason));
    return json_pack("{s:o, s:o, s:b, s:s, s:I, s:I, s:o, s:o*}", "source", ls_json_text(photo->source), "copy", ls_json_text(photo->copy),
                     "in_place", photo->in_place, "kind", cleaned->format, "before", (json_int_t)cleaned->before,
                     "after", (json_int_t)cleaned->after, "removed", parts(cleaned),
                     "rendered", cleaned->rendered ? ls_json_text(cleaned->rendered) : NULL);
}

/* What a terminal acts on is escaped in whole: programs get the very name. */
static size_t flags_for(const ls_cleaned_photo *photo)
{
    const char *copy = photo->copy ? photo->copy : "";
    const bool clean = ls_utf8_is_clean(photo->source, strlen(photo->source)) && ls_utf8_is_clean(copy, strlen(copy));
    return LS_JSON_FLAGS | (clean ? 0 : JSON_ENSURE_ASCII);
}

static ls_status write_json(ls_output *output, const ls_cleaned_photo *photo, bool lines)
{
    json_t *object = photo_object(photo);
    if (!object)
        return LS_E_NOMEM;
    if (!lines)
        fputs(output->written++ ? ",\n" : "\n", output->file);
    const int failed = json_dumpf(object, output->file, flags_for(photo));
    if (lines)
        fputc('\n', output->file);
    json_decref(object);
    return failed ? LS_E_IO : ls_output_flush(output);
}

/* ---------------------------------------------------------------------------------------------------------- */

ls_status ls_cleaned_begin(ls_output *output, const char *format)
{
    if (!is_text(format) && !is_lines(format))
        fputs("{\"format\":\"" FORMAT "\",\"photos\":[", output->file);
    return LS_OK;
}

ls_status ls_cleaned_write(ls_output *output, const char *format, const ls_cleaned_photo *photo)
{
    if (!is_text(format))
        return write_json(output, photo, is_lines(format));
    write_text(output, photo);
    return ls_output_flush(output);
}

ls_status ls_cleaned_end(ls_output *output, const char *format, int not_started)
{
    if (is_text(format) || is_lines(format))
        return ls_output_flush(output);
    fputs("]", output->file);
    if (not_started) /* a list that is cut short says so */
        fprintf(output->file, ",\"not_started\":%d", not_started);
    fputs("}\n", output->file);
    return ls_output_flush(output);
}
