/** Files in a ZIP archive, stored as they are: pictures for slides are small. */

/** The first day that the format has, so that the same files make the same archive. */
const FIRST_DAY = 0x21;
const VERSION = 10;

const CRCS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** @param {Uint8Array} bytes */
export function crc32(bytes) {
  let sum = -1;
  for (const byte of bytes) sum = (sum >>> 8) ^ (CRCS[(sum ^ byte) & 0xff] ?? 0);
  return ~sum;
}

/** @param {number} value */
const u16 = (value) => [value & 0xff, (value >>> 8) & 0xff];
/** @param {number} value */
const u32 = (value) => [...u16(value), ...u16(value >>> 16)];

/**
 * @param {{ name: string, text: string }[]} files
 * @returns {Blob}
 */
export function zip(files) {
  const encoder = new TextEncoder();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const directory = [];
  let [at, directorySize] = [0, 0];
  for (const { name, text } of files) {
    const [path, bytes] = [encoder.encode(name), encoder.encode(text)];
    const [none, size] = [u16(0), u32(bytes.length)];
    const time = [...none, ...u16(FIRST_DAY)];
    const about = [
      ...[...u16(VERSION), ...none, ...none, ...time],
      ...[...u32(crc32(bytes)), ...size, ...size, ...u16(path.length), ...none],
    ];
    const header = Uint8Array.from([...u32(0x04034b50), ...about]);
    const entry = Uint8Array.from([
      ...[...u32(0x02014b50), ...u16(VERSION), ...about],
      ...[...none, ...none, ...none, ...u32(0), ...u32(at)],
    ]);
    parts.push(header, path, bytes);
    directory.push(entry, path);
    at += header.length + path.length + bytes.length;
    directorySize += entry.length + path.length;
  }
  const count = u16(files.length);
  const end = Uint8Array.from([
    ...[...u32(0x06054b50), ...u32(0), ...count, ...count],
    ...[...u32(directorySize), ...u32(at), ...u16(0)],
  ]);
  return new Blob([...parts, ...directory, end], { type: 'application/zip' });
}
