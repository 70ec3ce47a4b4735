"""The wire and whom the server believes: from handshake rules, identity and authorizer of the connection at hand."""

import re
from dataclasses import replace

import pytest

from app.explain.connection import explain
from app.model.cluster import Identity
from app.model.words import plain
from tests.explain.changed import ONE, panel, with_flag, with_kubeconfig
from tests.trees import cluster, cluster_of, entries, rewritten

KUBECTL = "kubectl:admin.conf@cp1->kube-apiserver@cp1"
NO_USER = r"client-certificate-data: \S+\n *client-key-data: \S+"


@pytest.mark.parametrize(
    ("connection", "text"),
    [
        ("kubelet@cp1->kube-apiserver@cp1", "mutual TLS, 192.168.56.11:6443"),
        (KUBECTL, "mutual TLS, api.example.test:6443, a load balancer or name in front of kube-apiserver"),
        (
            "kube-apiserver@cp1->kubelet@cp1",
            "TLS, only the client’s certificate is verified, 192.168.56.11:10250",
        ),
        (
            "kube-apiserver@cp1->kubelet@worker1",
            "TLS, only the client’s certificate is verified, port 10250; the address is not in the upload",
        ),
        ("pod@cluster->kube-apiserver@cp1", "server TLS + token, 10.96.0.1:443, the Service kubernetes"),
        ("kubelet@cp1->kube-apiserver@cp1!probe", "TLS, nothing verified, 192.168.56.11:6443"),
        ("kubelet@cp1->etcd@cp1!probe", "plain HTTP, 127.0.0.1:2381"),
    ],
)
def test_wires_of_a_real_tree(connection: str, text: str) -> None:
    """Protocol, who is checked in it, the address, and what stands in between."""
    assert plain(panel(cluster(ONE), connection).wire) == text


def test_a_server_name_is_on_the_wire() -> None:
    """A tls-server-name is what the client looks for instead of the host; without one nothing is said of it."""
    changed = with_kubeconfig("    server: ", "    tls-server-name: shop\n    server: ")
    assert plain(panel(changed, KUBECTL).wire).endswith("; the name it looks for is shop (tls-server-name)")
    assert "tls-server-name" not in plain(panel(cluster(ONE), KUBECTL).wire)


def test_an_ipv6_address_has_brackets() -> None:
    """An IPv6 host is written with brackets before its port."""
    changed = with_kubeconfig("server: https://[^ \n]+", "server: https://[2001:db8::10]:6443")
    assert plain(panel(changed, KUBECTL).wire).startswith("mutual TLS, [2001:db8::10]:6443")


@pytest.mark.parametrize(
    ("user", "text"),
    [
        ("token: abc", "server TLS + token"),
        ("exec: {command: aws}", "TLS; what the client shows is not known"),
        ("username: joe", "server TLS, the client shows nothing"),
    ],
)
def test_other_credentials_on_the_wire(user: str, text: str) -> None:
    """A token, an exec plugin and no credentials are three wires."""
    assert plain(panel(with_kubeconfig(NO_USER, user), KUBECTL).wire).startswith(f"{text}, api.example.test")


def beliefs(connection: str, tree: str = ONE) -> list[str]:
    """What the server believes, without marks."""
    return [plain(sentence) for sentence in panel(cluster(tree), connection).believes]


def test_a_user_with_groups() -> None:
    """CN is the user and each O a group, once the server accepts the certificate; system:authenticated is added."""
    assert beliefs("kubelet@worker1->kube-apiserver@cp1") == [
        (
            "kube-apiserver only asks for a client certificate in the handshake; it judges it with each request, and "
            "answers 401 when it does not accept it."
        ),
        (
            "When kube-apiserver accepts the certificate, the client is the user system:node:worker1, "
            "its CN, in the group "
            "system:nodes, its O, and in system:authenticated."
        ),
        (
            "What the client may do is decided by Node and RBAC, asked in this order. The Node "
            "authorizer lets a kubelet "
            "only at what its own node needs."
        ),
    ]


def test_a_user_without_groups() -> None:
    """A certificate without O gives no group but system:authenticated."""
    assert (
        "it has no O, so no group except system:authenticated" in beliefs("kube-scheduler@cp1->kube-apiserver@cp1")[1]
    )


@pytest.mark.parametrize(
    ("tree", "connection", "text"),
    [
        (ONE, KUBECTL, "kubeadm:cluster-admins is an ordinary group"),
        (ONE, "kubectl:super-admin.conf@cp1->kube-apiserver@cp1", "The group system:masters may do everything"),
        ("kubeadm-1.22-cp1", KUBECTL, "The group system:masters may do everything"),
        (ONE, "kube-apiserver@cp1->kubelet@cp1", "ClusterRoleBinding kubeadm:apiserver-kubelet-client"),
        ("kubeadm-1.30-cp1", "kube-apiserver@cp1->kubelet@cp1", "kubeadm:cluster-admins is an ordinary group"),
        (
            ONE,
            "kube-controller-manager@cp1->kube-apiserver@cp1",
            "With --use-service-account-credentials each controller acts under a service account of its own.",
        ),
    ],
)
def test_rights_follow_from_the_names_in_the_certificate(tree: str, connection: str, text: str) -> None:
    """Groups and users of old and new kubeadm versions have their rights from different things."""
    assert text in beliefs(connection, tree)[-1]


def test_an_authorizer_that_is_not_asked_is_not_named() -> None:
    """Without the mode Node nothing restricts a kubelet; a webhook of kube-apiserver's is not the kubelet's."""
    kubelet = "kubelet@cp1->kube-apiserver@cp1"
    assert "The Node authorizer" in beliefs(kubelet)[-1]
    changed = with_flag("kube-apiserver.yaml", "--authorization-mode=Node,RBAC", "--authorization-mode=RBAC")
    assert not any("Node authorizer" in plain(one) for one in panel(changed, kubelet).believes)
    asked = with_flag("kube-apiserver.yaml", "--authorization-mode=Node,RBAC", "--authorization-mode=Webhook")
    assert plain(panel(asked, kubelet).believes[-1]) == "What the client may do is decided by Webhook."
    assert "SubjectAccessReview" in beliefs("kube-apiserver@cp1->kubelet@cp1")[-1]


def test_etcd_requires_and_takes_no_user() -> None:
    """etcd refuses in the handshake, ignores CN and O, and opens all to its CA's certificates, counted here."""
    assert beliefs("kube-apiserver@cp1->etcd@cp1") == [
        (
            "etcd requires a client certificate in the handshake: a client without one, or with one that it does not "
            "accept, is refused there."
        ),
        "etcd takes no user from the certificate: CN and O play no part.",
        "Any client certificate of the etcd CA, which signed 4 certificates in this upload, opens all of etcd.",
        "Were etcd’s own users enabled (etcdctl auth enable), which no file shows, the CN would name one.",
    ]
    assert "signed 12 certificates" in beliefs("kube-apiserver@cp1->etcd@cp1", "kubeadm-1.37-ha3-stacked")[2]


def test_etcd_peers_compare_addresses() -> None:
    """A peer's certificate is also compared with the address it comes from; a client's is not."""
    assert (
        "compares the SANs of etcd/peer.crt with the address"
        in beliefs("etcd@cp1->etcd@cp2!peer", "kubeadm-1.37-ha3-stacked")[-1]
    )
    assert not any("SAN" in sentence for sentence in beliefs("kube-apiserver@cp1->etcd@cp1"))


def test_a_front_proxy_speaks_for_others() -> None:
    """Headers name the user, the flag's CN is required, and who holds the key can claim anything."""
    found = beliefs("front-proxy@cluster->kube-apiserver@cp1")
    assert found[1].endswith("The CN of its certificate must be front-proxy-client (--requestheader-allowed-names).")
    assert found[2] == (
        "So whoever holds front-proxy-client.key can claim to be any user in any group, system:masters included."
    )


def test_an_empty_list_of_names_allows_any() -> None:
    """Without allowed names any certificate of the request-header CA may speak for others."""
    changed = with_flag("kube-apiserver.yaml", "--requestheader-allowed-names=front-proxy-client", "--v=2")
    sentences = [plain(s) for s in panel(changed, "front-proxy@cluster->kube-apiserver@cp1").believes]
    assert sentences[1].endswith("Any CN of that CA will do, because no allowed name is listed.")


def test_the_headers_are_those_of_the_flag() -> None:
    """Another header in the flag is the one that names the user, in the sentence and in the command."""
    flag = "--requestheader-username-headers=X-Remote-User"
    changed = with_flag("kube-apiserver.yaml", flag, flag.replace("X-Remote-User", "X-Who"))
    found = panel(changed, "front-proxy@cluster->kube-apiserver@cp1")
    assert "from the headers X-Who and X-Remote-Group of the request" in plain(found.believes[1])
    assert found.command and "-H 'X-Who: alice'" in found.command.text
    same = panel(cluster(ONE), "front-proxy@cluster->kube-apiserver@cp1")
    assert same.command and "-H 'X-Remote-User: alice'" in same.command.text


def test_what_the_headers_bring_once_the_name_is_allowed() -> None:
    """A front proxy whose name is not allowed gets 401: mended, alice is refused. One with a certificate of the client
    CA is let in as itself, and the header is ignored.
    """
    connection, names = "front-proxy@cluster->kube-apiserver@cp1", "--requestheader-allowed-names="
    refused = with_flag("kube-apiserver.yaml", f"{names}front-proxy-client", f"{names}other")
    pki = "/etc/kubernetes/pki"
    pair = f"--proxy-client-cert-file={pki}/{{0}}-client.crt\n    - --proxy-client-key-file={pki}/{{0}}-client.key"
    ignored = with_flag("kube-apiserver.yaml", pair.format("front-proxy"), pair.format("apiserver-kubelet"))
    for found, user in ((refused, "alice"), (ignored, "kube-apiserver-kubelet-client")):
        made = panel(found, connection).command
        assert made and f'User "{user}"' in plain(made.expect)


def test_where_everybody_may_do_everything_nobody_is_refused() -> None:
    """With AlwaysAllow the front proxy's command promises a list, not a refusal."""
    changed = with_flag("kube-apiserver.yaml", "--authorization-mode=Node,RBAC", "--authorization-mode=AlwaysAllow")
    for found, begins in ((changed, "A list of nodes"), (cluster(ONE), "A refusal")):
        made = panel(found, "front-proxy@cluster->kube-apiserver@cp1").command
        assert made and plain(made.expect).startswith(begins)


def test_headers_of_another_ca_are_not_honoured() -> None:
    """A front proxy's certificate that the request-header CA did not issue is an ordinary user's."""
    flag = "--requestheader-client-ca-file=/etc/kubernetes/pki"
    changed = with_flag("kube-apiserver.yaml", f"{flag}/front-proxy-ca.crt", f"{flag}/ca.crt")
    sentences = [plain(s) for s in panel(changed, "front-proxy@cluster->kube-apiserver@cp1").believes]
    assert sentences[1].startswith(
        "When kube-apiserver accepts the certificate, the client is the user front-proxy-client"
    )
    assert not any("X-Remote-User" in sentence for sentence in sentences)


def test_tokens_name_their_users() -> None:
    """A pod's token is checked with sa.pub, the loopback's names kube-apiserver itself."""
    assert beliefs("pod@cluster->kube-apiserver@cp1")[1] == (
        "The token names the user, system:serviceaccount:NAMESPACE:NAME; kube-apiserver checks its signature with "
        "sa.pub, not with a CA."
    )
    assert "system:apiserver" in beliefs("kube-apiserver@cp1->kube-apiserver@cp1!loopback")[1]


def test_probes_are_anonymous() -> None:
    """A probe shows nothing, so it is system:anonymous."""
    assert "system:anonymous" in beliefs("kubelet@cp1->kube-apiserver@cp1!probe")[1]


def test_plain_http_tells_nothing() -> None:
    """By plain HTTP there is nothing to judge."""
    assert beliefs("kubelet@cp1->etcd@cp1!probe") == ["By plain HTTP etcd sees no certificate of the client."]


def test_an_open_etcd_is_said_to_be_open() -> None:
    """An etcd that asks for no client certificate lets everybody in; one that requires it is not said to."""
    flags = " --client-cert-auth=true\n"
    asks_nobody = with_flag("etcd.yaml", f"    -{flags}", "").connections["kube-apiserver@cp1->etcd@cp1"]
    assert asks_nobody.server.client_auth == "require"
    changed = cluster_of(
        rewritten(
            entries(ONE),
            lambda text: re.sub(r"    - --(client-cert-auth|trusted-ca-file)=\S+\n", "", text),
            lambda m: m.endswith("etcd.yaml"),
        )
    )
    sentences = [plain(s) for s in panel(changed, "kube-apiserver@cp1->etcd@cp1").believes]
    assert sentences == ["etcd asks for no client certificate: whoever reaches this port may do everything."]


def test_many_groups_are_counted() -> None:
    """Hundreds of groups make a number, not a page."""
    found = cluster(ONE)
    connection = found.connections[KUBECTL]
    groups = tuple(f"group-{number}" for number in range(300))
    crowded = replace(connection, identity=Identity("joe", groups))
    shown = explain(found, crowded)
    assert "group-11 and 288 more, its O" in plain(shown.believes[1])
    assert shown.command is not None and len(plain(shown.command.expect)) < 300
