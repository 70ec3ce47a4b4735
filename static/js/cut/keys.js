// A private key (PKCS#1, PKCS#8, SEC 1; by what stands in it, as in Go's tls.X509KeyPair) → its public half, the DER of a
// SubjectPublicKeyInfo (RFC 5280, 4.1.2.7).
import { CURVES, publicPoint } from "./curves.js";
import * as der from "./der.js";
import { publicKey } from "./ed25519.js";
import { BIT_STRING, INTEGER, Malformed, OCTET_STRING, OID, SEQUENCE, toBigInt, toHex } from "./der.js";

/** A sound key, of a kind whose public half is not computed here. The message names the kind. */
export class UnknownKind extends Error {}

const RSA = "2a864886f70d010101", EC = "2a8648ce3d0201", ED25519 = "2b6570";
const NAMES = {
  "2a8648ce380401": "DSA", "2b656e": "X25519", "2b656f": "X448", "2b6571": "Ed448", "2a864886f70d01010a": "RSA-PSS",
  "2b8104000a": "secp256k1",
};
const unknown = (oid) => new UnknownKind(NAMES[oid] || `a key of the kind ${oid}`);

const oidBytes = (hex) => der.fromBigInt(BigInt("0x" + hex), hex.length / 2);
const content = (bytes, { start, stop }) => bytes.subarray(start, stop);
const algorithm = (oid, ...parameters) => der.write(SEQUENCE, der.write(OID, oidBytes(oid)), ...parameters);

/** The public half of a private key's DER. Throws Malformed where it is damaged, UnknownKind where it is another kind. */
export const publicHalf = (bytes) => {
  const whole = der.expect(bytes, 0, bytes.length, SEQUENCE);
  const version = der.expect(bytes, whole.start, whole.stop, INTEGER);
  const second = der.read(bytes, version.stop, whole.stop);
  if (second.tag === INTEGER) return rsa(bytes, whole);
  if (second.tag === OCTET_STRING) return sec1(bytes, whole, null);
  if (second.tag === SEQUENCE) return pkcs8(bytes, whole, second);
  throw new Malformed("no private key");
};

const pkcs8 = (bytes, whole, identifier) => {
  const oidAt = der.expect(bytes, identifier.start, identifier.stop, OID);
  const oid = toHex(content(bytes, oidAt));
  const key = der.expect(bytes, identifier.stop, whole.stop, OCTET_STRING);
  if (oid === RSA) return rsa(bytes, der.expect(bytes, key.start, key.stop, SEQUENCE));
  if (oid === EC) {
    const parameters = der.read(bytes, oidAt.stop, identifier.stop);
    return sec1(bytes, der.expect(bytes, key.start, key.stop, SEQUENCE), namedCurve(bytes, parameters));
  }
  if (oid !== ED25519) throw unknown(oid);
  const seed = content(bytes, der.expect(bytes, key.start, key.stop, OCTET_STRING));
  if (seed.length !== 32) throw new Malformed("an Ed25519 seed has 32 bytes");
  return der.write(SEQUENCE, algorithm(ED25519), der.bitString(publicKey(seed)));
};

/** From an RSAPrivateKey (RFC 8017, A.1.2). */
const rsa = (bytes, { start, stop }) => {
  const values = [];
  for (let at = start; at < stop && values.length < 9; at = values.at(-1).stop) {
    values.push(der.expect(bytes, at, stop, INTEGER));
  }
  const numbers = values.map((value) => toBigInt(content(bytes, value)));
  if (numbers[0] === 1n) throw new UnknownKind("RSA with more than two primes");
  if (numbers.length < 9 || numbers[0] || !fitTogether(...numbers.slice(1))) throw new Malformed("RSA numbers");
  const publicNumbers = bytes.subarray(values[0].stop, values[2].stop);
  return der.write(SEQUENCE, algorithm(RSA, [der.NULL, 0]), der.bitString(der.write(SEQUENCE, publicNumbers)));
};

/** RFC 8017, 3.2: Go refuses keys whose numbers do not belong together, so no public half may hide that. */
const fitTogether = (n, e, d, p, q, dp, dq, qi) =>
  p > 1n && q > 1n && dp < p && dq < q && qi < p && p * q === n &&
  (e * d) % (p - 1n) === 1n && (e * d) % (q - 1n) === 1n &&
  (e * dp) % (p - 1n) === 1n && (e * dq) % (q - 1n) === 1n && (q * qi) % p === 1n;

const namedCurve = (bytes, parameters) => {
  if (parameters.tag !== OID) throw new UnknownKind("an elliptic curve without a name");
  return toHex(content(bytes, parameters));
};

/** From an ECPrivateKey (RFC 5915). The point is computed, as Go does; one that is told and differs is damage. */
const sec1 = (bytes, { start, stop }, named) => {
  const secret = der.expect(bytes, der.expect(bytes, start, stop, INTEGER).stop, stop, OCTET_STRING);
  let told = null;
  for (let at = secret.stop; at < stop; ) {
    const field = der.read(bytes, at, stop);
    if (field.tag === 0xa0) named = named || namedCurve(bytes, der.read(bytes, field.start, field.stop));
    if (field.tag === 0xa1) told = content(bytes, der.expect(bytes, field.start, field.stop, BIT_STRING)).subarray(1);
    at = field.stop;
  }
  if (!named) throw new Malformed("no curve is named");
  const curve = CURVES[named];
  if (!curve) throw unknown(named);
  const number = toBigInt(content(bytes, secret));
  if (number < 1n || number >= curve.order) throw new Malformed("not between 1 and the curve's order");
  const coordinates = publicPoint(curve, number).map((coordinate) => der.fromBigInt(coordinate, curve.bytes));
  const point = der.concat([4], ...coordinates);
  if (told && told[0] === 4 && toHex(told) !== toHex(point)) throw new Malformed("the public point is another key's");
  return der.write(SEQUENCE, algorithm(EC, der.write(OID, oidBytes(named))), der.bitString(point));
};
