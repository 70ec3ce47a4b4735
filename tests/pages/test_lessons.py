"""A lesson on the page: begun, played, undone, copied, gone on with elsewhere; all by forms and links alone."""

import html
import re

import pytest
from starlette.testclient import TestClient

from app.lessons import LESSONS, Lesson
from app.web.pages.lessons.playing import _PROMPT
from tests.pages.conftest import TREES, upload

HTML = {"accept": "text/html"}


def begun(client: TestClient, cluster: str = "ha2", **fields: str) -> str:
    """The path of a new play."""
    answer = client.post("/plays", data={"cluster": cluster, "lesson": "third-name", **fields})
    assert answer.status_code == 303, answer.text
    found: str = answer.headers["location"]
    return found


def typed(client: TestClient, play: str, line: str, **more: str) -> str:
    """The page after a line."""
    answer = client.post(play, data={"command": line, **more})
    assert answer.status_code == 303
    return html.unescape(client.get(answer.headers["location"]).text)


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda one: one.id)
def test_the_command_at_the_prompt_leads_through_the_whole_lesson(client: TestClient, lesson: Lesson) -> None:
    """Whoever presses Run again and again reaches every step; an hour of it takes forty commands at most."""
    play = begun(client, lesson.sample, lesson=lesson.id)
    page = html.unescape(client.get(play).text)
    for _ in range(60):
        command = re.search(r'name="command" value="([^"]*)"', client.get(play).text)
        if command is None or not command[1]:
            break
        page = typed(client, play, html.unescape(command[1]))
    assert f"{len(lesson.steps)} of {len(lesson.steps)} reached" in page and "Every step is reached" in page


def test_programs_find_their_way_on_the_page(client: TestClient) -> None:
    """Terminal, field, output, hosts and steps are marked (docs/lessons.md); a step's state follows what was typed."""
    play = begun(client, "ha2")
    page = client.get(play).text
    assert re.search(r'<form [^>]*data-terminal [^>]*method="post".*?<input [^>]*name="command"', page, re.DOTALL)
    assert re.findall(r'data-host="([^"]*)"', page) == ["cp1", "cp2", "laptop"]
    steps = LESSONS["third-name"].steps
    found = dict(re.findall(r'data-step="([^"]*)" data-state="([^"]*)"', page))
    assert list(found) == [step.id for step in steps]
    assert found["need"] == "reached" and found["address"] == "current" and found[steps[2].id] == "open"
    after = typed(client, play, "echo '192.168.56.10 hostname3' >> /etc/hosts")
    assert "hostname3" in after.partition("data-terminal-output")[2].partition("<form")[0]
    assert 'data-step="address" data-state="reached"' in after
    assert 'data-step="address" data-state="reached"' not in typed(client, play, "sed -i /hostname3/d /etc/hosts")


def test_the_picture_of_a_lesson_is_drawn_by_its_own_template(client: TestClient) -> None:
    """Cards say what runs, before and after; a lesson about no name has none on its sheet."""
    play = begun(client, "one", lesson="expired", step="answers")
    assert "runs" in client.get(play).text.split('id="scene"')[1] and "does not start" in client.get(play).text
    before = client.get(f"{play}?before=1").text.split('id="scene"')[1]
    assert "Before the lesson" in before and "runs" not in before.replace("does not run", "")
    assert "hostname3" not in client.get(f"{play}/sheet").text


def test_undo_takes_a_command_back_and_redo_plays_it_again(client: TestClient) -> None:
    """Files, steps and screen follow; reset begins anew."""
    play = begun(client)
    assert "2 of 11 reached" in typed(client, play, "echo '192.168.56.10 hostname3' >> /etc/hosts")
    assert "1 of 11 reached" in typed(client, play, "", do="undo")
    assert "2 of 11 reached" in typed(client, play, "", do="redo")
    page = typed(client, play, "", do="reset")
    assert "1 of 11 reached" in page and "/etc/hosts</code>" not in page.split('id="log"')[1].split("<form")[0]


def test_another_browser_gets_a_copy_and_cannot_type_into_the_first(client: TestClient) -> None:
    """Opening a link leads to a play of one's own with the same commands; a command to the other's is refused."""
    play = begun(client)
    typed(client, play, "echo mine > /root/note")
    client.cookies.clear()
    assert client.post(play, data={"command": "rm -rf /etc"}).status_code == 403
    copied = client.get(play)
    assert copied.status_code == 303 and copied.headers["location"].partition("?")[0] != play
    other = copied.headers["location"].partition("?")[0]
    assert "echo mine" in html.unescape(client.get(other).text)
    typed(client, other, "rm /root/note")
    client.cookies.clear()
    without = client.get(f"{other}?copy=1")
    assert without.status_code == 403 and "cookie" in without.text


def test_a_browser_that_kept_the_commands_goes_on(client: TestClient) -> None:
    """A play that is not here answers 410; the same commands sent again lead to the same state."""
    assert client.get("/plays/nosuchplay").status_code == 410
    play = begun(client, commands='[["cp1", "echo 192.168.56.10 hostname3 >> /etc/hosts"]]')
    assert "2 of 11 reached" in client.get(play).text
    assert client.post("/plays", data={"cluster": "ha2", "lesson": "third-name", "commands": "{"}).status_code == 400


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"name": "no name; rm -rf /"}, "neither"),
        ({"name": "-x"}, "neither"),
        ({"lesson": "nosuch"}, "no lesson"),
        ({"cluster": "wrong"}, "does not start"),
        ({"clock": "noon"}, "moment"),
    ],
)
def test_what_cannot_begin_says_why(client: TestClient, fields: dict[str, str], word: str) -> None:
    """A name that is none, a lesson or a cluster that will not do: refused with a reason."""
    answer = client.post("/plays", data={"cluster": "ha2", "lesson": "third-name", **fields})
    assert 400 <= answer.status_code < 500 and word in html.unescape(answer.text)


def test_a_worker_alone_is_told_before_anything_is_begun(client: TestClient) -> None:
    """The page of the lessons says why not, and leads to the sample."""
    path = upload(client, (TREES / "kubeadm-1.37-worker-only.tar.gz").read_bytes())
    page = client.get(f"{path}/lessons").text
    assert "no control-plane node" in page and 'href="/clusters/ha2/lessons#third-name"' in page
    begins_on = re.findall(r'name="cluster" value="([^"]*)"', page)
    assert begins_on == [lesson.sample for lesson in LESSONS.values()]
    assert "Not on this cluster" not in client.get("/clusters/ha2/lessons").text


def test_a_bare_pki_folder_is_completed_and_says_so(client: TestClient, pki_only: str) -> None:
    """Before it begins and on its first screen, with the files; the map lacks what it lacked. A sample says nothing."""
    assert "data-completed" in client.get(f"{pki_only}/lessons").text
    page = client.get(begun(client, pki_only.rsplit("/", 1)[1])).text
    made = page.split("data-made")[1].split("</details>")[0]
    assert "made for the simulation" in made and "/etc/kubernetes/admin.conf" in made and made.count("<li>") == 16
    assert "admin.conf" not in client.get(f"{pki_only}/files").text
    assert "data-completed" not in client.get("/clusters/ha2/lessons").text
    assert "data-made" not in client.get(begun(client)).text


def test_a_tree_that_has_expired_offers_a_clock(client: TestClient) -> None:
    """A link to the moment when it was in date, at which the lesson begins; before that it is refused."""
    path = upload(client, (TREES / "kubeadm-1.37-ha2.tar.gz").read_bytes())
    page = client.get(f"{path}/lessons?clock=2029-01-01T00:00:00Z").text
    offered = page.split("data-in-date")[1].split("</p>")[0]
    href = html.unescape(re.findall(r'href="([^"]*)"', offered)[0])
    then = client.get(href).text
    assert "data-in-date" not in then
    clock = re.findall(r'name="clock" value="([^"]*)"', then)[0]
    assert "reached" in client.get(begun(client, path.rsplit("/", 1)[1], clock=clock)).text
    late = {"cluster": path.rsplit("/", 1)[1], "lesson": "third-name", "clock": "2029-01-01T00:00:00Z"}
    assert client.post("/plays", data=late).status_code == 400


def test_an_upload_is_practised_on_its_twin_and_forgotten_with_it(client: TestClient) -> None:
    """The same lesson on an uploaded tarball; when that is deleted, so is the play."""
    path = upload(client, (TREES / "kubeadm-1.37-ha2.tar.gz").read_bytes())
    play = begun(client, path.rsplit("/", 1)[1])
    assert "reached" in client.get(play).text
    client.post(f"{path}/delete")
    assert client.get(play).status_code == 410


def test_a_step_can_be_begun_at(client: TestClient) -> None:
    """The steps before it are played."""
    page = client.get(begun(client, step="in-turn")).text
    assert "7 of 11 reached" in page


def test_the_editor_saves_what_the_shell_then_sees(client: TestClient) -> None:
    """vi opens the file's text; saving writes it; an END in it does not end it early."""
    play = begun(client)
    assert "Editing" in typed(client, play, "vi note.txt")
    page = typed(client, play, "", do="save", saves="cat > /root/note.txt", text="one\r\nEND\r\ntwo")
    assert "Editing" not in page
    assert "one\nEND\ntwo" in typed(client, play, "cat note.txt | tee copy")


def test_kubectl_edit_opens_the_same_editor(client: TestClient) -> None:
    """What the form sends back is the command that saves: the ConfigMap is changed."""
    play = begun(client)
    typed(client, play, "kubectl -n kube-system edit cm kubeadm-config")
    page = client.get(play).text
    saves = html.unescape(re.findall(r'name="saves" value="([^"]*)"', page)[0])
    text = html.unescape(re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)[0])
    changed = text.replace("      - hostname2", "      - hostname2\n      - hostname3")
    assert "configmap/kubeadm-config edited" in typed(client, play, "", do="save", saves=saves, text=changed)
    shown = "kubectl -n kube-system get cm kubeadm-config -o yaml | grep -c hostname3"
    assert re.search(r">1\s*<", typed(client, play, shown))


def test_output_is_text_whatever_it_says(client: TestClient) -> None:
    """Marks in output are shown, never acted on; control characters stand as their code points."""
    play = begun(client)
    client.post(play, data={"command": "echo '<script>alert(1)</script>'; printf '\\033[31mred'"})
    page = client.get(play).text
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert "\x1b" not in page


@pytest.mark.parametrize(
    ("pasted", "command"),
    [
        ("$ ls", "ls"),
        ("root@cp1:~# ls -l", "ls -l"),
        ("cp1:/tmp# pwd", "pwd"),
        ("echo '$ 5'", "echo '$ 5'"),
        ("# a", "# a"),
    ],
)
def test_a_pasted_prompt_is_cut(pasted: str, command: str) -> None:
    """What stands before a command in a transcript goes; what only looks like it stays."""
    assert _PROMPT.sub("", pasted) == command


def test_paper_never_says_rm_and_certificates_stand_side_by_side(client: TestClient) -> None:
    """The sheet has the commands for the learner's own name; the new name is marked in the new certificate alone."""
    play = begun(client, name="api.example.org", step="in-turn")
    sheet = html.unescape(client.get(f"{play}/sheet").text)
    assert "https://api.example.org:6443" in sheet and not re.search(r"\brm\b", sheet.split("<ol>")[1])
    marked = re.findall(r"<mark>([^<]*)</mark>", client.get(f"{play}/certificates").text)
    assert any("DNS:api.example.org" in line for line in marked)
    fresh = begun(client)
    assert "The same certificate" in client.get(f"{fresh}/certificates").text


def test_more_than_a_play_takes_is_refused_and_nothing_is_lost(client: TestClient) -> None:
    """Too much text gets a sentence; what was typed before is still there."""
    play = begun(client)
    typed(client, play, "echo kept > note")
    assert client.post(play, data={"command": "echo " + "x" * 70_000}).status_code == 400
    assert "echo kept" in html.unescape(client.get(play).text)


def test_tab_completes_by_what_is_there(client: TestClient) -> None:
    """A file's name in the tab's folder, then what several have in common; another browser gets nothing."""
    play = begun(client)
    typed(client, play, "echo > only-one.txt")
    found = client.post(f"{play}/completions", data={"command": "cat onl", "cursor": "7"}).json()
    assert (found["start"], found["insert"]) == (4, "only-one.txt ")
    several = client.post(f"{play}/completions", data={"command": "ls /etc/kubernetes/pki/apis"}).json()
    assert len(several["labels"]) > 1 and several["insert"].endswith("/apiserver")
    nothing = client.post(f"{play}/completions", data={"command": "cat nosuch", "cursor": "nonsense"}).json()
    assert nothing["labels"] == [] and nothing["insert"] == "nosuch"
    client.cookies.clear()
    assert client.post(f"{play}/completions", data={"command": "cat onl"}).status_code == 403
    assert client.post("/plays/nosuchplay/completions", data={"command": "c"}).status_code == 410


def test_lines_that_decide_carry_letters_that_stand_in_the_picture(client: TestClient) -> None:
    """Of the last command: fail and ok each have one, at the server that answered and in a caption; older output and
    the picture of before have none.
    """
    play = begun(client, step="in-turn")
    dial = "kubectl -s https://hostname3:6443 get nodes"
    page = typed(client, play, f"for i in 1 2 3 4; do {dial} >/dev/null && echo ok || echo fail; done")
    lines = dict(re.findall(r'<span class="keyed">(fail|ok) <kbd class="key">(\w)</kbd>', page))
    boxes = dict(
        re.findall(r"kube-apiserver</b>.*?>(cp\d)[^<]*</span><span class=\"letters\"><kbd class=\"key\">(\w)", page)
    )
    assert lines["ok"] == boxes["cp1"] != lines["fail"] == boxes["cp2"]
    assert (
        f'<kbd class="key">{lines["fail"]}</kbd><span><code translate="no">cp2</code> answered: its certificate lacks'
        in page
    )
    assert "captions" not in client.get(f"{play}?before=1").text
    assert 'class="key"' not in typed(client, play, "true")


def test_on_a_phone_all_that_the_bar_leaves_out_stands_in_the_hints_sheet(client: TestClient) -> None:
    """Another hint, the solution, redo, reset and the way back; without a hint there is no sheet."""
    play = begun(client)
    assert 'class="helps"' not in client.get(play).text
    sheet = client.get(f"{play}?hints=1").text.partition('class="helps"')[2].partition("</section>")[0]
    for words in ("Another hint", "Show solution", 'value="redo"', 'value="reset"', "Close"):
        assert words in sheet
