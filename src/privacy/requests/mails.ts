import {
  type About,
  type Letter,
  type MailBuilder,
  type MailBuilders,
  written,
} from '../../correspondence/jobs.ts'
import type { Language } from '../../platform/i18n/languages.ts'
import type { Shop } from '../../shop.ts'
import { urlFor } from '../../urls.ts'
import * as sessions from '../my-data/subject-sessions.ts'
import { type Tx, withPurpose } from '../with-purpose.ts'
import type { LetterKind } from './mails-telling.ts'
import { certificateModel, stepWords } from './request-words.ts'
import * as requests from './requests.ts'

type Kind = 'my-data-link' | LetterKind

type Rights = Tx<'rights-requests'>

/** What each letter says, of a request or of one of its steps; the same on paper. */
const contents: Readonly<
  Record<LetterKind, (tx: Rights, shop: Shop, id: string) => Promise<Letter | undefined>>
> = {
  'request-received': aboutRequest('request-received', async (_, request) => ({ due: request.dueOn })),
  'request-extended': aboutStep('request-extended'),
  'request-refused': aboutStep('request-refused'),
  'request-lifting': aboutStep('request-lifting'),
  'request-done': aboutRequest('request-done', doneModel),
}

/** Letters about one's own data, in simple words. */
export const requestMails: Pick<MailBuilders, Kind> = {
  'my-data-link': linkLetter,
  'request-received': mailed('request-received'),
  'request-extended': mailed('request-extended'),
  'request-refused': mailed('request-refused'),
  'request-lifting': mailed('request-lifting'),
  'request-done': mailed('request-done'),
}

/** A letter for the post: its words without the foot of a mail. */
export async function onPaper(
  tx: Rights,
  shop: Shop,
  kind: LetterKind,
  id: string,
): Promise<{ subject: string; words: string; language: Language } | undefined> {
  const letter = await contents[kind](tx, shop, id)
  if (!letter) return undefined
  const { subject, language } = letter
  const [words = ''] = written(shop, id, kind, letter).text.split(/\n-- ?\n/)
  return { subject, language, words }
}

function mailed(kind: LetterKind): MailBuilder {
  return (shop, { id }) => reading(shop, (tx) => contents[kind](tx, shop, id))
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
  kind: LetterKind,
  modelOf: (tx: Rights, request: requests.Request, shop: Shop) => Promise<Model>,
) {
  return async (tx: Rights, shop: Shop, id: string) => {
    const request = await requests.find(tx, id)
    return letterOf(shop, kind, request, await modelOf(tx, request, shop))
  }
}

/** A letter that tells of one step: why the answer takes longer, why it is no. */
function aboutStep(kind: LetterKind) {
  return async (tx: Rights, shop: Shop, id: string) => {
    const found = await requests.stepWithRequest(tx, id)
    if (!found) return undefined
    const { words, untilOn: until } = found.step
    return letterOf(shop, kind, found.request, { words, until })
  }
}

function letterOf(shop: Shop, kind: LetterKind, request: requests.Request, model: Model): Letter {
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
      // A link to what an e-mail opens is of no use on paper.
      ...(request.postal === null && { href: shop.origin + urlFor('myData', language) }),
      ...model,
    },
  }
}

/** What staff noted for themselves, and what goes without saying, is not in the letter. */
const untold = new Set(['received', 'identity', 'noted', 'recipients', 'extended', 'lift-told'])

async function doneModel(tx: Rights, request: requests.Request, shop: Shop): Promise<Model> {
  const steps = await requests.stepsOf(tx, request.id)
  const erased = steps.find((each) => each.erased)?.erased
  const t = shop.t(request.language)
  return {
    done: steps
      .filter(({ step }) => !untold.has(step))
      .map((step) => ({ said: stepWords(step, t), words: step.words })),
    certificate: erased && certificateModel(erased, t, shop.known().register.terms),
  }
}

function reading<T>(shop: Shop, work: (tx: Rights) => Promise<T>): Promise<T> {
  return withPurpose(shop.database.worker, 'rights-requests', 'job:send-mail', work)
}
