"""How long things take (docs/model.md, "Time"): one table, in seconds."""

COMMAND = 0.3
"""Any command."""
SANDBOX_BACK = 1.0
"""From `crictl stopp` to the pod's new sandbox: the kubelet's relist."""
STOPPING = 0.7
"""What `crictl stopp` waits for a pod to end."""
API_SERVER_UP = 10.0
"""From the container's start to its first answer."""
MANIFEST_SEEN = 10.0
"""From a change in the manifests' folder to what the kubelet makes of it; `fileCheckFrequency` is 20 s at most."""
CRASH = 1.0
"""How long a program lives that cannot load its files."""
BACK_OFF, BACK_OFF_MOST = 10.0, 300.0
"""The first pause between restarts of a crashing container; doubled each time up to the second (kubelet defaults)."""
KUBELET_RESTART = 10.0
"""From `systemctl restart kubelet` to its first look at the manifests; RestartSec=10 after a crash."""
ROTATION, ROTATION_MOST = 5.0, 86400.0
"""From the kubelet's start to its first request for a certificate of its own; the pause doubles up to the second."""
LEASE_LOST, LEASE_TAKEN = 12.0, 25.0
"""Until who is not let in gives up its lease (renewDeadline 10 s and a retry), and from a program's start until it works: the
lease of who led before, 15 s from when it was first seen, and its own start (client-go, leaderelection)."""
LOOKS = 5.0
"""How often programs ask where nothing has changed: certificates end by themselves."""
CERTIFICATE_SEEN_OLD = 60.0
"""API servers before 1.23 read their serving certificate again each minute; later ones at once."""
