/** Withdrawal from a contract, in the storefront. */
export const withdrawalUrls = {
  withdrawal: {
    lv: '/atteikties-no-liguma',
    en: '/en/withdraw-from-contract',
    sv: '/sv/angra-avtalet',
    nl: '/nl/overeenkomst-herroepen',
  },
  withdrawalReceived: {
    lv: '/atteikties-no-liguma/:id',
    en: '/en/withdraw-from-contract/:id',
    sv: '/sv/angra-avtalet/:id',
    nl: '/nl/overeenkomst-herroepen/:id',
  },
  refundAccount: {
    lv: '/pasutijums/:id/atmaksa',
    en: '/en/order/:id/refund',
    sv: '/sv/bestallning/:id/aterbetalning',
    nl: '/nl/bestelling/:id/terugbetaling',
  },
} as const

/** The same for staff: withdrawals, and what is credited and paid back on an order. */
export const withdrawalRooms = {
  adminWithdrawal: '/admin/money/withdrawals/:id',
  adminWithdrawalStep: '/admin/money/withdrawals/:id/steps',
  adminWithdrawalSettlement: '/admin/money/withdrawals/:id/settlement',
  adminOrderCredit: '/admin/orders/:id/credit',
  adminOrderCreditNote: '/admin/orders/:id/credit/note',
  adminOrderGivenUp: '/admin/orders/:id/credit/cancellation',
  adminOrderOverpaid: '/admin/orders/:id/credit/overpaid',
  adminRefundFile: '/admin/money/refunds/file',
  adminRefund: '/admin/money/refunds/:id',
  adminRefundAccount: '/admin/money/refunds/:id/account',
  adminRefundOutcome: '/admin/money/refunds/:id/outcome',
  adminRefundAgain: '/admin/money/refunds/:id/again',
} as const
