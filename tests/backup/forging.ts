import { open } from 'node:fs/promises'
import { backupKeys, MANIFEST, type Manifest, SEAL, SUMS } from '../../src/platform/backup/manifest.ts'
import { readPart, readTar, writeTar } from '../../src/platform/backup/tar.ts'
import { sealOf } from '../../src/platform/backup/writing.ts'
import { SECRET_KEY } from './ground.ts'

/** A backup that says something else of itself, summed and sealed as if it had been made so. */
export async function forged(
  from: string,
  to: string,
  change: (manifest: Manifest) => Manifest,
  secret = SECRET_KEY,
): Promise<void> {
  const [source, target] = [await open(from, 'r'), await open(to, 'w')]
  const tar = writeTar(target, new Date(0))
  const sums: string[] = []
  for (const part of await readTar(source)) {
    if (part.name === SUMS || part.name === SEAL) continue
    let bytes = await whole(readPart(source, part))
    if (part.name === MANIFEST)
      bytes = Buffer.from(JSON.stringify(change(JSON.parse(bytes.toString()) as Manifest)))
    sums.push(`${await tar.add(part.name, once(bytes))}  ${part.name}\n`)
  }
  await tar.add(SUMS, once(Buffer.from(sums.join(''))))
  await tar.add(
    SEAL,
    once(Buffer.from(`${sealOf(sums.join(''), backupKeys(Buffer.from(secret)).sealKey)}\n`)),
  )
  await tar.finish()
  await source.close()
  await target.close()
}

async function whole(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}
