import { type Declarations, personal, personalTable, plain, plainTable } from '../../privacy/tags.ts'
import { ofOrder, whileItLasts } from '../dunning/data.ts'
import {
  collectorReport,
  collectorReportLine,
  debtRecall,
  debtRecallTelling,
  handOver,
  handOverCase,
  handOverEnd,
  writeOff,
  writeOffReversal,
} from './table.ts'

const owed = personal('purchases', 'order-contract', 'legal-claims', 'debt-collection')
const followed = personal('purchases', 'order-contract', 'legal-claims')
const lost = personal('purchases', 'accounting', 'order-contract', 'legal-claims')

/** What went to a collector, what came back, and what was given up. */
export const handOverData: Declarations = {
  personal: [
    personalTable<typeof handOverCase>({
      table: handOverCase,
      columns: {
        id: plain,
        handOverId: plain,
        invoiceId: plain,
        orderId: plain,
        principalCents: owed,
        interestCents: owed,
        costsCents: owed,
        closedAt: plain,
      },
      rows: { ...whileItLasts, 'debt-collection': 'shop_may_collect(order_id)' },
      ...ofOrder,
      collectedFor: ['debt-collection'],
    }),
    personalTable<typeof handOverEnd>({
      table: handOverEnd,
      columns: { caseId: plain, orderId: plain, outcome: followed, endedAt: followed, endedBy: plain },
      rows: whileItLasts,
      ...ofOrder,
    }),
    personalTable<typeof debtRecall>({
      table: debtRecall,
      columns: {
        id: plain,
        caseId: plain,
        orderId: plain,
        cause: followed,
        openCents: followed,
        madeAt: followed,
        madeBy: plain,
      },
      rows: whileItLasts,
      ...ofOrder,
    }),
    personalTable<typeof debtRecallTelling>({
      table: debtRecallTelling,
      columns: { recallId: plain, orderId: plain, toldAt: followed, toldBy: plain },
      rows: whileItLasts,
      ...ofOrder,
    }),
    personalTable<typeof collectorReportLine>({
      table: collectorReportLine,
      columns: {
        reportId: plain,
        caseId: plain,
        orderId: plain,
        state: followed,
        paidCents: followed,
        reportedOn: followed,
      },
      rows: whileItLasts,
      ...ofOrder,
    }),
    personalTable<typeof writeOff>({
      table: writeOff,
      columns: {
        id: plain,
        invoiceId: plain,
        orderId: plain,
        amountCents: lost,
        cause: lost,
        // The words may say why somebody could not pay.
        reason: followed,
        writtenOffOn: lost,
        writtenOffAt: lost,
        writtenOffBy: plain,
      },
      neverRestricted: ['accounting'],
      rows: whileItLasts,
      stays: true,
      blanks: { reason: `'-'` },
      ...ofOrder,
    }),
  ],
  plain: [
    plainTable<typeof handOver>(handOver, { 'debt-collection': 'insert' }),
    plainTable<typeof collectorReport>(collectorReport, { 'order-contract': 'insert' }),
    plainTable<typeof writeOffReversal>(writeOffReversal, { 'order-contract': 'insert' }),
  ],
}
