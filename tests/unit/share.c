/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "share/base64.h"
#include "share/message.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void assert_base64(const char *text, const char *expected)
{
    unsigned char bytes[64];
    size_t size = 0;
    assert_true(ls_base64_room(strlen(text)) <= sizeof bytes);
    assert_true(ls_base64_decode(text, strlen(text), bytes, &size));
    assert_int_equal(size, strlen(expected));
    assert_memory_equal(bytes, expected, size);
}

static void base64_of_rfc_4648(void **state)
{
    (void)state;
    assert_base64("", "");
    assert_base64("Zg==", "f");
    assert_base64("Zm8=", "fo");
    assert_base64("Zm9v", "foo");
    assert_base64("Zm9vYg==", "foob");
    assert_base64("Zm9vYmE=", "fooba");
    assert_base64("Zm9vYmFy", "foobar");
    assert_base64("+/+/", "\xFB\xFF\xBF");
}

static void what_is_no_base64(void **state)
{
    (void)state;
    static const char *const bad[] = {"Z",    "Zg",     "Zg=",  "=g==",     "Z===", "====",       "Zg==Zg==", "Zh==",
                                      "Zm9=", "Zm9v\n", "Zm 9", "Zm9vZ===", "-_-_", "\xC3\xA9==", "Zg=A"};
    unsigned char bytes[64];
    size_t size;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(ls_base64_decode(bad[i], strlen(bad[i]), bytes, &size));
}

typedef struct line {
    int ends[2];
    ls_buffer scratch;
    ls_message message;
} line;

static void open_line(line *wire)
{
    *wire = (line){0};
    assert_int_equal(pipe(wire->ends), 0);
    ls_buffer_init(&wire->scratch, LS_MESSAGE_MAX);
}

static void close_line(line *wire)
{
    json_decref(wire->message.object);
    ls_buffer_free(&wire->scratch);
    close(wire->ends[0]);
    if (wire->ends[1] >= 0)
        close(wire->ends[1]);
}

static void hang_up(line *wire)
{
    close(wire->ends[1]);
    wire->ends[1] = -1;
}

static void send_raw(const line *wire, const void *data, size_t size)
{
    assert_int_equal(write(wire->ends[1], data, size), size);
}

static void send_text(const line *wire, const char *text)
{
    uint32_t length = (uint32_t)strlen(text);
    send_raw(wire, &length, sizeof length);
    send_raw(wire, text, length);
}

static ls_message_state receive(line *wire)
{
    json_decref(wire->message.object);
    return ls_message_read(wire->ends[0], &wire->scratch, &wire->message);
}

static void messages_come_one_after_the_other(void **state)
{
    (void)state;
    line wire;
    open_line(&wire);
    send_text(&wire, "{\"type\":\"hello\"}");
    send_text(&wire, "{\"type\":\"bye\"}");
    hang_up(&wire);
    assert_int_equal(receive(&wire), LS_MESSAGE_OK);
    assert_string_equal(json_string_value(json_object_get(wire.message.object, "type")), "hello");
    assert_int_equal(receive(&wire), LS_MESSAGE_OK);
    assert_string_equal(json_string_value(json_object_get(wire.message.object, "type")), "bye");
    assert_int_equal(receive(&wire), LS_MESSAGE_END);
    close_line(&wire);
}

static void what_is_no_message_is_refused_and_the_next_one_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } bad[] = {
        {"", "not-json"},
        {"{", "not-json"},
        {"{\"a\":1}x", "not-json"},
        {"{\"a\":1,\"a\":2}", "not-json"},
        {"{\"a\":\"\xFF\"}", "not-json"},
        {"[]", "wrong-type"},
        {"{\"a\":[[[[[[[[[[]]]]]]]]]]}", "too-deep"},
        {"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "too-deep"},
    };
    line wire;
    open_line(&wire);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        send_text(&wire, bad[i].text);
        send_text(&wire, "{\"a\":\"[[[[[[[[[[\\\"[[[[\"}"); /* brackets within a string are no nesting */
        assert_int_equal(receive(&wire), LS_MESSAGE_REFUSED);
        assert_string_equal(wire.message.code, bad[i].code);
        assert_int_equal(receive(&wire), LS_MESSAGE_OK);
    }
    close_line(&wire);
}

static void a_lost_stream_is_broken(void **state)
{
    (void)state;
    static const struct {
        unsigned char bytes[12];
        size_t size;
        const char *code;
    } bad[] = {
        {{1, 0}, 2, "truncated"},
        {{0, 1, 1, 0, '{'}, 5, "truncated"},
        {{0xFF, 0xFF, 0xFF, 0xFF, '{', '}'}, 6, "too-long"},
        {{0, 0, 0x10, 0x10}, 4, "too-long"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        line wire;
        open_line(&wire);
        send_raw(&wire, bad[i].bytes, bad[i].size);
        hang_up(&wire);
        assert_int_equal(receive(&wire), LS_MESSAGE_BROKEN);
        assert_string_equal(wire.message.code, bad[i].code);
        close_line(&wire);
    }
}

static void what_is_written_can_be_read(void **state)
{
    (void)state;
    line wire;
    open_line(&wire);
    json_t *object = json_pack("{s:s,s:i}", "type", "hello", "n", 7);
    assert_int_equal(ls_message_write(wire.ends[1], object), LS_OK);
    assert_int_equal(receive(&wire), LS_MESSAGE_OK);
    assert_true(json_equal(object, wire.message.object));

    char *large = malloc(LS_MESSAGE_MAX + 1);
    memset(large, 'x', LS_MESSAGE_MAX);
    large[LS_MESSAGE_MAX] = 0;
    json_object_set_new(object, "x", json_string(large));
    assert_int_equal(ls_message_write(wire.ends[1], object), LS_E_LIMIT);
    free(large);
    json_decref(object);
    close_line(&wire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64_of_rfc_4648),
        cmocka_unit_test(what_is_no_base64),
        cmocka_unit_test(messages_come_one_after_the_other),
        cmocka_unit_test(what_is_no_message_is_refused_and_the_next_one_read),
        cmocka_unit_test(a_lost_stream_is_broken),
        cmocka_unit_test(what_is_written_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
