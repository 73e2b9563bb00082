"""Which call line a receipt seems to pay: only where something points at just one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.receipts import Candidate, propose

D = Decimal
LINES = (
    Candidate(1, D("100.00"), "HARBOUR-CC001-001", ("Alpha Example Limited", "示例甲有限公司")),
    Candidate(2, D("250.00"), "HARBOUR-CC001-002", ("Beta Demo Trust", "")),
    Candidate(3, D("250.00"), "HARBOUR-CC001-003", ("Gamma", "")),
    Candidate(4, D("40.00"), "HARBOUR-CC002-001", ("Alpha Example Limited", "示例甲有限公司")),
)


def proposed(amount: str, text: str):
    found = propose(D(amount), text, LINES)
    return found and (found.line, found.ground, found.is_sure)


@pytest.mark.parametrize(
    ("amount", "text", "expected"),
    [
        ("250.00", "TRF harbour cc001 003 INV", (3, "reference", True)),
        ("99.99", "HARBOUR-CC001-001", (1, "reference", False)),
        ("999.00", "BETA DEMO TRUST/CHATS", (2, "name", False)),
        ("40.00", "ALPHA EXAMPLE LIMITED", (4, "name", False)),
        ("77.00", "示例甲有限公司", None),
        ("77.00", "Alpha Example Limited", None),
        ("100.00", "transfer", (1, "amount", False)),
        ("250.00", "transfer", None),
        ("1.00", "gamma rays", None),
        ("-250.00", "HARBOUR-CC001-003", None),
        ("0.00", "HARBOUR-CC001-003", None),
    ],
)
def test_proposes_what_alone_is_pointed_at(amount, text, expected):
    assert proposed(amount, text) == expected


@given(st.decimals("0.01", "1000.00", places=2), st.text(max_size=60))
def test_never_proposes_what_is_not_there(amount, text):
    found = propose(amount, text, LINES)
    assert found is None or found.line in {one.line for one in LINES}
    assert propose(amount, text, ()) is None
