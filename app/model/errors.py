"""What can go wrong, each with a sentence for the person: what, where, what to do."""


class KubepkiError(Exception):
    """The root of all refusals. `what` says what is wrong, `member` where, `remedy` what to do."""

    code = "error"

    def __init__(self, what: str, *, remedy: str = "", member: str | None = None, code: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.member = member
        if code is not None:
            self.code = code


class UploadRefused(KubepkiError):
    """The whole upload is refused: not an archive, unsafe, or over a limit."""

    code = "upload"


class LimitExceeded(UploadRefused):
    """A bound of reading/bounds.py was exceeded; `code` is its name."""

    code = "limit"


class NothingRecognised(UploadRefused):
    """The tree was read and holds nothing of a cluster's PKI."""

    code = "nothing-recognised"
