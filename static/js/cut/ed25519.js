// Ed25519 (RFC 8032, 5.1): the public key that belongs to a seed, with SHA-512 (FIPS 180-4), since crypto.subtle is absent
// on http://LAN-address.
import { fromBigInt, toBigInt } from "./der.js";
import { inverse, modulo } from "./curves.js";

const P = 2n ** 255n - 19n;
const D = modulo(-121665n * inverse(121666n, P), P);
const BASE = [
  15112221349535400772501151409588531511454012693041857206046113283949847762202n,
  46316835694926478169428394003475163141307993866256225615783033603165251855960n,
];
const WORD = (1n << 64n) - 1n;

const primes = (count) => {
  const found = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime)) found.push(n);
  return found.map(BigInt);
};

/** The largest number whose `power`-th power is not above `number`. */
const root = (number, power) => {
  let [low, high] = [0n, number];
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle ** power <= number) low = middle;
    else high = middle - 1n;
  }
  return low;
};

/** The first 64 bits behind the point of the square (cube) roots of the first primes: FIPS 180-4, 5.3.5 and 4.2.3. */
const START = primes(8).map((prime) => root(prime << 128n, 2n) & WORD);
const ROUNDS = primes(80).map((prime) => root(prime << 192n, 3n) & WORD);

const turn = (word, bits) => ((word >> bits) | (word << (64n - bits))) & WORD;

/** SHA-512 of fewer than 112 bytes: one block, and a seed has 32. */
export const sha512 = (bytes) => {
  const block = new Uint8Array(128);
  block.set(bytes);
  block[bytes.length] = 0x80;
  block.set(fromBigInt(BigInt(bytes.length * 8), 8), 120);
  const words = Array.from({ length: 16 }, (_, at) => toBigInt(block.subarray(8 * at, 8 * at + 8)));
  for (let t = 16; t < 80; t++) {
    const [early, late] = [words[t - 15], words[t - 2]];
    const first = turn(early, 1n) ^ turn(early, 8n) ^ (early >> 7n);
    const second = turn(late, 19n) ^ turn(late, 61n) ^ (late >> 6n);
    words.push((words[t - 16] + first + words[t - 7] + second) & WORD);
  }
  let [a, b, c, d, e, f, g, h] = START;
  words.forEach((word, t) => {
    const choice = (e & f) ^ (~e & WORD & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const one = h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + choice + ROUNDS[t] + word;
    const two = (turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + majority;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) & WORD, c, b, a, (one + two) & WORD];
  });
  const sums = [a, b, c, d, e, f, g, h].map((word, at) => (word + START[at]) & WORD);
  return fromBigInt(sums.reduce((whole, word) => (whole << 64n) | word, 0n), 64);
};

/** Two points [X, Y, Z, T] of the twisted Edwards curve added (RFC 8032, 5.1.4). */
const add = ([x1, y1, z1, t1], [x2, y2, z2, t2]) => {
  const A = modulo((y1 - x1) * (y2 - x2), P);
  const B = modulo((y1 + x1) * (y2 + x2), P);
  const C = modulo(2n * t1 * t2 * D, P);
  const E2 = modulo(2n * z1 * z2, P);
  const [E, F, G, H] = [B - A, E2 - C, E2 + C, B + A];
  return [modulo(E * F, P), modulo(G * H, P), modulo(F * G, P), modulo(E * H, P)];
};

/** The 32 bytes of the public key. */
export const publicKey = (seed) => {
  const half = sha512(seed).slice(0, 32).reverse(); // little-endian
  let number = (toBigInt(half) & ((1n << 254n) - 8n)) | (1n << 254n);
  let power = [...BASE, 1n, (BASE[0] * BASE[1]) % P];
  let sum = [0n, 1n, 1n, 0n];
  for (; number; number >>= 1n) {
    if (number & 1n) sum = add(sum, power);
    power = add(power, power);
  }
  const perZ = inverse(sum[2], P);
  const x = (sum[0] * perZ) % P;
  const y = (sum[1] * perZ) % P;
  return fromBigInt(y | ((x & 1n) << 255n), 32).reverse();
};
