"""The stage tables of the partnership: from which stage an object may move to which.

The database enforces the same tables by trigger (itvf.constraints.stage_machine), so that a stage
that is not here can't be reached by any road.
"""

from itvf.errors import Stale, WrongStage, gettext_noop

SCHEME_VERSION = {"draft": ("approved", "refused"), "approved": (), "refused": ()}
SELECTION = {
    "selected": ("closed", "lapse_proposed"),
    "lapse_proposed": ("selected", "lapsed"),
    "closed": (),
    "lapsed": (),
}
FUND = {"forming": ("open", "abandoned"), "open": ("ended",), "abandoned": (), "ended": ("open",)}
WINDING_UP = {
    "asked": ("draft", "refused"),
    "draft": ("approved", "refused"),
    "approved": ("reopening",),
    "reopening": ("approved", "reopened"),
    "refused": (),
    "reopened": (),
}
BANK_ACCOUNT = {"entered": ("confirmed", "refused"), "confirmed": ("superseded",), "refused": (), "superseded": ()}
CLOSING = {"draft": ("completed", "withdrawn"), "completed": (), "withdrawn": ()}
CAPITAL_CALL = {"draft": ("issued", "withdrawn"), "issued": ("cancelled",), "withdrawn": (), "cancelled": ()}
DISTRIBUTION = {"draft": ("declared", "withdrawn"), "declared": ("cancelled",), "withdrawn": (), "cancelled": ()}
NETTING = {"draft": ("issued", "withdrawn"), "issued": ("cancelled",), "withdrawn": (), "cancelled": ()}
RECORDED_AUTHORITY = {"draft": ("approved", "refused"), "approved": (), "refused": ()}
LIMIT_TABLE = {"draft": ("approved", "refused"), "approved": (), "refused": ()}
PAYMENT_CASE = {
    "opened": ("checked", "held", "cancelled"),
    "checked": ("vouchered", "held", "cancelled"),
    "vouchered": ("certified", "held", "cancelled"),
    "certified": ("authorised", "held", "cancelled"),
    "authorised": ("released", "settled", "held", "cancelled"),
    "released": ("matched", "held"),
    "matched": (),
    "settled": ("held",),
    "held": ("opened", "cancelled"),
    "cancelled": (),
}
FUNDING_ALLOTMENT = {"draft": ("approved", "refused"), "approved": (), "refused": ()}
FUNDING_REQUEST = {
    "draft": ("approved", "refused", "withdrawn"),
    "approved": ("received", "closed"),
    "received": (),
    "closed": (),
    "refused": (),
    "withdrawn": (),
}
# A receipt that is reversed opens the charge again, and a waiver of what that receipt had left falls with it.
LATE_INTEREST = {"charged": ("received", "waived"), "received": ("charged",), "waived": ("charged",)}
BANK_STATEMENT_LINE = {
    "open": ("matched", "held", "set_aside"),
    "matched": ("open",),
    "held": ("open", "returned"),
    "returned": (),
    "set_aside": ("open",),
}
FEE_CONCESSION = {"draft": ("approved", "refused"), "approved": (), "refused": ()}
FEE_OFFSET = {
    "recorded": ("counted", "withdrawn", "settled"),
    "counted": (),
    "withdrawn": (),
    "settled": ("recorded",),
}
FEE_CORRECTION = {"draft": ("approved", "refused"), "approved": (), "refused": ()}
AGREEMENT_CLAUSE = {"draft": ("approved", "refused"), "approved": (), "refused": ()}
AGREEMENT_AMENDMENT = {"draft": ("approved", "refused"), "approved": (), "refused": ()}
FACILITY_AGREEMENT = {"draft": ("approved", "refused"), "approved": (), "refused": ()}
AGREEMENT_EVENT = {"draft": ("approved", "refused"), "approved": (), "refused": ()}
SIDE_LETTER = {"draft": ("approved", "refused"), "approved": (), "refused": ()}
RESOLUTION = {"open": ("passed", "failed", "withdrawn"), "passed": (), "failed": (), "withdrawn": ()}
DUTY_DONE = {"done": ("reopened",), "reopened": ()}
INVITATION = {"draft": ("open", "withdrawn"), "open": ("decided",), "withdrawn": (), "decided": ()}
INVITATION_AMENDMENT = {"proposed": ("announced", "refused"), "announced": (), "refused": ()}
INVITATION_QUESTION = {"asked": ("published", "set_aside"), "published": (), "set_aside": ()}
# What comes after eligibility (scores, the Committee, the decision) moves an eligible application on.
APPLICATION = {
    "draft": ("submitted",),
    "submitted": ("withdrawn", "eligible", "ineligible"),
    "withdrawn": ("submitted",),
    "eligible": ("selected", "reserved", "not_selected"),
    "ineligible": ("not_selected",),
    "selected": (),
    "reserved": ("selected", "not_selected"),
    "not_selected": (),
}
ASSESSMENT = {"preparing": ("scoring",), "scoring": ("moderating",), "moderating": ("settled",), "settled": ()}
SELECTION_DECISION = {"proposed": ("approved", "refused"), "approved": (), "refused": ()}
RESERVE_PROMOTION = {"proposed": ("approved", "refused"), "approved": (), "refused": ()}
APPLICANT_LINK = {"open": ("accepted", "conflict"), "accepted": ("conflict",), "conflict": ()}
ELIGIBILITY_FINDING = {
    "open": ("passed", "fail_proposed"),
    "passed": ("fail_proposed",),
    "fail_proposed": ("failed", "open"),
    "failed": (),
}
LAPSE_LETTER = {"prepared": ("approved", "withdrawn"), "approved": (), "withdrawn": ()}
TERM_DEPARTURE = {
    "open": ("approved", "refused", "superseded"),
    "approved": ("superseded",),
    "refused": ("superseded",),
    "superseded": (),
}


def require_stage(thing, *stages: str) -> None:
    """This function will refuse (WrongStage) when a thing is not in one of the stages that a verb starts from."""
    if thing.stage not in stages:
        raise WrongStage(
            gettext_noop("{what} is {stage}; this can only be done while it is {allowed}."),
            what=str(thing),
            stage=thing.get_stage_display(),
            allowed=" / ".join(
                str(thing._meta.get_field("stage").choices and dict(thing._meta.get_field("stage").choices)[s])
                for s in stages
            ),
        )


def require_version(thing, version: int | None) -> None:
    """This function will refuse (Stale) a write by somebody who read another version; None asks for nothing."""
    if version is not None and version != thing.version:
        raise Stale(
            gettext_noop("{what} was changed since you read it (version {read}, now {now}); read it again."),
            what=str(thing),
            read=version,
            now=thing.version,
        )
