import type { Context } from 'hono'
import type { AdminShop } from '../admin-shop.ts'
import { type Language, languageNames, languages } from '../platform/i18n/languages.ts'
import { idIn } from '../platform/web/ids.ts'
import { withoutPurpose } from '../privacy/with-purpose.ts'
import { type FormState, officePage } from '../staff/admin-page.ts'
import { actorOf } from '../staff/auth.ts'
import type { StaffEnv } from '../staff/guard.ts'
import * as staff from '../staff/staff.ts'
import { urlFor } from '../urls.ts'
import * as addressees from './addressees.ts'
import { bodyField, subjectField } from './forms.ts'
import { goodsBy } from './goods.ts'
import * as newsletters from './newsletters.ts'

type C = Context<StaffEnv>

/** A draft to write, or what went out. */
export async function newsletterPage(c: C, shop: AdminShop): Promise<Response> {
  return editor(c, shop, idIn(c, 'id'))
}

/** The page of one newsletter; a form that came back stands in it as it was typed. Throws NotFound. */
export async function editor(c: C, shop: AdminShop, id: string, form: FormState = {}): Promise<Response> {
  const member = c.get('staff')
  const { found, counted, goods } = await withoutPurpose(
    shop.database.backoffice,
    actorOf(member),
    async (tx) => {
      const newsletter = await newsletters.find(tx, id)
      return {
        found: newsletter,
        counted: await addressees.count(tx),
        goods: await goodsBy(tx, member.language, newsletter.articleNumbers),
      }
    },
  )
  const shared = {
    newsletter: {
      ...found,
      title: newsletters.titleOf(found, member.language),
      state: `news-${found.state}`,
      notAllowed: found.counts['not-allowed'],
    },
    goods,
    written: newsletters
      .writtenIn(found)
      .map((code) => ({ value: code, label: languageNames[code], href: previewHref(id, code) })),
    done: form.errors ? undefined : doneIn(c),
  }
  if (found.state !== 'draft' && !form.errors)
    return officePage(c, shop, member, 'admin/news/sent', {
      ...shared,
      by: await nameOf(shop, member.id, found.queuedBy),
    })
  return officePage(c, shop, member, 'admin/news/draft', {
    ...shared,
    ...draftModel(shop, found, counted),
    labels: labelsOf(shop, member.language),
    typed: form.typed ?? typedOf(found),
    ...(form.errors ? { errors: form.errors } : {}),
  })
}

function draftModel(
  shop: AdminShop,
  found: newsletters.Newsletter,
  counted: readonly addressees.Addressees[],
) {
  const { purposesOn } = shop.known()
  const texts = languages.map((code) => ({
    code,
    name: languageNames[code],
    state: stateOf(found.texts[code]),
  }))
  const asked = newsletters.audiencesOf(found)
  const written = newsletters.writtenIn(found)
  const rows = languages.map((code) => ({
    name: languageNames[code],
    code,
    consented: peopleIn(counted, 'marketing-email', code),
    customers: peopleIn(counted, 'marketing-similar-goods', code),
    letters: addressees.lettersTo(counted, asked, code),
    written: written.includes(code),
  }))
  return {
    texts,
    pairs: [texts.slice(0, 2), texts.slice(2)],
    on: {
      consented: purposesOn.has('marketing-email'),
      customers: purposesOn.has('marketing-similar-goods'),
    },
    rows,
    letters: rows.filter((row) => row.written).reduce((sum, { letters }) => sum + letters, 0),
  }
}

function peopleIn(counted: readonly addressees.Addressees[], audience: string, language: Language): number {
  return counted.find((one) => one.audience === audience && one.language === language)?.people ?? 0
}

function stateOf({ subject, body }: newsletters.NewsletterText): 'written' | 'begun' | 'missing' {
  if (subject !== '' && body !== '') return 'written'
  return subject === '' && body === '' ? 'missing' : 'begun'
}

function typedOf(found: newsletters.Newsletter): Record<string, string> {
  const texts = languages.flatMap((code) => [
    [subjectField(code), found.texts[code].subject],
    [bodyField(code), found.texts[code].body],
  ])
  return {
    ...Object.fromEntries(texts),
    seen: String(found.version),
    toConsented: found.toConsented ? 'yes' : '',
    toCustomers: found.toCustomers ? 'yes' : '',
    articleNumbers: found.articleNumbers.join('\n'),
  }
}

/** What the fields are called in the summary of what is wrong. */
function labelsOf(shop: AdminShop, language: 'lv' | 'en'): Record<string, string> {
  const t = shop.t(language)
  const texts = languages.flatMap((code) => [
    [subjectField(code), `${t('adminNews.subject')} (${languageNames[code]})`],
    [bodyField(code), `${t('adminNews.body')} (${languageNames[code]})`],
  ])
  return { ...Object.fromEntries(texts), articleNumbers: t('adminNews.goods') }
}

const outcomes = ['saved', 'tested', 'copied', 'queued'] as const

function doneIn(c: C) {
  return outcomes.find((known) => known === c.req.query('done'))
}

/** Who sent it; nobody who has left is looked up. */
async function nameOf(shop: AdminShop, asker: string, id: string | null): Promise<string | undefined> {
  if (id === null) return undefined
  const people = await shop.staffAuth.under('staff-accounts', actorOf({ id: asker }), (tx) => staff.list(tx))
  return people.find((one) => one.id === id)?.name
}

function previewHref(id: string, code: Language): string {
  return urlFor('adminNewsletterPreview', { id, code })
}
