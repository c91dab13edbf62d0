import { advanceCreditFor, advanceFor, toAdvance } from '../../src/invoicing/advances.ts'
import { correctiveFor } from '../../src/invoicing/correctives.ts'
import { creditable, creditFor } from '../../src/invoicing/credit-notes.ts'
import { type Around, invoiceFor } from '../../src/invoicing/drafting.ts'
import type { Earlier } from '../../src/invoicing/earlier.ts'
import { finalFor } from '../../src/invoicing/finals.ts'
import type { DocumentDraft, InvoiceSnapshot } from '../../src/invoicing/snapshot.ts'
import type { OrderFacts } from '../../src/orders/find.ts'
import { type Language, languages } from '../../src/platform/i18n/languages.ts'
import { isoDate } from '../../src/platform/time.ts'
import { around, issued, type Ordered, sampleOrder, settings } from '../invoicing/sample-orders.ts'
import { buyers, type MadeUp } from './buyers.ts'

const traps: readonly (readonly [pieces: number, cents: number])[] = [
  [3, 499],
  [100, 3],
  [7, 1],
  [1, 99_999_99],
  [12, 333],
  [1000, 125],
  [9, 9999],
]
const names = [
  'Evakuācijas zīme "Izeja pa labi", 300 × 150 mm',
  'Zīme <b>&</b> "pēdiņas" \'un\' ]]>',
  'Skylt Å Ä Ö – 100 % ✓',
  'Tab\there, bell\u0007, 😀',
  'Plāksnīte '.repeat(25),
]

interface Kept extends Books {
  readonly snapshots: InvoiceSnapshot[]
}

interface Books {
  readonly order: OrderFacts
  readonly around: Around
  readonly earlier: Earlier[]
}

/** What an order goes through in the made-up year. */
type Course = (books: Kept, day: Around['today']) => void

const courses: readonly Course[] = [
  (books, day) =>
    issue(books, invoiceFor(books.order, { suppliedOn: day, dueOn: day, paidOn: null }, books.around)),
  (books, day) => {
    const atOnce = { suppliedOn: day, dueOn: null, paidOn: day, paidMeans: 'card' } as const
    issue(books, invoiceFor(books.order, atOnce, books.around))
    creditPieces(books)
    creditPieces(books)
    creditRest(books)
  },
  (books, day) => {
    advance(books, day, 0.3)
    advance(books, day, 0.5)
    final(books, day)
    creditPieces(books)
  },
  (books, day) => {
    advance(books, day, 1)
    final(books, day)
    issue(books, correctiveFor(books.order, books.earlier.at(-1)!, books.around))
    creditRest(books)
  },
  (books, day) => {
    advance(books, day, 0.4)
    const [{ id }] = books.earlier as [Earlier]
    const cause = 'cancellation' as const
    issue(
      books,
      advanceCreditFor(books.order, books.earlier, { advanceId: id, amountCents: 1, cause }, books.around),
    )
    issue(
      books,
      advanceCreditFor(
        books.order,
        books.earlier,
        { advanceId: id, amountCents: 'all', cause },
        books.around,
      ),
    )
  },
  (books, day) => {
    advance(books, day, 0.99)
    creditPieces(books)
    final(books, day)
    issue(books, reduction(books))
  },
]

/** The documents of a year that no shop had: every kind, buyer, tax and language, with rounding traps and odd characters. */
export function madeUpYear(): InvoiceSnapshot[] {
  const snapshots: InvoiceSnapshot[] = []
  for (let i = 0; i < 51; i += 1) {
    const buyer = buyers[i % buyers.length]!
    const language = languages[i % languages.length]!
    const day = isoDate(
      `2026-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + (i % 28)).padStart(2, '0')}`,
    )
    const books = {
      order: orderOf(buyer, i, language),
      around: aroundOf(buyer, language, day),
      earlier: [],
      snapshots,
    }
    courses[i % courses.length]!(books, day)
  }
  return snapshots
}

function orderOf(
  { party, rates, collected, vatCountry = 'LV' }: MadeUp,
  i: number,
  language: Language,
): OrderFacts {
  const count = i % 10 === 4 ? 100 : 1 + (i % 6)
  const lines = Array.from({ length: count }, (_, n): Ordered => {
    const [quantity, unitPriceCents] = traps[(i + n) % traps.length]!
    const [vatCategory, vatRate] = rates[(i + n) % rates.length]!
    return {
      name: names[(i + n) % names.length]!,
      quantity,
      unitPriceCents,
      discountCents: n % 3 === 2 ? Math.floor((quantity * unitPriceCents * (1 + ((i * 7) % 90))) / 100) : 0,
      vatCategory: vatCategory as Ordered['vatCategory'],
      vatRate,
    }
  })
  return sampleOrder(lines, {
    deliveryCents: i % 3 === 0 ? 0 : 350 + i,
    number: `B-2026-${String(1000 + i)}`,
    language,
    party,
    collected: collected ?? false,
    vatCountry,
  })
}

/** The shop is outside the register where it charges nothing. */
function aroundOf({ rates }: MadeUp, language: Language, today: Around['today']): Around {
  const outside = rates.some(([category]) => category === 'O')
  const identity = { ...settings.identity, vatNumber: outside ? null : settings.identity.vatNumber }
  return {
    ...around(language, today),
    settings: { ...settings, identity },
  }
}

function issue(books: Kept, draft: DocumentDraft): void {
  const document = issued(draft, books.snapshots.length)
  const ids = [draft.precedingId, ...draft.lines.map(({ clearsId }) => clearsId)]
  const preceding = books.earlier.filter(({ id }) => ids.includes(id))
  books.snapshots.push({ ...draft, number: document.number, preceding })
  books.earlier.push(document)
}

function advance(books: Kept, paidOn: Around['today'], part: number): void {
  const amountCents = Math.ceil(toAdvance(books.order, books.earlier, books.around) * part)
  const means = books.snapshots.length % 2 ? 'card' : 'transfer'
  issue(books, advanceFor(books.order, books.earlier, { amountCents, paidOn, means }, books.around))
}

function final(books: Kept, day: Around['today']): void {
  issue(books, finalFor(books.order, books.earlier, { suppliedOn: day, dueOn: null }, books.around))
}

/** A piece of each line of which more are left, and a cent of the delivery. */
function creditPieces(books: Kept): void {
  const { lines, deliveryCents } = creditable(books.order, books.earlier, books.around)
  const some = [...lines].filter(([, { pieces, grossCents }]) => pieces > 1 && grossCents > pieces)
  if (some.length === 0) return
  const credited = some.map(([orderLineId]) => ({ orderLineId, quantity: 1 }))
  const delivery = Math.min(1, deliveryCents)
  const credit = { lines: credited, delivery, cause: 'withdrawal' } as const
  issue(books, creditFor(books.order, books.earlier, credit, books.around))
}

function creditRest(books: Kept): void {
  const { lines, deliveryCents } = creditable(books.order, books.earlier, books.around)
  const rest = [...lines].flatMap(([orderLineId, { pieces }]) =>
    pieces > 0 ? [{ orderLineId, quantity: pieces }] : [],
  )
  const delivery = deliveryCents > 0 ? 'all' : 0
  issue(
    books,
    creditFor(books.order, books.earlier, { lines: rest, delivery, cause: 'complaint' }, books.around),
  )
}

/** A cent off the dearest line, which the buyer keeps. */
function reduction(books: Kept): DocumentDraft {
  const { lines } = creditable(books.order, books.earlier, books.around)
  const [[orderLineId]] = [...lines].sort(([, one], [, other]) => other.grossCents - one.grossCents) as [
    [string, unknown],
  ]
  const credit = { lines: [{ orderLineId, amountCents: 1 }], cause: 'goodwill' } as const
  return creditFor(books.order, books.earlier, credit, books.around)
}
