"""One certificate → its page: what it is for, who made it, what breaks without it, how it is renewed, and its fields.

Every statement follows from connections, flags, configurations and verified signatures, never from a file's name alone.
"""

from .page import CertificatePage, explain_certificate

__all__ = ["CertificatePage", "explain_certificate"]
