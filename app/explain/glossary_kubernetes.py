"""Glossary, second part: Kubernetes' own terms. Each entry is (id, title, text); its source stands above it.

Line breaks in a text are spaces.
"""

KUBERNETES: tuple[tuple[str, str, str], ...] = (
    # kubernetes.io/docs/reference/access-authn-authz/authentication (Anonymous requests)
    (
        "anonymous",
        "Anonymous",
        """
        A request without certificate and token. Where it is allowed, its user is `system:anonymous` in the
        group `system:unauthenticated`. A certificate that is not accepted does not become anonymous: it is
        answered with 401.
        """,
    ),
    # kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens
    (
        "bootstrap-token",
        "Bootstrap token",
        """
        A short-lived [token](token) with which a new kubelet asks for its first [client
        certificate](client-certificate). `kubeadm join --token` takes it.
        """,
    ),
    # kubernetes.io/docs/concepts/overview/components
    (
        "control-plane-node",
        "Control-plane node",
        """
        A node on which kube-apiserver runs, with kube-controller-manager, kube-scheduler and often etcd.
        The others are workers: of the PKI they need little more than `ca.crt` and a certificate of their
        own.
        """,
    ),
    # docs/model.md, evidence
    (
        "convention",
        "Convention",
        """
        What a program does where no [flag](flag) or field says it: for example, where kubeadm puts a file.
        kubepki marks what it takes from a convention, and a flag always wins.
        """,
    ),
    # kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver
    (
        "flag",
        "Flag",
        """
        An option on a program’s command line, such as `--client-ca-file`. For the control plane flags stand
        in the [static pod](static-pod) manifests.
        """,
    ),
    # kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer
    (
        "front-proxy",
        "Front proxy",
        """
        A program that passes on requests of others and says in headers who they are: `X-Remote-User`,
        `X-Remote-Group`. kube-apiserver is one for extension API servers. It is believed because of its
        certificate, which the [request-header CA](requestheader-ca) issued.
        """,
    ),
    # k8s.io/apiserver pkg/server/options/serving.go (MaybeDefaultWithSelfSignedCerts)
    (
        "in-memory",
        "In-memory certificate",
        """
        A certificate that a program makes anew at each start and keeps in memory: kube-controller-manager
        and kube-scheduler for their own servers, kube-apiserver for its [loopback](loopback). No upload
        holds it.
        """,
    ),
    # kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig
    (
        "kubeconfig",
        "kubeconfig",
        """
        A file that tells a client which server to dial, with which [CA](ca) to check it, and what to
        present. Certificates and keys stand in it as data, in base64, or as paths. `admin.conf` and
        `kubelet.conf` are kubeconfigs.
        """,
    ),
    # kubernetes.io/docs/setup/production-environment/tools/kubeadm/high-availability
    (
        "load-balancer",
        "Load balancer",
        """
        What stands in front of several API servers under one name or address, kubeadm’s
        `controlPlaneEndpoint`. It passes TLS through: the client meets the certificate of the API server
        behind it, in whose [SAN](san) the name must stand.
        """,
    ),
    # k8s.io/apiserver pkg/server/secure_serving.go, config.go (loopback client)
    (
        "loopback",
        "Loopback",
        """
        A connection of a program to itself. kube-apiserver reads its own API over one, with a token and a
        certificate that it has made in memory.
        """,
    ),
    # kubernetes.io/docs/reference/access-authn-authz/node
    (
        "node-authorizer",
        "Node authorizer",
        """
        The part of kube-apiserver that lets a kubelet read what its own node needs. It takes a user
        `system:node:NAME` in the group `system:nodes` for the kubelet of NAME.
        """,
    ),
    # kubernetes.io/docs/reference/access-authn-authz/rbac
    (
        "rbac",
        "RBAC, role-based access control",
        """
        Roles say what may be done, bindings give them to users and groups. Both are API objects, so they
        are in no certificate. The group `system:masters` needs none.
        """,
    ),
    # kubernetes.io/docs/tasks/extend-kubernetes/configure-aggregation-layer; flag requestheader-client-ca-file
    (
        "requestheader-ca",
        "Request-header CA",
        """
        The [CA](ca) with which a server checks [front proxies](front-proxy), in kubeadm
        `front-proxy-ca.crt`. Whoever has a certificate of it with an allowed [CN](cn) may speak for any
        user, so it should sign nothing else.
        """,
    ),
    # kubernetes.io/docs/tasks/configure-pod-container/static-pod
    (
        "static-pod",
        "Static pod",
        """
        A pod that the kubelet starts from a file in `/etc/kubernetes/manifests`, without asking an API
        server. kubeadm runs the control plane so.
        """,
    ),
    # kubernetes.io/docs/concepts/security/service-accounts; reference/access-authn-authz/service-accounts-admin
    (
        "token",
        "Token, service account",
        """
        A text that a client sends with each request instead of a certificate. A pod has the token of its
        service account, a JWT that kube-apiserver signs with `sa.key` and checks with `sa.pub`. It is no
        certificate and has no [CA](ca).
        """,
    ),
    # kubernetes.io/docs/reference/access-authn-authz/webhook, kubelet-authn-authz
    (
        "webhook",
        "Webhook (authorizer)",
        """
        An authorizer that asks another server. The kubelet asks kube-apiserver by a `SubjectAccessReview`
        whether the user may use its API.
        """,
    ),
)
