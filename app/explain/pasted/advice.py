"""What to do where no file of a node is at fault, or where the text alone cannot tell which: read on there."""

from collections.abc import Mapping

from ...pasting import Reading
from ..phrases import code, say
from .repair import Repair

_APISERVER_LOG = "sudo crictl logs $(sudo crictl ps -aq --name kube-apiserver | head -1) 2>&1 | grep -i {what}"
_BIND_ADMINS = (
    "kubectl --kubeconfig /etc/kubernetes/super-admin.conf create clusterrolebinding kubeadm:cluster-admins "
    "--clusterrole cluster-admin --group kubeadm:cluster-admins"
)
_WORDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "unauthorized": (
        "kube-apiserver’s log names the reason, always: paste that line here.",
        (_APISERVER_LOG.format(what="'unable to authenticate'"),),
    ),
    "unauthorized-by-kubelet": (
        "The kubelet’s log on the pod’s node names the reason: paste that line here.",
        ("sudo journalctl -u kubelet | grep 'Unable to authenticate'",),
    ),
    "bad-certificate": (
        "What the other side prints names the reason: paste that. kube-apiserver logs this line only from -v=5 on.",
        (),
    ),
    "deadline": (
        "Look for `rejected connection` in etcd’s log, and for `Err: connection error` in kube-apiserver’s.",
        ("sudo crictl logs $(sudo crictl ps -aq --name etcd | head -1) 2>&1 | grep 'rejected connection'",),
    ),
    "refused": (
        "Look whether the server runs; if it starts and ends, its last lines say why: paste those.",
        ("sudo crictl ps -a --name 'kube-apiserver|etcd'", _APISERVER_LOG.format(what="'command failed'")),
    ),
    "timeout": ("Look at the address, the route and the firewall: no certificate has been looked at yet.", ()),
    "nobody-answers": (
        "Dial each API server directly, past the load balancer: `connection refused` shows the one that is down.",
        (),
    ),
    "no-such-host": ("Write the name into the DNS or /etc/hosts; only then does its certificate count.", ()),
    "forbidden": (
        "Bind the user or one of its groups (the `O` of its certificate) to a role. For kubeadm’s admin.conf:",
        (_BIND_ADMINS,),
    ),
    "forbidden-anonymous": ("Send a client certificate or a token along: a kubeconfig does.", ()),
    "node-forbidden": (
        "Where the kubelet asks for its own node: its certificate lacks `O=system:nodes` or has another node’s name.",
        (),
    ),
    "kubelet-forbidden": ("kubeadm makes the binding anew.", ("sudo kubeadm init phase bootstrap-token",)),
    "kubelet-without-serving": (
        "Approve what waits, after a look at who asks.",
        ("kubectl get csr", "kubectl certificate approve NAME"),
    ),
    "kubelet-not-bootstrapped": (
        "Join the node again: a new token, then the command that it prints.",
        ("kubeadm token create --print-join-command",),
    ),
    "kubelet-expired": (
        "Join the node again: a new token, then the command that it prints.",
        ("kubeadm token create --print-join-command",),
    ),
    "bootstrap-refused": ("Tokens end after a day. A new one:", ("kubeadm token create --print-join-command",)),
    "join-token": ("Tokens end after a day. A new one:", ("kubeadm token create --print-join-command",)),
    "join-pin": (
        "The hash belongs to another CA. The right one stands in the command that a control-plane node prints:",
        ("kubeadm token create --print-join-command",),
    ),
    "signing-pair": (
        "`--cluster-signing-cert-file` must hold one certificate, and `--cluster-signing-key-file` its key: compare.",
        (
            "sudo openssl x509 -in /etc/kubernetes/pki/ca.crt -noout -pubkey",
            "sudo openssl pkey -in /etc/kubernetes/pki/ca.key -pubout",
        ),
    ),
    "token-key": (
        "sa.pub must be the public half of sa.key, and both the same on all control-plane nodes: compare.",
        ("sudo openssl pkey -in /etc/kubernetes/pki/sa.key -pubout", "sudo cat /etc/kubernetes/pki/sa.pub"),
    ),
    "token-unknown": ("Make a new one.", ("kubectl create token NAME",)),
    "token-audience": ("Make one for this API server: without `--audience`.", ("kubectl create token NAME",)),
    "webhook-untrusted": (
        "Put the CA of the webhook’s certificate into the `caBundle` of its configuration.",
        ("kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations -o yaml",),
    ),
    "extension-unavailable": ("The APIService’s condition `Available` names the reason.", ("kubectl get apiservices",)),
    "plain-http": ("Write `https://` into the address that the client dials.", ()),
    "server-without-tls": ("Write `http://` into the address, or give the server a certificate.", ()),
    "no-tls-record": ("Write `https://` into the address (`--etcd-servers`, `--endpoints`).", ()),
    "hung-up": ("Look at the client’s own log at the same second.", ()),
    "broken-off": ("curl’s own output names the reason: paste that.", ()),
}
_WORDS_OF_ANY = ("The log of the server that answered names the reason: paste the line that says `authenticate`.", ())


def advice(reading: Reading) -> Repair | None:
    """What to do besides looking at files; None where the files are all."""
    if reading.fault.id == "unauthorized-by-any":
        return Repair(say(_WORDS_OF_ANY[0]))
    if reading.fault.id not in _WORDS:
        return None
    words, commands = _WORDS[reading.fault.id]
    user = reading.pieces.get("user")
    about = say(" Whom it is about: {user}.", user=code(user)) if user and reading.fault.id == "forbidden" else ()
    return Repair((*say(words), *about) if not words.endswith(":") else say(words), commands)
