// Sends one file with a progress bar, and shows a refusal where it happened: nothing that was open is lost.
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter(Boolean));
  return element;
};

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

const refuse = (box, { title, detail, remedy, member }) => {
  const refusal = make("div", { className: "refused", role: "alert" }, make("b", { textContent: title }));
  if (member) refusal.append(" ", make("code", { textContent: member, translate: false }));
  for (const text of [detail, remedy]) if (text) refusal.append(make("p", { textContent: text }));
  box.replaceChildren(refusal);
};

const readable = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

/** Posts the file to the API and goes to the page of what was opened. */
export function open(file) {
  const box = place();
  const bar = make("progress", { max: 1, value: 0, ariaLabel: `Sending ${file.name}` });
  const note = make("p", { className: "expect", textContent: `Sending ${file.name}, ${readable(file.size)}` });
  box.replaceChildren(bar, note);
  box.scrollIntoView({ block: "nearest" });

  const body = new FormData();
  body.append("file", file);
  const request = new XMLHttpRequest();
  request.upload.onprogress = ({ loaded, total }) => (bar.value = loaded / total);
  request.upload.onload = () => {
    bar.removeAttribute("value");
    note.textContent = `Reading ${file.name}`;
  };
  request.onload = () => {
    if (request.status === 201) return location.assign(request.response.url);
    const problem = request.response || {};
    refuse(box, { ...problem, title: problem.title || `The server answered ${request.status}` });
  };
  request.onerror = () =>
    refuse(box, {
      title: "The upload did not arrive",
      detail: `The connection ended while ${file.name} (${readable(file.size)}) was on its way.`,
      remedy: "Is it larger than an upload may be, or is the server gone? The file on your disk is untouched; try again.",
    });
  request.open("POST", "/api/v1/clusters");
  request.responseType = "json";
  request.send(body);
}
