// gzip and deflate by the browser's own streams, bounded.
import { CannotRead, TooLarge } from "./errors.js";
import { RAW } from "./limits.js";
import { concat } from "./der.js";

const TOO_LARGE = `Unpacked, it has more than ${RAW >> 20} MiB.`;

const collect = async (stream, most) => {
  const reader = stream.getReader();
  const chunks = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concat(...chunks);
    total += value.length;
    if (total > most) {
      reader.cancel().catch(() => {});
      throw new TooLarge(TOO_LARGE);
    }
    chunks.push(value);
  }
};

/** Bytes unpacked; `format` is `gzip` or `deflate-raw`. Throws CannotRead, TooLarge. */
export const inflate = async (bytes, format, most = RAW) => {
  if (!("DecompressionStream" in globalThis)) throw new CannotRead("This browser cannot unpack archives.");
  try {
    return await collect(new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)), most);
  } catch (fault) {
    if (fault instanceof TooLarge) throw fault;
    throw new CannotRead("It is damaged or cut off, or something stands behind its end.");
  }
};

/** Bytes as one gzip stream, or as they are where this browser cannot: the server takes both. */
export const gzip = async (bytes) => {
  if (!("CompressionStream" in globalThis)) return bytes;
  return collect(new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip")), Infinity);
};
