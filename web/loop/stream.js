/** The bytes in which values cross to the module and back, as runtime/javascript_web.c has them. */

export class StreamWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #size = 0;

  /** @param {number} size */
  #reserve(size) {
    if (this.#size + size <= this.#bytes.length) return;
    const bytes = new Uint8Array((this.#size + size) * 2);
    bytes.set(this.#bytes);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }

  /** @param {number} value */
  byte(value) {
    this.#reserve(1);
    this.#bytes[this.#size++] = value;
    return this;
  }

  /** @param {number} value */
  u32(value) {
    this.#reserve(4);
    this.#view.setUint32(this.#size, value, true);
    this.#size += 4;
    return this;
  }

  /** @param {bigint} value */
  i64(value) {
    this.#reserve(8);
    this.#view.setBigInt64(this.#size, value, true);
    this.#size += 8;
    return this;
  }

  /** @param {number} value */
  f64(value) {
    this.#reserve(8);
    this.#view.setFloat64(this.#size, value, true);
    this.#size += 8;
    return this;
  }

  /** @param {string} value */
  text(value) {
    const bytes = new TextEncoder().encode(value);
    this.u32(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#size);
    this.#size += bytes.length;
    return this;
  }

  bytes() {
    return this.#bytes.subarray(0, this.#size);
  }
}

export class StreamReader {
  #bytes;
  #view;
  #at = 0;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte() {
    return this.#view.getUint8(this.#at++);
  }

  u32() {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }

  i64() {
    this.#at += 8;
    return this.#view.getBigInt64(this.#at - 8, true);
  }

  f64() {
    this.#at += 8;
    return this.#view.getFloat64(this.#at - 8, true);
  }

  text() {
    const length = this.u32();
    this.#at += length;
    return new TextDecoder().decode(this.#bytes.subarray(this.#at - length, this.#at));
  }
}
