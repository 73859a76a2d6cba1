"""Guards of what a teacher decides."""

from domain.cases import Case
from domain.forms.system import COMMENT_LIMIT
from domain.refusals import Refused, refuse


def files_there(case: Case) -> Refused | None:
    return refuse("blob_missing", count=case.facts.blobs_missing) if case.facts.blobs_missing else None


def comment_fits(case: Case) -> Refused | None:
    over = len(str(case.d.get("comment", ""))) - COMMENT_LIMIT
    return refuse("comment_too_long", over=over, limit=COMMENT_LIMIT) if over > 0 else None


def not_acted_on(case: Case) -> Refused | None:
    """What the student has seen and acted on cannot be unseen."""
    acted = (
        case.record.selection != "none" or case.record.srv.get("reviewed_hash") != case.record.content_hash
    )
    return refuse("release_acted") if acted else None
