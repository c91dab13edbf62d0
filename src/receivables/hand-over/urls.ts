/** Where debts go to a collector, and what comes back. */
export const handOverUrls = {
  adminHandOver: '/admin/money/hand-over',
  adminHandOverCheck: '/admin/money/hand-over/check',
  adminHandOverBatches: '/admin/money/hand-over/batches',
  adminHandOverBatch: '/admin/money/hand-over/batches/:id',
  adminHandOverPack: '/admin/money/hand-over/batches/:id/pack',
  adminHandOverReport: '/admin/money/hand-over/batches/:id/report',
  adminHandOverRecall: '/admin/money/hand-over/batches/:id/cases/:caseId/recall',
  adminRecallTold: '/admin/money/hand-over/recalls/:id/told',
  adminWriteOffReversal: '/admin/money/hand-over/write-offs/:id/reversal',
} as const
