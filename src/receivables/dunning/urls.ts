/** A debt in its debtor's hands. */
export const debtPlaces = {
  orderDebt: {
    lv: '/pasutijums/:id/parads',
    en: '/en/order/:id/debt',
    sv: '/sv/bestallning/:id/skuld',
    nl: '/nl/bestelling/:id/schuld',
  },
  orderDebtNotice: {
    lv: '/pasutijums/:id/parads/:noticeId',
    en: '/en/order/:id/debt/:noticeId',
    sv: '/sv/bestallning/:id/skuld/:noticeId',
    nl: '/nl/bestelling/:id/schuld/:noticeId',
  },
} as const
