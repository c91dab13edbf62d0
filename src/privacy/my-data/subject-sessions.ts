import { sql } from 'drizzle-orm'
import { sqlState } from '../../platform/database/client.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import { isToken, token, tokenHash } from '../../platform/keys.ts'
import type { Tx } from '../with-purpose.ts'

type Rights = Tx<'rights-requests'>

/** The person behind an open page of one's own data. */
export interface Subject {
  /** The session's; `answer` reads by it. */
  readonly id: string
  readonly address: string
  readonly addressHash: Buffer
}

export interface Asking {
  /** In lower case: a person is an e-mail address. */
  readonly address: string
  readonly addressHash: Buffer
  readonly language: Language
  /** The cart of the same browser, by its cookie. */
  readonly cart: string | undefined
  /** Keyed hash of where the request came from. */
  readonly connectionHash: Buffer
}

/**
 * Notes that a link is asked for, the same whether or not anything is known of the address. Gives the id for its mail,
 * or undefined where enough were sent there lately. Throws TooManyLinks for a connection that asks for too many.
 */
export async function ask(tx: Rights, asking: Asking): Promise<string | undefined> {
  const { address, addressHash, language, connectionHash } = asking
  const cart = asking.cart && isToken(asking.cart) ? tokenHash(asking.cart) : null
  try {
    const [row] = await tx.execute<{ id: string | null }>(sql`
      select shop_ask_for_link(${address}, ${addressHash}, ${language}, ${cart}, ${connectionHash}) as id`)
    return row?.id ?? undefined
  } catch (error) {
    throw sqlState(error) === '54000' ? new TooManyLinks() : error
  }
}

/** One connection asked for more links than a person needs. */
export class TooManyLinks extends Error {}

/**
 * For the job that mails the link: a new token each time, valid for ten minutes from now. Without a token the shop holds
 * nothing of the address. Undefined where the link was used or asked for long ago.
 */
export async function letter(
  tx: Rights,
  sessionId: string,
): Promise<{ address: string; language: Language; token: string | undefined } | undefined> {
  const bearer = token()
  const [row] = await tx.execute<{ address: string; language: Language; known: boolean }>(sql`
    select address, language, known from shop_link_letter(${sessionId}, ${tokenHash(bearer)})`)
  return row && { address: row.address, language: row.language, token: row.known ? bearer : undefined }
}

/** Whether a link would open something; asking uses nothing up. */
export async function wouldOpen(tx: Rights, bearer: string): Promise<boolean> {
  if (!isToken(bearer)) return false
  const [row] = await tx.execute<{ opens: boolean }>(
    sql`select shop_link_opens(${tokenHash(bearer)}) as opens`,
  )
  return row!.opens
}

/** Uses a link up and gives the token of the page's own cookie; undefined where the link opens nothing. */
export async function open(tx: Rights, bearer: string): Promise<string | undefined> {
  if (!isToken(bearer)) return undefined
  const cookie = token()
  const [row] = await tx.execute<{ opened: boolean }>(sql`
    select shop_open_my_data(${tokenHash(bearer)}, ${tokenHash(cookie)}) as opened`)
  return row!.opened ? cookie : undefined
}

/** Who holds this cookie while the page is open: half an hour after each use, an hour at most. */
export async function current(tx: Rights, cookie: string | undefined): Promise<Subject | undefined> {
  if (!cookie || !isToken(cookie)) return undefined
  const [row] = await tx.execute<{ id: string; address: string; hash: string }>(sql`
    select id, address, encode(address_hash, 'hex') as hash from shop_my_data_session(${tokenHash(cookie)})`)
  return row && { id: row.id, address: row.address, addressHash: Buffer.from(row.hash, 'hex') }
}

/** Closes the page: its cookie opens nothing any more. */
export async function close(tx: Rights, cookie: string): Promise<void> {
  if (isToken(cookie)) await tx.execute(sql`select shop_close_my_data(${tokenHash(cookie)})`)
}
