/* SPDX-License-Identifier: Apache-2.0 */
/* The frames of an annotated copy, as a child could write them that a photo has taken over. */
#include "cmocka_all.h"

#include "record/answer.h"

#include <string.h>

typedef struct seen {
    uint32_t width, height;
    char bytes[64];
    size_t size, begun;
    ls_status refuse; /* what the next call returns */
} seen;

static ls_status begin(uint32_t width, uint32_t height, void *user)
{
    seen *self = user;
    self->width = width;
    self->height = height;
    self->begun++;
    return self->refuse;
}

static ls_status piece(const void *bytes, size_t size, void *user)
{
    seen *self = user;
    if (size <= sizeof self->bytes - self->size) {
        memcpy(self->bytes + self->size, bytes, size);
        self->size += size;
    }
    return self->refuse;
}

/* Reads what is in `out` as the answer with a picture that is stored as 6 × 4 pixels. */
static ls_status read_into(seen *self, ls_buffer *out, bool asked)
{
    ls_drawing drawing = {.width = 6, .height = 4, .begin = begin, .piece = piece, .user = self};
    ls_arena *arena = ls_arena_new((size_t)1 << 20);
    ls_answer answer;
    ls_answer_init(&answer, arena);
    answer.drawing = asked ? &drawing : NULL;
    ls_status status = ls_answer_read(&answer, out->data, out->size, 100, NULL);
    ls_arena_free(arena);
    ls_buffer_free(out);
    return status;
}

static ls_buffer paper(void)
{
    ls_buffer out;
    ls_buffer_init(&out, LS_ANSWER_MAX);
    return out;
}

static void size_and_pieces_are_handed_on(void **state)
{
    (void)state;
    seen self = {0};
    ls_buffer out = paper();
    ls_drawing_put_size(&out, 6, 4);
    ls_drawing_put_piece(&out, "abc", 3);
    ls_drawing_put_piece(&out, "de", 2);
    ls_answer_put_end(&out);
    assert_int_equal(read_into(&self, &out, true), LS_OK);
    assert_int_equal(self.width, 6);
    assert_int_equal(self.height, 4);
    assert_int_equal(self.begun, 1);
    assert_int_equal(self.size, 5);
    assert_memory_equal(self.bytes, "abcde", 5);
}

static void it_may_lie_on_its_side(void **state)
{
    (void)state;
    seen self = {0};
    ls_buffer out = paper();
    ls_drawing_put_size(&out, 4, 6);
    assert_int_equal(read_into(&self, &out, true), LS_OK);
    assert_int_equal(self.width, 4);
    assert_int_equal(self.height, 6);
}

static void a_large_one_comes_at_half_its_size(void **state)
{
    (void)state;
    seen self = {0};
    ls_buffer out = paper();
    ls_drawing_put_size(&out, 3, 2);
    assert_int_equal(read_into(&self, &out, true), LS_OK);
    out = paper();
    ls_drawing_put_size(&out, 2, 3);
    assert_int_equal(read_into(&self, &out, true), LS_OK);
    assert_int_equal(self.width, 2);
    assert_int_equal(self.begun, 2);
}

static void another_size_is_refused(void **state)
{
    (void)state;
    static const uint32_t sizes[][2] = {{6, 5}, {5, 4}, {6, 6}, {4, 4}, {0, 0}, {0, 4}, {60000, 60000}, {3, 8}, {3, 4}, {6, 2}, {2, 2}, {3, 3}, {2, 1}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        seen self = {0};
        ls_buffer out = paper();
        ls_drawing_put_size(&out, sizes[i][0], sizes[i][1]);
        assert_int_equal(read_into(&self, &out, true), LS_E_FORMAT);
        assert_int_equal(self.begun, 0);
    }
}

static void one_picture_and_its_size_first(void **state)
{
    (void)state;
    seen self = {0};
    ls_buffer out = paper();
    ls_drawing_put_size(&out, 6, 4);
    ls_drawing_put_size(&out, 6, 4);
    assert_int_equal(read_into(&self, &out, true), LS_E_FORMAT);
    assert_int_equal(self.begun, 1);
    out = paper();
    ls_drawing_put_piece(&out, "abc", 3);
    assert_int_equal(read_into(&self, &out, true), LS_E_FORMAT);
    out = paper();
    ls_drawing_put_size(&out, 6, 4);
    ls_drawing_put_piece(&out, "", 0); /* could be repeated for ever */
    assert_int_equal(read_into(&self, &out, true), LS_E_FORMAT);
    out = paper();
    ls_drawing_put_size(&out, 6, 4);
    ls_answer_put_end(&out);
    ls_drawing_put_piece(&out, "abc", 3);
    assert_int_equal(read_into(&self, &out, true), LS_E_FORMAT);
    assert_int_equal(self.size, 0);
    size_t begin_at = 0;
    out = paper();
    begin_at = ls_frame_begin(&out, LS_FRAME_DRAWING);
    ls_put_u32(&out, 6);
    ls_frame_end(&out, begin_at); /* half a size */
    assert_int_equal(read_into(&self, &out, true), LS_E_FORMAT);
}

/* 6 × 4 pixels of three bytes and four filter bytes are 76; no stream of them has two thousand. */
static void a_stream_has_a_bound(void **state)
{
    (void)state;
    static const char bytes[2000];
    seen self = {0};
    ls_buffer out = paper();
    ls_drawing_put_size(&out, 6, 4);
    ls_drawing_put_piece(&out, bytes, sizeof bytes);
    assert_int_equal(read_into(&self, &out, true), LS_E_FORMAT);
    out = paper();
    ls_drawing_put_size(&out, 6, 4);
    for (int i = 0; i < 400; i++)
        ls_drawing_put_piece(&out, bytes, 5);
    assert_int_equal(read_into(&self, &out, true), LS_E_FORMAT);
    assert_true(ls_drawing_answer_max(6, 4) > 100);
    /* 100 megapixels and their overhead, with nothing lost in 32 bits */
    assert_true(ls_drawing_answer_max(10000, 10000) > 300u * 1000 * 1000);
    assert_true(ls_drawing_answer_max(10000, 10000) < 302u * 1000 * 1000);
}

static void nobody_asked_for_one(void **state)
{
    (void)state;
    seen self = {0};
    ls_buffer out = paper();
    ls_drawing_put_size(&out, 6, 4);
    assert_int_equal(read_into(&self, &out, false), LS_E_FORMAT);
    out = paper();
    ls_drawing_put_piece(&out, "abc", 3);
    assert_int_equal(read_into(&self, &out, false), LS_E_FORMAT);
}

static void a_disk_that_is_full_ends_the_reading(void **state)
{
    (void)state;
    seen self = {.refuse = LS_E_IO};
    ls_buffer out = paper();
    ls_drawing_put_size(&out, 6, 4);
    ls_drawing_put_piece(&out, "abc", 3);
    assert_int_equal(read_into(&self, &out, true), LS_E_IO);
    assert_int_equal(self.size, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(size_and_pieces_are_handed_on),
        cmocka_unit_test(it_may_lie_on_its_side),
        cmocka_unit_test(a_large_one_comes_at_half_its_size),
        cmocka_unit_test(another_size_is_refused),
        cmocka_unit_test(one_picture_and_its_size_first),
        cmocka_unit_test(a_stream_has_a_bound),
        cmocka_unit_test(nobody_asked_for_one),
        cmocka_unit_test(a_disk_that_is_full_ends_the_reading),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
