// The elliptic curves of Go's crypto/ecdsa (FIPS 186-4, D.1.2): the public point that belongs to a private number.
//
// BigInt takes a time that depends on the number. That is no leak here: the key's owner computes, alone, on the own machine.

const curve = (bytes, p, order, x, y) => ({ bytes, p, order, x, y });

/** By the object identifier's DER content in hex. */
export const CURVES = {
  "2b81040021": curve( // secp224r1
    28,
    2n ** 224n - 2n ** 96n + 1n,
    0xffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3dn,
    0xb70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21n,
    0xbd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34n,
  ),
  "2a8648ce3d030107": curve( // prime256v1
    32,
    2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
    0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
  ),
  "2b81040022": curve( // secp384r1
    48,
    2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7n,
    0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5fn,
  ),
  "2b81040023": curve( // secp521r1
    66,
    2n ** 521n - 1n,
    0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
    0x00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66n,
    0x011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650n,
  ),
};

export const modulo = (number, p) => ((number % p) + p) % p;

/** 1/number modulo p, by Euclid. */
export const inverse = (number, p) => {
  let [low, high, x, y] = [modulo(number, p), p, 1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [low, high] = [high - quotient * low, low];
    [x, y] = [y - quotient * x, x];
  }
  return modulo(x, p);
};

/** Twice a point; all three curves' a is −3. Points here are affine [x, y]. */
const double = ([x, y], p) => {
  const slope = modulo(3n * (x * x - 1n) * inverse(2n * y, p), p);
  const sum = modulo(slope * slope - 2n * x, p);
  return [sum, modulo(slope * (x - sum) - y, p)];
};

/** A Jacobian point [X, Y, Z] (null: the neutral one) plus an affine one (Cohen, Miyaji, Ono 1998: madd). */
const add = (sum, [x, y], p) => {
  if (!sum) return [x, y, 1n];
  const [X, Y, Z] = sum;
  const ZZ = (Z * Z) % p;
  const H = modulo(x * ZZ - X, p);
  const R = modulo(y * ZZ * Z - Y, p);
  const HH = (H * H) % p;
  const HHH = (H * HH) % p;
  const V = (X * HH) % p;
  const X3 = modulo(R * R - HHH - 2n * V, p);
  return [X3, modulo(R * (V - X3) - Y * HHH, p), (Z * H) % p];
};

/** G, 2G, 4G, 8G …: made once per curve, then a key costs additions only. */
const doublings = (curve) => {
  if (!curve.doublings) {
    curve.doublings = [[curve.x, curve.y]];
    for (let bit = 1; bit < curve.order.toString(2).length; bit++) {
      curve.doublings.push(double(curve.doublings[bit - 1], curve.p));
    }
  }
  return curve.doublings;
};

/** The point number·G as [x, y], for a number from 1 to the order − 1. */
export const publicPoint = (curve, number) => {
  const { p } = curve;
  let sum = null;
  for (const power of doublings(curve)) {
    if (number & 1n) sum = add(sum, power, p);
    number >>= 1n;
  }
  const perZ = inverse(sum[2], p);
  const perZZ = (perZ * perZ) % p;
  return [(sum[0] * perZZ) % p, (sum[1] * perZZ * perZ) % p];
};
