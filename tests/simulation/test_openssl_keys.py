"""Keys in numbers: the lines of the real openssl for the same key."""

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from .worlds import terminal

KEYS = {
    "RSA 2048": lambda: rsa.generate_private_key(65537, 2048),
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
}
LINES = (
    "openssl pkey -in k.pem -noout -text",
    "openssl pkey -in k.pem -pubout -noout -text_pub",
    "openssl pkey -in k.pem -traditional",
    "openssl pkey -in k.pem",
)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl here")
@pytest.mark.parametrize("kind", KEYS)
def test_a_key_is_printed_as_openssl_prints_it(kind: str, tmp_path: Path) -> None:
    """Private and public numbers, PKCS#8 and the older form; another key prints otherwise."""
    data = KEYS[kind]().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "k.pem").write_bytes(data)
    found = terminal("one")
    found.world.hosts["cp1"].files.write("/root/k.pem", data)
    for line in LINES:
        real = subprocess.run(line.split(), cwd=tmp_path, capture_output=True, text=True, check=True).stdout
        ours = line.replace("-text_pub", "-text")
        assert found.type(ours).output == real
    assert found.type("openssl pkey -in /etc/kubernetes/pki/sa.key -noout -text").output != real
