import { type Context, Hono } from 'hono'
import type { AdminShop } from '../../admin-shop.ts'
import { NotFound } from '../../platform/errors.ts'
import { type Translate, translator } from '../../platform/i18n/messages.ts'
import { officePage } from '../../staff/admin-page.ts'
import type { StaffMember } from '../../staff/auth.ts'
import type { StaffEnv } from '../../staff/guard.ts'
import type { StaffLanguage } from '../../staff/table.ts'
import { pattern, urlFor } from '../../urls.ts'
import { countryIn } from '../notices/notice-recipients.ts'
import { namesOf, readState, within } from './admin-purposes-state.ts'
import { addFactsRoutes } from './admin-record-facts.ts'
import { addStaffRoutes } from './admin-record-staff.ts'
import { compose } from './record.ts'
import { recordCsv } from './record-csv.ts'
import type { RecordOfProcessing } from './record-schema.ts'
import { keptIn, titleIn } from './record-words.ts'
import * as versions from './versions.ts'

type C = Context<StaffEnv>

/** The record of processing activities (Art. 30): to read, to print, as a table and for machines. */
export function recordRoutes(shop: AdminShop): Hono<StaffEnv> {
  const routes = new Hono<StaffEnv>()
  routes.get(pattern('adminRecord'), (c) => recordPage(c, shop))
  routes.get(pattern('adminRecordCsv'), async (c) => {
    const record = await recordOf(shop, c.get('staff'))
    return file(c, recordCsv(record, translator(record.language)), 'text/csv; charset=utf-8', record, 'csv')
  })
  routes.get(pattern('adminRecordJson'), async (c) => {
    const record = await recordOf(shop, c.get('staff'))
    return file(c, `${JSON.stringify(record, null, 2)}\n`, 'application/json', record, 'json')
  })
  addFactsRoutes(routes, shop)
  addStaffRoutes(routes, shop)
  routes.get(pattern('adminRegisterVersions'), (c) => versionsPage(c, shop))
  routes.get(pattern('adminRegisterVersion'), (c) => version(c, shop))
  return routes
}

async function recordOf(shop: AdminShop, member: StaffMember): Promise<RecordOfProcessing> {
  const { settings, switches, version: found, ...state } = await readState(shop, member)
  // Reading its settings a shop keeps the first version, so there is one.
  if (!found) throw new NotFound()
  const { language } = member
  return compose(
    {
      ...state,
      language,
      identity: settings.identity,
      privacy: settings.privacy,
      off: switches.filter(({ on }) => !on),
      version: found,
      today: shop.clock.today(),
      schema: shop.origin + urlFor('recordSchema'),
    },
    translator(language),
  )
}

async function recordPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const record = await recordOf(shop, member)
  return officePage(c, shop, member, 'admin/privacy/record', {
    record: shown(record, member.language),
    done: ['facts'].find((what) => what === c.req.query('done')),
  })
}

/** The record with countries by name, and each purpose's recipients as this shop has them. */
function shown(record: RecordOfProcessing, language: StaffLanguage) {
  const named = ({ country }: { country: string }) => countryIn(language, country)
  return {
    ...record,
    controller: { ...record.controller, countryName: named(record.controller) },
    recipients: record.recipients.map((one) => ({ ...one, countryName: named(one) })),
    transfers: record.transfers.map((one) => ({ ...one, countryName: named(one) })),
  }
}

function file(c: C, text: string, type: string, { madeOn, version: at }: RecordOfProcessing, ending: string) {
  return c.body(text, 200, {
    'content-type': type,
    'content-disposition': `attachment; filename="record-of-processing-${at}-${madeOn}.${ending}"`,
  })
}

async function versionsPage(c: C, shop: AdminShop): Promise<Response> {
  const member = c.get('staff')
  const t = translator(member.language)
  const names = await namesOf(shop, member)
  const found = await within(shop, member, (tx) => versions.list(tx))
  return officePage(c, shop, member, 'admin/privacy/record-versions', {
    versions: found.map(({ number, at, by, changed, hash }) => ({
      number,
      at,
      by: by === null ? undefined : (names.get(by) ?? t('recordPage.formerStaff')),
      words: changeIn(changed, t),
      hash: hash.slice(0, 8),
      href: urlFor('adminRegisterVersion', { number }),
    })),
  })
}

/** What was changed, in words. */
function changeIn(changed: versions.Change, t: Translate): string {
  if (changed.what === 'term') {
    const length = (period: string) => keptIn({ from: changed.fact, period }, t)
    const said = changed.from === changed.to ? 'signed' : 'changed'
    return t(`registerChange.term.${said}`, {
      title: titleIn(changed.purpose, t),
      from: length(changed.from),
      to: length(changed.to),
    })
  }
  if (changed.what === 'terms') return t('registerChange.terms', { count: changed.count })
  if (changed.what === 'switch')
    return t(`registerChange.switch.${changed.on ? 'on' : 'off'}`, { title: titleIn(changed.purpose, t) })
  if (changed.what === 'balance') return t('registerChange.balance', { title: titleIn(changed.purpose, t) })
  if (changed.what === 'recipient') {
    const kind = t(`privacy.recipient.${changed.kind}`)
    return t(`registerChange.recipient.${changed.how}`, { name: changed.name || kind })
  }
  return t(`registerChange.${changed.what}`)
}

/** The register as it stood, for machines and for whoever compares. */
async function version(c: C, shop: AdminShop): Promise<Response> {
  const number = Number(/^\d{1,9}$/.exec(c.req.param('number') ?? '')?.[0] ?? 0)
  const found = await within(shop, c.get('staff'), (tx) => versions.find(tx, number))
  return c.body(`${JSON.stringify(found, null, 2)}\n`, 200, {
    'content-type': 'application/json',
    'content-disposition': `attachment; filename="register-${number}.json"`,
  })
}
