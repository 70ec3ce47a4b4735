"""The steps and their words."""

from ...explain.phrases import code, listing, say
from ...model.words import Sentence
from ..lesson import Situation, Step
from ..looking import PKI
from .reached import (
    added,
    all_serve,
    changed,
    fetched,
    first_serves,
    in_turn,
    is_address,
    refused,
    resolves,
    restarted,
    sans_read,
)
from .solution import address, ask, edit, export, make, others


def _node_names(situation: Situation) -> Sentence:
    return listing(code(host.name) for host in situation.hosts)


STEPS = (
    Step(
        "need",
        "When you need this",
        lambda s: say("Know when a new certificate is needed, and when not."),
        lambda s: say(
            "A control-plane node that joins gets an API server certificate of its own: none of this is needed for it. What needs it is "
            "a new name or address by which clients reach the API servers that are there: {name}.",
            name=code(s.name),
        ),
        (
            lambda s: say("Nothing is to be typed here: go on."),
            lambda s: say(
                "A client compares the name that it dialled with the [SANs](san) of the certificate that it gets."
            ),
        ),
        lambda s: [],
        lambda s: True,
    ),
    Step(
        "address",
        "An address for the name",
        lambda s: say("Let {name} lead to the API servers.", name=code(s.name)),
        lambda s: say(
            "A name must lead somewhere before anything can be wrong with it. {address} passes connections on to {nodes}. "
            "It is an address and has no certificate: the API servers behind it have theirs.",
            address=code(address(s)),
            nodes=_node_names(s),
        ),
        (
            lambda s: say("This host looks names up in {file} first.", file=code("/etc/hosts")),
            lambda s: say("Append a line with the address and the name to {file}.", file=code("/etc/hosts")),
        ),
        lambda s: [] if is_address(s.name) else [f'echo "{address(s)} {s.name}" >> /etc/hosts'],
        resolves,
    ),
    Step(
        "see-it-fail",
        "See it fail",
        lambda s: say("Dial {name} and read why kubectl refuses.", name=code(s.name)),
        lambda s: say(
            "kubectl reaches an API server and gets its certificate. It stops there: the name that it dialled is not in it. "
            "Nothing is wrong with the certificate's signature."
        ),
        (
            lambda s: say("kubectl takes another server with {flag}.", flag=code("-s")),
            lambda s: say("{command}", command=code(f"kubectl -s https://{s.name}:6443 get nodes")),
        ),
        lambda s: [f"kubectl -s https://{s.name}:6443 get nodes"],
        refused,
    ),
    Step(
        "what-it-names",
        "What the certificate names",
        lambda s: say("Read the names in {file}.", file=code("apiserver.crt")),
        lambda s: say(
            "A client looks at the [SANs](san) alone. They are no protection: they say for which names this certificate may stand, "
            "and restrict nobody from connecting."
        ),
        (
            lambda s: say("openssl prints a certificate with {command}.", command=code("openssl x509")),
            lambda s: say("Ask for one extension: {flag}.", flag=code("-ext subjectAltName")),
        ),
        lambda s: [f"openssl x509 -in {PKI}/apiserver.crt -noout -ext subjectAltName"],
        sans_read,
    ),
    Step(
        "fetch",
        "Fetch the configuration",
        lambda s: say("Get kubeadm's configuration out of the cluster, into a file."),
        lambda s: say(
            "kubeadm keeps its ClusterConfiguration in the ConfigMap {name}. That file is what the next certificate is made from: "
            "without it kubeadm forgets the names that are there now.",
            name=code("kubeadm-config"),
        ),
        (
            lambda s: say("It stands in the namespace {name}.", name=code("kube-system")),
            lambda s: say(
                "Print the one field with {flag} and send it to {file}.",
                flag=code("-o jsonpath='{.data.ClusterConfiguration}'"),
                file=code("kubeadm.yaml"),
            ),
        ),
        lambda s: ["kubectl -n kube-system get cm kubeadm-config -o yaml", *export(s)],
        fetched,
    ),
    Step(
        "add",
        "Add the name",
        lambda s: say("Put {name} under {field}.", name=code(s.name), field=code("apiServer.certSANs")),
        lambda s: say(
            "{field} holds what kubeadm cannot know: the node’s name, its address, the service’s and the endpoint’s come by themselves.",
            field=code("apiServer.certSANs"),
        ),
        (
            lambda s: say("It is a list: one more line, as the others are."),
            lambda s: say("{command} opens the file; so does an editor.", command=code("vi kubeadm.yaml")),
        ),
        edit,
        added,
    ),
    Step(
        "new-certificate",
        "A new certificate",
        lambda s: say("Let the first API server serve a certificate with {name}.", name=code(s.name)),
        lambda s: say(
            "kubeadm makes nothing while {crt} and {key} are there, so both go aside first. Usually taught: {rm}. Mind the dot: "
            "{wrong} takes two client pairs with it, and the next start fails. The API server reads the new pair by itself.",
            crt=code("apiserver.crt"),
            key=code("apiserver.key"),
            rm=code("rm -f /etc/kubernetes/pki/apiserver.*"),
            wrong=code("rm /etc/kubernetes/pki/apiserver*"),
        ),
        (
            lambda s: say("Move both files to another folder, then let kubeadm make them anew."),
            lambda s: say("{command}", command=code("kubeadm init phase certs apiserver --config kubeadm.yaml")),
        ),
        make,
        first_serves,
    ),
    Step(
        "in-turn",
        "Ok, fail, ok, fail",
        lambda s: say("Dial {name} several times.", name=code(s.name)),
        lambda s: say(
            "The address behind {name} leads to the API servers in turn, and only those with the new certificate may answer to it. "
            "A name is ready when every API server’s certificate has it.",
            name=code(s.name),
        ),
        (
            lambda s: say("Once is not enough: the next call reaches another API server."),
            lambda s: say("A {word} loop asks four times.", word=code("for")),
        ),
        ask,
        in_turn,
    ),
    Step(
        "others",
        "The same on the others",
        lambda s: say("Let every API server serve {name}.", name=code(s.name)),
        lambda s: say(
            "Each control-plane node has an API server certificate of its own, with its own name and address. kubeadm takes them from "
            "the host on which it runs, so it must run there: copying {file} from the first node would be wrong.",
            file=code("apiserver.crt"),
        ),
        (
            lambda s: say("{ssh} goes there, {scp} brings the configuration.", ssh=code("ssh"), scp=code("scp")),
            lambda s: say("The same two commands, on each of the others."),
        ),
        others,
        all_serve,
    ),
    Step(
        "restart",
        "Restart, and why people do it",
        lambda s: say("Restart an API server at the level of its container."),
        lambda s: say(
            "Not needed here: the new pair is served already. People do it because not everything is read again: the certificates inside "
            "kubeconfigs, for one. {wrong} restarts nothing: it removes the API server’s picture of the pod, and the kubelet puts it back.",
            wrong=code("kubectl delete pod"),
        ),
        (
            lambda s: say(
                "{command} lists the sandboxes; stop the API server’s, then remove it.", command=code("crictl pods")
            ),
            lambda s: say("First {stop}, then {remove}.", stop=code("crictl stopp"), remove=code("crictl rmp")),
        ),
        lambda s: [
            "P=$(crictl pods | grep kube-apiserver | cut -d' ' -f1)",
            "crictl stopp $P",
            "crictl rmp $P",
            "sleep 12",
            "crictl ps --name kube-apiserver",
        ],
        restarted,
    ),
    Step(
        "put-back",
        "Put the configuration back",
        lambda s: say("Let the cluster remember {name}.", name=code(s.name)),
        lambda s: say(
            "The next certificate, and the next node that joins, is made from the ConfigMap. If {name} is not in it, it is lost there.",
            name=code(s.name),
        ),
        (
            lambda s: say("kubeadm has a phase for it: {phase}.", phase=code("upload-config")),
            lambda s: say("{command}", command=code("kubeadm init phase upload-config kubeadm --config kubeadm.yaml")),
        ),
        lambda s: ["kubeadm init phase upload-config kubeadm --config kubeadm.yaml"],
        changed,
    ),
)
