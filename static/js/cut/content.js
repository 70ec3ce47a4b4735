// One file's content without its secrets, by what it is and never by its name. What the map does not read is emptied: it
// may be anything.
import { UnknownKind, publicHalf } from "./keys.js";
import { BIT_STRING, Malformed, SEQUENCE, expect, read } from "./der.js";
import { cutInside, cutPem, holdsPrivateKey, toBytes, toText } from "./pem.js";
import { cutSecrets } from "./secrets.js";

/** This content has a secret that cannot be cut out here; the message says why. */
export class CannotCut extends Error {}

/** The largest file whose content is read (the server's Bounds.member). */
export const MOST_BYTES = 1 << 20;

const KINDS = /^(?:Pod|Config|ConfigMap|KubeletConfiguration|KubeProxyConfiguration|(?:Cluster|Init|Join|Reset|Upgrade)Configuration)$/;
const SECRET_KINDS = /^(?:Secret|SecretList|EncryptionConfig(?:uration)?)$/;
const KUBELET = /^(?:KUBELET_KUBEADM_ARGS=|KUBELET_EXTRA_ARGS=|containerRuntimeEndpoint:)/;

const kindsOf = (text) => {
  const pattern = /^\s*\{/.test(text)
    ? /["']kind["']\s*:\s*["']([A-Za-z]+)/g
    : /(?:^|\n)(?:\xef\xbb\xbf)?[ \t-]*["']?kind["']?[ \t]*:[ \t]*["']?([A-Za-z]+)/g;
  return [...text.matchAll(pattern)].map((match) => match[1]);
};

/** The tags of the values inside of DER's outermost one, null where it is no SEQUENCE of whole values. */
const tagsOf = (bytes) => {
  try {
    const whole = expect(bytes, 0, bytes.length, SEQUENCE);
    const tags = [];
    for (let at = whole.start; at < whole.stop; ) {
      const value = read(bytes, at, whole.stop);
      tags.push(value.tag);
      at = value.stop;
    }
    return whole.stop === bytes.length && tags.length ? tags : null;
  } catch {
    return null;
  }
};

/** What may be sent of a DER file: certificates and public keys (they end in a BIT STRING), a private key's public half. */
const cutDer = (bytes, tags, found) => {
  if (tags[0] === SEQUENCE && tags.at(-1) === BIT_STRING) return bytes;
  try {
    const half = publicHalf(bytes);
    found.push("a private key, its public half in its place");
    return half;
  } catch (fault) {
    if (fault instanceof Malformed) return null;
    throw fault;
  }
};

/** `\u002d` and `\x2d` may hide a name or a key from all that looks at the text. */
const unescaped = (text) =>
  text.replace(/\\u00([2-7][0-9a-f])|\\x([2-7][0-9a-f])/gi, (_, u, x) => String.fromCharCode(parseInt(u || x, 16)));

const cutConfiguration = (text, found) => {
  const cut = cutInside(cutSecrets(text, found), found);
  const plain = unescaped(cut);
  if (holdsPrivateKey(cut) || (plain !== cut && cutInside(cutSecrets(plain, []), []) !== plain)) {
    throw new CannotCut("a secret is written here in a form that this page cannot cut");
  }
  return cut;
};

/**
 * The content that may be sent, and `found`: what was removed, a phrase for each. Throws CannotCut.
 */
export const cutContent = (bytes) => {
  const found = [];
  const nothing = (what) => ({ bytes: new Uint8Array(), found: [what] });
  if (!bytes.length) return { bytes, found };
  if (bytes.length > MOST_BYTES) return nothing("its content: more than 1 MiB, which the map does not read");
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { bytes: bytes.slice(0, 2), found: ["its content: UTF-16, which Kubernetes does not read"] };
  }
  try {
    const tags = tagsOf(bytes);
    if (tags) {
      const der = cutDer(bytes, tags, found);
      return der ? { bytes: der, found } : nothing("its content: DER that is no certificate and no public key");
    }
    const text = toText(bytes);
    const kinds = kindsOf(text);
    const secret = kinds.find((kind) => SECRET_KINDS.test(kind));
    if (secret) return nothing(`its content: ${secret}`);
    let cut = null;
    if (kinds.some((kind) => KINDS.test(kind)) || KUBELET.test(text)) cut = cutConfiguration(text, found);
    else if (text.includes("-----BEGIN ") && !kinds.length) cut = cutPem(text, found);
    if (cut === null) return nothing("its content: nothing that the map reads");
    if (holdsPrivateKey(cut)) throw new CannotCut("a private key stands here in a form that this page cannot cut");
    return { bytes: found.length ? toBytes(cut) : bytes, found };
  } catch (fault) {
    if (fault instanceof UnknownKind) throw new CannotCut(`a private key (${fault.message}) whose public half this page cannot compute`);
    throw fault;
  }
};
