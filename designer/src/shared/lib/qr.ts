/**
 * QR codes (ISO/IEC 18004) of short texts: byte mode, error correction level M, versions 1 to 10, which is
 * up to 213 bytes. Made here, so that a secret never leaves the page to become a picture.
 */

/** By version from 1: all codewords, error correction codewords of a block, blocks. */
const versions: [number, number, number][] = [
  [26, 10, 1],
  [44, 16, 1],
  [70, 26, 1],
  [100, 18, 2],
  [134, 24, 2],
  [172, 16, 4],
  [196, 18, 4],
  [242, 22, 4],
  [292, 22, 5],
  [346, 26, 5],
];

/** The squares of a code, row by row; true is dark. Undefined if the text is too long. */
export function qr(text: string): boolean[][] | undefined {
  const bytes = new TextEncoder().encode(text);
  const version = versions.findIndex(
    ([all, ecc, blocks], v) => all - ecc * blocks >= bytes.length + (v < 9 ? 2 : 3),
  );
  const shape = versions[version];
  if (!shape) return undefined;
  const words = interleaved(dataWords(bytes, version + 1, shape), shape);
  let best: boolean[][] | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let mask = 0; mask < 8; mask++) {
    const code = drawn(words, version + 1, mask);
    const cost = penalty(code);
    if (cost < least) [best, least] = [code, cost];
  }
  return best;
}

function dataWords(bytes: Uint8Array, version: number, [all, ecc, blocks]: [number, number, number]) {
  const bits: number[] = [];
  const put = (value: number, length: number) => {
    for (let i = length - 1; i >= 0; i--) bits.push((value >>> i) & 1);
  };
  const room = (all - ecc * blocks) * 8;
  put(4, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const b of bytes) put(b, 8);
  put(0, Math.min(4, room - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) put(pad, 8);
  const words: number[] = [];
  for (let i = 0; i < bits.length; i += 8)
    words.push(bits.slice(i, i + 8).reduce((word, bit) => (word << 1) | bit, 0));
  return words;
}

/** Multiplies in GF(2⁸) modulo x⁸+x⁴+x³+x²+1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> i) & 1) * a;
  }
  return product;
}

/** The remainder of data by the Reed–Solomon generator of a degree. */
function correction(data: number[], degree: number): number[] {
  const generator = new Array<number>(degree).fill(0);
  generator[degree - 1] = 1;
  let root = 1;
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++) generator[j] = times(generator[j] ?? 0, root) ^ (generator[j + 1] ?? 0);
    root = times(root, 2);
  }
  const rest = new Array<number>(degree).fill(0);
  for (const word of data) {
    const factor = word ^ (rest.shift() ?? 0);
    rest.push(0);
    generator.forEach((g, i) => {
      rest[i] = (rest[i] ?? 0) ^ times(g, factor);
    });
  }
  return rest;
}

function interleaved(data: number[], [all, ecc, blocks]: [number, number, number]): number[] {
  const short = Math.floor(all / blocks) - ecc;
  const long = all % blocks;
  const parts: number[][] = [];
  for (let i = 0, at = 0; i < blocks; i++) {
    const length = short + (i >= blocks - long ? 1 : 0);
    parts.push(data.slice(at, at + length));
    at += length;
  }
  const checks = parts.map((p) => correction(p, ecc));
  const out: number[] = [];
  for (const lists of [parts, checks])
    for (let i = 0; i < Math.max(...lists.map((l) => l.length)); i++)
      for (const list of lists) {
        const word = list[i];
        if (word !== undefined) out.push(word);
      }
  return out;
}

/** Where the middles of the alignment patterns are. */
function alignments(version: number): number[] {
  if (version === 1) return [];
  const last = version * 4 + 10;
  if (version < 7) return [6, last];
  return [6, (last + 6) / 2, last];
}

const masks: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function drawn(words: number[], version: number, mask: number): boolean[][] {
  const size = version * 4 + 17;
  const squares = Array.from({ length: size }, () => new Array<boolean | undefined>(size).fill(undefined));
  const set = (x: number, y: number, dark: boolean) => {
    const row = squares[y];
    if (row && x >= 0 && x < size) row[x] = dark;
  };
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [cx, cy] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    for (let dy = -4; dy <= 4; dy++)
      for (let dx = -4; dx <= 4; dx++) {
        const far = Math.max(Math.abs(dx), Math.abs(dy));
        if (cy + dy >= 0 && cy + dy < size) set(cx + dx, cy + dy, far !== 2 && far !== 4);
      }
  const middles = alignments(version);
  const end = middles.length - 1;
  middles.forEach((cx, i) => {
    middles.forEach((cy, j) => {
      if ((i === 0 && j === 0) || (i === 0 && j === end) || (i === end && j === 0)) return;
      for (let dy = -2; dy <= 2; dy++)
        for (let dx = -2; dx <= 2; dx++) set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    });
  });
  format(set, size, mask);
  if (version >= 7) versionBits(set, size, version);
  fill(squares, words, mask);
  return squares.map((row) => row.map((dark) => dark === true));
}

/** Level and mask, twice, with their own correction. */
function format(set: (x: number, y: number, dark: boolean) => void, size: number, mask: number) {
  // Level M is 0.
  let rest = mask;
  for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const bit = (i: number) => ((bits >>> i) & 1) === 1;
  for (let i = 0; i <= 5; i++) set(8, i, bit(i));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let i = 9; i < 15; i++) set(14 - i, 8, bit(i));
  for (let i = 0; i < 8; i++) set(size - 1 - i, 8, bit(i));
  for (let i = 8; i < 15; i++) set(8, size - 15 + i, bit(i));
  set(8, size - 8, true);
}

function versionBits(set: (x: number, y: number, dark: boolean) => void, size: number, version: number) {
  let rest = version;
  for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let i = 0; i < 18; i++) {
    const dark = ((bits >>> i) & 1) === 1;
    const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)];
    set(a, b, dark);
    set(b, a, dark);
  }
}

/** Puts the data into what is left, in columns of two, up and down, from the right. */
function fill(squares: (boolean | undefined)[][], words: number[], mask: number) {
  const size = squares.length;
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++)
      for (const x of [right, right - 1]) {
        const up = ((right + 1) & 2) === 0;
        const y = up ? size - 1 - step : step;
        const row = squares[y];
        if (!row || row[x] !== undefined) continue;
        const dark = (((words[at >>> 3] ?? 0) >>> (7 - (at & 7))) & 1) === 1;
        row[x] = dark !== masks[mask]?.(x, y);
        at++;
      }
  }
}

/** How hard a code is to read: long runs, blocks, false finders, too much of one colour. */
function penalty(code: boolean[][]): number {
  const size = code.length;
  const at = (x: number, y: number) => code[y]?.[x] === true;
  let cost = 0;
  for (const line of [at, (x: number, y: number) => at(y, x)])
    for (let y = 0; y < size; y++) {
      let run = 0;
      let text = "";
      for (let x = 0; x < size; x++) {
        run = x > 0 && line(x, y) === line(x - 1, y) ? run + 1 : 1;
        if (run === 5) cost += 3;
        else if (run > 5) cost++;
        text += line(x, y) ? "1" : "0";
      }
      cost += 40 * (text.match(/(?=10111010000|00001011101)/g)?.length ?? 0);
    }
  let dark = 0;
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      if (at(x, y)) dark++;
      const same = [at(x + 1, y), at(x, y + 1), at(x + 1, y + 1)].every((d) => d === at(x, y));
      if (x < size - 1 && y < size - 1 && same) cost += 3;
    }
  return cost + 10 * Math.floor(Math.abs((dark * 20) / (size * size) - 10));
}
