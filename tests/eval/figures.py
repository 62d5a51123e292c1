#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What counts as right, and that the bars are computed from it: rows made by hand, figures counted by hand."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from capture import judge, table  # noqa: E402


def finding(category="mark", system="cn", level="机密", effect="block", rule="cn.x"):
    return {"category": category, "system": system, "level": level, "effect": effect, "rule": rule}


def report(*findings, verdict="block"):
    return {"verdict": verdict, "findings": list(findings)}


MARK = {"kind": "mark", "system": "cn", "level": "机密"}


class Judged(unittest.TestCase):
    def right(self, truth, said):
        return judge.judge(truth, said)["right"]

    def test_level_and_system(self):
        self.assertTrue(self.right(MARK, report(finding())))
        self.assertFalse(self.right(MARK, report(finding(level="秘密"))))
        self.assertFalse(self.right(MARK, report(finding(system="tw"))))
        self.assertFalse(self.right(MARK, report(verdict="ok")))

    def test_a_second_level_is_not_right(self):
        self.assertFalse(self.right(MARK, report(finding(), finding(level="秘密"))))

    def test_one_word_of_two_systems(self):
        truth = {"kind": "mark", "system": "tw", "level": "機密"}
        both = report(finding(system="tw", level="機密"), finding(system="hk", level="機密"))
        self.assertTrue(self.right(truth, both))
        self.assertFalse(self.right({**truth, "system": "jp"}, both))

    def test_covered_never_has_a_level(self):
        truth, cover = {"kind": "covered", "cover": "tape"}, finding("document", None, None, rule="document.covered")
        self.assertTrue(self.right(truth, report(cover)))
        self.assertFalse(self.right(truth, report(cover, finding())))
        self.assertFalse(self.right(truth, report(finding("document", None, None, rule="document.official"), verdict="review")))

    def test_warm_times_leave_the_first_out(self):
        with tempfile.TemporaryDirectory() as folder:
            tool = pathlib.Path(folder, "tool")
            tool.write_text("#!/bin/sh\nshift 5\nfor photo; do echo \"{\\\"source\\\":\\\"$photo\\\"}\"; done\n"
                            "echo '{\"album\":{}}'\n", encoding="utf-8")
            tool.chmod(0o755)
            times, peak = judge.warm(tool, ["a", "b", "c"])
            self.assertEqual(len(times), 3)
            self.assertGreater(peak, 100 << 10)
            tool.write_text("#!/bin/sh\n", encoding="utf-8")
            with self.assertRaises(ValueError):
                judge.warm(tool, ["a"])

    def test_language_by_letters(self):
        for text, system, name in (("기밀 문서", "kr", "kor"), ("機密 取扱いに注意", "jp", "jpn"), ("Секретно", "ru", "rus"), ("TỐI MẬT", "vn", "vie"),
                                   ("機密", "tw", "chi_tra"), ("机密★20年", "cn", "chi_sim"), ("SECRET//NOFORN", "us", "eng")):
            self.assertEqual(judge.language({"lines": [{"text": text}], "system": system, "layout": f"{system}.x"}), name)

    def test_exam_is_its_own_class(self):
        exam = finding("document", None, None, "none", "document.exam")
        self.assertTrue(self.right({"kind": "exam"}, report(exam, verdict="ok")))
        self.assertFalse(self.right({"kind": "exam"}, report(exam, finding())))

    def test_harmless(self):
        self.assertTrue(self.right({"kind": "harmless"}, report(verdict="ok")))
        self.assertTrue(self.right({"kind": "harmless"}, report(finding("metadata", None, None, "review"), verdict="review")))
        self.assertFalse(self.right({"kind": "harmless"}, report(finding("document", None, None, "review"), verdict="review")))


def row(right, glyph, conditions=(), **more):
    return {"kind": "mark", "system": "cn", "level": "机密", "selfie": False, "right": right, "glyph": glyph, "conditions": list(conditions),
            "width": 60, "verdict": "block" if right else "ok", "said": [], "document": right, "layout": "x", "seconds": 1.0, **more}


class Counted(unittest.TestCase):
    def bar(self, rows, text):
        return next(found for found in table.bars(rows) if text in found[0])

    def test_bands_of_glyph_height(self):
        rows = [row(True, 16), row(False, 15.9), row(True, 12), row(False, 11)]
        self.assertEqual(self.bar(rows, "of 16 px or more")[1:], ("100.0", "at least 95.0", True))
        self.assertEqual(self.bar(rows, "12 to 16 px")[1:], ("50.0", "at least 85.0", False))

    def test_mirrored_is_held_against_upright(self):
        rows = [row(True, 20)] * 9 + [row(False, 20)] + [row(True, 20, ["mirrored"])] * 8 + [row(False, 20, ["mirrored"])] * 2
        self.assertEqual(self.bar(rows, "mirrored against upright")[1:], ("80.0", "at least 85.0", False))

    def test_a_selfie_is_counted_apart_and_never_ok(self):
        rows = [row(True, 20), row(False, 20, selfie=True)]
        self.assertEqual(self.bar(rows, "of 16 px or more")[1], "100.0")
        self.assertEqual(self.bar(rows, "selfies passed as ok")[1:], (1, "0", False))

    def test_blocks_of_harmless_papers(self):
        harmless = [row(True, None, kind="harmless", verdict="ok")] * 499 + [row(False, None, kind="harmless", verdict="block")]
        self.assertTrue(self.bar(harmless, "harmless documents blocked")[3])
        self.assertFalse(self.bar(harmless + harmless[-1:], "harmless documents blocked")[3])

    def test_nothing_measured_is_nothing_met(self):
        self.assertFalse(self.bar([row(True, 20)], "12 to 16 px")[3])


if __name__ == "__main__":
    unittest.main()
