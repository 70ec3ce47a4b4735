"""A bare FastAPI and Jinja2 page of about a given size, on the server that kubepki runs on: `python -m tests.bench.bare
SIZE` prints its address.
"""

import sys

import uvicorn
from fastapi import FastAPI, Request, Response
from jinja2 import DictLoader, Environment
from starlette.templating import Jinja2Templates

from app.web.protocol import PunctualProtocol
from app.web.serving import bind, settle

PAGE = """<!doctype html><title>{{ title }}</title><ul>
{% for row in rows %}
<li><a href="{{ row.href }}" data-connection="{{ row.id }}"><span>{{ row.text }}</span> <i>{{ row.note }}</i></a></li>
{% endfor %}
</ul>"""
ROW = {
    "id": "kubelet@worker1->kube-apiserver@cp1",
    "href": "/clusters/one/connections/kubelet@worker1->kube-apiserver@cp1",
    "text": "kubelet to kube-apiserver",
    "note": "worker1 to cp1",
}
"""A row of kubepki's own list of connections."""


def application(size: int) -> FastAPI:
    """One page with as many rows as make it at least `size` bytes."""
    templates = Jinja2Templates(env=Environment(loader=DictLoader({"page.html": PAGE}), autoescape=True))
    empty, one = (len(templates.env.get_template("page.html").render(title="bare", rows=[ROW] * n)) for n in (0, 1))
    rows = [ROW] * -(-(size - empty) // (one - empty))
    app = FastAPI()

    @app.get("/page")
    async def page(request: Request) -> Response:
        return templates.TemplateResponse(request, "page.html", {"title": "bare", "rows": rows})

    return app


if __name__ == "__main__":
    listening = bind("127.0.0.1", 0)
    print(f"http://127.0.0.1:{listening.getsockname()[1]}/", flush=True)
    made = application(int(sys.argv[1]))
    settle()
    configuration = uvicorn.Config(
        made, http=PunctualProtocol, ws="none", log_config=None, access_log=False, server_header=False
    )
    uvicorn.Server(configuration).run(sockets=[listening])
