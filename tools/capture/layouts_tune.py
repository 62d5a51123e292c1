# SPDX-License-Identifier: Apache-2.0
"""Layouts of the tuning split: fewer than the evaluation's and composed in another way."""
from .layouts import A4, INK, LETTER, RED, Book, chop_mark, numbered, paragraphs, pick, signed

BOOK = Book()
SCRIPT = {"tw": ("hant", "song", "tw-body", "tw-issuer"), "hk": ("hant", "song", "hk-body", "hk-issuer"),
          "us": ("latin", "serif", "us-body", "us-agency"), "nato": ("latin", "sans", "nato-body", "nato-office"),
          "eu": ("latin", "serif", "eu-body", "eu-office"), "uk": ("latin", "serif", "uk-body", "uk-office"),
          "ca": ("latin", "sans", "ca-body", "ca-office"), "vn": ("vietnamese", "serif", "vn-body", "vn-office"),
          "ru": ("cyrillic", "serif", "ru-body", "ru-office"), "jp": ("jp", "song", "jp-body", "jp-office"),
          "kr": ("kr", "song", "kr-body", "kr-office"), "tlp": ("latin", "sans", "company-body", "company"),
          "company": ("latin", "sans", "company-body", "company")}


@BOOK.layout("tune.red-head", "mark", A4, ["cn"])
def red_head(s, mark):
    issuer = s.pick("zh-issuer")
    if mark and mark.chop:
        chop_mark(s, mark, "hans", 150, 30, 22)
    elif mark:
        s.text(28, 52, mark.words, "hans", "hei", 16, mark=mark.key)
        s.text(28, 42, "000208", "hans", "hei", 16)
    s.squeezed(106, 92, issuer + "文件", "hans", "song-bold", 50, RED, 136)
    s.text(106, 112, numbered(s.rng, s.pick("zh-short")), "hans", "fangsong", 16, anchor="m")
    s.rule(28, 117, 184, 1, RED)
    s.text(106, 138, s.pick("zh-subject"), "hans", "song-bold", 22, anchor="m")
    y = s.paragraph(28, 156, s.pick("zh-receivers"), "hans", "fangsong", 16, 156, 10.2)
    y = paragraphs(s, "zh-body", "hans", "fangsong", 16, 28, y, 156, 10.2, 218, 11.3)
    signed(s, issuer, 166, max(y + 8, 245), 10.2)


@BOOK.layout("tune.plain", "mark", A4, ["cn"])
def plain(s, mark):
    if mark.chop:
        chop_mark(s, mark, "hans", 155, 28, 26)
    else:
        s.text(182, 28, mark.words, "hans", "hei", 15, mark=mark.key, anchor="r")
    s.text(105, 58, s.pick("zh-subject"), "hans", "song-bold", 22, anchor="m")
    paragraphs(s, "zh-body", "hans", "song", 14, 28, 78, 154, 9, 262, 10, least=4)


@BOOK.layout("tune.marked", "mark", LETTER, [*SCRIPT])
def marked(s, mark):
    """A page of any other system: the mark centred above and below, or a chop."""
    script, style, body, office = SCRIPT[mark.system]
    if mark.system == "company" and any("一" <= c <= "鿿" for c in mark.words):
        script, style, body, office = "hans", "song", "zh-bullets", "zh-company"
    bold = "hei-bold" if script in ("hans", "hant", "jp", "kr") else "sans-bold"
    red = mark.system in ("jp", "kr", "vn")
    if mark.chop or mark.system in ("jp", "vn"):
        chop_mark(s, mark, script, 60 if mark.system == "vn" else 160, 24, 18, lean=None if mark.chop else 0)
    elif mark.system == "ru":
        s.text(190, 22, mark.words, script, "serif", 14, mark=mark.key, anchor="r")
        s.text(190, 31, "Экз. № 2", script, "serif", 12, anchor="r")
    else:
        for y in (18, 268):
            s.text(108, y, mark.words, script, bold, 15, RED if red else INK, "m", mark=mark.key)
    s.text(108, 44, s.pick(office), script, bold, 16, anchor="m")
    if mark.system == "vn":
        s.text(140, 30, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", script, "serif-bold", 10, anchor="m")
    paragraphs(s, body, script, style, 14, 26, 70, 162, 9, 240, least=6)


@BOOK.layout("tune.tw-meeting", "mark", A4, ["tw"])
def tw_meeting(s, mark):
    """A notice of a meeting: the level in its field among others, or stamped beside the head."""
    s.text(105, 30, s.pick("tw-issuer") + "　開會通知單", "hant", "kai", 22, anchor="m")
    s.text(24, 52, "受文者：各業務單位", "hant", "kai", 14)
    field = "密等及解密條件或保密期限："
    y = 62
    for words in ("發文日期：中華民國115年6月2日", "發文字號：青水字第1150600218號", "速別：最速件", field, "附件：議程一份"):
        if words == field and not mark.chop:
            s.text(24, y, field + mark.words, "hant", "kai", 12, mark=mark.key)
        else:
            s.text(24, y, words, "hant", "kai", 12)
        y += 7.5
    if mark.chop:
        chop_mark(s, mark, "hant", 40, 26, s.rng.uniform(20, 28))
    for words in ("開會事由：堤岸巡查輪值會議", "開會時間：115年6月9日上午10時", "開會地點：二樓會議室", "主持人：溫○○"):
        s.text(24, y + 6, words, "hant", "kai", 14)
        y += 10
    paragraphs(s, "tw-body", "hant", "kai", 14, 24, y + 12, 162, 9.5, 240, least=3)


@BOOK.layout("tune.head-right", "mark", A4, ["hk", "eu", "us", "uk", "nato", "ca"])
def head_right(s, mark):
    """The mark at the right of head and foot, in the size of the body, office and subject below it."""
    script, style, body, office = SCRIPT[mark.system]
    bold = "hei-bold" if script == "hant" else pick(s.rng, ["sans-bold", "serif-bold"])
    points = s.rng.uniform(11.5, 15)
    if mark.chop:
        chop_mark(s, mark, script, pick(s.rng, [60, 150]), 28, points * 1.4, frame=int(s.rng.integers(0, 3)))
    else:
        for y in (19, 283):
            s.text(189, y, mark.words, script, bold, points, pick(s.rng, [INK, RED]), "r", mark=mark.key)
    s.text(22, 40, s.pick(office), script, bold, 15)
    s.rule(22, 45, 189, 0.4)
    s.text(22, 56, pick(s.rng, ["REF 114/26", "File 22-0417", "No. 8/2026"]), "latin", style if script == "latin" else "sans", 11)
    paragraphs(s, body, script, style, points - 1, 22, 72, 166, points * 0.62, 262, least=7)


@BOOK.layout("tune.vn-decision", "mark", A4, ["vn"])
def vn_decision(s, mark):
    """Two columns of head, the level framed twice in red below the number at the left, the subject beside it."""
    s.text(58, 24, s.pick("vn-office"), "vietnamese", "serif-bold", 12, anchor="m")
    s.text(58, 33, f"Số: {int(s.rng.integers(2, 400))}/QĐ-TL", "vietnamese", "serif", 12, anchor="m")
    s.text(144, 24, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "vietnamese", "serif-bold", 11, anchor="m")
    s.text(144, 30, "Độc lập - Tự do - Hạnh phúc", "vietnamese", "serif-bold", 12, anchor="m")
    lean = s.rng.uniform(-30, 30) if mark.chop else s.rng.uniform(-3, 3)
    chop_mark(s, mark, "vietnamese", s.rng.uniform(45, 70), 46, 14.5, frame=2, lean=lean, style=pick(s.rng, ["serif-bold", "sans-bold"]))
    s.text(105, 70, "QUYẾT ĐỊNH", "vietnamese", "serif-bold", 16, anchor="m")
    s.text(105, 79, s.pick("vn-subject"), "vietnamese", "serif-bold", 13, anchor="m")
    paragraphs(s, "vn-body", "vietnamese", "serif", 13.5, 28, 96, 158, 8.3, 255, 10, least=5)


@BOOK.layout("tune.ru-letter", "mark", A4, ["ru"])
def ru_letter(s, mark):
    """A letter: office in a column at the left, the level and the copy's number at the right of it."""
    y = 24
    for words in s.pick("ru-office").split():
        s.text(54, y, words, "cyrillic", "serif-bold", 12, anchor="m")
        y += 6
    s.text(54, y + 2, f"№ {int(s.rng.integers(2, 300))}/26", "cyrillic", "serif", 12, anchor="m")
    if mark.chop:
        chop_mark(s, mark, "cyrillic", 150, 26, 15)
    else:
        s.text(186, 22, mark.words, "cyrillic", pick(s.rng, ["serif", "sans", "serif-bold"]), s.rng.uniform(12, 14), anchor="r", mark=mark.key)
        s.text(186, 29, "Экз. № 3", "cyrillic", "serif", 12, anchor="r")
    s.text(186, 50, "Начальнику управления", "cyrillic", "serif", 13, anchor="r")
    s.text(28, 74, s.pick("ru-subject"), "cyrillic", "serif", 13)
    paragraphs(s, "ru-body", "cyrillic", "serif", 13, 28, 92, 160, 8.2, 255, 12, least=5)


@BOOK.layout("tune.us-page", "mark", LETTER, ["us"])
def us_page(s, mark):
    """A page of a report: banners in the colour of the level, portion marks, the block of authority at the foot."""
    colour = pick(s.rng, [INK, RED, (200, 110, 0)])
    if mark.chop:
        for y in (18, 258):
            chop_mark(s, mark, "latin", s.rng.uniform(70, 140), y, 18, frame=int(s.rng.integers(0, 3)))
    else:
        for y in (13, 272):
            s.text(108, y, mark.words, "latin", pick(s.rng, ["sans-bold", "serif-bold"]), 14, colour, "m", mark=mark.key)
    s.text(24, 30, s.pick("us-agency"), "latin", "sans-bold", 14)
    s.text(24, 42, "(U) " + s.pick("us-subject"), "latin", "sans-bold", 12)
    portion = {"TOP SECRET": "(TS) ", "SECRET": "(S) ", "CONFIDENTIAL": "(C) ", "CUI": "(CUI) "}.get(mark.level, "(U) ")
    y = 52
    for words in list(s.texts("us-body"))[:5]:
        y = s.paragraph(24, y + 4, ("" if mark.covered else portion) + words, "latin", "serif", 12, 168, 6.6)
    if mark.level in ("TOP SECRET", "SECRET", "CONFIDENTIAL"):
        for k, words in enumerate(("Classified By: " + s.pick("us-official"), "Derived From: Harbor Guide, 3 May 2024", "Declassify On: 20490501")):
            s.text(24, 240 + 5.5 * k, words, "latin", "serif", 10.5)


@BOOK.layout("tune.tlp-label", "mark", LETTER, ["tlp"])
def tlp_slip(s, mark):
    """The label as TLP 2.0 has it, in its colour on black, at the right of head and foot of a bulletin; or as a line of its own above the title."""
    from .marks import TLP_INK
    points = s.rng.uniform(11, 14)
    wide = s.length(mark.words, "latin", "sans-bold", points)
    left, rows = (188 - wide, (16, 270)) if s.rng.random() < 0.6 else (24, (22,))
    for y in rows:
        s.frame(left - 1.5, y - points * 0.32 - 1, left + wide + 1.5, y + 1.8, 0, fill=(0, 0, 0))
        s.text(left, y, mark.words, "latin", "sans-bold", points, TLP_INK[mark.level], mark=mark.key)
    s.text(24, 40, s.pick("company-title"), "latin", "sans-bold", 20)
    s.text(24, 48, s.pick("company") + "  |  12 May 2026", "latin", "sans", 11, (110, 110, 110))
    paragraphs(s, "company-body", "latin", "serif", 12, 24, 64, 164, 7.6, 256, least=7)


@BOOK.layout("tune.jp-form", "mark", A4, ["jp"])
def jp_form(s, mark):
    """A circular: number and date at the right, addressee at the left; the level stamped or framed in a corner, or in brackets above."""
    stamped = mark.chop or s.rng.random() < 0.5
    if stamped:
        chop_mark(s, mark, "jp", pick(s.rng, [30, 172]), s.rng.uniform(20, 26), s.rng.uniform(18, 30), frame=int(s.rng.integers(1, 3)),
                  lean=None if mark.chop else s.rng.uniform(-3, 3))
    else:
        shape = pick(s.rng, ["【{}】", "{}", "（{}）"])
        s.text(pick(s.rng, [24, 105]), 22, shape.format(mark.words), "jp", pick(s.rng, ["hei", "song", "hei-bold"]), s.rng.uniform(12, 16),
               pick(s.rng, [INK, RED]), "l", mark=mark.key)
    s.text(186, 40, f"霧架第{int(s.rng.integers(2, 300))}号", "jp", "song", 12, anchor="r")
    s.text(186, 48, "令和8年6月2日", "jp", "song", 12, anchor="r")
    s.text(24, 60, "各係長　殿", "jp", "song", 13)
    s.text(186, 70, s.pick("jp-office"), "jp", "song", 13, anchor="r")
    s.text(105, 90, s.pick("jp-subject"), "jp", pick(s.rng, ["hei", "song"]), 16, anchor="m")
    y = paragraphs(s, "jp-body", "jp", "song", 12, 24, 108, 162, 8.4, 150, 4.2, least=3)
    s.text(105, y + 8, "記", "jp", "song", 13, anchor="m")
    for k, words in enumerate(("１　日時　六月九日　午前十時", "２　場所　二階会議室", "３　持ち物　備品台帳")):
        s.text(32, y + 22 + 10 * k, words, "jp", "song", 12)
    s.text(186, y + 60, "以上", "jp", "song", 12, anchor="r")


@BOOK.layout("tune.kr-report", "mark", A4, ["kr"])
def kr_report(s, mark):
    """An official letter: the level boxed in red at head and foot, or the word alone at the right; then the fixed fields."""
    if mark.chop or s.rng.random() < 0.6:
        for y in (18, 280) if not mark.chop else (20,):
            chop_mark(s, mark, "kr", 105 if not mark.chop else s.rng.uniform(40, 165), y, s.rng.uniform(15, 22), frame=int(s.rng.integers(1, 3)),
                      lean=None if mark.chop else 0)
    else:
        colour = pick(s.rng, [INK, RED])
        for y in (19, 283):
            s.text(pick(s.rng, [105, 184]), y, mark.words, "kr", pick(s.rng, ["hei-bold", "song"]), s.rng.uniform(13, 17), colour, "m", mark=mark.key)
    s.text(105, 40, s.pick("kr-office"), "kr", "hei-bold", 20, anchor="m")
    for k, words in enumerate(("수신  각 담당자", "(경유)", "제목  " + s.pick("kr-subject"))):
        s.text(24, 58 + 9 * k, words, "kr", "song", 13)
    s.rule(24, 82, 186, 0.8)
    y = paragraphs(s, "kr-body", "kr", "song", 13, 24, 96, 162, 9, 190, least=4)
    s.text(24, y + 8, "붙임  비품 목록 1부.  끝.", "kr", "song", 13)
    s.text(105, 240, s.pick("kr-office") + "장", "kr", "hei-bold", 17, anchor="m")
    s.rule(24, 250, 186, 0.6)
    s.text(24, 258, "시행  가상과-114 (2026. 6. 2.)", "kr", "song", 10)


@BOOK.layout("tune.eu-note", "mark", A4, ["eu", "nato"])
def eu_note(s, mark):
    """A note with place, date and number at the right, the level under them or between rules, and again at the foot."""
    script, style, body, office = SCRIPT[mark.system]
    face = pick(s.rng, ["serif-bold", "sans-bold", "serif"])
    points = s.rng.uniform(11, 14)
    s.text(24, 26, s.pick(office), "latin", "sans-bold", 14)
    for k, words in enumerate(("Harbourton, 2 June 2026", "(OR. en)", f"{int(s.rng.integers(8000, 15000))}/26")):
        s.text(186, 26 + 6 * k, words, "latin", style, 12, anchor="r")
    if mark.chop:
        chop_mark(s, mark, "latin", s.rng.uniform(60, 150), 56, points * 1.3, frame=int(s.rng.integers(0, 3)))
    elif s.rng.random() < 0.5:
        s.text(186, 52, mark.words, "latin", face, points, anchor="r", mark=mark.key)
    else:
        s.rule(24, 50, 186, 0.3)
        s.text(105, 57, mark.words, "latin", face, points, anchor="m", mark=mark.key)
        s.rule(24, 61, 186, 0.3)
    s.text(24, 74, "NOTE", "latin", style + "-bold", 13)
    for k, (field, words) in enumerate((("From:", s.pick(office)), ("To:", "Delegations"), ("Subject:", "Meeting calendar"))):
        s.text(24, 84 + 7 * k, field, "latin", style, 12)
        s.text(52, 84 + 7 * k, words, "latin", style, 12)
    s.rule(24, 104, 186, 0.4)
    paragraphs(s, body, "latin", style, 12, 24, 116, 162, 7.4, 262, least=7)
    s.text(24, 282, f"{int(s.rng.integers(8000, 15000))}/26", "latin", style, 10)
    if not mark.chop:
        s.text(105, 288, mark.words, "latin", face, points, anchor="m", mark=mark.key)


@BOOK.layout("tune.company-deck", "mark", (254, 142.9), ["company"])
def company_deck(s, mark):
    """A slide: the word small at the foot, or at the top right in a colour."""
    hans = any("一" <= c <= "鿿" for c in mark.words)
    script, bold, plain_face = ("hans", "hei-bold", "hei") if hans else ("latin", "sans-bold", "sans")
    points = s.rng.uniform(13, 20)
    if mark.chop:
        chop_mark(s, mark, script, s.rng.uniform(150, 220), 26, points * 1.3)
    elif s.rng.random() < 0.5:
        s.text(240, 16, mark.words, script, bold, points, pick(s.rng, [RED, INK, (0, 80, 160)]), "r", mark=mark.key)
    else:
        s.text(pick(s.rng, [14, 127]), 136, mark.words, script, pick(s.rng, [bold, plain_face]), points, pick(s.rng, [INK, (90, 90, 90)]), "l",
               mark=mark.key)
    s.frame(0, 0, 5, 142, 0, fill=(0, 80, 160))
    s.text(18, 34, s.pick("zh-slide" if hans else "company-title"), script, bold, 34)
    y = 58
    for words in list(s.texts("zh-bullets" if hans else "company-body")) * 2:
        s.text(22, y, "• " + words, script, plain_face, 19)
        y += 13
        if y > 122:
            break


@BOOK.layout("tune.official", "document", A4, ["cn"])
def official(s, _mark):
    red_head(s, None)


@BOOK.layout("tune.inner", "document", A4, ["cn"])
def inner(s, _mark):
    paragraphs(s, "zh-inner", "hans", "fangsong", 16, 28, 42, 156, 10.2, 262, 11.3, least=7)
    s.text(180, 278, "－5－", "hans", "song", 14, anchor="r")


@BOOK.layout("tune.exam", "exam", A4, ["cn"])
def exam(s, _mark):
    s.text(20, 20, "秘密★启用前", "hans", "hei", 14)
    for y, words in zip((34, 46, 58), s.texts("zh-exam")):
        s.text(105, y, words, "hans", "song-bold", 18, anchor="m")
    paragraphs(s, "zh-questions", "hans", "song", 12, 20, 80, 170, 10, 270, least=4)


@BOOK.layout("tune.board", "sign", (500, 250))
def tune_board(s, _mark):
    from .marks import SIGNS
    sign(s, *pick(s.rng, SIGNS[s.split]))


@BOOK.layout("tune.board.harmless", "harmless", (500, 250))
def tune_board_harmless(s, _mark):
    sign(s, *s.pick("sign-harmless"))


def sign(s, script, lines):
    s.frame(0, 0, 500, 250, 0, fill=(250, 250, 250))
    s.frame(0, 0, 500, 40, 0, fill=(200, 20, 30))
    for y, words in zip((150, 215), lines):
        style = "sans-bold" if script == "latin" else "hei-bold"
        s.text(250, y, words, script, style, min(170, 400 / s.length(words, script, style, 1)), anchor="m")


@BOOK.layout("tune.prose", "harmless", A4)
def prose(s, _mark):
    kind, script, style = pick(s.rng, [("zh-novel", "hans", "song"), ("zh-contract", "hans", "fangsong"), ("hant-harmless", "hant", "song"),
                                       ("en-harmless", "latin", "serif"), ("ru-harmless", "cyrillic", "serif"), ("jp-harmless", "jp", "song"),
                                       ("vn-harmless", "vietnamese", "serif"), ("kr-harmless", "kr", "song")])
    s.text(30, 34, s.pick("zh-novel-title") if script == "hans" else "", "hans", "hei", 18)
    paragraphs(s, kind, script, style, 14, 30, 54, 150, 9, 230, least=3)


@BOOK.layout("tune.list", "harmless", (148, 210))
def price_list(s, _mark):
    s.text(74, 24, s.pick("zh-shop"), "hans", "kai", 30, (120, 40, 30), "m")
    for row, (name, price) in enumerate(s.texts("zh-menu")):
        s.text(16, 48 + row * 18, f"{name}……{price}", "hans", "song", 17)


@BOOK.layout("tune.menu", "harmless", (210, 297))
def menu(s, _mark):
    """A menu with its house's name in red or in a red band, a rule under it, dishes under headings on coloured bars, two columns of prices."""
    if s.rng.random() < 0.5:
        s.frame(0, 0, 210, 46, 0, fill=(178, 24, 32))
        s.text(105, 32, s.pick("zh-shop"), "hans", "song-bold", 48, (250, 240, 220), "m")
    else:
        s.text(105, 36, s.pick("zh-shop"), "hans", "song-bold", 50, RED, "m")
        s.rule(20, 44, 190, s.rng.uniform(0.4, 1.2), RED)
    s.text(105, 56, pick(s.rng, ["家常小炒　手工面点", "MENU 菜单", "订餐电话 555-0142"]), "hans", "kai", 16, (120, 30, 30), "m")
    dishes = list(s.texts("zh-menu"))
    y = 70
    for heading in ("凉菜", "热菜", "主食"):
        if s.rng.random() < 0.6:
            s.frame(18, y - 6, 60, y + 2, 0, fill=(178, 24, 32))
            s.text(39, y, heading, "hans", "hei-bold", 15, (255, 255, 255), "m")
        else:
            s.text(20, y, heading, "hans", "hei-bold", 18, RED)
        y += 11
        for row in range(3):
            for column in range(2):
                name, price = dishes[int(s.rng.integers(len(dishes)))]
                s.text(20 + 90 * column, y, name, "hans", "song", 15)
                s.text(98 + 90 * column, y, f"{price}元", "hans", "song", 15, RED, "r")
            y += 9.5
        y += 6
    s.text(105, 280, "谢谢惠顾　欢迎再来", "hans", "kai", 14, (120, 30, 30), "m")


@BOOK.layout("tune.award", "harmless", (297, 210))
def award(s, _mark):
    """A certificate: a frame of two red lines, its name in red, whom it honours, a seal over the date."""
    s.frame(10, 10, 287, 200, 1.4, RED)
    s.frame(14, 14, 283, 196, 0.5, (200, 150, 60))
    s.text(148, 60, pick(s.rng, ["荣誉证书", "结业证书", "聘　书", "奖　状"]), "hans", "song-bold", 56, RED, "m")
    s.text(40, 90, "苏小满 同学：", "hans", "kai", 24)
    s.paragraph(40, 108, "在二〇二六年春季社区园艺活动中表现突出，特发此证，以资鼓励。", "hans", "kai", 22, 216, 14, 16)
    signed(s, pick(s.rng, ["青石社区园艺协会", "晚舟小学", "松林书画社"]), 250, 160, 11, "kai", 18)


@BOOK.layout("tune.letterhead", "harmless", A4)
def letterhead(s, _mark):
    """A company's letter: its emblem and a bar above, a bar with the address below, a logo beside the name."""
    colour = pick(s.rng, [(20, 60, 120), (40, 40, 44), (150, 30, 40)])
    s.frame(*((20, 14, 44, 30) if s.rng.random() < 0.5 else (88, 12, 122, 28)), 0, fill=colour)
    if s.rng.random() < 0.6:
        s.frame(0, 284, 210, 297, 0, fill=colour)
        s.text(105, 292, "12 Harbor Lane  555-0110", "latin", "sans", 10, (255, 255, 255), "m")
    else:
        s.frame(90, 280, 120, 289, 0, fill=colour)
    s.text(50, 26, s.pick("company"), "latin", "sans-bold", 18, colour)
    s.text(24, 52, "12 May 2026", "latin", "sans", 11)
    s.text(24, 64, "Dear Ms. Example,", "latin", "serif", 12)
    paragraphs(s, "en-harmless", "latin", "serif", 12, 24, 76, 162, 7.6, 240, least=6)
    s.text(24, 262, "Kind regards, T. Example, Customer Office", "latin", "serif", 12)


@BOOK.layout("tune.paper", "harmless", (260, 360))
def paper(s, _mark):
    s.text(130, 44, s.pick("zh-paper"), "hans", "song-bold", 76, RED, "m")
    s.rule(10, 54, 250, 0.8, RED)
    s.text(130, 80, s.pick("zh-news"), "hans", "hei-bold", 34, anchor="m")
    paragraphs(s, "zh-novel", "hans", "song", 10, 14, 100, 230, 6.4, 330, 7, least=6)


@BOOK.layout("tune.poster", "harmless", A4)
def poster(s, _mark):
    english = s.rng.random() < 0.5
    for y, words in zip((90, 140, 170), s.pick("en-poster" if english else "zh-poster")):
        s.text(105, y, words, "latin" if english else "hans", "sans-bold" if english else "hei-bold", 26, (180, 30, 60), "m")


@BOOK.layout("tune.chat", "harmless-screen", (75, 155))
def tune_chat(s, _mark):
    s.frame(0, 0, 75, 155, 0, fill=(255, 255, 255))
    for row, words in enumerate(s.texts("zh-chat")):
        s.text(8, 24 + row * 16, s.pick("zh-chat-name") + "：" + words, "hans", "hei", 8)


def window(outer, inner, top):
    """A document in a program for viewing: a narrow dark bar at the left, the page beside it."""
    outer.frame(0, 0, outer.width, outer.height, 0, fill=(225, 225, 228))
    outer.frame(0, 0, top, outer.height, 0, fill=(40, 44, 52))
    outer.text(top + 4, 7, outer.pick("zh-window"), "hans", "hei", 10, (60, 60, 60))
    outer.place(inner, top + 20, 10, cut=(outer.height - 10) * outer.density / inner.density)


def forwarded(outer, inner):
    """A page as a picture in a conversation: name above, words below."""
    outer.frame(0, 0, outer.width, outer.height, 0, fill=(250, 250, 250))
    outer.text(6, 12, outer.pick("zh-chat-name"), "hans", "hei", 9)
    outer.place(inner, 10, 18, cut=112 * outer.density / inner.density)
    outer.text(10, 142, outer.pick("zh-chat"), "hans", "hei", 8)
