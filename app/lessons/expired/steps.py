"""The steps and their words."""

from datetime import datetime

from ...explain.phrases import code, listing, say
from ..lesson import Step
from ..looking import workers
from .reached import (
    answers,
    dates_read,
    home_in_date,
    kubelets_run,
    renewed,
    rotates,
    workers_back,
)
from .solution import everywhere, finalize, join, kubelet, look, renew


def day(moment: datetime) -> str:
    """`9 December 2027`."""
    return f"{moment.day} {moment:%B %Y}"


STEPS = (
    Step(
        "look",
        "What has ended",
        lambda s: say("Find out which certificates have expired."),
        lambda s: say(
            "It is {today}. Nothing answers and no container runs: the kubelet ends at its start, because its own client certificate "
            "is out of date, and without a kubelet nothing starts the control plane. kubeadm’s certificates end one year after they "
            "were made, its CAs after ten.",
            today=day(s.world.begun),
        ),
        (
            lambda s: say("kubeadm has a table of what it knows."),
            lambda s: say(
                "{command}; it never lists {file}, which {other} shows.",
                command=code("kubeadm certs check-expiration"),
                file=code("kubelet.conf"),
                other=code("openssl x509 -in /var/lib/kubelet/pki/kubelet-client-current.pem -noout -dates"),
            ),
        ),
        look,
        dates_read,
    ),
    Step(
        "renew",
        "Renew what kubeadm knows",
        lambda s: say(
            "Renew every certificate that kubeadm manages, on {hosts}.",
            hosts=listing(code(host.name) for host in s.hosts),
        ),
        lambda s: say(
            "Renewing needs the CA’s key and no running cluster. Names and groups stay, keys and dates are new. Keep a copy first. "
            "The CA is not expired and stays: a new one would make every other certificate worthless."
        ),
        (
            lambda s: say("One command renews all of them, on each control-plane node."),
            lambda s: say("{command}", command=code("kubeadm certs renew all")),
        ),
        renew,
        renewed,
    ),
    Step(
        "kubelet",
        "The kubelet’s own",
        lambda s: say("Let the kubelet of every control-plane node start."),
        lambda s: say(
            "{renew} leaves {conf} alone: the kubelet renews its own certificate while it runs, and this one did not run. A phase of "
            "{init} makes {conf} anew, once the old one is out of the way; so must be the old pair in {folder}.",
            renew=code("kubeadm certs renew all"),
            conf=code("kubelet.conf"),
            init=code("kubeadm init"),
            folder=code("/var/lib/kubelet/pki"),
        ),
        (
            lambda s: say("Move {file} aside; kubeadm writes none while one is there.", file=code("kubelet.conf")),
            lambda s: say(
                "{command}, then {restart}.",
                command=code("kubeadm init phase kubeconfig kubelet --config kubeadm-init.yaml"),
                restart=code("systemctl restart kubelet"),
            ),
        ),
        kubelet,
        kubelets_run,
    ),
    Step(
        "answers",
        "The API server answers",
        lambda s: say("Wait until every API server answers."),
        lambda s: say(
            "The kubelet starts etcd, the API server, the controller manager and the scheduler from their manifests; they load the "
            "new certificates at their start, so nothing has to be restarted by hand."
        ),
        (
            lambda s: say("It takes some ten seconds."),
            lambda s: say("{wait}, then {look}.", wait=code("sleep 40"), look=code("crictl ps")),
        ),
        lambda s: ["sleep 40", "crictl ps"],
        answers,
    ),
    Step(
        "copy",
        "The stale copy",
        lambda s: say("Let kubectl work again without further flags."),
        lambda s: say(
            "{file} is a copy of the old {admin}: the API server says Unauthorized to it. Copies are renewed by nobody.",
            file=code("~/.kube/config"),
            admin=code("admin.conf"),
        ),
        (
            lambda s: say(
                "{command} works.", command=code("kubectl --kubeconfig /etc/kubernetes/admin.conf get nodes")
            ),
            lambda s: say("{command}", command=code("cp /etc/kubernetes/admin.conf /root/.kube/config")),
        ),
        lambda s: [
            "kubectl get nodes",
            *everywhere(s, ["cp /etc/kubernetes/admin.conf /root/.kube/config"]),
            "kubectl get nodes",
        ],
        home_in_date,
    ),
    Step(
        "rotates",
        "Renewed by itself again",
        lambda s: say("Let the kubelet use the certificate that it renews itself."),
        lambda s: say(
            "As soon as an API server answered, the kubelet asked for a certificate of its own, and the controller manager approved "
            "and signed it. But {conf} still holds the one that kubeadm made, which nobody renews: in a year the same happens again.",
            conf=code("kubelet.conf"),
        ),
        (
            lambda s: say(
                "{command} shows the request; a phase of kubeadm does the rest.", command=code("kubectl get csr")
            ),
            lambda s: say("{command}", command=code("kubeadm init phase kubelet-finalize all")),
        ),
        finalize,
        rotates,
    ),
    Step(
        "workers",
        "The workers",
        lambda s: (
            say("Bring back every other node.")
            if workers(s.world)
            else say("This tree has no other node: nothing is left to do.")
        ),
        lambda s: say(
            "A worker has no key of the CA and can make nothing itself: it joins again with a new token. What is in the way goes "
            "aside first: {conf}, {ca} and the old pair.",
            conf=code("kubelet.conf"),
            ca=code("ca.crt"),
        ),
        (
            lambda s: say(
                "{command} makes a token with the command to use it.",
                command=code("kubeadm token create --print-join-command"),
            ),
            lambda s: say("Run that command on {hosts}.", hosts=listing(code(host.name) for host in workers(s.world))),
        ),
        join,
        workers_back,
    ),
)
