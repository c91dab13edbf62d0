import * as catalogue from '../catalogue/catalogue.ts'
import type { Letter } from '../correspondence/jobs.ts'
import { reencode } from '../platform/files/pictures.ts'
import type { Language } from '../platform/i18n/languages.ts'
import type { Attachment } from '../platform/mail/transport.ts'
import type { Shop } from '../shop.ts'
import { urlFor } from '../urls.ts'
import { goodsBy, type LetterGoods } from './goods.ts'
import { linkKey, linkToken } from './links.ts'
import type { Newsletter } from './newsletters.ts'
import type { Addressee } from './sending.ts'
import type { Audience } from './table.ts'
import { letterHtml, letterText } from './wording.ts'

/** A newsletter in one language, the same for all its readers. */
export interface Issue {
  readonly newsletterId: string
  readonly language: Language
  readonly subject: string
  readonly model: Readonly<Record<string, unknown>>
  readonly attachments: readonly Attachment[]
}

/** Pixels of a picture in a letter, which shows it at half of that. */
const pictureWidth = 320
const asPng = { maxBytes: 2_000_000, maxPixels: 4_000_000, maxEdge: pictureWidth, format: 'png' } as const

/**
 * What a newsletter says in a language now. In a letter the pictures travel along, so that nobody learns who opened it
 * and when; a page shows them from their own address.
 */
export async function issueOf(
  shop: Shop,
  { id, texts, articleNumbers }: Pick<Newsletter, 'id' | 'texts' | 'articleNumbers'>,
  language: Language,
  shownOn: 'letter' | 'page',
): Promise<Issue> {
  const { subject, body } = texts[language]
  const reader = shop.database[shownOn === 'letter' ? 'worker' : 'backoffice'].client.orm
  const goods = await goodsBy(reader, language, articleNumbers)
  const attachments = shownOn === 'letter' ? await picturesOf(reader, goods) : []
  const srcOf = ({ picture }: LetterGoods) => {
    if (!picture) return undefined
    if (shownOn === 'page') return urlFor('picture', { id: picture.id, width: pictureWidth })
    const [attached] = attachments.filter(({ contentId }) => contentId === contentIdOf(picture.id))
    return attached && `cid:${attached.contentId}`
  }
  return {
    newsletterId: id,
    language,
    subject,
    attachments,
    model: {
      html: await letterHtml(body, shop.origin),
      text: letterText(body, shop.origin),
      goods: goods.map((one) => ({
        name: one.name,
        label: one.label,
        priceCents: one.priceCents,
        href: shop.origin + urlFor('product', language, { slug: one.slug }),
        picture: srcOf(one) && { src: srcOf(one), alt: one.picture?.alt },
      })),
    },
  }
}

/** The letter to one reader, with the link by which it stops: made from the subscription's id, stored nowhere. */
export function letterTo(shop: Shop, issue: Issue, audience: Audience, to: Addressee): Letter {
  const { newsletterId, language, subject, model, attachments } = issue
  const token = linkToken(linkKey(shop.secret), { subscriptionId: to.subscriptionId, newsletterId })
  const stopHref = shop.origin + urlFor('newsStop', language, { token })
  return {
    to: to.address,
    language,
    subject,
    secret: token,
    attachments,
    headers: stopHeaders(stopHref),
    model: { ...model, audience, since: to.since, stopHref },
  }
}

/** As it looks, for nobody: its link leads to the page about news. */
export function sampleOf(shop: Shop, issue: Issue, audience: Audience, to: string, test = true): Letter {
  const { language, subject, model, attachments } = issue
  const stopHref = shop.origin + urlFor('news', language)
  return {
    to,
    language,
    subject,
    attachments,
    model: { ...model, audience, since: shop.clock.now(), stopHref, test },
  }
}

/** One click in the mail program (RFC 8058), which asks for https. */
function stopHeaders(href: string): Record<string, string> {
  return {
    'List-Unsubscribe': `<${href}>`,
    ...(href.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
  }
}

/** Many mail programs cannot show the WebP that pages use; a picture that is not rendered yet is left out. */
async function picturesOf(
  reader: Parameters<typeof catalogue.pictureFile>[0],
  goods: readonly LetterGoods[],
): Promise<Attachment[]> {
  const attachments: Attachment[] = []
  for (const { picture } of goods) {
    const contentId = picture && contentIdOf(picture.id)
    if (!contentId || attachments.some((one) => one.contentId === contentId)) continue
    const file = await catalogue.pictureFile(reader, picture.id, pictureWidth)
    const drawn = file && (await reencode(file, asPng))
    if (!drawn || 'refused' in drawn) continue
    const name = `${attachments.length + 1}.png`
    attachments.push({ name, type: 'image/png', content: drawn.picture.bytes, contentId })
  }
  return attachments
}

function contentIdOf(pictureId: string): string {
  return `${pictureId}@mail`
}
