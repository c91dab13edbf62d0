/** Where the back office looks through what is owed. */
export const debtUrls = {
  adminDebts: '/admin/money/debts',
  adminDebtsBulk: '/admin/money/debts/bulk',
  adminDebt: '/admin/money/debts/:invoice',
  adminDebtStep: '/admin/money/debts/:invoice/steps/:step',
  adminDebtNotice: '/admin/money/debts/:invoice/notices/:notice',
} as const
