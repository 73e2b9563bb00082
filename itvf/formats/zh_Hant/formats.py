"""Chinese: 2026年11月21日 14:05, and thousands apart as Hong Kong writes them."""

DATE_FORMAT = "Y年n月j日"
DATETIME_FORMAT = "Y年n月j日 H:i"
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
