# SPDX-License-Identifier: Apache-2.0
"""What stands on the papers. Every body, person and place is invented."""
from . import seal
from .page import INK, MM_PER_POINT, RED, Page


def notice(rng, density=11):
    """A red-header notice, laid out after GB/T 9704-2012: A4, 37 mm head, 28 mm binding side, 156 × 225 mm of text,
    22 lines of 28 characters of size 3 (16 pt); mark in size 3 黑体 at the top left; red rule 4 mm below the number."""
    page = Page(density=density)
    left, width, pitch, top = 28, 156, 225 / 22, 37
    right, middle, size3 = left + width, left + width / 2, 16

    page.text(left, top + 5.2, "000012", "hei", size3)
    page.text(left, top + 5.2 + pitch, "机密★20年", "hei", size3)
    page.text(left, top + 5.2 + 2 * pitch, "特　急", "hei", size3)
    page.squeezed(middle, top + 54, "云梦市示例局文件", "song-bold", 62, RED, 140)
    page.text(middle, top + 72, "云示发〔2026〕7号", "fangsong", size3, anchor="ms")
    page.rule(left, top + 76, right, 0.9, RED)

    y = top + 76 + 2 * pitch
    for line in ("云梦市示例局关于开展", "示例档案清点整理工作的通知"):
        page.text(middle, y, line, "song-bold", 22, anchor="ms")
        y += pitch * 1.15
    y += pitch * 0.6
    y = page.chinese(left, y, "各示例科室，各直属示例单位：", "fangsong", size3, 28, pitch, indent=0)
    for words in (
        "为做好本年度示例档案的清点与整理，经研究，决定自三月起在全局开展示例档案清点整理工作。现将有关事项通知如下。",
        "一、各单位应当于三月二十日前完成清点，并将清点结果送示例科汇总。二、清点中发现缺页、破损的，应当登记造册。",
    ):
        y = page.chinese(left, y, words, "fangsong", size3, 28, pitch)

    signed = right - 4 * 16 * MM_PER_POINT
    y += pitch * 0.9
    page.text(signed, y, "云梦市示例局", "fangsong", size3, anchor="rs")
    page.text(signed + 2, y + pitch, "2026年3月2日", "fangsong", size3, anchor="rs")
    page.stamp(seal.round_seal(rng, "云梦市示例局", density), signed - 17, y + 2)
    page.text(left + 11.3, 267.5, "（软件测试样张，机关与内容均为虚构）", "fangsong", 14)
    page.text(right - 5, 276, "— 1 —", "song", 14, anchor="rs")
    return page.sheet(rng)


def banner(rng, density=11):
    """A US letter memorandum with banner lines and portion marks in the manner of 32 CFR 2001.20 to .24."""
    page = Page(215.9, 279.4, density)
    left, right = 27, 189
    middle = 215.9 / 2
    for y in (16, 270):
        page.text(middle, y, "SECRET//NOFORN", "sans-bold", 18, (190, 20, 28), "ms")
    page.text(middle, 34, "EXAMPLE HARBOR ADMINISTRATION", "serif-bold", 20, anchor="ms")
    page.text(middle, 42, "Office of Pier Schedules", "serif", 14, anchor="ms")
    page.rule(left, 47, right, 0.5)
    y = 60
    for head, words in (("DATE:", "2 March 2026"), ("TO:", "Pier Coordination Desk"),
                        ("FROM:", "Training Division"), ("SUBJECT:", "(U) Exercise Paper Lantern, training sample")):
        page.text(left, y, head, "serif-bold", 13)
        page.text(left + 30, y, words, "serif", 13)
        y += 8
    y += 7
    for words in (
        "1. (S//NF) During the exercise the ferry at pier four leaves at a time that is announced on the day. Pier "
        "staff keep the lower gate closed until the second bell and open it again after the last passenger has gone "
        "aboard.",
        "2. (U) This paper is a sample for testing software. The administration, the harbor and the exercise are "
        "invented, and nothing in it describes a real place.",
        "3. (S//NF) Questions go to the training desk in room 12 between nine and eleven in the morning. Copies stay "
        "in the room and are counted at the end of each day.",
    ):
        y = page.paragraph(left, y, words, "serif", 13, right - left, 7.2) + 5
    y += 14
    page.text(130, y, "J. Sample", "serif", 13)
    page.text(130, y + 6.5, "Chief, Pier Schedules", "serif", 13)
    y += 26
    for words in ("Classified By: J. Sample, Chief", "Derived From: Example Guide 1, 2026", "Declassify On: 20360302"):
        page.text(left, y, words, "serif", 12)
        y += 6.2
    return page.sheet(rng)


DISHES = (
    ("番茄炒蛋", "Tomato and Eggs", 22), ("清蒸鲈鱼", "Steamed Sea Bass", 68), ("宫保鸡丁", "Kung Pao Chicken", 36),
    ("麻婆豆腐", "Mapo Tofu", 24), ("葱油拌面", "Scallion Oil Noodles", 18), ("蒜蓉西兰花", "Garlic Broccoli", 26),
    ("红烧排骨", "Braised Spare Ribs", 52), ("酸辣土豆丝", "Hot and Sour Potato", 16), ("冬瓜汤", "Winter Melon Soup", 20),
    ("扬州炒饭", "Fried Rice", 25), ("豆沙包", "Red Bean Buns", 12), ("茉莉花茶", "Jasmine Tea", 10),
)


def menu(rng, density=11):
    """The menu of a small restaurant: coloured, printed, with prices, and not a word of secrecy."""
    page = Page(210, 280, density)
    green, brown = (40, 92, 70), (120, 70, 40)
    for inset, thick in ((9, 0.8), (11.5, 0.3)):
        page.rule(inset, inset, 210 - inset, thick, brown)
        page.rule(inset, 280 - inset - thick, 210 - inset, thick, brown)
        for x in (inset, 210 - inset - thick):
            page.draw.rectangle([page.px(x), page.px(inset), page.px(x + thick), page.px(280 - inset)], fill=brown)
    page.text(105, 38, "青禾小馆", "song-bold", 44, green, "ms", spacing=4)
    page.text(105, 50, "Green Sprout Kitchen", "serif", 20, green, "ms")
    page.text(105, 63, "今日菜单  Menu", "hei", 16, brown, "ms")
    page.rule(40, 69, 170, 0.4, brown)
    y = 84
    for chinese, english, price in DISHES:
        page.text(28, y, chinese, "hei", 17)
        page.text(76, y, english, "serif", 15, (70, 66, 64))
        page.text(182, y, f"¥{price}", "serif-bold", 16, brown, "rs")
        y += 14.2
    page.text(105, 258, "欢迎光临  Welcome", "song", 14, green, "ms")
    return page.sheet(rng, tint=(0.985, 0.965, 0.915))


def chopped(rng, density=11):
    """A typed page without a head, with 机密 in a red frame pressed across its upper right corner, askew."""
    page = Page(density=density)
    y = 58.0
    page.text(105, 40, "示例库房钥匙交接说明", "song-bold", 22, anchor="ms")
    for words in (
        "示例库房的钥匙由值班人员保管，交接时双方在登记本上签字。备用钥匙封存在铁柜内，启用后三日内重新封存。",
        "夜间巡查每两小时一次，门窗、灯火逐一查看。发现异常先通知示例值班室，再在登记本上写明时间与经过。",
        "本页为软件测试样张，库房、人员与内容均为虚构。",
    ):
        y = page.chinese(28, y, words, "song", 16, 28, 225 / 22) + 2
    page.stamp(seal.frame(rng, "机密", density, turn=14), 160, 26)
    return page.sheet(rng)


def board(rng, density=2):
    """A board of 1200 × 800 mm at a fence: red on white, in Chinese and English."""
    page = Page(1200, 800, density)
    for inset in (18, 34):
        page.draw.rectangle([page.px(inset), page.px(inset), page.px(1200 - inset), page.px(800 - inset)], outline=(200, 22, 30), width=page.px(6))
    page.text(600, 330, "军事禁区", "hei-bold", 640, (200, 22, 30), "ms")
    page.text(600, 520, "禁止入内　禁止拍照", "hei-bold", 300, anchor="ms")
    page.text(600, 690, "MILITARY AREA  NO PHOTOGRAPHY", "sans-bold", 170, anchor="ms")
    return page.sheet(rng)
