"""“Take it home”: the tarball is the twin, and holds no key that was uploaded."""

import io
import tarfile
from datetime import timedelta

from starlette.testclient import TestClient

from app.analysis import analyse
from app.model.cluster import Cluster
from app.reading.archive import read_archive
from app.reading.bounds import INSPECT
from app.web.services import Services
from tests.trees import entries

from .conftest import NOON, upload
from .packing import packed

OLD = "kubeadm-1.30-cp1"


def cluster_in(data: bytes) -> Cluster:
    """What a downloaded tarball shows when it is read again."""
    return analyse(read_archive(data, INSPECT), NOON, INSPECT)


def test_a_samples_twin_is_judged_now_as_the_sample_is_at_its_clock(client: TestClient) -> None:
    """Its dates are moved: the same outcomes, though the sample’s own clock is another one."""
    answer = client.get("/clusters/wrong/twin.tar.gz")
    assert answer.headers["content-type"] == "application/gzip"
    assert "attachment" in answer.headers["content-disposition"]
    services: Services = client.app.state.services  # type: ignore[attr-defined]
    sample, twin = services.samples["wrong"].cluster, cluster_in(answer.content)
    assert {i: v.outcome for i, v in twin.verdicts.items()} == {i: v.outcome for i, v in sample.verdicts.items()}
    assert abs(NOON - sample.clock) > timedelta(hours=1)


def test_no_key_of_an_upload_is_in_its_twin(client: TestClient) -> None:
    """Neither a private key nor a public one: every key pair is new. The names are the same."""
    base = upload(client, packed(entries(OLD)))
    answer = client.get(f"{base}/twin.tar.gz")
    assert answer.headers["cache-control"] == "no-store"
    original, twin = cluster_in(packed(entries(OLD))), cluster_in(answer.content)
    keys = [{one.spki_sha256 for one in found.inventory.keys.values()} for found in (original, twin)]
    assert keys[0] and keys[1] and not keys[0] & keys[1]
    subjects = [{c.facts.subject for c in found.inventory.certificates.values()} for found in (original, twin)]
    assert subjects[0] == subjects[1]


def test_a_twin_holds_what_the_command_writes(client: TestClient) -> None:
    """TWIN.txt and one folder per node."""
    with tarfile.open(fileobj=io.BytesIO(client.get("/clusters/one/twin.tar.gz").content)) as tar:
        names = tar.getnames()
    assert names[0] == "TWIN.txt"
    assert {name.partition("/")[0] for name in names[1:]} == {"cp1", "worker1", "worker2"}


def test_a_tree_of_keys_too_long_is_sent_to_the_command_line(client: TestClient) -> None:
    """Refused in words; and what does not exist has no twin."""
    services: Services = client.app.state.services  # type: ignore[attr-defined]
    longest, services.keys._longest_rsa = services.keys._longest_rsa, 1024  # noqa: SLF001
    try:
        answer = client.get("/clusters/one/twin.tar.gz")
    finally:
        services.keys._longest_rsa = longest  # noqa: SLF001
    assert answer.status_code == 422 and "kubepki twin FILE" in answer.text
    assert client.get("/clusters/nobody/twin.tar.gz").status_code == 404
