/** The room where open invoices of a former system come in. */
export const takeOverUrls = {
  adminTakeOver: '/admin/money/take-over',
  adminTakeOverSample: '/admin/money/take-over/sample.csv',
} as const
