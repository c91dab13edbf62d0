import { getTableName } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { formats } from '../../src/platform/i18n/format.ts'
import { languages } from '../../src/platform/i18n/languages.ts'
import { translator } from '../../src/platform/i18n/messages.ts'
import { toldColumns } from '../../src/privacy/my-data/holdings.ts'
import { valueText } from '../../src/privacy/my-data/request-copy-codes.ts'
import { columnLabel, isNamed, shownColumn } from '../../src/privacy/my-data/request-copy-words.ts'
import { ofSubject } from '../../src/privacy/units.ts'
import { register } from '../../src/register.ts'

test('each table of which a person is shown anything has a name in words', () => {
  const nameless = register.personal
    .filter((declared) => ofSubject(declared.unit) !== undefined)
    .map((declared) => ({ table: getTableName(declared.table), told: toldColumns(declared) }))
    .filter(({ table, told }) =>
      told.some(({ name, tag }) => shownColumn({ name, categories: tag.personal, purposes: [] }, table)),
    )
    .filter(({ table }) => !isNamed(table))
  expect(nameless.map(({ table }) => table)).toEqual([])
})

test.for(languages)('codes are words in %s, and what is no code stays as it is', (language) => {
  const tongue = { language, t: translator(language), formats: formats(language, 'Europe/Riga') }
  const written = (column: string, value: unknown, table = 'order') => valueText(table, column, value, tongue)
  for (const [column, code, table] of [
    ['action', 'insert', 'audit_entry'],
    ['payment_method', 'transfer', 'order'],
    ['payment_method', 'later', 'order'],
    ['outcome', 'valid', 'vies_check'],
    ['kind', 'person', 'order_party'],
    ['kind', 'access', 'subject_request'],
    ['purpose', 'order-contract', 'audit_entry'],
    ['recipient_kind', 'carrier', 'disclosure'],
    ['step', 'copied', 'request_step'],
    ['step', 'goods-back', 'withdrawal_step'],
  ] as const)
    expect(written(column, code, table)).not.toBe(code)
  expect(written('name', 'courier')).toBe('courier')
  const told = written('words', 'DPD Latvija, SIA\ncarrier', 'request_step')
  expect(told).toBe(`DPD Latvija, SIA; ${tongue.t('privacy.recipient.carrier')}`)
  const answer = 'Paldies, viss kārtībā.\nKurjers zvanīs.'
  expect(written('words', answer, 'request_step')).toBe(answer)
  expect(written('columns', ['email', 'token_hash'], 'audit_entry')).toBe(columnLabel('email', tongue.t))
})
