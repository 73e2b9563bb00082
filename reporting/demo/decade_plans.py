"""The fund that the demo plays through ten years: its partners and its companies. All invented."""

from dataclasses import replace
from decimal import Decimal

from funds.models import Partner
from reporting.demo.acts import FundPlan, Seat
from reporting.demo.cast import DOMAIN
from reporting.demo.deals import DealPlan

Kind = Partner.Kind


def _seat(kind: str, name_en: str, name_zh_hant: str, address: str, million: str) -> Seat:
    return Seat(kind, name_en, name_zh_hant, f"{address}@{DOMAIN}", Decimal(million) * 1_000_000)


def _deal(name: tuple[str, str], number: str, about: tuple[str, str, str], million: str, **more) -> DealPlan:
    description, sector, stage = about
    amount = Decimal(million) * 1_000_000
    return DealPlan(*name, number, "Hong Kong", description, sector, stage, amount, **more)


SUMMIT = FundPlan(
    code="summit",
    name_en="Summit Example Frontier Limited Partnership Fund",
    name_zh_hant="高峰示例前沿有限合夥基金",
    manager_en="Summit Example Partners Limited",
    manager_zh_hant="高峰示例資本有限公司",
    ce_number="ZZD404",
    cap637_number="LPF-DEMO-404",
    seats=(
        _seat(Kind.GP, "Summit Example GP Limited", "高峰示例普通合夥人有限公司", "summit-gp", "15"),
        _seat(Kind.PRIVATE, "Sample Teachers Mutual Limited", "範例教師互助有限公司", "sample-teachers", "185"),
        _seat(Kind.PRIVATE, "Demo Holdings of Kowloon Limited", "示範九龍控股有限公司", "demo-kowloon", "150"),
        _seat(Kind.PRIVATE, "Example Marine Insurance Limited", "示例海事保險有限公司", "example-marine", "100"),
    ),
)
LATECOMER = _seat(Kind.PRIVATE, "Sample Orchard Family Limited", "範例果園家族有限公司", "sample-orchard", "60")

ROBOT = _deal(
    ("Demo Warehouse Robots Limited", "示範倉庫機械人有限公司"),
    "90000401",
    ("Small robots that carry parcels in narrow warehouses.", "advanced_manufacturing_new_energy", "seed"),
    "50",
    hsic="28",
)
VOICE = _deal(
    ("Sample Voice Interfaces Limited", "範例語音介面有限公司"),
    "90000402",
    ("Speech recognition for mixed Cantonese and English.", "ai_data_science", "series_a"),
    "60",
    hsic="62",
)
VOICE_AGAIN = replace(VOICE, stage="series_b", amount_hkd=Decimal("40000000.00"), is_follow_on=True)
IMPLANT = _deal(
    ("Example Bone Implants Limited", "示例骨科植入物有限公司"),
    "90000403",
    ("Printed implants that surgeons fit in one visit.", "life_health", "series_a"),
    "70",
    hsic="32",
)
MEMBRANE = _deal(
    ("Demo Membrane Energy Limited", "示範薄膜能源有限公司"),
    "90000404",
    ("Membranes for small hydrogen cells.", "advanced_manufacturing_new_energy", "pre_a"),
    "60",
    hsic="27",
)
MEMBRANE_AGAIN = replace(MEMBRANE, stage="series_a", amount_hkd=Decimal("30000000.00"), is_follow_on=True)
SCREEN = _deal(
    ("Sample Cell Screening Limited", "範例細胞篩檢有限公司"),
    "90000405",
    ("Machines that count blood cells at a pharmacy.", "life_health", "series_b"),
    "80",
    hsic="26",
)
HARVEST = _deal(
    ("Example Indoor Harvest Limited", "示例室內種植有限公司"),
    "90000406",
    ("Data models that run vertical farms.", "ai_data_science", "series_a"),
    "60",
    hsic="62",
)
HARVEST_AGAIN = replace(HARVEST, stage="series_b", amount_hkd=Decimal("50000000.00"), is_follow_on=True)
