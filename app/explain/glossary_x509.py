"""Glossary, first part: certificates, keys and TLS. Each entry is (id, title, text); its source stands above it.

Line breaks in a text are spaces.
"""

X509: tuple[tuple[str, str, str], ...] = (
    # RFC 5280 §3.1, §4.2.1.9
    (
        "ca",
        "CA, certificate authority",
        """
        A [key pair](key-pair) that signs certificates. Its own certificate, usually called `ca.crt`, says
        `CA:TRUE` and carries the [public key](public-half) with which anybody can check those signatures.
        To sign one needs the [private key](private-key), `ca.key`; to check, `ca.crt` is enough.
        """,
    ),
    # RFC 5280 §4.1
    (
        "certificate",
        "Certificate",
        """
        A signed statement: this [public key](public-half) belongs to this [subject](subject). A certificate
        is no secret; whoever presents one must also prove that he holds its [private key](private-key).
        """,
    ),
    # RFC 5280 §6.1
    (
        "chain",
        "Chain",
        """
        The way from a certificate up to a [trust anchor](trust-anchor): each certificate is signed by the
        key of the next. In a kubeadm cluster it has two links, the leaf and its [CA](ca).
        """,
    ),
    # RFC 5280 §4.2.1.12 (id-kp-clientAuth)
    (
        "client-certificate",
        "Client certificate",
        """
        A [certificate](certificate) that the side presents which has opened the connection. Its
        [usage](eku) is `clientAuth`. For kube-apiserver its [CN](cn) is the user and its [O](o) the groups.
        """,
    ),
    # RFC 5280 §4.1.2.4, X.520; kubernetes.io/docs/reference/access-authn-authz/authentication
    (
        "cn",
        "CN, common name",
        """
        A part of the [subject](subject). kube-apiserver and kubelet take a client’s user name from it. For
        the name of a server it does not count: Go’s programs look only at the [SAN](san).
        """,
    ),
    # RFC 2986; kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests
    (
        "csr",
        "CSR, certificate signing request",
        """
        A [public key](public-half) and a wished-for [subject](subject), signed with the own private key,
        sent to a [CA](ca) with the request to make a certificate of it. In Kubernetes it is also an API
        object with which kubelets ask for theirs; kube-controller-manager signs it once it is approved.
        """,
    ),
    # RFC 5280 §4.1 (Certificate ::= SEQUENCE, encoded in DER), X.690
    (
        "der",
        "DER",
        """
        The binary form of a certificate or key. Go’s programs want [PEM](pem) in their files.
        """,
    ),
    # RFC 8446 §1.2, §4.4.3: static RSA is gone; CertificateVerify proves possession of the key
    (
        "diffie-hellman",
        "Diffie-Hellman exchange",
        """
        How both sides of a TLS connection agree on a session key that is never sent: each makes a fresh key
        pair for this one connection. The key of a certificate only signs what was exchanged, which proves
        who holds it.
        """,
    ),
    # RFC 5280 §4.2.1.12; go/src/crypto/x509 ExtKeyUsage
    (
        "eku",
        "Usage, extended key usage (EKU)",
        """
        What a certificate may be used for: `serverAuth` on the side that is dialled, `clientAuth` on the
        side that dials. A certificate may have both, as etcd’s have, or none, which Go reads as any.
        """,
    ),
    # openssl x509 -fingerprint
    (
        "fingerprint",
        "Fingerprint",
        """
        A hash, here SHA-256, of a whole certificate in [DER](der). Equal fingerprints mean the same
        certificate byte for byte. The hash of the public key alone is that of the [SPKI](spki).
        """,
    ),
    # RFC 5280 §4.1.2.4
    (
        "issuer",
        "Issuer",
        """
        The [CA](ca) that signed a certificate. The certificate holds only the issuer’s name, and two CAs
        may have one name: every kubeadm cluster has a CA called `CN=kubernetes`. Only the signature shows
        whose key it was.
        """,
    ),
    # RFC 5208, RFC 5280 §4.1.2.7
    (
        "key-pair",
        "Key pair",
        """
        A [private key](private-key) and the [public half](public-half) that is computed from it. What the
        one signs, the other checks.
        """,
    ),
    # RFC 5280 §4.2.1.3
    (
        "key-usage",
        "Key usage",
        """
        Which operations a certificate’s key may do, such as `digitalSignature`, or `keyCertSign` on a
        [CA](ca). It is another list than the [extended key usage](eku).
        """,
    ),
    # RFC 8446 §4.3.2, §4.4.2 (CertificateRequest)
    (
        "mutual-tls",
        "Mutual TLS",
        """
        TLS in which both sides present a [certificate](certificate) and each checks the other’s with a
        [CA](ca) file of its own. So there are two times three files: crt, key and ca.crt on each side.
        """,
    ),
    # RFC 5280 §4.1.2.4; kubernetes.io/docs/reference/access-authn-authz/authentication
    (
        "o",
        "O, organization",
        """
        A part of the [subject](subject), possibly several times. kube-apiserver takes each O of a client’s
        certificate as a group of the user.
        """,
    ),
    # RFC 7468
    (
        "pem",
        "PEM",
        """
        The text form of a certificate or key: base64 between lines such as `-----BEGIN CERTIFICATE-----`.
        One file may hold several blocks.
        """,
    ),
    # RFC 5958, RFC 8017 §3.2
    (
        "private-key",
        "Private key",
        """
        The secret half of a [key pair](key-pair), mostly in files that end in `.key`. In a TLS handshake it
        signs, and is not sent. kubepki keeps no private key, only the hash of its public half.
        """,
    ),
    # RFC 5280 §4.1.2.7; openssl pkey -pubout
    (
        "public-half",
        "Public key, public half",
        """
        The half of a [key pair](key-pair) that everybody may know. A certificate contains it, and it can be
        computed from the [private key](private-key): so one sees whether the two belong together.
        """,
    ),
    # RFC 5280 §4.2.1.6, RFC 9525; go/src/crypto/x509 VerifyHostname
    (
        "san",
        "SAN, subject alternative name",
        """
        The list of DNS names and IP addresses for which a [serving certificate](serving-certificate) is
        made. A client looks for the host that it has dialled in this list and nowhere else. It says nothing
        of who may connect.
        """,
    ),
    # RFC 5280 §3.2 (self-signed certificates)
    (
        "self-signed",
        "Self-signed",
        """
        Signed with the private key that belongs to the certificate itself. Every root [CA](ca) is. A
        certificate made by a [throw-away CA](throw-away-ca) is often called so, and is not.
        """,
    ),
    # RFC 5280 §4.2.1.12 (id-kp-serverAuth)
    (
        "serving-certificate",
        "Serving certificate",
        """
        The [certificate](certificate) that a server presents to whoever dials it. Its [usage](eku) is
        `serverAuth`, and the names under which it may be dialled stand in its [SAN](san).
        """,
    ),
    # RFC 5280 §4.1.2.7
    (
        "spki",
        "SPKI, subject public key info",
        """
        The part of a certificate that holds the [public key](public-half). Its SHA-256 tells keys apart
        whatever their certificates are called; `kubeadm join --discovery-token-ca-cert-hash` names a CA by
        it.
        """,
    ),
    # RFC 5280 §4.1.2.6
    (
        "subject",
        "Subject",
        """
        Whom a certificate is for, as a list of parts such as [CN](cn) and [O](o).
        """,
    ),
    # k8s.io/client-go/util/cert GenerateSelfSignedCertKey: a CA whose key is dropped
    (
        "throw-away-ca",
        "Throw-away CA",
        """
        A [CA](ca) made for one certificate; its key is dropped at once. A kubelet’s default `kubelet.crt`
        and the [in-memory certificates](in-memory) come from one each. Nobody else trusts it.
        """,
    ),
    # RFC 5280 §6.1.1 (d)
    (
        "trust-anchor",
        "Trust anchor",
        """
        A certificate that a program trusts because it stands in its CA file, `ca.crt`. There all checking
        of a [chain](chain) ends.
        """,
    ),
)
