"""The text that is kept of configuration: no secret survives in it, and nothing else is lost."""

import json
import time
from base64 import b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.files import Entry
from app.reading.bounds import INSPECT
from app.reading.budget import Budget
from app.reading.masking import Masker
from app.reading.yaml import read_written, read_yaml
from tests.properties import examples
from tests.trees import NAMES, cluster, cluster_of, entries

SECRET = "hunter2hunter2"
BOOTSTRAP = "abcdef.0123456789abcdef"
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.c2lnbmF0dXJl"
KEY = next(e.data for e in entries("kubeadm-1.34-ecdsa") if e.member.endswith("pki/apiserver.key")).decode()
KEY_BODY = KEY.splitlines()[1]
KEY_IN_BASE64 = b64encode(KEY.encode()).decode()
KUBECONFIG = "kind: Config\nusers:\n- name: u\n  user:\n    "


def masked(text: str) -> str:
    """A file's text as it is kept."""
    kept = Masker(100).yaml(text, *read_written(text.encode(), Budget(INSPECT)))
    assert kept is not None
    return kept


def indented(text: str, by: int) -> str:
    return text.replace("\n", "\n" + " " * by)


@pytest.mark.parametrize(
    "text",
    [
        KUBECONFIG + f"token: {SECRET}\n",
        KUBECONFIG + f"token: |  # {SECRET}{SECRET}\n      {SECRET}\n",
        KUBECONFIG + f"token: >-\n      {SECRET}\n      more\n",
        KUBECONFIG + f"password: '{SECRET}'\n    username: me\n",
        KUBECONFIG + f"exec:\n      env:\n      - name: X\n        value: {SECRET}\n",
        KUBECONFIG + f"exec:\n      args: [--token, {SECRET}]\n",
        KUBECONFIG + f"exec:\n      args: ['--client-secret={SECRET}']\n",
        KUBECONFIG + f"auth-provider:\n      config: {{refresh-it: {SECRET}}}\n",
        KUBECONFIG + f"whatever-comes-next: {SECRET}\n",
        KUBECONFIG + f"extensions: [{{name: x, extension: {{y: {SECRET}}}}}]\n",
        KUBECONFIG + f"client-key-data: {b64encode(SECRET.encode()).decode()}\n",
        f"kind: Config\nclusters: [{{name: c, cluster: {{server: 'https://me:{SECRET}@h:6443'}}}}]\n",
        f"kind: Config\nclusters: [{{name: c, cluster: {{server: 'me:{SECRET}@h:6443'}}}}]\n",
        f"kind: Config\nclusters: [{{name: c, cluster: {{proxy-url: 'http://me:{SECRET}@h:6443'}}}}]\n",
        f'{{"kind": "Config", "users": [{{"name": "u", "user": {{"token": "{SECRET}"}}}}]}}',
        f'kind: Config\nusers:\n- name: u\n  user: {{"\\u0074oken": {SECRET}}}\n',
        f"kind: InitConfiguration\nbootstrapTokens: [{{token: {BOOTSTRAP}}}]\n",
        f"kind: InitConfiguration\ncertificateKey: {SECRET}\n",
        f"kind: JoinConfiguration\ndiscovery: {{tlsBootstrapToken: {SECRET}, file: {{token: {BOOTSTRAP}}}}}\n",
        f"kind: ClusterConfiguration\napiServer:\n  extraArgs: [{{name: some-password, value: {SECRET}}}]\n",
        f"kind: ClusterConfiguration\napiServer:\n  extraArgs: {{some-password: {SECRET}}}\n",
        f"kind: KubeletConfiguration\nstaticPodURLHeader: {{Authorization: [Bearer {SECRET}]}}\n",
        f"kind: Pod\nspec: {{containers: [{{env: [{{name: X, value: {SECRET}}}]}}]}}\n",
        f"kind: Pod\nspec: {{containers: [{{command: [etcdctl, --user, 'root:{SECRET}']}}]}}\n",
        f"kind: Pod\nspec: {{containers: [{{command: [etcdctl, '--user=root:{SECRET}']}}]}}\n",
        f"kind: Pod\nspec: {{containers: [{{command: [sh, -c, 'exec x --password {SECRET} --a=b']}}]}}\n",
        f"kind: Pod\nspec: {{containers: [{{command: [sh, -c, 'PASSWORD={SECRET} exec x']}}]}}\n",
        f"kind: Pod\nspec: {{containers: [{{command: [curl, 'Authorization: Bearer {SECRET}']}}]}}\n",
        f"kind: Pod\nspec: {{containers: [{{image: x, command: [x, '--etcd=http://me:{SECRET}@h']}}]}}\n",
        f"kind: Pod\nspec: {{x: {{httpHeaders: [{{name: Authorization, value: Basic {SECRET}}}]}}}}\n",
        f'kind: Pod\nmetadata:\n  annotations:\n    a/last-applied-configuration: \'{{"x":"{SECRET}"}}\'\n',
        f"kind: Pod\nmetadata: {{labels: {{x: {JWT}}}}}\n",
        f"kind: Pod\n# the password is {SECRET}\nspec: {{}}\n",
        f"kind: Pod\nspec: {{}}  # {BOOTSTRAP}\n",
        f"kind: Pod\nspec: {{}}\n# token:\n# - {SECRET}{SECRET}\n",
        f"kind: Pod\nspec:\n  x: |\n    {indented(KEY, 4)}\n",
        f"kind: Pod\nspec:\n  x: {KEY_IN_BASE64}\n",
        f"kind: Pod\nspec:\n  x: |\n    {KEY_IN_BASE64[:40]}\n    {KEY_IN_BASE64[40:]}\n",
        f"kind: Pod\n---\nkind: Secret\nstringData: {{x: {SECRET}}}\n",
        f"kind: Pod\n---\nkind: EncryptionConfiguration\nresources: [{{providers: [{{aescbc: {{x: {SECRET}}}}}]}}]\n",
        f"kind: Pod\n---\nkind: List\nitems: [{{kind: Secret, data: {{x: {SECRET}}}}}]\n",
        f"kind: Pod\n---\n- {SECRET}\n",
        f"kind: Pod\n---\n{SECRET}\n",
    ],
)
def test_no_secret_survives(text: str) -> None:
    """Wherever a secret stands, and in whatever form, the kept text does not hold it, and is still YAML."""
    kept = masked(text)
    found = read_yaml(kept.encode(), Budget(INSPECT))
    assert len(found) == len(read_yaml(text.encode(), Budget(INSPECT)))
    for secret in (SECRET, BOOTSTRAP, JWT, KEY_BODY, KEY_IN_BASE64[40:]):
        assert secret not in kept
        assert secret not in str(found)
        assert b64encode(secret.encode()).decode()[:16] not in kept


@pytest.mark.parametrize(
    "text",
    [
        "kind: Pod\nspec: {containers: [{command: [kube-apiserver, '--token-auth-file=/etc/tokens.csv']}]}\n",
        "kind: Pod\nspec: {containers: [{command: [etcdctl, --user, root]}]}  # as root\n",
        "kind: Pod\nspec: {containers: [{env: [{name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]}]}\n",
        "kind: Pod\nspec: {volumes: [{secret: {secretName: x}}], automountServiceAccountToken: false}\n",
        "kind: Pod\r\nmetadata: {name: 'x'}  # 😀 why\r\nspec:\r\n  a: |-  # b\r\n    c\r\n",
        "kind: Config\nusers:\n- name: me@c\n  user: {client-key: /k.pem, client-certificate: c, username: me}\n",
        "kind: Config\ncontexts: [{name: me@c}]\nusers: [{name: u, user: {exec: {command: aws}}}]\n",
        "kind: KubeletConfiguration\nauthentication: {webhook: {cacheTTL: 0s}}\nauthorization: {mode: Webhook}\n",
        "kind: ClusterConfiguration\napiServer:\n  extraArgs: [{name: oidc-issuer-url, value: 'https://h'}]\n",
    ],
)
def test_what_is_no_secret_stays_byte_for_byte(text: str) -> None:
    """Paths, names, flags, comments, quotes and line ends stay as they are."""
    assert masked(text) == text


SCRIPTS = [
    f"exec etcd --initial-cluster-token={SECRET} --name=x",
    f"exec etcd --initial-cluster-token {SECRET} --name=x",
    f"exec etcd --password='{SECRET} more' --name=x",
    f"exec etcd \\\n  --name=x \\\n  --token \\\n  {SECRET}\n",
    f"exec etcd \\\n  --token={SECRET} \\\n  --data-dir=/x",
    f'TOKEN={SECRET}; exec etcd --name=x "--token=$TOKEN"',
    f'export X="{SECRET}"\nexec etcd',
    f"PASS={SECRET} exec etcd",
    f"echo {SECRET} > /run/x; exec etcd",
    f"printf '%s' '{SECRET}' >/etc/x; exec etcd",
    f"cat <<EOF >/etc/x\n{SECRET},admin,1\n{SECRET}\nEOF\nexec etcd",
    f"curl -H 'X-Any: {SECRET}' -u me:{SECRET} --user me:{SECRET} https://h",
    f"mysql -p{SECRET}",
    f"exec etcd --name=$(echo {SECRET})",
    f'exec etcd --name="$(echo {SECRET})" --other `echo {SECRET}`',
    f"set -- --token {SECRET} --pass {SECRET}; exec etcd",
    f"exec etcd --servers=https://me:{SECRET}@h:2379",
    f"# {SECRET}\nexec etcd # {SECRET}",
    f"exec etcd --name=x 'without an end {SECRET}",
]


def in_a_pod(script: str) -> tuple[str, ...]:
    """A manifest in the ways in which people write a script into it."""
    block = "".join(f"      {line}\n" for line in script.split("\n"))
    return (
        f"kind: Pod\nspec: {{containers: [{{command: [sh, -c, {json.dumps(script)}]}}]}}\n",
        f"kind: Pod\nspec: {{containers: [{{command: [/bin/sh, -ec], args: [{json.dumps(script)}]}}]}}\n",
        f"kind: Pod\nspec:\n  containers:\n  - command:\n    - bash\n    - -c\n    - |\n{block}",
        f"kind: Pod\nspec: {{x: {{exec: {{command: [sh, -c, {json.dumps(script)}]}}}}}}\n",
    )


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_secret_survives_in_a_script(script: str) -> None:
    """Whatever way a shell's script has to hold a secret, with a telling name or without, the kept text has none."""
    for text in in_a_pod(script):
        assert SECRET not in masked(text)


HARMLESS_SCRIPT = (
    'set -eu; umask 077\nif [ -f "/run/x" ]; then sleep 1; fi\n'
    "exec /usr/local/bin/etcd --name=cp1 --data-dir /var/lib/etcd \\\n"
    "  --listen-client-urls='https://127.0.0.1:2379,https://10.0.0.1:2379' --client-cert-auth=true --token=$TOKEN\n"
)


def test_what_a_script_starts_stays() -> None:
    """A script without secrets is kept as it is; of one with a secret the rest is, and it comes to the same command."""
    for text in in_a_pod(HARMLESS_SCRIPT):
        assert masked(text) == text
        secret = text.replace("umask 077", f"PASS={SECRET}")
        assert secret != text and masked(secret).replace("throw-away-1", SECRET).count("--data-dir /var/lib/etcd") == 1


@given(st.text("ab= -'\"\\\n;&|$(){}#<>/.", max_size=40), st.text("ab= -'\"\\\n;&|$(){}#<>/.", max_size=10))
@examples(150)
def test_any_script_loses_its_secret(before: str, after: str) -> None:
    """Whatever of a shell's own signs stands around a word that nobody knows, it goes."""
    for text in in_a_pod(f"{before} {SECRET} {after}")[::3]:
        assert SECRET not in masked(text)


def test_a_private_key_leaves_its_public_half() -> None:
    """In a kubeconfig that is read again from its kept text, each key has its fingerprint, and is public."""
    for name in NAMES:
        before = cluster(name).inventory
        kept = tuple(
            replace(entry, data=file.text.encode())
            if (file := next((f for f in before.files.values() if f.member == entry.member), None)) and file.text
            else entry
            for entry in entries(name)
        )
        after = cluster_of(kept).inventory
        assert {k: v.spki_sha256 for k, v in after.keys.items()} == {k: v.spki_sha256 for k, v in before.keys.items()}
        assert not any(key.private for key in after.keys.values() if "#users[" in key.id)
        assert (after.kubeconfigs, after.pods, after.certificates) == (
            before.kubeconfigs,
            before.pods,
            before.certificates,
        )


def test_the_text_of_configuration_is_kept_and_of_nothing_else() -> None:
    """Manifests and the kubelet's files stay as they are; of certificates and keys no text is kept."""
    inventory = cluster("kubeadm-1.37-cp1-workers").inventory
    by_member = {entry.member: entry for entry in entries("kubeadm-1.37-cp1-workers")}
    configuration = ("manifest", "kubelet-config", "kubeadm-config")
    kinds = {str(file.kind) for file in inventory.files.values() if file.text is not None}
    assert kinds == {"kubeconfig", "manifest", "kubelet-config", "other"}
    for file in inventory.files.values():
        if file.kind in configuration or file.path.endswith("kubeadm-flags.env"):
            assert file.text == by_member[file.member].data.decode()
        elif file.kind != "kubeconfig" and not file.path.endswith("instance-config.yaml"):
            assert file.text is None


def test_a_file_that_is_no_yaml_keeps_no_text() -> None:
    """What cannot be read cannot be searched for secrets."""
    found = (*entries("kubeadm-1.30-cp1"), Entry("etc/kubernetes/x.conf", b"kind: Config\n\tusers: [\n"))
    file = next(f for f in cluster_of(found).inventory.files.values() if f.path.endswith("x.conf"))
    assert (file.kind, file.text) == ("kubeconfig", None)


def test_an_encrypted_key_stays_one_without_its_bytes() -> None:
    """client-key-data that is encrypted leaves a block of that label: it is still seen as encrypted."""
    block = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIFNTBf\n-----END ENCRYPTED PRIVATE KEY-----\n"
    kept = masked(KUBECONFIG + f"client-key-data: {b64encode(block.encode()).decode()}\n")
    again = cluster_of((Entry("etc/kubernetes/x.conf", kept.encode()),)).inventory
    assert [key.encrypted for key in again.keys.values()] == [True]
    assert "TUlJRk5UQm" not in kept


def test_equal_secrets_get_equal_throw_aways() -> None:
    """Two users of one token still share one; another's differs; a bootstrap token keeps its form."""
    users = "".join(
        f"- name: {name}\n  user: {{token: {token}}}\n"
        for name, token in (("a", BOOTSTRAP), ("b", BOOTSTRAP), ("c", "other"))
    )
    document = read_yaml(masked(f"kind: Config\nusers:\n{users}").encode(), Budget(INSPECT))[0]
    tokens = [user["user"]["token"] for user in document["users"]]
    assert tokens == ["thrown.0000000000000001", "thrown.0000000000000001", "throw-away-2"]


@pytest.mark.parametrize(
    "unit", ["-", "-a", "token", "token ", "a.", "eyJ", "//", "#", "x" * 6 + ".", "=", "LS0t", "\\"]
)
def test_masking_takes_time_in_proportion(unit: str) -> None:
    """Eight times the text takes nothing like 64 times as long."""

    def seconds(count: int) -> float:
        text = json.dumps({"kind": "Pod", "password": "x", "x": unit * count})
        written = read_written(text.encode(), Budget(INSPECT))
        return min(_timed(text, *written) for _ in range(3))

    assert seconds(40_000 // len(unit)) < 24 * seconds(5_000 // len(unit)) + 0.02


def _timed(text: str, documents: list[object], spans: list[tuple[int, int]]) -> float:
    start = time.process_time()
    Masker(100).yaml(text, documents, spans)
    return time.process_time() - start


SCALARS = st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=20)
VALUES = st.recursive(
    st.none() | SCALARS | st.sampled_from(["LS0tLS1CRUdJTg==", "a\nb", "--token", "x=y"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "data"]), inner, max_size=3),
    max_leaves=8,
)


@examples(60)
@given(VALUES, st.sampled_from(["token", "password", "certificateKey", "clientSecret"]), st.sampled_from([None, 2]))
def test_whatever_stands_beside_it_the_secret_goes_and_the_rest_can_be_read(
    beside: object, name: str, indent: int | None
) -> None:
    """Property: from any document a named secret goes, and what is left has the same shape."""
    text = json.dumps({"kind": "Pod", "beside": beside, name: [SECRET]}, indent=indent, ensure_ascii=False)
    documents, spans = read_written(text.encode(), Budget(INSPECT))
    kept = Masker(100).yaml(text, documents, spans)
    assert kept is not None
    assert SECRET not in kept
    assert shape(read_yaml(kept.encode(), Budget(INSPECT))) == shape(documents)


def shape(value: object) -> object:
    """A document without its texts."""
    if isinstance(value, dict):
        return [shape(inner) for inner in value.values()]
    return [shape(item) for item in value] if isinstance(value, list) else value is None
