"""The API for programs: the model as JSON, the same as `kubepki inspect --format json` prints."""

import json
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from ..analysis import document
from ..analysis.document import rfc3339
from .again import remember
from .breaks import breaks_of
from .errors import problem_statuses
from .opened import clock_of, delete, find, listed_samples, open_upload, with_faults


class ProblemDocument(BaseModel):
    """A refusal (RFC 9457): what is wrong, where, and what to do."""

    type: str = Field(description="Where this kind of problem is explained.")
    title: str
    status: int
    detail: str = Field(description="What is wrong, in one sentence.")
    code: str = Field(description="A stable word; for a limit its name.")
    member: str | None = Field(description="The archive's member that it is about.")
    remedy: str = Field(description="What to do.")


class SampleSummary(BaseModel):
    """A sample that can be opened by its name."""

    id: str
    title: str
    description: str
    clock: str = Field(description="The moment at which it is looked at, RFC 3339.")
    url: str = Field(description="Its page.")


class SampleList(BaseModel):
    """What can be opened by name. Uploads are not listed: who has the id sees them."""

    clusters: list[SampleSummary]


class Created(BaseModel):
    """An opened upload. Who has the id sees it, until it expires or is deleted."""

    id: str
    url: str = Field(description="Its page.")


class ClusterDocument(BaseModel):
    """The model of an opened tree; every field is described in docs/model.md."""

    schema_: int = Field(alias="schema")
    clock: str
    distribution: dict[str, Any]
    nodes: list[dict[str, Any]]
    files: list[dict[str, Any]]
    certificates: list[dict[str, Any]]
    keys: list[dict[str, Any]]
    kubeconfigs: list[dict[str, Any]]
    components: list[dict[str, Any]]
    connections: list[dict[str, Any]]
    unreadable: list[dict[str, Any]]
    words_of: dict[str, Any]
    notes: list[str]


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's description of the problem documents of these statuses."""
    titles = problem_statuses()
    return {
        status: {
            "description": titles[status],
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        }
        for status in statuses
    }


CLOCK = {
    "name": "clock",
    "in": "query",
    "required": False,
    "description": "Judge the cluster at this moment: RFC 3339 with a time zone. By default a sample's own clock, "
    "an upload's time of upload.",
    "schema": {"type": "string", "format": "date-time"},
    "example": "2027-01-31T12:00:00Z",
}

FORM = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {
                    "file": {
                        "type": "array",
                        "items": {"type": "string", "format": "binary"},
                        "description": "A .tar, .tar.gz or .zip; or several, one for each node, or loose files: the "
                        "field is then there several times.",
                    }
                },
            }
        }
    },
}

router = APIRouter(prefix="/api/v1/clusters", tags=["clusters"])


@router.get("", response_model=SampleList, summary="List the samples")
async def list_clusters(request: Request) -> Response:
    """Every sample that can be opened by its name."""
    return _json(
        {
            "clusters": [
                {
                    "id": sample.id,
                    "title": sample.title,
                    "description": sample.description,
                    "clock": rfc3339(sample.cluster.clock),
                    "url": _page(sample.id),
                }
                for sample in listed_samples(request)
            ]
        }
    )


@router.post(
    "",
    status_code=201,
    response_model=Created,
    summary="Open a tarball",
    responses=refusals(400, 403, 408, 413, 415, 422, 503)
    | {201: {"headers": {"Location": {"description": "The model as JSON.", "schema": {"type": "string"}}}}},
    openapi_extra={"requestBody": FORM},
)
async def create_cluster(request: Request) -> Response:
    """Reads the archives and files in the form's field `file` as one cluster and opens it under an unguessable id.

    The same files from the same browser (its cookie `again`) within an hour are the cluster that they opened before.
    Nothing of it is written to disk. Private keys are reduced to the fingerprint of their public half while reading.
    """
    opened = await open_upload(request)
    created = {"id": opened.id, "url": _page(opened.id)}
    return remember(request, _json(created, 201, {"location": f"{router.prefix}/{opened.id}"}))


@router.get(
    "/{cluster_id}",
    response_model=ClusterDocument,
    summary="The model of a cluster",
    responses=refusals(400, 404, 410),
    openapi_extra={"parameters": [CLOCK]},
)
async def read_cluster(request: Request, cluster_id: str) -> Response:
    """Nodes, files, certificates, keys, components and connections of a sample (its name) or an upload (its id)."""
    opened = find(request, cluster_id, clock_of(request))
    return _json(document(with_faults(request, opened, breaks_of(request.query_params).parsed())))


@router.delete(
    "/{cluster_id}",
    status_code=204,
    summary="Delete an upload",
    responses=refusals(403, 404, 410),
    response_class=Response,
)
async def delete_cluster(request: Request, cluster_id: str) -> Response:
    """Forgets an upload at once; its link answers 410 from then on."""
    delete(request, cluster_id)
    return Response(status_code=204)


def _page(cluster_id: str) -> str:
    return f"/clusters/{cluster_id}"


def _json(content: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """JSON in ASCII: a terminal that it is printed to obeys no character of a stranger's tree."""
    return Response(json.dumps(content), status, headers, media_type="application/json")
