"""The stage tables of reports; the database enforces the same tables by trigger."""

QUARTERLY_REPORT = {"submitted": ("accepted", "queried"), "queried": ("submitted",), "accepted": ()}
MANAGEMENT_REPORT = {"frozen": ("approved", "withdrawn"), "approved": (), "withdrawn": ()}
