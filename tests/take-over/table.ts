import { isoDate } from '../../src/platform/time.ts'
import { withPurpose } from '../../src/privacy/with-purpose.ts'
import { type Checked, check } from '../../src/receivables/take-over/checking.ts'
import { type FileRead, readText } from '../../src/receivables/take-over/file.ts'
import { takeOverAll } from '../../src/receivables/take-over/taking-over.ts'
import type { TestShop } from '../support/shop.ts'

/** A line of the file by its columns. */
export type Row = Readonly<Record<string, string>>

/** A company that has not paid for what it received. */
export const owing = (number: string, more: Row = {}): Row => ({
  number,
  issued_on: '14.09.2025',
  due_on: '2025-09-28',
  gross: '121,00',
  vat: '21,00',
  paid: '',
  delivered_on: '16.09.2025',
  reference: '',
  company: 'SIA Parāds',
  registration_number: '40003032949',
  name: 'Juris Parādnieks',
  email: 'juris@parads.example',
  street: 'Brīvības iela 1',
  town: 'Rīga',
  postcode: '1010',
  ...more,
})

export function tableOf(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return [names.join(';'), ...rows.map((row) => names.map((name) => row[name] ?? '').join(';'))].join('\n')
}

/** Hands a table in as the command does. */
export function openMove({ shop }: Pick<TestShop, 'shop'>) {
  const today = shop.clock.today()
  const read = (rows: readonly Row[]) => readText(tableOf(rows), today) as FileRead & { ok: true }
  const compare = (rows: readonly Row[]) =>
    withPurpose(shop.database.backoffice, 'order-contract', 'command', (tx) =>
      check(tx, read(rows).lines, { today, settings: shop.known().settings }),
    )
  const takeAll = (checked: readonly Checked[]): Promise<number> => {
    const around = { settings: shop.known().settings, today, by: null }
    return takeOverAll(shop.database.backoffice, 'command', checked, around)
  }
  return {
    today: isoDate(today),
    compare,
    takeAll,
    take: async (...rows: Row[]) => takeAll(await compare(rows)),
  }
}
