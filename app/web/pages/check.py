"""Check your understanding: kubectl to kube-apiserver as questions, answered before the answer is shown."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from ...explain.questions import Question, asked_connection, questions
from ...model.words import Sentence
from ..beside import beside
from ..errors import NotFound
from .rendering import render
from .state import State, state_of
from .views import Label

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ChoiceView:
    id: str
    text: Sentence
    chosen: bool
    right: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """`answered`: whether something was chosen; only then `why`, and which choice is right, may be shown."""

    id: str
    text: Sentence
    choices: tuple[ChoiceView, ...]
    answered: bool
    why: Sentence


@dataclass(frozen=True, slots=True)
class CheckPage:
    """`right`: how many of the `answered` questions are answered as the tree has it; `hidden`: fields that go along."""

    label: Label
    map_href: str
    check_href: str
    files_href: str
    connection_href: str
    questions: tuple[QuestionView, ...]
    answered: int
    right: int
    hidden: tuple[tuple[str, str], ...]


@router.get("/clusters/{cluster_id}/check")
@beside
def check(request: Request, cluster_id: str) -> Response:
    """The questions; `?q=choice` for each that is answered. Nothing is kept."""
    state = state_of(request, cluster_id)
    asked = asked_connection(state.cluster)
    if asked is None:
        raise NotFound(
            "This upload has no connection from kubectl to kube-apiserver with both certificates.",
            remedy="Open a sample, or add a kubeconfig and /etc/kubernetes/pki to the tarball.",
        )
    given = {name: value for name, value in request.query_params.items() if name.startswith("q-")}
    found = tuple(_question(question, given) for question in questions(state.cluster, state.authorities))
    return render("check.html", _page(state, asked.id, found))


def _question(question: Question, given: dict[str, str]) -> QuestionView:
    chosen = given.get(f"q-{question.id}")
    known = chosen in {choice.id for choice in question.choices}
    choices = tuple(
        ChoiceView(choice.id, choice.text, choice.id == chosen, choice.id == question.answer_id)
        for choice in question.choices
    )
    return QuestionView(question.id, question.text, choices, known, question.why)


def _page(state: State, asked: str, found: tuple[QuestionView, ...]) -> CheckPage:
    links = state.links
    return CheckPage(
        label=Label("Check your understanding", state.opened.title),
        map_href=links.base(),
        check_href=links.check(),
        files_href=links.files(),
        connection_href=links.connection(asked),
        questions=found,
        answered=sum(question.answered for question in found),
        right=sum(choice.chosen and choice.right for question in found for choice in question.choices),
        hidden=(("clock", links.clock),) if links.clock else (),
    )
