# SPDX-License-Identifier: Apache-2.0
"""What the mark reader learns to read: marks, levels, terms, numbers and their peers, and what they must be told from.

`mark()` gives the text of one mark by the grammar of its system; CLASSES are the glyphs that occur in any of them, in
the order of the network's answer. Everything else is OTHER: text goes on there that is no part of a mark.
"""
OTHER = "\uFFFD"  # what a glyph outside of the vocabulary is read as; no rule has it

HANS = """
绝密 机密 秘密 绝密级 机密级 秘密级 密级： 密件 工作秘密 商业秘密 核心商密 普通商密 商密 公司机密 公司秘密 内部资料 内部文件 内部材料
内部使用 内部参考 内部传阅 内部刊物 注意保存 注意保管 注意保密 妥善保管 不得外传 请勿外传 严禁外传 不得翻印 不得公开 仅供内部使用 特急 加急 急件
平急 特提 启用前 考试结束前 开考前 公布前 发布前 会议结束前 解密 已解密 解密时间 解密条件 长期 保密期限 涉密 严禁拍照 禁止拍照 禁止摄影 保密要害部位
军事禁区 军事管理区 国家秘密 份号 签发人 抄送 印发 受控文件 会议纪要 阅后即焚 阅后收回 会后收回 试卷 试题 政府 文件 通知 发 办 字 委 厅 局
""".split()
HANT = """
絕對機密 極機密 機密 密 密件 絕密 絕密文件 高度機密 限閱 限閱文件 密等及解密條件或保密期限： 解密條件 保密期限 普通 最速件 速件 速別：
公務機密 國家機密 內部文件 不得外傳 限制級
""".split()
JAPANESE = """
極秘 厳秘 機密 秘 特定秘密 特定秘密文書 取扱注意 取扱厳重注意 部外秘 社外秘 関係者外秘 関係者限り 機密性2情報 機密性3情報 複製禁止 持出禁止 転送禁止 注意 防衛秘密 対外秘 撮影禁止
立入禁止 丸秘 秘密指定
""".split()
KOREAN = """
Ⅰ급비밀 Ⅱ급비밀 Ⅲ급비밀 I급비밀 II급비밀 III급비밀 1급비밀 2급비밀 3급비밀 대외비 군사기밀 군사Ⅱ급비밀 군사Ⅲ급비밀 비공개 대외주의 비밀 극비 기밀 사내한 촬영금지 출입금지 보안 보호기간 예고문
""".split()
CYRILLIC = [line.strip() for line in """
СОВЕРШЕННО СЕКРЕТНО
СЕКРЕТНО
ОСОБОЙ ВАЖНОСТИ
ДЛЯ СЛУЖЕБНОГО ПОЛЬЗОВАНИЯ
ДСП
КОНФИДЕНЦИАЛЬНО
КОММЕРЧЕСКАЯ ТАЙНА
СТРОГО КОНФИДЕНЦИАЛЬНО
Для служебного пользования
Совершенно секретно
Секретно
Особой важности
Конфиденциально
Экз. № 1
Экз. № 2
Экз. единственный
ВОЕННАЯ ТАЙНА
ЗАПРЕТНАЯ ЗОНА
""".strip().splitlines()]
VIETNAMESE = [line.strip() for line in """
TUYỆT MẬT
TỐI MẬT
MẬT
Tuyệt mật
Tối mật
Mật
BÍ MẬT NHÀ NƯỚC
LƯU HÀNH NỘI BỘ
HỎA TỐC
THƯỢNG KHẨN
KHẨN
BẢN SỐ
KHU VỰC CẤM
CẤM CHỤP ẢNH
Độ mật
""".strip().splitlines()]
LATIN = [line.strip() for line in """
TOP SECRET
SECRET
CONFIDENTIAL
RESTRICTED
UNCLASSIFIED
CUI
FOUO
FOR OFFICIAL USE ONLY
UNCLASSIFIED//FOR OFFICIAL USE ONLY
CONTROLLED UNCLASSIFIED INFORMATION
CONTROLLED
NATO SECRET
NATO CONFIDENTIAL
NATO RESTRICTED
NATO UNCLASSIFIED
COSMIC TOP SECRET
COSMIC TOP SECRET ATOMAL
TRÈS SECRET UE/EU TOP SECRET
SECRET UE/EU SECRET
CONFIDENTIEL UE/EU CONFIDENTIAL
RESTREINT UE/EU RESTRICTED
LIMITE
OFFICIAL
OFFICIAL-SENSITIVE
OFFICIAL - SENSITIVE
UK SECRET
UK EYES ONLY
PROTECTED A
PROTECTED B
PROTECTED C
TLP:RED
TLP:AMBER
TLP:AMBER+STRICT
TLP:GREEN
TLP:CLEAR
INTERNAL USE ONLY
COMPANY CONFIDENTIAL
STRICTLY CONFIDENTIAL
PROPRIETARY
Do not distribute
NOT FOR DISTRIBUTION
Internal use only
Confidential
Company confidential
NO PHOTOGRAPHY
RESTRICTED AREA
MILITARY AREA
DECLASSIFIED
COPY NO. 3
DRAFT
""".strip().splitlines()]
CAVEATS = ["NOFORN", "SI", "TK", "HCS", "ORCON", "REL TO USA, FVEY", "REL TO USA, GBR", "SCI", "NF", "SAR", "RD", "FISA",
           "PROPIN", "IMCON", "SI//NOFORN", "TK//NOFORN", "NATO", "RELIDO", "FGI", "SP-CTI", "PRVCY", "LES", "SP-EXPT"]
PORTIONS = ["(U)", "(C)", "(S)", "(TS)", "(S//NF)", "(TS//SI//NF)", "(C//REL)", "(U//FOUO)", "(CUI)", "(NU)", "(NR)", "(NC)", "(NS)"]

# Taken for one another when they are small: each stands in ordinary text, so that it is told from the mark's glyph.
ALIKE = "给绐绍纪结色艳杌札朷朹肌饥杭权村枫仇蜜宓窑容富窖密度必秒杺称种稀祕移极吸圾汲女妇太文娘友广坟大交支雪廊丈妆奴如肯义又火次※*✦●◆" \
        "午牟生无丰升张帐其斯朝明潮朗甘目日曰旦白由田甲困因国图启居后否各内肉丙同向用困邦陪倍音郎即资货贺料科斜斛件牛作伴" \
        "特持待诗时急忌念思忽加如叻架工土士二干王作昨诈商高南业亚並卟木本未木术禾示宋普並曾通逼桶涌不丕木得待碍外处夕传伟" \
        "慢機械檄穢絶給絡極板函級及吸蜜祕泌部都郵社祉杜外処取敢耻扱汲投注住往意億章公分松八松以似弓号另兮乎字宇宁学发友"
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SIGNS = " ★☆〔〕[]()（）【】/-–—－,.，。、:：;《》第号年月日天个时№"
CLASSES = "".join(sorted(set("".join(HANS + HANT + JAPANESE + KOREAN + CYRILLIC + VIETNAMESE + LATIN + CAVEATS + PORTIONS)
                             + DIGITS + LETTERS + SIGNS)))
FONT_GLYPHS = {"hans": "绝密机秘年", "hant": "絕極機閱", "japanese": "極秘厳取扱", "korean": "급비밀", "cyrillic": "ЩЖЙЭ",
               "vietnamese": "ỆẬỐộ", "latin": "AaZz/È"}


def pick(rng, choices):
    return choices[rng.integers(len(choices))]


def number(rng, low, high):
    return str(rng.integers(low, high))


def date(rng):
    year, month, day = number(rng, 1990, 2075), number(rng, 1, 13), number(rng, 1, 32)
    return pick(rng, [f"{year}年{month}月{day}日", f"{year}年{month}月", f"{year}年", f"{year}-{month}-{day}", f"{year}.{month}.{day}"])


def term(rng):
    draw = rng.random()
    if draw < .5:
        return pick(rng, ["5", "10", "20", "30", "3", "1", "15", "25", number(rng, 1, 31)]) + "年"
    if draw < .65:
        return number(rng, 1, 25) + "个月"
    if draw < .78:
        return "长期"
    if draw < .86:
        return date(rng)
    return pick(rng, ["解密时间" + date(rng), "公布前", "发布前", "启用前", "考试结束前", "会议结束前", "开考前", number(rng, 1, 90) + "天"])


def hans(rng):
    draw = rng.random()
    level = pick(rng, ["绝密", "机密", "秘密"])
    star = "★" if rng.random() < .93 else "☆"
    if draw < .38:
        return level + ("级" if rng.random() < .05 else "") + star + term(rng)
    if draw < .46:
        return pick(rng, [level, level, level + star, level + "级", "密级：" + level, "[" + level + "]", "【" + level + "】"])
    if draw < .52:
        return pick(rng, ["工作秘密", "核心商密", "普通商密", "商密", "商业秘密"]) + star + term(rng)
    if draw < .58:
        return pick(rng, ["内部资料", "内部文件", "内部材料", "内部刊物", "内部使用"]) + pick(rng, [" ", "，", "　", ""]).replace("　", " ") + \
            pick(rng, ["注意保存", "注意保管", "不得外传", "请勿外传", "严禁外传", "妥善保管", "不得翻印"])
    if draw < .68:
        left, right = pick(rng, ["〔〕", "〔〕", "[]", "（）", "【】"])
        return pick(rng, ["发", "办发", "政发", "字", "办", "委", "政办发", "局发"]) + left + number(rng, 1990, 2031) + right + number(rng, 1, 400) + "号"
    if draw < .72:
        return number(rng, 0, 999999).zfill(6)
    if draw < .76:
        return level + star + term(rng) + " " + pick(rng, ["特急", "加急"])
    return pick(rng, HANS)


def hant(rng):
    if rng.random() < .2:
        return "密等及解密條件或保密期限：" + pick(rng, ["密", "機密", "極機密", "絕對機密", "普通"])
    if rng.random() < .2:
        return pick(rng, ["絕密 TOP SECRET", "高度機密 SECRET", "機密 CONFIDENTIAL", "限閱 RESTRICTED", "限閱文件", "CONFIDENTIAL (機密)"])
    return pick(rng, HANT)


def latin(rng):
    draw = rng.random()
    if draw < .35:
        bar = pick(rng, ["//", "//", " // ", "/"])
        return pick(rng, ["TOP SECRET", "SECRET", "CONFIDENTIAL", "CUI", "UNCLASSIFIED"]) + bar + pick(rng, CAVEATS)
    if draw < .42:
        return pick(rng, PORTIONS)
    if draw < .5:
        return pick(rng, ["Classified By: ", "Derived From: ", "Declassify On: ", "Controlled by: ", "CUI Category: "]) + \
            pick(rng, ["J. Placeholder", "Multiple Sources", number(rng, 20250101, 20661231), "OPSEC"])
    return pick(rng, LATIN)


def mark(rng, script):
    """The text of one mark."""
    by_grammar = {"hans": hans, "hant": hant, "latin": latin}
    words = {"japanese": JAPANESE, "korean": KOREAN, "cyrillic": CYRILLIC, "vietnamese": VIETNAMESE}
    text = by_grammar[script](rng) if script in by_grammar else pick(rng, words[script])
    if script == "cyrillic" and rng.random() < .15:
        text += " Экз. № " + number(rng, 1, 20)
    return text
