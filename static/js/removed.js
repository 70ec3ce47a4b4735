// What the browser cut out of an upload before it was sent: noted for this tab, and listed on the page of what was opened.
const key = (id) => `removed:${id}`;

/** Notes the list for a cluster. A browser that stores nothing shows no list; nothing else depends on it. */
export const remember = (id, removed) => {
  try {
    sessionStorage.setItem(key(id), JSON.stringify(removed));
  } catch {}
};

const count = (number, one, many) => (number ? `${number} ${number === 1 ? one : many}` : "");

/** `[{path, what}]` in a sentence. */
export const summary = (removed) => {
  const all = removed.flatMap(({ what }) => what);
  const contents = all.filter((what) => /^its content|left out/.test(what)).length;
  const keys = all.filter((what) => /private key|for a private key/.test(what) && !/^left out/.test(what)).length;
  const parts = [
    count(keys, "private key", "private keys"),
    count(all.length - keys - contents, "other secret", "other secrets"),
    count(contents, "file emptied or left out", "files emptied or left out"),
  ];
  return parts.filter(Boolean).join(", ");
};

const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** Fills the place on the page with the list, if this tab sent what is shown: for each kind of thing, the files. */
export const show = (place) => {
  const removed = JSON.parse(sessionStorage.getItem(key(place.dataset.removed)));
  const head = summary(removed);
  if (!head) {
    place.replaceChildren(make("p", { className: "expect", textContent: "Your browser found no private key, token or password to cut out." }));
    return;
  }
  const paths = new Map();
  for (const { path, what } of removed) for (const thing of what) paths.set(thing, [...(paths.get(thing) || []), path]);
  const lists = [...paths].flatMap(([thing, files]) => [
    make("p", { className: "expect", textContent: `${thing[0].toUpperCase()}${thing.slice(1)}:` }),
    make("ul", {}, ...files.map((path) => make("li", {}, make("code", { textContent: path, translate: false })))),
  ]);
  const title = make("summary", { textContent: `Cut out in your browser: ${head}` });
  place.replaceChildren(make("details", { className: "fold-list" }, title, ...lists));
};
