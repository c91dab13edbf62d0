import type { Context } from 'hono'

/** The name of a document's file, safe on every system and in every header: the prefix of its number may hold slashes. */
export function documentName(number: string): string {
  return `${number.replace(/[^\w-]/g, '-')}.pdf`
}

/** Answers with a document, to be looked at or to be kept. */
export function pdfResponse(
  c: Context,
  number: string,
  bytes: Buffer,
  shown: 'inline' | 'attachment',
): Response {
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': 'application/pdf',
    'content-disposition': `${shown}; filename="${documentName(number)}"`,
  })
}
