// What was dropped or chosen → files with their paths: folders are walked, and a folder's name is the first part.
import { TooLarge } from "./errors.js";
import { MEMBERS } from "./limits.js";

const asFile = (entry) => new Promise((resolve, reject) => entry.file(resolve, reject));

/** A folder's entries, which browsers give a hundred at a time. */
const entriesOf = async (folder) => {
  const reader = folder.createReader();
  const all = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return all;
    all.push(...some);
    if (all.length > MEMBERS) throw tooMany(folder);
  }
};

const tooMany = ({ name }) => new TooLarge(`${name} holds more than ${MEMBERS} files and folders.`);

const walk = async (entry, into) => {
  if (into.length > MEMBERS) throw tooMany(entry);
  if (!entry.isDirectory) {
    into.push({ path: entry.fullPath.slice(1), file: await asFile(entry) });
    return;
  }
  for (const one of await entriesOf(entry)) await walk(one, into);
};

/** `given`: File and FileSystemEntry objects. Returns `[{path, file}]`; throws TooLarge. */
export const sourcesOf = async (given) => {
  const sources = [];
  for (const one of given) {
    if (one instanceof File) sources.push({ path: one.webkitRelativePath || one.name, file: one });
    else await walk(one, sources);
  }
  return sources;
};
