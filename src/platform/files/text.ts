/** How a text file may be written. */
export type TextEncoding = 'utf-8' | 'windows-1257'

/** The text of a file that says nothing of its encoding: UTF-8 where it is that, the Baltic Windows page otherwise. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1257').decode(bytes)
  }
}

/** What parts the columns of a table written as text: whichever sign its first line has most of. */
export function delimiterOf(text: string): ';' | ',' | '\t' {
  const [first = ''] = text.split(/\r?\n/, 1)
  const count = (sign: string) => first.split(sign).length
  return ([';', '\t', ','] as const).reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

/** A text as bytes of a file; a letter that the encoding has not is written as a question mark. */
export function encodeText(text: string, encoding: TextEncoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8')
  const page = balticPage()
  return Buffer.from(Array.from(text.normalize('NFC'), (letter) => page.get(letter) ?? 0x3f))
}

let baltic: ReadonlyMap<string, number> | undefined

/** Windows-1257 the other way round: Node reads it and does not write it. */
function balticPage(): ReadonlyMap<string, number> {
  baltic ??= new Map(
    Array.from({ length: 256 }, (_, byte) => [
      new TextDecoder('windows-1257').decode(Uint8Array.of(byte)),
      byte,
    ]),
  )
  return baltic
}
