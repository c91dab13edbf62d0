import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Reader, Transaction } from '../platform/database/client.ts'
import { type Language, languages } from '../platform/i18n/languages.ts'
import { bookkeeping } from './bookkeeping.ts'
import type { Carrier } from './delivery.ts'
import { delivery } from './flat-delivery.ts'
import { home } from './home.ts'
import { type Pages, pagesInForce } from './pages.ts'
import { setting } from './table.ts'
import { refillTerms, type Terms, termsInForce } from './terms.ts'

const days = z.number().int().min(1).max(60)
const isoDay = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** The highest rate of late interest a year, in basis points. */
export const mostRate = 9_000
/** From which day (ISO) a yearly rate of late interest holds. */
const rateFrom = z.object({ from: isoDay, rate: z.number().int().min(0).max(mostRate) })

/** Who looks after personal data: an office or a person. */
const dataPerson = z.object({ name: z.string(), email: z.string(), phone: z.string().nullable() })

/** The groups of settings, one row each. A shop without a row for a group has not been set up. */
export const groups = {
  identity: z.object({
    /** As customers know it. */
    name: z.string(),
    /** As the register of enterprises has it. */
    legalName: z.string(),
    registrationNumber: z.string(),
    vatNumber: z.string().nullable(),
    street: z.string(),
    town: z.string(),
    postcode: z.string(),
    country: z.string().length(2),
    email: z.string(),
    phone: z.string(),
    /** Opening hours, in words for each language. */
    hours: z.partialRecord(z.enum(languages), z.string()),
  }),
  bank: z.object({
    /** Exactly as the bank has it: banks compare the name with the account. */
    accountHolder: z.string(),
    iban: z.string(),
    bic: z.string().nullable(),
    bank: z.string().nullable(),
    /** Calendar days within which a transfer is awaited. */
    paymentDays: days,
  }),
  /** Prices with VAT, in cents; days are working days. */
  delivery,
  ordering: z.object({
    /** Goods must come to this much (cents with VAT, before discounts) to be ordered; null for any. */
    minimumCents: z.number().int().min(1).max(10_000_000).nullable(),
    /** Money that has come by this hour of a working day counts for that day. */
    cutOffHour: z.number().int().min(1).max(23).default(12),
  }),
  /** Ways to pay; cards are offered only where their provider is set up. Days are calendar days. */
  paying: z.object({
    transfer: z.boolean(),
    card: z.boolean(),
    /** Over the counter, when the goods are collected. */
    collection: z.boolean(),
    /** Persons who identify themselves, up to so much (cents with VAT); null: none (Directive (EU) 2023/2225 Art. 2(2)(h)). */
    persons: z
      .object({ days: z.number().int().min(1).max(50), mostCents: z.number().int().min(1).max(1_000_000) })
      .nullable(),
    /** Companies that the shop approves, one by one or by standing terms; null: none. */
    companies: z.object({ days: z.number().int().min(1).max(120) }).nullable(),
    /** A reminder goes so long before the last day to pay; null: none. */
    reminderDays: z.number().int().min(1).max(30).nullable(),
    /** An unpaid order is given up so long after it; null: by hand only. */
    releaseDays: z.number().int().min(0).max(90).nullable(),
  }),
  /** Asking for money that is due; the database reads `countries` and `barredYears` too. Calendar days. */
  debts: z.object({
    /** Where debtors may be handed to a collector: countries that the shop's lawyer signed off. */
    countries: z.array(z.string().length(2)),
    /** Reminders go out by themselves; otherwise somebody sends them from the morning page. */
    automatic: z.boolean(),
    /** Days after the due date (before it: negative) on which a company is reminded. */
    companySteps: z.array(z.number().int().min(-30).max(180)).max(9),
    /** Days after the due date on which a person is reminded, once and free of charge. */
    personDays: z.number().int().min(1).max(60),
    /** Days after the due date on which the notice of a person's debt is due. */
    personNoticeDays: z.number().int().min(1).max(365).default(20),
    /** Days after the due date on which a company gets the notice of its debt. */
    companyNoticeDays: z.number().int().min(1).max(365),
    /** A notice counts as received so long after it was posted; null: by proof only. */
    presumedDays: z.number().int().min(7).max(60).nullable(),
    /** Years after the due date for which a debt can be asked for. */
    barredYears: z.object({
      person: z.number().int().min(1).max(15),
      company: z.number().int().min(1).max(15),
    }),
    /** Yearly rates in basis points that came after our own table: what a person owes, and what the ECB charges. */
    rates: z
      .object({ person: z.array(rateFrom), refinancing: z.array(rateFrom) })
      .default({ person: [], refinancing: [] }),
    /** The most that a person owes for recovery: sources disagree (MK 61, 2013), and the shop may ask for none. */
    personCosts: z.enum(['none', '7-10', '15-15']).default('7-10'),
  }),
  numbers: z.object({
    orderPrefix: z.string(),
    invoicePrefix: z.string(),
    creditPrefix: z.string().default('K'),
  }),
  vat: z.object({
    /** Since when the shop is in the VAT register, or no longer; none: always, if it has a number. */
    periods: z.array(z.object({ from: isoDay, registered: z.boolean() })),
    /** Consumers elsewhere in the Union pay their own country's VAT, declared in one place. */
    oneStopShop: z.boolean(),
  }),
  closures: z.object({
    closures: z.array(z.object({ id: z.uuid(), from: isoDay, until: isoDay, reason: z.string() })),
  }),
  languages: z.object({ open: z.array(z.enum(languages)) }),
  /** The shop's own words on its home page. */
  home,
  backup: z.object({
    on: z.boolean(),
    /** In the shop's zone. */
    hour: z.number().int().min(0).max(23),
    /** Older files are deleted. */
    keep: z.number().int().min(1).max(90),
  }),
  /** Accounts of the journal, and tables for the accountant's own program. */
  bookkeeping,
  privacy: z.object({
    /** Whom to ask about personal data; the shop's own address while nobody is named. */
    contact: dataPerson.nullable(),
    /** The data protection officer (GDPR Art. 37), where there is one. */
    officer: dataPerson.nullable(),
  }),
} as const

export type GroupKey = keyof typeof groups
export type Settings = { readonly [K in GroupKey]: z.infer<(typeof groups)[K]> } & {
  /** The terms of sale in force, by language. */
  readonly terms: Partial<Record<Language, Terms>>
  /** The pages that the shop writes itself, by language. */
  readonly pages: Pages
}

/** How a group begins that came when shops were already set up. */
const laterGroups: readonly (readonly [GroupKey, unknown])[] = [['home', {}]]

/** All settings, or undefined for a shop that has not been set up. */
export async function read(reader: Reader): Promise<Settings | undefined> {
  const rows = await reader.select({ key: setting.key, value: setting.value }).from(setting)
  const kept = rows.map(({ key, value }) => [key, value] as const)
  const values = new Map<string, unknown>([...laterGroups, ...kept])
  const keys = Object.keys(groups) as GroupKey[]
  if (!keys.every((key) => values.has(key))) return undefined
  const parsed = Object.fromEntries(keys.map((key) => [key, groups[key].parse(values.get(key))]))
  return { ...parsed, terms: await termsInForce(reader), pages: await pagesInForce(reader) } as Settings
}

/** Whether the shop has said who it is: before that nobody is shown pages that would name nobody. */
export function hasName({ identity }: Pick<Settings, 'identity'>): boolean {
  const { name, legalName, registrationNumber, street, town, postcode, email, phone } = identity
  const said = [name, legalName, registrationNumber, street, town, postcode, email, phone]
  return said.every((text) => text !== '')
}

/** Whether it has also said where to pay and how goods come: before that nobody can order (CRD Art. 6(1)). */
export function readyToSell(settings: Settings, language: Language): boolean {
  return unsaid(settings).length === 0 && settings.terms[language] !== undefined
}

/** The sections of the settings without which nobody can order, in the order in which one fills them in. */
export function unsaid(settings: Pick<Settings, 'identity' | 'bank' | 'delivery'>): GroupKey[] {
  const { bank, delivery } = settings
  const said = {
    identity: hasName(settings),
    bank: bank.accountHolder !== '' && bank.iban !== '',
    delivery: delivery.collection.offered || delivery.carriers.some(carries),
  }
  return (['identity', 'bank', 'delivery'] as const).filter((key) => !said[key])
}

function carries({ courier, locker }: Carrier): boolean {
  return courier?.offered === true || locker?.offered === true
}

/** Two people who change the same group wait for each other until the transaction ends. */
export async function lock(tx: Transaction, key: GroupKey): Promise<void> {
  await tx.execute(sql`select from setting where key = ${key} for update`)
}

/** Changes one group; terms that name what has changed are published anew. `by` is the member of staff, null for a command. */
export async function change<K extends GroupKey>(
  tx: Transaction,
  key: K,
  value: z.input<(typeof groups)[K]>,
  by: string | null,
): Promise<void> {
  const checked = groups[key].parse(value)
  await tx
    .insert(setting)
    .values({ key, value: checked, changedBy: by })
    .onConflictDoUpdate({
      target: setting.key,
      set: { value: checked, changedBy: by, changedAt: sql`now()` },
    })
  if (key === 'identity') await refillTerms(tx, checked as Settings['identity'], by)
}
