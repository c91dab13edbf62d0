import { madeByStampWorks, paragraphs, type SeedProduct } from './goods.ts'

export const stamps: readonly SeedProduct[] = [
  {
    key: 'company-stamp',
    category: 'stamps',
    madeToOrder: true,
    words: { lines: 4, lineLength: 34, required: true },
    leadDays: 2,
    text: {
      lv: {
        slug: 'uznemuma-zimogs',
        name: 'Uzņēmuma zīmogs',
        summary: 'Automātiskais zīmogs ar rekvizītiem, gatavs divās darba dienās.',
        description: paragraphs(
          'Nosaukums, reģistrācijas numurs, adrese un tālrunis – četras rindas skaidrā nospiedumā. Spilventiņš ir iebūvēts un pietiek vairākiem tūkstošiem nospiedumu.',
          'Gumiju gravējam ar lāzeri, tāpēc salasāmi ir arī sīkie burti un garumzīmes.',
        ),
        material: 'Plastmasas korpuss, lāzergravēta gumija, zila tinte uz ūdens bāzes',
        warnings: 'Tinte atstāj traipus uz auduma un ādas. Sargājiet no maziem bērniem.',
      },
      en: {
        slug: 'company-stamp',
        name: 'Company stamp',
        summary: 'A self-inking stamp with your company’s details, ready in two working days.',
        description: paragraphs(
          'Name, registration number, address and telephone: four lines in one clear imprint. The built-in pad lasts for several thousand imprints.',
          'The rubber is laser-engraved, so even small letters and their accents stay legible.',
        ),
        material: 'Plastic body, laser-engraved rubber, blue water-based ink',
        warnings: 'The ink stains fabric and skin. Keep away from small children.',
      },
    },
    drawing: {
      kind: 'stamp',
      ink: 'blue',
      frame: true,
      sample: ['SIA „Rudzu garoza”', 'Reģ. Nr. 49999000033', 'Zivju iela 3, Liepāja', 'Tālr. 20000106'],
      widthMm: 58,
      heightMm: 22,
    },
    alt: {
      lv: 'Melns automātiskais zīmogs un zils nospiedums ar uzņēmuma „Rudzu garoza” rekvizītiem',
      en: 'Black self-inking stamp and a blue imprint with the details of the company “Rudzu garoza”',
    },
    variants: [
      {
        sku: 'ZU-38',
        label: { lv: '38 × 14 mm', en: '38 × 14 mm' },
        priceCents: 1890,
        stock: null,
        weightGrams: 70,
        widthMm: 38,
        heightMm: 14,
      },
      {
        sku: 'ZU-47',
        label: { lv: '47 × 18 mm', en: '47 × 18 mm' },
        priceCents: 2290,
        stock: null,
        weightGrams: 90,
        widthMm: 47,
        heightMm: 18,
      },
      {
        sku: 'ZU-58',
        label: { lv: '58 × 22 mm', en: '58 × 22 mm' },
        priceCents: 2790,
        stock: null,
        weightGrams: 115,
        widthMm: 58,
        heightMm: 22,
      },
    ],
    safety: madeByStampWorks('TT-AUTO'),
  },
  {
    key: 'paid-stamp',
    category: 'stamps',
    madeToOrder: false,
    leadDays: 1,
    text: {
      lv: {
        slug: 'zimogs-apmaksats',
        name: 'Zīmogs „Apmaksāts”',
        summary: 'Sarkans nospiedums grāmatvedībai, lai apmaksātie rēķini nesajauktos.',
        description: paragraphs(
          'Automātiskais zīmogs ar tekstu „APMAKSĀTS”. Nospiedums nožūst dažās sekundēs.',
          'Kad tinte beidzas, nomaina tikai spilventiņu.',
        ),
        material: 'Plastmasas korpuss, gumija, sarkana tinte uz ūdens bāzes',
        warnings: 'Tinte atstāj traipus uz auduma un ādas. Sargājiet no maziem bērniem.',
      },
      en: {
        slug: 'paid-stamp',
        name: 'Stamp “Apmaksāts” (paid)',
        summary: 'A red imprint for the bookkeeper, so that paid invoices stay apart.',
        description: paragraphs(
          'A self-inking stamp with the Latvian word “APMAKSĀTS” (paid). The imprint dries in a few seconds.',
          'When the ink runs out, only the pad is replaced.',
        ),
        material: 'Plastic body, rubber, red water-based ink',
        warnings: 'The ink stains fabric and skin. Keep away from small children.',
      },
    },
    drawing: { kind: 'stamp', ink: 'red', frame: true, sample: ['APMAKSĀTS'], widthMm: 38, heightMm: 14 },
    alt: {
      lv: 'Melns automātiskais zīmogs un sarkans nospiedums „APMAKSĀTS”',
      en: 'Black self-inking stamp and a red imprint “APMAKSĀTS”',
    },
    variants: [
      {
        sku: 'ZA-38',
        label: { lv: '38 × 14 mm', en: '38 × 14 mm' },
        priceCents: 1290,
        stock: 24,
        weightGrams: 70,
        widthMm: 38,
        heightMm: 14,
      },
    ],
    safety: madeByStampWorks('TT-TEXT-38'),
  },
]
