/* SPDX-License-Identifier: Apache-2.0 */
/* The frames of a cleaned copy, as a child could write them that a photo has taken over. */
#include "cmocka_all.h"

#include "record/answer.h"

#include <string.h>

typedef struct seen {
    char bytes[64];
    size_t size, calls;
    ls_status refuse; /* what the next call returns */
} seen;

static ls_status piece(const void *bytes, size_t size, void *user)
{
    seen *self = user;
    self->calls++;
    if (!self->refuse && size <= sizeof self->bytes - self->size) {
        memcpy(self->bytes + self->size, bytes, size);
        self->size += size;
    }
    return self->refuse;
}

/* Reads what is in `out` as the answer about a photo of 100 bytes, of whose copy at most `left` may come. */
static ls_status read_into(seen *self, ls_buffer *out, bool asked, uint64_t left, ls_answer *answer)
{
    ls_delivery delivery = {.piece = piece, .user = self, .left = left};
    ls_arena *arena = ls_arena_new((size_t)1 << 20);
    ls_answer_init(answer, arena);
    answer->delivery = asked ? &delivery : NULL;
    const ls_status status = ls_answer_read(answer, out->data, out->size, 100, NULL);
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

static void put_done(ls_buffer *out)
{
    const ls_outcome done = ls_outcome_done();
    ls_answer_put_cleaned(out, &done);
}

static void pieces_are_handed_on_in_order(void **state)
{
    (void)state;
    seen self = {.size = 0};
    ls_answer answer;
    ls_buffer out = paper();
    ls_delivery_put_piece(&out, "abc", 3);
    ls_delivery_put_piece(&out, "de", 2);
    put_done(&out);
    ls_answer_put_end(&out);
    assert_int_equal(read_into(&self, &out, true, 5, &answer), LS_OK);
    assert_int_equal(self.calls, 2);
    assert_int_equal(self.size, 5);
    assert_memory_equal(self.bytes, "abcde", 5);
    assert_true(answer.has_cleaned && answer.ended);
    assert_int_equal(answer.cleaned.state, LS_DONE);
}

static void no_more_comes_than_may(void **state)
{
    (void)state;
    seen self = {.size = 0};
    ls_answer answer;
    ls_buffer out = paper();
    ls_delivery_put_piece(&out, "abc", 3);
    ls_delivery_put_piece(&out, "def", 3);
    assert_int_equal(read_into(&self, &out, true, 5, &answer), LS_E_FORMAT);
    assert_int_equal(self.size, 3); /* nothing of the piece that is too much */
    self.size = 0;
    out = paper();
    ls_delivery_put_piece(&out, "a", 1);
    assert_int_equal(read_into(&self, &out, true, 0, &answer), LS_E_FORMAT);
    assert_int_equal(self.size, 0);
}

static void an_empty_piece_is_refused(void **state)
{
    (void)state;
    seen self = {.size = 0};
    ls_answer answer;
    ls_buffer out = paper();
    ls_delivery_put_piece(&out, "", 0); /* could be repeated for ever */
    assert_int_equal(read_into(&self, &out, true, 5, &answer), LS_E_FORMAT);
    assert_int_equal(self.calls, 0);
}

static void nothing_comes_behind_the_last_word(void **state)
{
    (void)state;
    seen self = {.size = 0};
    ls_answer answer;
    ls_buffer out = paper();
    put_done(&out);
    ls_delivery_put_piece(&out, "abc", 3);
    assert_int_equal(read_into(&self, &out, true, 5, &answer), LS_E_FORMAT);
    out = paper();
    put_done(&out);
    put_done(&out);
    assert_int_equal(read_into(&self, &out, true, 5, &answer), LS_E_FORMAT);
    out = paper();
    ls_answer_put_end(&out);
    ls_delivery_put_piece(&out, "abc", 3);
    assert_int_equal(read_into(&self, &out, true, 5, &answer), LS_E_FORMAT);
    assert_int_equal(self.size, 0);
}

static void nobody_asked_for_one(void **state)
{
    (void)state;
    seen self = {.size = 0};
    ls_answer answer;
    ls_buffer out = paper();
    ls_delivery_put_piece(&out, "abc", 3);
    assert_int_equal(read_into(&self, &out, false, 5, &answer), LS_E_FORMAT);
    out = paper();
    put_done(&out);
    assert_int_equal(read_into(&self, &out, false, 5, &answer), LS_E_FORMAT);
}

static void a_disk_that_is_full_ends_the_reading(void **state)
{
    (void)state;
    seen self = {.refuse = LS_E_IO};
    ls_answer answer;
    ls_buffer out = paper();
    ls_delivery_put_piece(&out, "abc", 3);
    ls_delivery_put_piece(&out, "abc", 3);
    assert_int_equal(read_into(&self, &out, true, 50, &answer), LS_E_IO);
    assert_int_equal(self.calls, 1);
}

static void a_reason_is_one_that_there_is(void **state)
{
    (void)state;
    seen self = {.size = 0};
    ls_answer answer;
    ls_outcome outcome = ls_outcome_make(LS_FAILED, LS_REASON_CLEAN_REFUSED, "%s", "because");
    ls_buffer out = paper();
    ls_answer_put_cleaned(&out, &outcome);
    assert_int_equal(read_into(&self, &out, true, 5, &answer), LS_OK);
    assert_int_equal(answer.cleaned.state, LS_FAILED);
    assert_string_equal(answer.cleaned.detail, "because");
    outcome.reason = (ls_reason)999;
    out = paper();
    ls_answer_put_cleaned(&out, &outcome);
    assert_int_equal(read_into(&self, &out, true, 5, &answer), LS_E_FORMAT);
    assert_false(answer.has_cleaned);
}

/* Every cut and every bit of an answer: refused or read, and never more than may come. */
static void damaged_frames_do_no_harm(void **state)
{
    (void)state;
    ls_buffer good = paper();
    ls_delivery_put_piece(&good, "abcdefgh", 8);
    ls_delivery_put_piece(&good, "ijkl", 4);
    put_done(&good);
    ls_answer_put_end(&good);
    for (size_t bit = 0; bit < 8 * good.size; bit++) {
        seen self = {.size = 0};
        ls_answer answer;
        ls_buffer out = paper();
        ls_buffer_add(&out, good.data, good.size);
        out.data[bit / 8] ^= (char)(1 << bit % 8);
        read_into(&self, &out, true, 12, &answer);
        assert_true(self.size <= 12);
        out = paper();
        ls_buffer_add(&out, good.data, bit / 8);
        read_into(&self, &out, true, 12, &answer);
        assert_false(answer.ended);
    }
    ls_buffer_free(&good);
}

static void the_longest_answer_has_room_for_every_frame(void **state)
{
    (void)state;
    static const char bytes[LS_DELIVERY_PIECE];
    ls_buffer out;
    const uint64_t size = 300000;
    const size_t copy = LS_DELIVERY_MAX(size);
    ls_buffer_init(&out, (size_t)4 << 20);
    for (size_t at = 0; at < copy; at += LS_DELIVERY_PIECE)
        ls_delivery_put_piece(&out, bytes, copy - at < LS_DELIVERY_PIECE ? copy - at : LS_DELIVERY_PIECE);
    assert_int_equal(out.status, LS_OK);
    assert_true(out.size <= ls_delivery_frames_max(size));
    assert_true(ls_delivery_frames_max(size) < out.size + 100);
    assert_true(ls_delivery_frames_max((uint64_t)512 << 20) > (uint64_t)512 << 20);
    ls_buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_handed_on_in_order),
        cmocka_unit_test(no_more_comes_than_may),
        cmocka_unit_test(an_empty_piece_is_refused),
        cmocka_unit_test(nothing_comes_behind_the_last_word),
        cmocka_unit_test(nobody_asked_for_one),
        cmocka_unit_test(a_disk_that_is_full_ends_the_reading),
        cmocka_unit_test(a_reason_is_one_that_there_is),
        cmocka_unit_test(damaged_frames_do_no_harm),
        cmocka_unit_test(the_longest_answer_has_room_for_every_frame),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
