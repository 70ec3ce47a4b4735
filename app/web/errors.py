"""What the web answers when it refuses: exception → status and title, as one table.

Every refusal is a `KubepkiError`, so that it says what is wrong, where, and what to do; handlers turn it into a page or
into a problem document (RFC 9457).
"""

from ..breaking.fault import BadFault
from ..issuing.keys import NoThrowAway
from ..model.errors import KubepkiError, LimitExceeded, NothingRecognised, UploadRefused
from ..store.memory import StoreFull

SECONDS_TO_RETRY = 10
"""What `Retry-After` says: an upload is read within two seconds, so a queue of many is gone by then."""


class NotFound(KubepkiError):
    """Nothing has this name: a page, a cluster, a connection, a file."""

    code = "not-found"


class Gone(KubepkiError):
    """It was here, and expired or was deleted."""

    code = "gone"


class BadRequest(KubepkiError):
    """The request itself is malformed: a multipart body, a parameter."""

    code = "bad-request"


class MethodNotAllowed(KubepkiError):
    """The address exists and does not take this method."""

    code = "method"


class NotAForm(KubepkiError):
    """The body of an upload is no multipart form."""

    code = "not-a-form"


class Forbidden(KubepkiError):
    """It is there and may not be done."""

    code = "forbidden"


class TooSlow(KubepkiError):
    """The body did not arrive in time."""

    code = "too-slow"


class TooLarge(LimitExceeded):
    """The body is larger than any upload may be; the rest of it is not read."""

    code = "UPLOAD"


class TooLong(KubepkiError):
    """A form's text is longer than the form takes."""

    code = "too-long"


class Foreign(KubepkiError):
    """Another site sent this request, or it was sent to another host."""

    code = "foreign"


class ReadingFailed(UploadRefused):
    """The worker that read the upload died, ran out of time or memory, or met a bug."""

    code = "reading-failed"


class Busy(KubepkiError):
    """Too much is under way right now. Nobody else loses anything."""

    code = "busy"


STATUS: dict[type[KubepkiError], tuple[int, str]] = {
    BadRequest: (400, "The request cannot be understood"),
    Foreign: (403, "This request comes from somewhere else"),
    Forbidden: (403, "This cannot be done"),
    NotFound: (404, "Nothing is here"),
    MethodNotAllowed: (405, "Not done here"),
    TooSlow: (408, "The upload took too long"),
    Gone: (410, "No longer here"),
    TooLong: (413, "The text is too long"),
    TooLarge: (413, "The upload is too large"),
    NotAForm: (415, "Not a form with a file"),
    LimitExceeded: (422, "The upload exceeds a limit"),
    NothingRecognised: (422, "Nothing of a cluster's PKI is in this upload"),
    UploadRefused: (422, "The upload cannot be read"),
    NoThrowAway: (422, "No twin of this is made here"),
    Busy: (503, "Too much at once"),
    StoreFull: (503, "No room right now"),
    BadFault: (400, "This cannot be broken so"),
    KubepkiError: (400, "This does not work"),
}
"""The nearest class in an error's MRO counts."""


def status_of(error: KubepkiError) -> tuple[int, str]:
    """An error's HTTP status and title."""
    return next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)


def problem_statuses() -> dict[int, str]:
    """Every status that a refusal can have, with what it means: for the documentation."""
    meanings: dict[int, str] = {}
    for status, title in STATUS.values():
        meanings[status] = f"{meanings[status]}; {title}" if status in meanings else title
    return dict(sorted(meanings.items()))
