/* SPDX-License-Identifier: Apache-2.0 */
#include "share/session.h"

#include "share/jobs.h"
#include "share/message.h"

#include <string.h>

#define ID_LENGTH_MAX 64

typedef struct session {
    ls_jobs *jobs;
    const ls_engine *engine;
    bool over;
} session;

typedef ls_refusal handler(session *self, const json_t *message, json_t *id);

static const ls_refusal accepted = {NULL, NULL};
static const ls_refusal wrong_type = {"wrong-type", "a field is missing or has the wrong type"};

/* An id is a short string or an integer; it is sent back as it came. */
static json_t *get_id(const json_t *message)
{
    json_t *id = json_object_get(message, "id");
    if (json_is_integer(id))
        return id;
    return json_is_string(id) && json_string_length(id) >= 1 && json_string_length(id) <= ID_LENGTH_MAX ? id : NULL;
}

/* A whole number between 0 and `most`; `otherwise` when the field is absent. False when it is something else. */
static bool get_number(const json_t *message, const char *key, json_int_t most, json_int_t otherwise,
                       json_int_t *number)
{
    const json_t *value = json_object_get(message, key);
    *number = value ? json_integer_value(value) : otherwise;
    return (!value || json_is_integer(value)) && *number >= 0 && *number <= most;
}

static bool get_name(const json_t *message, const char *key, const char **name)
{
    const json_t *value = json_object_get(message, key);
    *name = json_string_value(value);
    return *name && **name && json_string_length(value) <= LS_NAME_MAX;
}

static ls_refusal on_hello(session *self, const json_t *message, json_t *id)
{
    (void)id;
    json_int_t protocol;
    if (!get_number(message, "protocol", INT32_MAX, LS_SHARE_PROTOCOL, &protocol))
        return wrong_type;
    if (protocol != LS_SHARE_PROTOCOL)
        return (ls_refusal){"unknown-protocol", "this program speaks protocol 1"};
    ls_jobs_send(self->jobs, json_pack("{s:s,s:s,s:i,s:s,s:i,s:I}", "type", "hello", "version", ls_version(),
                                       "protocol", LS_SHARE_PROTOCOL, "language", ls_engine_language(self->engine),
                                       "max_message", (int)LS_MESSAGE_MAX, "max_photo", (json_int_t)LS_PHOTO_MAX));
    return accepted;
}

static ls_refusal on_check(session *self, const json_t *message, json_t *id)
{
    ls_job_request request = {.id = id};
    json_int_t deadline, size = 0;
    if (!id || !get_number(message, "deadline_ms", LS_DEADLINE_MAX_MS, 0, &deadline))
        return wrong_type;
    request.deadline_ms = (uint32_t)deadline;
    if (json_object_get(message, "path")) {
        if (!get_name(message, "path", &request.path))
            return wrong_type;
        request.name = request.path;
    } else {
        if (!get_name(message, "name", &request.name) || !json_object_get(message, "size") ||
            !get_number(message, "size", INT64_MAX, 0, &size))
            return wrong_type;
        request.size = (size_t)size;
    }
    return ls_jobs_add(self->jobs, &request);
}

static ls_refusal on_chunk(session *self, const json_t *message, json_t *id)
{
    const json_t *data = json_object_get(message, "data");
    if (!id || !json_is_string(data))
        return wrong_type;
    return ls_jobs_chunk(self->jobs, id, json_string_value(data), json_string_length(data));
}

static ls_refusal on_cancel(session *self, const json_t *message, json_t *id)
{
    (void)message;
    return id ? ls_jobs_cancel(self->jobs, id) : wrong_type;
}

static ls_refusal on_bye(session *self, const json_t *message, json_t *id)
{
    (void)message;
    (void)id;
    self->over = true;
    return accepted;
}

static const struct {
    const char *type;
    handler *handle;
} handlers[] = {
    {"hello", on_hello}, {"check", on_check}, {"chunk", on_chunk}, {"cancel", on_cancel}, {"bye", on_bye},
};

static ls_refusal handle(session *self, const json_t *message, json_t *id)
{
    const char *type = json_string_value(json_object_get(message, "type"));
    if (!type)
        return wrong_type;
    for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
        if (strcmp(handlers[i].type, type) == 0)
            return handlers[i].handle(self, message, id);
    return (ls_refusal){"unknown-type", "there is no message of this type"};
}

static ls_status send_error(session *self, json_t *id, const char *code, const char *text)
{
    json_t *error = json_pack("{s:s,s:s,s:s}", "type", "error", "code", code, "message", text);
    if (error && id)
        json_object_set(error, "id", id);
    return ls_jobs_send(self->jobs, error);
}

static ls_status converse(session *self, int in, ls_buffer *scratch)
{
    while (!self->over) {
        ls_message message;
        switch (ls_message_read(in, scratch, &message)) {
        case LS_MESSAGE_END: return LS_OK;
        case LS_MESSAGE_BROKEN: send_error(self, NULL, message.code, message.text); return LS_E_FORMAT;
        case LS_MESSAGE_REFUSED:
            if (send_error(self, NULL, message.code, message.text))
                return LS_E_IO;
            break;
        case LS_MESSAGE_OK: {
            json_t *id = get_id(message.object);
            ls_refusal refusal = handle(self, message.object, id);
            ls_status status = refusal.code ? send_error(self, id, refusal.code, refusal.text) : LS_OK;
            json_decref(message.object);
            if (status)
                return status;
        }
        }
    }
    return LS_OK;
}

ls_status ls_session_run(const ls_engine *engine, int in, int out)
{
    session self = {.jobs = ls_jobs_start(engine, out), .engine = engine};
    if (!self.jobs)
        return LS_E_NOMEM;
    ls_buffer scratch;
    ls_buffer_init(&scratch, LS_MESSAGE_MAX);
    ls_status status = converse(&self, in, &scratch);
    ls_buffer_free(&scratch);
    ls_jobs_stop(self.jobs);
    if (self.over)
        ls_jobs_send(self.jobs, json_pack("{s:s}", "type", "bye"));
    ls_jobs_free(self.jobs);
    return status;
}
