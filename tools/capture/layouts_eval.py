# SPDX-License-Identifier: Apache-2.0
"""Layouts of the evaluation: papers and screens with a mark, and official ones without."""
from .layouts import A4, LETTER, INK, MM, RED, Book, chop_mark, numbered, paragraphs, pick, signed, stamps

BOOK = Book()
LEFT, RIGHT, TOP, PITCH = 28, 184, 37, 225 / 22      # GB/T 9704-2012: 156 × 225 mm of 22 lines, 37 mm head, 28 mm left
MIDDLE = (LEFT + RIGHT) / 2


def cn_head(s, mark, y=TOP + 5.2, urgency=True):
    """份号, 密级★期限, 紧急程度, one under the other at the top left, size 3 黑体."""
    if s.rng.random() < 0.7:
        s.text(LEFT, y, f"{int(s.rng.integers(1, 300)):06d}", "hans", "hei", 16)
        y += PITCH
    if mark and not mark.chop:
        s.text(LEFT, y, mark.words, "hans", "hei", 16, mark=mark.key)
        y += PITCH
    elif mark:
        chop_mark(s, mark, "hans", s.rng.uniform(45, 165), TOP + s.rng.uniform(0, 12), s.rng.uniform(18, 26))
    if urgency and s.rng.random() < 0.5:
        s.text(LEFT, y, pick(s.rng, ["特　急", "加　急", "特急", "平急"]), "hans", "hei", 16)


@BOOK.layout("cn.notice", "mark", A4, ["cn"])
def cn_notice(s, mark):
    """Downward: large red issuer line, number in the middle, red rule under it."""
    issuer = s.pick("zh-issuer")
    cn_head(s, mark)
    s.squeezed(MIDDLE, TOP + 52, issuer + "文件", "hans", "song-bold", s.rng.uniform(46, 60), RED, s.rng.uniform(118, 148))
    s.text(MIDDLE, TOP + 70, numbered(s.rng, s.pick("zh-short")), "hans", "fangsong", 16, anchor="m")
    s.rule(LEFT, TOP + 74, RIGHT, 0.8, RED)
    y = TOP + 74 + 2 * PITCH
    s.text(MIDDLE, y, issuer, "hans", "song-bold", 22, anchor="m")
    s.text(MIDDLE, y + PITCH * 1.2, s.pick("zh-subject"), "hans", "song-bold", 20, anchor="m")
    y = s.paragraph(LEFT, y + 3 * PITCH, s.pick("zh-receivers"), "hans", "fangsong", 16, 156, PITCH)
    y = paragraphs(s, "zh-body", "hans", "fangsong", 16, LEFT, y, 156, PITCH, 205, 2 * 16 * MM)
    signed(s, issuer, 168, max(y + 8, 238), PITCH)


@BOOK.layout("cn.upward", "mark", A4, ["cn"])
def cn_upward(s, mark):
    """Upward: number at the left, 签发人 at the right of the same row."""
    issuer = s.pick("zh-issuer")
    cn_head(s, mark, TOP + 4, urgency=False)
    s.squeezed(MIDDLE, TOP + 60, issuer, "hans", "song-bold", s.rng.uniform(40, 52), RED, s.rng.uniform(100, 135))
    s.text(LEFT + 4, TOP + 82, numbered(s.rng, s.pick("zh-short")), "hans", "fangsong", 16)
    wide = s.text(RIGHT - 20, TOP + 82, "签发人：", "hans", "fangsong", 16, anchor="r")
    s.text(RIGHT - 20, TOP + 82, pick(s.rng, ["闻小棠", "宋晚舟"]), "hans", "kai", 16)
    s.rule(LEFT, TOP + 86, RIGHT, 0.6 + 0.02 * (wide > 0), RED)
    s.text(MIDDLE, TOP + 106, s.pick("zh-subject"), "hans", "song-bold", 22, anchor="m")
    y = s.paragraph(LEFT, TOP + 122, s.pick("zh-receivers"), "hans", "fangsong", 16, 156, PITCH)
    y = paragraphs(s, "zh-body", "hans", "fangsong", 16, LEFT, y, 156, PITCH, 215, 2 * 16 * MM)
    signed(s, issuer, 165, max(y + 8, 244), PITCH)


@BOOK.layout("cn.letter", "mark", A4, ["cn"])
def cn_letter(s, mark):
    """Letter form: issuer at the top, a thick and a thin red rule, mark under it at the left, number at the right."""
    issuer = s.pick("zh-issuer")
    s.squeezed(105, 44, issuer, "hans", "song-bold", 34, RED, s.rng.uniform(95, 130))
    s.rule(20, 50, 190, 1.2, RED)
    s.rule(20, 52, 190, 0.35, RED)
    s.text(RIGHT, 63, numbered(s.rng, s.pick("zh-short")), "hans", "fangsong", 16, anchor="r")
    if mark and not mark.chop:
        s.text(LEFT, 63, mark.words, "hans", "hei", 16, mark=mark.key)
    elif mark:
        chop_mark(s, mark, "hans", 50, 66, s.rng.uniform(17, 24))
    s.text(105, 86, s.pick("zh-subject"), "hans", "song-bold", 22, anchor="m")
    y = s.paragraph(LEFT, 104, s.pick("zh-receivers"), "hans", "fangsong", 16, 156, PITCH)
    y = paragraphs(s, "zh-body", "hans", "fangsong", 16, LEFT, y, 156, PITCH, 215, 2 * 16 * MM)
    signed(s, issuer, 165, max(y + 8, 240), PITCH)
    s.rule(20, 277, 190, 0.35, RED)
    s.rule(20, 278, 190, 1.2, RED)


@BOOK.layout("cn.report", "mark", A4, ["cn"])
def cn_report(s, mark):
    """Typed material without a red head; the mark stands or is stamped in a corner."""
    if mark and mark.chop:
        chop_mark(s, mark, "hans", pick(s.rng, [45, 160]), 26, s.rng.uniform(18, 30), frame=int(s.rng.integers(1, 3)))
    elif mark:
        right = s.rng.random() < 0.4
        s.text(182 if right else LEFT, 26, mark.words, "hans", "hei", 16, mark=mark.key, anchor="r" if right else "l")
    s.text(105, 62, s.pick("zh-subject").replace("通知", "情况"), "hans", "song-bold", 24, anchor="m")
    s.text(105, 74, f"（{s.pick('zh-issuer')}）", "hans", "kai", 16, anchor="m")
    paragraphs(s, "zh-body", "hans", "song", 15, LEFT, 92, 156, 9.2, 268, 2 * 15 * MM, least=4)
    s.text(105, 284, "1", "hans", "song", 10.5, anchor="m")


@BOOK.layout("cn.official", "document", A4, ["cn"])
def cn_official(s, _mark):
    """A red-header notice without any level."""
    cn_notice(s, None)


@BOOK.layout("cn.inner", "document", A4, ["cn"])
def cn_inner(s, _mark):
    """An inner page: 22 lines of 28 glyphs, －3－, now and then the closing lines."""
    y = paragraphs(s, "zh-inner", "hans", "fangsong", 16, LEFT, TOP + 5, 156, PITCH, 215, 2 * 16 * MM, least=5)
    page = int(s.rng.integers(2, 9))
    if s.rng.random() < 0.6:
        issuer = s.pick("zh-issuer")
        if y < 222:
            signed(s, issuer, 168, 226, PITCH)
        s.rule(LEFT, 249, RIGHT, 0.35)
        s.text(LEFT + 5, 256, s.pick("zh-copies"), "hans", "fangsong", 14)
        s.rule(LEFT, 259, RIGHT, 0.25)
        s.text(LEFT + 5, 266, issuer + "办公室", "hans", "fangsong", 14)
        s.text(RIGHT - 5, 266, "2026年3月18日印发", "hans", "fangsong", 14, anchor="r")
        s.rule(LEFT, 269, RIGHT, 0.35)
    s.text(RIGHT - 5 if page % 2 else LEFT + 5, 278, f"— {page} —", "hans", "song", 14, anchor="r" if page % 2 else "l")


@BOOK.layout("cn.exam", "exam", (260, 184), ["cn"])
def cn_exam(s, _mark):
    """An exam paper: 绝密★启用前 is its own class."""
    s.text(16, 18, pick(s.rng, ["绝密★启用前", "机密★启用前"]), "hans", "hei", 14)
    for y, words, size in zip((30, 41, 53), s.texts("zh-exam"), (15, 18, 22)):
        s.text(130, y, words, "hans", "song-bold", size, anchor="m")
    s.text(20, 66, "姓名________　准考证号____________　座位号____", "hans", "song", 12)
    paragraphs(s, "zh-questions", "hans", "song", 12, 16, 80, 228, 9, 170, least=4)


@BOOK.layout("tw.letter", "mark", A4, ["tw"])
def tw_letter(s, mark):
    """函: field of the level at the left, or a red stamp at the top right."""
    s.text(105, 32, s.pick("tw-issuer") + "　函", "hant", "kai", 26, anchor="m", spacing=1)
    y = 48
    for words in ("地址：白樺市望月路五十五號", "承辦人：溫○○", "電話：555-0177"):
        s.text(118, y, words, "hant", "kai", 11)
        y += 6
    s.text(24, 74, "受文者：如行文單位", "hant", "kai", 14)
    s.text(24, 84, "發文日期：中華民國115年3月12日", "hant", "kai", 12)
    s.text(24, 92, "發文字號：松管字第1150003412號", "hant", "kai", 12)
    s.text(24, 100, "速別：普通件", "hant", "kai", 12)
    if mark.chop or (mark.level == mark.words and s.rng.random() < 0.4):
        chop_mark(s, mark, "hant", 160, 24, s.rng.uniform(20, 30), lean=None if mark.chop else s.rng.uniform(-6, 6))
        s.text(24, 108, "密等及解密條件或保密期限：", "hant", "kai", 12)
    else:
        s.text(24, 108, "密等及解密條件或保密期限：" + mark.words, "hant", "kai", 12, mark=mark.key)
    s.paragraph(24, 130, "主旨：" + s.pick("tw-subject"), "hant", "kai", 16, 164, 9)
    s.text(24, 152, "說明：", "hant", "kai", 16)
    y = paragraphs(s, "tw-body", "hant", "kai", 15, 32, 164, 152, 9.5, 235, least=3)
    s.stamp(stamps.chop(s.rng, s, "局長溫知行", "hant", 26, style="kai"), 70, min(262, y + 14), 0)


@BOOK.layout("hk.memo", "mark", A4, ["hk"])
def hk_memo(s, mark):
    """Minutes or memo, the classification at the top right and bottom right, in one or both languages."""
    if mark.chop:
        chop_mark(s, mark, "hant", 150, 26, s.rng.uniform(17, 24))
    else:
        s.text(190, 24, mark.words, "hant", "hei-bold", 15, anchor="r", mark=mark.key)
        s.text(190, 284, mark.words, "hant", "hei-bold", 15, anchor="r", mark=mark.key)
    s.text(24, 42, s.texts("hk-issuer")[0], "hant", "song", 18)
    s.text(24, 52, "MEMO 便箋", "hant", "hei", 16)
    for y, words in ((66, "From 發文人：檔案組秘書"), (74, "To 受文人：各組主管"), (82, "Date 日期：12.3.2026")):
        s.text(24, y, words, "hant", "song", 13)
    s.rule(24, 88, 190, 0.4)
    paragraphs(s, "hk-body", "hant", "song", 15, 24, 104, 164, 10, 250, 2 * 15 * MM, least=5)


def us_portion(level):
    return {"TOP SECRET": "(TS//NF) ", "SECRET": "(S//NF) ", "CONFIDENTIAL": "(C//NF) ", "CUI": "(CUI) "}.get(level, "(U) ")


@BOOK.layout("us.memo", "mark", LETTER, ["us"])
def us_memo(s, mark):
    """Banner lines, portion marks, authority block, in the manner of 32 CFR 2001.20 to .24."""
    colour = pick(s.rng, [INK, (188, 18, 26)])
    if mark.chop:
        for y in (20, 262):
            chop_mark(s, mark, "latin", 108, y, 20, frame=0 if s.rng.random() < 0.4 else 1, lean=s.rng.uniform(-12, 12))
    else:
        for y in (15, 270):
            s.text(108, y, mark.words, "latin", "sans-bold", 16, colour, "m", mark=mark.key)
    s.text(108, 36, s.pick("us-agency"), "latin", "serif-bold", 17, anchor="m")
    s.rule(25, 41, 191, 0.5)
    y = 52
    for words in ("MEMORANDUM FOR RECORD", "SUBJECT: (U) " + s.pick("us-subject")):
        s.text(25, y, words, "latin", "serif-bold", 12)
        y += 9
    bodies = list(s.texts("us-body"))
    s.rng.shuffle(bodies)
    for number, words in enumerate(bodies[:4]):
        portion = "" if mark.covered else us_portion(mark.level) if number % 2 == 0 else "(U) "
        y = s.paragraph(25, y + 5, f"{number + 1}. {portion}{words}", "latin", "serif", 12.5, 166, 7)
    if mark.level in ("TOP SECRET", "SECRET", "CONFIDENTIAL"):
        y = max(y + 14, 214)
        for words in ("Classified By: " + s.pick("us-official"), "Derived From: Multiple Sources", "Declassify On: 20510312"):
            s.text(25, y, words, "latin", "serif", 11)
            y += 6


@BOOK.layout("us.slide", "mark", (254, 143), ["us"])
def us_slide(s, mark):
    """A briefing slide with coloured bars above and below."""
    ground = {"TOP SECRET": (255, 140, 0), "SECRET": (200, 16, 30), "CONFIDENTIAL": (0, 51, 160), "CUI": (80, 43, 133)}.get(mark.level, (0, 122, 51))
    for y in (0, 134):
        s.frame(0, y, 254, y + 9, 0, fill=ground)
        s.text(127, y + 6.6, mark.words, "latin", "sans-bold", 15, (255, 255, 255), "m", mark=mark.key)
    s.text(18, 30, s.pick("us-subject"), "latin", "sans-bold", 24, (30, 50, 90))
    y = 50
    for words in list(s.texts("us-body"))[:4]:
        y = s.paragraph(20, y, "• " + words, "latin", "sans", 13, 205, 7.5) + 5


def header_footer(s, mark, script="latin", style="sans-bold", points=14, colour=INK, x=105, anchor="m"):
    """The mark above and below, or as a chop at the top."""
    if mark.chop:
        chop_mark(s, mark, script, x if anchor == "m" else 150, 24, points * 1.3)
        return
    for y in (17, 288):
        s.text(x, y, mark.words, script, style, points, colour, anchor, mark=mark.key)


@BOOK.layout("nato.paper", "mark", A4, ["nato"])
def nato_paper(s, mark):
    header_footer(s, mark, points=s.rng.uniform(13, 18))
    s.text(25, 40, s.pick("nato-office"), "latin", "serif-bold", 15)
    s.text(185, 40, f"EPC/{int(s.rng.integers(100, 999))}/26", "latin", "serif", 12, anchor="r")
    s.rule(25, 45, 185, 0.3)
    s.text(25, 60, "SUBJECT: COORDINATION OF MOVEMENTS", "latin", "serif-bold", 13)
    paragraphs(s, "nato-body", "latin", "serif", 13, 25, 76, 160, 8, 250, least=6)


@BOOK.layout("eu.paper", "mark", A4, ["eu"])
def eu_paper(s, mark):
    header_footer(s, mark, points=s.rng.uniform(13, 16), x=pick(s.rng, [105, 185]), anchor=pick(s.rng, ["m", "r"]))
    s.frame(25, 32, 45, 45, 0, fill=(0, 51, 153))
    s.text(50, 42, s.pick("eu-office"), "latin", "sans-bold", 14)
    s.text(185, 56, "Brussels, 12 March 2026", "latin", "sans", 11, anchor="r")
    s.text(25, 72, "NOTE", "latin", "sans-bold", 14)
    paragraphs(s, "eu-body", "latin", "sans", 12.5, 25, 88, 160, 8, 250, least=6)


@BOOK.layout("uk.submission", "mark", A4, ["uk"])
def uk_submission(s, mark):
    header_footer(s, mark, points=s.rng.uniform(13, 16), colour=pick(s.rng, [INK, (180, 20, 30)]))
    s.text(25, 40, s.pick("uk-office"), "latin", "sans-bold", 16)
    for y, words in ((54, "To: Minister of State"), (62, "From: Policy Unit, Floor 2"), (70, "Date: 12 March 2026")):
        s.text(25, y, words, "latin", "sans", 12)
    s.rule(25, 76, 185, 0.3)
    paragraphs(s, "uk-body", "latin", "sans", 12.5, 25, 92, 160, 8, 250, least=6)


@BOOK.layout("ca.form", "mark", LETTER, ["ca"])
def ca_form(s, mark):
    """The mark at the upper right of every page."""
    if mark.chop:
        chop_mark(s, mark, "latin", 150, 22, 17)
    else:
        s.text(192, 20, mark.words, "latin", "sans-bold", 14, anchor="r", mark=mark.key)
    s.text(24, 36, s.pick("ca-office"), "latin", "serif", 15)
    s.rule(24, 41, 192, 0.3)
    for row in range(4):
        s.frame(24, 52 + row * 12, 192, 64 + row * 12, 0.3)
        s.text(27, 60 + row * 12, pick(s.rng, ["Name / Nom", "File / Dossier", "Region / Région", "Date"]), "latin", "sans", 10)
    paragraphs(s, "ca-body", "latin", "serif", 13, 24, 116, 166, 8, 240, least=5)


@BOOK.layout("vn.official", "mark", A4, ["vn"])
def vn_official(s, mark):
    """Two column head; the level in a red double frame of 40 × 8 mm under the number."""
    s.text(60, 28, s.pick("vn-office"), "vietnamese", "serif-bold", 11.5, anchor="m")
    s.text(60, 37, f"Số: {int(s.rng.integers(2, 400))}/BC-ĐĐ", "vietnamese", "serif", 12, anchor="m")
    s.text(142, 28, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "vietnamese", "serif-bold", 11, anchor="m")
    s.text(142, 34, "Độc lập - Tự do - Hạnh phúc", "vietnamese", "serif-bold", 12, anchor="m")
    lean = s.rng.uniform(-30, 30) if mark.chop else s.rng.uniform(-3, 3)
    chop_mark(s, mark, "vietnamese", 60, 50, 15, frame=2, lean=lean, style="serif-bold")
    s.text(60, 68, s.pick("vn-subject"), "vietnamese", "serif", 12, anchor="m")
    s.text(105, 88, "BÁO CÁO", "vietnamese", "serif-bold", 16, anchor="m")
    paragraphs(s, "vn-body", "vietnamese", "serif", 14, 30, 104, 155, 8.5, 250, 10, least=5)


@BOOK.layout("ru.order", "mark", A4, ["ru"])
def ru_order(s, mark):
    """Level and copy number at the top right."""
    if mark.chop:
        chop_mark(s, mark, "cyrillic", 155, 22, 16)
    else:
        s.text(188, 20, mark.words, "cyrillic", "serif", 14, anchor="r", mark=mark.key)
    s.text(188, 30 if mark.chop is False else 40, f"Экз. № {int(s.rng.integers(1, 6))}", "cyrillic", "serif", 13, anchor="r")
    s.text(105, 52, s.pick("ru-office"), "cyrillic", "serif-bold", 16, anchor="m")
    s.text(105, 66, "ПРИКАЗ", "cyrillic", "serif-bold", 17, anchor="m")
    s.text(30, 78, f"12 марта 2026 г.        № {int(s.rng.integers(1, 90))}", "cyrillic", "serif", 13)
    s.text(30, 94, s.pick("ru-subject"), "cyrillic", "serif-bold", 13)
    paragraphs(s, "ru-body", "cyrillic", "serif", 14, 30, 110, 158, 8.5, 250, 12, least=5)


@BOOK.layout("jp.notice", "mark", A4, ["jp"])
def jp_notice(s, mark):
    """A red framed stamp at the top right, or the words of the information grading."""
    if mark.level.startswith("機密性"):
        s.text(186, 18, mark.words, "jp", "hei", 12, anchor="r", mark=mark.key)
    else:
        chop_mark(s, mark, "jp", 165, 24, s.rng.uniform(20, 28), lean=None if mark.chop else s.rng.uniform(-5, 5))
    s.text(186, 46, "令和８年３月１２日", "jp", "song", 11, anchor="r")
    s.text(26, 56, "関係各位", "jp", "song", 12)
    s.text(186, 66, s.pick("jp-office"), "jp", "song", 12, anchor="r")
    s.text(105, 86, s.pick("jp-subject"), "jp", "hei-bold", 17, anchor="m")
    paragraphs(s, "jp-body", "jp", "song", 12, 26, 104, 160, 9, 250, 12 * MM, least=5)


@BOOK.layout("kr.notice", "mark", A4, ["kr"])
def kr_notice(s, mark):
    """The level in red, centred above and below."""
    header_footer(s, mark, "kr", "hei-bold", 20, (205, 20, 30))
    s.text(105, 44, s.pick("kr-office"), "kr", "hei-bold", 20, anchor="m")
    s.text(26, 62, "수신: 각 부서장", "kr", "song", 12)
    s.text(26, 72, "제목: " + s.pick("kr-subject"), "kr", "song", 12)
    s.rule(26, 77, 186, 0.4)
    paragraphs(s, "kr-body", "kr", "song", 12.5, 26, 92, 160, 9, 250, least=6)


def tlp_label(s, mark, right, y, points):
    from .marks import TLP_INK
    wide = s.length(mark.words, "latin", "sans-bold", points)
    s.frame(right - wide - 4, y - points * 0.3 - 1.6, right, y + 2.2, 0, fill=(0, 0, 0))
    s.text(right - 2, y, mark.words, "latin", "sans-bold", points, TLP_INK[mark.level], "r", mark=mark.key)


@BOOK.layout("tlp.report", "mark", A4, ["tlp"])
def tlp_report(s, mark):
    """Right-justified label on black in header and footer, as TLP 2.0 asks."""
    for y in (18, 286):
        tlp_label(s, mark, 188, y, 13)
    s.text(24, 46, s.pick("company-title"), "latin", "sans-bold", 24)
    s.text(24, 56, s.pick("company"), "latin", "sans", 13, (90, 90, 90))
    paragraphs(s, "company-body", "latin", "sans", 12.5, 24, 76, 162, 8, 250, least=7)


@BOOK.layout("company.slide", "mark", (254, 143), ["company", "tlp"])
def company_slide(s, mark):
    """A company's slide with the mark in the footer or a corner."""
    chinese = any("一" <= c <= "鿿" for c in mark.words)
    script, bold, plain = ("hans", "hei-bold", "hei") if chinese else ("latin", "sans-bold", "sans")
    s.frame(0, 0, 254, 20, 0, fill=pick(s.rng, [(24, 64, 120), (20, 110, 90), (60, 60, 66)]))
    s.text(14, 14, s.pick("zh-slide" if chinese else "company-title"), script, bold, 24, (255, 255, 255))
    y = 42
    for words in list(s.texts("zh-bullets" if chinese else "company-body"))[:5]:
        s.text(22, y, "• " + words, script, plain, 15)
        y += 15
    s.text(14, 137, s.pick("zh-company" if chinese else "company"), script, plain, 10, (90, 90, 90))
    if mark.system == "tlp":
        tlp_label(s, mark, 246, 137, 12)
    elif mark.chop:
        chop_mark(s, mark, script, 205, 34, 17)
    else:
        s.text(240, 137, mark.words, script, bold, 12, pick(s.rng, [(200, 30, 30), (70, 70, 70)]), "r", mark=mark.key)


@BOOK.layout("company.report", "mark", A4, ["company"])
def company_report(s, mark):
    chinese = any("一" <= c <= "鿿" for c in mark.words)
    script, bold, plain = ("hans", "hei-bold", "song") if chinese else ("latin", "sans-bold", "serif")
    if mark.chop:
        chop_mark(s, mark, script, 155, 24, 20)
    else:
        s.text(186, 18, mark.words, script, bold, 13, anchor="r", mark=mark.key)
        s.text(105, 286, mark.words, script, bold, 11, anchor="m", mark=mark.key)
    s.text(24, 18, s.pick("zh-company" if chinese else "company"), script, plain, 11, (80, 80, 80))
    s.text(24, 52, s.pick("zh-slide" if chinese else "company-title"), script, bold, 24)
    paragraphs(s, "zh-bullets" if chinese else "company-body", script, plain, 13, 24, 76, 162, 9, 255, least=8)
