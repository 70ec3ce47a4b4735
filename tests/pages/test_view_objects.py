"""Templates and view objects fit each other both ways: no undefined name, no field that nobody reads."""

import inspect
import re
from dataclasses import dataclass, is_dataclass
from types import ModuleType

import jinja2
import pytest
from starlette.testclient import TestClient

from app.model.files import Entry
from app.rendering.environment import environment
from app.web import problems
from app.web.pages import (
    break_views,
    check,
    choice,
    expiry_views,
    glossary,
    handshake_views,
    limits,
    opening,
    panel_views,
    paper,
    presenting_views,
    signatures,
    time_views,
    views,
)
from tests.trees import entries

from .conftest import upload
from .packing import packed
from .recording import Field, fields_of, recorded

MODULES: tuple[ModuleType, ...] = (
    *(views, panel_views, choice, check, glossary, limits, opening),
    *(expiry_views, handshake_views, signatures, paper),
    *(presenting_views, break_views, time_views, expiry_views, signatures, paper),
)
ONE, HA3 = "/clusters/one", "/clusters/ha3"
SERVING = "cp1:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt%23"
EXPIRED = f"expired,{SERVING}"
MERGED = "merge-ca,cp1:/etc/kubernetes/pki/etcd/ca.crt%23,cp1:/etc/kubernetes/pki/ca.crt%23"
STOP = "2027-11-24T06:30:05Z"
PATHS = (
    "/",
    ONE,
    f"{ONE}?view=table",
    f"{ONE}?internals=1&clock=2027-01-31T12:00:00Z",
    f"{ONE}/connections/kubelet@worker1->kube-apiserver@cp1",
    f"{ONE}/connections/kubelet@cp1->etcd@cp1!probe",
    f"{ONE}/components/kube-apiserver@cp1",
    f"{ONE}/groups/etcd",
    f"{ONE}/files/cp1:%2Fetc%2Fkubernetes%2Fadmin.conf",
    f"{ONE}/files/worker1:%2Fvar%2Flib%2Fkubelet%2Fpki%2Fkubelet-client-current.pem",
    f"{ONE}/check",
    f"{ONE}/check?q-client-crt=nonsense&clock=2027-01-31T12:00:00Z",
    "/clusters/wrong/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1",
    "/clusters/wrong/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1?open=all",
    f"{HA3}/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1",
    f"{ONE}/connections/kube-apiserver@cp1->etcd@cp1/handshake?clock=2027-01-31T12:00:00Z",
    f"{ONE}/expiry",
    f"{HA3}/expiry/cp1:%2Fetc%2Fkubernetes%2Fpki%2Fapiserver.crt%23",
    f"{ONE}/signatures",
    f"{ONE}/print",
    f"{ONE}/time",
    f"{ONE}/time?clock=2028-01-31T12:00:00Z",
    "/clusters/ha2/time?clock=2028-01-31T12:00:00Z",
    f"/clusters/ha2/time?clock={STOP}",
    f"{ONE}/break",
    f"{ONE}/break/{SERVING}",
    f"{ONE}/break/{SERVING}?break={EXPIRED}&undone={EXPIRED}",
    f"{ONE}/break/{SERVING}?break={EXPIRED}&predict=1",
    f"{ONE}/break/{SERVING}?break={EXPIRED}&predict=done&guess=1&guess=12",
    f"{ONE}/break/kubelet@worker1->kube-apiserver@cp1?break={MERGED}",
    f"{ONE}?present=1&internals=1",
    "/clusters/ha2/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1?present=1&internals=1",
    "/clusters/wrong/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1?present=1&internals=1",
    "/clusters/wrong/connections/kubectl:admin.conf@cp1->kube-apiserver@cp1?present=notes&internals=1",
    "/glossary",
    "/about/limits",
    "/open",
    "/nothing/here",
)


@pytest.fixture(scope="module")
def seen(client: TestClient, pki_only: str) -> set[Field]:
    """The fields that templates read while every kind of page is asked for, as a page and as a fragment."""
    found: set[Field] = set()
    render = jinja2.Template.render

    def recording(template: jinja2.Template, **given: object) -> str:
        return render(template, **{name: recorded(value, found) for name, value in given.items()})

    odd = Entry("etc/kubernetes/pki/odd.crt", b"-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n")
    broken = upload(client, packed((*entries("kubeadm-1.30-cp1"), odd)))
    loose = upload(client, next(one.data for one in entries("kubeadm-1.30-cp1") if one.member.endswith("pki/ca.crt")))
    odd_file = f"{broken}/files/cp1:%2Fetc%2Fkubernetes%2Fpki%2Fodd.crt"
    right = _answers(client)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Template, "render", recording)
        for path in (*PATHS, pki_only, broken, loose, odd_file, f"{ONE}/check?{right}"):
            for headers in ({}, {"hx-request-type": "partial"}):
                answer = client.get(path, headers=headers)
                assert answer.status_code == (404 if "nothing" in path else 200), path
    return found


def _answers(client: TestClient) -> str:
    """A query that answers the first question, with its first choice."""
    first = re.search(r'name="(q-[^"]+)" value="([^"]+)"', client.get(f"{ONE}/check").text)
    assert first is not None
    return f"{first[1]}={first[2]}"


def test_every_field_of_every_view_object_is_read_by_a_template(seen: set[Field]) -> None:
    """A field that no template reads is work for nothing, or a word that was forgotten on the page."""
    classes = {
        cls
        for module in MODULES
        for _, cls in inspect.getmembers(module, inspect.isclass)
        if is_dataclass(cls) and cls.__module__ == module.__name__
    } | {problems.ErrorView}
    assert {f"{cls.__name__}.{name}" for cls, name in set(fields_of(classes)) - seen} == set()


def test_a_field_that_nobody_reads_would_be_found(seen: set[Field]) -> None:
    """The same comparison names a field of a class that no template has been given."""

    @dataclass(frozen=True, slots=True)
    class Forgotten:
        word: str

    assert set(fields_of({Forgotten})) - seen == {(Forgotten, "word")}


def test_a_name_that_a_view_object_lacks_is_an_error() -> None:
    """Not an empty place on the page."""
    template = environment().from_string("{{ view.titel }}")
    with pytest.raises(jinja2.UndefinedError, match="titel"):
        template.render(view=choice.Choice("a", "/a"))


def test_view_objects_are_frozen() -> None:
    """A template cannot change what it is given, so page and fragment of one object say the same."""
    for module in MODULES:
        for name, cls in inspect.getmembers(module, inspect.isclass):
            if is_dataclass(cls) and cls.__module__ == module.__name__:
                assert cls.__dataclass_params__.frozen, name
                assert not hasattr(cls, "__dict__") or "__slots__" in vars(cls), name
