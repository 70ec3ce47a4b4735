// Tokens, passwords and other secrets in a configuration's text → REDACTED, by their names and by what they look like. The
// collect command and the server's secrets.py know the same names. Texts are binary strings, as in pem.js.
import { cutData } from "./pem.js";

const REDACTED = "REDACTED";
const NAMES =
  "token|passw(?:or)?d|passphrase|secret|api[-_]?key|access[-_]?key|certificate[-_]?key|encryption[-_]?key" +
  "|private[-_]?key|credentials?|bearer|authorization|cookie|client-key-data";

/** A key or variable of such a name, up to where its value begins, perhaps on the next line. */
const named = (names) =>
  new RegExp(
    `(?<![\\w.-])([\\w.-]{0,80}(?:${names}))(\\\\?["'])?([ \\t]*[:=][ \\t]*)` +
      `(\\r?\\n[ \\t]+(?![ \\t]|- |#|\\?|["']?[\\w./-]+["']?:\\s))?(?=\\S)`,
    "gi",
  );
const FLAG = new RegExp(
  `(?<![\\w-])(--?(?:[\\w-]*(?:token|passw(?:or)?d|secret|secret-key|access-key|api-key|certificate-key)|user))` +
    `(["']?(?:=|\\s+(?:-\\s+)?|\\s*,\\s*)["']?)([^\\s"',\\]]+)`,
  "g",
);
/** An item of kubeadm's extraArgs: `- name: etcd-password`, and its value on the next line. */
const NAMED_VALUE = new RegExp(
  `(name:[ \\t]*["']?[\\w.-]{0,80}(?:${NAMES})["']?[ \\t\\r]*\\n[ \\t]*value:[ \\t]*)(\\S[^\\n]*)`,
  "gi",
);
const OBVIOUS = /\b[a-z0-9]{6}\.[a-z0-9]{16}\b|(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const USERINFO = /\/\/[^/?#\s"'@]*@/g;
const BARE_USERINFO = /(\bserver["']?:[ \t]*["']?)[^/?#\s"'@]+@/g;
const HARMLESS = /^(?:true|false|null|~|REDACTED)?$/i;

/** How a value that begins at `at` is written: what stands in front of it, it itself, and where it stops. */
const valueAt = (text, at, { column, inFlow, assigned }) => {
  const quote = /^\\?["']/.exec(text.slice(at, at + 2))?.[0];
  if (quote) return quoted(text, at, quote);
  if (assigned) return { before: "", after: "", stop: at + /^[^\s"'\\]*/.exec(text.slice(at, at + 4096))[0].length };
  if (text[at] === "{" || text[at] === "[") return null; // a mapping or a list: its own fields are looked at
  const plain = inFlow ? /[^,}\]\r\n]*/y : /[^\r\n]*/y;
  plain.lastIndex = at;
  const [rest] = plain.exec(text);
  const comment = rest.search(/[ \t]#/);
  const stop = at + (comment < 0 ? rest : rest.slice(0, comment)).trimEnd().length;
  return { before: "", after: "", stop: inFlow ? stop : deeper(text, stop, column) };
};

const quoted = (text, at, quote) => {
  let stop = at + quote.length;
  while (stop < text.length && !text.startsWith(quote, stop)) stop += text[stop] === "\\" && quote === '"' ? 2 : 1;
  while (quote === "'" && text[stop + 1] === "'") {
    stop = text.indexOf("'", stop + 2);
    if (stop < 0) stop = text.length;
  }
  return { before: quote, after: quote, stop: Math.min(stop + quote.length, text.length) };
};

/** Where the lines end that go on behind `stop`: those that are indented deeper than the name's column. */
const deeper = (text, stop, column) => {
  const line = /[^\n]*\n([ \t]*)(?=(\S?))/y;
  for (;;) {
    line.lastIndex = stop;
    const next = line.exec(text);
    if (!next || line.lastIndex >= text.length || (next[2] && next[1].length <= column)) return stop;
    const end = text.indexOf("\n", line.lastIndex);
    stop = end < 0 ? text.length : end - (text[end - 1] === "\r" ? 1 : 0);
    if (end < 0) return stop;
  }
};

/** Tells of ever later places in a text their column, and whether a `{` or `[` is open on their line. */
const placeIn = (text) => {
  let [seen, start, open] = [0, 0, 0];
  return (index) => {
    for (; seen < index; seen++) {
      const character = text[seen];
      if (character === "\n") [start, open] = [seen + 1, 0];
      else if (character === "{" || character === "[") open++;
      else if ((character === "}" || character === "]") && open) open--;
    }
    return { column: index - start, inFlow: open > 0 };
  };
};

/** A text in which each value of a name is replaced. `replace` gets the name and the value as written. */
const replaceNamed = (text, names, replace) => {
  const pattern = named(names);
  let result = "";
  let at = 0;
  const place = placeIn(text);
  for (let match; (match = pattern.exec(text)); ) {
    const from = match.index + match[0].length;
    const value = valueAt(text, from, { ...place(match.index), assigned: match[3].includes("=") });
    if (!value) continue;
    const written = text.slice(from + value.before.length, value.stop - value.after.length);
    const instead = replace(match[1], written);
    if (instead !== written) {
      result += text.slice(at, from) + value.before + instead + value.after;
      at = value.stop;
    }
    pattern.lastIndex = Math.max(value.stop, from);
  }
  return result + text.slice(at);
};

/** A configuration's text without tokens and passwords. `found` gets what was removed, by name. */
export const cutSecrets = (text, found) => {
  const blank = (name, value) => {
    if (HARMLESS.test(value.trim())) return value;
    if (/client-key-data$/i.test(name)) return cutData(value.replace(/^[|>][-+0-9]*\s/, ""), found);
    found.push(/^value$/i.test(name) ? "a variable's value" : `the value of ${name}`);
    return REDACTED;
  };
  // Any variable of a container or of an exec plugin may be a secret; kubeadm's extraArgs have values too, which are none.
  const variables = /kind["']?\s*:\s*["']?(?:Pod|Config)\b/.test(text) && /\benv["']?\s*:/.test(text);
  let cut = replaceNamed(text, variables ? `${NAMES}|\\bvalue` : NAMES, blank);
  cut = cut.replace(NAMED_VALUE, (whole, head, value) => (HARMLESS.test(value.trim()) ? whole : head + blank("value", value)));
  cut = cut.replace(FLAG, (whole, flag, between, value) => {
    if (value.startsWith("-") || HARMLESS.test(value) || (/^--?user$/.test(flag) && !value.includes(":"))) return whole;
    return flag + between + blank(flag, value);
  });
  cut = cut.replace(USERINFO, () => (found.push("a user and password in a URL"), "//"));
  cut = cut.replace(BARE_USERINFO, (_, head) => (found.push("a user and password in a URL"), head));
  return cut.replace(OBVIOUS, () => (found.push("a token"), REDACTED));
};
