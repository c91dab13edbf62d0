import { take } from '../../src/bookkeeping/exports.ts'
import type { Period } from '../../src/bookkeeping/periods.ts'
import type { ExportFormat } from '../../src/bookkeeping/table.ts'
import { isoDate } from '../../src/platform/time.ts'
import { type Tx, withPurpose } from '../../src/privacy/with-purpose.ts'
import type { TestShop } from '../support/shop.ts'

/** The books of a shop, as whoever keeps them reads them. */
export function openBooks({ shop }: TestShop) {
  const read = <T>(work: (tx: Tx<'accounting'>) => Promise<T>) =>
    withPurpose(shop.database.backoffice, 'accounting', 'command', work)

  const around = () => ({
    access: shop.database.backoffice,
    settings: shop.known().settings,
    clock: shop.clock,
    t: shop.t('lv'),
  })

  async function taken(format: ExportFormat, period: Period): Promise<Buffer> {
    const pieces: Buffer[] = []
    await take(around(), { format, period, by: null, actor: 'command' }, async (bytes) => {
      pieces.push(Buffer.from(bytes))
    })
    return Buffer.concat(pieces)
  }

  const chart = () => {
    const { bookkeeping, identity } = shop.known().settings
    return { accounts: bookkeeping.accounts, revenueBy: bookkeeping.revenueBy, home: identity.country }
  }

  return { read, taken, chart }
}

/** Days of 2025 by month and day. */
export function days(from: string, until: string): Period {
  return { from: isoDate(`2025-${from}`), until: isoDate(`2025-${until}`) }
}
