"""A certificate as `openssl x509 -noout -text` of OpenSSL 3.0 prints it, written from its DER.

Not OpenSSL's own code: the library at hand is newer and prints otherwise (`CN=x`), and which one is at hand must not
change a page. The source of every rule is OpenSSL 3.0's crypto/x509/t_x509.c, v3_prn.c, v3_san.c, crypto/asn1/a_strex.c
and providers/implementations/encode_decode/encode_key2text.c.
"""

from .certificate import dump, text
from .extensions import UNTRANSLATED
from .oids import extension_name
from .part import Part

__all__ = ["UNTRANSLATED", "Part", "dump", "extension_name", "text"]
