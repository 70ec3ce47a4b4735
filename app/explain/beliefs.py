"""Who the server believes the client is, when it judges that, and who decides what the client may do."""

from collections.abc import Iterator

from ..model.identity import Identity
from ..model.words import Sentence, Span
from ..topology.programs import program_of
from .edge import Edge
from .lead import ca_words
from .phrases import Piece, begin, code, counted, listing, say
from .program import flag, header_names, service_account_keys

MASTERS = "system:masters"
CLUSTER_ADMINS = "kubeadm:cluster-admins"
KUBELET_CLIENT_BINDING = ("kube-apiserver-kubelet-client", "kubeadm:apiserver-kubelet-client")
"""The user of kubeadm's kubelet client certificate, and the ClusterRoleBinding that gives it its rights."""
_MODE_TERMS = {"Node": "node-authorizer", "RBAC": "rbac", "Webhook": "webhook"}
_MANAGERS = ("kube-controller-manager", "kube-scheduler")


def beliefs(edge: Edge) -> tuple[Sentence, ...]:
    """Sentences, in the order of what happens: the handshake, who it is, what it may do."""
    if edge.plain_http:
        opens = (
            "" if edge.connection.purpose or edge.server.kind != "etcd" else ": whoever reaches it may do everything"
        )
        words = "By plain HTTP {server} sees no certificate of the client{opens}."
        return (say(words, server=edge.server_words, opens=opens),)
    return tuple(begin(sentence) for part in (_asked, _identified, _authorised) for sentence in part(edge))


def _asked(edge: Edge) -> Iterator[Sentence]:
    """When the server judges a client certificate (Go's tls.RequireAndVerifyClientCert and tls.RequestClientCert)."""
    auth, server = edge.connection.server.client_auth, edge.server_words
    if auth == "require":
        yield say(
            "{server} requires a [client certificate](client-certificate) in the handshake: "
            "a client without one, or with one that it does not accept, is refused there.",
            server=server,
        )
    elif auth == "request" and edge.shows_certificate:
        yield say(
            "{server} only asks for a [client certificate](client-certificate) in the handshake; "
            "it judges it with each request, and answers 401 when it does not accept it.",
            server=server,
        )
    elif auth == "request":
        yield say(
            "{server} asks for a [client certificate](client-certificate) but goes on without one.", server=server
        )
    elif auth == "none" and edge.server.kind == "etcd":
        yield say(
            "{server} asks for no client certificate: whoever reaches this port may do everything.", server=server
        )
    elif auth == "none":
        yield say("{server} asks for no client certificate.", server=server)


def _identified(edge: Edge) -> Iterator[Sentence]:
    identity, connection = edge.connection.identity, edge.connection
    if edge.by_headers and edge.shows_certificate:
        yield from _by_headers(edge)
    elif identity is not None and edge.shows_certificate:
        yield _user(edge, identity)
    elif identity is not None:
        yield say(
            "Without certificate and token the client is {user}, in the group {groups}.",
            user=code(identity.user),
            groups=listing(code(group) for group in identity.groups),
        )
    elif edge.shows_token:
        yield from _by_token(edge)
    elif connection.authorizer == "any-certificate-of-the-CA":
        yield say(
            "{server} takes no user from the certificate: [CN](cn) and [O](o) play no part.", server=edge.server_words
        )
    elif edge.client_certificate and edge.client_certificate.facts.common_name is None:
        crt = edge.client_crt
        yield say("{crt} has no [CN](cn), so it names no user.", crt=crt)


def _user(edge: Edge, identity: Identity) -> Sentence:
    user = code(identity.user)
    server = edge.server_words if edge.connection.server.client_auth else "a server"
    if not identity.groups:
        return say(
            "When {server} accepts the certificate, the client is the user {user}, its [CN](cn); it has no [O](o), "
            "so no group except `system:authenticated`, which every such user gets.",
            server=server,
            user=user,
        )
    return say(
        "When {server} accepts the certificate, the client is the user {user}, its [CN](cn), in {group} {groups}, "
        "its [O](o), and in `system:authenticated`.",
        server=server,
        user=user,
        group="the groups" if identity.groups[1:] else "the group",
        groups=listing(code(group) for group in identity.groups),
    )


def _by_headers(edge: Edge) -> Iterator[Sentence]:
    """Request-header authentication (kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer)."""
    node = edge.client.node or edge.server.node
    allowed = [
        name
        for name in (flag(edge.cluster, "kube-apiserver", node, "--requestheader-allowed-names") or "").split(",")
        if name
    ]
    if allowed:
        names: Piece = say(
            "The [CN](cn) of its certificate must be {names} (`--requestheader-allowed-names`)",
            names=listing((code(name) for name in allowed), " or "),
        )
    else:
        names = "Any CN of that CA will do, because no allowed name is listed"
    user, group = header_names(edge.cluster, node)
    yield say(
        "{server} takes the user not from the certificate but from the headers {user} and {group} of the request. "
        "{names}.",
        user=code(user),
        group=code(group),
        server=edge.server_words,
        names=names,
    )
    if edge.client.kind == "front-proxy":
        yield say(
            "So whoever holds {key} can claim to be any user in any group, {masters} included.",
            key=_key_words(edge),
            masters=code(MASTERS),
        )
    else:
        yield say("The headers name the real user: the one whose request kube-apiserver passes on.")
        yield say(
            "It reads both CAs from the ConfigMap `extension-apiserver-authentication`, where kube-apiserver publishes "
            "its own."
        )


def _key_words(edge: Edge) -> Piece:
    key = edge.connection.client.key
    name = key.path.rpartition("/")[2] if key.path else ""
    return code(name) if name else "this key"


def _by_token(edge: Edge) -> Iterator[Sentence]:
    if edge.to_itself:
        yield say(
            "The token says `system:apiserver`, in the group {masters}: kube-apiserver itself.", masters=code(MASTERS)
        )
    elif edge.client.kind == "pod":
        keys = service_account_keys(edge.cluster, edge.server.node)
        checked = (
            listing((code(key.name) for key in keys), " or ")
            if keys
            else say("the public key of [service accounts](token)")
        )
        yield say(
            "The [token](token) names the user, `system:serviceaccount:NAMESPACE:NAME`; "
            "{server} checks its signature with {keys}, not with a CA.",
            server=edge.server_words,
            keys=checked,
        )
    elif edge.connection.purpose == "bootstrap":
        yield say(
            "A [bootstrap token](bootstrap-token) makes the client `system:bootstrap:ID` in the group "
            "`system:bootstrappers`: enough to send a [CSR](csr) for the kubelet’s own certificate.{unless}",
            unless=_unless_switched_off(edge),
        )
    else:
        yield say("The [token](token) names the user. {server} reads it from each request.", server=edge.server_words)


def _unless_switched_off(edge: Edge) -> Piece:
    """`--enable-bootstrap-token-auth` is off by default (kube-apiserver's reference); kubeadm sets it."""
    program = program_of(edge.cluster, edge.server.kind, edge.server.node)
    if program is None or not program.is_written or program.value("--enable-bootstrap-token-auth") == "true":
        return ""
    return say(" But {server} takes none: `--enable-bootstrap-token-auth` is not set.", server=edge.server_words)


def _authorised(edge: Edge) -> Iterator[Sentence]:
    authorizer = edge.connection.authorizer
    if authorizer == "any-certificate-of-the-CA":
        yield _opens_all(edge)
        if edge.connection.purpose == "peer":
            yield say(
                "{server} also compares the [SAN](san)s of {crt} with the address that the connection comes from.",
                server=edge.server_words,
                crt=edge.client_crt,
            )
        else:  # etcd's own authentication (etcd.io/docs, op-guide/authentication/rbac): kubeadm leaves it off
            yield say(
                "Were etcd’s own users enabled (`etcdctl auth enable`), which no file shows, the CN would name one."
            )
    elif authorizer == "Webhook" and edge.server.kind == "kubelet":
        yield say(
            "{server} asks kube-apiserver whether this user may, by a `SubjectAccessReview` on `nodes/proxy`, "
            "`nodes/log`, `nodes/stats`, `nodes/metrics` or a finer part of `nodes`, and remembers the answer for some "
            "minutes.{rights}",
            server=edge.server_words,
            rights=_rights(edge),
        )
    elif authorizer == "AlwaysAllow":
        yield say("`AlwaysAllow`: whoever is accepted may do everything.")
    elif authorizer:
        yield from _modes(edge, authorizer)
    elif edge.connection.purpose == "probe" and edge.server.kind in _MANAGERS:
        yield say("{server} answers this path to everybody; its other paths ask for rights.", server=edge.server_words)


def _opens_all(edge: Edge) -> Sentence:
    reference = edge.checks_client_with
    anchors = edge.anchors(reference)
    issued = sum(authority.signed_count for authority in anchors)
    count = say(", which signed {count} in this upload,", count=counted(issued, "certificate")) if anchors else ""
    template = "Any client certificate of {ca}{count} opens all of etcd."
    if edge.connection.purpose == "peer":
        template = "On this port any client certificate of {ca}{count} counts as a member’s."
    return say(template, ca=ca_words(edge, reference), count=count)


def _modes(edge: Edge, authorizer: str) -> Iterator[Sentence]:
    """kube-apiserver's `--authorization-mode`: asked in turn; the first that allows or denies decides."""
    modes = [mode for mode in authorizer.split(",") if mode]
    named = listing(Span(mode, "term", _MODE_TERMS[mode]) if mode in _MODE_TERMS else code(mode) for mode in modes)
    order = ", asked in this order" if modes[1:] else ""
    yield say(
        "What the client may do is decided by {modes}{order}.{rights}", modes=named, order=order, rights=_rights(edge)
    )


def _rights(edge: Edge) -> Sentence:
    """Where this user's rights come from, as far as its names tell."""
    identity = edge.connection.identity
    if identity is None or not edge.shows_certificate:
        return ()
    if MASTERS in identity.groups:
        return say(" The group {group} may do everything, without any role.", group=code(MASTERS))
    if CLUSTER_ADMINS in identity.groups:
        return say(
            " {group} is an ordinary group: its rights come from the ClusterRoleBinding of that name, "
            "an API object that no upload holds.",
            group=code(CLUSTER_ADMINS),
        )
    return _rights_of_user(edge, identity)


def _rights_of_user(edge: Edge, identity: Identity) -> Sentence:
    modes = (edge.connection.authorizer or "").split(",")
    if identity.user.startswith("system:node:") and "system:nodes" in identity.groups and "Node" in modes:
        return say(" The [Node authorizer](node-authorizer) lets a kubelet only at what its own node needs.")
    if identity.user == KUBELET_CLIENT_BINDING[0]:
        binding = code(KUBELET_CLIENT_BINDING[1])
        return say(
            " In a kubeadm cluster the right comes from the ClusterRoleBinding {name}, an API object.", name=binding
        )
    if identity.user in ("system:kube-controller-manager", "system:kube-scheduler"):
        return say(
            " Kubernetes’ default ClusterRoleBinding {user} is for this user.{accounts}",
            user=code(identity.user),
            accounts=_controllers(edge),
        )
    return ()


def _controllers(edge: Edge) -> Sentence:
    """kube-controller-manager's controllers may each have a service account of their own."""
    name = "--use-service-account-credentials"
    if edge.client.kind != "kube-controller-manager":
        return ()
    if flag(edge.cluster, edge.client.kind, edge.client.node, name) != "true":
        return ()
    return say(" With {flag} each controller acts under a [service account](token) of its own.", flag=code(name))
