"""The simulated cluster: what breaks in life breaks here, in the words of the real tools."""

import pytest

from .worlds import play, terminal

PKI = "/etc/kubernetes/pki"
CONFIG = "kubectl get cm kubeadm-config -n kube-system -o jsonpath='{.data.ClusterConfiguration}' > kubeadm.yaml"
ADD = "sed -i 's/^  - hostname2$/&\\n  - hostname3/' kubeadm.yaml"
MAKE = "kubeadm init phase certs apiserver --config kubeadm.yaml"
ASIDE = f"mkdir -p /root/old && mv {PKI}/apiserver.crt {PKI}/apiserver.key /root/old/"
NAMES = "echo '192.168.56.10 hostname3' >> /etc/hosts"


def test_a_name_must_resolve_then_be_in_the_certificate() -> None:
    """First no such host, then the names that the certificate has, then it works where the new one is served."""
    found = terminal()
    assert "no such host" in play(found, "kubectl -s https://hostname3:6443 get nodes").output
    refused = play(found, NAMES, "kubectl -s https://hostname3:6443 get nodes")
    assert refused.status == 1 and "not hostname3" in refused.output and "certificate is valid for" in refused.output
    play(found, CONFIG, ADD, ASIDE, MAKE)
    statuses = [play(found, "kubectl -s https://hostname3:6443 get nodes").status for _ in range(4)]
    assert sorted(statuses) == [0, 0, 1, 1]


def test_the_states_of_the_pair() -> None:
    """Both files there, one of them, none: kubeadm's words and status for each (kubeadm-regenerate-apiserver)."""
    found = terminal()
    play(found, CONFIG, ADD)
    assert play(found, MAKE).output == "[certs] Using existing apiserver certificate and key on disk\n"
    only_key = play(found, f"mv {PKI}/apiserver.crt /root/", MAKE)
    assert only_key.status == 1 and "couldn't load the certificate file" in only_key.output
    only_crt = play(found, f"mv /root/apiserver.crt {PKI}/; mv {PKI}/apiserver.key /root/", MAKE)
    assert only_crt.output == "[certs] Using existing apiserver certificate and key on disk\n"
    none = play(found, f"mv {PKI}/apiserver.crt /root/", MAKE)
    assert none.status == 0 and "hostname3" in none.output and 'Generating "apiserver"' in none.output
    no_ca = play(found, f"rm {PKI}/apiserver.* {PKI}/ca.key", MAKE)
    assert no_ca.status == 1 and "invalid or incomplete external CA" in no_ca.output


def test_renew_copies_the_old_names() -> None:
    """`certs renew` makes a new pair without the new name; making it from the configuration has it."""
    found = terminal()
    play(found, CONFIG, ADD)
    assert (
        play(found, "kubeadm certs renew apiserver --config kubeadm.yaml").output
        == "certificate for serving the Kubernetes API renewed\n"
    )
    shown = f"openssl x509 -in {PKI}/apiserver.crt -noout -ext subjectAltName"
    assert "hostname3" not in play(found, shown).output
    play(found, ASIDE, MAKE)
    assert "hostname3" in play(found, shown).output


def test_rm_without_the_dot_breaks_the_next_start() -> None:
    """The API server runs on, dies at its next start for the missing client pair, and lives again when that is made."""
    found = terminal()
    play(found, CONFIG, f"rm {PKI}/apiserver*", MAKE)
    assert play(found, "kubectl get --raw /livez").output == "ok"
    play(found, "crictl stopp $(crictl pods --name kube-apiserver -q)", "sleep 15")
    log = play(found, "crictl logs $(crictl ps -a --name kube-apiserver -q | head -1)").output
    assert "apiserver-etcd-client.crt: no such file or directory" in log
    assert "Exited" in play(found, "crictl ps -a --name kube-apiserver").output
    play(found, "kubeadm init phase certs apiserver-kubelet-client --config kubeadm.yaml")
    play(found, "kubeadm init phase certs apiserver-etcd-client --config kubeadm.yaml", "sleep 60")
    assert "Running" in play(found, "crictl ps --name kube-apiserver").output


def test_a_sandbox_must_be_stopped_before_it_is_removed() -> None:
    """rmp on a running pod is refused; stopp makes a new one with the next attempt; -f does both."""
    found = terminal()
    refused = play(found, "crictl rmp $(crictl pods --name kube-scheduler -q)")
    assert refused.status == 1 and "is running, please stop it first" in refused.output
    play(found, "crictl stopp $(crictl pods --name kube-scheduler -q)", "sleep 2")
    assert play(found, "crictl pods --name kube-scheduler -q | wc -l").output == "2\n"
    assert play(found, "crictl pods --name kube-scheduler --state ready | grep -c ' 1 '").output == "1\n"


def test_deleting_the_mirror_pod_restarts_nothing() -> None:
    """The container stays the same; stopping its sandbox replaces it."""
    found = terminal()
    one = play(found, "crictl ps --name kube-apiserver -q").output
    assert "deleted" in play(found, "kubectl -n kube-system delete pod kube-apiserver-cp1").output
    assert play(found, "sleep 5", "crictl ps --name kube-apiserver -q").output == one
    play(found, "crictl stopp $(crictl pods --name kube-apiserver -q)", "sleep 12")
    assert play(found, "crictl ps --name kube-apiserver -q").output != one


def test_moving_the_manifest_away_stops_the_api_server() -> None:
    """Refused connections on that node; moved back, it answers again."""
    found = terminal()
    play(found, "mv /etc/kubernetes/manifests/kube-apiserver.yaml /root/", "sleep 25")
    ask = "kubectl -s https://192.168.56.11:6443 get nodes"
    assert "was refused - did you specify the right host or port?" in play(found, ask).output
    play(found, "mv /root/kube-apiserver.yaml /etc/kubernetes/manifests/", "sleep 40")
    assert play(found, ask).status == 0


def test_a_key_that_does_not_fit_is_not_taken() -> None:
    """The API server goes on with the old pair, and does not start with the new one."""
    found = terminal()
    play(found, f"cp {PKI}/front-proxy-client.key {PKI}/apiserver.key")
    assert play(found, "kubectl get nodes").status == 0
    play(found, "crictl stopp $(crictl pods --name kube-apiserver -q)", "sleep 15")
    log = play(found, "crictl logs $(crictl ps -a --name kube-apiserver -q | head -1)").output
    assert "tls: private key does not match public key" in log


@pytest.mark.parametrize("tool", ["verify", "s_client", "curl"])
def test_openssl_and_curl_judge_by_their_own_rules(tool: str) -> None:
    """The right CA and name are good; another CA or name is named with OpenSSL's number and words."""
    found = terminal()
    good, bad = {
        "verify": (
            f"openssl verify -CAfile {PKI}/ca.crt {PKI}/apiserver.crt",
            f"openssl verify -CAfile {PKI}/etcd/ca.crt {PKI}/apiserver.crt",
        ),
        "s_client": (
            f"openssl s_client -connect cp1:6443 -CAfile {PKI}/ca.crt -verify_hostname cp1 -brief </dev/null",
            f"openssl s_client -connect cp1:6443 -CAfile {PKI}/ca.crt -verify_hostname other -brief </dev/null",
        ),
        "curl": (
            f"curl -s --cacert {PKI}/ca.crt https://cp1:6443/livez",
            f"curl -sS --cacert {PKI}/etcd/ca.crt https://cp1:6443/livez",
        ),
    }[tool]
    words = {
        "verify": ("apiserver.crt: OK", "error 20 at 0 depth lookup: unable to get local issuer certificate"),
        "s_client": ("Verification: OK", "num=62:hostname mismatch"),
        "curl": ("ok", "curl: (60) SSL certificate problem: unable to get local issuer certificate"),
    }[tool]
    assert words[0] in play(found, good).output
    assert words[1] in play(found, bad).output


def test_etcd_wants_a_client_certificate() -> None:
    """With the health check's pair the members are listed; without one the connection ends in a deadline."""
    found = terminal()
    base = f"etcdctl --cacert {PKI}/etcd/ca.crt"
    pair = f"--cert {PKI}/etcd/healthcheck-client.crt --key {PKI}/etcd/healthcheck-client.key"
    assert play(found, f"{base} {pair} member list | wc -l").output == "2\n"
    refused = play(found, f"{base} member list")
    assert refused.status == 1 and "context deadline exceeded" in refused.output


def test_the_twin_s_kubeconfigs_say_who_one_is() -> None:
    """whoami reads the certificate of the kubeconfig; one that is gone leaves nobody."""
    found = terminal()
    assert "kubernetes-admin" in play(found, "kubectl auth whoami").output
    assert (
        "system:kube-scheduler" in play(found, "kubectl --kubeconfig /etc/kubernetes/scheduler.conf auth whoami").output
    )
    denied = play(found, "kubectl --kubeconfig /etc/kubernetes/scheduler.conf get nodes")
    assert "is forbidden" in denied.output or denied.status == 1
