"""The measures of the picture: a place for each kind of component, whatever the tree. Nothing here depends on one."""

from dataclasses import dataclass

WIDTH, HEIGHT = 1072, 664
RADIUS = 9
"""Of a wire's corner."""
HEADER, ROW, PAD = 36, 28, 6
"""Heights in a box: its header, a row, what is left below the last."""
INSET = 14
"""From a box's edge to its text on the left; on the right it is 2 less, where text ends and rules do."""


@dataclass(frozen=True, slots=True)
class Column:
    x: float
    width: float

    @property
    def right(self) -> float:
        return self.x + self.width


LEFT, CENTRE, RIGHT = Column(16, 264), Column(384, 304), Column(792, 264)
COLUMNS = (LEFT, CENTRE, RIGHT)

CARD_Y, CARD_HEIGHT, HALF_CARD = 24, 52, 24
OVERLINE = 11
"""From an overline's baseline to the box below it."""

KUBECTL_Y, SCHEDULER_Y, MANAGER_Y, PODS_Y = 121, 233, 317, 429
"""The left column: room for two kubeconfigs, one scheduler, a controller manager with its signing key, the pods."""
KUBECTL_ROWS = 2
APISERVER_ROW_Y = 279
"""Where the row of apiserver.crt begins, so that it faces the first kubelet's certificate."""
EXTENSION_Y = 121
KUBELET_YS = (243, 357)
FOLD_Y, FOLD_HEIGHT = 465, 34
ZONE_Y, ZONE_HEIGHT = 510, 150
ETCD_Y = 535
SLIP = 22
TOP_SLIPS = (112, 138, 164)
"""In the middle, above the API server: clients of it that are shown with the internals."""
LOW_SLIPS = (431, 456, 481)
"""In the middle, below the API server."""
ZONE_SLIPS = (610, 634)
"""Below etcdctl."""

LEFT_LANE, PROXY_LANE, PROBE_LANE, LOOP_LANE, HEADER_LANE = 336, 343, 350, 360, 366
"""Left of the centre: the trunk to the API server; probes of etcd; the loopback client; what ends at its header."""
MARGIN_LANE, MARGIN_X, MARGIN_Y = 364, 7, 92
"""Round the left column, above it and along its left side, for what ends at the left of a box in it."""
DOWN_LANE, HEADER_LANE_RIGHT, TO_KUBELET_LANE, FROM_KUBELET_LANE = 712, 726, 748, 770
"""Right of the centre: to etcd and to the extension API server; to the header; to and from kubelets."""
FAN = 7
"""Between wires that leave one slip in different directions."""
