/* SPDX-License-Identifier: Apache-2.0 */
#include "report/cleaned.h"

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
    for (size_t i = 0; i < cleaned->part_count; i++)
        if (strcasestr(cleaned->parts[i].path, "jumbf") || strcasestr(cleaned->parts[i].path, "c2pa") || strstr(cleaned->parts[i].path, "caBX"))
            return true;
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

static void write_text(const ls_output *output, const ls_cleaned_photo *photo)
{
    const ls_cleaned *cleaned = photo->cleaned;
    if (!cleaned)
        return; /* a complaint has said why */
    char before[DIGITS], after[DIGITS];
    ls_group_digits(cleaned->before, before, sizeof before);
    ls_group_digits(cleaned->after, after, sizeof after);
    ls_print(output->file, photo->source);
    fputs(" → ", output->file);
    ls_print(output->file, photo->copy);
    if (cleaned->rendered) {
        fprintf(output->file, _("\n  %s, %s → %s bytes: the pixels of the first picture, coded anew, for the photo could not be cleaned as it is:\n    "),
                cleaned->format, before, after);
        ls_print(output->file, cleaned->rendered);
        fputc('\n', output->file);
        return;
    }
    fprintf(output->file, _("\n  %s, %s → %s bytes. Proven: the same picture, and nothing that was read from the photo.\n"), cleaned->format, before, after);
    if (cleaned->part_count)
        fputs(_("  Taken out:\n"), output->file);
    for (size_t i = 0; i < cleaned->part_count; i++)
        write_part(output, &cleaned->parts[i]);
    if (had_credentials(cleaned))
        fputs(_("  The Content Credentials (C2PA) are gone, too: the copy no longer says who made or changed the picture.\n"), output->file);
}

/* ------------------------------------------------------------------------------------------------ for programs */

static json_t *parts(const ls_cleaned *cleaned)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < cleaned->part_count; i++) {
        const ls_cleaned_part *part = &cleaned->parts[i];
        json_t *entry = json_pack("{s:o, s:I, s:I}", "path", ls_json_text(part->path), "before", (json_int_t)part->before, "after", (json_int_t)part->after);
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
    return json_pack("{s:o, s:o, s:s, s:I, s:I, s:o, s:o*}", "source", ls_json_text(photo->source), "copy", ls_json_text(photo->copy), "kind", cleaned->format,
                     "before", (json_int_t)cleaned->before, "after", (json_int_t)cleaned->after, "removed", parts(cleaned),
                     "rendered", cleaned->rendered ? ls_json_text(cleaned->rendered) : NULL);
}

static ls_status write_json(ls_output *output, const ls_cleaned_photo *photo, bool lines)
{
    json_t *object = photo_object(photo);
    if (!object)
        return LS_E_NOMEM;
    if (!lines)
        fputs(output->written++ ? ",\n" : "\n", output->file);
    const int failed = json_dumpf(object, output->file, LS_JSON_FLAGS);
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

ls_status ls_cleaned_end(ls_output *output, const char *format)
{
    if (!is_text(format) && !is_lines(format))
        fputs("]}\n", output->file);
    return ls_output_flush(output);
}
