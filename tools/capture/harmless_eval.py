# SPDX-License-Identifier: Apache-2.0
"""Layouts of the evaluation: signs, and what must not be blocked, with words of secrecy where such things have them."""
from .layouts import A4, INK, MM, RED, numbered, paragraphs, pick, stamps
from .layouts_eval import BOOK, LEFT

LANGUAGES = {"hant-harmless": ("hant", "song"), "ru-harmless": ("cyrillic", "serif"), "vn-harmless": ("vietnamese", "serif"),
             "jp-harmless": ("jp", "song"), "kr-harmless": ("kr", "song"), "en-harmless": ("latin", "serif")}


def board(s, script, lines, colours):
    ground, ink = colours
    s.frame(0, 0, s.width, s.height, 0, fill=ground)
    s.frame(8, 8, s.width - 8, s.height - 8, 3, colour=ink)
    style = "sans-bold" if script == "latin" else "hei-bold"
    size = min(150, *(s.width * 0.8 / max(1e-6, s.length(words, script, style, 1)) for words in lines))
    pitch = size * MM * 1.35
    y = s.height / 2 - pitch * (len(lines) - 1) / 2 + size * MM * 0.36
    for words in lines:
        s.text(s.width / 2, y, words, script, style, size, ink, "m", weight=size * MM * 0.012)
        y += pitch


BOARDS = [((255, 255, 255), (200, 20, 28)), ((200, 20, 28), (255, 255, 255)), ((250, 210, 30), (20, 20, 20)), ((28, 70, 150), (255, 255, 255))]


@BOOK.layout("sign.board", "sign", (400, 260))
def sign_board(s, _mark):
    from .marks import SIGNS
    board(s, *pick(s.rng, SIGNS[s.split]), pick(s.rng, BOARDS))


@BOOK.layout("sign.harmless", "harmless", (400, 260))
def sign_harmless(s, _mark):
    board(s, *s.pick("sign-harmless"), pick(s.rng, BOARDS))


@BOOK.layout("novel", "harmless", (140, 205))
def novel(s, _mark):
    s.text(70, 14, s.pick("zh-novel-title"), "hans", "kai", 9, anchor="m")
    paragraphs(s, "zh-novel", "hans", "song", 10.5, 16, 28, 108, 6.6, 188, 2 * 10.5 * MM, least=5)
    s.text(70, 198, str(int(s.rng.integers(9, 300))), "hans", "song", 9, anchor="m")


@BOOK.layout("novel.cover", "harmless", (140, 205))
def novel_cover(s, _mark):
    ground = pick(s.rng, [(222, 205, 180), (60, 90, 110), (120, 40, 50), (235, 235, 228)])
    ink = INK if sum(ground) > 450 else (245, 240, 230)
    s.frame(0, 0, 140, 205, 0, fill=ground)
    s.text(70, 70, s.pick("zh-novel-title"), "hans", pick(s.rng, ["song-bold", "kai"]), 44, ink, "m")
    s.text(70, 96, "长篇小说", "hans", "kai", 16, ink, "m")
    s.text(70, 185, "闻小棠　著", "hans", "kai", 16, ink, "m")


@BOOK.layout("menu", "harmless", (210, 280))
def menu(s, _mark):
    s.frame(8, 8, 202, 272, 1, colour=(150, 60, 40))
    s.text(105, 36, s.pick("zh-shop"), "hans", "kai", 42, (150, 30, 30), "m")
    y = 62
    for name, price in s.texts("zh-menu"):
        s.text(30, y, name, "hans", "hei", 18)
        s.text(180, y, f"{price}元", "hans", "hei", 17, (150, 60, 40), "r")
        y += 20


@BOOK.layout("receipt", "harmless", (80, 170))
def receipt(s, _mark):
    s.text(40, 14, s.pick("en-shop"), "latin", "mono", 12, anchor="m")
    y = 28
    total = 0.0
    for name, price in s.texts("en-receipt"):
        s.text(6, y, name, "latin", "mono", 9.5)
        s.text(74, y, f"{price:.2f}", "latin", "mono", 9.5, anchor="r")
        total += price
        y += 8
    s.text(6, y + 6, "TOTAL", "latin", "mono", 12)
    s.text(74, y + 6, f"{total:.2f}", "latin", "mono", 12, anchor="r")
    s.text(40, y + 24, "THANK YOU", "latin", "mono", 10, anchor="m")


@BOOK.layout("contract", "harmless", A4)
def contract(s, _mark):
    s.text(105, 40, s.pick("zh-contract-title"), "hans", "song-bold", 24, anchor="m")
    s.text(30, 58, "甲方：________　　乙方：________", "hans", "song", 13)
    y = 72
    for words in s.texts("zh-contract"):
        y = s.paragraph(30, y, words, "hans", "song", 13, 152, 9, 2 * 13 * MM) + 2
    s.text(30, 250, "甲方（盖章）：", "hans", "song", 13)
    s.text(118, 250, "乙方（签字）：", "hans", "song", 13)
    if s.rng.random() < 0.6:
        s.stamp(stamps.round_seal(s.rng, s, s.pick("zh-company"), 38), 62, 246, s.rng.uniform(-15, 15))


@BOOK.layout("poster", "harmless", (297, 420))
def poster(s, _mark):
    english = s.rng.random() < 0.5
    lines = s.pick("en-poster" if english else "zh-poster")
    ground = pick(s.rng, [(240, 235, 220), (30, 60, 90), (180, 40, 50), (250, 205, 60)])
    ink = INK if sum(ground) > 450 else (250, 250, 245)
    s.frame(0, 0, 297, 420, 0, fill=ground)
    script, bold, plain = ("latin", "sans-bold", "sans") if english else ("hans", "hei-bold", "hei")
    size = min(90, 230 / max(1e-6, s.length(lines[0], script, bold, 1)))
    s.text(148, 150, lines[0], script, bold, size, ink, "m")
    for y, words in zip((230, 270, 310), lines[1:]):
        s.text(148, y, words, script, plain, 34 if len(words) < 22 else 26, ink, "m")


@BOOK.layout("newspaper", "harmless", (280, 400))
def newspaper(s, _mark):
    """A masthead in large red glyphs over a rule, which a red head is not."""
    s.text(16, 48, s.pick("zh-paper"), "hans", "kai", 84, RED, weight=0.5)
    s.text(262, 30, "2026年3月12日　星期四", "hans", "song", 11, anchor="r")
    s.rule(12, 58, 268, 0.8, pick(s.rng, [INK, RED]))
    s.text(140, 86, s.pick("zh-news"), "hans", "hei-bold", 40, anchor="m")
    for column in range(4):
        paragraphs(s, "zh-novel", "hans", "song", 9, 14 + column * 64, 104, 60, 5.2, 385, 2 * 9 * MM, least=5)


@BOOK.layout("certificate", "harmless", (297, 210))
def certificate(s, _mark):
    head, name, words, close = s.pick("zh-certificate")
    s.frame(8, 8, 289, 202, 2.5, colour=(190, 140, 50))
    s.frame(13, 13, 284, 197, 0.6, colour=RED)
    s.text(148, 58, head, "hans", "song-bold", 52, RED, "m", spacing=8)
    s.text(40, 92, name, "hans", "kai", 22)
    s.paragraph(40, 110, words, "hans", "kai", 22, 218, 15, 2 * 22 * MM)
    s.text(52, 150, close, "hans", "kai", 22)
    s.text(220, 172, "青棠文化馆", "hans", "kai", 18, anchor="m")
    s.stamp(stamps.round_seal(s.rng, s, "青棠文化馆"), 222, 170, s.rng.uniform(-10, 10))


@BOOK.layout("foreign", "harmless", A4)
def foreign(s, _mark):
    """Ordinary prose in other languages; mật is honey, ДСП is chipboard, 取扱注意 is a parcel."""
    kind = pick(s.rng, sorted(LANGUAGES))
    script, style = LANGUAGES[kind]
    y = 40
    for words in s.texts(kind):
        y = s.paragraph(26, y, words, script, style, 17, 158, 12) + 8


@BOOK.layout("letter.company", "harmless", A4)
def letter_company(s, _mark):
    s.text(24, 28, s.pick("company"), "latin", "serif-bold", 18, (40, 70, 120))
    s.rule(24, 33, 186, 0.4, (40, 70, 120))
    s.text(24, 52, "12 March 2026", "latin", "serif", 12)
    s.text(24, 70, "Dear Ms Notional,", "latin", "serif", 12.5)
    y = 84
    for words in ("Thank you for your visit last week. We are glad that the samples arrived in good order.", *s.texts("en-harmless")[1:4]):
        y = s.paragraph(24, y, words, "latin", "serif", 12.5, 162, 7.5) + 4
    s.text(24, y + 14, "Yours sincerely,", "latin", "serif", 12.5)


@BOOK.layout("notes", "harmless", (148, 210))
def notes(s, _mark):
    for row in range(22):
        s.rule(8, 20 + row * 8.4, 140, 0.2, (150, 170, 200))
    for row, words in enumerate(s.texts("zh-chat")):
        s.text(12, 27 + row * 16.8, words, "hans", "kai", 17, (30, 40, 110))


@BOOK.layout("chat", "harmless-screen", (70, 150))
def chat(s, _mark):
    """A telephone with a conversation, light or dark; also what forwarded pages are shown in."""
    dark = s.rng.random() < 0.4
    ground, ink = ((24, 24, 26), (225, 225, 228)) if dark else ((237, 237, 237), (20, 20, 20))
    s.frame(0, 0, 70, 150, 0, fill=ground)
    s.text(35, 11, s.pick("zh-chat-name"), "hans", "hei", 9, ink, "m")
    words = list(s.texts("zh-chat"))
    s.rng.shuffle(words)
    y = 22
    for line in words[:8]:
        mine = s.rng.random() < 0.5
        wide = s.length(line, "hans", "hei", 8) + 5
        left = 70 - 5 - wide if mine else 5
        fill = (88, 190, 106) if mine else (50, 50, 54) if dark else (255, 255, 255)
        s.frame(left, y, left + wide, y + 9, 0, fill=fill)
        s.text(left + 2.5, y + 6.2, line, "hans", "hei", 8, (10, 30, 10) if mine else ink)
        y += 15


@BOOK.layout("desktop", "harmless-screen", (300, 188))
def desktop(s, _mark):
    """An office program with a plain table in it."""
    s.frame(0, 0, 300, 188, 0, fill=(240, 241, 244))
    s.frame(0, 0, 300, 12, 0, fill=(43, 87, 154))
    s.text(6, 8.5, s.pick("zh-window") + " — 采购清单", "hans", "hei", 13, (255, 255, 255))
    for row in range(12):
        for column, width in enumerate((0, 90, 140, 200)):
            s.frame(20 + width, 30 + row * 11, 20 + (90, 140, 200, 260)[column], 41 + row * 11, 0.25, colour=(170, 170, 170), fill=(255, 255, 255))
    for row, (name, price) in enumerate(s.texts("zh-menu")):
        s.text(23, 38 + row * 11, name, "hans", "song", 12)
        s.text(115, 38 + row * 11, str(price), "hans", "song", 12)


def window(outer, inner, top):
    """A document opened in an office program: tool bar above, the page on gray, cut at the window's lower edge."""
    outer.frame(0, 0, outer.width, outer.height, 0, fill=(128, 130, 135))
    outer.frame(0, 0, outer.width, top, 0, fill=(245, 246, 248))
    outer.frame(0, 0, outer.width, top * 0.45, 0, fill=pick(outer.rng, [(43, 87, 154), (33, 115, 70), (52, 52, 56)]))
    outer.text(4, top * 0.36, outer.pick("zh-window"), "hans", "hei", top * 0.8, (255, 255, 255))
    x = (outer.width - inner.width * inner.density / outer.density) / 2
    outer.place(inner, x, top + 3, cut=(outer.height - top - 3) * outer.density / inner.density)


def forwarded(outer, inner):
    """The conversation of a telephone with the page as a forwarded picture in it."""
    chat(outer, None)
    outer.frame(4, 20, 66, 146, 0, fill=(237, 237, 237))
    outer.place(inner, 8, 24, cut=118 * outer.density / inner.density)


__all__ = ["BOOK", "LEFT", "numbered", "window", "forwarded"]
