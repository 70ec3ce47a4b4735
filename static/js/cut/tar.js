// Tar (POSIX.1-2017, pax; GNU long names) read into members, and written anew. What the server's stricter reader refuses
// (names that lead out, two spellings of a name) is carried on, so that the server tells it.
import { CannotRead } from "./errors.js";
import { concat } from "./der.js";
import { toBytes, toText } from "./pem.js";

const BLOCK = 512;
const NAME = [0, 100], MODE = [100, 108], SIZE = [124, 136], CHECKSUM = [148, 156], LINK = [157, 257], PREFIX = [345, 500];
const UNAME = [265, 297], GNAME = [297, 329];
const TYPE = 156, MAGIC = 257;
const WITH_CONTENT = /[07\0xXgLKD]/;
const WITHOUT_MEANING = /[VD]/; // what GNU tar writes with --label and --incremental
const SPARSE = "A sparse file is in it. Pack the folder anew without --sparse: tar czf node.tgz FOLDER";

const field = (header, [start, stop]) => toText(header.subarray(start, stop)).split("\0")[0];

const octal = (header, range) => {
  const digits = toText(header.subarray(...range)).replace(/^[ \0]+|[ \0]+$/g, "");
  return /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : NaN;
};

const checksum = (header) => {
  let sum = 8 * 0x20;
  for (let at = 0; at < BLOCK; at++) if (at < CHECKSUM[0] || at >= CHECKSUM[1]) sum += header[at];
  return sum;
};

export const isTar = (bytes) => bytes.length >= BLOCK && octal(bytes, CHECKSUM) === checksum(bytes.subarray(0, BLOCK));

const paxRecords = (bytes) => {
  const records = {};
  for (let at = 0; at < bytes.length; ) {
    const [, length] = /^(\d{1,6}) /.exec(toText(bytes.subarray(at, at + 8))) || [];
    if (!length || at + +length > bytes.length) throw new CannotRead("An extended header in it is damaged.");
    const [, name, value] = /^\d+ ([^=]*)=([^]*)\n$/.exec(toText(bytes.subarray(at, at + +length))) || [];
    if (name) records[name] = value;
    at += +length;
  }
  return records;
};

/** A member: `name`, `target` (of a link) and `type` as binary strings, its `data`, and its header for all the rest. */
const member = (header, data, said) => {
  const prefix = toText(header.subarray(MAGIC, MAGIC + 6)) === "ustar\0" ? field(header, PREFIX) : "";
  const short = (prefix && prefix + "/") + field(header, NAME);
  header = header.slice();
  for (const [name, range] of [["uname", UNAME], ["gname", GNAME]]) if (said[name]) put(header, range, said[name]);
  return {
    name: said.path || said.L || short,
    target: said.linkpath || said.K || field(header, LINK),
    type: String.fromCharCode(header[TYPE]),
    data,
    header,
  };
};

/** The members in order. Throws CannotRead where it is damaged, cut off, or of a form that tar programs disagree about. */
export const readTar = (bytes) => {
  const members = [];
  let said = {};
  for (let at = 0; at < bytes.length; ) {
    const header = bytes.subarray(at, at + BLOCK);
    if (!header.some(Boolean)) {
      if (bytes.subarray(at).some(Boolean)) throw new CannotRead("Something stands behind the archive's end.");
      break;
    }
    if (!isTar(header)) throw new CannotRead("The archive is damaged or cut off.");
    const type = String.fromCharCode(header[TYPE]);
    const size = type === "V" && !header.subarray(...SIZE).some(Boolean) ? 0 : octal(header, SIZE);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (!(at <= bytes.length + BLOCK) || (size && !WITH_CONTENT.test(type)) || said.size) {
      throw new CannotRead("The archive is cut off, or of a kind that this page does not read.");
    }
    const start = at - Math.ceil(size / BLOCK) * BLOCK;
    const data = bytes.subarray(start, start + size);
    if (/[xX]/.test(type)) Object.assign(said, paxRecords(data));
    else if (/[LK]/.test(type)) said[type] = toText(data).split("\0")[0];
    else if (type !== "g") {
      if (Object.keys(said).some((key) => key.startsWith("GNU.sparse."))) throw new CannotRead(SPARSE);
      if (!WITHOUT_MEANING.test(type)) members.push(member(header, data, said));
      said = {};
    }
  }
  return members;
};

const put = (header, [start, stop], text) => {
  header.fill(0, start, stop);
  header.set(toBytes(text.slice(0, stop - start)), start);
};

const written = (header, data) => {
  put(header, SIZE, data.length.toString(8).padStart(11, "0") + "\0");
  put(header, CHECKSUM, checksum(header).toString(8).padStart(6, "0") + "\0 ");
  return [header, data, new Uint8Array(-data.length & (BLOCK - 1))];
};

/** A header of nothing but its magic: mode, owner and time stay unsaid where nobody knows them. */
const blank = (type) => {
  const header = new Uint8Array(BLOCK);
  put(header, [MAGIC, MAGIC + 8], "ustar\x0000");
  header[TYPE] = type.charCodeAt(0);
  return header;
};

/** GNU's way to say what has no room in a header. */
const long = (type, text) => {
  const header = blank(type);
  put(header, NAME, "././@LongLink");
  return written(header, toBytes(text + "\0"));
};

/** A new member, without owner and time, and without a mode where none is told. */
export const newMember = (name, data, { type = "0", target = "", mode = null } = {}) => {
  const header = blank(type);
  if (mode !== null) put(header, MODE, (mode & 0o7777).toString(8).padStart(7, "0") + "\0");
  return { name, target, type, data, header };
};

/** The archive of these members. */
export const writeTar = (members) => {
  const parts = [];
  for (const { name, target, data, header: original } of members) {
    const header = original.slice();
    if (target.length > 100) parts.push(...long("K", target));
    if (name.length > 100) parts.push(...long("L", name));
    put(header, NAME, name);
    put(header, LINK, target);
    if (toText(header.subarray(MAGIC, MAGIC + 6)) === "ustar\0") put(header, PREFIX, "");
    parts.push(...written(header, data));
  }
  return concat(...parts, new Uint8Array(2 * BLOCK));
};
