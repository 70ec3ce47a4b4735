"""axe-core finds nothing on any page, in light, dark and on a phone; and the strict CSP lets every page work."""

from pathlib import Path

import pytest

from .conftest import Open

AXE = next((Path(__file__).parent / "vendor").glob("axe-*.min.js"))
PAGES = (
    "/",
    "/clusters/one/connections/kubelet@worker1->kube-apiserver@cp1",
    "/clusters/wrong/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1",
    "/clusters/wrong/connections/kube-apiserver@cp1->kubelet@cp1?open=all",
    "/clusters/ha3?internals=1",
    "/clusters/old-1.22?view=table",
    "/clusters/one/components/kube-apiserver@cp1",
    "/clusters/one/files/cp1:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt",
    "/clusters/one/groups/etcd",
    "/clusters/ha2/certificates/cp1:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt%23",
    "/clusters/one/files",
    "/clusters/one/files/cp1:%2Fetc%2Fkubernetes%2Fmanifests%2Fkube-apiserver.yaml?view=text",
    "/clusters/one/keys/cp1:%2Fetc%2Fkubernetes%2Fpki%2Fsa.pub%23",
    "/clusters/one/check",
    "/clusters/one/nodes",
    "/clusters/ha3/signatures",
    "/clusters/ha3/expiry",
    "/clusters/ha3/expiry/cp2:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt%23?node=cp2",
    "/clusters/one/search?q=kubelet",
    "/glossary",
    "/open",
    "/about/limits",
    "/docs",
)
SIZES = {"light": (1440, 900, "light"), "dark": (1440, 900, "dark"), "phone": (390, 844, "light")}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page: Open, path: str, size: str) -> None:
    """No rule of axe-core is broken."""
    width, height, scheme = SIZES[size]
    page = open_page(path, viewport={"width": width, "height": height}, color_scheme=scheme, bypass_csp=True)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html.slice(0, 200)))")
    assert found == []


def test_axe_would_find_a_fault(open_page: Open) -> None:
    """The same call sees a picture without a name."""
    page = open_page("/glossary", bypass_csp=True)
    page.evaluate(AXE.read_text("utf-8"))
    page.evaluate("document.querySelector('main').append(new Image())")
    assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == ["image-alt"]
