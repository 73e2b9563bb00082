"""The stage table of a proposal; the database enforces the same table by trigger."""

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
