import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { type FileContent, refuseBytes, refuseSize } from "./manifestFile";

const initialBufferSize = 64 * 1024;

/** Reads files one after another through one buffer. */
export class ManifestReader {
  #buffer = Buffer.allocUnsafe(initialBufferSize);

  /**
   * The text of a file without its byte order mark; large and binary files are refused unread.
   * @throws what node:fs throws where the file cannot be read
   */
  read(path: string): FileContent {
    const descriptor = openSync(path, "r");
    try {
      const { size } = fstatSync(descriptor);
      const tooLarge = refuseSize(size);
      if (tooLarge !== undefined) return { skipped: tooLarge };
      const bytes = this.#fill(descriptor, size);
      const binary = refuseBytes(bytes);
      if (binary !== undefined) return { skipped: binary };
      return { text: decode(bytes) };
    } finally {
      closeSync(descriptor);
    }
  }

  #fill(descriptor: number, size: number): Buffer {
    if (this.#buffer.length < size) this.#buffer = Buffer.allocUnsafe(size);
    let length = 0;
    while (length < size) {
      const count = readSync(descriptor, this.#buffer, length, size - length, null);
      if (count === 0) break;
      length += count;
    }
    return this.#buffer.subarray(0, length);
  }
}

function decode(bytes: Buffer): string {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.toString("utf8", hasMark ? 3 : 0);
}
