/** The pages of an order, for whoever placed it. */
export const orderPlaces = {
  order: { lv: '/pasutijums/:id', en: '/en/order/:id', sv: '/sv/bestallning/:id', nl: '/nl/bestelling/:id' },
  orderOpen: { lv: '/atvert/:token', en: '/en/open/:token', sv: '/sv/oppna/:token', nl: '/nl/openen/:token' },
  orderDocument: {
    lv: '/pasutijums/:id/rekins/:invoiceId',
    en: '/en/order/:id/invoice/:invoiceId',
    sv: '/sv/bestallning/:id/faktura/:invoiceId',
    nl: '/nl/bestelling/:id/factuur/:invoiceId',
  },
  orderTransfer: {
    lv: '/pasutijums/:id/parskaitijums.svg',
    en: '/en/order/:id/transfer.svg',
    sv: '/sv/bestallning/:id/overforing.svg',
    nl: '/nl/bestelling/:id/overschrijving.svg',
  },
  orderAgain: {
    lv: '/pasutijums/:id/velreiz',
    en: '/en/order/:id/again',
    sv: '/sv/bestallning/:id/igen',
    nl: '/nl/bestelling/:id/opnieuw',
  },
  orderCorrection: {
    lv: '/pasutijums/:id/labot',
    en: '/en/order/:id/correct',
    sv: '/sv/bestallning/:id/ratta',
    nl: '/nl/bestelling/:id/corrigeren',
  },
  orderQuestion: {
    lv: '/pasutijums/:id/jautajums',
    en: '/en/order/:id/question',
    sv: '/sv/bestallning/:id/fraga',
    nl: '/nl/bestelling/:id/vraag',
  },
  orderArtwork: {
    lv: '/pasutijums/:id/fails/:lineId/attels.webp',
    en: '/en/order/:id/file/:lineId/picture.webp',
    sv: '/sv/bestallning/:id/fil/:lineId/bild.webp',
    nl: '/nl/bestelling/:id/bestand/:lineId/afbeelding.webp',
  },
  proof: {
    lv: '/pasutijums/:orderId/makets/:proofId',
    en: '/en/order/:orderId/proof/:proofId',
    sv: '/sv/bestallning/:orderId/korrektur/:proofId',
    nl: '/nl/bestelling/:orderId/drukproef/:proofId',
  },
  proofPicture: {
    lv: '/pasutijums/:orderId/makets/:proofId/attels.webp',
    en: '/en/order/:orderId/proof/:proofId/picture.webp',
    sv: '/sv/bestallning/:orderId/korrektur/:proofId/bild.webp',
    nl: '/nl/bestelling/:orderId/drukproef/:proofId/afbeelding.webp',
  },
} as const
