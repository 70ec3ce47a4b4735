"""The steps and their words."""

from ...explain.phrases import code, listing, say
from ..lesson import Step
from ..looking import PKI, workers
from . import solution
from .reached import (
    configs_new,
    dates_read,
    heard,
    keys_compared,
    kubelet_in,
    old_kept,
    pods_given,
    programs_in,
    serves,
    workers_in,
)

STEPS = (
    Step(
        "hear",
        "Who says what",
        lambda s: say(
            "Hear what kubectl is told with {old}, and with {new}.", old=code("~/.kube/config"), new=code("admin.conf")
        ),
        lambda s: say(
            "A minute ago somebody removed {ca} and its key, let kubeadm make both anew, and {admin} after them. The API server reads "
            "{ca} again by itself and takes from then on only clients that the new CA signed; its own certificate is still the old "
            "one’s, so clients that trust the new CA do not believe it.",
            ca=code("ca.crt"),
            admin=code("admin.conf"),
        ),
        (
            lambda s: say("Ask for the nodes twice, the second time with {flag}.", flag=code("--kubeconfig")),
            lambda s: say(
                "{first}, then {second}.",
                first=code("kubectl get nodes"),
                second=code("kubectl --kubeconfig /etc/kubernetes/admin.conf get nodes"),
            ),
        ),
        solution.hear,
        heard,
    ),
    Step(
        "dates",
        "What kubeadm notices",
        lambda s: say("See what kubeadm’s table says of it."),
        lambda s: say(
            "Nothing: the table looks at dates, and they are all good. It names the CA of each certificate by the place where that "
            "should lie, not by who signed."
        ),
        (
            lambda s: say("It is the table that people look at when certificates have ended."),
            lambda s: say("{command}", command=code("kubeadm certs check-expiration --config kubeadm-init.yaml")),
        ),
        solution.expiration,
        dates_read,
    ),
    Step(
        "keys",
        "Whose key",
        lambda s: say("Compare the key ids of the CA and of {crt}.", crt=code("apiserver.crt")),
        lambda s: say(
            "Subject and issuer agree: both CAs are called {name}. What tells them apart is the key. A CA carries the id of its key "
            "(Subject Key Identifier), and everything that it signs carries the same id (Authority Key Identifier).",
            name=code("CN = kubernetes"),
        ),
        (
            lambda s: say(
                "{command} prints single extensions with {flag}.", command=code("openssl x509"), flag=code("-ext")
            ),
            lambda s: say(
                "{ski} of {ca}, {aki} of {crt}; or let {verify} judge.",
                ski=code("subjectKeyIdentifier"),
                ca=code("ca.crt"),
                aki=code("authorityKeyIdentifier"),
                crt=code("apiserver.crt"),
                verify=code(f"openssl verify -CAfile {PKI}/ca.crt"),
            ),
        ),
        solution.keys,
        keys_compared,
    ),
    Step(
        "old",
        "The old CA",
        lambda s: say("Put the old CA’s certificate into a file of its own."),
        lambda s: say(
            "Its key is gone, so nothing can be signed with it any more; had there been a copy of both files, putting them back would "
            "be the whole repair. Its certificate still lies wherever it is trusted: in {home}, in the other kubeconfigs, on workers. "
            "It shows that {crt} is sound and only the wrong CA beside it.",
            home=code("~/.kube/config"),
            crt=code("apiserver.crt"),
        ),
        (
            lambda s: say("{field} in a kubeconfig is PEM in base64.", field=code("certificate-authority-data")),
            lambda s: say("{command}", command=code(solution.old(s)[0])),
        ),
        solution.old,
        old_kept,
    ),
    Step(
        "serve",
        "The API server’s certificate",
        lambda s: say("Let the API server serve a certificate of the new CA."),
        lambda s: say(
            "{all} refuses here: it compares signatures. Renewing does not; it takes the names of the old certificate and signs with "
            "the CA that lies in {ca}. The API server reads the new pair by itself. From now on the new {admin} works, and everything "
            "that trusts the old CA does not.",
            all=code("kubeadm init phase certs all"),
            ca=code("ca.crt"),
            admin=code("admin.conf"),
        ),
        (
            lambda s: say("Renew this one certificate."),
            lambda s: say("{command}", command=code("kubeadm certs renew apiserver --config kubeadm-init.yaml")),
        ),
        solution.serve,
        serves,
    ),
    Step(
        "clients",
        "Everybody’s kubeconfig",
        lambda s: say(
            "Make the control plane’s kubeconfigs, its pair for kubelets and {home} the new CA’s.",
            home=code("~/.kube/config"),
        ),
        lambda s: say(
            "Each needs a certificate that the new CA signed, and the new CA to trust. {renew} writes both into a kubeconfig; "
            "{init} keeps a file that is there.",
            renew=code("kubeadm certs renew"),
            init=code("kubeadm init phase kubeconfig"),
        ),
        (
            lambda s: say("Renew them one by one, and copy {admin}.", admin=code("admin.conf")),
            lambda s: say(
                "{first}, then {second}.", first=code(solution.clients(s)[0]), second=code(solution.clients(s)[1])
            ),
        ),
        solution.clients,
        configs_new,
    ),
    Step(
        "programs",
        "What programs still hold",
        lambda s: say("Let the controller manager and the scheduler be let in again."),
        lambda s: say(
            "What is embedded in a kubeconfig is read once, at the start: both go on asking with the old certificate and log it every "
            "few seconds. They run, so nothing restarts them; you do."
        ),
        (
            lambda s: say("A container that is stopped is started again by the kubelet."),
            lambda s: say("{command}", command=code(solution.restart(s)[0])),
        ),
        solution.restart,
        programs_in,
    ),
    Step(
        "pods",
        "What pods trust",
        lambda s: say("Wait until pods are given the new CA."),
        lambda s: say(
            "Pods trust what lies in the ConfigMap {map} of their namespace. The controller manager writes it, with the CA that it read "
            "at its start and as soon as it leads. Programs in pods that read it only once have to be restarted besides.",
            map=code("kube-root-ca.crt"),
        ),
        (
            lambda s: say("It takes half a minute."),
            lambda s: say("{command}", command=code(solution.pods(s)[1])),
        ),
        solution.pods,
        pods_given,
    ),
    Step(
        "kubelet",
        "The kubelet here",
        lambda s: say("Let the kubelet of {host} be let in.", host=code(s.first.name)),
        lambda s: say(
            "It still trusts the old CA and shows a certificate of the old CA: its node becomes NotReady as soon as a controller manager "
            "works that notices. No command renews it; a phase of {init} makes {conf} anew. The old pair in {folder} is in date and "
            "would be used before the one in {conf}: it goes aside too.",
            init=code("kubeadm init"),
            conf=code("kubelet.conf"),
            folder=code("/var/lib/kubelet/pki"),
        ),
        (
            lambda s: say(
                "Move {conf} and {pair} aside first.", conf=code("kubelet.conf"), pair=code("kubelet-client*")
            ),
            lambda s: say(
                "{command}, then {restart}.",
                command=code("kubeadm init phase kubeconfig kubelet --config kubeadm-init.yaml"),
                restart=code("systemctl restart kubelet"),
            ),
        ),
        solution.kubelet,
        kubelet_in,
    ),
    Step(
        "workers",
        "The workers",
        lambda s: (
            say("Join every worker again.")
            if workers(s.world)
            else say("This tree has no other node: nothing is left to do.")
        ),
        lambda s: say(
            "On a worker everything is of one piece, {home} and {ca} alike, and all of it old: looked at alone it shows no fault. Joining "
            "begins with the ConfigMap {info}, which still holds the old CA and does not fit the pin that kubeadm prints. A phase "
            "writes it anew.",
            home=code("kubelet.conf"),
            ca=code("ca.crt"),
            info=code("cluster-info"),
        ),
        (
            lambda s: say(
                "{command} publishes the CA that {admin} trusts.",
                command=code("kubeadm init phase bootstrap-token"),
                admin=code("admin.conf"),
            ),
            lambda s: say(
                "Then {token}; what it prints runs on {hosts}, after {files} went aside.",
                token=code("kubeadm token create --print-join-command"),
                hosts=listing(code(host.name) for host in workers(s.world)),
                files=listing(map(code, ("kubelet.conf", "ca.crt", "kubelet-client*"))),
            ),
        ),
        solution.join,
        workers_in,
    ),
)
