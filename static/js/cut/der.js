// DER (X.690), as much of it as keys need: definite, shortest lengths and one-byte tags.

/** What stands there is no DER, or not the structure that it should be: the key is damaged. */
export class Malformed extends Error {}

export const INTEGER = 0x02, BIT_STRING = 0x03, OCTET_STRING = 0x04, NULL = 0x05, OID = 0x06, SEQUENCE = 0x30;

/** The value at `at`: its tag, where its content begins and stops. Throws Malformed. */
export const read = (bytes, at, stop) => {
  if (at + 2 > stop) throw new Malformed("cut off");
  let length = bytes[at + 1];
  let start = at + 2;
  if (length > 0x7f) {
    const octets = length & 0x7f;
    if (!octets || octets > 3 || start + octets > stop) throw new Malformed("length");
    length = bytes.subarray(start, start + octets).reduce((sum, byte) => sum * 256 + byte, 0);
    start += octets;
    if (length < 0x80 || length < 256 ** (octets - 1)) throw new Malformed("length is not the shortest");
  }
  if (start + length > stop) throw new Malformed("cut off");
  return { tag: bytes[at], start, stop: start + length };
};

/** As read(), of a given tag. */
export const expect = (bytes, at, stop, tag) => {
  const found = read(bytes, at, stop);
  if (found.tag !== tag) throw new Malformed(`tag ${found.tag} in place of ${tag}`);
  return found;
};

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const toBigInt = (bytes) => BigInt("0x0" + toHex(bytes));

/** A number as `length` bytes, the highest first. */
export const fromBigInt = (number, length) =>
  Uint8Array.from(number.toString(16).padStart(2 * length, "0").match(/../g), (hex) => parseInt(hex, 16));

export const concat = (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/** A value of a tag. */
export const write = (tag, ...parts) => {
  const content = concat(...parts);
  const { length } = content;
  if (length < 0x80) return concat([tag, length], content);
  const octets = fromBigInt(BigInt(length), length < 256 ? 1 : length < 65536 ? 2 : 3);
  return concat([tag, 0x80 + octets.length], octets, content);
};

/** A BIT STRING without unused bits. */
export const bitString = (...parts) => write(BIT_STRING, [0], ...parts);
