# SPDX-License-Identifier: Apache-2.0
"""Papers for trying documents by their build: official ones of several kinds, and harmless ones that look alike.

Each takes a generator, a number that chooses its words, and the pixels per millimetre. Bodies, people and places are
invented.
"""
from . import seal
from .page import INK, MM_PER_POINT, RED, Page

LEFT, WIDTH, PITCH, TOP, SIZE3 = 28, 156, 225 / 22, 37, 16  # GB/T 9704-2012, 5.2: millimetres; size 3 is 16 points
RIGHT, MIDDLE = LEFT + WIDTH, LEFT + WIDTH / 2

BODIES = ("云梦市示例局", "青石县样例委员会", "临溪市样张办公室", "东浦区示例管理局", "南屏县样例厅")
SIGNS = ("云示", "青样", "临样办", "东示管", "南样")
MARKS = ("机密★20年", "秘密★6个月", "绝密★30年", "秘密★10年", "机密★3年")
SUBJECTS = (("关于开展", "示例档案清点整理工作的通知"), ("关于做好", "冬季供水管道检修的通知"),
            ("关于印发", "渡口值守样例办法的通知"), ("关于调整", "样例仓库轮换计划的批复"),
            ("关于报送", "年度样例统计情况的函"))
RECEIVERS = ("各示例科室，各直属示例单位：", "各乡镇样例站，县直各样例部门：", "各区样张办公室，各有关单位：",
             "各示例所，各临时工作组：", "市样例局，市示例档案馆：")
PARAGRAPHS = (
    "为做好本年度示例档案的清点与整理，经研究，决定自三月起在全局开展示例档案清点整理工作。现将有关事项通知如下。",
    "一、各单位应当于三月二十日前完成清点，并将清点结果送示例科汇总。二、清点中发现缺页、破损的，应当登记造册。",
    "三、管道检修期间，值班人员应当按照名册轮换，不得擅自离岗。交接记录由两人签字，一份留存，一份送示例科。",
    "（一）仓库钥匙由两人分管，开启时两人同时到场。（二）每月末核对一次台账，账物不符的，当日书面报告。",
    "四、各有关单位要加强组织领导，明确专人负责，确保各项措施落实到位。执行中遇到的问题，请及时与示例科联系。",
    "五、本通知自印发之日起执行，原有规定与本通知不一致的，以本通知为准。请结合实际认真贯彻执行。",
)


def _body(page, y, which, count):
    for k in range(count):
        y = page.chinese(LEFT, y, PARAGRAPHS[(which + k) % len(PARAGRAPHS)], "fangsong", SIZE3, 28, PITCH)
    return y


def _signed(page, rng, y, which, density):
    """The issuer's name over the date, and the seal over both."""
    page.text(RIGHT - 4 * SIZE3 * MM_PER_POINT, y, BODIES[which], "fangsong", SIZE3, anchor="rs")
    page.text(RIGHT - 4 * SIZE3 * MM_PER_POINT + 2, y + PITCH, f"2026年{which + 2}月{which + 7}日", "fangsong", SIZE3, anchor="rs")
    page.stamp(seal.round_seal(rng, BODIES[which], density), RIGHT - 4 * SIZE3 * MM_PER_POINT - 17, y + 2)
    return y + 2 * PITCH


def _colophon(page, which):
    """版记, 7.4: copies to and printed by, between rules at the foot of the last page's body."""
    y = TOP + 225 - 2 * 7.5
    page.rule(LEFT, y - 6, RIGHT, 0.35)
    page.text(LEFT + 5, y, "抄送：市样例委，市示例院，各驻地样例单位。", "fangsong", 14)
    page.rule(LEFT, y + 2, RIGHT, 0.25)
    page.text(LEFT + 5, y + 8, f"{BODIES[which]}办公室", "fangsong", 14)
    page.text(RIGHT - 5, y + 8, f"2026年{which + 2}月{which + 8}日印发", "fangsong", 14, anchor="rs")
    page.rule(LEFT, y + 10.5, RIGHT, 0.35)


def _page_number(page, number):
    page.text(RIGHT - 5 if number % 2 else LEFT + 5, TOP + 225 + 7 + 4, f"— {number} —", "song", 14, anchor="rs" if number % 2 else "ls")


def first(rng, which=0, density=8, mark=True, copy=True, urgent=True):
    """The first page of a red-header document; without what is not asked for."""
    which %= len(BODIES)
    page = Page(density=density)
    rows = [("000012", copy), (MARKS[which], mark), ("特　急", urgent)]
    for row, (words, wanted) in enumerate(rows):
        if wanted:
            page.text(LEFT, TOP + 5.2 + row * PITCH, words, "hei", SIZE3)
    page.squeezed(MIDDLE, TOP + 54, BODIES[which] + "文件", "song-bold", 62, RED, 140)
    page.text(MIDDLE, TOP + 72, f"{SIGNS[which]}发〔2026〕{7 + which}号", "fangsong", SIZE3, anchor="ms")
    page.rule(LEFT, TOP + 76, RIGHT, 0.9, RED)
    y = TOP + 76 + 2 * PITCH
    head, tail = SUBJECTS[which]
    for line in (BODIES[which] + head, tail):
        page.text(MIDDLE, y, line, "song-bold", 22, anchor="ms")
        y += PITCH * 1.15
    y = page.chinese(LEFT, y + PITCH * 0.6, RECEIVERS[which], "fangsong", SIZE3, 28, PITCH, indent=0)
    _body(page, y, 0, 4)
    _page_number(page, 1)
    return page.sheet(rng)


def inner(rng, which=0, density=8):
    page = Page(density=density)
    _body(page, TOP + 5.2, which, 14)
    page.draw.rectangle([0, page.px(TOP + 225 + 1), page.px(210), page.px(297)], fill="white")  # rows beyond the 22nd
    _page_number(page, 2 + which % 5)
    return page.sheet(rng)


def last(rng, which=0, density=8, note=True):
    which %= len(BODIES)
    page = Page(density=density)
    y = _body(page, TOP + 5.2, which + 1, 4)
    y = _signed(page, rng, y + PITCH, which, density)
    if note:
        page.text(LEFT + 11.3, y + PITCH, "（此件公开发布）" if which % 2 else "（联系人：王样例）", "fangsong", SIZE3)
    _colophon(page, which)
    _page_number(page, 3 + which % 4)
    return page.sheet(rng)


def letter(rng, which=0, density=8):
    """信函格式, 10.1: red double rules below the name and at the foot, number at the right, no rule below it."""
    which %= len(BODIES)
    page = Page(density=density)
    page.squeezed(105, 48, BODIES[which], "song-bold", 50, RED, 130)
    page.rule(20, 54, 190, 1.0, RED)
    page.rule(20, 55.6, 190, 0.4, RED)
    page.text(RIGHT, 66, f"{SIGNS[which]}函〔2026〕{7 + which}号", "fangsong", SIZE3, anchor="rs")
    head, tail = SUBJECTS[which]
    page.text(MIDDLE, 84, BODIES[which] + head, "song-bold", 22, anchor="ms")
    page.text(MIDDLE, 96, tail.replace("通知", "函").replace("批复", "复函"), "song-bold", 22, anchor="ms")
    y = page.chinese(LEFT, 112, RECEIVERS[which], "fangsong", SIZE3, 28, PITCH, indent=0)
    y = _body(page, y, which, 2)
    _signed(page, rng, y + 2 * PITCH, which, density)
    page.rule(20, 276, 190, 0.4, RED)
    page.rule(20, 277.2, 190, 1.0, RED)
    return page.sheet(rng)


# ------------------------------------------------------------------------------------------------- harmless

def _flow(page, x, y, words, face, points, columns, pitch, until):
    """Paragraphs over and over down to `until` mm."""
    k = 0
    while y < until:
        y = page.chinese(x, y, words[k % len(words)], face, points, columns, pitch)
        k += 1
    page.draw.rectangle([0, page.px(until + 1), page.px(page.width), page.px(page.height)], fill="white")
    return y


STORY = ("她把信放回抽屉里，然后关上了窗，外面下着雨，巷子尽头的灯一直亮着，像是有人还没有回来。",
         "“你要走了吗？”他问。她没有回答，只是把围巾又绕了一圈，把箱子提到门口，听见楼下的自行车铃响了两声。",
         "那一年的秋天来得特别早，院子里的柿子还没有红，祖母就把棉被拿出来晒了，说是夜里已经凉了，不能再等。")


def novel(rng, which=0, density=8):
    """A book page as publishers set it; `which` changes its size and its numbers of characters and rows."""
    columns, rows, points = ((28, 28, 10.5), (26, 26, 10.5), (27, 24, 11), (28, 22, 10.5), (30, 30, 10.5))[which % 5]
    width = columns * points * MM_PER_POINT
    page = Page(width + 40, 210, density)
    pitch = 165 / rows
    page.text(20, 14, "第三章　码头", "song", 9)
    _flow(page, 20, 24, STORY[which % 3:] + STORY, "song", points, columns, pitch, 188)
    page.text(page.width / 2, 198, ("37", "— 37 —", "－ 37 －", "· 37 ·", "37")[which % 5], "song", 9, anchor="ms")
    return page.sheet(rng)


def contract(rng, which=0, density=8):
    page = Page(density=density)
    page.text(105, 40, ("房屋租赁合同", "劳动合同书", "设备采购合同", "技术服务合同", "保密协议")[which % 5], "hei", 22, anchor="ms")
    for k, line in enumerate((f"合同编号：青房字2026第0{which}8号", "甲方（出租方）：王样例", "乙方（承租方）：李示例")):
        page.text(30, 56 + 9 * k, line, "song", 12)
    clauses = ("第一条　甲方将坐落于临溪路十二号的房屋出租给乙方使用，租期一年，自二〇二六年三月一日起计算。",
               "第二条　租金每月三千元，乙方应当于每月五日前支付。逾期支付的，按日支付违约金。",
               "第三条　双方对在履行合同中知悉的商业秘密和公司机密负有保密义务，不得向第三方泄露。",
               "第四条　本合同一式两份，双方各执一份，自双方签字或者盖章之日起生效。")
    y = 84
    for clause in clauses * 2:
        y = page.chinese(30, y, clause, "song", 12, 35, 7.4) + 1
    page.text(36, y + 14, "甲方（盖章）：", "song", 12)
    page.text(115, y + 14, "乙方（盖章）：", "song", 12)
    page.text(115, y + 24, "2026年3月5日", "song", 12)
    page.stamp(seal.round_seal(rng, "临溪样例贸易有限公司", density), 72, y + 16)
    page.text(105, 285, f"- {which + 1} -" if which % 2 else f"第 {which + 1} 页 共 5 页", "song", 10, anchor="ms")
    return page.sheet(rng)


def exam(rng, which=0, density=8):
    page = Page(density=density)
    page.text(105, 32, "青石县第二中学期中考试", "song-bold", 18, anchor="ms")
    page.text(105, 44, ("数学试卷", "语文试卷", "物理试卷", "历史试卷", "英语试卷")[which % 5], "hei", 22, anchor="ms")
    page.text(25, 58, "注意事项：本试卷共四页，满分120分，考试时间100分钟。", "hei", 11)
    y = 70
    for k in range(1, 12):
        y = page.chinese(25, y, f"{k}．下列各数中，最大的一个数是哪一个？请把正确答案的字母填在括号里。（　）", "song", 11, 41, 7, indent=0)
        page.text(33, y, "A．十二　　　B．十五　　　C．二十　　　D．八", "song", 11)
        y += 8.4
    page.text(105, 287, "数学试卷　第 1 页（共 4 页）", "song", 9, anchor="ms")
    return page.sheet(rng)


def newspaper(rng, which=0, density=8):
    page = Page(density=density)
    page.text(60, 38, ("青石日报", "临溪晚报", "云梦周刊", "东浦新报", "南屏时报")[which % 5], "song-bold", 60, RED, "ms")
    page.text(150, 26, "2026年3月5日　星期四", "song", 11, anchor="ms")
    page.text(150, 34, "农历丙午年正月十七　今日八版", "song", 10, anchor="ms")
    page.rule(12, 46, 198, 0.9, RED)
    page.text(105, 64, ("镇政府召开冬季供水工作会议", "新书店周末开张", "渡口春游人多", "果园喜获丰收", "老街灯会今晚开场")[which % 5],
              "song-bold", 30, anchor="ms")
    for column in range(4):
        _flow_column(page, 13 + column * 47, 76, column)
    return page.sheet(rng)


def _flow_column(page, x, y, start):
    k = start
    while y < 280:
        y = page.chinese(x, y, STORY[k % 3], "song", 9, 14, 4.8)
        k += 1


def certificate(rng, which=0, density=8):
    page = Page(density=density)
    for inset in (12, 15):
        page.draw.rectangle([page.px(inset), page.px(inset), page.px(210 - inset), page.px(297 - inset)], outline=(190, 140, 40),
                            width=page.px(0.8))
    page.text(105, 70, ("荣誉证书", "聘　书", "结业证书", "奖　状", "捐赠证书")[which % 5], "song-bold", 54, RED, "ms")
    page.text(35, 120, "王样例同志：", "song", 22)
    page.chinese(35, 138, "被评为二〇二五年度先进工作者，特发此证，以资鼓励。", "song", 22, 18, 16)
    page.text(165, 220, "青石镇供水站", "song", 20, anchor="rs")
    page.text(165, 234, "2026年3月5日", "song", 18, anchor="rs")
    page.stamp(seal.round_seal(rng, "青石镇供水站示例章", density), 138, 224)
    return page.sheet(rng)


def tender(rng, which=0, density=8):
    """Bids, manuals and papers of schools: body text with a centred page number between dashes."""
    page = Page(density=density)
    heads = ("第四章　评标办法", "二、文献综述", "三、安装与调试", "第二节　课程设置", "五、实验结果")
    page.text(105, 36, heads[which % 5], "hei", 16, anchor="ms")
    columns, points, pitch = ((34, 12, 8.2), (36, 12, 7.0), (33, 12, 9.2), (28, 14, 9.2), (31, 14, 10.0))[which % 5]
    words = ("系统开机后应当先检查电源与接线是否完好，再按照说明书逐项调试，并将各项参数填入附表，以便今后维修。",
             "参加课程的学员每周上课两次，每次两小时，缺课三次以上的不予结业，作业须在下次上课之前交到教务处。",
             "样本共一百二十份，其中有效样本一百一十份，两组之间的差别没有统计意义，结果见下表及图二。")
    _flow(page, (210 - columns * points * MM_PER_POINT) / 2, 52, words, "song", points, columns, pitch, 262)
    page.text(105, 281, f"— {12 + which} —" if which % 2 else f"- {12 + which} -", "song", 10.5, anchor="ms")
    return page.sheet(rng)


def company(rng, which=0, density=8):
    """A firm's notice on a wall: a title, short rows, a seal over the date."""
    page = Page(density=density)
    page.text(105, 50, ("温馨提示", "停水通知", "招聘启事", "放假通知", "停电通知")[which % 5], "hei-bold", 34, anchor="ms")
    page.text(25, 75, ("尊敬的业主：", "尊敬的住户：", "各位求职者：", "各位同事：", "尊敬的租户：")[which % 5], "song", 18)
    y = page.chinese(25, 90, "因小区二次供水水箱清洗，本周六上午九时至下午五时停水，请各位提前储水，给您带来不便，敬请谅解。", "song", 18, 25, 13)
    page.text(185, y + 20, "临溪样例物业服务有限公司", "song", 18, anchor="rs")
    page.text(180, y + 33, "2026年3月5日", "song", 18, anchor="rs")
    page.stamp(seal.round_seal(rng, "临溪样例物业服务公司", density), 155, y + 22)
    return page.sheet(rng)


def lease(rng, which=0, density=8):
    """English: letters before clauses, a firm's name in capitals at top and bottom."""
    page = Page(215.9, 279.4, density)
    for y in (16, 268):
        page.text(108, y, ("FIELDING HARBOR SUPPLIES", "RESIDENTIAL LEASE", "MEETING NOTES", "PRICE LIST", "COURSE CATALOGUE")[which % 5],
                  "sans-bold", 14, anchor="ms")
    y = 40
    for letter_, words in zip("abcsCSuU", ("The tenant pays the rent on the first day of each month.",
                                           "The tenant keeps the premises clean and in good order at all times.",
                                           "The landlord repairs the roof, the pipes and the heating within ten days.",
                                           "Small sizes are sold out until the end of the week.",
                                           "Copyright remains with the authors of each chapter.",
                                           "Sundays are free of charge for members and their guests.",
                                           "Users may return books at any branch of the library.",
                                           "Umbrellas are lent at the desk against a deposit.")):
        y = page.paragraph(27, y, f"({letter_}) {words} Nothing in this clause limits the rights of the other party.", "serif", 12,
                           160, 6.4) + 4
    return page.sheet(rng)


HARMLESS = (novel, contract, exam, newspaper, certificate, tender, company, lease)
