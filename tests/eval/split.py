#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The splits of tests/eval/split.yaml keep their promises: size, shares, and nothing that two of them have in common."""
import collections
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
from capture import harmless_eval, layouts_tune, marks, plan, splits, words_eval, words_tune  # noqa: E402

LEAST_SHARE = .08   # of every condition and every page width
LEAST_THREE = .3    # photos with three or more conditions at once


def strings(thing):
    """Every string in nested lists."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, (list, tuple)):
        for part in thing:
            yield from strings(part)


class Evaluation(unittest.TestCase):
    def setUp(self):
        self.photos = plan.plan("eval")

    def test_list_is_the_one_that_was_committed(self):
        for split in splits.SPLITS:
            self.assertEqual(plan.list_hash(plan.plan(split)), plan.table()["splits"][split]["list"], split)

    def test_a_changed_list_is_noticed(self):
        self.photos[0]["width"] = 50
        self.assertNotEqual(plan.list_hash(self.photos), plan.table()["splits"]["eval"]["list"])

    def test_another_seed_is_another_list_under_other_names(self):
        tune, one, two = plan.plan("tune"), plan.fresh("tune", 1), plan.fresh("tune", 2)
        self.assertEqual({len(tune)}, {len(one), len(two)})
        names = [plan.name_of(e) for e in (*tune, *one, *two)]
        self.assertEqual(len(names), len(set(names)))
        self.assertNotEqual([e["seed"] for e in one], [e["seed"] for e in two])
        self.assertEqual(plan.list_hash(one), plan.list_hash(plan.fresh("tune", 1)))

    def test_size_and_shares(self):
        number = len(self.photos)
        self.assertGreaterEqual(number, 1000)
        for condition in plan.CONDITIONS:
            self.assertGreaterEqual(sum(condition in e["conditions"] for e in self.photos) / number, LEAST_SHARE, condition)
        for width in plan.WIDTHS:
            self.assertGreaterEqual(sum(e["width"] == width for e in self.photos) / number, LEAST_SHARE, width)
        self.assertGreaterEqual(sum(len(e["conditions"]) >= 3 for e in self.photos) / number, LEAST_THREE)
        self.assertGreaterEqual(sum(e["kind"] in ("harmless", "exam") for e in self.photos), 500)

    def test_enough_photos_of_every_system(self):
        found = collections.Counter(e["system"] for e in self.photos if e["kind"] in ("mark", "sign"))
        for system in (*marks.SYSTEMS, "signs"):
            self.assertGreaterEqual(found[system], 40, system)

    def test_selfies_are_mirrored_as_often_as_said(self):
        selfies = [e for e in self.photos if e["selfie"]]
        self.assertTrue(all(e["width"] in (20, 35) for e in selfies))
        self.assertAlmostEqual(sum("mirrored" in e["conditions"] for e in selfies) / len(selfies), .4, delta=.03)


class NothingInCommon(unittest.TestCase):
    def test_fonts(self):
        families = splits.training_families()
        files = splits.font_files("eval")
        self.assertTrue(families["train"] and files)
        for path in files:
            for pattern in families["train"] + families["tune"]:
                self.assertIsNone(pattern.search(path), path)
        self.assertFalse(set(files) & set(splits.font_files("tune")))

    def test_layouts(self):
        self.assertFalse(set(harmless_eval.BOOK) & set(layouts_tune.BOOK))

    def test_texts(self):
        ours, theirs = ({s for part in module.TEXTS.values() for s in strings(part) if len(s) > 5} for module in (words_eval, words_tune))
        self.assertGreater(len(ours), 100)
        self.assertFalse(ours & theirs)

    def test_photographs(self):
        for number in range(1, 400):
            self.assertEqual(splits.split_of(f"p{number:04d}.jpg") == "eval", number % 2 == 0)


if __name__ == "__main__":
    unittest.main()
