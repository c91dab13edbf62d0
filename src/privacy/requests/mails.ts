import type { About, Letter, MailBuilder, MailBuilders } from '../../correspondence/jobs.ts'
import type { Shop } from '../../shop.ts'
import { urlFor } from '../../urls.ts'
import * as sessions from '../my-data/subject-sessions.ts'
import { type Tx, withPurpose } from '../with-purpose.ts'
import { certificateModel } from './request-words.ts'
import * as requests from './requests.ts'

type Kind =
  | 'my-data-link'
  | 'request-received'
  | 'request-extended'
  | 'request-refused'
  | 'request-lifting'
  | 'request-done'

/** Letters about one's own data, in simple words. */
export const requestMails: Pick<MailBuilders, Kind> = {
  'my-data-link': linkLetter,
  'request-received': aboutRequest('request-received', async (_, request) => ({
    due: request.dueOn,
  })),
  'request-extended': aboutStep('request-extended'),
  'request-refused': aboutStep('request-refused'),
  'request-lifting': aboutStep('request-lifting'),
  'request-done': aboutRequest('request-done', doneModel),
}

/** Whoever asked for a link is told as much where the shop holds nothing: that, too, is an answer (Art. 15(1)). */
async function linkLetter(shop: Shop, { id }: About): Promise<Letter | undefined> {
  const found = await reading(shop, (tx) => sessions.letter(tx, id))
  if (!found) return undefined
  const { address, language, token } = found
  return {
    to: address,
    language,
    subject: shop.t(language)(token ? 'requestMail.subject.link' : 'requestMail.subject.nothing'),
    ...(token && { secret: token }),
    // Whoever typed somebody's address into the form must not make it one that the shop holds.
    fleeting: true,
    model: { href: token && shop.origin + urlFor('myDataOpen', language, { token }) },
  }
}

type Model = Readonly<Record<string, unknown>>

function aboutRequest(
  kind: Exclude<Kind, 'my-data-link'>,
  modelOf: (tx: Tx<'rights-requests'>, request: requests.Request, shop: Shop) => Promise<Model>,
): MailBuilder {
  return (shop, { id }) =>
    reading(shop, async (tx) => {
      const request = await requests.find(tx, id)
      return letterOf(shop, kind, request, await modelOf(tx, request, shop))
    })
}

/** A letter that tells of one step: why the answer takes longer, why it is no. */
function aboutStep(kind: Exclude<Kind, 'my-data-link'>): MailBuilder {
  return (shop, { id }) =>
    reading(shop, async (tx) => {
      const found = await requests.stepWithRequest(tx, id)
      if (!found) return undefined
      const { words, untilOn: until } = found.step
      return letterOf(shop, kind, found.request, { words, until })
    })
}

function letterOf(
  shop: Shop,
  kind: Exclude<Kind, 'my-data-link'>,
  request: requests.Request,
  model: Model,
): Letter {
  const { address, language, name, receivedOn } = request
  const t = shop.t(language)
  const asked = t(`myData.kind.${request.kind}`)
  return {
    to: address,
    language,
    subject: t(`requestMail.subject.${kind}`, { asked }),
    model: {
      name,
      asked,
      receivedOn,
      href: shop.origin + urlFor('myData', language),
      ...model,
    },
  }
}

/** What staff noted for themselves, and what goes without saying, is not in the letter. */
const untold = new Set(['received', 'identity', 'noted', 'recipients', 'extended', 'lift-told'])

async function doneModel(tx: Tx<'rights-requests'>, request: requests.Request, shop: Shop): Promise<Model> {
  const steps = await requests.stepsOf(tx, request.id)
  const erased = steps.find((each) => each.erased)?.erased
  const t = shop.t(request.language)
  return {
    done: steps
      .filter(({ step }) => !untold.has(step))
      .map(({ step, words }) => ({ said: t(`myData.step.${step}`), words })),
    certificate: erased && certificateModel(erased, t, shop.known().register.terms),
  }
}

function reading<T>(shop: Shop, work: (tx: Tx<'rights-requests'>) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.worker, 'rights-requests', 'job:send-mail', work)
}
