// Files that were dropped or chosen: their secrets are cut out, then they are sent, with a progress bar. A refusal is shown
// where it happened: nothing that was open is lost, and nothing is sent that could not be cut, unless the person says so.
import { cut, pack } from "./cut/cut.js";
import { CannotRead, TooLarge } from "./cut/errors.js";
import { UPLOAD } from "./cut/limits.js";
import { sourcesOf } from "./cut/sources.js";
import { WrongFile } from "./cut/wrong.js";
import { remember } from "./removed.js";

const SHOWN = 8; // of the files that could not be cut

const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter(Boolean));
  return element;
};
const paragraph = (...content) => make("p", {}, ...content);
const code = (text) => make("code", { textContent: text, translate: false });

/** Where the progress and a refusal stand: in the form if the page has one, else on top of what is shown. */
const place = () => {
  const old = document.getElementById("sending");
  if (old) return old;
  const box = make("div", { id: "sending" });
  const form = document.querySelector("[data-upload]");
  if (form) form.after(box);
  else (document.getElementById("panel") || document.querySelector("main")).prepend(box);
  return box;
};

const refuse = (box, title, ...content) => {
  box.replaceChildren(make("div", { className: "refused", role: "alert" }, make("b", { textContent: title }), ...content));
  box.scrollIntoView({ block: "nearest" });
};

const readable = (bytes) => (bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`);

/** A bar and a line under it; returns what moves them. */
const progress = (box) => {
  const bar = make("progress", { max: 1, ariaLabel: "Progress" });
  const note = make("p", { className: "expect" });
  box.replaceChildren(bar, note);
  box.scrollIntoView({ block: "nearest" });
  return (text, part) => {
    note.textContent = text;
    if (part === undefined) bar.removeAttribute("value");
    else bar.value = part;
  };
};

/** Posts a blob to the API and goes to the page of what was opened. `removed`: what was cut, null where nothing was looked at. */
const send = (box, name, blob, removed) => {
  if (blob.size > UPLOAD) return tooLarge(box, name, `It has more than ${UPLOAD >> 20} MiB.`);
  const show = progress(box);
  show(`Sending ${name}, ${readable(blob.size)}`, 0);
  const body = new FormData();
  body.append("file", blob, name);
  const request = new XMLHttpRequest();
  request.upload.onprogress = ({ loaded, total }) => show(`Sending ${name}, ${readable(blob.size)}`, loaded / total);
  request.upload.onload = () => show(`Reading ${name}`);
  request.onload = () => {
    const answer = request.response || {};
    if (request.status === 201) {
      if (removed) remember(answer.id, removed);
      return location.assign(answer.url);
    }
    const { title, detail, remedy, member } = answer;
    refuse(
      box,
      title || `The server answered ${request.status}`,
      member && " ",
      member && code(member),
      detail && paragraph(detail),
      remedy && paragraph(remedy),
    );
  };
  request.onerror = () =>
    refuse(
      box,
      "The upload did not arrive",
      paragraph(`The connection ended while ${name} (${readable(blob.size)}) was on its way.`),
      paragraph("Is the server gone? The file on your disk is untouched; try again."),
    );
  request.open("POST", "/api/v1/clusters");
  request.responseType = "json";
  request.send(body);
};

const tooLarge = (box, name, why) =>
  refuse(
    box,
    "Too large for this server: nothing was sent",
    " ",
    code(name),
    paragraph(why),
    paragraph("Pack only /etc/kubernetes, /var/lib/kubelet/pki and /var/lib/kubelet/config.yaml, or open it on your own machine, where the limits are higher: ", code("kubepki inspect FILE")),
  );

const offer = (...buttons) =>
  make("p", { className: "ways" }, ...buttons.map(([textContent, onclick]) =>
    make("button", { type: "button", className: "btn sm", textContent, onclick })));

const theCommand = () =>
  paragraph("On the node, ", make("a", { href: "/open#command", textContent: "this command" }), " packs all of it without private keys, tokens and passwords.");

/** Some files hold secrets that cannot be cut here. */
const refuseKept = (box, name, { members, given, removed, kept }, file) => {
  const list = make("ul", {}, ...kept.slice(0, SHOWN).map(({ path, why }) => make("li", {}, code(path), `: ${why}`)));
  if (kept.length > SHOWN) list.append(make("li", { textContent: `and ${kept.length - SHOWN} more` }));
  const left = kept.map(({ path, why }) => ({ path, what: [`left out: ${why}`] }));
  const one = kept.length === 1;
  refuse(
    box,
    `Nothing was sent: ${one ? "a file holds a secret" : `${kept.length} files hold secrets`} that cannot be cut out here`,
    list,
    theCommand(),
    offer(
      members.length && [`Send the rest without ${one ? "it" : "them"}`, () => deliver(box, name, members, [...removed, ...left])],
      ["Send it as it is", () => (file ? send(box, name, file, null) : deliver(box, name, given, null))],
    ),
  );
};

const deliver = (box, name, members, removed) => explained(box, name, null, async () => send(box, name, await pack(members), removed));

/** Does some work, and says what kept it from being done. */
const explained = async (box, name, file, work) => {
  try {
    await work();
  } catch (fault) {
    if (fault instanceof TooLarge) return tooLarge(box, name, fault.message);
    if (fault instanceof WrongFile) {
      const what = paragraph(fault.message);
      return refuse(box, "Nothing was sent", " ", code(name), what, fault.remedy ? paragraph(fault.remedy) : theCommand());
    }
    refuse(
      box,
      "Nothing was sent: this page cannot cut the keys out of",
      " ",
      code(name),
      paragraph(fault instanceof CannotRead ? fault.message : `Something unexpected stands in it (${fault.message}).`),
      theCommand(),
      file && offer(["Send it as it is", () => send(box, name, file, null)]),
    );
  }
};

/** Opens what was dropped or chosen: File and FileSystemEntry objects. */
export const open = async (given) => {
  if (!given.length) return;
  const box = place();
  const show = progress(box);
  const file = given.length === 1 && given[0] instanceof File ? given[0] : null;
  const name = given.length === 1 ? given[0].name : `${given.length} files`;
  show(`Reading ${name}`);
  await explained(box, name, file, async () => {
    const sources = await sourcesOf(given);
    if (!sources.length) throw new CannotRead("There is no file in it.");
    const outcome = await cut(sources, (word, done, all) => show(`${word}: ${done} of ${all} files. Nothing is sent yet.`, done / all));
    if (outcome.kept.length) refuseKept(box, name, outcome, file);
    else send(box, name, await pack(outcome.members), outcome.removed);
  });
};
