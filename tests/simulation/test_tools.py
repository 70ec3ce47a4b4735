"""The tools beside the shell, as the recordings show them, and what they say of what is not there."""

import io
import json
import tarfile

import pytest

from app.simulation.files import File
from app.simulation.terminal import Terminal
from app.simulation.world import saving

from .worlds import play, terminal

PKI = "/etc/kubernetes/pki"
ETCD = (
    f"export ETCDCTL_CACERT={PKI}/etcd/ca.crt ETCDCTL_CERT={PKI}/etcd/server.crt ETCDCTL_KEY={PKI}/etcd/server.key "
    "ETCDCTL_ENDPOINTS=https://127.0.0.1:2379"
)

UNKNOWN = (
    "etcdctl bogus", "kubectl bogus", "kubeadm bogus", "crictl bogus", "openssl bogus", "nosuch", "systemctl bogus",
    "ls --bogus", "kubeadm certs check-expiration --bogus", "etcdctl --bogus", "crictl ps --bogus", "ssh -Z cp2",
    "kubectl get nodes --bogus", "openssl x509 -bogus", "journalctl --bogus", "find . -bogus", "curl --bogus",
    "kubectl get foo", "kubectl config bogus", "sort --bogus", "tar --bogus c",
)  # fmt: skip


@pytest.fixture(scope="module")
def shared() -> Terminal:
    """For commands that change nothing."""
    return terminal()


def test_an_archive_is_a_real_one() -> None:
    """A real tar reads it: names, modes, bytes; taken out again it is the same; -C, -v and a slash at the front."""
    found = terminal()
    assert play(found, "tar czf /root/pki.tgz -C /etc/kubernetes pki").output == ""
    inode = found.world.hosts["cp1"].files.get("/root/pki.tgz")
    assert isinstance(inode, File)
    with tarfile.open(fileobj=io.BytesIO(inode.data)) as archive:
        member = archive.getmember("pki/ca.key")
        assert (member.mode, member.uname) == (0o600, "root") and archive.getmember("pki/etcd").isdir()
    answer = play(found, f"mkdir x; tar xvzf pki.tgz -C x pki/ca.crt; diff x/pki/ca.crt {PKI}/ca.crt && echo same")
    assert answer.output == "pki/ca.crt\nsame\n"
    whole = play(found, f"tar -cf - {PKI}/etcd | ssh cp2 'tar xf - -C /tmp; ls /tmp{PKI}/etcd | head -1'")
    assert whole.output == "tar: Removing leading `/' from member names\nca.crt\n"
    assert play(found, "tar tzvf pki.tgz | head -2").output.startswith("drwxr-xr-x root/root         0 2026-")


@pytest.mark.parametrize(
    ("line", "says", "status"),
    [
        ("tar xf nosuch.tar", "tar: nosuch.tar: Cannot open: No such file or directory\n", 2),
        ("tar cf x.tar", "tar: Cowardly refusing to create an empty archive\n", 2),
        ("tar cf x.tar nosuch", "tar: nosuch: Cannot stat: No such file or directory\n", 2),
        ("tar tf /etc/hosts", "tar: This does not look like a tar archive\n", 2),
        ("tar f x", "tar: You must specify one of the '-Acdtrux'", 2),
        ("etcdctl bogus", 'Error: unknown command "bogus" for "etcdctl"\n', 128),
        ("kubeadm kubeconfig user", 'error: required flag(s) "client-name" not set', 1),
        ("cmp /etc/hosts", "cmp: EOF on - which is empty\n", 1),
        ("cmp", "cmp: missing operand after 'cmp'\n", 2),
        ("cmp /etc/hosts nosuch", "cmp: nosuch: No such file or directory\n", 2),
        ("printf 'a\\nb\\n' > one; printf 'a\\n' | cmp - one", "cmp: EOF on - after byte 2, line 1\n", 1),
        ("printf 'a\\nc\\n' | cmp one -", "one - differ: byte 3, line 2\n", 1),
        ("printf 'a\\nc\\n' | cmp -s one -", "", 1),
        ("kubeadm token create foo", 'error: the bootstrap token "foo" was not of the form', 1),
        ("kubectl get nodes --bogus", "error: unknown flag: --bogus\nSee 'kubectl get --help' for usage.\n", 1),
        ("kubectl get --raw /api/v1/secrets", "Error from server (NotFound): the server could not find", 1),
    ],
)
def test_what_is_refused_says_so(shared: Terminal, line: str, says: str, status: int) -> None:
    """In the tool's own words, with its status."""
    answer = play(shared, line)
    assert answer.output.startswith(says) and answer.status == status


@pytest.mark.parametrize("line", UNKNOWN)
def test_what_is_unknown_is_told_with_what_there_is(shared: Terminal, line: str) -> None:
    """Every tool's refusal is followed by the simulation's own line; a command that is known has none."""
    assert any(hint.startswith(("Of ", "This simulation offers")) for hint in play(shared, line).hints)
    assert play(shared, "ls").hints == ()


def test_etcds_members_are_listed_and_asked() -> None:
    """As a table or in lines; a member that does not run is unhealthy, and says so with status 1."""
    found = terminal()
    rows = play(found, ETCD, "etcdctl member list -w table").output.splitlines()
    assert rows[1].split("│")[1:4] == ["        ID        ", " STATUS  ", " NAME "] and len(rows) == 6
    assert play(found, "etcdctl endpoint health --cluster").output.count("is healthy: successfully committed") == 2
    assert play(found, "etcdctl endpoint status | cut -d, -f3").output == " 3.7.0\n"
    assert (
        "error reading server preface: EOF"
        in play(found, "etcdctl --endpoints http://127.0.0.1:2379 member list").output
    )
    play(found, "ssh cp2 mv /etc/kubernetes/manifests/etcd.yaml /root", "sleep 60")
    answer = play(found, "etcdctl endpoint health --cluster")
    assert answer.status == 1 and answer.output.endswith("Error: unhealthy cluster\n")


def test_whoami_names_the_certificate() -> None:
    """The fingerprint that openssl prints of the client's certificate, in the table and as YAML."""
    found = terminal()
    table = play(found, "kubectl auth whoami").output
    pem = "grep client-certificate-data ~/.kube/config | awk '{print $2}' | base64 -d"
    printed = play(found, f"{pem} | openssl x509 -noout -fingerprint -sha256").output
    digest = printed.strip().partition("=")[2].replace(":", "").lower()
    assert f"[X509SHA256={digest}]" in table
    assert f"- X509SHA256={digest}\n" in play(found, "kubectl auth whoami -o yaml").output
    kubelet = play(found, "kubectl --kubeconfig /etc/kubernetes/kubelet.conf auth whoami").output
    assert "system:node:cp1" in kubelet and digest not in kubelet


def test_health_checks_are_told_one_by_one(shared: Terminal) -> None:
    """As recorded: livez and readyz differ in a few; without ?verbose it is ok."""
    ready = play(shared, "kubectl get --raw '/readyz?verbose'").output.splitlines()
    live = play(shared, "kubectl get --raw '/livez?verbose'").output.splitlines()
    assert (len(ready), len(live)) == (38, 36) and ready[-1] == "readyz check passed"
    assert set(live) - set(ready) == {"[+]loopback-serving-certificate ok", "livez check passed"}
    assert play(shared, "kubectl get --raw /readyz").output == "ok"


def test_kubectl_prints_in_columns_of_ones_own_and_of_several_kinds(shared: Terminal) -> None:
    """custom-columns; `get cm,nodes` with the kind before each name; a template that is none is refused."""
    columns = play(shared, "kubectl get nodes -o custom-columns=NAME:.metadata.name,X:.spec.nosuch").output
    assert columns == "NAME   X\ncp1    <none>\ncp2    <none>\n"
    several = play(shared, "kubectl get cm,nodes").output
    assert several.startswith("NAME ") and "\nconfigmap/kube-root-ca.crt   1" in several
    assert "\n\nNAME       STATUS" in several and "\nnode/cp2   Ready" in several
    assert play(shared, "kubectl get nodes -o custom-columns=NAME").status == 1
    assert play(shared, "kubectl get nodes -o go-template=x").hints[0].startswith("Of output formats")


def test_logs_name_what_is_not_there() -> None:
    """Another pod, another container, no container before this one; after a restart there is one."""
    found = terminal("one")
    logs = "kubectl -n kube-system logs"
    assert play(found, f"{logs} nosuch").output == (
        'error: error from server (NotFound): pods "nosuch" not found in namespace "kube-system"\n'
    )
    assert play(found, f"{logs} kube-apiserver-cp1 -c x").output == (
        "error: container x is not valid for pod kube-apiserver-cp1\n"
    )
    answer = play(found, f"{logs} kube-scheduler-cp1 -p")
    assert answer.output.startswith('Error from server (BadRequest): previous terminated container "kube-scheduler"')
    play(found, "crictl stop $(crictl ps -q --name kube-scheduler)", "sleep 30")
    assert play(found, f"{logs} kube-scheduler-cp1 -p").status == 0
    daemon = play(found, "kubectl get po -n kube-system -o name | grep proxy | head -1 | cut -d/ -f2").output.strip()
    assert daemon and play(found, f"{logs} {daemon}").status == 0


def test_without_its_configmap_kubeadm_falls_back() -> None:
    """And says so; with it, it does not."""
    found = terminal("one")
    words = "Falling back to default configuration"
    assert words not in play(found, "kubeadm certs check-expiration").output
    play(found, "kubectl -n kube-system delete cm kubeadm-config")
    assert words in play(found, "kubeadm certs check-expiration").output


def test_an_object_by_its_path() -> None:
    """`--raw` of a list and of one object: JSON that the shell's own jsonpath agrees with."""
    found = terminal()
    assert '"name":"cp1"' in play(found, "kubectl get --raw /api/v1/nodes/cp1").output
    assert play(found, "kubectl get --raw /api/v1/nodes").output.startswith('{"kind":"NodeList","apiVersion":"v1",')


CURL = f"curl -sS --cacert {PKI}/ca.crt"
PAIR = f"--cert {PKI}/apiserver-kubelet-client.crt --key {PKI}/apiserver-kubelet-client.key"


@pytest.mark.parametrize(
    ("line", "says", "status"),
    [
        (
            f"{CURL} https://api.example.test:6443/version",
            '{\n  "major": "1",\n  "minor": "37",\n  "emulationMajor"',
            0,
        ),
        (f"{CURL} --resolve h3:6443:192.168.56.11 https://h3:6443/", "curl: (60) SSL: no alternative certificate", 60),
        ("curl -sS https://cp1:6443/livez", "curl: (60) SSL certificate problem: unable to get local issuer", 60),
        (f"curl -sS --cacert {PKI}/etcd/ca.crt https://cp1:6443/livez", "curl: (60) SSL certificate problem:", 60),
        ("curl -sk -o /dev/null -w '%{http_code}' https://cp1:6443/api/v1/nodes", "403", 0),
        ("curl -skSf https://cp1:6443/api", "curl: (22) The requested URL returned error: 403", 22),
        ("curl -si http://192.168.56.11:6443/", "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an", 0),
        ("curl -skI https://cp1:6443/livez", "HTTP/2 200 \r\naudit-id: ", 0),
        ("curl -sk -H 'Authorization: Bearer x' https://cp1:6443/api", '{\n  "kind": "Status",', 0),
        ("curl https://nosuch:6443/", "curl: (6) Could not resolve host: nosuch", 6),
        ("curl -k https://cp1:6444/", "curl: (7) Failed to connect to cp1 port 6444 after 0 ms: Couldn't connect", 7),
        ("curl -k https://127.0.0.1:2379/health", "curl: (55) getpeername() failed with errno 107", 55),
        ("curl -k https://127.0.0.1:10250/healthz", "Unauthorized", 0),
        (f"curl -k {PAIR} https://127.0.0.1:10250/healthz", "ok", 0),
        ("curl --bogus", "curl: option --bogus: is unknown\ncurl: try 'curl --help'", 2),
        ("curl", "curl: no URL specified!\ncurl: try", 2),
    ],
)
def test_curl_says_what_it_meets(shared: Terminal, line: str, says: str, status: int) -> None:
    """Answers, refusals and their numbers as recorded, from the certificates that are there."""
    answer = play(shared, line)
    assert answer.output.startswith(says) and answer.status == status


def test_curl_tells_its_handshake(shared: Terminal) -> None:
    """-v: to the end where the server is believed, to the certificate where it is not; -k says why it would not be."""
    good = play(shared, f"{CURL} -v https://cp1:6443/livez").output
    assert '*  subjectAltName: host "cp1" matched cert\'s "cp1"\n' in good
    assert "*  SSL certificate verify ok.\n" in good and "> GET /livez HTTP/2\n" in good and "< HTTP/2 200 \n" in good
    bad = play(shared, "curl -v https://cp1:6443/livez").output
    assert "* TLSv1.3 (OUT), TLS alert, unknown CA (560):\n" in bad and "GET" not in bad
    misnamed = play(shared, f"{CURL} -v --resolve h3:6443:192.168.56.11 https://h3:6443/").output
    assert "*  subjectAltName does not match h3\n" in misnamed and "GET" not in misnamed
    passed = play(shared, "curl -kv https://cp1:6443/livez").output
    assert "unable to get local issuer certificate (20), continuing anyway." in passed


def test_crictl_answers_in_each_form(shared: Terminal) -> None:
    """JSON that says what the table says, YAML too; by label, image, namespace and name; another form is refused."""
    pods = json.loads(play(shared, "crictl pods -o json").output)["items"]
    assert [one["id"][:13] for one in pods] == play(shared, "crictl pods | tail -n +2 | cut -d' ' -f1").output.split()
    assert {one["metadata"]["name"] for one in pods if one["labels"].get("component") == "etcd"} == {"etcd-cp1"}
    by_label = play(shared, "crictl pods -q --label component=etcd").output
    assert by_label == play(shared, "crictl pods -q --name ^etcd").output != ""
    assert play(shared, "crictl pods -q --namespace default").output == ""
    (etcd,) = json.loads(play(shared, "crictl ps -o json --image registry.k8s.io/etcd:3.7.0-0").output)["containers"]
    assert etcd["metadata"]["name"] == "etcd" and etcd["labels"]["io.kubernetes.pod.name"] == "etcd-cp1"
    assert play(shared, "crictl ps -o yaml --name etcd").output.startswith("containers:\n- annotations:\n")
    assert "registry.k8s.io/kube-proxy" in play(shared, "crictl images").output
    assert json.loads(play(shared, "crictl images -o json registry.k8s.io/etcd").output)["images"][0]["repoTags"]
    assert json.loads(play(shared, "crictl version -o json").output)["runtimeName"] == "containerd"
    assert "unsupported output format" in play(shared, "crictl ps -o wide").output


def test_tokens_come_and_go() -> None:
    """Made, listed with what is left of a day, deleted; the same twice is refused."""
    found = terminal()
    token = play(found, "kubeadm token create abcdef.0123456789abcdef").output.strip()
    listed = play(found, "kubeadm token list").output
    assert token in listed and "authentication,signing" in listed and "   23h   " in listed
    assert "already exists" in play(found, f"kubeadm token create {token}").output
    assert play(found, "kubeadm token delete abcdef").output == 'bootstrap token "abcdef" deleted\n'
    assert play(found, "kubeadm token list").output == ""


def test_help_is_kubeadms_own(shared: Terminal) -> None:
    """-h, and a command that only groups others."""
    text = play(shared, "kubeadm certs renew -h").output
    assert text.startswith("Renew certificates for a Kubernetes cluster\n\nUsage:\n")
    assert play(shared, "kubeadm certs renew").output == text
    assert play(shared, "kubeadm init phase certs").output.startswith("Certificate generation\n")
    assert 'GoVersion:"go' in play(shared, "kubeadm version").output


def test_edit_opens_an_editor_where_there_is_one() -> None:
    """What saving types changes the ConfigMap; an unchanged text changes nothing; a script is refused."""
    found = terminal()
    play(found, "kubectl -n kube-system edit cm kubeadm-config")
    editing = found.world.editing
    assert editing is not None and editing.host == "cp1"
    inode = found.world.hosts["cp1"].files.get(editing.path)
    assert isinstance(inode, File)
    text = inode.data.decode()
    assert play(found, saving(editing, text)).output == "Edit cancelled, no changes made.\n"
    changed = text.replace("      - hostname2", "      - hostname2\n      - hostname3")
    assert play(found, saving(editing, changed)).output == "configmap/kubeadm-config edited\n"
    assert "hostname3" in play(found, "kubectl -n kube-system get cm kubeadm-config -o yaml").output
    assert found.world.hosts["cp1"].files.get(editing.path) is None
    found.world.has_editor = False
    for line in ("kubectl -n kube-system edit cm kubeadm-config", "vi x"):
        answer = play(found, line)
        assert "needs a terminal" in answer.output and answer.status == 1


def test_a_kubeconfig_for_anybody_is_let_in() -> None:
    """`kubeadm kubeconfig user` prints one with name and groups; one for a node is written where it is asked."""
    found = terminal("one")
    play(found, "kubeadm kubeconfig user --client-name jane --org dev,ops --config kubeadm-init.yaml > jane.conf")
    who = play(found, "kubectl --kubeconfig jane.conf auth whoami").output
    assert "jane" in who and "[dev ops system:authenticated]" in who
    play(
        found, "kubeadm init phase kubeconfig kubelet --node-name worker1 --kubeconfig-dir w --config kubeadm-init.yaml"
    )
    assert "system:node:worker1" in play(found, "cat w/kubelet.conf").output
    assert "worker1" not in play(found, "cat /etc/kubernetes/kubelet.conf").output
