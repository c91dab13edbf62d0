import * as codes from '../../src/customers/personal-codes.ts'
import { addDays } from '../../src/platform/time.ts'
import { type Tx, withPurpose } from '../../src/privacy/with-purpose.ts'
import * as handOvers from '../../src/receivables/hand-over/hand-overs.ts'
import { recallJobs } from '../../src/receivables/hand-over/jobs-recall.ts'
import { urlFor } from '../../src/urls.ts'
import { type Debt, openDebtors } from '../dunning/owing.ts'
import { TEST_SECRET } from '../support/postgres.ts'

export type HandOvers = Awaited<ReturnType<typeof openHandOvers>>

/** A shop with debts on their way to its collector. */
export async function openHandOvers() {
  const debtors = await openDebtors()
  const { office, till, past } = debtors
  const owner = await office.hire('owner')
  const desk = await office.hire('administrator')
  const [collector] = await office.sql<{ id: string }>(
    `select id from recipient where kind = 'debt-collector' and licence_number is not null`,
  )
  const today = office.shop.clock.today()
  const collecting = <T>(work: (tx: Tx<'debt-collection'>) => Promise<T>) =>
    withPurpose(office.shop.database.backoffice, 'debt-collection', `staff:${desk.id}`, work)

  /** The buyer has the goods; the carrier or staff say so. */
  async function received({ orderId }: Debt, source = 'staff'): Promise<void> {
    await till.handOver(orderId)
    await past(`update shipment_delivery set source = '${source}' where order_id = '${orderId}'`)
  }

  /** A notice that was received so many days ago. */
  async function noticed({ orderId, invoiceId }: Debt, ago: number): Promise<void> {
    const id = crypto.randomUUID()
    const receivedOn = addDays(today, -ago)
    await past(`insert into debt_notice (id, invoice_id, order_id, issued_on, principal_cents, interest_cents, costs_cents, issued_by)
        values ('${id}', '${invoiceId}', '${orderId}', '${receivedOn}', shop_open_cents('${invoiceId}'), 0, 0, '${till.by}');
      insert into debt_notice_document (notice_id, order_id, bytes) values ('${id}', '${orderId}', '%PDF-notice');
      insert into debt_notice_receipt (notice_id, order_id, received_on, object_until, source, proof, noted_by)
        values ('${id}', '${orderId}', '${receivedOn}', '${addDays(receivedOn, 21)}', 'proof', 'RR1', '${till.by}')`)
  }

  return {
    ...debtors,
    owner,
    desk,
    collectorId: collector!.id,
    collecting,
    received,
    noticed,
    /** A debt that may go. */
    async person(overdue = 60): Promise<Debt> {
      const debt = await debtors.person(overdue)
      await received(debt)
      await noticed(debt, 30)
      return debt
    },
    async company(overdue = 60): Promise<Debt> {
      const debt = await debtors.company(overdue)
      await received(debt)
      return debt
    },
    keepCode: ({ orderId }: Debt, code: string) =>
      withPurpose(office.shop.database.backoffice, 'identification', `staff:${desk.id}`, (tx) =>
        codes.keep(tx, codes.keyRing(TEST_SECRET), { orderId, code, keptBy: desk.id }),
      ),
    /** As the list says it. */
    async obstacles({ invoiceId }: Debt): Promise<readonly string[] | undefined> {
      const { rows } = await till.contract((tx) => handOvers.candidates(tx))
      return rows.find((row) => row.invoiceId === invoiceId)?.obstacles
    },
    /** As the database says it, of a charge too. */
    async obstaclesOf({ invoiceId }: Pick<Debt, 'invoiceId'>): Promise<readonly string[]> {
      const [row] = await office.sql<{ codes: string[] }>(
        `select shop_collection_problems('${invoiceId}') as codes`,
      )
      return row!.codes
    },
    confirm: (...debts: readonly Debt[]) =>
      collecting((tx) =>
        handOvers.confirm(
          tx,
          { recipientId: collector!.id, invoiceIds: debts.map(({ invoiceId }) => invoiceId), by: desk.id },
          till.around,
        ),
      ),
    caseOf: async ({ invoiceId }: Debt): Promise<string> =>
      (
        await office.sql<{ id: string }>(
          `select hand_over_case.id from hand_over_case join hand_over on hand_over.id = hand_over_id
            where invoice_id = '${invoiceId}' order by confirmed_at desc limit 1`,
        )
      )[0]!.id,
    /** The look that the database has asked for. */
    look: (caseId: string) => recallJobs(office.shop)['recall-debt']!({ case: caseId }, {} as never),
    room: () => desk.get(urlFor('adminHandOver')),
  }
}
