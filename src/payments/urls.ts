/** The money rooms of the back office. */
export const moneyUrls = {
  adminMoney: '/admin/money',
  adminPayments: '/admin/money/payments',
  adminStatements: '/admin/money/statements',
  adminRefunds: '/admin/money/refunds',
  adminWithdrawals: '/admin/money/withdrawals',
  adminDocuments: '/admin/money/documents',
} as const
