import { createHash, timingSafeEqual } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { StartupError } from '../errors.ts'
import {
  type BackupKeys,
  type KeptTable,
  MANIFEST,
  type Manifest,
  manifestShape,
  partOf,
  SEAL,
  SUMS,
  WORDS,
} from './manifest.ts'
import { decompressed, keepTally } from './rows.ts'
import { BrokenArchive, type Part, readPart, readTar } from './tar.ts'
import { sealOf } from './writing.ts'

/** A backup every byte of which has been checked. */
export interface Backup {
  readonly manifest: Manifest
  /** A table's rows as CSV with its head. */
  rowsOf(table: KeptTable): AsyncIterable<Buffer>
  close(): Promise<void>
}

const largestText = 16 * 1024 * 1024

/**
 * Opens a backup and reads all of it: structure, secret, seal, sums, rows. `accept` looks at the manifest before the
 * rows are read. Throws StartupError with a sentence for the person who called.
 */
export async function openBackup(
  file: string,
  keys: BackupKeys,
  accept: (manifest: Manifest) => void,
): Promise<Backup> {
  const handle = await open(file, 'r').catch((error) => {
    throw new StartupError(`The file ${file} cannot be read (${error.code}).`)
  })
  try {
    return await verified(file, handle, keys, accept)
  } catch (error) {
    await handle.close()
    if (error instanceof StartupError) throw error
    throw new StartupError(
      `The file ${file} is not a backup of this shop, or it is damaged; nothing was touched.`,
    )
  }
}

async function verified(
  file: string,
  handle: FileHandle,
  keys: BackupKeys,
  accept: (manifest: Manifest) => void,
): Promise<Backup> {
  const parts = partsByName(await readTar(handle))
  const manifest = manifestShape.parse(JSON.parse(await textOf(handle, parts.get(MANIFEST))))
  if (manifest.secret !== keys.secretMark)
    throw new StartupError(
      `The backup ${file} was made under another SECRET_KEY: put the one of that shop in place; nothing was touched.`,
    )
  const sums = await textOf(handle, parts.get(SUMS))
  const seal = await textOf(handle, parts.get(SEAL))
  demand(sameText(seal, `${sealOf(sums, keys.sealKey)}\n`))
  demand(sameText([...parts.keys()].join(), namesOf(manifest).join()))
  accept(manifest)
  const said = new Map(sums.split('\n').map((line) => [line.slice(66), line.slice(0, 64)]))
  for (const part of parts.values()) {
    if (part.name === SUMS || part.name === SEAL) continue
    demand((await hashOf(handle, part)) === said.get(part.name))
  }
  const rowsOf = (table: KeptTable) => decompressed(readPart(handle, parts.get(partOf(table))!))
  for (const table of manifest.tables) await checkRows(table, rowsOf(table))
  return { manifest, rowsOf, close: () => handle.close() }
}

/** In the order in which a backup is written. */
function namesOf({ tables }: Manifest): string[] {
  return [WORDS, ...tables.map(partOf), MANIFEST, SUMS, SEAL]
}

function partsByName(parts: Part[]): Map<string, Part> {
  const byName = new Map(parts.map((part) => [part.name, part]))
  demand(byName.size === parts.length)
  return byName
}

async function checkRows(table: KeptTable, rows: AsyncIterable<Buffer>): Promise<void> {
  const tally = keepTally()
  for await (const bytes of rows) tally.pass(bytes)
  const { rows: count, sha256 } = tally.told()
  demand(count === table.rows && sha256 === table.sha256)
}

async function hashOf(handle: FileHandle, part: Part): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of readPart(handle, part)) hash.update(bytes)
  return hash.digest('hex')
}

async function textOf(handle: FileHandle, part: Part | undefined): Promise<string> {
  if (!part || part.size > largestText) throw new BrokenArchive('a part is missing')
  const pieces: Buffer[] = []
  for await (const bytes of readPart(handle, part)) pieces.push(bytes)
  return Buffer.concat(pieces).toString()
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function demand(fact: boolean): void {
  if (!fact) throw new BrokenArchive('the parts do not fit')
}
