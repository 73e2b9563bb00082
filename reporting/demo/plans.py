"""What the demo invents: three managers with their funds, and companies to invest in. No real firm or person."""

from decimal import Decimal

from funds.models import Partner
from reporting.demo.acts import FundPlan, Seat
from reporting.demo.cast import DOMAIN
from reporting.demo.deals import DealPlan

Kind = Partner.Kind
# The demo's mail catcher refuses this one (itvf/mail_catcher.py), so that a failed notice waits for a person.
REFUSED = "refused"


def _seat(kind: str, name_en: str, name_zh_hant: str, address: str, million: str) -> Seat:
    return Seat(kind, name_en, name_zh_hant, f"{address}@{DOMAIN}", Decimal(million) * 1_000_000)


HARBOUR = FundPlan(
    code="harbour",
    name_en="Harbour Example Technology Limited Partnership Fund",
    name_zh_hant="海港示例科技有限合夥基金",
    manager_en="Harbour Example Capital Limited",
    manager_zh_hant="海港示例資本有限公司",
    ce_number="ZZA101",
    cap637_number="LPF-DEMO-101",
    seats=(
        _seat(Kind.GP, "Harbour Example GP Limited", "海港示例普通合夥人有限公司", "harbour-gp", "20"),
        _seat(Kind.GP_AFFILIATE, "Harbour Example Partners LP", "海港示例合夥人團隊", "harbour-team", "30"),
        _seat(Kind.PRIVATE, "Sample Pension Holdings Limited", "範例退休金控股有限公司", "partner", "300"),
        _seat(Kind.PRIVATE, "Demo Family Office Limited", "示範家族辦公室有限公司", "demo-family", "200"),
        _seat(Kind.PRIVATE, "Example Insurance Company Limited", "示例保險有限公司", "example-insurance", "150"),
        _seat(Kind.PRIVATE, "Sample Industrial Group Limited", "範例工業集團有限公司", "sample-industrial", "50"),
    ),
)
RIDGE = FundPlan(
    code="ridge",
    name_en="Ridge Sample Life Science LPF",
    name_zh_hant="山脊範例生命科學有限合夥基金",
    manager_en="Ridge Sample Ventures Limited",
    manager_zh_hant="山脊範例創投有限公司",
    ce_number="ZZB202",
    cap637_number="LPF-DEMO-202",
    seats=(
        _seat(Kind.GP, "Ridge Sample GP Limited", "山脊範例普通合夥人有限公司", "ridge-gp", "12"),
        _seat(Kind.GP_AFFILIATE, "Ridge Sample Founders Limited", "山脊範例創辦人有限公司", "ridge-founders", "38"),
        _seat(Kind.PRIVATE, "Example Bank Ventures Limited", "示例銀行創投有限公司", "example-bank", "200"),
        _seat(Kind.PRIVATE, "Demo Endowment Foundation Limited", "示範捐贈基金會有限公司", REFUSED, "120"),
        _seat(Kind.PRIVATE, "Sample Trading Company Limited", "範例貿易有限公司", "sample-trading", "80"),
    ),
)
DELTA = FundPlan(
    code="delta",
    name_en="Delta Demo Advanced Manufacturing Limited Partnership Fund",
    name_zh_hant="三角洲示範先進製造有限合夥基金",
    manager_en="Delta Demo Partners Limited",
    manager_zh_hant="三角洲示範資本有限公司",
    ce_number="ZZC303",
    cap637_number="LPF-DEMO-303",
    seats=(
        _seat(Kind.GP, "Delta Demo GP Limited", "三角洲示範普通合夥人有限公司", "delta-gp", "15"),
        _seat(Kind.PRIVATE, "Example Robotics Industries Limited", "示例機械工業有限公司", "example-robotics", "180"),
        _seat(Kind.PRIVATE, "Sample Shipping Holdings Limited", "範例航運控股有限公司", "sample-shipping", "140"),
        _seat(Kind.PRIVATE, "Demo Retail Group Limited", "示範零售集團有限公司", "demo-retail", "85"),
    ),
)
# What Delta's partners have signed so far; the fourth still negotiates, so that less than HK$450m is raised.
DELTA_SIGNED = DELTA.seats[:3]

HONG_KONG_COMPANY = ("is_start_up", "is_hong_kong", "is_ecosystem")
ESTABLISHMENT = ("is_start_up", "has_it_establishment", "is_ecosystem")
ECOSYSTEM_ONLY = ("is_start_up", "is_ecosystem")

VISION = DealPlan(
    "Sample Vision Robotics Limited",
    "範例視覺機械人有限公司",
    "90000101",
    "Hong Kong",
    "Camera guidance for warehouse robots, developed and assembled in Hong Kong.",
    "ai_data_science",
    "series_a",
    Decimal("110000000.00"),
)
GENE = DealPlan(
    "Example Gene Therapy Limited",
    "示例基因治療有限公司",
    "90000102",
    "Hong Kong",
    "Gene therapy for inherited eye disease; laboratory and first clinical study in Hong Kong.",
    "life_health",
    "pre_a",
    Decimal("90000000.00"),
    facts=HONG_KONG_COMPANY,
)
CELL = DealPlan(
    "Demo Solid Cell Inc.",
    "示範固態電池公司",
    "90000103",
    "Singapore",
    "Solid-state cells for buses; pilot line in a Hong Kong science park.",
    "advanced_manufacturing_new_energy",
    "series_b",
    Decimal("70000000.00"),
    facts=ESTABLISHMENT,
)
SENSOR = DealPlan(
    "Sample Photon Sensors GmbH",
    "範例光子傳感有限公司",
    "90000104",
    "Germany",
    "Optical sensors for semiconductor inspection, tested with two Hong Kong universities.",
    "advanced_manufacturing_new_energy",
    "series_a",
    Decimal("130000000.00"),
    facts=ECOSYSTEM_ONLY,
)
LANGUAGE = DealPlan(
    "Example Cantonese AI Pte. Limited",
    "示例粵語人工智能公司",
    "90000105",
    "Singapore",
    "Speech models for Cantonese hospitals and courts, trained with Hong Kong partners.",
    "ai_data_science",
    "series_a",
    Decimal("170000000.00"),
    instrument="convertible_bond",
    facts=ECOSYSTEM_ONLY,
)
LISTED = DealPlan(
    "Example Listed Semiconductor Limited",
    "示例上市半導體有限公司",
    "90000107",
    "Hong Kong",
    "Chips for sensors; its shares are traded on an exchange.",
    "advanced_manufacturing_new_energy",
    "series_b",
    Decimal("20000000.00"),
    facts=("is_start_up", "is_hong_kong", "is_ecosystem", "is_listed"),
)
HARBOUR_NEXT = DealPlan(
    "Demo Hydrogen Drone Limited",
    "示範氫能無人機有限公司",
    "90000106",
    "United Kingdom",
    "Hydrogen drones for inspecting power lines, flown in trials in Hong Kong.",
    "advanced_manufacturing_new_energy",
    "series_a",
    Decimal("60000000.00"),
    facts=ECOSYSTEM_ONLY,
)
VACCINE = DealPlan(
    "Sample Nasal Vaccine Limited",
    "範例鼻噴疫苗有限公司",
    "90000201",
    "Hong Kong",
    "Nasal vaccines against respiratory infection; production validated in Hong Kong.",
    "life_health",
    "seed",
    Decimal("40000000.00"),
)
IMAGING = DealPlan(
    "Example Ultrasound Imaging Limited",
    "示例超聲影像有限公司",
    "90000202",
    "Hong Kong",
    "Portable ultrasound that reads the image on the device, for clinics and ambulances.",
    "life_health",
    "series_a",
    Decimal("35000000.00"),
)
TOKEN = DealPlan(
    "Demo Health Ledger Limited",
    "示範健康帳本有限公司",
    "90000203",
    "Hong Kong",
    "Medical records shared between clinics; patients are rewarded with tokens that trade like a digital asset.",
    "life_health",
    "seed",
    Decimal("15000000.00"),
)
