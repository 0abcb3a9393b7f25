import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';

/**
 * The last bytes of a backup: a gzip member of its own with the SHA-256 of every byte before it. There is one way to
 * write it, so that a file is either exactly what was written or refused; and gunzip shows it as a comment.
 */
export function sealOf(digest: string): Buffer {
  const text = Buffer.from(`-- sha256 ${digest}\n`);
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
  const stored = Buffer.from([1, 0, 0, 0, 0]); // one last block, not compressed
  stored.writeUInt16LE(text.length, 1);
  stored.writeUInt16LE(~text.length & 0xffff, 3);
  const footer = Buffer.alloc(8);
  footer.writeUInt32LE(crc32(text), 0);
  footer.writeUInt32LE(text.length, 4);
  return Buffer.concat([header, stored, text, footer]);
}

export const SEAL_BYTES = sealOf('0'.repeat(64)).length;

/** Passes everything on, and the seal after it. */
export function sealing(): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      done(null, sealOf(hash.digest('hex')));
    },
  });
}

/** @throws Error unless the file is, byte for byte, a finished backup */
export async function checkSeal(path: string): Promise<void> {
  const { size } = await stat(path);
  if (size <= SEAL_BYTES) throw new Error(`${path} is no backup of Florin, or the beginning of one.`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { end: size - SEAL_BYTES - 1 }), hash);
  if (!sealOf(hash.digest('hex')).equals(await endOf(path, size))) {
    throw new Error(`${path} is no backup of Florin, or it was cut off or altered: its checksum is wrong.`);
  }
}

async function endOf(path: string, size: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const end = Buffer.alloc(SEAL_BYTES);
    await file.read(end, 0, SEAL_BYTES, size - SEAL_BYTES);
    return end;
  } finally {
    await file.close();
  }
}
