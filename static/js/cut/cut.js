// Files as a person gave them → one .tar.gz without private keys, tokens and passwords, and the list of what was removed.
import { CannotCut, cutContent } from "./content.js";
import { CannotRead, TooLarge } from "./errors.js";
import { MEMBER, MEMBERS, RAW, UPLOAD } from "./limits.js";
import { toBytes, toText } from "./pem.js";
import { gzip, inflate } from "./streams.js";
import { isTar, newMember, readTar, writeTar } from "./tar.js";
import { nothingIn, wrongFile } from "./wrong.js";
import { isZip, readZip } from "./zip.js";

const PAUSE_AFTER = 16; // ms: a frame
const ARCHIVE = /(?:\.tar)?(?:\.t?gz|\.tar|\.zip)$/i;

const utf8 = (text) => toText(new TextEncoder().encode(text));
const readable = (name) => new TextDecoder().decode(toBytes(name));
const pause = () => new Promise((resolve) => setTimeout(resolve));

/** The members of an archive; null where it is none. */
const unpacked = async (bytes) => {
  if (isZip(bytes)) return readZip(bytes);
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const raw = zipped ? await inflate(bytes, "gzip") : bytes;
  if (isTar(raw)) return readTar(raw);
  if (zipped) throw new CannotRead("It is a gzip file, but no tar archive is in it.");
  return null;
};

/** The members of all that was given. Several archives stay apart, each in a folder of its own name. */
const gather = async (sources, tell, missed) => {
  const members = [];
  let total = 0;
  for (const [number, { path, file }] of sources.entries()) {
    tell("Reading", number, sources.length);
    const alone = sources.length === 1;
    const archive = alone || ARCHIVE.test(path);
    if (archive && file.size > RAW) throw new TooLarge(`${path} has more than ${RAW >> 20} MiB.`);
    let bytes = new Uint8Array();
    try {
      if (archive || file.size <= MEMBER) bytes = await bytesOf(path, file);
    } catch (fault) {
      if (alone) throw fault;
      missed.push({ path, what: ["could not be read on your machine (root's only?): left out"] });
      continue;
    }
    let inside = null;
    try {
      inside = archive && (await unpacked(bytes));
    } catch (fault) {
      if (alone || !(fault instanceof CannotRead)) throw fault;
      missed.push({ path, what: [`left out: ${fault.message}`] });
      continue;
    }
    if (inside) members.push(...(alone ? inside : inFolder(path.replace(ARCHIVE, ""), inside)));
    else members.push(newMember(utf8(path), bytes));
    total += inside ? inside.reduce((sum, { data }) => sum + data.length, 0) : bytes.length;
    if (total > RAW) throw new TooLarge(`Unpacked, it has more than ${RAW >> 20} MiB.`);
    if (members.length > MEMBERS) throw new TooLarge(`It holds more than ${MEMBERS} files and folders.`);
  }
  return members;
};

const bytesOf = async (path, file) => {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new CannotRead(`${path} could not be read: is it root's only? The command asks for sudo.`);
  }
};

const isArchive = ({ data }) => isZip(data) || (data[0] === 0x1f && data[1] === 0x8b) || isTar(data);

const inFolder = (folder, members) =>
  members.map((one) => ({
    ...one,
    name: `${utf8(folder)}/${one.name}`,
    target: one.type === "1" ? `${utf8(folder)}/${one.target}` : one.target,
  }));

/**
 * Cuts what was given: `{members, given, removed: [{path, what: [phrase]}], kept: [{path, why}]}`. `members` may be packed
 * and sent; `kept` are left out of them, since they hold secrets that could not be cut; `given` are all, uncut.
 *
 * `sources`: `[{path, file}]`; `tell(word, done, all)` hears how far it is. Throws CannotRead and TooLarge.
 */
export const cut = async (sources, tell = () => {}) => {
  const removed = [];
  const kept = [];
  const members = [];
  const given = await gather(sources, tell, removed);
  let since = performance.now();
  for (const [number, one] of given.entries()) {
    if (performance.now() - since > PAUSE_AFTER) {
      tell("Cutting the keys out", number, given.length);
      await pause();
      since = performance.now();
    }
    try {
      const { bytes, found } = cutContent(one.data);
      members.push({ ...one, data: bytes });
      if (found.length) removed.push({ path: readable(one.name), what: found });
    } catch (fault) {
      if (!(fault instanceof CannotCut)) throw fault;
      kept.push({ path: readable(one.name), why: fault.message });
    }
  }
  const alone = sources.length === 1 && given.length === 1 && given[0].name === utf8(sources[0].path);
  if (alone && members.length && !members[0].data.length) {
    throw wrongFile(given[0].data) || new CannotRead("It is no archive, certificate, kubeconfig or manifest that this page can look into.");
  }
  if (!kept.length && given.length && !members.some(({ data, target }) => data.length || target)) {
    throw nothingIn(given.length, given.filter(isArchive).map(({ name }) => readable(name)));
  }
  return { members, given, removed, kept };
};

/** Members as the file to send. Throws TooLarge. */
export const pack = async (members) => {
  const packed = await gzip(writeTar(members));
  if (packed.length > UPLOAD) throw new TooLarge(`Packed, it has more than ${UPLOAD >> 20} MiB.`);
  return new Blob([packed], { type: "application/gzip" });
};
