"""/docs: the API's description for people, made from the OpenAPI document, with nothing from anywhere else."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from ..rendering.environment import environment
from .errors import problem_statuses

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation. `place`: path or query."""

    name: str
    place: str
    description: str
    required: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which an operation ends."""

    status: str
    description: str
    media_type: str
    schema: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path; `curl` is a command that does it."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    outcomes: tuple[Outcome, ...]
    curl: str


@dataclass(frozen=True, slots=True)
class SchemaField:
    name: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class Schema:
    """An object of an answer."""

    name: str
    description: str
    fields: tuple[SchemaField, ...]


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """What api.html shows. `statuses` explains what a problem's `type` points at."""

    title: str
    operations: tuple[Operation, ...]
    schemas: tuple[Schema, ...]
    statuses: tuple[tuple[int, str], ...]


@router.get("/docs")
async def reference(request: Request) -> Response:
    """The page."""
    view = reference_page(request.app.openapi(), f"{request.url.scheme}://{request.url.netloc}")
    return Response(environment().get_template("api.html").render(view=view), media_type="text/html")


def reference_page(openapi: dict[str, Any], server: str) -> ReferencePage:
    """The page of an OpenAPI document; `server` stands in the commands."""
    operations = tuple(
        _operation(path, method, described, server)
        for path, methods in openapi["paths"].items()
        for method, described in methods.items()
    )
    used = {outcome.schema for operation in operations for outcome in operation.outcomes}
    schemas = openapi.get("components", {}).get("schemas", {})
    return ReferencePage(
        title="The API",
        operations=operations,
        schemas=tuple(
            _schema(name, schemas[name]) for name in schemas if name in used or _is_part(name, schemas, used)
        ),
        statuses=(*problem_statuses().items(), (500, "A mistake of this program; nothing that was open is lost")),
    )


def _operation(path: str, method: str, described: dict[str, Any], server: str) -> Operation:
    parameters = tuple(
        Parameter(p["name"], p["in"], p.get("description", ""), p.get("required", False))
        for p in described.get("parameters", ())
    )
    return Operation(
        id=described["operationId"],
        method=method.upper(),
        path=path,
        summary=described.get("summary", ""),
        description=described.get("description", ""),
        parameters=parameters,
        outcomes=tuple(_outcome(status, found) for status, found in sorted(described["responses"].items())),
        curl=_curl(method, server + path.replace("{cluster_id}", "one" if method == "get" else "ID"), described),
    )


def _outcome(status: str, described: dict[str, Any]) -> Outcome:
    contents: dict[str, dict[str, Any]] = described.get("content", {})
    media_type, content = next(iter(contents.items()), ("", {}))
    schema = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    return Outcome(status, described.get("description", ""), media_type, schema or None)


def _curl(method: str, url: str, described: dict[str, Any]) -> str:
    if "requestBody" in described:
        return f"curl -F file=@kubernetes.tar.gz {url}"
    return f"curl {url}" if method == "get" else f"curl -X {method.upper()} {url}"


def _is_part(name: str, schemas: dict[str, Any], used: set[str | None]) -> bool:
    """Whether a schema is an item of a used one."""
    return any(f"schemas/{name}'" in str(schema) for used_name, schema in schemas.items() if used_name in used)


def _schema(name: str, described: dict[str, Any]) -> Schema:
    fields = tuple(
        SchemaField(field, _type(found), found.get("description", ""))
        for field, found in described["properties"].items()
    )
    return Schema(name, described.get("description", ""), fields)


def _type(described: dict[str, Any]) -> str:
    """A field's type in one or two words."""
    if "$ref" in described:
        return str(described["$ref"]).rpartition("/")[2]
    if "anyOf" in described:
        return " or ".join(_type(kind) for kind in described["anyOf"])
    if described.get("type") == "array":
        return f"array of {_type(described['items'])}"
    return str(described.get("type", "any"))
