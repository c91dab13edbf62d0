import { type Context, Hono } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { parseForm } from '../platform/web/forms.ts'
import { idIn } from '../platform/web/ids.ts'
import * as openings from '../privacy/accountability/openings.ts'
import { withPurpose } from '../privacy/with-purpose.ts'
import { officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import { pattern, urlFor } from '../urls.ts'
import { again, change } from './admin-page.ts'
import { numbersOf } from './orders.ts'
import { answerForm } from './question-forms.ts'
import * as questions from './questions.ts'
import * as workshop from './workshop.ts'

type C = Context<StaffEnv>

/** What buyers ask, for whoever answers; the face guards it. */
export function questionRoutes(shop: AdminShop): Hono<StaffEnv> {
  return new Hono<StaffEnv>()
    .get(pattern('adminQuestions'), (c) => questionsPage(c, shop))
    .post(pattern('adminQuestionAnswer'), (c) => answer(c, shop))
}

async function questionsPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const { closures } = shop.known().settings
  const found = await withPurpose(shop.database.backoffice, 'order-contract', actorOf(member), async (tx) => {
    const waiting = await tx.under('service-messages', async (messages) => {
      const asked = await questions.waiting(messages)
      const ids = asked.map(({ orderId }) => orderId)
      await openings.note(messages, { unit: 'order', ids, page: 'questions' })
      return asked
    })
    return {
      waiting,
      numbers: await numbersOf(
        tx,
        waiting.map(({ orderId }) => orderId),
      ),
      jobs: await workshop.jobs(tx, member.language, { today: shop.clock.today(), closures }),
    }
  })
  return officePage(c, shop, member, 'admin/workshop/questions', {
    done: c.req.query('done') === 'answered',
    rooms: { current: 'questions', jobs: found.jobs.length, questions: found.waiting.length },
    questions: found.waiting.map(({ id, orderId, words, askedAt }) => ({
      id,
      orderId,
      orderNumber: found.numbers.get(orderId),
      words,
      askedAt,
    })),
  })
}

async function answer(c: C, shop: AdminShop): Promise<Response> {
  const [orderId, questionId] = [idIn(c, 'id'), idIn(c, 'questionId')]
  const form = await parseForm(c, answerForm)
  if (!form.ok) return again(c, shop, form, questionId)
  const { answerNote: note, from } = form.value
  const done = await change(c, shop, form.typed, async (tx, answeredBy) => {
    await questions.answer(tx, { questionId, orderId, note, answeredBy })
    return 'question-answered'
  })
  const toList = from === 'list' && done.status === 303
  return toList ? c.redirect(`${urlFor('adminQuestions')}?done=answered`, 303) : done
}
