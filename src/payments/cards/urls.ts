/** Where a buyer goes to pay by card, or chooses otherwise; in each language. */
export const cardPlaces = {
  orderCard: {
    lv: '/pasutijums/:id/karte',
    en: '/en/order/:id/card',
    sv: '/sv/bestallning/:id/kort',
    nl: '/nl/bestelling/:id/kaart',
  },
  orderByTransfer: {
    lv: '/pasutijums/:id/ar-parskaitijumu',
    en: '/en/order/:id/by-transfer',
    sv: '/sv/bestallning/:id/med-overforing',
    nl: '/nl/bestelling/:id/met-overschrijving',
  },
} as const

/** Where the provider tells what happened, and the room of the back office. */
export const cardUrls = {
  cardWebhook: '/webhooks/stripe',
  adminCards: '/admin/money/cards',
  adminCardProblem: '/admin/money/cards/problems/:id',
  adminCardsAsk: '/admin/money/cards/reconciliation',
} as const
