// Private keys in PEM, and in base64 of PEM, replaced by their public halves. The server's pem.py and halves.py do the same.
//
// Texts are "binary strings" here, a character per byte: no byte is lost whatever the encoding, and atob and btoa use them.
import { Malformed, SEQUENCE, INTEGER, expect } from "./der.js";
import { publicHalf } from "./keys.js";

const BLOCK =
  /-----BEGIN ([A-Z0-9 ]{1,64})-----[ \t]*\r?\n((?:[ \t]*[A-Za-z0-9-]{1,64}:[^\n]{0,512}\n){0,8})([^-]*)-----END \1-----/g;

/** In a text that holds a key, only this is left outside of its blocks: `openssl rsa -text` prints the key there. */
const FRAME = /^\xef\xbb\xbf|-----(?:BEGIN|END) [A-Z0-9 ]{1,64}-----|\s+/g;

const KEY_IN_WORDS = /PRIVATE KEY|private-?key:|priv(?:ate)?(?:exponent)?:/i;
const HARMLESS = /CERTIFICATE$|PUBLIC KEY$|^(?:CERTIFICATE REQUEST|NEW CERTIFICATE REQUEST|X509 CRL|(?:EC|DH) PARAMETERS)$/;

/** `throw-away`: what a block holds whose key is gone and has no public half that could be told. */
export const NOTHING = btoa("throw-away");
const EMPTIED = new RegExp(`-----BEGIN ([A-Z0-9 ]*)-----\\s*${NOTHING}(?:\\s*-----END \\1-----)?`, "g");

/** `PRIVATE` in base64, by where in a group of three bytes it begins. */
const IN_BASE64 = /UFJJVkFURS|BSSVZBVEUg|QUklWQVRFI/;

export const toBytes = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0));
export const toText = (bytes) => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
};

/** Whether a private key stands in a text, in base64 or not. Blocks that this module emptied do not count. */
export const holdsPrivateKey = (text) => {
  const rest = text.replace(EMPTIED, "");
  return rest.includes("PRIVATE KEY") || (IN_BASE64.test(rest.replace(/[\s\\]/g, "")) && !onlyEmptied(rest));
};

/** Whether each base64 of `PRIVATE` is that of an emptied block: in a kubeconfig an encrypted key leaves one. */
const onlyEmptied = (text) => {
  const others = text.replace(/[A-Za-z0-9+/]{24,}={0,2}/g, (run) => {
    const inside = decoded(run);
    return inside?.includes("PRIVATE") && !holdsPrivateKey(inside) ? "" : run;
  });
  return !IN_BASE64.test(others.replace(/[\s\\]/g, ""));
};

export const decoded = (base64) => {
  try {
    return atob(base64.replace(/[\s\\]/g, ""));
  } catch {
    return null;
  }
};

const lines = (data) => data.replace(/.{64}(?=.)/g, "$&\n");
const block = (label, base64) => `-----BEGIN ${label}-----\n${lines(base64)}\n-----END ${label}-----`;

/** One block without its key. `found` gets what was removed. */
const cutBlock = (whole, label, headers, body, found) => {
  const data = decoded(body);
  const secret = label.endsWith("PRIVATE KEY");
  if (!secret && HARMLESS.test(label) && !(data && isPrivateKey(toBytes(data)))) return whole;
  if (!secret) {
    found.push(`a block labelled ${label}, emptied`);
    return block(label, NOTHING);
  }
  if (label.startsWith("ENCRYPTED ") || headers.includes("ENCRYPTED")) {
    found.push("an encrypted private key");
    return block("ENCRYPTED PRIVATE KEY", NOTHING);
  }
  try {
    const half = publicHalf(toBytes(data ?? ""));
    found.push("a private key, its public half in its place");
    return block("PUBLIC KEY", btoa(toText(half)));
  } catch (fault) {
    if (!(fault instanceof Malformed)) throw fault;
    found.push("a damaged private key");
    return block(label, NOTHING);
  }
};

/** Whether DER begins as private keys do (a certificate, a request and a public key begin with another SEQUENCE). */
export const isPrivateKey = (bytes) => {
  try {
    const whole = expect(bytes, 0, bytes.length, SEQUENCE);
    expect(bytes, whole.start, whole.stop, INTEGER);
    return true;
  } catch {
    return false;
  }
};

/** What is left of a text outside of whole blocks: lines that begin or end a block, so that the damage can be told. */
const frame = (part) => {
  if (!part.trim()) return part;
  const kept = (part.match(FRAME) || []).map((piece) => {
    if (!piece.includes("PRIVATE KEY")) return piece;
    return piece.includes("BEGIN") ? `${piece}\n${NOTHING}` : "";
  });
  const lines = kept.join("").split("\n");
  return lines.filter((line, number) => line.trim() || !number || number === lines.length - 1).join("\n");
};

/** A PEM file's text without private keys. `found` gets what was removed. Throws keys.UnknownKind. */
export const cutPem = (text, found) => {
  const holdsKey = KEY_IN_WORDS.test(text);
  const before = found.length;
  const outside = (part) => (holdsKey ? frame(part) : part);
  let result = "";
  let at = 0;
  for (const match of text.matchAll(BLOCK)) {
    const [whole, label, headers, body] = match;
    result += outside(text.slice(at, match.index)) + cutBlock(whole, label, headers, body, found);
    at = match.index + whole.length;
  }
  result += outside(text.slice(at));
  if (holdsKey && found.length === before) found.push("a private key that is not whole");
  return result;
};

/** Base64 of PEM (`client-key-data`) without private keys; what cannot be read is emptied. */
export const cutData = (base64, found) => {
  const text = decoded(base64);
  if (text === null || !text.includes("-----BEGIN ")) {
    found.push("data that is no PEM, in a place for a private key");
    return NOTHING;
  }
  const before = found.length;
  const cut = cutPem(text, found);
  return found.length === before ? base64 : btoa(cut);
};

/** A configuration's text: keys in PEM inside of it (indented, or with `\n` in a JSON string), and in base64 of PEM. */
export const cutInside = (text, found) => {
  const raw = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----(\\n|[ \t]*\r?\n)([^-]*)-----END \1-----/g;
  const halves = text.replace(raw, (whole, label, newline, body, at) => {
    const line = text.slice(text.lastIndexOf("\n", at) + 1, at);
    const indent = newline === "\\n" ? "\\n" : "\n" + line.slice(line.trimEnd().length);
    const cut = cutPem(`-----BEGIN ${label}-----\n${body.replace(/\\[nr]/g, "\n")}-----END ${label}-----`, found);
    return cut.replace(/\n/g, indent);
  });
  return halves.replace(/[A-Za-z0-9+/]{64,}={0,2}/g, (run) => {
    const inside = IN_BASE64.test(run) && decoded(run);
    return inside && holdsPrivateKey(inside) ? cutData(run, found) : run;
  });
};
