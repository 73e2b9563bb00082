"""Stage tables of this floor; the database enforces the same tables by trigger."""

PROPOSAL = {
    "draft": ("submitted", "withdrawn"),
    "submitted": ("queried", "no_objection", "breach_notice", "withdrawn"),
    "queried": ("submitted", "withdrawn"),
    "no_objection": ("completed", "withdrawn"),
    "breach_notice": ("completed", "withdrawn"),
    "completed": (),
    "withdrawn": (),
}
CONSENT = {"draft": ("approved", "refused"), "approved": ("revoked",), "refused": (), "revoked": ()}
VALUATION = {"draft": ("reviewed", "refused"), "reviewed": ("reversed",), "refused": (), "reversed": ()}
FINDING = {"open": ("answered", "closed"), "answered": ("open", "closed"), "closed": ()}
