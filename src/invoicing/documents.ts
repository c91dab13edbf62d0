import type { Context } from 'hono'

/** The name of a document's file, safe on every system and in every header: the prefix of its number may hold slashes. */
export function documentName(number: string, format: 'pdf' | 'ubl' = 'pdf'): string {
  return `${number.replace(/[^\w-]/g, '-')}.${format === 'ubl' ? 'xml' : 'pdf'}`
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

/** Answers with the structured document, to be kept. */
export function ublResponse(c: Context, number: string, bytes: Buffer): Response {
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': 'application/xml; charset=utf-8',
    'content-disposition': `attachment; filename="${documentName(number, 'ubl')}"`,
  })
}
