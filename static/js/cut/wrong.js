// What a file is that no map can be made of, by its first bytes, and what to do: app/reading/magic.py in its words.
import { CannotRead } from "./errors.js";
import { toText } from "./pem.js";

const again = (command) => `Make a gzip file of it: ${command} | gzip > node.tgz`;
const UNPACK = "Unpack it, and pack the folder with: tar czf node.tgz FOLDER";
const ONE_PART = "Make a file of one part: zip -r node.zip FOLDER, or tar czf node.tgz FOLDER";

/** [first bytes, what it is, what to do]; where the last is not told, a node is to be packed. */
export const KINDS = [
  ["%PDF-", "a PDF document"],
  ["\x89PNG\r\n", "a picture (PNG)"],
  ["\xff\xd8\xff", "a picture (JPEG)"],
  ["GIF8", "a picture (GIF)"],
  ["\xfd7zXZ\0", "an xz file", again("xz -dc FILE.tar.xz")],
  ["BZh", "a bzip2 file", again("bzip2 -dc FILE.tar.bz2")],
  ["\x28\xb5\x2f\xfd", "a zstd file", again("zstd -dc FILE.tar.zst")],
  ["\x04\x22\x4d\x18", "an lz4 file", again("lz4 -dc FILE.tar.lz4")],
  ["\x1f\x9d", "a compress (.Z) file", again("uncompress -c FILE.tar.Z")],
  ["7z\xbc\xaf\x27\x1c", "a 7z file", UNPACK],
  ["Rar!", "a RAR file", UNPACK],
  ["0707", "a cpio archive", UNPACK],
  ["\x7fELF", "a program (ELF)"],
  ["SQLite format 3\0", "an SQLite database"],
  ["xar!", "a xar archive", UNPACK],
  ["PK\x07\x08", "the first part of a zip file in several parts", ONE_PART],
  ["\xfe\xed\xfe\xed", "a Java keystore"],
];

const BBOLT_OFFSET = 16, BBOLT = "\xed\xda\x0c\xed"; // etcd's database
const PKCS12 = /^\x30[\x80-\x83][^]{0,3}\x02\x01\x03\x30/;
const PEM_OF_PKCS12 =
  "Kubernetes reads PEM. The certificates in it, without the key: openssl pkcs12 -in FILE -nokeys -out FILE.crt";

/** What holds nothing of a cluster, or cannot be opened by anybody; `remedy` is empty where a node is to be packed. */
export class WrongFile extends CannotRead {
  constructor(message, remedy = "") {
    super(message);
    this.remedy = remedy;
  }
}

const named = (what, remedy) => new WrongFile(`This is ${what}, not a tar or zip archive.`, remedy);

/** What is to be thrown for bytes of such a kind; null for any other. */
export const wrongFile = (bytes) => {
  const head = toText(bytes.subarray(0, 64));
  if (!head) return named("an empty file");
  if (head.startsWith(BBOLT, BBOLT_OFFSET)) return named("an etcd snapshot or database");
  if (PKCS12.test(head)) return named("a PKCS#12 file (.p12, .pfx)", PEM_OF_PKCS12);
  const [, what, remedy] = KINDS.find(([prefix]) => head.startsWith(prefix)) || [];
  return what ? named(what, remedy) : null;
};

/** What is to be thrown where of several files none is of a cluster. `archives`: the names of those among them. */
export const nothingIn = (count, archives) => {
  if (archives.length) {
    const stand = archives.length === 1 ? "An archive stands" : "Archives stand";
    const what = `${stand} in it (${archives.slice(0, 3).join(", ")}), and nothing else of a cluster: such are not opened.`;
    return new WrongFile(what, archives.length === 1 ? "Take it out and open it itself." : "Take them out, and open them together.");
  }
  const none = count === 1 ? "Its one file is no" : `Of its ${count} files none is a`;
  return new WrongFile(`${none} certificate, key, kubeconfig or static pod manifest.`);
};
