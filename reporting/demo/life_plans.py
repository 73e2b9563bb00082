"""Companies of the demo that live through something: sold, converted, split, written off. All invented."""

from decimal import Decimal

from reporting.demo.deals import DealPlan

CHIP = DealPlan(
    "Sample Chip Design Limited",
    "範例晶片設計有限公司",
    "90000111",
    "Hong Kong",
    "Layout tools for low-power chips, written in Hong Kong and used by two foundries.",
    "advanced_manufacturing_new_energy",
    "seed",
    Decimal("8000000.00"),
    hsic="58",
)
PROTEIN = DealPlan(
    "Example Folding Protein Limited",
    "示例摺疊蛋白質有限公司",
    "90000112",
    "Hong Kong",
    "Software that predicts how proteins fold, for two hospital laboratories.",
    "life_health",
    "seed",
    Decimal("6000000.00"),
    hsic="72",
)
QUANTUM = DealPlan(
    "Demo Quantum Sensing Inc.",
    "示範量子傳感公司",
    "90000113",
    "United States",
    "Magnetic sensors cooled by light; its second laboratory is in a Hong Kong science park.",
    "advanced_manufacturing_new_energy",
    "series_a",
    Decimal("11700000.00"),
    facts=("is_start_up", "is_ecosystem"),
    currency="USD",
    foreign_amount=Decimal("1500000.00"),
    hsic="26",
)
DISPLAY = DealPlan(
    "Sample Micro Display Limited",
    "範例微型顯示有限公司",
    "90000114",
    "Hong Kong",
    "Displays the size of a grain of rice for surgical glasses.",
    "life_health",
    "pre_a",
    Decimal("10000000.00"),
    instrument="convertible_bond",
    hsic="26",
)
WAFER = DealPlan(
    "Example Wafer Inspection Limited",
    "示例晶圓檢測有限公司",
    "90000115",
    "Hong Kong",
    "Machines that see a fault in a wafer before it is cut; redeemable preference shares.",
    "advanced_manufacturing_new_energy",
    "series_a",
    Decimal("9000000.00"),
    hsic="28",
)
LATE = DealPlan(
    "Sample Vision Robotics Limited",
    "範例視覺機械人有限公司",
    "90000101",
    "Hong Kong",
    "A follow-on in the company's next round, which is past Series B.",
    "ai_data_science",
    "series_c",
    Decimal("12000000.00"),
    is_follow_on=True,
)
# Ridge
SHARED = DealPlan(
    "Example Gene Therapy Limited",
    "示例基因治療有限公司",
    "90000102",
    "Hong Kong",
    "The next round of a company that another fund of the programme holds.",
    "life_health",
    "series_a",
    Decimal("7000000.00"),
)
GROWN = DealPlan(
    "Demo Hospital Software Limited",
    "示範醫院軟件有限公司",
    "90000204",
    "Hong Kong",
    "Ward software for private hospitals; the company is past its Series B.",
    "life_health",
    "series_c",
    Decimal("5000000.00"),
    hsic="62",
)
THIN = DealPlan(
    "Example Gut Test Limited",
    "示例腸道檢測有限公司",
    "90000205",
    "Hong Kong",
    "A test that reads the gut's bacteria from a drop of blood.",
    "life_health",
    "seed",
    Decimal("4000000.00"),
    hong_kong_spend_rate=Decimal("0.40"),
)
QUERIED = DealPlan(
    "Demo Sleep Sensor Limited",
    "示範睡眠傳感器有限公司",
    "90000206",
    "Hong Kong",
    "A mattress that counts breaths, for homes for the elderly.",
    "life_health",
    "seed",
    Decimal("6000000.00"),
)
WITHDRAWN = DealPlan(
    "Sample Retina Scan Limited",
    "範例視網膜掃描有限公司",
    "90000207",
    "Hong Kong",
    "A camera for the back of the eye that fits a telephone.",
    "life_health",
    "pre_a",
    Decimal("9000000.00"),
)
