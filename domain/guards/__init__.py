"""What each act must pass besides the life cycle and the windows: guards by subject, each looks at one thing."""

from collections.abc import Callable, Mapping

from domain.cases import Case
from domain.guards import certification, deputies, guiding, office, selection, writing
from domain.intents import Action
from domain.refusals import Refused

Guard = Callable[[Case], Refused | None]

GUARDS: Mapping[Action, tuple[Guard, ...]] = {
    Action.SAVE: (
        writing.school_made,
        selection.not_selected,
        writing.enrolled,
        writing.quota,
        office.whole,
        guiding.about_somebody,
        guiding.guided,
        deputies.fit,
    ),
    Action.DELETE: (writing.school_made, selection.not_selected),
    Action.RESTORE: (writing.school_made, writing.enrolled, writing.quota, guiding.guided),
    Action.RESOLVE: (writing.school_made, selection.not_selected, office.whole, guiding.guided),
    Action.CONSENT: (selection.agreed_to_this_text,),
    Action.SUBMIT: (writing.conflicts, writing.enrolled, writing.complete),
    Action.CERTIFY: (certification.files_there, certification.comment_fits),
    Action.REJECT: (selection.not_selected, certification.comment_fits),
    Action.REVOKE: (selection.not_selected, certification.comment_fits),
    Action.WITHHOLD: (certification.not_acted_on,),
    Action.SELECT: (
        selection.consented,
        selection.passed,
        writing.conflicts,
        writing.complete,
        selection.under_cap,
    ),
}

COUNTING: frozenset[Guard] = frozenset(
    {
        writing.quota,
        deputies.fit,
        writing.enrolled,
        writing.complete,
        writing.conflicts,
        certification.files_there,
        selection.consented,
        selection.agreed_to_this_text,
        selection.under_cap,
        guiding.guided,
    }
)
"""Guards that look at more than the record; an act that was accepted once has passed them."""
