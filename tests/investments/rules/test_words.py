"""Words that hint at R13 in English, 繁 and 简, the ways to hide them, and their innocent look-alikes."""

import pytest

from funds.rules.terms import published
from investments.rules.words import WORDS_VERSION, hints, merged

# One line for each thing that must be noticed: the activity, then English, traditional and simplified.
TRILINGUAL = [
    ("crypto", "a crypto exchange", "加密貨幣交易所", "加密货币交易所"),
    ("crypto", "custody of virtual assets", "虛擬資產託管", "虚拟资产托管"),
    ("crypto", "digital assets", "數字資產平台", "数字资产平台"),
    ("crypto", "a utility token", "發行代幣", "发行代币"),
    ("crypto", "tokenisation", "通證化", "通证化"),
    ("crypto", "an initial coin offering", "比特幣挖礦", "比特币挖矿"),
    ("gambling", "a casino", "賭場", "赌场"),
    ("gambling", "betting", "投注站", "投注站"),
    ("gambling", "a lottery", "彩票", "彩票"),
    ("gambling", "Mark Six", "六合彩", "体彩"),
    ("gambling", "wagers", "博彩", "下注"),
    ("property", "property", "物業", "物业"),
    ("property", "real estate", "房地產", "房地产"),
    ("property", "land", "土地", "土地"),
    ("property", "landlords", "置業", "房产"),
    ("listed_shares", "HKEX: 0700", "股份代號 0700", "股票代码 600519"),
    ("listed_shares", "NASDAQ:ABC", "證券代號", "证券代码"),
    ("listed_shares", "traded as 0005.HK", "二級市場", "二级市场"),
    ("listed_shares", "stock code 700", "港股", "美股"),
    ("secondary", "a secondary purchase", "二手股權", "二手股权"),
    ("secondary", "buys shares from existing shareholders", "收購老股", "收购老股"),
    ("secondary", "second-hand shares", "股權轉讓", "股权转让"),
    ("loan", "a loan", "貸款", "贷款"),
    ("loan", "micro-credit", "網貸", "网贷"),
    ("loan", "microloans", "借款", "借款"),
]


class TestWords:
    @pytest.mark.parametrize(("activity", "english", "traditional", "simplified"), TRILINGUAL)
    def test_are_found_in_each_language(self, activity, english, traditional, simplified):
        for text in (english, traditional, simplified):
            assert activity in hints(text), text

    @pytest.mark.parametrize(
        ("activity", "description"),
        [
            ("crypto", "ＢＩＴＣＯＩＮ wallets"),
            ("crypto", "cry\u200bpto"),
            ("crypto", "crypto\u00adcurrency"),
            ("crypto", "加密\n    貨幣"),
            ("listed_shares", "HKEX：０７００"),
            ("property", "Real\n   estate"),
            ("gambling", "CASINO"),
        ],
    )
    def test_do_not_hide(self, activity, description):
        assert activity in hints(description)

    @pytest.mark.parametrize(
        "description",
        [
            "New money with support from existing shareholders and early investors",
            "SSE: server-sent events over HTTP",
            "Defining the defibrillator's response",
            "A coin-cell battery and a stocking system",
            "In stock; a microphone and microcredentials",
            "香港股東和香港股權架構",
            "數據挖礦及数据挖矿算法",
            "立體彩色列印、娛樂場景、娱乐场所設備",
            "向地下注水及下注入口",
            "普通證書、流通證券化以外的憑證",
            "商業配置業務、裝置業界標準",
            "機房產品、廠房產能、库房产量",
        ],
    )
    def test_are_no_false_alarm(self, description):
        assert hints(description) == {}

    def test_are_quoted_as_they_were_found_once_each(self):
        assert hints("A token, a Token, a token; tokens") == {"crypto": ("token", "Token", "tokens")}

    def test_hint_only_at_what_the_scheme_prohibits(self):
        found = {activity for activity, *texts in TRILINGUAL for text in texts if activity in hints(text)}
        assert found == set(published("itvf-enhanced-2024").names("prohibited"))

    def test_have_a_version(self):
        assert WORDS_VERSION == "2026-11-21"


class TestMerged:
    def test_joins_what_several_texts_say(self):
        kept = {"crypto": ["token"], "loan": ["loan"]}
        assert merged(kept, hints("a token, a wallet for NFTs"), {}) == {"crypto": ("token", "NFTs"), "loan": ("loan",)}

    def test_is_what_the_texts_say_together(self):
        texts = ("a casino", "a token and a casino", "Robots")
        assert merged(*(hints(text) for text in texts)) == {"crypto": ("token",), "gambling": ("casino",)}
        assert set(merged(*(hints(text) for text in texts))) == set(hints("\n".join(texts)))


class TestPlainCasesInOtherWords:
    """Words beside the commonest innocent uses, which those must not hide."""

    @pytest.mark.parametrize(
        ("activity", "text"),
        [
            ("listed_shares", "listed under the ticker ABCD"),
            ("listed_shares", "listed as 2382 on the Main Board"),
            ("listed_shares", "SEHK 0700"),
            ("listed_shares", "700.HK"),
            ("listed_shares", "投資香港股票"),
            ("listed_shares", "買賣股票"),
            ("property", "buys land on Lantau Island for development"),
            ("property", "acquires land at Kai Tak"),
            ("property", "buys property of distressed owners"),
            ("property", "buys and lets properties in Kowloon"),
            ("property", "日本地產投資平台"),
            ("property", "中國土地儲備開發"),
            ("gambling", "讓用戶投注於足球賽事"),
            ("gambling", "让用户投注于足球赛事"),
            ("gambling", "places sports bets"),
            ("loan", "放債人牌照"),
            ("secondary", "收購現有股東的股份"),
            ("secondary", "purchase of shares held by angel investors"),
            ("crypto", "USDT and BTC exchange"),
            ("crypto", "virtual_assets"),
            ("crypto", "a stable coin"),
        ],
    )
    def test_are_found(self, activity, text):
        assert activity in hints(text)

    @pytest.mark.parametrize(
        "text",
        [
            "a drone lands on a pad",
            "to land on Mars",
            "本地產品",
            "國土地理資訊",
            "投注於研發",
            "property of the material",
        ],
    )
    def test_leave_the_innocent_alone(self, text):
        assert hints(text) == {}
