"""axe-core finds nothing on any page, in light, dark and on a phone; and the strict CSP lets every page work."""

from pathlib import Path

import pytest

from .conftest import Open

AXE = next((Path(__file__).parent / "vendor").glob("axe-*.min.js"))
TOLD = "(r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].html.slice(0, 200))"
PAGES = (
    "/",
    "/clusters/one/connections/kubelet@worker1->kube-apiserver@cp1",
    "/clusters/wrong/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1",
    "/clusters/wrong/connections/kube-apiserver@cp1->kubelet@cp1?open=all",
    "/clusters/one/connections/kube-apiserver@cp1->etcd@cp1/handshake?open=all",
    "/clusters/wrong/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1/handshake?tls=1.2",
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
    "/clusters/one/error",
    "/clusters/ha2/lessons",
    "/clusters/one/nodes",
    "/clusters/ha3/signatures",
    "/clusters/ha3/expiry",
    "/clusters/ha3/expiry/cp2:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt%23?node=cp2",
    "/clusters/one/search?q=kubelet",
    "/about/opinions",
    "/clusters/ha2/break/cp1:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt%23?break=expired,cp1:/etc/kubernetes/pki/ca.crt%23",
    "/clusters/ha2/break?break=expired,cp1:/etc/kubernetes/pki/ca.crt%23&predict=1&guess=1&guess=4",
    "/clusters/ha2/break?break=expired,cp1:/etc/kubernetes/pki/ca.crt%23&predict=done&guess=1&guess=15",
    "/clusters/ha2/time?clock=2027-11-24T07:30:30Z",
    "/glossary",
    "/open",
    "/about/limits",
    "/docs",
)
LOOKS = {
    "light": ((1440, 900), "light", "{}"),
    "dark": ((1440, 900), "dark", '{ runOnly: ["color-contrast"] }'),
    "phone": ((390, 844), "light", "{}"),
}
"""Size, theme, and what axe looks at: a theme changes colours and nothing else."""


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page: Open, path: str) -> None:
    """No rule of axe-core is broken, in either theme and on a phone."""
    page = open_page(path, bypass_csp=True)
    page.evaluate(AXE.read_text("utf-8"))
    found = {}
    for look, ((width, height), theme, options) in LOOKS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        if faults := page.evaluate(f"axe.run(document, {options}).then({TOLD})"):
            found[look] = faults
    assert found == {}


def test_axe_would_find_a_fault_of_colour_in_the_dark(open_page: Open) -> None:
    """The theme is really changed: a dark grey is refused there only."""
    page = open_page("/glossary", bypass_csp=True)
    page.evaluate(AXE.read_text("utf-8"))
    page.evaluate("document.querySelector('main p').style.color = '#333B46'")
    _, _, options = LOOKS["dark"]
    for theme, rules in (("light", 0), ("dark", 1)):
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        assert len(page.evaluate(f"axe.run(document, {options}).then({TOLD})")) == rules


def test_axe_would_find_a_fault(open_page: Open) -> None:
    """The same call sees a picture without a name."""
    page = open_page("/glossary", bypass_csp=True)
    page.evaluate(AXE.read_text("utf-8"))
    page.evaluate("document.querySelector('main').append(new Image())")
    assert page.evaluate("axe.run().then(r => r.violations.map(v => v.id))") == ["image-alt"]
