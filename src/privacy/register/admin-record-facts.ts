import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { AdminShop } from '../../admin-shop.ts'
import type { Transaction } from '../../platform/database/client.ts'
import { translator } from '../../platform/i18n/messages.ts'
import { email, lines, optionalText } from '../../platform/web/fields.ts'
import { parseForm, type Typed } from '../../platform/web/forms.ts'
import * as settings from '../../settings/settings.ts'
import { type FormState, officePage } from '../../staff/admin-page.ts'
import { requireConfirmed, requireStaff, type StaffEnv } from '../../staff/guard.ts'
import { pattern, urlFor } from '../../urls.ts'
import { type RegisterState, readState, within } from './admin-purposes-state.ts'
import { registerLanguages, textOf, type WrittenText, write, written } from './balancing.ts'
import { note } from './versions.ts'

type C = Context<StaffEnv>
type Person = NonNullable<settings.Settings['privacy']['contact']>

const longest = 6_000

/** What the record says of the whole shop: whom to ask, the data protection officer, the security measures. */
export function addFactsRoutes(routes: Hono<StaffEnv>, shop: AdminShop): void {
  const at = pattern('adminRecordFacts')
  routes.use(at, requireStaff(shop, ['owner']), requireConfirmed(shop, urlFor('adminRecordFacts')))
  routes.get(at, (c) => factsPage(c, shop))
  routes.post(at, (c) => save(c, shop))
}

async function factsPage(c: C, shop: AdminShop, form: FormState = {}): Promise<Response> {
  const member = c.get('staff')
  const state = await readState(shop, member)
  return officePage(c, shop, member, 'admin/privacy/record-facts', {
    ...(form.errors && { errors: form.errors }),
    typed: form.typed ?? valuesOf(state),
  })
}

function valuesOf({ settings: { privacy }, texts }: RegisterState): Typed {
  return {
    contactName: privacy.contact?.name ?? '',
    contactEmail: privacy.contact?.email ?? '',
    contactPhone: privacy.contact?.phone ?? '',
    officerName: privacy.officer?.name ?? '',
    officerEmail: privacy.officer?.email ?? '',
    officerPhone: privacy.officer?.phone ?? '',
    ...Object.fromEntries(
      registerLanguages.map((language) => [`measures-${language}`, measuresIn(texts, language)]),
    ),
  }
}

function measuresIn(texts: readonly WrittenText[], language: (typeof registerLanguages)[number]): string {
  return textOf(texts, { subject: 'measures', language, part: 'measures' }, translator(language))
}

/** A person is named in full or not at all. */
const factsForm = z
  .object({
    contactName: optionalText(120),
    contactEmail: optionalEmail(),
    contactPhone: optionalText(40),
    officerName: optionalText(120),
    officerEmail: optionalEmail(),
    officerPhone: optionalText(40),
    'measures-lv': lines(longest),
    'measures-en': lines(longest),
  })
  .superRefine((typed, context) => {
    for (const who of ['contact', 'officer'] as const) {
      const [name, address] = [typed[`${who}Name`], typed[`${who}Email`]]
      const missing = name && !address ? `${who}Email` : address && !name ? `${who}Name` : undefined
      if (missing) context.addIssue({ code: 'custom', message: 'errors.required', path: [missing] })
    }
  })
  .transform((typed) => ({
    privacy: {
      contact: personOf(typed.contactName, typed.contactEmail, typed.contactPhone),
      officer: personOf(typed.officerName, typed.officerEmail, typed.officerPhone),
    },
    measures: { lv: typed['measures-lv'], en: typed['measures-en'] },
  }))

type Facts = z.output<typeof factsForm>

function personOf(name?: string, address?: string, phone?: string): Person | null {
  return name && address ? { name, email: address, phone: phone ?? null } : null
}

function optionalEmail() {
  return z.preprocess((typed) => (typed === '' ? undefined : typed), email().optional())
}

async function save(c: C, shop: AdminShop): Promise<Response> {
  const form = await parseForm(c, factsForm)
  if (!form.ok) return factsPage(c, shop, form)
  const member = c.get('staff')
  await within(shop, member, (tx) => keep(tx, form.value, member.id))
  return c.redirect(`${urlFor('adminRecord')}?done=facts`, 303)
}

/** Each of the two that changed is a version of the register. */
async function keep(tx: Transaction, { privacy, measures }: Facts, by: string): Promise<void> {
  await settings.lock(tx, 'privacy')
  const before = (await settings.read(tx))!.privacy
  if (JSON.stringify(before) !== JSON.stringify(privacy)) {
    await settings.change(tx, 'privacy', privacy, by)
    await note(tx, { what: 'contact' }, by)
  }
  const texts = await written(tx)
  const changed = registerLanguages.filter((language) => measuresIn(texts, language) !== measures[language])
  for (const language of changed)
    await write(tx, { subject: 'measures', part: 'measures', language, words: measures[language] }, by)
  if (changed.length > 0) await note(tx, { what: 'measures' }, by)
}
