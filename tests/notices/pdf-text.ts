import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a reader of the file sees, line by line as they stand; spaces of any width count as one. */
export function textOf(bytes: Uint8Array): string {
  return read(bytes, '-layout').replace(/\s+/g, ' ').normalize('NFC')
}

/** Each word and where it stands, in points from the top left of its page. */
export function boxesOf(bytes: Uint8Array) {
  const found = read(bytes, '-bbox').matchAll(
    /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g,
  )
  return [...found].map(([, left, top, right, bottom, text]) => ({
    left: Number(left),
    top: Number(top),
    right: Number(right),
    bottom: Number(bottom),
    text: text!.normalize('NFC'),
  }))
}

function read(bytes: Uint8Array, option: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'notice-'))
  try {
    const path = join(folder, 'letter.pdf')
    writeFileSync(path, bytes)
    return execFileSync('pdftotext', [option, path, '-'], { encoding: 'utf8' })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
