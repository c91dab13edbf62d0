import type { Context } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../admin-shop.ts'
import { printedIban } from '../customers/identifiers.ts'
import type * as orders from '../orders/find.ts'
import { Conflict } from '../platform/errors.ts'
import { languageNames } from '../platform/i18n/languages.ts'
import { amountText } from '../platform/web/amounts.ts'
import { idIn } from '../platform/web/ids.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { type Tx, withPurpose } from '../privacy/with-purpose.ts'
import * as credits from '../receivables/credits.ts'
import { surroundingsOf } from '../receivables/surroundings.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import * as staff from '../staff/staff.ts'
import { piecesField, reductionField, restockField } from './forms.ts'
import { orderOf, orderStandings } from './order-standings.ts'
import { standardDelivery } from './standard-delivery.ts'
import { standingOf } from './standing.ts'
import * as steps from './steps.ts'
import * as withdrawals from './withdrawals.ts'

type C = Context<StaffEnv>

const done = z
  .enum(['attached', 'accepted', 'goods-back', 'answered', 'settled', 'declined', 'closed'])
  .optional()
  .catch(undefined)

/** One withdrawal with what may be done next. 422 for a form that came back, 409 for what was refused. */
export async function withdrawalPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const member = c.get('staff')
  const id = idIn(c, 'id')
  const people = await shop.staffAuth.under('staff-accounts', actorOf(member), (tx) => staff.list(tx))
  const names = new Map(people.map((person) => [person.id, person.name]))
  const { zone } = shop.clock
  const model = await withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), async (tx) => {
    const stated = await withdrawals.find(tx, id)
    const ids = stated.orderId ? [stated.orderId] : []
    await openings.note(tx, { unit: 'order', ids, page: 'withdrawal' })
    const order = (await orderStandings(tx, ids)).get(stated.orderId ?? '')
    const refunded = (await steps.refunded(tx, [id])).has(id)
    const restricted = (await withdrawals.areRestricted(tx, ids)).size > 0
    const words = await tx.under('service-messages', (messages) => steps.wordsOf(messages, id))
    return {
      withdrawal: {
        ...stated,
        iban: stated.iban && printedIban(stated.iban),
        language: languageNames[stated.language],
        number: order?.number ?? stated.contract,
        restricted,
        until: order?.until,
        ...standingOf(stated, order, { zone, refunded, restricted }),
        history: words.map(({ madeBy, ...one }) => ({ ...one, by: madeBy ? names.get(madeBy) : undefined })),
      },
      ...(await partsOf(tx, shop, stated, member.language)),
    }
  })
  return officePage(c, shop, member, 'admin/money/withdrawal', {
    ...form,
    done: form.problem || form.errors ? undefined : done.parse(c.req.query('done')),
    ...model,
  })
}

/** The lines of its order, and what would go back for them as things stand. */
async function partsOf(
  tx: Tx<'order-contract'>,
  shop: AdminShop,
  stated: withdrawals.Withdrawal,
  language: string,
) {
  const order = await orderOf(tx, stated)
  if (!order) return {}
  const before = await withdrawals.withdrawnOf(tx, order.id, stated.id)
  const whole = withdrawals.isWhole(order, stated.pieces, before)
  const standard = await standardDelivery(tx, order, shop.known().settings, shop.clock.today())
  // Nothing of it will have been sent: all that was paid goes back.
  const cancelled = whole && order.dispatch === null
  const amounts = cancelled ? undefined : await amountsOf(tx, shop, order, stated, whole ? standard : 0)
  return {
    whole,
    sent: order.dispatch !== null,
    delivery: { paid: order.delivery.priceCents, standard, text: amountText(whole ? standard : 0, language) },
    amounts: amounts && { deliveryCents: amounts.deliveryCents, totalCents: amounts.totalCents },
    labels: labelsOf(order.lines),
    lines: order.lines.map((line) => {
      const pieces = stated.pieces.find(({ orderLineId }) => orderLineId === line.id)?.quantity ?? 0
      const most = line.quantity - (before.get(line.id) ?? 0)
      return {
        id: line.id,
        name: line.name,
        variant: line.label,
        madeToOrder: line.madeToOrder,
        ordered: line.quantity,
        pieces,
        most,
        amount: amounts?.lines.get(line.id),
        piecesField: piecesField(line.id),
        offField: reductionField(line.id),
        restockField: restockField(line.id),
        stocked: !line.madeToOrder && pieces > 0,
      }
    }),
  }
}

/** What the fields of lines are called, where something is wrong with one. */
export function labelsOf(
  lines: readonly { readonly id: string; readonly name: string }[],
): Record<string, string> {
  return Object.fromEntries(
    lines.flatMap(({ id, name }) =>
      [piecesField(id), reductionField(id), restockField(id)].map((field) => [field, name]),
    ),
  )
}

async function amountsOf(
  tx: Tx<'order-contract'>,
  shop: AdminShop,
  order: orders.OrderFacts,
  { pieces }: withdrawals.Withdrawal,
  delivery: number,
) {
  if (pieces.length === 0) return undefined
  try {
    return await credits.amounts(
      tx,
      order,
      { lines: pieces, delivery, cause: 'withdrawal' },
      surroundingsOf(shop),
    )
  } catch (error) {
    // Nothing was invoiced, or it is credited already.
    if (error instanceof Conflict) return undefined
    throw error
  }
}
