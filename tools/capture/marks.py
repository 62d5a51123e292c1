# SPDX-License-Identifier: Apache-2.0
"""Forms of marks by system, as rules/marks/ has them: (level in the words of that system, what stands on the paper)."""

CN_TERMS = {
    "eval": {"绝密": ["★30年", "★25年", "★长期", "★2049年10月1日", "★"], "机密": ["★20年", "★15年", "★2036年5月1日", "★演习结束前", "★6个月"],
             "秘密": ["★10年", "★5年", "★6个月", "★2031年3月1日", "★公布前"]},
    "tune": {"绝密": ["★30年", "★20年"], "机密": ["★20年", "★10年", "★3个月"], "秘密": ["★10年", "★1年", "★3个月"]},
}


def cn(split, rng):
    """LEVEL★TERM, LEVEL★DATE or LEVEL★CONDITION; a bare ★ stands for the longest term; work secrets and internal papers."""
    draw = rng.random()
    if draw < 0.08:
        return "工作秘密", ["工作秘密★5年", "工作秘密"][int(rng.integers(2))]
    if draw < 0.18:
        return "内部", ["内部资料 注意保存", "内部文件 不得外传", "内部资料，请勿外传"][int(rng.integers(3))]
    level = ["绝密", "机密", "秘密"][int(rng.integers(3))]
    terms = CN_TERMS[split][level]
    return level, level + terms[int(rng.integers(len(terms)))]


def banners(level, tails):
    return [(level, level + tail) for tail in tails]


FORMS = {
    "tw": [("絕對機密", "絕對機密（永久保密）"), ("極機密", "極機密（本件至民國130年1月1日解除機密）"), ("機密", "機密（本件於公布時解密）"),
           ("密", "密（本件於開標後解密）"), ("絕對機密", "絕對機密"), ("極機密", "極機密"), ("機密", "機密")],
    "hk": [("絕密", "絕密 TOP SECRET"), ("高度機密", "高度機密 SECRET"), ("機密", "機密 CONFIDENTIAL"), ("限閱", "限閱 RESTRICTED"),
           ("高度機密", "高度機密"), ("限閱", "限閱文件"), ("機密", "CONFIDENTIAL (機密)")],
    "us": [*banners("TOP SECRET", ["//SI//NOFORN", "//NOFORN", "//SI/TK//ORCON/NOFORN"]),
           *banners("SECRET", ["//NOFORN", "", "//REL TO USA, FVEY"]), *banners("CONFIDENTIAL", ["//NOFORN", "//REL TO USA"]),
           ("CUI", "CUI"), ("CUI", "CUI//SP-CTI//NOFORN"), ("CUI", "CONTROLLED//PRVCY"), ("FOUO", "UNCLASSIFIED//FOR OFFICIAL USE ONLY")],
    "nato": [("COSMIC TOP SECRET", "COSMIC TOP SECRET"), ("NATO SECRET", "NATO SECRET"), ("NATO SECRET", "NATO SECRET ATOMAL"),
             ("NATO CONFIDENTIAL", "NATO CONFIDENTIAL"), ("NATO RESTRICTED", "NATO RESTRICTED")],
    "eu": [("TRÈS SECRET UE/EU TOP SECRET", "TRÈS SECRET UE/EU TOP SECRET"), ("SECRET UE/EU SECRET", "SECRET UE/EU SECRET"),
           ("CONFIDENTIEL UE/EU CONFIDENTIAL", "CONFIDENTIEL UE/EU CONFIDENTIAL"), ("RESTREINT UE/EU RESTRICTED", "RESTREINT UE/EU RESTRICTED")],
    "uk": [("TOP SECRET", "UK TOP SECRET"), ("SECRET", "UK SECRET"), ("SECRET", "SECRET - UK EYES ONLY"),
           ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"), ("OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE: COMMERCIAL"),
           ("CONFIDENTIAL", "UK CONFIDENTIAL"), ("RESTRICTED", "UK RESTRICTED")],
    "ca": [("PROTECTED A", "PROTECTED A / PROTÉGÉ A"), ("PROTECTED B", "PROTECTED B / PROTÉGÉ B"), ("PROTECTED B", "PROTECTED B"),
           ("PROTECTED C", "PROTECTED C"), ("CONFIDENTIAL", "CONFIDENTIAL / CONFIDENTIEL"), ("SECRET", "SECRET - CANADIAN EYES ONLY"),
           ("TOP SECRET", "TOP SECRET / TRÈS SECRET")],
    "vn": [("TUYỆT MẬT", "TUYỆT MẬT"), ("TỐI MẬT", "TỐI MẬT"), ("MẬT", "MẬT")],
    "ru": [("Особой важности", "Особой важности"), ("Совершенно секретно", "Совершенно секретно"),
           ("Совершенно секретно", "СОВЕРШЕННО СЕКРЕТНО"), ("Секретно", "Секретно"), ("Секретно", "СЕКРЕТНО"),
           ("Для служебного пользования", "Для служебного пользования")],
    "jp": [("特定秘密", "特定秘密"), ("機密", "機密"), ("極秘", "極秘"), ("秘", "秘"), ("機密性3情報", "機密性3情報"),
           ("機密性2情報", "機密性2情報"), ("取扱注意", "取扱注意")],
    "kr": [("Ⅰ급비밀", "Ⅰ급비밀"), ("Ⅱ급비밀", "Ⅱ급비밀"), ("Ⅲ급비밀", "Ⅲ급비밀"), ("대외비", "대외비"), ("Ⅱ급비밀", "2급비밀")],
    "tlp": [("TLP:RED", "TLP:RED"), ("TLP:AMBER+STRICT", "TLP:AMBER+STRICT"), ("TLP:AMBER", "TLP:AMBER"), ("TLP:GREEN", "TLP:GREEN")],
    "company": [("CONFIDENTIAL", "公司机密"), ("CONFIDENTIAL", "公司机密 请勿外传"), ("CONFIDENTIAL", "COMPANY CONFIDENTIAL"),
                ("公司绝密", "STRICTLY CONFIDENTIAL"), ("公司绝密", "公司绝密"), ("INTERNAL", "INTERNAL USE ONLY"),
                ("CONFIDENTIAL", "Confidential and Proprietary")],
}
SYSTEMS = ("cn", *FORMS)
TLP_INK = {"TLP:RED": (255, 43, 43), "TLP:AMBER": (255, 192, 0), "TLP:AMBER+STRICT": (255, 192, 0), "TLP:GREEN": (51, 255, 0)}

SIGNS = {  # boards that speak about the place: findings of the category place
    "eval": [("hans", ["军事禁区", "严禁入内"]), ("hans", ["军事管理区"]), ("hans", ["禁止拍照"]), ("hans", ["保密要害部位"]),
             ("hans", ["涉密场所", "禁止携带手机"]), ("latin", ["NO PHOTOGRAPHY"]), ("latin", ["MILITARY RESTRICTED AREA"]),
             ("hant", ["禁止攝影"]), ("jp", ["撮影禁止"]), ("latin", ["PHOTOGRAPHY PROHIBITED"])],
    "tune": [("hans", ["禁止摄影"]), ("hans", ["军事管理区", "禁止通行"]), ("latin", ["NO PHOTOS"])],
}


def mark_of(split, system, rng):
    """(level, text) of one photo."""
    if system == "cn":
        return cn(split, rng)
    forms = FORMS[system]
    return forms[int(rng.integers(len(forms)))]
