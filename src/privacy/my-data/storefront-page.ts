import { desc } from 'drizzle-orm'
import type { Context } from 'hono'
import { z } from 'zod'
import { NotFound } from '../../platform/errors.ts'
import type { Translate } from '../../platform/i18n/messages.ts'
import { idIn } from '../../platform/web/ids.ts'
import { languageOf, type StorefrontShop } from '../../storefront-shop.ts'
import { disclosure } from '../accountability/table.ts'
import { titleOf } from '../notices/notice-words.ts'
import type { Category, PurposeId } from '../purposes.ts'
import { certificateModel, recipientsIn, stepWords } from '../requests/request-words.ts'
import * as requests from '../requests/requests.ts'
import * as restrictions from '../restrictions.ts'
import type { Tx } from '../with-purpose.ts'
import * as accessExport from './access-export.ts'
import * as holdings from './holdings.ts'
import { choiceModels } from './storefront-choices.ts'
import { unitModels } from './storefront-holdings.ts'
import { asPerson } from './storefront-person.ts'
import * as choices from './subject-choices.ts'
import * as subjectOrders from './subject-orders.ts'
import type { Subject } from './subject-sessions.ts'

/** What the page says was just done. */
const done = z
  .enum([
    'copied',
    'corrected',
    'asked',
    'asked-again',
    'restricted',
    'lifted',
    'objected',
    'on',
    'on-interest',
    'off',
  ])
  .optional()
  .catch(undefined)

/** Everything of a person on one page: what they may do, and what the shop holds. */
export async function ownPage(c: Context, shop: StorefrontShop, subject: Subject): Promise<Response> {
  const found = await asPerson(shop, subject, async (tx) => ({
    choices: await choices.read(tx),
    orders: await subjectOrders.read(tx),
    held: await holdings.of(tx, shop.register),
    copy: await accessExport.collect(tx, shop.register, { files: false }),
    received: await receivedBy(tx),
    requests: await requests.ofAddress(tx, subject.address),
    restricted: await restrictions.current(tx, subject.address),
  }))
  return shop.show(
    c,
    'storefront/privacy/my-data-page',
    { name: 'myData', noindex: true },
    {
      address: subject.address,
      done: done.parse(c.req.query('done')),
      restrictedOn: found.restricted?.madeAt,
      choices: choiceModels(shop, found.choices),
      orders: found.orders,
      units: unitModels(c, shop, found.orders, found.held, found.copy),
      received: receivedModels(c, shop, found.received),
      requests: found.requests,
    },
  )
}

/** One request of the person, with what was done about it. Throws NotFound for anybody else's. */
export async function requestPage(c: Context, shop: StorefrontShop, subject: Subject): Promise<Response> {
  const id = idIn(c, 'id')
  const found = await asPerson(shop, subject, async (tx) => {
    const request = await requests.find(tx, id)
    if (request.address !== subject.address) throw new NotFound()
    return { request, steps: await requests.stepsOf(tx, id) }
  })
  const t = shop.t(languageOf(c))
  const erased = found.steps.find(({ step }) => step === 'erased')
  return shop.show(
    c,
    'storefront/privacy/my-data-request',
    { name: 'myDataRequest', params: { id } },
    {
      done: c.req.query('done') === 'erased' ? 'erased' : undefined,
      request: {
        ...found.request,
        // What staff noted for themselves stays with them.
        steps: found.steps
          .filter(({ step }) => step !== 'noted')
          .map((each) => ({
            said: stepWords(each, t),
            at: each.madeAt,
            words: wordsOf(each, t),
          })),
        certificate: erased?.erased
          ? {
              at: erased.madeAt,
              ...certificateModel(erased.erased, t, shop.known().register.terms),
            }
          : undefined,
      },
    },
  )
}

/** How it was known who asks is the shop's own note. */
function wordsOf({ step, words }: requests.NotedStep, t: Translate): string | null {
  if (step === 'identity' || step === 'received') return null
  return step === 'recipients' && words ? recipientsIn(words, t) : words
}

interface ReceivedRow {
  readonly at: Date
  readonly recipientKind: string
  readonly recipient: string | null
  readonly purpose: PurposeId
  readonly categories: readonly Category[]
}

/** Each time the person's data went to somebody else, the newest first. */
function receivedBy(tx: Tx<'rights-requests'>): Promise<ReceivedRow[]> {
  return tx
    .select({
      at: disclosure.at,
      recipientKind: disclosure.recipientKind,
      recipient: disclosure.recipient,
      purpose: disclosure.purpose,
      categories: disclosure.categories,
    })
    .from(disclosure)
    .orderBy(desc(disclosure.at))
    .limit(200)
}

/** The same data for the same purpose to the same recipient once, with its last day and how often. */
function receivedModels(c: Context, shop: StorefrontShop, rows: readonly ReceivedRow[]) {
  const t = shop.t(languageOf(c))
  const alike = Map.groupBy(rows, ({ at: _, ...same }) => JSON.stringify(same))
  return [...alike.values()].map((same) => {
    const { at, recipientKind, recipient, purpose, categories } = same[0]!
    const kind = t(`privacy.recipient.${recipientKind}`)
    return {
      at,
      times: same.length,
      recipient: recipient ? `${kind} (${recipient})` : kind,
      purpose: titleOf(purpose, t),
      data: categories.map((category) => t(`privacy.category.${category}`)).join('; '),
    }
  })
}
