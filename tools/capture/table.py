# SPDX-License-Identifier: Apache-2.0
"""Figures of an evaluation, as a table in Markdown: by system, level, condition, width, glyph height and kind."""
import statistics

from .plan import CONDITIONS, WIDTHS

BANDS = ((16, None), (12, 16), (8, 12), (0, 8))  # pixels of a glyph in the photo as it is
VERIFIED_PHOTOS, VERIFIED_RIGHT = 40, 85  # what issue and README call photo-verified
WORKS_AGAINST = ("mirrored", "rotated", "screen")


def percent(rows, key="right"):
    return 100 * sum(bool(row[key]) for row in rows) / len(rows) if rows else None


def band(row):
    for low, high in BANDS:
        if (row["glyph"] or 0) >= low:
            return f"{low} px or more" if high is None else f"{low} to {high} px"


def figure(value):
    return "–" if value is None else f"{value:.1f}"


def section(title, groups):
    """Lines of one table; groups are (name, rows)."""
    yield f"\n### {title}\n"
    yield "| what | photos | right % | not passed as ok % | 16 px or more: right % (photos) | 12 to 16 px: right % (photos) |"
    yield "|---|---|---|---|---|---|"
    for name, rows in groups:
        if rows:
            bands = [[r for r in rows if band(r) == wanted] for wanted in ("16 px or more", "12 to 16 px")]
            cells = " | ".join(f"{figure(percent(b))} ({len(b)})" for b in bands)
            yield f"| {name} | {len(rows)} | {figure(percent(rows))} | {figure(percent(rows, 'not-ok'))} | {cells} |"


def by(rows, key, names=None):
    names = names or sorted({row[key] for row in rows}, key=str)
    return [(str(name), [row for row in rows if row[key] == name]) for name in names]


def with_condition(rows):
    plain = [row for row in rows if not row["conditions"]]
    return [("none", plain), *((name, [row for row in rows if name in row["conditions"]]) for name in CONDITIONS),
            ("three or more", [row for row in rows if len(row["conditions"]) >= 3])]


def tables(rows):
    for row in rows:
        row["not-ok"] = row["verdict"] != "ok"
        row["marks"] = f"{row.get('system', '')} {row.get('level', '')}"
        row["band"] = band(row)
    marks = [row for row in rows if row["kind"] == "mark"]
    sheets, selfies = ([row for row in marks if row["selfie"] is wanted] for wanted in (False, True))
    clear = [row for row in sheets if (row["glyph"] or 0) >= 12]
    yield from section("Kinds", by(rows, "kind"))
    yield from section("Marks by glyph height", by(sheets, "band"))
    yield from section("Marks by system", by(sheets + selfies, "system"))
    yield from section("Marks by level", by(sheets + selfies, "marks"))
    yield from section("Marks by condition, glyphs of 12 px or more", with_condition(clear))
    yield from section("Marks by page width in % of the frame, glyphs of 12 px or more", by(clear, "width", WIDTHS))
    yield from section("Office selfies by glyph height", by(selfies, "band"))
    yield from section("Covered, by cover", by([r for r in rows if r["kind"] == "covered"], "cover"))
    yield from section("Harmless, by layout", by([r for r in rows if r["kind"] == "harmless"], "layout"))


def bars(rows):
    """What issue and README ask for: (text, measured, wanted, met)."""
    marks = [row for row in rows if row["kind"] == "mark" and not row["selfie"]]
    big, middle = ([r for r in marks if band(r) == wanted] for wanted in ("16 px or more", "12 to 16 px"))
    clear = big + middle
    upright = percent([r for r in clear if not set(r["conditions"]) & set(WORKS_AGAINST)])
    selfies = [row for row in rows if row["kind"] == "mark" and row["selfie"]]
    near, far = [r for r in selfies if (r["glyph"] or 0) >= 12], [r for r in selfies if (r["glyph"] or 0) < 12]
    covered = [row for row in rows if row["kind"] == "covered"]
    harmless = [row for row in rows if row["kind"] in ("harmless", "exam")]

    def least(text, value, wanted):
        return text, figure(value), f"at least {figure(wanted)}", value is not None and value >= wanted
    yield least("marks of 16 px or more, level and system right, %", percent(big), 95)
    yield least("marks of 12 to 16 px, level and system right, %", percent(middle), 85)
    for name, some in [*with_condition(clear), *((f"page {w} % wide", [r for r in clear if r["width"] == w]) for w in WIDTHS)]:
        if some:
            yield least(f"marks of 12 px or more: {name}, right, % ({len(some)})", percent(some), 80)
    for name in WORKS_AGAINST:
        yield least(f"marks of 12 px or more: {name} against upright, right, %", percent([r for r in clear if name in r["conditions"]]),
                    (upright or 0) - 5)
    yield least("red chops turned by up to 30°, 12 px or more, right, %", percent([r for r in clear if "chop" in r["conditions"]]), 90)
    yield least("office selfies of 12 px or more, right, %", percent(near), 85)
    yield least("office selfies below 12 px, found as a document, %", percent(far, "document"), 90)
    yield ("office selfies passed as ok", sum(r["verdict"] == "ok" for r in selfies), "0", all(r["verdict"] != "ok" for r in selfies))
    yield least("covered documents found, without a level, %", percent(covered), 90)
    named = sum(bool(r["said"]) for r in covered)
    yield ("covered documents with a level", named, "0", named == 0)
    for kind in ("document", "exam", "sign"):
        some = [row for row in rows if row["kind"] == kind and (row["glyph"] or 0) >= 12]
        if some:
            yield least(f"{kind} of 12 px or more, right, % ({len(some)})", percent(some), 80)
    blocks = sum(r["verdict"] == "block" for r in harmless)
    yield (f"harmless documents blocked, of {len(harmless)}", blocks, "at most 1 in 500", blocks * 500 <= max(500, len(harmless)))


def summary(rows):
    """The whole text of one evaluation."""
    yield "| bar | measured | wanted | |"
    yield "|---|---|---|---|"
    for text, measured, wanted, met in bars(rows):
        yield f"| {text} | {measured} | {wanted} | {'met' if met else '**missed**'} |"
    yield from tables(rows)
    harmless = [row for row in rows if row["kind"] == "harmless"]
    if harmless:
        review = sum(row["verdict"] == "review" for row in harmless)
        block = sum(row["verdict"] == "block" for row in harmless)
        yield f"\nFalse alarms per 1,000 harmless photos: block {1000 * block / len(harmless):.1f}, review {1000 * review / len(harmless):.1f}."
    verified = [name for name, some in by([r for r in rows if r["kind"] == "mark"], "system")
                if len(some) >= VERIFIED_PHOTOS and percent(some) >= VERIFIED_RIGHT]
    yield f"Systems with at least {VERIFIED_PHOTOS} photos and {VERIFIED_RIGHT} % right: {', '.join(verified) or 'none'}."
    yield (f"Seconds a photo, cold, as it ran here: median {statistics.median(r['seconds'] for r in rows):.2f}, "
           f"worst {max(r['seconds'] for r in rows):.2f}.")


__all__ = ["summary", "bars"]
