// Zip (APPNOTE.TXT 4.3) read into tar's members, by its central directory.
import { CannotRead, TooLarge } from "./errors.js";
import { MEMBERS, RAW } from "./limits.js";
import { inflate } from "./streams.js";
import { newMember } from "./tar.js";
import { toText } from "./pem.js";
import { WrongFile } from "./wrong.js";

const ENTRY = 0x02014b50, END = 0x06054b50;
const STORED = 0, DEFLATED = 8;
const UNIX = 3, LINK = 0o120000, KIND = 0o170000;
const NONE = new Uint8Array();
const UNENCRYPTED = "Pack the folder without one: zip -r node.zip FOLDER, or tar czf node.tgz FOLDER";

export const isZip = (bytes) => /^PK(?:\x03\x04|\x05\x06)/.test(toText(bytes.subarray(0, 4)));

const endOf = (view) => {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 66000); at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw new CannotRead("The zip file is cut off.");
};

/** The files and links of a zip file, as tar's members. Throws CannotRead, TooLarge. */
export const readZip = async (bytes) => {
  try {
    return await entries(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (fault) {
    if (fault instanceof RangeError) throw new CannotRead("The zip file is damaged.");
    throw fault;
  }
};

const entries = async (bytes, view) => {
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  if (count > MEMBERS) throw new TooLarge(`It holds more than ${MEMBERS} files and folders.`);
  const members = [];
  let at = view.getUint32(end + 16, true);
  let left = RAW;
  for (let number = 0; number < count; number++) {
    if (view.getUint32(at, true) !== ENTRY) throw new CannotRead("The zip file is damaged.");
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const name = toText(bytes.subarray(at + 46, at + 46 + nameLength)).replace(/\\/g, "/");
    const mode = view.getUint8(at + 5) === UNIX ? view.getUint16(at + 40, true) : null;
    if (!name.endsWith("/")) {
      const data = await content(bytes, view, at, left);
      left -= data.length;
      const link = (mode & KIND) === LINK;
      members.push(link ? newMember(name, NONE, { type: "2", target: toText(data), mode }) : newMember(name, data, { mode }));
    }
    at += 46 + nameLength + extraLength + commentLength;
  }
  return members;
};

const content = async (bytes, view, at, most) => {
  const encrypted = view.getUint16(at + 8, true) & 1;
  const method = view.getUint16(at + 10, true);
  const size = view.getUint32(at + 20, true);
  const local = view.getUint32(at + 42, true);
  if (encrypted) throw new WrongFile("The zip file is encrypted, and nobody is asked for its password.", UNENCRYPTED);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const data = bytes.subarray(start, start + size);
  if (method === STORED) return data;
  if (method !== DEFLATED) throw new CannotRead("The zip file is packed in a way that browsers do not know.");
  return inflate(data, "deflate-raw", most);
};
