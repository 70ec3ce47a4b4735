"""The twin to take along: a tarball with throw-away keys, for real openssl and kubeadm.

Never an uploaded key: a cluster holds none.
"""

from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from ...issuing.archive import archive
from ...issuing.keys import KeyPool
from ...issuing.twin import Twin, unchanged
from ...issuing.validity import shifted_by
from ...model.cluster import Cluster
from ..services import Services
from .state import state_of

router = APIRouter()


@router.get("/clusters/{cluster_id}/twin.tar.gz")
async def twin(request: Request, cluster_id: str) -> Response:
    """What `kubepki twin` writes. A sample's dates are moved so that its clock is now, as with `--rebase`; an upload's
    stay, and TWIN.txt says at which moment to judge it.

    Raises NoThrowAway for a tree that needs too many keys, or too long ones.
    """
    services: Services = request.app.state.services
    state = state_of(request, cluster_id)
    now = services.now().replace(microsecond=0) if state.opened.kind == "sample" else None
    data = await services.workshop.do(lambda: _packed(state.cluster, services.keys, now))
    return Response(
        data, media_type="application/gzip", headers={"content-disposition": 'attachment; filename="twin.tar.gz"'}
    )


def _packed(cluster: Cluster, keys: KeyPool, now: datetime | None) -> bytes:
    """Made in a thread of its own. `now`: the moment that the cluster's clock is moved to."""
    change = shifted_by(now - cluster.clock) if now else unchanged
    return archive(Twin(cluster, keys, change), now or cluster.clock)
